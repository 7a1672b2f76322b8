/* The page's answer → its status, the version that runs, what its headers and cookies say. */
#include "deploy/page.h"
#include "deploy/verify_inside.h"

enum {
    COMMIT = 40,       /* hexadecimal digits of a commit */
    SHORT_COMMIT = 7,  /* hexadecimal digits by which git and people name one */
    SHOWN_SERVER = 60, /* bytes of a header's value in a message */
};

/* What a status tells of the machinery before the application. */
static const struct {
    unsigned status;
    const char *why;
} statuses[] = {
    {400, "ALLOWED_HOSTS does not let this host name in, or the request is refused"},
    {401, "it wants a login"},
    {403, "it refuses"},
    {404, "there is nothing at this address"},
    {500, "the application raises; its log and Sentry tell what"},
    {502, "the load balancer reaches no working task"},
    {503, "the load balancer has no healthy task"},
    {504, "the tasks answer too late for the load balancer"},
};

static const char *why_status(unsigned status)
{
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (statuses[i].status == status)
            return statuses[i].why;
    return "no success";
}

static void say_redirect(struct pf_visit *visit)
{
    const struct pf_http_answer *page = &visit->page;
    pf_str to;
    switch (pf_visit_sends(visit, page, &visit->site->url, &to)) {
    case PF_SENDS_HERE:
        PF_SAY(visit, "page", "status", PF_OUTCOME_NG,
               "%u back to the same address, for ever; behind a load balancer "
               "SECURE_SSL_REDIRECT needs SECURE_PROXY_SSL_HEADER",
               page->status);
        break;
    case PF_SENDS_SITE:
        PF_SAY(visit, "page", "status", PF_OUTCOME_OK, "%u to %.*s, not followed", page->status,
               PF_ARG(to));
        break;
    case PF_SENDS_PLAIN:
        PF_SAY(visit, "page", "status", visit->site->url.is_https ? PF_OUTCOME_NG : PF_OUTCOME_WARN,
               "%u to plain http: %.*s", page->status, PF_ARG(to));
        break;
    case PF_SENDS_OTHER_HOST:
        PF_SAY(visit, "page", "status", PF_OUTCOME_WARN,
               "%u to another host: %.*s; what follows is about '%.*s'", page->status, PF_ARG(to),
               PF_ARG(visit->site->url.host));
        break;
    case PF_SENDS_NOWHERE:
        PF_SAY(visit, "page", "status", PF_OUTCOME_NG, "%u without an address to go to",
               page->status);
    }
}

void pf_verify_status(struct pf_visit *visit)
{
    const struct pf_http_answer *page = &visit->page;
    unsigned wanted = visit->site->status, status = page->status;
    if (page->end != PF_HTTP_ANSWERED)
        PF_SAY(visit, "page", "status", PF_OUTCOME_NG, "%.*s: %.*s",
               PF_ARG(pf_visit_text(visit, visit->site->url.path)), PF_ARG(page->trouble));
    else if (wanted != 0 ? status == wanted : status >= 200 && status <= 299)
        PF_SAY(visit, "page", "status", PF_OUTCOME_OK, "%u", status);
    else if (wanted != 0)
        PF_SAY(visit, "page", "status", PF_OUTCOME_NG, "%u instead of %u: %s", status, wanted,
               why_status(status));
    else if (status >= 300 && status <= 399)
        say_redirect(visit);
    else
        PF_SAY(visit, "page", "status", PF_OUTCOME_NG, "%u: %s", status, why_status(status));
}

static size_t word_length(pf_str s)
{
    size_t length = 0;
    while (length < s.len && pf_is_name(s.data[length]))
        length++;
    return length;
}

/* The version as a word of its own, or a commit cut to SHORT_COMMIT digits or more. */
static bool names_version(pf_str text, pf_str version)
{
    pf_str start = pf_str_slice(version, 0, SHORT_COMMIT);
    size_t at = 0;
    while (true) {
        ptrdiff_t found = pf_str_find(pf_str_slice(text, at, text.len), start);
        if (found == PF_STR_NONE)
            return false;
        at += (size_t)found;
        bool begins = at == 0 || !pf_is_name(text.data[at - 1]);
        pf_str rest = pf_str_slice(text, at, text.len);
        if (begins && pf_str_starts(rest, version) &&
            word_length(pf_str_slice(rest, version.len, rest.len)) == 0)
            return true;
        size_t length = word_length(rest);
        if (begins && version.len == COMMIT && length >= SHORT_COMMIT &&
            pf_str_starts(version, pf_str_slice(rest, 0, length)))
            return true;
        at++;
    }
}

