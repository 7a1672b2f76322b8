/* Production takes the default that the settings hold for a secret. */
#include "checks/facts.h"

static bool is_filled(const struct pf_node *fallback)
{
    return pf_node_is(fallback, PF_STRING) && fallback->text.len > 0;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_settings *settings = deployment->judged;
    struct pf_strs told = {0};
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++) {
        const struct pf_settings_read *read = &settings->reads[i];
        if (read->found || !is_filled(read->fallback) || !pf_facts_is_secret_name(read->name) ||
            read->reached == PF_NO || pf_strs_has(&told, read->name) ||
            pf_supplies_get(&deployment->supplies, read->name) != NULL)
            continue;
        pf_strs_add_once(context->arena, &told, read->name);
        pf_str container = pf_facts_container_name(deployment);
        struct pf_report *report = pf_check_report(context, "", read->span);
        pf_report_argument(report, "variable", read->name);
        pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
        if (deployment->container != NULL)
            pf_report_related(report, "container", pf_facts_container_span(context, deployment));
        pf_report_redact(report, read->fallback);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(read->name));
        if (deployment->environment_is_open || read->reached == PF_MAYBE)
            pf_report_possible(report);
    }
}

void pf_check_development_fallback(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
