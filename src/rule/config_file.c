/* Finding a configuration on disk, and following what it extends. */
#include "base/file.h"
#include "rule/config.h"

#include <limits.h>
#include <stdlib.h>

enum { CLIMB_CAP = 64 /* directories upward; a deeper tree has its .git long before */ };

const char *const pf_config_names[] = {
    "preflight.yml",   "preflight.yaml",        ".preflight.yml",
    ".preflight.yaml", ".github/preflight.yml", ".github/preflight.yaml",
};
const size_t pf_config_name_count = sizeof pf_config_names / sizeof *pf_config_names;

static bool find_in(struct pf_root *root, pf_str *name)
{
    for (size_t i = 0; i < pf_config_name_count; i++) {
        enum pf_file_type type;
        *name = pf_str_c(pf_config_names[i]);
        if (pf_root_stat(root, *name, &type) && type == PF_FILE_REGULAR)
            return true;
    }
    return false;
}

/* GitHub's workflows may be called preflight.yml, too. */
static bool holds_workflows(const char *resolved)
{
    return pf_str_ends(pf_str_c(resolved), PF_STR("/.github/workflows"));
}

static bool is_repository(struct pf_root *root)
{
    enum pf_file_type type;
    return pf_root_stat(root, PF_STR(".git"), &type);
}

bool pf_config_find(struct pf_arena *arena, pf_str directory, pf_str *path)
{
    pf_str at = directory;
    bool ended = false;
    for (int i = 0; i < CLIMB_CAP && !ended; i++) {
        char resolved[PATH_MAX];
        pf_str opened = at.len == 0 ? PF_STR(".") : pf_arena_str(arena, at), name;
        struct pf_root *root = pf_root_open(arena, opened.data, NULL);
        if (root == NULL || realpath(opened.data, resolved) == NULL)
            return false;
        bool found = !holds_workflows(resolved) && find_in(root, &name);
        ended = is_repository(root) || resolved[1] == '\0';
        pf_root_close(root);
        if (found) {
            *path = pf_path_join(arena, at, name);
            return true;
        }
        at = pf_path_join(arena, at, PF_STR(".."));
    }
    return false;
}

struct loader {
    struct pf_arena *arena;
    struct pf_config *config;
    struct pf_error *error;
    pf_str open[PF_CONFIG_EXTENDS]; /* files that are being read: each extends the next */
};

static bool refuse_faults(struct loader *loader, const struct pf_faults *faults)
{
    pf_str words = pf_str_trim(pf_rule_faults_text(loader->arena, faults));
    return pf_error_set(loader->error, PF_EXIT_USAGE, "%.*s", PF_ARG(words));
}

static bool is_open(const struct loader *loader, size_t depth, pf_str path)
{
    for (size_t i = 0; i < depth; i++)
        if (pf_str_eq(loader->open[i], path))
            return true;
    return false;
}

/* Paths in a file are relative to it; we need them from where we are. */
static void resolve(struct loader *loader, pf_str folder, struct pf_strs *paths, size_t from)
{
    for (size_t i = from; i < paths->count; i++)
        if (!pf_str_starts(paths->items[i], PF_STR("/")))
            paths->items[i] = pf_path_join(loader->arena, folder, paths->items[i]);
}

static bool load(struct loader *loader, pf_str path, size_t depth)
{
    if (depth >= PF_CONFIG_EXTENDS)
        return pf_error_set(loader->error, PF_EXIT_USAGE,
                            "%.*s: more than %d configurations extend each other", PF_ARG(path),
                            PF_CONFIG_EXTENDS);
    if (is_open(loader, depth, path))
        return pf_error_set(loader->error, PF_EXIT_USAGE, "%.*s extends itself", PF_ARG(path));
    loader->open[depth] = path;
    *pf_pile_add(loader->arena, &loader->config->files) = path;
    pf_str bytes;
    if (!pf_file_read(loader->arena, pf_arena_str(loader->arena, path).data, PF_FILE_CAP, &bytes,
                      loader->error))
        return false;
    const struct pf_source *source = pf_source_new(loader->arena, path, bytes);
    struct pf_config first = {0};
    struct pf_faults faults = {0}, ignored = {0};
    if (!pf_config_read(loader->arena, source, &first, &faults))
        return refuse_faults(loader, &faults);
    pf_str folder = pf_path_directory(path);
    resolve(loader, folder, &first.extends, 0);
    for (size_t i = 0; i < first.extends.count; i++)
        if (!load(loader, first.extends.items[i], depth + 1))
            return false;
    size_t rule_files = loader->config->rule_files.count;
    pf_str inherited = loader->config->baseline;
    pf_config_read(loader->arena, source, loader->config, &ignored);
    resolve(loader, folder, &loader->config->rule_files, rule_files);
    struct pf_strs baseline = {&loader->config->baseline, 1, 1};
    bool is_own = loader->config->baseline.data != inherited.data;
    if (is_own && loader->config->baseline.len > 0)
        resolve(loader, folder, &baseline, 0);
    return true;
}

bool pf_config_load(struct pf_arena *arena, const char *path, struct pf_config *config,
                    struct pf_error *error)
{
    struct pf_config loaded = {0};
    struct loader loader = {.arena = arena, .config = &loaded, .error = error};
    pf_str start = pf_str_c(path);
    if (!load(&loader, pf_arena_str(arena, start), 0))
        return false;
    *config = loaded;
    return true;
}
