/* Which pipelines hand on every key of the JSON that they read. */
#include "checks/described_pipeline.h"

bool pf_described_is_aws_ecs(const struct pf_shell_command *command, const char *verb)
{
    return command->word_count > 2 && pf_str_eq(command->words[0].text, PF_STR("aws")) &&
           pf_shell_has_word(command, 1, PF_STR("ecs")) &&
           pf_shell_has_word(command, 2, pf_str_c(verb));
}

pf_str pf_described_variable(pf_str text)
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

/* The value of `--name value`; "" for none. */
static pf_str option_of(const struct pf_shell_command *command, const char *name)
{
    for (size_t i = 1; i + 1 < command->word_count; i++)
        if (pf_str_eq(command->words[i].text, pf_str_c(name)))
            return command->words[i + 1].text;
    return (pf_str){0};
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

/* Index of a jq command's program; 0 where its options are not all known. */
static size_t jq_program(const struct pf_shell_command *command)
{
    size_t at = 1;
    while (at < command->word_count && pf_str_starts(command->words[at].text, PF_STR("-"))) {
        pf_str option = command->words[at].text;
        bool takes_two =
            pf_str_eq(option, PF_STR("--arg")) || pf_str_eq(option, PF_STR("--argjson"));
        if (!takes_two && !pf_str_eq(option, PF_STR("-r")) && !pf_str_eq(option, PF_STR("-c")))
            return 0;
        at += takes_two ? 3 : 1;
    }
    return at < command->word_count ? at : 0;
}

bool pf_described_is_program(const struct pf_shell_command *command, const char *name)
{
    return command->word_count > 0 && pf_str_eq(command->words[0].text, pf_str_c(name));
}

/* The answer as it is, or its one key that holds the definition. */
static bool is_whole_answer(const struct pf_shell_command *command, bool *is_changed)
{
    pf_str query = option_of(command, "--query"), output = option_of(command, "--output");
    bool is_open = pf_shell_mentions(command->words, command->word_count, PF_STR("--query=")) ||
                   pf_shell_mentions(command->words, command->word_count, PF_STR("--output="));
    *is_changed = *is_changed || query.len > 0;
    return pf_described_is_aws_ecs(command, "describe-task-definition") && !command->conditional &&
           !is_open && (query.len == 0 || pf_str_eq(query, PF_STR("taskDefinition"))) &&
           (output.len == 0 || pf_str_eq(output, PF_STR("json")));
}

struct pf_described_source pf_described_source_of(pf_str text, bool may_be_file)
{
    pf_str variable = pf_described_variable(text);
    if (variable.len > 0)
        return (struct pf_described_source){variable, false};
    return may_be_file ? (struct pf_described_source){text, true} : (struct pf_described_source){0};
}

/* What `jq . td.json`, `jq . < td.json`, `jq . <<< "$X"`, `echo "$X"` and `cat td.json` read. */
static struct pf_described_source input_of(const struct pf_shell_command *command, pf_str script)
{
    if (command->heredoc.len > 0)
        return pf_described_source_of(pf_str_trim(command->heredoc), false);
    for (size_t i = 0; i < command->redirect_count; i++)
        if (pf_shell_arrow_of(script, &command->redirects[i]) == PF_SHELL_ARROW_FROM)
            return (struct pf_described_source){command->redirects[i].text, true};
    const struct pf_shell_word *last =
        command->word_count == 0 ? NULL : &command->words[command->word_count - 1];
    if (pf_described_is_program(command, "jq"))
        return jq_program(command) + 2 == command->word_count
                   ? (struct pf_described_source){last->text, true}
                   : (struct pf_described_source){0};
    if (pf_described_is_program(command, "printf"))
        return command->word_count == 3 && pf_str_starts(command->words[1].text, PF_STR("%s"))
                   ? pf_described_source_of(last->text, false)
                   : (struct pf_described_source){0};
    if (command->word_count != 2)
        return (struct pf_described_source){0};
    return pf_described_is_program(command, "cat") ? (struct pf_described_source){last->text, true}
                                                   : pf_described_source_of(last->text, false);
}

/* One link of a pipeline that is known to hand on every key of what it reads. */
static bool hands_on(const struct pf_shell_command *command, bool *is_changed)
{
    if (command->word_count == 0 || command->conditional)
        return false;
    if (!pf_described_is_program(command, "jq"))
        return pf_described_is_program(command, "echo") ||
               pf_described_is_program(command, "cat") ||
               pf_described_is_program(command, "printf");
    size_t at = jq_program(command);
    if (at == 0 || may_leave_out(command->words[at].text))
        return false;
    *is_changed = *is_changed || !pf_str_eq(command->words[at].text, PF_STR("."));
    return true;
}

bool pf_described_hands_on(struct pf_described_line line, struct pf_described_source *source,
                           bool *is_changed)
{
    *source = (struct pf_described_source){0};
    for (size_t i = 0; i < line.count; i++) {
        const struct pf_shell_command *command = &line.items[i];
        if (i > 0 && (command->joint != PF_SHELL_PIPE || input_of(command, line.text).name.len > 0))
            return false;
        if (i == 0 && is_whole_answer(command, is_changed))
            continue;
        if (!hands_on(command, is_changed))
            return false;
        if (i > 0)
            continue;
        *source = input_of(command, line.text);
        if (source->name.len == 0)
            return false;
    }
    return line.count > 0;
}
