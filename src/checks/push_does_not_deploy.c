/* A push to the production branch starts no deploy. */
#include "checks/branches.h"

static bool waits_for_push(const struct pf_deploy *deploy)
{
    const struct pf_node *on = pf_node_get(deploy->origin->root, "on");
    if (pf_node_is(on, PF_STRING))
        return pf_str_eq(on->text, PF_STR("push"));
    for (size_t i = 0; pf_node_is(on, PF_SEQ) && i < on->count; i++)
        if (pf_str_eq(pf_node_text(on->items[i]), PF_STR("push")))
            return true;
    return pf_node_get(on, "push") != NULL;
}

static const struct pf_simulated *simulated_of(const struct pf_simulation *simulation,
                                               const struct pf_workflow *workflow)
{
    for (size_t i = 0; i < simulation->workflow_count; i++)
        if (simulation->workflows[i].workflow == workflow)
            return &simulation->workflows[i];
    return NULL;
}

/* Why the deploy stays out: the workflow is not triggered, or its job does not run. */
static void report_deploy(struct pf_check_context *context, const struct pf_simulation *simulation,
                          const struct pf_deploy *deploy, pf_str branch, pf_str by)
{
    const struct pf_simulated *workflow = simulated_of(simulation, deploy->origin);
    if (workflow == NULL)
        return;
    pf_str reason = workflow->reason;
    pf_span span = workflow->decided;
    for (size_t i = 0; workflow->triggered != PF_NO && i < workflow->job_count; i++)
        if (workflow->jobs[i].job == deploy->origin_job) {
            reason = workflow->jobs[i].reason;
            span = workflow->jobs[i].decided;
        }
    if (span.file == NULL)
        span = deploy->job->node->key->span;
    struct pf_report *report = pf_check_report(context, "", span);
    pf_report_argument(report, "branch", branch);
    pf_report_argument(report, "by", by);
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_argument(report, "reason", reason);
    pf_report_related(report, "deploy", deploy->job->node->key->span);
    pf_report_key(report, "%.*s", PF_ARG(branch));
}

void pf_check_push_does_not_deploy(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL || wiring->deploys->count == 0)
        return;
    struct pf_branch_choice branch = pf_wiring_branch(wiring);
    const struct pf_deploy *pushed = NULL;
    for (size_t i = 0; i < wiring->deploys->count && pushed == NULL; i++)
        if (waits_for_push(&wiring->deploys->items[i]))
            pushed = &wiring->deploys->items[i];
    if (pushed == NULL || branch.name.len == 0 || pf_branches_deploys(wiring, branch.name) != PF_NO)
        return;
    report_deploy(context, pf_wiring_push(wiring, branch.name), pushed, branch.name, branch.by);
}
