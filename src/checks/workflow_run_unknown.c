/* A workflow waits for one that no file of the repository has. */
#include "checks/flow.h"

#include "base/nearest.h"
#include "ghexpr/find.h"

static bool has_name(const struct pf_strs *names, pf_str name)
{
    return pf_strs_has(names, name);
}

static void judge_name(struct pf_check_context *context, const struct pf_strs *names,
                       const struct pf_node *item)
{
    pf_str name = pf_node_text(item);
    if (name.len == 0 || pf_ghexpr_has(name) || has_name(names, name))
        return;
    ptrdiff_t near = pf_nearest(name, names->items, names->count);
    struct pf_report *report =
        pf_check_report(context, near == PF_STR_NONE ? "" : "nearest", item->span);
    pf_report_argument(report, "name", name);
    pf_report_argument(report, "nearest", near == PF_STR_NONE ? PF_STR("") : names->items[near]);
    pf_report_argument(report, "names",
                       pf_arena_join(context->arena, names->items, names->count, PF_STR(", ")));
    pf_report_key(report, "%.*s", PF_ARG(name));
}

/* Workflows by themselves may have been taken out of their repositories. */
static bool has_repository(const struct pf_project *project)
{
    for (size_t i = 0; i < project->files.count; i++)
        if (!pf_str_starts(project->files.items[i]->path, PF_STR(".github/")))
            return true;
    return false;
}

void pf_check_workflow_run_unknown(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct pf_strs names = {0};
    if (wiring == NULL || wiring->deploys->workflows.count < 2 || !has_repository(wiring->project))
        return;
    for (size_t i = 0; i < wiring->deploys->workflows.count; i++)
        *pf_pile_add(context->arena, &names) = wiring->deploys->workflows.items[i].name;
    for (size_t i = 0; i < wiring->deploys->workflows.count; i++) {
        const struct pf_node *on = pf_node_get(wiring->deploys->workflows.items[i].root, "on");
        const struct pf_node *waited = pf_node_get(pf_node_get(on, "workflow_run"), "workflows");
        if (pf_node_is(waited, PF_STRING))
            judge_name(context, &names, waited);
        for (size_t n = 0; pf_node_is(waited, PF_SEQ) && n < waited->count; n++)
            judge_name(context, &names, waited->items[n]);
    }
}
