/* Finds and reads the action.yml of a step that uses one of the repository's folders. */
#include "model/action.h"

bool pf_action_is_local(const struct pf_workflow_step *step)
{
    return pf_str_starts(step->action, PF_STR("./")) || pf_str_starts(step->action, PF_STR("$/"));
}

const struct pf_node *pf_action_root(struct pf_arena *arena, struct pf_project *project,
                                     const struct pf_workflow_step *step)
{
    static const char *const names[] = {"action.yml", "action.yaml"};
    pf_str folder;
    if (project == NULL || !pf_action_is_local(step) ||
        !pf_path_clean(arena, pf_str_slice(step->action, 2, step->action.len), &folder))
        return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        pf_str path = pf_path_join(arena, folder, pf_str_c(names[i]));
        struct pf_project_file *file = pf_project_file(project, path);
        if (file != NULL && pf_project_load(project, file))
            return file->root;
    }
    return NULL;
}

const struct pf_node *pf_action_composite(struct pf_arena *arena, struct pf_project *project,
                                          const struct pf_workflow_step *step)
{
    const struct pf_node *root = pf_action_root(arena, project, step);
    if (root == NULL) /* as for nearly every step */
        return NULL;
    const struct pf_node *steps = pf_node_get(pf_node_get(root, "runs"), "steps");
    return pf_node_is(steps, PF_SEQ) ? root : NULL;
}

struct pf_workflow_job *pf_action_job(struct pf_arena *arena, const struct pf_node *root,
                                      const struct pf_workflow_job *caller)
{
    struct pf_workflow_job *job = PF_NEW(arena, struct pf_workflow_job);
    *job = *caller;
    job->steps =
        pf_workflow_steps(arena, pf_node_get(pf_node_get(root, "runs"), "steps"), &job->step_count);
    return job;
}
