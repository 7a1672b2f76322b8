/* The environment of a "what if": a container's, with lines of files and of the command line. */
#ifndef PF_CLI_ENVIRONMENT_H
#define PF_CLI_ENVIRONMENT_H

#include "base/error.h"
#include "tree/node.h"

/*
 * `base` (PF_MAP or NULL) with every line of `files`, then every NAME=VALUE of `pairs`; a later one
 * replaces an earlier one, and NAME without a value takes it away: a PF_ANY that is PF_NULL only.
 * NULL with a reason for a file that cannot be read or a pair that is none.
 */
const struct pf_node *pf_environment_with(struct pf_arena *arena, const struct pf_node *base,
                                          const struct pf_strs *files, const struct pf_strs *pairs,
                                          struct pf_error *error);

#endif
