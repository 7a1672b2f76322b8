/* A task definition that is larger than ECS takes, however it is written. */
#include "checks/facts.h"

enum {
    ECS_CAP = 64 * 1024 /* bytes. Source: the ECS developer guide, service quotas */
};

/* What a value needs at least as JSON: without white space, and with no character escaped. What a
 * deploy leaves out (null, empty texts and lists) needs nothing. */
static size_t least(const struct pf_node *node)
{
    size_t bytes = 0;
    bool is_nothing = node->kind == PF_NULL || (node->kind == PF_STRING && node->text.len == 0);
    if (is_nothing || (!pf_node_is_scalar(node) && node->count == 0))
        return 0;
    if (node->kind == PF_STRING)
        return node->text.len + 2;
    if (pf_node_is_scalar(node))
        return 1;
    for (size_t i = 0; i < node->count; i++) {
        size_t value = least(node->items[i]);
        size_t key = node->kind == PF_MAP ? node->items[i]->key->text.len + 3 : 0;
        bytes += value == 0 ? 0 : key + value + (bytes > 0 ? 1 : 0);
    }
    return bytes + 2;
}

/* Members that only answers of ECS have are taken out before. */
static size_t least_of_input(const struct pf_node *root)
{
    static const pf_str outputs[] = {PF_STR_INIT("requiresAttributes"),
                                     PF_STR_INIT("compatibilities")};
    size_t bytes = least(root);
    for (size_t i = 0; i < sizeof outputs / sizeof *outputs; i++) {
        const struct pf_node *output = pf_node_get_str(root, outputs[i]);
        bytes -= output == NULL ? 0 : least(output);
    }
    return bytes;
}

void pf_check_taskdef_size(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++) {
        size_t bytes = least_of_input(taskdefs.nodes[i]);
        const struct pf_node *containers = pf_node_get(taskdefs.nodes[i], "containerDefinitions");
        if (bytes <= ECS_CAP || containers == NULL)
            continue;
        struct pf_report *report = pf_check_report(context, "", containers->key->span);
        pf_report_argument(report, "bytes", pf_arena_format(context->arena, "%zu", bytes));
        pf_report_key(report, "size");
    }
}
