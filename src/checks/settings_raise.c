/* Importing the settings in production ends in an exception that no missing variable explains. */
#include "checks/facts.h"

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; i < deployment->raise_count; i++) {
        const struct pf_settings_raise *raised = deployment->raises[i];
        const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, raised->variable);
        if (raised->variable.len > 0 && supply == NULL)
            continue; /* ENV001 says so */
        struct pf_report *report = pf_check_report(context, "", raised->span);
        pf_report_argument(report, "exception", raised->type);
        pf_report_argument(report, "message", raised->message);
        pf_facts_report_container(context, deployment, report);
        if (supply != NULL)
            pf_report_related(report, "supplied", supply->span);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)),
                      PF_ARG(raised->type));
        if (raised->certain != PF_YES)
            pf_report_possible(report);
    }
}

void pf_check_settings_raise(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
