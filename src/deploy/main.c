/* preflight-deploy COMMAND …: what runs other programs, apart from what reads strangers' files. */
#include "command/deploy.h"
#include "command/verify.h"
#include "deploy/deploy.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

struct program {
    const struct pf_command *command; /* its words and options */
    pf_command_run *run;
};
static const struct program programs[] = {
    {&pf_command_deploy, pf_deploy_run_command},
    {&pf_command_verify, pf_verify_run_command},
};

static const struct program *find(pf_str name, struct pf_error *error)
{
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(name, pf_str_c(programs[i].command->name)))
            return &programs[i];
    pf_error_set(error, PF_EXIT_USAGE,
                 "this is what `preflight deploy` hands over to; call that instead");
    return NULL;
}

static int dispatch(struct pf_call *call, char **arguments, struct pf_error *error)
{
    const struct program *program = find(pf_str_c(arguments[0]), error);
    if (program == NULL)
        return error->exit_status;
    call->command = program->command;
    if (!pf_options_parse(call->arena, program->command->options, arguments + 1, &call->given,
                          error))
        return error->exit_status;
    if (pf_given_flag(&call->given, PF_OPTION_HELP)) {
        pf_command_help(program->command, &call->out.buffer);
        return PF_EXIT_CLEAN;
    }
    return program->run(call, error);
}

/* 0, 1 and 2 are open, whoever started us: else a pipe of ours would become one of them. */
static void open_standard_files(void)
{
    int file;
    do
        file = open("/dev/null", O_RDWR);
    while (file >= 0 && file <= STDERR_FILENO);
    if (file > STDERR_FILENO)
        close(file);
}

int main(int argc, char **argv)
{
    open_standard_files();
    prctl(PR_SET_DUMPABLE, 0);
    struct pf_memory memory = {.limit = PF_MEMORY_LIMIT};
    struct pf_arena *arena = pf_arena_new(&memory);
    bool on_github = pf_look_on_github();
    struct pf_call call = {.arena = arena,
                           .memory = &memory,
                           .on_github = on_github,
                           .out = pf_sink_new(arena, on_github),
                           .aside = pf_sink_new(arena, on_github)};
    struct pf_error error = {0};
    int status = argc > 0 ? dispatch(&call, argv + 1, &error) : PF_EXIT_USAGE;
    if (error.message[0] != '\0')
        pf_call_note(&call, "%s", error.message);
    pf_sink_write(&call.out, STDOUT_FILENO, NULL);
    pf_sink_write(&call.aside, STDERR_FILENO, NULL);
    pf_arena_free(arena);
    return status;
}
