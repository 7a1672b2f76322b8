/* What the steps of a job have set by the time one of them runs: `env` and `steps`. */
#ifndef PF_MODEL_TRAIL_H
#define PF_MODEL_TRAIL_H

#include "model/contexts.h"

struct pf_trail {
    struct pf_arena *arena;
    const struct pf_workflow *workflow;
    const struct pf_workflow_job *job; /* NULL: the workflow's own keys */
    struct pf_node *contexts;          /* all but env and steps */
    struct pf_node *env;               /* of workflow, job and $GITHUB_ENV so far */
    struct pf_node *steps;             /* of the steps so far that have an id */
    size_t passed;                     /* steps so far */
};

/* Contexts that the caller knows; NULL for what it does not. */
struct pf_trail_given {
    const struct pf_node *github, *inputs, *needs, *matrix;
};

enum { PF_TRAIL_ENV = 500 /* variables; with more, the rest is unknown */ };

/*
 * As things stand before the job's first step. `job` NULL: for the workflow's own keys. `given`
 * NULL: the caller knows nothing. Where no matrix is given, the job's legs are joined.
 */
struct pf_trail pf_trail_start(struct pf_arena *arena, const struct pf_workflow *workflow,
                               const struct pf_workflow_job *job,
                               const struct pf_trail_given *given);
/* Contexts for the job's next step (its own `env` included), or for its keys where `step` is NULL.
 */
const struct pf_node *pf_trail_contexts(const struct pf_trail *trail,
                                        const struct pf_workflow_step *step);
/* The variables that the step sees, as a map of the caller's own. */
struct pf_node *pf_trail_env(const struct pf_trail *trail, const struct pf_workflow_step *step);
/* Contexts for the step's `env` and `if`, which do not see its own `env` yet (`if` does). */
const struct pf_node *pf_trail_outer_contexts(const struct pf_trail *trail);
/* The step is over: what it wrote to $GITHUB_ENV and $GITHUB_OUTPUT counts for those after it. */
void pf_trail_pass(struct pf_trail *trail, const struct pf_workflow_step *step, enum pf_truth runs);

#endif
