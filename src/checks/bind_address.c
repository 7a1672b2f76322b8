/* The server listens on the loopback address only, and something asks it from outside. */
#include "checks/server_bind.h"

#include "checks/port_facts.h"
#include "model/taskdef.h"

static void report_bind(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const struct pf_server_bind *bind, const struct pf_node *asked)
{
    struct pf_report *report = pf_check_report(context, bind->is_default ? "default" : "named",
                                               deployment->start.written->span);
    const struct pf_server_address *address = pf_server_bind_main(bind);
    pf_facts_report_container(context, deployment, report);
    pf_report_argument(report, "server", bind->server);
    pf_report_argument(report, "host", address->host);
    pf_report_argument(report, "port", address->port);
    pf_report_related(report, "ports", asked->key == NULL ? asked->span : asked->key->span);
    pf_report_related(report, "bind", bind->said);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

/*
 * What asks the container from outside its own loopback: its port mappings, or in bridge mode a
 * container that links to it. Where the containers share one loopback, a proxy, or a second
 * one with ports, may be what forwards: then NULL.
 */
static const struct pf_node *asked_from_outside(const struct pf_deployment *deployment)
{
    const struct pf_node *root = deployment->taskdef_root, *other;
    const struct pf_node *ports = pf_port_mappings(deployment->container);
    bool shares = pf_taskdef_shares_loopback(root);
    pf_str name = pf_node_text(pf_node_get(deployment->container, "name"));
    for (size_t i = 0; (other = pf_taskdef_container(root, i)) != NULL; i++) {
        if (other == deployment->container)
            continue;
        if (shares && (ports == NULL || pf_port_may_forward(other)))
            return NULL;
        if (!shares && pf_port_link(other, name).len > 0)
            return pf_node_get(other, "links");
    }
    return ports;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_server_bind bind;
    if (deployment->container == NULL || deployment->start.written == NULL ||
        !pf_server_bind_find(context, deployment, &bind) ||
        !pf_server_bind_is_loopback(pf_server_bind_main(&bind)->host))
        return;
    const struct pf_node *asked = asked_from_outside(deployment);
    if (asked != NULL)
        report_bind(context, deployment, &bind, asked);
}

void pf_check_bind_address(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
