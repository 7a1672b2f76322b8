/* Values of literals, and repr() of them. */
#include "unit.h"

#include "python/literals.h"
#include "python/repr.h"

#include <locale.h>

Suite *literals_suite(void);

/* repr() of a number as written, or the problem. */
static pf_str number(struct pf_arena *arena, const char *text)
{
    struct pf_ast node = {.kind = PF_AST_CONSTANT};
    struct pf_literal_problem problem = {0};
    struct pf_buffer out = pf_buffer_new(arena);
    if (!pf_literal_number(arena, pf_str_c(text), &node, &problem))
        return pf_str_c(problem.message);
    if (node.as.constant.type == PF_AST_INT)
        return node.as.constant.text;
    if (node.as.constant.type == PF_AST_FLOAT)
        pf_python_repr_float(&out, node.as.constant.real);
    else
        pf_python_repr_imaginary(&out, node.as.constant.real);
    return pf_buffer_str(&out);
}

static const struct {
    const char *text, *repr;
} numbers[] = {
    {"0", "0"},
    {"00_0", "0"},
    {"1_000", "1000"},
    {"0xff", "255"},
    {"0XFFFF_FFFF_FFFF_FFFF", "18446744073709551615"},
    {"0xde0b6b3a7640000", "1000000000000000000"},
    {"0b1010", "10"},
    {"0o777", "511"},
    {"123456789012345678901234567890", "123456789012345678901234567890"},
    {"1.", "1.0"},
    {".5", "0.5"},
    {"0.1", "0.1"},
    {"1e16", "1e+16"},
    {"1e15", "1000000000000000.0"},
    {"123456789012345678.0", "1.2345678901234568e+17"},
    {"1e-4", "0.0001"},
    {"1e-5", "1e-05"},
    {"1.5e300", "1.5e+300"},
    {"5e-324", "5e-324"},
    {"1.7976931348623157e308", "1.7976931348623157e+308"},
    {"1e400", "inf"},
    {"1e-400", "0.0"},
    {"9007199254740993.0", "9007199254740992.0"},
    {"0.30000000000000004", "0.30000000000000004"},
    {"1_0.0_1e1_0", "100100000000.0"},
    {"2j", "2j"},
    {"1.5J", "1.5j"},
    {"1e16j", "1e+16j"},
    {"012j", "12j"},
};

START_TEST(numbers_have_the_value_and_repr_of_cpython)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        ck_assert_pf_str_eq(number(arena, numbers[i].text), pf_str_c(numbers[i].repr));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_locale_with_a_comma_changes_no_number)
{
    const char *set = NULL;
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    for (size_t i = 0; set == NULL && i < sizeof locales / sizeof *locales; i++)
        set = setlocale(LC_NUMERIC, locales[i]);
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        ck_assert_pf_str_eq(number(arena, numbers[i].text), pf_str_c(numbers[i].repr));
    pf_arena_free(arena);
    setlocale(LC_NUMERIC, "C");
}
END_TEST

START_TEST(ints_have_a_limit_of_digits)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t count = PF_LITERAL_DIGITS; count <= PF_LITERAL_DIGITS + 1; count++) {
        struct pf_buffer digits = pf_buffer_new(arena);
        for (size_t i = 0; i < count; i++)
            pf_buffer_add_byte(&digits, '7');
        struct pf_ast node = {.kind = PF_AST_CONSTANT};
        struct pf_literal_problem problem = {0};
        ck_assert(pf_literal_number(arena, pf_buffer_str(&digits), &node, &problem) ==
                  (count == PF_LITERAL_DIGITS));
    }
    pf_arena_free(arena);
}
END_TEST

struct body {
    pf_str written, value;
    struct pf_literal_style style;
};

static pf_str value_of(struct pf_arena *arena, const struct body *body,
                       struct pf_literal_problem *problem)
{
    struct pf_buffer out = pf_buffer_new(arena);
    bool is_vague = false;
    pf_literal_text(&out, body->written, body->style, &is_vague, problem);
    return pf_buffer_str(&out);
}

#define S(literal) PF_STR_INIT(literal)

