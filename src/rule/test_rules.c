/* Runs the examples of rule files. */
#include "rule/test_rules.h"

enum example_kind { EXAMPLE_BAD, EXAMPLE_GOOD, EXAMPLE_TEST };

struct tester {
    const struct pf_rules *rules;
    pf_rule_project_builder *build;
    void *context;
    struct pf_buffer *report;
    struct pf_rule_tests_result result;
};

/* One example, in an arena of its own. */
struct trial {
    struct tester *tester;
    struct pf_arena *arena;
    const struct pf_rule *rule;
    const struct pf_node *example;
    enum example_kind kind;
    struct pf_findings findings; /* of the rule */
};

static void say_place(struct pf_buffer *buffer, pf_span span)
{
    struct pf_place place = pf_span_start(span);
    if (span.file == NULL)
        pf_buffer_add_c(buffer, "the project");
    else
        pf_buffer_format(buffer, "%.*s:%u:%u", PF_ARG(span.file->path), place.line, place.column);
}

/* "rules/djg/x.yaml:30:3: DJG003, 'the variable is missing': …"; false, for returning it. */
static bool fail(struct trial *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static bool fail(struct trial *trial, const char *format, ...)
{
    struct pf_buffer *report = trial->tester->report;
    pf_str name = pf_node_text(pf_node_get(trial->example, "name"));
    va_list args;
    va_start(args, format);
    pf_str words = pf_arena_vformat(trial->arena, format, args);
    va_end(args);
    say_place(report, trial->example->span);
    pf_buffer_format(report, ": %.*s", PF_ARG(trial->rule->card.id));
    if (name.len > 0)
        pf_buffer_format(report, ", '%.*s'", PF_ARG(name));
    pf_buffer_format(report, ": %.*s\n", PF_ARG(words));
    return false;
}

static pf_str say_findings(struct trial *trial)
{
    struct pf_buffer said = pf_buffer_new(trial->arena);
    for (size_t i = 0; i < trial->findings.count; i++) {
        const struct pf_finding *finding = trial->findings.items[i];
        pf_buffer_add_c(&said, i > 0 ? "; " : "");
        say_place(&said, finding->span);
        pf_buffer_format(&said, " (%.*s)", PF_ARG(finding->message));
    }
    if (trial->findings.count == 0)
        pf_buffer_add_c(&said, "nothing");
    return pf_buffer_str(&said);
}

/* "a.yml:3" or "a.yml:3:7" against a finding's place. */
static bool is_at(struct trial *trial, const struct pf_finding *finding, pf_str expected)
{
    struct pf_buffer place = pf_buffer_new(trial->arena);
    say_place(&place, finding->span);
    pf_str whole = pf_buffer_str(&place);
    ptrdiff_t column = pf_str_find_last_byte(whole, ':');
    return pf_str_eq(whole, expected) ||
           (column != PF_STR_NONE && pf_str_eq(pf_str_slice(whole, 0, (size_t)column), expected));
}

/* Each expected place takes one finding; none may be left on either side. */
static bool has_expected(struct trial *trial, const struct pf_node *expect)
{
    size_t count = trial->findings.count;
    bool *taken = PF_NEW_ARRAY(trial->arena, bool, count);
    bool all = expect->count == count;
    for (size_t i = 0; i < expect->count && all; i++) {
        size_t j = 0;
        while (j < count && (taken[j] || !is_at(trial, trial->findings.items[j],
                                                pf_node_text(expect->items[i]))))
            j++;
        all = j < count;
        if (all)
            taken[j] = true;
    }
    struct pf_member member = {expect, PF_YES};
    struct pf_set set = {.items = &member, .count = 1};
    pf_str wanted = pf_capture_words(trial->arena, &set, NULL);
    return all ||
           fail(trial, "expected %.*s, found %.*s", PF_ARG(wanted), PF_ARG(say_findings(trial)));
}

static bool judge_places(struct trial *trial)
{
    const struct pf_node *expect = pf_node_get(trial->example, "expect");
    if (expect != NULL && expect->kind != PF_SEQ)
        return fail(trial, "'expect' is a list of path:line[:column]");
    if (expect != NULL && (expect->count > 0 || trial->kind != EXAMPLE_BAD))
        return has_expected(trial, expect);
    bool finds = trial->findings.count > 0;
    if (trial->kind == EXAMPLE_BAD)
        return finds || fail(trial, "expected a finding, found nothing");
    return !finds || fail(trial, "expected nothing, found %.*s", PF_ARG(say_findings(trial)));
}

static bool judge_message(struct trial *trial)
{
    const struct pf_node *message = pf_node_get(trial->example, "message");
    if (message == NULL)
        return true;
    pf_str said = trial->findings.count == 0 ? (pf_str){0} : trial->findings.items[0]->message;
    return pf_str_eq(said, pf_node_text(message)) ||
           fail(trial, "expected the message '%.*s', found '%.*s'", PF_ARG(pf_node_text(message)),
                PF_ARG(said));
}

/* The rule with the example's parameters; the rule set's own stays as it is. */
static bool set_params(struct trial *trial, struct pf_rule *rule)
{
    const struct pf_node *params = pf_node_get(trial->example, "params");
    struct pf_faults faults = {0};
    *rule = *trial->rule;
    rule->params = PF_NEW_ARRAY(trial->arena, struct pf_rule_param, rule->param_count);
    for (size_t i = 0; i < rule->param_count; i++)
        rule->params[i] = trial->rule->params[i];
    for (size_t i = 0; pf_node_is(params, PF_MAP) && i < params->count; i++)
        pf_rule_set_param(trial->arena, rule, params->items[i]->key->text, params->items[i],
                          &faults);
    return faults.count == 0 || fail(trial, "%.*s", PF_ARG(faults.items[0].message));
}

static void keep_own(struct trial *trial, const struct pf_findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        if (pf_str_eq(findings->items[i]->rule->id, trial->rule->card.id))
            *pf_pile_add(trial->arena, &trial->findings) = findings->items[i];
}

static bool run(struct trial *trial, const struct pf_rule_project *project)
{
    struct pf_rule *rule = PF_NEW(trial->arena, struct pf_rule);
    if (!set_params(trial, rule))
        return false;
    struct pf_rules one = {.items = &rule, .count = 1, .capacity = 1};
    struct pf_engine_input input = {
        .rules = &one,
        .roots = project->roots,
        .root_count = project->root_count,
        .picture = project->picture,
        .has_file = project->has_file,
        .has_file_context = project->has_file_context,
    };
    if (rule->card.severity == PF_SEVERITY_OFF)
        rule->card.severity = PF_SEVERITY_WARNING; /* what is off by default is tested too */
    struct pf_engine_result result = pf_engine_run(trial->arena, &input);
    keep_own(trial, &project->findings);
    keep_own(trial, &result.findings);
    return !result.incomplete || fail(trial, "the rule came to a limit");
}

static void try_example(struct tester *tester, const struct pf_rule *rule,
                        const struct pf_node *example, enum example_kind kind)
{
    struct trial trial = {.tester = tester,
                          .arena = pf_arena_new(NULL),
                          .rule = rule,
                          .example = example,
                          .kind = kind};
    struct pf_rule_project project = {0};
    struct pf_error error = {0};
    bool built =
        tester->build(tester->context, trial.arena, tester->rules, pf_node_get(example, "files"),
                      pf_node_get(example, "given"), &project, &error);
    bool passed = built ? run(&trial, &project) && judge_places(&trial) && judge_message(&trial)
                        : fail(&trial, "%s", error.message);
    *(passed ? &tester->result.passed : &tester->result.failed) += 1;
    pf_arena_free(trial.arena);
}

static void try_examples(struct tester *tester, const struct pf_rule *rule,
                         const struct pf_node *examples, enum example_kind kind)
{
    for (size_t i = 0; examples != NULL && i < examples->count; i++)
        try_example(tester, rule, examples->items[i], kind);
}

/* Does some entry of `tests` expect findings (or none of them)? */
static bool has_test(const struct pf_rule *rule, bool with_findings)
{
    for (size_t i = 0; rule->tests != NULL && i < rule->tests->count; i++) {
        const struct pf_node *expect = pf_node_get(rule->tests->items[i], "expect");
        if ((expect != NULL && expect->count > 0) == with_findings)
            return true;
    }
    return false;
}

static bool has_examples(const struct pf_node *examples)
{
    return examples != NULL && examples->count > 0;
}

static void say_missing(struct tester *tester, const struct pf_rule *rule, const char *kind)
{
    say_place(tester->report, rule->place);
    pf_buffer_format(tester->report, ": %.*s has no %s example\n", PF_ARG(rule->card.id), kind);
}

static void demand_examples(struct tester *tester, const struct pf_rule *rule)
{
    if (rule->internal)
        return;
    if (!has_examples(rule->bad) && !has_test(rule, true)) {
        say_missing(tester, rule, "bad");
        tester->result.without_bad++;
        tester->result.failed++;
    }
    if (!has_examples(rule->good) && !has_test(rule, false)) {
        say_missing(tester, rule, "good");
        tester->result.without_good++;
        tester->result.failed++;
    }
}

struct pf_rule_tests_result pf_rules_test(const struct pf_rules *rules,
                                          pf_rule_project_builder *build, void *context,
                                          struct pf_buffer *report)
{
    struct tester tester = {.rules = rules, .build = build, .context = context, .report = report};
    for (size_t i = 0; i < rules->count; i++) {
        const struct pf_rule *rule = rules->items[i];
        tester.result.rules++;
        try_examples(&tester, rule, rule->bad, EXAMPLE_BAD);
        try_examples(&tester, rule, rule->good, EXAMPLE_GOOD);
        try_examples(&tester, rule, rule->tests, EXAMPLE_TEST);
        demand_examples(&tester, rule);
    }
    return tester.result;
}
