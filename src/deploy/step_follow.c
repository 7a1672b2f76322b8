/* follow: what the push or the release has started, until it is decided. */
#include "deploy/github.h"
#include "deploy/release.h"

/* The deployment that the service got by the workflow: whatever is PRIMARY once the run is over. */
static enum pf_step_end follow_primary(struct pf_deploy_run *run)
{
    struct pf_service service;
    pf_str why, old = pf_release_old(run);
    if (pf_run_setting(run, PF_SETTING_CLUSTER).len == 0 ||
        pf_run_setting(run, PF_SETTING_SERVICE).len == 0) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("service"),
                      "cluster and service are not known");
        return PF_STEP_DONE;
    }
    enum pf_aws_kind kind = pf_service_look(run, run->arena, &service, &why);
    if (run->dry_run)
        return PF_STEP_DONE;
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    if (kind == PF_AWS_NOT_ASKED) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("service"), "%.*s", PF_ARG(why));
        return PF_STEP_DONE;
    }
    const struct pf_service_deployment *primary =
        kind == PF_AWS_DONE ? pf_service_primary(&service) : NULL;
    if (primary == NULL) {
        pf_say_result(run->say, PF_SAY_NG, PF_STR("service"), "%.*s", PF_ARG(why));
        return PF_STEP_FAILED;
    }
    bool is_old = old.len > 0 && pf_str_eq(primary->task_definition, old);
    if (is_old && run->journal != NULL &&
        pf_effect_known(run, PF_EFFECT_GIT_PUSH).state == PF_EFFECT_DONE) {
        pf_say_result(run->say, PF_SAY_NG, PF_STR("service"),
                      "still runs %.*s: the workflow deployed nothing, or ECS went back",
                      PF_ARG(old));
        if (pf_service_is_settled(&service))
            run->production = PF_PRODUCTION_AS_BEFORE;
        return PF_STEP_FAILED;
    }
    struct pf_rollout rollout = {primary->id, primary->task_definition, old};
    return pf_rollout_follow(run, &rollout);
}

static enum pf_step_end follow_effect(struct pf_deploy_run *run, const struct pf_effect *effect)
{
    struct pf_rollout rollout = {pf_effect_text(effect, "deployment"),
                                 pf_effect_text(effect, "task_definition"), pf_release_old(run)};
    return pf_rollout_follow(run, &rollout);
}

static enum pf_step_end follow(struct pf_deploy_run *run)
{
    struct pf_effect update = pf_effect_known(run, PF_EFFECT_UPDATE);
    if (update.state == PF_EFFECT_DONE)
        return follow_effect(run, &update);
    if (pf_str_eq(run->goal, PF_STR("release")))
        return follow_primary(run);
    enum pf_step_end end = pf_github_follow(run);
    if (end == PF_STEP_FAILED && run->production == PF_PRODUCTION_CHANGED) {
        /* A run that fails before it deploys leaves production alone: the service says so. */
        struct pf_service service;
        pf_str why, old = pf_release_old(run);
        if (old.len > 0 && pf_service_look(run, run->arena, &service, &why) == PF_AWS_DONE &&
            pf_service_primary(&service) != NULL && pf_service_is_settled(&service) &&
            pf_str_eq(pf_service_primary(&service)->task_definition, old)) {
            run->production = PF_PRODUCTION_AS_BEFORE;
            pf_say_result(run->say, PF_SAY_OK, PF_STR("service"), "still runs %.*s", PF_ARG(old));
        }
    }
    return end == PF_STEP_DONE ? follow_primary(run) : end;
}

const struct pf_deploy_step pf_step_follow = {
    .name = "follow",
    .summary = "the GitHub run and the ECS service, until they are done",
    .changes = "",
    .run = follow,
};
