/* What jobs need registries and AWS for, and what gives them access, in the order of their steps.
 */
#ifndef PF_MODEL_ACCESS_H
#define PF_MODEL_ACCESS_H

#include "model/follow.h"

enum pf_access_kind {
    PF_ACCESS_LOGIN,    /* to a registry */
    PF_ACCESS_PUSH,     /* of an image */
    PF_ACCESS_AWS,      /* AWS credentials are configured */
    PF_ACCESS_AWS_USE,  /* ECS or ECR is called */
    PF_ACCESS_ANYTHING, /* a step that may log in anywhere: an action nobody knows, `make` */
};

struct pf_access {
    enum pf_access_kind kind;
    struct pf_deploy_place place;
    const struct pf_workflow_step *caller; /* the job's step whose local action holds it, or NULL */
    pf_str registry; /* LOGIN, PUSH: "docker.io", "ghcr.io", PF_ACCESS_ECR; "" where only the run
                        can tell */
    pf_str image;    /* PUSH: with gaps */
    pf_str user;     /* LOGIN: with gaps; "" when not given */
    pf_span span;    /* of the action's name, or of the command's first word */
};
struct pf_accesses {
    struct pf_follow follow; /* whose gaps stand in the texts */
    struct pf_access *items; /* jobs as the workflows have them; a called one at its caller */
    size_t count, capacity;
    const struct pf_node *last_job; /* of the search alone */
    bool last_is_of_interest;
};

/* Project scripts that a step starts are looked into. */
struct pf_accesses *pf_accesses_find(struct pf_arena *arena, struct pf_project *project,
                                     const struct pf_workflows *workflows);

/* The same job, called by the same caller? */
bool pf_access_is_in(const struct pf_access *access, const struct pf_workflow *workflow,
                     const struct pf_workflow_job *job);

/* The registry of an image with gaps; "" where only the run can tell. */
pf_str pf_access_registry_of(const struct pf_gaps *gaps, pf_str image);
/* A private registry of ECR, by its host or by the login's output. */
bool pf_access_is_ecr(pf_str registry);
extern const pf_str pf_access_ecr; /* "an ECR registry": of the account and region logged in to */

#endif
