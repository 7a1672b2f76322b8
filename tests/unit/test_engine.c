/* Rules at work: bindings, doubt, places, redaction, fixes, limits. */
#include "rules_help.h"

#include "rule/internal.h"

Suite *engine_suite(void);

#define RULE(id, name) "- id: " id "\n  name: " name "\n  severity: error\n  summary: something\n"

static const char taskdef[] = "containerDefinitions:\n"
                              "- name: web\n"
                              "  environment:\n"
                              "  - {name: DEBUG, value: \"False\"}\n"
                              "  - {name: SECRET_KEY, value: \"hunter2-hunter2\"}\n"
                              "- name: proxy\n"
                              "  essential: false\n";

struct bench {
    struct pf_arena *arena;
    struct pf_rules rules;
    struct pf_engine_result result;
};

static struct bench run_on(const char *rules, const struct pf_picture_root *roots, size_t count,
                           struct pf_arena *arena)
{
    struct bench bench = {.arena = arena};
    pf_str text = pf_arena_format(arena, "version: 1\nrules:\n%s", rules);
    bench.rules = rules_of(arena, text.data);
    bench.result = run_rules(arena, &bench.rules, roots, count);
    return bench;
}

static struct bench run_taskdef(const char *rules)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_picture_root root = root_of(arena, "taskdef", yaml_doc(arena, "td.yml", taskdef));
    return run_on(rules, &root, 1, arena);
}

START_TEST(a_rule_finds_says_where_and_names_its_captures)
{
    struct bench bench = run_taskdef(RULE(
        "ABC001", "debug") "  for: {v: \"$taskdef..environment[?name in ['DEBUG']]\"}\n"
                           "  require: $v.value == '0'\n"
                           "  message: \"{v.name} is {v.value}\"\n  at: $v.value\n"
                           "  related: [{at: $v.name, label: \"the name {v.name}\"}]\n"
                           "  key: 'web/{v.name}'\n  help: write 0\n  label: not {v.value}\n"
                           "  fix: {safety: safe, title: set it to 0, set: $v.value, to: '0'}\n");
    ck_assert_uint_eq(bench.result.findings.count, 1);
    const struct pf_finding *finding = bench.result.findings.items[0];
    ck_assert_pf_str_eq(finding->message, PF_STR("DEBUG is False"));
    ck_assert_pf_str_eq(finding->label, PF_STR("not False"));
    ck_assert_pf_str_eq(finding->key, PF_STR("web/DEBUG"));
    ck_assert_pf_str_eq(pf_span_text(finding->span), PF_STR("\"False\""));
    ck_assert_pf_str_eq(finding->related[0].label, PF_STR("the name DEBUG"));
    ck_assert_uint_eq(finding->argument_count, 2);
    ck_assert_pf_str_eq(finding->fix->text, PF_STR("\"0\""));
    ck_assert_pf_str_eq(pf_span_text(finding->fix->span), PF_STR("\"False\""));
    ck_assert(finding->certain && finding->severity == PF_SEVERITY_ERROR);
    ck_assert_uint_eq(bench.result.outcomes[0].bindings, 1);
    pf_arena_free(bench.arena);
}
END_TEST

START_TEST(for_nests_and_parameters_are_walked)
{
    struct bench bench = run_taskdef(
        RULE("ABC002", "missing") "  params: {names: [SECRET_KEY, SENTRY_DSN]}\n"
                                  "  for:\n"
                                  "    c: $taskdef.containerDefinitions[?essential != 'false']\n"
                                  "    n: $names\n"
                                  "  let: {given: '$c.environment[*].name'}\n"
                                  "  require: $n in $given\n"
                                  "  message: container {c.name} has no {n}\n"
                                  "  at: first($c.environment, $c)\n");
    ck_assert_uint_eq(bench.result.findings.count, 1);
    ck_assert_pf_str_eq(bench.result.findings.items[0]->message,
                        PF_STR("container web has no SENTRY_DSN"));
    ck_assert_uint_eq(bench.result.outcomes[0].bindings, 2);
    pf_arena_free(bench.arena);
}
END_TEST

START_TEST(when_skips_and_an_empty_for_is_not_applicable)
{
    struct bench bench = run_taskdef(
        RULE("ABC003", "one") "  for: {c: '$taskdef.containerDefinitions[*]'}\n"
                              "  when: $c.name == 'proxy'\n  forbid: true\n"
                              "  message: '{c.name}'\n" RULE(
                                  "ABC004",
                                  "two") "  for: {c: $workflow}\n  forbid: true\n  message: m\n");
    ck_assert_uint_eq(bench.result.findings.count, 1);
    ck_assert_pf_str_eq(bench.result.findings.items[0]->message, PF_STR("proxy"));
    ck_assert_uint_eq(bench.result.outcomes[1].bindings, 0);
    pf_arena_free(bench.arena);
}
END_TEST

