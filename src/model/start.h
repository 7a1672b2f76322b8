/* How a container starts: the commands it runs, through shells, wrappers and scripts. */
#ifndef PF_MODEL_START_H
#define PF_MODEL_START_H

#include "model/image.h"
#include "model/project.h"

/* NAME=value in a script: for the commands that follow it. */
struct pf_start_assignment {
    pf_str name, value; /* the value as written: $X and ${X:-y} stay */
    bool conditional;   /* may be passed over */
};

/* The simple commands a container's start runs, scripts of the project followed. */
struct pf_start {
    struct pf_strs *items; /* each the words of one command, program first */
    size_t count, capacity;
    PF_PILE(pf_span) places;   /* of each item, in a script of the project; else nowhere */
    PF_PILE(bool) conditional; /* of each item: a script may pass it over */
    PF_PILE(struct pf_start_assignment) assignments; /* in the order of the scripts */
    bool has_background; /* a script leaves a command running that may serve somebody too */
    bool known;          /* false: the base image's own command, or a script not found */
    const struct pf_node *written; /* where the command stands; NULL when nothing says it */
};

/* `container` and `image` may be NULL. ECS's entryPoint and command win over the image's. */
struct pf_start pf_start_of(struct pf_arena *arena, struct pf_project *project,
                            const struct pf_node *container, const struct pf_image *image);

/* The project's file that a path in the image most likely is: the longest tail of the path that
 * exists, and for a bare name the only file so called in a usual place. */
bool pf_start_script(struct pf_arena *arena, struct pf_project *project, pf_str path,
                     pf_str *found);

/* sh, bash, ash, dash, with a path or without. */
bool pf_start_is_shell(pf_str program);

/* PF_YES when a command is one that serves or runs Django: gunicorn, uwsgi, daphne, uvicorn,
 * manage.py, celery, …; PF_NO when all are known and none is; else PF_MAYBE. */
enum pf_truth pf_start_runs_django(const struct pf_start *start);

#endif
