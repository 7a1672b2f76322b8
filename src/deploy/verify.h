/* A deployed site, asked from outside: does it answer, as whom, and does it keep its secrets? */
#ifndef PF_DEPLOY_VERIFY_H
#define PF_DEPLOY_VERIFY_H

#include "deploy/http.h"
#include "deploy/outcome.h"

enum {
    PF_VERIFY_REQUESTS = 10,           /* GETs in all: what a site's owner may be asked to bear */
    PF_VERIFY_RETRIES = 3,             /* of the first; a load balancer takes a while to drain */
    PF_VERIFY_RETRY_SECONDS = 5,       /* before the first retry, then twice that each time */
    PF_VERIFY_CERTIFICATE_DAYS = 14,   /* left; renewal usually comes at 30 days, so it failed */
    PF_VERIFY_HSTS_SECONDS = 24 * 3600 /* max-age; less than a day protects nobody */
};

/* What to ask, and what to expect of it. */
struct pf_site {
    struct pf_web_url url;
    struct pf_http http;
    unsigned status;     /* that the URL must answer; 0: any from 200 to 299 */
    pf_str version;      /* commit or release that must be running; empty: not compared */
    pf_str version_path; /* where the site tells its version; empty: in the page's headers */
    pf_str static_path;  /* a static file; empty: the first that the page links */
    pf_str admin_path;   /* a login page of Django's; empty: not asked */
    unsigned http_port;  /* of plain http; 0: 80 beside 443, else not known */
    unsigned retries;    /* at most PF_VERIFY_RETRIES */
    unsigned retry_seconds;
    int64_t now; /* seconds since 1970 */
};

/*
 * Asks at most PF_VERIFY_REQUESTS times by GET and adds an outcome for each thing looked at. What
 * pages contain goes into no outcome. False when the address may not be asked (exit status USAGE),
 * or on a signal (128 + its number); the outcomes so far stand.
 */
bool pf_verify_site(struct pf_arena *arena, const struct pf_site *site,
                    struct pf_outcomes *outcomes, struct pf_error *error);

#endif
