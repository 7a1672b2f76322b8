/* libyaml's errors: a table from its wording to ours, and a closer look where one has many causes.
 */
#include "read/yaml_error.h"

#include "base/error.h"
#include "base/utf8.h"

/* The error, and what stands where it happened. Offsets are in the file. */
struct trouble {
    struct pf_arena *arena;
    const struct pf_source *source;
    size_t problem, context; /* where libyaml stopped; where what it was reading began */
    pf_str found;            /* from `problem` to the end of its line */
    pf_span open;            /* the innermost '[' or '{' without its partner; file NULL: none */
};

/* Where to point: at the problem, or at the start of what was being read. */
enum blame { AT_PROBLEM, AT_CONTEXT };

static pf_str rest_of_line(pf_str bytes, size_t at)
{
    pf_str line, rest = pf_str_slice(bytes, at, bytes.len);
    pf_str_next_line(&rest, &line);
    return at < bytes.len ? line : (pf_str){"", 0};
}

/* Bytes of the first character; 0 of nothing. */
static size_t first_character(pf_str s)
{
    uint32_t code_point;
    size_t len = pf_utf8_decode(s, &code_point);
    return len == 0 && s.len > 0 ? 1 : len;
}

/* What stands on the line before `at`. */
static pf_str line_before(pf_str bytes, size_t at)
{
    pf_str before = pf_str_slice(bytes, 0, at);
    ptrdiff_t newline = pf_str_find_last_byte(before, '\n');
    return newline == PF_STR_NONE ? before : pf_str_slice(before, (size_t)newline + 1, at);
}

static bool starts_its_line(const struct trouble *trouble)
{
    return pf_str_trim(line_before(trouble->source->bytes, trouble->problem)).len == 0;
}

static bool is_at_end(const struct trouble *trouble)
{
    return pf_str_trim(
               pf_str_slice(trouble->source->bytes, trouble->problem, trouble->source->bytes.len))
               .len == 0;
}

static pf_str say_start(const struct trouble *trouble)
{
    char c = trouble->found.len > 0 ? trouble->found.data[0] : ' ';
    if (c == '\t')
        return PF_STR("a tab cannot indent or begin a value; use spaces");
    return pf_arena_format(trouble->arena, "a value cannot start with '%c'; put it in quotes", c);
}

enum { LONGEST_KEY = 1024 /* YAML 1.2, 7.4.3: so that readers need not look further ahead */ };

static pf_str say_colon(const struct trouble *trouble)
{
    pf_str before = line_before(trouble->source->bytes, trouble->problem);
    if (pf_str_contains(before, PF_STR(": ")))
        return PF_STR("a second ': ' on this line; put the value that contains it in quotes");
    if (before.len > LONGEST_KEY)
        return PF_STR("a key on one line may have 1024 characters; this one has more");
    return PF_STR("this key cannot stand here; is a ':' missing on the line above, or is this line "
                  "indented too far?");
}

static pf_str say_too_much(const struct trouble *trouble)
{
    if (pf_str_ends(line_before(trouble->source->bytes, trouble->problem), PF_STR("'")))
        return PF_STR("the single quotes end before this; write '' for a quote inside them");
    return PF_STR("nothing may follow the end of a quoted value, list or map on its line; put the "
                  "whole value in quotes");
}

static pf_str say_key(const struct trouble *trouble)
{
    bool is_item = pf_str_starts(trouble->found, PF_STR("- "));
    if (is_item && starts_its_line(trouble))
        return PF_STR("a list item in the middle of a map; is it indented too little or too far?");
    if (starts_its_line(trouble))
        return PF_STR("this line is indented less than the line before, but like no block that is "
                      "still open");
    return say_too_much(trouble);
}

static pf_str say_item(const struct trouble *trouble)
{
    if (starts_its_line(trouble))
        return PF_STR("this line belongs to no list item; start it with '- ', or indent it like "
                      "the line that it continues");
    return say_too_much(trouble);
}

/* The map within the map is the one that breaks. */
static bool context_is_template(const struct trouble *trouble)
{
    pf_str before = pf_str_slice(trouble->source->bytes, 0, trouble->context + 1);
    return pf_str_ends(before, PF_STR("{{"));
}

static pf_str say_brace(const struct trouble *trouble)
{
    if (context_is_template(trouble))
        return PF_STR("'{{' opens a map inside a map; put a template in quotes, and '$' before an "
                      "expression of GitHub's");
    return PF_STR("a ',' or '}' is missing before this");
}

static pf_str say_content(const struct trouble *trouble)
{
    if (is_at_end(trouble))
        return PF_STR("the file ends where a value should be");
    return PF_STR("a value should stand here; put one that begins with this in quotes");
}

