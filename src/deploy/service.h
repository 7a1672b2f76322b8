/* An ECS service as describe-services tells it. */
#ifndef PF_DEPLOY_SERVICE_H
#define PF_DEPLOY_SERVICE_H

#include "deploy/aws.h"

struct pf_service_deployment {
    pf_str id, status, task_definition; /* "ecs-svc/…", "PRIMARY", an ARN */
    pf_str rollout, reason;             /* "COMPLETED", "" where ECS does not tell */
    int64_t desired, running, pending, failed;
};
struct pf_service {
    pf_str status, controller; /* "ACTIVE", "ECS" */
    int64_t desired, running, pending;
    struct pf_service_deployment *deployments;
    size_t deployment_count;
    bool has_breaker, rolls_back; /* the deployment circuit breaker */
    const struct pf_node *events; /* PF_SEQ of {id, createdAt, message}, newest first; or NULL */
};

/* Looks at the run's service. Anything but DONE leaves `service` alone; `*why` then says what. A
 * service or cluster that is not there is REFUSED. */
enum pf_aws_kind pf_service_look(struct pf_deploy_run *run, struct pf_arena *arena,
                                 struct pf_service *service, pf_str *why);
/* The same from a reply of describe-services, or (`key` "service") of update-service. */
bool pf_service_read(struct pf_arena *arena, const struct pf_node *service,
                     struct pf_service *read);

/* NULL when there is none. */
const struct pf_service_deployment *pf_service_primary(const struct pf_service *service);
const struct pf_service_deployment *pf_service_deployment_of(const struct pf_service *service,
                                                             pf_str id);
/* All that it wants runs, and nothing else does. */
bool pf_service_is_settled(const struct pf_service *service);

#endif
