/* Flags and variables → what to verify; then the verification, and what is said of it. */
#include "deploy/verify_wish.h"

#include "base/file.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <time.h>

enum {
    DSN_LONGEST = 2048,   /* bytes of a file that holds one */
    WAIT_LONGEST = 60,    /* seconds; a server that needs more does not work */
    SENTRY_LONGEST = 600, /* seconds; an event that needs more is lost */
    STATUS_FIRST = 100,
    STATUS_LAST = 599,
};

enum word {
    RELEASE,
    EXPECT_STATUS,
    VERSION_PATH,
    STATIC_PATH,
    ADMIN_PATH,
    HTTP_PORT,
    RETRIES,
    RETRY_WAIT,
    REQUEST_TIMEOUT,
    ALLOW_HTTP,
    ALLOW_LOCAL,
    CA_FILE,
    CONNECT_TO,
    SENTRY,
    SENTRY_DSN_FILE,
    SENTRY_ENVIRONMENT,
    SENTRY_ORG,
    SENTRY_PROJECT,
    SENTRY_WAIT,
    WORD_COUNT
};

static const struct {
    const char *flag, *variable;
    unsigned least, most; /* of a number */
} words[WORD_COUNT] = {
    [RELEASE] = {"release", "PREFLIGHT_RELEASE", 0, 0},
    [EXPECT_STATUS] = {"expect-status", "PREFLIGHT_EXPECT_STATUS", STATUS_FIRST, STATUS_LAST},
    [VERSION_PATH] = {"version-path", "PREFLIGHT_VERSION_PATH", 0, 0},
    [STATIC_PATH] = {"static-path", "PREFLIGHT_STATIC_PATH", 0, 0},
    [ADMIN_PATH] = {"admin-path", "PREFLIGHT_ADMIN_PATH", 0, 0},
    [HTTP_PORT] = {"http-port", "PREFLIGHT_HTTP_PORT", 1, 65535},
    [RETRIES] = {"retries", "PREFLIGHT_RETRIES", 0, PF_VERIFY_RETRIES},
    [RETRY_WAIT] = {"retry-wait", "PREFLIGHT_RETRY_WAIT", 0, WAIT_LONGEST},
    [REQUEST_TIMEOUT] = {"request-timeout", "PREFLIGHT_REQUEST_TIMEOUT", 1, WAIT_LONGEST},
    [ALLOW_HTTP] = {"allow-http", "PREFLIGHT_ALLOW_HTTP", 0, 0},
    [ALLOW_LOCAL] = {"allow-local", "PREFLIGHT_ALLOW_LOCAL", 0, 0},
    [CA_FILE] = {"ca-file", "PREFLIGHT_CA_FILE", 0, 0},
    [CONNECT_TO] = {"connect-to", "PREFLIGHT_CONNECT_TO", 0, 0},
    [SENTRY] = {"sentry", "PREFLIGHT_SENTRY", 0, 0},
    [SENTRY_DSN_FILE] = {"sentry-dsn-file", "PREFLIGHT_SENTRY_DSN_FILE", 0, 0},
    [SENTRY_ENVIRONMENT] = {"sentry-environment", "SENTRY_ENVIRONMENT", 0, 0},
    [SENTRY_ORG] = {"sentry-org", "SENTRY_ORG", 0, 0},
    [SENTRY_PROJECT] = {"sentry-project", "SENTRY_PROJECT", 0, 0},
    [SENTRY_WAIT] = {"sentry-wait", "PREFLIGHT_SENTRY_WAIT", 0, SENTRY_LONGEST},
};

/* What was given, and by what it was given: for messages. */
struct given_word {
    pf_str value;
    pf_str by;
    bool is_there; /* a flag without a value too */
};

static struct given_word look_up(const struct pf_deploy_run *run, enum word word)
{
    const struct pf_option *options = run->given->options;
    for (size_t i = 0; options[i].name != NULL; i++)
        if (pf_str_eq(pf_str_c(options[i].name), pf_str_c(words[word].flag)) &&
            pf_given_times(run->given, i) > 0)
            return (struct given_word){pf_given_value(run->given, i, ""),
                                       pf_arena_format(run->arena, "--%s", words[word].flag), true};
    pf_str value = pf_str_c(getenv(words[word].variable));
    return (struct given_word){value, pf_str_c(words[word].variable), value.len > 0};
}

static bool is_on(const struct pf_deploy_run *run, enum word word)
{
    struct given_word given = look_up(run, word);
    return given.is_there && !pf_str_eq(given.value, PF_STR("0"));
}

static pf_str text_of(const struct pf_deploy_run *run, enum word word, pf_str otherwise)
{
    struct given_word given = look_up(run, word);
    return given.is_there ? pf_arena_str(run->arena, given.value) : otherwise;
}

