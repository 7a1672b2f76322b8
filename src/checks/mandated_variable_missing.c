/* A variable that production must be given and is not: SENTRY_DSN, SECRET_KEY, DEBUG, … */
#include "checks/facts.h"
#include "checks/need.h"

static bool is_installed(const struct pf_wiring *wiring, pf_str package)
{
    for (size_t i = 0; i < wiring->packages->count; i++)
        if (pf_str_eq(wiring->packages->items[i].name, package))
            return true;
    return false;
}

static bool is_read(const struct pf_variable *variable)
{
    return variable->read != NULL;
}

static bool is_promised(const struct pf_variable *variable)
{
    return variable->documented != NULL && variable->documented->in_table &&
           variable->documented->required != PF_NO;
}

/* A name that ends in the variable's, and that the settings make the setting from: DJANGO_DEBUG. */
static bool has_stand_in(const struct pf_node *setting, pf_str name)
{
    const struct pf_trace *trace = setting == NULL ? NULL : setting->trace;
    for (size_t i = 0; trace != NULL && i < trace->from_count; i++)
        if (!pf_str_eq(trace->from[i], name))
            return true;
    return false;
}

static enum pf_need need_of_debug(const struct pf_deployment *deployment,
                                  const struct pf_variable *variable)
{
    const struct pf_node *debug = pf_facts_setting(deployment, "DEBUG");
    bool is_off =
        debug == NULL ? pf_facts_settings_complete(deployment) : pf_node_truth(debug) == PF_NO;
    bool is_made_elsewhere =
        deployment->judged != NULL && !is_read(variable) && !pf_facts_settings_complete(deployment);
    if (is_made_elsewhere && !is_promised(variable))
        return PF_NEED_NONE;
    bool is_written =
        pf_node_is(debug, PF_BOOL) && (debug->trace == NULL || debug->trace->from_count == 0);
    /* DEBUG = True, whatever the environment holds: supplying it would change nothing. */
    if (!is_read(variable) && (is_written || is_off || has_stand_in(debug, variable->name)))
        return is_promised(variable) ? PF_NEED_WEAK : PF_NEED_NONE;
    return is_off ? PF_NEED_WEAK : PF_NEED_REAL;
}

/* DJANGO_SENTRY_DSN and its like: no slip of the pen. */
static bool names_sentry(pf_str name)
{
    return pf_str_contains(name, PF_STR("SENTRY_DSN")) || pf_str_eq(name, PF_STR("SENTRY_URL")) ||
           pf_str_contains(name, PF_STR("RAVEN_DSN"));
}

static bool takes_dsn_from(const struct pf_settings_call *call, pf_str name)
{
    for (size_t i = 0; i < call->argument_count; i++)
        if (pf_str_eq(call->arguments[i].name, PF_STR("dsn")) &&
            pf_facts_made_from(call->arguments[i].value, name))
            return true;
    return false;
}

/* The container is given the DSN by another name, which sentry_sdk.init is called with. */
static bool has_sentry_stand_in(const struct pf_deployment *deployment,
                                const struct pf_variable *variable)
{
    const struct pf_settings *judged = deployment->judged;
    for (size_t i = 0; judged != NULL && i < deployment->supplies.count; i++) {
        pf_str name = deployment->supplies.items[i].name;
        if (!names_sentry(name) || pf_str_eq(name, variable->name))
            continue;
        for (size_t k = 0; k < judged->call_count; k++)
            if (pf_str_eq(judged->calls[k].function, PF_STR("sentry_sdk.init")) &&
                takes_dsn_from(&judged->calls[k], name))
                return true;
    }
    return false;
}

static enum pf_need need_of_sentry(const struct pf_wiring *wiring,
                                   const struct pf_deployment *deployment,
                                   const struct pf_variable *variable)
{
    if (!is_read(variable) && !is_promised(variable) && has_sentry_stand_in(deployment, variable))
        return PF_NEED_NONE;
    bool is_used = is_read(variable) || is_promised(variable) ||
                   is_installed(wiring, PF_STR("sentry-sdk")) ||
                   is_installed(wiring, PF_STR("raven"));
    return is_used ? PF_NEED_REAL : PF_NEED_WEAK;
}

/* A setting that stands without the variable needs it only where the documentation promises it. */
static enum pf_need need_of_setting(const struct pf_deployment *deployment,
                                    const struct pf_variable *variable)
{
    const struct pf_node *setting = pf_node_get_str(
        deployment->judged == NULL ? NULL : deployment->judged->values, variable->name);
    if (is_read(variable) || is_promised(variable) || deployment->judged == NULL)
        return PF_NEED_REAL;
    if (setting == NULL && pf_facts_settings_complete(deployment))
        return PF_NEED_REAL;
    return PF_NEED_NONE;
}

/* A settings module is named, but which one, no file tells: it may need nothing. */
static bool is_untold(const struct pf_deployment *deployment)
{
    return deployment->judged == NULL && deployment->modules.count > 0;
}

