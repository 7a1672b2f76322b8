/* Sized strings. */
#include "unit.h"

Suite *str_suite(void);

START_TEST(bytes_order_and_length_decide_comparison)
{
    ck_assert_int_lt(pf_str_compare(PF_STR("a"), PF_STR("ab")), 0);
    ck_assert_int_gt(pf_str_compare(PF_STR("b"), PF_STR("ab")), 0);
    ck_assert_int_eq(pf_str_compare(PF_STR(""), (pf_str){NULL, 0}), 0);
    ck_assert(!pf_str_eq(PF_STR("a\0b"), PF_STR("a\0c")));
}
END_TEST

START_TEST(case_is_ignored_for_ascii_letters_only)
{
    ck_assert(pf_str_eq_nocase(PF_STR("Build-A"), PF_STR("bUILD-a")));
    ck_assert(!pf_str_eq_nocase(PF_STR("\xc3\x89"), PF_STR("\xc3\xa9")));
    ck_assert(!pf_str_eq_nocase(PF_STR("@"), PF_STR("`")));
}
END_TEST

START_TEST(cutting_visits_every_piece_also_the_empty_last_one)
{
    static const pf_str expected[] = {PF_STR_INIT("a"), PF_STR_INIT(""), PF_STR_INIT("b"),
                                      PF_STR_INIT("")};
    pf_str item, rest = PF_STR("a,,b,");
    size_t count = 0;
    for (bool more = true; more; count++) {
        more = pf_str_cut(rest, ',', &item, &rest);
        ck_assert_uint_lt(count, 4);
        ck_assert_pf_str_eq(item, expected[count]);
    }
    ck_assert_uint_eq(count, 4);
}
END_TEST

START_TEST(lines_end_at_lf_or_crlf)
{
    pf_str line, rest = PF_STR("one\r\n\ntwo\rx\nlast");
    ck_assert(pf_str_next_line(&rest, &line));
    ck_assert_pf_str_eq(line, PF_STR("one"));
    ck_assert(pf_str_next_line(&rest, &line));
    ck_assert_pf_str_eq(line, PF_STR(""));
    ck_assert(pf_str_next_line(&rest, &line));
    ck_assert_pf_str_eq(line, PF_STR("two\rx"));
    ck_assert(pf_str_next_line(&rest, &line));
    ck_assert_pf_str_eq(line, PF_STR("last"));
    ck_assert(!pf_str_next_line(&rest, &line));
}
END_TEST

START_TEST(slices_are_clamped)
{
    ck_assert_pf_str_eq(pf_str_slice(PF_STR("abc"), 1, 9), PF_STR("bc"));
    ck_assert_pf_str_eq(pf_str_slice(PF_STR("abc"), 7, 9), PF_STR(""));
    ck_assert_pf_str_eq(pf_str_slice(PF_STR("abc"), 2, 1), PF_STR(""));
}
END_TEST

START_TEST(finding_copes_with_nul_and_empty_parts)
{
    ck_assert_int_eq(pf_str_find(PF_STR("a\0bc"), PF_STR("\0b")), 1);
    ck_assert_int_eq(pf_str_find(PF_STR("abc"), PF_STR("")), 0);
    ck_assert_int_eq(pf_str_find(PF_STR(""), PF_STR("x")), PF_STR_NONE);
    ck_assert_int_eq(pf_str_find_last_byte(PF_STR("a/b/c"), '/'), 3);
}
END_TEST

static ptrdiff_t find_slowly(pf_str s, pf_str part)
{
    for (size_t at = 0; at + part.len <= s.len; at++)
        if (pf_str_eq(pf_str_slice(s, at, at + part.len), part))
            return (ptrdiff_t)at;
    return PF_STR_NONE;
}

