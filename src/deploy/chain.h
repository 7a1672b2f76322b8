/* Which steps a call of `preflight deploy` runs. */
#ifndef PF_DEPLOY_CHAIN_H
#define PF_DEPLOY_CHAIN_H

#include "deploy/gate.h"

enum { PF_CHAIN_STEPS = 8 /* each step once */ };

struct pf_chain {
    const struct pf_deploy_step *steps[PF_CHAIN_STEPS];
    size_t count;
    pf_str goal;                /* "push" or "release" among them, else the first */
    enum pf_gate_remote remote; /* what the gate asks of the commit */
    bool changes;               /* production, a registry, a branch: asks first, takes the lock */
};

/*
 * `push` and `release` alone bring along prepare and validate before, follow and verify after;
 * several steps run as they are given; none is push. `from` and `only` ("": not given) narrow it.
 * False, exit status 2, for a step that does not exist, twice the same, or push with release.
 */
bool pf_chain_make(const struct pf_strs *names, pf_str from, pf_str only, struct pf_chain *chain,
                   struct pf_error *error);

#endif
