/* Completion scripts for shells, from the tables of commands and options. */
#ifndef PF_CLI_COMPLETION_H
#define PF_CLI_COMPLETION_H

#include "command/command.h"

/* "bash", "zsh" and "fish"; NULL at the end. */
extern const char *const pf_completion_shells[];

/* False when there is no such shell. */
bool pf_completion_script(const struct pf_command *const *commands, pf_str shell,
                          struct pf_buffer *script);

#endif
