/* An app for developers among production's INSTALLED_APPS. */
#include "checks/facts.h"

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *apps = pf_facts_setting(deployment, "INSTALLED_APPS");
    for (size_t i = 0; pf_node_is(apps, PF_SEQ) && i < apps->count; i++) {
        const struct pf_node *app = apps->items[i];
        pf_str package, rest;
        pf_str_cut(pf_node_text(app), '.', &package, &rest);
        if (!pf_node_is(app, PF_STRING) || !pf_check_param_has(context, "apps", package))
            continue;
        pf_span span = app->span.file != NULL ? app->span : apps->span;
        struct pf_report *report = pf_check_report(context, "", span);
        pf_report_argument(report, "app", app->text);
        pf_report_key(report, "%.*s", PF_ARG(app->text));
    }
}

void pf_check_development_app(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
