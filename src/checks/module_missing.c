/* The settings name a module of the project's own that it does not have, or an object in it. */
#include "checks/setting_modules.h"

#include "base/nearest.h"

/* The part of a dotted name before its last dot, "" where there is none. */
static pf_str parent_of(pf_str name)
{
    ptrdiff_t dot = pf_str_find_last_byte(name, '.');
    return dot == PF_STR_NONE ? PF_STR("") : pf_str_slice(name, 0, (size_t)dot);
}

static bool has_module(struct pf_check_context *context, const struct pf_deployment *deployment,
                       pf_str module, pf_str *path)
{
    return module.len > 0 && pf_entry_module_path(context->arena, pf_facts_wiring(context)->project,
                                                  &deployment->roots, module, path);
}

/* A package beneath one of the roots; a folder without Python code is none. */
static bool is_package(struct pf_check_context *context, const struct pf_deployment *deployment,
                       pf_str top)
{
    const struct pf_project *project = pf_facts_wiring(context)->project;
    for (size_t r = 0; r < deployment->roots.count; r++) {
        pf_str folder = pf_path_join(context->arena, deployment->roots.items[r], top);
        pf_str inside = pf_arena_format(context->arena, "%.*s/", PF_ARG(folder));
        for (size_t i = 0; i < project->files.count; i++)
            if (project->files.items[i]->type == PF_CLASS_PYTHON &&
                pf_str_starts(project->files.items[i]->path, inside))
                return true;
    }
    return false;
}

/* Some file's path ends like the module: it may be found by a root that is not known. */
static bool is_anywhere(struct pf_check_context *context, pf_str module)
{
    const struct pf_project *project = pf_facts_wiring(context)->project;
    char *text = PF_NEW_ARRAY(context->arena, char, module.len);
    for (size_t i = 0; i < module.len; i++)
        text[i] = module.data[i] == '.' ? '/' : module.data[i];
    pf_str inside = pf_arena_format(context->arena, "%.*s/", (int)module.len, text);
    pf_str file = pf_arena_format(context->arena, "%.*s.", (int)module.len, text);
    for (size_t i = 0; i < project->files.count; i++)
        if (pf_str_contains(project->files.items[i]->path, inside) ||
            pf_str_contains(project->files.items[i]->path, file))
            return true;
    return pf_project_has_directory(pf_facts_wiring(context)->project, (pf_str){text, module.len});
}

enum { SLIP = 1 /* letters; shop.users beside shop.urls is no slip of it */ };

/* The project's module that is one slip away: without one, the files may be elsewhere. */
static pf_str nearest_module(struct pf_check_context *context,
                             const struct pf_deployment *deployment, pf_str module)
{
    const struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_strs modules = {0};
    for (size_t i = 0; i < project->files.count; i++)
        if (project->files.items[i]->type == PF_CLASS_PYTHON)
            *pf_pile_add(context->arena, &modules) = pf_entry_module_of(
                context->arena, &deployment->roots, project->files.items[i]->path);
    ptrdiff_t at = pf_nearest(module, modules.items, modules.count);
    bool is_slip =
        at != PF_STR_NONE && pf_nearest_distance(module, modules.items[at], SLIP) <= SLIP;
    return is_slip ? modules.items[at] : PF_STR("");
}

/* The names that the file's own level defines; `*is_whole` where there can be no others. */
static struct pf_strs names_of(struct pf_arena *arena, pf_str text, bool *is_whole)
{
    static const pf_str heads[] = {PF_STR_INIT("class "), PF_STR_INIT("def ")};
    struct pf_strs names = {0};
    pf_str line;
    *is_whole = !pf_str_contains(text, PF_STR("import *")) &&
                !pf_str_contains(text, PF_STR("getattr")) &&
                !pf_str_contains(text, PF_STR("globals("));
    while (pf_str_next_line(&text, &line))
        for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
            size_t from = heads[i].len, to = from;
            while (pf_str_starts(line, heads[i]) && to < line.len && pf_is_name(line.data[to]))
                to++;
            if (to > from)
                *pf_pile_add(arena, &names) = pf_str_slice(line, from, to);
        }
    return names;
}

/* The name that the file defines and that is meant most likely; "" where it may define `object`. */
static pf_str nearest_object(struct pf_check_context *context, pf_str path, pf_str object)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    struct pf_project_file *file = pf_project_file(project, path);
    bool is_whole;
    if (file == NULL || !pf_project_load(project, file) ||
        pf_str_contains(file->source->bytes, object))
        return PF_STR("");
    struct pf_strs names = names_of(context->arena, file->source->bytes, &is_whole);
    if (!is_whole || names.count == 0)
        return PF_STR("");
    ptrdiff_t at = pf_nearest(object, names.items, names.count);
    return names.items[at == PF_STR_NONE ? 0 : at];
}

static void report_name(struct pf_check_context *context, const struct pf_setting_name *name,
                        const char *message, pf_str path, pf_str nearest)
{
    struct pf_report *report = pf_check_report(context, message, name->value->span);
    pf_report_argument(report, "setting", pf_str_c(name->setting));
    pf_report_argument(report, "name", name->value->text);
    pf_report_argument(report, "path", path);
    pf_report_argument(report, "nearest", nearest);
    pf_report_key(report, "%.*s", PF_ARG(name->value->text));
}

static void judge_module(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_setting_name *name, pf_str module)
{
    pf_str nearest = nearest_module(context, deployment, module);
    if (nearest.len > 0 && !is_anywhere(context, module))
        report_name(context, name, "module", PF_STR(""), nearest);
}

static void judge_name(struct pf_check_context *context, const struct pf_deployment *deployment,
                       const struct pf_setting_name *name, void *state)
{
    (void)state;
    pf_str whole = name->value->text, parent = parent_of(whole), path;
    pf_str top = pf_setting_modules_top(whole);
    bool is_module = !name->is_object &&
                     (has_module(context, deployment, whole, &path) || is_anywhere(context, whole));
    if (pf_str_eq(top, PF_STR("django")) || !is_package(context, deployment, top) || is_module ||
        parent.len == 0)
        return;
    if (pf_str_eq(parent, top) && !name->is_object) {
        judge_module(context, deployment, name, whole); /* "shop.url": no name of a package's */
        return;
    }
    if (!has_module(context, deployment, parent, &path)) {
        judge_module(context, deployment, name, name->is_object ? parent : whole);
        return;
    }
    pf_str object = pf_str_slice(whole, parent.len + 1, whole.len);
    pf_str nearest = nearest_object(context, path, object);
    if (nearest.len > 0)
        report_name(context, name, "object", path, nearest);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    if (deployment->judged != NULL && !pf_facts_wiring(context)->project->truncated)
        pf_setting_modules_each(context, deployment, judge_name, NULL);
}

void pf_check_module_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
