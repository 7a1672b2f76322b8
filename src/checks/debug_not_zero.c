/* A supplier sets the variable that DEBUG is made from to anything but 0. */
#include "checks/facts.h"

static bool is_debug_name(pf_str name)
{
    return pf_str_eq(name, PF_STR("DEBUG")) || pf_str_ends(name, PF_STR("_DEBUG"));
}

static void judge_supply(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_supply *supply)
{
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    bool is_off = debug != NULL && pf_node_truth(debug) == PF_NO;
    bool is_read = debug != NULL && pf_facts_made_from(debug, supply->name);
    /* Settings that end before DEBUG is made tell nothing of what makes it. */
    bool is_made =
        debug != NULL || deployment->judged == NULL || !pf_facts_ends_early(deployment->judged);
    const char *message = !is_read && is_made ? (is_off ? "harmless" : "unread")
                          : is_off            ? "off"
                                              : "on";
    pf_span span = supply->value->span.file != NULL ? supply->value->span : supply->span;
    struct pf_report *report = pf_check_report(context, message, span);
    pf_str container = pf_facts_container_name(deployment);
    pf_report_argument(report, "variable", supply->name);
    pf_report_argument(report, "value", supply->value->text);
    pf_facts_report_container(context, deployment, report);
    pf_report_argument(report, "off", pf_facts_ways_off(context, deployment, supply->name));
    if (debug != NULL)
        pf_report_related(report, "setting", debug->span);
    pf_report_fix(report, span, pf_facts_written_like(context, span, PF_STR("0")));
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(supply->name));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        if (supply->effective && is_debug_name(supply->name) &&
            (pf_str_eq(supply->name, PF_STR("DEBUG")) ||
             pf_facts_made_from(pf_facts_setting(deployment, "DEBUG"), supply->name)) &&
            pf_node_is(supply->value, PF_STRING) && supply->value->text.len > 0 &&
            !pf_str_eq(supply->value->text, PF_STR("0")))
            judge_supply(context, deployment, supply);
    }
}

void pf_check_debug_not_zero(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
