/* Sentry, asked whether it takes the events that production sends. */
#ifndef PF_DEPLOY_SENTRY_H
#define PF_DEPLOY_SENTRY_H

#include "deploy/dsn.h"
#include "deploy/http.h"
#include "deploy/outcome.h"

enum {
    PF_SENTRY_WAIT_SECONDS = 60 /* until an accepted event can be read; usually a few seconds */
};

struct pf_sentry {
    struct pf_dsn dsn; /* the one that production has */
    struct pf_http http;
    pf_str release;        /* empty: not sent */
    pf_str environment;    /* empty: not sent */
    pf_str token;          /* reads events: scopes project:read and event:read; empty: none */
    struct pf_web_url api; /* where it is used; see pf_dsn_api */
    pf_str organisation, project; /* slugs or numbers; empty: as the DSN has them */
    unsigned wait_seconds;
};

/*
 * Sends one event of level "info", tagged preflight=true, and, with a token, waits until the API
 * shows it. Outcomes tell the event's id; never the DSN's key, never the token. False on a signal
 * (128 + its number) or when the address may not be asked (USAGE).
 */
bool pf_sentry_verify(struct pf_arena *arena, const struct pf_sentry *sentry,
                      struct pf_outcomes *outcomes, struct pf_error *error);

/* May this stand for an organisation or a project in the API's addresses? [a-z0-9_-]{1,100} */
bool pf_sentry_is_slug(pf_str slug);

#endif
