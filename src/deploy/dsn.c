/* Text → DSN, by the grammar of Sentry's SDKs and the stricter habits of its servers. */
#include "deploy/dsn.h"

enum {
    KEY_LENGTH = 32,     /* a public key is a UUID without dashes */
    PROJECT_LONGEST = 20 /* digits of a 64-bit number */
};

static bool is_key(pf_str key)
{
    if (key.len != KEY_LENGTH)
        return false;
    for (size_t i = 0; i < key.len; i++) {
        char c = pf_to_lower(key.data[i]);
        if (!pf_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
    }
    return true;
}

static bool is_number(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!pf_is_digit(s.data[i]))
            return false;
    return s.len > 0 && s.len <= PROJECT_LONGEST;
}

/* "o123.ingest.us.sentry.io" → "123" */
static pf_str organisation_of(pf_str host)
{
    pf_str first, rest;
    if (pf_str_ends(host, PF_STR(".sentry.io")) && pf_str_cut(host, '.', &first, &rest) &&
        pf_str_starts(rest, PF_STR("ingest.")) && pf_str_starts(first, PF_STR("o")) &&
        is_number(pf_str_slice(first, 1, first.len)))
        return pf_str_slice(first, 1, first.len);
    return PF_STR("");
}

const char *pf_dsn_parse(struct pf_arena *arena, pf_str text, struct pf_dsn *dsn)
{
    struct pf_dsn read = {.key = PF_STR("")};
    pf_str scheme, rest, user, secret, place;
    ptrdiff_t start = pf_str_find(text, PF_STR("://"));
    if (start == PF_STR_NONE)
        return "it does not start with https://";
    scheme = pf_str_slice(text, 0, (size_t)start);
    rest = pf_str_slice(text, (size_t)start + 3, text.len);
    if (!pf_str_cut(rest, '@', &user, &place))
        return "it has no key before an @";
    pf_str_cut(user, ':', &read.key, &secret);
    if (!is_key(read.key))
        return "its key is no 32 hexadecimal digits";
    /* What is left without the key is a plain web address. */
    pf_str plain = pf_arena_format(arena, "%.*s://%.*s", PF_ARG(scheme), PF_ARG(place));
    const char *why = pf_web_url_parse(arena, plain, &read.site);
    if (why != NULL)
        return why;
    pf_str path = read.site.path;
    while (path.len > 1 && path.data[path.len - 1] == '/')
        path = pf_str_slice(path, 0, path.len - 1);
    size_t slash = (size_t)pf_str_find_last_byte(path, '/');
    read.project = pf_str_slice(path, slash + 1, path.len);
    if (!is_number(read.project))
        return "it does not end in a project's number";
    read.site.path = pf_str_slice(path, 0, slash);
    read.key = pf_arena_str(arena, read.key);
    read.organisation = organisation_of(read.site.host);
    *dsn = read;
    return NULL;
}

struct pf_web_url pf_dsn_envelope(struct pf_arena *arena, const struct pf_dsn *dsn)
{
    return pf_web_url_at(&dsn->site, pf_arena_format(arena, "%.*s/api/%.*s/envelope/",
                                                     PF_ARG(dsn->site.path), PF_ARG(dsn->project)));
}

struct pf_web_url pf_dsn_api(struct pf_arena *arena, const struct pf_dsn *dsn)
{
    struct pf_web_url api = dsn->site;
    ptrdiff_t ingest = pf_str_find(api.host, PF_STR(".ingest."));
    if (dsn->organisation.len > 0 && ingest != PF_STR_NONE)
        api.host = pf_arena_str(arena, pf_str_slice(api.host, (size_t)ingest + 8, api.host.len));
    return api;
}
