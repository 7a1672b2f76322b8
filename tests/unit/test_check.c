/* Checks written in C: what they report comes out in their rule's words. */
#include "rules_help.h"

#include "rule/check.h"

Suite *check_suite(void);

static const char rule_text[] =
    "version: 1\nrules:\n- id: DJG900\n  name: a-check\n  severity: error\n  summary: s\n"
    "  internal: true\n  params: {names: [A, B], one: C}\n"
    "  messages:\n    plain: 'plain {value}'\n"
    "    soft: {text: 'soft {value}', severity: warning, label: 'l {value}', help: h}\n"
    "  related: {read: 'read as {value}'}\n  unknown: info\n  help: for all\n"
    "  fix: {safety: unsafe, title: 'write {value}'}\n";

struct bench {
    struct pf_arena *arena;
    struct pf_rules rules;
    struct pf_rule *rule;
    struct pf_engine_result result;
};

static const char document[] = "secret: hunter2-hunter2\nother: x\n";

static struct bench run_check(pf_check *check, const char *unknown)
{
    struct bench bench = {.arena = pf_arena_new(NULL)};
    bench.rules = rules_of(bench.arena, rule_text);
    bench.rule = bench.rules.items[0];
    struct pf_check_entry *entry = PF_NEW(bench.arena, struct pf_check_entry);
    *entry = (struct pf_check_entry){PF_STR_INIT("a_check"), check};
    bench.rule->internal = false;
    bench.rule->check = entry;
    bench.rule->reports_unknown = unknown != NULL;
    struct pf_picture_root root =
        root_of(bench.arena, "taskdef", yaml_doc(bench.arena, "td.yml", document));
    bench.result = run_rules(bench.arena, &bench.rules, &root, 1);
    return bench;
}

static const struct pf_node *node_of(const struct pf_check_context *context, const char *key)
{
    struct pf_picture_root root = pf_check_root(context, "taskdef");
    ck_assert_uint_eq(root.count, 1);
    return pf_node_get(root.nodes[0], key);
}

static void report_twice(struct pf_check_context *context)
{
    const struct pf_node *other = node_of(context, "other");
    struct pf_report *plain = pf_check_report(context, "plain", other->span);
    pf_report_value(plain, "value", other);
    pf_report_related(plain, "read", other->key->span);
    pf_report_related(plain, "read", (pf_span){0});
    pf_report_key(plain, "%s/%d", "web", 1);
    pf_report_fix(plain, other->span, PF_STR("y"));
    struct pf_report *soft = pf_check_report(context, "soft", (pf_span){0});
    pf_report_argument(soft, "value", PF_STR("v"));
    pf_report_argument(soft, "unused", PF_STR("u"));
}

START_TEST(reports_come_out_in_the_words_of_the_rule)
{
    struct bench bench = run_check(report_twice, NULL);
    ck_assert_uint_eq(bench.result.findings.count, 2);
    const struct pf_finding *plain = bench.result.findings.items[0];
    const struct pf_finding *soft = bench.result.findings.items[1];
    ck_assert_pf_str_eq(plain->message, PF_STR("plain x"));
    ck_assert_int_eq(plain->severity, PF_SEVERITY_ERROR);
    ck_assert_uint_eq(plain->related_count, 1);
    ck_assert_pf_str_eq(plain->related[0].label, PF_STR("read as x"));
    ck_assert_pf_str_eq(plain->help, PF_STR("for all"));
    ck_assert_pf_str_eq(plain->key, PF_STR("web/1"));
    ck_assert_pf_str_eq(plain->fix->title, PF_STR("write x"));
    ck_assert_int_eq(plain->fix->safety, PF_FIX_UNSAFE);
    ck_assert_pf_str_eq(soft->label, PF_STR("l v"));
    ck_assert_pf_str_eq(soft->help, PF_STR("h"));
    ck_assert_int_eq(soft->severity, PF_SEVERITY_WARNING);
    ck_assert_uint_eq(soft->argument_count, 2);
    pf_arena_free(bench.arena);
}
END_TEST

START_TEST(the_configurations_severity_holds_for_all_variants)
{
    struct bench bench = run_check(report_twice, NULL);
    bench.rule->card.severity = PF_SEVERITY_INFO;
    bench.rule->severity_is_set = true;
    struct pf_picture_root root =
        root_of(bench.arena, "taskdef", yaml_doc(bench.arena, "td.yml", document));
    bench.result = run_rules(bench.arena, &bench.rules, &root, 1);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(bench.result.findings.items[i]->severity, PF_SEVERITY_INFO);
    pf_arena_free(bench.arena);
}
END_TEST

