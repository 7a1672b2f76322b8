/* Where the programs of this project are, seen from the one that runs. */
#ifndef PF_BASE_PROGRAM_H
#define PF_BASE_PROGRAM_H

#include "base/error.h"

/*
 * The first of `places` that is a program, each relative to the folder of this program's real file
 * (symbolic links resolved). NULL ends the list. False with a reason that names the first one.
 */
bool pf_program_beside(struct pf_arena *arena, const char *const *places, pf_str *path,
                       struct pf_error *error);

#endif
