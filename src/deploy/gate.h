/* The gate: what must be true before anything is changed. */
#ifndef PF_DEPLOY_GATE_H
#define PF_DEPLOY_GATE_H

#include "deploy/plan.h"
#include "deploy/step.h"

/* How the commit has to stand to the remote's branch. */
enum pf_gate_remote {
    PF_GATE_PUSH,    /* the remote's branch is the commit or before it: it can be pushed */
    PF_GATE_RELEASE, /* the commit is on the remote's branch: somebody could review it */
    PF_GATE_LOOK     /* nothing is changed: how it stands is only told */
};

/*
 * Finds the commit, compares the work tree with it, writes its files into the private folder, lets
 * `preflight check` judge them, and fills the run's plan, deployment and settings. PF_STEP_DONE
 * when the deploy may go on: everything holds, or --override said why it may all the same.
 * PF_STEP_REFUSED else; what is wrong was said.
 */
enum pf_step_end pf_gate(struct pf_deploy_run *run, enum pf_gate_remote remote);

#endif