static bool take_number(const struct pf_deploy_run *run, enum word word, unsigned *number,
                        struct pf_error *error)
{
    struct given_word given = look_up(run, word);
    int64_t value;
    if (!given.is_there)
        return true;
    if (!pf_str_to_int(given.value, &value) || value < (int64_t)words[word].least ||
        value > (int64_t)words[word].most)
        return pf_error_set(error, PF_EXIT_USAGE, "%.*s takes a number from %u to %u, not '%.*s'",
                            PF_ARG(given.by), words[word].least, words[word].most,
                            PF_ARG(given.value));
    *number = (unsigned)value;
    return true;
}

static bool take_path(const struct pf_deploy_run *run, enum word word, pf_str *path,
                      struct pf_error *error)
{
    struct given_word given = look_up(run, word);
    if (!given.is_there)
        return true;
    if (!pf_web_url_is_path(given.value))
        return pf_error_set(error, PF_EXIT_USAGE, "%.*s takes a path such as /version, not '%.*s'",
                            PF_ARG(given.by), PF_ARG(given.value));
    *path = pf_arena_str(run->arena, given.value);
    return true;
}

/* What becomes a header or a JSON string, and a part of a line. */
static bool is_printable(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.data[i] <= ' ' || s.data[i] > '~')
            return false;
    return s.len <= 200;
}

static bool take_release(const struct pf_deploy_run *run, pf_str release, struct pf_site *site,
                         struct pf_error *error)
{
    site->version = text_of(run, RELEASE, release);
    if (is_printable(site->version))
        return true;
    return pf_error_set(error, PF_EXIT_USAGE,
                        "--release takes a version or commit of at most 200 letters, without a "
                        "space");
}

static bool take_connection(const struct pf_deploy_run *run, struct pf_http *http,
                            struct pf_error *error)
{
    unsigned char address[16];
    pf_str connect_to = text_of(run, CONNECT_TO, PF_STR("")),
           ca = text_of(run, CA_FILE, PF_STR(""));
    http->signals = run->signals;
    http->allow_local = is_on(run, ALLOW_LOCAL);
    http->limit_seconds = PF_HTTP_SECONDS;
    if (!take_number(run, REQUEST_TIMEOUT, &http->limit_seconds, error))
        return false;
    http->ca_file = ca.len > 0 ? ca.data : NULL;
    if (connect_to.len == 0)
        return true;
    if (inet_pton(AF_INET, connect_to.data, address) != 1 &&
        inet_pton(AF_INET6, connect_to.data, address) != 1)
        return pf_error_set(error, PF_EXIT_USAGE, "--connect-to takes an IP address, not '%.*s'",
                            PF_ARG(connect_to));
    http->connect_to = connect_to.data;
    return true;
}

static bool take_url(const struct pf_deploy_run *run, pf_str text, struct pf_web_url *url,
                     struct pf_error *error)
{
    const char *why = pf_web_url_parse(run->arena, text, url);
    if (why != NULL)
        return pf_error_set(error, PF_EXIT_USAGE, "the URL to verify: %s", why);
    if (!url->is_https && !is_on(run, ALLOW_HTTP))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "the URL to verify is plain http; --allow-http permits that");
    return true;
}

static bool take_site(struct pf_deploy_run *run, pf_str url, pf_str release, struct pf_site *site,
                      struct pf_error *error)
{
    *site = (struct pf_site){.retries = PF_VERIFY_RETRIES,
                             .retry_seconds = PF_VERIFY_RETRY_SECONDS,
                             .admin_path = PF_STR("/admin/login/"),
                             .now = (int64_t)time(NULL)};
    bool no_admin = pf_str_eq(look_up(run, ADMIN_PATH).value, PF_STR("none"));
    bool is_right = take_url(run, url, &site->url, error) &&
                    take_release(run, release, site, error) &&
                    take_connection(run, &site->http, error) &&
                    take_number(run, EXPECT_STATUS, &site->status, error) &&
                    take_number(run, HTTP_PORT, &site->http_port, error) &&
                    take_number(run, RETRIES, &site->retries, error) &&
                    take_number(run, RETRY_WAIT, &site->retry_seconds, error) &&
                    take_path(run, VERSION_PATH, &site->version_path, error) &&
                    take_path(run, STATIC_PATH, &site->static_path, error) &&
                    (no_admin || take_path(run, ADMIN_PATH, &site->admin_path, error));
    if (no_admin)
        site->admin_path = PF_STR("");
    return is_right;
}

/* From the file, else from the variable; empty when there is none. Hidden from here on. */
static bool read_dsn(struct pf_deploy_run *run, pf_str *dsn, struct pf_error *error)
{
    pf_str file = text_of(run, SENTRY_DSN_FILE, PF_STR(""));
    *dsn = pf_arena_str(run->arena, pf_str_trim(pf_str_c(getenv("SENTRY_DSN"))));
    if (file.len > 0 && !pf_file_read(run->arena, file.data, DSN_LONGEST, dsn, error)) {
        if (error != NULL)
            error->exit_status = PF_EXIT_USAGE;
        return false;
    }
    *dsn = pf_str_trim(*dsn);
    pf_masker_add(run->masker, *dsn);
    return true;
}

