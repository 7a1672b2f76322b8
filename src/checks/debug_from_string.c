/* DEBUG is the truth value of a string: "0" and "False" switch it on. */
#include "checks/facts.h"

/* The variables that DEBUG is made from in production, or would be if they were supplied. */
static struct pf_strs candidates(struct pf_check_context *context,
                                 const struct pf_deployment *deployment)
{
    struct pf_strs names = {0};
    const struct pf_settings *settings = deployment->judged;
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++)
        if (pf_facts_made_from(pf_facts_setting(deployment, "DEBUG"), settings->reads[i].name))
            pf_strs_add_once(context->arena, &names, settings->reads[i].name);
    return names;
}

static pf_span read_span(const struct pf_deployment *deployment, pf_str name)
{
    const struct pf_settings *settings = deployment->judged;
    for (size_t i = 0; i < settings->read_count; i++)
        if (pf_str_eq(settings->reads[i].name, name))
            return settings->reads[i].span;
    return (pf_span){0};
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_strs names = candidates(context, deployment);
    for (size_t i = 0; i < names.count; i++) {
        pf_str name = names.items[i];
        if (!pf_facts_is_truth_of_text(context, deployment, "DEBUG", name))
            continue;
        const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
        struct pf_report *report = pf_check_report(context, "", debug->span);
        pf_report_argument(report, "variable", name);
        pf_report_related(report, "read", read_span(deployment, name));
        const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, name);
        if (supply != NULL)
            pf_report_related(report, "supplied", supply->span);
        pf_report_key(report, "%.*s", PF_ARG(name));
    }
}

void pf_check_debug_from_string(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
