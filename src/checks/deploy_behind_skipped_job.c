/* The deploy would run on a push, but a job that it needs does not. */
#include "checks/branches.h"

static const struct pf_simulated *simulated_of(const struct pf_simulation *simulation,
                                               const struct pf_workflow *workflow)
{
    for (size_t i = 0; i < simulation->workflow_count; i++)
        if (simulation->workflows[i].workflow == workflow)
            return &simulation->workflows[i];
    return NULL;
}

static const struct pf_simulated_job *job_named(const struct pf_simulated *workflow, pf_str id)
{
    for (size_t i = 0; i < workflow->job_count; i++)
        if (pf_str_eq(workflow->jobs[i].job->id, id))
            return &workflow->jobs[i];
    return NULL;
}

/* The job, at any depth of needs, that is skipped for a condition of its own. */
static const struct pf_simulated_job *skipped_need(const struct pf_simulated *workflow,
                                                   const struct pf_workflow_job *job)
{
    enum { MAX_DEPTH = 64 };
    for (unsigned depth = 0; job != NULL && depth < MAX_DEPTH; depth++) {
        const struct pf_simulated_job *skipped = NULL;
        for (size_t i = 0; i < job->needs.count; i++) {
            const struct pf_simulated_job *need = job_named(workflow, job->needs.items[i]);
            if (need != NULL && need->runs == PF_NO)
                skipped = need;
        }
        if (skipped == NULL || skipped->job->condition != NULL)
            return skipped;
        job = skipped->job;
    }
    return NULL;
}

static bool listens_to_pushes_only(const struct pf_workflow *workflow)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    return pf_node_is(on, PF_STRING) || (on != NULL && on->count == 1);
}

static void judge(struct pf_check_context *context, const struct pf_deploy *deploy, pf_str branch)
{
    const struct pf_simulation *simulation = pf_wiring_push(pf_facts_wiring(context), branch);
    const struct pf_simulated *workflow = simulated_of(simulation, deploy->origin);
    const struct pf_node *needs = pf_node_get(deploy->origin_job->node, "needs");
    if (workflow == NULL || workflow->triggered == PF_NO || needs == NULL)
        return;
    const struct pf_simulated_job *own = job_named(workflow, deploy->origin_job->id);
    /* Without a condition of its own, the deploy may be meant for the events of what it needs. */
    bool is_meant = deploy->origin_job->condition != NULL || listens_to_pushes_only(deploy->origin);
    if (own == NULL || own->runs != PF_NO || !is_meant || own->decided.file == NULL ||
        own->decided.at != pf_node_key_span(needs).at)
        return;
    const struct pf_simulated_job *skipped = skipped_need(workflow, deploy->origin_job);
    if (skipped == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "", needs->span);
    pf_report_argument(report, "job", deploy->origin_job->id);
    pf_report_argument(report, "needed", skipped->job->id);
    pf_report_argument(report, "branch", branch);
    pf_report_argument(report, "reason", skipped->reason);
    pf_report_related(report, "needed",
                      skipped->decided.file != NULL ? skipped->decided
                                                    : skipped->job->node->key->span);
    pf_report_key(report, "%.*s", PF_ARG(branch));
}

void pf_check_deploy_behind_skipped_job(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL || wiring->deploys->count == 0)
        return;
    struct pf_branch_choice branch = pf_wiring_branch(wiring);
    for (size_t i = 0; branch.name.len > 0 && i < wiring->deploys->count; i++)
        judge(context, &wiring->deploys->items[i], branch.name);
}
