/* A variable that is supplied as an empty string. */
#include "checks/facts.h"

static void judge_supply(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_variables *variables, const struct pf_supply *supply)
{
    const struct pf_variable *variable = NULL;
    for (size_t i = 0; i < variables->count; i++)
        if (pf_str_eq(variables->items[i].name, supply->name))
            variable = &variables->items[i];
    bool is_needed = variable != NULL &&
                     (variable->mandated || (variable->read != NULL && variable->read->required));
    struct pf_report *report =
        pf_check_report(context, is_needed ? "needed" : "unneeded", supply->span);
    pf_str container = pf_facts_container_name(deployment);
    pf_report_argument(report, "variable", supply->name);
    pf_facts_report_container(context, deployment, report);
    pf_report_argument(report, "supplier", pf_str_c(pf_supplier_words(supply->supplier)));
    if (variable != NULL && variable->read != NULL)
        pf_report_related(report, "read", variable->read->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(supply->name));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_variables variables =
        pf_wiring_contract(context->arena, pf_facts_wiring(context), deployment);
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        if (supply->effective && pf_node_is(supply->value, PF_STRING) &&
            supply->value->text.len == 0 && supply->supplier != PF_SUPPLIER_IMAGE)
            judge_supply(context, deployment, &variables, supply);
    }
}

void pf_check_variable_empty(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
