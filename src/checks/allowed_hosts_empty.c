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

/* Debug mode answers for localhost at least, and has its own findings. */
static enum pf_truth is_debug_off(const struct pf_deployment *deployment)
{
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    return debug == NULL ? PF_YES : pf_truth_not(pf_node_truth(debug));
}

static void report_hosts(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const char *message, pf_span span, enum pf_truth truth)
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
    if (truth != PF_YES)
        pf_report_possible(report);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *hosts = pf_facts_setting(deployment, "ALLOWED_HOSTS");
    enum pf_truth off = is_debug_off(deployment);
    if (deployment->judged == NULL || off == PF_NO || pf_facts_serves_http(deployment) == PF_NO)
        return;
    if (hosts == NULL) {
        if (pf_facts_settings_complete(deployment))
            report_hosts(context, deployment, "unset", pf_facts_module_span(context, deployment),
                         off);
        return;
    }
    enum pf_truth empty = pf_facts_every(hosts, is_empty_list);
    enum pf_truth only_empty = pf_facts_every(hosts, holds_only_empty);
    if (empty == PF_YES)
        report_hosts(context, deployment, "empty", hosts->span, off);
    else if (only_empty == PF_YES)
        report_hosts(context, deployment, "only-empty", hosts->span, off);
    else if (pf_facts_every(hosts, holds_empty) == PF_YES)
        report_hosts(context, deployment, "holds-empty", hosts->span, off);
}

void pf_check_allowed_hosts_empty(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
