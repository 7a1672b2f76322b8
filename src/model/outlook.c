/* Evaluates a settings module as a container would, and beyond the variables that it misses. */
#include "model/outlook.h"

#include "model/image_content.h"
#include "model/packages.h"
#include "model/view.h"

enum { MAX_ASSUMED = 64 /* variables missed by one module; each costs an evaluation */ };

/* Is one of the container's commands manage.py runserver? */
static enum pf_truth runs_devserver(const struct pf_start *start)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t word = 0; word < start->items[i].count; word++)
            if (pf_str_eq(start->items[i].items[word], PF_STR("runserver")))
                return PF_YES;
    return start->known ? PF_NO : PF_MAYBE;
}

pf_str pf_outlook_root(struct pf_arena *arena, const struct pf_wiring *wiring,
                       const struct pf_deployment *deployment, pf_str module)
{
    struct pf_project *project = wiring->project;
    pf_str path;
    if (deployment->dockerfile == NULL ||
        !pf_entry_module_path(arena, project, &deployment->roots, module, &path))
        return PF_STR("");
    pf_str context = deployment->build == NULL ? PF_STR("") : deployment->build->context;
    struct pf_image_origin origin = pf_image_origin_of(arena, project, deployment->dockerfile->path,
                                                       context, deployment->image);
    return pf_image_origin_root(arena, &origin, path);
}

struct pf_settings_options pf_outlook_options(struct pf_arena *arena,
                                              const struct pf_wiring *wiring,
                                              const struct pf_deployment *deployment, pf_str module)
{
    pf_str dockerfile = deployment->dockerfile == NULL ? PF_STR("") : deployment->dockerfile->path;
    pf_str context = deployment->build == NULL ? PF_STR("") : deployment->build->context;
    struct pf_image_origin *origin = PF_NEW(arena, struct pf_image_origin);
    *origin = pf_image_origin_of(arena, wiring->project, dockerfile, context, deployment->image);
    return (struct pf_settings_options){
        .files = pf_view_of_image(arena, wiring->project, origin, deployment->build),
        .module = module,
        .roots = deployment->roots.items,
        .root_count = deployment->roots.count,
        .root_path = pf_outlook_root(arena, wiring, deployment, module),
        .environment = deployment->environment,
        .environment_is_open = deployment->environment_is_open,
        .open_reason = deployment->open_reason,
        .configuration = pf_entry_default(arena, wiring->project, &deployment->start,
                                          PF_STR("DJANGO_CONFIGURATION")),
        .runs_devserver = runs_devserver(&deployment->start),
        .python_minor = deployment->python_minor,
        .django_version = deployment->django_version,
        .listed = pf_packages_listed(arena, wiring->packages),
        .packages = pf_packages_versions(arena, wiring->packages),
        .memory = wiring->options.memory,
        .trees = wiring->trees,
    };
}

const struct pf_node *pf_outlook_environment(struct pf_arena *arena,
                                             const struct pf_node *environment, pf_str name,
                                             const struct pf_node *value)
{
    struct pf_node *changed = pf_node_new(arena, PF_MAP, (pf_span){0});
    struct pf_nodes items = {0};
    for (size_t i = 0; environment != NULL && i < environment->count; i++)
        if (!pf_str_eq(environment->items[i]->key->text, name))
            *pf_pile_add(arena, &items) = environment->items[i];
    if (value != NULL)
        *pf_pile_add(arena, &items) =
            pf_node_with_key(arena, value, pf_node_str(arena, name, (pf_span){0}));
    pf_node_set_items(arena, changed, items.items, items.count);
    return changed;
}

/* Surely there, with a value that was the wrong one: assuming another would hide that. */
static bool is_given(const struct pf_node *environment, pf_str name)
{
    const struct pf_node *given = pf_node_get_str(environment, name);
    return given != NULL &&
           !(given->kind == PF_ANY && (given->as.any->kinds & PF_KIND_BIT(PF_NULL)) != 0);
}

/* What may be raised for a variable that the settings can do without is no want of it. */
static bool may_be_missed(const struct pf_settings *settings,
                          const struct pf_settings_raise *raised)
{
    for (size_t i = 0; i < settings->read_count; i++)
        if (settings->reads[i].required && pf_str_eq(settings->reads[i].name, raised->variable))
            return true;
    return settings->ends;
}

struct raise_pile {
    const struct pf_settings_raise **items;
    size_t count, capacity;
};

static const struct pf_settings *evaluate(struct pf_arena *arena,
                                          const struct pf_settings_options *options)
{
    const struct pf_settings *settings = pf_settings_evaluate(arena, options);
    return settings->path.len > 0 ? settings : NULL;
}

struct pf_outlook pf_outlook_of(struct pf_arena *arena, const struct pf_settings_options *options)
{
    struct pf_settings_options now = *options;
    struct raise_pile raises = {0};
    struct pf_outlook outlook = {0};
    if (options->module.len == 0)
        return outlook;
    outlook.settings = outlook.judged = evaluate(arena, &now);
    while (outlook.judged != NULL && outlook.judged->raises != NULL) {
        const struct pf_settings_raise *raised = outlook.judged->raises;
        *pf_pile_add(arena, &raises) = raised;
        if (raised->variable.len == 0 || !may_be_missed(outlook.judged, raised) ||
            is_given(now.environment, raised->variable) || outlook.assumed.count == MAX_ASSUMED)
            break;
        pf_str reason =
            pf_arena_format(arena, "%.*s is taken to be supplied", PF_ARG(raised->variable));
        const struct pf_node *assumed =
            pf_node_any(arena, PF_KIND_BIT(PF_STRING), false, reason, (pf_span){0});
        now.environment = pf_outlook_environment(arena, now.environment, raised->variable, assumed);
        *pf_pile_add(arena, &outlook.assumed) = raised->variable;
        outlook.judged = evaluate(arena, &now);
    }
    outlook.raises = raises.items;
    outlook.raise_count = raises.count;
    return outlook;
}
