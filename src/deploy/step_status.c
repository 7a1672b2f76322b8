/* status: what the journal says, and what runs now. */
#include "deploy/release.h"

static pf_str text(const struct pf_node *map, const char *key)
{
    return pf_node_text(pf_node_get(map, key));
}

static void say_effect(struct pf_deploy_run *run, const char *name)
{
    struct pf_effect effect = pf_effect_known(run, name);
    if (effect.before == NULL && effect.after == NULL)
        return;
    pf_str what = pf_effect_text(&effect, "task_definition");
    if (what.len == 0)
        what = pf_effect_text(&effect, "digest");
    pf_say_result(run->say,
                  effect.state == PF_EFFECT_DONE    ? PF_SAY_OK
                  : effect.state == PF_EFFECT_BEGUN ? PF_SAY_WARN
                                                    : PF_SAY_NG,
                  pf_str_c(name), "%s%s%.*s",
                  effect.state == PF_EFFECT_DONE    ? "done"
                  : effect.state == PF_EFFECT_BEGUN ? "begun, and no word since"
                                                    : "failed",
                  what.len > 0 ? ": " : "", PF_ARG(what));
}

static void say_journal(struct pf_deploy_run *run)
{
    static const char *const effects[] = {PF_EFFECT_GIT_PUSH, PF_EFFECT_IMAGE, PF_EFFECT_REGISTER,
                                          PF_EFFECT_UPDATE, PF_EFFECT_ROLLBACK};
    struct pf_journal_last last = {0};
    if (run->journal != NULL)
        last = pf_journal_last(run->journal);
    if (!last.exists) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("last deploy"), "none is recorded here");
        return;
    }
    pf_say_enter(run->say, "last deploy: %.*s of %.*s, begun %.*s, %s%.*s",
                 PF_ARG(text(last.begin, "goal")), PF_ARG(text(last.begin, "commit")),
                 PF_ARG(text(last.begin, "time")), last.ended ? "ended with status " : "cut off",
                 PF_ARG(last.status));
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        say_effect(run, effects[i]);
    pf_str old = pf_release_old(run);
    if (old.len > 0)
        pf_say_note(run->say, "ran before it: %.*s", PF_ARG(old));
    if (!last.ended)
        pf_say_note(run->say, "preflight deploy --resume goes on with it");
    pf_say_leave(run->say);
}

static void say_deployment(struct pf_deploy_run *run, const struct pf_service_deployment *one)
{
    pf_say_note(run->say, "%-8.*s %.*s  %.*s  %lld of %lld running, %lld pending, %lld failed",
                PF_ARG(one->status), PF_ARG(one->task_definition),
                PF_ARG(one->rollout.len > 0 ? one->rollout : PF_STR("-")), (long long)one->running,
                (long long)one->desired, (long long)one->pending, (long long)one->failed);
}

static enum pf_step_end say_service(struct pf_deploy_run *run)
{
    struct pf_service service;
    if (!pf_release_has_target(run))
        return PF_STEP_FAILED;
    enum pf_step_end end = pf_release_look(run, &service);
    if (end != PF_STEP_DONE || run->dry_run)
        return end;
    pf_say_enter(run->say, "service %.*s: %.*s, %lld of %lld running",
                 PF_ARG(pf_run_setting(run, PF_SETTING_SERVICE)), PF_ARG(service.status),
                 (long long)service.running, (long long)service.desired);
    for (size_t i = 0; i < service.deployment_count; i++)
        say_deployment(run, &service.deployments[i]);
    pf_say_leave(run->say);
    return PF_STEP_DONE;
}

static enum pf_step_end status(struct pf_deploy_run *run)
{
    say_journal(run);
    return say_service(run);
}

const struct pf_deploy_step pf_step_status = {
    .name = "status",
    .summary = "where the last deploy stands, and what runs now",
    .changes = "",
    .run = status,
};
