/* The image that a Dockerfile makes: what its final stage runs with, through stages it is based on.
 */
#ifndef PF_MODEL_IMAGE_H
#define PF_MODEL_IMAGE_H

#include "tree/node.h"

enum {
    PF_IMAGE_PORTS = 100 /* of one EXPOSE range that are listed; a wider one stays a range */
};

/* A COPY, ADD or RUN, in the order in which the build does them. */
struct pf_image_step {
    const struct pf_node *instruction;
    const struct pf_node *words;   /* COPY, ADD: PF_SEQ of PF_STRING or PF_ANY, variables filled in;
                                      RUN: NULL */
    const struct pf_node *workdir; /* PF_STRING or PF_ANY; NULL: what the base image sets */
};

/* Nodes are NULL where nothing in the file says so (the base image may). */
struct pf_image {
    const struct pf_node *base;        /* PF_STRING: the outermost FROM's reference, ARGs filled in;
                                          PF_ANY when an ARG without a default is part of it */
    const struct pf_node *environment; /* PF_MAP name → PF_STRING or PF_ANY (made from an ARG that
                                          the build gives, or from what the base image may set);
                                          never NULL; keys span the ENV's names; each name once */
    const struct pf_node *user, *workdir;       /* PF_STRING or PF_ANY; `workdir` is absolute */
    const struct pf_node *command, *entrypoint; /* PF_SEQ of words (exec form) or PF_STRING (shell);
                                                   an ENTRYPOINT without a `command` runs alone: it
                                                   takes back the CMD of what it is based on */
    const struct pf_node *healthcheck;          /* the instruction, or NULL */
    const struct pf_node *exposes;              /* PF_SEQ of PF_STRING "8000/tcp"; never NULL */
    const struct pf_node *copies;    /* PF_SEQ of COPY and ADD instructions; never NULL */
    const struct pf_node *runs;      /* PF_SEQ of RUN instructions; never NULL */
    const struct pf_node *arguments; /* PF_SEQ of PF_STRING: the names of its stages' ARGs; never
                                        NULL */
    const struct pf_node *stage;     /* the stage asked for */
    struct pf_image_step *steps;     /* of all stages it is made of */
    size_t step_count;
    const struct pf_node *dockerfile, *build_args; /* what it was made from, for COPY --from */
    bool has_base_stage_unknown;                   /* FROM names an ARG that nothing fills in */
};

/*
 * `dockerfile` is the root that pf_dockerfile_read made. `target` is a stage's name or its number
 * from 0 ("" for the last). `build_args` is what pf_image_build_args made, or NULL for none: the
 * defaults count then. False when there is no such stage.
 */
bool pf_image_of_build(struct pf_arena *arena, const struct pf_node *dockerfile, pf_str target,
                       const struct pf_node *build_args, struct pf_image *image);
/* The same without build arguments. */
bool pf_image_of_stage(struct pf_arena *arena, const struct pf_node *dockerfile, pf_str target,
                       struct pf_image *image);

/*
 * Build arguments, one NAME=value a line, as docker/build-push-action takes them: PF_MAP name →
 * PF_STRING, or PF_ANY where the value is an expression or comes from the builder's environment.
 * NULL for NULL; PF_ANY when `lines` is no string: then every ARG may be anything.
 */
const struct pf_node *pf_image_build_args(struct pf_arena *arena, const struct pf_node *lines);

/* A reference: "registry/namespace/name:tag@digest". Docker Hub's short forms are completed. */
struct pf_image_reference {
    pf_str registry;    /* "docker.io", "ghcr.io", "123.dkr.ecr.eu-west-1.amazonaws.com" */
    pf_str repository;  /* "library/nginx", "acme/shop" */
    pf_str tag, digest; /* "" when not given */
};
/* False where Docker would refuse it; `*problem` then says why in words. */
bool pf_image_reference_parse(struct pf_arena *arena, pf_str text,
                              struct pf_image_reference *reference, pf_str *problem);

#endif
