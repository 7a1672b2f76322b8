/* dj-database-url: DATABASE_URL → an entry of DATABASES. */
#include "python/lib_url.h"

#define DISTRIBUTION "dj-database-url"

enum {
    OLDEST = PF_VERSION(0, 5, 0), /* what Debian 12 carries */
    NEWEST = PF_VERSION(3, 1, 0)
};

static const pf_value failed = {.type = PF_V_FAILED};

/* --- schemes -------------------------------------------------------------------------------------
 */

#define OLD_POSTGRES "django.db.backends.postgresql_psycopg2"
static const struct scheme {
    const char *name, *engine;
    const char *old; /* of 0.5, where it differs */
    unsigned since;  /* 0: since 0.5 at least */
    bool has_search_path, port_is_text;
} schemes[] = {
    {"postgres", "django.db.backends.postgresql", OLD_POSTGRES, 0, true, false},
    {"postgresql", "django.db.backends.postgresql", OLD_POSTGRES, 0, true, false},
    {"pgsql", "django.db.backends.postgresql", OLD_POSTGRES, 0, true, false},
    {"postgis", "django.contrib.gis.db.backends.postgis", NULL, 0, true, false},
    {"mysql", "django.db.backends.mysql", NULL, 0, false, false},
    {"mysql2", "django.db.backends.mysql", NULL, 0, false, false},
    {"mysqlgis", "django.contrib.gis.db.backends.mysql", NULL, 0, false, false},
    {"mysql-connector", "mysql.connector.django", NULL, 0, false, false},
    {"mssql", "sql_server.pyodbc", NULL, 0, false, true},
    {"mssqlms", "mssql", NULL, PF_VERSION(1, 0, 0), false, true},
    {"spatialite", "django.contrib.gis.db.backends.spatialite", NULL, 0, false, false},
    {"sqlite", "django.db.backends.sqlite3", NULL, 0, false, false},
    {"oracle", "django.db.backends.oracle", NULL, 0, false, true},
    {"oraclegis", "django.contrib.gis.db.backends.oracle", NULL, 0, false, false},
    {"redshift", "django_redshift_backend", NULL, 0, true, false},
    {"cockroach", "django_cockroachdb", NULL, PF_VERSION(1, 0, 0), false, false},
    {"timescale", "timescale.db.backends.postgresql", NULL, PF_VERSION(1, 1, 0), true, false},
    {"timescalegis", "timescale.db.backends.postgis", NULL, PF_VERSION(1, 1, 0), true, false},
};

static const struct scheme *find_scheme(pf_str name, unsigned version)
{
    for (size_t i = 0; i < PF_COUNT(schemes); i++)
        if (pf_str_eq(name, pf_str_c(schemes[i].name)))
            return version >= schemes[i].since ? &schemes[i] : NULL;
    return NULL;
}

/* --- parse
 * ---------------------------------------------------------------------------------------- */

struct request {
    pf_value url;
    pf_value engine; /* UNBOUND: by the scheme */
    pf_value conn_max_age, conn_health_checks, disable_server_side_cursors, test_options;
    enum pf_truth ssl_require;
};

static pf_value unsure(struct pf_eval *ev, const struct request *r)
{
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, KIND_MAP, true, "a database URL that is read differently over time",
                         &r->url, 1);
}

static bool is_number(pf_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!pf_is_digit(s.data[i]))
            return false;
    return s.len > 0;
}

static pf_value option_value(struct pf_eval *ev, pf_str s, unsigned version)
{
    int64_t i;
    if (!pf_help_is_ascii(s))
        return pf_unknown_value(ev, KIND_TEXT | KIND_INT, true, "an option");
    if (version >= PF_VERSION(2, 1, 0) && is_number(s))
        return pf_str_to_int(s, &i) ? pf_int(i)
                                    : pf_unknown_value(ev, KIND_INT, false, "a large number");
    if (version >= PF_VERSION(2, 2, 0) &&
        (pf_str_eq_nocase(s, PF_STR("true")) || pf_str_eq_nocase(s, PF_STR("false"))))
        return pf_bool(s.len == 4);
    return pf_str_value(ev, s);
}

