/* UTF-8 and "did you mean". */
#include "unit.h"

#include "base/nearest.h"
#include "base/utf8.h"

Suite *words_suite(void);

START_TEST(utf8_refuses_what_is_not_shortest_or_not_a_character)
{
    static const struct {
        pf_str bytes;
        size_t len;
        uint32_t code_point;
    } cases[] = {
        {PF_STR_INIT("a"), 1, 'a'},
        {PF_STR_INIT("\xc3\xa9"), 2, 0xe9},
        {PF_STR_INIT("\xf0\x9f\x98\x80"), 4, 0x1f600},
        {PF_STR_INIT("\xc0\x80"), 0, 0},
        {PF_STR_INIT("\xe0\x80\x80"), 0, 0},
        {PF_STR_INIT("\xed\xa0\x80"), 0, 0},
        {PF_STR_INIT("\xf4\x90\x80\x80"), 0, 0},
        {PF_STR_INIT("\xc3"), 0, 0},
        {PF_STR_INIT("\x80"), 0, 0},
        {PF_STR_INIT("\xff"), 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t code_point = 0;
        ck_assert_uint_eq(pf_utf8_decode(cases[i].bytes, &code_point), cases[i].len);
        ck_assert_uint_eq(code_point, cases[i].code_point);
    }
    ck_assert_int_eq(pf_utf8_first_bad(PF_STR("ab\xc3\xa9\xff")), 4);
    ck_assert_int_eq(pf_utf8_first_bad(PF_STR("ab\xc3\xa9")), PF_STR_NONE);
    ck_assert_uint_eq(pf_utf8_count(PF_STR("\xc3\xa9\xff\xfex")), 4);
}
END_TEST

START_TEST(every_code_point_survives_encoding)
{
    for (uint32_t c = 0; c < 0x110000; c += 0x11) {
        char bytes[4];
        uint32_t back = 0;
        size_t len = pf_utf8_encode(c, bytes);
        bool is_surrogate = c >= 0xd800 && c < 0xe000;
        ck_assert_uint_eq(pf_utf8_decode((pf_str){bytes, len}, &back), len);
        ck_assert_uint_eq(back, is_surrogate ? 0xfffd : c);
    }
}
END_TEST

START_TEST(widths_are_those_of_a_terminal)
{
    ck_assert_uint_eq(pf_utf8_width('a'), 1);
    ck_assert_uint_eq(pf_utf8_width(0x301), 0);
    ck_assert_uint_eq(pf_utf8_width(0x4e2d), 2);
    ck_assert_uint_eq(pf_utf8_width(0x1f600), 2);
}
END_TEST

START_TEST(one_slip_costs_one)
{
    ck_assert_uint_eq(pf_nearest_distance(PF_STR("SENTRY_DNS"), PF_STR("SENTRY_DSN"), 3), 1);
    ck_assert_uint_eq(pf_nearest_distance(PF_STR("abc"), PF_STR("abc"), 3), 0);
    ck_assert_uint_eq(pf_nearest_distance(PF_STR("abc"), PF_STR("abxc"), 3), 1);
    ck_assert_uint_eq(pf_nearest_distance(PF_STR("abc"), PF_STR("ac"), 3), 1);
    ck_assert_uint_eq(pf_nearest_distance(PF_STR("abc"), PF_STR("abd"), 3), 1);
    ck_assert_uint_eq(pf_nearest_distance(PF_STR("abc"), PF_STR("xyz"), 2), 3);
    ck_assert_uint_eq(pf_nearest_distance(PF_STR(""), PF_STR("abcd"), 9), 4);
}
END_TEST

START_TEST(the_nearest_word_is_near_or_none)
{
    static const pf_str words[] = {PF_STR_INIT("environment"), PF_STR_INIT("image"),
                                   PF_STR_INIT("healthCheck")};
    ck_assert_int_eq(pf_nearest(PF_STR("enviroment"), words, 3), 0);
    ck_assert_int_eq(pf_nearest(PF_STR("healthcheck"), words, 3), 2);
    ck_assert_int_eq(pf_nearest(PF_STR("Image"), words, 3), 1);
    ck_assert_int_eq(pf_nearest(PF_STR("volumes"), words, 3), PF_STR_NONE);
    ck_assert_int_eq(pf_nearest(PF_STR("x"), words, 3), PF_STR_NONE);
}
END_TEST

Suite *words_suite(void)
{
    const TTest *const tests[] = {
        utf8_refuses_what_is_not_shortest_or_not_a_character,
        every_code_point_survives_encoding,
        widths_are_those_of_a_terminal,
        one_slip_costs_one,
        the_nearest_word_is_near_or_none,
        NULL,
    };
    return pf_suite("words", tests);
}
