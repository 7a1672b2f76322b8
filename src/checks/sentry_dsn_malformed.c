/* A Sentry DSN that the SDK refuses: not https://KEY@HOST/PROJECT. */
#include "checks/facts.h"

/* What is wrong, as a variant of the rule's messages; NULL when nothing is. Source:
 * sentry_sdk.utils.Dsn. */
static const char *problem_of(pf_str dsn)
{
    pf_str authority, path, key, host;
    if (pf_str_starts(dsn, PF_STR("https://")))
        authority = pf_str_slice(dsn, 8, dsn.len);
    else if (pf_str_starts(dsn, PF_STR("http://")))
        authority = pf_str_slice(dsn, 7, dsn.len);
    else
        return "scheme";
    pf_str_cut(authority, '/', &authority, &path);
    pf_str_cut(path, '?', &path, &host);
    if (!pf_str_cut(authority, '@', &key, &host) || key.len == 0)
        return "key";
    if (host.len == 0)
        return "host";
    while (path.len > 0 && path.data[path.len - 1] == '/')
        path = pf_str_slice(path, 0, path.len - 1);
    ptrdiff_t slash = pf_str_find_last_byte(path, '/');
    pf_str project = pf_str_slice(path, slash == PF_STR_NONE ? 0 : (size_t)slash + 1, path.len);
    int64_t number;
    return pf_str_to_int(project, &number) ? NULL : "project";
}

static void report_dsn(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_node *dsn, pf_span span)
{
    if (!pf_node_is(dsn, PF_STRING) || dsn->text.len == 0)
        return;
    const char *message = problem_of(dsn->text);
    if (message == NULL)
        return;
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_redact(report, dsn);
    pf_report_key(report, "%.*s/SENTRY_DSN", PF_ARG(pf_facts_container_name(deployment)));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, PF_STR("SENTRY_DSN"));
    const struct pf_settings *settings = deployment->judged;
    if (supply != NULL) {
        pf_span span = supply->value->span.file != NULL ? supply->value->span : supply->span;
        report_dsn(context, deployment, supply->value, span);
    }
    for (size_t i = 0; settings != NULL && i < settings->call_count; i++) {
        const struct pf_settings_call *call = &settings->calls[i];
        for (size_t k = 0; k < call->argument_count; k++)
            if (pf_str_eq(call->function, PF_STR("sentry_sdk.init")) &&
                pf_str_eq(call->arguments[k].name, PF_STR("dsn")) && call->reached != PF_NO &&
                !pf_facts_made_from(call->arguments[k].value, PF_STR("SENTRY_DSN")))
                report_dsn(context, deployment, call->arguments[k].value, call->span);
    }
}

void pf_check_sentry_dsn_malformed(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
