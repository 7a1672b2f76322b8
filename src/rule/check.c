/* Checks in C: their reports → findings in the rule's words. */
#include "rule/check_run.h"
#include "rule/internal.h"
#include "rule/keep.h"

/* An argument's value in words is made when all redactions are known. */
struct draft_argument {
    pf_str name, value;
    const struct pf_node *node;
    bool is_node;
};

enum { USUAL_ARGUMENTS = 6 };

struct pf_report {
    struct pf_arena *arena;
    const struct pf_rule *rule;
    const struct pf_rule_message *message;
    struct pf_finding finding;
    struct {
        struct draft_argument *items;
        size_t count, capacity;
    } arguments;
    struct {
        struct pf_related *items;
        size_t count, capacity;
    } related;
    struct {
        pf_span *items;
        size_t count, capacity;
    } redacted_spans;
    struct pf_strs redacted_texts;
    const struct pf_rule_related **related_rules; /* beside `related` */
    size_t related_capacity;
    const struct pf_fix **next_edit;              /* where the next one of the fix belongs */
    struct draft_argument first[USUAL_ARGUMENTS]; /* more are put elsewhere */
};

struct pf_check_run {
    struct {
        struct pf_report **items;
        size_t count, capacity;
    } reports;
};

struct pf_report *pf_check_report(struct pf_check_context *context, const char *message,
                                  pf_span span)
{
    const struct pf_rule *rule = context->rule;
    struct pf_report *report = PF_NEW(context->arena, struct pf_report);
    report->arena = context->arena;
    report->rule = rule;
    report->message = pf_rule_message_named(rule, pf_str_c(message));
    if (report->message == NULL)
        pf_die("%.*s has no message '%s'", PF_ARG(rule->card.id), message);
    report->finding = (struct pf_finding){.rule = &rule->card, .certain = true, .span = span};
    report->next_edit = &report->finding.fix;
    report->arguments.items = report->first;
    report->arguments.capacity = USUAL_ARGUMENTS;
    *pf_pile_add(context->arena, &context->run->reports) = report;
    return report;
}

bool pf_check_has_message(const struct pf_check_context *context, const char *message)
{
    return pf_rule_message_named(context->rule, pf_str_c(message)) != NULL;
}

static struct draft_argument *argument_named(struct pf_report *report, const char *name)
{
    pf_str wanted = pf_str_c(name);
    for (size_t i = 0; i < report->arguments.count; i++)
        if (pf_str_eq(report->arguments.items[i].name, wanted))
            return &report->arguments.items[i];
    struct draft_argument *argument = pf_pile_add(report->arena, &report->arguments);
    argument->name = wanted;
    return argument;
}

void pf_report_argument(struct pf_report *report, const char *name, pf_str value)
{
    struct draft_argument *argument = argument_named(report, name);
    argument->value = value;
    argument->is_node = false;
}

void pf_report_bearer(struct pf_report *report, pf_str words, bool ranks)
{
    report->finding.bearer = words;
    report->finding.bearer_ranks = ranks;
}

void pf_report_value(struct pf_report *report, const char *name, const struct pf_node *value)
{
    struct draft_argument *argument = argument_named(report, name);
    argument->node = value;
    argument->is_node = true;
}

static const struct pf_rule_related *related_named(const struct pf_rule *rule, const char *name)
{
    for (size_t i = 0; i < rule->related_count; i++)
        if (pf_str_eq(rule->related[i].name, pf_str_c(name)))
            return &rule->related[i];
    pf_die("%.*s has no related place '%s'", PF_ARG(rule->card.id), name);
}

void pf_report_related(struct pf_report *report, const char *name, pf_span span)
{
    const struct pf_rule_related *words = related_named(report->rule, name);
    if (span.file == NULL)
        return;
    size_t at = report->related.count;
    *pf_pile_add(report->arena, &report->related) = (struct pf_related){.span = span};
    pf_pile_reserve(report->arena, &report->related_rules, &report->related_capacity, at,
                    sizeof(struct pf_rule_related *));
    report->related_rules[at] = words;
}

void pf_report_key(struct pf_report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report->finding.key = pf_arena_vformat(report->arena, format, args);
    va_end(args);
}

void pf_report_twin_key(struct pf_report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report->finding.twin_key = pf_arena_vformat(report->arena, format, args);
    va_end(args);
}

void pf_report_possible(struct pf_report *report)
{
    report->finding.certain = false;
}

void pf_report_redact_text(struct pf_report *report, pf_span span, pf_str text)
{
    if (span.file != NULL)
        *pf_pile_add(report->arena, &report->redacted_spans) = span;
    if (text.len > 0)
        *pf_pile_add(report->arena, &report->redacted_texts) = text;
}

static void redact_node(const struct pf_node *node, void *context)
{
    if (pf_node_is_scalar(node))
        pf_report_redact_text(context, node->span, node->text);
}

void pf_report_redact(struct pf_report *report, const struct pf_node *value)
{
    pf_node_walk(value, redact_node, report);
}

void pf_report_fix(struct pf_report *report, pf_span span, pf_str text)
{
    if (report->rule->fix == NULL)
        pf_die("%.*s has no 'fix'", PF_ARG(report->rule->card.id));
    struct pf_fix *fix = PF_NEW(report->arena, struct pf_fix);
    *fix = (struct pf_fix){.safety = report->rule->fix->safety, .span = span, .text = text};
    *report->next_edit = fix;
    report->next_edit = &fix->next;
}

