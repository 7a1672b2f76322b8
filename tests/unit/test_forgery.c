/* Generated hostile strings in every place of a verdict, through every format, read by ports of the
 * parsers of GitHub's runner (actions/runner, ActionCommand.cs): nobody gives a command but us. */
#include "unit.h"
#include "verdict.h"

#include "base/utf8.h"
#include "report/escape.h"
#include "report/formats.h"

Suite *forgery_suite(void);

enum { ROUNDS = 3000, PIECES_MAX = 9 };

static const pf_str pieces[] = {
    PF_STR_INIT("::"),
    PF_STR_INIT(":"),
    PF_STR_INIT("##"),
    PF_STR_INIT("#"),
    PF_STR_INIT("["),
    PF_STR_INIT("]"),
    PF_STR_INIT("##["),
    PF_STR_INIT("::error::"),
    PF_STR_INIT("::set-output name=x::"),
    PF_STR_INIT("##[add-mask]"),
    PF_STR_INIT("warning file=x,line=1::"),
    PF_STR_INIT("error"),
    PF_STR_INIT("stop-commands"),
    PF_STR_INIT("\n"),
    PF_STR_INIT("\r"),
    PF_STR_INIT("\t"),
    PF_STR_INIT(" "),
    PF_STR_INIT("\302\240"),     /* no-break space */
    PF_STR_INIT("\343\200\200"), /* ideographic space */
    PF_STR_INIT("\302\205"),     /* next line */
    PF_STR_INIT("\342\200\250"), /* line separator */
    PF_STR_INIT("\033[2J"),
    PF_STR_INIT("\033]8;;http://evil.example\007"),
    PF_STR_INIT("\342\200\256"), /* right to left from here */
    PF_STR_INIT("\302\233"),     /* the one-byte ESC [ */
    PF_STR_INIT("\377"),
    PF_STR_INIT("\303"),
    PF_STR_INIT("%0A"),
    PF_STR_INIT("%"),
    PF_STR_INIT(","),
    PF_STR_INIT("]("),
    PF_STR_INIT("[x](http://evil.example)"),
    PF_STR_INIT("<script>"),
    PF_STR_INIT("`"),
    PF_STR_INIT("|"),
    PF_STR_INIT("@everyone"),
    PF_STR_INIT("\""),
    PF_STR_INIT("\\"),
    PF_STR_INIT("a"),
};

static uint32_t next_random(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*state >> 33);
}

static pf_str hostile(struct pf_arena *arena, uint64_t *state)
{
    struct pf_buffer text = pf_buffer_new(arena);
    for (uint32_t left = 1 + next_random(state) % PIECES_MAX; left > 0; left--)
        pf_buffer_add(&text, pieces[next_random(state) % (sizeof pieces / sizeof *pieces)]);
    return pf_buffer_str(&text);
}

/* ---- the runner ---- */

static bool is_registered(pf_str name)
{
    static const char *const names[] = {
        "set-env",  "set-output",    "save-state",     "add-path",
        "add-mask", "add-matcher",   "error",          "warning",
        "notice",   "debug",         "group",          "endgroup",
        "echo",     "stop-commands", "remove-matcher", "internal-set-repo-path"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq_nocase(name, pf_str_c(names[i])))
            return true;
    return false;
}

static pf_str first_word(pf_str info)
{
    pf_str word, rest;
    pf_str_cut(info, ' ', &word, &rest);
    return word;
}

static bool is_dotnet_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

static pf_str trim_start(pf_str line)
{
    for (uint32_t c = 0; line.len > 0;) {
        size_t len = pf_utf8_decode(line, &c);
        if (len == 0 || !is_dotnet_space(c))
            break;
        line = pf_str_slice(line, len, line.len);
    }
    return line;
}

static bool try_parse_v2(pf_str line)
{
    line = trim_start(line);
    if (!pf_str_starts(line, PF_STR("::")))
        return false;
    pf_str rest = pf_str_slice(line, 2, line.len);
    ptrdiff_t end = pf_str_find(rest, PF_STR("::"));
    return end != PF_STR_NONE && is_registered(first_word(pf_str_slice(rest, 0, (size_t)end)));
}

static bool try_parse(pf_str line)
{
    ptrdiff_t at = pf_str_find(line, PF_STR("##["));
    if (at == PF_STR_NONE)
        return false;
    pf_str rest = pf_str_slice(line, (size_t)at + 3, line.len);
    ptrdiff_t end = pf_str_find_byte(rest, ']');
    return end != PF_STR_NONE && is_registered(first_word(pf_str_slice(rest, 0, (size_t)end)));
}