/* Texts of two letters have false starts everywhere; lengths go past every step of the search. */
START_TEST(finding_gives_the_first_place_whatever_the_lengths)
{
    enum { LONGEST = 150, PARTS = 7 };
    static const char *const parts[PARTS] = {"b", "ab", "aab", "abab", "baaaab", "aaaaaaab", "bb"};
    struct pf_arena *arena = pf_arena_new(NULL);
    uint64_t state = 1;
    for (size_t len = 0; len <= LONGEST; len++)
        for (size_t i = 0; i < 4 * PARTS; i++) {
            char *text = pf_arena_take(arena, len);
            for (size_t at = 0; at < len; at++) {
                state = state * 6364136223846793005u + 1442695040888963407u;
                text[at] = (state >> 33) % (i < 2 * PARTS ? 2 : 9) == 0 ? 'b' : 'a';
            }
            pf_str s = {text, len}, part = pf_str_c(parts[i % PARTS]);
            ck_assert_int_eq(pf_str_find(s, part), find_slowly(s, part));
        }
    pf_arena_free(arena);
}
END_TEST

START_TEST(finding_copes_with_more_false_starts_than_it_tries)
{
    enum { LEN = 300 };
    char text[LEN];
    for (size_t i = 0; i < LEN; i++)
        text[i] = 'a';
    pf_str part = PF_STR("aaaaaaaaab");
    ck_assert_int_eq(pf_str_find((pf_str){text, LEN}, part), PF_STR_NONE);
    text[LEN - 1] = 'b';
    ck_assert_int_eq(pf_str_find((pf_str){text, LEN}, part), LEN - 10);
}
END_TEST

START_TEST(integers_are_read_to_their_last_value_and_not_beyond)
{
    static const struct {
        pf_str text;
        bool is_int;
        int64_t value;
    } cases[] = {
        {PF_STR_INIT("0"), true, 0},
        {PF_STR_INIT("-17"), true, -17},
        {PF_STR_INIT("+5"), true, 5},
        {PF_STR_INIT("9223372036854775807"), true, INT64_MAX},
        {PF_STR_INIT("-9223372036854775808"), true, INT64_MIN},
        {PF_STR_INIT("9223372036854775808"), false, 0},
        {PF_STR_INIT("-9223372036854775809"), false, 0},
        {PF_STR_INIT(""), false, 0},
        {PF_STR_INIT("-"), false, 0},
        {PF_STR_INIT("1 "), false, 0},
        {PF_STR_INIT("0x1"), false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 0;
        ck_assert_msg(pf_str_to_int(cases[i].text, &value) == cases[i].is_int, "'%.*s'",
                      PF_ARG(cases[i].text));
        ck_assert_int_eq(value, cases[i].value);
    }
}
END_TEST

START_TEST(bytes_are_counted_in_texts_of_any_length)
{
    char text[600];
    for (size_t len = 0; len < sizeof text; len++) {
        text[len] = len % 3 == 0 ? 'a' : 'b';
        ck_assert_uint_eq(pf_str_count_byte((pf_str){text, len + 1}, 'a'), len / 3 + 1);
    }
    memset(text, 'a', sizeof text);
    ck_assert_uint_eq(pf_str_count_byte((pf_str){text, sizeof text}, 'a'), sizeof text);
    ck_assert_uint_eq(pf_str_count_byte((pf_str){NULL, 0}, 'a'), 0);
}
END_TEST

START_TEST(trimming_takes_ascii_space_only)
{
    ck_assert_pf_str_eq(pf_str_trim(PF_STR(" \t\r\n\v\fa b\xc2\xa0 ")), PF_STR("a b\xc2\xa0"));
    ck_assert_pf_str_eq(pf_str_trim(PF_STR("   ")), PF_STR(""));
}
END_TEST

Suite *str_suite(void)
{
    const TTest *const tests[] = {
        bytes_order_and_length_decide_comparison,
        case_is_ignored_for_ascii_letters_only,
        cutting_visits_every_piece_also_the_empty_last_one,
        lines_end_at_lf_or_crlf,
        slices_are_clamped,
        finding_copes_with_nul_and_empty_parts,
        finding_gives_the_first_place_whatever_the_lengths,
        finding_copes_with_more_false_starts_than_it_tries,
        integers_are_read_to_their_last_value_and_not_beyond,
        bytes_are_counted_in_texts_of_any_length,
        trimming_takes_ascii_space_only,
        NULL,
    };
    return pf_suite("str", tests);
}
