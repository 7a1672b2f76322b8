/* One name in `environment` and in `secrets` of one container: the API refuses it. */
#include "checks/facts.h"

static bool is_secret(const struct pf_supply *supply)
{
    return supply->supplier == PF_SUPPLIER_SECRET || supply->supplier == PF_SUPPLIER_RENDER_SECRET;
}

static bool is_plain(const struct pf_supply *supply)
{
    return supply->supplier == PF_SUPPLIER_ENVIRONMENT || supply->supplier == PF_SUPPLIER_RENDER;
}

static void judge_pair(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_supply *plain, const struct pf_supply *secret)
{
    struct pf_report *report = pf_check_report(context, "", secret->span);
    pf_str container = pf_facts_container_name(deployment);
    pf_report_argument(report, "variable", plain->name);
    pf_facts_report_container(context, deployment, report);
    pf_report_argument(report, "plain", pf_str_c(pf_supplier_words(plain->supplier)));
    pf_report_argument(report, "secret", pf_str_c(pf_supplier_words(secret->supplier)));
    pf_report_related(report, "plain", plain->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(plain->name));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_supplies *supplies = &deployment->supplies;
    struct pf_strs told = {0};
    for (size_t i = 0; i < supplies->count; i++)
        for (size_t k = 0; is_plain(&supplies->items[i]) && k < supplies->count; k++) {
            const struct pf_supply *plain = &supplies->items[i], *secret = &supplies->items[k];
            if (!is_secret(secret) || !pf_str_eq(plain->name, secret->name) ||
                pf_strs_has(&told, plain->name))
                continue;
            judge_pair(context, deployment, plain, secret);
            pf_strs_add_once(context->arena, &told, plain->name);
        }
}

void pf_check_variable_supplied_twice(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
