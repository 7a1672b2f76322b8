/* One look at a time, until it is decided. */
#include "deploy/rollout.h"

#include <time.h>

static bool is(pf_str text, const char *word)
{
    return pf_str_eq(text, pf_str_c(word));
}

/* Ours is gone, failed or no longer the one that counts: what stands in its place? */
static enum pf_rollout_state judge_end(struct pf_arena *arena, const struct pf_rollout *rollout,
                                       const struct pf_service *service, pf_str reason, pf_str *why)
{
    const struct pf_service_deployment *primary = pf_service_primary(service);
    bool is_ours = primary != NULL && pf_str_eq(primary->id, rollout->deployment);
    bool is_old = primary != NULL && !is_ours && rollout->old_task_definition.len > 0 &&
                  pf_str_eq(primary->task_definition, rollout->old_task_definition);
    if (is_old) {
        *why = pf_arena_format(arena, "ECS went back to %.*s: %.*s",
                               PF_ARG(rollout->old_task_definition), PF_ARG(reason));
        return pf_service_is_settled(service) ? PF_ROLLOUT_BACK : PF_ROLLOUT_GOING_BACK;
    }
    if (primary != NULL && !is_ours) {
        *why = pf_arena_format(arena, "another deployment, %.*s with %.*s, took its place",
                               PF_ARG(primary->id), PF_ARG(primary->task_definition));
        return PF_ROLLOUT_REPLACED;
    }
    *why = reason;
    return service->rolls_back ? PF_ROLLOUT_GOING_BACK : PF_ROLLOUT_LOST;
}

static bool is_complete(const struct pf_rollout *rollout, const struct pf_service *service,
                        const struct pf_service_deployment *ours)
{
    bool says_so =
        ours->rollout.len > 0 ? is(ours->rollout, "COMPLETED") : service->deployment_count == 1;
    return says_so && pf_str_eq(ours->task_definition, rollout->task_definition) &&
           ours->running == ours->desired && ours->desired == service->desired &&
           ours->pending == 0;
}

enum pf_rollout_state pf_rollout_judge(struct pf_arena *arena, const struct pf_rollout *rollout,
                                       const struct pf_service *service, pf_str *why)
{
    const struct pf_service_deployment *ours =
        pf_service_deployment_of(service, rollout->deployment);
    *why = PF_STR("");
    if (ours == NULL)
        return judge_end(arena, rollout, service, PF_STR("our deployment is gone"), why);
    if (is(ours->rollout, "FAILED"))
        return judge_end(arena, rollout, service,
                         ours->reason.len > 0 ? ours->reason : PF_STR("the deployment failed"),
                         why);
    if (!is(ours->status, "PRIMARY"))
        return judge_end(arena, rollout, service, PF_STR("our deployment was replaced"), why);
    if (!pf_str_eq(ours->task_definition, rollout->task_definition)) {
        *why = pf_arena_format(arena, "our deployment runs %.*s", PF_ARG(ours->task_definition));
        return PF_ROLLOUT_REPLACED;
    }
    if (is_complete(rollout, service, ours))
        return PF_ROLLOUT_DONE;
    if (ours->failed >= PF_ROLLOUT_FAILED && ours->running == 0 && !service->has_breaker) {
        *why =
            pf_arena_format(arena, "%lld tasks failed and none runs; no circuit breaker ends this",
                            (long long)ours->failed);
        return PF_ROLLOUT_LOST;
    }
    return PF_ROLLOUT_GOING;
}

/* What was seen so far. */
struct watch {
    struct pf_deploy_run *run;
    const struct pf_rollout *rollout;
    struct pf_strs events; /* ids that were said */
    bool is_first;
    unsigned deaf;
    pf_str why;
};

/* Oldest first. Those before the first look are history. */
static void say_events(struct watch *watch, const struct pf_service *service)
{
    const struct pf_node *events = service->events;
    for (size_t i = events == NULL ? 0 : events->count; i > 0; i--) {
        pf_str id = pf_node_text(pf_node_get(events->items[i - 1], "id"));
        if (pf_strs_has(&watch->events, id))
            continue;
        *pf_pile_add(watch->run->arena, &watch->events) = pf_arena_str(watch->run->arena, id);
        pf_str message = pf_node_text(pf_node_get(events->items[i - 1], "message"));
        if (!watch->is_first)
            pf_say_note(watch->run->say, "event: %.*s", PF_ARG(message));
    }
    watch->is_first = false;
}

