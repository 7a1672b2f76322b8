/* What a check still needs once it knows what it was asked for; the rest is given up. */
#ifndef PF_CLI_SHUT_IN_H
#define PF_CLI_SHUT_IN_H

#include "base/sandbox.h"
#include "cli/gate.h"

/*
 * Reads stay possible in the projects, their repositories, the base, and what options name; writes
 * where reports, the baseline and --fix go. Says with --verbose what was entered.
 */
bool pf_gate_shut_in(struct pf_call *call, const struct pf_gate *options, struct pf_error *error);

#endif
