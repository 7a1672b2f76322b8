/*
 * The chain of ports: where the server listens, what the task definition maps, what the health
 * check and the proxies beside it ask, what the image says of itself. Each message of a rule is
 * one link; a link of which one end is not known is not judged.
 */
#include "checks/container_text.h"
#include "checks/port_facts.h"
#include "checks/proxy_targets.h"
#include "checks/server_bind.h"
#include "model/project_class.h"
#include "model/taskdef.h"

struct chain {
    const struct pf_deployment *deployment;
    const struct pf_node *mappings;    /* NULL: none */
    const struct pf_server_bind *bind; /* NULL: not known */
    bool may_be_forwarded;             /* a container that shares the loopback address may answer */
};

static pf_str number_text(struct pf_arena *arena, int64_t number)
{
    return pf_arena_format(arena, "%lld", (long long)number);
}

static struct pf_report *report_link(struct pf_check_context *context, const struct chain *chain,
                                     const char *message, pf_span span, pf_str asked)
{
    const struct pf_deployment *deployment = chain->deployment;
    struct pf_report *report = pf_check_report(context, message, span);
    pf_facts_report_container(context, deployment, report);
    pf_report_argument(report, "asked", asked);
    if (chain->bind != NULL) {
        pf_report_argument(report, "server", chain->bind->server);
        pf_report_argument(report, "port", pf_server_bind_main(chain->bind)->port);
        pf_report_related(report, "bind", chain->bind->said);
    }
    pf_report_value(report, "ports", pf_node_get(pf_node_at(chain->mappings, 0), "containerPort"));
    pf_report_key(report, "%s/%.*s", message, PF_ARG(pf_facts_container_name(deployment)));
    return report;
}

/* Does none of the mapped ports reach the server? Unknown ones may. */
static bool misses_mappings(const struct chain *chain)
{
    const struct pf_server_bind *bind = chain->bind;
    for (size_t i = 0; i < bind->addresses.count; i++) {
        int64_t port;
        if (!pf_str_to_int(bind->addresses.items[i].port, &port) ||
            pf_port_is_mapped(chain->mappings, port) != PF_NO)
            return false;
    }
    return true;
}

static bool is_mapped_wrongly(const struct chain *chain)
{
    return chain->mappings != NULL && !chain->bind->is_default && !chain->may_be_forwarded &&
           misses_mappings(chain);
}

/* EXPOSE says of the image what nothing else tells: not where the server listens, but where whoever
 * wrote the image meant it to. */
static void judge_exposed(struct pf_check_context *context, const struct chain *chain)
{
    const struct pf_image *image = chain->deployment->image;
    if (chain->mappings == NULL || image == NULL || image->exposes->count == 0 ||
        chain->may_be_forwarded)
        return;
    for (size_t i = 0; i < chain->mappings->count; i++) {
        const struct pf_node *value = pf_node_get(chain->mappings->items[i], "containerPort");
        if (!pf_node_is(value, PF_INT) || pf_port_is_exposed(image, value->as.integer) != PF_NO)
            return;
    }
    const struct pf_node *expose = image->exposes->items[0];
    struct pf_report *report =
        report_link(context, chain, "exposed", expose->span, pf_node_text(expose));
    pf_report_possible(report);
    pf_report_related(report, "ports", chain->mappings->key->span);
}

/* The words of a health check's command, with variables filled in. */
static pf_str health_text(struct pf_arena *arena, const struct pf_deployment *deployment,
                          const struct pf_node *command)
{
    pf_str text = PF_STR("");
    for (size_t i = 1; i < command->count; i++)
        text = pf_arena_format(arena, "%.*s %.*s", PF_ARG(text),
                               PF_ARG(pf_node_text(command->items[i])));
    return pf_container_text(arena, deployment, text, NULL);
}

/* The only port of its own container that the text asks; 0 when there is none, or several. */
static int64_t only_port_here(struct pf_arena *arena, pf_str text)
{
    struct pf_ports_asked asked = {0};
    int64_t port = 0;
    if (!pf_ports_in_text(arena, text, &asked))
        return 0;
    for (size_t i = 0; i < asked.count; i++) {
        if (!pf_port_is_here(asked.items[i].host) || (port != 0 && port != asked.items[i].port))
            return 0;
        port = asked.items[i].port;
    }
    return port;
}

/* The port of the container's own that its health check asks, where the server surely does not
 * listen; else 0. */
