/* The day it is, for suppressions that end. */
#ifndef PF_CLI_TODAY_H
#define PF_CLI_TODAY_H

#include "base/arena.h"

/* "2026-12-31" in UTC; of SOURCE_DATE_EPOCH where that is set, so that a run can be repeated. */
pf_str pf_today(struct pf_arena *arena);

#endif
