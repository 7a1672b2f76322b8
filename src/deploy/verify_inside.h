/* What the parts of a site's verification share. */
#ifndef PF_DEPLOY_VERIFY_INSIDE_H
#define PF_DEPLOY_VERIFY_INSIDE_H

#include "deploy/verify.h"

struct pf_visit {
    struct pf_arena *arena;
    const struct pf_site *site;
    struct pf_outcomes *outcomes;
    unsigned requests;
    struct pf_http_answer page; /* what the URL itself answers */
    struct pf_http_answer admin;
    bool asked_admin;
};

#define PF_SAY(visit, group, name, kind, ...)                                                      \
    pf_outcome_add((visit)->arena, (visit)->outcomes, (group), (name), (kind), __VA_ARGS__)

/* Counts; more than PF_VERIFY_REQUESTS is a mistake of ours. */
struct pf_http_answer pf_visit_send(struct pf_visit *visit, const struct pf_http_request *request);
struct pf_http_answer pf_visit_get(struct pf_visit *visit, pf_str path);
/* The site's address with another path, as its texts name it. */
pf_str pf_visit_text(const struct pf_visit *visit, pf_str path);

/* Where an answer sends to. */
enum pf_sends {
    PF_SENDS_NOWHERE,   /* no redirect, or one without a Location that can be read */
    PF_SENDS_HERE,      /* to the very URL that was asked: for ever */
    PF_SENDS_SITE,      /* elsewhere on the same host over https */
    PF_SENDS_PLAIN,     /* to http */
    PF_SENDS_OTHER_HOST /* https on another host */
};
/* `*to`: the host and path without query, cut to a readable length; may be empty. */
enum pf_sends pf_visit_sends(const struct pf_visit *visit, const struct pf_http_answer *answer,
                             const struct pf_web_url *asked, pf_str *to);

/* verify_page.c: status, version, and what headers and cookies say. */
void pf_verify_status(struct pf_visit *visit);
void pf_verify_version(struct pf_visit *visit);
void pf_verify_headers(struct pf_visit *visit);
void pf_verify_cookies(struct pf_visit *visit);
/* verify_tls.c */
void pf_verify_tls(struct pf_visit *visit);
void pf_verify_plain_http(struct pf_visit *visit);
/* verify_debug.c: DEBUG must be off, whatever is asked for. */
void pf_verify_debug(struct pf_visit *visit);
/* verify_django.c: static files and the admin's login. */
void pf_verify_admin(struct pf_visit *visit);
void pf_verify_static(struct pf_visit *visit);

#endif
