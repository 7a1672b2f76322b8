/* Walks the settings that hold names of modules. */
#include "checks/setting_modules.h"

#include "checks/argv.h"
#include "model/image_content.h"

static const struct {
    const char *name;
    bool is_object;
} settings[] = {
    {"ROOT_URLCONF", false},
    {"INSTALLED_APPS", false},
    {"MIDDLEWARE", true},
    {"AUTHENTICATION_BACKENDS", true},
};

static void visit_value(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const struct pf_setting_name *name, pf_setting_visitor *visit, void *state)
{
    bool is_name = pf_node_is(name->value, PF_STRING) && name->value->text.len > 0;
    if (is_name && name->value->span.file != NULL)
        visit(context, deployment, name, state);
}

void pf_setting_modules_each(struct pf_check_context *context,
                             const struct pf_deployment *deployment, pf_setting_visitor *visit,
                             void *state)
{
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        const struct pf_node *value = pf_facts_setting(deployment, settings[i].name);
        struct pf_setting_name name = {settings[i].name, value, settings[i].is_object};
        if (pf_node_is(value, PF_STRING))
            visit_value(context, deployment, &name, visit, state);
        for (size_t k = 0; pf_node_is(value, PF_SEQ) && k < value->count; k++) {
            name.value = value->items[k];
            visit_value(context, deployment, &name, visit, state);
        }
    }
    const struct pf_node *databases = pf_facts_setting(deployment, "DATABASES");
    for (size_t i = 0; pf_node_is(databases, PF_MAP) && i < databases->count; i++) {
        struct pf_setting_name name = {"DATABASES", pf_node_get(databases->items[i], "ENGINE"),
                                       false};
        visit_value(context, deployment, &name, visit, state);
    }
}

pf_str pf_setting_modules_top(pf_str name)
{
    pf_str top, rest;
    pf_str_cut(name, '.', &top, &rest);
    return top;
}

bool pf_setting_modules_is_own(const struct pf_check_context *context, pf_str top)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str inside = pf_arena_format(context->arena, "%.*s/", PF_ARG(top));
    pf_str within = pf_arena_format(context->arena, "/%.*s/", PF_ARG(top));
    pf_str file = pf_arena_format(context->arena, "%.*s.py", PF_ARG(top));
    for (size_t i = 0; i < project->files.count; i++) {
        pf_str path = project->files.items[i]->path;
        if (project->files.items[i]->type == PF_CLASS_PYTHON &&
            (pf_str_starts(path, inside) || pf_str_contains(path, within) ||
             pf_str_eq(pf_path_base(path), file)))
            return true;
    }
    return pf_project_has_directory(project, top);
}

bool pf_setting_modules_may_import(struct pf_check_context *context,
                                   const struct pf_deployment *deployment, pf_str module,
                                   pf_str path, pf_str *place)
{
    struct pf_arena *arena = context->arena;
    const struct pf_node *by;
    if (deployment->dockerfile == NULL || deployment->build == NULL ||
        !pf_argv_is_own_image(context, deployment))
        return true;
    struct pf_image_origin origin =
        pf_image_origin_of(arena, pf_facts_wiring(context)->project, deployment->dockerfile->path,
                           deployment->build->context, deployment->image);
    if (pf_image_origin_place(arena, &origin, path, &by, place) != PF_YES || place->len == 0)
        return true;
    char *text = PF_NEW_ARRAY(arena, char, module.len);
    for (size_t i = 0; i < module.len; i++)
        text[i] = module.data[i] == '.' ? '/' : module.data[i];
    pf_str file = pf_arena_format(arena, "/%.*s.py", (int)module.len, text);
    pf_str package = pf_arena_format(arena, "/%.*s/__init__.py", (int)module.len, text);
    return pf_str_ends(*place, file) || pf_str_ends(*place, package);
}
