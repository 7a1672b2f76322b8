/* SECRET_KEY is not set, or empty: Django refuses to start. */
#include "checks/facts.h"

static bool is_empty(const struct pf_node *value)
{
    return value->kind == PF_NULL ||
           ((value->kind == PF_STRING || value->kind == PF_SEQ) && pf_node_truth(value) == PF_NO);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *key = pf_facts_setting(deployment, "SECRET_KEY");
    if (deployment->judged == NULL)
        return;
    enum pf_truth empty = key == NULL ? PF_NO : pf_facts_every(key, is_empty);
    bool is_unset = key == NULL && pf_facts_settings_complete(deployment);
    if (!is_unset && empty != PF_YES)
        return;
    pf_span span = is_unset ? pf_facts_module_span(context, deployment) : key->span;
    struct pf_report *report = pf_check_report(context, is_unset ? "unset" : "empty", span);
    pf_str container = pf_facts_container_name(deployment);
    pf_facts_report_container(context, deployment, report);
    pf_report_argument(report, "module", deployment->judged->module);
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            pf_facts_made_from(key, deployment->supplies.items[i].name))
            pf_report_related(report, "supplied", deployment->supplies.items[i].span);
    pf_report_key(report, "%.*s/SECRET_KEY", PF_ARG(container));
}

void pf_check_secret_key_empty(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
