/* The examples in rule files, run as tests. */
#include "rules_help.h"

#include "rule/test_rules.h"

Suite *rule_tests_suite(void);

/* Every file becomes a document of $taskdef; `given: {refuse: …}` is refused. */
static bool build(void *context, struct pf_arena *arena, const struct pf_rules *rules,
                  const struct pf_node *files, const struct pf_node *given,
                  struct pf_rule_project *project, struct pf_error *error)
{
    struct pf_faults faults = {0};
    (void)context;
    if (pf_node_get(given, "refuse") != NULL)
        return pf_error_set(error, PF_EXIT_USAGE, "refused");
    const struct pf_node **nodes = PF_NEW_ARRAY(arena, const struct pf_node *, files->count);
    for (size_t i = 0; i < files->count; i++)
        nodes[i] = pf_yaml_read(
            arena, pf_source_new(arena, files->items[i]->key->text, files->items[i]->text),
            &faults);
    struct pf_picture_root *root = PF_NEW(arena, struct pf_picture_root);
    *root = (struct pf_picture_root){PF_STR("taskdef"), nodes, files->count};
    project->roots = root;
    project->root_count = 1;
    pf_findings_add_faults(arena, rules, "", &faults, &project->findings);
    return true;
}

#define HEAD                                                                                       \
    "version: 1\nrules:\n- id: ABC001\n  name: debug\n  severity: error\n  summary: s\n"           \
    "  params: {off: '0'}\n  for: {v: '$taskdef..DEBUG'}\n  require: $v == $off\n"                 \
    "  message: DEBUG is {v}\n"
#define BOTH "  bad: [{files: {a.yml: 'DEBUG: 1'}}]\n  good: [{files: {a.yml: 'DEBUG: 0'}}]\n"

struct outcome {
    struct pf_rule_tests_result result;
    char report[2048];
};

static struct outcome test(const char *text)
{
    struct outcome outcome;
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = rules_of(arena, text);
    struct pf_buffer report = pf_buffer_new(arena);
    outcome.result = pf_rules_test(&rules, build, NULL, &report);
    size_t len = report.len < sizeof outcome.report ? report.len : sizeof outcome.report - 1;
    for (size_t i = 0; i < len; i++)
        outcome.report[i] = report.data[i];
    outcome.report[len] = '\0';
    pf_arena_free(arena);
    return outcome;
}

START_TEST(examples_that_hold_pass)
{
    struct outcome outcome = test(
        HEAD BOTH "  tests:\n"
                  "  - {files: {a.yml: 'DEBUG: 1', b.yml: 'DEBUG: 0'}, expect: ['a.yml:1']}\n"
                  "  - {files: {a.yml: 'DEBUG: 1'}, expect: ['a.yml:1:8'], message: DEBUG is 1}\n"
                  "  - {files: {a.yml: 'DEBUG: off'}, params: {off: 'off'}}\n"
                  "  - {files: {a.yml: 'DEBUG: 0'}, expect: []}\n");
    ck_assert_str_eq(outcome.report, "");
    ck_assert_uint_eq(outcome.result.passed, 6);
    ck_assert_uint_eq(outcome.result.failed, 0);
    ck_assert_uint_eq(outcome.result.rules, 1);
}
END_TEST

START_TEST(examples_that_do_not_hold_fail_with_what_was_found)
{
    static const struct {
        const char *text, *words;
    } cases[] = {
        {HEAD BOTH "  tests: [{name: x, files: {a.yml: 'DEBUG: 1'}}]\n",
         "rules/test.yaml:13:11: ABC001, 'x': expected nothing, found a.yml:1:8 (DEBUG is 1)"},
        {HEAD BOTH "  tests: [{files: {a.yml: 'DEBUG: 0'}, expect: ['a.yml:1']}]\n",
         "expected [a.yml:1], found nothing"},
        {HEAD BOTH "  tests: [{files: {a.yml: 'DEBUG: 1'}, expect: ['a.yml:2']}]\n",
         "expected [a.yml:2], found a.yml:1:8"},
        {HEAD BOTH "  tests: [{files: {a.yml: 'DEBUG: 1'}, expect: ['a.yml:1', 'a.yml:1']}]\n",
         "expected [a.yml:1, a.yml:1], found a.yml:1:8"},
        {HEAD BOTH "  tests: [{files: {a.yml: 'DEBUG: 1'}, expect: ['a.yml:1'], message: other}]\n",
         "expected the message 'other', found 'DEBUG is 1'"},
        {HEAD BOTH "  tests: [{files: {a.yml: 'DEBUG: 1'}, params: {of: x}}]\n",
         "ABC001 has no parameter 'of'; did you mean 'off'?"},
        {HEAD BOTH "  tests: [{files: {}, given: {refuse: 1}}]\n", "refused"},
        {HEAD "  bad: [{files: {a.yml: 'DEBUG: 0'}}]\n  good: [{files: {a.yml: 'DEBUG: 0'}}]\n",
         "expected a finding, found nothing"},
        {HEAD "  bad: [{files: {a.yml: 'DEBUG: 1'}}]\n  good: [{files: {a.yml: 'DEBUG: 1'}}]\n",
         "expected nothing, found a.yml:1:8"},
        {HEAD "  bad: [{files: {a.yml: 'DEBUG: 1'}}]\n", "ABC001 has no good example"},
        {HEAD "  good: [{files: {a.yml: 'DEBUG: 0'}}]\n", "ABC001 has no bad example"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct outcome outcome = test(cases[i].text);
        ck_assert_msg(outcome.result.failed == 1, "%s: %s", cases[i].words, outcome.report);
        ck_assert_msg(pf_str_contains(pf_str_c(outcome.report), pf_str_c(cases[i].words)), "%s: %s",
                      cases[i].words, outcome.report);
    }
}
END_TEST

START_TEST(internal_rules_are_tested_by_what_reading_found)
{
    struct outcome outcome =
        test("version: 1\nrules:\n- {id: PFL005, name: twice, severity: error, summary: s, "
             "internal: true, messages: {fault: '{message}'}, bad: [{files: {a.yml: "
             "\"A: 1\\nA: 2\"}, expect: ['a.yml:2']}]}\n");
    ck_assert_str_eq(outcome.report, "");
    ck_assert_uint_eq(outcome.result.passed, 1);
}
END_TEST

Suite *rule_tests_suite(void)
{
    const TTest *const tests[] = {
        examples_that_hold_pass,
        examples_that_do_not_hold_fail_with_what_was_found,
        internal_rules_are_tested_by_what_reading_found,
        NULL,
    };
    return pf_suite("rule_tests", tests);
}
