/* Syntax errors of YAML: where they point, and what they say. */
#include "document.h"

#include "read/yaml.h"

Suite *yaml_error_suite(void);

START_TEST(errors_point_at_their_cause_and_say_what_to_do)
{
    static const struct {
        pf_str bytes;
        unsigned line, column;
        const char *part;
    } cases[] = {
        {PF_STR_INIT("a:\n\tb: 1\n"), 2, 1, "a tab cannot indent"},
        {PF_STR_INIT("a:\n  b: 1\n\tc: 2\n"), 3, 1, "a tab cannot indent"},
        {PF_STR_INIT("a: |\n\tb\n"), 2, 1, "a tab cannot indent"},
        {PF_STR_INIT("a: @b\n"), 1, 4, "cannot start with '@'"},
        {PF_STR_INIT("a: `b`\n"), 1, 4, "cannot start with '`'"},
        {PF_STR_INIT("a: %b\n"), 1, 4, "cannot start with '%'"},
        {PF_STR_INIT("\xef\xbb\xbf"
                     "a: \xc3\xa9: c\r\n"),
         1, 5, "a second ': '"},
        {PF_STR_INIT("# \xf0\x9f\x98\x80\r\na: b: c\r\n"), 2, 5, "a second ': '"},
        {PF_STR_INIT("a:\n  b\n    c: d\n"), 3, 6, "a ':' missing on the line above"},
        {PF_STR_INIT("a: 1\nb\nc: 2\n"), 2, 1, "no ':' follows 'b'"},
        {PF_STR_INIT("a:\n    b: 1\n  c: 2\n"), 3, 3, "like no block that is still open"},
        {PF_STR_INIT("a: 1\n- b\n"), 2, 1, "a list item in the middle of a map"},
        {PF_STR_INIT("- a: 1\n  b: 2\n c: 3\n"), 3, 2, "belongs to no list item"},
        {PF_STR_INIT("a: \"b\" c\n"), 1, 8, "nothing may follow"},
        {PF_STR_INIT("- \"b\" c\n"), 1, 7, "nothing may follow"},
        {PF_STR_INIT("a: 'it's'\n"), 1, 8, "write '' for a quote"},
        {PF_STR_INIT("a: [1, 2\nb: 3\n"), 2, 2, "',' or ']' is missing"},
        {PF_STR_INIT("a: {b: 1\nc: 2\n"), 2, 2, "',' or '}' is missing"},
        {PF_STR_INIT("a: [1,\n"), 1, 4, "the '[' opened here is never closed"},
        {PF_STR_INIT("a: [1, {b: c\n\n"), 1, 8, "the '{' opened here is never closed"},
        {PF_STR_INIT("a: {{ x }}-{{ y }}\n"), 1, 11, "nothing may follow"},
        {PF_STR_INIT("a: {{ x } }}\n"), 1, 12, "nothing may follow"},
        {PF_STR_INIT("a: {{ x y] }}\n"), 1, 5, "'{{' opens a map inside a map"},
        {PF_STR_INIT("a: ]\n"), 1, 4, "a value should stand here"},
        {PF_STR_INIT("a: *.py\n"), 1, 4, "'*' begins an alias"},
        {PF_STR_INIT("a: &\n"), 1, 4, "'&' begins an anchor"},
        {PF_STR_INIT("a: [!docs]\n"), 1, 5, "'!' begins a tag"},
        {PF_STR_INIT("a: \"b\nc: d\n"), 1, 4, "never closed"},
        {PF_STR_INIT("a: 'b\nc: d\n"), 1, 4, "never closed"},
        {PF_STR_INIT("a: \"b\n---\n"), 1, 4, "before the document ends"},
        {PF_STR_INIT("a: \"\\d\"\n"), 1, 5, "'\\d' is no escape"},
        {PF_STR_INIT("a: \"\\\xc3\xa9\"\n"), 1, 5, "'\\\xc3\xa9' is no escape"},
        {PF_STR_INIT("a: \"\\xg\"\n"), 1, 7, "hexadecimal digits"},
        {PF_STR_INIT("a: \"\\ud800\"\n"), 1, 7, "stands for no character"},
        {PF_STR_INIT("a: - b\n"), 1, 4, "a list item cannot start here"},
        {PF_STR_INIT("a: ? b\n"), 1, 4, "'?' cannot begin a key"},
        {PF_STR_INIT("a: | b\n"), 1, 6, "only a comment may follow"},
        {PF_STR_INIT("a: |0\n b\n"), 1, 5, "1 to 9 spaces"},
        {PF_STR_INIT("a: !x!y b\n"), 1, 4, "declared by no %TAG"},
        {PF_STR_INIT("'a'\n'b'\n"), 2, 1, "the document ended above"},
        {PF_STR_INIT("%FOO\n---\na: 1\n"), 1, 5, "%YAML and %TAG"},
        {PF_STR_INIT("%YAML 2.0\n---\na: 1\n"), 1, 1, "1.1 and 1.2"},
        {PF_STR_INIT("%YAML 1.1\n%YAML 1.1\n---\n"), 2, 1, "a second time"},
        {PF_STR_INIT("%TAG !a! b\n%TAG !a! b\n---\n"), 2, 1, "a second time"},
        {PF_STR_INIT("a: !<b c\n"), 1, 7, "cannot be read"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i].bytes);
        const struct pf_fault *fault = document_fault(&document, PF_FAULT_UNPARSABLE);
        ck_assert_msg(fault != NULL, "case %zu: no fault", i);
        struct pf_place place = pf_span_start(fault->span);
        ck_assert_msg(place.line == cases[i].line && place.column == cases[i].column &&
                          pf_str_contains(fault->message, pf_str_c(cases[i].part)),
                      "case %zu: %u:%u %.*s", i, place.line, place.column, PF_ARG(fault->message));
        document_free(&document);
    }
}
END_TEST

START_TEST(the_other_place_is_where_the_broken_list_or_map_began)
{
    struct document apart = document_read(pf_yaml_read, PF_STR("a: 1\nb: {c: d\ne: f\n"));
    const struct pf_fault *fault = document_fault(&apart, PF_FAULT_UNPARSABLE);
    ck_assert_uint_eq(pf_span_start(fault->other).line, 2);
    ck_assert_uint_eq(pf_span_start(fault->other).column, 4);
    document_free(&apart);
    struct document near = document_read(pf_yaml_read, PF_STR("a: \"b\" c\n"));
    ck_assert_ptr_null(document_fault(&near, PF_FAULT_UNPARSABLE)->other.file);
    document_free(&near);
}
END_TEST

START_TEST(a_key_on_one_line_may_have_1024_characters)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *key = PF_NEW_ARRAY(arena, char, 1025);
    for (size_t i = 0; i < 1025; i++)
        key[i] = 'k';
    pf_str fits = pf_arena_format(arena, "%.*s: 1\n", 1024, key);
    pf_str longer = pf_arena_format(arena, "%.*s: 1\n", 1025, key);
    struct document document = document_read(pf_yaml_read, fits);
    ck_assert_no_faults(&document);
    document_free(&document);
    document = document_read(pf_yaml_read, longer);
    ck_assert_fault(&document, PF_FAULT_UNPARSABLE, 1, 1026, "1024 characters");
    document_free(&document);
    pf_arena_free(arena);
}
END_TEST

Suite *yaml_error_suite(void)
{
    const TTest *const tests[] = {
        errors_point_at_their_cause_and_say_what_to_do,
        the_other_place_is_where_the_broken_list_or_map_began,
        a_key_on_one_line_may_have_1024_characters,
        NULL,
    };
    return pf_suite("yaml_error", tests);
}
