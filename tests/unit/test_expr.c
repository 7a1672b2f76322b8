/* The parser of the rule language: what it takes, and what it says of the rest. */
#include "unit.h"

#include "rule/expr.h"

Suite *expr_suite(void);

static const pf_str names[] = {PF_STR_INIT("c"), PF_STR_INIT("taskdef"), PF_STR_INIT("names")};
static const struct pf_expr_scope scope = {names, sizeof names / sizeof *names};

static const struct pf_expr *parse(struct pf_arena *arena, const char *text,
                                   struct pf_expr_fault *fault)
{
    return pf_expr_parse(arena, pf_node_str(arena, pf_str_c(text), (pf_span){0}), &scope, fault);
}

START_TEST(every_production_of_the_grammar_is_taken)
{
    static const char *const texts[] = {
        "$c",
        "$c.name.'a key'[0][-1]['k'][*].*..deep..*",
        "$c[?name == 'x' and @ != 'y' or not exists(z)]",
        ("$c..steps[?uses =~ /amazon-ecs-render-task-definition@/ and split(with.container-name, "
         "',') == $c.name]"),
        "$c.a + $c.b + ['x', 'y', 1]",
        "$c.a in []",
        "$c.a not in $names",
        "not $c.a in $names",
        "$c.a < 3 and $c.a >= -3",
        "$c.a !~ $names",
        "any($c.steps[*], run =~ /\\bx\\b/im or @.uses == \"y\")",
        "first($c.a, $c.b).name",
        "($c.a + $c.b)[0]",
        "$c.in.and.not.true",
        "true",
        "$c.x == /[/]/ or true",
        "grep($c.run, /a\\/b(c)/)",
        "  $c\n  ",
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct pf_expr_fault fault = {0};
        bool is_taken = parse(arena, texts[i], &fault) != NULL;
        bool expected = i != 15; /* a pattern right of == is refused */
        ck_assert_msg(is_taken == expected, "%s: %zu: %.*s", texts[i], fault.at,
                      PF_ARG(fault.message));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_is_wrong_is_said_with_its_place)
{
    static const struct {
        const char *text;
        size_t at;
        const char *words;
    } cases[] = {
        {"", 0, "ends where a value is expected"},
        {"$c ==", 5, "ends where a value is expected"},
        {"$", 0, "a name must follow $"},
        {"$d", 0, "nothing is called $d here"},
        {"$taskdfe", 0, "did you mean $taskdef?"},
        {"name == 'x'", 0, "a bare name is a child of @"},
        {"@ == 'x'", 0, "@ is only something inside"},
        {"$c.a = 'x'", 5, "equality is written =="},
        {"$c.a && $c", 5, "the words are 'and', 'or' and 'not'"},
        {"!$c.a", 0, "the words are 'and', 'or' and 'not'"},
        {"$c.a == 'x", 8, "the string has no end"},
        {"$c.a == 'x\\q'", 10, "a string knows the escapes"},
        {"$c.a =~ /x", 8, "the pattern has no closing /"},
        {"$c.a =~ /x(/", 11, "in this pattern"},
        {"$c.a =~ /x/g", 10, "flags are"},
        {"$c.a =~ 'x'", 8, "right of =~ and !~ stands a pattern"},
        {"/x/", 0, "a pattern can only stand right of"},
        {"$c.a == ($c == 1)", 8, "a comparison takes values, not a condition"},
        {"exists($c == 1)", 7, "takes values, not a condition"},
        {"exist($c)", 0, "there is no function exist(); did you mean exists()?"},
        {"exists()", 0, "exists() takes 1 argument, not 0"},
        {"split($c)", 0, "split() takes 2 arguments, not 1"},
        {"grep($c, 'x')", 9, "grep() takes a pattern here"},
        {"$c[", 3, "a number, a string or * must follow '['"},
        {"$c[?a", 5, "']' is missing after the filter's condition"},
        {"$c.", 3, "a name, a string or * must follow '.'"},
        {"$c == 1 == 1", 8, "comparisons do not chain"},
        {"$c $c", 3, "the expression should have ended here"},
        {"$c }", 3, "the expression should have ended here"},
        {"($c", 3, "')' is missing after the expression"},
        {"$c == 99999999999999999999", 6, "the number is out of range"},
        {"and $c", 0, "a value is missing before 'and'"},
        {"$c ? 1", 3, "no word of the rule language begins here"},
        {"($c == 1).a", 0, "a step takes values, not a condition"},
        {"$c + ($c == 1)", 5, "+ takes values, not a condition"},
        {"[$c == 1]", 4, "']' is missing after the list"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_expr_fault fault = {0};
        ck_assert_msg(parse(arena, cases[i].text, &fault) == NULL, "%s", cases[i].text);
        ck_assert_msg(fault.at == cases[i].at, "%s: at %zu: %.*s", cases[i].text, fault.at,
                      PF_ARG(fault.message));
        ck_assert_msg(pf_str_contains(fault.message, pf_str_c(cases[i].words)), "%s: %.*s",
                      cases[i].text, PF_ARG(fault.message));
    }
    pf_arena_free(arena);
}
END_TEST

static pf_str nested(struct pf_arena *arena, size_t depth)
{
    char *bytes = PF_NEW_ARRAY(arena, char, 2 * depth + 2);
    for (size_t i = 0; i < depth; i++) {
        bytes[i] = '(';
        bytes[depth + 2 + i] = ')';
    }
    bytes[depth] = '$';
    bytes[depth + 1] = 'c';
    return (pf_str){bytes, 2 * depth + 2};
}

START_TEST(brackets_nest_64_deep_and_no_deeper)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_expr_fault fault = {0};
    const struct pf_node *just = pf_node_str(arena, nested(arena, PF_EXPR_DEPTH), (pf_span){0});
    const struct pf_node *over = pf_node_str(arena, nested(arena, PF_EXPR_DEPTH + 1), (pf_span){0});
    ck_assert_ptr_nonnull(pf_expr_parse(arena, just, &scope, &fault));
    ck_assert_ptr_null(pf_expr_parse(arena, over, &scope, &fault));
    ck_assert(pf_str_contains(fault.message, PF_STR("64 levels")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_expression_may_have_8192_bytes_and_no_more)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *bytes = PF_NEW_ARRAY(arena, char, PF_EXPR_CAP + 1);
    for (size_t i = 0; i <= PF_EXPR_CAP; i++)
        bytes[i] = ' ';
    bytes[0] = '$';
    bytes[1] = 'c';
    struct pf_expr_fault fault;
    const struct pf_node *just = pf_node_str(arena, (pf_str){bytes, PF_EXPR_CAP}, (pf_span){0});
    const struct pf_node *over = pf_node_str(arena, (pf_str){bytes, PF_EXPR_CAP + 1}, (pf_span){0});
    ck_assert_ptr_nonnull(pf_expr_parse(arena, just, &scope, &fault));
    ck_assert_ptr_null(pf_expr_parse(arena, over, &scope, &fault));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_capture_ends_at_its_brace_and_needs_no_dollar)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_expr_fault fault;
    const struct pf_node *text =
        pf_node_str(arena, PF_STR("a {c.name[?x == '}']} b"), (pf_span){0});
    size_t at = 3;
    const struct pf_expr *expr = pf_expr_parse_capture(arena, text, &at, &scope, &fault);
    ck_assert_ptr_nonnull(expr);
    ck_assert_int_eq(expr->left->kind, PF_EXPR_NAME);
    ck_assert_uint_eq(at, 20);
    at = 21;
    ck_assert_ptr_null(pf_expr_parse_capture(arena, text, &at, &scope, &fault));
    pf_arena_free(arena);
}
END_TEST

START_TEST(types_tell_conditions_from_values)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_expr_fault fault;
    ck_assert_int_eq(parse(arena, "$c + $c", &fault)->type, PF_EXPR_SET);
    ck_assert_int_eq(parse(arena, "$c or $c", &fault)->type, PF_EXPR_CONDITION);
    ck_assert_int_eq(parse(arena, "len($c)", &fault)->type, PF_EXPR_SET);
    ck_assert_int_eq(parse(arena, "empty($c)", &fault)->type, PF_EXPR_CONDITION);
    pf_arena_free(arena);
}
END_TEST

START_TEST(functions_stand_in_byte_order)
{
    for (size_t i = 1; i < PF_FUNCTION_COUNT; i++)
        ck_assert_int_lt(pf_str_compare(pf_str_c(pf_expr_functions[i - 1].name),
                                        pf_str_c(pf_expr_functions[i].name)),
                         0);
}
END_TEST

Suite *expr_suite(void)
{
    const TTest *const tests[] = {
        every_production_of_the_grammar_is_taken,
        what_is_wrong_is_said_with_its_place,
        brackets_nest_64_deep_and_no_deeper,
        an_expression_may_have_8192_bytes_and_no_more,
        a_capture_ends_at_its_brace_and_needs_no_dollar,
        types_tell_conditions_from_values,
        functions_stand_in_byte_order,
        NULL,
    };
    return pf_suite("expr", tests);
}