START_TEST(escapes_have_the_value_of_cpython)
{
    static const struct body bodies[] = {
        {S("a\\n\\t\\\\\\'\\\"\\a\\b\\f\\v\\r"), S("a\n\t\\'\"\a\b\f\v\r"), {0}},
        {S("\\0\\12\\1234\\777"), S("\0\nS4\xc7\xbf"), {0}},
        {S("\\x41\\u00e9\\U0001F600"), S("A\xc3\xa9\xf0\x9f\x98\x80"), {0}},
        {S("\\ud83d\\udE00"), S("\xed\xa0\xbd\xed\xb8\x80"), {0}},
        {S("\\d\\8\\ "), S("\\d\\8\\ "), {0}},
        {S("a\\\nb\\\r\nc"), S("abc"), {0}},
        {S("a\r\nb\rc"), S("a\nb\nc"), {0}},
        {S("\\N{euro sign}"), S("\xe2\x82\xac"), {0}},
        {S("\\n\\u1"), S("\\n\\u1"), {.is_raw = true}},
        {S("\\u0041\\xff\\N{x}\\400"), S("\\u0041\xff\\N{x}\0"), {.is_bytes = true}},
        {S("{{a}}\\{{"), S("{a}\\{"), {.has_doubled_braces = true}},
        {S("{{a}}"), S("{{a}}"), {0}},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct pf_literal_problem problem = {0};
        ck_assert_pf_str_eq(value_of(arena, &bodies[i], &problem), bodies[i].value);
        ck_assert_ptr_null(problem.message);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(escapes_that_are_cut_short_are_told_with_their_place)
{
    static const struct {
        struct body body;
        size_t at;
    } cases[] = {
        {{S("ab\\x4"), S(""), {0}}, 2},      {{S("\\u12x4"), S(""), {0}}, 0},
        {{S("a\\U0011000"), S(""), {0}}, 1}, {{S("\\U00110000"), S(""), {0}}, 0},
        {{S("\\N"), S(""), {0}}, 0},         {{S("\\N{}"), S(""), {0}}, 0},
        {{S("x\\N{DASH"), S(""), {0}}, 1},   {{S("\xc3\xa9"), S(""), {.is_bytes = true}}, 0},
        {{S("ab\xff"), S(""), {0}}, 2},      {{S("\\xg0"), S(""), {.is_bytes = true}}, 0},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_literal_problem problem = {0};
        value_of(arena, &cases[i].body, &problem);
        ck_assert_ptr_nonnull(problem.message);
        ck_assert_uint_eq(problem.at, cases[i].at);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(repr_of_text_escapes_what_cpython_escapes)
{
    static const struct {
        pf_str text, repr;
    } cases[] = {
        {S("a'b"), S("\"a'b\"")},
        {S("a'b\"c"), S("'a\\'b\"c'")},
        {S("\\\n\t\r\x01\x7f"), S("'\\\\\\n\\t\\r\\x01\\x7f'")},
        {S("\xc3\xa9\xc2\xa0\xc2\xad"), S("'\xc3\xa9\\xa0\\xad'")},
        {S("\xe2\x80\x8b\xed\xa0\xbd"), S("'\\u200b\\ud83d'")},
        {S("\xf0\x9f\x98\x80\xf3\xa0\x80\x81"), S("'\xf0\x9f\x98\x80\\U000e0001'")},
        {S(""), S("''")},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_buffer out = pf_buffer_new(arena);
        pf_python_repr_str(&out, cases[i].text);
        ck_assert_pf_str_eq(pf_buffer_str(&out), cases[i].repr);
    }
    struct pf_buffer out = pf_buffer_new(arena);
    pf_python_repr_bytes(&out, PF_STR("a'\0\xff\n"));
    ck_assert_pf_str_eq(pf_buffer_str(&out), PF_STR("b\"a'\\x00\\xff\\n\""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_token_parts_into_prefix_and_body)
{
    static const struct {
        pf_str token, prefix, body;
    } cases[] = {
        {S("''"), S(""), S("")},
        {S("rb'x'"), S("rb"), S("x")},
        {S("\"\"\"\"a\"\"\""), S(""), S("\"a")},
        {S("u''''''"), S("u"), S("")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str prefix, body;
        pf_literal_split(cases[i].token, &prefix, &body);
        ck_assert_pf_str_eq(prefix, cases[i].prefix);
        ck_assert_pf_str_eq(body, cases[i].body);
    }
}
END_TEST

Suite *literals_suite(void)
{
    const TTest *const tests[] = {
        numbers_have_the_value_and_repr_of_cpython,
        a_locale_with_a_comma_changes_no_number,
        ints_have_a_limit_of_digits,
        escapes_have_the_value_of_cpython,
        escapes_that_are_cut_short_are_told_with_their_place,
        repr_of_text_escapes_what_cpython_escapes,
        a_token_parts_into_prefix_and_body,
        NULL,
    };
    return pf_suite("literals", tests);
}
