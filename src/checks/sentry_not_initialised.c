/* Sentry is meant to watch production, and does not. */
#include "checks/facts.h"
#include "checks/written_call.h"

#define DSN PF_STR("SENTRY_DSN")

static bool is_installed(const struct pf_wiring *wiring, pf_str package)
{
    for (size_t i = 0; i < wiring->packages->count; i++)
        if (pf_str_eq(wiring->packages->items[i].name, package) &&
            !wiring->packages->items[i].for_development)
            return true;
    return false;
}

/* The old client has a way of its own. */
static bool is_wanted(const struct pf_wiring *wiring, const struct pf_deployment *deployment)
{
    return !is_installed(wiring, PF_STR("raven")) &&
           (is_installed(wiring, PF_STR("sentry-sdk")) ||
            pf_supplies_get(&deployment->supplies, DSN) != NULL);
}

/* Who takes SENTRY_DSN from the mandated variables says that a deployment may do without. */
static bool may_do_without(const struct pf_wiring *wiring, const struct pf_deployment *deployment)
{
    return !pf_strs_has(&wiring->mandated, DSN) &&
           pf_supplies_get(&deployment->supplies, DSN) == NULL;
}

static enum pf_truth variable_holds_dsn(const struct pf_deployment *deployment)
{
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, DSN);
    if (supply != NULL)
        return pf_node_truth(supply->value);
    return deployment->environment_is_open ? PF_MAYBE : PF_NO;
}

/* None falls back to the variable, an empty text does not. Source: sentry_sdk.client. */
static enum pf_truth one_is_dsn(const struct pf_deployment *deployment, const struct pf_node *dsn)
{
    enum pf_truth variable = variable_holds_dsn(deployment);
    if (dsn->kind == PF_NULL)
        return variable;
    bool may_be_none = dsn->kind == PF_ANY && (dsn->as.any->kinds & PF_KIND_BIT(PF_NULL)) != 0;
    return may_be_none && variable != PF_YES ? PF_MAYBE : pf_node_truth(dsn);
}

static enum pf_truth is_dsn(const struct pf_deployment *deployment, const struct pf_node *dsn)
{
    if (dsn->kind != PF_EITHER)
        return one_is_dsn(deployment, dsn);
    enum pf_truth first = one_is_dsn(deployment, dsn->items[0]);
    for (size_t i = 1; i < dsn->count; i++)
        if (one_is_dsn(deployment, dsn->items[i]) != first)
            return PF_MAYBE;
    return first;
}

/* Arguments without a name may hold it: `init(**OPTIONS)` with options that are not known. */
static enum pf_truth has_dsn(const struct pf_deployment *deployment,
                             const struct pf_settings_call *call)
{
    bool may_hold_it = false;
    for (size_t i = 0; i < call->argument_count; i++) {
        if (pf_str_eq(call->arguments[i].name, PF_STR("dsn")))
            return is_dsn(deployment, call->arguments[i].value);
        may_hold_it |= call->arguments[i].name.len == 0;
    }
    enum pf_truth variable = variable_holds_dsn(deployment);
    return may_hold_it && variable == PF_NO ? PF_MAYBE : variable;
}

static void report_sentry(struct pf_check_context *context, const struct pf_deployment *deployment,
                          const char *message, pf_span span, bool is_certain)
{
    struct pf_report *report = pf_check_report(context, message, span);
    pf_str container = pf_facts_container_name(deployment);
    const struct pf_supply *supply = pf_supplies_get(&deployment->supplies, DSN);
    pf_facts_report_container(context, deployment, report);
    if (supply != NULL)
        pf_report_related(report, "supplied", supply->span);
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    if (debug != NULL && pf_node_truth(debug) != PF_NO)
        pf_report_related(report, "debug", debug->span);
    pf_report_key(report, "%.*s/sentry", PF_ARG(container));
    if (!is_certain)
        pf_report_possible(report);
}

/* The call that comes nearest to working; NULL when none is reached. */
static const struct pf_settings_call *best_call(const struct pf_deployment *deployment,
                                                enum pf_truth *works)
{
    const struct pf_settings *settings = deployment->judged;
    const struct pf_settings_call *best = NULL;
    for (size_t i = 0; i < settings->call_count; i++) {
        const struct pf_settings_call *call = &settings->calls[i];
        if (!pf_str_eq(call->function, PF_STR("sentry_sdk.init")))
            continue;
        enum pf_truth truth = pf_truth_and(call->reached, has_dsn(deployment, call));
        if (best == NULL || truth > *works)
            best = call, *works = truth;
    }
    return best;
}

static void judge_call(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_settings_call *call, enum pf_truth works)
{
    bool may_be_seen_elsewhere =
        deployment->environment_is_open && pf_supplies_get(&deployment->supplies, DSN) == NULL;
    if (works == PF_NO)
        report_sentry(context, deployment, "no-dsn", call->span, true);
    else if (works == PF_MAYBE && call->reached == PF_MAYBE && !may_be_seen_elsewhere)
        report_sentry(context, deployment, "maybe", call->span, false);
}

static bool is_evaluated(const struct pf_settings *settings, pf_str path)
{
    for (size_t i = 0; i < settings->path_count; i++)
        if (pf_str_eq(settings->paths[i], path))
            return true;
    return false;
}

/* No call was reached. One that other files make (wsgi.py, an app's ready) is out of our sight. */
static void judge_absence(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_PYTHON);
    struct pf_written_call nearest = {.in_function = true}, call;
    for (size_t i = 0; i < files.count; i++) {
        if (!pf_project_load(project, files.items[i]) ||
            !pf_written_call_find(context->arena, files.items[i]->source, PF_STR("sentry_sdk"),
                                  PF_STR("init"), &call))
            continue;
        if (!is_evaluated(deployment->judged, files.items[i]->path))
            return;
        if (nearest.span.file == NULL || (nearest.in_function && !call.in_function))
            nearest = call;
    }
    if (nearest.span.file == NULL)
        report_sentry(context, deployment, "never", pf_facts_module_span(context, deployment),
                      true);
    else
        report_sentry(context, deployment, nearest.in_function ? "maybe" : "not-reached",
                      nearest.span, !nearest.in_function);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    enum pf_truth works = PF_NO;
    if (deployment->judged == NULL || may_do_without(wiring, deployment))
        return;
    const struct pf_settings_call *call = best_call(deployment, &works);
    if (call != NULL)
        judge_call(context, deployment, call, works);
    else if (is_wanted(wiring, deployment) && pf_facts_settings_complete(deployment))
        judge_absence(context, deployment);
}

void pf_check_sentry_not_initialised(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
