/* Text → web address, refusing all that need not be in one. */
#include "deploy/web_url.h"

enum { PORT_MOST = 65535, HTTPS_PORT = 443, HTTP_PORT = 80 };

static bool is_printable(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] <= ' ' || s.data[i] > '~' || s.data[i] == '\\' || s.data[i] == '"')
            return false;
    return true;
}

bool pf_web_url_is_path(pf_str path)
{
    return path.len > 0 && path.len <= PF_WEB_URL_LENGTH && path.data[0] == '/' &&
           is_printable(path) && pf_str_find_byte(path, '#') == PF_STR_NONE;
}

static bool is_name(pf_str host)
{
    if (host.len == 0 || host.len > 253)
        return false;
    char before = '.';
    for (size_t i = 0; i < host.len; i++) {
        char c = host.data[i];
        if (!pf_is_name(c) && c != '-' && c != '.')
            return false;
        if ((c == '.' || c == '-') && before == '.')
            return false; /* an empty label, or one that starts with a dash */
        if (c == '.' && before == '-')
            return false;
        before = c;
    }
    return before != '.' && before != '-';
}

static bool is_six_inside(pf_str host)
{
    for (size_t i = 0; i < host.len; i++) {
        char c = pf_to_lower(host.data[i]);
        if (!pf_is_digit(c) && !(c >= 'a' && c <= 'f') && c != ':' && c != '.')
            return false;
    }
    return host.len >= 2 && host.len <= 45;
}

/* HOST[:PORT] or [SIX][:PORT] */
static const char *read_authority(struct pf_arena *arena, pf_str authority, struct pf_web_url *url)
{
    pf_str host, port;
    bool has_port;
    if (pf_str_starts(authority, PF_STR("["))) {
        pf_str rest;
        if (!pf_str_cut(pf_str_slice(authority, 1, authority.len), ']', &host, &rest) ||
            !is_six_inside(host))
            return "no host in it";
        url->is_six = true;
        has_port = pf_str_starts(rest, PF_STR(":"));
        if (rest.len > 0 && !has_port)
            return "no host in it";
        port = pf_str_slice(rest, 1, rest.len);
    } else {
        has_port = pf_str_cut(authority, ':', &host, &port);
        if (!is_name(host))
            return "no host in it";
    }
    url->host = pf_arena_lower(arena, host);
    if (!has_port)
        return NULL;
    int64_t number;
    if (port.len > 5 || port.len == 0 || !pf_is_digit(port.data[0]) ||
        !pf_str_to_int(port, &number) || number < 1 || number > PORT_MOST)
        return "no port from 1 to 65535 in it";
    url->port = (unsigned)number;
    return NULL;
}

const char *pf_web_url_parse(struct pf_arena *arena, pf_str text, struct pf_web_url *url)
{
    struct pf_web_url read = {.port = HTTPS_PORT, .is_https = true};
    pf_str lower = pf_arena_lower(arena, pf_str_slice(text, 0, 8)), rest;
    if (text.len > PF_WEB_URL_LENGTH)
        return "longer than 2048 bytes";
    if (pf_str_eq(lower, PF_STR("https://"))) {
        rest = pf_str_slice(text, 8, text.len);
    } else if (pf_str_starts(lower, PF_STR("http://"))) {
        rest = pf_str_slice(text, 7, text.len);
        read.is_https = false;
        read.port = HTTP_PORT;
    } else {
        return "no http or https address";
    }
    if (!is_printable(rest))
        return "a space or a character that is not ASCII in it";
    if (pf_str_find_byte(rest, '#') != PF_STR_NONE)
        return "a fragment in it";
    size_t end = 0;
    while (end < rest.len && rest.data[end] != '/' && rest.data[end] != '?')
        end++;
    pf_str authority = pf_str_slice(rest, 0, end), path = pf_str_slice(rest, end, rest.len);
    if (pf_str_find_byte(authority, '@') != PF_STR_NONE)
        return "a user name in it";
    const char *why = read_authority(arena, authority, &read);
    if (why != NULL)
        return why;
    read.path = path.len > 0 && path.data[0] == '/' ? pf_arena_str(arena, path)
                                                    : pf_arena_format(arena, "/%.*s", PF_ARG(path));
    *url = read;
    return NULL;
}

pf_str pf_web_url_authority(struct pf_arena *arena, const struct pf_web_url *url)
{
    const char *open = url->is_six ? "[" : "", *close = url->is_six ? "]" : "";
    if (url->port == (url->is_https ? HTTPS_PORT : HTTP_PORT))
        return pf_arena_format(arena, "%s%.*s%s", open, PF_ARG(url->host), close);
    return pf_arena_format(arena, "%s%.*s%s:%u", open, PF_ARG(url->host), close, url->port);
}

pf_str pf_web_url_text(struct pf_arena *arena, const struct pf_web_url *url)
{
    pf_str authority = pf_web_url_authority(arena, url);
    return pf_arena_format(arena, "%s://%.*s%.*s", url->is_https ? "https" : "http",
                           PF_ARG(authority), PF_ARG(url->path));
}

struct pf_web_url pf_web_url_at(const struct pf_web_url *url, pf_str path)
{
    struct pf_web_url other = *url;
    other.path = path;
    return other;
}

bool pf_web_url_same_site(const struct pf_web_url *a, const struct pf_web_url *b)
{
    return a->is_https == b->is_https && a->port == b->port && pf_str_eq(a->host, b->host);
}
