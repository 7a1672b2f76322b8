/* SECURE_SSL_REDIRECT without SECURE_PROXY_SSL_HEADER, while the container itself speaks HTTP. */
#include "checks/facts.h"

#include "model/taskdef.h"

/* Does any command of the container's start bring a certificate along? */
static bool speaks_tls(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_contains(start->items[i].items[w], PF_STR("cert")) ||
                pf_str_contains(start->items[i].items[w], PF_STR("ssl")))
                return true;
    return false;
}

/* gunicorn and uvicorn take the scheme from X-Forwarded-Proto themselves, from proxies that they
 * trust: 127.0.0.1, which a proxy in the same task is, and those of FORWARDED_ALLOW_IPS. */
static bool may_trust_proxy(const struct pf_check_context *context,
                            const struct pf_deployment *deployment)
{
    return pf_supplies_get(&deployment->supplies, PF_STR("FORWARDED_ALLOW_IPS")) != NULL ||
           pf_facts_is_mentioned(context, PF_STR("forwarded-allow-ips")) ||
           pf_facts_is_mentioned(context, PF_STR("forwarded_allow_ips")) ||
           pf_facts_is_mentioned(context, PF_STR("secure_scheme_headers")) ||
           pf_taskdef_container_count(deployment->taskdef_root) > 1;
}

static bool is_on(const struct pf_node *value)
{
    return pf_node_truth(value) == PF_YES;
}

/* ("X-Forwarded-Proto", "https"): request.META has no such key, it is HTTP_X_FORWARDED_PROTO. */
static const struct pf_node *misnamed(const struct pf_node *header)
{
    const struct pf_node *name =
        pf_node_is(header, PF_SEQ) && header->count == 2 ? header->items[0] : NULL;
    bool is_wrong = pf_node_is(name, PF_STRING) && name->text.len > 0 &&
                    !pf_str_starts(name->text, PF_STR("HTTP_"));
    return is_wrong ? name : NULL;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *redirect = pf_facts_setting(deployment, "SECURE_SSL_REDIRECT");
    const struct pf_node *header = pf_facts_setting(deployment, "SECURE_PROXY_SSL_HEADER");
    enum pf_truth on = pf_facts_every(redirect, is_on);
    const struct pf_node *wrong = misnamed(header);
    bool has_header = header != NULL && pf_node_truth(header) != PF_NO && wrong == NULL;
    bool serves_http = deployment->container != NULL &&
                       pf_facts_serves_http(deployment) == PF_YES &&
                       !speaks_tls(&deployment->start);
    if (on == PF_NO || has_header || !serves_http || !pf_facts_settings_complete(deployment) ||
        may_trust_proxy(context, deployment))
        return;
    struct pf_report *report = pf_check_report(context, wrong == NULL ? "" : "misnamed",
                                               wrong == NULL ? redirect->span : wrong->span);
    pf_report_value(report, "name", wrong);
    pf_facts_report_container(context, deployment, report);
    if (deployment->start.written != NULL)
        pf_report_related(report, "start", deployment->start.written->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
    if (on == PF_MAYBE)
        pf_report_possible(report);
}

void pf_check_ssl_redirect_behind_proxy(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
