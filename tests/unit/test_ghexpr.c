/* GitHub's expressions: tokens, tree, limits, unknowns and explanations. */
#include "unit.h"

#include "ghexpr/eval.h"
#include "ghexpr/json.h"
#include "ghexpr/text.h"
#include "ghexpr/value.h"

Suite *ghexpr_suite(void);

static const char world_text[] =
    "{\"github\": {\"ref\": \"refs/heads/main\", \"event_name\": \"push\", \"actor\": \"Ann\"},"
    " \"matrix\": {\"os\": [\"linux\", \"mac\"]},"
    " \"inputs\": {\"dry\": false, \"count\": 3}}";

static struct pf_ghexpr_world world_of(struct pf_arena *arena)
{
    pf_str message;
    struct pf_node *contexts = PF_NEW(arena, struct pf_node);
    *contexts = *pf_ghexpr_json_read(arena, PF_STR(world_text), &message);
    struct pf_node *secrets = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, secrets, PF_STR("*"), (pf_span){0},
                pf_node_any(arena, PF_KIND_BIT(PF_STRING), true, PF_STR("the GitHub secret "),
                            (pf_span){0}));
    pf_node_put(arena, contexts, PF_STR("secrets"), (pf_span){0}, secrets);
    return (struct pf_ghexpr_world){.contexts = contexts,
                                    .success = PF_MAYBE,
                                    .cancelled = PF_NO,
                                    .failure = PF_MAYBE,
                                    .status_reason = PF_STR("whether 'build' succeeds")};
}

static const struct pf_node *value_of(struct pf_arena *arena, const char *text,
                                      struct pf_ghexpr_error *error)
{
    struct pf_ghexpr_world world = world_of(arena);
    const struct pf_ghexpr *expr = pf_ghexpr_parse(arena, pf_str_c(text), NULL, error);
    return expr == NULL ? NULL : pf_ghexpr_eval(arena, expr, &world, error);
}

static void check_text(struct pf_arena *arena, const char *text, const char *expected)
{
    struct pf_ghexpr_error error = {0};
    const struct pf_node *value = value_of(arena, text, &error);
    ck_assert_msg(value != NULL, "%s: %.*s", text, PF_ARG(error.message));
    pf_str got = pf_ghexpr_value_is_unknown(value) ? pf_ghexpr_value_reason(value)
                                                   : pf_ghexpr_json_write(arena, value);
    ck_assert_msg(pf_str_eq(got, pf_str_c(expected)), "%s gives %.*s, expected %s", text,
                  PF_ARG(got), expected);
}

