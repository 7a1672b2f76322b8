/* release: build, push, register, update the service. */
#include "deploy/grammar.h"
#include "deploy/image.h"
#include "deploy/release.h"
#include "deploy/taskdef.h"

static enum pf_step_end refuse(struct pf_deploy_run *run, int status)
{
    run->refusal = status;
    return PF_STEP_REFUSED;
}

/* What a release is made of must be in the commit. */
static bool has_parts(struct pf_deploy_run *run)
{
    const struct pf_plan_deployment *plan = run->deployment;
    const char *missing = plan == NULL                     ? "no deployment was found in the commit"
                          : plan->task_definition.len == 0 ? "the commit holds no task definition"
                          : plan->task_definition_changed
                              ? "the workflow makes or edits the task definition: what it would "
                                "register is not in the commit; use the step push"
                          : plan->dockerfile.len == 0 ? "the commit holds no Dockerfile"
                                                      : NULL;
    if (missing != NULL)
        pf_say_result(run->say, PF_SAY_NG, PF_STR("deployment"), "%s", missing);
    return missing == NULL && pf_release_has_target(run);
}

static const struct pf_service_deployment *fit_primary(struct pf_deploy_run *run,
                                                       const struct pf_service *service)
{
    const struct pf_service_deployment *primary = pf_service_primary(service);
    const char *why = NULL;
    if (!pf_str_eq(service->status, PF_STR("ACTIVE")))
        why = "it is not ACTIVE";
    else if (service->controller.len > 0 && !pf_str_eq(service->controller, PF_STR("ECS")))
        why = "CodeDeploy or another controller deploys it";
    else if (primary == NULL)
        why = "it has no PRIMARY deployment";
    else if (!pf_grammar_is(PF_GRAMMAR_ARN, primary->task_definition))
        why = "AWS does not say which task definition it runs";
    if (why != NULL)
        pf_say_result(run->say, PF_SAY_NG, PF_STR("service"), "%s", why);
    return why == NULL ? primary : NULL;
}

static bool is_under_way(const struct pf_service_deployment *primary)
{
    return primary->rollout.len > 0 && !pf_str_eq(primary->rollout, PF_STR("COMPLETED")) &&
           !pf_str_eq(primary->rollout, PF_STR("FAILED"));
}

/* Before the first change: what runs now is where a rollback goes, and nobody else is at it. */
static enum pf_step_end look_first(struct pf_deploy_run *run, pf_str *primary_id)
{
    struct pf_service service;
    struct pf_error error = {0};
    enum pf_step_end end = pf_release_look(run, &service);
    if (end != PF_STEP_DONE || run->dry_run)
        return end;
    const struct pf_service_deployment *primary = fit_primary(run, &service);
    if (primary == NULL)
        return PF_STEP_FAILED;
    *primary_id = primary->id;
    if (pf_release_old(run).len > 0)
        return PF_STEP_DONE; /* resumed: what ran before is known from then */
    if (is_under_way(primary)) {
        pf_say_result(run->say, PF_SAY_NG, PF_STR("service"),
                      "deployment %.*s is %.*s: another deploy is under way", PF_ARG(primary->id),
                      PF_ARG(primary->rollout));
        return refuse(run, PF_EXIT_LOCKED);
    }
    if (!pf_journal_add(run->journal, "note", NULL, &error, "old_task_definition",
                        pf_arena_str(run->arena, primary->task_definition).data, "old_deployment",
                        pf_arena_str(run->arena, primary->id).data, NULL)) {
        pf_say_problem(run->say, "%s; nothing was changed", error.message);
        return PF_STEP_FAILED;
    }
    pf_say_result(run->say, PF_SAY_OK, PF_STR("rollback target"), "%.*s",
                  PF_ARG(primary->task_definition));
    return PF_STEP_DONE;
}

/* Did a registration that was begun happen? The family's newest revision has our image then. */
static pf_str find_registered(struct pf_deploy_run *run, pf_str reference)
{
    pf_str family = pf_arena_str(run->arena, run->deployment->family);
    pf_str input = pf_aws_input(run->arena, "taskDefinition", family.data, NULL);
    struct pf_aws_reply reply =
        pf_aws_call(run, run->arena, "ecs", "describe-task-definition", input, "");
    const struct pf_node *taskdef = pf_node_get(reply.root, "taskDefinition");
    const struct pf_node *containers = pf_node_get(taskdef, "containerDefinitions");
    for (size_t i = 0; pf_node_is(containers, PF_SEQ) && i < containers->count; i++)
        if (pf_str_eq(pf_node_text(pf_node_get(containers->items[i], "image")), reference))
            return pf_node_text(pf_node_get(taskdef, "taskDefinitionArn"));
    return PF_STR("");
}

static enum pf_step_end registered(struct pf_deploy_run *run, pf_str arn, const char *how)
{
    pf_say_result(run->say, PF_SAY_OK, PF_STR("task definition"), "%s%.*s", how, PF_ARG(arn));
    return PF_STEP_DONE;
}

