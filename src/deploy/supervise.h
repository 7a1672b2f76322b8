/* The process between us and a program: it outlives neither. */
#ifndef PF_DEPLOY_SUPERVISE_H
#define PF_DEPLOY_SUPERVISE_H

#include "deploy/spawn.h"

/* What a supervisor writes once, in one piece. */
enum pf_supervised_kind { PF_SUPERVISED_EXITED, PF_SUPERVISED_KILLED, PF_SUPERVISED_NOT_STARTED };
struct pf_supervised {
    enum pf_supervised_kind kind;
    int value; /* exit status, signal or errno */
};

/* Descriptors of a supervisor. Its lifeline carries signals to pass on, a byte each; its end means
 * that we are gone, and everything is killed. */
struct pf_supervisor_ends {
    int lifeline;        /* reading end */
    int report;          /* writing end */
    int input, out, err; /* the program's 0, 1 and 2 */
};

/* Never returns: runs the program, waits for it, kills what it left, reports, ends. */
_Noreturn void pf_supervise(const struct pf_spawn *spawn, const struct pf_supervisor_ends *ends);

#endif
