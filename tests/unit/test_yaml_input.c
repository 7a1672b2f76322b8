/* What reaches libyaml: bad bytes, foreign encodings, line ends, directives. */
#include "document.h"

#include "base/buffer.h"
#include "read/yaml.h"

Suite *yaml_input_suite(void);

#define READ(literal) document_read(pf_yaml_read, PF_STR(literal))

START_TEST(wide_encodings_are_refused)
{
    static const struct {
        pf_str bytes;
        const char *name;
    } cases[] = {
        {PF_STR_INIT("\xff\xfe"
                     "a\0:\0"),
         "UTF-16"},
        {PF_STR_INIT("\xfe\xff\0a\0:"), "UTF-16"},
        {PF_STR_INIT("\xff\xfe\0\0a\0\0\0"), "UTF-32"},
        {PF_STR_INIT("\0\0\xfe\xff\0\0\0a"), "UTF-32"},
        {PF_STR_INIT("a\0:\0 \0b\0"), "UTF-16"},
        {PF_STR_INIT("\0a\0:\0 \0b"), "UTF-16"},
        {PF_STR_INIT("a\0\0\0:\0\0\0"), "UTF-32"},
        {PF_STR_INIT("\0\0\0a\0\0\0:"), "UTF-32"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i].bytes);
        ck_assert_ptr_null(document.root);
        ck_assert_uint_eq(document.faults.count, 1);
        ck_assert_fault(&document, PF_FAULT_UNREADABLE, 1, 1, cases[i].name);
        document_free(&document);
    }
}
END_TEST

START_TEST(a_byte_that_is_not_utf_8_is_told_and_the_rest_is_read)
{
    struct document document = READ("a: x\nb: caf\xe9 \xe8\n\xc3\xa9: 1\n");
    ck_assert_uint_eq(document.faults.count, 1);
    ck_assert_fault(&document, PF_FAULT_UNREADABLE, 2, 7, "0xE9 is not UTF-8, nor are 1 more");
    ck_assert_pf_str_eq(pf_node_get(document.root, "b")->text, PF_STR("caf_ _"));
    ck_assert_pf_str_eq(document_text(pf_node_get(document.root, "b")), PF_STR("caf\xe9 \xe8"));
    ck_assert_int_eq(pf_node_get(document.root, "\xc3\xa9")->kind, PF_INT);
    document_free(&document);
}
END_TEST

START_TEST(control_characters_are_told_once_and_the_rest_is_read)
{
    static const pf_str cases[] = {
        PF_STR_INIT("a: \0\0\nb: 1\n"),         PF_STR_INIT("a: \x1b[31m\nb: 1\n"),
        PF_STR_INIT("a: \x7f\nb: 1\n"),         PF_STR_INIT("a: \xc2\x80\nb: 1\n"),
        PF_STR_INIT("a: \xef\xbf\xbf\nb: 1\n"),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i]);
        ck_assert_uint_eq(document.faults.count, 1);
        ck_assert_fault(&document, PF_FAULT_UNPARSABLE, 1, 4, "control character U+");
        ck_assert_int_eq(pf_node_get(document.root, "b")->kind, PF_INT);
        document_free(&document);
    }
}
END_TEST

START_TEST(line_ends_that_editors_do_not_know_are_told)
{
    static const struct {
        pf_str bytes;
        const char *name;
    } cases[] = {
        {PF_STR_INIT("a: 1\rb: 2\r"), "U+000D"},
        {PF_STR_INIT("# c\xc2\x85"
                     "a: 1\nb: 2"),
         "U+0085"},
        {PF_STR_INIT("# c\xe2\x80\xa8"
                     "a: 1\nb: 2"),
         "U+2028"},
        {PF_STR_INIT("# c\xe2\x80\xa9"
                     "a: 1\nb: 2"),
         "U+2029"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document document = document_read(pf_yaml_read, cases[i].bytes);
        ck_assert_uint_eq(document.faults.count, 1);
        ck_assert_fault(&document, PF_FAULT_SUSPICIOUS, 1, i == 0 ? 5 : 4, cases[i].name);
        ck_assert_uint_eq(document.root->count, 2);
        ck_assert_pf_str_eq(document_text(document.root->items[1]), PF_STR("2"));
        document_free(&document);
    }
    struct document crlf = READ("a: 1\r\nb: 2\r\n");
    ck_assert_no_faults(&crlf);
    document_free(&crlf);
}
END_TEST

static struct document read_directives(int count, const char *line_end)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (int i = 0; i < count; i++)
        pf_buffer_format(&text, "%%TAG !t%d! x%s", i, line_end);
    pf_buffer_format(&text, "---%sa: 1%s", line_end, line_end);
    struct document document = document_read(pf_yaml_read, pf_buffer_str(&text));
    pf_arena_free(arena);
    return document;
}

START_TEST(directives_are_limited_at_their_limit_whatever_ends_their_lines)
{
    static const char *const line_ends[] = {"\n", "\r\n", "\r", "\xc2\x85", "\xe2\x80\xa8"};
    for (size_t i = 0; i < sizeof line_ends / sizeof *line_ends; i++) {
        struct document fits = read_directives(PF_YAML_DIRECTIVES, line_ends[i]);
        ck_assert_ptr_null(document_fault(&fits, PF_FAULT_LIMIT));
        ck_assert_int_eq(pf_node_get(fits.root, "a")->kind, PF_INT);
        document_free(&fits);
        struct document more = read_directives(PF_YAML_DIRECTIVES + 1, line_ends[i]);
        ck_assert_ptr_nonnull(document_fault(&more, PF_FAULT_LIMIT));
        ck_assert_ptr_null(document_fault(&more, PF_FAULT_UNPARSABLE));
        document_free(&more);
    }
}
END_TEST

START_TEST(percent_signs_inside_lines_are_no_directives)
{
    struct document document = READ("a: '%%%%%%%%%%%%%%%%%%%%%%%%'\nb: |\n  %\n  %\n  %\n  %\n"
                                    "  %\n  %\n  %\n  %\n  %\n  %\n  %\n  %\n  %\n  %\n  %\n"
                                    "  %\n  %\n  %\n");
    ck_assert_no_faults(&document);
    document_free(&document);
}
END_TEST

START_TEST(bytes_are_looked_at_wherever_they_stand)
{
    for (size_t at = 0; at < 200; at++) {
        char bytes[200];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = i == at ? '\x01' : 'x';
        struct document document = document_read(pf_yaml_read, (pf_str){bytes, sizeof bytes});
        ck_assert_fault(&document, PF_FAULT_UNPARSABLE, 1, at + 1, "U+0001");
        document_free(&document);
    }
}
END_TEST

Suite *yaml_input_suite(void)
{
    const TTest *const tests[] = {
        wide_encodings_are_refused,
        a_byte_that_is_not_utf_8_is_told_and_the_rest_is_read,
        control_characters_are_told_once_and_the_rest_is_read,
        line_ends_that_editors_do_not_know_are_told,
        directives_are_limited_at_their_limit_whatever_ends_their_lines,
        percent_signs_inside_lines_are_no_directives,
        bytes_are_looked_at_wherever_they_stand,
        NULL,
    };
    return pf_suite("yaml_input", tests);
}
