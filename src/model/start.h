/* How a container starts: the commands it runs, through shells, wrappers and scripts. */
#ifndef PF_MODEL_START_H
#define PF_MODEL_START_H

#include "model/image.h"
#include "model/project.h"

/* NAME=value in a script: for the commands that follow it. */
struct pf_start_assignment {
    pf_str name, value; /* the value as written: $X and ${X:-y} stay */
    pf_span span;       /* of it in a script of the project; else nowhere */
    bool conditional;   /* may be passed over, or stay in a script that is run beside */
    bool exported;      /* the programs that it starts get it, also where they were not given it */
    bool literal;       /* no expansion in it */
};

/* The simple commands a container's start runs, scripts of the project followed. */
struct pf_start {
    struct pf_strs *items; /* each the words of one command, program first */
    size_t count, capacity;
    PF_PILE(pf_span) places;   /* of each item, in a script of the project; else nowhere */
    PF_PILE(bool) conditional; /* of each item: a script may pass it over */
    PF_PILE(struct pf_start_assignment) assignments; /* in the order of the scripts */
    bool has_background;   /* a script leaves a command running that may serve somebody too */
    bool brings_variables; /* from a file or a program that is not read: `. /run/env`, chamber */
    bool known;            /* false: the base image's own command, or a script not found */
    const struct pf_node *written; /* where the command stands; NULL when nothing says it */
};

/* `container` and `image` may be NULL. ECS's entryPoint and command win over the image's. */
struct pf_start pf_start_of(struct pf_arena *arena, struct pf_project *project,
                            const struct pf_node *container, const struct pf_image *image);

/* The project's file that a path in the image most likely is: the longest tail of the path that
 * exists, and for a bare name the only file so called in a usual place. */
bool pf_start_script(struct pf_arena *arena, struct pf_project *project, pf_str path,
                     pf_str *found);

/*
 * How many words in front are a program that starts the rest of them, with its options and
 * operands: 2 of `tini -- gunicorn`, `gosu app gunicorn`, `uv run gunicorn`, `env A=1 gunicorn`;
 * 0 where the first word is the program that is meant, and where nothing follows.
 */
size_t pf_start_wrapper(const pf_str *words, size_t count);
/* Is it such a program? And one that adds variables of its own: chamber, doppler? */
bool pf_start_wraps(pf_str program);
bool pf_start_brings_variables(pf_str program);

/* sh, bash, ash, dash, with a path or without. */
bool pf_start_is_shell(pf_str program);

/* PF_YES when a command is one that serves or runs Django: gunicorn, uwsgi, daphne, uvicorn,
 * manage.py, celery, …; PF_NO when all are known and none is; else PF_MAYBE. */
enum pf_truth pf_start_runs_django(const struct pf_start *start);

#endif
