/* The image's ENV switches DEBUG on, and nothing in the task definition switches it off. */
#include "checks/facts.h"

static bool means_off(pf_str value)
{
    static const pf_str off[] = {PF_STR_INIT("0"),   PF_STR_INIT("false"), PF_STR_INIT("no"),
                                 PF_STR_INIT("off"), PF_STR_INIT("n"),     PF_STR_INIT("f")};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        if (pf_str_eq_nocase(value, off[i]))
            return true;
    return value.len == 0;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        bool is_debug = pf_str_eq(supply->name, PF_STR("DEBUG")) ||
                        pf_str_eq(supply->name, PF_STR("DJANGO_DEBUG"));
        if (supply->supplier != PF_SUPPLIER_IMAGE || !supply->effective || !is_debug ||
            !pf_node_is(supply->value, PF_STRING) || means_off(supply->value->text))
            continue;
        struct pf_report *report = pf_check_report(context, "", supply->span);
        pf_report_argument(report, "variable", supply->name);
        pf_report_argument(report, "value", supply->value->text);
        pf_facts_report_container(context, deployment, report);
        pf_report_key(report, "%.*s", PF_ARG(supply->name));
    }
}

void pf_check_debug_baked_in(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
