/* Who gives a container which variable: the supplies, strongest last. */
#ifndef PF_MODEL_SUPPLY_H
#define PF_MODEL_SUPPLY_H

#include "model/deploy.h"
#include "model/start.h"

/* Everything that can give a container a variable, weakest first: a later one wins. */
enum pf_supplier {
    PF_SUPPLIER_IMAGE,    /* Dockerfile ENV of the final stage */
    PF_SUPPLIER_ENV_FILE, /* environmentFiles, env-files: in S3, so names and values are unknown */
    PF_SUPPLIER_ENVIRONMENT,   /* task definition, environment */
    PF_SUPPLIER_SECRET,        /* task definition, secrets */
    PF_SUPPLIER_RENDER,        /* the render step's environment-variables */
    PF_SUPPLIER_RENDER_SECRET, /* the render step's secrets */
    PF_SUPPLIER_START          /* a script that the container starts with */
};
const char *pf_supplier_words(enum pf_supplier supplier); /* "the task definition's environment" */

struct pf_supply {
    pf_str name;
    enum pf_supplier supplier;
    /* PF_STRING, or PF_ANY with its reason for what only a secret or the pipeline knows. */
    const struct pf_node *value;
    const struct pf_node *written; /* the node as it stands in its file; NULL for the image's
                                    and the start's */
    pf_span span;                  /* the name where it is supplied */
    bool effective;                /* false where a later supplier of the same name wins */
};
struct pf_supplies {
    struct pf_supply *items;
    size_t count, capacity;
};

/*
 * `container` is a PF_MAP of containerDefinitions or NULL, `deploy` the one that leads here or
 * NULL, `image_environment` a PF_MAP or NULL, `start` what the container starts or NULL; `is_open`
 * when variables may come from where no file tells. In order of precedence, then of file. A file
 * that is in S3 supplies nothing here: see pf_supplies_open_reason.
 */
struct pf_supplies pf_supplies_of(struct pf_arena *arena, const struct pf_node *container,
                                  const struct pf_deploy *deploy,
                                  const struct pf_node *image_environment,
                                  const struct pf_start *start, bool is_open);

/* Why variables may come from where no file tells; "" when every supplier was seen. */
pf_str pf_supplies_open_reason(struct pf_arena *arena, const struct pf_node *container,
                               const struct pf_deploy *deploy);

/* The effective one of that name; NULL when nothing supplies it. */
const struct pf_supply *pf_supplies_get(const struct pf_supplies *supplies, pf_str name);

/*
 * PF_MAP of what the container gets, for the evaluator: the effective supplies, and the variables
 * that ECS and Docker set in every container (PF_ANY; those that may be absent have PF_NULL among
 * their kinds).
 */
const struct pf_node *pf_supplies_environment(struct pf_arena *arena,
                                              const struct pf_supplies *supplies);

#endif
