/* Which branches deploy, as several checks ask it. */
#include "checks/branches.h"

#include "checks/flow.h"

bool pf_branches_is_main_line(pf_str branch)
{
    return pf_str_eq(branch, PF_STR("main")) || pf_str_eq(branch, PF_STR("master")) ||
           pf_str_eq(branch, PF_STR("trunk"));
}

pf_str pf_branches_other_main_line(pf_str branch)
{
    if (pf_str_eq(branch, PF_STR("main")))
        return PF_STR("master");
    return pf_str_eq(branch, PF_STR("master")) ? PF_STR("main") : PF_STR("");
}

enum pf_truth pf_branches_deploys(const struct pf_wiring *wiring, pf_str branch)
{
    enum pf_truth truth = PF_NO;
    if (wiring->deploys->count == 0)
        return PF_MAYBE;
    const struct pf_simulation *simulation = pf_wiring_push(wiring, branch);
    for (size_t i = 0; i < wiring->deploys->count; i++)
        truth = pf_truth_or(truth, pf_deploy_runs(simulation, &wiring->deploys->items[i]));
    return truth;
}

enum pf_truth pf_branches_deploys_at(const struct pf_wiring *wiring, const struct pf_deploy *deploy,
                                     pf_str branch)
{
    return pf_deploy_runs(pf_wiring_push(wiring, branch), deploy);
}

const struct pf_node *pf_branches_trigger_of(const struct pf_deploy *deploy, pf_str branch)
{
    const struct pf_node *push_filters =
        pf_node_get(pf_node_get(deploy->origin->root, "on"), "push");
    const struct pf_node *branches = pf_node_get(push_filters, "branches");
    if (pf_node_is(branches, PF_STRING) && pf_str_eq(branches->text, branch))
        return branches;
    for (size_t i = 0; pf_node_is(branches, PF_SEQ) && i < branches->count; i++)
        if (pf_str_eq(pf_node_text(branches->items[i]), branch))
            return branches->items[i];
    return NULL;
}

const struct pf_node *pf_branches_trigger(const struct pf_wiring *wiring)
{
    for (size_t i = 0; i < wiring->deploys->count; i++) {
        const struct pf_deploy *deploy = &wiring->deploys->items[i];
        for (size_t b = 0; b < deploy->branches.count; b++) {
            const struct pf_node *trigger =
                pf_branches_trigger_of(deploy, deploy->branches.items[b]);
            if (trigger != NULL)
                return trigger;
        }
    }
    return NULL;
}

bool pf_branches_release_deploys(const struct pf_wiring *wiring)
{
    for (size_t i = 0; i < wiring->deploys->count; i++) {
        const struct pf_workflow *origin = wiring->deploys->items[i].origin;
        const struct pf_node *push = pf_node_get(pf_node_get(origin->root, "on"), "push");
        if (pf_flow_listens(origin, "release") || pf_flow_listens(origin, "create") ||
            pf_node_get(push, "tags") != NULL)
            return true;
    }
    return false;
}

pf_str pf_branches_words(struct pf_arena *arena, const struct pf_wiring *wiring)
{
    struct pf_strs names = {0};
    for (size_t i = 0; i < wiring->deploys->count; i++)
        for (size_t b = 0; b < wiring->deploys->items[i].branches.count; b++)
            pf_strs_add_once(arena, &names, wiring->deploys->items[i].branches.items[b]);
    return pf_arena_join(arena, names.items, names.count, PF_STR(" and "));
}