/* The last value of a name counts; since 3.0 all of them, as a list. */
static pf_value option_of(struct pf_eval *ev, const struct pf_url_fields *fields, size_t i,
                          unsigned version)
{
    pf_str name = fields->items[i].name;
    pf_value last = pf_unbound(), all = pf_list_value(ev, NULL, 0);
    for (; i < fields->count; i = pf_url_field_find(fields, name, i + 1)) {
        last = option_value(ev, fields->items[i].value, version);
        pf_list_append(ev, all.as.object->contents, last);
    }
    return version >= PF_VERSION(3, 0, 0) && all.as.object->contents->count > 1 ? all : last;
}

static bool has_search_path(const struct scheme *scheme, const struct request *r, unsigned version)
{
    if (version >= PF_VERSION(1, 0, 0))
        return scheme != NULL && scheme->has_search_path;
    static const char *const engines[] = {"django.contrib.gis.db.backends.postgis", OLD_POSTGRES,
                                          "django_redshift_backend"};
    if (!pf_is_bound(r->engine))
        return scheme->has_search_path;
    for (size_t i = 0; i < PF_COUNT(engines); i++)
        if (pf_str_eq(pf_text_of(r->engine), pf_str_c(engines[i])))
            return true;
    return false;
}

static pf_value options_of(struct pf_eval *ev, const struct request *r,
                           const struct pf_url_fields *fields, const struct pf_url *url,
                           const struct scheme *scheme, unsigned version)
{
    pf_value options = pf_dict_value(ev);
    bool mysql = pf_str_eq(url->scheme, PF_STR("mysql")) ||
                 (version >= PF_VERSION(3, 0, 0) && pf_str_eq(url->scheme, PF_STR("mysql2")));
    for (size_t i = 0; i < fields->count; i++) {
        pf_str name = fields->items[i].name;
        if (pf_url_field_find(fields, name, 0) != i)
            continue;
        pf_value v = option_of(ev, fields, i, version);
        if (mysql && pf_str_eq(name, PF_STR("ssl-ca"))) {
            pf_value ca = pf_dict_value(ev);
            pf_help_put(ev, ca, "ca", v);
            pf_help_put(ev, options, "ssl", ca);
        } else if (pf_str_eq(name, PF_STR("currentSchema")) && pf_is_str(v) &&
                   has_search_path(scheme, r, version)) {
            pf_help_put_str(
                ev, options, "options",
                pf_arena_format(ev->arena, "-c search_path=%.*s", PF_ARG(pf_text_of(v))));
        } else {
            pf_dict_set_str(ev, options, name, v);
        }
    }
    if (r->ssl_require == PF_YES)
        pf_help_put_str(ev, options, "sslmode", PF_STR("require"));
    return options;
}

/* %2F in a host is the folder of a socket. */
static bool host_of(struct pf_eval *ev, const struct pf_url *url, unsigned version, pf_str *host)
{
    *host = url->hostname;
    if (version >= PF_VERSION(3, 0, 0))
        return pf_url_unquote(ev->arena, url->hostname, false, host);
    return pf_str_find_byte(url->hostname, '%') == PF_STR_NONE;
}

static pf_value memory_database(struct pf_eval *ev)
{
    pf_value config = pf_dict_value(ev);
    pf_help_put_str(ev, config, "ENGINE", PF_STR("django.db.backends.sqlite3"));
    pf_help_put_str(ev, config, "NAME", PF_STR(":memory:"));
    return config;
}

static pf_value wrong_scheme(struct pf_eval *ev, const struct request *r, pf_str scheme,
                             unsigned version)
{
    pf_str variable = pf_help_variable(r->url);
    if (version < PF_VERSION(1, 0, 0))
        return pf_raise_variable(ev, variable, "KeyError", "%.*s", PF_ARG(scheme));
    static const struct pf_native_class unknown_scheme = {
        .name = "UnknownSchemeError", .module = "dj_database_url", .exception = "ValueError"};
    if (version >= PF_VERSION(3, 0, 0))
        return pf_raise_class(
            ev, pf_eval_class(ev, &unknown_scheme), variable,
            "Scheme '%.*s://' is unknown. Did you forget to register custom backend?",
            PF_ARG(scheme));
    return pf_raise_variable(ev, variable, "ValueError", "No support for '%.*s'", PF_ARG(scheme));
}

static pf_value engine_of(struct pf_eval *ev, const struct request *r, const struct scheme *scheme,
                          unsigned version)
{
    if (pf_is_bound(r->engine))
        return r->engine;
    bool old = version < PF_VERSION(1, 0, 0) && scheme->old != NULL;
    return pf_str_value(ev, pf_str_c(old ? scheme->old : scheme->engine));
}

