/* Django's own measure of a weak SECRET_KEY (security.W009). */
#include "checks/facts.h"

#include "base/utf8.h"

enum {
    MIN_LENGTH = 50, /* SECRET_KEY_MIN_LENGTH of django.core.checks.security.base */
    MIN_UNIQUE = 5   /* SECRET_KEY_MIN_UNIQUE_CHARACTERS */
};

static size_t unique_characters(pf_str text)
{
    uint32_t seen[MIN_UNIQUE], code_point;
    size_t count = 0, len;
    while (text.len > 0 && count < MIN_UNIQUE) {
        len = pf_utf8_decode(text, &code_point);
        bool is_new = true;
        for (size_t i = 0; i < count; i++)
            is_new &= seen[i] != code_point;
        if (is_new)
            seen[count++] = code_point;
        text = pf_str_slice(text, len == 0 ? 1 : len, text.len);
    }
    return count;
}

static bool is_insecure(const struct pf_node *value)
{
    return pf_node_is(value, PF_STRING) && pf_str_starts(value->text, PF_STR("django-insecure-"));
}

static bool is_short(const struct pf_node *value)
{
    return pf_node_is(value, PF_STRING) && value->text.len > 0 &&
           pf_utf8_count(value->text) < MIN_LENGTH;
}

static bool is_monotonous(const struct pf_node *value)
{
    return pf_node_is(value, PF_STRING) && value->text.len > 0 &&
           unique_characters(value->text) < MIN_UNIQUE;
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
