/* preflight deploy: from its options to its exit status. */
#include "deploy/deploy.h"

#include "command/deploy.h"
#include "deploy/secret.h"

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

static const struct pf_deploy_step *find_step(pf_str name, struct pf_error *error)
{
    for (size_t i = 0; pf_deploy_steps[i] != NULL; i++)
        if (pf_str_eq(name, pf_str_c(pf_deploy_steps[i]->name)))
            return pf_deploy_steps[i];
    pf_error_set(error, PF_EXIT_USAGE, "no step '%.*s'; preflight deploy --help lists them",
                 PF_ARG(name));
    return NULL;
}

int pf_deploy_run_command(struct pf_call *call, struct pf_error *error)
{
    struct pf_deploy_run run;
    if (!pf_run_begin(call, pf_given_flag(&call->given, PF_DEPLOY_JSON),
                      pf_given_value(&call->given, PF_DEPLOY_TIMEOUT, ""), &run, error))
        return error->exit_status;
    for (size_t i = 0; i < call->given.operands.count; i++) {
        const struct pf_deploy_step *step = find_step(call->given.operands.items[i], error);
        if (step == NULL)
            return error->exit_status;
        pf_say_step(run.say, step->name, step->summary);
        if (step->run(&run) != PF_STEP_DONE)
            return PF_EXIT_DEPLOY_UNCHANGED;
    }
    return PF_EXIT_CLEAN;
}