static enum pf_step_end call_register(struct pf_deploy_run *run, pf_str json, pf_str image,
                                      pf_str *arn)
{
    const char *image_text = pf_arena_str(run->arena, image).data;
    if (!pf_effect_begin(run, PF_EFFECT_REGISTER, PF_EFFECT_BESIDE, "image", image_text, NULL))
        return pf_run_must_stop(run) ? PF_STEP_INTERRUPTED : PF_STEP_FAILED;
    struct pf_aws_reply reply =
        pf_aws_call(run, run->arena, "ecs", "register-task-definition", json,
                    "adds a revision of the task definition; nothing runs it yet");
    if (run->dry_run) {
        *arn = pf_arena_format(run->arena, "%.*s:<revision>", PF_ARG(run->deployment->family));
        return PF_STEP_DONE;
    }
    *arn =
        pf_node_text(pf_node_get(pf_node_get(reply.root, "taskDefinition"), "taskDefinitionArn"));
    if (arn->len == 0 && (reply.kind == PF_AWS_DONE || reply.kind == PF_AWS_NO_ANSWER))
        *arn = find_registered(run, image);
    bool is_sure =
        reply.kind == PF_AWS_REFUSED || reply.kind == PF_AWS_NOT_ASKED || reply.kind == PF_AWS_BUSY;
    pf_effect_end(run, PF_EFFECT_REGISTER,
                  arn->len > 0 ? PF_RESULT_DONE
                  : is_sure    ? PF_RESULT_FAILED
                               : PF_RESULT_UNKNOWN,
                  PF_EFFECT_BESIDE, "image", image_text, "task_definition",
                  pf_arena_str(run->arena, *arn).data, NULL);
    if (arn->len > 0)
        return registered(run, *arn, "");
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    pf_say_result(run->say, PF_SAY_NG, PF_STR("task definition"), "%.*s", PF_ARG(reply.message));
    return PF_STEP_FAILED;
}

static enum pf_step_end register_revision(struct pf_deploy_run *run, pf_str json, pf_str image,
                                          pf_str *arn)
{
    struct pf_effect known = pf_effect_known(run, PF_EFFECT_REGISTER);
    *arn = PF_STR("");
    if (known.state == PF_EFFECT_DONE)
        *arn = pf_effect_text(&known, "task_definition");
    if (arn->len > 0)
        return registered(run, *arn, "registered before: ");
    if (known.state == PF_EFFECT_BEGUN)
        *arn = find_registered(run, image);
    if (arn->len == 0)
        return call_register(run, json, image, arn);
    pf_effect_end(run, PF_EFFECT_REGISTER, PF_RESULT_DONE, PF_EFFECT_BESIDE, "task_definition",
                  pf_arena_str(run->arena, *arn).data, NULL);
    return registered(run, *arn, "registered before: ");
}

/* Between plan and act nobody else may have deployed. */
static enum pf_step_end look_again(struct pf_deploy_run *run, pf_str primary_id)
{
    struct pf_service service;
    pf_str why;
    if (run->dry_run || pf_effect_known(run, PF_EFFECT_UPDATE).state != PF_EFFECT_NEVER)
        return PF_STEP_DONE;
    enum pf_aws_kind kind = pf_service_look(run, run->arena, &service, &why);
    if (pf_run_must_stop(run))
        return PF_STEP_INTERRUPTED;
    const struct pf_service_deployment *primary =
        kind == PF_AWS_DONE ? pf_service_primary(&service) : NULL;
    if (primary == NULL) {
        pf_say_result(run->say, PF_SAY_NG, PF_STR("service"), "%.*s", PF_ARG(why));
        return PF_STEP_FAILED;
    }
    if (pf_str_eq(primary->id, primary_id) && !is_under_way(primary))
        return PF_STEP_DONE;
    pf_say_result(run->say, PF_SAY_NG, PF_STR("service"),
                  "deployment %.*s came in between: another deploy is under way",
                  PF_ARG(primary->id));
    return refuse(run, PF_EXIT_LOCKED);
}

static enum pf_step_end release(struct pf_deploy_run *run)
{
    struct pf_release_image image;
    struct pf_error error = {0};
    pf_str primary_id = PF_STR(""), json, arn, id;
    if (!has_parts(run))
        return refuse(run, PF_EXIT_DEPLOY_UNCHANGED);
    if (!pf_image_name(run, &image, &error)) {
        pf_say_problem(run->say, "%s", error.message);
        return refuse(run, error.exit_status);
    }
    /* A render step's value that only GitHub knows is better found before an image is built. */
    if (!pf_taskdef_render(run, &image, &json, &error)) {
        pf_say_problem(run->say, "%s", error.message);
        return refuse(run, error.exit_status);
    }
    enum pf_step_end end = look_first(run, &primary_id);
    if (end == PF_STEP_DONE)
        end = pf_image_make(run, &image);
    if (end != PF_STEP_DONE)
        return end;
    if (!pf_taskdef_render(run, &image, &json, &error)) {
        pf_say_problem(run->say, "%s", error.message);
        return PF_STEP_FAILED;
    }
    pf_str reference =
        pf_arena_format(run->arena, "%.*s@%.*s", PF_ARG(image.name), PF_ARG(image.digest));
    end = register_revision(run, json, reference, &arn);
    if (end == PF_STEP_DONE)
        end = look_again(run, primary_id);
    if (end == PF_STEP_DONE)
        end = pf_release_update(run, PF_EFFECT_UPDATE, arn, &id);
    return end;
}

const struct pf_deploy_step pf_step_release = {
    .name = "release",
    .summary = "build the image, push it, register the task definition, update the service",
    .changes = "the registry, the task definition's revisions, and what the service runs",
    .run = release,
};