START_TEST(a_redacted_value_appears_in_no_field)
{
    struct bench bench = run_taskdef(
        RULE("ABC005", "clear") "  for: {v: \"$taskdef..environment[?name =~ /SECRET/]\"}\n"
                                "  forbid: $v\n  redact: $v.value\n"
                                "  message: \"{v.name} is {v.value}, as {v}\"\n"
                                "  label: '{v.value}'\n  help: 'not {lower($v.value)}'\n"
                                "  key: '{v.value}'\n"
                                "  related: [{at: $v.value, label: '{split($v.value, \"-\")}'}]\n"
                                "  fix: {safety: safe, title: 'to {v.value}', set: $v.name, to: "
                                "'{v.value}'}\n");
    const struct pf_finding *finding = bench.result.findings.items[0];
    const pf_str fields[] = {finding->message,
                             finding->label,
                             finding->help,
                             finding->key,
                             finding->related[0].label,
                             finding->arguments[1].value,
                             finding->arguments[2].value};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        ck_assert_msg(!pf_str_contains(fields[i], PF_STR("hunter")), "%.*s", PF_ARG(fields[i]));
    ck_assert_pf_str_eq(finding->message, PF_STR("SECRET_KEY is ***, as SECRET_KEY"));
    ck_assert_ptr_null(finding->fix);
    ck_assert_uint_eq(finding->redacted_count, 1);
    ck_assert_pf_str_eq(pf_span_text(finding->redacted[0]), PF_STR("\"hunter2-hunter2\""));
    pf_arena_free(bench.arena);
}
END_TEST

static const struct pf_node *deployment(struct pf_arena *arena, struct pf_node *debug)
{
    struct pf_node *root = pf_node_new(arena, PF_MAP, (pf_span){0});
    struct pf_node *settings = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, settings, PF_STR("DEBUG"), (pf_span){0}, debug);
    pf_node_put(arena, root, PF_STR("settings"), (pf_span){0}, settings);
    return root;
}

static const char debug_rule[] = RULE("ABC006", "debug-on") "  for: {d: $deployment}\n"
                                                            "  forbid: $d.settings.DEBUG == true\n"
                                                            "  message: 'on: {d.settings.DEBUG}'\n"
                                                            "  at: $d.settings.DEBUG\n";

START_TEST(undecided_cases_are_reported_where_the_rule_says_so)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *unknown =
        pf_node_any(arena, PF_KIND_BIT(PF_BOOL), true, PF_STR("a secret"), (pf_span){0});
    struct pf_picture_root root = root_of(arena, "deployment", deployment(arena, unknown));
    struct bench silent = run_on(debug_rule, &root, 1, arena);
    ck_assert_uint_eq(silent.result.findings.count, 0);
    ck_assert_uint_eq(silent.result.undecided, 1);
    pf_str speaking = pf_arena_format(arena, "%s  unknown: warning\n", debug_rule);
    struct bench bench = run_on(speaking.data, &root, 1, arena);
    ck_assert_uint_eq(bench.result.findings.count, 1);
    ck_assert_int_eq(bench.result.findings.items[0]->severity, PF_SEVERITY_WARNING);
    ck_assert(!bench.result.findings.items[0]->certain);
    ck_assert_pf_str_eq(bench.result.findings.items[0]->message, PF_STR("on: unknown (a secret)"));
    ck_assert_ptr_null(bench.result.findings.items[0]->span.file);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_possible_binding_makes_a_breach_possible_at_most)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *list = pf_node_new(arena, PF_SEQ, (pf_span){0});
    struct pf_node *item = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, item, PF_STR("name"), (pf_span){0},
                pf_node_any(arena, PF_KINDS_ALL, true, PF_STR("x"), (pf_span){0}));
    pf_node_append(arena, list, item);
    struct pf_picture_root root = root_of(arena, "taskdef", list);
    struct bench bench =
        run_on(RULE("ABC007", "possible") "  for: {v: \"$taskdef[?name == 'A']\"}\n"
                                          "  forbid: $v\n  message: m\n  unknown: info\n",
               &root, 1, arena);
    ck_assert_uint_eq(bench.result.findings.count, 1);
    ck_assert(!bench.result.findings.items[0]->certain);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_better_finding_covers_the_lesser_one_with_its_key)
{
    static const char rules[] = RULE(
        "ABC008", "better") "  for: {v: '$taskdef..environment[*]'}\n  when: $v.name == 'DEBUG'\n"
                            "  forbid: true\n  message: m\n  key: '{v.name}'\n"
                            "  covers: [ABC009]\n" RULE(
                                "ABC009",
                                "lesser") "  for: {v: '$taskdef..environment[*]'}\n  forbid: true\n"
                                          "  message: m\n  key: '{v.name}'\n";
    struct bench bench = run_taskdef(rules);
    ck_assert_uint_eq(bench.result.findings.count, 2);
    ck_assert_pf_str_eq(bench.result.findings.items[1]->key, PF_STR("SECRET_KEY"));
    pf_arena_free(bench.arena);
}
END_TEST