static void say_progress(struct watch *watch, const struct pf_service *service)
{
    const struct pf_service_deployment *ours =
        pf_service_deployment_of(service, watch->rollout->deployment);
    const struct pf_service_deployment *shown = ours != NULL ? ours : pf_service_primary(service);
    if (shown == NULL)
        return;
    pf_say_progress(watch->run->say,
                    "%.*s %.*s%s%.*s: %lld of %lld running, %lld pending, %lld "
                    "failed",
                    PF_ARG(shown->id), PF_ARG(shown->status), shown->rollout.len > 0 ? " " : "",
                    PF_ARG(shown->rollout), (long long)shown->running, (long long)shown->desired,
                    (long long)shown->pending, (long long)shown->failed);
}

/* One look. */
static enum pf_rollout_state look(struct watch *watch, enum pf_aws_kind *kind)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_service service;
    enum pf_rollout_state state = PF_ROLLOUT_GOING;
    pf_str why;
    *kind = pf_service_look(watch->run, arena, &service, &why);
    watch->deaf = *kind == PF_AWS_DONE ? 0 : watch->deaf + 1;
    if (*kind == PF_AWS_DONE) {
        say_events(watch, &service);
        say_progress(watch, &service);
        state = pf_rollout_judge(arena, watch->rollout, &service, &why);
    }
    watch->why = pf_arena_str(watch->run->arena, why);
    pf_arena_free(arena);
    return state;
}

static bool gives_up(const struct watch *watch, enum pf_aws_kind kind)
{
    return kind == PF_AWS_REFUSED || kind == PF_AWS_NOT_ASKED || watch->deaf >= PF_ROLLOUT_DEAF;
}

static enum pf_step_end undecided(struct watch *watch, const char *what)
{
    pf_say_problem(watch->run->say, "%s%s%.*s", what, watch->why.len > 0 ? ": " : "",
                   PF_ARG(watch->why));
    return PF_STEP_FAILED;
}

static enum pf_step_end decided(struct watch *watch, enum pf_rollout_state state)
{
    struct pf_deploy_run *run = watch->run;
    pf_str name = PF_STR("rollout");
    if (state == PF_ROLLOUT_DONE) {
        pf_say_result(run->say, PF_SAY_OK, name, "%.*s runs %.*s",
                      PF_ARG(watch->rollout->deployment), PF_ARG(watch->rollout->task_definition));
        return PF_STEP_DONE;
    }
    pf_say_result(run->say, PF_SAY_NG, name, "%.*s", PF_ARG(watch->why));
    pf_stopped_say(run, watch->rollout->task_definition);
    run->production = state == PF_ROLLOUT_BACK ? PF_PRODUCTION_AS_BEFORE : PF_PRODUCTION_CHANGED;
    return PF_STEP_FAILED;
}

static unsigned poll_milliseconds(const struct pf_deploy_run *run)
{
    int64_t milliseconds;
    pf_str text = pf_run_setting(run, PF_SETTING_POLL);
    return pf_str_to_int(text, &milliseconds) ? (unsigned)milliseconds : PF_ROLLOUT_POLL;
}

enum pf_step_end pf_rollout_follow(struct pf_deploy_run *run, const struct pf_rollout *rollout)
{
    struct watch watch = {.run = run, .rollout = rollout, .is_first = true};
    time_t end = time(NULL) + PF_ROLLOUT_SECONDS;
    for (;;) {
        enum pf_aws_kind kind;
        enum pf_rollout_state state = look(&watch, &kind);
        if (kind == PF_AWS_INTERRUPTED || pf_run_must_stop(run))
            return PF_STEP_INTERRUPTED;
        if (gives_up(&watch, kind))
            return undecided(&watch, "the service cannot be looked at any more");
        if (state != PF_ROLLOUT_GOING && state != PF_ROLLOUT_GOING_BACK)
            return decided(&watch, state);
        if (time(NULL) >= end)
            return undecided(&watch, "not decided within 30 minutes");
        if (!pf_signals_sleep(run->signals, poll_milliseconds(run)))
            return PF_STEP_INTERRUPTED;
    }
}
