/* What a step of a deploy is, and what all steps share. */
#ifndef PF_DEPLOY_STEP_H
#define PF_DEPLOY_STEP_H

#include "deploy/say.h"
#include "deploy/setting.h"

struct pf_deploy_run;
struct pf_plan; /* deploy/plan.h */
struct pf_plan_deployment;
struct pf_journal; /* deploy/journal.h */

enum pf_step_end {
    PF_STEP_DONE,
    PF_STEP_FAILED,     /* what is known of production stands in the run: exit status 4 or 5 */
    PF_STEP_REFUSED,    /* nothing was tried: the run's `refusal` is the exit status */
    PF_STEP_INTERRUPTED /* a signal came, or the time for the whole deploy is over */
};
typedef enum pf_step_end pf_step_run(struct pf_deploy_run *run);

struct pf_deploy_step {
    const char *name;    /* "release" */
    const char *summary; /* "build, push, register, update the service" */
    const char *changes; /* what it would change, for --dry-run; "" when nothing */
    pf_step_run *run;    /* says what it does by run->say; in a dry run it only says it */
};

/* What we know of production, compared with how it was when we began. */
enum pf_production { PF_PRODUCTION_AS_BEFORE, PF_PRODUCTION_CHANGED, PF_PRODUCTION_UNKNOWN };

/* A program that was looked for: child.h. */
struct pf_found_program {
    pf_str name, path, why; /* `path` is "" where none was found */
    bool from_project;
};
struct pf_found_programs {
    struct pf_found_program *items;
    size_t count, capacity;
};

struct pf_deploy_run {
    struct pf_arena *arena; /* for all of the run; a poll takes one of its own */
    const struct pf_given *given;
    struct pf_say *say;
    struct pf_masker *masker;
    struct pf_signals *signals;
    struct pf_settings_given settings;
    bool dry_run, assume_yes, resume;
    int64_t deadline_milliseconds; /* CLOCK_MONOTONIC; of the whole deploy */

    struct pf_found_programs programs;
    pf_str folder;              /* the project's, absolute and resolved */
    pf_str work_tree;           /* of the repository that holds it; "" before it is known */
    pf_str prefix;              /* of the project in it: "" or "shop/" */
    pf_str commit, branch;      /* what is deployed: the full id; the branch that is pushed */
    pf_str private_folder;      /* 0700, ours, removed at the end; "" before the gate made it */
    pf_str tree_folder;         /* the commit's files as git has them, below it */
    const struct pf_plan *plan; /* NULL before the gate passed */
    const struct pf_plan_deployment *deployment; /* the one that is deployed; NULL: none found */
    struct pf_journal *journal;                  /* NULL in a dry run */

    enum pf_production production, production_before; /* now; before the effect under way */
    pf_str goal;                     /* "push", "release", … as the journal names it */
    pf_str docker_config, gh_config; /* folders of ours with a login; "" while there are none */
    int refusal;                     /* with PF_STEP_REFUSED: enum pf_exit */
};

/* Each in its own step_*.c. */
extern const struct pf_deploy_step pf_step_prepare, pf_step_validate, pf_step_push, pf_step_release,
    pf_step_follow, pf_step_verify, pf_step_rollback, pf_step_status;
/* All of them, in the order of a deploy; NULL at the end. */
extern const struct pf_deploy_step *const pf_deploy_steps[];

/* The value of a setting, "" when it is not set. */
pf_str pf_run_setting(const struct pf_deploy_run *run, enum pf_setting setting);
/* A signal came, or the time of the whole deploy is over; said once. */
bool pf_run_must_stop(struct pf_deploy_run *run);
/* Whole seconds that are left, at most `most` and at least 1. */
unsigned pf_run_seconds_left(const struct pf_deploy_run *run, unsigned most);

#endif
