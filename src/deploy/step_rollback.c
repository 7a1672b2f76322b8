/* rollback: back to the task definition that the journal recorded before the first change. */
#include "deploy/release.h"

#include "command/deploy.h"

static enum pf_step_end nothing_known(struct pf_deploy_run *run)
{
    pf_say_problem(run->say, "no deploy of this project has recorded what ran before it: there is "
                             "nothing known to go back to");
    run->refusal = PF_EXIT_USAGE;
    return PF_STEP_REFUSED;
}

static enum pf_step_end rollback(struct pf_deploy_run *run)
{
    pf_str id, old = pf_release_old(run);
    struct pf_effect update = pf_effect_known(run, PF_EFFECT_UPDATE);
    if (run->journal == NULL || old.len == 0) {
        if (!run->dry_run || run->journal != NULL)
            return nothing_known(run);
        old = PF_STR("<recorded task definition>");
    }
    if (!pf_release_has_target(run)) {
        run->refusal = PF_EXIT_USAGE;
        return PF_STEP_REFUSED;
    }
    run->production = PF_PRODUCTION_AS_BEFORE;
    enum pf_step_end end = pf_release_update(run, PF_EFFECT_ROLLBACK, old, &id);
    if (end != PF_STEP_DONE || run->dry_run)
        return end;
    struct pf_rollout rollout = {id, old, pf_effect_text(&update, "task_definition")};
    end = pf_rollout_follow(run, &rollout);
    if (end == PF_STEP_DONE)
        run->production = PF_PRODUCTION_AS_BEFORE;
    return end;
}

const struct pf_deploy_step pf_step_rollback = {
    .name = "rollback",
    .summary = "back to the task definition that ran before the last deploy",
    .changes = "what the service runs",
    .run = rollback,
};