static struct pf_arguments finish_arguments(struct pf_report *report,
                                            const struct pf_redaction *redaction)
{
    struct pf_arguments arguments = {.capacity = report->arguments.count};
    arguments.items = PF_NEW_ARRAY(report->arena, struct pf_argument, arguments.capacity);
    for (size_t i = 0; i < report->arguments.count; i++) {
        const struct draft_argument *draft = &report->arguments.items[i];
        struct pf_member member = {draft->node, PF_YES};
        struct pf_set set = {.items = &member, .count = draft->node == NULL ? 0 : 1};
        pf_str words = draft->is_node ? pf_capture_words(report->arena, &set, redaction)
                                      : pf_redact_text(report->arena, draft->value, redaction);
        *pf_pile_add(report->arena, &arguments) = (struct pf_argument){draft->name, words};
    }
    return arguments;
}

/* A fix that would have to write what must not be shown is none. */
static void finish_fix(struct pf_report *report, const struct pf_redaction *redaction,
                       const struct pf_arguments *arguments)
{
    struct pf_finding *finding = &report->finding;
    if (finding->fix == NULL)
        return;
    bool shows_all = true;
    for (const struct pf_fix *edit = finding->fix; edit != NULL; edit = edit->next)
        shows_all = shows_all &&
                    pf_str_eq(pf_redact_text(report->arena, edit->text, redaction), edit->text);
    struct pf_fix *kept = PF_NEW(report->arena, struct pf_fix);
    *kept = *finding->fix;
    kept->title = pf_template_fill_named(report->arena, &report->rule->fix->title, arguments);
    finding->fix = shows_all ? kept : NULL;
}

static void finish_words(struct pf_report *report, const struct pf_arguments *arguments)
{
    struct pf_finding *finding = &report->finding;
    const struct pf_rule_message *words = report->message;
    finding->message = pf_template_fill_named(report->arena, &words->text, arguments);
    finding->label = pf_template_fill_named(report->arena, &words->label, arguments);
    finding->help = pf_template_fill_named(report->arena, &words->help, arguments);
    for (size_t i = 0; i < report->related.count; i++)
        report->related.items[i].label =
            pf_template_fill_named(report->arena, &report->related_rules[i]->label, arguments);
    finding->arguments = arguments->items;
    finding->argument_count = arguments->count;
    finding->related = report->related.items;
    finding->related_count = report->related.count;
}

static struct pf_finding finish(struct pf_report *report)
{
    const struct pf_rule *rule = report->rule;
    struct pf_finding *finding = &report->finding;
    struct pf_redaction redaction = {
        .spans = report->redacted_spans.items,
        .span_count = report->redacted_spans.count,
        .texts = report->redacted_texts.items,
        .text_count = report->redacted_texts.count,
    };
    struct pf_arguments arguments = finish_arguments(report, &redaction);
    finish_words(report, &arguments);
    finish_fix(report, &redaction, &arguments);
    finding->key = pf_redact_text(report->arena, finding->key, &redaction);
    finding->twin_key = pf_redact_text(report->arena, finding->twin_key, &redaction);
    finding->redacted = redaction.spans;
    finding->redacted_count = redaction.span_count;
    finding->secrets = redaction.texts;
    finding->secret_count = redaction.text_count;
    finding->severity = rule->card.severity;
    if (report->message->has_severity && !rule->severity_is_set)
        finding->severity = report->message->severity;
    if (!finding->certain)
        finding->severity = rule->unknown;
    return *finding;
}

static void add_kept(struct pf_arena *arena, struct pf_findings *findings,
                     struct pf_finding finding)
{
    pf_findings_add(arena, findings, pf_finding_keep(arena, &finding));
}

void pf_check_run(struct pf_check_context *context, struct pf_findings *findings, size_t *undecided)
{
    struct pf_check_run run = {0};
    context->run = &run;
    context->rule->check->run(context);
    for (size_t i = 0; i < run.reports.count; i++) {
        struct pf_report *report = run.reports.items[i];
        bool is_reported = report->finding.certain || (context->rule->reports_unknown &&
                                                       context->rule->unknown != PF_SEVERITY_OFF);
        *undecided += report->finding.certain ? 0 : 1;
        if (is_reported)
            add_kept(context->kept, findings, finish(report));
    }
    context->run = NULL;
}

const struct pf_node *pf_check_param(const struct pf_check_context *context, const char *name)
{
    return pf_rule_param(context->rule, pf_str_c(name));
}

bool pf_check_param_has(const struct pf_check_context *context, const char *name, pf_str text)
{
    const struct pf_node *param = pf_check_param(context, name);
    if (pf_node_is_scalar(param))
        return pf_str_eq(param->text, text);
    for (size_t i = 0; param != NULL && i < param->count; i++)
        if (pf_node_is_scalar(param->items[i]) && pf_str_eq(param->items[i]->text, text))
            return true;
    return false;
}

struct pf_picture_root pf_check_root(const struct pf_check_context *context, const char *name)
{
    for (size_t i = 0; i < context->root_count; i++)
        if (pf_str_eq(context->roots[i].name, pf_str_c(name)))
            return context->roots[i];
    return (struct pf_picture_root){.name = pf_str_c(name)};
}
