/* What an event starts: for every workflow, job and step runs yes, no or maybe, and why. */
#ifndef PF_MODEL_SIMULATE_H
#define PF_MODEL_SIMULATE_H

#include "model/workflow.h"

struct pf_event {
    pf_str name;                 /* "push", "pull_request", "workflow_dispatch", "schedule", … */
    pf_str branch;               /* pushed; for pull_request the base; "" for a tag */
    pf_str tag;                  /* "" for a branch */
    pf_str head_branch;          /* pull_request */
    const struct pf_strs *paths; /* changed files; NULL: not known */
    pf_str actor;                /* "" : not known */
    pf_str message;              /* of the head commit; "" : not known (no skip marker assumed) */
    pf_str default_branch;       /* "" : not known */
    pf_str repository;           /* "acme/shop"; "" : not known */
};

struct pf_simulated_step {
    const struct pf_workflow_step *step;
    enum pf_truth runs;
    pf_str reason;
    pf_span decided;                 /* the position that decides; file NULL: none */
    struct pf_simulated_step *steps; /* of the local composite action that it uses, or NULL */
    size_t step_count;
};
struct pf_simulated_job {
    const struct pf_workflow_job *job;
    enum pf_truth runs;
    pf_str reason; /* "condition is false: github.ref is 'refs/heads/main'", … */
    pf_span decided;
    struct pf_simulated_step *steps;
    size_t step_count;
};
struct pf_simulated {
    const struct pf_workflow *workflow;
    enum pf_truth triggered;
    pf_str reason;
    pf_span decided;
    struct pf_simulated_job *jobs; /* as many as the workflow has, in its order */
    size_t job_count;
};
struct pf_simulation {
    struct pf_event event;
    struct pf_simulated *workflows; /* as many as given, in their order */
    size_t workflow_count;
};

const struct pf_simulation *pf_simulate(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_workflows *workflows,
                                        const struct pf_event *event);

/* Whether a branch (or tag) passes the workflow's filters for `event`, alone. */
enum pf_truth pf_simulate_branch_passes(struct pf_arena *arena, const struct pf_workflow *workflow,
                                        const char *event, pf_str branch);

#endif