static pf_str say_alias(const struct trouble *trouble)
{
    char c = pf_str_slice(trouble->source->bytes, trouble->context, trouble->context + 1).data[0];
    return pf_arena_format(trouble->arena,
                           c == '*' ? "'*' begins an alias here; put a pattern such as '*.py' in "
                                      "quotes"
                                    : "'%c' begins an anchor here, which needs a name; put the "
                                      "value in quotes",
                           c);
}

static pf_str say_simple_key(const struct trouble *trouble)
{
    pf_str key = pf_str_trim(rest_of_line(trouble->source->bytes, trouble->context));
    if (key.len > 60)
        return PF_STR("no ':' follows this; is it missing, or is the line indented too little?");
    return pf_arena_format(trouble->arena,
                           "no ':' follows '%.*s'; is it missing, or is the line indented too "
                           "little?",
                           PF_ARG(key));
}

static pf_str say_escape(const struct trouble *trouble)
{
    pf_str escaped = pf_str_slice(trouble->found, 1, trouble->found.len);
    pf_str escape = pf_str_slice(trouble->found, 0, 1 + first_character(escaped));
    return pf_arena_format(trouble->arena,
                           "'%.*s' is no escape in double quotes; write '\\\\' for a backslash, or "
                           "use single quotes",
                           PF_ARG(escape));
}

/* libyaml 0.2.5, scanner.c and parser.c: every problem it names. */
static const struct wording {
    pf_str problem;
    enum blame blame;
    pf_str (*say)(const struct trouble *trouble); /* NULL: `text` is all there is to say */
    pf_str text;
} wordings[] = {
    {PF_STR_INIT("found character that cannot start any token"), AT_PROBLEM, say_start, {0}},
    {PF_STR_INIT("mapping values are not allowed in this context"), AT_PROBLEM, say_colon, {0}},
    {PF_STR_INIT("could not find expected ':'"), AT_CONTEXT, say_simple_key, {0}},
    {PF_STR_INIT("did not find expected key"), AT_PROBLEM, say_key, {0}},
    {PF_STR_INIT("did not find expected '-' indicator"), AT_PROBLEM, say_item, {0}},
    {PF_STR_INIT("did not find expected ',' or '}'"), AT_PROBLEM, say_brace, {0}},
    {PF_STR_INIT("did not find expected ',' or ']'"), AT_PROBLEM, NULL,
     PF_STR_INIT("a ',' or ']' is missing before this")},
    {PF_STR_INIT("did not find expected node content"), AT_PROBLEM, say_content, {0}},
    {PF_STR_INIT("did not find expected alphabetic or numeric character"),
     AT_CONTEXT,
     say_alias,
     {0}},
    {PF_STR_INIT("found unknown escape character"), AT_PROBLEM, say_escape, {0}},
    {PF_STR_INIT("block sequence entries are not allowed in this context"), AT_PROBLEM, NULL,
     PF_STR_INIT("a list item cannot start here; put '- ' on a line of its own, or the value in "
                 "quotes")},
    {PF_STR_INIT("mapping keys are not allowed in this context"), AT_PROBLEM, NULL,
     PF_STR_INIT("'?' cannot begin a key here; put the value in quotes")},
    {PF_STR_INIT("found unexpected end of stream"), AT_CONTEXT, NULL,
     PF_STR_INIT("the quote opened here is never closed")},
    {PF_STR_INIT("found unexpected document indicator"), AT_CONTEXT, NULL,
     PF_STR_INIT("the quote opened here is not closed before the document ends")},
    {PF_STR_INIT("found a tab character where an indentation space is expected"), AT_PROBLEM, NULL,
     PF_STR_INIT("a tab cannot indent; use spaces")},
    {PF_STR_INIT("found a tab character that violates indentation"), AT_PROBLEM, NULL,
     PF_STR_INIT("a tab cannot indent; use spaces")},
    {PF_STR_INIT("found an indentation indicator equal to 0"), AT_PROBLEM, NULL,
     PF_STR_INIT("the indentation of a block of text is 1 to 9 spaces, not 0")},
    {PF_STR_INIT("did not find expected comment or line break"), AT_PROBLEM, NULL,
     PF_STR_INIT("only a comment may follow on this line")},
    {PF_STR_INIT("did not find expected hexdecimal number"), AT_PROBLEM, NULL,
     PF_STR_INIT("this escape needs hexadecimal digits: 2 after \\x, 4 after \\u, 8 after \\U")},
    {PF_STR_INIT("found invalid Unicode character escape code"), AT_PROBLEM, NULL,
     PF_STR_INIT("this escape stands for no character")},
    {PF_STR_INIT("found undefined tag handle"), AT_PROBLEM, NULL,
     PF_STR_INIT("this tag's handle is declared by no %TAG line; put a value that begins with '!' "
                 "in quotes")},
    {PF_STR_INIT("did not find expected whitespace or line break"), AT_CONTEXT, NULL,
     PF_STR_INIT("'!' begins a tag here; put a pattern such as '!docs' in quotes")},
    {PF_STR_INIT("did not find expected <document start>"), AT_PROBLEM, NULL,
     PF_STR_INIT("the document ended above; what follows belongs to nothing, or lacks '---'")},
    {PF_STR_INIT("found duplicate %YAML directive"), AT_PROBLEM, NULL,
     PF_STR_INIT("%YAML stands here a second time")},
    {PF_STR_INIT("found incompatible YAML document"), AT_PROBLEM, NULL,
     PF_STR_INIT("only YAML 1.1 and 1.2 can be read")},
    {PF_STR_INIT("found duplicate %TAG directive"), AT_PROBLEM, NULL,
     PF_STR_INIT("this handle is declared a second time")},
    {PF_STR_INIT("found unknown directive name"), AT_PROBLEM, NULL,
     PF_STR_INIT("the only directives are %YAML and %TAG; put a value that begins with '%' in "
                 "quotes")},
};

