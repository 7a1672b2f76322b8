/* Django's own measure of a weak SECRET_KEY (security.W009). */
#include "checks/facts.h"

static bool has_weakness(const struct pf_node *value, enum pf_key_weakness weakness)
{
    return pf_node_is(value, PF_STRING) && value->text.len > 0 &&
           pf_facts_key_weakness(value->text) == weakness;
}

static bool is_insecure(const struct pf_node *value)
{
    return has_weakness(value, PF_KEY_INSECURE);
}

static bool is_short(const struct pf_node *value)
{
    return has_weakness(value, PF_KEY_SHORT);
}

static bool is_monotonous(const struct pf_node *value)
{
    return has_weakness(value, PF_KEY_MONOTONOUS);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *key = pf_facts_setting(deployment, "SECRET_KEY");
    const char *message = pf_facts_every(key, is_insecure) == PF_YES     ? "insecure"
                          : pf_facts_every(key, is_short) == PF_YES      ? "short"
                          : pf_facts_every(key, is_monotonous) == PF_YES ? "monotonous"
                                                                         : NULL;
    if (message == NULL)
        return;
    struct pf_report *report = pf_check_report(context, message, key->span);
    pf_report_redact(report, key);
    pf_report_key(report, "%.*s/SECRET_KEY", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_secret_key_weak(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
