/* What aws might print, read as a reply, a service and a verdict on a rollout. The first byte says
 * how the program ended. */
#include "deploy/rollout.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct pf_rollout rollout = {PF_STR_INIT("ecs-svc/2"), PF_STR_INIT("shop:8"),
                                              PF_STR_INIT("shop:7")};
    if (size == 0)
        return 0;
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = {(const char *)data + 1, size - 1};
    bool is_error = data[0] & 1;
    struct pf_spawned done = {.end = PF_SPAWN_EXITED,
                              .status = is_error ? 254 : 0,
                              .out = is_error ? PF_STR("") : text,
                              .err = is_error ? text : PF_STR("")};
    struct pf_aws_reply reply = pf_aws_reply_of(arena, &done);
    struct pf_service service;
    const struct pf_node *found = pf_node_at(pf_node_get(reply.root, "services"), 0);
    if ((reply.kind == PF_AWS_DONE) != (reply.root != NULL))
        pf_die("a reply without a root");
    if (pf_service_read(arena, found, &service)) {
        pf_str why;
        enum pf_rollout_state state = pf_rollout_judge(arena, &rollout, &service, &why);
        const struct pf_service_deployment *primary = pf_service_primary(&service);
        bool is_ours = primary != NULL && pf_str_eq(primary->id, rollout.deployment) &&
                       pf_str_eq(primary->task_definition, rollout.task_definition);
        if (state == PF_ROLLOUT_DONE && !is_ours)
            pf_die("success without our deployment");
    }
    pf_arena_free(arena);
    return 0;
}
