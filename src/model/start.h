/* How a container starts: the commands it runs, through shells, wrappers and scripts. */
#ifndef PF_MODEL_START_H
#define PF_MODEL_START_H

#include "model/image.h"
#include "model/project.h"

/* The simple commands a container's start runs, scripts of the project followed. */
struct pf_start {
    struct pf_strs *items; /* each the words of one command, program first */
    size_t count, capacity;
    bool known;                    /* false: the base image's own command, or a script not found */
    const struct pf_node *written; /* where the command stands; NULL when nothing says it */
};

/* `container` and `image` may be NULL. ECS's entryPoint and command win over the image's. */
struct pf_start pf_start_of(struct pf_arena *arena, struct pf_project *project,
                            const struct pf_node *container, const struct pf_image *image);

/* PF_YES when a command is one that serves or runs Django: gunicorn, uwsgi, daphne, uvicorn,
 * manage.py, celery, …; PF_NO when all are known and none is; else PF_MAYBE. */
enum pf_truth pf_start_runs_django(const struct pf_start *start);

#endif
