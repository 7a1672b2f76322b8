/* update-service: once, and never without knowing afterwards whether it happened. */
#include "deploy/release.h"

#include "deploy/grammar.h"

enum {
    TRIES = 4,             /* of a call that the service was too busy for */
    TRY_MILLISECONDS = 500 /* before the second, then twice that each time */
};

bool pf_release_has_target(struct pf_deploy_run *run)
{
    static const enum pf_setting needed[] = {PF_SETTING_CLUSTER, PF_SETTING_SERVICE};
    bool has_all = true;
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        if (pf_run_setting(run, needed[i]).len > 0)
            continue;
        has_all = false;
        pf_say_result(run->say, PF_SAY_NG, pf_str_c(pf_setting_name(needed[i])),
                      "not known: no workflow names it; give --%s", pf_setting_name(needed[i]));
    }
    return has_all;
}

enum pf_step_end pf_release_look(struct pf_deploy_run *run, struct pf_service *service)
{
    pf_str why;
    enum pf_aws_kind kind = pf_service_look(run, run->arena, service, &why);
    if (run->dry_run || kind == PF_AWS_DONE)
        return PF_STEP_DONE;
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    pf_say_result(run->say, PF_SAY_NG, PF_STR("service"), "%.*s", PF_ARG(why));
    return PF_STEP_FAILED;
}

pf_str pf_release_old(const struct pf_deploy_run *run)
{
    return run->journal == NULL ? PF_STR("") : pf_journal_text(run->journal, "old_task_definition");
}

pf_str pf_release_manual(struct pf_deploy_run *run, pf_str task_definition)
{
    pf_str cluster = pf_run_setting(run, PF_SETTING_CLUSTER);
    pf_str service = pf_run_setting(run, PF_SETTING_SERVICE);
    pf_str region = pf_run_setting(run, PF_SETTING_REGION);
    /* Somebody will paste it into a shell: nothing but an ARN may stand there. */
    if (!pf_grammar_is(PF_GRAMMAR_ARN, task_definition) || cluster.len == 0 || service.len == 0)
        return PF_STR("");
    return pf_arena_format(run->arena,
                           "aws%s%.*s ecs update-service --cluster %.*s --service %.*s "
                           "--task-definition %.*s",
                           region.len > 0 ? " --region " : "", PF_ARG(region), PF_ARG(cluster),
                           PF_ARG(service), PF_ARG(task_definition));
}

static pf_str update_input(struct pf_deploy_run *run, pf_str task_definition)
{
    return pf_aws_input(run->arena, "cluster",
                        pf_arena_str(run->arena, pf_run_setting(run, PF_SETTING_CLUSTER)).data,
                        "service",
                        pf_arena_str(run->arena, pf_run_setting(run, PF_SETTING_SERVICE)).data,
                        "taskDefinition", pf_arena_str(run->arena, task_definition).data, NULL);
}

/* The PRIMARY deployment's id when it runs that revision; "" when it runs another. */
static pf_str primary_with(struct pf_arena *arena, const struct pf_service *service,
                           pf_str task_definition)
{
    const struct pf_service_deployment *primary = pf_service_primary(service);
    if (primary == NULL || !pf_str_eq(primary->task_definition, task_definition))
        return PF_STR("");
    return pf_arena_str(arena, primary->id);
}

/* After a call that got no answer, or one that another process made: did it happen? */
static enum pf_effect_result ask(struct pf_deploy_run *run, pf_str task_definition, pf_str *id)
{
    struct pf_service service;
    pf_str why;
    for (unsigned try = 0; try < TRIES; try++) {
        enum pf_aws_kind kind = pf_service_look(run, run->arena, &service, &why);
        if (kind == PF_AWS_DONE) {
            *id = primary_with(run->arena, &service, task_definition);
            return id->len > 0 ? PF_RESULT_DONE : PF_RESULT_FAILED;
        }
        if (kind == PF_AWS_INTERRUPTED ||
            !pf_signals_sleep(run->signals, (unsigned)TRY_MILLISECONDS << try))
            break;
    }
    pf_say_problem(run->say, "what the service runs cannot be seen: %.*s", PF_ARG(why));
    return PF_RESULT_UNKNOWN;
}

