/* ALLOWED_HOSTS holds "*": any Host header is believed. */
#include "checks/facts.h"

static bool holds_star(const struct pf_node *value)
{
    for (size_t i = 0; pf_node_is(value, PF_SEQ) && i < value->count; i++)
        if (pf_str_eq(pf_node_text(value->items[i]), PF_STR("*")))
            return true;
    return pf_node_is(value, PF_STRING) && pf_str_eq(value->text, PF_STR("*"));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *hosts = pf_facts_setting(deployment, "ALLOWED_HOSTS");
    enum pf_truth truth = pf_facts_every(hosts, holds_star);
    if (truth == PF_NO || hosts->kind == PF_ANY)
        return;
    struct pf_report *report = pf_check_report(context, "", hosts->span);
    pf_report_key(report, "%.*s/ALLOWED_HOSTS", PF_ARG(pf_facts_container_name(deployment)));
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            pf_facts_made_from(hosts, deployment->supplies.items[i].name))
            pf_report_related(report, "supplied", deployment->supplies.items[i].span);
    if (truth == PF_MAYBE)
        pf_report_possible(report);
}

void pf_check_allowed_hosts_wildcard(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
