/* What an event starts: for every workflow, job and step runs yes, no or maybe, and why. */
#ifndef PF_MODEL_SIMULATE_H
#define PF_MODEL_SIMULATE_H

#include "model/workflow.h"

struct pf_event {
    pf_str name;                 /* "push", "pull_request", "workflow_dispatch", "schedule", … */
    pf_str branch;               /* pushed; for pull_request the base; "" for a tag */
    pf_str tag;                  /* "" for a branch */
    pf_str head_branch;          /* pull_request, workflow_run; "" : not known */
    pf_str caused_by;            /* workflow_run: the event of the run before; "" : push */
    const struct pf_strs *paths; /* changed files; NULL: not known */
    pf_str actor;                /* "" : not known */
    pf_str message;              /* of the head commit; "" : not known (no skip marker assumed) */
    pf_str default_branch;       /* "" : not known */
    pf_str repository;           /* "acme/shop"; "" : not known */
    /* workflow_dispatch: PF_MAP name → PF_STRING as given; NULL: not said, defaults are taken and
     * what has none is not known */
    const struct pf_node *inputs;
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
/* A workflow, as the surest of its runs has it; each of `runs` is one of these with its caller. */
struct pf_simulated {
    const struct pf_workflow *workflow;
    enum pf_truth triggered;
    pf_str reason;
    pf_span decided;
    struct pf_simulated_job *jobs; /* as many as the workflow has, in its order */
    size_t job_count;
    const struct pf_simulated *caller; /* the run whose job calls; NULL: the event starts it */
    const struct pf_workflow_job *caller_job;
    PF_PILE(struct pf_simulated *) runs; /* that the event leads to, in the order they are met */
};
struct pf_simulation {
    struct pf_event event;
    struct pf_simulated *workflows; /* as many as given, in their order */
    size_t workflow_count;
    bool is_cut; /* more calls than are followed: some runs are not among `runs` */
};

const struct pf_simulation *pf_simulate(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_workflows *workflows,
                                        const struct pf_event *event);

/* Whether a branch (or tag) passes the workflow's filters for `event`, alone. */
enum pf_truth pf_simulate_branch_passes(struct pf_arena *arena, const struct pf_workflow *workflow,
                                        const char *event, pf_str branch);

#endif