static int64_t wrong_health_port(struct pf_check_context *context, const struct chain *chain,
                                 const struct pf_node **command)
{
    *command = pf_node_get(pf_node_get(chain->deployment->container, "healthCheck"), "command");
    if (!pf_node_is(*command, PF_SEQ) || chain->may_be_forwarded)
        return 0;
    int64_t port =
        only_port_here(context->arena, health_text(context->arena, chain->deployment, *command));
    return port != 0 && pf_server_bind_listens(chain->bind, port) == PF_NO ? port : 0;
}

/* What asks the server where it does not listen. Whoever wrote one port wrong has several that
 * disagree with it: the first link is told, the others stand beside it. False: all fit. */
static bool judge_server(struct pf_check_context *context, const struct chain *chain, bool tells)
{
    struct pf_proxy_target target;
    const struct pf_node *health;
    const struct pf_node *start = chain->deployment->start.written;
    int64_t health_port = wrong_health_port(context, chain, &health);
    bool is_mapped = is_mapped_wrongly(chain);
    bool is_proxied = pf_proxy_target_find(context, chain->deployment, &target) &&
                      pf_server_bind_listens(chain->bind, target.port) == PF_NO;
    struct pf_report *report;
    if (!tells || (!is_mapped && !is_proxied && health_port == 0))
        return is_mapped || is_proxied || health_port != 0;
    if (is_mapped) {
        report = report_link(context, chain, "mapped", start->span, PF_STR(""));
        pf_report_related(report, "ports", chain->mappings->key->span);
    } else if (is_proxied) {
        report = report_link(context, chain, "proxy", target.span,
                             number_text(context->arena, target.port));
        pf_report_argument(report, "proxy", target.proxy);
        pf_report_related(report, "start", start->span);
    } else {
        report = report_link(context, chain, "health", health->span,
                             number_text(context->arena, health_port));
        pf_report_related(report, "start", start->span);
        return true;
    }
    if (health_port != 0)
        pf_report_related(report, "health", health->span);
    return true;
}

/* Is it the image itself that says where its server listens, and no task definition or workflow? */
static bool image_decides(const struct chain *chain)
{
    const struct pf_deployment *deployment = chain->deployment;
    const struct pf_source *said = chain->bind->said.file;
    return deployment->dockerfile != NULL &&
           deployment->start.written->span.file == deployment->dockerfile->source &&
           (said == NULL || !pf_class_may_be_taskdef(said->path));
}

/* EXPOSE and HEALTHCHECK do nothing on ECS, but whoever runs the image elsewhere believes them. */
static void judge_image(struct pf_check_context *context, const struct chain *chain)
{
    const struct pf_image *image = chain->deployment->image;
    int64_t port;
    if (chain->bind == NULL || image == NULL || chain->bind->addresses.count != 1 ||
        !image_decides(chain) || judge_server(context, chain, false) ||
        !pf_str_to_int(chain->bind->addresses.items[0].port, &port))
        return;
    if (image->exposes->count > 0 && pf_port_is_exposed(image, port) == PF_NO) {
        const struct pf_node *expose = image->exposes->items[0];
        struct pf_report *report =
            report_link(context, chain, "expose", expose->span, pf_node_text(expose));
        pf_report_related(report, "start", chain->deployment->start.written->span);
    }
    if (image->healthcheck == NULL)
        return;
    pf_str text = pf_node_text(pf_node_get(image->healthcheck, "text"));
    int64_t asked = only_port_here(
        context->arena, pf_container_text(context->arena, chain->deployment, text, NULL));
    if (asked == 0 || asked == port)
        return;
    struct pf_report *report = report_link(context, chain, "healthcheck", image->healthcheck->span,
                                           number_text(context->arena, asked));
    pf_report_related(report, "start", chain->deployment->start.written->span);
}

static struct chain chain_of(struct pf_check_context *context,
                             const struct pf_deployment *deployment, struct pf_server_bind *bind)
{
    struct chain chain = {deployment, pf_port_mappings(deployment->container), NULL, false};
    const struct pf_node *root = deployment->taskdef_root, *other;
    if (pf_server_bind_find(context, deployment, bind))
        chain.bind = bind;
    for (size_t i = 0; (other = pf_taskdef_container(root, i)) != NULL; i++)
        chain.may_be_forwarded |= other != deployment->container &&
                                  pf_taskdef_shares_loopback(root) && pf_port_may_forward(other);
    return chain;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_server_bind bind;
    if (deployment->container == NULL)
        return;
    struct chain chain = chain_of(context, deployment, &bind);
    if (pf_check_param_has(context, "asks", PF_STR("image"))) {
        judge_image(context, &chain);
        return;
    }
    if (chain.bind != NULL)
        judge_server(context, &chain, true);
    else
        judge_exposed(context, &chain);
}

void pf_check_port_mismatch(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
