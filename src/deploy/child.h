/*
 * The programs that a deploy runs, by name: found once on PATH, outside the work tree, with the
 * variables that each needs and no other, shown or run as the run asks.
 */
#ifndef PF_DEPLOY_CHILD_H
#define PF_DEPLOY_CHILD_H

#include "deploy/step.h"

struct pf_child {
    const char *program;            /* "git"; or an absolute path */
    const char *const *arguments;   /* after its name; NULL at the end */
    const char *const *environment; /* NAME=VALUE in addition, NULL at the end; NULL: none */
    const char *directory;          /* NULL: where we are */
    pf_str input;
    int keep;               /* as in pf_spawn */
    unsigned limit_seconds; /* 0: PF_CHILD_SECONDS */
    const char *changes;    /* what it would change; "": it only looks */
    bool shows;             /* its output is for people, while it comes */
    bool
        is_local; /* looks at files of this machine only: runs in a dry run too, and is not shown */
    bool from_project;     /* one of the project's own tools: its virtual environment may hold it */
    pf_spawn_heard *heard; /* instead of showing */
    void *context;
};

enum { PF_CHILD_SECONDS = 60 /* a look at a service; what takes longer says so */ };

/*
 * Shows it (dry run, --verbose) and runs it; in a dry run only when `is_local`. The result's texts
 * live in `arena`. NOT_STARTED with ENOENT where the program is not found. In a dry run that ran
 * nothing: exit status 0 without output.
 */
struct pf_spawned pf_child_run(struct pf_deploy_run *run, struct pf_arena *arena,
                               const struct pf_child *child);
/* "docker: exit status 1: denied: …": how it ended, and the last line it wrote to stderr. */
pf_str pf_child_text(struct pf_deploy_run *run, struct pf_arena *arena,
                     const struct pf_child *child, const struct pf_spawned *done);

/*
 * The program's absolute path: the first on PATH that is a regular file we may run, whose file and
 * folder others cannot write, and that is not inside the project's work tree
 * unless `from_project`. False with the reason
 * in `why`. Looked up once a run.
 */
bool pf_program_find(struct pf_deploy_run *run, const char *name, bool from_project, pf_str *path,
                     pf_str *why);

#endif