static bool take_names(const struct pf_deploy_run *run, struct pf_sentry *sentry,
                       struct pf_error *error)
{
    pf_str parts[] = {text_of(run, SENTRY_ORG, PF_STR("")),
                      text_of(run, SENTRY_PROJECT, PF_STR(""))};
    for (size_t i = 0; i < 2; i++)
        if (parts[i].len > 0 && !pf_sentry_is_slug(parts[i]))
            return pf_error_set(error, PF_EXIT_USAGE,
                                "'%.*s' names no organisation or project of Sentry's: letters, "
                                "digits, - and _",
                                PF_ARG(parts[i]));
    sentry->organisation = parts[0];
    sentry->project = parts[1];
    sentry->environment = text_of(run, SENTRY_ENVIRONMENT, PF_STR("production"));
    if (is_printable(sentry->environment))
        return true;
    return pf_error_set(error, PF_EXIT_USAGE,
                        "the environment for Sentry has a space or a "
                        "character that is not ASCII in it");
}

static bool take_api(const struct pf_deploy_run *run, struct pf_sentry *sentry,
                     struct pf_error *error)
{
    pf_str text = pf_run_setting(run, PF_SETTING_SENTRY_URL), token;
    sentry->api = pf_dsn_api(run->arena, &sentry->dsn);
    if (text.len > 0) {
        const char *why = pf_web_url_parse(run->arena, text, &sentry->api);
        if (why != NULL)
            return pf_error_set(error, PF_EXIT_USAGE, "--sentry-url: %s", why);
        while (pf_str_ends(sentry->api.path, PF_STR("/")))
            sentry->api.path = pf_str_slice(sentry->api.path, 0, sentry->api.path.len - 1);
    }
    token = pf_str_trim(pf_str_c(getenv("SENTRY_AUTH_TOKEN")));
    pf_masker_add(run->masker, token);
    if (!is_printable(token))
        return pf_error_set(error, PF_EXIT_USAGE, "SENTRY_AUTH_TOKEN holds no token");
    if (!is_on(run, ALLOW_HTTP) && (!sentry->dsn.site.is_https || !sentry->api.is_https))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "Sentry's address is plain http; --allow-http permits that");
    sentry->token = pf_arena_str(run->arena, token);
    return true;
}

static bool take_sentry(struct pf_deploy_run *run, struct pf_verify_wish *wish,
                        struct pf_error *error)
{
    pf_str text;
    if (!read_dsn(run, &text, error))
        return false;
    wish->has_dsn = text.len > 0;
    if (!wish->has_dsn && is_on(run, SENTRY))
        return pf_error_set(error, PF_EXIT_USAGE,
                            "no DSN to verify Sentry with: neither SENTRY_DSN nor "
                            "--sentry-dsn-file gives one");
    if (!wish->has_dsn)
        return true;
    struct pf_sentry *sentry = &wish->sentry;
    const char *why = pf_dsn_parse(run->arena, text, &sentry->dsn);
    if (why != NULL)
        return pf_error_set(error, PF_EXIT_USAGE, "the Sentry DSN is none: %s", why);
    pf_masker_add(run->masker, sentry->dsn.key);
    sentry->http = wish->site.http;
    sentry->http.connect_to = NULL; /* that one is the site's */
    sentry->release = wish->site.version;
    sentry->wait_seconds = PF_SENTRY_WAIT_SECONDS;
    return take_names(run, sentry, error) && take_api(run, sentry, error) &&
           take_number(run, SENTRY_WAIT, &sentry->wait_seconds, error);
}

bool pf_verify_wish_take(struct pf_deploy_run *run, pf_str url, pf_str release,
                         struct pf_verify_wish *wish, struct pf_error *error)
{
    *wish = (struct pf_verify_wish){.has_dsn = false};
    return take_site(run, url, release, &wish->site, error) && take_sentry(run, wish, error);
}

int pf_verify_wish_do(struct pf_deploy_run *run, const struct pf_verify_wish *wish,
                      struct pf_error *error)
{
    struct pf_outcomes outcomes = {0};
    bool is_done = pf_verify_site(run->arena, &wish->site, &outcomes, error);
    if (is_done && wish->has_dsn)
        is_done = pf_sentry_verify(run->arena, &wish->sentry, &outcomes, error);
    else if (is_done)
        pf_outcome_add(run->arena, &outcomes, "sentry", "event", PF_OUTCOME_SKIP,
                       "no DSN: neither SENTRY_DSN nor --sentry-dsn-file gives one");
    pf_outcomes_say(&outcomes, run->say);
    return is_done ? pf_outcomes_status(&outcomes) : error->exit_status;
}
