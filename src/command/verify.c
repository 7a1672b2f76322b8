/* preflight verify: its options and its help. */
#include "command/verify.h"

#define VALUE(NAME, WHAT, HELP)                                                                    \
    {                                                                                              \
        .name = NAME, .kind = PF_OPTION_VALUE, .value = WHAT, .help = HELP                         \
    }
#define FLAG(NAME, HELP)                                                                           \
    {                                                                                              \
        .name = NAME, .help = HELP                                                                 \
    }

static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [PF_VERIFY_JSON] = {.name = "json", .help = "events for programs, one JSON object a line"},
    VALUE("release", "VERSION", "the commit or release that must be running, and Sentry's"),
    VALUE("expect-status", "N", "what the URL must answer; 200 to 299 by default"),
    VALUE("version-path", "PATH", "where the site tells its version; else the page's headers"),
    VALUE("static-path", "PATH", "a static file; the first that a page links by default"),
    VALUE("admin-path", "PATH", "/admin/login/ by default; none: it is not asked"),
    VALUE("http-port", "N", "of plain http; 80 beside 443"),
    VALUE("retries", "N", "of a first request that fails; 3 by default, at most"),
    VALUE("retry-wait", "SECONDS", "before the first of them, then twice that; 5 by default"),
    VALUE("request-timeout", "SECONDS", "for a request; 10 by default"),
    FLAG("allow-http", "the URL and the DSN may be plain http"),
    FLAG("allow-local", "also private, loopback and link-local addresses"),
    {.name = "ca-file",
     .kind = PF_OPTION_VALUE,
     .value = "FILE",
     .help = "certificates of the authorities to trust (PEM), instead of the system's",
     .completes = PF_COMPLETES_FILES},
    VALUE("connect-to", "ADDRESS", "an IP address instead of what DNS says of the URL's host"),
    FLAG("sentry", "Sentry must be verified: no DSN is an error"),
    {.name = "sentry-dsn-file",
     .kind = PF_OPTION_VALUE,
     .value = "FILE",
     .help = "the DSN that production has; the variable SENTRY_DSN by default",
     .completes = PF_COMPLETES_FILES},
    VALUE("sentry-environment", "NAME", "that the event names; production by default"),
    VALUE("sentry-org", "NAME", "where the event is looked for; the DSN's by default"),
    VALUE("sentry-project", "NAME", "likewise"),
    VALUE("sentry-url", "URL", "of the API; the DSN's own Sentry by default"),
    VALUE("sentry-wait", "SECONDS", "until the event can be read; 60 by default"),
    {.name = NULL},
};

const struct pf_command pf_command_verify = {
    .name = "verify",
    .summary = "the deployed site and Sentry, asked from outside",
    .operands = "URL",
    .about =
        "Asks the site at most 10 times by GET and says OK, NG, WARN or SKIP for each thing looked "
        "at: its status\nand version, whether DEBUG is off (by an address that does not exist and "
        "a Host that is nobody's), TLS, what\nplain http does, headers and cookies, a static file, "
        "the admin's login. What pages contain is never shown.\n\n"
        "With a DSN in the variable SENTRY_DSN or a file, one event of level info is sent to "
        "Sentry; with a token in\nSENTRY_AUTH_TOKEN (scopes project:read, event:read) it is looked "
        "for there. Neither goes on a command line.\n\n"
        "Only https, and only addresses that the internet knows, unless a flag says otherwise; no "
        "redirect is followed.\n\n"
        "exit status: 0 all is well, 1 something is NG, 2 usage, or an address that may not be "
        "asked, 3 something\ncould not be found out, 128+n signal n",
    .options = options,
    .run = NULL,
};
