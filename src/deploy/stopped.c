/* Why tasks stopped, in their own words and in ours. */
#include "deploy/rollout.h"

#include "base/file.h"
#include "deploy/plan.h"
#include "deploy/remedy.h"
#include "report/json.h"

enum {
    TASKS = 3,     /* that are explained: the fourth says the same */
    LOG_LINES = 15 /* the end of a traceback, its cause included */
};

static pf_str text(const struct pf_node *map, const char *key)
{
    return pf_node_text(pf_node_get(map, key));
}

static void say_remedy(struct pf_deploy_run *run, const char *remedy)
{
    if (remedy != NULL)
        pf_say_note(run->say, "  → %s", remedy);
}

/* The log's last lines are the container's words: shown as a child's output is. */
static void say_log(struct pf_deploy_run *run, struct pf_arena *arena, pf_str container,
                    pf_str task)
{
    const struct pf_plan_deployment *plan = run->deployment;
    if (plan == NULL || plan->log_group.len == 0 || plan->log_prefix.len == 0)
        return;
    pf_str stream = pf_arena_format(arena, "%.*s/%.*s/%.*s", PF_ARG(plan->log_prefix),
                                    PF_ARG(container), PF_ARG(pf_path_base(task)));
    pf_str input = pf_aws_input(arena, "logGroupName", pf_arena_str(arena, plan->log_group).data,
                                "logStreamName", stream.data, NULL);
    input =
        pf_arena_format(arena, "%.*s, \"limit\": %d}", (int)input.len - 1, input.data, LOG_LINES);
    struct pf_aws_reply reply = pf_aws_call(run, arena, "logs", "get-log-events", input, "");
    const struct pf_node *events = pf_node_get(reply.root, "events");
    if (reply.kind != PF_AWS_DONE || !pf_node_is(events, PF_SEQ) || events->count == 0)
        return;
    pf_say_note(run->say, "its log ends:");
    pf_say_heard_begin(run->say);
    for (size_t i = 0; i < events->count; i++) {
        pf_say_heard(run->say, PF_SPAWN_OUT, text(events->items[i], "message"));
        pf_say_heard(run->say, PF_SPAWN_OUT, PF_STR("\n"));
    }
    pf_say_heard_end(run->say);
}

static void say_container(struct pf_deploy_run *run, struct pf_arena *arena,
                          const struct pf_node *container, pf_str task)
{
    const struct pf_node *code = pf_node_get(container, "exitCode");
    pf_str name = text(container, "name"), reason = text(container, "reason");
    if (!pf_node_is(code, PF_INT) && reason.len == 0)
        return;
    pf_say_note(run->say, "container %.*s:%s%.*s%s%.*s", PF_ARG(name),
                pf_node_is(code, PF_INT) ? " exit code " : "", PF_ARG(pf_node_text(code)),
                reason.len > 0 ? " " : "", PF_ARG(reason));
    say_remedy(run, pf_remedy_stopped(reason));
    if (!pf_node_is(code, PF_INT) || code->as.integer == 0)
        return;
    say_remedy(run, pf_remedy_exit_code(code->as.integer));
    say_log(run, arena, name, task);
}

static void say_task(struct pf_deploy_run *run, struct pf_arena *arena, const struct pf_node *task)
{
    pf_str arn = text(task, "taskArn"), reason = text(task, "stoppedReason");
    pf_str code = text(task, "stopCode");
    const struct pf_node *containers = pf_node_get(task, "containers");
    pf_say_enter(run->say, "task %.*s stopped: %.*s%s%.*s%s", PF_ARG(pf_path_base(arn)),
                 PF_ARG(reason), code.len > 0 ? " (" : "", PF_ARG(code), code.len > 0 ? ")" : "");
    say_remedy(run, pf_remedy_stopped(reason));
    for (size_t i = 0; pf_node_is(containers, PF_SEQ) && i < containers->count; i++)
        say_container(run, arena, containers->items[i], arn);
    pf_say_leave(run->say);
}

static pf_str describe_input(struct pf_deploy_run *run, struct pf_arena *arena,
                             const struct pf_node *arns)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    struct pf_json json = pf_json_new(&buffer, false);
    pf_json_open(&json, '{');
    pf_json_put_string(&json, "cluster", pf_run_setting(run, PF_SETTING_CLUSTER));
    pf_json_key(&json, "tasks");
    pf_json_open(&json, '[');
    for (size_t i = 0; i < arns->count; i++)
        pf_json_string(&json, pf_node_text(arns->items[i]));
    pf_json_close(&json, ']');
    pf_json_close(&json, '}');
    return pf_buffer_str(&buffer);
}

void pf_stopped_say(struct pf_deploy_run *run, pf_str task_definition)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str cluster = pf_arena_str(arena, pf_run_setting(run, PF_SETTING_CLUSTER));
    pf_str service = pf_arena_str(arena, pf_run_setting(run, PF_SETTING_SERVICE));
    pf_str input = pf_aws_input(arena, "cluster", cluster.data, "serviceName", service.data,
                                "desiredStatus", "STOPPED", NULL);
    struct pf_aws_reply list = pf_aws_call(run, arena, "ecs", "list-tasks", input, "");
    const struct pf_node *arns = pf_node_get(list.root, "taskArns");
    if (list.kind == PF_AWS_DONE && pf_node_is(arns, PF_SEQ) && arns->count > 0) {
        struct pf_aws_reply reply =
            pf_aws_call(run, arena, "ecs", "describe-tasks", describe_input(run, arena, arns), "");
        const struct pf_node *tasks = pf_node_get(reply.root, "tasks");
        size_t said = 0;
        for (size_t i = 0; pf_node_is(tasks, PF_SEQ) && i < tasks->count && said < TASKS; i++) {
            if (!pf_str_eq(text(tasks->items[i], "taskDefinitionArn"), task_definition))
                continue;
            said++;
            say_task(run, arena, tasks->items[i]);
        }
    }
    pf_arena_free(arena);
}
