/* Web addresses that a user gave or a page holds: the plain ones only. */
#ifndef PF_DEPLOY_WEB_URL_H
#define PF_DEPLOY_WEB_URL_H

#include "base/arena.h"

enum { PF_WEB_URL_LENGTH = 2048 /* bytes; longer ones break proxies and are no site's address */ };

struct pf_web_url {
    bool is_https; /* else http */
    pf_str host;   /* lower case; an IPv6 address without its brackets */
    bool is_six;   /* `host` is an IPv6 address */
    unsigned port; /* 443 or 80 when none is written */
    pf_str path;   /* with its query; "/" when none is written */
};

/*
 * http(s)://HOST[:PORT][/PATH][?QUERY] in printable ASCII. NULL when it is read, else why not, in
 * words: "no http or https address", "a user name in it", … Never quotes the text: it may hold a
 * password.
 */
const char *pf_web_url_parse(struct pf_arena *arena, pf_str text, struct pf_web_url *url);

/* Written out, NUL-terminated; the port only where it is not the scheme's own. */
pf_str pf_web_url_text(struct pf_arena *arena, const struct pf_web_url *url);
/* "shop.example" or "shop.example:8443" or "[::1]:80", as in a Host header. */
pf_str pf_web_url_authority(struct pf_arena *arena, const struct pf_web_url *url);
/* Another path on the same site; `path` starts with a slash. */
struct pf_web_url pf_web_url_at(const struct pf_web_url *url, pf_str path);
/* Scheme, host and port are equal. */
bool pf_web_url_same_site(const struct pf_web_url *a, const struct pf_web_url *b);

/* Can `path` stand in a URL: a slash, then printable ASCII without a fragment? */
bool pf_web_url_is_path(pf_str path);

#endif
