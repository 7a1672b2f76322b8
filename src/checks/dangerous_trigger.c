/* A workflow with secrets checks out, and so runs, what a stranger's pull request holds. */
#include "checks/flow.h"

/* What `ref` or `repository` of a checkout says where it means the pull request's own code. */
static bool is_head(pf_str text)
{
    static const char *const words[] = {"github.event.pull_request.head", "github.head_ref",
                                        "refs/pull/", "github.event.workflow_run.head",
                                        "pull_request.head.sha"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(text, pf_str_c(words[i])))
            return true;
    return false;
}

/* Words by which a condition tells friends from strangers. */
static bool asks_who(const struct pf_node *condition)
{
    static const char *const words[] = {"author_association",
                                        "github.actor",
                                        "head.repo",
                                        "head_repository",
                                        ".fork",
                                        "label",
                                        "sender",
                                        "pull_request.user",
                                        "comment.user",
                                        "merged",
                                        "workflow_run.event",
                                        "triggering_actor",
                                        "outputs",
                                        "github.repository"};
    pf_str text = pf_node_text(condition);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(text, pf_str_c(words[i])))
            return true;
    return pf_str_contains(text, PF_STR("event_name")) &&
           !pf_str_contains(text, PF_STR("pull_request_target"));
}

/* A job that needs others may be let through by one of them. */
static bool is_guarded(const struct pf_flow_place *place)
{
    const struct pf_workflow *workflow = place->workflow;
    if (asks_who(place->job->condition) || asks_who(place->step->condition) ||
        pf_node_get(place->job->node, "environment") != NULL)
        return true;
    for (size_t i = 0; i < place->job->needs.count; i++) {
        const struct pf_workflow_job *before =
            pf_workflow_job_of(workflow, place->job->needs.items[i]);
        if (before != NULL &&
            (asks_who(before->condition) || pf_node_get(before->node, "environment") != NULL))
            return true;
    }
    for (size_t s = 0; s < place->step->index && s < place->job->step_count; s++)
        if (place->job->steps[s].run != NULL && asks_who(place->job->steps[s].condition))
            return true;
    return false;
}

/* Is anything run after the checkout that the checked out files decide? */
static bool runs_code(const struct pf_flow_place *place)
{
    for (size_t s = 0; s < place->job->step_count; s++) {
        const struct pf_workflow_step *step = &place->job->steps[s];
        bool is_after = step->index > place->step->index;
        bool is_local = pf_str_starts(step->action, PF_STR("./"));
        if (is_after && (step->run != NULL || is_local))
            return true;
    }
    return false;
}

/* Does a workflow that this one waits for run for pull requests? An unknown one may. */
static bool follows_pull_requests(struct pf_check_context *context,
                                  const struct pf_workflow *workflow)
{
    const struct pf_workflows *all = &pf_facts_wiring(context)->deploys->workflows;
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    const struct pf_node *event = pf_node_get(on, "workflow_run");
    const struct pf_node *names = pf_node_get(event, "workflows");
    if (pf_node_get(event, "branches") != NULL)
        return false;
    for (size_t i = 0; i < all->count; i++)
        for (size_t n = 0; pf_node_is(names, PF_SEQ) && n < names->count; n++)
            if (pf_str_eq(pf_node_text(names->items[n]), all->items[i].name) &&
                pf_flow_listens(&all->items[i], "pull_request"))
                return true;
    return false;
}

static const char *trigger_of(struct pf_check_context *context, const struct pf_workflow *workflow,
                              pf_str ref)
{
    bool is_run = pf_str_contains(ref, PF_STR("workflow_run"));
    if (pf_flow_listens(workflow, "pull_request_target") && !is_run)
        return "pull_request_target";
    if (pf_flow_listens(workflow, "workflow_run") && is_run &&
        follows_pull_requests(context, workflow))
        return "workflow_run";
    bool is_comment = pf_flow_listens(workflow, "issue_comment");
    return is_comment && pf_str_contains(ref, PF_STR("refs/pull/")) ? "issue_comment" : NULL;
}

static void judge_step(struct pf_check_context *context, const struct pf_flow_place *place)
{
    if (!pf_str_eq(place->step->action, PF_STR("actions/checkout")))
        return;
    const struct pf_node *ref = pf_workflow_input(place->step, "ref");
    const struct pf_node *repository = pf_workflow_input(place->step, "repository");
    const struct pf_node *head = is_head(pf_node_text(ref)) ? ref : repository;
    if (head == NULL || !is_head(pf_node_text(head)) || is_guarded(place) || !runs_code(place))
        return;
    const char *trigger = trigger_of(context, place->workflow, pf_node_text(head));
    if (trigger == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "", head->span);
    pf_report_argument(report, "trigger", pf_str_c(trigger));
    pf_report_argument(report, "job", place->job->id);
    pf_report_key(report, "%.*s", PF_ARG(place->job->id));
}

void pf_check_dangerous_trigger(struct pf_check_context *context)
{
    pf_flow_each_step(context, judge_step);
}
