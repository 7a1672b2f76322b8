/* Expressions in scalars, and their places in the file. */
#include "unit.h"

#include "ghexpr/find.h"

Suite *ghexpr_find_suite(void);

START_TEST(expressions_are_found_and_a_brace_in_a_string_does_not_close)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = PF_STR("a ${{ b }}c${{ format('}}', '''') }} ${{ open");
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, text);
    ck_assert_uint_eq(sites.count, 3);
    ck_assert_pf_str_eq(sites.items[0].inner, PF_STR(" b "));
    ck_assert_uint_eq(sites.items[0].at, 2);
    ck_assert_uint_eq(sites.items[0].len, 8);
    ck_assert_pf_str_eq(sites.items[1].inner, PF_STR(" format('}}', '''') "));
    ck_assert(sites.items[1].closed);
    ck_assert(!sites.items[2].closed);
    ck_assert_pf_str_eq(sites.items[2].inner, PF_STR(" open"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(braces_that_stand_alone_close_nothing)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, PF_STR("${{ a } b}}}${{ c }"));
    ck_assert_uint_eq(sites.count, 2);
    ck_assert_pf_str_eq(sites.items[0].inner, PF_STR(" a } b"));
    ck_assert_uint_eq(sites.items[1].at, 12);
    ck_assert(!sites.items[1].closed);
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_expression_is_alone_only_without_text_around_it)
{
    ck_assert(pf_ghexpr_is_alone(PF_STR(" ${{ a }}\n")));
    ck_assert(!pf_ghexpr_is_alone(PF_STR("${{ a }} && ${{ b }}")));
    ck_assert(!pf_ghexpr_is_alone(PF_STR("${{ a }}.")));
    ck_assert(!pf_ghexpr_is_alone(PF_STR("${{ a")));
    ck_assert(!pf_ghexpr_is_alone(PF_STR("a")));
    ck_assert(!pf_ghexpr_has(PF_STR("$ {{ a }}")));
}
END_TEST

/* In each case the word MARK of the decoded text is looked for in the bytes. */
START_TEST(places_are_found_behind_quotes_escapes_folds_and_indentation)
{
    static const struct {
        enum pf_style style;
        const char *bytes, *text, *found;
    } cases[] = {
        {PF_STYLE_PLAIN, "a MARK b", "a MARK b", "MARK"},
        {PF_STYLE_PLAIN, "a\n   \n  b   c\n  MARK", "a\nb   c MARK", "MARK"},
        {PF_STYLE_SINGLE, "'it''s MARK'", "it's MARK", "MARK"},
        {PF_STYLE_DOUBLE, "\"\\u00e9\\n\\\"\\x20 MARK\"", "\xc3\xa9\n\"  MARK", "MARK"},
        {PF_STYLE_DOUBLE, "\"a \\\n   MARK\"", "a MARK", "MARK"},
        {PF_STYLE_DOUBLE, "\"a\n\n   MARK\"", "a\nMARK", "MARK"},
        {PF_STYLE_DOUBLE, "\"M\\x41RK\"", "MARK", "M\\x41RK"},
        {PF_STYLE_LITERAL, "|  # note MARK\n    x\n\n      y\n    MARK\n", "x\n\n  y\nMARK\n",
         "MARK"},
        {PF_STYLE_LITERAL, "!!str &a |-\n  MARK", "MARK", "MARK"},
        {PF_STYLE_FOLDED, ">\n  one\n  two\n\n  MARK\n", "one two\nMARK\n", "MARK"},
        {PF_STYLE_FOLDED, ">2\n  \xc3\xa9\xc3\xa9\n  MARK\n", "\xc3\xa9\xc3\xa9 MARK\n", "MARK"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str bytes = pf_str_c(cases[i].bytes), text = pf_str_c(cases[i].text);
        pf_str file = pf_arena_format(arena, "key: %.*s", PF_ARG(bytes));
        struct pf_source *source = pf_source_new(arena, PF_STR("w.yml"), file);
        struct pf_node *node = pf_node_str(arena, text, pf_span_of(source, 5, bytes.len));
        node->style = cases[i].style;
        size_t at = (size_t)pf_str_find(text, PF_STR("MARK"));
        pf_span span = pf_ghexpr_span(node, at, 4);
        ck_assert_pf_str_eq(pf_span_text(span), pf_str_c(cases[i].found));
        ptrdiff_t last = pf_str_find(bytes, pf_str_c(cases[i].found));
        if (cases[i].style == PF_STYLE_LITERAL && i == 7)
            ck_assert_uint_gt(span.at, 5 + (size_t)last);
        pf_arena_free(arena);
    }
}
END_TEST

/* Each is the value of a key of its own; those that hold an expression come first. */
START_TEST(only_values_that_may_hold_an_expression_are_said_to)
{
    static const struct {
        const char *value;
        bool may_hold;
    } cases[] = {
        {"${{ a }}", true},
        {"|\n  text\n  ${{ a }}\n", true},
        {"[x, '${{ a }}']", true},
        {"\"\\x24{{ a }}\"", true},
        {"\"\\u0024{{ a }}\"", true},
        {"\"$\\\n  {{ a }}\"", true},
        {"\"${\\\n  { a }}\"", true},
        {"*other", true},
        {"$ {{ a }}", false},
        {"|\n  echo \\\n  $HOME ${x}\n", false},
        {"[x, y]", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str value = pf_str_c(cases[i].value);
        pf_str file =
            pf_arena_format(arena, "a: ${{ x }}\nkey: %.*s\nb: ${{ y }}\n", PF_ARG(value));
        struct pf_source *source = pf_source_new(arena, PF_STR("w.yml"), file);
        struct pf_ghexpr_places places = pf_ghexpr_places(arena, file);
        struct pf_node *node = pf_node_str(arena, value, pf_span_of(source, 17, value.len));
        ck_assert_msg(pf_ghexpr_may_hold(&places, node) == cases[i].may_hold, "%s", cases[i].value);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_value_of_no_file_has_its_own_place)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *node = pf_node_str(arena, PF_STR("${{ a }}"), (pf_span){0});
    ck_assert_ptr_null(pf_ghexpr_span(node, 4, 1).file);
    pf_arena_free(arena);
}
END_TEST

Suite *ghexpr_find_suite(void)
{
    const TTest *const tests[] = {
        expressions_are_found_and_a_brace_in_a_string_does_not_close,
        braces_that_stand_alone_close_nothing,
        an_expression_is_alone_only_without_text_around_it,
        places_are_found_behind_quotes_escapes_folds_and_indentation,
        only_values_that_may_hold_an_expression_are_said_to,
        a_value_of_no_file_has_its_own_place,
        NULL,
    };
    return pf_suite("ghexpr_find", tests);
}
