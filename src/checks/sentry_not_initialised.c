/* Sentry is meant to watch production, and does not. */
#include "checks/facts.h"

static bool is_installed(const struct pf_wiring *wiring)
{
    for (size_t i = 0; i < wiring->packages->count; i++)
        if (pf_str_eq(wiring->packages->items[i].name, PF_STR("sentry-sdk")) &&
            !wiring->packages->items[i].for_development)
            return true;
    return false;
}

static const struct pf_node *dsn_of(const struct pf_settings_call *call)
{
    for (size_t i = 0; i < call->argument_count; i++)
        if (pf_str_eq(call->arguments[i].name, PF_STR("dsn")))
            return call->arguments[i].value;
    return NULL;
}

/* None and an absent dsn fall back to the variable, an empty one does not. Source:
 * sentry_sdk.client. */
static enum pf_truth has_dsn(const struct pf_deployment *deployment,
                             const struct pf_settings_call *call)
{
    const struct pf_node *dsn = dsn_of(call);
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, PF_STR("SENTRY_DSN"));
    if (dsn != NULL && dsn->kind != PF_NULL)
        return pf_node_truth(dsn);
    if (supply != NULL)
        return pf_node_truth(supply->value);
    return deployment->environment_is_open ? PF_MAYBE : PF_NO;
}

static void report_call(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const char *message, pf_span span, bool is_certain)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_str container = pf_facts_container_name(deployment);
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, PF_STR("SENTRY_DSN"));
    pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
    if (supply != NULL)
        pf_report_related(report, "supplied", supply->span);
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    if (debug != NULL && pf_node_truth(debug) != PF_NO)
        pf_report_related(report, "debug", debug->span);
    pf_report_key(report, "%.*s/sentry", PF_ARG(container));
    if (!is_certain)
        pf_report_possible(report);
}

/* The call that comes nearest to working decides. */
static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_settings *settings = deployment->judged;
    const struct pf_settings_call *best = NULL;
    enum pf_truth best_truth = PF_NO;
    if (settings == NULL)
        return;
    for (size_t i = 0; i < settings->call_count; i++) {
        const struct pf_settings_call *call = &settings->calls[i];
        if (!pf_str_eq(call->function, PF_STR("sentry_sdk.init")))
            continue;
        enum pf_truth truth = pf_truth_and(call->reached, has_dsn(deployment, call));
        if (best == NULL || truth > best_truth)
            best = call, best_truth = truth;
    }
    if (best != NULL && best_truth == PF_NO)
        report_call(context, deployment, best->reached == PF_NO ? "not-reached" : "no-dsn",
                    best->span, true);
    else if (best != NULL && best_truth == PF_MAYBE && best->reached == PF_MAYBE)
        report_call(context, deployment, "maybe", best->span, false);
    else if (best == NULL && pf_facts_settings_complete(deployment) &&
             is_installed(pf_facts_wiring(context)) &&
             !pf_facts_is_mentioned(context, PF_STR("sentry_sdk.init")))
        report_call(context, deployment, "never", pf_facts_module_span(context, deployment), true);
}

void pf_check_sentry_not_initialised(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
