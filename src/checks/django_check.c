/* Django's own `check --deploy`, on the evaluated settings; each rule names one of its checks. */
#include "checks/facts.h"

#define SECURITY PF_STR("django.middleware.security.SecurityMiddleware")
#define CLICKJACKING PF_STR("django.middleware.clickjacking.XFrameOptionsMiddleware")
#define CSRF PF_STR("django.middleware.csrf.CsrfViewMiddleware")
#define SESSION PF_STR("django.contrib.sessions.middleware.SessionMiddleware")
#define SESSION_APP PF_STR("django.contrib.sessions")

enum {
    DJANGO_3_0 = 300, /* versions as major * 100 + minor */
    DJANGO_3_1 = 301,
    DJANGO_4_0 = 400,
    DJANGO_4_1 = 401,
    DJANGO_4_2 = 402,
    DJANGO_6_0 = 600,
    NEWEST = DJANGO_6_0
};

struct asked {
    const struct pf_deployment *deployment;
    unsigned version; /* of Django; the newest where nothing pins it */
};

/* ---- three-valued questions about one setting ---- */

static enum pf_truth list_holds(const struct pf_node *list, pf_str text)
{
    enum pf_truth found = PF_NO;
    if (list == NULL)
        return PF_NO;
    if (list->kind == PF_ANY)
        return PF_MAYBE;
    if (list->kind == PF_EITHER) {
        size_t yes = 0, no = 0;
        for (size_t i = 0; i < list->count; i++) {
            enum pf_truth arm = list_holds(list->items[i], text);
            yes += arm == PF_YES;
            no += arm == PF_NO;
        }
        return yes == list->count ? PF_YES : no == list->count ? PF_NO : PF_MAYBE;
    }
    for (size_t i = 0; list->kind == PF_SEQ && i < list->count; i++) {
        const struct pf_node *item = list->items[i];
        if (pf_node_is(item, PF_STRING) && pf_str_eq(item->text, text))
            return PF_YES;
        if (!pf_node_is_scalar(item))
            found = PF_MAYBE;
    }
    return found;
}

static enum pf_truth has_middleware(const struct asked *asked, pf_str name)
{
    return list_holds(pf_facts_setting(asked->deployment, "MIDDLEWARE"), name);
}

static bool is_true(const struct pf_node *value)
{
    return value->kind == PF_BOOL && value->as.boolean;
}

static bool is_truthy(const struct pf_node *value)
{
    return pf_node_truth(value) == PF_YES;
}

/* `x is True`; the default where the setting is not set. */
static enum pf_truth set_true(const struct asked *asked, const char *name, bool by_default)
{
    const struct pf_node *value = pf_facts_setting(asked->deployment, name);
    return value == NULL ? pf_truth_of(by_default) : pf_facts_every(value, is_true);
}

static enum pf_truth set_truthy(const struct asked *asked, const char *name, bool by_default)
{
    const struct pf_node *value = pf_facts_setting(asked->deployment, name);
    return value == NULL ? pf_truth_of(by_default) : pf_facts_every(value, is_truthy);
}

/* Cookies were judged by truth up to 3.2, and are by `is True` from 4.2 on; what 4.0 and 4.1 do was
 * not looked at, so they are judged only where both agree. */
static enum pf_truth set_secure(const struct asked *asked, const char *name, bool by_default)
{
    enum pf_truth by_truth = set_truthy(asked, name, by_default);
    enum pf_truth by_identity = set_true(asked, name, by_default);
    if (asked->version < DJANGO_4_0)
        return by_truth;
    return asked->version >= DJANGO_4_2 || by_truth == by_identity ? by_identity : PF_MAYBE;
}