/* A variable of the container that only Django's settings are made from. */
static bool is_given_django_s(const struct pf_deployment *deployment)
{
    static const pf_str names[] = {PF_STR_INIT("DEBUG"), PF_STR_INIT("SECRET_KEY"),
                                   PF_STR_INIT("ALLOWED_HOSTS")};
    for (size_t i = 0; i < deployment->supplies.count; i++) {
        pf_str name = deployment->supplies.items[i].name;
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (pf_str_eq(name, names[k]))
                return true;
        if (pf_str_starts(name, PF_STR("DJANGO_")))
            return true;
    }
    return false;
}

/* Files that say what a project is written in, when that is not Python. */
static bool has_other_manifest(struct pf_project *project, pf_str directory, struct pf_arena *arena)
{
    static const char *const names[] = {"package.json",  "Gemfile",          "pom.xml",
                                        "build.gradle",  "build.gradle.kts", "go.mod",
                                        "composer.json", "Cargo.toml",       "mix.exs"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_project_has_file(project, pf_path_join(arena, directory, pf_str_c(names[i]))))
            return true;
    return false;
}

/*
 * Nothing of Django is to be seen, and something else is: another language's manifest, or Python
 * without it. A task definition alone is Django's by the variables it is given.
 */
static bool is_no_django(struct pf_arena *arena, const struct pf_wiring *wiring,
                         const struct pf_deployment *deployment)
{
    struct pf_project *project = wiring->project;
    if (deployment->judged != NULL || deployment->modules.count > 0 ||
        wiring->options.mandated != NULL || is_installed(wiring, PF_STR("django")))
        return false;
    struct pf_project_files python = pf_project_of_class(project, PF_CLASS_PYTHON);
    for (size_t i = 0; i < python.count; i++)
        if (pf_str_eq(pf_path_base(python.items[i]->path), PF_STR("manage.py")))
            return false;
    pf_str directory = deployment->dockerfile == NULL
                           ? PF_STR("")
                           : pf_path_directory(deployment->dockerfile->path);
    return python.count > 0 || wiring->packages->count > 0 ||
           has_other_manifest(project, PF_STR(""), arena) ||
           has_other_manifest(project, directory, arena) ||
           (deployment->start.known && pf_start_runs_django(&deployment->start) == PF_NO) ||
           !is_given_django_s(deployment);
}

/* A part of the settings that was not read may read and supply anything. */
static bool is_unread(const struct pf_deployment *deployment)
{
    const struct pf_settings *judged = deployment->judged;
    return judged != NULL && (judged->names_are_open || judged->faults.count > 0);
}

enum pf_need pf_need_of(struct pf_arena *arena, const struct pf_wiring *wiring,
                        const struct pf_deployment *deployment, const struct pf_variable *variable)
{
    if (!is_promised(variable) && is_no_django(arena, wiring, deployment))
        return PF_NEED_NONE;
    if ((is_untold(deployment) || is_unread(deployment)) && !is_read(variable) &&
        !is_promised(variable))
        return PF_NEED_NONE;
    if (pf_str_eq(variable->name, PF_STR("ALLOWED_HOSTS")) &&
        pf_facts_serves_http(deployment) == PF_NO)
        return PF_NEED_NONE;
    if (pf_str_eq(variable->name, PF_STR("DEBUG")))
        return need_of_debug(deployment, variable);
    if (pf_str_eq(variable->name, PF_STR("SENTRY_DSN")))
        return need_of_sentry(wiring, deployment, variable);
    if (pf_str_eq(variable->name, PF_STR("SECRET_KEY")) ||
        pf_str_eq(variable->name, PF_STR("ALLOWED_HOSTS")))
        return need_of_setting(deployment, variable);
    return PF_NEED_REAL;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (deployment->container == NULL)
        return;
    struct pf_variables variables = pf_wiring_contract(context->arena, wiring, deployment);
    for (size_t i = 0; i < variables.count; i++) {
        const struct pf_variable *variable = &variables.items[i];
        if (!variable->mandated || variable->status == PF_VARIABLE_SUPPLIED ||
            variable->supplied != NULL)
            continue;
        enum pf_need need = pf_need_of(context->arena, wiring, deployment, variable);
        if (need == PF_NEED_NONE)
            continue;
        struct pf_report *report =
            pf_check_report(context, need == PF_NEED_WEAK ? "unneeded" : "missing",
                            pf_facts_container_span(context, deployment));
        pf_str container = pf_facts_container_name(deployment);
        pf_report_argument(report, "variable", variable->name);
        pf_facts_report_container(context, deployment, report);
        if (variable->read != NULL)
            pf_report_related(report, "read", variable->read->span);
        if (variable->documented != NULL)
            pf_report_related(report, "documented", variable->documented->span);
        pf_report_key(report, "%.*s/%.*s", PF_ARG(container), PF_ARG(variable->name));
        if (deployment->environment_is_open)
            pf_report_possible(report);
    }
}

void pf_check_mandated_variable_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
