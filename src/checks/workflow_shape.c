/* Workflows and action.yml against what GitHub accepts: each rule reports the problems of its id.
 */
#include "checks/condition_fix.h"

#include "model/workflow_shape.h"
#include "rule/rule.h"

/* The rule's words for what is known of the problem, the fullest first; "plain" always exists. */
static const char *variant_of(const struct pf_check_context *context,
                              const struct pf_workflow_problem *problem)
{
    const struct {
        const char *name;
        bool fits;
    } variants[] = {
        {"harmless-suggestion", problem->is_harmless && problem->suggestion.len > 0},
        {"harmless", problem->is_harmless},
        {"detail-suggestion", problem->detail.len > 0 && problem->suggestion.len > 0},
        {"detail", problem->detail.len > 0},
        {"suggestion", problem->suggestion.len > 0},
        {"expected", problem->expected.len > 0},
    };
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (variants[i].fits && pf_check_has_message(context, variants[i].name))
            return variants[i].name;
    return "plain";
}

/* A key, job or file is named where it starts; a block as a whole would hide what is meant. */
static pf_span place_of(const struct pf_workflow_problem *problem)
{
    pf_str text = pf_span_text(problem->span);
    bool is_block = pf_str_find_byte(text, '\n') != PF_STR_NONE;
    bool lacks = problem->kind == PF_WORKFLOW_MISSING_KEY;
    size_t len = lacks && is_block ? 0 : problem->span.len;
    return pf_span_of(problem->span.file, problem->span.at, len);
}

static bool is_of_name(char c)
{
    return pf_is_name(c) || c == '-';
}

/* Where the name at fault stands in its span as a word of its own; false where not just once. */
static bool find_name(const struct pf_workflow_problem *problem, pf_span *place)
{
    pf_str text = pf_span_text(problem->span), name = problem->name;
    size_t found = 0;
    for (size_t at = 0; name.len > 0 && at + name.len <= text.len; at++) {
        bool begins = at == 0 || !is_of_name(text.data[at - 1]);
        bool ends = at + name.len == text.len || !is_of_name(text.data[at + name.len]);
        if (!begins || !ends || !pf_str_eq(pf_str_slice(text, at, at + name.len), name))
            continue;
        *place = pf_span_of(problem->span.file, problem->span.at + at, name.len);
        found++;
    }
    return found == 1;
}

/* The name that was meant, unless it stands beside the one at fault already. */
static void fix_name(struct pf_report *report, const struct pf_node *root,
                     const struct pf_workflow_problem *problem)
{
    pf_span place;
    bool is_key =
        problem->kind == PF_WORKFLOW_UNKNOWN_KEY || problem->kind == PF_WORKFLOW_BAD_FILTER ||
        problem->kind == PF_WORKFLOW_INPUT_UNKNOWN || problem->kind == PF_WORKFLOW_BAD_PERMISSION ||
        problem->kind == PF_WORKFLOW_UNKNOWN_EVENT;
    if (problem->suggestion.len == 0 || !find_name(problem, &place) ||
        (is_key && pf_facts_has_beside(root, problem->span, problem->suggestion)))
        return;
    pf_report_fix(report, place, problem->suggestion);
}

static void fix(struct pf_check_context *context, struct pf_report *report,
                const struct pf_node *root, const struct pf_workflow_problem *problem)
{
    pf_span span = problem->span;
    pf_str text = PF_STR("");
    if (context->rule->fix == NULL)
        return;
    if (problem->kind == PF_WORKFLOW_CONSTANT_CONDITION) {
        if (pf_condition_without(problem->span, problem->name, &span))
            pf_report_fix(report, span, text);
    } else if (problem->kind == PF_WORKFLOW_CONDITION_TEXT) {
        if (pf_condition_unwrapped(context->arena, problem->span, &span, &text))
            pf_report_fix(report, span, text);
    } else {
        fix_name(report, root, problem);
    }
}

