/* django-environ's URLs: DATABASE_URL, CACHE_URL, EMAIL_URL, SEARCH_URL → dicts of settings. */
#include "python/environ.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* --- parts ------------------------------------------------------------------------------------ */

struct scheme {
    const char *name;
    const char *backend;
    const char *old; /* what 0.4.4 has, where it differs; "" for a scheme it does not know */
};

static const char *find_scheme(const struct scheme *rows, size_t count, pf_str name,
                               unsigned version)
{
    for (size_t i = 0; i < count; i++) {
        if (!pf_str_eq(name, pf_str_c(rows[i].name)))
            continue;
        if (version < PF_VERSION(0, 4, 5) && rows[i].old != NULL)
            return rows[i].old[0] == '\0' ? NULL : rows[i].old;
        return rows[i].backend;
    }
    return NULL;
}

static pf_value unsure(struct pf_eval *ev)
{
    pf_may_raise(ev, "");
    return pf_unknown_value(ev, KIND_MAP, true,
                            "a URL that versions of the library read otherwise");
}

/* Users and passwords; with `plus` a + is a blank. */
static bool unquote(struct pf_eval *ev, pf_str s, unsigned version, pf_str *out)
{
    return pf_url_unquote(ev->arena, s, version < PF_VERSION(0, 9, 0), out);
}

/* url.path without its slash, decoded, up to a question mark. */
static bool path_of(struct pf_eval *ev, const struct pf_url *url, pf_str *path)
{
    pf_str rest;
    pf_str_cut(pf_str_slice(url->path, 1, url->path.len), '?', path, &rest);
    return pf_url_unquote(ev->arena, *path, true, path);
}

static pf_value int_if_digits(struct pf_eval *ev, pf_str s)
{
    int64_t i;
    if (!pf_help_is_ascii(s))
        return pf_unknown_value(ev, KIND_INT | KIND_TEXT, true, "unusual digits");
    for (size_t k = 0; k < s.len; k++)
        if (!pf_is_digit(s.data[k]))
            return pf_str_value(ev, s);
    if (s.len == 0)
        return pf_str_value(ev, s);
    return pf_str_to_int(s, &i) ? pf_int(i)
                                : pf_unknown_value(ev, KIND_INT, false, "a large number");
}

/* ast.literal_eval where that works. */
static pf_value literal_or_text(struct pf_eval *ev, pf_str s)
{
    pf_value v;
    switch (pf_help_literal(ev, s, &v)) {
    case PF_LITERAL_OK:
        return v;
    case PF_LITERAL_UNSURE:
        return pf_unknown_value(ev, 0, true, "an option of a URL");
    default:
        return pf_str_value(ev, s);
    }
}

static pf_value option_value(struct pf_eval *ev, pf_str s, unsigned version)
{
    return version < PF_VERSION(0, 4, 5) ? int_if_digits(ev, s) : literal_or_text(ev, s);
}

static bool is_one_of(pf_str s, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(s, pf_str_c(names[i])))
            return true;
    return false;
}

static pf_str upper(struct pf_eval *ev, pf_str s)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < s.len; i++)
        pf_buffer_add_byte(&out, pf_to_upper(s.data[i]));
    return pf_buffer_str(&out);
}

/* The first value of each name, in the order of the names. */
static bool is_first(const struct pf_url_fields *fields, size_t i)
{
    return pf_url_field_find(fields, fields->items[i].name, 0) == i;
}

static void set(struct pf_eval *ev, pf_value dict, pf_str key, pf_value v)
{
    pf_dict_set_str(ev, dict, key, v);
}

/* --- databases ----------------------------------------------------------------------------------
 */

#define OLD_POSTGRES "django.db.backends.postgresql_psycopg2"
static const struct scheme databases[] = {
    {"postgres", "django.db.backends.postgresql", OLD_POSTGRES},
    {"postgresql", "django.db.backends.postgresql", OLD_POSTGRES},
    {"psql", "django.db.backends.postgresql", OLD_POSTGRES},
    {"pgsql", "django.db.backends.postgresql", OLD_POSTGRES},
    {"postgis", "django.contrib.gis.db.backends.postgis", NULL},
    {"mysql", "django.db.backends.mysql", NULL},
    {"mysql2", "django.db.backends.mysql", NULL},
    {"mysql-connector", "mysql.connector.django", NULL},
    {"mysqlgis", "django.contrib.gis.db.backends.mysql", NULL},
    {"oracle", "django.db.backends.oracle", NULL},
    {"pyodbc", "sql_server.pyodbc", NULL},
    {"redshift", "django_redshift_backend", NULL},
    {"spatialite", "django.contrib.gis.db.backends.spatialite", NULL},
    {"sqlite", "django.db.backends.sqlite3", NULL},
    {"ldap", "ldapdb.backends.ldap", NULL},
};
/* Known since some version in between. */
static const char *const newer_databases[] = {"mssql", "cockroachdb", "timescaledb"};

