/* A variable that is supplied, and that nothing of the project reads. */
#include "checks/facts.h"

#include "model/packages.h"
#include "model/readers.h"

/* DJANGO_DEBUG and its like: settings that nothing but a project's own file reads, unless
 * django-configurations does. */
static bool is_setting(const struct pf_check_context *context, pf_str name)
{
    static const pf_str names[] = {PF_STR_INIT("DJANGO_DEBUG"), PF_STR_INIT("DJANGO_SECRET_KEY"),
                                   PF_STR_INIT("DJANGO_ALLOWED_HOSTS"),
                                   PF_STR_INIT("DJANGO_CSRF_TRUSTED_ORIGINS"),
                                   PF_STR_INIT("DJANGO_SECURE_SSL_REDIRECT")};
    const struct pf_requirements *packages = pf_facts_wiring(context)->packages;
    if (pf_packages_find(packages, PF_STR("django-configurations")) != NULL)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(name, names[i]))
            return true;
    return false;
}

/* Sentry's and Django's own names are many, and grow. */
static bool is_known_to_others(const struct pf_check_context *context, pf_str name)
{
    if (is_setting(context, name))
        return false;
    return pf_variable_reader(name).len > 0 || pf_str_starts(name, PF_STR("SENTRY_")) ||
           pf_str_starts(name, PF_STR("DJANGO_"));
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    bool runs =
        deployment->runs_django == PF_YES ||
        (deployment->runs_django == PF_MAYBE && pf_start_runs_django(&deployment->start) == PF_YES);
    if (!runs || !pf_facts_settings_complete(deployment))
        return;
    struct pf_variables variables =
        pf_wiring_contract(context->arena, pf_facts_wiring(context), deployment);
    for (size_t i = 0; i < variables.count; i++) {
        const struct pf_variable *variable = &variables.items[i];
        bool is_promised = variable->documented != NULL && !is_setting(context, variable->name);
        if (variable->status != PF_VARIABLE_UNREAD || is_promised || variable->mandated ||
            is_known_to_others(context, variable->name) ||
            pf_facts_is_mentioned(context, variable->name))
            continue;
        struct pf_report *report = pf_check_report(context, "", variable->supplied->span);
        pf_str container = pf_facts_container_name(deployment);
        pf_report_argument(report, "variable", variable->name);
        pf_facts_report_container(context, deployment, report);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(variable->name));
    }
}

void pf_check_variable_never_read(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
