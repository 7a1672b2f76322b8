/* containerDefinitions as a list: how many, how they are called, and that each has an image. */
#include "checks/facts.h"

#include "model/taskdef.h"

enum {
    MAX_CONTAINERS = 10, /* ECS's quota of containers in a task definition */
    MAX_NAME = 255       /* bytes; ECS's own limit */
};

static bool is_name(pf_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!pf_is_name(name.data[i]) && name.data[i] != '-')
            return false;
    return name.len <= MAX_NAME;
}

static void report_container(struct pf_check_context *context, const char *message, pf_span span,
                             pf_str name)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_argument(report, "name", name);
    pf_report_key(report, "%s/%.*s", message, PF_ARG(name));
}

static void judge_name(struct pf_check_context *context, const struct pf_node *root, size_t index)
{
    const struct pf_node *name = pf_node_get(pf_taskdef_container(root, index), "name");
    pf_str text = pf_node_text(name);
    if (text.len == 0 || pf_taskdef_is_placeholder(text))
        return;
    if (!is_name(text))
        report_container(context, "name", name->span, text);
    for (size_t i = 0; i < index; i++)
        if (pf_str_eq(pf_node_text(pf_node_get(pf_taskdef_container(root, i), "name")), text)) {
            report_container(context, "twice", name->span, text);
            return;
        }
}

/* Deployed as it stands in the file: a workflow releases it, and no step puts an image in. */
static bool is_deployed_as_written(const struct pf_wiring *wiring, const struct pf_node *root,
                                   const struct pf_node *container)
{
    bool is_deployed = false;
    for (size_t i = 0; wiring != NULL && i < wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        const struct pf_deploy *deploy = deployment->deploy;
        if (deployment->container != container || deploy == NULL)
            continue;
        if (deploy->kind != PF_DEPLOY_ACTION || deploy->chain_broken || deploy->taskdef_made ||
            deploy->taskdef_changed)
            return false;
        is_deployed = true;
    }
    return is_deployed && !pf_facts_image_is_replaced(wiring, root, container);
}

static void judge_image(struct pf_check_context *context, const struct pf_node *root,
                        const struct pf_node *container)
{
    const struct pf_node *image = pf_node_get(container, "image");
    const struct pf_node *name = pf_node_get(container, "name");
    bool is_empty = image == NULL || image->kind == PF_NULL ||
                    (image->kind == PF_STRING && image->text.len == 0);
    if (is_empty && name != NULL &&
        is_deployed_as_written(pf_facts_wiring(context), root, container))
        report_container(context, "image", image != NULL ? image->span : name->span,
                         pf_node_text(name));
}

void pf_check_container_list(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++) {
        const struct pf_node *root = taskdefs.nodes[i];
        const struct pf_node *list = pf_node_get(root, "containerDefinitions");
        size_t count = pf_taskdef_container_count(root);
        if (pf_node_is(list, PF_SEQ) && (list->count == 0 || count > MAX_CONTAINERS))
            report_container(context, count == 0 ? "none" : "many", list->key->span, PF_STR(""));
        for (size_t k = 0; k < count; k++) {
            judge_name(context, root, k);
            judge_image(context, root, pf_taskdef_container(root, k));
        }
    }
}