/* Does it hold a word of SHORT_COMMIT or more hexadecimal digits? */
static bool names_commit(pf_str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t length = word_length(pf_str_slice(text, at, text.len)), digits = 0;
        for (size_t i = at; i < at + length; i++) {
            char c = pf_to_lower(text.data[i]);
            digits += pf_is_digit(c) || (c >= 'a' && c <= 'f');
        }
        if (length >= SHORT_COMMIT && digits == length)
            return true;
        at += length + 1;
    }
    return false;
}

static pf_str told_version(const struct pf_http_answer *page)
{
    static const char *const headers[] = {"X-Version",    "X-App-Version", "X-Release",
                                          "X-Git-Commit", "X-Git-Sha",     "X-Revision"};
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (pf_http_has_header(page, headers[i]))
            return pf_http_header(page, headers[i]);
    return pf_page_version(page->body);
}

static void say_version(struct pf_visit *visit, bool is_it, const char *where)
{
    if (is_it)
        PF_SAY(visit, "page", "version", PF_OUTCOME_OK, "%.*s, as %s says",
               PF_ARG(visit->site->version), where);
    else
        PF_SAY(visit, "page", "version", PF_OUTCOME_NG,
               "%s names another version than %.*s: an old task still answers, or the service was "
               "rolled back",
               where, PF_ARG(visit->site->version));
}

void pf_verify_version(struct pf_visit *visit)
{
    const struct pf_site *site = visit->site;
    pf_str told = told_version(&visit->page);
    if (site->version.len == 0) {
        PF_SAY(visit, "page", "version", PF_OUTCOME_SKIP, "no --release to compare it with");
    } else if (site->version_path.len > 0) {
        struct pf_http_answer answer = pf_visit_get(visit, site->version_path);
        if (answer.end != PF_HTTP_ANSWERED)
            PF_SAY(visit, "page", "version", PF_OUTCOME_UNKNOWN, "%.*s: %.*s",
                   PF_ARG(site->version_path), PF_ARG(answer.trouble));
        else if (answer.status != 200)
            PF_SAY(visit, "page", "version", PF_OUTCOME_NG, "%.*s answers %u",
                   PF_ARG(site->version_path), answer.status);
        else
            say_version(visit, names_version(answer.body, site->version), site->version_path.data);
    } else if (told.len == 0) {
        PF_SAY(visit, "page", "version", PF_OUTCOME_SKIP,
               "the page tells none (X-Version or another such header, or a <meta "
               "name=\"version\">); --version-path says where it is");
    } else if (site->version.len == COMMIT && !names_commit(told)) {
        PF_SAY(visit, "page", "version", PF_OUTCOME_SKIP,
               "the page tells a version, but no commit to compare with %.*s",
               PF_ARG(site->version));
    } else {
        say_version(visit, names_version(told, site->version), "the page");
    }
}

static void say_hsts(struct pf_visit *visit)
{
    if (!visit->site->url.is_https)
        return;
    pf_str value =
        pf_arena_lower(visit->arena, pf_http_header(&visit->page, "Strict-Transport-Security"));
    pf_str digits;
    ptrdiff_t at = pf_str_find(value, PF_STR("max-age="));
    int64_t seconds = 0;
    if (at == PF_STR_NONE) {
        PF_SAY(visit, "headers", "HSTS", PF_OUTCOME_WARN,
               "no Strict-Transport-Security (SECURE_HSTS_SECONDS)");
        return;
    }
    digits = pf_str_slice(value, (size_t)at + 8, value.len);
    if (pf_str_starts(digits, PF_STR("\"")))
        digits = pf_str_slice(digits, 1, digits.len);
    size_t length = 0;
    while (length < digits.len && pf_is_digit(digits.data[length]))
        length++;
    bool is_read = pf_str_to_int(pf_str_slice(digits, 0, length), &seconds);
    if (is_read && seconds >= PF_VERIFY_HSTS_SECONDS)
        PF_SAY(visit, "headers", "HSTS", PF_OUTCOME_OK, "max-age of %lld days",
               (long long)(seconds / 86400));
    else
        PF_SAY(visit, "headers", "HSTS", PF_OUTCOME_WARN, "max-age is under a day");
}

static const struct {
    const char *name, *setting;
} wanted_headers[] = {
    {"X-Content-Type-Options", "SECURE_CONTENT_TYPE_NOSNIFF"},
    {"Referrer-Policy", "SECURE_REFERRER_POLICY"},
    {"X-Frame-Options", "XFrameOptionsMiddleware"},
};

