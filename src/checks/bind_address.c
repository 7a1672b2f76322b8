/* Where the server listens, against what asks it: the ports of the task definition, the health
 * check, the containers beside it. Each rule takes one problem. */
#include "checks/server_bind.h"

#include "model/taskdef.h"

static const struct pf_node *ports_of(const struct pf_node *container)
{
    const struct pf_node *ports = pf_node_get(container, "portMappings");
    return pf_node_is(ports, PF_SEQ) && ports->count > 0 ? ports : NULL;
}

/* Is the port one of the container's, or is none of them known? */
static bool port_fits(const struct pf_node *ports, pf_str port)
{
    int64_t number;
    if (!pf_str_to_int(port, &number))
        return true;
    for (size_t i = 0; i < ports->count; i++) {
        const struct pf_node *value = pf_node_get(ports->items[i], "containerPort");
        if (!pf_node_is(value, PF_INT) || value->as.integer == number)
            return true;
    }
    return false;
}

static void report_bind(struct pf_check_context *context, const struct pf_deployment *deployment,
                        const char *message, const struct pf_server_bind *bind,
                        const struct pf_node *asked)
{
    struct pf_report *report = pf_check_report(context, message, deployment->start.written->span);
    const struct pf_node *ports = ports_of(deployment->container);
    pf_report_argument(report, "container", pf_facts_container_words(context, deployment));
    pf_report_argument(report, "server", bind->server);
    pf_report_argument(report, "host", bind->host);
    pf_report_argument(report, "port", bind->port);
    pf_report_value(report, "ports", pf_node_get(pf_node_at(ports, 0), "containerPort"));
    pf_report_related(report, "ports", asked->key == NULL ? asked->span : asked->key->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

static bool links_to(const struct pf_node *container, pf_str name)
{
    const struct pf_node *links = pf_node_get(container, "links");
    pf_str target, alias;
    for (size_t i = 0; pf_node_is(links, PF_SEQ) && i < links->count; i++) {
        pf_str_cut(pf_node_text(links->items[i]), ':', &target, &alias);
        if (pf_str_eq(target, name))
            return true;
    }
    return false;
}

static bool is_proxy(const struct pf_node *container)
{
    static const pf_str words[] = {
        PF_STR_INIT("nginx"),   PF_STR_INIT("envoy"), PF_STR_INIT("traefik"), PF_STR_INIT("caddy"),
        PF_STR_INIT("haproxy"), PF_STR_INIT("httpd"), PF_STR_INIT("proxy")};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(pf_node_text(pf_node_get(container, "image")), words[i]) ||
            pf_str_contains(pf_node_text(pf_node_get(container, "name")), words[i]))
            return true;
    return false;
}

/*
 * What asks the container from outside its own loopback: its port mappings, or in bridge mode a
 * container that links to it. Where the containers share one loopback, a proxy, or a second
 * one with ports, may be what forwards: then NULL.
 */
static const struct pf_node *asked_from_outside(const struct pf_deployment *deployment)
{
    const struct pf_node *root = deployment->taskdef_root, *other;
    const struct pf_node *ports = ports_of(deployment->container);
    bool shares = pf_taskdef_shares_loopback(root);
    pf_str name = pf_node_text(pf_node_get(deployment->container, "name"));
    for (size_t i = 0; (other = pf_taskdef_container(root, i)) != NULL; i++) {
        if (other == deployment->container)
            continue;
        if (shares && (ports == NULL || ports_of(other) != NULL || is_proxy(other)))
            return NULL;
        if (!shares && links_to(other, name))
            return pf_node_get(other, "links");
    }
    return ports;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *ports = ports_of(deployment->container);
    struct pf_server_bind bind;
    bool wants_port = pf_check_param_has(context, "problem", PF_STR("port"));
    if (deployment->container == NULL || deployment->start.written == NULL ||
        !pf_server_bind_find(context, deployment, &bind))
        return;
    if (wants_port && ports != NULL && !bind.is_default && !port_fits(ports, bind.port))
        report_bind(context, deployment, "", &bind, ports);
    if (wants_port || !pf_server_bind_is_loopback(bind.host))
        return;
    const struct pf_node *asked = asked_from_outside(deployment);
    if (asked != NULL)
        report_bind(context, deployment, bind.is_default ? "default" : "named", &bind, asked);
}

void pf_check_bind_address(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
