/* A setting that the project's Django does not read any more: silently, with what it was for. */
#include "checks/facts.h"

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    static const struct {
        const char *name, *since;
        unsigned version; /* major * 100 + minor that took it away */
    } gone[] = {
        /* docs.djangoproject.com, release notes of 5.1: "features removed" */
        {"STATICFILES_STORAGE", "5.1", 501},
        {"DEFAULT_FILE_STORAGE", "5.1", 501},
    };
    if (deployment->judged == NULL || pf_facts_setting(deployment, "STORAGES") != NULL)
        return; /* both at once is how a project moves on */
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        const struct pf_node *value = pf_facts_setting(deployment, gone[i].name);
        if (value == NULL || deployment->django_version < gone[i].version)
            continue;
        struct pf_report *report = pf_check_report(context, "", pf_node_key_span(value));
        pf_report_argument(report, "setting", pf_str_c(gone[i].name));
        pf_report_argument(report, "since", pf_str_c(gone[i].since));
        pf_report_key(report, "%s", gone[i].name);
    }
}

void pf_check_setting_ignored(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
