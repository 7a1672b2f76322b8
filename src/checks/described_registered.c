/* A task definition that is released with all that describing one answers, which is refused. */
#include "checks/described_answer.h"

#include "ghexpr/find.h"

/* The value of `--name value`; NULL for none, also for `--name=value`, which nobody writes here. */
static const struct pf_shell_word *option_of(const struct pf_shell_command *command,
                                             const char *name)
{
    for (size_t i = 1; i + 1 < command->word_count; i++)
        if (pf_str_eq(command->words[i].text, pf_str_c(name)))
            return &command->words[i + 1];
    return NULL;
}

/* The variable's or the file's own name; "" for what the command line makes in its place. */
static pf_str name_of(pf_str value)
{
    if (pf_str_starts(value, PF_STR("file://")))
        return pf_str_slice(value, 7, value.len);
    return pf_described_variable(value);
}

static void report(struct pf_check_context *context, const char *message, pf_span span, pf_str name)
{
    struct pf_report *told = pf_check_report(context, message, span);
    pf_report_argument(told, "name", name);
    pf_report_key(told, "%.*s", PF_ARG(name));
}

static void judge_script(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *run = place->step->run;
    if (!pf_str_contains(run->text, PF_STR("register-task-definition")))
        return;
    const struct pf_shell_commands *commands = pf_workflow_commands(place->step);
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        const struct pf_shell_word *value = option_of(command, "--cli-input-json");
        if (value == NULL || !pf_described_is_aws_ecs(command, "register-task-definition") ||
            pf_answer_of(context, place, i, value->text) == PF_ANSWER_UNKNOWN)
            continue;
        const struct pf_shell_word *first = command->words;
        pf_str name = name_of(value->text);
        report(context, name.len > 0 ? "named" : "nested",
               pf_ghexpr_span(run, first->at, first->len), name);
    }
}

/* The actions leave the answer's own keys out by themselves, but look for no outer key. */
static void judge_action(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *input = pf_workflow_input(place->step, "task-definition");
    bool is_ecs = pf_str_contains(place->step->action, PF_STR("ecs-render-task-definition")) ||
                  pf_str_contains(place->step->action, PF_STR("ecs-deploy-task-definition"));
    if (!is_ecs || !pf_node_is(input, PF_STRING))
        return;
    pf_str path = pf_arena_format(context->arena, "file://%.*s", PF_ARG(input->text));
    if (pf_answer_of(context, place, 0, path) == PF_ANSWER_WRAPPED)
        report(context, "wrapped", input->span, input->text);
}

static void judge_step(struct pf_check_context *context, const struct pf_flow_place *place)
{
    if ((place->workflow->mentions & PF_MENTIONS_AWS) == 0)
        return;
    if (place->step->run != NULL)
        judge_script(context, place);
    else
        judge_action(context, place);
}

void pf_check_described_registered(struct pf_check_context *context)
{
    pf_flow_each_step(context, judge_step);
    pf_flow_each_action_step(context, judge_step);
}
