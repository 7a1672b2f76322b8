/* The workflow deploys a task definition file that is neither committed nor made before. */
#include "checks/flow.h"

#include "base/nearest.h"

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

/* Steps that may bring files: a checkout, a download, or an action nobody knows. */
static bool may_bring_files(const struct pf_workflow_step *step, pf_str path)
{
    static const char *const actions[] = {"checkout", "download", "cache", "restore", "clone"};
    static const char *const words[] = {"git ",   "gh ",  "curl", "wget", "aws s3",    "svn ",
                                        "degit ", "tar ", "cat ", "tee ", "docker cp", "unzip"};
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (pf_str_contains(step->action, pf_str_c(actions[i])))
            return true;
    pf_str run = pf_node_text(step->run);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(run, pf_str_c(words[i])))
            return true;
    return pf_str_contains(run, pf_path_base(path));
}

/* An action of which nobody knows what it does. */
static bool is_unknown(const struct pf_workflow_step *step)
{
    static const pf_str owners[] = {PF_STR_INIT("actions/"), PF_STR_INIT("docker/"),
                                    PF_STR_INIT("aws-actions/")};
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (pf_str_starts(step->action, owners[i]))
            return false;
    return step->uses != NULL;
}

/* The file is in the repository, and the job never fetches the repository. */
static void judge_checkout(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (deploy->kind != PF_DEPLOY_ACTION || deploy->caller != NULL || deploy->taskdef_made ||
        deploy->taskdef_path.len == 0 || deploy->task_definition == NULL ||
        !pf_project_has_file(wiring->project, deploy->taskdef_path) ||
        !pf_flow_is_hosted(deploy->job))
        return;
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        if (step->node == deploy->step->node)
            break;
        if (may_bring_files(step, deploy->taskdef_path) || is_unknown(step))
            return;
    }
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
        !pf_flow_is_hosted(deploy->job) || pf_node_get(deploy->job->node, "container") != NULL)
        return;
    pf_str_cut(pf_str_slice(path, 1, path.len), '/', &top, &rest);
    if (rest.len == 0 || pf_str_eq(top, PF_STR("home")) || pf_str_eq(top, PF_STR("tmp")))
        return;
    pf_str folder = pf_str_slice(path, 0, top.len + 1);
    for (size_t i = 0; i < deploy->job->step_count; i++) {
        const struct pf_workflow_step *step = &deploy->job->steps[i];
        if (pf_str_contains(pf_node_text(step->run), folder) || is_unknown(step))
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
