/* A URL as urllib.parse splits it (CPython 3.8 to 3.14; where these differ it is `unsure`). */
#include "python/lib_url.h"

#include "base/utf8.h"

static bool is_scheme_char(char c)
{
    return pf_is_alnum(c) || c == '+' || c == '-' || c == '.';
}

static bool has_line_break(pf_str s)
{
    return pf_str_find_byte(s, '\n') != PF_STR_NONE || pf_str_find_byte(s, '\r') != PF_STR_NONE ||
           pf_str_find_byte(s, '\t') != PF_STR_NONE;
}

static void take_scheme(struct pf_arena *arena, struct pf_url *url, pf_str *rest)
{
    ptrdiff_t colon = pf_str_find_byte(*rest, ':');
    if (colon <= 0)
        return;
    for (ptrdiff_t i = 0; i < colon; i++)
        if (!is_scheme_char(rest->data[i]))
            return;
    if (!pf_is_alpha(rest->data[0]))
        url->unsure = true; /* newer versions want a letter there */
    url->scheme = pf_arena_lower(arena, pf_str_slice(*rest, 0, (size_t)colon));
    *rest = pf_str_slice(*rest, (size_t)colon + 1, rest->len);
}

static void take_netloc(struct pf_url *url, pf_str *rest)
{
    size_t end = 2;
    while (end < rest->len && rest->data[end] != '/' && rest->data[end] != '?' &&
           rest->data[end] != '#')
        end++;
    url->netloc = pf_str_slice(*rest, 2, end);
    *rest = pf_str_slice(*rest, end, rest->len);
    bool open = pf_str_find_byte(url->netloc, '[') != PF_STR_NONE;
    bool close = pf_str_find_byte(url->netloc, ']') != PF_STR_NONE;
    if (open != close)
        url->wrong_url = "Invalid IPv6 URL";
    else if (open)
        url->unsure = true; /* newer versions look at what stands in the brackets */
}

static void take_user(struct pf_url *url, pf_str *host)
{
    *host = url->netloc;
    ptrdiff_t at = pf_str_find_last_byte(url->netloc, '@');
    if (at == PF_STR_NONE)
        return;
    *host = pf_str_slice(url->netloc, (size_t)at + 1, url->netloc.len);
    url->has_username = true;
    url->has_password =
        pf_str_cut(pf_str_slice(url->netloc, 0, (size_t)at), ':', &url->username, &url->password);
}

static void take_port(struct pf_url *url, pf_str text)
{
    url->port_text = text;
    if (text.len == 0)
        return;
    url->has_port = true;
    for (size_t i = 0; i < text.len; i++) {
        if (!pf_is_digit(text.data[i])) {
            url->wrong_port = true;
            return;
        }
        if (url->port <= 65535)
            url->port = url->port * 10 + (text.data[i] - '0');
    }
    url->wrong_port = url->port_too_large = url->port > 65535;
}

static void take_host(struct pf_arena *arena, struct pf_url *url)
{
    pf_str host, port, zone;
    take_user(url, &host);
    pf_str_cut(host, ':', &host, &port);
    url->has_hostname = host.len > 0;
    take_port(url, port);
    bool zoned = pf_str_cut(host, '%', &host, &zone);
    url->hostname = pf_arena_lower(arena, host);
    if (zoned)
        url->hostname = pf_arena_format(arena, "%.*s%%%.*s", PF_ARG(url->hostname), PF_ARG(zone));
}

static bool uses_params(pf_str scheme)
{
    static const char *const names[] = {"",      "ftp",   "hdl",  "prospero", "http",
                                        "https", "shttp", "rtsp", "rtspu",    "sip",
                                        "sips",  "mms",   "sftp", "tel"};
    for (size_t i = 0; i < PF_COUNT(names); i++)
        if (pf_str_eq(scheme, pf_str_c(names[i])))
            return true;
    return false;
}

