/* Every format of one verdict against tests/unit/formats/, and what strangers' bytes do there. */
#include "unit.h"
#include "verdict.h"

#include "base/file.h"
#include "report/formats.h"

#include <jansson.h>

Suite *formats_suite(void);

static pf_str expected(struct pf_arena *arena, const char *format)
{
    pf_str bytes = {0};
    struct pf_error error;
    const char *path =
        pf_arena_format(arena, "%s/unit/formats/%s", PREFLIGHT_TESTS_FOLDER, format).data;
    ck_assert_msg(pf_file_read(arena, path, 1 << 20, &bytes, &error), "%s", error.message);
    return bytes;
}

START_TEST(every_format_prints_the_bytes_that_are_expected)
{
    for (size_t i = 0; i < pf_format_count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct sample *s = sample_verdict(arena);
        ck_assert_pf_str_eq(sample_printed(s, pf_formats[i].write, false),
                            expected(arena, pf_formats[i].name));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(no_format_prints_a_secret)
{
    for (size_t i = 0; i < pf_format_count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct sample *s = sample_verdict(arena);
        s->findings.items[0]->help = PF_STR("hunter2! is what you wrote");
        s->findings.items[0]->label = PF_STR("hunter2!");
        s->findings.items[0]->span = s->findings.items[1]->span;
        pf_str printed = sample_printed(s, pf_formats[i].write, true);
        ck_assert_msg(!pf_str_contains(printed, PF_STR("hunter2")), "%s", pf_formats[i].name);
        pf_arena_free(arena);
    }
}
END_TEST

/* As actions/runner reads a line: "::name …::" after trimming, or "##[" anywhere. Names that it
 * does not know it ignores; all that it knows begin with a letter. */
static bool runner_obeys(pf_str line)
{
    pf_str trimmed = pf_str_trim(line);
    pf_str rest = pf_str_slice(trimmed, 2, trimmed.len);
    bool command = pf_str_starts(trimmed, PF_STR("::")) && rest.len > 0 &&
                   pf_is_alpha(rest.data[0]) && pf_str_contains(rest, PF_STR("::"));
    return command || pf_str_contains(line, PF_STR("##["));
}

START_TEST(no_format_lets_a_stranger_give_the_runner_a_command)
{
    static const char hostile[] = "::set-env name=X::1\n::add-path::/x\r##[command]x";
    for (size_t i = 0; i < pf_format_count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct sample *s = sample_verdict(arena);
        struct pf_source *source =
            pf_source_new(arena, PF_STR("::error::\n::x/##[y].py"), pf_str_c(hostile));
        struct pf_related related = {pf_span_of(source, 22, 5), pf_str_c(hostile)};
        s->findings.count = 1;
        struct pf_finding *finding = s->findings.items[0];
        finding->message = finding->label = finding->help = pf_str_c(hostile);
        finding->span = pf_span_of(source, 0, 5);
        finding->related = &related;
        s->files.items[0] = source->path;
        s->verdict.root = PF_STR("");
        pf_str printed = sample_printed(s, pf_formats[i].write, true), line;
        size_t commands = 0;
        while (pf_str_next_line(&printed, &line))
            commands += runner_obeys(line);
        bool speaks_to_runner = pf_str_eq(pf_str_c(pf_formats[i].name), PF_STR("github"));
        ck_assert_msg(commands == (speaks_to_runner ? 1 : 0), "%s", pf_formats[i].name);
        pf_arena_free(arena);
    }
}
END_TEST

static void check_json(pf_str text)
{
    json_error_t error;
    json_t *value = json_loadb(text.data, text.len, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(value != NULL, "%s at byte %d of %.*s", error.text, error.position, PF_ARG(text));
    json_decref(value);
}

START_TEST(what_claims_to_be_json_is)
{
    static const char *const whole[] = {"json", "sarif", "gitlab"};
    static const char *const by_line[] = {"jsonl", "rdjsonl"};
    struct pf_arena *arena = pf_arena_new(NULL);
    struct sample *s = sample_verdict(arena);
    s->findings.items[0]->message = PF_STR("\001\377\"\\\360\237\230\200");
    s->findings.items[1]->span = (pf_span){0};
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
        check_json(sample_printed(s, pf_format_find(pf_str_c(whole[i]))->write, false));
    for (size_t i = 0; i < sizeof by_line / sizeof *by_line; i++) {
        pf_str text = sample_printed(s, pf_format_find(pf_str_c(by_line[i]))->write, false), line;
        while (pf_str_next_line(&text, &line))
            check_json(line);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_clean_project_is_said_to_be_clean_in_every_format)
{
    static const struct {
        const char *format, *text;
    } rows[] = {
        {"text", "No findings in 2 files checked.\n"},
        {"concise", ""},
        {"jsonl", ""},
        {"github", ""},
        {"gitlab", "[]\n"},
        {"rdjsonl", ""},
        {"markdown", "### preflight: 0 errors, 0 warnings, 0 infos in 2 files\n\n"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct sample *s = sample_verdict(arena);
    s->findings.count = 0;
    s->verdict.summary = (struct pf_summary){0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_pf_str_eq(
            sample_printed(s, pf_format_find(pf_str_c(rows[i].format))->write, false),
            pf_str_c(rows[i].text));
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_was_not_checked_is_said)
{
    static const char *const formats[] = {"text", "json", "sarif", "markdown"};
    struct pf_arena *arena = pf_arena_new(NULL);
    struct sample *s = sample_verdict(arena);
    *pf_pile_add(arena, &s->reasons) = PF_STR("deploy.yml is too large");
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        ck_assert(
            pf_str_contains(sample_printed(s, pf_format_find(pf_str_c(formats[i]))->write, false),
                            PF_STR("deploy.yml is too large")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(suppressed_findings_show_in_json_and_verbose_text_only)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct sample *s = sample_verdict(arena);
    s->findings.items[0]->suppressed = true;
    s->findings.items[0]->suppressed_reason = PF_STR("known since May");
    s->verdict.summary = (struct pf_summary){.warnings = 1, .suppressed = 1, .files = 1};
    for (size_t i = 0; i < pf_format_count; i++) {
        pf_str printed = sample_printed(s, pf_formats[i].write, false);
        bool json = pf_str_starts(pf_str_c(pf_formats[i].name), PF_STR("json"));
        ck_assert_msg(pf_str_contains(printed, PF_STR("settings read")) == json, "%s",
                      pf_formats[i].name);
    }
    s->verdict.verbose = true;
    pf_str text = sample_printed(s, pf_format_text, false);
    ck_assert(pf_str_contains(text, PF_STR("suppressed[ENV001]: settings read")));
    ck_assert(pf_str_contains(text, PF_STR(" = suppressed: known since May\n")));
    ck_assert(pf_str_contains(text, PF_STR("Found 1 warning in 1 file (1 suppressed).\n")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(annotations_beyond_what_github_shows_are_announced)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct sample *s = sample_verdict(arena);
    struct pf_finding *finding = s->findings.items[0];
    for (int i = 0; i < 11; i++)
        *pf_pile_add(arena, &s->findings) = finding;
    pf_str printed = sample_printed(s, pf_format_github, false);
    ck_assert(pf_str_starts(printed, PF_STR("::error ")));
    ck_assert(pf_str_ends(printed, PF_STR("preflight: GitHub shows 10 annotations of a kind for a "
                                          "step; 2 more stand in this log only\n")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(long_help_wraps_beneath_its_first_word)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct sample *s = sample_verdict(arena);
    s->findings.count = 1;
    s->findings.items[0]->help =
        PF_STR("one two three four five six seven eight nine ten eleven twelve");
    struct pf_sink sink = pf_sink_new(arena, false);
    struct pf_look look = {.width = 60};
    pf_format_text(&s->verdict, &look, &sink);
    ck_assert(pf_str_contains(pf_buffer_str(&sink.buffer),
                              PF_STR("  = help: one two three four five six seven eight nine ten\n"
                                     "          eleven twelve\n")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(colours_are_put_on_and_taken_off)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct sample *s = sample_verdict(arena);
    struct pf_sink sink = pf_sink_new(arena, false);
    struct pf_look look = {.width = 100, .colour = true};
    pf_format_text(&s->verdict, &look, &sink);
    pf_str text = pf_buffer_str(&sink.buffer);
    ck_assert(pf_str_starts(text, PF_STR("\033[1;31merror[ENV001]\033[0m\033[1m: ")));
    ck_assert(!pf_str_contains(sample_printed(s, pf_format_text, false), PF_STR("\033")));
    pf_arena_free(arena);
}
END_TEST

Suite *formats_suite(void)
{
    const TTest *const tests[] = {
        every_format_prints_the_bytes_that_are_expected,
        no_format_prints_a_secret,
        no_format_lets_a_stranger_give_the_runner_a_command,
        what_claims_to_be_json_is,
        a_clean_project_is_said_to_be_clean_in_every_format,
        what_was_not_checked_is_said,
        suppressed_findings_show_in_json_and_verbose_text_only,
        annotations_beyond_what_github_shows_are_announced,
        long_help_wraps_beneath_its_first_word,
        colours_are_put_on_and_taken_off,
        NULL,
    };
    return pf_suite("formats", tests);
}