/* A process's output by .NET's ReadLine: LF, CR and CR LF end a line. */
static size_t commands_in(pf_str printed)
{
    size_t commands = 0;
    while (printed.len > 0) {
        size_t len = 0;
        while (len < printed.len && printed.data[len] != '\n' && printed.data[len] != '\r')
            len++;
        pf_str line = pf_str_slice(printed, 0, len);
        commands += try_parse_v2(line) || try_parse(line);
        printed = pf_str_slice(printed, len + 1, printed.len);
    }
    return commands;
}

/* ---- a verdict in strangers' words ---- */

static struct sample *hostile_verdict(struct pf_arena *arena, uint64_t *state)
{
    struct sample *s = sample_verdict(arena);
    struct pf_source *source = pf_source_new(arena, hostile(arena, state), hostile(arena, state));
    struct pf_related *related = PF_NEW(arena, struct pf_related);
    *related = (struct pf_related){pf_span_of(source, 0, source->bytes.len), hostile(arena, state)};
    struct pf_argument *argument = PF_NEW(arena, struct pf_argument);
    *argument = (struct pf_argument){PF_STR("name"), hostile(arena, state)};
    struct pf_fix *fix = PF_NEW(arena, struct pf_fix);
    *fix = (struct pf_fix){.safety = PF_FIX_SAFE,
                           .title = hostile(arena, state),
                           .span = pf_span_of(source, 0, 1),
                           .text = hostile(arena, state)};
    s->findings.count = 1;
    struct pf_finding *finding = s->findings.items[0];
    finding->message = hostile(arena, state);
    finding->label = hostile(arena, state);
    finding->help = hostile(arena, state);
    finding->key = hostile(arena, state);
    finding->span = pf_span_of(source, 0, source->bytes.len);
    finding->related = related;
    finding->arguments = argument;
    finding->fix = fix;
    s->files.items[0] = source->path;
    s->verdict.root = PF_STR("");
    *pf_pile_add(arena, &s->reasons) = hostile(arena, state);
    return s;
}

static bool has_hidden_character(pf_str text)
{
    while (text.len > 0) {
        uint32_t c;
        size_t len = pf_utf8_decode(text, &c);
        if (len == 0 || (pf_escape_hides(c) && c != '\n' && c != '\t'))
            return true;
        text = pf_str_slice(text, len, text.len);
    }
    return false;
}

static void judge(const struct pf_format *format, pf_str printed, uint64_t round)
{
    bool speaks_to_runner = pf_str_eq(pf_str_c(format->name), PF_STR("github"));
    ck_assert_msg(commands_in(printed) == (speaks_to_runner ? 1 : 0), "%s gave a command: %.*s",
                  format->name, PF_ARG(printed));
    ck_assert_msg(!has_hidden_character(printed), "%s, round %d: %.*s", format->name, (int)round,
                  PF_ARG(printed));
    if (pf_str_eq(pf_str_c(format->name), PF_STR("sarif")))
        ck_assert_msg(!pf_str_contains(printed, PF_STR("](")), "%.*s", PF_ARG(printed));
    if (pf_str_eq(pf_str_c(format->name), PF_STR("markdown"))) {
        ck_assert(!pf_str_contains(printed, PF_STR("<script")));
        ck_assert(!pf_str_contains(printed, PF_STR("`")));
        ck_assert(!pf_str_contains(printed, PF_STR("@")));
        ck_assert(!pf_str_contains(printed, PF_STR("http:")));
    }
}

START_TEST(no_generated_string_forges_anything_in_any_format)
{
    uint64_t state = 7;
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct sample *s = hostile_verdict(arena, &state);
        for (size_t i = 0; i < pf_format_count; i++)
            judge(&pf_formats[i], sample_printed(s, pf_formats[i].write, true), round);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(the_runners_parsers_are_ported_rightly)
{
    ck_assert_uint_eq(commands_in(PF_STR("x.yml:1:1: error: ##[error]y")), 1);
    ck_assert_uint_eq(commands_in(PF_STR("x.yml:1:1: error: ::error::y")), 0);
    ck_assert_uint_eq(commands_in(PF_STR("\302\240\343\200\200::error::y")), 1);
    ck_assert_uint_eq(commands_in(PF_STR("a\r::Warning file=x::y\n::nothing::y")), 1);
}
END_TEST

Suite *forgery_suite(void)
{
    const TTest *const tests[] = {
        the_runners_parsers_are_ported_rightly,
        no_generated_string_forges_anything_in_any_format,
        NULL,
    };
    return pf_suite("forgery", tests);
}
