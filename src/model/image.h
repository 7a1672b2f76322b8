/* The image that a Dockerfile makes: what its final stage runs with, through stages it is based on.
 */
#ifndef PF_MODEL_IMAGE_H
#define PF_MODEL_IMAGE_H

#include "tree/node.h"

/* Nodes are NULL where nothing in the file says so (the base image may). */
struct pf_image {
    const struct pf_node *base;        /* PF_STRING: the outermost FROM's reference, ARGs filled in;
                                          PF_ANY when an ARG without a default is part of it */
    const struct pf_node *environment; /* PF_MAP name → PF_STRING or PF_ANY (from an ARG that the
                                          build gives); never NULL; keys span the ENV's names */
    const struct pf_node *user, *workdir; /* PF_STRING */
    const struct pf_node *command,
        *entrypoint;                   /* PF_SEQ of words (exec form) or PF_STRING (shell) */
    const struct pf_node *healthcheck; /* the instruction, or NULL */
    const struct pf_node *exposes;     /* PF_SEQ of PF_STRING "8000/tcp"; never NULL */
    const struct pf_node *copies;      /* PF_SEQ of COPY and ADD instructions; never NULL */
    const struct pf_node *runs;        /* PF_SEQ of RUN instructions; never NULL */
    bool has_base_stage_unknown;       /* FROM names an ARG that nothing fills in */
};

/*
 * `dockerfile` is the root that pf_dockerfile_read made. `target` is a stage's name ("" for the
 * last). False when there is no such stage.
 */
bool pf_image_of_stage(struct pf_arena *arena, const struct pf_node *dockerfile, pf_str target,
                       struct pf_image *image);

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
