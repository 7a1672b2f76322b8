/* Actions of the project itself: the steps of a composite one. */
#ifndef PF_MODEL_ACTION_H
#define PF_MODEL_ACTION_H

#include "model/workflow.h"

/* Does the step use an action of the repository: "./…" or "$/…"? */
bool pf_action_is_local(const struct pf_workflow_step *step);
/* The document of that action's action.yml; NULL when there is none, or it cannot be read. */
const struct pf_node *pf_action_root(struct pf_arena *arena, struct pf_project *project,
                                     const struct pf_workflow_step *step);
/* The same where the action is made of steps; NULL for JavaScript and containers. */
const struct pf_node *pf_action_composite(struct pf_arena *arena, struct pf_project *project,
                                          const struct pf_workflow_step *step);
/* The steps of such a root as a job: the one of the caller with other steps. */
struct pf_workflow_job *pf_action_job(struct pf_arena *arena, const struct pf_node *root,
                                      const struct pf_workflow_job *caller);

#endif
