/* The image has a HEALTHCHECK, which ECS does not run, and the container has no healthCheck. */
#include "checks/facts.h"

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *instruction =
        deployment->image == NULL ? NULL : deployment->image->healthcheck;
    bool is_none = pf_str_eq(pf_node_text(pf_node_get(instruction, "type")), PF_STR("NONE"));
    if (deployment->container == NULL || instruction == NULL || is_none ||
        pf_node_get(deployment->container, "healthCheck") != NULL)
        return;
    struct pf_report *report = pf_check_report(context, "", instruction->span);
    pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
    pf_report_related(report, "container", pf_facts_container_span(context, deployment));
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_healthcheck_ignored(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
