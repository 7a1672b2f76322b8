/* A variable that is supplied, and that nothing of the project reads. */
#include "checks/facts.h"

/* Read by the interpreter, the server, the SDKs or the platform itself. */
static bool is_known_to_others(pf_str name)
{
    static const pf_str prefixes[] = {
        PF_STR_INIT("AWS_"),       PF_STR_INIT("PYTHON"),       PF_STR_INIT("GUNICORN_"),
        PF_STR_INIT("UWSGI_"),     PF_STR_INIT("SENTRY_"),      PF_STR_INIT("DD_"),
        PF_STR_INIT("NEW_RELIC_"), PF_STR_INIT("OTEL_"),        PF_STR_INIT("ECS_"),
        PF_STR_INIT("LC_"),        PF_STR_INIT("PG"),           PF_STR_INIT("CELERY_"),
        PF_STR_INIT("DJANGO_"),    PF_STR_INIT("UVICORN_"),     PF_STR_INIT("HTTP"),
        PF_STR_INIT("NO_PROXY"),   PF_STR_INIT("ELASTIC_APM_"), PF_STR_INIT("GOOGLE_"),
        PF_STR_INIT("REQUESTS_"),  PF_STR_INIT("SSL_CERT"),     PF_STR_INIT("FLOWER_"),
        PF_STR_INIT("HONEYCOMB_"), PF_STR_INIT("ROLLBAR_"),     PF_STR_INIT("PROMETHEUS_"),
    };
    static const pf_str names[] = {
        PF_STR_INIT("PORT"),
        PF_STR_INIT("TZ"),
        PF_STR_INIT("LANG"),
        PF_STR_INIT("PATH"),
        PF_STR_INIT("HOME"),
        PF_STR_INIT("WEB_CONCURRENCY"),
        PF_STR_INIT("FORWARDED_ALLOW_IPS"),
        PF_STR_INIT("TERM"),
        PF_STR_INIT("LD_PRELOAD"),
        PF_STR_INIT("VIRTUAL_ENV"),
        PF_STR_INIT("MALLOC_ARENA_MAX"),
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (pf_str_starts(name, prefixes[i]))
            return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(name, names[i]))
            return true;
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    if (deployment->runs_django != PF_YES || !pf_facts_settings_complete(deployment))
        return;
    struct pf_variables variables =
        pf_wiring_contract(context->arena, pf_facts_wiring(context), deployment);
    for (size_t i = 0; i < variables.count; i++) {
        const struct pf_variable *variable = &variables.items[i];
        if (variable->status != PF_VARIABLE_UNREAD || variable->documented != NULL ||
            variable->mandated || is_known_to_others(variable->name) ||
            pf_facts_is_mentioned(context, variable->name))
            continue;
        struct pf_report *report = pf_check_report(context, "", variable->supplied->span);
        pf_str container = pf_facts_container_name(deployment);
        pf_report_argument(report, "variable", variable->name);
        pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(variable->name));
    }
}

void pf_check_variable_never_read(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