static const struct wording *find_wording(pf_str problem)
{
    for (size_t i = 0; i < sizeof wordings / sizeof *wordings; i++)
        if (pf_str_eq(wordings[i].problem, problem))
            return &wordings[i];
    return NULL;
}

/* One character; a key without its colon as a whole. */
static pf_span span_at(const struct trouble *trouble, size_t at, bool whole_line)
{
    pf_str line = rest_of_line(trouble->source->bytes, at);
    size_t len = whole_line ? pf_str_trim_right(line).len : first_character(line);
    return pf_span_of(trouble->source, at, len);
}

static bool is_on_other_line(const struct trouble *trouble)
{
    pf_str between = pf_str_slice(trouble->source->bytes, trouble->context, trouble->problem);
    return pf_str_find_byte(between, '\n') != PF_STR_NONE;
}

static void tell_unclosed(const struct trouble *trouble, struct pf_faults *faults)
{
    pf_fault_add(trouble->arena, faults, PF_FAULT_UNPARSABLE, trouble->open,
                 "the '%.*s' opened here is never closed", PF_ARG(pf_span_text(trouble->open)));
}

static void tell(const struct trouble *trouble, const struct wording *wording,
                 struct pf_faults *faults)
{
    bool at_context =
        wording->blame == AT_CONTEXT || (wording->say == say_brace && context_is_template(trouble));
    pf_str message = wording->say != NULL ? wording->say(trouble) : wording->text;
    pf_span span = span_at(trouble, at_context ? trouble->context : trouble->problem,
                           wording->say == say_simple_key);
    struct pf_fault *fault =
        pf_fault_add(trouble->arena, faults, PF_FAULT_UNPARSABLE, span, "%.*s", PF_ARG(message));
    if (fault != NULL && !at_context && is_on_other_line(trouble))
        fault->other = span_at(trouble, trouble->context, false);
}

void pf_yaml_error(struct pf_arena *arena, const struct pf_source *source,
                   const struct pf_yaml_input *input, const yaml_parser_t *parser, pf_span open,
                   struct pf_faults *faults)
{
    if (parser->error == YAML_MEMORY_ERROR)
        pf_die_of_limit("no memory left to read %.*s", PF_ARG(source->path));
    size_t problem = pf_yaml_place(&input->places, parser->problem_mark.index);
    bool has_context = parser->context != NULL;
    struct trouble trouble = {
        .arena = arena,
        .source = source,
        .problem = problem,
        .context =
            has_context ? pf_yaml_place(&input->places, parser->context_mark.index) : problem,
        .found = rest_of_line(source->bytes, problem),
        .open = open,
    };
    const struct wording *wording = find_wording(pf_str_c(parser->problem));
    bool is_quote = wording != NULL && wording->blame == AT_CONTEXT;
    if (open.file != NULL && is_at_end(&trouble) && !is_quote)
        tell_unclosed(&trouble, faults);
    else if (wording != NULL)
        tell(&trouble, wording, faults);
    else
        pf_fault_add(arena, faults, PF_FAULT_UNPARSABLE, span_at(&trouble, problem, false),
                     "this form of YAML cannot be read: %s", parser->problem);
}
