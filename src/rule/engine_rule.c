/* for → let → when → require or forbid → finding. */
#include "rule/engine_rule.h"
#include "rule/keep.h"

enum { RELATED_CAP = 8 /* places of one `related` entry; a reader follows no more */ };

struct run {
    struct pf_arena *arena; /* of the findings */
    struct pf_eval eval;    /* in an arena that is cleared; findings are copied out */
    const struct pf_rule *rule;
    struct pf_findings *findings;
    struct pf_rule_outcome outcome;
};

static void bind(struct pf_eval *eval, pf_str name, struct pf_set set)
{
    eval->bindings[eval->binding_count++] = (struct pf_binding){name, set};
}

/* A list is bound as its items, so that `for: {n: $names}` goes through them. */
static void bind_param(struct pf_eval *eval, const struct pf_rule_param *param)
{
    struct pf_set set = {0};
    if (param->value->kind != PF_SEQ)
        pf_set_add(eval->arena, &set, param->value, PF_YES);
    for (size_t i = 0; param->value->kind == PF_SEQ && i < param->value->count; i++)
        pf_set_add(eval->arena, &set, param->value->items[i], PF_YES);
    bind(eval, param->name, set);
}

static const struct pf_node *first_placed(const struct pf_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].node->span.file != NULL)
            return set->items[i].node;
    return NULL;
}

/* `at`; where that stands nowhere, the innermost `for` variable that stands somewhere. */
static pf_span place_of(struct run *run)
{
    if (run->rule->at != NULL) {
        struct pf_set at = pf_eval_set(&run->eval, run->rule->at);
        const struct pf_node *node = first_placed(&at);
        if (node != NULL)
            return node->span;
    }
    size_t first = run->rule->param_count;
    for (size_t i = first + run->rule->each_count; i-- > first;) {
        const struct pf_node *node = first_placed(&run->eval.bindings[i].set);
        if (node != NULL)
            return node->span;
    }
    return (pf_span){0};
}

struct collected {
    struct pf_arena *arena;
    struct {
        pf_span *items;
        size_t count, capacity;
    } spans;
    struct pf_strs texts;
};

static void collect_secret(const struct pf_node *node, void *context)
{
    struct collected *secrets = context;
    if (!pf_node_is_scalar(node))
        return;
    if (node->span.file != NULL)
        *pf_pile_add(secrets->arena, &secrets->spans) = node->span;
    if (node->text.len > 0)
        *pf_pile_add(secrets->arena, &secrets->texts) = node->text;
}

static struct pf_redaction redaction_of(struct run *run)
{
    struct collected secrets = {.arena = run->eval.arena};
    if (run->rule->redact != NULL) {
        struct pf_set set = pf_eval_set(&run->eval, run->rule->redact);
        for (size_t i = 0; i < set.count; i++)
            pf_node_walk(set.items[i].node, collect_secret, &secrets);
    }
    return (struct pf_redaction){
        .spans = secrets.spans.items,
        .span_count = secrets.spans.count,
        .texts = secrets.texts.items,
        .text_count = secrets.texts.count,
    };
}

static void add_related(struct run *run, const struct pf_redaction *redaction,
                        struct pf_finding *finding)
{
    struct pf_arena *arena = run->eval.arena;
    struct pf_arguments ignored = {0};
    size_t capacity = 0;
    for (size_t i = 0; i < run->rule->related_count; i++) {
        const struct pf_rule_related *related = &run->rule->related[i];
        struct pf_set set = pf_eval_set(&run->eval, related->at);
        for (size_t j = 0; j < set.count && j < RELATED_CAP; j++) {
            if (set.items[j].node->span.file == NULL)
                continue;
            pf_pile_reserve(arena, &finding->related, &capacity, finding->related_count,
                            sizeof *finding->related);
            finding->related[finding->related_count++] = (struct pf_related){
                set.items[j].node->span,
                pf_template_fill(&run->eval, &related->label, redaction, &ignored)};
        }
    }
}

static enum pf_severity severity_of(const struct pf_rule *rule, bool certain)
{
    const struct pf_rule_message *message = &rule->messages[0];
    if (!certain)
        return rule->unknown;
    if (message->has_severity && !rule->severity_is_set)
        return message->severity;
    return rule->card.severity;
}

