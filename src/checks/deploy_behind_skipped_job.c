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

static void report_skipped(struct pf_check_context *context, const struct pf_deploy *deploy,
                           pf_str branch, const struct pf_simulated_job *skipped,
                           const char *message)
{
    const struct pf_node *needs = pf_node_get(deploy->origin_job->node, "needs");
    struct pf_report *report = pf_check_report(context, message, needs->span);
    pf_report_argument(report, "job", deploy->origin_job->id);
    pf_report_argument(report, "needed", skipped->job->id);
    pf_report_argument(report, "branch", branch);
    pf_report_argument(report, "reason", skipped->reason);
    pf_report_related(report, "needed",
                      skipped->decided.file != NULL ? skipped->decided
                                                    : skipped->job->node->key->span);
    pf_report_key(report, "%.*s", PF_ARG(branch));
}

/* True when it is told. */
static bool judge(struct pf_check_context *context, const struct pf_deploy *deploy, pf_str branch)
{
    const struct pf_simulation *simulation = pf_wiring_push(pf_facts_wiring(context), branch);
    const struct pf_simulated *workflow = simulated_of(simulation, deploy->origin);
    const struct pf_node *needs = pf_node_get(deploy->origin_job->node, "needs");
    if (workflow == NULL || workflow->triggered == PF_NO || needs == NULL)
        return false;
    const struct pf_simulated_job *own = job_named(workflow, deploy->origin_job->id);
    /* Without a condition of its own, the deploy may be meant for the events of what it needs. */
    bool is_meant = deploy->origin_job->condition != NULL || listens_to_pushes_only(deploy->origin);
    if (own == NULL || own->runs != PF_NO || !is_meant || own->decided.file == NULL ||
        own->decided.at != pf_node_key_span(needs).at)
        return false;
    const struct pf_simulated_job *skipped = skipped_need(workflow, deploy->origin_job);
    if (skipped == NULL)
        return false;
    report_skipped(context, deploy, branch, skipped, "production");
    return true;
}

/* "github.ref == 'refs/heads/develop'": no event but a push to a branch, or by hand, fulfils it. */
static bool asks_for_branch(const struct pf_workflow_job *job)
{
    pf_str text = pf_node_text(job->condition);
    return pf_str_contains(text, PF_STR("refs/heads/")) && !pf_str_contains(text, PF_STR("!=")) &&
           !pf_str_contains(text, PF_STR("||"));
}

/* Only pushes to branches that are named, and pull requests, start it. */
static bool starts_are_known(const struct pf_deploy *deploy)
{
    const struct pf_node *on = pf_node_get(deploy->origin->root, "on");
    if (!pf_node_is(on, PF_MAP) || deploy->any_branch != PF_NO || deploy->branches.count == 0)
        return false;
    for (size_t i = 0; i < on->count; i++)
        if (!pf_str_eq(on->items[i]->key->text, PF_STR("push")) &&
            !pf_str_eq(on->items[i]->key->text, PF_STR("pull_request")))
            return false;
    return true;
}

/* The job as a push to the branch leaves it; NULL when that starts no such workflow. */
static const struct pf_simulated_job *after_push(struct pf_check_context *context,
                                                 const struct pf_deploy *deploy, pf_str branch,
                                                 const struct pf_simulated **workflow)
{
    *workflow = simulated_of(pf_wiring_push(pf_facts_wiring(context), branch), deploy->origin);
    return *workflow == NULL ? NULL : job_named(*workflow, deploy->origin_job->id);
}

/* For each branch that starts the workflow, the job or one that it needs is left out. */
static void judge_everywhere(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_node *needs = pf_node_get(deploy->origin_job->node, "needs");
    const struct pf_simulated *workflow;
    const struct pf_simulated_job *skipped = NULL;
    pf_str branch = {0};
    if (needs == NULL || !starts_are_known(deploy) || !asks_for_branch(deploy->origin_job))
        return;
    for (size_t i = 0; i < deploy->branches.count; i++) {
        const struct pf_simulated_job *own =
            after_push(context, deploy, deploy->branches.items[i], &workflow);
        if (own == NULL || own->runs != PF_NO)
            return;
        if (skipped != NULL || own->decided.file == NULL ||
            own->decided.at != pf_node_key_span(needs).at)
            continue;
        skipped = skipped_need(workflow, deploy->origin_job);
        branch = deploy->branches.items[i];
    }
    if (skipped != NULL)
        report_skipped(context, deploy, branch, skipped, "nowhere");
}

void pf_check_deploy_behind_skipped_job(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL || wiring->deploys->count == 0)
        return;
    struct pf_branch_choice branch = pf_wiring_branch(wiring);
    for (size_t i = 0; i < wiring->deploys->count; i++) {
        const struct pf_deploy *deploy = &wiring->deploys->items[i];
        if (branch.name.len == 0 || !judge(context, deploy, branch.name))
            judge_everywhere(context, deploy);
    }
}
