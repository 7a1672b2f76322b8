/* dependsOn: whom a container waits for, and whether that can ever come true. */
#include "checks/facts.h"

#include "model/taskdef.h"

enum { MAX_CONTAINERS = 10 /* of a task; a longer chain of dependencies runs in a circle */ };

static void report_dependency(struct pf_check_context *context, const char *message,
                              const struct pf_node *at, pf_str container, pf_str other)
{
    struct pf_report *report = pf_check_report(context, message, at->span);
    pf_report_argument(report, "container", container);
    pf_report_argument(report, "other", other);
    pf_report_value(report, "condition", at);
    pf_report_key(report, "%.*s/%.*s/%s", PF_ARG(container), PF_ARG(other), message);
}

static pf_str name_of(const struct pf_node *container)
{
    return pf_node_text(pf_node_get(container, "name"));
}

/* True recursion over dependsOn, counted: does `from` come to `name`? */
static bool leads_to(const struct pf_node *root, const struct pf_node *from, pf_str name,
                     unsigned depth)
{
    const struct pf_node *list = pf_node_get(from, "dependsOn");
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        pf_str next = pf_node_text(pf_node_get(list->items[i], "containerName"));
        if (pf_str_eq(next, name))
            return true;
        const struct pf_node *container = pf_taskdef_container_named(root, next);
        if (container != NULL && depth < MAX_CONTAINERS &&
            leads_to(root, container, name, depth + 1))
            return true;
    }
    return false;
}

static void judge_condition(struct pf_check_context *context, const struct pf_node *condition,
                            const struct pf_node *target, pf_str container)
{
    pf_str text = pf_node_text(condition);
    bool wants_end = pf_str_eq(text, PF_STR("COMPLETE")) || pf_str_eq(text, PF_STR("SUCCESS"));
    if (wants_end && pf_taskdef_is_essential(target))
        report_dependency(context, "essential", condition, container, name_of(target));
    if (pf_str_eq(text, PF_STR("HEALTHY")) && pf_node_get(target, "healthCheck") == NULL)
        report_dependency(context, "no-health-check", condition, container, name_of(target));
}

static void judge(struct pf_check_context *context, const struct pf_node *root,
                  const struct pf_node *container, const struct pf_node *dependency)
{
    const struct pf_node *name = pf_node_get(dependency, "containerName");
    if (!pf_node_is(name, PF_STRING) || pf_taskdef_is_placeholder(name->text))
        return;
    const struct pf_node *target = pf_taskdef_container_named(root, name->text);
    pf_str own = name_of(container);
    if (target == NULL) {
        report_dependency(context, "unknown", name, own, name->text);
        return;
    }
    if (target == container)
        report_dependency(context, "itself", name, own, name->text);
    else if (leads_to(root, target, own, 0))
        report_dependency(context, "circle", name, own, name->text);
    judge_condition(context, pf_node_get(dependency, "condition"), target, own);
}

void pf_check_container_dependencies(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++) {
        const struct pf_node *root = taskdefs.nodes[i], *container;
        for (size_t k = 0; (container = pf_taskdef_container(root, k)) != NULL; k++) {
            const struct pf_node *list = pf_node_get(container, "dependsOn");
            for (size_t d = 0; pf_node_is(list, PF_SEQ) && d < list->count; d++)
                judge(context, root, container, list->items[d]);
        }
    }
}
