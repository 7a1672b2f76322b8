/* A security switch that is the truth value of a string: "0" and "False" leave it on. */
#include "checks/facts.h"

static void judge_switch(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const char *name)
{
    const struct pf_settings *settings = deployment->judged;
    const struct pf_node *value = pf_facts_setting(deployment, name);
    struct pf_strs told = {0};
    for (size_t i = 0; value != NULL && i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        if (!pf_facts_made_from(value, read->name) || pf_strs_has(&told, read->name) ||
            !pf_facts_is_truth_of_text(context, deployment, name, read->name))
            continue;
        pf_strs_add_once(context->arena, &told, read->name);
        struct pf_report *report = pf_check_report(context, "", value->span);
        pf_report_argument(report, "setting", pf_str_c(name));
        pf_report_argument(report, "variable", read->name);
        pf_report_related(report, "read", read->span);
        pf_report_key(report, "%s", name);
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    static const char *const switches[] = {
        "SECURE_SSL_REDIRECT",         "SESSION_COOKIE_SECURE",          "CSRF_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",     "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD",
        "SECURE_CONTENT_TYPE_NOSNIFF", "CSRF_COOKIE_HTTPONLY",           "CORS_ALLOW_ALL_ORIGINS",
        "CORS_ORIGIN_ALLOW_ALL",       "CORS_ALLOW_CREDENTIALS",         "TEMPLATE_DEBUG",
    };
    for (size_t i = 0; i < sizeof switches / sizeof *switches; i++)
        judge_switch(context, deployment, switches[i]);
}

void pf_check_switch_from_string(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
