/* A site → outcomes: the first answer, waiting for it if need be, then everything asked of it. */
#include "deploy/verify_inside.h"

enum { SHOWN_LENGTH = 120 /* bytes of a redirect's target: a line stays a line */ };

struct pf_http_answer pf_visit_send(struct pf_visit *visit, const struct pf_http_request *request)
{
    if (++visit->requests > PF_VERIFY_REQUESTS)
        pf_die("a verification asks more than %d times", PF_VERIFY_REQUESTS);
    return pf_http_send(visit->arena, &visit->site->http, request);
}

struct pf_http_answer pf_visit_get(struct pf_visit *visit, pf_str path)
{
    struct pf_web_url url = pf_web_url_at(&visit->site->url, path);
    return pf_visit_send(visit, &(struct pf_http_request){.url = url});
}

pf_str pf_visit_text(const struct pf_visit *visit, pf_str path)
{
    struct pf_web_url url = pf_web_url_at(&visit->site->url, path);
    return pf_web_url_text(visit->arena, &url);
}

/* A Location is absolute, or relative to what was asked (RFC 9110, 10.2.2). */
static bool read_location(struct pf_arena *arena, pf_str location, const struct pf_web_url *asked,
                          struct pf_web_url *target)
{
    if (pf_str_starts(location, PF_STR("//")))
        location =
            pf_arena_format(arena, "%s:%.*s", asked->is_https ? "https" : "http", PF_ARG(location));
    if (pf_web_url_is_path(location)) {
        *target = pf_web_url_at(asked, location);
        return true;
    }
    return pf_web_url_parse(arena, location, target) == NULL;
}

enum pf_sends pf_visit_sends(const struct pf_visit *visit, const struct pf_http_answer *answer,
                             const struct pf_web_url *asked, pf_str *to)
{
    struct pf_web_url target;
    *to = PF_STR("");
    if (answer->status < 300 || answer->status > 399 ||
        !read_location(visit->arena, pf_http_header(answer, "Location"), asked, &target))
        return PF_SENDS_NOWHERE;
    bool is_same = pf_web_url_same_site(&target, asked) && pf_str_eq(target.path, asked->path);
    pf_str path, query;
    pf_str_cut(target.path, '?', &path, &query);
    target.path = path;
    *to = pf_str_slice(pf_web_url_text(visit->arena, &target), 0, SHOWN_LENGTH);
    if (is_same)
        return PF_SENDS_HERE;
    if (!target.is_https)
        return PF_SENDS_PLAIN;
    return pf_str_eq(target.host, asked->host) ? PF_SENDS_SITE : PF_SENDS_OTHER_HOST;
}

/* Does waiting help? Old tasks drain and new ones register while a deployment settles. */
static bool may_pass(const struct pf_http_answer *answer)
{
    if (answer->end == PF_HTTP_ANSWERED)
        return answer->status >= 502 && answer->status <= 504;
    return answer->end == PF_HTTP_NO_CONNECTION || answer->end == PF_HTTP_TIMEOUT ||
           answer->end == PF_HTTP_BROKEN;
}

static void get_page(struct pf_visit *visit)
{
    const struct pf_site *site = visit->site;
    struct pf_signals none = {.descriptor = -1};
    struct pf_signals *signals = site->http.signals != NULL ? site->http.signals : &none;
    unsigned seconds = site->retry_seconds;
    visit->page = pf_visit_get(visit, site->url.path);
    for (unsigned i = 0; i < site->retries && may_pass(&visit->page); i++, seconds *= 2) {
        if (!pf_signals_sleep(signals, seconds * 1000))
            return;
        visit->page = pf_visit_get(visit, site->url.path);
    }
}

static bool was_interrupted(const struct pf_site *site, struct pf_error *error)
{
    int signal = site->http.signals != NULL ? pf_signals_got(site->http.signals) : 0;
    if (signal != 0)
        pf_error_set(error, (enum pf_exit)(128 + signal), "interrupted by signal %d", signal);
    return signal != 0;
}

typedef void verification(struct pf_visit *visit);
static verification *const verifications[] = {
    pf_verify_version, pf_verify_debug,   pf_verify_plain_http, pf_verify_headers,
    pf_verify_admin,   pf_verify_cookies, pf_verify_static,
};

bool pf_verify_site(struct pf_arena *arena, const struct pf_site *site,
                    struct pf_outcomes *outcomes, struct pf_error *error)
{
    struct pf_visit visit = {.arena = arena, .site = site, .outcomes = outcomes};
    get_page(&visit);
    if (was_interrupted(site, error))
        return false;
    if (visit.page.end == PF_HTTP_REFUSED)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "'%.*s' leads to %.*s, which is not asked without --allow-local",
                            PF_ARG(site->url.host), PF_ARG(visit.page.trouble));
    pf_verify_status(&visit);
    pf_verify_tls(&visit);
    if (visit.page.end != PF_HTTP_ANSWERED) {
        PF_SAY(&visit, "page", "all else", PF_OUTCOME_SKIP,
               "not asked, since the page itself does not answer");
        return true;
    }
    for (size_t i = 0; i < sizeof verifications / sizeof *verifications; i++) {
        verifications[i](&visit);
        if (was_interrupted(site, error))
            return false;
    }
    return true;
}
