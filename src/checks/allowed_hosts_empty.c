/* ALLOWED_HOSTS refuses every request: an empty list, or one with an empty string. */
#include "checks/facts.h"

static bool is_empty_list(const struct pf_node *value)
{
    return (pf_node_is(value, PF_SEQ) && value->count == 0) ||
           (pf_node_is(value, PF_STRING) && value->text.len == 0);
}

static bool holds_only_empty(const struct pf_node *value)
{
    if (!pf_node_is(value, PF_SEQ) || value->count == 0)
        return false;
    for (size_t i = 0; i < value->count; i++)
        if (!pf_node_is(value->items[i], PF_STRING) || pf_str_trim(value->items[i]->text).len > 0)
            return false;
    return true;
}

static bool holds_empty(const struct pf_node *value)
{
    for (size_t i = 0; pf_node_is(value, PF_SEQ) && i < value->count; i++)
        if (pf_node_is(value->items[i], PF_STRING) && value->items[i]->text.len == 0)
            return true;
    return false;
}

/* In debug mode an empty list admits localhost and its subdomains, and nobody else. */
static enum pf_truth is_debug_off(const struct pf_deployment *deployment)
{
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    return debug == NULL ? PF_YES : pf_truth_not(pf_node_truth(debug));
}

static void report_hosts(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const char *message, pf_span span)
{
    const struct pf_node *hosts = pf_facts_setting(deployment, "ALLOWED_HOSTS");
    struct pf_report *report = pf_check_report(context, message, span);
    pf_str container = pf_facts_container_name(deployment);
    pf_facts_report_container(context, deployment, report);
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            pf_facts_made_from(hosts, deployment->supplies.items[i].name))
            pf_report_related(report, "supplied", deployment->supplies.items[i].span);
    pf_report_key(report, "%.*s/ALLOWED_HOSTS", PF_ARG(container));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *hosts = pf_facts_setting(deployment, "ALLOWED_HOSTS");
    bool is_debug = is_debug_off(deployment) == PF_NO;
    if (deployment->judged == NULL || pf_facts_serves_http(deployment) == PF_NO)
        return;
    if (hosts == NULL) {
        if (pf_facts_settings_complete(deployment))
            report_hosts(context, deployment, is_debug ? "unset-debug" : "unset",
                         pf_facts_module_span(context, deployment));
        return;
    }
    if (pf_facts_every(hosts, is_empty_list) == PF_YES)
        report_hosts(context, deployment, is_debug ? "empty-debug" : "empty", hosts->span);
    else if (pf_facts_every(hosts, holds_only_empty) == PF_YES)
        report_hosts(context, deployment, "only-empty", hosts->span);
    else if (pf_facts_every(hosts, holds_empty) == PF_YES)
        report_hosts(context, deployment, "holds-empty", hosts->span);
}

void pf_check_allowed_hosts_empty(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
