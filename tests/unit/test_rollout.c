/* One look at a service, judged: R16's table. */
#include "unit.h"

#include "deploy/rollout.h"

Suite *rollout_suite(void);

static const struct pf_rollout ours = {PF_STR_INIT("ecs-svc/2"), PF_STR_INIT("shop:8"),
                                       PF_STR_INIT("shop:7")};

#define D(ID, STATUS, REVISION, ROLLOUT, DESIRED, RUNNING, FAILED)                                 \
    {                                                                                              \
        .id = PF_STR_INIT(ID), .status = PF_STR_INIT(STATUS),                                      \
        .task_definition = PF_STR_INIT(REVISION), .rollout = PF_STR_INIT(ROLLOUT),                 \
        .desired = DESIRED, .running = RUNNING, .failed = FAILED                                   \
    }

struct look {
    const char *name;
    struct pf_service_deployment deployments[2];
    size_t count;
    bool has_breaker, rolls_back;
    enum pf_rollout_state state;
};

static const struct look looks[] = {
    {"complete",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "COMPLETED", 2, 2, 0)},
     1,
     0,
     0,
     PF_ROLLOUT_DONE},
    {"completed, but not all runs",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "COMPLETED", 2, 1, 0)},
     1,
     0,
     0,
     PF_ROLLOUT_GOING},
    {"in progress",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "IN_PROGRESS", 2, 2, 0),
      D("ecs-svc/1", "ACTIVE", "shop:7", "COMPLETED", 2, 2, 0)},
     2,
     1,
     1,
     PF_ROLLOUT_GOING},
    {"no rollout state: alone and all runs",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "", 2, 2, 0)},
     1,
     0,
     0,
     PF_ROLLOUT_DONE},
    {"no rollout state: the old one still drains",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "", 2, 2, 0),
      D("ecs-svc/1", "ACTIVE", "shop:7", "", 2, 1, 0)},
     2,
     0,
     0,
     PF_ROLLOUT_GOING},
    {"failed, and the service will go back",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "FAILED", 2, 0, 3)},
     1,
     1,
     1,
     PF_ROLLOUT_GOING_BACK},
    {"failed, and nothing goes back",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "FAILED", 2, 0, 3)},
     1,
     1,
     0,
     PF_ROLLOUT_LOST},
    {"the old revision is primary again, not settled",
     {D("ecs-svc/3", "PRIMARY", "shop:7", "IN_PROGRESS", 2, 1, 0),
      D("ecs-svc/2", "ACTIVE", "shop:8", "FAILED", 2, 0, 3)},
     2,
     1,
     1,
     PF_ROLLOUT_GOING_BACK},
    {"rolled back by the circuit breaker",
     {D("ecs-svc/3", "PRIMARY", "shop:7", "COMPLETED", 2, 2, 0)},
     1,
     1,
     1,
     PF_ROLLOUT_BACK},
    {"the same revision by another deployment is not ours",
     {D("ecs-svc/3", "PRIMARY", "shop:8", "COMPLETED", 2, 2, 0)},
     1,
     0,
     0,
     PF_ROLLOUT_REPLACED},
    {"somebody else deployed",
     {D("ecs-svc/3", "PRIMARY", "shop:9", "IN_PROGRESS", 2, 0, 0),
      D("ecs-svc/2", "ACTIVE", "shop:8", "IN_PROGRESS", 2, 1, 0)},
     2,
     0,
     0,
     PF_ROLLOUT_REPLACED},
    {"our deployment runs another revision",
     {D("ecs-svc/2", "PRIMARY", "shop:9", "COMPLETED", 2, 2, 0)},
     1,
     0,
     0,
     PF_ROLLOUT_REPLACED},
    {"two failed tasks are no end",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "IN_PROGRESS", 2, 0, 2)},
     1,
     0,
     0,
     PF_ROLLOUT_GOING},
    {"three are, without a circuit breaker",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "IN_PROGRESS", 2, 0, 3)},
     1,
     0,
     0,
     PF_ROLLOUT_LOST},
    {"with one it decides",
     {D("ecs-svc/2", "PRIMARY", "shop:8", "IN_PROGRESS", 2, 0, 30)},
     1,
     1,
     0,
     PF_ROLLOUT_GOING},
    {"no deployment at all", {{.id = {0}}}, 0, 0, 0, PF_ROLLOUT_LOST},
};

START_TEST(success_is_our_deployment_primary_completed_with_our_revision_and_all_tasks)
{
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct look look = looks[i];
        struct pf_service service = {.desired = 2,
                                     .deployments = look.deployments,
                                     .deployment_count = look.count,
                                     .has_breaker = look.has_breaker,
                                     .rolls_back = look.rolls_back};
        pf_str why;
        ck_assert_msg(pf_rollout_judge(arena, &ours, &service, &why) == look.state, "%s",
                      look.name);
        pf_arena_free(arena);
    }
}
END_TEST

Suite *rollout_suite(void)
{
    const TTest *const tests[] = {
        success_is_our_deployment_primary_completed_with_our_revision_and_all_tasks,
        NULL,
    };
    return pf_suite("rollout", tests);
}
