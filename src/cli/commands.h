/* Every command, each defined in its cmd_*.c; those that preflight-deploy runs, in src/command. */
#ifndef PF_CLI_COMMANDS_H
#define PF_CLI_COMMANDS_H

#include "command/command.h"
#include "command/deploy.h"
#include "command/verify.h"

extern const struct pf_command pf_command_check;
extern const struct pf_command pf_command_settings;
extern const struct pf_command pf_command_env;
extern const struct pf_command pf_command_simulate;
extern const struct pf_command pf_command_expr;
extern const struct pf_command pf_command_rules;
extern const struct pf_command pf_command_explain;
extern const struct pf_command pf_command_test_rules;
extern const struct pf_command pf_command_init;
extern const struct pf_command pf_command_doctor;
extern const struct pf_command pf_command_schema;
extern const struct pf_command pf_command_completion;
extern const struct pf_command pf_command_debug;

#endif
