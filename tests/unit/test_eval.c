/* What expressions come to, with knowns, unknowns and budgets. */
#include "rules_help.h"

#include "rule/eval.h"

Suite *eval_suite(void);

static const char document[] = "name: web\n"
                               "on: {push: {branches: [main, master]}}\n"
                               "empty: ''\n"
                               "nothing:\n"
                               "count: 3\n"
                               "flag: false\n"
                               "text: |\n"
                               "  DEBUG=1\n"
                               "\n"
                               "  NAME = a=b\n"
                               "  noise\n"
                               "list: [a, B, c]\n"
                               "none: []\n"
                               "steps:\n"
                               "- {id: one, uses: 'actions/checkout@v4', with: {names: 'x,y'}}\n"
                               "- {id: two, run: echo hello}\n"
                               "inner: {steps: [{id: three}]}\n";

struct fixture {
    struct pf_arena *arena;
    struct pf_eval eval;
};

static struct pf_node *unknown(struct pf_arena *arena, unsigned kinds, bool may_be_empty)
{
    return pf_node_any(arena, kinds, may_be_empty, PF_STR("supplied by a secret"), (pf_span){0});
}

/* {text: unknown str, any: anything, number: unknown int, either: 'a' or 'b', list: unknown list,
 *  maybe: 'x' or possibly absent, members: [{id: unknown}, {id: k}]} */
static const struct pf_node *unknowns(struct pf_arena *arena)
{
    const pf_span nowhere = {0};
    struct pf_node *map = pf_node_new(arena, PF_MAP, nowhere);
    struct pf_node *members = pf_node_new(arena, PF_SEQ, nowhere);
    struct pf_node *first = pf_node_new(arena, PF_MAP, nowhere);
    struct pf_node *second = pf_node_new(arena, PF_MAP, nowhere);
    pf_node_put(arena, first, PF_STR("id"), nowhere, unknown(arena, PF_KINDS_ALL, true));
    pf_node_put(arena, second, PF_STR("id"), nowhere, pf_node_str(arena, PF_STR("k"), nowhere));
    pf_node_append(arena, members, first);
    pf_node_append(arena, members, second);
    struct pf_node *a = pf_node_str(arena, PF_STR("a"), nowhere);
    struct pf_node *b = pf_node_str(arena, PF_STR("b"), nowhere);
    pf_node_put(arena, map, PF_STR("text"), nowhere, unknown(arena, PF_KIND_BIT(PF_STRING), false));
    pf_node_put(arena, map, PF_STR("any"), nowhere, unknown(arena, PF_KINDS_ALL, true));
    pf_node_put(arena, map, PF_STR("number"), nowhere, unknown(arena, PF_KIND_BIT(PF_INT), true));
    pf_node_put(arena, map, PF_STR("list"), nowhere, unknown(arena, PF_KIND_BIT(PF_SEQ), true));
    pf_node_put(arena, map, PF_STR("either"), nowhere, pf_node_join(arena, a, b));
    pf_node_put(arena, map, PF_STR("maybe"), nowhere,
                pf_node_join(arena, pf_node_str(arena, PF_STR("x"), nowhere),
                             unknown(arena, PF_KIND_BIT(PF_NULL), true)));
    pf_node_put(arena, map, PF_STR("members"), nowhere, members);
    return map;
}

static bool has_file(void *context, pf_str path)
{
    (void)context;
    return pf_str_eq(path, PF_STR("deploy/td.json"));
}

static struct fixture fixture_new(void)
{
    struct fixture fixture = {.arena = pf_arena_new(NULL)};
    struct pf_picture_root *roots = PF_NEW_ARRAY(fixture.arena, struct pf_picture_root, 2);
    roots[0] = root_of(fixture.arena, "d", yaml_doc(fixture.arena, "d.yml", document));
    roots[1] = root_of(fixture.arena, "u", unknowns(fixture.arena));
    fixture.eval = pf_eval_new(fixture.arena);
    fixture.eval.roots = roots;
    fixture.eval.root_count = 2;
    fixture.eval.has_file = has_file;
    return fixture;
}

static const struct pf_expr *parse(struct pf_arena *arena, const char *text)
{
    struct pf_expr_fault fault = {0};
    const struct pf_expr *expr =
        pf_expr_parse(arena, pf_node_str(arena, pf_str_c(text), (pf_span){0}), NULL, &fault);
    ck_assert_msg(expr != NULL, "%s: %.*s", text, PF_ARG(fault.message));
    return expr;
}