START_TEST(a_rule_at_its_limit_makes_the_run_incomplete)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *list = pf_node_new(arena, PF_SEQ, (pf_span){0});
    for (int i = 0; i < 1100; i++)
        pf_node_append(arena, list, pf_node_int(arena, i, (pf_span){0}));
    struct pf_picture_root root = root_of(arena, "taskdef", list);
    struct bench bench =
        run_on(RULE("ABC010", "greedy") "  for: {a: '$taskdef[*]', b: '$taskdef[*]'}\n"
                                        "  forbid: $a == -1\n  message: m\n",
               &root, 1, arena);
    ck_assert(bench.result.incomplete);
    ck_assert_uint_eq(bench.result.findings.count, 1);
    ck_assert_pf_str_eq(bench.result.findings.items[0]->rule->id, PF_STR("PFL003"));
    pf_arena_free(arena);
}
END_TEST

static size_t findings_of(size_t places, bool *incomplete)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (size_t i = 0; i < places; i++)
        pf_buffer_add_c(&text, "- x\n");
    pf_buffer_add_byte(&text, '\0');
    struct pf_picture_root root =
        root_of(arena, "taskdef", yaml_doc(arena, "a.yml", pf_buffer_str(&text).data));
    struct bench bench =
        run_on(RULE("ABC011", "many") "  for: {a: '$taskdef[*]'}\n  forbid: true\n  message: m\n",
               &root, 1, arena);
    size_t count = bench.result.findings.count;
    *incomplete = bench.result.incomplete;
    pf_arena_free(arena);
    return count;
}

START_TEST(a_rule_reports_100_places_of_a_file_and_says_when_there_are_more)
{
    bool incomplete;
    ck_assert_uint_eq(findings_of(PF_FINDINGS_PER_RULE_AND_FILE, &incomplete), 100);
    ck_assert(!incomplete);
    ck_assert_uint_eq(findings_of(PF_FINDINGS_PER_RULE_AND_FILE + 1, &incomplete), 101);
    ck_assert(incomplete);
}
END_TEST

START_TEST(rules_that_are_off_do_not_run)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_picture_root root = root_of(arena, "taskdef", yaml_doc(arena, "td.yml", taskdef));
    struct pf_rules rules =
        rules_of(arena, "version: 1\nrules:\n- id: ABC012\n  name: x\n  severity: off\n"
                        "  summary: s\n  for: {t: $taskdef}\n  forbid: true\n  message: m\n");
    ck_assert_uint_eq(run_rules(arena, &rules, &root, 1).outcome_count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(faults_become_findings_of_their_rules)
{
    static const struct {
        enum pf_fault_kind kind;
        const char *id;
        bool incomplete;
    } cases[] = {
        {PF_FAULT_UNREADABLE, "PFL001", true},     {PF_FAULT_UNPARSABLE, "PFL002", true},
        {PF_FAULT_LIMIT, "PFL003", true},          {PF_FAULT_PYTHON_SYNTAX, "PFL004", true},
        {PF_FAULT_DUPLICATE_KEY, "PFL005", false}, {PF_FAULT_SUSPICIOUS, "PFL006", false},
        {PF_FAULT_ALIAS, "PFL002", true},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_rules rules = {0};
    pf_rules_built_in(arena, &rules);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct pf_source *source = pf_source_new(arena, PF_STR("a"), PF_STR("xy"));
        struct pf_faults faults = {0};
        struct pf_findings findings = {0};
        struct pf_fault *fault =
            pf_fault_add(arena, &faults, cases[i].kind, pf_span_of(source, 1, 1), "the words");
        fault->other = pf_span_of(source, 0, 1);
        ck_assert(pf_findings_add_faults(arena, &rules, "task definition", &faults, &findings) ==
                  cases[i].incomplete);
        ck_assert_pf_str_eq(findings.items[0]->rule->id, pf_str_c(cases[i].id));
        ck_assert_pf_str_eq(findings.items[0]->message, PF_STR("the words"));
        ck_assert_pf_str_eq(findings.items[0]->related[0].label, PF_STR("the first one"));
    }
    pf_arena_free(arena);
}
END_TEST

Suite *engine_suite(void)
{
    const TTest *const tests[] = {
        a_rule_finds_says_where_and_names_its_captures,
        for_nests_and_parameters_are_walked,
        when_skips_and_an_empty_for_is_not_applicable,
        a_redacted_value_appears_in_no_field,
        undecided_cases_are_reported_where_the_rule_says_so,
        a_possible_binding_makes_a_breach_possible_at_most,
        the_better_finding_covers_the_lesser_one_with_its_key,
        a_rule_at_its_limit_makes_the_run_incomplete,
        a_rule_reports_100_places_of_a_file_and_says_when_there_are_more,
        rules_that_are_off_do_not_run,
        faults_become_findings_of_their_rules,
        NULL,
    };
    return pf_suite("engine", tests);
}
