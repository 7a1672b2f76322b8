/* A cache, a broker or a channel layer is looked for in the container itself. */
#include "checks/server_bind.h"

#include "model/packages.h"
#include "model/taskdef.h"

/* "redis://:password@localhost:6379/0", "127.0.0.1:11211" → its host; "" for a socket's path. */
static pf_str host_of(pf_str address)
{
    pf_str host = address, rest;
    ptrdiff_t scheme = pf_str_find(address, PF_STR("://"));
    if (scheme != PF_STR_NONE)
        host = pf_str_slice(address, (size_t)scheme + 3, address.len);
    if (pf_str_starts(host, PF_STR("/")))
        return PF_STR("");
    pf_str_cut(host, '/', &host, &rest);
    ptrdiff_t at = pf_str_find_last_byte(host, '@');
    if (at != PF_STR_NONE)
        host = pf_str_slice(host, (size_t)at + 1, host.len);
    if (!pf_str_starts(host, PF_STR("[")))
        pf_str_cut(host, ':', &host, &rest);
    return host;
}

/* The first address among them that is local, where all are; NULL else. A map has `address`. */
static const struct pf_node *local_address(const struct pf_node *value)
{
    if (pf_node_is(value, PF_STRING))
        return pf_server_bind_is_loopback(host_of(value->text)) ? value : NULL;
    if (pf_node_is(value, PF_MAP))
        return local_address(pf_node_get(value, "address"));
    if (!pf_node_is(value, PF_SEQ) || value->count == 0)
        return NULL;
    bool is_pair = value->count == 2 && pf_node_is(value->items[0], PF_STRING) &&
                   pf_node_is(value->items[1], PF_INT);
    if (is_pair)
        return local_address(value->items[0]);
    for (size_t i = 0; i < value->count; i++)
        if (local_address(value->items[i]) == NULL)
            return NULL;
    return local_address(value->items[0]);
}

static void report_address(struct pf_check_context *context, const struct pf_deployment *deployment,
                           const struct pf_node *address, const struct pf_node *setting,
                           pf_str what, const char *message)
{
    pf_span span = address->span.file != NULL ? address->span : setting->span;
    if (span.file == NULL)
        return;
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_argument(report, "what", what);
    pf_report_argument(report, "host", host_of(address->text));
    pf_facts_report_container(context, deployment, report);
    for (size_t i = 0; i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            pf_facts_made_from(address, deployment->supplies.items[i].name))
            pf_report_related(report, "supplied", deployment->supplies.items[i].span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(pf_facts_container_name(deployment)), PF_ARG(what));
}

/* Sessions or whole pages are kept in it, so that every request asks. */
static bool needs_cache(const struct pf_deployment *deployment)
{
    const struct pf_node *middleware = pf_facts_setting(deployment, "MIDDLEWARE");
    pf_str engine = pf_node_text(pf_facts_setting(deployment, "SESSION_ENGINE"));
    bool needs = pf_str_contains(engine, PF_STR("cache"));
    for (size_t i = 0; pf_node_is(middleware, PF_SEQ) && i < middleware->count; i++)
        needs |= pf_str_contains(pf_node_text(middleware->items[i]), PF_STR("middleware.cache"));
    return needs;
}

/* LOCATION of those caches that ask a server. */
static void judge_caches(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *caches = pf_facts_setting(deployment, "CACHES");
    for (size_t i = 0; pf_node_is(caches, PF_MAP) && i < caches->count; i++) {
        const struct pf_node *cache = caches->items[i];
        pf_str backend =
            pf_arena_lower(context->arena, pf_node_text(pf_node_get(cache, "BACKEND")));
        bool asks = pf_str_contains(backend, PF_STR("redis")) ||
                    pf_str_contains(backend, PF_STR("memcached"));
        const struct pf_node *address = local_address(pf_node_get(cache, "LOCATION"));
        if (asks && address != NULL)
            report_address(
                context, deployment, address, cache,
                pf_arena_format(context->arena, "the cache '%.*s'", PF_ARG(cache->key->text)),
                needs_cache(deployment) ? "used" : "cache");
    }
}

static void judge_layers(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *layers = pf_facts_setting(deployment, "CHANNEL_LAYERS");
    for (size_t i = 0; pf_node_is(layers, PF_MAP) && i < layers->count; i++) {
        const struct pf_node *address =
            local_address(pf_node_get(pf_node_get(layers->items[i], "CONFIG"), "hosts"));
        if (address != NULL)
            report_address(context, deployment, address, layers->items[i],
                           pf_arena_format(context->arena, "the channel layer '%.*s'",
                                           PF_ARG(layers->items[i]->key->text)),
                           "used");
    }
}

/* Where Celery is installed, and not told to do its tasks at once. */
static void judge_broker(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    static const char *const names[] = {"CELERY_BROKER_URL", "BROKER_URL"};
    const struct pf_node *eager = pf_facts_setting(deployment, "CELERY_TASK_ALWAYS_EAGER");
    if (pf_packages_find(pf_facts_wiring(context)->packages, PF_STR("celery")) == NULL ||
        (eager != NULL && !pf_node_is(eager, PF_BOOL)) || (eager != NULL && eager->as.boolean))
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct pf_node *broker = pf_facts_setting(deployment, names[i]);
        const struct pf_node *address =
            pf_node_is(broker, PF_STRING) ? local_address(broker) : NULL;
        if (address != NULL)
            report_address(context, deployment, address, broker, PF_STR("Celery's broker"), "used");
    }
}

/* Another container of the task, or the container itself, may run the server. */
static bool may_run_beside(const struct pf_deployment *deployment)
{
    static const pf_str servers[] = {PF_STR_INIT("redis-server"), PF_STR_INIT("memcached"),
                                     PF_STR_INIT("rabbitmq-server"), PF_STR_INIT("supervisor")};
    const struct pf_node *runs = deployment->image == NULL ? NULL : deployment->image->runs;
    if (deployment->container == NULL || !deployment->start.known ||
        (pf_taskdef_container_count(deployment->taskdef_root) > 1 &&
         pf_taskdef_shares_loopback(deployment->taskdef_root)))
        return true;
    for (size_t s = 0; s < sizeof servers / sizeof *servers; s++) {
        for (size_t i = 0; runs != NULL && i < runs->count; i++)
            if (pf_str_contains(pf_node_text(pf_node_get(runs->items[i], "text")), servers[s]))
                return true;
        for (size_t i = 0; i < deployment->start.count; i++)
            if (pf_str_contains(deployment->start.items[i].items[0], servers[s]))
                return true;
    }
    return false;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    if (may_run_beside(deployment))
        return;
    judge_caches(context, deployment);
    judge_layers(context, deployment);
    judge_broker(context, deployment);
}

void pf_check_service_on_localhost(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