static bool is_postgres(pf_str scheme)
{
    static const char *const names[] = {"postgres", "postgresql", "psql", "pgsql", "postgis"};
    return is_one_of(scheme, names, PF_COUNT(names));
}

static bool is_safe(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_name(text.data[i]) &&
            pf_str_find_byte(PF_STR(".-~:/?&=@"), text.data[i]) == PF_STR_NONE)
            return false;
    return true;
}

static bool is_unusual_database(const struct pf_url *url, pf_str text, unsigned version)
{
    if (url->unsure || url->wrong_url != NULL ||
        pf_str_find_byte(url->netloc, '[') != PF_STR_NONE ||
        pf_str_find_byte(url->netloc, ',') != PF_STR_NONE)
        return true;
    /* New versions quote a URL without a path and parse it again. */
    if (url->path.len == 0 && version >= PF_VERSION(0, 4, 5) && !is_safe(text))
        return true;
    return is_one_of(url->scheme, newer_databases, PF_COUNT(newer_databases)) ||
           pf_str_starts(url->scheme, PF_STR("prometheus-"));
}

static bool add_database_options(struct pf_eval *ev, const struct pf_url *url, unsigned version,
                                 pf_value config)
{
    static const char *const base[] = {"CONN_MAX_AGE", "ATOMIC_REQUESTS", "AUTOCOMMIT",
                                       "CONN_HEALTH_CHECKS", "DISABLE_SERVER_SIDE_CURSORS"};
    struct pf_url_fields fields = pf_url_query(ev->arena, url->query, false);
    size_t base_count = version >= PF_VERSION(0, 12, 0)   ? 5
                        : version >= PF_VERSION(0, 10, 0) ? 4
                                                          : 3;
    pf_value options = pf_dict_value(ev);
    for (size_t i = 0; i < fields.count; i++) {
        const struct pf_url_field *f = &fields.items[i];
        pf_str key = upper(ev, f->name);
        if (!is_first(&fields, i))
            continue;
        if (pf_str_eq(key, PF_STR("DISABLE_SERVER_SIDE_CURSORS")) && version > PF_ENVIRON_OLDEST)
            return false; /* a base option since a version that is not told */
        if (is_one_of(key, base, base_count))
            set(ev, config, key, option_value(ev, f->value, version));
        else
            set(ev, options, f->name, int_if_digits(ev, f->value));
    }
    if (url->query.len > 0)
        pf_help_put(ev, config, "OPTIONS", options);
    return !fields.unsure;
}

/* "/cloudsql/project:zone:instance/name": a socket's folder and the database's name. */
static void split_socket(struct pf_eval *ev, pf_str path, pf_value config)
{
    ptrdiff_t slash = pf_str_find_last_byte(path, '/');
    pf_help_put_str(ev, config, "HOST", pf_str_slice(path, 0, (size_t)slash));
    pf_help_put_str(ev, config, "NAME", pf_str_slice(path, (size_t)slash + 1, path.len));
}

static pf_value engine_of(struct pf_eval *ev, const struct pf_url *url, pf_value engine,
                          unsigned version)
{
    const char *known = find_scheme(databases, PF_COUNT(databases), url->scheme, version);
    bool given = pf_is_bound(engine) && pf_is_str(engine) && pf_text_of(engine).len > 0;
    if (version < PF_VERSION(0, 4, 5)) {
        if (known != NULL)
            return pf_str_value(ev, pf_str_c(known));
        return given ? engine : pf_none();
    }
    pf_str name = given ? pf_text_of(engine) : url->scheme;
    known = find_scheme(databases, PF_COUNT(databases), name, version);
    if (known != NULL)
        return pf_str_value(ev, pf_str_c(known));
    return name.len > 0 ? pf_str_value(ev, name) : pf_none();
}

