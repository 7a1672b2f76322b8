/* The branches whose push starts a workflow, as its triggers name them. */
#include "model/deploy_inside.h"

#include "model/glob.h"

static void add_literals(struct pf_arena *arena, const struct pf_node *patterns,
                         struct pf_deploy *deploy)
{
    bool is_list = pf_node_is(patterns, PF_SEQ);
    for (size_t i = 0; i < (is_list ? patterns->count : 1); i++) {
        pf_str text = pf_node_text(is_list ? patterns->items[i] : patterns);
        bool is_literal = pf_filter_is_literal(text) && !pf_str_contains(text, PF_STR("${{"));
        if (is_literal && pf_filter_list(arena, patterns, text).passes == PF_YES)
            pf_strs_add_once(arena, &deploy->branches, text);
        else if (!is_literal && !pf_str_starts(text, PF_STR("!")))
            deploy->any_branch = pf_truth_or(deploy->any_branch, PF_MAYBE);
    }
}

static void add_filters(struct pf_arena *arena, const struct pf_node *event,
                        struct pf_deploy *deploy)
{
    const struct pf_node *branches = pf_node_get(event, "branches");
    bool has_tags = pf_node_get(event, "tags") != NULL || pf_node_get(event, "tags-ignore") != NULL;
    if (branches != NULL)
        add_literals(arena, branches, deploy);
    else if (pf_node_get(event, "branches-ignore") != NULL)
        deploy->any_branch = pf_truth_or(deploy->any_branch, PF_MAYBE);
    else if (!has_tags)
        deploy->any_branch = PF_YES;
}

/* The value of the event in `on`; a NULL node for an event without one, false where it is not. */
static bool find_event(const struct pf_workflow *workflow, const char *name,
                       const struct pf_node **event)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    *event = pf_node_get(on, name);
    bool found = *event != NULL || pf_str_eq(pf_node_text(on), pf_str_c(name));
    for (size_t i = 0; pf_node_is(on, PF_SEQ) && i < on->count; i++)
        found = found || pf_str_eq(pf_node_text(on->items[i]), pf_str_c(name));
    return found;
}

static bool waits_for(const struct pf_node *names, pf_str name)
{
    for (size_t i = 0; pf_node_is(names, PF_SEQ) && i < names->count; i++)
        if (pf_str_eq(pf_node_text(names->items[i]), name))
            return true;
    return pf_node_text(names).len > 0 && pf_str_eq(names->text, name);
}

void pf_deploy_set_branches(struct pf_arena *arena, const struct pf_workflows *workflows,
                            const struct pf_workflow *workflow, struct pf_deploy *deploy)
{
    const struct pf_node *event;
    deploy->any_branch = PF_NO;
    if (find_event(workflow, "push", &event))
        add_filters(arena, event, deploy);
    if (!find_event(workflow, "workflow_run", &event))
        return;
    if (pf_node_get(event, "branches") != NULL) {
        add_literals(arena, pf_node_get(event, "branches"), deploy);
        return;
    }
    for (size_t i = 0; i < workflows->count; i++) {
        const struct pf_node *push;
        if (waits_for(pf_node_get(event, "workflows"), workflows->items[i].name) &&
            find_event(&workflows->items[i], "push", &push))
            add_filters(arena, push, deploy);
    }
}
