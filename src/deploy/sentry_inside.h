/* What sending an event and finding it again share. */
#ifndef PF_DEPLOY_SENTRY_INSIDE_H
#define PF_DEPLOY_SENTRY_INSIDE_H

#include "deploy/sentry.h"

#define PF_SENTRY_ID_LENGTH 32

/* Asks the API until it has the event or the time is over; adds outcomes "confirmed", "release"
 * and "environment". False on a signal. */
bool pf_sentry_confirm(struct pf_arena *arena, const struct pf_sentry *sentry, pf_str event_id,
                       struct pf_outcomes *outcomes);

#endif
