/* One name twice in the `environment` of one container. */
#include "checks/checks.h"

#include "model/taskdef.h"

static const struct pf_node *earlier(const struct pf_node *list, size_t index, pf_str name)
{
    for (size_t i = 0; i < index; i++)
        if (pf_str_eq(pf_node_text(pf_node_get(list->items[i], "name")), name))
            return pf_node_get(list->items[i], "name");
    return NULL;
}

static void judge(struct pf_check_context *context, const struct pf_node *container)
{
    const struct pf_node *list = pf_node_get(container, "environment");
    pf_str container_name = pf_node_text(pf_node_get(container, "name"));
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        const struct pf_node *name = pf_node_get(list->items[i], "name");
        const struct pf_node *first = earlier(list, i, pf_node_text(name));
        if (pf_node_text(name).len == 0 || first == NULL)
            continue;
        struct pf_report *report = pf_check_report(context, "", name->span);
        pf_report_argument(report, "variable", name->text);
        pf_report_argument(report, "container", container_name);
        pf_report_related(report, "first", first->span);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container_name), PF_ARG(name->text));
    }
}

void pf_check_variable_repeated(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *container;
    for (size_t i = 0; i < taskdefs.count; i++)
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++)
            judge(context, container);
}
