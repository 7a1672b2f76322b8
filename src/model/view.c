/* Hides from the settings what production's image does not hold. */
#include "model/view.h"

struct view {
    struct pf_files files; /* first: what callers get */
    struct pf_arena *arena;
    struct pf_project *project;
    struct pf_image_origin origin;
    const struct pf_build *build; /* NULL: not by a workflow */
    struct pf_index written;      /* path → const struct pf_source *, of SIGHT_WRITTEN */
};

/* doubtful: there or not; closed: there, with unknown content; written: by the workflow's steps */
enum sight { SIGHT_NONE, SIGHT_DOUBTFUL, SIGHT_CLOSED, SIGHT_WRITTEN, SIGHT_OPEN };

/* Modules come with the code: only of a file that they load it matters which COPY brings it, and
 * who made it. */
static bool is_module(pf_str path)
{
    return pf_str_ends(path, PF_STR(".py"));
}

static bool is_made_before_build(const struct view *view, pf_str path)
{
    if (view->build == NULL)
        return false;
    struct pf_file_fate fate = pf_build_fate(view->arena, view->project, view->build, path);
    return fate.is_made || fate.is_changed;
}

/* NULL: what the steps write is not told. Asking twice gives the same source. */
static const struct pf_source *written_of(struct view *view, pf_str path)
{
    union {
        const struct pf_source *seen;
        void *kept;
    } u = {.seen = pf_index_get(&view->written, path)};
    if (u.seen == NULL && view->build != NULL &&
        pf_build_written(view->arena, view->project, view->build, path, &u.seen))
        pf_index_put(&view->written, pf_arena_str(view->arena, path), u.kept);
    return u.seen;
}

static enum sight sight_of(struct view *view, pf_str path)
{
    const struct pf_files *all = &view->project->python;
    const struct pf_project_file *file = pf_project_file(view->project, path);
    const struct pf_node *by;
    if (pf_image_origin_excludes(view->arena, &view->origin, path))
        return SIGHT_NONE;
    if (is_module(path))
        return all->is_file(all->context, path) ? SIGHT_OPEN : SIGHT_NONE;
    enum pf_truth held = pf_image_origin_holds(view->arena, &view->origin, path, &by);
    if (held != PF_NO && is_made_before_build(view, path))
        return held == PF_YES && written_of(view, path) != NULL ? SIGHT_WRITTEN : SIGHT_CLOSED;
    if (file != NULL && file->tracked_out)
        return view->build == NULL && held == PF_YES ? SIGHT_CLOSED : SIGHT_NONE;
    if (!all->is_file(all->context, path))
        return SIGHT_NONE;
    if (file == NULL)
        return SIGHT_OPEN;
    if (file->type != PF_CLASS_DOTENV || held == PF_YES)
        return SIGHT_OPEN;
    return held == PF_NO ? SIGHT_NONE : SIGHT_DOUBTFUL;
}

static const struct pf_source *get(void *context, pf_str path)
{
    struct view *view = context;
    const struct pf_files *all = &view->project->python;
    enum sight sight = sight_of(view, path);
    if (sight == SIGHT_WRITTEN)
        return written_of(view, path);
    return sight == SIGHT_OPEN ? all->get(all->context, path) : NULL;
}

static bool is_file(void *context, pf_str path)
{
    return sight_of(context, path) != SIGHT_NONE;
}

static bool is_doubtful(void *context, pf_str path)
{
    return sight_of(context, path) == SIGHT_DOUBTFUL;
}

static bool is_directory(void *context, pf_str path)
{
    const struct view *view = context;
    const struct pf_files *all = &view->project->python;
    return all->is_directory(all->context, path);
}

static bool list(void *context, struct pf_arena *arena, pf_str path, struct pf_strs *names)
{
    struct view *view = context;
    const struct pf_files *all = &view->project->python;
    struct pf_strs there = {0};
    if (view->build != NULL || !all->list(all->context, arena, path, &there))
        return false; /* steps before the build may write any file */
    for (size_t i = 0; i < there.count; i++) {
        pf_str inside = pf_path_join(arena, path, there.items[i]);
        bool directory = all->is_directory(all->context, inside);
        enum sight sight = directory ? SIGHT_OPEN : sight_of(view, inside);
        if (sight == SIGHT_DOUBTFUL)
            return false;
        if (sight != SIGHT_NONE &&
            !(directory && pf_image_origin_excludes(view->arena, &view->origin, inside)))
            *pf_pile_add(arena, names) = there.items[i];
    }
    return true;
}

const struct pf_files *pf_view_of_image(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_image_origin *origin,
                                        const struct pf_build *build)
{
    struct view *view = PF_NEW(arena, struct view);
    *view = (struct view){{view, get, is_file, is_directory, is_doubtful, list},
                          arena,
                          project,
                          *origin,
                          build,
                          pf_index_new(arena)};
    return &view->files;
}
