/* The addresses that the server of a container listens on, as its command, its environment and its
 * configuration file say. */
#ifndef PF_CHECKS_SERVER_BIND_H
#define PF_CHECKS_SERVER_BIND_H

#include "checks/facts.h"

struct pf_server_address {
    pf_str host; /* "" for every address, "?" when it cannot be told */
    pf_str port; /* digits; "" when it cannot be told, or for a socket that is no port */
};

struct pf_server_bind {
    pf_str server;                               /* "gunicorn" */
    PF_PILE(struct pf_server_address) addresses; /* one at least */
    bool is_default;                             /* nothing says where: both are the server's own */
    pf_span said; /* where it is said, when not in the container's command: a line of a script,
                     a variable, a configuration file; else nowhere */
};

/* False when no known server is started, several are, or something that is not seen decides. */
bool pf_server_bind_find(struct pf_check_context *context, const struct pf_deployment *deployment,
                         struct pf_server_bind *bind);
/* 127.0.0.1, localhost, [::1]. */
bool pf_server_bind_is_loopback(pf_str host);
/* The first address that others reach, else the first. */
const struct pf_server_address *pf_server_bind_main(const struct pf_server_bind *bind);
/* Does the server listen on the port? PF_MAYBE where one of its ports cannot be told. */
enum pf_truth pf_server_bind_listens(const struct pf_server_bind *bind, int64_t port);
/* Nginx, envoy, …: a program that hands requests on. */
bool pf_server_bind_is_proxy(pf_str word);

#endif
