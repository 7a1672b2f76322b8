/* The project has migrations, and neither deploy nor start runs them. */
#include "checks/flow.h"

#include "model/project_search.h"

static bool has_migrations(const struct pf_project *project)
{
    for (size_t i = 0; i < project->files.count; i++)
        if (pf_str_contains(project->files.items[i]->path, PF_STR("migrations/0")))
            return true;
    return false;
}

void pf_check_migrations_never_run(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_deploy *deploy = NULL;
    for (size_t i = 0; wiring != NULL && i < wiring->deployment_count; i++)
        if (wiring->deployments[i].runs_django == PF_YES && deploy == NULL)
            deploy = wiring->deployments[i].deploy;
    if (deploy == NULL || !has_migrations(wiring->project))
        return;
    struct pf_strs words = {0};
    static const char *const signs[] = {"migrate", "run-task", "syncdb"};
    bool found[sizeof signs / sizeof *signs];
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        *pf_pile_add(context->arena, &words) = pf_str_c(signs[i]);
    if (!pf_project_search(wiring->project, &words, found))
        return;
    for (size_t i = 0; i < words.count; i++)
        if (found[i])
            return;
    struct pf_report *report = pf_check_report(context, "", deploy->job->node->key->span);
    pf_report_argument(report, "job", deploy->job->id);
}
