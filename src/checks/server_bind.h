/* The address that the server of a container listens on, as its command and environment say. */
#ifndef PF_CHECKS_SERVER_BIND_H
#define PF_CHECKS_SERVER_BIND_H

#include "checks/facts.h"

struct pf_server_bind {
    pf_str server;     /* "gunicorn" */
    pf_str host, port; /* what is not said is the server's own default; "" when it cannot be told */
    bool is_default;   /* nothing says where: both are the server's own */
};

/* False when no known server is started, or something that is not seen decides. */
bool pf_server_bind_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                         struct pf_server_bind *bind);
/* 127.0.0.1, localhost, [::1]. */
bool pf_server_bind_is_loopback(pf_str host);

#endif
