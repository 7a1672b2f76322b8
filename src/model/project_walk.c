/* Walks a tree with a stack of its own, passing over what nobody of the project wrote. */
#include "model/project_walk.h"

#include <stdlib.h>

struct directory {
    pf_str path;
    size_t depth;
};

struct walker {
    struct pf_arena *arena;
    const struct pf_tree *tree;
    const struct pf_gitignore *ignore;
    struct pf_walk_limits limits;
    struct pf_faults *faults;
    struct {
        struct directory *items;
        size_t count, capacity;
    } open;
    size_t seen;
    struct pf_walk found;
};

/* Globs for the names of directories that hold only what a program put there. */
static const pf_str passed_over[] = {
    PF_STR_INIT(".git"),           PF_STR_INIT(".hg"),
    PF_STR_INIT(".svn"),           PF_STR_INIT(".venv"),
    PF_STR_INIT("venv"),           PF_STR_INIT(".virtualenv"),
    PF_STR_INIT("virtualenv"),     PF_STR_INIT(".virtualenvs"),
    PF_STR_INIT("site-packages"),  PF_STR_INIT("dist-packages"),
    PF_STR_INIT("__pypackages__"), PF_STR_INIT("__pycache__"),
    PF_STR_INIT(".tox"),           PF_STR_INIT(".nox"),
    PF_STR_INIT(".eggs"),          PF_STR_INIT("*.egg-info"),
    PF_STR_INIT("*.dist-info"),    PF_STR_INIT(".mypy_cache"),
    PF_STR_INIT(".pytest_cache"),  PF_STR_INIT(".ruff_cache"),
    PF_STR_INIT(".hypothesis"),    PF_STR_INIT("htmlcov"),
    PF_STR_INIT("node_modules"),   PF_STR_INIT("bower_components"),
    PF_STR_INIT(".yarn"),          PF_STR_INIT(".pnpm-store"),
    PF_STR_INIT(".next"),          PF_STR_INIT(".nuxt"),
    PF_STR_INIT(".cache"),         PF_STR_INIT(".terraform"),
    PF_STR_INIT(".serverless"),    PF_STR_INIT("cdk.out"),
    PF_STR_INIT(".aws-sam"),       PF_STR_INIT(".direnv"),
    PF_STR_INIT(".idea"),          PF_STR_INIT("_vendor"),
};

/* A directory that holds this name is of that kind, whatever it is called itself. */
struct marker {
    pf_str directory; /* "" for any */
    pf_str holds;
};
static const struct marker markers[] = {
    {PF_STR_INIT(""), PF_STR_INIT("pyvenv.cfg")},
    {PF_STR_INIT(""), PF_STR_INIT("conda-meta")},
    {PF_STR_INIT(""), PF_STR_INIT("CACHEDIR.TAG")},
    {PF_STR_INIT("build"), PF_STR_INIT("lib")}, /* setuptools copies the sources there */
    {PF_STR_INIT("build"), PF_STR_INIT("bdist.linux-x86_64")},
    {PF_STR_INIT("vendor"), PF_STR_INIT("modules.txt")},  /* Go */
    {PF_STR_INIT("vendor"), PF_STR_INIT("autoload.php")}, /* Composer */
    {PF_STR_INIT("vendor"), PF_STR_INIT("bundle")},       /* Bundler */
    {PF_STR_INIT("vendor"), PF_STR_INIT("vendor.txt")},   /* Python's vendoring tool */
};

static bool is_passed_over(pf_str name)
{
    for (size_t i = 0; i < sizeof passed_over / sizeof *passed_over; i++)
        if (pf_glob_fits(passed_over[i], name))
            return true;
    return false;
}

static bool is_marked(pf_str path, const struct pf_file_entries *entries)
{
    if (path.len == 0)
        return false; /* the user asked for this one by name */
    pf_str name = pf_path_base(path);
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
        if ((markers[i].directory.len == 0 || pf_str_eq(markers[i].directory, name)) &&
            pf_file_entries_has(entries, markers[i].holds))
            return true;
    return false;
}