static pf_value memory_database(struct pf_eval *ev)
{
    pf_value config = pf_dict_value(ev);
    pf_help_put_str(ev, config, "ENGINE", PF_STR("django.db.backends.sqlite3"));
    pf_help_put_str(ev, config, "NAME", PF_STR(":memory:"));
    return config;
}

static bool add_place(struct pf_eval *ev, const struct pf_url *url, pf_str path, unsigned version,
                      pf_value config)
{
    pf_str user, password;
    if (!unquote(ev, url->username, version, &user) ||
        !unquote(ev, url->password, version, &password))
        return false;
    pf_help_put_str(ev, config, "NAME", path);
    pf_help_put_str(ev, config, "USER", user);
    pf_help_put_str(ev, config, "PASSWORD", password);
    pf_help_put_str(ev, config, "HOST", url->hostname);
    bool has_port = url->has_port && url->port != 0;
    pf_help_put(ev, config, "PORT", has_port ? pf_int(url->port) : pf_str_value(ev, PF_STR("")));
    bool cloud = version >= PF_VERSION(0, 8, 0) && pf_str_contains(path, PF_STR("cloudsql"));
    if (pf_str_starts(path, PF_STR("/")) &&
        (cloud || (is_postgres(url->scheme) && version >= PF_VERSION(0, 4, 5))))
        split_socket(ev, path, config);
    if (!pf_str_eq(url->scheme, PF_STR("oracle")))
        return true;
    if (path.len == 0) {
        pf_help_put_str(ev, config, "NAME", url->hostname);
        pf_help_put_str(ev, config, "HOST", PF_STR(""));
    }
    if (has_port)
        pf_help_put_str(ev, config, "PORT",
                        pf_arena_format(ev->arena, "%lld", (long long)url->port));
    else
        return false; /* the key is taken out again */
    return true;
}

pf_value pf_environ_db(struct pf_eval *ev, pf_str text, pf_value engine, unsigned version,
                       pf_str variable)
{
    if (pf_str_eq(text, PF_STR("sqlite://:memory:")))
        return memory_database(ev);
    struct pf_url url = pf_url_parse(ev->arena, text, true);
    pf_str path;
    if (is_unusual_database(&url, text, version) || !path_of(ev, &url, &path) ||
        (pf_is_bound(engine) && pf_is_vague(engine)))
        return unsure(ev);
    if (pf_url_port_raises(ev, &url, variable))
        return failed;
    if (pf_str_eq(url.scheme, PF_STR("sqlite")) && path.len == 0)
        path = PF_STR(":memory:");
    if (pf_str_eq(url.scheme, PF_STR("ldap"))) {
        path = pf_arena_format(ev->arena, "ldap://%.*s",
                               PF_ARG(url.has_hostname ? url.hostname : PF_STR("None")));
        if (url.port != 0)
            path = pf_arena_format(ev->arena, "%.*s:%lld", PF_ARG(path), (long long)url.port);
    }
    pf_value config = pf_dict_value(ev);
    if (!add_place(ev, &url, path, version, config) ||
        !add_database_options(ev, &url, version, config))
        return unsure(ev);
    pf_value chosen = engine_of(ev, &url, engine, version);
    if (pf_is_none(chosen))
        return pf_dict_value(ev); /* "Engine not recognized from url" is a warning only */
    pf_help_put(ev, config, "ENGINE", chosen);
    return config;
}

/* --- caches -------------------------------------------------------------------------------------
 */

/* Which redis and pymemcache backends it is depends on what is installed. */
static const struct scheme caches[] = {
    {"dbcache", "django.core.cache.backends.db.DatabaseCache", NULL},
    {"dummycache", "django.core.cache.backends.dummy.DummyCache", NULL},
    {"filecache", "django.core.cache.backends.filebased.FileBasedCache", NULL},
    {"locmemcache", "django.core.cache.backends.locmem.LocMemCache", NULL},
    {"memcache", "django.core.cache.backends.memcached.MemcachedCache", NULL},
    {"pymemcache", "?", "django.core.cache.backends.memcached.PyLibMCCache"},
    {"rediscache", "?", "django_redis.cache.RedisCache"},
    {"redis", "?", "django_redis.cache.RedisCache"},
    {"rediss", "?", ""},
    {"pylibmc", "?", ""},
    {"valkey", "?", ""},
    {"valkeys", "?", ""},
};

