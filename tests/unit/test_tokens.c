/* Tokens: what each is, where lines end, and what is none. */
#include "unit.h"

#include "base/buffer.h"

#include "python/tokens.h"

Suite *tokens_suite(void);

/* Names of all tokens with their text: "a name:x '=' a number:1". */
static pf_str spell(struct pf_arena *arena, pf_str text)
{
    struct pf_tokens *tokens = pf_tokens_new(arena, text, 0);
    struct pf_buffer out = pf_buffer_new(arena);
    for (;;) {
        struct pf_token token = pf_tokens_next(tokens);
        if (token.kind == PF_TOKEN_END)
            return pf_buffer_str(&out);
        if (out.len > 0)
            pf_buffer_add_byte(&out, ' ');
        if (token.kind == PF_TOKEN_ERROR) {
            pf_buffer_format(&out, "ERROR at %zu", tokens->fault.at);
            return pf_buffer_str(&out);
        }
        if (token.kind == PF_TOKEN_NEWLINE)
            pf_buffer_add_c(&out, "NL");
        else if (token.kind == PF_TOKEN_INDENT)
            pf_buffer_add_c(&out, "IN");
        else if (token.kind == PF_TOKEN_DEDENT)
            pf_buffer_add_c(&out, "OUT");
        else
            pf_buffer_add(&out, pf_str_slice(text, token.at, token.end));
    }
}

struct spelling {
    const char *text, *tokens;
};

static void check(const struct spelling *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str is = spell(arena, pf_str_c(cases[i].text));
        ck_assert_msg(pf_str_eq(is, pf_str_c(cases[i].tokens)), "'%s' is \"%.*s\", expected \"%s\"",
                      cases[i].text, PF_ARG(is), cases[i].tokens);
        pf_arena_free(arena);
    }
}
#define CHECK(cases) check((cases), sizeof(cases) / sizeof *(cases))

START_TEST(operators_are_as_long_as_they_can_be)
{
    static const struct spelling cases[] = {
        {"a**=b//=c>>=d<<=e", "a **= b //= c >>= d <<= e NL"},
        {"a->b:=c...d..e", "a -> b := c ... d . . e NL"},
        {"a<>b!=c<=d==e", "a <> b != c <= d == e NL"},
        {"*x,**y;~z@w", "* x , ** y ; ~ z @ w NL"},
    };
    CHECK(cases);
}
END_TEST

START_TEST(numbers_end_where_python_ends_them)
{
    static const struct spelling cases[] = {
        {"1_000 0x_fF 0o17 0b1 1. .5 1.5e-3 1e5j 00 007.5 09j",
         "1_000 0x_fF 0o17 0b1 1. .5 1.5e-3 1e5j 00 007.5 09j NL"},
        {"1if 2else 3or 0xfor", "1 if 2 else 3 or 0xf or NL"},
        {"1..real 1.e", "1. . real ERROR at 8"},
        {"1_", "ERROR at 0"},
        {"1__0", "ERROR at 0"},
        {"0x", "ERROR at 0"},
        {"0b12", "ERROR at 0"},
        {"0o8", "ERROR at 0"},
        {"1a", "ERROR at 0"},
        {"1e+", "ERROR at 0"},
        {"012", "ERROR at 0"},
        {"1_000_", "ERROR at 0"},
    };
    CHECK(cases);
}
END_TEST

START_TEST(prefixes_belong_to_strings_and_to_nothing_else)
{
    static const struct spelling cases[] = {
        {"b'' Rb'' u'' bR\"x\"", "b'' Rb'' u'' bR\"x\" NL"},
        {"ur'' bu''", "ur '' bu '' NL"},
        {"'a\\'b' '''a'b''' \"\"", "'a\\'b' '''a'b''' \"\" NL"},
        {"rf'a' Tr'b'", "rf' a ' Tr' b ' NL"},
        {"'a\\\nb'", "'a\\\nb' NL"},
    };
    CHECK(cases);
}
END_TEST

START_TEST(f_strings_part_into_text_and_fields)
{
    static const struct spelling cases[] = {
        {"f'a{b}c'", "f' a { b } c ' NL"},
        {"f'{{a}}'", "f' {{a}} ' NL"},
        {"f'{a!r:>{w}}'", "f' { a ! r : > { w } } ' NL"},
        {"f'{a[\"b:c\"]:{d[e:f]}}'", "f' { a [ \"b:c\" ] : { d [ e : f ] } } ' NL"},
        {"f'{a!=b}'", "f' { a != b } ' NL"},
        {"f'\\N{DASH}\\{x}'", "f' \\N{DASH}\\ { x } ' NL"},
        {"f'{f'{x}'}'", "f' { f' { x } ' } ' NL"},
        {"f'{\nx # y\n}'", "f' { x } ' NL"},
    };
    CHECK(cases);
}
END_TEST

