/* Hides from the settings what production's image does not hold. */
#include "model/view.h"

struct view {
    struct pf_files files; /* first: what callers get */
    struct pf_arena *arena;
    struct pf_project *project;
    struct pf_image_origin origin;
};

static bool is_hidden(const struct view *view, pf_str path)
{
    const struct pf_project_file *file = pf_project_file(view->project, path);
    const struct pf_node *by;
    if (file == NULL)
        return false;
    if (file->tracked_out || pf_image_origin_excludes(view->arena, &view->origin, path))
        return true;
    return file->type == PF_CLASS_DOTENV &&
           pf_image_origin_holds(view->arena, &view->origin, path, &by) == PF_NO;
}

static const struct pf_source *get(void *context, pf_str path)
{
    const struct view *view = context;
    const struct pf_files *all = &view->project->python;
    return is_hidden(view, path) ? NULL : all->get(all->context, path);
}

static bool is_file(void *context, pf_str path)
{
    const struct view *view = context;
    const struct pf_files *all = &view->project->python;
    return all->is_file(all->context, path) && !is_hidden(view, path);
}

static bool is_directory(void *context, pf_str path)
{
    const struct view *view = context;
    const struct pf_files *all = &view->project->python;
    return all->is_directory(all->context, path);
}

const struct pf_files *pf_view_of_image(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_image_origin *origin)
{
    struct view *view = PF_NEW(arena, struct view);
    *view = (struct view){{view, get, is_file, is_directory}, arena, project, *origin};
    return &view->files;
}
