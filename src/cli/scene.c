/* Configuration, rules, project and wiring, in the order in which they need each other. */
#include "cli/scene.h"

#include "rule/eval.h"
#include "rule/rule.h"

#include <stdlib.h>

bool pf_scene_configure(struct pf_scene *scene, pf_str named, bool wanted, struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    pf_str path = named.len > 0 ? named : pf_str_c(getenv("PREFLIGHT_CONFIG"));
    if (!wanted)
        return true;
    pf_str folder = pf_str_eq(scene->folder, PF_STR(".")) ? PF_STR("") : scene->folder;
    if (path.len == 0 && !pf_config_find(arena, folder, &path))
        return true;
    scene->config_path = path;
    return pf_config_load(arena, pf_arena_str(arena, path).data, &scene->config, error);
}

static bool read_rule_file(struct pf_scene *scene, pf_str path, struct pf_faults *faults,
                           struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    pf_str bytes;
    if (!pf_file_read(arena, pf_arena_str(arena, path).data, PF_FILE_CAP, &bytes, error))
        return false;
    const struct pf_source *source = pf_source_new(arena, path, bytes);
    pf_rule_file_read(arena, source, false, &scene->rules, faults);
    return true;
}

static bool is_yaml(pf_str name)
{
    return pf_str_ends(name, PF_STR(".yaml")) || pf_str_ends(name, PF_STR(".yml"));
}

/* Every rule file of a folder, in byte order, without going deeper. */
static bool read_rule_folder(struct pf_scene *scene, pf_str folder, struct pf_faults *faults,
                             struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    struct pf_root *root = pf_root_open(arena, pf_arena_str(arena, folder).data, error);
    if (root == NULL)
        return false;
    struct pf_file_entries entries = {0};
    bool done = pf_root_list(root, arena, PF_STR(""), &entries, error);
    pf_root_close(root);
    for (size_t i = 0; done && i < entries.count; i++)
        if (is_yaml(entries.items[i].name))
            done = read_rule_file(scene, pf_path_join(arena, folder, entries.items[i].name), faults,
                                  error);
    return done;
}

/* The faults on standard error, line by line; what follows counts them. */
static bool refuse(struct pf_scene *scene, const struct pf_faults *faults, const char *what,
                   struct pf_error *error)
{
    pf_sink_lines(&scene->call->aside, pf_rule_faults_text(scene->call->arena, faults));
    return pf_error_set(error, PF_EXIT_USAGE, "%zu mistake%s in %s; nothing was checked",
                        faults->count, faults->count == 1 ? "" : "s", what);
}

bool pf_scene_load_rules(struct pf_scene *scene, const struct pf_strs *own, struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    struct pf_faults faults = {0};
    if (scene->wants_whole_rules)
        pf_rules_built_in(arena, &scene->rules);
    else
        pf_rules_built_in_to_run(arena, &scene->rules);
    for (size_t i = 0; i < scene->config.rule_files.count; i++)
        if (!read_rule_file(scene, scene->config.rule_files.items[i], &faults, error))
            return false;
    for (size_t i = 0; i < own->count; i++)
        if (!read_rule_folder(scene, own->items[i], &faults, error))
            return false;
    if (faults.count > 0)
        return refuse(scene, &faults, "rule files", error);
    if (scene->config.source == NULL)
        return true;
    if (!pf_config_apply(arena, &scene->config, &scene->rules, &faults))
        return refuse(scene, &faults, "the configuration", error);
    return true;
}

/* The base of a pull request may lie within the project: it is none of it. */
static bool is_passed_over(const struct pf_scene *scene, pf_str path)
{
    pf_str folder = scene->passed_over;
    bool is_here = pf_str_eq(scene->folder, PF_STR("."));
    pf_str whole = is_here ? path : pf_path_join(scene->call->arena, scene->folder, path);
    return folder.len > 0 && pf_str_starts(whole, folder) && whole.len > folder.len &&
           whole.data[folder.len] == '/';
}

static bool is_excluded(const struct pf_config *config, pf_str path)
{
    for (size_t i = 0; i < config->exclude.count; i++)
        if (pf_glob_match(config->exclude.items[i], path))
            return true;
    return false;
}

bool pf_scene_open(struct pf_scene *scene, struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    const char *folder = pf_arena_str(arena, scene->folder).data;
    bool is_open = scene->edited.len > 0
                       ? pf_project_open_edited(arena, folder, scene->edited, scene->edited_bytes,
                                                &scene->project, error)
                       : pf_project_open(arena, folder, &scene->project, error);
    if (!is_open)
        return false;
    struct pf_project_files *files = &scene->project->files;
    size_t kept = 0;
    for (size_t i = 0; i < files->count; i++)
        if (!is_excluded(&scene->config, files->items[i]->path) &&
            !is_passed_over(scene, files->items[i]->path))
            files->items[kept++] = files->items[i];
    files->count = kept;
    return true;
}

void pf_scene_connect(struct pf_scene *scene)
{
    const struct pf_config *config = &scene->config;
    struct pf_wiring_options options = {.mandated = config->has_mandated ? &config->mandated : NULL,
                                        .config = config->deployments,
                                        .branch = config->branch,
                                        .memory = scene->call->memory};
    scene->wiring = pf_wiring_connect(scene->call->arena, scene->project, &options);
}

void pf_scene_draw(struct pf_scene *scene)
{
    scene->picture = pf_picture_draw(scene->call->arena, scene->wiring);
}

void pf_scene_notes(const struct pf_scene *scene)
{
    if (!pf_given_flag(&scene->call->given, PF_OPTION_VERBOSE))
        return;
    for (size_t i = 0; i < scene->wiring->notes.count; i++)
        pf_call_note(scene->call, "%.*s", PF_ARG(scene->wiring->notes.items[i]));
}

bool pf_scene_set(struct pf_scene *scene, struct pf_call *call, pf_str folder, pf_str config,
                  struct pf_error *error)
{
    *scene = (struct pf_scene){.call = call, .folder = folder};
    if (!pf_scene_configure(scene, config, true, error) || !pf_scene_open(scene, error))
        return false;
    pf_scene_connect(scene);
    pf_scene_notes(scene);
    return true;
}
