/* What a deploy takes from an output that is never set, and what was rendered and is left out. */
#include "checks/flow.h"

/* The NAME of an input that is `${{ env.NAME }}` and nothing else; "" otherwise. */
static pf_str variable_of(const struct pf_node *value)
{
    pf_str text = pf_str_trim(pf_node_text(value));
    if (!pf_str_starts(text, PF_STR("${{")) || !pf_str_ends(text, PF_STR("}}")))
        return PF_STR("");
    text = pf_str_trim(pf_str_slice(text, 3, text.len - 2));
    if (!pf_str_starts(text, PF_STR("env.")))
        return PF_STR("");
    text = pf_str_slice(text, 4, text.len);
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_name(text.data[i]))
            return PF_STR("");
    return text;
}

/* GitHub, the runner and the action that logs in export variables of these names themselves. */
static bool is_exported(pf_str name)
{
    static const pf_str heads[] = {PF_STR_INIT("GITHUB_"), PF_STR_INIT("RUNNER_"),
                                   PF_STR_INIT("AWS_"), PF_STR_INIT("ACTIONS_")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (pf_str_starts(name, heads[i]))
            return true;
    return false;
}

/* The workflow asks for the variable, and names it nowhere else: neither in an `env` nor in a
 * script. */
static bool is_asked_only(const struct pf_workflow *workflow, pf_str name)
{
    pf_str rest = pf_span_text(workflow->root->span);
    for (ptrdiff_t at; (at = pf_str_find(rest, name)) != PF_STR_NONE;) {
        pf_str before = pf_str_slice(rest, 0, (size_t)at);
        size_t end = (size_t)at + name.len;
        bool is_other = (at > 0 && pf_is_name(rest.data[at - 1])) ||
                        (end < rest.len && pf_is_name(rest.data[end]));
        if (!is_other && !pf_str_ends(before, PF_STR("env.")))
            return false;
        rest = pf_str_slice(rest, end, rest.len);
    }
    return true;
}

/* What the steps before may have set: by a script that writes to $GITHUB_ENV, or by an action. */
static enum pf_truth is_set_before(const struct pf_workflow_job *job,
                                   const struct pf_workflow_step *step)
{
    static const pf_str owners[] = {PF_STR_INIT("actions/"), PF_STR_INIT("aws-actions/"),
                                    PF_STR_INIT("docker/")};
    enum pf_truth answer = PF_NO;
    for (size_t i = 0; i < job->step_count; i++) {
        const struct pf_workflow_step *other = &job->steps[i];
        if (other->node == step->node)
            return answer;
        bool is_known = other->uses == NULL;
        for (size_t k = 0; k < sizeof owners / sizeof *owners; k++)
            is_known = is_known || pf_str_starts(other->action, owners[k]);
        if (!is_known || pf_str_contains(pf_node_text(other->run), PF_STR("GITHUB_ENV")))
            return PF_YES;
        if (other->run != NULL)
            answer = PF_MAYBE;
    }
    return PF_YES;
}

/* A value that is a variable which nothing sets. */
static void judge_variable(struct pf_check_context *context, const struct pf_deploy *deploy,
                           const struct pf_workflow_step *step, const struct pf_node *value,
                           const char *what)
{
    pf_str name = variable_of(value);
    enum pf_truth is_set = is_set_before(deploy->job, step);
    if (name.len == 0 || is_set == PF_YES || !is_asked_only(deploy->workflow, name))
        return;
    struct pf_report *report = pf_check_report(context, "variable", value->span);
    pf_report_argument(report, "input", pf_str_c(what));
    pf_report_argument(report, "variable", name);
    pf_report_key(report, "env/%.*s", PF_ARG(name));
    if (is_set == PF_MAYBE)
        pf_report_possible(report);
}

/* The region that the job logs in to; the first login exports it, so the later ones may ask. */
static void judge_login(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        if (!pf_str_starts(step->action, PF_STR("aws-actions/")))
            continue;
        if (pf_str_ends(step->action, PF_STR("/configure-aws-credentials")))
            judge_variable(context, deploy, step, pf_workflow_input(step, "aws-region"),
                           "aws-region");
        return;
    }
}

/* What a script deploys to. */
static void judge_script(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    if (!is_exported(variable_of(deploy->service)))
        judge_variable(context, deploy, deploy->step, deploy->service, "the service");
    if (!is_exported(variable_of(deploy->cluster)))
        judge_variable(context, deploy, deploy->step, deploy->cluster, "the cluster");
}

