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

/* Lines are counted for a stretch of bytes at a time: texts around the length of one and of two,
 * with lines of every length up to one of them. */
START_TEST(every_place_of_a_text_of_any_length_is_counted)
{
    enum { MOST = 520 };
    for (size_t len = 250; len <= MOST; len += len % 256 < 3 || len % 256 > 250 ? 1 : 7)
        for (size_t width = 1; width < 300; width = width * 2 + 1) {
            struct pf_arena *arena = pf_arena_new(NULL);
            char bytes[MOST];
            for (size_t i = 0; i < len; i++)
                bytes[i] = i % width == width - 1 ? '\n' : 'x';
            struct pf_source *source = pf_source_new(arena, PF_STR("a"), (pf_str){bytes, len});
            for (size_t at = 0; at <= len; at++) {
                struct pf_place found = place(source, at);
                ck_assert_uint_eq(found.line, at / width + 1);
                ck_assert_uint_eq(found.column, at % width + 1);
            }
            uint32_t count = pf_source_line_count(source), start = 0;
            ck_assert_uint_eq(count, len / width + 1);
            for (uint32_t line = 1; line <= count; line++) {
                pf_str text = pf_source_line(source, line, &start);
                ck_assert_uint_eq(start, (line - 1) * width);
                ck_assert_uint_eq(text.len, line < count ? width - 1 : len % width);
            }
            pf_arena_free(arena);
        }
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
        every_place_of_a_text_of_any_length_is_counted,
        spans_sort_by_path_then_place_and_nowhere_comes_first,
        NULL,
    };
    return pf_suite("source", tests);
}
