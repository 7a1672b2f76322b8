/* The workflow deploys a task definition file that is neither committed nor made before. */
#include "checks/facts.h"

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

void pf_check_task_definition_file_missing(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++)
        judge(context, &wiring->deploys->items[i]);
}
