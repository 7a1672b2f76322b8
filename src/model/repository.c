/* Finds the repository around a project and lends the git reader its files. */
#include "model/repository.h"

#include "model/project_inside.h"
#include "read/git_index.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    REFERENCE_CAP = 64 * 1024,   /* HEAD and the like hold a line */
    LIST_DEPTH = 16,             /* slashes in a branch's name */
    CLIMB_DEPTH = 64,            /* directories above the project */
    INDEX_CAP = 64 * 1024 * 1024 /* Linux's index has 10 MB */
};

/* The work tree's files; `top` is its absolute path, "" for a project in memory. */
struct place {
    struct pf_tree tree;
    pf_str top;
};

struct listing {
    struct pf_arena *arena;
    const struct pf_tree *tree;
    struct pf_strs *names;
};

static size_t cap_of(pf_str path)
{
    pf_str base = pf_path_base(path);
    if (pf_str_eq(base, PF_STR("packed-refs")))
        return PF_FILE_SCAN_CAP;
    if (pf_str_eq(base, PF_STR("index")))
        return INDEX_CAP;
    return pf_str_eq(base, PF_STR("config")) ? PF_FILE_CAP : REFERENCE_CAP;
}

static bool leads_outside(pf_str path)
{
    return pf_str_starts(path, PF_STR("/")) || pf_str_eq(path, PF_STR("..")) ||
           pf_str_starts(path, PF_STR("../"));
}

/* The directory outside as a root of its own, so that links in it are not followed out of it. */
static struct pf_root *open_outside(const struct place *place, struct pf_arena *arena,
                                    pf_str directory)
{
    if (place->top.len == 0)
        return NULL;
    pf_str path = pf_str_starts(directory, PF_STR("/"))
                      ? pf_arena_str(arena, directory)
                      : pf_arena_format(arena, "%.*s/%.*s", PF_ARG(place->top), PF_ARG(directory));
    return pf_root_open(arena, path.data, NULL);
}

static bool read_outside(const struct place *place, struct pf_arena *arena, pf_str path,
                         pf_str *bytes)
{
    struct pf_root *root = open_outside(place, arena, pf_path_directory(path));
    if (root == NULL)
        return false;
    bool done = pf_root_read(root, arena, pf_path_base(path), cap_of(path), bytes, NULL);
    pf_root_close(root);
    return done;
}

static bool read_file(void *context, struct pf_arena *arena, pf_str path, pf_str *bytes)
{
    const struct place *place = context;
    if (leads_outside(path))
        return read_outside(place, arena, path, bytes);
    return place->tree.read(place->tree.context, arena, path, cap_of(path), bytes, NULL);
}

/* Depth is bounded by LIST_DEPTH, the number of names by PF_GIT_REFS and one more, which tells. */
static void list_below(const struct listing *listing, pf_str directory, pf_str prefix, size_t depth)
{
    struct pf_file_entries entries;
    if (depth > LIST_DEPTH ||
        !listing->tree->list(listing->tree->context, listing->arena, directory, &entries, NULL))
        return;
    for (size_t i = 0; i < entries.count && listing->names->count <= PF_GIT_REFS; i++) {
        pf_str name = entries.items[i].name;
        pf_str below = pf_path_join(listing->arena, prefix, name);
        if (entries.items[i].type == PF_FILE_DIRECTORY)
            list_below(listing, pf_path_join(listing->arena, directory, name), below, depth + 1);
        else if (entries.items[i].type == PF_FILE_REGULAR)
            *pf_pile_add(listing->arena, listing->names) = below;
    }
}

static void list_files(void *context, struct pf_arena *arena, pf_str directory,
                       struct pf_strs *names)
{
    const struct place *place = context;
    if (!leads_outside(directory)) {
        list_below(&(struct listing){arena, &place->tree, names}, directory, PF_STR(""), 1);
        return;
    }
    struct pf_root *root = open_outside(place, arena, directory);
    if (root == NULL)
        return;
    struct pf_tree tree = pf_tree_of_root(root);
    list_below(&(struct listing){arena, &tree, names}, PF_STR(""), PF_STR(""), 1);
    pf_root_close(root);
}

/* Whether `directory` (absolute) holds a .git, and one of an owner we trust. */
static bool holds_git(const char *directory, const struct stat *project)
{
    char path[PATH_MAX];
    size_t len = strlen(directory);
    struct stat git;
    if (len + sizeof "/.git" > sizeof path)
        return false;
    memcpy(path, directory, len);
    memcpy(path + len, "/.git", sizeof "/.git");
    return lstat(path, &git) == 0 && (S_ISDIR(git.st_mode) || S_ISREG(git.st_mode)) &&
           (git.st_uid == project->st_uid || git.st_uid == geteuid() || git.st_uid == 0);
}

