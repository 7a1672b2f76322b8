/* Sources: where in a file something stands. */
#include "unit.h"

#include "tree/source.h"

Suite *source_suite(void);

static struct pf_place place(const struct pf_source *source, size_t at)
{
    return pf_span_start(pf_span_of(source, at, 0));
}

START_TEST(columns_count_code_points_and_lines_end_at_lf)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_source *source =
        pf_source_new(arena, PF_STR("a"), PF_STR("\xc3\xa9x\r\n\xe2\x80\xa8y\n\xff\xfez"));
    static const struct {
        size_t at;
        uint32_t line, column;
    } cases[] = {{0, 1, 1},  {2, 1, 2},  {5, 2, 1},  {8, 2, 2},
                 {10, 3, 1}, {12, 3, 3}, {13, 3, 4}, {99, 3, 4}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_place found = place(source, cases[i].at);
        ck_assert_uint_eq(found.line, cases[i].line);
        ck_assert_uint_eq(found.column, cases[i].column);
    }
    ck_assert_uint_eq(pf_source_line_count(source), 3);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_byte_order_mark_takes_no_column)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_source *source = pf_source_new(arena, PF_STR("a"), PF_STR("\xef\xbb\xbfx\ny"));
    ck_assert_uint_eq(place(source, 3).column, 1);
    ck_assert_uint_eq(place(source, 0).column, 1);
    ck_assert_uint_eq(place(source, 5).line, 2);
    pf_arena_free(arena);
}
END_TEST

START_TEST(lines_come_without_their_ends)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_source *source = pf_source_new(arena, PF_STR("a"), PF_STR("one\r\ntwo\n"));
    uint32_t at = 99;
    ck_assert_pf_str_eq(pf_source_line(source, 1, &at), PF_STR("one"));
    ck_assert_pf_str_eq(pf_source_line(source, 2, &at), PF_STR("two"));
    ck_assert_uint_eq(at, 5);
    ck_assert_pf_str_eq(pf_source_line(source, 3, &at), PF_STR(""));
    ck_assert_pf_str_eq(pf_source_line(source, 4, &at), PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(spans_sort_by_path_then_place_and_nowhere_comes_first)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_source *a = pf_source_new(arena, PF_STR("a"), PF_STR("xxxx"));
    struct pf_source *b = pf_source_new(arena, PF_STR("b"), PF_STR("xxxx"));
    ck_assert_int_lt(pf_span_compare(pf_span_of(a, 3, 1), pf_span_of(b, 0, 1)), 0);
    ck_assert_int_gt(pf_span_compare(pf_span_of(a, 3, 1), pf_span_of(a, 2, 9)), 0);
    ck_assert_int_lt(pf_span_compare((pf_span){0}, pf_span_of(a, 0, 0)), 0);
    pf_span joined = pf_span_join(pf_span_of(a, 3, 1), pf_span_of(a, 0, 2));
    ck_assert_uint_eq(joined.at, 0);
    ck_assert_uint_eq(joined.len, 4);
    pf_arena_free(arena);
}
END_TEST

Suite *source_suite(void)
{
    const TTest *const tests[] = {
        columns_count_code_points_and_lines_end_at_lf,
        a_byte_order_mark_takes_no_column,
        lines_come_without_their_ends,
        spans_sort_by_path_then_place_and_nowhere_comes_first,
        NULL,
    };
    return pf_suite("source", tests);
}
