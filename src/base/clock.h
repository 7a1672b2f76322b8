/* What day it is, and what moment. */
#ifndef PF_BASE_CLOCK_H
#define PF_BASE_CLOCK_H

#include "base/arena.h"

/* "2026-12-31" in UTC; of SOURCE_DATE_EPOCH where that is set, so that a run can be repeated. */
pf_str pf_clock_today(struct pf_arena *arena);
/* "2026-12-31T23:59:59Z" */
pf_str pf_clock_now(struct pf_arena *arena);

#endif
