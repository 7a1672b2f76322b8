/* A render step names a container that its task definition does not have. */
#include "checks/facts.h"

#include "base/nearest.h"
#include "model/taskdef.h"

static struct pf_strs container_names(struct pf_check_context *context, const struct pf_node *root)
{
    struct pf_strs names = {0};
    const struct pf_node *container;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++)
        *pf_pile_add(context->arena, &names) = pf_node_text(pf_node_get(container, "name"));
    return names;
}

static bool has_unknown_name(const struct pf_strs *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->items[i].len == 0 || pf_taskdef_is_placeholder(names->items[i]))
            return true;
    return names->count == 0;
}

static void judge_name(struct pf_check_context *context, const struct pf_deploy_render *render,
                       const struct pf_node *root, const struct pf_strs *names, pf_str name)
{
    if (pf_strs_has(names, name))
        return;
    bool has_spaces = pf_strs_has(names, pf_str_trim(name));
    struct pf_report *report =
        pf_check_report(context, has_spaces ? "spaces" : "", render->container_name->span);
    ptrdiff_t nearest = pf_nearest(name, names->items, names->count);
    pf_report_argument(report, "name", name);
    pf_report_argument(report, "names",
                       pf_arena_join(context->arena, names->items, names->count, PF_STR(", ")));
    pf_report_argument(report, "nearest",
                       nearest == PF_STR_NONE ? PF_STR("") : names->items[nearest]);
    pf_report_related(report, "containers", pf_node_get(root, "containerDefinitions")->key->span);
    pf_report_key(report, "%.*s", PF_ARG(name));
}

static void judge_deploy(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_project_file *file =
        deploy->taskdef_path.len == 0 ? NULL : pf_project_file(project, deploy->taskdef_path);
    if (file == NULL || deploy->taskdef_made || deploy->taskdef_changed ||
        !pf_project_load(project, file))
        return;
    const struct pf_node *root = pf_taskdef_root(file->root);
    struct pf_strs names = container_names(context, root);
    if (root == NULL || has_unknown_name(&names))
        return;
    for (size_t i = 0; i < deploy->render_count; i++) {
        const struct pf_deploy_render *render = &deploy->renders[i];
        pf_str rest = pf_node_text(render->container_name), name;
        if (rest.len == 0 || pf_str_contains(rest, PF_STR("${{")))
            continue;
        for (bool more = true; more;) {
            more = pf_str_cut(rest, ',', &name, &rest);
            judge_name(context, render, root, &names, name);
        }
    }
}

void pf_check_container_not_in_task_definition(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++)
        judge_deploy(context, &wiring->deploys->items[i]);
}
