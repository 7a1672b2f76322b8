/* ALLOWED_HOSTS has names only, and nothing lets the load balancer's own requests pass. */
#include "checks/facts.h"

#include "model/taskdef.h"

static bool is_address(pf_str host)
{
    for (size_t i = 0; i < host.len; i++)
        if (!pf_is_digit(host.data[i]) && host.data[i] != '.')
            return false;
    return host.len > 0;
}

static bool has_names_only(const struct pf_node *hosts)
{
    if (!pf_node_is(hosts, PF_SEQ) || hosts->count == 0)
        return false;
    for (size_t i = 0; i < hosts->count; i++) {
        pf_str host = pf_node_text(hosts->items[i]);
        if (!pf_node_is(hosts->items[i], PF_STRING) || host.len == 0 ||
            pf_str_eq(host, PF_STR("*")) ||
            (is_address(host) && !pf_str_starts(host, PF_STR("127."))))
            return false;
    }
    return true;
}

/* A middleware of the project or of a package that answers health checks. */
static bool has_remedy(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    static const pf_str words[] = {PF_STR_INIT("health"), PF_STR_INIT("cidr"),
                                   PF_STR_INIT("allow_cidr"), PF_STR_INIT("alive"),
                                   PF_STR_INIT("elb")};
    const struct pf_node *middleware = pf_facts_setting(deployment, "MIDDLEWARE");
    for (size_t i = 0; pf_node_is(middleware, PF_SEQ) && i < middleware->count; i++) {
        pf_str name = pf_arena_lower(context->arena, pf_node_text(middleware->items[i]));
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (pf_str_contains(name, words[k]))
                return true;
        if (!pf_node_is(middleware->items[i], PF_STRING))
            return true;
    }
    return pf_facts_is_mentioned(context, PF_STR("169.254.170.2")) ||
           pf_facts_is_mentioned(context, PF_STR("gethostbyname")) ||
           pf_facts_is_mentioned(context, PF_STR("ECS_CONTAINER_METADATA_URI"));
}

/* A load balancer asks only a container that has a port, and no proxy in front of it; machines of
 * one's own have none of AWS's. */
static bool is_asked_directly(const struct pf_deployment *deployment)
{
    const struct pf_node *root = deployment->taskdef_root;
    if (pf_taskdef_is_for(root, "EXTERNAL") && !pf_taskdef_is_for(root, "EC2") &&
        !pf_taskdef_is_for(root, "FARGATE"))
        return false;
    const struct pf_node *ports = pf_node_get(deployment->container, "portMappings");
    return pf_node_is(ports, PF_SEQ) && ports->count > 0 && pf_taskdef_container_count(root) == 1;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *hosts = pf_facts_setting(deployment, "ALLOWED_HOSTS");
    if (!has_names_only(hosts) || !is_asked_directly(deployment) ||
        !pf_facts_settings_complete(deployment) || has_remedy(context, deployment))
        return;
    struct pf_report *report = pf_check_report(context, "", hosts->span);
    pf_facts_report_container(context, deployment, report);
    pf_report_related(report, "ports",
                      pf_node_get(deployment->container, "portMappings")->key->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_health_check_host_refused(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