static bool frames_are_kept_out(const struct pf_http_answer *page, const char *name)
{
    return pf_str_eq(pf_str_c(name), PF_STR("X-Frame-Options")) &&
           pf_str_contains(pf_http_header(page, "Content-Security-Policy"),
                           PF_STR("frame-ancestors"));
}

void pf_verify_headers(struct pf_visit *visit)
{
    const struct pf_http_answer *page = &visit->page;
    if (page->status >= 400) {
        PF_SAY(visit, "headers", "all", PF_OUTCOME_SKIP,
               "a page that answers %u does not stand for the others", page->status);
        return;
    }
    say_hsts(visit);
    for (size_t i = 0; i < sizeof wanted_headers / sizeof *wanted_headers; i++) {
        const char *name = wanted_headers[i].name;
        if (pf_http_has_header(page, name) || frames_are_kept_out(page, name))
            PF_SAY(visit, "headers", name, PF_OUTCOME_OK, "is sent");
        else
            PF_SAY(visit, "headers", name, PF_OUTCOME_WARN, "is not sent (%s)",
                   wanted_headers[i].setting);
    }
    pf_str server = pf_http_header(page, "Server");
    if (pf_str_starts(server, PF_STR("WSGIServer/")))
        PF_SAY(visit, "headers", "Server", PF_OUTCOME_NG,
               "WSGIServer: Django's runserver answers, which is for development only");
    else
        PF_SAY(visit, "headers", "Server", PF_OUTCOME_OK, "%.*s",
               PF_ARG(server.len > 0 ? pf_str_slice(server, 0, SHOWN_SERVER) : PF_STR("not told")));
}

struct cookie {
    pf_str name;
    bool secure, http_only, same_site;
};

static struct cookie read_cookie(pf_str value)
{
    struct cookie cookie = {.name = PF_STR("")};
    pf_str pair, rest, content;
    pf_str_cut(value, ';', &pair, &rest);
    pf_str_cut(pf_str_trim(pair), '=', &cookie.name, &content);
    for (bool more = rest.len > 0; more;) {
        pf_str attribute, name;
        more = pf_str_cut(rest, ';', &attribute, &rest);
        pf_str_cut(pf_str_trim(attribute), '=', &name, &content);
        cookie.secure |= pf_str_eq_nocase(name, PF_STR("Secure"));
        cookie.http_only |= pf_str_eq_nocase(name, PF_STR("HttpOnly"));
        cookie.same_site |= pf_str_eq_nocase(name, PF_STR("SameSite"));
    }
    return cookie;
}

static void judge_cookie(struct pf_visit *visit, const struct cookie *cookie)
{
    bool is_session = pf_str_contains(cookie->name, PF_STR("session"));
    bool matters = is_session || pf_str_contains(cookie->name, PF_STR("csrf"));
    pf_str name = pf_str_slice(cookie->name, 0, SHOWN_SERVER);
    if (visit->site->url.is_https && !cookie->secure)
        PF_SAY(visit, "cookies", "Secure", matters ? PF_OUTCOME_NG : PF_OUTCOME_WARN,
               "cookie '%.*s' also travels over plain http%s", PF_ARG(name),
               matters ? " (SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE)" : "");
    else if (is_session && !cookie->http_only)
        PF_SAY(visit, "cookies", "HttpOnly", PF_OUTCOME_NG,
               "scripts can read cookie '%.*s' (SESSION_COOKIE_HTTPONLY)", PF_ARG(name));
    else if (matters && !cookie->same_site)
        PF_SAY(visit, "cookies", "SameSite", PF_OUTCOME_WARN, "cookie '%.*s' has none",
               PF_ARG(name));
    else
        PF_SAY(visit, "cookies", "attributes", PF_OUTCOME_OK, "of cookie '%.*s'", PF_ARG(name));
}

static size_t judge_cookies(struct pf_visit *visit, const struct pf_http_answer *answer)
{
    size_t count = 0;
    for (size_t i = 0; i < answer->headers.count; i++) {
        const struct pf_http_header *header = &answer->headers.items[i];
        if (!pf_str_eq_nocase(header->name, PF_STR("Set-Cookie")))
            continue;
        struct cookie cookie = read_cookie(header->value);
        judge_cookie(visit, &cookie);
        count++;
    }
    return count;
}

void pf_verify_cookies(struct pf_visit *visit)
{
    size_t count = judge_cookies(visit, &visit->page);
    if (visit->asked_admin)
        count += judge_cookies(visit, &visit->admin);
    if (count == 0)
        PF_SAY(visit, "cookies", "attributes", PF_OUTCOME_SKIP, "no cookie was set");
}
