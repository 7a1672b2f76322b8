/* The words of `preflight verify`, which preflight-deploy runs; see command/deploy.h. */
#ifndef PF_COMMAND_VERIFY_H
#define PF_COMMAND_VERIFY_H

#include "command/command.h"

extern const struct pf_command pf_command_verify;

/* The options that verify_wish.c does not find by name. */
enum pf_verify_option { PF_VERIFY_JSON = PF_OPTION_FIRST_OWN };

#endif
