/* Which file a program's name means: nothing that the project brought along. */
#include "deploy/child.h"

#include "base/file.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A resolved path is inside a resolved folder. */
static bool is_inside(pf_str path, pf_str folder)
{
    return folder.len > 0 && pf_str_starts(path, folder) &&
           (path.len == folder.len || path.data[folder.len] == '/');
}

static pf_str resolved(struct pf_arena *arena, pf_str path)
{
    char real[PATH_MAX];
    if (realpath(pf_arena_str(arena, path).data, real) == NULL)
        return PF_STR("");
    return pf_arena_str(arena, pf_str_c(real));
}

/* Anybody may write there, and no sticky bit keeps our names ours. */
static bool is_open_to_all(const struct stat *status)
{
    return (status->st_mode & S_IWOTH) != 0 && (status->st_mode & S_ISVTX) == 0;
}

static bool is_fit(struct pf_deploy_run *run, pf_str path, bool from_project, pf_str *why)
{
    struct stat file, folder;
    const char *text = pf_arena_str(run->arena, path).data;
    if (stat(text, &file) != 0 || !S_ISREG(file.st_mode) || access(text, X_OK) != 0)
        return false;
    const char *parent = pf_arena_str(run->arena, pf_path_directory(path)).data;
    if (!from_project && is_inside(resolved(run->arena, path), run->work_tree))
        *why = pf_arena_format(run->arena, "%s is inside the project", text);
    else if ((file.st_mode & S_IWOTH) != 0 || stat(parent, &folder) != 0 || is_open_to_all(&folder))
        *why = pf_arena_format(run->arena, "everybody may write to %s or its folder", text);
    else
        return true;
    return false;
}

static bool search(struct pf_deploy_run *run, pf_str name, bool from_project, pf_str *path,
                   pf_str *why)
{
    pf_str rest = pf_str_c(getenv("PATH"));
    *why = PF_STR("not on PATH");
    for (bool more = rest.len > 0; more;) {
        pf_str folder;
        more = pf_str_cut(rest, ':', &folder, &rest);
        if (folder.len == 0 || folder.data[0] != '/')
            continue;
        pf_str found = pf_path_join(run->arena, folder, name);
        if (is_fit(run, found, from_project, why)) {
            *path = found;
            return true;
        }
    }
    return false;
}

bool pf_program_find(struct pf_deploy_run *run, const char *name, bool from_project, pf_str *path,
                     pf_str *why)
{
    if (name[0] == '/') {
        *path = pf_str_c(name);
        return true;
    }
    for (size_t i = 0; i < run->programs.count; i++) {
        struct pf_found_program *known = &run->programs.items[i];
        if (!pf_str_eq(known->name, pf_str_c(name)) || known->from_project != from_project)
            continue;
        *path = known->path;
        *why = known->why;
        return known->path.len > 0;
    }
    struct pf_found_program found = {.name = pf_str_c(name), .from_project = from_project};
    search(run, found.name, from_project, &found.path, &found.why);
    if (found.path.len > 0)
        found.path = pf_arena_str(run->arena, found.path);
    *pf_pile_add(run->arena, &run->programs) = found;
    *path = found.path;
    *why = found.why;
    return found.path.len > 0;
}
