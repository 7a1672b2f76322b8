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

/* Programs that fail on an answer of 400. */
static bool fails_on_refusal(pf_str text)
{
    static const char *const signs[] = {"--fail", "-f", "wget", "urlopen", "raise_for_status"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (pf_str_contains(text, pf_str_c(signs[i])))
            return true;
    return false;
}

/* The host that the container's own health check asks over HTTP; "" where it asks none, sends a
 * Host of its own, or takes any answer. */
static pf_str host_of_own_check(struct pf_check_context *context, const struct pf_node *container)
{
    const struct pf_node *command = pf_node_get(pf_node_get(container, "healthCheck"), "command");
    struct pf_strs words = {0};
    for (size_t i = 0; pf_node_is(command, PF_SEQ) && i < command->count; i++)
        *pf_pile_add(context->arena, &words) = pf_node_text(command->items[i]);
    pf_str text = pf_arena_join(context->arena, words.items, words.count, PF_STR(" "));
    ptrdiff_t scheme = pf_str_find(text, PF_STR("http://"));
    if (scheme == PF_STR_NONE || !fails_on_refusal(text) || pf_str_contains(text, PF_STR("-H ")) ||
        pf_str_contains(text, PF_STR("header")))
        return PF_STR("");
    size_t from = (size_t)scheme + 7, to = from;
    while (to < text.len && (pf_is_name(text.data[to]) || text.data[to] == '.'))
        to++;
    return pf_str_slice(text, from, to);
}

static bool admits(const struct pf_node *hosts, pf_str host)
{
    for (size_t i = 0; i < hosts->count; i++)
        if (pf_str_eq_nocase(pf_node_text(hosts->items[i]), host))
            return true;
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *hosts = pf_facts_setting(deployment, "ALLOWED_HOSTS");
    if (!has_names_only(hosts) || !is_asked_directly(deployment) ||
        !pf_facts_settings_complete(deployment) || has_remedy(context, deployment))
        return;
    pf_str own = host_of_own_check(context, deployment->container);
    bool is_own = own.len > 0 && !admits(hosts, own);
    struct pf_report *report = pf_check_report(context, is_own ? "own" : "", hosts->span);
    pf_facts_report_container(context, deployment, report);
    pf_report_argument(report, "host", own);
    if (is_own)
        pf_report_related(report, "check",
                          pf_node_get(deployment->container, "healthCheck")->key->span);
    else
        pf_report_related(report, "ports",
                          pf_node_get(deployment->container, "portMappings")->key->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_health_check_host_refused(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
