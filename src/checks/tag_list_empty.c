/* An empty list of tags in a file that the command line registers. */
#include "checks/facts.h"

#include "model/taskdef.h"

static void judge(struct pf_check_context *context, struct pf_project *project,
                  const struct pf_deploy *deploy)
{
    bool is_registered = deploy->kind == PF_DEPLOY_CLI && deploy->taskdef_path.len > 0 &&
                         !deploy->taskdef_made && !deploy->taskdef_changed && !deploy->chain_broken;
    struct pf_project_file *file =
        is_registered ? pf_project_file(project, deploy->taskdef_path) : NULL;
    if (file == NULL || !pf_project_load(project, file))
        return;
    const struct pf_node *tags = pf_node_get(pf_taskdef_root(file->root), "tags");
    if (!pf_node_is(tags, PF_SEQ) || tags->count > 0)
        return;
    struct pf_report *report = pf_check_report(context, "", tags->key->span);
    pf_report_related(report, "register", deploy->task_definition->span);
    pf_report_key(report, "tags");
}

void pf_check_tag_list_empty(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++)
        judge(context, wiring->project, &wiring->deploys->items[i]);
}
