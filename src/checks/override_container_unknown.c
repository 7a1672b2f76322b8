/* The overrides of a task that is run name a container that its task definition does not have. */
#include "checks/facts.h"

#include "model/taskdef.h"
#include "read/json.h"
#include "read/shell.h"

/* The value of an option: `--overrides '{…}'`, `--task-definition=app`; NULL for none. */
static const struct pf_shell_word *option(const struct pf_shell_command *command, pf_str name)
{
    for (size_t i = 0; i + 1 < command->word_count; i++)
        if (pf_str_eq(command->words[i].text, name))
            return &command->words[i + 1];
    return NULL;
}

/* The only task definition of that family, its revision aside; NULL where none or several are. */
static const struct pf_node *of_family(struct pf_check_context *context, pf_str family)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    const struct pf_node *found = NULL;
    pf_str name, revision;
    pf_str_cut(family, ':', &name, &revision);
    for (size_t i = 0; i < taskdefs.count; i++)
        if (pf_str_eq(pf_node_text(pf_node_get(taskdefs.nodes[i], "family")), name)) {
            if (found != NULL)
                return NULL;
            found = taskdefs.nodes[i];
        }
    return found;
}

/* The name in its quotes as the script writes it; else the whole script. */
static pf_span span_of(struct pf_check_context *context, const struct pf_node *text, pf_str name)
{
    pf_str quoted = pf_arena_format(context->arena, "\"%.*s\"", PF_ARG(name));
    ptrdiff_t at = pf_str_find(pf_span_text(text->span), quoted);
    return at == PF_STR_NONE ? text->span
                             : pf_span_of(text->span.file, text->span.at + (size_t)at, quoted.len);
}

static void judge_name(struct pf_check_context *context, const struct pf_node *text,
                       const struct pf_node *taskdef, pf_str name)
{
    struct pf_strs names = {0};
    const struct pf_node *container;
    for (size_t i = 0; (container = pf_taskdef_container(taskdef, i)) != NULL; i++) {
        pf_str own = pf_node_text(pf_node_get(container, "name"));
        if (own.len == 0 || pf_taskdef_is_placeholder(own) || pf_str_eq(own, name))
            return;
        *pf_pile_add(context->arena, &names) = own;
    }
    if (names.count == 0 || pf_str_find_byte(name, '$') != PF_STR_NONE)
        return;
    struct pf_report *report = pf_check_report(context, "", span_of(context, text, name));
    pf_report_argument(report, "name", name);
    pf_report_argument(report, "family", pf_node_text(pf_node_get(taskdef, "family")));
    pf_report_argument(report, "names",
                       pf_arena_join(context->arena, names.items, names.count, PF_STR(", ")));
    pf_report_related(report, "containers",
                      pf_node_get(taskdef, "containerDefinitions")->key->span);
    pf_report_key(report, "%.*s", PF_ARG(name));
}

/* A list of overrides, or a map with one; `json` stands in `text`. */
static void judge_overrides(struct pf_check_context *context, const struct pf_node *text,
                            const struct pf_node *taskdef, pf_str json)
{
    struct pf_faults faults = {0};
    const struct pf_node *root =
        pf_json_read(context->arena, pf_source_new(context->arena, PF_STR(""), json), &faults);
    const struct pf_node *list =
        pf_node_is(root, PF_SEQ) ? root : pf_node_get(root, "containerOverrides");
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        const struct pf_node *name = pf_node_get(list->items[i], "name");
        if (pf_node_is(name, PF_STRING) && name->text.len > 0)
            judge_name(context, text, taskdef, name->text);
    }
}

static void judge_command(struct pf_check_context *context, const struct pf_workflow_step *step,
                          const struct pf_shell_command *command)
{
    const struct pf_shell_word *overrides = option(command, PF_STR("--overrides"));
    const struct pf_shell_word *family = option(command, PF_STR("--task-definition"));
    const struct pf_node *taskdef =
        family == NULL || !family->literal ? NULL : of_family(context, family->text);
    if (overrides != NULL && taskdef != NULL)
        judge_overrides(context, step->run, taskdef, overrides->text);
}

static void judge_job(struct pf_check_context *context, const struct pf_workflow_job *job)
{
    for (size_t i = 0; i < job->step_count; i++) {
        pf_str text = pf_node_text(job->steps[i].run);
        if (!pf_str_contains(text, PF_STR("run-task")))
            continue;
        struct pf_shell_commands commands = pf_shell_read(context->arena, text);
        for (size_t c = 0; c < commands.count; c++)
            if (pf_shell_has_word(&commands.items[c], 1, PF_STR("run-task")))
                judge_command(context, &job->steps[i], &commands.items[c]);
    }
}

/* The task that the deploy action runs before it updates the service. */
static void judge_action(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_deploy *deploy = deployment->deploy;
    const struct pf_node *overrides =
        deploy == NULL || deploy->kind != PF_DEPLOY_ACTION
            ? NULL
            : pf_workflow_input(deploy->step, "run-task-container-overrides");
    if (pf_node_is(overrides, PF_STRING) && deployment->taskdef_root != NULL &&
        !deploy->taskdef_made && !deploy->taskdef_changed && !deploy->chain_broken)
        judge_overrides(context, overrides, deployment->taskdef_root, overrides->text);
}

void pf_check_override_container_unknown(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL)
        return;
    const struct pf_workflows *workflows = &wiring->deploys->workflows;
    for (size_t w = 0; w < workflows->count; w++)
        for (size_t j = 0; (workflows->items[w].mentions & PF_MENTIONS_AWS) != 0 &&
                           j < workflows->items[w].job_count;
             j++)
            judge_job(context, &workflows->items[w].jobs[j]);
    pf_facts_each_deployment(context, judge_action);
}
