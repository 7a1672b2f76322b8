/* One event → Sentry's front door, as an envelope (develop.sentry.dev/sdk/envelopes). */
#include "deploy/sentry_inside.h"

#include "report/json.h"

#include <sys/random.h>
#include <time.h>

bool pf_sentry_is_slug(pf_str slug)
{
    for (size_t i = 0; i < slug.len; i++)
        if (!pf_is_name(slug.data[i]) && slug.data[i] != '-')
            return false;
    return slug.len > 0 && slug.len <= 100;
}

/* A random UUID (RFC 9562, version 4) without dashes. */
static pf_str new_event_id(struct pf_arena *arena)
{
    unsigned char bytes[PF_SENTRY_ID_LENGTH / 2];
    char text[PF_SENTRY_ID_LENGTH];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        pf_die("the system gives no random number");
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = "0123456789abcdef"[(bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15];
    return pf_arena_str(arena, (pf_str){text, sizeof text});
}

static pf_str time_text(struct pf_arena *arena)
{
    struct tm utc;
    time_t now = time(NULL);
    if (gmtime_r(&now, &utc) == NULL)
        pf_die("the clock shows no year that can be written");
    return pf_arena_format(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900,
                           utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

static void write_event(const struct pf_sentry *sentry, pf_str event_id, pf_str now,
                        struct pf_buffer *body)
{
    struct pf_json json = pf_json_new(body, false);
    pf_json_open(&json, '{');
    pf_json_put_string(&json, "event_id", event_id);
    pf_json_put_string(&json, "timestamp", now);
    pf_json_put_c(&json, "platform", "other");
    pf_json_put_c(&json, "level", "info");
    pf_json_put_c(&json, "logger", "preflight");
    pf_json_key(&json, "message");
    pf_json_open(&json, '{');
    pf_json_put_c(&json, "formatted", "preflight verifies a deployment");
    pf_json_close(&json, '}');
    if (sentry->release.len > 0)
        pf_json_put_string(&json, "release", sentry->release);
    if (sentry->environment.len > 0)
        pf_json_put_string(&json, "environment", sentry->environment);
    pf_json_key(&json, "tags");
    pf_json_open(&json, '{');
    pf_json_put_c(&json, "preflight", "true");
    pf_json_close(&json, '}');
    pf_json_close(&json, '}');
}

static pf_str write_envelope(struct pf_arena *arena, const struct pf_sentry *sentry,
                             pf_str event_id)
{
    struct pf_buffer body = pf_buffer_new(arena);
    pf_str now = time_text(arena);
    struct pf_json head = pf_json_new(&body, false);
    pf_json_open(&head, '{');
    pf_json_put_string(&head, "event_id", event_id);
    pf_json_put_string(&head, "sent_at", now);
    pf_json_close(&head, '}');
    pf_buffer_add_c(&body, "\n{\"type\":\"event\"}\n");
    write_event(sentry, event_id, now, &body);
    pf_buffer_add_c(&body, "\n");
    return pf_buffer_str(&body);
}

static struct pf_http_answer send_event(struct pf_arena *arena, const struct pf_sentry *sentry,
                                        pf_str event_id)
{
    const char *headers[] = {
        "Content-Type: application/x-sentry-envelope",
        pf_arena_format(arena,
                        "X-Sentry-Auth: Sentry sentry_version=7, sentry_client=preflight/%s, "
                        "sentry_key=%.*s",
                        PREFLIGHT_VERSION, PF_ARG(sentry->dsn.key))
            .data,
        "Expect:", /* no waiting for "100 Continue" */
        NULL};
    return pf_http_send(arena, &sentry->http,
                        &(struct pf_http_request){.url = pf_dsn_envelope(arena, &sentry->dsn),
                                                  .headers = headers,
                                                  .is_post = true,
                                                  .body = write_envelope(arena, sentry, event_id)});
}

/* Source: develop.sentry.dev/sdk/expected-features and the answers of Relay. */
static const struct {
    unsigned status;
    enum pf_outcome_kind kind;
    const char *why;
} answers[] = {
    {400, PF_OUTCOME_NG, "it does not understand the event"},
    {401, PF_OUTCOME_NG, "the DSN's key is wrong or switched off"},
    {403, PF_OUTCOME_NG, "the DSN's key does not belong to the project, or is switched off"},
    {404, PF_OUTCOME_NG, "nothing takes events there: host, prefix or project of the DSN is wrong"},
    {413, PF_OUTCOME_NG, "it takes no event of a few hundred bytes"},
    {429, PF_OUTCOME_UNKNOWN, "it takes no more events for now: over the quota or rate limit"},
};

static void say_not_taken(struct pf_arena *arena, const struct pf_http_answer *answer,
                          struct pf_outcomes *outcomes)
{
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (answers[i].status == answer->status) {
            pf_outcome_add(arena, outcomes, "sentry", "event", answers[i].kind, "%u: %s",
                           answer->status, answers[i].why);
            return;
        }
    pf_outcome_add(arena, outcomes, "sentry", "event", PF_OUTCOME_UNKNOWN,
                   "%u is no answer of a Sentry that works", answer->status);
}

/* True when the front door took it. */
static bool say_sent(struct pf_arena *arena, const struct pf_http_answer *answer, pf_str event_id,
                     struct pf_outcomes *outcomes)
{
    bool names_id = pf_str_contains(answer->body, event_id);
    if (answer->end == PF_HTTP_NO_TRUST)
        pf_outcome_add(arena, outcomes, "sentry", "event", PF_OUTCOME_NG, "%.*s",
                       PF_ARG(answer->trouble));
    else if (answer->end != PF_HTTP_ANSWERED)
        pf_outcome_add(arena, outcomes, "sentry", "event", PF_OUTCOME_UNKNOWN, "%.*s",
                       PF_ARG(answer->trouble));
    else if (answer->status != 200)
        say_not_taken(arena, answer, outcomes);
    else if (!names_id)
        pf_outcome_add(arena, outcomes, "sentry", "event", PF_OUTCOME_UNKNOWN,
                       "200, but not as Sentry says it: the event's id is not in the answer");
    else
        pf_outcome_add(arena, outcomes, "sentry", "event", PF_OUTCOME_OK, "accepted, id %.*s",
                       PF_ARG(event_id));
    return answer->end == PF_HTTP_ANSWERED && answer->status == 200 && names_id;
}

static bool interrupted(const struct pf_sentry *sentry, struct pf_error *error)
{
    int signal = sentry->http.signals != NULL ? pf_signals_got(sentry->http.signals) : 0;
    if (signal != 0)
        pf_error_set(error, (enum pf_exit)(128 + signal), "interrupted by signal %d", signal);
    return signal != 0;
}

bool pf_sentry_verify(struct pf_arena *arena, const struct pf_sentry *sentry,
                      struct pf_outcomes *outcomes, struct pf_error *error)
{
    pf_str event_id = new_event_id(arena);
    struct pf_http_answer answer = send_event(arena, sentry, event_id);
    if (interrupted(sentry, error))
        return false;
    if (answer.end == PF_HTTP_REFUSED)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "the DSN leads to %.*s, which is not asked without --allow-local",
                            PF_ARG(answer.trouble));
    if (!say_sent(arena, &answer, event_id, outcomes))
        return true;
    if (sentry->token.len == 0)
        pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_SKIP,
                       "accepted, not confirmed: no SENTRY_AUTH_TOKEN to look for the event with");
    else if (!pf_sentry_confirm(arena, sentry, event_id, outcomes))
        return !interrupted(sentry, error);
    return true;
}
