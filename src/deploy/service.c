/* describe-services → a service. */
#include "deploy/service.h"

static pf_str text(const struct pf_node *map, const char *key)
{
    return pf_node_text(pf_node_get(map, key));
}

static int64_t number(const struct pf_node *map, const char *key)
{
    const struct pf_node *value = pf_node_get(map, key);
    return pf_node_is(value, PF_INT) ? value->as.integer : 0;
}

static bool truth(const struct pf_node *map, const char *key)
{
    const struct pf_node *value = pf_node_get(map, key);
    return pf_node_is(value, PF_BOOL) && value->as.boolean;
}

static struct pf_service_deployment deployment_of(const struct pf_node *node)
{
    return (struct pf_service_deployment){.id = text(node, "id"),
                                          .status = text(node, "status"),
                                          .task_definition = text(node, "taskDefinition"),
                                          .rollout = text(node, "rolloutState"),
                                          .reason = text(node, "rolloutStateReason"),
                                          .desired = number(node, "desiredCount"),
                                          .running = number(node, "runningCount"),
                                          .pending = number(node, "pendingCount"),
                                          .failed = number(node, "failedTasks")};
}

bool pf_service_read(struct pf_arena *arena, const struct pf_node *service, struct pf_service *read)
{
    const struct pf_node *deployments = pf_node_get(service, "deployments");
    const struct pf_node *breaker =
        pf_node_get(pf_node_get(service, "deploymentConfiguration"), "deploymentCircuitBreaker");
    const struct pf_node *events = pf_node_get(service, "events");
    if (!pf_node_is(service, PF_MAP) || !pf_node_is(deployments, PF_SEQ))
        return false;
    *read = (struct pf_service){
        .status = text(service, "status"),
        .controller = text(pf_node_get(service, "deploymentController"), "type"),
        .desired = number(service, "desiredCount"),
        .running = number(service, "runningCount"),
        .pending = number(service, "pendingCount"),
        .deployments = PF_NEW_ARRAY(arena, struct pf_service_deployment, deployments->count),
        .deployment_count = deployments->count,
        .has_breaker = truth(breaker, "enable"),
        .rolls_back = truth(breaker, "enable") && truth(breaker, "rollback"),
        .events = pf_node_is(events, PF_SEQ) ? events : NULL};
    for (size_t i = 0; i < deployments->count; i++)
        read->deployments[i] = deployment_of(deployments->items[i]);
    return true;
}

enum pf_aws_kind pf_service_look(struct pf_deploy_run *run, struct pf_arena *arena,
                                 struct pf_service *service, pf_str *why)
{
    pf_str cluster = pf_run_setting(run, PF_SETTING_CLUSTER);
    pf_str name = pf_run_setting(run, PF_SETTING_SERVICE);
    pf_str input = pf_aws_input(arena, "cluster", pf_arena_str(arena, cluster).data, "services[]",
                                pf_arena_str(arena, name).data, NULL);
    struct pf_aws_reply reply = pf_aws_call(run, arena, "ecs", "describe-services", input, "");
    *why = reply.message;
    if (reply.kind != PF_AWS_DONE || run->dry_run)
        return reply.kind;
    const struct pf_node *found = pf_node_at(pf_node_get(reply.root, "services"), 0);
    const struct pf_node *failure = pf_node_at(pf_node_get(reply.root, "failures"), 0);
    if (found == NULL && failure != NULL) {
        *why = pf_arena_format(arena, "service '%.*s' in cluster '%.*s': %.*s", PF_ARG(name),
                               PF_ARG(cluster), PF_ARG(text(failure, "reason")));
        return PF_AWS_REFUSED;
    }
    if (!pf_service_read(arena, found, service)) {
        *why = PF_STR("aws described no service");
        return PF_AWS_NO_ANSWER;
    }
    return PF_AWS_DONE;
}

const struct pf_service_deployment *pf_service_primary(const struct pf_service *service)
{
    for (size_t i = 0; i < service->deployment_count; i++)
        if (pf_str_eq(service->deployments[i].status, PF_STR("PRIMARY")))
            return &service->deployments[i];
    return NULL;
}

const struct pf_service_deployment *pf_service_deployment_of(const struct pf_service *service,
                                                             pf_str id)
{
    for (size_t i = 0; i < service->deployment_count; i++)
        if (pf_str_eq(service->deployments[i].id, id))
            return &service->deployments[i];
    return NULL;
}

bool pf_service_is_settled(const struct pf_service *service)
{
    const struct pf_service_deployment *primary = pf_service_primary(service);
    if (primary == NULL || primary->running != primary->desired)
        return false;
    if (primary->rollout.len > 0)
        return pf_str_eq(primary->rollout, PF_STR("COMPLETED"));
    return service->deployment_count == 1;
}
