/* A tree of files → a project: found, classified, and read when asked for, each file once. */
#include "model/project_inside.h"

#include "base/utf8.h"
#include "model/project_class.h"
#include "model/taskdef.h"
#include "read/dockerfile.h"
#include "read/json.h"
#include "read/yaml.h"

#include <errno.h>
#include <stdlib.h>

typedef const struct pf_node *
document_reader(struct pf_arena *arena, const struct pf_source *source, struct pf_faults *faults);

/* How much of a file of the class is read; lock files and documentation are only searched. */
static size_t cap_of(enum pf_file_class type)
{
    return type == PF_CLASS_REQUIREMENTS || type == PF_CLASS_DOCS ? PF_FILE_SCAN_CAP : PF_FILE_CAP;
}

static bool is_json(pf_str path)
{
    return pf_str_ends(path, PF_STR(".json")) || pf_class_is_json_template(path);
}

static bool is_yaml(pf_str path)
{
    return pf_str_ends(path, PF_STR(".yml")) || pf_str_ends(path, PF_STR(".yaml"));
}

/* NULL where a file of this class and name has no document. */
static document_reader *reader_of(const struct pf_project_file *file)
{
    switch (file->type) {
    case PF_CLASS_DOCKERFILE:
        return pf_dockerfile_read;
    case PF_CLASS_WORKFLOW:
    case PF_CLASS_ACTION:
    case PF_CLASS_COMPOSE:
    case PF_CLASS_CONFIG:
        return pf_yaml_read;
    case PF_CLASS_TASKDEF:
    case PF_CLASS_SERVICE:
    case PF_CLASS_OTHER:
        if (is_json(file->path))
            return pf_json_read;
        return is_yaml(file->path) ? pf_yaml_read : NULL;
    default:
        return NULL;
    }
}

/* A template whose placeholders all stand in strings reads as the JSON that it becomes. Any other
 * is nobody's mistake, and says nothing. */
static bool is_whole_json(struct pf_arena *scratch, pf_str path, pf_str bytes)
{
    struct pf_faults faults = {0};
    pf_json_read(scratch, pf_source_new(scratch, path, bytes), &faults);
    return faults.count == 0;
}

/* Whether a path's content makes it a task definition or a service. What cannot be read is none:
 * whoever names the file will hear why. */
static enum pf_file_class sniff(struct pf_project *project, pf_str path)
{
    struct pf_project_state *state = project->state;
    struct pf_arena *scratch = pf_arena_new(NULL);
    pf_str bytes;
    enum pf_file_class type = PF_CLASS_OTHER;
    if (state->tree.read(state->tree.context, scratch, path, PF_TASKDEF_CAP, &bytes, NULL)) {
        state->sniffed += bytes.len;
        bool is_taskdef = pf_class_is_taskdef(bytes) &&
                          (!pf_class_is_json_template(path) || is_whole_json(scratch, path, bytes));
        type = is_taskdef                   ? PF_CLASS_TASKDEF
               : pf_class_is_service(bytes) ? PF_CLASS_SERVICE
                                            : PF_CLASS_OTHER;
    }
    pf_arena_free(scratch);
    return type;
}

static enum pf_file_class class_of(struct pf_project *project, pf_str path)
{
    enum pf_file_class type = pf_class_of_path(path);
    if (type != PF_CLASS_OTHER || !pf_class_may_be_taskdef(path))
        return type;
    struct pf_project_state *state = project->state;
    if (state->sniffed < state->limits.sniffed)
        return sniff(project, path);
    if (!state->told_of_sniffing)
        pf_fault_add(project->arena, &project->faults, PF_FAULT_LIMIT, (pf_span){0},
                     "the JSON and YAML files of the project have more than %zu bytes: the rest "
                     "was not searched for task definitions",
                     state->limits.sniffed);
    state->told_of_sniffing = project->truncated = true;
    return PF_CLASS_OTHER;
}

static struct pf_project_file *new_file(struct pf_project *project, pf_str path,
                                        enum pf_file_class type, bool tracked_out)
{
    struct pf_project_file *file = PF_NEW(project->arena, struct pf_project_file);
    file->path = path;
    file->type = type;
    file->tracked_out = tracked_out;
    pf_index_put(&project->state->by_path, path, file);
    return file;
}

/* A link to a file that is looked at under its own name would say everything twice. */
static bool is_second_name(struct pf_project *project, const struct pf_walk_entry *entry,
                           enum pf_file_class type)
{
    const struct pf_tree *tree = &project->state->tree;
    pf_str real;
    if (entry->type != PF_FILE_LINK ||
        !tree->real(tree->context, project->arena, entry->path, &real))
        return false;
    const struct pf_project_file *target = pf_index_get(&project->state->by_path, real);
    return target != NULL && target->type == type;
}

