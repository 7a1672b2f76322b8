/* A Sentry DSN that is written in the settings. */
#include "checks/facts.h"

/* Written here, or the default of variables that nothing supplies. */
static bool is_written(const struct pf_deployment *deployment, const struct pf_node *dsn)
{
    const struct pf_trace *trace = dsn->trace;
    for (size_t i = 0; trace != NULL && i < trace->from_count; i++)
        if (pf_supplies_get(&deployment->supplies, trace->from[i]) != NULL)
            return false;
    return true;
}

static bool is_literal_dsn(const struct pf_deployment *deployment, const struct pf_node *dsn)
{
    return pf_node_is(dsn, PF_STRING) && pf_str_contains(dsn->text, PF_STR("@")) &&
           pf_str_starts(dsn->text, PF_STR("http")) && is_written(deployment, dsn);
}

static void judge_call(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_settings_call *call)
{
    for (size_t i = 0; i < call->argument_count; i++) {
        const struct pf_node *dsn = call->arguments[i].value;
        if (!pf_str_eq(call->arguments[i].name, PF_STR("dsn")) || !is_literal_dsn(deployment, dsn))
            continue;
        pf_span span = dsn->span.file != NULL ? dsn->span : call->span;
        struct pf_report *report = pf_check_report(context, "", span);
        pf_report_redact(report, dsn);
        pf_report_key(report, "sentry-dsn");
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_settings *settings = deployment->judged;
    for (size_t i = 0; settings != NULL && i < settings->call_count; i++) {
        const struct pf_settings_call *call = &settings->calls[i];
        if (pf_str_eq(call->function, PF_STR("sentry_sdk.init")) && call->reached != PF_NO)
            judge_call(context, deployment, call);
    }
}

void pf_check_sentry_dsn_hard_coded(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
