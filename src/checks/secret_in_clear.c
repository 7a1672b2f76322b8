/* A secret that stands in a task definition as plain environment. */
#include "checks/secret_written.h"

#include "model/taskdef.h"

/* "8", "true", "prod/shop/key": a value that can be no secret. */
static bool is_harmless(pf_str value)
{
    int64_t number;
    static const pf_str words[] = {PF_STR_INIT("true"), PF_STR_INIT("false"), PF_STR_INIT("none"),
                                   PF_STR_INIT("null"), PF_STR_INIT("yes"),   PF_STR_INIT("no")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq_nocase(value, words[i]))
            return true;
    return value.len < 4 || (pf_str_to_int(value, &number) && value.len < 8) ||
           pf_str_starts(value, PF_STR("arn:")) || pf_taskdef_is_placeholder(value) ||
           pf_facts_is_placeholder(value);
}

static void report_entry(struct pf_check_context *context, const char *message, pf_str name,
                         pf_str container, const struct pf_node *value, pf_span span)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_argument(report, "variable", name);
    pf_report_argument(report, "container", container);
    if (value != NULL)
        pf_report_redact(report, value);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(name));
}

static void judge_container(struct pf_check_context *context, const struct pf_node *container)
{
    const struct pf_node *list = pf_node_get(container, "environment");
    pf_str container_name = pf_node_text(pf_node_get(container, "name"));
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        const struct pf_node *value = pf_node_get(list->items[i], "value");
        pf_str name = pf_node_text(pf_node_get(list->items[i], "name"));
        if (!pf_node_is(value, PF_STRING))
            continue;
        bool is_secret = pf_facts_is_credential(value->text) ||
                         (pf_facts_is_secret_name(name) && !is_harmless(value->text));
        if (is_secret && !pf_taskdef_is_placeholder(value->text))
            report_entry(context, "environment", name, container_name, value, value->span);
    }
}

/* `SECRET_KEY=${{ secrets.SECRET_KEY }}`: the render step writes its value into the file. */
static void judge_render(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        if (supply->supplier != PF_SUPPLIER_RENDER)
            continue;
        bool from_secret = pf_node_is(supply->value, PF_ANY) &&
                           pf_str_contains(supply->value->as.any->reason, PF_STR("secret"));
        bool is_written =
            pf_node_is(supply->value, PF_STRING) &&
            (pf_facts_is_credential(supply->value->text) ||
             (pf_facts_is_secret_name(supply->name) && !is_harmless(supply->value->text)));
        pf_str container = pf_facts_container_name(deployment);
        if (from_secret && pf_secret_written_holds(supply->name))
            report_entry(context, "render", supply->name, container, NULL, supply->span);
        else if (is_written)
            report_entry(context, "environment", supply->name, container, supply->value,
                         supply->value->span);
    }
}

static void report_written(struct pf_check_context *context, pf_str variable, pf_span span)
{
    report_entry(context, "written", variable, PF_STR("written"), NULL, span);
}

void pf_check_secret_in_clear(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *container;
    for (size_t i = 0; i < taskdefs.count; i++)
        for (size_t k = 0; (container = pf_taskdef_container(taskdefs.nodes[i], k)) != NULL; k++)
            judge_container(context, container);
    pf_facts_each_deployment(context, judge_render);
    pf_secret_written_each(context, report_written);
}
