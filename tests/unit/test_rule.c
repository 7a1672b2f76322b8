/* Rule files: what is read, and how strictly. */
#include "rules_help.h"

#include "rule/strict.h"

Suite *rule_suite(void);

#define HEAD                                                                                       \
    "version: 1\nrules:\n- id: ABC001\n  name: a-name\n  severity: error\n  summary: something\n"
#define LOGIC "  for: {c: $taskdef}\n  forbid: $c.x\n  message: m\n"

static pf_str faults_of(struct pf_arena *arena, const char *text, bool built_in)
{
    struct pf_rules rules = {0};
    struct pf_faults faults = {0};
    bool is_read = pf_rule_file_read(arena, pf_source_new(arena, PF_STR("r.yaml"), pf_str_c(text)),
                                     built_in, &rules, &faults);
    ck_assert_msg(is_read == (faults.count == 0), "%s", text);
    ck_assert_msg(is_read || rules.count == 0, "%s", text);
    return pf_rule_faults_text(arena, &faults);
}

START_TEST(everything_a_rule_may_say_is_read)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = rules_of(
        arena, HEAD "  docs: why\n  tags: [security]\n  security-severity: '7.5'\n  since: '0.1'\n"
                    "  params: {names: [A, B], pattern: '^x'}\n"
                    "  for: {c: $taskdef, n: $names}\n  let: {given: '$c.environment[*].name'}\n"
                    "  when: $c.name !~ $pattern\n  require: $n in $given\n"
                    "  message: container {c.name} has no {n}\n  label: here\n  help: add {n}\n"
                    "  at: first($c.environment, $c)\n"
                    "  related: [{at: $c.name, label: this one}]\n  key: '{c.name}/{n}'\n"
                    "  redact: $c.secret\n  unknown: warning\n"
                    "  fix: {safety: safe, title: t, set: $c.name, to: '{n}'}\n"
                    "  covers: [ABC002]\n  references: [https://example.org]\n  see: [ABC003]\n"
                    "  bad: [{files: {a: b}}]\n  good: [{files: {a: b}, expect: []}]\n");
    ck_assert_uint_eq(rules.count, 1);
    const struct pf_rule *rule = rules.items[0];
    ck_assert_pf_str_eq(rule->card.name, PF_STR("a-name"));
    ck_assert_int_eq(rule->card.severity, PF_SEVERITY_ERROR);
    ck_assert_uint_eq(rule->each_count, 2);
    ck_assert_uint_eq(rule->let_count, 1);
    ck_assert(rule->reports_unknown && rule->unknown == PF_SEVERITY_WARNING);
    ck_assert(rule->fix->safety == PF_FIX_SAFE && rule->fix->set != NULL);
    ck_assert_uint_eq(rule->messages[0].text.count, 4);
    ck_assert_uint_eq(rule->good->count, 1);
    ck_assert(rule->params[1].is_pattern && !rule->params[0].is_pattern);
    pf_arena_free(arena);
}
END_TEST

