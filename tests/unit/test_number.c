/* Numbers from text: where they are clamped, and what is none. */
#include "unit.h"

#include "base/number.h"

#include <math.h>

Suite *number_suite(void);

START_TEST(digits_are_clamped_only_beyond_64_bits)
{
    static const struct {
        pf_str digits;
        unsigned base;
        bool negative;
        int64_t value;
        bool exact;
    } cases[] = {
        {PF_STR_INIT(""), 10, false, 0, true},
        {PF_STR_INIT("007"), 10, false, 7, true},
        {PF_STR_INIT("9223372036854775807"), 10, false, INT64_MAX, true},
        {PF_STR_INIT("9223372036854775808"), 10, false, INT64_MAX, false},
        {PF_STR_INIT("9223372036854775808"), 10, true, INT64_MIN, true},
        {PF_STR_INIT("9223372036854775809"), 10, true, INT64_MIN, false},
        {PF_STR_INIT("7fffFFFFffffFFFF"), 16, false, INT64_MAX, true},
        {PF_STR_INIT("8000000000000000"), 16, false, INT64_MAX, false},
        {PF_STR_INIT("777"), 8, false, 511, true},
        {PF_STR_INIT("11"), 2, true, -3, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool exact;
        int64_t value =
            pf_number_from_digits(cases[i].digits, cases[i].base, cases[i].negative, &exact);
        ck_assert_msg(value == cases[i].value && exact == cases[i].exact, "case %zu", i);
    }
}
END_TEST

START_TEST(decimals_come_to_the_nearest_double)
{
    static const struct {
        pf_str text;
        double value;
    } cases[] = {
        {PF_STR_INIT("0"), 0},
        {PF_STR_INIT("1.5"), 1.5},
        {PF_STR_INIT("-.5"), -0.5},
        {PF_STR_INIT("+1."), 1},
        {PF_STR_INIT("2e9"), 2e9},
        {PF_STR_INIT("0.1"), 0.1},
        {PF_STR_INIT("1E-2"), 0.01},
        {PF_STR_INIT("1e-999"), 0},
        {PF_STR_INIT("3.10"), 3.1},
        {PF_STR_INIT("1e400"), (double)INFINITY},
        {PF_STR_INIT("-1e400"), -(double)INFINITY},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 77;
        ck_assert(pf_number_from_decimal(arena, cases[i].text, &value));
        ck_assert_msg(!(value < cases[i].value) && !(value > cases[i].value), "case %zu", i);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_only_strtod_reads_is_no_decimal)
{
    static const char *const cases[] = {"",    ".",   "+",  "-.", "e5",  "1e",   "1e+", "0x10",
                                        "inf", "nan", " 1", "1 ", "1,5", "1..2", "--1", "1e5.0"};
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double value = 77;
        ck_assert_msg(!pf_number_from_decimal(arena, pf_str_c(cases[i]), &value), "%s", cases[i]);
        ck_assert(value > 76);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *number_suite(void)
{
    const TTest *const tests[] = {
        digits_are_clamped_only_beyond_64_bits,
        decimals_come_to_the_nearest_double,
        what_only_strtod_reads_is_no_decimal,
        NULL,
    };
    return pf_suite("number", tests);
}