static void report_possible(struct pf_check_context *context)
{
    struct pf_report *report = pf_check_report(context, "plain", node_of(context, "other")->span);
    pf_report_value(report, "value", NULL);
    pf_report_possible(report);
}

START_TEST(possible_reports_need_the_rules_unknown)
{
    struct bench silent = run_check(report_possible, NULL);
    ck_assert_uint_eq(silent.result.findings.count, 0);
    ck_assert_uint_eq(silent.result.undecided, 1);
    pf_arena_free(silent.arena);
    struct bench bench = run_check(report_possible, "info");
    ck_assert_uint_eq(bench.result.findings.count, 1);
    ck_assert_int_eq(bench.result.findings.items[0]->severity, PF_SEVERITY_INFO);
    ck_assert_pf_str_eq(bench.result.findings.items[0]->message, PF_STR("plain nothing"));
    pf_arena_free(bench.arena);
}
END_TEST

/* The redaction comes last, and still holds for what was said before. */
static void report_secret(struct pf_check_context *context)
{
    const struct pf_node *secret = node_of(context, "secret");
    struct pf_report *report = pf_check_report(context, "soft", secret->span);
    pf_report_argument(report, "value",
                       pf_arena_format(context->arena, "<%.*s>", PF_ARG(secret->text)));
    pf_report_related(report, "read", secret->span);
    pf_report_key(report, "%.*s", PF_ARG(secret->text));
    pf_report_fix(report, secret->span, secret->text);
    pf_report_redact(report, secret);
}

START_TEST(what_is_redacted_appears_in_no_field)
{
    struct bench bench = run_check(report_secret, NULL);
    const struct pf_finding *finding = bench.result.findings.items[0];
    ck_assert_pf_str_eq(finding->message, PF_STR("soft <***>"));
    ck_assert_pf_str_eq(finding->label, PF_STR("l <***>"));
    ck_assert_pf_str_eq(finding->key, PF_STR("***"));
    ck_assert_pf_str_eq(finding->related[0].label, PF_STR("read as <***>"));
    ck_assert_pf_str_eq(finding->arguments[0].value, PF_STR("<***>"));
    ck_assert_ptr_null(finding->fix);
    ck_assert_uint_eq(finding->redacted_count, 1);
    pf_arena_free(bench.arena);
}
END_TEST

static void ask_params(struct pf_check_context *context)
{
    ck_assert(pf_check_param_has(context, "names", PF_STR("B")));
    ck_assert(!pf_check_param_has(context, "names", PF_STR("C")));
    ck_assert(pf_check_param_has(context, "one", PF_STR("C")));
    ck_assert(!pf_check_param_has(context, "none", PF_STR("C")));
    ck_assert_ptr_null(pf_check_param(context, "none"));
    ck_assert_uint_eq(pf_check_root(context, "none").count, 0);
}

START_TEST(parameters_and_roots_are_asked_by_name)
{
    struct bench bench = run_check(ask_params, NULL);
    ck_assert_uint_eq(bench.result.findings.count, 0);
    pf_arena_free(bench.arena);
}
END_TEST

START_TEST(checks_are_found_by_name_and_stand_in_byte_order)
{
    ck_assert_ptr_null(pf_check_find(PF_STR("no_such_check")));
    ck_assert_ptr_null(pf_check_find(PF_STR("")));
    for (size_t i = 0; i < pf_check_count; i++) {
        pf_str name = pf_checks[i].name;
        ck_assert_ptr_eq(pf_check_find(name), &pf_checks[i]);
        ck_assert(i == 0 || pf_str_compare(pf_checks[i - 1].name, name) < 0);
    }
}
END_TEST

Suite *check_suite(void)
{
    const TTest *const tests[] = {
        reports_come_out_in_the_words_of_the_rule,
        the_configurations_severity_holds_for_all_variants,
        possible_reports_need_the_rules_unknown,
        what_is_redacted_appears_in_no_field,
        parameters_and_roots_are_asked_by_name,
        checks_are_found_by_name_and_stand_in_byte_order,
        NULL,
    };
    return pf_suite("check", tests);
}
