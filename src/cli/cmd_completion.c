/* preflight completion SHELL: a script that teaches the shell our words. */
#include "cli/commands.h"
#include "cli/completion.h"

static const struct pf_option options[] = {PF_COMMON_OPTIONS, {.name = NULL}};

static int run(struct pf_call *call, struct pf_error *error)
{
    if (call->given.operands.count != 1) {
        pf_error_set(error, PF_EXIT_USAGE, "completion takes one shell: bash, zsh or fish");
        return PF_EXIT_USAGE;
    }
    pf_str shell = call->given.operands.items[0];
    if (pf_completion_script(call->commands, shell, &call->out.buffer))
        return PF_EXIT_CLEAN;
    pf_error_set(error, PF_EXIT_USAGE, "no completion for '%.*s'; there is bash, zsh and fish",
                 PF_ARG(shell));
    return PF_EXIT_USAGE;
}

const struct pf_command pf_command_completion = {
    .name = "completion",
    .summary = "a completion script for bash, zsh or fish",
    .operands = "SHELL",
    .about = "Prints a script that completes preflight's commands and options:\n"
             "    bash:  source <(preflight completion bash)\n"
             "    zsh:   preflight completion zsh > \"${fpath[1]}/_preflight\"\n"
             "    fish:  preflight completion fish > ~/.config/fish/completions/preflight.fish",
    .options = options,
    .run = run,
    .first_operands = pf_completion_shells,
};