/* Django's backends for these want the port as a text. */
static bool port_is_text(const struct request *r, const struct scheme *scheme, unsigned version)
{
    bool by_scheme = version >= PF_VERSION(3, 0, 0) || !pf_is_bound(r->engine);
    for (size_t i = 0; i < PF_COUNT(schemes); i++) {
        bool meant = by_scheme ? scheme == &schemes[i]
                               : pf_str_eq(pf_text_of(r->engine), pf_str_c(schemes[i].engine));
        bool oracle = pf_str_eq(pf_str_c(schemes[i].name), PF_STR("oracle"));
        if (meant && schemes[i].port_is_text && (oracle || version >= PF_VERSION(1, 0, 0)))
            return true;
    }
    return false;
}

static pf_value port_of(struct pf_eval *ev, const struct request *r, const struct pf_url *url,
                        const struct scheme *scheme, unsigned version)
{
    if (!url->has_port || url->port == 0)
        return pf_str_value(ev, PF_STR(""));
    if (port_is_text(r, scheme, version))
        return pf_str_value(ev, pf_arena_format(ev->arena, "%lld", (long long)url->port));
    return pf_int(url->port);
}

static void add_connection(struct pf_eval *ev, const struct request *r, unsigned version,
                           pf_value config)
{
    pf_help_put(ev, config, "CONN_MAX_AGE",
                pf_is_bound(r->conn_max_age) ? r->conn_max_age : pf_int(0));
    if (version >= PF_VERSION(1, 1, 0))
        pf_help_put(ev, config, "CONN_HEALTH_CHECKS",
                    pf_is_bound(r->conn_health_checks) ? r->conn_health_checks : pf_bool(false));
    if (version >= PF_VERSION(2, 2, 0))
        pf_help_put(ev, config, "DISABLE_SERVER_SIDE_CURSORS",
                    pf_is_bound(r->disable_server_side_cursors) ? r->disable_server_side_cursors
                                                                : pf_bool(false));
}

static pf_value parse_url(struct pf_eval *ev, const struct request *r, struct pf_url *url,
                          unsigned version)
{
    const struct scheme *scheme = find_scheme(url->scheme, version);
    pf_str path = pf_str_slice(url->path, 1, url->path.len), host, user, password;
    struct pf_url_fields fields = pf_url_query(ev->arena, url->query, false);
    if (scheme == NULL && (!pf_is_bound(r->engine) || version >= PF_VERSION(3, 0, 0)))
        return wrong_scheme(ev, r, url->scheme, version);
    if (pf_str_eq(url->scheme, PF_STR("sqlite")) && path.len == 0)
        path = PF_STR(":memory:");
    if (fields.unsure || !host_of(ev, url, version, &host) ||
        !pf_url_unquote(ev->arena, path, false, &path) ||
        !pf_url_unquote(ev->arena, url->username, false, &user) ||
        !pf_url_unquote(ev->arena, url->password, false, &password))
        return unsure(ev, r);
    if (pf_url_port_raises(ev, url, pf_help_variable(r->url)))
        return failed;
    pf_value config = pf_dict_value(ev);
    pf_help_put_str(ev, config, "NAME", path);
    pf_help_put_str(ev, config, "USER", user);
    pf_help_put_str(ev, config, "PASSWORD", password);
    pf_help_put_str(ev, config, "HOST", host);
    pf_help_put(ev, config, "PORT", port_of(ev, r, url, scheme, version));
    add_connection(ev, r, version, config);
    if (!pf_help_absent(r->test_options))
        pf_help_put(ev, config, "TEST", r->test_options);
    pf_value options = options_of(ev, r, &fields, url, scheme, version);
    if (options.as.object->contents->dict.live > 0)
        pf_help_put(ev, config, "OPTIONS", options);
    pf_help_put(ev, config, "ENGINE", engine_of(ev, r, scheme, version));
    return config;
}

