/* preflight deploy: from its options to its exit status. */
#include "deploy/deploy.h"

#include "command/deploy.h"
#include "deploy/chain.h"
#include "deploy/journal.h"
#include "deploy/lock.h"
#include "deploy/release.h"
#include "deploy/secret.h"
#include "deploy/snapshot.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

static bool read_seconds(pf_str text, int64_t *seconds, struct pf_error *error)
{
    *seconds = PF_DEPLOY_SECONDS;
    if (text.len == 0)
        return true;
    if (pf_str_to_int(text, seconds) && *seconds > 0 && *seconds <= 86400)
        return true;
    return pf_error_set(error, PF_EXIT_USAGE, "--timeout takes seconds from 1 to 86400, not '%.*s'",
                        PF_ARG(text));
}

bool pf_run_begin(struct pf_call *call, bool json, pf_str timeout_text, struct pf_deploy_run *run,
                  struct pf_error *error)
{
    int64_t seconds;
    struct timespec now;
    *run = (struct pf_deploy_run){.arena = call->arena, .given = &call->given};
    if (!read_seconds(timeout_text, &seconds, error) ||
        !pf_settings_take_given(call->arena, &run->settings, &call->given, error))
        return false;
    run->signals = PF_NEW(call->arena, struct pf_signals);
    if (!pf_signals_open(run->signals, error))
        return false;
    run->masker = pf_masker_new(call->arena);
    pf_secrets_hide(run->masker);
    struct pf_say_look look = {.json = json,
                               .on_github = call->on_github,
                               .colour = pf_call_look(call).colour && !json,
                               .terminal = isatty(STDOUT_FILENO) == 1,
                               .verbose = pf_given_flag(&call->given, PF_OPTION_VERBOSE),
                               .descriptor = STDOUT_FILENO};
    run->say = pf_say_new(call->arena, &look, run->masker);
    clock_gettime(CLOCK_MONOTONIC, &now);
    run->deadline_milliseconds = (now.tv_sec + seconds) * 1000 + now.tv_nsec / 1000000;
    return true;
}

/* The journal of this project and, for whoever changes something, the lock. */
static bool open_journal(struct pf_deploy_run *run, const struct pf_chain *chain,
                         struct pf_error *error)
{
    pf_str folder;
    pf_str project =
        pf_arena_format(run->arena, "%.*s/%.*s", PF_ARG(run->work_tree), PF_ARG(run->prefix));
    if (run->dry_run)
        return true;
    if (!pf_state_folder(run->arena, pf_run_setting(run, PF_SETTING_STATE), project, &folder,
                         error) ||
        (chain->changes && !pf_lock_take(run->arena, folder, error)))
        return false;
    const char *path = pf_arena_format(run->arena, "%.*s/journal", PF_ARG(folder)).data;
    if (!pf_journal_open(run->arena, path, &run->journal, error))
        return false;
    pf_journal_resume(run->journal);
    return true;
}

static pf_str of_begin(const struct pf_journal_last *last, const char *name)
{
    return pf_node_text(pf_node_get(last->begin, name));
}

/* --resume takes up the last deploy: its goal, and the commit that it checked. */
static bool take_up(struct pf_deploy_run *run, const struct pf_chain *chain, struct pf_error *error)
{
    struct pf_journal_last last = pf_journal_last(run->journal);
    if (!last.exists || (last.ended && pf_str_eq(last.status, PF_STR("0"))))
        return pf_error_set(error, PF_EXIT_USAGE, "there is no deploy to go on with");
    if (!pf_str_eq(of_begin(&last, "commit"), run->commit))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "the deploy that was cut off is of %.*s; check that commit out to go "
                            "on with it",
                            PF_ARG(of_begin(&last, "commit")));
    if (!pf_str_eq(of_begin(&last, "goal"), chain->goal))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "the deploy that was cut off is a %.*s: preflight deploy %.*s --resume",
                            PF_ARG(of_begin(&last, "goal")), PF_ARG(of_begin(&last, "goal")));
    return true;
}