START_TEST(what_is_wrong_is_said_with_place_and_suggestion)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", "r.yaml:1:1: the rule file is empty"},
        {"- a\n", "r.yaml:1:1: a rule file is a mapping, not a list"},
        {"version: 2\nrules: []\n", "r.yaml:1:10: this preflight reads rule files of version 1"},
        {"rules: []\n", "'version' is missing"},
        {"version: 1\n", "'rules' is missing"},
        {"version: 1\nrule: []\n",
         "r.yaml:2:1: a rule file has no key 'rule'; did you mean 'rules'?"},
        {HEAD LOGIC "  sumary: x\n",
         "r.yaml:10:3: a rule has no key 'sumary'; did you mean 'summary'?"},
        {HEAD LOGIC "  name: x\n", "r.yaml:10:3: the key 'name' stands here a second time"},
        {"version: 1\nrules:\n- id: abc1\n  name: x\n  severity: error\n  summary: s\n" LOGIC,
         "r.yaml:3:7: 'abc1' is no id"},
        {"version: 1\nrules:\n- id: DJG900\n  name: x\n  severity: error\n  summary: s\n" LOGIC,
         "'DJG' is a family of preflight's own"},
        {"version: 1\nrules:\n- id: ABC001\n  name: A_b\n  severity: error\n  summary: s\n" LOGIC,
         "r.yaml:4:9: a name is small letters"},
        {"version: 1\nrules:\n- id: ABC001\n  name: x\n  severity: bad\n  summary: s\n" LOGIC,
         "r.yaml:5:13: 'severity' is error, warning, info or off"},
        {HEAD "  for: {c: $taskdef}\n  message: m\n", "exactly one of 'require', 'forbid'"},
        {HEAD LOGIC "  require: $c\n", "exactly one of 'require', 'forbid'"},
        {HEAD "  check: nothing_such\n  message: m\n", "for rules that come with preflight"},
        {HEAD "  forbid: $taskdef.x\n  message: m\n", "a rule without 'for' needs 'at'"},
        {HEAD "  for: {c: $taskdfe}\n  forbid: $c\n  message: m\n",
         "r.yaml:7:12: nothing is called $taskdfe here; did you mean $taskdef?"},
        {HEAD "  for:\n    c: >-\n      $taskdef\n      .x == $oops\n  forbid: $c\n  message: m\n",
         "r.yaml:10:13: nothing is called $oops"},
        {HEAD "  for: {c: $taskdef}\n  forbid: $c.x =~ /a(/\n  message: m\n",
         "r.yaml:8:22: in this pattern"},
        {HEAD "  for: {c: $taskdef}\n  forbid: $c.x =~ $c\n  message: m\n", "$c is no parameter"},
        {HEAD "  params: {p: ['a(']}\n  for: {c: $taskdef}\n  forbid: $c.x =~ $p\n  message: m\n",
         "r.yaml:7:16: in this pattern, after 2 bytes"},
        {HEAD "  for: {c: $taskdef}\n  forbid: $c\n  message: a {d.name}\n",
         "r.yaml:9:15: nothing is called $d here"},
        {HEAD "  for: {c: $taskdef}\n  forbid: $c\n  message: a {c.name\n", "'}' is missing"},
        {HEAD "  for: {c: $taskdef}\n  forbid: $c\n", "a rule has 'message'"},
        {HEAD "  for: {taskdef: $workflow}\n  forbid: $taskdef\n  message: m\n",
         "r.yaml:7:9: $taskdef is already something"},
        {HEAD "  for: {1c: $taskdef}\n  forbid: $taskdef\n  message: m\n", "'1c' is no name"},
        {HEAD "  for: {c: [$taskdef]}\n  forbid: $c\n  message: m\n",
         "an expression is a text, not a list"},
        {HEAD "  for: {c: \"$taskdef == 'x'\"}\n  forbid: $c\n  message: m\n",
         "'for' takes values, not a condition"},
        {HEAD LOGIC "  at: $c == 1\n", "'at' takes values, not a condition"},
        {HEAD LOGIC "  related: {at: $c, label: x}\n", "'related' is a list"},
        {HEAD LOGIC "  related: [{at: $c}]\n", "has 'at' and 'label'"},
        {HEAD LOGIC "  fix: {safety: maybe, title: t, text: x}\n", "'safety' is safe, unsafe"},
        {HEAD LOGIC "  fix: {safety: safe, title: t, text: x}\n", "only a suggestion can do"},
        {HEAD LOGIC "  fix: {safety: safe, title: t, set: $c}\n", "'set' and 'to' come together"},
        {HEAD LOGIC "  bad: {files: {}}\n", "'bad' is a list of examples"},
        {HEAD LOGIC "  bad: [{file: {}}]\n", "an example has no key 'file'; did you mean 'files'?"},
        {HEAD LOGIC "  unknown: maybe\n", "'unknown' is error, warning, info or off"},
        {HEAD LOGIC "  unsuppressable: true\n", "for rules that come with preflight"},
        {HEAD LOGIC "  tags: {a: b}\n", "'tags' is a list, not a map"},
        {HEAD LOGIC "  docs: [x]\n", "'docs' is a text, not a list"},
        {HEAD "  for: {c: $taskdef}\n  forbid: *c\n  message: m\n", "must be quoted"},
        {"version: 1\nrules:\n- x\n", "a rule is a mapping, not a str"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str words = faults_of(arena, cases[i].text, false);
        ck_assert_msg(pf_str_contains(words, pf_str_c(cases[i].words)), "%s---\n%.*s---\n%s",
                      cases[i].text, PF_ARG(words), cases[i].words);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_id_or_name_can_be_taken_once)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    static const char *const seconds[] = {
        "- id: ABC001\n  name: other\n  severity: error\n  summary: s\n" LOGIC,
        "- id: ABC002\n  name: a-name\n  severity: error\n  summary: s\n" LOGIC,
    };
    for (size_t i = 0; i < 2; i++) {
        struct pf_rules rules = {0};
        struct pf_faults faults = {0};
        pf_str text = pf_arena_format(arena, "%s%s%s", HEAD, LOGIC, seconds[i]);
        ck_assert(!pf_rule_file_read(arena, pf_source_new(arena, PF_STR("r.yaml"), text), false,
                                     &rules, &faults));
        ck_assert_uint_eq(rules.count, 1);
        ck_assert(pf_str_contains(faults.items[0].message, PF_STR("there is already a rule")));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(parameters_are_set_only_to_values_of_their_kind)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = rules_of(arena, HEAD "  params: {names: [A], limit: 3, pattern: x}\n"
                                                 "  for: {c: $taskdef}\n"
                                                 "  forbid: $c =~ $pattern\n  message: m\n");
    struct pf_rule *rule = rules.items[0];
    struct pf_faults faults = {0};
    const struct pf_node *values =
        yaml_doc(arena, "c.yml", "list: [B]\ntext: abc\nnumber: 4\nbad: 'a('\n");
    const struct pf_node *list = pf_node_get(values, "list"), *text = pf_node_get(values, "text");
    ck_assert(pf_rule_set_param(arena, rule, PF_STR("names"), list, &faults));
    ck_assert_ptr_eq(pf_rule_param(rule, PF_STR("names")), list);
    ck_assert(pf_rule_set_param(arena, rule, PF_STR("limit"), text, &faults));
    ck_assert(!pf_rule_set_param(arena, rule, PF_STR("names"), text, &faults));
    ck_assert(!pf_rule_set_param(arena, rule, PF_STR("nams"), list, &faults));
    ck_assert(pf_str_contains(faults.items[1].message, PF_STR("did you mean 'names'?")));
    const struct pf_node *bad = pf_node_get(values, "bad");
    ck_assert(!pf_rule_set_param(arena, rule, PF_STR("pattern"), bad, &faults));
    ck_assert_pf_str_eq(pf_rule_param(rule, PF_STR("pattern"))->text, PF_STR("x"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_built_in_rules_are_sound_and_sorted)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = {0};
    pf_rules_built_in(arena, &rules);
    ck_assert_uint_ge(rules.count, 11);
    for (size_t i = 1; i < rules.count; i++)
        ck_assert_int_lt(pf_str_compare(rules.items[i - 1]->card.id, rules.items[i]->card.id), 0);
    ck_assert_ptr_nonnull(pf_rules_find(&rules, PF_STR("unused-suppression")));
    ck_assert_ptr_null(pf_rules_find(&rules, PF_STR("PFL000")));
    ck_assert_pf_str_eq(pf_rules_nearest(&rules, PF_STR("unused-supression")),
                        PF_STR("unused-suppression"));
    ck_assert_uint_eq(pf_rules_nearest(&rules, PF_STR("something-else-altogether")).len, 0);
    pf_arena_free(arena);
}
END_TEST

/* Of an expression over one root, `$root` is all that its dollar signs begin. */
static void assert_walks(const struct pf_rule *whole, pf_str root)
{
    if (root.len == 0)
        return;
    ck_assert_uint_gt(whole->each_count, 0);
    pf_str before, rest = whole->each[0].expr->text->text;
    while (pf_str_cut(rest, '$', &before, &rest))
        ck_assert_msg(pf_str_starts(rest, root) &&
                          (rest.len == root.len || !pf_is_name(rest.data[root.len])),
                      "%.*s does not walk %.*s alone", PF_ARG(whole->card.id), PF_ARG(root));
}

START_TEST(a_built_in_rule_is_known_by_its_card_as_its_file_says_it)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules whole = {0}, brief = {0};
    pf_rules_built_in(arena, &whole);
    pf_rules_built_in_to_run(arena, &brief);
    ck_assert_uint_eq(whole.count, brief.count);
    for (size_t i = 0; i < whole.count; i++) {
        const struct pf_rule *a = whole.items[i], *b = brief.items[i];
        ck_assert_ptr_nonnull(b->unread);
        ck_assert_pf_str_eq(b->card.id, a->card.id);
        ck_assert_pf_str_eq(b->card.name, a->card.name);
        ck_assert_int_eq(b->card.severity, a->card.severity);
        ck_assert_uint_eq(b->card.tag_count, a->card.tag_count);
        for (size_t k = 0; k < a->card.tag_count; k++)
            ck_assert_pf_str_eq(b->card.tags[k], a->card.tags[k]);
        ck_assert(b->check == a->check && b->internal == a->internal &&
                  b->unsuppressable == a->unsuppressable && b->built_in == a->built_in);
        assert_walks(a, b->walks);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_rule_that_walks_a_root_judges_nothing_without_it)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules whole = {0}, brief = {0}, walking = {0};
    pf_rules_built_in(arena, &whole);
    pf_rules_built_in_to_run(arena, &brief);
    for (size_t i = 0; i < whole.count; i++)
        if (brief.items[i]->walks.len > 0)
            *pf_pile_add(arena, &walking) = whole.items[i];
    ck_assert_uint_gt(walking.count, 0);
    struct pf_engine_input input = {.rules = &walking};
    struct pf_engine_result result = pf_engine_run(arena, &input);
    ck_assert_uint_eq(result.findings.count, 0);
    ck_assert(!result.incomplete);
    for (size_t i = 0; i < result.outcome_count; i++)
        ck_assert_uint_eq(result.outcomes[i].bindings, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(reading_a_rule_keeps_what_the_configuration_has_set)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = {0};
    pf_rules_built_in_to_run(arena, &rules);
    struct pf_rule *rule = rules.items[0];
    const struct pf_rule_card *card = &rule->card;
    rule->card.severity = PF_SEVERITY_INFO;
    rule->severity_is_set = true;
    pf_rule_read(rule);
    ck_assert_ptr_null(rule->unread);
    ck_assert_ptr_eq(card, &rules.items[0]->card);
    ck_assert_int_eq(card->severity, PF_SEVERITY_INFO);
    ck_assert(rule->severity_is_set && card->summary.len > 0);
    rule->severity_is_set = false;
    pf_rule_read(rule);
    ck_assert(!rule->severity_is_set);
    pf_arena_free(arena);
}
END_TEST

START_TEST(built_in_rules_are_the_same_without_their_examples)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules whole = {0}, brief = {0};
    pf_rules_built_in(arena, &whole);
    pf_rules_built_in_to_run(arena, &brief);
    ck_assert_uint_eq(whole.count, brief.count);
    for (size_t i = 0; i < whole.count; i++) {
        const struct pf_rule *a = whole.items[i], *b = brief.items[i];
        pf_rule_read(b);
        ck_assert_pf_str_eq(b->card.id, a->card.id);
        ck_assert_pf_str_eq(b->card.docs, a->card.docs);
        ck_assert_pf_str_eq(b->exceptions, a->exceptions);
        ck_assert_msg(
            a->param_count == b->param_count && a->message_count == b->message_count &&
                a->related_count == b->related_count && a->covers.count == b->covers.count &&
                a->references.count == b->references.count &&
                a->related_rules.count == b->related_rules.count && a->key.count == b->key.count &&
                (a->at == NULL) == (b->at == NULL) && (a->fix == NULL) == (b->fix == NULL) &&
                (a->redact == NULL) == (b->redact == NULL) &&
                a->reports_unknown == b->reports_unknown &&
                a->unsuppressable == b->unsuppressable && a->reads.count == b->reads.count,
            "%.*s has keys behind its examples", PF_ARG(a->card.id));
        ck_assert(b->bad == NULL && b->good == NULL && b->tests == NULL);
    }
    pf_arena_free(arena);
}
END_TEST

