/*
 * One request and its answer, by libcurl: no redirects, no proxy, no cookies, nothing from the
 * user's rc files, never more than a cap of the answer, and only to addresses that may be asked.
 */
#ifndef PF_DEPLOY_HTTP_H
#define PF_DEPLOY_HTTP_H

#include "deploy/signals.h"
#include "deploy/web_url.h"

#include "base/pile.h"

enum {
    PF_HTTP_BODY = 64 * 1024, /* bytes of an answer that are read; a debug page tells before */
    PF_HTTP_HEADERS = 200,    /* header lines kept */
    PF_HTTP_SECONDS = 10,     /* a request's time limit where nothing else is said */
};

/* How all requests are made. */
struct pf_http {
    struct pf_signals *signals; /* a signal ends a request; NULL: none is looked for */
    const char *ca_file;        /* PEM; NULL: the system's authorities */
    const char *connect_to;     /* an IP address instead of what DNS says of the host; NULL */
    bool allow_local;           /* also private, loopback and link-local addresses */
    unsigned limit_seconds;     /* of a request; 0: PF_HTTP_SECONDS */
};

enum pf_http_end {
    PF_HTTP_ANSWERED,
    PF_HTTP_REFUSED, /* an address that may not be asked; nothing was sent */
    PF_HTTP_UNKNOWN_HOST,
    PF_HTTP_NO_CONNECTION,
    PF_HTTP_NO_TRUST, /* TLS: the certificate or the handshake */
    PF_HTTP_TIMEOUT,
    PF_HTTP_BROKEN, /* it answered, but not HTTP, or broke off */
    PF_HTTP_INTERRUPTED
};

struct pf_http_header {
    pf_str name, value; /* as sent, trimmed */
};

struct pf_http_request {
    struct pf_web_url url;
    const char *host;           /* another Host header; NULL: the URL's */
    const char *const *headers; /* "Name: value", NULL at the end; NULL: none */
    bool is_post;
    pf_str body; /* of a POST */
};

struct pf_http_answer {
    enum pf_http_end end;
    pf_str trouble; /* where `end` is not ANSWERED: why, in words */
    unsigned status;
    struct {
        struct pf_http_header *items;
        size_t count, capacity;
    } headers;
    pf_str body; /* its first PF_HTTP_BODY bytes */
    bool is_cut;
    int64_t certificate_ends; /* seconds since 1970, the earliest of the chain; 0: not known */
};

/* Never fails but through `end`. Everything lives in `arena`. */
struct pf_http_answer pf_http_send(struct pf_arena *arena, const struct pf_http *http,
                                   const struct pf_http_request *request);
/* A GET of the URL and nothing special. */
struct pf_http_answer pf_http_get(struct pf_arena *arena, const struct pf_http *http,
                                  const struct pf_web_url *url);

/* The first header of that name in any case; empty when there is none. */
pf_str pf_http_header(const struct pf_http_answer *answer, const char *name);
bool pf_http_has_header(const struct pf_http_answer *answer, const char *name);

#endif