/* An input whose expression comes out empty: its step writes other outputs only. */
static void judge_inputs(struct pf_check_context *context, const struct pf_deploy *deploy,
                         const struct pf_workflow_step *step)
{
    static const char *const inputs[] = {"image", "task-definition", "container-name", "service",
                                         "cluster"};
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct pf_follow *follow = &wiring->accesses->follow;
    struct pf_deploy_place place = {context->arena, wiring->project, deploy->workflow, deploy->job,
                                    step};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        const struct pf_node *given = pf_workflow_input(step, inputs[i]);
        if (!is_exported(variable_of(given)))
            judge_variable(context, deploy, step, given, inputs[i]);
        pf_str text = pf_follow_input(follow, &place, inputs[i]);
        pf_str rest = pf_gaps_missing(&follow->gaps, text), steps, id, outputs, name;
        if (rest.len == 0)
            continue;
        pf_str_cut(rest, '.', &steps, &rest);
        pf_str_cut(rest, '.', &id, &rest);
        pf_str_cut(rest, '.', &outputs, &name);
        const struct pf_node *value = pf_workflow_input(step, inputs[i]);
        struct pf_report *report = pf_check_report(context, "unset", value->span);
        pf_report_argument(report, "input", pf_str_c(inputs[i]));
        pf_report_argument(report, "step", id);
        pf_report_argument(report, "output", name);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(id), PF_ARG(name));
    }
}

static bool is_render(const struct pf_workflow_step *step)
{
    return pf_str_contains(step->action, PF_STR("ecs-render-task-definition"));
}

static bool is_in_chain(const struct pf_wiring *wiring, const struct pf_workflow_step *step)
{
    for (size_t i = 0; i < wiring->deploys->count; i++)
        for (size_t r = 0; r < wiring->deploys->items[i].render_count; r++)
            if (wiring->deploys->items[i].renders[r].step->node == step->node)
                return true;
    return false;
}

/* Both steps start from the file as it lies in the repository. */
static bool starts_from_same_file(const struct pf_deploy *deploy,
                                  const struct pf_workflow_step *step)
{
    const struct pf_workflow_step *first =
        deploy->render_count > 0 ? deploy->renders[0].step : deploy->step;
    pf_str file = pf_str_trim(pf_node_text(pf_workflow_input(step, "task-definition")));
    pf_str other = pf_str_trim(pf_node_text(pf_workflow_input(first, "task-definition")));
    return file.len > 0 && pf_str_eq(file, other);
}

static bool is_asked_for(struct pf_check_context *context, const struct pf_deploy *deploy,
                         const struct pf_workflow_step *step)
{
    pf_str output = pf_arena_format(context->arena, "steps.%.*s.", PF_ARG(step->id));
    return step->id.len > 0 && pf_str_contains(pf_span_text(deploy->job->node->span), output);
}

/* A script deploys, and none of the job's asks for what was rendered. */
static void report_unused(struct pf_check_context *context, const struct pf_deploy *deploy,
                          const struct pf_workflow_step *step)
{
    if (pf_str_contains(pf_span_text(deploy->job->node->span), PF_STR("RUNNER_TEMP")))
        return;
    struct pf_report *report = pf_check_report(context, "unused", step->uses->span);
    pf_report_argument(report, "id", step->id.len > 0 ? step->id : PF_STR("render"));
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_key(report, "%.*s/%u", PF_ARG(deploy->job->id), step->index);
}

/* A render step whose result nobody takes: the image it put in is deployed by nothing. */
static void judge_dropped(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (deploy->caller != NULL)
        return;
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        if (step->node == deploy->step->node)
            return;
        if (!is_render(step) || is_in_chain(wiring, step) || is_asked_for(context, deploy, step))
            continue;
        if (deploy->kind != PF_DEPLOY_ACTION)
            report_unused(context, deploy, step);
        if (deploy->kind != PF_DEPLOY_ACTION || !starts_from_same_file(deploy, step))
            continue;
        bool is_chain = deploy->render_count > 0;
        const struct pf_workflow_step *taken = is_chain ? deploy->renders[0].step : deploy->step;
        const struct pf_node *input = pf_workflow_input(taken, "task-definition");
        struct pf_report *report =
            pf_check_report(context, is_chain ? "chain" : "raw", input->span);
        pf_report_argument(report, "id", step->id.len > 0 ? step->id : PF_STR("render"));
        pf_report_argument(report, "file", pf_node_text(input));
        pf_report_argument(report, "container",
                           pf_str_trim(pf_node_text(pf_workflow_input(step, "container-name"))));
        pf_report_related(report, "render", step->uses->span);
        pf_report_key(report, "%.*s/%u", PF_ARG(deploy->job->id), step->index);
    }
}

void pf_check_outputs_chain(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++) {
        const struct pf_deploy *deploy = &wiring->deploys->items[i];
        bool is_first = i == 0 || deploy[-1].job->node != deploy->job->node;
        if (deploy->caller == NULL && is_first)
            judge_login(context, deploy);
        if (deploy->kind == PF_DEPLOY_ACTION)
            judge_inputs(context, deploy, deploy->step);
        else if (deploy->caller == NULL)
            judge_script(context, deploy);
        for (size_t r = 0; r < deploy->render_count; r++)
            judge_inputs(context, deploy, deploy->renders[r].step);
        judge_dropped(context, deploy);
    }
}
