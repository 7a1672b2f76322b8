/* What a Django site serves beside its pages: the admin's login, and static files. */
#include "deploy/page.h"
#include "deploy/verify_inside.h"

void pf_verify_admin(struct pf_visit *visit)
{
    pf_str path = visit->site->admin_path;
    if (path.len == 0) {
        PF_SAY(visit, "django", "admin login", PF_OUTCOME_SKIP, "not asked for");
        return;
    }
    struct pf_http_answer answer = pf_visit_get(visit, path);
    const char *sign = pf_page_debug_sign(visit->arena, answer.body);
    visit->admin = answer;
    visit->asked_admin = true;
    if (answer.end != PF_HTTP_ANSWERED)
        PF_SAY(visit, "django", "admin login", PF_OUTCOME_UNKNOWN, "%.*s", PF_ARG(answer.trouble));
    else if (sign != NULL)
        PF_SAY(visit, "django", "admin login", PF_OUTCOME_NG, "DEBUG is on: %.*s %s", PF_ARG(path),
               sign);
    else if (answer.status == 200 && pf_page_has_csrf_token(answer.body))
        PF_SAY(visit, "django", "admin login", PF_OUTCOME_OK, "200 with a CSRF token");
    else if (answer.status >= 500)
        PF_SAY(visit, "django", "admin login", PF_OUTCOME_NG,
               "%u: the database does not answer, or migrations are missing", answer.status);
    else
        PF_SAY(visit, "django", "admin login", PF_OUTCOME_SKIP,
               "%.*s answers %u%s; --admin-path names another address", PF_ARG(path), answer.status,
               answer.status == 200 ? " without a CSRF token" : "");
}

/* The link as a path on the site; false when it leads elsewhere. */
static bool on_site(struct pf_visit *visit, pf_str link, pf_str *path)
{
    struct pf_web_url url;
    if (pf_web_url_is_path(link) && !pf_str_starts(link, PF_STR("//"))) {
        *path = link;
        return true;
    }
    if (pf_str_starts(link, PF_STR("//")))
        link = pf_arena_format(visit->arena, "https:%.*s", PF_ARG(link));
    if (pf_web_url_parse(visit->arena, link, &url) != NULL ||
        !pf_web_url_same_site(&url, &visit->site->url))
        return false;
    *path = url.path;
    return true;
}

static pf_str linked(const struct pf_visit *visit)
{
    pf_str link = pf_page_static_link(visit->page.body);
    if (visit->asked_admin && !pf_str_contains(link, PF_STR("/static/"))) {
        pf_str other = pf_page_static_link(visit->admin.body);
        if (other.len > 0)
            link = other;
    }
    return link;
}

void pf_verify_static(struct pf_visit *visit)
{
    pf_str path = visit->site->static_path, link = path.len > 0 ? path : linked(visit);
    if (link.len == 0) {
        PF_SAY(visit, "django", "static file", PF_OUTCOME_SKIP,
               "no page links one; --static-path names one");
        return;
    }
    if (!on_site(visit, link, &path)) {
        PF_SAY(visit, "django", "static file", PF_OUTCOME_SKIP, "they lie on another host");
        return;
    }
    struct pf_http_answer answer = pf_visit_get(visit, path);
    if (answer.end != PF_HTTP_ANSWERED)
        PF_SAY(visit, "django", "static file", PF_OUTCOME_UNKNOWN, "%.*s", PF_ARG(answer.trouble));
    else if (answer.status == 200)
        PF_SAY(visit, "django", "static file", PF_OUTCOME_OK, "%.*s answers 200", PF_ARG(path));
    else
        PF_SAY(visit, "django", "static file", PF_OUTCOME_NG,
               "%.*s answers %u: collectstatic did not run, or nothing serves STATIC_ROOT",
               PF_ARG(path), answer.status);
}