/* One rule with `count` variables in `for`. */
static pf_str rule_with_variables(struct pf_arena *arena, size_t count)
{
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, HEAD "  for:\n");
    for (size_t i = 0; i < count; i++)
        pf_buffer_format(&text, "    v%zu: $taskdef\n", i);
    pf_buffer_add_c(&text, "  forbid: $v0\n  message: m\n");
    return pf_arena_str(arena, pf_buffer_str(&text));
}

START_TEST(a_rule_may_have_32_variables_and_no_more)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str just = faults_of(arena, rule_with_variables(arena, PF_RULE_VARIABLES).data, false);
    pf_str over = faults_of(arena, rule_with_variables(arena, PF_RULE_VARIABLES + 1).data, false);
    ck_assert_uint_eq(just.len, 0);
    ck_assert(pf_str_contains(over, PF_STR("more than 32 variables")));
    pf_arena_free(arena);
}
END_TEST

static size_t rules_read_of(struct pf_arena *arena, size_t count)
{
    struct pf_buffer text = pf_buffer_new(arena);
    struct pf_rules rules = {0};
    struct pf_faults faults = {0};
    pf_buffer_add_c(&text, "version: 1\nrules:\n");
    for (size_t i = 0; i < count; i++)
        pf_buffer_format(&text,
                         "- {id: A%c%c%03zu, name: r%zu, severity: info, summary: s, for: {t: "
                         "$taskdef}, forbid: $t, message: m}\n",
                         'A', 'A' + (int)(i / 1000), i % 1000, i);
    pf_rule_file_read(arena, pf_source_new(arena, PF_STR("r.yaml"), pf_buffer_str(&text)), false,
                      &rules, &faults);
    ck_assert_uint_eq(rules.count, count > PF_RULES_CAP ? PF_RULES_CAP : count);
    return faults.count;
}