/* The members' texts between bars; a possible one has a question mark behind it. */
static pf_str show(struct fixture *fixture, const char *text)
{
    struct pf_set set = pf_eval_set(&fixture->eval, parse(fixture->arena, text));
    struct pf_buffer shown = pf_buffer_new(fixture->arena);
    for (size_t i = 0; i < set.count; i++) {
        struct pf_set one = {.items = &set.items[i], .count = 1};
        pf_str words = pf_capture_words(fixture->arena, &one, NULL);
        pf_buffer_format(&shown, "%s%.*s%s", i > 0 ? "|" : "", PF_ARG(words),
                         set.items[i].in == PF_MAYBE ? "?" : "");
    }
    return pf_buffer_str(&shown);
}

struct claim {
    const char *expr, *result;
};

static void check_sets(const struct claim *claims, size_t count)
{
    struct fixture fixture = fixture_new();
    for (size_t i = 0; i < count; i++) {
        pf_str shown = show(&fixture, claims[i].expr);
        ck_assert_msg(pf_str_eq(shown, pf_str_c(claims[i].result)), "%s is '%.*s', expected '%s'",
                      claims[i].expr, PF_ARG(shown), claims[i].result);
    }
    pf_arena_free(fixture.arena);
}

static void check_conditions(const struct claim *claims, size_t count)
{
    struct fixture fixture = fixture_new();
    for (size_t i = 0; i < count; i++) {
        const char *truth =
            pf_truth_name(pf_eval_condition(&fixture.eval, parse(fixture.arena, claims[i].expr)));
        ck_assert_msg(pf_str_eq(pf_str_c(truth), pf_str_c(claims[i].result)),
                      "%s is %s, expected %s", claims[i].expr, truth, claims[i].result);
    }
    pf_arena_free(fixture.arena);
}

START_TEST(paths_give_sets_in_document_order)
{
    static const struct claim claims[] = {
        {"$d.name", "web"},
        {"$d.missing.deeper[0].x", ""},
        {"$d.list[*]", "a|B|c"},
        {"$d.list[-1]", "c"},
        {"$d['name']", "web"},
        {"$d..id", "one|two|three"},
        {"$d.steps[?id == 'two'].run", "echo hello"},
        {"$d.steps[?exists(with)].id", "one"},
        {"$d..steps[?@.id != 'one'].id", "two|three"},
        {"$d.on..branches[?@ in ['main', 'x']]", "main"},
        {"$d.inner[?id == 'three']", ""},
        {"$d.name[?@ == 'web']", "web"},
        {"$d.list[?@ == $d.list[0]]", "a"},
        {"$d.name + $d.count + ['x', 'y'] + $d.gone", "web|3|x|y"},
        {"[]", ""},
        {"$nowhere.x", ""},
        {"$d.name == 'web'", "true"},
        {"$d.name == 'x'", ""},
    };
    check_sets(claims, sizeof claims / sizeof *claims);
}
END_TEST

START_TEST(functions_do_what_their_summary_says)
{
    static const struct claim claims[] = {
        {"first($d.gone, $d.list[*], $d.name)", "a"},
        {"count($d.list[*])", "3"},
        {"len($d.name + $d.list + $d.inner)", "3|3|1"},
        {"keys($d.on)", "push"},
        {"values($d.on.push)", "[main, master]"},
        {"keyof($d.steps + $d.name)", "steps|name"},
        {"keys(kv($d.text))", "DEBUG|NAME "},
        {"kv($d.text).DEBUG", "1"},
        {"values(kv($d.text))", "1| a=b"},
        {"lower($d.list[*])", "a|b|c"},
        {"split($d.steps[*].with.names, ',')", "x|y"},
        {"split('a, b', ',')", "a| b"},
        {"split('', ',')", "''"},
        {"split('ab', '')", "ab"},
        {"trim(split(' a , b ', ','))", "a|b"},
        {"grep($d.text, /^([A-Z]+) *=/m)", "DEBUG|NAME"},
        {"grep('aXbX', /X/)", "X|X"},
        {"grep('ab', /x*/)", "''|''|''"},
        {"kind($d.name + $d.list + $d.on + $d.count + $d.flag + $d.nothing)",
         "str|list|map|int|bool|null"},
        {"pathof($d.name)", "d.yml"},
        {"reason($u.text)", "supplied by a secret"},
    };
    check_sets(claims, sizeof claims / sizeof *claims);
}
END_TEST

