/* SIGINT, SIGTERM and SIGHUP as something to ask for, so that nothing is cut off midway. */
#ifndef PF_DEPLOY_SIGNALS_H
#define PF_DEPLOY_SIGNALS_H

#include "base/error.h"

struct pf_signals {
    int descriptor; /* readable when one has come: for poll(2); -1 in a test without signals */
    int got;        /* the first that came; 0: none */
};

/* Blocks the three, ignores SIGPIPE, and opens the descriptor. False when the system does not let
 * us. */
bool pf_signals_open(struct pf_signals *signals, struct pf_error *error);
/* The first signal that came, or 0. Never waits. */
int pf_signals_got(struct pf_signals *signals);
/* Waits `milliseconds`, or until a signal comes: true when the time is over, false on a signal. */
bool pf_signals_sleep(struct pf_signals *signals, unsigned milliseconds);
/* Undoes pf_signals_open in a process that is about to become another program. */
void pf_signals_default(void);

#endif
