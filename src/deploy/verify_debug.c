/* Is DEBUG off? Asked by an address that does not exist and by a host name that nobody has. */
#include "deploy/page.h"
#include "deploy/verify_inside.h"

#include <sys/random.h>

#define FOREIGN_HOST "preflight.invalid" /* RFC 6761: never anybody's */

static pf_str random_path(struct pf_arena *arena)
{
    uint64_t number = 0;
    if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number)
        pf_die("the system gives no random number");
    return pf_arena_format(arena, "/preflight-404-%016llx", (unsigned long long)number);
}

/* True when the answer is a debug page, which is then said. */
static bool gives_away(struct pf_visit *visit, const struct pf_http_answer *answer,
                       const char *name, const char *asked)
{
    const char *sign = pf_page_debug_sign(visit->arena, answer->body);
    if (sign != NULL)
        PF_SAY(visit, "debug", name, PF_OUTCOME_NG,
               "DEBUG is on: the answer to %s %s. Whoever asks sees source code and settings",
               asked, sign);
    return sign != NULL;
}

static void ask_missing(struct pf_visit *visit)
{
    const char *name = "missing address";
    struct pf_http_answer answer = pf_visit_get(visit, random_path(visit->arena));
    if (answer.end != PF_HTTP_ANSWERED)
        PF_SAY(visit, "debug", name, PF_OUTCOME_UNKNOWN, "%.*s", PF_ARG(answer.trouble));
    else if (gives_away(visit, &answer, name, "an address that does not exist"))
        return;
    else if (answer.status == 404 || answer.status == 410)
        PF_SAY(visit, "debug", name, PF_OUTCOME_OK, "%u without a debug page", answer.status);
    else if (answer.status >= 500)
        PF_SAY(visit, "debug", name, PF_OUTCOME_NG,
               "%u instead of 404: the page for missing addresses fails", answer.status);
    else
        PF_SAY(visit, "debug", name, PF_OUTCOME_SKIP,
               "%u for an address that does not exist: this tells nothing of DEBUG", answer.status);
}

static void judge_foreign(struct pf_visit *visit, const struct pf_http_answer *answer)
{
    const char *name = "foreign host";
    unsigned status = answer->status;
    pf_str to;
    enum pf_sends sends = pf_visit_sends(visit, answer, &visit->site->url, &to);
    bool lets_in = pf_str_contains(to, PF_STR(FOREIGN_HOST));
    if (status >= 400 && status <= 499)
        PF_SAY(visit, "debug", name, PF_OUTCOME_OK, "%u for a Host that is not the site's", status);
    else if (sends != PF_SENDS_NOWHERE && !lets_in)
        PF_SAY(visit, "debug", name, PF_OUTCOME_OK, "%u to %.*s", status, PF_ARG(to));
    else if (lets_in || (status >= 200 && status <= 299))
        PF_SAY(visit, "debug", name, PF_OUTCOME_WARN,
               "%u: any Host is let in; ALLOWED_HOSTS has '*', or a proxy rewrites the header",
               status);
    else
        PF_SAY(visit, "debug", name, PF_OUTCOME_WARN, "%u for a Host that is not the site's",
               status);
}

static void ask_foreign(struct pf_visit *visit)
{
    const char *name = "foreign host";
    struct pf_http_request request = {.url = visit->site->url, .host = FOREIGN_HOST};
    struct pf_http_answer answer = pf_visit_send(visit, &request);
    if (answer.end == PF_HTTP_BROKEN)
        PF_SAY(visit, "debug", name, PF_OUTCOME_OK, "no answer for a Host that is not the site's");
    else if (answer.end != PF_HTTP_ANSWERED)
        PF_SAY(visit, "debug", name, PF_OUTCOME_UNKNOWN, "%.*s", PF_ARG(answer.trouble));
    else if (!gives_away(visit, &answer, name, "a Host that is not the site's"))
        judge_foreign(visit, &answer);
}

void pf_verify_debug(struct pf_visit *visit)
{
    gives_away(visit, &visit->page, "page", "the URL itself");
    ask_missing(visit);
    ask_foreign(visit);
}
