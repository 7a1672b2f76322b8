/* A tree in which one file has another text: what an editor holds and has not saved. */
#include "model/project_tree.h"

#include <errno.h>

struct overlay {
    struct pf_tree under;
    pf_str path, bytes;
};

static bool overlay_read(void *context, struct pf_arena *arena, pf_str path, size_t cap,
                         pf_str *bytes, struct pf_error *error)
{
    struct overlay *overlay = context;
    if (!pf_str_eq(path, overlay->path))
        return overlay->under.read(overlay->under.context, arena, path, cap, bytes, error);
    errno = EFBIG;
    if (overlay->bytes.len > cap)
        return pf_error_set(error, PF_EXIT_INCOMPLETE,
                            "%.*s has %zu bytes; preflight reads at most %zu", PF_ARG(path),
                            overlay->bytes.len, cap);
    *bytes = overlay->bytes;
    return true;
}

/* The part of the file's path below the folder: "a/b.yml" of "x/a/b.yml" in "x"; "" elsewhere. */
static pf_str path_below(const struct overlay *overlay, pf_str folder)
{
    pf_str path = overlay->path;
    if (folder.len == 0)
        return path;
    bool is_below =
        path.len > folder.len && path.data[folder.len] == '/' && pf_str_starts(path, folder);
    return is_below ? pf_str_slice(path, folder.len + 1, path.len) : PF_STR("");
}

static bool overlay_stat(void *context, pf_str path, enum pf_file_type *type)
{
    struct overlay *overlay = context;
    if (pf_str_eq(path, overlay->path)) {
        *type = PF_FILE_REGULAR;
        return true;
    }
    if (overlay->under.stat(overlay->under.context, path, type))
        return true;
    *type = PF_FILE_DIRECTORY;
    return path_below(overlay, path).len > 0;
}

static bool overlay_real(void *context, struct pf_arena *arena, pf_str path, pf_str *real)
{
    struct overlay *overlay = context;
    if (!pf_str_eq(path, overlay->path))
        return overlay->under.real(overlay->under.context, arena, path, real);
    *real = path;
    return true;
}

/* A file that is not on disk yet stands in its folder all the same, and that in the ones above. */
static bool overlay_list(void *context, struct pf_arena *arena, pf_str path,
                         struct pf_file_entries *entries, struct pf_error *error)
{
    struct overlay *overlay = context;
    pf_str name, rest, below = path_below(overlay, path);
    bool is_there = overlay->under.list(overlay->under.context, arena, path, entries, error);
    if (below.len == 0)
        return is_there;
    if (!is_there)
        *entries = (struct pf_file_entries){0};
    bool is_folder = pf_str_cut(below, '/', &name, &rest);
    struct pf_file_entry entry = {name, is_folder ? PF_FILE_DIRECTORY : PF_FILE_REGULAR};
    size_t at = pf_file_entries_place(entries, name);
    bool is_known = pf_file_entries_has(entries, name);
    if (is_known && is_folder)
        return true;
    if (!is_known) {
        pf_pile_add(arena, entries);
        for (size_t i = entries->count - 1; i > at; i--)
            entries->items[i] = entries->items[i - 1];
    }
    entries->items[at] = entry;
    return true;
}

struct pf_tree pf_tree_with_file(struct pf_arena *arena, struct pf_tree under, pf_str path,
                                 pf_str bytes)
{
    struct overlay *overlay = PF_NEW(arena, struct overlay);
    *overlay = (struct overlay){under, path, bytes};
    return (struct pf_tree){.context = overlay,
                            .list = overlay_list,
                            .read = overlay_read,
                            .stat = overlay_stat,
                            .real = overlay_real};
}