static void report_problem(struct pf_check_context *context, const struct pf_node *root,
                           const struct pf_workflow_problem *problem)
{
    struct pf_report *report =
        pf_check_report(context, variant_of(context, problem), place_of(problem));
    pf_report_argument(report, "name", problem->name);
    pf_report_argument(report, "where", problem->where);
    pf_report_argument(report, "expected", problem->expected);
    pf_report_argument(report, "suggestion", problem->suggestion);
    pf_report_argument(report, "detail", problem->detail);
    if (problem->related.file != NULL)
        pf_report_related(report, "first", problem->related);
    if (problem->kind == PF_WORKFLOW_LITERAL_CREDENTIALS)
        pf_report_redact_text(report, problem->span, problem->detail);
    if (problem->key.len > 0)
        pf_report_key(report, "%.*s", PF_ARG(problem->key));
    else
        pf_report_key(report, "%.*s/%.*s", PF_ARG(problem->where), PF_ARG(problem->name));
    fix(context, report, root, problem);
}

/* Is an earlier problem of the list the same defect: the same action, or another runner of the
 * same job that is gone? */
static bool is_told(const struct pf_workflow_problems *problems, size_t index)
{
    const struct pf_workflow_problem *problem = &problems->items[index];
    bool is_collapsed =
        problem->kind == PF_WORKFLOW_ACTION_OUTDATED || problem->kind == PF_WORKFLOW_RUNNER_RETIRED;
    for (size_t i = 0; is_collapsed && i < index; i++)
        if (problems->items[i].kind == problem->kind &&
            pf_str_eq(problems->items[i].where, problem->where) &&
            (problem->kind == PF_WORKFLOW_RUNNER_RETIRED ||
             pf_str_eq(problems->items[i].name, problem->name)))
            return true;
    return false;
}

/* A key may be missing, or a list empty, because what stands there could not be read, which is
 * told: `branches: [*]`. */
static bool is_lost(const struct pf_check_context *context,
                    const struct pf_workflow_problem *problem)
{
    return (problem->kind == PF_WORKFLOW_MISSING_KEY &&
            pf_facts_is_broken(context, problem->span)) ||
           (problem->kind == PF_WORKFLOW_EMPTY_SECTION &&
            pf_facts_is_broken_there(context, problem->span));
}

/* The problems of all files by their kinds: more than forty rules look for one kind each. */
struct found {
    const struct pf_workflow_shape *shape;
    size_t at;
};
struct sorted {
    PF_PILE(struct found) kinds[PF_WORKFLOW_PROBLEM_COUNT];
};

static void *sort_problems(struct pf_check_context *context)
{
    const struct pf_workflow_shapes *shapes = pf_project_shapes(pf_facts_wiring(context)->project);
    struct sorted *sorted = PF_NEW(context->arena, struct sorted);
    for (size_t i = 0; i < shapes->count; i++)
        for (size_t k = 0; k < shapes->items[i].problems.count; k++)
            *pf_pile_add(context->arena, &sorted->kinds[shapes->items[i].problems.items[k].kind]) =
                (struct found){&shapes->items[i], k};
    return sorted;
}

static void judge(struct pf_check_context *context, const struct found *found)
{
    const struct pf_workflow_problems *problems = &found->shape->problems;
    if (!is_told(problems, found->at) && !is_lost(context, &problems->items[found->at]))
        report_problem(context, found->shape->file->root, &problems->items[found->at]);
}

void pf_check_workflow_shape(struct pf_check_context *context)
{
    if (pf_facts_wiring(context) == NULL)
        return;
    const struct sorted *sorted = pf_facts_kept(context, "problems", sort_problems);
    for (unsigned kind = 0; kind < PF_WORKFLOW_PROBLEM_COUNT; kind++)
        if (pf_str_eq(pf_str_c(pf_workflow_problem_rule(kind)), context->rule->card.id))
            for (size_t i = 0; i < sorted->kinds[kind].count; i++)
                judge(context, &sorted->kinds[kind].items[i]);
}