START_TEST(comparisons_are_on_text_as_written_and_need_one_pair)
{
    static const struct claim claims[] = {
        {"$d.name", "yes"},
        {"$d.gone", "no"},
        {"$d.nothing", "yes"},
        {"not $d.gone", "yes"},
        {"$d.count == 3", "yes"},
        {"$d.count == '3'", "yes"},
        {"$d.flag == false", "yes"},
        {"$d.flag == 'false'", "yes"},
        {"$d.list[*] == 'c'", "yes"},
        {"$d.list[*] != 'c'", "no"},
        {"$d.gone != 'c'", "yes"},
        {"$d.gone == 'c'", "no"},
        {"$d.list == 'c'", "no"},
        {"'c' in $d.list", "yes"},
        {"'C' in $d.list", "no"},
        {"'push' in $d.on", "yes"},
        {"'web' in $d.name", "yes"},
        {"'pull' not in $d.on", "yes"},
        {"not 'push' in $d.on", "no"},
        {"$d.count < 4 and $d.count >= 3 and $d.count > -1 and $d.count <= 3", "yes"},
        {"$d.count < 3", "no"},
        {"$d.name < 3", "no"},
        {"'07' < 8", "yes"},
        {"$d.name =~ /^w/", "yes"},
        {"$d.name !~ /^w/", "no"},
        {"$d.gone !~ /x/", "yes"},
        {"$d.list =~ /a/", "no"},
        {"$d.empty == ''", "yes"},
        {"empty($d.empty)", "yes"},
        {"empty($d.gone)", "yes"},
        {"empty($d.none)", "yes"},
        {"empty($d.nothing)", "yes"},
        {"empty($d.flag)", "no"},
        {"empty($d.empty + $d.name)", "no"},
        {"exists($d.empty)", "yes"},
        {"any($d.steps[*], uses =~ /checkout/)", "yes"},
        {"all($d.steps[*], exists(id))", "yes"},
        {"all($d.steps[*], exists(run))", "no"},
        {"all($d.gone, exists(run))", "yes"},
        {"any($d.gone, exists(run))", "no"},
        {"truthy($d.count)", "yes"},
        {"truthy($d.flag + $d.empty + $d.none)", "no"},
        {"known($d)", "yes"},
        {"glob($d.name, 'w*')", "yes"},
        {"file('deploy/td.json')", "yes"},
        {"file('./deploy/x/../td.json')", "yes"},
        {"file('../td.json')", "no"},
        {"file('td.json')", "no"},
        {"true", "yes"},
    };
    check_conditions(claims, sizeof claims / sizeof *claims);
}
END_TEST

START_TEST(what_an_unknown_may_be_is_maybe_and_what_it_cannot_be_is_no)
{
    static const struct claim claims[] = {
        {"$u.any == 'x'", "maybe"},
        {"$u.any != 'x'", "maybe"},
        {"$u.any == $u.text", "maybe"},
        {"$u.any", "yes"},
        {"$u.any.deeper", "maybe"},
        {"$u.text == ''", "no"},
        {"$u.text == 'x'", "maybe"},
        {"empty($u.text)", "no"},
        {"empty($u.any)", "maybe"},
        {"$u.number == 'x'", "no"},
        {"$u.number == 3", "maybe"},
        {"$u.number < 3", "maybe"},
        {"$u.list == 'x'", "no"},
        {"$u.list =~ /x/", "no"},
        {"'x' in $u.list", "maybe"},
        {"$u.any =~ /x/", "maybe"},
        {"$u.any !~ /x/", "maybe"},
        {"$u.either == 'a'", "maybe"},
        {"$u.either == 'c'", "no"},
        {"$u.either =~ /^[ab]$/", "yes"},
        {"$u.either =~ /c/", "no"},
        {"$u.either in ['a']", "maybe"},
        {"empty($u.either)", "no"},
        {"exists($u.maybe)", "maybe"},
        {"$u.members[?id == 'k']", "yes"},
        {"$u.members[?id == 'z']", "maybe"},
        {"any($u.members[*], id == 'z')", "maybe"},
        {"all($u.members[*], id == 'k')", "maybe"},
        {"all($u.members[*], id == 'z')", "no"},
        {"truthy($u.any)", "maybe"},
        {"truthy($u.text)", "yes"},
        {"known($u.text)", "no"},
        {"known($u.members)", "no"},
        {"known($u.either)", "no"},
        {"file($u.text)", "maybe"},
        {"glob($u.text, '*')", "maybe"},
        {"$u.any == 'x' and $d.gone", "no"},
        {"$u.any == 'x' or $d.name", "yes"},
        {"not ($u.any == 'x')", "maybe"},
        {"count($u.members[?id == 'k']) == 1", "maybe"},
        {"count($u.members[?id == 'k']) == 3", "no"},
        {"kind($u.text) == 'str'", "yes"},
        {"kind($u.any) == 'str'", "maybe"},
        {"'DEBUG' in keys(kv($u.text))", "maybe"},
        {"split($u.text, ',') == 'x'", "maybe"},
        {"len($u.text) > 3", "maybe"},
    };
    check_conditions(claims, sizeof claims / sizeof *claims);
}
END_TEST