static void add_walked(struct pf_project *project, const struct pf_walk_entry *entry)
{
    enum pf_file_class type = class_of(project, entry->path);
    if (type == PF_CLASS_OTHER && entry->type == PF_FILE_REGULAR)
        *pf_pile_add(project->arena, &project->state->others) = entry->path;
    if (type == PF_CLASS_OTHER || is_second_name(project, entry, type))
        return;
    if (pf_utf8_first_bad(entry->path) != PF_STR_NONE) {
        pf_fault_add(project->arena, &project->faults, PF_FAULT_UNREADABLE, (pf_span){0},
                     "the name of '%.*s' (%s) is not UTF-8; the file was passed over",
                     PF_ARG(entry->path), pf_file_class_name(type));
        return;
    }
    *pf_pile_add(project->arena, &project->files) =
        new_file(project, entry->path, type, entry->ignored);
    pf_str directory = pf_path_directory(entry->path);
    struct pf_strs *directories = &project->directories;
    if (!pf_str_eq(directories->items[directories->count - 1], directory))
        *pf_pile_add(project->arena, directories) = directory;
}

static void drop_twins(struct pf_strs *strs)
{
    size_t kept = 0;
    for (size_t i = 0; i < strs->count; i++)
        if (kept == 0 || !pf_str_eq(strs->items[kept - 1], strs->items[i]))
            strs->items[kept++] = strs->items[i];
    strs->count = kept;
}

/* Links come last, so that what they lead to is known by then. */
static void add_all(struct pf_project *project, const struct pf_walk *walk)
{
    for (int links = 0; links < 2; links++)
        for (size_t i = 0; i < walk->count; i++)
            if ((walk->items[i].type == PF_FILE_LINK) == (links == 1))
                add_walked(project, &walk->items[i]);
}

static int compare_files(const void *a, const void *b)
{
    return pf_str_compare((*(struct pf_project_file *const *)a)->path,
                          (*(struct pf_project_file *const *)b)->path);
}

static void read_ignore_file(struct pf_project *project)
{
    struct pf_project_state *state = project->state;
    const pf_str path = PF_STR(".gitignore");
    enum pf_file_type type;
    struct pf_error error;
    pf_str bytes;
    if (!state->tree.stat(state->tree.context, path, &type))
        return;
    pf_span place = pf_span_of(pf_source_new(project->arena, path, (pf_str){NULL, 0}), 0, 0);
    if (!state->tree.read(state->tree.context, project->arena, path, PF_FILE_CAP, &bytes, &error)) {
        pf_fault_add(project->arena, &project->faults, PF_FAULT_UNREADABLE, place, "%s",
                     error.message);
        return;
    }
    state->ignore = pf_gitignore_read(project->arena, bytes);
    if (state->ignore.truncated)
        pf_fault_add(project->arena, &project->faults, PF_FAULT_LIMIT, place,
                     "more than %d patterns, or one of more than %d bytes: the others were not "
                     "followed",
                     PF_IGNORE_PATTERNS, PF_IGNORE_PATTERN_LENGTH);
}

static void find_files(struct pf_project *project)
{
    struct pf_project_state *state = project->state;
    read_ignore_file(project);
    struct pf_walk walk = pf_walk_tree(project->arena, &state->tree, &state->ignore,
                                       state->limits.walk, &project->faults);
    project->truncated = walk.truncated;
    *pf_pile_add(project->arena, &project->directories) = PF_STR("");
    add_all(project, &walk);
    if (project->files.count > 1)
        qsort(project->files.items, project->files.count, sizeof *project->files.items,
              compare_files);
    pf_strs_sort(&project->directories);
    drop_twins(&project->directories);
}

static const struct pf_source *python_get(void *context, pf_str path)
{
    struct pf_project *project = context;
    struct pf_project_file *file = pf_project_file(project, path);
    if (file == NULL || file->tracked_out || !pf_project_load(project, file))
        return NULL;
    return file->source;
}

static bool python_is_file(void *context, pf_str path)
{
    const struct pf_project_file *file = pf_project_file(context, path);
    return file != NULL && !file->tracked_out && pf_project_has_file(context, path);
}

static bool python_is_directory(void *context, pf_str path)
{
    return pf_project_has_directory(context, path);
}

bool pf_project_is_ignored(const struct pf_project *project, pf_str path, bool is_directory)
{
    return pf_gitignore_ignores_below(&project->state->ignore, path, is_directory);
}