static bool is_known_policy(pf_str policy)
{
    static const pf_str known[] = {
        PF_STR_INIT("no-referrer"), PF_STR_INIT("no-referrer-when-downgrade"),
        PF_STR_INIT("origin"),      PF_STR_INIT("origin-when-cross-origin"),
        PF_STR_INIT("same-origin"), PF_STR_INIT("strict-origin"),
        PF_STR_INIT("unsafe-url"),  PF_STR_INIT("strict-origin-when-cross-origin"),
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (pf_str_eq(known[i], policy))
            return true;
    return false;
}

static bool has_unknown_policy(const struct pf_node *value)
{
    if (pf_node_is(value, PF_STRING)) {
        pf_str rest = value->text, policy;
        for (bool more = true; more;) {
            more = pf_str_cut(rest, ',', &policy, &rest);
            if (!is_known_policy(pf_str_trim(policy)))
                return true;
        }
    }
    for (size_t i = 0; pf_node_is(value, PF_SEQ) && i < value->count; i++)
        if (pf_node_is(value->items[i], PF_STRING) && !is_known_policy(value->items[i]->text))
            return true;
    return false;
}

static bool is_other_opener_policy(const struct pf_node *value)
{
    return value->kind != PF_NULL && !pf_str_eq(value->text, PF_STR("same-origin")) &&
           !pf_str_eq(value->text, PF_STR("same-origin-allow-popups")) &&
           !pf_str_eq(value->text, PF_STR("unsafe-none"));
}

static bool is_not_deny(const struct pf_node *value)
{
    return !pf_node_is(value, PF_STRING) || !pf_str_eq(value->text, PF_STR("DENY"));
}

static bool is_none(const struct pf_node *value)
{
    return value->kind == PF_NULL;
}

/* ---- Django's checks ---- */

static enum pf_truth w001(const struct asked *asked)
{
    return pf_truth_not(has_middleware(asked, SECURITY));
}

static enum pf_truth w002(const struct asked *asked)
{
    return pf_truth_not(has_middleware(asked, CLICKJACKING));
}

static enum pf_truth w003(const struct asked *asked)
{
    return pf_truth_not(has_middleware(asked, CSRF));
}

static enum pf_truth w004(const struct asked *asked)
{
    return pf_truth_and(has_middleware(asked, SECURITY),
                        pf_truth_not(set_truthy(asked, "SECURE_HSTS_SECONDS", false)));
}

static enum pf_truth has_hsts_without(const struct asked *asked, const char *name)
{
    enum pf_truth hsts = pf_truth_and(has_middleware(asked, SECURITY),
                                      set_truthy(asked, "SECURE_HSTS_SECONDS", false));
    return pf_truth_and(hsts, pf_truth_not(set_true(asked, name, false)));
}

static enum pf_truth w005(const struct asked *asked)
{
    return has_hsts_without(asked, "SECURE_HSTS_INCLUDE_SUBDOMAINS");
}

static enum pf_truth w006(const struct asked *asked)
{
    return pf_truth_and(has_middleware(asked, SECURITY),
                        pf_truth_not(set_true(asked, "SECURE_CONTENT_TYPE_NOSNIFF", true)));
}

static enum pf_truth w008(const struct asked *asked)
{
    return pf_truth_and(has_middleware(asked, SECURITY),
                        pf_truth_not(set_true(asked, "SECURE_SSL_REDIRECT", false)));
}

static enum pf_truth has_sessions(const struct asked *asked)
{
    const struct pf_node *apps = pf_facts_setting(asked->deployment, "INSTALLED_APPS");
    return pf_truth_or(list_holds(apps, SESSION_APP), has_middleware(asked, SESSION));
}

static enum pf_truth w012(const struct asked *asked)
{
    return pf_truth_and(has_sessions(asked),
                        pf_truth_not(set_secure(asked, "SESSION_COOKIE_SECURE", false)));
}

static enum pf_truth w015(const struct asked *asked)
{
    return pf_truth_and(has_sessions(asked),
                        pf_truth_not(set_secure(asked, "SESSION_COOKIE_HTTPONLY", true)));
}

static enum pf_truth w016(const struct asked *asked)
{
    enum pf_truth by_cookie = pf_truth_and(
        has_middleware(asked, CSRF), pf_truth_not(set_truthy(asked, "CSRF_USE_SESSIONS", false)));
    return pf_truth_and(by_cookie, pf_truth_not(set_secure(asked, "CSRF_COOKIE_SECURE", false)));
}

static enum pf_truth w019(const struct asked *asked)
{
    const struct pf_node *value = pf_facts_setting(asked->deployment, "X_FRAME_OPTIONS");
    return value == NULL ? PF_NO
                         : pf_truth_and(has_middleware(asked, CLICKJACKING),
                                        pf_facts_every(value, is_not_deny));
}

static enum pf_truth w021(const struct asked *asked)
{
    return has_hsts_without(asked, "SECURE_HSTS_PRELOAD");
}

static enum pf_truth w022(const struct asked *asked)
{
    const struct pf_node *value = pf_facts_setting(asked->deployment, "SECURE_REFERRER_POLICY");
    if (asked->version < DJANGO_3_0)
        return PF_NO; /* no such setting */
    enum pf_truth none =
        value == NULL ? pf_truth_of(asked->version < DJANGO_3_1) : pf_facts_every(value, is_none);
    return pf_truth_and(has_middleware(asked, SECURITY), none);
}

static enum pf_truth e023(const struct asked *asked)
{
    const struct pf_node *value = pf_facts_setting(asked->deployment, "SECURE_REFERRER_POLICY");
    if (asked->version < DJANGO_3_0)
        return PF_NO;
    return pf_truth_and(has_middleware(asked, SECURITY), pf_facts_every(value, has_unknown_policy));
}

static enum pf_truth e024(const struct asked *asked)
{
    const struct pf_node *value =
        pf_facts_setting(asked->deployment, "SECURE_CROSS_ORIGIN_OPENER_POLICY");
    if (asked->version < DJANGO_4_0)
        return PF_NO;
    return pf_truth_and(has_middleware(asked, SECURITY),
                        pf_facts_every(value, is_other_opener_policy));
}

static bool has_weak_key(const struct pf_node *value)
{
    for (size_t i = 0; pf_node_is(value, PF_SEQ) && i < value->count; i++)
        if (pf_node_is(value->items[i], PF_STRING) &&
            pf_facts_key_weakness(value->items[i]->text) != PF_KEY_STRONG)
            return true;
    return false;
}

static enum pf_truth w025(const struct asked *asked)
{
    if (asked->version < DJANGO_4_1)
        return PF_NO;
    return pf_facts_every(pf_facts_setting(asked->deployment, "SECRET_KEY_FALLBACKS"),
                          has_weak_key);
}

static bool is_no_policy(const struct pf_node *value)
{
    return value->kind != PF_NULL && value->kind != PF_MAP;
}

static enum pf_truth e026(const struct asked *asked)
{
    if (asked->version < DJANGO_6_0)
        return PF_NO;
    return pf_truth_or(
        pf_facts_every(pf_facts_setting(asked->deployment, "SECURE_CSP"), is_no_policy),
        pf_facts_every(pf_facts_setting(asked->deployment, "SECURE_CSP_REPORT_ONLY"),
                       is_no_policy));
}

static bool has_no_scheme(const struct pf_node *origin)
{
    return pf_node_is(origin, PF_STRING) && !pf_str_contains(origin->text, PF_STR("://"));
}

/* The first entry that has none; "" also stands for none. */
static pf_str without_scheme(const struct pf_node *origins)
{
    for (size_t i = 0; pf_node_is(origins, PF_SEQ) && i < origins->count; i++)
        if (has_no_scheme(origins->items[i]))
            return origins->items[i]->text;
    return PF_STR("");
}

static enum pf_truth e4_001(const struct asked *asked)
{
    const struct pf_node *origins = pf_facts_setting(asked->deployment, "CSRF_TRUSTED_ORIGINS");
    if (asked->version < DJANGO_4_0)
        return PF_NO;
    for (size_t i = 0; pf_node_is(origins, PF_SEQ) && i < origins->count; i++)
        if (has_no_scheme(origins->items[i]))
            return PF_YES;
    return PF_NO;
}

static const struct {
    pf_str id;
    enum pf_truth (*fires)(const struct asked *asked);
    const char *setting; /* where to speak of it */
} checks[] = {
    {PF_STR_INIT("W001"), w001, "MIDDLEWARE"},
    {PF_STR_INIT("W002"), w002, "MIDDLEWARE"},
    {PF_STR_INIT("W003"), w003, "MIDDLEWARE"},
    {PF_STR_INIT("W004"), w004, "SECURE_HSTS_SECONDS"},
    {PF_STR_INIT("W005"), w005, "SECURE_HSTS_INCLUDE_SUBDOMAINS"},
    {PF_STR_INIT("W006"), w006, "SECURE_CONTENT_TYPE_NOSNIFF"},
    {PF_STR_INIT("W008"), w008, "SECURE_SSL_REDIRECT"},
    {PF_STR_INIT("W012"), w012, "SESSION_COOKIE_SECURE"},
    {PF_STR_INIT("W015"), w015, "SESSION_COOKIE_HTTPONLY"},
    {PF_STR_INIT("W016"), w016, "CSRF_COOKIE_SECURE"},
    {PF_STR_INIT("W019"), w019, "X_FRAME_OPTIONS"},
    {PF_STR_INIT("W021"), w021, "SECURE_HSTS_PRELOAD"},
    {PF_STR_INIT("W022"), w022, "SECURE_REFERRER_POLICY"},
    {PF_STR_INIT("E023"), e023, "SECURE_REFERRER_POLICY"},
    {PF_STR_INIT("E024"), e024, "SECURE_CROSS_ORIGIN_OPENER_POLICY"},
    {PF_STR_INIT("W025"), w025, "SECRET_KEY_FALLBACKS"},
    {PF_STR_INIT("E026"), e026, "SECURE_CSP"},
    {PF_STR_INIT("4_0.E001"), e4_001, "CSRF_TRUSTED_ORIGINS"},
};

/* Settings without apps are no Django project's: an excerpt, or a part that others import. */
static bool is_whole(const struct pf_deployment *deployment)
{
    return pf_facts_settings_complete(deployment) &&
           pf_facts_setting(deployment, "INSTALLED_APPS") != NULL;
}

/* The entry that is wrong, and who supplies it. */
static void relate_origins(struct pf_report *report, const struct pf_deployment *deployment,
                           const struct pf_node *value)
{
    pf_report_argument(report, "entry", without_scheme(value));
    for (size_t i = 0; value != NULL && i < deployment->supplies.count; i++)
        if (deployment->supplies.items[i].effective &&
            pf_facts_made_from(value, deployment->supplies.items[i].name))
            pf_report_related(report, "supplied", deployment->supplies.items[i].span);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct asked asked = {deployment, deployment->django_version};
    if (asked.version == 0)
        asked.version = NEWEST;
    if (!is_whole(deployment))
        return;
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
        if (!pf_check_param_has(context, "check", checks[i].id))
            continue;
        enum pf_truth fires = checks[i].fires(&asked);
        if (fires == PF_NO)
            continue;
        const struct pf_node *value = pf_facts_setting(deployment, checks[i].setting);
        pf_span span =
            value != NULL ? pf_node_key_span(value) : pf_facts_module_span(context, deployment);
        struct pf_report *report = pf_check_report(context, value != NULL ? "set" : "unset", span);
        pf_report_argument(report, "setting", pf_str_c(checks[i].setting));
        pf_report_value(report, "value", value);
        pf_report_argument(report, "module", deployment->judged->module);
        if (pf_str_eq(checks[i].id, PF_STR("4_0.E001")))
            relate_origins(report, deployment, value);
        if (pf_str_eq(pf_str_c(checks[i].setting), PF_STR("SECRET_KEY_FALLBACKS")))
            pf_report_redact(report, value);
        pf_report_key(report, "%s", checks[i].setting);
        if (fires == PF_MAYBE)
            pf_report_possible(report);
    }
}

void pf_check_django_check(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
