/* Commands that another program of this project runs. */
#ifndef PF_CLI_HAND_OVER_H
#define PF_CLI_HAND_OVER_H

#include "base/error.h"

/*
 * Becomes preflight-deploy with `arguments` (the command's name first, NULL at the end): the one
 * beside this program's real file, or in ../libexec/preflight. Returns only when that failed, with
 * the exit status and the reason in `error`.
 */
int pf_hand_over(struct pf_arena *arena, char **arguments, struct pf_error *error);

#endif
