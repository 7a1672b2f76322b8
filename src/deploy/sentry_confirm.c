/* An event's id → Sentry's API: is it there, and with which release and environment? */
#include "deploy/sentry_inside.h"

#include "read/json.h"

#include <time.h>

enum {
    FIRST_WAIT = 500, /* milliseconds before the second look, then twice that each time */
    LONGEST_WAIT = 8000
};

static int64_t now_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct pf_http_answer look_for(struct pf_arena *arena, const struct pf_sentry *sentry,
                                      pf_str event_id)
{
    const struct pf_dsn *dsn = &sentry->dsn;
    pf_str organisation = sentry->organisation.len > 0 ? sentry->organisation : dsn->organisation;
    pf_str project = sentry->project.len > 0 ? sentry->project : dsn->project;
    pf_str path = pf_arena_format(arena, "%.*s/api/0/projects/%.*s/%.*s/events/%.*s/",
                                  PF_ARG(sentry->api.path), PF_ARG(organisation), PF_ARG(project),
                                  PF_ARG(event_id));
    const char *headers[] = {
        pf_arena_format(arena, "Authorization: Bearer %.*s", PF_ARG(sentry->token)).data, NULL};
    return pf_http_send(
        arena, &sentry->http,
        &(struct pf_http_request){.url = pf_web_url_at(&sentry->api, path), .headers = headers});
}

/* Nothing there yet, or a hiccup. */
static bool may_come(const struct pf_http_answer *answer)
{
    if (answer->end == PF_HTTP_ANSWERED)
        return answer->status == 404 || answer->status == 429 || answer->status >= 500;
    return answer->end == PF_HTTP_NO_CONNECTION || answer->end == PF_HTTP_TIMEOUT ||
           answer->end == PF_HTTP_BROKEN;
}

/* "release" is {"version": …} or null; "tags" is [{"key": …, "value": …}]. */
static pf_str tag_of(const struct pf_node *event, const char *name)
{
    const struct pf_node *tags = pf_node_get(event, "tags");
    for (size_t i = 0; tags != NULL && tags->kind == PF_SEQ && i < tags->count; i++)
        if (pf_str_eq(pf_node_text(pf_node_get(tags->items[i], "key")), pf_str_c(name)))
            return pf_node_text(pf_node_get(tags->items[i], "value"));
    return PF_STR("");
}

static void compare(struct pf_arena *arena, const char *name, pf_str wanted, pf_str seen,
                    struct pf_outcomes *outcomes)
{
    if (wanted.len == 0)
        return;
    if (pf_str_eq(wanted, seen))
        pf_outcome_add(arena, outcomes, "sentry", name, PF_OUTCOME_OK, "%.*s", PF_ARG(seen));
    else
        pf_outcome_add(arena, outcomes, "sentry", name, PF_OUTCOME_WARN,
                       "Sentry shows '%.*s' instead of '%.*s'", PF_ARG(seen), PF_ARG(wanted));
}

static void say_found(struct pf_arena *arena, const struct pf_sentry *sentry, pf_str body,
                      pf_str event_id, struct pf_outcomes *outcomes)
{
    struct pf_faults faults = {0};
    const struct pf_node *event =
        pf_json_read(arena, pf_source_new(arena, PF_STR("event"), body), &faults);
    pf_str id = pf_node_text(pf_node_get(event, "eventID"));
    if (!pf_str_eq_nocase(id, event_id)) {
        pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_UNKNOWN,
                       "accepted, not confirmed: the API's answer is not this event");
        return;
    }
    pf_str release = pf_node_text(pf_node_get(pf_node_get(event, "release"), "version"));
    pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_OK,
                   "the API shows the event");
    compare(arena, "release", sentry->release, release.len > 0 ? release : tag_of(event, "release"),
            outcomes);
    compare(arena, "environment", sentry->environment, tag_of(event, "environment"), outcomes);
}

static void say_not_found(struct pf_arena *arena, const struct pf_sentry *sentry,
                          const struct pf_http_answer *answer, struct pf_outcomes *outcomes)
{
    const char *start = "accepted, not confirmed";
    if (answer->end != PF_HTTP_ANSWERED)
        pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_UNKNOWN,
                       "%s: the API: %.*s", start, PF_ARG(answer->trouble));
    else if (answer->status == 401 || answer->status == 403)
        pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_UNKNOWN,
                       "%s: the token may not read events (%u); it needs the scopes project:read "
                       "and event:read",
                       start, answer->status);
    else if (answer->status == 404)
        pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_UNKNOWN,
                       "%s: the API does not show the event after %u s", start,
                       sentry->wait_seconds);
    else
        pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_UNKNOWN,
                       "%s: the API answers %u", start, answer->status);
}

bool pf_sentry_confirm(struct pf_arena *arena, const struct pf_sentry *sentry, pf_str event_id,
                       struct pf_outcomes *outcomes)
{
    struct pf_signals none = {.descriptor = -1};
    struct pf_signals *signals = sentry->http.signals != NULL ? sentry->http.signals : &none;
    int64_t end = now_milliseconds() + (int64_t)sentry->wait_seconds * 1000;
    unsigned wait = FIRST_WAIT;
    if (sentry->organisation.len == 0 && sentry->dsn.organisation.len == 0) {
        pf_outcome_add(arena, outcomes, "sentry", "confirmed", PF_OUTCOME_UNKNOWN,
                       "accepted, not confirmed: --sentry-org must name the organisation");
        return true;
    }
    struct pf_http_answer answer = look_for(arena, sentry, event_id);
    while (may_come(&answer) && now_milliseconds() + wait <= end) {
        if (!pf_signals_sleep(signals, wait))
            return false;
        wait = wait * 2 > LONGEST_WAIT ? LONGEST_WAIT : wait * 2;
        answer = look_for(arena, sentry, event_id);
    }
    if (answer.end == PF_HTTP_INTERRUPTED)
        return false;
    if (answer.end == PF_HTTP_ANSWERED && answer.status == 200)
        say_found(arena, sentry, answer.body, event_id, outcomes);
    else
        say_not_found(arena, sentry, &answer, outcomes);
    return true;
}
