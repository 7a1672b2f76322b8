/* Which port of the application the proxies of its task ask. */
#ifndef PF_CHECKS_PROXY_TARGETS_H
#define PF_CHECKS_PROXY_TARGETS_H

#include "checks/facts.h"

struct pf_proxy_target {
    int64_t port;
    pf_str proxy; /* the container that asks */
    pf_span span; /* where that is written */
};

/* A proxy asks for a container of its task by name, which nothing resolves. */
struct pf_proxy_stray {
    pf_str host, proxy;
    int64_t port;
    pf_span span;
};
/* In modes awsvpc and host, where containers reach each other at the loopback address alone. False
 * when none is found. */
bool pf_proxy_stray_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                         struct pf_proxy_stray *stray);

/*
 * The one port that the proxies beside the deployment's container ask of it: in bridge mode by the
 * name of the link, else at the loopback address, where the proxy is the only other container. Read
 * are the proxy's variables ("web:8000", "http://localhost:8000/") and the nginx configuration of
 * the project's only nginx image. False when nothing tells, or several ports are asked.
 */
bool pf_proxy_target_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                          struct pf_proxy_target *target);

#endif
