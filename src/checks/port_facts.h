/* Ports that a task definition, its health checks and its proxies name. */
#ifndef PF_CHECKS_PORT_FACTS_H
#define PF_CHECKS_PORT_FACTS_H

#include "checks/facts.h"

/* The container's portMappings (PF_SEQ); NULL when it has none. */
const struct pf_node *pf_port_mappings(const struct pf_node *container);
/* Is the port among the mappings? PF_MAYBE where one of them is a range or cannot be told. */
enum pf_truth pf_port_is_mapped(const struct pf_node *mappings, int64_t port);
/* Is the port among the image's EXPOSE? PF_MAYBE where one of them cannot be told. */
enum pf_truth pf_port_is_exposed(const struct pf_image *image, int64_t port);

/* Where containers share a loopback address: may the other one be what answers, or hands on? A
 * proxy by its name or image, or one with ports of its own. */
bool pf_port_may_forward(const struct pf_node *other);
/* The name that `container` reaches `name` by, as its links say: the alias; "" when it has none. */
pf_str pf_port_link(const struct pf_node *container, pf_str name);

/* A port of this machine, or of a container, that a text asks. */
struct pf_port_asked {
    int64_t port;
    pf_str host;
};
struct pf_ports_asked {
    struct pf_port_asked *items;
    size_t count, capacity;
};
/*
 * The addresses http://HOST:PORT in the text; 80 or 443 where the port is not written. False when
 * one of them cannot be told, because something is filled in ("?" or "$").
 */
bool pf_ports_in_text(struct pf_arena *arena, pf_str text, struct pf_ports_asked *asked);
/* localhost, 127.0.0.1, 0.0.0.0, [::1]: the machine itself. */
bool pf_port_is_here(pf_str host);

#endif
