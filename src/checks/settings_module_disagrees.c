/* The settings module that production takes does not exist, or two programs take two. */
#include "checks/setting_modules.h"

/* Modules of installed packages are not in the project. */
static bool is_of_project(struct pf_check_context *context, const struct pf_deployment *deployment,
                          pf_str module)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str package, rest;
    pf_str_cut(module, '.', &package, &rest);
    for (size_t i = 0; i < deployment->roots.count; i++) {
        pf_str path = pf_path_join(context->arena, deployment->roots.items[i], package);
        if (pf_project_has_directory(project, path))
            return true;
    }
    return rest.len == 0;
}

static void judge_missing(struct pf_check_context *context, const struct pf_deployment *deployment,
                          const struct pf_module_choice *choice)
{
    pf_str path, place;
    if (pf_entry_module_path(context->arena, pf_facts_wiring(context)->project, &deployment->roots,
                             choice->module, &path) &&
        choice->span.file != NULL &&
        !pf_setting_modules_may_import(context, deployment, choice->module, path, &place)) {
        struct pf_report *report = pf_check_report(context, "place", choice->span);
        pf_report_argument(report, "module", choice->module);
        pf_report_argument(report, "other", choice->module);
        pf_report_argument(report, "by", choice->by);
        pf_report_argument(report, "place", place);
        pf_report_key(report, "%.*s", PF_ARG(choice->module));
        return;
    }
    if (pf_entry_module_path(context->arena, pf_facts_wiring(context)->project, &deployment->roots,
                             choice->module, &path) ||
        !is_of_project(context, deployment, choice->module) || choice->span.file == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "missing", choice->span);
    pf_report_argument(report, "module", choice->module);
    pf_report_argument(report, "other", choice->module);
    pf_report_argument(report, "by", choice->by);
    pf_report_key(report, "%.*s", PF_ARG(choice->module));
}

static bool starts(const struct pf_start *start, const char *program)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_ends(start->items[i].items[w], pf_str_c(program)))
                return true;
    return false;
}

static bool is_entry_file(pf_str by)
{
    return pf_str_ends(by, PF_STR(".py"));
}

/* Nothing in the container decides, so each entry file takes its own default. An environment that
 * no file tells whole may decide. */
static void judge_defaults(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_module_choices *choices = &deployment->modules;
    const struct pf_module_choice *first = &choices->items[0];
    if (deployment->environment_is_open || !is_entry_file(first->by) ||
        !starts(&deployment->start, "manage.py"))
        return;
    for (size_t i = 1; i < choices->count; i++) {
        const struct pf_module_choice *other = &choices->items[i];
        if (!pf_str_ends(other->by, PF_STR("manage.py")) ||
            pf_str_eq(other->module, first->module) || pf_str_eq(first->by, other->by))
            continue;
        struct pf_report *report = pf_check_report(context, "differ", other->span);
        pf_report_argument(report, "module", first->module);
        pf_report_argument(report, "other", other->module);
        pf_report_argument(report, "by", first->by);
        pf_report_related(report, "first", first->span);
        pf_report_key(report, "%.*s", PF_ARG(other->module));
        return;
    }
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    if (deployment->modules.count == 0 || deployment->modules.items[0].module.len == 0)
        return;
    judge_missing(context, deployment, &deployment->modules.items[0]);
    judge_defaults(context, deployment);
}

void pf_check_settings_module_disagrees(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
