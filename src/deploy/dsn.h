/* Sentry's DSN: where events go, and the key that lets them in. */
#ifndef PF_DEPLOY_DSN_H
#define PF_DEPLOY_DSN_H

#include "deploy/web_url.h"

struct pf_dsn {
    struct pf_web_url site; /* scheme, host and port; the path is a prefix without final slash */
    pf_str key;             /* the public key: not shown, it lets anybody write into the project */
    pf_str project;         /* digits */
    pf_str organisation;    /* digits, from oNNN.ingest.sentry.io; empty on other hosts */
};

/*
 * SCHEME://KEY[:SECRET]@HOST[:PORT][/PREFIX]/PROJECT, with 32 hexadecimal digits as KEY. NULL when
 * it is read, else why not, in words that quote nothing of it.
 */
const char *pf_dsn_parse(struct pf_arena *arena, pf_str text, struct pf_dsn *dsn);

/* Where events of the project go: …/api/PROJECT/envelope/. */
struct pf_web_url pf_dsn_envelope(struct pf_arena *arena, const struct pf_dsn *dsn);
/* Where the API of the same Sentry is: sentry.io, us.sentry.io or de.sentry.io for its hosts, else
 * the DSN's own; the path is a prefix without final slash. */
struct pf_web_url pf_dsn_api(struct pf_arena *arena, const struct pf_dsn *dsn);

#endif