/* A deploy that nobody ended and that touched production is not begun again by accident. */
static bool is_free(struct pf_deploy_run *run, struct pf_error *error)
{
    static const char *const effects[] = {PF_EFFECT_GIT_PUSH, PF_EFFECT_UPDATE, PF_EFFECT_ROLLBACK};
    struct pf_journal_last last = pf_journal_last(run->journal);
    if (!last.exists || last.ended)
        return true;
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        if (pf_effect_known(run, effects[i]).state == PF_EFFECT_NEVER)
            continue;
        if (pf_given_value(run->given, PF_DEPLOY_OVERRIDE, "").len > 0)
            return true;
        return pf_error_set(error, PF_EXIT_DEPLOY_CHANGED,
                            "the last deploy, of %.*s, was cut off after it began to change "
                            "production (%s): --resume goes on with it, `preflight deploy "
                            "rollback` takes it back",
                            PF_ARG(of_begin(&last, "commit")), effects[i]);
    }
    pf_say_note(run->say, "the last deploy was cut off before it changed production");
    return true;
}

static const char *text(struct pf_deploy_run *run, pf_str s)
{
    return pf_arena_str(run->arena, s).data;
}

/* The line that begins a deploy. A rollback belongs to the deploy that it takes back. */
static bool begin(struct pf_deploy_run *run, const struct pf_chain *chain, struct pf_error *error)
{
    if (run->dry_run || !chain->changes || pf_str_eq(chain->goal, PF_STR("rollback")))
        return true;
    if (run->resume)
        return take_up(run, chain, error);
    if (!is_free(run, error))
        return false;
    pf_str override = pf_given_value(run->given, PF_DEPLOY_OVERRIDE, "");
    return pf_journal_begin(
        run->journal, error, "goal", text(run, chain->goal), "commit", text(run, run->commit),
        "branch", text(run, run->branch), "plan", text(run, run->plan->sha256), "cluster",
        text(run, pf_run_setting(run, PF_SETTING_CLUSTER)), "service",
        text(run, pf_run_setting(run, PF_SETTING_SERVICE)), "override", text(run, override), NULL);
}

/* On a terminal somebody is asked; elsewhere --yes must say it. */
static bool may_change(struct pf_deploy_run *run, const struct pf_chain *chain,
                       struct pf_error *error)
{
    char answer[16];
    if (run->dry_run || !chain->changes || pf_given_flag(run->given, PF_DEPLOY_YES))
        return true;
    if (isatty(STDIN_FILENO) != 1 || pf_say_look(run->say)->json)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "this changes production; --yes says that it may, where nobody can be "
                            "asked");
    pf_say_note(run->say, "%.*s of %.*s: go on? [y/N] ", PF_ARG(chain->goal), PF_ARG(run->commit));
    ssize_t len = read(STDIN_FILENO, answer, sizeof answer);
    if (len > 0 && (answer[0] == 'y' || answer[0] == 'Y'))
        return true;
    return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "not begun");
}

static enum pf_step_end run_steps(struct pf_deploy_run *run, const struct pf_chain *chain)
{
    enum pf_step_end end = PF_STEP_DONE;
    for (size_t i = 0; i < chain->count && end == PF_STEP_DONE; i++) {
        const struct pf_deploy_step *step = chain->steps[i];
        if (pf_run_must_stop(run))
            return PF_STEP_INTERRUPTED;
        pf_say_step(run->say, step->name, step->summary);
        if (run->dry_run && step->changes[0] != '\0')
            pf_say_note(run->say, "would change: %s", step->changes);
        end = step->run(run);
        pf_say_event(run->say, "step-end", "result",
                     end == PF_STEP_DONE      ? "done"
                     : end == PF_STEP_FAILED  ? "failed"
                     : end == PF_STEP_REFUSED ? "refused"
                                              : "interrupted",
                     NULL);
    }
    return end;
}

static int status_of(struct pf_deploy_run *run, enum pf_step_end end)
{
    int by_production = run->production == PF_PRODUCTION_AS_BEFORE ? PF_EXIT_DEPLOY_UNCHANGED
                                                                   : PF_EXIT_DEPLOY_CHANGED;
    switch (end) {
    case PF_STEP_DONE:
        return PF_EXIT_CLEAN;
    case PF_STEP_REFUSED:
        return run->production == PF_PRODUCTION_AS_BEFORE ? run->refusal : by_production;
    case PF_STEP_FAILED:
        return by_production;
    case PF_STEP_INTERRUPTED:
        break;
    }
    return run->signals->got != 0 ? 128 + run->signals->got : by_production;
}

