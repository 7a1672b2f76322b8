/* DEBUG comes out true, or cannot be proved off. */
#include "checks/facts.h"

static void relate_supplies(struct pf_report *report, const struct pf_deployment *deployment,
                            const struct pf_node *debug)
{
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        const struct pf_supply *supply = &deployment->supplies.items[i];
        if (supply->effective && pf_facts_made_from(debug, supply->name))
            pf_report_related(report, "supplied", supply->span);
    }
}

/* "; off in these settings: …" where one variable makes it. */
static pf_str ways_off(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_node *debug)
{
    const struct pf_trace *trace = debug->trace;
    if (trace == NULL || trace->from_count != 1)
        return PF_STR("");
    return pf_arena_format(context->arena, "; as it stands, off with %.*s",
                           PF_ARG(pf_facts_ways_off(context, deployment, trace->from[0])));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    enum pf_truth truth = debug == NULL ? PF_NO : pf_node_truth(debug);
    if (truth == PF_NO)
        return;
    pf_span span = debug->span.file != NULL ? debug->span : pf_node_key_span(debug);
    struct pf_report *report = pf_check_report(context,
                                               truth != PF_YES                ? "unproved"
                                               : pf_node_is(debug, PF_STRING) ? "text"
                                                                              : "enabled",
                                               span);
    pf_str container = pf_facts_container_name(deployment);
    pf_facts_report_container(context, deployment, report);
    pf_report_value(report, "value", debug);
    pf_report_argument(report, "reason", pf_facts_reason(debug));
    pf_report_argument(report, "ways", ways_off(context, deployment, debug));
    relate_supplies(report, deployment, debug);
    pf_report_key(report, "%.*s/DEBUG", PF_ARG(container));
    if (truth == PF_MAYBE)
        pf_report_possible(report);
}

void pf_check_debug_enabled(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