START_TEST(there_may_be_1000_rules_and_no_more)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(rules_read_of(arena, PF_RULES_CAP), 0);
    ck_assert_uint_eq(rules_read_of(arena, PF_RULES_CAP + 1), 1);
    pf_arena_free(arena);
}
END_TEST

START_TEST(roots_stand_in_byte_order)
{
    for (size_t i = 1; i < pf_rule_root_count; i++)
        ck_assert_int_lt(pf_str_compare(pf_rule_roots[i - 1], pf_rule_roots[i]), 0);
}
END_TEST

Suite *rule_suite(void)
{
    const TTest *const tests[] = {
        everything_a_rule_may_say_is_read,
        what_is_wrong_is_said_with_place_and_suggestion,
        an_id_or_name_can_be_taken_once,
        parameters_are_set_only_to_values_of_their_kind,
        the_built_in_rules_are_sound_and_sorted,
        a_built_in_rule_is_known_by_its_card_as_its_file_says_it,
        a_rule_that_walks_a_root_judges_nothing_without_it,
        reading_a_rule_keeps_what_the_configuration_has_set,
        built_in_rules_are_the_same_without_their_examples,
        a_rule_may_have_32_variables_and_no_more,
        there_may_be_1000_rules_and_no_more,
        roots_stand_in_byte_order,
        NULL,
    };
    return pf_suite("rule", tests);
}