static pf_value cache_location(struct pf_eval *ev, const struct pf_url *url, unsigned version)
{
    bool socket = version >= PF_VERSION(0, 8, 1) ? url->netloc.len == 0 : url->path.len > 0;
    if (pf_str_eq(url->scheme, PF_STR("filecache")))
        return pf_str_value(
            ev, pf_arena_format(ev->arena, "%.*s%.*s", PF_ARG(url->netloc), PF_ARG(url->path)));
    bool memcache = pf_str_ends(url->scheme, PF_STR("memcache")) &&
                    !pf_str_eq(url->scheme, PF_STR("locmemcache"));
    if (memcache && socket)
        return pf_str_value(ev, pf_arena_format(ev->arena, "unix:%.*s", PF_ARG(url->path)));
    bool redis = pf_str_starts(url->scheme, PF_STR("redis"));
    pf_str scheme = !url->has_hostname                             ? PF_STR("unix")
                    : pf_str_eq(url->scheme, PF_STR("rediscache")) ? PF_STR("redis")
                                                                   : url->scheme;
    pf_value list = pf_list_value(ev, NULL, 0), only = pf_unbound();
    pf_str rest = url->netloc, part;
    size_t count = 0;
    for (bool more = true; more; count++) {
        more = pf_str_cut(rest, ',', &part, &rest);
        only =
            pf_str_value(ev, redis ? pf_arena_format(ev->arena, "%.*s://%.*s%.*s", PF_ARG(scheme),
                                                     PF_ARG(part), PF_ARG(url->path))
                                   : part);
        pf_list_append(ev, list.as.object->contents, only);
    }
    return count == 1 ? only : list;
}

static bool add_cache_options(struct pf_eval *ev, const struct pf_url *url, pf_value config,
                              unsigned version)
{
    static const char *const base[] = {"TIMEOUT", "KEY_PREFIX", "VERSION", "KEY_FUNCTION",
                                       "BINARY"};
    struct pf_url_fields fields = pf_url_query(ev->arena, url->query, false);
    pf_value options = pf_dict_value(ev);
    for (size_t i = 0; i < fields.count; i++) {
        pf_str key = upper(ev, fields.items[i].name);
        if (!is_first(&fields, i))
            continue;
        set(ev, is_one_of(key, base, PF_COUNT(base)) ? config : options, key,
            option_value(ev, fields.items[i].value, version));
    }
    pf_help_put(ev, config, "OPTIONS", options);
    return !fields.unsure;
}

pf_value pf_environ_cache(struct pf_eval *ev, pf_str text, pf_value backend, unsigned version,
                          pf_str variable)
{
    struct pf_url url = pf_url_parse(ev->arena, text, true);
    bool old = version < PF_VERSION(0, 5, 0);
    if (text.len == 0 && !old)
        return pf_dict_value(ev);
    if (url.unsure || url.wrong_url != NULL || (pf_is_bound(backend) && pf_is_vague(backend)))
        return unsure(ev);
    const char *found = find_scheme(caches, PF_COUNT(caches), url.scheme, version);
    if (found == NULL && old)
        return pf_raise_variable(ev, variable, "KeyError", "%.*s", PF_ARG(url.scheme));
    if (found == NULL)
        return pf_raise_class(ev, pf_eval_class(ev, &pf_improperly_configured_class), variable,
                              "Invalid cache schema %.*s", PF_ARG(url.scheme));
    pf_value config = pf_dict_value(ev);
    bool given = pf_is_bound(backend) && pf_is_str(backend) && pf_text_of(backend).len > 0;
    pf_value chosen = pf_str_value(ev, pf_str_c(found));
    if (found[0] == '?')
        chosen = pf_unknown_value(ev, KIND_TEXT, false,
                                  "the cache backend depends on what is installed");
    pf_help_put(ev, config, "BACKEND", given ? backend : chosen);
    pf_help_put(ev, config, "LOCATION", cache_location(ev, &url, version));
    if (url.query.len > 0 &&
        (!add_cache_options(ev, &url, config, version) || (found[0] == '?' && !given)))
        return unsure(ev); /* lower case for Django's own redis backend */
    return config;
}

/* --- mail ---------------------------------------------------------------------------------------
 */

