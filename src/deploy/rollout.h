/* Watching a new deployment of a service until it is decided what becomes of it. */
#ifndef PF_DEPLOY_ROLLOUT_H
#define PF_DEPLOY_ROLLOUT_H

#include "deploy/service.h"

enum {
    PF_ROLLOUT_SECONDS = 1800, /* a rollout that takes longer hangs */
    PF_ROLLOUT_POLL = 5000,    /* milliseconds between looks, where --poll says nothing */
    PF_ROLLOUT_DEAF = 20,      /* looks in a row that get no answer before we give up */
    PF_ROLLOUT_FAILED = 3      /* tasks that failed, none runs, and no circuit breaker ends it */
};

/* What we caused, and what was before. */
struct pf_rollout {
    pf_str deployment;          /* its id: the only one that counts as success */
    pf_str task_definition;     /* the ARN it must run */
    pf_str old_task_definition; /* the one that ran before; "" when not known */
};

enum pf_rollout_state {
    PF_ROLLOUT_GOING,
    PF_ROLLOUT_DONE,       /* ours is PRIMARY, COMPLETED, our revision, and all of it runs */
    PF_ROLLOUT_GOING_BACK, /* it failed, and the service returns to the old revision */
    PF_ROLLOUT_BACK,       /* … and has: production is as before */
    PF_ROLLOUT_LOST,       /* it failed, and nothing goes back by itself */
    PF_ROLLOUT_REPLACED    /* somebody else's deployment took its place */
};
/* The judgement on one look; `*why` in words. */
enum pf_rollout_state pf_rollout_judge(struct pf_arena *arena, const struct pf_rollout *rollout,
                                       const struct pf_service *service, pf_str *why);

/*
 * Looks again and again, says events once each and progress, and sets the run's production. On a
 * failure says why tasks stopped. PF_STEP_DONE for PF_ROLLOUT_DONE only.
 */
enum pf_step_end pf_rollout_follow(struct pf_deploy_run *run, const struct pf_rollout *rollout);

/* Stopped tasks of the service with that revision: reasons, exit codes, the last lines of their
 * logs, and what to do. */
void pf_stopped_say(struct pf_deploy_run *run, pf_str task_definition);

#endif
