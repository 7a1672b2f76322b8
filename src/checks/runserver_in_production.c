/* The container starts Django's development server. */
#include "checks/facts.h"

static bool runs_server(const struct pf_strs *words)
{
    for (size_t i = 0; i + 1 < words->count; i++)
        if (pf_str_ends(words->items[i], PF_STR("manage.py")) ||
            pf_str_ends(words->items[i], PF_STR("django-admin")))
            return pf_str_eq(words->items[i + 1], PF_STR("runserver")) ||
                   pf_str_eq(words->items[i + 1], PF_STR("runserver_plus"));
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_start *start = &deployment->start;
    for (size_t i = 0; i < start->count; i++) {
        if (!runs_server(&start->items[i]) || start->written == NULL)
            continue;
        struct pf_report *report = pf_check_report(context, "", start->written->span);
        pf_facts_report_container(context, deployment, report);
        pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
        return;
    }
}

void pf_check_runserver_in_production(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
