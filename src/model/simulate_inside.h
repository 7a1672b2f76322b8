/* What the files of the simulation share. */
#ifndef PF_MODEL_SIMULATE_INSIDE_H
#define PF_MODEL_SIMULATE_INSIDE_H

#include "model/contexts.h"
#include "model/trail.h"

/* An answer with its reason and the position that decides. */
struct pf_verdict {
    enum pf_truth truth;
    pf_str reason;
    pf_span decided;
};

/* Does the event start the workflow? */
struct pf_verdict pf_simulate_trigger(struct pf_arena *arena, const struct pf_workflow *workflow,
                                      const struct pf_event *event);
/* The value of an event in `on`; `*event` is NULL for one without filters. False: not listened to.
 */
bool pf_simulate_listens(const struct pf_workflow *workflow, pf_str name,
                         const struct pf_node **event);

/*
 * An `if` (NULL where there is none) in the world given: as an expression with or without `${{ }}`,
 * with success() in front of one that calls no status function, always true with text around it.
 * `needs` is blamed where success() decides; may be NULL.
 */
struct pf_verdict pf_simulate_condition(struct pf_arena *arena, const struct pf_node *condition,
                                        const struct pf_ghexpr_world *world,
                                        const struct pf_node *needs);

/* What all of a run's jobs share. */
struct pf_run {
    struct pf_arena *arena;
    const struct pf_workflow *workflow; /* with `inputs` where it is called */
    const struct pf_event *event;
    struct pf_project *project; /* for its actions */
    unsigned depth;             /* of actions in one another */
};
/* The jobs of a workflow that starts, in its order. */
struct pf_simulated_job *pf_simulate_jobs(const struct pf_run *run);
/* The same for one that does not: all of them no. */
struct pf_simulated_job *pf_simulate_no_jobs(struct pf_arena *arena,
                                             const struct pf_workflow *workflow, pf_str reason);
/* The steps of a job that runs; `needs` is its context. */
void pf_simulate_steps(const struct pf_run *run, struct pf_simulated_job *job,
                       const struct pf_node *needs);
/* A list of steps one after the other, from what the trail has; fills as many of `items`. */
void pf_simulate_step_list(const struct pf_run *run, const struct pf_workflow_job *job,
                           struct pf_trail *trail, struct pf_simulated_step *items);
/* The steps of the local composite action that a step uses, NULL where it uses none; the step's own
 * answer is in theirs. */
struct pf_simulated_step *pf_simulate_action(const struct pf_run *run,
                                             const struct pf_workflow_job *job,
                                             const struct pf_simulated_step *outer,
                                             const struct pf_trail *trail, size_t *count);
/* The contexts of a job's own keys. */
const struct pf_node *pf_simulate_job_contexts(const struct pf_run *run,
                                               const struct pf_workflow_job *job,
                                               const struct pf_node *needs);

#endif
