/* The workflow deploys a task definition file that is neither committed nor made before. */
#include "checks/flow.h"

#include "base/nearest.h"
#include "model/checkout.h"

static pf_str nearest_file(struct pf_check_context *context, struct pf_project *project,
                           pf_str path)
{
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_TASKDEF);
    for (size_t i = 0; i < files.count; i++)
        if (pf_str_eq(pf_path_base(files.items[i]->path), pf_path_base(path)))
            return files.items[i]->path;
    struct pf_strs paths = {0};
    for (size_t i = 0; i < files.count; i++)
        *pf_pile_add(context->arena, &paths) = files.items[i]->path;
    ptrdiff_t at = pf_nearest(path, paths.items, paths.count);
    if (at != PF_STR_NONE)
        return paths.items[at];
    return paths.count == 1 ? paths.items[0] : PF_STR("");
}

/* The file is in the repository, and the job never fetches the repository. */
static void judge_checkout(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (deploy->kind != PF_DEPLOY_ACTION || deploy->caller != NULL || deploy->taskdef_made ||
        deploy->taskdef_path.len == 0 || deploy->task_definition == NULL ||
        !pf_project_has_file(wiring->project, deploy->taskdef_path) ||
        !pf_checkout_is_missing(deploy->job, deploy->step, deploy->taskdef_path))
        return;
    struct pf_report *report = pf_check_report(context, "checkout", deploy->task_definition->span);
    pf_report_argument(report, "path", deploy->taskdef_path);
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_key(report, "%.*s/checkout", PF_ARG(deploy->job->id));
}

static void judge(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    if (deploy->taskdef_path.len == 0 || deploy->taskdef_made || deploy->task_definition == NULL ||
        pf_project_has_file(project, deploy->taskdef_path))
        return;
    pf_str nearest = nearest_file(context, project, deploy->taskdef_path);
    struct pf_report *report =
        pf_check_report(context, nearest.len > 0 ? "other" : "", deploy->task_definition->span);
    pf_report_argument(report, "path", deploy->taskdef_path);
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_argument(report, "nearest", nearest);
    pf_report_key(report, "%.*s", PF_ARG(deploy->taskdef_path));
}

/* "/deploy/task-definition.json": from the root of the runner, where no checkout goes. */
static void judge_absolute(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    pf_str path = pf_str_trim(pf_node_text(deploy->task_definition)), top, rest;
    if (deploy->kind != PF_DEPLOY_ACTION || deploy->caller != NULL ||
        !pf_str_starts(path, PF_STR("/")) || pf_str_find_byte(path, '$') != PF_STR_NONE ||
        !pf_checkout_is_hosted(deploy->job) || pf_node_get(deploy->job->node, "container") != NULL)
        return;
    pf_str_cut(pf_str_slice(path, 1, path.len), '/', &top, &rest);
    if (rest.len == 0 || pf_str_eq(top, PF_STR("home")) || pf_str_eq(top, PF_STR("tmp")))
        return;
    pf_str folder = pf_str_slice(path, 0, top.len + 1);
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        if (pf_str_contains(pf_node_text(step->run), folder) || pf_checkout_is_unknown(step))
            return;
    }
    struct pf_report *report = pf_check_report(context, "absolute", deploy->task_definition->span);
    pf_report_argument(report, "path", path);
    pf_report_argument(report, "job", deploy->job->id);
    pf_report_key(report, "%.*s", PF_ARG(path));
}

void pf_check_task_definition_file_missing(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++) {
        judge(context, &wiring->deploys->items[i]);
        judge_checkout(context, &wiring->deploys->items[i]);
        judge_absolute(context, &wiring->deploys->items[i]);
    }
}
