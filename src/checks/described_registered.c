/* A task definition that is registered with all that describing one answers, which AWS refuses. */
#include "checks/flow.h"

#include "ghexpr/find.h"
#include "read/shell.h"

enum { MAX_TRACE = 8 /* variables and files behind each other; a script has two or three */ };

static bool is_aws_ecs(const struct pf_shell_command *command, const char *verb)
{
    return command->word_count > 2 && pf_str_eq(command->words[0].text, PF_STR("aws")) &&
           pf_shell_has_word(command, 1, PF_STR("ecs")) &&
           pf_shell_has_word(command, 2, pf_str_c(verb));
}

/* The value of `--name value`; "" for none, also for `--name=value`, which nobody writes here. */
static pf_str option_of(const struct pf_shell_command *command, const char *name)
{
    for (size_t i = 1; i + 1 < command->word_count; i++)
        if (pf_str_eq(command->words[i].text, pf_str_c(name)))
            return command->words[i + 1].text;
    return (pf_str){0};
}

/* "$X" and "${X}" → "X"; "" for anything else. */
static pf_str variable_in(pf_str text)
{
    if (!pf_str_starts(text, PF_STR("$")))
        return (pf_str){0};
    pf_str name = pf_str_slice(text, 1, text.len);
    if (pf_str_starts(name, PF_STR("{")) && pf_str_ends(name, PF_STR("}")))
        name = pf_str_slice(name, 1, name.len - 1);
    for (size_t i = 0; i < name.len; i++)
        if (!pf_is_name(name.data[i]))
            return (pf_str){0};
    return name;
}

/* May the jq program leave keys out? Only plain paths and assignments to them are sure not to. */
static bool may_leave_out(pf_str program)
{
    static const char *const words[] = {"del",  "entries", "pick",   "walk",
                                        "path", "reduce",  "select", "import"};
    for (size_t i = 0; i < program.len; i++) {
        char before = i == 0 ? ' ' : program.data[i - 1];
        if (program.data[i] == '{' && before != '$' && before != '{')
            return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(program, pf_str_c(words[i])))
            return true;
    return !pf_str_starts(program, PF_STR("."));
}

/* A jq command that hands on every key. */
static bool keeps_all(const struct pf_shell_command *command)
{
    size_t at = 1;
    while (at < command->word_count && pf_str_starts(command->words[at].text, PF_STR("-"))) {
        pf_str option = command->words[at].text;
        bool takes_two =
            pf_str_eq(option, PF_STR("--arg")) || pf_str_eq(option, PF_STR("--argjson"));
        if (!takes_two && !pf_str_eq(option, PF_STR("-r")) && !pf_str_eq(option, PF_STR("-c")))
            return false;
        at += takes_two ? 3 : 1;
    }
    return at < command->word_count && !may_leave_out(command->words[at].text);
}

/* One link of a pipeline that is known to hand on every key. */
static bool hands_on(const struct pf_shell_command *command)
{
    if (command->word_count == 0 || command->conditional)
        return false;
    pf_str name = command->words[0].text;
    if (pf_str_eq(name, PF_STR("jq")))
        return keeps_all(command);
    return pf_str_eq(name, PF_STR("echo")) || pf_str_eq(name, PF_STR("cat")) ||
           pf_str_eq(name, PF_STR("printf"));
}

/* The answer as it is, or its one key that holds the definition. */
static bool is_whole_answer(const struct pf_shell_command *command)
{
    pf_str query = option_of(command, "--query");
    bool is_open = pf_shell_mentions(command->words, command->word_count, PF_STR("--query="));
    return is_aws_ecs(command, "describe-task-definition") && !command->conditional && !is_open &&
           (query.len == 0 || pf_str_eq(query, PF_STR("taskDefinition")));
}

/* The value of the only assignment to the variable; "" for none, several, or one that may be passed
 * over. */
static pf_str assigned(const struct pf_shell_commands *commands, pf_str name)
{
    pf_str found = {0};
    for (size_t i = 0; i < commands->count; i++)
        for (size_t k = 0; k < commands->items[i].assignment_count; k++) {
            pf_str left, right;
            pf_str_cut(commands->items[i].assignments[k].text, '=', &left, &right);
            if (!pf_str_eq(left, name))
                continue;
            if (found.len > 0 || commands->items[i].conditional)
                return (pf_str){0};
            found = right;
        }
    return found;
}

/* "$(a | b)" → "a | b" */
static pf_str substituted(pf_str value)
{
    bool is_whole = pf_str_starts(value, PF_STR("$(")) && pf_str_ends(value, PF_STR(")"));
    return is_whole ? pf_str_slice(value, 2, value.len - 1) : (pf_str){0};
}

/* Does one pipeline make the whole answer? `*source` is the variable that it takes, if it does not
 * ask AWS itself. */
static bool makes_answer(struct pf_arena *arena, pf_str pipeline, pf_str *source)
{
    struct pf_shell_commands commands = pf_shell_read(arena, pipeline);
    *source = (pf_str){0};
    for (size_t i = 0; i < commands.count; i++) {
        const struct pf_shell_command *command = &commands.items[i];
        bool is_first = i == 0;
        if (!is_first && command->joint != PF_SHELL_PIPE)
            return false;
        if (is_first && is_whole_answer(command))
            continue;
        if (!hands_on(command))
            return false;
        pf_str given = command->heredoc.len > 0   ? pf_str_trim(command->heredoc)
                       : command->word_count == 2 ? command->words[1].text
                                                  : (pf_str){0};
        if (is_first)
            *source = variable_in(given);
        if (is_first && source->len == 0)
            return false;
    }
    return commands.count > 0;
}

static bool holds_answer(struct pf_arena *arena, const struct pf_shell_commands *commands,
                         pf_str variable)
{
    for (size_t i = 0; i < MAX_TRACE && variable.len > 0; i++) {
        pf_str pipeline = substituted(assigned(commands, variable)), source;
        if (pipeline.len == 0 || !makes_answer(arena, pipeline, &source))
            return false;
        if (source.len == 0)
            return true;
        variable = source;
    }
    return false;
}

static void judge_step(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *run = place->step->run;
    if (run == NULL || !pf_str_contains(run->text, PF_STR("register-task-definition")) ||
        !pf_str_contains(run->text, PF_STR("describe-task-definition")))
        return;
    const struct pf_shell_commands *commands = pf_workflow_commands(place->step);
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        pf_str variable = variable_in(option_of(command, "--cli-input-json"));
        if (!is_aws_ecs(command, "register-task-definition") ||
            !holds_answer(context->arena, commands, variable))
            continue;
        const struct pf_shell_word *first = command->words;
        struct pf_report *report =
            pf_check_report(context, "", pf_ghexpr_span(run, first->at, first->len));
        pf_report_argument(report, "variable", variable);
        pf_report_key(report, "%.*s", PF_ARG(variable));
    }
}

void pf_check_described_registered(struct pf_check_context *context)
{
    pf_flow_each_step(context, judge_step);
}
