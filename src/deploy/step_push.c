/* push: the checked commit, by its id, to the branch that deploys. */
#include "deploy/effect.h"
#include "deploy/git.h"
#include "deploy/release.h"

enum { PUSH_SECONDS = 300 };

static enum pf_step_end failed(struct pf_deploy_run *run, pf_str why)
{
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    pf_say_result(run->say, PF_SAY_NG, PF_STR("git push"), "%.*s", PF_ARG(why));
    return PF_STEP_FAILED;
}

/* The id that the remote's branch has now: the remote is asked. False when it does not answer. */
static bool ask_remote(struct pf_deploy_run *run, pf_str *commit, pf_str *why)
{
    const char *remote = pf_arena_str(run->arena, pf_run_setting(run, PF_SETTING_REMOTE)).data;
    const char *ref = pf_arena_format(run->arena, "refs/heads/%.*s", PF_ARG(run->branch)).data;
    const char *const words[] = {
        "ls-remote", "--upload-pack=git-upload-pack", "--end-of-options", remote, ref, NULL};
    struct pf_child child = {.program = "git",
                             .arguments = pf_git_remote_words(run, words),
                             .directory = run->folder.data,
                             .changes = ""};
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    pf_str rest;
    pf_str_cut(done.out, '\t', commit, &rest);
    *why = pf_child_text(run, run->arena, &child, &done);
    return pf_spawned_well(&done);
}

/* What an earlier process pushed, or somebody else: nothing is left to do then. */
static bool is_there(struct pf_deploy_run *run)
{
    pf_str commit, why;
    return ask_remote(run, &commit, &why) && pf_str_eq(commit, run->commit);
}

/* The task definition that runs now, where that can be told: a rollback needs it. */
static bool note_old(struct pf_deploy_run *run)
{
    struct pf_service service;
    struct pf_error error = {0};
    pf_str why;
    if (run->dry_run || pf_release_old(run).len > 0 ||
        pf_run_setting(run, PF_SETTING_CLUSTER).len == 0 ||
        pf_run_setting(run, PF_SETTING_SERVICE).len == 0)
        return true;
    if (pf_service_look(run, run->arena, &service, &why) != PF_AWS_DONE) {
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("rollback target"),
                      "the service cannot be seen from here: %.*s", PF_ARG(why));
        return true;
    }
    const struct pf_service_deployment *primary = pf_service_primary(&service);
    if (primary == NULL)
        return true;
    if (pf_journal_add(run->journal, "note", NULL, &error, "old_task_definition",
                       pf_arena_str(run->arena, primary->task_definition).data, "old_deployment",
                       pf_arena_str(run->arena, primary->id).data, NULL)) {
        pf_say_result(run->say, PF_SAY_OK, PF_STR("rollback target"), "%.*s",
                      PF_ARG(primary->task_definition));
        return true;
    }
    pf_say_problem(run->say, "%s; nothing was changed", error.message);
    return false;
}

static enum pf_step_end call_git(struct pf_deploy_run *run)
{
    const char *remote = pf_arena_str(run->arena, pf_run_setting(run, PF_SETTING_REMOTE)).data;
    const char *commit = pf_arena_str(run->arena, run->commit).data;
    const char *refs =
        pf_arena_format(run->arena, "%s:refs/heads/%.*s", commit, PF_ARG(run->branch)).data;
    const char *const words[] = {"push",
                                 "--porcelain",
                                 "--no-verify",
                                 "--no-signed",
                                 "--receive-pack=git-receive-pack",
                                 "--end-of-options",
                                 remote,
                                 refs,
                                 NULL};
    struct pf_child child = {.program = "git",
                             .arguments = pf_git_remote_words(run, words),
                             .directory = run->folder.data,
                             .limit_seconds = PUSH_SECONDS,
                             .changes = "moves the remote's branch, which starts the deploy",
                             .shows = true};
    if (!pf_effect_begin(run, PF_EFFECT_GIT_PUSH, PF_EFFECT_ON_PRODUCTION, "commit", commit, NULL))
        return pf_run_must_stop(run) ? PF_STEP_INTERRUPTED : PF_STEP_FAILED;
    struct pf_spawned done = pf_child_run(run, run->arena, &child);
    bool pushed = pf_spawned_well(&done);
    bool is_sure = done.end == PF_SPAWN_NOT_STARTED;
    if (!run->dry_run && !pushed && done.end != PF_SPAWN_INTERRUPTED && !is_sure) {
        pf_str theirs, why;
        is_sure = ask_remote(run, &theirs, &why);
        pushed = is_sure && pf_str_eq(theirs, run->commit);
    }
    pf_effect_end(run, PF_EFFECT_GIT_PUSH,
                  pushed    ? PF_RESULT_DONE
                  : is_sure ? PF_RESULT_FAILED
                            : PF_RESULT_UNKNOWN,
                  PF_EFFECT_ON_PRODUCTION, "commit", commit, NULL);
    if (!pushed)
        return failed(run, pf_child_text(run, run->arena, &child, &done));
    if (!run->dry_run)
        pf_say_result(run->say, PF_SAY_OK, PF_STR("git push"), "%s is on %.*s", commit,
                      PF_ARG(run->branch));
    return PF_STEP_DONE;
}

static enum pf_step_end push(struct pf_deploy_run *run)
{
    struct pf_effect known = pf_effect_known(run, PF_EFFECT_GIT_PUSH);
    if (known.state != PF_EFFECT_NEVER && is_there(run)) {
        run->production = PF_PRODUCTION_CHANGED;
        if (known.state == PF_EFFECT_BEGUN)
            pf_effect_end(run, PF_EFFECT_GIT_PUSH, PF_RESULT_DONE, PF_EFFECT_ON_PRODUCTION, NULL);
        pf_say_result(run->say, PF_SAY_SKIP, PF_STR("git push"), "pushed before");
        return PF_STEP_DONE;
    }
    if (!note_old(run))
        return PF_STEP_FAILED;
    return call_git(run);
}

const struct pf_deploy_step pf_step_push = {
    .name = "push",
    .summary = "git push of the checked commit to the branch that deploys",
    .changes = "the remote's branch, and through its workflow production",
    .run = push,
};
