/* Paths that users name, and the ones that reports print. */
#include "cli/paths.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

bool pf_paths_sort(struct pf_arena *arena, const struct pf_strs *operands, struct pf_strs *folders,
                   struct pf_strs *only, struct pf_error *error)
{
    for (size_t i = 0; i < operands->count; i++) {
        pf_str path = operands->items[i], clean;
        struct stat status;
        if (stat(pf_arena_str(arena, path).data, &status) != 0)
            return pf_error_set(error, PF_EXIT_USAGE, "%.*s: %s", PF_ARG(path), strerror(errno));
        if (S_ISDIR(status.st_mode))
            *pf_pile_add(arena, folders) = path;
        else if (pf_path_clean(arena, path, &clean))
            *pf_pile_add(arena, only) = clean;
        else
            return pf_error_set(error, PF_EXIT_USAGE,
                                "%.*s is not beneath the current folder, which is the project",
                                PF_ARG(path));
    }
    if (folders->count > 0 && only->count > 0)
        return pf_error_set(error, PF_EXIT_USAGE, "name folders or files, not both");
    if (folders->count == 0)
        *pf_pile_add(arena, folders) = PF_STR(".");
    return true;
}

pf_str pf_paths_root(struct pf_arena *arena, pf_str folder)
{
    pf_str clean;
    if (pf_path_clean(arena, folder, &clean))
        return clean;
    while (folder.len > 1 && pf_str_ends(folder, PF_STR("/")))
        folder = pf_str_slice(folder, 0, folder.len - 1);
    return folder;
}

static bool stands_in(const struct pf_strs *only, pf_span span)
{
    return span.file != NULL && pf_strs_has(only, span.file->path);
}

bool pf_paths_wanted(const struct pf_strs *only, const struct pf_finding *finding)
{
    if (only->count == 0 || stands_in(only, finding->span))
        return true;
    for (size_t i = 0; i < finding->related_count; i++)
        if (stands_in(only, finding->related[i].span))
            return true;
    return false;
}

static void remember(struct pf_arena *arena, struct pf_source_roots *roots, pf_span span,
                     pf_str root)
{
    if (span.file == NULL)
        return;
    for (size_t i = 0; i < roots->count; i++)
        if (roots->items[i].source == span.file)
            return;
    *pf_pile_add(arena, roots) = (struct pf_source_root){span.file, root};
}

void pf_paths_remember(struct pf_arena *arena, struct pf_source_roots *roots,
                       const struct pf_finding *finding, pf_str root)
{
    remember(arena, roots, finding->span, root);
    for (size_t i = 0; i < finding->related_count; i++)
        remember(arena, roots, finding->related[i].span, root);
    if (finding->fix != NULL)
        remember(arena, roots, finding->fix->span, root);
}

void pf_paths_list(struct pf_call *call, const struct pf_project *project)
{
    for (size_t i = 0; i < project->files.count; i++) {
        const struct pf_project_file *file = project->files.items[i];
        pf_sink_format(&call->out, "%-22s ", pf_file_class_name(file->type));
        pf_sink_text(&call->out, file->path);
        pf_sink_add(&call->out, "\n");
    }
}