static enum pf_effect_result outcome_of(struct pf_deploy_run *run, const struct pf_aws_reply *reply,
                                        pf_str task_definition, pf_str *id)
{
    struct pf_service service;
    switch (reply->kind) {
    case PF_AWS_DONE:
        if (pf_service_read(run->arena, pf_node_get(reply->root, "service"), &service)) {
            *id = primary_with(run->arena, &service, task_definition);
            if (id->len > 0)
                return PF_RESULT_DONE;
        }
        return ask(run, task_definition, id);
    case PF_AWS_REFUSED:
    case PF_AWS_NOT_ASKED:
        return PF_RESULT_FAILED;
    case PF_AWS_INTERRUPTED:
        return PF_RESULT_UNKNOWN;
    case PF_AWS_BUSY:
    case PF_AWS_NO_ANSWER:
        break;
    }
    return ask(run, task_definition, id);
}

/* A busy service is asked again; each time it is looked at first. */
static enum pf_effect_result call(struct pf_deploy_run *run, pf_str task_definition, pf_str *id,
                                  struct pf_aws_reply *reply)
{
    pf_str input = update_input(run, task_definition);
    for (unsigned try = 0;; try++) {
        *reply = pf_aws_call(run, run->arena, "ecs", "update-service", input,
                             "starts a new deployment of the service");
        if (run->dry_run)
            return PF_RESULT_DONE;
        enum pf_effect_result result = outcome_of(run, reply, task_definition, id);
        if (result != PF_RESULT_FAILED || reply->kind != PF_AWS_BUSY || try + 1 == TRIES ||
            !pf_signals_sleep(run->signals, (unsigned)TRY_MILLISECONDS << try))
            return result;
    }
}

static enum pf_step_end updated(struct pf_deploy_run *run, pf_str id)
{
    pf_say_result(run->say, PF_SAY_OK, PF_STR("service"), "deployment %.*s", PF_ARG(id));
    return PF_STEP_DONE;
}

/* What an earlier process began: adopted when it happened. */
static bool adopt(struct pf_deploy_run *run, const char *effect, pf_str task_definition, pf_str *id)
{
    struct pf_effect known = pf_effect_known(run, effect);
    if (known.state == PF_EFFECT_DONE &&
        pf_str_eq(pf_effect_text(&known, "task_definition"), task_definition)) {
        *id = pf_effect_text(&known, "deployment");
        run->production = PF_PRODUCTION_CHANGED;
        return id->len > 0;
    }
    if (known.state != PF_EFFECT_BEGUN)
        return false;
    run->production = PF_PRODUCTION_UNKNOWN;
    enum pf_effect_result result = ask(run, task_definition, id);
    if (result == PF_RESULT_FAILED)
        run->production_before = PF_PRODUCTION_AS_BEFORE;
    pf_effect_end(run, effect, result, PF_EFFECT_ON_PRODUCTION, "task_definition",
                  pf_arena_str(run->arena, task_definition).data, "deployment",
                  pf_arena_str(run->arena, *id).data, NULL);
    return result == PF_RESULT_DONE;
}

enum pf_step_end pf_release_update(struct pf_deploy_run *run, const char *effect,
                                   pf_str task_definition, pf_str *deployment_id)
{
    struct pf_aws_reply reply = {0};
    const char *revision = pf_arena_str(run->arena, task_definition).data;
    *deployment_id = PF_STR("");
    if (adopt(run, effect, task_definition, deployment_id))
        return updated(run, *deployment_id);
    if (run->production == PF_PRODUCTION_UNKNOWN)
        return pf_run_must_stop(run) ? PF_STEP_INTERRUPTED : PF_STEP_FAILED;
    if (!pf_effect_begin(run, effect, PF_EFFECT_ON_PRODUCTION, "task_definition", revision, NULL))
        return pf_run_must_stop(run) ? PF_STEP_INTERRUPTED : PF_STEP_FAILED;
    enum pf_effect_result result = call(run, task_definition, deployment_id, &reply);
    pf_effect_end(run, effect, result, PF_EFFECT_ON_PRODUCTION, "task_definition", revision,
                  "deployment", pf_arena_str(run->arena, *deployment_id).data, NULL);
    if (run->dry_run)
        return PF_STEP_DONE;
    if (result == PF_RESULT_DONE)
        return updated(run, *deployment_id);
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    pf_say_result(run->say, PF_SAY_NG, PF_STR("service"), "%.*s", PF_ARG(reply.message));
    return PF_STEP_FAILED;
}