static void report(struct run *run, bool certain)
{
    const struct pf_rule *rule = run->rule;
    const struct pf_rule_message *words = &rule->messages[0];
    struct pf_redaction redaction = redaction_of(run);
    struct pf_arguments arguments = {0}, ignored = {0};
    struct pf_finding finding = {
        .rule = &rule->card,
        .severity = severity_of(rule, certain),
        .certain = certain,
        .span = place_of(run),
        .message = pf_template_fill(&run->eval, &words->text, &redaction, &arguments),
        .label = pf_template_fill(&run->eval, &words->label, &redaction, &arguments),
        .help = pf_template_fill(&run->eval, &words->help, &redaction, &arguments),
        .key = pf_template_fill(&run->eval, &rule->key, &redaction, &ignored),
        .redacted = redaction.spans,
        .redacted_count = redaction.span_count,
        .secrets = redaction.texts,
        .secret_count = redaction.text_count,
        .fix = pf_engine_fix(&run->eval, rule, &redaction, &arguments),
    };
    finding.arguments = arguments.items;
    finding.argument_count = arguments.count;
    add_related(run, &redaction, &finding);
    pf_findings_add(run->arena, run->findings, pf_finding_keep(run->arena, &finding));
    run->outcome.findings++;
}

static void judge(struct run *run, enum pf_truth applies)
{
    const struct pf_rule *rule = run->rule;
    if (rule->when != NULL)
        applies = pf_truth_and(applies, pf_eval_condition(&run->eval, rule->when));
    if (applies == PF_NO)
        return;
    run->outcome.bindings++;
    enum pf_truth holds = pf_eval_condition(&run->eval, rule->condition);
    enum pf_truth breach = pf_truth_and(applies, rule->forbids ? holds : pf_truth_not(holds));
    if (pf_eval_exhausted(&run->eval))
        return;
    if (breach == PF_MAYBE)
        run->outcome.undecided++;
    if (breach == PF_YES)
        report(run, true);
    else if (breach == PF_MAYBE && rule->reports_unknown && rule->unknown != PF_SEVERITY_OFF)
        report(run, false);
}

static void judge_with_let(struct run *run, enum pf_truth applies)
{
    size_t before = run->eval.binding_count;
    for (size_t i = 0; i < run->rule->let_count; i++)
        bind(&run->eval, run->rule->let[i].name, pf_eval_set(&run->eval, run->rule->let[i].expr));
    judge(run, applies);
    run->eval.binding_count = before;
}

/* Recursion is as deep as the rule has `for` variables: PF_RULE_VARIABLES. */
static void walk(struct run *run, size_t depth, enum pf_truth applies)
{
    if (depth == run->rule->each_count) {
        judge_with_let(run, applies);
        return;
    }
    const struct pf_rule_variable *variable = &run->rule->each[depth];
    struct pf_set set = pf_eval_set(&run->eval, variable->expr);
    for (size_t i = 0; i < set.count && !pf_eval_exhausted(&run->eval); i++) {
        struct pf_set one = {0};
        pf_set_add(run->eval.arena, &one, set.items[i].node, PF_YES);
        bind(&run->eval, variable->name, one);
        walk(run, depth + 1, pf_truth_and(applies, set.items[i].in));
        run->eval.binding_count--;
    }
}

struct pf_rule_outcome pf_engine_run_rule(struct pf_arena *arena, struct pf_arena *scratch,
                                          const struct pf_engine_input *input,
                                          const struct pf_rule *rule, struct pf_findings *findings)
{
    struct run run = {
        .arena = arena,
        .eval = pf_eval_new(scratch),
        .rule = rule,
        .findings = findings,
        .outcome = {.rule = rule},
    };
    run.eval.roots = input->roots;
    run.eval.root_count = input->root_count;
    run.eval.has_file = input->has_file;
    run.eval.has_file_context = input->has_file_context;
    run.eval.bindings = PF_NEW_ARRAY(scratch, struct pf_binding,
                                     rule->param_count + rule->each_count + rule->let_count);
    for (size_t i = 0; i < rule->param_count; i++)
        bind_param(&run.eval, &rule->params[i]);
    walk(&run, 0, PF_YES);
    run.outcome.exhausted = pf_eval_exhausted(&run.eval);
    return run.outcome;
}