static void take_params(struct pf_url *url)
{
    if (pf_str_find_byte(url->path, ';') == PF_STR_NONE)
        return;
    if (!uses_params(url->scheme)) {
        url->unsure = true; /* django-environ used to add its own schemes to that list */
        return;
    }
    ptrdiff_t slash = pf_str_find_last_byte(url->path, '/');
    size_t from = slash == PF_STR_NONE ? 0 : (size_t)slash;
    ptrdiff_t mark = pf_str_find_byte(pf_str_slice(url->path, from, url->path.len), ';');
    if (mark == PF_STR_NONE)
        return;
    url->params = pf_str_slice(url->path, from + (size_t)mark + 1, url->path.len);
    url->path = pf_str_slice(url->path, 0, from + (size_t)mark);
}

struct pf_url pf_url_parse(struct pf_arena *arena, pf_str text, bool with_params)
{
    struct pf_url url = {0};
    if (has_line_break(text) || (text.len > 0 && (unsigned char)text.data[0] <= ' '))
        url.unsure = true;
    pf_str rest = text;
    take_scheme(arena, &url, &rest);
    if (pf_str_starts(rest, PF_STR("//")))
        take_netloc(&url, &rest);
    pf_str_cut(rest, '#', &rest, &url.fragment);
    pf_str_cut(rest, '?', &url.path, &url.query);
    if (!pf_help_is_ascii(url.netloc))
        url.unsure = true;
    if (with_params)
        take_params(&url);
    take_host(arena, &url);
    return url;
}

bool pf_url_port_raises(struct pf_eval *ev, const struct pf_url *url, pf_str variable)
{
    if (!url->wrong_port)
        return false;
    if (url->port_too_large)
        pf_raise_variable(ev, variable, "ValueError", "Port out of range 0-65535");
    else
        pf_raise_variable(ev, variable, "ValueError",
                          "Port could not be cast to integer value as '%.*s'",
                          PF_ARG(url->port_text));
    return true;
}

/* --- percent signs -----------------------------------------------------------------------------
 */

static int hex_digit(char c)
{
    if (pf_is_digit(c))
        return c - '0';
    c = pf_to_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool pf_url_unquote(struct pf_arena *arena, pf_str s, bool plus, pf_str *out)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    bool decoded = false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.data[i];
        int high = -1, low = -1;
        if (c == '%' && i + 2 < s.len) {
            high = hex_digit(s.data[i + 1]);
            low = hex_digit(s.data[i + 2]);
        }
        if (high >= 0 && low >= 0) {
            c = (char)(high * 16 + low);
            decoded |= (unsigned char)c >= 0x80;
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        pf_buffer_add_byte(&buffer, c);
    }
    *out = pf_buffer_str(&buffer);
    return !decoded || pf_utf8_first_bad(*out) == PF_STR_NONE;
}

/* --- queries -----------------------------------------------------------------------------------
 */

struct pf_url_fields pf_url_query(struct pf_arena *arena, pf_str query, bool keep_blank)
{
    struct pf_url_fields fields = {0};
    fields.unsure = pf_str_find_byte(query, ';') != PF_STR_NONE; /* a separator before 3.9.2 */
    pf_str part;
    for (bool more = query.len > 0; more;) {
        struct pf_url_field field;
        more = pf_str_cut(query, '&', &part, &query);
        bool has_value = pf_str_cut(part, '=', &field.name, &field.value);
        if (part.len == 0 || (!keep_blank && (!has_value || field.value.len == 0)))
            continue;
        if (!pf_url_unquote(arena, field.name, true, &field.name) ||
            !pf_url_unquote(arena, field.value, true, &field.value))
            fields.unsure = true;
        *pf_pile_add(arena, &fields) = field;
    }
    return fields;
}

size_t pf_url_field_find(const struct pf_url_fields *fields, pf_str name, size_t from)
{
    while (from < fields->count && !pf_str_eq(fields->items[from].name, name))
        from++;
    return from;
}
