/* A matrix starts the deploy job several times, and nothing of the deploy differs. */
#include "checks/flow.h"

/* True recursion over the job's values: does one of them ask for `matrix`? */
static bool asks_matrix(const struct pf_node *node, unsigned depth)
{
    enum { DEEPEST = 16 /* a step's inputs are three deep */ };
    if (depth > DEEPEST)
        return true;
    if (pf_node_is(node, PF_STRING))
        return pf_str_contains(node->text, PF_STR("matrix"));
    bool is_list = node != NULL && (node->kind == PF_SEQ || node->kind == PF_MAP);
    for (size_t i = 0; is_list && i < node->count; i++)
        if (asks_matrix(node->items[i], depth + 1))
            return true;
    return node != NULL && node->kind == PF_ANY;
}

/* What installs tools, and where the job runs, may differ: the deploy does not. */
static bool differs(const struct pf_workflow_job *job)
{
    for (size_t i = 0; i < job->node->count; i++) {
        pf_str key = pf_node_text(job->node->items[i]->key);
        bool is_aside = pf_str_eq(key, PF_STR("strategy")) || pf_str_eq(key, PF_STR("name")) ||
                        pf_str_eq(key, PF_STR("runs-on")) || pf_str_eq(key, PF_STR("steps"));
        if (!is_aside && asks_matrix(job->node->items[i], 0))
            return true;
    }
    for (size_t i = 0; i < job->step_count; i++)
        if (!pf_str_starts(job->steps[i].action, PF_STR("actions/setup-")) &&
            asks_matrix(job->steps[i].node, 0))
            return true;
    return false;
}

/* The list with most values; NULL where an expression makes the matrix, or it has one job. */
static const struct pf_node *several(const struct pf_node *matrix)
{
    const struct pf_node *found = NULL;
    for (size_t i = 0; pf_node_is(matrix, PF_MAP) && i < matrix->count; i++) {
        pf_str key = pf_node_text(matrix->items[i]->key);
        if (pf_str_eq(key, PF_STR("exclude")) || pf_str_eq(key, PF_STR("include")) ||
            !pf_node_is(matrix->items[i], PF_SEQ))
            return NULL;
        if (matrix->items[i]->count > 1 &&
            (found == NULL || matrix->items[i]->count > found->count))
            found = matrix->items[i];
    }
    return found;
}

static void judge(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_workflow_job *job = deploy->job;
    const struct pf_node *matrix = pf_node_get(pf_node_get(job->node, "strategy"), "matrix");
    const struct pf_node *list = several(matrix);
    if (list == NULL || list->key == NULL || deploy->caller != NULL || deploy->service == NULL ||
        differs(job))
        return;
    struct pf_report *report = pf_check_report(context, "", list->key->span);
    pf_report_argument(report, "job", job->id);
    pf_report_argument(report, "list", list->key->text);
    pf_report_argument(report, "count",
                       pf_arena_format(context->arena, "%u", (unsigned)list->count));
    pf_report_value(report, "service", deploy->service);
    pf_report_related(report, "deploy", deploy->service->span);
    pf_report_key(report, "%.*s", PF_ARG(job->id));
}

void pf_check_deploy_matrix(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++)
        judge(context, &wiring->deploys->items[i]);
}
