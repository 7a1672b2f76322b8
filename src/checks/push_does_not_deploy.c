/* A push to the production branch starts no deploy. */
#include "checks/branches.h"

#include "checks/flow.h"

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

/* `branches` names main, master or trunk: who pushes there means to deploy. */
static bool names_main_line(const struct pf_deploy *deploy)
{
    const struct pf_node *push = pf_node_get(pf_node_get(deploy->origin->root, "on"), "push");
    const struct pf_node *branches = pf_node_get(push, "branches");
    bool found = pf_branches_is_main_line(pf_node_text(branches));
    for (size_t i = 0; pf_node_is(branches, PF_SEQ) && i < branches->count; i++)
        found |= pf_branches_is_main_line(pf_node_text(branches->items[i]));
    return found;
}

/* A tag that a pattern takes: "v1" of "v*", "v1.1" of "v[0-9]+.[0-9]+". */
static pf_str tag_like(struct pf_arena *arena, pf_str pattern)
{
    pf_str tag = PF_STR("");
    for (size_t i = 0; i < pattern.len; i++) {
        pf_str one = pf_str_slice(pattern, i, i + 1);
        ptrdiff_t end = pf_str_find_byte(pf_str_slice(pattern, i, pattern.len), ']');
        if (one.data[0] == '*')
            one = PF_STR("1");
        else if (one.data[0] == '?' || one.data[0] == '+' || one.data[0] == '\\')
            continue;
        else if (one.data[0] == '[' && end > 1) {
            one = pf_str_slice(pattern, i + 1, i + 2);
            i += (size_t)end;
        }
        tag = pf_arena_format(arena, "%.*s%.*s", PF_ARG(tag), PF_ARG(one));
    }
    return tag;
}

static bool runs_on(const struct pf_wiring *wiring, const struct pf_deploy *deploy,
                    const struct pf_event *event)
{
    const struct pf_simulation *simulation =
        pf_simulate(wiring->arena, wiring->project, &wiring->deploys->workflows, event);
    return pf_deploy_runs(simulation, deploy) != PF_NO;
}

/* Some tag that the trigger takes starts the deploy. */
static bool runs_on_tag(const struct pf_wiring *wiring, const struct pf_deploy *deploy)
{
    const struct pf_node *push = pf_node_get(pf_node_get(deploy->origin->root, "on"), "push");
    const struct pf_node *tags = pf_node_get(push, "tags");
    struct pf_event event = {.name = PF_STR("push"),
                             .tag = PF_STR("v1.0.0"),
                             .default_branch = wiring->git->default_branch};
    bool runs = runs_on(wiring, deploy, &event);
    for (size_t i = 0; pf_node_is(tags, PF_SEQ) && i < tags->count && !runs; i++) {
        event.tag = tag_like(wiring->arena, pf_node_text(tags->items[i]));
        runs = event.tag.len > 0 && runs_on(wiring, deploy, &event);
    }
    return runs;
}

/* Started by hand, by a release or by the clock; not for a pull request, which is no production. */
static bool runs_on_other_event(const struct pf_wiring *wiring, const struct pf_deploy *deploy,
                                pf_str branch)
{
    struct pf_strs events = pf_flow_events(wiring->arena, deploy->origin);
    bool runs = false;
    for (size_t i = 0; i < events.count && !runs; i++) {
        pf_str name = events.items[i];
        bool is_release = pf_str_eq(name, PF_STR("release"));
        if (pf_str_eq(name, PF_STR("push")) || pf_str_starts(name, PF_STR("pull_request")) ||
            pf_str_starts(name, PF_STR("workflow_run")) ||
            pf_str_starts(name, PF_STR("workflow_call")))
            continue;
        struct pf_event event = {.name = name,
                                 .branch = is_release ? PF_STR("") : branch,
                                 .tag = is_release ? PF_STR("v1.0.0") : PF_STR(""),
                                 .default_branch = wiring->git->default_branch};
        runs = runs_on(wiring, deploy, &event);
    }
    return runs;
}

/*
 * Is the deploy kept for something else than pushes to the branch: a tag, a release, a start by
 * hand, a branch of its own? The trigger says so by what it takes, the condition by what it asks.
 */
static bool is_kept_for_other(const struct pf_wiring *wiring, const struct pf_deploy *deploy,
                              const struct pf_branch_choice *branch)
{
    const struct pf_simulated *workflow =
        simulated_of(pf_wiring_push(wiring, branch->name), deploy->origin);
    bool is_documented = pf_str_eq(branch->by, PF_STR("the documentation"));
    if (workflow != NULL && workflow->triggered == PF_NO)
        return !names_main_line(deploy) && !is_documented;
    return runs_on_tag(wiring, deploy) || runs_on_other_event(wiring, deploy, branch->name);
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
    pushed = NULL;
    for (size_t i = 0; i < wiring->deploys->count && pushed == NULL; i++)
        if (waits_for_push(&wiring->deploys->items[i]) &&
            !is_kept_for_other(wiring, &wiring->deploys->items[i], &branch))
            pushed = &wiring->deploys->items[i];
    if (pushed == NULL)
        return;
    report_deploy(context, pf_wiring_push(wiring, branch.name), pushed, branch.name, branch.by);
}