/* Cuts `path` back to its parent; false at the top. */
static bool climb(char path[PATH_MAX])
{
    char *slash = strrchr(path, '/');
    if (slash == NULL || path[1] == '\0')
        return false;
    slash[slash == path] = '\0';
    return true;
}

static bool find_above(const char *project, char path[PATH_MAX])
{
    struct stat status;
    if (realpath(project, path) == NULL || stat(path, &status) != 0)
        return false;
    for (size_t depth = 0; depth < CLIMB_DEPTH && climb(path); depth++)
        if (holds_git(path, &status))
            return true;
    return false;
}

/* What is done with the repository's files; `prefix` is the project's folder in its work tree. */
typedef void place_user(struct pf_arena *arena, const struct place *place, pf_str prefix,
                        void *result);

/* "/home/a/repository" and "/home/a/repository/shop" → "shop/" */
static pf_str prefix_of(struct pf_arena *arena, pf_str top, const char *project)
{
    char path[PATH_MAX];
    pf_str below = realpath(project, path) == NULL ? top : pf_str_c(path);
    bool is_below = pf_str_starts(below, top) && below.len > top.len;
    size_t slash = top.len > 0 && top.data[top.len - 1] == '/' ? 0 : 1;
    return is_below ? pf_arena_format(arena, "%.*s/",
                                      PF_ARG(pf_str_slice(below, top.len + slash, below.len)))
                    : PF_STR("");
}

static void use_on_disk(struct pf_arena *arena, struct pf_project *project, place_user *use,
                        void *result)
{
    char path[PATH_MAX];
    pf_str name = pf_arena_str(arena, project->name);
    enum pf_file_type type;
    if (pf_root_stat(project->root, PF_STR(".git"), &type)) {
        pf_str top = realpath(name.data, path) == NULL ? PF_STR("") : pf_str_c(path);
        struct place place = {project->state->tree, pf_arena_str(arena, top)};
        use(arena, &place, PF_STR(""), result);
        return;
    }
    struct pf_root *root = find_above(name.data, path) ? pf_root_open(arena, path, NULL) : NULL;
    if (root == NULL)
        return;
    struct place place = {pf_tree_of_root(root), pf_arena_str(arena, pf_str_c(path))};
    use(arena, &place, prefix_of(arena, place.top, name.data), result);
    pf_root_close(root);
}

static void use_repository(struct pf_arena *arena, struct pf_project *project, place_user *use,
                           void *result)
{
    if (project->root != NULL) {
        use_on_disk(arena, project, use, result);
        return;
    }
    struct place place = {.tree = project->state->tree};
    use(arena, &place, PF_STR(""), result);
}

static const struct pf_git *git_at(struct pf_arena *arena, const struct place *place)
{
    struct place copy = *place;
    struct pf_git_files files = {&copy, read_file, list_files};
    return pf_git_read(arena, &files);
}

static void read_git(struct pf_arena *arena, const struct place *place, pf_str prefix, void *result)
{
    (void)prefix;
    const struct pf_git **git = result;
    *git = git_at(arena, place);
}

const struct pf_git *pf_repository_read(struct pf_arena *arena, struct pf_project *project)
{
    const struct pf_git *git = NULL;
    use_repository(arena, project, read_git, &git);
    return git == NULL ? PF_NEW(arena, struct pf_git) : git;
}

struct tracked {
    bool (*read)(struct pf_arena *arena, pf_str bytes, struct pf_strs *paths);
    struct pf_strs paths;
    bool is_known;
};

static void read_index(struct pf_arena *arena, const struct place *place, pf_str prefix,
                       void *result)
{
    struct tracked *tracked = result;
    const struct pf_git *git = git_at(arena, place);
    struct place copy = *place;
    struct pf_strs all = {0};
    pf_str bytes;
    if (git->directory.len == 0 ||
        !read_file(&copy, arena, pf_path_join(arena, git->directory, PF_STR("index")), &bytes) ||
        !tracked->read(arena, bytes, &all))
        return;
    tracked->is_known = true;
    for (size_t i = 0; i < all.count; i++)
        if (pf_str_starts(all.items[i], prefix))
            *pf_pile_add(arena, &tracked->paths) =
                pf_str_slice(all.items[i], prefix.len, all.items[i].len);
}

bool pf_repository_tracked(struct pf_arena *arena, struct pf_project *project,
                           struct pf_strs *paths)
{
    struct tracked tracked = {.read = pf_git_index_read};
    use_repository(arena, project, read_index, &tracked);
    *paths = tracked.paths;
    return tracked.is_known;
}

bool pf_repository_plain(struct pf_arena *arena, struct pf_project *project, struct pf_strs *paths)
{
    struct tracked tracked = {.read = pf_git_index_read_plain};
    use_repository(arena, project, read_index, &tracked);
    *paths = tracked.paths;
    return tracked.is_known;
}