START_TEST(lines_end_outside_of_brackets_only)
{
    static const struct spelling cases[] = {
        {"a\nb\r\nc\rd", "a NL b NL c NL d NL"},
        {"(a\n  b)\nc", "( a b ) NL c NL"},
        {"a \\\n b\n", "a b NL"},
        {"\n\n# c\n  \na # d\n", "a NL"},
        {"", ""},
        {"a \\\n", "a ERROR at 2"},
        {"a \\ b\n", "a ERROR at 2"},
        {"(a", "( a ERROR at 0"},
        {"a)", "a ERROR at 1"},
        {"(a]", "( a ERROR at 2"},
    };
    CHECK(cases);
}
END_TEST

START_TEST(indentation_gives_indents_and_as_many_dedents)
{
    static const struct spelling cases[] = {
        {"a\n  b\n  c\nd", "a NL IN b NL c NL OUT d NL"},
        {"a\n b\n  c\n# x\n   # y\n\n", "a NL IN b NL IN c NL OUT OUT"},
        {"a\n b\n  c\nd", "a NL IN b NL IN c NL OUT OUT d NL"},
        {"a\n\tb\n\tc", "a NL IN b NL c NL OUT"},
        {"a\n  b\n\f  c\n", "a NL IN b NL c NL OUT"},
        {"a\n    b\n  c\n", "a NL IN b NL ERROR at 10"},
        {"a\n\tb\n        c\n", "a NL IN b NL ERROR at 13"},
        {"a\n  \\\nb\n", "a NL IN b NL OUT"},
    };
    CHECK(cases);
}
END_TEST

START_TEST(names_are_what_unicode_lets_be_names)
{
    static const struct spelling cases[] = {
        {"h\xc3\xa9 = \xe6\xbc\xa2", "h\xc3\xa9 = \xe6\xbc\xa2 NL"},
        {"a\xe2\x82\xac", "ERROR at 1"},     /* a euro sign */
        {"\xcc\x81x", "ERROR at 0"},         /* a combining accent first */
        {"a\xff", "ERROR at 1"},             /* no UTF-8 */
        {"a \xe2\x80\x9cx", "a ERROR at 2"}, /* a typographic quote */
        {"a $ b", "a ERROR at 2"},
    };
    CHECK(cases);
}
END_TEST

START_TEST(every_keyword_is_known_as_one)
{
    struct pf_arena *arena = pf_arena_new(NULL);
#define KEYWORD(name, text)                                                                        \
    ck_assert_int_eq(pf_tokens_next(pf_tokens_new(arena, PF_STR(text), 0)).kind, PF_TOKEN_##name); \
    ck_assert_int_eq(pf_tokens_next(pf_tokens_new(arena, PF_STR(text "s"), 0)).kind, PF_TOKEN_NAME);
    PF_TOKEN_KEYWORDS(KEYWORD)
#undef KEYWORD
    pf_arena_free(arena);
}
END_TEST

START_TEST(reading_resumes_at_a_line_outside_of_all_brackets)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_tokens *tokens = pf_tokens_new(arena, PF_STR("([{'\nb"), 0);
    while (pf_tokens_next(tokens).kind != PF_TOKEN_ERROR)
        ;
    pf_tokens_resume(tokens, 5);
    struct pf_token token = pf_tokens_next(tokens);
    ck_assert_int_eq(token.kind, PF_TOKEN_NAME);
    ck_assert(token.first);
    ck_assert_int_eq(pf_tokens_next(tokens).kind, PF_TOKEN_NEWLINE);
    ck_assert_int_eq(pf_tokens_next(tokens).kind, PF_TOKEN_END);
    ck_assert_int_eq(pf_tokens_next(tokens).kind, PF_TOKEN_END);
    pf_arena_free(arena);
}
END_TEST

START_TEST(long_names_that_are_not_ascii_have_a_limit)
{
    for (size_t len = PF_TOKENS_NAME; len <= PF_TOKENS_NAME + 2; len += 2) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_buffer name = pf_buffer_new(arena);
        while (name.len < len)
            pf_buffer_add_c(&name, "\xc3\xa9");
        struct pf_tokens *tokens = pf_tokens_new(arena, pf_buffer_str(&name), 0);
        ck_assert_int_eq(pf_tokens_next(tokens).kind,
                         len == PF_TOKENS_NAME ? PF_TOKEN_NAME : PF_TOKEN_ERROR);
        if (len > PF_TOKENS_NAME)
            ck_assert_int_eq(tokens->fault.kind, PF_FAULT_LIMIT);
        pf_arena_free(arena);
    }
}
END_TEST

Suite *tokens_suite(void)
{
    const TTest *const tests[] = {
        operators_are_as_long_as_they_can_be,
        numbers_end_where_python_ends_them,
        prefixes_belong_to_strings_and_to_nothing_else,
        f_strings_part_into_text_and_fields,
        lines_end_outside_of_brackets_only,
        indentation_gives_indents_and_as_many_dedents,
        names_are_what_unicode_lets_be_names,
        every_keyword_is_known_as_one,
        reading_resumes_at_a_line_outside_of_all_brackets,
        long_names_that_are_not_ascii_have_a_limit,
        NULL,
    };
    return pf_suite("tokens", tests);
}
