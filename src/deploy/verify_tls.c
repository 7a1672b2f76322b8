/* TLS as the page's connection had it, and what plain http does instead. */
#include "deploy/verify_inside.h"

void pf_verify_tls(struct pf_visit *visit)
{
    const struct pf_http_answer *page = &visit->page;
    if (!visit->site->url.is_https) {
        PF_SAY(visit, "tls", "certificate", PF_OUTCOME_SKIP, "the URL is a plain http one");
        return;
    }
    if (page->end == PF_HTTP_NO_TRUST) {
        PF_SAY(visit, "tls", "certificate", PF_OUTCOME_NG, "%.*s", PF_ARG(page->trouble));
        return;
    }
    if (page->end != PF_HTTP_ANSWERED)
        return;
    PF_SAY(visit, "tls", "certificate", PF_OUTCOME_OK, "its chain and its name are right");
    PF_SAY(visit, "tls", "protocol", PF_OUTCOME_OK, "TLS 1.2 or newer");
    if (page->certificate_ends == 0) {
        PF_SAY(visit, "tls", "days left", PF_OUTCOME_SKIP, "the TLS library does not tell");
        return;
    }
    int64_t days = (page->certificate_ends - visit->site->now) / 86400;
    if (days >= PF_VERIFY_CERTIFICATE_DAYS)
        PF_SAY(visit, "tls", "days left", PF_OUTCOME_OK, "%lld", (long long)days);
    else
        PF_SAY(visit, "tls", "days left", PF_OUTCOME_WARN,
               "%lld, under %d: its renewal may not work", (long long)days,
               PF_VERIFY_CERTIFICATE_DAYS);
}

static void judge_plain(struct pf_visit *visit, const struct pf_http_answer *answer,
                        const struct pf_web_url *plain)
{
    pf_str to;
    enum pf_sends sends = pf_visit_sends(visit, answer, plain, &to);
    bool is_permanent = answer->status == 301 || answer->status == 308;
    if (sends == PF_SENDS_SITE)
        PF_SAY(visit, "tls", "plain http", is_permanent ? PF_OUTCOME_OK : PF_OUTCOME_WARN,
               "%u to https%s", answer->status,
               is_permanent ? "" : ", which browsers do not remember; 301 and 308 last");
    else if (sends == PF_SENDS_OTHER_HOST)
        PF_SAY(visit, "tls", "plain http", PF_OUTCOME_WARN, "%u to another host: %.*s",
               answer->status, PF_ARG(to));
    else if (sends == PF_SENDS_PLAIN || sends == PF_SENDS_HERE)
        PF_SAY(visit, "tls", "plain http", PF_OUTCOME_NG, "%u to plain http again: %.*s",
               answer->status, PF_ARG(to));
    else if (answer->status >= 200 && answer->status <= 299)
        PF_SAY(visit, "tls", "plain http", PF_OUTCOME_NG,
               "%u: the site is served without TLS too (SECURE_SSL_REDIRECT)", answer->status);
    else
        PF_SAY(visit, "tls", "plain http", PF_OUTCOME_WARN, "%u instead of a redirect to https",
               answer->status);
}

void pf_verify_plain_http(struct pf_visit *visit)
{
    const struct pf_site *site = visit->site;
    unsigned port = site->http_port != 0 ? site->http_port : site->url.port == 443 ? 80 : 0;
    if (!site->url.is_https)
        return;
    if (port == 0) {
        PF_SAY(visit, "tls", "plain http", PF_OUTCOME_SKIP,
               "its port is not known beside port %u; --http-port tells", site->url.port);
        return;
    }
    struct pf_web_url plain = site->url;
    plain.is_https = false;
    plain.port = port;
    struct pf_http_answer answer = pf_visit_send(visit, &(struct pf_http_request){.url = plain});
    if (answer.end == PF_HTTP_ANSWERED)
        judge_plain(visit, &answer, &plain);
    else if (answer.end == PF_HTTP_NO_CONNECTION || answer.end == PF_HTTP_TIMEOUT)
        PF_SAY(visit, "tls", "plain http", PF_OUTCOME_OK, "port %u does not answer", port);
    else
        PF_SAY(visit, "tls", "plain http", PF_OUTCOME_UNKNOWN, "%.*s", PF_ARG(answer.trouble));
}
