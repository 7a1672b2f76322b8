/*
 * Running another program: an argument array, an environment of our choosing, a time limit, and
 * nothing of it left when it is over. The only place that starts processes.
 */
#ifndef PF_DEPLOY_SPAWN_H
#define PF_DEPLOY_SPAWN_H

#include "deploy/signals.h"

enum {
    PF_SPAWN_KEEP = 8 * 1024 * 1024, /* bytes of output kept; a log is read at its end */
    PF_SPAWN_GRACE_SECONDS = 5,      /* from SIGTERM to SIGKILL when the time is over */
    PF_SPAWN_INTERRUPT_SECONDS = 3,  /* the same when we are told to stop: gone within 7 s */
    PF_SPAWN_SECONDS = 600,          /* a step's time limit where nothing else is said */
};

enum pf_spawn_stream { PF_SPAWN_OUT, PF_SPAWN_ERR };
/* Output as it comes, in pieces cut anywhere. */
typedef void pf_spawn_heard(void *context, enum pf_spawn_stream stream, pf_str bytes);

struct pf_spawn {
    const char *const *arguments;   /* [0] is the program's absolute path; NULL at the end */
    const char *const *environment; /* NAME=VALUE, NULL at the end: nothing else is passed on */
    const char *directory;          /* where it runs; NULL: where we are */
    pf_str input;                   /* its standard input; nothing: /dev/null */
    int keep;                       /* a descriptor that it inherits under its number; 0: none */
    unsigned limit_seconds;         /* 0: PF_SPAWN_SECONDS */
    pf_spawn_heard *heard;          /* NULL: only kept */
    void *context;                  /* for `heard` */
};

enum pf_spawn_end {
    PF_SPAWN_EXITED,      /* `status` is its exit status */
    PF_SPAWN_KILLED,      /* by the signal `status` */
    PF_SPAWN_TIMED_OUT,   /* ended by us: SIGTERM, then SIGKILL */
    PF_SPAWN_INTERRUPTED, /* we were told to stop; `status` is the signal we got */
    PF_SPAWN_NOT_STARTED, /* `status` is the errno */
    PF_SPAWN_LOST         /* its supervisor was killed: what became of it is not known */
};

struct pf_spawned {
    enum pf_spawn_end end;
    int status;
    pf_str out, err; /* the last PF_SPAWN_KEEP bytes of each, in the arena */
    bool out_cut;    /* there was more before `out` */
};

/*
 * Runs it to its end. It gets a session of its own under a supervisor that kills the whole group,
 * and what escaped from the group, when the program ends, when its time is over, or when this
 * process dies, however it dies.
 */
struct pf_spawned pf_spawn_run(struct pf_arena *arena, struct pf_signals *signals,
                               const struct pf_spawn *spawn);

bool pf_spawned_well(const struct pf_spawned *spawned); /* exit status 0 */
/* "exit status 2", "killed by SIGKILL (9)", "no answer within 30 s", "cannot be started: …" */
pf_str pf_spawned_text(struct pf_arena *arena, const struct pf_spawned *spawned,
                       const struct pf_spawn *spawn);

#endif