START_TEST(operators_and_functions_give_what_github_gives)
{
    static const struct {
        const char *text, *value;
    } cases[] = {
        {"3 < 2 < 1", "true"},
        {"!github.ref == false", "true"},
        {"github.event_name == 'PUSH' && github.actor", "\"Ann\""},
        {"github.nothing || 'other'", "\"other\""},
        {"github.nothing.deeper", "null"},
        {"contains('refs/heads/main', 'HEADS')", "true"},
        {"startsWith(github.ref, 'refs/tags/')", "false"},
        {"format('{0}-{1} {{x}}', 'a', 2)", "\"a-2 {x}\""},
        {"format('{0:}', 'a')", "\"a\""},
        {"toJSON(fromJSON('\"\\u2028\\u0085\"')) == '\"\\u2028\\u0085\"'", "true"},
        {"join(matrix.os)", "\"linux,mac\""},
        {"join(matrix.os, ' ')", "\"linux mac\""},
        {"case(inputs.dry, fromJSON('bad'), inputs.count > 2, 'many', 'few')", "\"many\""},
        {"fromJSON('{\"a\":[1,{\"b\":2}]}').a[1].b", "2"},
        {"fromJSON('-0.5E+2') == -50 && fromJSON('10') == 10", "true"},
        {"0xff == 255 && 0o17 == 15 && +1 == 1 && .5 == 0.5", "true"},
        {"github['REF']", "\"refs/heads/main\""},
        {"'it''s'", "\"it's\""},
        {"1e15", "1E+15"},
        {"\xc2\xa0true\xc2\xa0", "true"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        check_text(arena, cases[i].text, cases[i].value);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(an_unknown_stays_unknown_unless_it_cannot_matter)
{
    static const struct {
        const char *text;
        enum pf_truth truth;
    } cases[] = {
        {"secrets.KEY != ''", PF_MAYBE},
        {"secrets.KEY && false", PF_NO},
        {"secrets.KEY || true", PF_YES},
        {"secrets.KEY && 'a' || 'b'", PF_YES},
        {"!(secrets.KEY && false)", PF_YES},
        {"success() && github.ref == 'refs/heads/dev'", PF_NO},
        {"always() && github.ref == 'refs/heads/main'", PF_YES},
        {"cancelled()", PF_NO},
        {"secrets.KEY && fromJSON('bad')", PF_MAYBE},
        {"contains(fromJSON('[\"a\"]'), secrets.KEY)", PF_MAYBE},
        {"format('v{0}', secrets.KEY) == ''", PF_NO},
        {"unheard.of == 'x'", PF_MAYBE},
        {"(secrets.KEY && 'ab' || 'ac') == 'zz'", PF_NO},
        {"startsWith(secrets.KEY && 'ab' || 'ac', 'a')", PF_YES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_ghexpr_error error;
        const struct pf_node *value = value_of(arena, cases[i].text, &error);
        ck_assert_ptr_nonnull(value);
        ck_assert_msg(pf_ghexpr_value_truth(value) == cases[i].truth, "%s is %s", cases[i].text,
                      pf_truth_name(pf_ghexpr_value_truth(value)));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(an_unknown_says_what_is_not_known)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    check_text(arena, "secrets.KEY", "the GitHub secret KEY");
    check_text(arena, "format('{0}', secrets.KEY)", "the GitHub secret KEY");
    check_text(arena, "fromJSON(secrets.KEY).user", "the GitHub secret KEY.user");
    check_text(arena, "strategy.job-index", "the context strategy.job-index");
    pf_arena_free(arena);
}
END_TEST

START_TEST(errors_have_their_kind_and_place)
{
    static const struct {
        const char *text;
        enum pf_ghexpr_error_kind kind;
        size_t at, len;
    } cases[] = {
        {"github.ref == \"main\"", PF_GHEXPR_ERROR_LEXING, 14, 6},
        {"github.ref = 'main'", PF_GHEXPR_ERROR_LEXING, 11, 1},
        {"'open", PF_GHEXPR_ERROR_LEXING, 0, 5},
        {"a b", PF_GHEXPR_ERROR_PARSING, 2, 1},
        {"(a", PF_GHEXPR_ERROR_PARSING, 1, 1},
        {"a ==", PF_GHEXPR_ERROR_PARSING, 2, 2},
        {"contains(a)", PF_GHEXPR_ERROR_PARSING, 8, 1},
        {"'a'.b", PF_GHEXPR_ERROR_PARSING, 3, 1},
        {"case(true, 1)", PF_GHEXPR_ERROR_PARSING, 4, 1},
        {"case(true, 1, 2, 3)", PF_GHEXPR_ERROR_PARSING, 4, 1},
        {"fromJSON('{')", PF_GHEXPR_ERROR_EVALUATION, 0, 13},
        {"format('{1}', 1)", PF_GHEXPR_ERROR_EVALUATION, 0, 16},
        {"format('}')", PF_GHEXPR_ERROR_EVALUATION, 0, 11},
        {"fromJSON('010')", PF_GHEXPR_ERROR_EVALUATION, 0, 15},
        {"fromJSON('0x1F')", PF_GHEXPR_ERROR_EVALUATION, 0, 16},
        {"fromJSON('-Infinity')", PF_GHEXPR_ERROR_EVALUATION, 0, 21},
        {"fromJSON('1.')", PF_GHEXPR_ERROR_EVALUATION, 0, 14},
        {"fromJSON('1e')", PF_GHEXPR_ERROR_EVALUATION, 0, 14},
        {"case('x', 1, 2)", PF_GHEXPR_ERROR_EVALUATION, 5, 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_ghexpr_error error;
        ck_assert_ptr_null(value_of(arena, cases[i].text, &error));
        ck_assert_msg(error.kind == cases[i].kind && error.at == cases[i].at &&
                          error.len == cases[i].len,
                      "%s: %s error at %zu, %zu bytes", cases[i].text,
                      pf_ghexpr_error_name(error.kind), error.at, error.len);
        ck_assert_uint_gt(error.message.len, 0);
        pf_arena_free(arena);
    }
}
END_TEST

static pf_str repeated(struct pf_arena *arena, const char *head, const char *part, size_t count,
                       const char *tail)
{
    pf_str *parts = PF_NEW_ARRAY(arena, pf_str, count + 2);
    parts[0] = pf_str_c(head);
    for (size_t i = 1; i <= count; i++)
        parts[i] = pf_str_c(part);
    parts[count + 1] = pf_str_c(tail);
    return pf_arena_join(arena, parts, count + 2, PF_STR(""));
}

static bool parses(struct pf_arena *arena, pf_str text)
{
    struct pf_ghexpr_error error;
    return pf_ghexpr_parse(arena, text, NULL, &error) != NULL;
}

START_TEST(strings_compare_without_case_as_dotnet_compares_them)
{
    static const struct {
        const char *a, *b;
        int order;
    } cases[] = {
        {"Abc", "aBC", 0},
        {"\xc3\xbc", "\xc3\x9c", 0},              /* u umlaut */
        {"\xcf\x82", "\xce\xa3", 0},              /* final sigma */
        {"\xc4\xb1", "I", 1},                     /* dotless i has no capital here */
        {"i", "\xc4\xb0", -1},                    /* nor has I with a dot a small letter */
        {"a", "[", -1},                           /* upper case sorts before the bracket */
        {"\xf0\x9f\x98\x80", "\xee\x80\x80", -1}, /* UTF-16: surrogates before U+E000 */
        {"ab", "abc", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str a = pf_str_c(cases[i].a), b = pf_str_c(cases[i].b);
        ck_assert_msg(pf_ghexpr_text_compare(a, b) == cases[i].order, "case %zu", i);
        ck_assert_int_eq(pf_ghexpr_text_compare(b, a), -cases[i].order);
    }
}
END_TEST

START_TEST(numbers_are_read_and_written_as_dotnet_does)
{
    static const struct {
        const char *text, *number;
    } cases[] = {
        {"", "0"},
        {" 1.50 ", "1.5"},
        {"1e3", "1000"},
        {".5", "0.5"},
        {"5.", "5"},
        {"0x10", "16"},
        {"0xffffffff", "-1"},
        {"0x100000000", "NaN"},
        {"0o17", "15"},
        {"0o8", "NaN"},
        {"-Infinity", "-Infinity"},
        {"1e400", "Infinity"},
        {"-0", "0"},
        {"1 2", "NaN"},
        {"e5", "NaN"},
        {"1e", "NaN"},
        {"0.00001", "1E-05"},
        {"123456789012345678", "1.23456789012346E+17"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        double number = pf_ghexpr_value_parse_number(pf_str_c(cases[i].text));
        ck_assert_pf_str_eq(pf_ghexpr_value_number_text(arena, number), pf_str_c(cases[i].number));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(fifty_levels_pass_and_one_more_does_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert(parses(arena, repeated(arena, "", "!", PF_GHEXPR_MAX_DEPTH - 1, "a")));
    ck_assert(!parses(arena, repeated(arena, "", "!", PF_GHEXPR_MAX_DEPTH, "a")));
    ck_assert(!parses(arena, repeated(arena, "a", " == a", PF_GHEXPR_MAX_DEPTH, "")));
    ck_assert(parses(arena, repeated(arena, "a", " && a", 1000, "")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(brackets_nest_to_their_limit_and_not_further)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str right = repeated(arena, "a", ")", PF_GHEXPR_MAX_NESTING, "");
    ck_assert(parses(arena, repeated(arena, "", "(", PF_GHEXPR_MAX_NESTING, right.data)));
    right = repeated(arena, "a", ")", PF_GHEXPR_MAX_NESTING + 1, "");
    ck_assert(!parses(arena, repeated(arena, "", "(", PF_GHEXPR_MAX_NESTING + 1, right.data)));
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_longest_expression_passes_and_one_character_more_does_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert(parses(arena, repeated(arena, "a", " ", PF_GHEXPR_MAX_LENGTH - 1, "")));
    ck_assert(!parses(arena, repeated(arena, "a", " ", PF_GHEXPR_MAX_LENGTH, "")));
    ck_assert(parses(arena, repeated(arena, "a", "\xc2\xa0", PF_GHEXPR_MAX_LENGTH - 1, "")));
    pf_arena_free(arena);
}
END_TEST

START_TEST(json_nests_to_its_limit_and_not_further)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str message;
    pf_str right = repeated(arena, "1", "]", PF_GHEXPR_JSON_DEPTH - 1, "");
    pf_str text = repeated(arena, "", "[", PF_GHEXPR_JSON_DEPTH - 1, right.data);
    ck_assert_ptr_nonnull(pf_ghexpr_json_read(arena, text, &message));
    right = repeated(arena, "1", "]", PF_GHEXPR_JSON_DEPTH, "");
    text = repeated(arena, "", "[", PF_GHEXPR_JSON_DEPTH, right.data);
    ck_assert_ptr_null(pf_ghexpr_json_read(arena, text, &message));
    pf_arena_free(arena);
}
END_TEST

START_TEST(of_equal_json_names_the_last_counts)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str message;
    const struct pf_node *value =
        pf_ghexpr_json_read(arena, PF_STR("{\"a\":1,\"b\":2,\"a\":3}"), &message);
    ck_assert_uint_eq(value->count, 2);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(value, "a")), PF_STR("3"));
    ck_assert_pf_str_eq(value->items[0]->key->text, PF_STR("a"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_explanation_names_the_part_that_decides)
{
    static const struct {
        const char *text, *words, *decider;
    } cases[] = {
        {"github.ref == 'refs/heads/master'",
         "github.ref is 'refs/heads/main', not 'refs/heads/master'",
         "github.ref == 'refs/heads/master'"},
        {"github.actor && 'refs/heads/dev' == github.ref",
         "github.ref is 'refs/heads/main', not 'refs/heads/dev'", "'refs/heads/dev' == github.ref"},
        {"github.ref != 'refs/heads/main'", "github.ref is 'refs/heads/main'",
         "github.ref != 'refs/heads/main'"},
        {"inputs.dry", "inputs.dry is false", "inputs.dry"},
        {"github.event_name == 'push' && secrets.KEY != ''", "it depends on the GitHub secret KEY",
         "secrets.KEY != ''"},
        {"success()", "it depends on whether 'build' succeeds", "success()"},
        {"contains(github.ref, 'dev')",
         "contains(github.ref, 'dev') is false: github.ref is 'refs/heads/main'",
         "contains(github.ref, 'dev')"},
        {"github.ref == 'a' || github.actor == 'b'",
         "github.ref is 'refs/heads/main', not 'a', and github.actor is 'Ann', not 'b'",
         "github.ref == 'a' || github.actor == 'b'"},
        {"false", "it is the constant false", "false"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_ghexpr_error error;
        struct pf_ghexpr_world world = world_of(arena);
        const struct pf_ghexpr *decider = NULL;
        const struct pf_ghexpr *expr =
            pf_ghexpr_parse(arena, pf_str_c(cases[i].text), NULL, &error);
        pf_str words = pf_ghexpr_explain(arena, expr, &world, &decider);
        ck_assert_pf_str_eq(words, pf_str_c(cases[i].words));
        ck_assert_pf_str_eq(decider->text, pf_str_c(cases[i].decider));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(paths_and_status_calls_are_found_in_the_tree)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr =
        pf_ghexpr_parse(arena, PF_STR("steps.a['outputs'].b"), NULL, &error);
    ck_assert_pf_str_eq(pf_ghexpr_path(arena, expr), PF_STR("steps.a.outputs.b"));
    ck_assert(!pf_ghexpr_calls_status(expr));
    expr = pf_ghexpr_parse(arena, PF_STR("a && !(b || Failure())"), NULL, &error);
    ck_assert(pf_ghexpr_calls_status(expr));
    expr = pf_ghexpr_parse(arena, PF_STR("'success()'"), NULL, &error);
    ck_assert(!pf_ghexpr_calls_status(expr));
    ck_assert_pf_str_eq(pf_ghexpr_path(arena, expr), PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_evaluation_that_takes_more_than_github_grants_fails)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *contexts = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_str half = repeated(arena, "", "a", PF_GHEXPR_MAX_MEMORY / 4 - 13, "");
    pf_node_put(arena, contexts, PF_STR("big"), (pf_span){0},
                pf_node_str(arena, half, (pf_span){0}));
    struct pf_ghexpr_world world = {.contexts = contexts};
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr =
        pf_ghexpr_parse(arena, PF_STR("format('{0}', big) == format('{0}', big)"), NULL, &error);
    ck_assert_ptr_nonnull(pf_ghexpr_eval(arena, expr, &world, &error));
    expr =
        pf_ghexpr_parse(arena, PF_STR("format('{0}', big) == format('{0}b', big)"), NULL, &error);
    ck_assert_ptr_null(pf_ghexpr_eval(arena, expr, &world, &error));
    ck_assert_int_eq(error.kind, PF_GHEXPR_ERROR_EVALUATION);
    pf_arena_free(arena);
}
END_TEST

Suite *ghexpr_suite(void)
{
    const TTest *const tests[] = {
        operators_and_functions_give_what_github_gives,
        an_unknown_stays_unknown_unless_it_cannot_matter,
        an_unknown_says_what_is_not_known,
        errors_have_their_kind_and_place,
        strings_compare_without_case_as_dotnet_compares_them,
        numbers_are_read_and_written_as_dotnet_does,
        fifty_levels_pass_and_one_more_does_not,
        brackets_nest_to_their_limit_and_not_further,
        the_longest_expression_passes_and_one_character_more_does_not,
        json_nests_to_its_limit_and_not_further,
        of_equal_json_names_the_last_counts,
        an_explanation_names_the_part_that_decides,
        paths_and_status_calls_are_found_in_the_tree,
        an_evaluation_that_takes_more_than_github_grants_fails,
        NULL,
    };
    return pf_suite("ghexpr", tests);
}
