/* A variable that the settings read without a default, and that nothing supplies. */
#include "checks/facts.h"

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    for (size_t i = 0; i < deployment->raise_count; i++) {
        const struct pf_settings_raise *raised = deployment->raises[i];
        if (raised->variable.len == 0 ||
            pf_supplies_get(&deployment->supplies, raised->variable) != NULL)
            continue;
        struct pf_report *report =
            pf_check_report(context, "", pf_facts_container_span(context, deployment));
        pf_str container = pf_facts_container_name(deployment);
        pf_report_argument(report, "variable", raised->variable);
        pf_facts_report_container(context, deployment, report);
        pf_report_argument(report, "exception", raised->type);
        pf_report_related(report, "read", raised->span);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(raised->variable));
        if (raised->certain != PF_YES || deployment->environment_is_open)
            pf_report_possible(report);
    }
}

void pf_check_required_variable_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
