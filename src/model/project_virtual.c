/* A tree in memory for the projects of rule tests, and the thin coat over one on disk. */
#include "model/project_tree.h"

#include "base/index.h"

#include <errno.h>
#include <stdlib.h>

/* What the map says of one path. */
struct virtual_file {
    bool is_directory;
    pf_str text;
    struct pf_file_entries entries; /* of a directory, sorted once listed */
    bool sorted;
};

struct virtual_tree {
    struct pf_arena *arena;
    struct pf_index by_path;
};

static struct virtual_file *add_path(struct virtual_tree *tree, pf_str path, bool is_directory);

static struct virtual_file *directory_of(struct virtual_tree *tree, pf_str path)
{
    struct virtual_file *directory = pf_index_get(&tree->by_path, path);
    return directory != NULL ? directory : add_path(tree, path, true);
}

/* Recurses once for each directory above, which the path's length bounds. */
static struct virtual_file *add_path(struct virtual_tree *tree, pf_str path, bool is_directory)
{
    struct virtual_file *file = PF_NEW(tree->arena, struct virtual_file);
    file->is_directory = is_directory;
    pf_index_put(&tree->by_path, path, file);
    if (path.len == 0)
        return file;
    struct virtual_file *above = directory_of(tree, pf_path_directory(path));
    *pf_pile_add(tree->arena, &above->entries) = (struct pf_file_entry){
        pf_path_base(path), is_directory ? PF_FILE_DIRECTORY : PF_FILE_REGULAR};
    return file;
}

static void add_file(struct virtual_tree *tree, const struct pf_node *value,
                     struct pf_faults *faults)
{
    pf_str written = pf_node_text(value->key), path;
    bool fits = pf_path_clean(tree->arena, written, &path) && path.len > 0;
    if (!fits || path.len >= 4096) {
        pf_fault_add(tree->arena, faults, PF_FAULT_UNREADABLE, pf_node_key_span(value),
                     "'%.*s' is no path inside the project", PF_ARG(written));
        return;
    }
    struct virtual_file *file = pf_index_get(&tree->by_path, path);
    if (file == NULL)
        file = add_path(tree, path, false);
    if (!file->is_directory)
        file->text = pf_node_text(value);
}

static bool virtual_error(struct pf_error *error, pf_str path, int number, const char *words)
{
    errno = number;
    return pf_error_set(error, PF_EXIT_INCOMPLETE, "%.*s: %s", PF_ARG(path), words);
}

static int compare_entries(const void *a, const void *b)
{
    return pf_str_compare(((const struct pf_file_entry *)a)->name,
                          ((const struct pf_file_entry *)b)->name);
}

static bool virtual_list(void *context, struct pf_arena *arena, pf_str path,
                         struct pf_file_entries *entries, struct pf_error *error)
{
    (void)arena;
    struct virtual_tree *tree = context;
    struct virtual_file *file = pf_index_get(&tree->by_path, path);
    if (file == NULL || !file->is_directory)
        return virtual_error(error, path, ENOTDIR, "not a directory");
    if (!file->sorted && file->entries.count > 1)
        qsort(file->entries.items, file->entries.count, sizeof *file->entries.items,
              compare_entries);
    file->sorted = true;
    *entries = file->entries;
    return true;
}

static bool virtual_read(void *context, struct pf_arena *arena, pf_str path, size_t cap,
                         pf_str *bytes, struct pf_error *error)
{
    (void)arena;
    const struct virtual_tree *tree = context;
    const struct virtual_file *file = pf_index_get(&tree->by_path, path);
    if (file == NULL)
        return virtual_error(error, path, ENOENT, "no such file");
    if (file->is_directory)
        return virtual_error(error, path, 0, "a directory, not a regular file");
    if (file->text.len > cap)
        return virtual_error(error, path, EFBIG, "larger than preflight reads");
    *bytes = file->text;
    return true;
}

static bool virtual_stat(void *context, pf_str path, enum pf_file_type *type)
{
    const struct virtual_tree *tree = context;
    const struct virtual_file *file = pf_index_get(&tree->by_path, path);
    if (file == NULL)
        return false;
    *type = file->is_directory ? PF_FILE_DIRECTORY : PF_FILE_REGULAR;
    return true;
}

static bool virtual_real(void *context, struct pf_arena *arena, pf_str path, pf_str *real)
{
    (void)arena;
    enum pf_file_type type;
    *real = path;
    return virtual_stat(context, path, &type);
}

struct pf_tree pf_tree_of_map(struct pf_arena *arena, const struct pf_node *files,
                              struct pf_faults *faults)
{
    struct virtual_tree *tree = PF_NEW(arena, struct virtual_tree);
    *tree = (struct virtual_tree){arena, pf_index_new(arena)};
    directory_of(tree, PF_STR(""));
    for (size_t i = 0; pf_node_is(files, PF_MAP) && i < files->count; i++)
        add_file(tree, files->items[i], faults);
    return (struct pf_tree){tree, virtual_list, virtual_read, virtual_stat, virtual_real};
}

static bool root_list(void *context, struct pf_arena *arena, pf_str path,
                      struct pf_file_entries *entries, struct pf_error *error)
{
    return pf_root_list(context, arena, path, entries, error);
}

static bool root_read(void *context, struct pf_arena *arena, pf_str path, size_t cap, pf_str *bytes,
                      struct pf_error *error)
{
    return pf_root_read(context, arena, path, cap, bytes, error);
}

static bool root_stat(void *context, pf_str path, enum pf_file_type *type)
{
    return pf_root_stat(context, path, type);
}

static bool root_real(void *context, struct pf_arena *arena, pf_str path, pf_str *real)
{
    return pf_root_real(context, arena, path, real);
}

struct pf_tree pf_tree_of_root(struct pf_root *root)
{
    return (struct pf_tree){root, root_list, root_read, root_stat, root_real};
}