/* What git ignores is no part of the project. */
static bool python_list(void *context, struct pf_arena *arena, pf_str path, struct pf_strs *names)
{
    struct pf_project *project = context;
    struct pf_project_state *state = project->state;
    struct pf_file_entries entries = {0};
    struct pf_error error;
    if (!pf_project_has_directory(project, path) ||
        !state->tree.list(state->tree.context, arena, path, &entries, &error))
        return false;
    for (size_t i = 0; i < entries.count; i++) {
        pf_str inside = pf_path_join(arena, path, entries.items[i].name);
        bool directory = pf_project_has_directory(project, inside);
        if (directory ? !pf_project_is_ignored(project, inside, true)
                      : python_is_file(context, inside))
            *pf_pile_add(arena, names) = entries.items[i].name;
    }
    return true;
}

static struct pf_project *new_project(struct pf_arena *arena, pf_str name,
                                      struct pf_project_limits limits)
{
    struct pf_project *project = PF_NEW(arena, struct pf_project);
    project->arena = arena;
    project->name = pf_arena_str(arena, name);
    project->python = (struct pf_files){.context = project,
                                        .get = python_get,
                                        .is_file = python_is_file,
                                        .is_directory = python_is_directory,
                                        .list = python_list};
    project->expressions = pf_index_new(arena);
    project->state = PF_NEW(arena, struct pf_project_state);
    project->state->by_path = pf_index_new(arena);
    project->state->seen = pf_index_new(arena);
    project->state->limits = limits;
    return project;
}

struct pf_project_limits pf_project_usual_limits(void)
{
    return (struct pf_project_limits){
        {PF_WALK_ENTRIES, PF_WALK_DEPTH}, PF_PROJECT_BYTES, PF_PROJECT_SNIFFED};
}

/* Opened, and nothing looked for yet; NULL with a reason. */
static struct pf_project *open_root(struct pf_arena *arena, const char *path,
                                    struct pf_project_limits limits, struct pf_error *error)
{
    struct pf_root *root = pf_root_open(arena, path, error);
    if (root == NULL)
        return NULL;
    struct pf_project *opened = new_project(arena, pf_str_c(path), limits);
    opened->root = root;
    opened->state->tree = pf_tree_of_root(root);
    return opened;
}

bool pf_project_open_within(struct pf_arena *arena, const char *path,
                            struct pf_project_limits limits, struct pf_project **project,
                            struct pf_error *error)
{
    struct pf_project *opened = open_root(arena, path, limits, error);
    if (opened == NULL)
        return false;
    find_files(opened);
    *project = opened;
    return true;
}

bool pf_project_open_edited(struct pf_arena *arena, const char *path, pf_str name, pf_str bytes,
                            struct pf_project **project, struct pf_error *error)
{
    struct pf_project *opened = open_root(arena, path, pf_project_usual_limits(), error);
    if (opened == NULL)
        return false;
    opened->state->tree = pf_tree_with_file(arena, opened->state->tree, name, bytes);
    find_files(opened);
    *project = opened;
    return true;
}

bool pf_project_open(struct pf_arena *arena, const char *path, struct pf_project **project,
                     struct pf_error *error)
{
    return pf_project_open_within(arena, path, pf_project_usual_limits(), project, error);
}

struct pf_project *pf_project_virtual_within(struct pf_arena *arena, const struct pf_node *files,
                                             struct pf_project_limits limits)
{
    struct pf_project *project = new_project(arena, PF_STR("."), limits);
    project->state->tree = pf_tree_of_map(arena, files, &project->faults);
    find_files(project);
    return project;
}

struct pf_project *pf_project_virtual(struct pf_arena *arena, const struct pf_node *files)
{
    return pf_project_virtual_within(arena, files, pf_project_usual_limits());
}

void pf_project_close(struct pf_project *project)
{
    if (project == NULL)
        return;
    pf_root_close(project->root);
    project->root = NULL;
    project->state->tree = pf_tree_of_map(project->arena, NULL, &project->faults);
}

static bool is_clean(pf_str path)
{
    for (bool more = true; more;) {
        pf_str part;
        more = pf_str_cut(path, '/', &part, &path);
        if (part.len == 0 || pf_str_eq(part, PF_STR(".")) || pf_str_eq(part, PF_STR("..")))
            return false;
    }
    return true;
}

/* What is at a path, asked of the disk once: many steps name the same action or script. */
struct seen {
    bool is_there;
    enum pf_file_type type;
};

/* Does the root lack the name? It is listed once: scripts speak of much that is not there. */
static bool is_missing_at_top(struct pf_project *project, pf_str name)
{
    struct pf_project_state *state = project->state;
    struct pf_error error;
    if (!state->asked_for_top)
        state->has_top =
            state->tree.list(state->tree.context, project->arena, PF_STR(""), &state->top, &error);
    state->asked_for_top = true;
    return state->has_top && !pf_file_entries_has(&state->top, name);
}