static pf_value parse_version(struct pf_eval *ev, unsigned version, void *context)
{
    const struct request *r = context;
    pf_str text = pf_text_of(r->url);
    if (pf_str_eq(text, PF_STR("sqlite://:memory:")))
        return memory_database(ev);
    struct pf_url url = pf_url_parse(ev->arena, text, false);
    bool semicolon = pf_str_find_byte(url.path, ';') != PF_STR_NONE; /* urlparse before 1.0 */
    if (url.unsure || url.wrong_url != NULL || semicolon ||
        pf_str_starts(url.scheme, PF_STR("mongodb")))
        return unsure(ev, r);
    pf_value config = parse_url(ev, r, &url, version);
    /* Since 3.0 a wrong port is a ParseError. */
    if (pf_is_failed(config) && url.wrong_port && version >= PF_VERSION(3, 0, 0) &&
        pf_raised_is(ev, "ValueError", NULL)) {
        static const struct pf_native_class parse_error = {
            .name = "ParseError", .module = "dj_database_url", .exception = "ValueError"};
        pf_clear_exception(ev);
        return pf_raise_class(ev, pf_eval_class(ev, &parse_error), pf_help_variable(r->url),
                              "This string is not a valid url, possibly because some of its parts "
                              "is not properly urllib.parse.quote()'ed.");
    }
    return config;
}

static pf_value parse_one(struct pf_eval *ev, pf_value url, void *context)
{
    struct request r = *(const struct request *)context;
    r.url = url;
    if (!pf_is_str(url) || r.ssl_require == PF_MAYBE ||
        (pf_is_bound(r.engine) && !pf_is_str(r.engine)))
        return unsure(ev, &r);
    return pf_help_from(ev,
                        pf_help_each_version(ev, DISTRIBUTION, OLDEST, NEWEST, parse_version, &r),
                        "", (pf_span){0}, url);
}

/* An empty URL is no database. */
static pf_value config_one(struct pf_eval *ev, pf_value url, void *context)
{
    if (pf_is_none(url) || (pf_is_str(url) && pf_text_of(url).len == 0))
        return pf_help_from(ev, pf_dict_value(ev), "", (pf_span){0}, url);
    return parse_one(ev, url, context);
}

/* --- the functions
 * ---------------------------------------------------------------------------------- */

/* From the parameters engine, conn_max_age … on: keywords in all practice. 0.5 has ssl_require
 * where newer ones have conn_health_checks. */
static struct request request_of(struct pf_eval *ev, const pf_value *args)
{
    return (struct request){.engine = pf_help_absent(args[0]) ? pf_unbound() : args[0],
                            .conn_max_age = args[1],
                            .conn_health_checks = args[2],
                            .disable_server_side_cursors = args[3],
                            .ssl_require = pf_help_flag(ev, args[4], false),
                            .test_options = args[5]};
}

static pf_value config(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value name = call->args[0], fallback = call->args[1];
    struct request r = request_of(ev, call->args + 2);
    if (!pf_is_bound(name))
        name = pf_str_value(ev, PF_STR("DATABASE_URL"));
    if (!pf_is_bound(fallback))
        fallback = pf_none();
    if (!pf_is_str(name)) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, KIND_MAP, true, "a variable whose name is not known", &name, 1);
    }
    bool maybe;
    pf_str variable = pf_text_of(name);
    pf_value url =
        pf_env_get(ev, variable, false, fallback, "dj_database_url.config", call->span, &maybe);
    fallback = pf_env_fallback(ev, variable, fallback, "dj_database_url.config", call->span);
    if (!pf_is_bound(url))
        url = fallback;
    else if (maybe)
        url = pf_join_value(ev, url, fallback);
    pf_value v = pf_help_lift(ev, url, config_one, &r);
    return pf_is_failed(v) ? v : pf_traced(ev, v, call->native->name, call->span, &v, 1);
}

static pf_value parse(struct pf_eval *ev, const struct pf_call *call)
{
    struct request r = request_of(ev, call->args + 1);
    return pf_help_lift(ev, call->args[0], parse_one, &r);
}

static const struct pf_native functions[] = {
    {"dj_database_url.config",
     "env?, default?, engine?, conn_max_age?, conn_health_checks?, disable_server_side_cursors?, "
     "ssl_require?, test_options?",
     config, KIND_MAP, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"dj_database_url.parse",
     "url, engine?, conn_max_age?, conn_health_checks?, disable_server_side_cursors?, "
     "ssl_require?, test_options?",
     parse, KIND_MAP, PF_NATIVE_RAW},
};
static const struct pf_native_constant constants[] = {{"DEFAULT_ENV", "'DATABASE_URL'"}};

const struct pf_library pf_lib_dj_database_url = {
    .module = "dj_database_url",
    .functions = functions,
    .function_count = PF_COUNT(functions),
    .constants = constants,
    .constant_count = PF_COUNT(constants),
};
