/* urllib.parse's view of a URL. */
#ifndef PF_PYTHON_LIB_URL_H
#define PF_PYTHON_LIB_URL_H

#include "python/lib_help.h"

struct pf_url {
    pf_str scheme, netloc, path, params, query, fragment;
    bool has_username, has_password, has_hostname, has_port;
    pf_str username, password;
    pf_str hostname; /* lower case */
    int64_t port;
    const char *wrong_url; /* what ValueError says already when it is parsed; NULL */
    bool wrong_port;       /* asking for the port raises ValueError */
    pf_str port_text;
    bool port_too_large;
    bool unsure; /* Python's versions differ here, or it is not modelled */
};

/* urlsplit, or urlparse where `with_params`. Strings point into `text` or `arena`. */
struct pf_url pf_url_parse(struct pf_arena *arena, pf_str text, bool with_params);
/* Raises for a port that is none; true when it did. */
bool pf_url_port_raises(struct pf_eval *ev, const struct pf_url *url, pf_str variable);

/* unquote, or unquote_plus; false: not valid UTF-8 after it, so what comes out is not modelled. */
bool pf_url_unquote(struct pf_arena *arena, pf_str s, bool plus, pf_str *out);

struct pf_url_field {
    pf_str name, value;
};
struct pf_url_fields {
    struct pf_url_field *items;
    size_t count, capacity;
    bool unsure;
};
/* parse_qsl. */
struct pf_url_fields pf_url_query(struct pf_arena *arena, pf_str query, bool keep_blank);
/* Index of the first field of that name at or after `from`; count when there is none. */
size_t pf_url_field_find(const struct pf_url_fields *fields, pf_str name, size_t from);

#endif