static bool is_dotenv_name(pf_str name)
{
    return pf_str_starts(name, PF_STR(".env")) || pf_str_ends(name, PF_STR(".env"));
}

/* Emacs' lock files are links to nowhere on purpose. */
static bool is_lock(pf_str name)
{
    return pf_str_starts(name, PF_STR(".#"));
}

static void stop(struct walker *walker, const char *what, size_t limit)
{
    walker->found.truncated = true;
    pf_fault_add(walker->arena, walker->faults, PF_FAULT_LIMIT, (pf_span){0},
                 "the project has more than %zu %s: not all of it was looked at", limit, what);
}

static void open_later(struct walker *walker, pf_str path, size_t depth)
{
    if (is_passed_over(pf_path_base(path)) || pf_gitignore_ignores(walker->ignore, path, true))
        return;
    if (depth > walker->limits.depth) {
        if (!walker->found.truncated)
            stop(walker, "directories below each other", walker->limits.depth);
        return;
    }
    *pf_pile_add(walker->arena, &walker->open) = (struct directory){path, depth};
}

static void keep(struct walker *walker, pf_str path, pf_str name, enum pf_file_type type)
{
    bool ignored = pf_gitignore_ignores(walker->ignore, path, false);
    if (is_lock(name) || (ignored && !is_dotenv_name(name)))
        return;
    *pf_pile_add(walker->arena, &walker->found) = (struct pf_walk_entry){path, type, ignored};
}

static bool links_to_directory(const struct walker *walker, pf_str path)
{
    enum pf_file_type type;
    return walker->tree->stat(walker->tree->context, path, &type) && type == PF_FILE_DIRECTORY;
}

static void look_at(struct walker *walker, const struct directory *above,
                    const struct pf_file_entry *entry)
{
    pf_str path = pf_path_join(walker->arena, above->path, entry->name);
    if (entry->type == PF_FILE_DIRECTORY)
        open_later(walker, path, above->depth + 1);
    else if (entry->type != PF_FILE_LINK || !links_to_directory(walker, path))
        keep(walker, path, entry->name, entry->type);
}

/* False when the whole walk is to end. */
static bool walk_directory(struct walker *walker, const struct directory *directory)
{
    struct pf_file_entries entries;
    struct pf_error error;
    if (!walker->tree->list(walker->tree->context, walker->arena, directory->path, &entries,
                            &error)) {
        pf_fault_add(walker->arena, walker->faults, PF_FAULT_UNREADABLE, (pf_span){0},
                     "the directory %s", error.message);
        return true;
    }
    if (is_marked(directory->path, &entries))
        return true;
    for (size_t i = 0; i < entries.count; i++) {
        if (walker->seen++ >= walker->limits.entries) {
            stop(walker, "files and directories", walker->limits.entries);
            return false;
        }
        look_at(walker, directory, &entries.items[i]);
    }
    return true;
}

static int compare_paths(const void *a, const void *b)
{
    return pf_str_compare(((const struct pf_walk_entry *)a)->path,
                          ((const struct pf_walk_entry *)b)->path);
}

struct pf_walk pf_walk_tree(struct pf_arena *arena, const struct pf_tree *tree,
                            const struct pf_gitignore *ignore, struct pf_walk_limits limits,
                            struct pf_faults *faults)
{
    struct walker walker = {
        .arena = arena, .tree = tree, .ignore = ignore, .limits = limits, .faults = faults};
    *pf_pile_add(arena, &walker.open) = (struct directory){0};
    for (bool more = true; more && walker.open.count > 0;) {
        struct directory next = walker.open.items[--walker.open.count];
        more = walk_directory(&walker, &next);
    }
    if (walker.found.count > 1)
        qsort(walker.found.items, walker.found.count, sizeof *walker.found.items, compare_paths);
    return walker.found;
}
