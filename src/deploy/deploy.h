/* preflight deploy: the gate, then the steps. */
#ifndef PF_DEPLOY_DEPLOY_H
#define PF_DEPLOY_DEPLOY_H

#include "command/command.h"
#include "deploy/step.h"

/* The whole of `preflight deploy …`. */
pf_command_run pf_deploy_run_command;
/* The whole of `preflight verify …`: cmd_verify.c. */
pf_command_run pf_verify_run_command;

/*
 * Fills what every command of this program needs: masker with the secrets of the environment, say,
 * signals, settings by flag and variable, the time limit (`timeout_text`: seconds, "" for
 * PF_DEPLOY_SECONDS). False with a reason for a value that is none.
 */
bool pf_run_begin(struct pf_call *call, bool json, pf_str timeout_text, struct pf_deploy_run *run,
                  struct pf_error *error);

enum { PF_DEPLOY_SECONDS = 3600 /* a deploy that takes longer has failed long ago */ };

#endif
