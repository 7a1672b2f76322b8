/* preflight COMMAND …: a table of commands. */
#include "cli/commands.h"
#include "cli/hand_over.h"

#include "base/nearest.h"

#include <jansson.h>
#include <unistd.h>
#include <yaml.h>

static const struct pf_command *const commands[] = {
    &pf_command_check, &pf_command_settings, &pf_command_env,     &pf_command_simulate,
    &pf_command_expr,  &pf_command_rules,    &pf_command_explain, &pf_command_test_rules,
    &pf_command_init,  &pf_command_doctor,   &pf_command_schema,  &pf_command_completion,
    &pf_command_debug, &pf_command_deploy,   &pf_command_verify,  NULL,
};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands - 1 };

static void help_page(struct pf_buffer *page)
{
    pf_buffer_add_c(page, "usage: preflight COMMAND [OPTION…] [OPERAND…]\n\n"
                          "Will this deploy of a Django project on AWS ECS work, and will what it "
                          "deploys be safe?\n"
                          "preflight reads the project's files, starts nothing and connects to "
                          "nothing; only deploy and\nverify do.\n\ncommands:\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        pf_buffer_format(page, "  %-12s  %s\n", commands[i]->name, commands[i]->summary);
    pf_buffer_add_c(
        page, "\n`preflight COMMAND --help` tells more of each; `preflight --version` the "
              "version.\n\n"
              "exit status: 0 clean, 1 findings, 2 usage, configuration or rule-file error "
              "or nothing to check,\n3 not fully checked, 4 to 6 see deploy, 70 internal error\n");
}

static void version(struct pf_sink *out, bool verbose)
{
    pf_sink_add(out, "preflight " PREFLIGHT_VERSION "\n");
    if (verbose)
        pf_sink_format(out, "libyaml %s\njansson %s\n", yaml_get_version_string(), JANSSON_VERSION);
}

static const struct pf_command *find_command(pf_str name, struct pf_error *error)
{
    pf_str names[COMMAND_COUNT];
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        names[i] = pf_str_c(commands[i]->name);
        if (pf_str_eq(name, names[i]))
            return commands[i];
    }
    ptrdiff_t nearest = pf_nearest(name, names, COMMAND_COUNT);
    if (nearest == PF_STR_NONE)
        pf_error_set(error, PF_EXIT_USAGE, "no command '%.*s'; preflight --help lists them",
                     PF_ARG(name));
    else
        pf_error_set(error, PF_EXIT_USAGE, "no command '%.*s'; did you mean '%s'?", PF_ARG(name),
                     commands[nearest]->name);
    return NULL;
}

static int run_command(struct pf_call *call, char **arguments, struct pf_error *error)
{
    if (!pf_options_parse(call->arena, call->command->options, arguments, &call->given, error))
        return error->exit_status;
    if (pf_given_flag(&call->given, PF_OPTION_HELP)) {
        pf_command_help(call->command, &call->out.buffer);
        return PF_EXIT_CLEAN;
    }
    if (*call->command->operands == '\0' && call->given.operands.count > 0) {
        pf_error_set(error, PF_EXIT_USAGE,
                     "%s takes options only, not '%.*s'; -C names the project's folder",
                     call->command->name, PF_ARG(call->given.operands.items[0]));
        return error->exit_status;
    }
    if (call->command->run == NULL)
        return pf_hand_over(call->arena, arguments - 1, error);
    return call->command->run(call, error);
}

/* The words that stand before every command: --help, --version, help COMMAND. */
static int dispatch(struct pf_call *call, char **arguments, struct pf_error *error)
{
    pf_str first = pf_str_c(arguments[0]);
    if (first.len == 0) {
        help_page(&call->aside.buffer);
        return PF_EXIT_USAGE;
    }
    bool asks_help = pf_str_eq(first, PF_STR("help"));
    if (pf_str_eq(first, PF_STR("--help")) || pf_str_eq(first, PF_STR("-h")) ||
        (asks_help && arguments[1] == NULL)) {
        help_page(&call->out.buffer);
        return PF_EXIT_CLEAN;
    }
    if (pf_str_eq(first, PF_STR("--version")) || pf_str_eq(first, PF_STR("-V"))) {
        version(&call->out, arguments[1] != NULL);
        return PF_EXIT_CLEAN;
    }
    call->command = find_command(asks_help ? pf_str_c(arguments[1]) : first, error);
    if (call->command == NULL)
        return error->exit_status;
    if (asks_help) {
        pf_command_help(call->command, &call->out.buffer);
        return PF_EXIT_CLEAN;
    }
    return run_command(call, arguments + 1, error);
}

/* Writes what the command said. A report that could not be written outdoes every other status. */
static int finish(struct pf_call *call, int status, struct pf_error *error)
{
    struct pf_error write_error = {0};
    if (error->message[0] != '\0')
        pf_call_note(call, "%s", error->message);
    if (!pf_sink_write(&call->out, STDOUT_FILENO, &write_error)) {
        pf_call_note(call, "%s", write_error.message);
        status = (int)write_error.exit_status;
    }
    pf_sink_write(&call->aside, STDERR_FILENO, NULL);
    return status;
}

int main(int argc, char **argv)
{
    struct pf_memory memory = {.limit = PF_MEMORY_LIMIT};
    struct pf_arena *arena = pf_arena_new(&memory);
    bool on_github = pf_look_on_github();
    struct pf_call call = {.arena = arena,
                           .memory = &memory,
                           .commands = commands,
                           .on_github = on_github,
                           .out = pf_sink_new(arena, on_github),
                           .aside = pf_sink_new(arena, on_github)};
    struct pf_error error = {0};
    int status = dispatch(&call, argc > 0 ? argv + 1 : argv, &error);
    status = finish(&call, status, &error);
    pf_arena_free(arena);
    return status;
}
