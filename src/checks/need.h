/* What a deployment loses by a mandated variable that nothing supplies: ENV002's judgement, which
 * `preflight env` shows, too. */
#ifndef PF_CHECKS_NEED_H
#define PF_CHECKS_NEED_H

#include "model/wiring.h"

enum pf_need {
    PF_NEED_NONE, /* the settings provably do without it, or nobody can tell */
    PF_NEED_WEAK, /* they do without it, but the documentation or Sentry asks for it */
    PF_NEED_REAL
};

/* Takes a variable of the deployment's contract that is mandated and not supplied. */
enum pf_need pf_need_of(struct pf_arena *arena, const struct pf_wiring *wiring,
                        const struct pf_deployment *deployment, const struct pf_variable *variable);

#endif
