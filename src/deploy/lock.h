/* The folder where deploys of one project keep their journal, and the lock that lets in one. */
#ifndef PF_DEPLOY_LOCK_H
#define PF_DEPLOY_LOCK_H

#include "base/error.h"

/*
 * The folder `named`, or ("") that of `project` (any text that names it) below XDG_STATE_HOME or
 * ~/.local/state; made with mode 0700 where it is not there. False with a reason when it is not
 * ours alone.
 */
bool pf_state_folder(struct pf_arena *arena, pf_str named, pf_str project, pf_str *folder,
                     struct pf_error *error);

/* Holds until this process and all that it started are gone. False with exit status 6, and who
 * holds it, when another one does. */
bool pf_lock_take(struct pf_arena *arena, pf_str folder, struct pf_error *error);

#endif