static const char *production_words(const struct pf_deploy_run *run)
{
    static const char *const words[] = {
        [PF_PRODUCTION_AS_BEFORE] = "production is as before",
        [PF_PRODUCTION_CHANGED] = "production was changed",
        [PF_PRODUCTION_UNKNOWN] = "what production runs is not known",
    };
    return words[run->production];
}

/* What a person can do now, exactly. */
static void say_way_out(struct pf_deploy_run *run)
{
    pf_str manual = pf_release_manual(run, pf_release_old(run));
    if (run->production == PF_PRODUCTION_AS_BEFORE)
        return;
    pf_say_note(run->say, "preflight deploy --resume goes on; preflight deploy rollback goes back");
    if (manual.len > 0)
        pf_say_note(run->say, "by hand: %.*s", PF_ARG(manual));
}

/* An interrupted deploy has no end in the journal: --resume finds it so. */
static void end_journal(struct pf_deploy_run *run, const struct pf_chain *chain, int status)
{
    const char *number = pf_arena_format(run->arena, "%d", status).data;
    struct pf_error error = {0};
    if (run->dry_run || !chain->changes || status > 128)
        return;
    bool is_over = status == PF_EXIT_CLEAN || run->production == PF_PRODUCTION_AS_BEFORE;
    if (is_over && !pf_journal_add(run->journal, "end", NULL, &error, "status", number, NULL))
        pf_say_problem(run->say, "%s", error.message);
}

static int conclude(struct pf_deploy_run *run, const struct pf_chain *chain, enum pf_step_end end)
{
    int status = status_of(run, end);
    pf_say_step(run->say, NULL, NULL);
    end_journal(run, chain, status);
    if (status == PF_EXIT_CLEAN) {
        pf_say_end(run->say, status, "%s", run->dry_run ? "nothing was changed" : "done");
        return status;
    }
    say_way_out(run);
    pf_say_end(run->say, status, "%s; %s",
               end == PF_STEP_INTERRUPTED ? run->signals->got != 0
                                                ? "interrupted"
                                                : "the time for the whole deploy is over"
               : end == PF_STEP_REFUSED   ? "refused"
                                          : "failed",
               production_words(run));
    return status;
}

/* Refused before any step. */
static int refused(struct pf_deploy_run *run, const struct pf_error *error)
{
    pf_say_step(run->say, NULL, NULL);
    pf_say_end(run->say, error->exit_status, "%s", error->message);
    return error->exit_status;
}

static int deploy(struct pf_deploy_run *run, const struct pf_chain *chain)
{
    struct pf_error error = {0};
    pf_say_step(run->say, "gate", "preflight check on the commit that would be deployed");
    enum pf_step_end end = pf_gate(run, chain->remote);
    if (end != PF_STEP_DONE) {
        pf_say_step(run->say, NULL, NULL);
        int status = end == PF_STEP_INTERRUPTED ? status_of(run, end) : run->refusal;
        pf_say_end(run->say, status, "%s; nothing was changed",
                   end == PF_STEP_INTERRUPTED ? "interrupted" : "refused");
        return status;
    }
    if (!open_journal(run, chain, &error) || !may_change(run, chain, &error) ||
        !begin(run, chain, &error))
        return refused(run, &error);
    return conclude(run, chain, run_steps(run, chain));
}

int pf_deploy_run_command(struct pf_call *call, struct pf_error *error)
{
    struct pf_deploy_run run;
    struct pf_chain chain;
    const struct pf_given *given = &call->given;
    if (!pf_run_begin(call, pf_given_flag(given, PF_DEPLOY_JSON),
                      pf_given_value(given, PF_DEPLOY_TIMEOUT, ""), &run, error) ||
        !pf_chain_make(&given->operands, pf_given_value(given, PF_DEPLOY_FROM, ""),
                       pf_given_value(given, PF_DEPLOY_ONLY, ""), &chain, error))
        return error->exit_status;
    run.dry_run = pf_given_flag(given, PF_DEPLOY_DRY_RUN);
    run.resume = pf_given_flag(given, PF_DEPLOY_RESUME);
    run.goal = chain.goal;
    int status = deploy(&run, &chain);
    pf_private_remove(&run);
    pf_journal_close(run.journal);
    return status;
}
