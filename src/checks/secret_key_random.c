/* SECRET_KEY is made at random when the settings are imported: each process has its own. */
#include "checks/facts.h"

/* As the models of random generators say it. */
#define AT_EACH_START PF_STR("another one at each start")

static bool is_random(const struct pf_node *value)
{
    return value->kind == PF_ANY && pf_str_ends(value->as.any->reason, AT_EACH_START);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *key = pf_facts_setting(deployment, "SECRET_KEY");
    if (key == NULL || !is_random(key))
        return;
    struct pf_report *report = pf_check_report(context, "", key->span);
    pf_facts_report_container(context, deployment, report);
    pf_report_key(report, "%.*s/SECRET_KEY", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_secret_key_random(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
