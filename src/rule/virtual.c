/* Builds the in-memory project of a rule's example. */
#include "rule/virtual.h"

#include "model/picture.h"

static bool check_given(const struct pf_node *given, struct pf_error *error)
{
    static const pf_str keys[] = {PF_STR_INIT("branch"), PF_STR_INIT("mandated"),
                                  PF_STR_INIT("deployments")};
    for (size_t i = 0; given != NULL && i < given->count; i++) {
        bool is_known = false;
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            is_known |= pf_str_eq(given->items[i]->key->text, keys[k]);
        if (!is_known)
            return pf_error_set(error, PF_EXIT_USAGE,
                                "'given' knows branch, mandated and deployments, not '%.*s'",
                                PF_ARG(given->items[i]->key->text));
    }
    return true;
}

bool pf_rule_project_has_file(void *context, pf_str path)
{
    return pf_project_has_file(context, path);
}

static bool is_document(enum pf_file_class type)
{
    return type != PF_CLASS_OTHER && type != PF_CLASS_PYTHON && type != PF_CLASS_DOCS &&
           type != PF_CLASS_CONFIG;
}

/* Two deployments may evaluate the same files: their faults are told once. */
static bool is_told(const struct pf_wiring *wiring, size_t index)
{
    const struct pf_settings *settings = wiring->deployments[index].judged;
    for (size_t i = 0; i < index; i++) {
        const struct pf_settings *other = wiring->deployments[i].judged;
        if (other != NULL && pf_str_eq(other->path, settings->path))
            return true;
    }
    return false;
}

bool pf_rule_project_faults(struct pf_arena *arena, const struct pf_rules *rules,
                            const struct pf_wiring *wiring, struct pf_findings *findings)
{
    struct pf_project *project = wiring->project;
    bool incomplete = pf_findings_add_faults(arena, rules, "project", &project->faults, findings);
    for (size_t i = 0; i < project->files.count; i++) {
        struct pf_project_file *file = project->files.items[i];
        if (is_document(file->type))
            pf_project_load(project, file);
        incomplete |= pf_findings_add_faults(arena, rules, pf_file_class_name(file->type),
                                             &file->faults, findings);
    }
    for (size_t i = 0; i < wiring->deployment_count; i++) {
        const struct pf_settings *settings = wiring->deployments[i].judged;
        if (settings != NULL && !is_told(wiring, i))
            incomplete |=
                pf_findings_add_faults(arena, rules, "settings", &settings->faults, findings);
    }
    return incomplete;
}

bool pf_rule_virtual_project(void *context, struct pf_arena *arena, const struct pf_rules *rules,
                             const struct pf_node *files, const struct pf_node *given,
                             struct pf_rule_project *project, struct pf_error *error)
{
    (void)context;
    if (!check_given(given, error))
        return false;
    struct pf_strs mandated = {0};
    const struct pf_node *names = pf_node_get(given, "mandated");
    for (size_t i = 0; pf_node_is(names, PF_SEQ) && i < names->count; i++)
        *pf_pile_add(arena, &mandated) = pf_node_text(names->items[i]);
    struct pf_wiring_options options = {
        .mandated = names == NULL ? NULL : &mandated,
        .config = pf_node_get(given, "deployments"),
        .branch = pf_node_text(pf_node_get(given, "branch")),
    };
    struct pf_project *virtual_project = pf_project_virtual(arena, files);
    const struct pf_wiring *wiring = pf_wiring_connect(arena, virtual_project, &options);
    const struct pf_picture *picture = pf_picture_draw(arena, wiring);
    *project = (struct pf_rule_project){.roots = picture->roots,
                                        .root_count = picture->root_count,
                                        .picture = picture,
                                        .has_file = pf_rule_project_has_file,
                                        .has_file_context = virtual_project};
    pf_rule_project_faults(arena, rules, wiring, &project->findings);
    return true;
}
