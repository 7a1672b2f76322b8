/* Encoding declarations, places in files that are not UTF-8, and what Unicode says of names. */
#include "python_help.h"

#include "python/decode.h"
#include "python/unicode.h"

Suite *decode_suite(void);

struct encoded {
    pf_str bytes, text;
    unsigned faults;
};
#define S(literal) PF_STR_INIT(literal)

START_TEST(a_declared_encoding_becomes_utf_8)
{
    static const struct encoded cases[] = {
        {S("# coding: latin-1\n\xe9"), S("# coding: latin-1\n\xc3\xa9"), 0},
        {S("#!/x\n# -*- coding:cp1252 -*-\n\x80"), S("#!/x\n# -*- coding:cp1252 -*-\n\xe2\x82\xac"),
         0},
        {S("# vim: fileencoding=KOI8_R\n\xc1"), S("# vim: fileencoding=KOI8_R\n\xd0\xb0"), 0},
        {S("\n# coding: iso-8859-15\n\xa4"), S("\n# coding: iso-8859-15\n\xe2\x82\xac"), 0},
        {S("# coding: utf-8\n\xe9"), S("# coding: utf-8\n\xe9"), 0},
        {S("# coding: utf-8-unix\nx"), S("# coding: utf-8-unix\nx"), 0},
        {S("x\n# coding: latin-1\n\xe9"), S("x\n# coding: latin-1\n\xe9"), 0},
        {S("\n\n# coding: latin-1\n\xe9"), S("\n\n# coding: latin-1\n\xe9"), 0},
        {S("# coding\nx"), S("# coding\nx"), 0},
        {S("# coding: latin-1\r\xe9"), S("# coding: latin-1\r\xc3\xa9"), 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_faults faults = {0};
        const struct pf_source *source = pf_source_new(arena, PF_STR("s.py"), cases[i].bytes);
        ck_assert_pf_str_eq(pf_python_decode(arena, source, &faults).text, cases[i].text);
        ck_assert_uint_eq(faults.count, cases[i].faults);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(an_encoding_that_cannot_be_is_a_fault_and_the_file_is_read_all_the_same)
{
    static const struct python_fault cases[] = {
        {"# coding: uft-8\nx = 1\n", 1, 11, "'uft-8' is not known here"},
        {"\xef\xbb\xbf# coding: latin-1\nx = 1\n", 1, 11, "byte order mark"},
        {"# coding: ascii\nx = '\xe9'\n", 2, 6, "means nothing in the declared encoding 'ascii'"},
        {"# coding: cp1252\nx = '\x81'\n", 2, 6, "means nothing"},
    };
    PYTHON_CHECK_FAULTS(cases);
    struct python python = python_read(PF_STR("# coding: uft-8\nx = 1\n"));
    ck_assert_uint_eq(python.tree->as.module.body.count, 1);
    python_end(&python);
}
END_TEST

START_TEST(bytes_that_are_not_utf_8_matter_in_code_only)
{
    struct python comment = python_read(PF_STR("# \xe9\nx = 1 # \xe9\n"));
    ck_assert_uint_eq(comment.faults.count, 0);
    python_end(&comment);
    static const struct python_fault cases[] = {
        {"x = 'a\xe9'\n", 1, 7, "not UTF-8"},
        {"x = \xe9\n", 1, 5, "E9 is not UTF-8"},
    };
    PYTHON_CHECK_FAULTS(cases);
}
END_TEST

START_TEST(spans_are_of_the_file_and_columns_of_utf_8)
{
    struct python python = python_read(PF_STR("# coding: latin-1\nx = '\xe9\xe9' + y\n"));
    const struct pf_ast *sum = python.tree->as.module.body.items[0]->as.assign.value;
    ck_assert_pf_str_eq(pf_span_text(sum->span), PF_STR("'\xe9\xe9' + y"));
    ck_assert_pf_str_eq(sum->as.bin_op.left->as.constant.text, PF_STR("\xc3\xa9\xc3\xa9"));
    struct pf_buffer dump = pf_buffer_new(python.arena);
    pf_ast_dump(&dump, sum->as.bin_op.right, false);
    ck_assert_pf_str_eq(pf_buffer_str(&dump), PF_STR("Name(id='y', ctx=Load(), lineno=2, "
                                                     "col_offset=13, end_lineno=2, "
                                                     "end_col_offset=14)"));
    python_end(&python);
}
END_TEST

START_TEST(a_bom_and_all_kinds_of_line_ends_count_as_cpython_counts)
{
    struct python python = python_read(PF_STR("\xef\xbb\xbf"
                                              "a\r\nb\rc\nd = '''\r\n'''"));
    struct pf_buffer dump = pf_buffer_new(python.arena);
    pf_ast_dump(&dump, python.tree, false);
    pf_str text = pf_buffer_str(&dump);
    ck_assert(pf_str_contains(text, PF_STR("id='a', ctx=Load(), lineno=1, col_offset=0")));
    ck_assert(pf_str_contains(text, PF_STR("id='c', ctx=Load(), lineno=3, col_offset=0")));
    ck_assert(pf_str_contains(text, PF_STR("value='\\n', lineno=4, col_offset=4, end_lineno=5, "
                                           "end_col_offset=3")));
    python_end(&python);
}
END_TEST

START_TEST(names_are_known_by_their_normal_form)
{
    static const struct {
        pf_str written, normal;
    } cases[] = {
        {S("plain_1"), S("plain_1")},
        {S("\xef\xac\x81le"), S("file")},                    /* the ligature fi */
        {S("e\xcc\x81"), S("\xc3\xa9")},                     /* e and an accent */
        {S("a\xcc\x81\xcc\xa3"), S("\xe1\xba\xa1\xcc\x81")}, /* accents change places */
        {S("\xc2\xb5"), S("\xce\xbc")},                      /* micro sign: mu */
        {S("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"),
         S("\xed\x95\x9c")},             /* Hangul parts: a syllable */
        {S("\xf0\x9d\x94\x98"), S("U")}, /* Fraktur U */
        {S("\xed\x95\x9c"), S("\xed\x95\x9c")},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_pf_str_eq(pf_unicode_nfkc(arena, cases[i].written), cases[i].normal);
    pf_arena_free(arena);
}
END_TEST

START_TEST(characters_are_found_by_name_without_regard_to_case)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    uint32_t c = 0;
    ck_assert(pf_unicode_named(arena, PF_STR("euro sign"), &c));
    ck_assert_uint_eq(c, 0x20ac);
    ck_assert(pf_unicode_named(arena, PF_STR("NBSP"), &c));
    ck_assert_uint_eq(c, 0xa0);
    ck_assert(!pf_unicode_named(arena, PF_STR("EURO"), &c));
    ck_assert(!pf_unicode_named(arena, PF_STR(""), &c));
    ck_assert(!pf_unicode_named(arena, PF_STR("EURO SIGN\t20AC\nX"), &c));
    pf_arena_free(arena);
}
END_TEST

START_TEST(classes_of_characters_follow_unicode)
{
    ck_assert(pf_unicode_starts_name('a') && pf_unicode_starts_name(0x4e2d));
    ck_assert(!pf_unicode_starts_name('1') && pf_unicode_continues_name('1'));
    ck_assert(!pf_unicode_starts_name(0x301) && pf_unicode_continues_name(0x301));
    ck_assert(!pf_unicode_continues_name(0x20ac));
    ck_assert(pf_unicode_is_printable(0xe9) && pf_unicode_is_printable(0x1f600));
    ck_assert(!pf_unicode_is_printable(0xa0) && !pf_unicode_is_printable(0xd800));
    ck_assert(!pf_unicode_is_printable(0x10ffff));
}
END_TEST

Suite *decode_suite(void)
{
    const TTest *const tests[] = {
        a_declared_encoding_becomes_utf_8,
        an_encoding_that_cannot_be_is_a_fault_and_the_file_is_read_all_the_same,
        bytes_that_are_not_utf_8_matter_in_code_only,
        spans_are_of_the_file_and_columns_of_utf_8,
        a_bom_and_all_kinds_of_line_ends_count_as_cpython_counts,
        names_are_known_by_their_normal_form,
        characters_are_found_by_name_without_regard_to_case,
        classes_of_characters_follow_unicode,
        NULL,
    };
    return pf_suite("decode", tests);
}