START_TEST(possible_members_stay_possible)
{
    static const struct claim claims[] = {
        {"$u.members[?id == 'k'].id", "unknown (supplied by a secret)?|k"},
        {"first($u.members[?id == 'z'], $d.name)", "{id}?|web?"},
        {"$u.either", "a or b"},
        {"lower($u.either)", "a?|b?"},
    };
    check_sets(claims, sizeof claims / sizeof *claims);
}
END_TEST

START_TEST(pieces_keep_their_places)
{
    struct fixture fixture = fixture_new();
    struct pf_set names = pf_eval_set(&fixture.eval, parse(fixture.arena, "keys(kv($d.text))"));
    struct pf_place place = pf_span_start(names.items[1].node->span);
    ck_assert_uint_eq(place.line, 10);
    ck_assert_uint_eq(place.column, 3);
    pf_arena_free(fixture.arena);
}
END_TEST

START_TEST(bindings_hide_roots_and_inner_ones_hide_outer_ones)
{
    struct fixture fixture = fixture_new();
    struct pf_binding bindings[2] = {{.name = PF_STR("d")}, {.name = PF_STR("d")}};
    pf_set_add(fixture.arena, &bindings[0].set, pf_node_int(fixture.arena, 1, (pf_span){0}),
               PF_YES);
    pf_set_add(fixture.arena, &bindings[1].set, pf_node_int(fixture.arena, 2, (pf_span){0}),
               PF_YES);
    fixture.eval.bindings = bindings;
    fixture.eval.binding_count = 2;
    ck_assert_pf_str_eq(show(&fixture, "$d"), PF_STR("2"));
    pf_arena_free(fixture.arena);
}
END_TEST

START_TEST(the_budget_of_visits_ends_an_evaluation_as_maybe)
{
    struct fixture fixture = fixture_new();
    fixture.eval.visits.left = 5;
    const struct pf_expr *expr = parse(fixture.arena, "$d..* == $d..*");
    ck_assert_int_ne(pf_eval_condition(&fixture.eval, expr), PF_YES);
    ck_assert(pf_eval_exhausted(&fixture.eval));
    pf_arena_free(fixture.arena);
}
END_TEST

START_TEST(globs_know_segments)
{
    static const struct {
        const char *pattern, *text;
        bool fits;
    } cases[] = {
        {"*.json", "a.json", true},
        {"*.json", "d/a.json", false},
        {"**/*.json", "a.json", true},
        {"**/*.json", "d/e/a.json", true},
        {"d/**", "d/e/a.json", true},
        {"d/**/a.json", "d/a.json", true},
        {"d/**/a.json", "d/x/y/a.json", true},
        {"d/**/a.json", "d/xa.json", false},
        {"d?", "d/", false},
        {"d?", "de", true},
        {"[a-c]x", "bx", true},
        {"[!a-c]x", "bx", false},
        {"[", "[", true},
        {"", "", true},
        {"", "a", false},
        {"*", "", true},
        {"a*b*c", "aXbYbZc", true},
        {"a*b*c", "aXbYbZ", false},
        {"**a*b", "x/ab/yaxb", true},
        {"web/*", "web/DEBUG", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(pf_glob_match(pf_str_c(cases[i].pattern), pf_str_c(cases[i].text)) ==
                          cases[i].fits,
                      "%s and %s", cases[i].pattern, cases[i].text);
}
END_TEST

Suite *eval_suite(void)
{
    const TTest *const tests[] = {
        paths_give_sets_in_document_order,
        functions_do_what_their_summary_says,
        comparisons_are_on_text_as_written_and_need_one_pair,
        what_an_unknown_may_be_is_maybe_and_what_it_cannot_be_is_no,
        possible_members_stay_possible,
        pieces_keep_their_places,
        bindings_hide_roots_and_inner_ones_hide_outer_ones,
        the_budget_of_visits_ends_an_evaluation_as_maybe,
        globs_know_segments,
        NULL,
    };
    return pf_suite("eval", tests);
}
