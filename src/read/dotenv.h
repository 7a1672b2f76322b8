/* A .env file → names and values. */
#ifndef PF_READ_DOTENV_H
#define PF_READ_DOTENV_H

#include "tree/fault.h"
#include "tree/node.h"

/* The programs that read such files disagree; each is followed exactly. */
enum pf_dotenv_mode {
    PF_DOTENV_PYTHON,   /* python-dotenv: quotes, escapes, export, ${X} expansion left to the caller
                         */
    PF_DOTENV_ENVIRON,  /* django-environ's read_env */
    PF_DOTENV_DECOUPLE, /* python-decouple's RepositoryEnv */
    PF_DOTENV_DOCKER    /* docker run --env-file, ECS environmentFiles */
};

/* PF_MAP name → PF_STRING, or PF_NULL for a name without `=`; later lines of a name stay too (the
 * last wins). */
const struct pf_node *pf_dotenv_read(struct pf_arena *arena, const struct pf_source *source,
                                     enum pf_dotenv_mode mode, struct pf_faults *faults);

#endif