static const struct scheme mails[] = {
    {"smtp", "django.core.mail.backends.smtp.EmailBackend", NULL},
    {"smtps", "django.core.mail.backends.smtp.EmailBackend", NULL},
    {"smtp+tls", "django.core.mail.backends.smtp.EmailBackend", NULL},
    {"smtp+ssl", "django.core.mail.backends.smtp.EmailBackend", NULL},
    {"consolemail", "django.core.mail.backends.console.EmailBackend", NULL},
    {"filemail", "django.core.mail.backends.filebased.EmailBackend", NULL},
    {"memorymail", "django.core.mail.backends.locmem.EmailBackend", NULL},
    {"dummymail", "django.core.mail.backends.dummy.EmailBackend", NULL},
};

static bool add_mail_options(struct pf_eval *ev, const struct pf_url *url, pf_value config)
{
    static const char *const base[] = {"EMAIL_USE_TLS", "EMAIL_USE_SSL"};
    struct pf_url_fields fields = pf_url_query(ev->arena, url->query, false);
    pf_value options = pf_dict_value(ev);
    for (size_t i = 0; i < fields.count; i++) {
        pf_str key = upper(ev, fields.items[i].name);
        if (is_first(&fields, i))
            set(ev, is_one_of(key, base, PF_COUNT(base)) ? config : options, key,
                int_if_digits(ev, fields.items[i].value));
    }
    pf_help_put(ev, config, "OPTIONS", options);
    return !fields.unsure;
}

static pf_value text_or_none(struct pf_eval *ev, bool has, pf_str s)
{
    return has ? pf_str_value(ev, s) : pf_none();
}

pf_value pf_environ_email(struct pf_eval *ev, pf_str text, pf_value backend, unsigned version,
                          pf_str variable)
{
    struct pf_url url = pf_url_parse(ev->arena, text, true);
    pf_str path, user, password;
    if (url.unsure || url.wrong_url != NULL || (pf_is_bound(backend) && pf_is_vague(backend)) ||
        !path_of(ev, &url, &path) || !unquote(ev, url.username, version, &user) ||
        !unquote(ev, url.password, version, &password))
        return unsure(ev);
    if (pf_url_port_raises(ev, &url, variable))
        return failed;
    pf_value config = pf_dict_value(ev);
    pf_help_put_str(ev, config, "EMAIL_FILE_PATH", path);
    pf_help_put(ev, config, "EMAIL_HOST_USER", text_or_none(ev, url.has_username, user));
    pf_help_put(ev, config, "EMAIL_HOST_PASSWORD", text_or_none(ev, url.has_password, password));
    pf_help_put(ev, config, "EMAIL_HOST", text_or_none(ev, url.has_hostname, url.hostname));
    pf_help_put(ev, config, "EMAIL_PORT", url.has_port ? pf_int(url.port) : pf_none());
    const char *found = find_scheme(mails, PF_COUNT(mails), url.scheme, version);
    if (pf_is_bound(backend) && pf_is_str(backend) && pf_text_of(backend).len > 0)
        pf_help_put(ev, config, "EMAIL_BACKEND", backend);
    else if (found == NULL)
        return pf_raise_class(ev, pf_eval_class(ev, &pf_improperly_configured_class), variable,
                              "Invalid email schema %.*s", PF_ARG(url.scheme));
    else
        pf_help_put_str(ev, config, "EMAIL_BACKEND", pf_str_c(found));
    if (pf_str_eq(url.scheme, PF_STR("smtps")) || pf_str_eq(url.scheme, PF_STR("smtp+tls")))
        pf_help_put(ev, config, "EMAIL_USE_TLS", pf_bool(true));
    else if (pf_str_eq(url.scheme, PF_STR("smtp+ssl")))
        pf_help_put(ev, config, "EMAIL_USE_SSL", pf_bool(true));
    if (url.query.len > 0 && !add_mail_options(ev, &url, config))
        return unsure(ev);
    return config;
}

/* --- search, channels
 * ----------------------------------------------------------------------------- */

/* Its details belong to a search engine; no rule asks for them. */
pf_value pf_environ_search(struct pf_eval *ev, pf_str text, pf_value engine, unsigned version,
                           pf_str variable)
{
    (void)text;
    (void)engine;
    (void)version;
    (void)variable;
    pf_may_raise(ev, "");
    return pf_unknown_value(ev, KIND_MAP, false, "the settings of a search engine");
}

pf_value pf_environ_channels(struct pf_eval *ev, pf_str text, pf_value backend, unsigned version,
                             pf_str variable)
{
    (void)text;
    (void)backend;
    (void)version;
    (void)variable;
    pf_may_raise(ev, "");
    return pf_unknown_value(ev, KIND_MAP, false, "the settings of a channel layer");
}