static const struct seen *look_at(struct pf_project *project, pf_str path)
{
    static const struct seen nowhere = {.is_there = false};
    struct pf_project_state *state = project->state;
    bool is_top = path.len > 0 && pf_str_find_byte(path, '/') == PF_STR_NONE;
    if (is_top && is_missing_at_top(project, path))
        return &nowhere;
    struct seen *seen = pf_index_get(&state->seen, path);
    if (seen == NULL) {
        seen = PF_NEW(project->arena, struct seen);
        seen->is_there = state->tree.stat(state->tree.context, path, &seen->type);
        pf_index_put(&state->seen, pf_arena_str(project->arena, path), seen);
    }
    return seen;
}

/* What no folder holds is nowhere: folders that are not there are asked for once. */
static bool is_at(struct pf_project *project, pf_str path, enum pf_file_type type)
{
    for (size_t i = 0; i < path.len; i++) {
        if (path.data[i] != '/')
            continue;
        const struct seen *folder = look_at(project, pf_str_slice(path, 0, i));
        if (!folder->is_there || folder->type != PF_FILE_DIRECTORY)
            return false;
    }
    const struct seen *seen = look_at(project, path);
    return seen->is_there && seen->type == type;
}

bool pf_project_has_file(struct pf_project *project, pf_str path)
{
    return is_clean(path) && is_at(project, path, PF_FILE_REGULAR);
}

bool pf_project_has_directory(struct pf_project *project, pf_str path)
{
    return (path.len == 0 || is_clean(path)) && is_at(project, path, PF_FILE_DIRECTORY);
}

struct pf_project_file *pf_project_file(struct pf_project *project, pf_str path)
{
    struct pf_project_state *state = project->state;
    struct pf_project_file *file = pf_index_get(&state->by_path, path);
    if (file != NULL || !pf_project_has_file(project, path))
        return file;
    bool tracked_out = pf_project_is_ignored(project, path, false);
    pf_str kept = pf_arena_str(project->arena, path);
    return new_file(project, kept, class_of(project, kept), tracked_out);
}

/* Where faults of a file stand that has no bytes to point to. */
static pf_span nowhere_in(struct pf_project *project, const struct pf_project_file *file)
{
    return pf_span_of(pf_source_new(project->arena, file->path, (pf_str){NULL, 0}), 0, 0);
}

static bool read_bytes(struct pf_project *project, struct pf_project_file *file, pf_str *bytes)
{
    struct pf_project_state *state = project->state;
    size_t left = state->limits.bytes - state->bytes, cap = cap_of(file->type);
    struct pf_error error;
    bool within = left < cap;
    if (state->tree.read(state->tree.context, project->arena, file->path, within ? left : cap,
                         bytes, &error)) {
        state->bytes += bytes->len;
        return true;
    }
    if (error.number != EFBIG) {
        pf_fault_add(project->arena, &file->faults, PF_FAULT_UNREADABLE, nowhere_in(project, file),
                     "%s", error.message);
    } else if (within) {
        project->truncated = true;
        pf_fault_add(project->arena, &file->faults, PF_FAULT_LIMIT, nowhere_in(project, file),
                     "the files of the project have more than %zu bytes together: this one was not "
                     "read",
                     state->limits.bytes);
    } else {
        pf_fault_add(project->arena, &file->faults, PF_FAULT_LIMIT, nowhere_in(project, file), "%s",
                     error.message);
    }
    return false;
}

bool pf_project_load(struct pf_project *project, struct pf_project_file *file)
{
    pf_str bytes;
    if (file->loaded)
        return file->source != NULL;
    file->loaded = true;
    if (!read_bytes(project, file, &bytes))
        return false;
    file->source = pf_source_new(project->arena, file->path, bytes);
    document_reader *read = reader_of(file);
    const void *moment = pf_arena_moment(project->arena);
    if (read != NULL)
        file->root = read(project->arena, file->source, &file->faults);
    file->document = pf_arena_since(project->arena, moment);
    if (is_json(file->path) && pf_taskdef_root(file->root) != NULL)
        file->root = pf_taskdef_without_nulls(project->arena, file->root);
    return true;
}

const struct pf_source *pf_project_text(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_project_file *file)
{
    struct pf_project_state *state = project->state;
    pf_str bytes;
    if (file->loaded)
        return file->source;
    if (!state->tree.read(state->tree.context, arena, file->path, cap_of(file->type), &bytes, NULL))
        return NULL;
    return pf_source_new(arena, pf_arena_str(arena, file->path), bytes);
}

struct pf_project_files pf_project_of_class(const struct pf_project *project,
                                            enum pf_file_class type)
{
    struct pf_project_files of_class = {0};
    for (size_t i = 0; i < project->files.count; i++)
        if (project->files.items[i]->type == type)
            *pf_pile_add(project->arena, &of_class) = project->files.items[i];
    return of_class;
}
