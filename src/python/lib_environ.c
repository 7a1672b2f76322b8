/* django-environ: Env with its scheme, casts, proxied values, URLs and .env files. */
#include "python/environ.h"

enum {
    MOST_PROXIES = 20 /* values that only name another variable; Python stops at about 1,000 */
};

struct request {
    const struct pf_call *call;
    pf_value self, var, cast;
    pf_value fallback; /* UNBOUND: none */
    bool parse_default;
    pf_environ_config *config; /* of a URL: what the text is made into; NULL */
    pf_value other;            /* its engine or backend */
    int depth;
    const struct request *outer; /* whose value names this variable; NULL */
};

struct resolving {
    const struct request *request;
    pf_value value;
    unsigned version;
};

static pf_value ask(struct pf_eval *ev, const struct request *request);

/* --- what the instance says ----------------------------------------------------------------------
 */

static pf_value own(struct pf_eval *ev, pf_value self, const char *name)
{
    return pf_find_attribute(ev, self, pf_str_c(name));
}

/* A project's subclass, or an assignment, may put other rules in the place of these. */
static bool is_changed(struct pf_eval *ev, pf_value self)
{
    static const char *const names[] = {
        "ENVIRON",   "BOOLEAN_TRUE_STRINGS", "DB_SCHEMES", "CACHE_SCHEMES", "EMAIL_SCHEMES",
        "get_value", "parse_value",          "__call__"};
    const struct pf_object *cls = self.type == PF_V_INSTANCE ? self.as.object->cls : NULL;
    if (cls == NULL || cls->class_->has_unknown_base)
        return true;
    for (size_t i = 0; i < cls->class_->mro_count; i++) {
        const struct pf_object *c = cls->class_->mro[i];
        for (size_t k = 0; c->attributes != NULL && k < PF_COUNT(names); k++)
            if (pf_is_bound(pf_names_get(ev, c->attributes, pf_str_c(names[k]), NULL)))
                return true;
    }
    return false;
}

static pf_value unknown_answer(struct pf_eval *ev, const struct request *request)
{
    pf_may_raise(ev, "");
    pf_value made_of[] = {request->var};
    return pf_unknown_of(ev, 0, true, "a variable read by environ.Env", made_of, 1);
}

/* What the scheme says of the variable: a cast, and a default where it is a pair. */
static bool consult_scheme(struct pf_eval *ev, struct request *request, pf_str name)
{
    pf_value scheme = own(ev, request->self, "scheme");
    bool maybe = false;
    if (scheme.type != PF_V_DICT || scheme.as.object->contents->knowledge != PF_CONTENTS_KNOWN)
        return false;
    pf_value info = pf_dict_get_str(ev, scheme, name, &maybe);
    if (!pf_is_bound(info))
        return true;
    if (maybe || pf_is_vague(info) || info.type == PF_V_DICT || info.type == PF_V_STR ||
        (info.type == PF_V_LIST && info.as.object->contents->count == 2))
        return false;
    bool has_cast = pf_help_flag(ev, request->cast, false) != PF_NO; /* False is none */
    if (info.type != PF_V_TUPLE || info.as.tuple->count != 2) {
        if (!has_cast)
            request->cast = info;
        return true;
    }
    if (!has_cast)
        request->cast = info.as.tuple->items[0];
    if (!pf_is_bound(request->fallback))
        request->fallback = info.as.tuple->items[1];
    return true;
}

/* --- from a value to the answer
 * -------------------------------------------------------------------- */

static bool is_callable(pf_value v)
{
    return v.type == PF_V_FUNCTION || v.type == PF_V_NATIVE || v.type == PF_V_METHOD ||
           v.type == PF_V_CLASS;
}

static pf_value smart_cast(struct pf_eval *ev, const struct request *request, unsigned version)
{
    pf_value fallback = request->fallback;
    if (!pf_help_absent(request->cast) || pf_help_absent(fallback) ||
        version < PF_VERSION(0, 4, 5) || is_callable(fallback))
        return request->cast;
    enum pf_truth smart = pf_help_flag(ev, own(ev, request->self, "smart_cast"), true);
    if (smart == PF_NO)
        return request->cast;
    pf_value cast = pf_call_value(ev, pf_builtin(ev, "type"), &fallback, 1);
    return smart == PF_MAYBE || pf_is_vague(fallback)
               ? pf_unknown_of(ev, PF_KIND_OBJECT, false, "a cast", &fallback, 1)
               : cast;
}

/* A value that names a variable whose value is asked for already: Python goes round until it stops.
 */
static bool goes_round(const struct request *request, pf_str name)
{
    for (; request != NULL; request = request->outer)
        if (pf_is_str(request->var) && pf_str_eq(pf_text_of(request->var), name))
            return true;
    return false;
}

static pf_value proxied(struct pf_eval *ev, const struct request *request, pf_value value)
{
    struct request inner = *request;
    pf_str name = pf_text_of(value);
    while (name.len > 0 && name.data[0] == '$')
        name = pf_str_slice(name, 1, name.len);
    inner.var = pf_help_from(ev, pf_str_value(ev, name), "", (pf_span){0}, value);
    inner.depth = goes_round(request, name) ? MOST_PROXIES + 1 : request->depth + 1;
    inner.outer = request;
    inner.config = NULL;
    inner.parse_default = false;
    return ask(ev, &inner);
}

static pf_value unescape_proxy(struct pf_eval *ev, const struct request *request, pf_value value,
                               unsigned version)
{
    if (version < PF_VERSION(0, 8, 0) || !pf_is_str(value) ||
        pf_str_find(pf_text_of(value), PF_STR("\\$")) == PF_STR_NONE ||
        pf_help_flag(ev, own(ev, request->self, "escape_proxy"), false) == PF_NO)
        return value;
    pf_value args[] = {pf_str_value(ev, PF_STR("\\$")), pf_str_value(ev, PF_STR("$"))};
    return pf_help_from(ev, pf_call_method(ev, value, "replace", args, 2), "", (pf_span){0}, value);
}

static pf_value configured(struct pf_eval *ev, const struct resolving *r, pf_value value)
{
    if (pf_is_str(value)) {
        pf_value config = r->request->config(ev, pf_text_of(value), r->request->other, r->version,
                                             pf_help_variable(value));
        return pf_help_from(ev, config, "", (pf_span){0}, value);
    }
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, KIND_MAP, true, "the settings in a URL", &value, 1);
}

static pf_value parsed(struct pf_eval *ev, const struct resolving *r, pf_value value)
{
    const struct request *request = r->request;
    pf_value cast = smart_cast(ev, request, r->version);
    bool empty = pf_is_str(value) && pf_text_of(value).len == 0;
    if (r->version >= PF_VERSION(0, 8, 0) && empty && pf_is_none(request->fallback))
        value = pf_help_from(ev, pf_none(), "", (pf_span){0}, value);
    enum pf_truth same =
        pf_is_bound(request->fallback) ? pf_equal_values(ev, value, request->fallback) : PF_NO;
    if (same == PF_YES) {
        enum pf_truth truth = PF_MAYBE;
        if (!request->parse_default)
            return value;
        bool parses = r->version >= PF_VERSION(0, 10, 0)
                          ? !pf_is_none(value)
                          : pf_truth_of_value(ev, value, &truth) && truth == PF_YES;
        if (!parses)
            return value;
    }
    pf_value result = pf_environ_parse(ev, value, cast, r->version);
    if (same != PF_MAYBE || pf_is_failed(result))
        return result;
    /* An unknown text can only be the default when that is a text, too. */
    if ((pf_kinds_of(request->fallback) & pf_kinds_of(value) & (KIND_TEXT | KIND_NONE)) == 0)
        return result;
    return pf_join_value(ev, result, request->fallback);
}

static pf_value resolve(struct pf_eval *ev, pf_value value, void *context)
{
    struct resolving *r = context;
    if (pf_is_str(value) && pf_str_starts(pf_text_of(value), PF_STR("$"))) {
        value = proxied(ev, r->request, value);
        if (pf_is_failed(value))
            return value;
    }
    value = unescape_proxy(ev, r->request, value, r->version);
    if (r->request->config != NULL) {
        if (value.type == PF_V_UNKNOWN)
            return configured(ev, r, value);
        return pf_is_vague(value) ? unknown_answer(ev, r->request) : configured(ev, r, value);
    }
    return pf_is_failed(value) ? value : parsed(ev, r, value);
}

static pf_value resolve_version(struct pf_eval *ev, unsigned version, void *context)
{
    struct resolving *r = context;
    r->version = version;
    return pf_help_lift(ev, r->value, resolve, r);
}

/* Text that is kept as it is in every version needs no second look. */
static bool is_plain_text(const struct request *request, pf_value value)
{
    return request->config == NULL && pf_help_absent(request->cast) &&
           !pf_is_bound(request->fallback) && !request->parse_default &&
           (value.type == PF_V_UNKNOWN ||
            (pf_is_str(value) && pf_str_find_byte(pf_text_of(value), '$') == PF_STR_NONE));
}

static pf_value finish(struct pf_eval *ev, const struct request *request, pf_value value)
{
    if (is_plain_text(request, value))
        return value;
    if (pf_is_str(value) && pf_str_starts(pf_text_of(value), PF_STR("$")))
        value = proxied(ev, request, value);
    if (pf_is_failed(value))
        return value;
    struct resolving r = {.request = request, .value = value};
    return pf_help_each_version(ev, "django-environ", PF_ENVIRON_OLDEST, PF_ENVIRON_NEWEST,
                                resolve_version, &r);
}

/* --- reading
 * -------------------------------------------------------------------------------------- */

static bool name_of(struct pf_eval *ev, const struct request *request, pf_str *name)
{
    pf_value prefix = own(ev, request->self, "prefix");
    *name = pf_text_of(request->var);
    if (!pf_is_bound(prefix) || (pf_is_str(prefix) && pf_text_of(prefix).len == 0))
        return true;
    /* Debian 12's 0.4.4 has none; which release brought it is not told. */
    if (pf_help_since(ev, "django-environ", PF_ENVIRON_OLDEST + 1) == PF_NO)
        return true;
    if (!pf_is_str(prefix) || pf_help_since(ev, "django-environ", PF_VERSION(0, 9, 0)) != PF_YES)
        return false;
    *name = pf_arena_format(ev->arena, "%.*s%.*s", PF_ARG(pf_text_of(prefix)), PF_ARG(*name));
    return true;
}

static pf_value missing(struct pf_eval *ev, pf_str name)
{
    return pf_raise_class(ev, pf_eval_class(ev, &pf_improperly_configured_class), name,
                          "Set the %.*s environment variable", PF_ARG(name));
}

static pf_value fallen_back(struct pf_eval *ev, const struct request *request, pf_str name)
{
    pf_value fallback = request->fallback;
    if (is_callable(fallback)) {
        pf_may_raise(ev, "");
        return unknown_answer(ev, request);
    }
    fallback = pf_env_fallback(ev, name, fallback, "environ.Env", request->call->span);
    return finish(ev, request, fallback);
}

static pf_value both_ways(struct pf_eval *ev, const struct request *request, pf_str name,
                          pf_value value)
{
    struct pf_fork fork;
    pf_value result = pf_unbound();
    pf_fork_begin(ev, &fork);
    result = finish(ev, request, value);
    pf_fork_arm(ev, &fork, pf_is_failed(result) ? PF_RAISED : PF_DONE, result);
    result = fallen_back(ev, request, name);
    pf_fork_arm(ev, &fork, pf_is_failed(result) ? PF_RAISED : PF_DONE, result);
    pf_fork_end(ev, &fork, &result);
    return result;
}

static pf_value ask(struct pf_eval *ev, const struct request *given)
{
    struct request request = *given;
    pf_str name;
    bool maybe;
    if (request.depth > MOST_PROXIES)
        return pf_raise(ev, "RecursionError", "maximum recursion depth exceeded");
    if (pf_is_vague(request.var) || is_changed(ev, request.self))
        return unknown_answer(ev, &request);
    if (!pf_is_str(request.var))
        return pf_raise(ev, "TypeError", "str expected, not %.*s",
                        PF_ARG(pf_type_name(request.var)));
    if (!name_of(ev, &request, &name) || !consult_scheme(ev, &request, name))
        return unknown_answer(ev, &request);
    bool has_fallback = pf_is_bound(request.fallback);
    if (request.config != NULL && !pf_help_absent(request.cast)) {
        pf_may_raise(ev, ""); /* the scheme casts a URL before it is read as one */
        return unknown_answer(ev, &request);
    }
    pf_value value = pf_env_get(ev, name, !has_fallback, request.fallback, "environ.Env",
                                request.call->span, &maybe);
    if (!pf_is_bound(value))
        return has_fallback ? fallen_back(ev, &request, name) : missing(ev, name);
    if (maybe && has_fallback)
        return both_ways(ev, &request, name, value);
    if (maybe)
        pf_may_raise(ev, "");
    return finish(ev, &request, value);
}

static pf_value traced(struct pf_eval *ev, const struct pf_call *call, pf_value v)
{
    return pf_is_failed(v) || v.origin == NULL
               ? v
               : pf_traced(ev, v, call->native->name, call->span, &v, 1);
}

/* --- Env.str, Env.bool …
 * ----------------------------------------------------------------------------- */

static struct request request_of(const struct pf_call *call, pf_value cast, pf_value fallback)
{
    return (struct request){.call = call,
                            .self = call->args[0],
                            .var = call->args[1],
                            .cast = cast,
                            .fallback = fallback,
                            .other = pf_unbound()};
}

/* NOTSET written out: Env.NOTSET is an object of its own. */
static pf_value as_fallback(pf_value v)
{
    bool notset = v.type == PF_V_UNKNOWN && pf_str_eq(v.as.unknown->name, PF_STR("Env.NOTSET"));
    return notset ? pf_unbound() : v;
}

static pf_value env_call(struct pf_eval *ev, const struct pf_call *call)
{
    struct request request = request_of(call, call->args[2], as_fallback(call->args[3]));
    enum pf_truth parses = pf_help_flag(ev, call->args[4], false);
    if (parses == PF_MAYBE)
        return unknown_answer(ev, &request);
    request.parse_default = parses == PF_YES;
    return traced(ev, call, ask(ev, &request));
}

static pf_value with_cast(struct pf_eval *ev, const struct pf_call *call, const char *cast)
{
    struct request request = request_of(call, pf_builtin(ev, cast), as_fallback(call->args[2]));
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_bool(struct pf_eval *ev, const struct pf_call *call)
{
    return with_cast(ev, call, "bool");
}

static pf_value env_int(struct pf_eval *ev, const struct pf_call *call)
{
    return with_cast(ev, call, "int");
}

static pf_value env_float(struct pf_eval *ev, const struct pf_call *call)
{
    return with_cast(ev, call, "float");
}

static bool is_in_scheme(struct pf_eval *ev, const struct request *request)
{
    pf_value scheme = own(ev, request->self, "scheme");
    return scheme.type == PF_V_DICT && pf_is_str(request->var) &&
           pf_is_bound(pf_dict_get_str(ev, scheme, pf_text_of(request->var), NULL));
}

/* Before 0.5.0 str() was no cast at all: then the scheme's holds. */
static pf_value as_text(struct pf_eval *ev, const struct pf_call *call)
{
    enum pf_truth casts = pf_help_since(ev, "django-environ", PF_VERSION(0, 5, 0));
    pf_value cast = casts == PF_NO ? pf_unbound() : pf_builtin(ev, "str");
    struct request request = request_of(call, cast, as_fallback(call->args[2]));
    if (casts == PF_MAYBE && is_in_scheme(ev, &request))
        return unknown_answer(ev, &request);
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_str(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = as_text(ev, call);
    if (pf_is_failed(v) || pf_help_absent(call->args[3]))
        return v;
    if (pf_help_flag(ev, call->args[3], false) == PF_NO)
        return v;
    if (!pf_is_str(v) || pf_str_find(pf_text_of(v), PF_STR("\\n")) != PF_STR_NONE)
        return pf_unknown_of(ev, KIND_TEXT, true, "a text of several lines", &v, 1);
    return v;
}

/* A method that Debian 12's 0.4.4 does not have; false: it raised. */
static bool is_there(struct pf_eval *ev, const char *method)
{
    enum pf_truth since = pf_help_since(ev, "django-environ", PF_ENVIRON_OLDEST + 1);
    if (since == PF_NO)
        pf_raise(ev, "AttributeError", "'Env' object has no attribute '%s'", method);
    else if (since == PF_MAYBE)
        pf_may_raise(ev, "AttributeError");
    return since != PF_NO;
}

static pf_value env_bytes(struct pf_eval *ev, const struct pf_call *call)
{
    if (!is_there(ev, "bytes"))
        return (pf_value){.type = PF_V_FAILED};
    pf_value v = with_cast(ev, call, "str");
    if (pf_is_str(v) && pf_help_absent(call->args[3]))
        return pf_help_from(ev, pf_bytes_value(ev, pf_text_of(v)), "", call->span, v);
    return pf_is_failed(v) ? v : pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", &v, 1);
}

static pf_value env_json(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value module = pf_import_module(ev, PF_STR("json"));
    pf_value loads = pf_is_failed(module) ? module : pf_get_attribute(ev, module, PF_STR("loads"));
    if (pf_is_failed(loads))
        return loads;
    struct request request = request_of(call, loads, as_fallback(call->args[2]));
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_list(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value cast = pf_help_absent(call->args[2]) ? pf_builtin(ev, "list")
                                                  : pf_list_value(ev, &call->args[2], 1);
    struct request request = request_of(call, cast, as_fallback(call->args[3]));
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_tuple(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value cast = pf_help_absent(call->args[2]) ? pf_builtin(ev, "tuple")
                                                  : pf_tuple_value(ev, &call->args[2], 1);
    struct request request = request_of(call, cast, as_fallback(call->args[3]));
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_dict(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value cast = pf_is_bound(call->args[2]) ? call->args[2] : pf_builtin(ev, "dict");
    struct request request = request_of(call, cast, as_fallback(call->args[3]));
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_url(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value module = pf_import_module(ev, PF_STR("urllib.parse"));
    pf_value parse =
        pf_is_failed(module) ? module : pf_get_attribute(ev, module, PF_STR("urlparse"));
    if (pf_is_failed(parse))
        return parse;
    struct request request = request_of(call, parse, as_fallback(call->args[2]));
    request.parse_default = true;
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_path(struct pf_eval *ev, const struct pf_call *call)
{
    struct request request = request_of(call, pf_unbound(), as_fallback(call->args[2]));
    pf_value text = ask(ev, &request);
    if (pf_is_failed(text))
        return text;
    return pf_call_value(ev, pf_object_value(pf_eval_class(ev, &pf_environ_path_class)), &text, 1);
}

static pf_value with_config(struct pf_eval *ev, const struct pf_call *call, const char *variable,
                            pf_environ_config *config)
{
    struct request request = request_of(call, pf_unbound(), as_fallback(call->args[2]));
    if (!pf_is_bound(request.var))
        request.var = pf_str_value(ev, pf_str_c(variable));
    request.config = config;
    request.other = pf_help_absent(call->args[3]) ? pf_unbound() : call->args[3];
    if (call->count > 4 && (!pf_help_absent(call->args[4]) || !pf_help_absent(call->args[5]))) {
        ask(ev, &request);
        return unknown_answer(ev, &request);
    }
    return traced(ev, call, ask(ev, &request));
}

static pf_value env_db(struct pf_eval *ev, const struct pf_call *call)
{
    return with_config(ev, call, "DATABASE_URL", pf_environ_db);
}

static pf_value env_cache(struct pf_eval *ev, const struct pf_call *call)
{
    return with_config(ev, call, "CACHE_URL", pf_environ_cache);
}

static pf_value env_email(struct pf_eval *ev, const struct pf_call *call)
{
    return with_config(ev, call, "EMAIL_URL", pf_environ_email);
}

static pf_value env_search(struct pf_eval *ev, const struct pf_call *call)
{
    return with_config(ev, call, "SEARCH_URL", pf_environ_search);
}

static pf_value env_channels(struct pf_eval *ev, const struct pf_call *call)
{
    return is_there(ev, "channels_url") ? with_config(ev, call, "CHANNELS_URL", pf_environ_channels)
                                        : (pf_value){.type = PF_V_FAILED};
}

/* --- Env.db_url_config … on a text
 * ---------------------------------------------------------------- */

struct converting {
    pf_environ_config *config;
    pf_value text, other;
};

static pf_value convert_version(struct pf_eval *ev, unsigned version, void *context)
{
    const struct converting *c = context;
    return c->config(ev, pf_text_of(c->text), c->other, version, pf_help_variable(c->text));
}

static pf_value convert(struct pf_eval *ev, const struct pf_call *call, pf_environ_config *config)
{
    struct converting c = {config, call->args[1],
                           pf_help_absent(call->args[2]) ? pf_unbound() : call->args[2]};
    if (!pf_is_str(c.text) || pf_is_vague(c.other)) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, KIND_MAP, true, "the settings in a URL", call->args + 1, 1);
    }
    return pf_help_each_version(ev, "django-environ", PF_ENVIRON_OLDEST, PF_ENVIRON_NEWEST,
                                convert_version, &c);
}

static pf_value db_config(struct pf_eval *ev, const struct pf_call *call)
{
    return convert(ev, call, pf_environ_db);
}

static pf_value cache_config(struct pf_eval *ev, const struct pf_call *call)
{
    return convert(ev, call, pf_environ_cache);
}

static pf_value email_config(struct pf_eval *ev, const struct pf_call *call)
{
    return convert(ev, call, pf_environ_email);
}

/* --- the class
 * -------------------------------------------------------------------------------------- */

static void fill(struct pf_eval *ev, pf_value self, pf_value scheme)
{
    pf_set_attribute(ev, self, PF_STR("smart_cast"), pf_bool(true));
    pf_set_attribute(ev, self, PF_STR("escape_proxy"), pf_bool(false));
    pf_set_attribute(ev, self, PF_STR("prefix"), pf_str_value(ev, PF_STR("")));
    pf_set_attribute(ev, self, PF_STR("scheme"), scheme);
}

static pf_value env_make(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value self = pf_instance_value(ev, call->cls, NULL);
    fill(ev, self, call->args[0]);
    return self;
}

static pf_value env_init(struct pf_eval *ev, const struct pf_call *call)
{
    fill(ev, call->args[0], call->args[1]);
    return pf_none();
}

static pf_value env_contains(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[1]))
        return pf_unknown_of(ev, KIND_TRUTH, true, "whether a variable is set", call->args + 1, 1);
    pf_str name = pf_text_of(call->args[1]);
    enum pf_truth has = pf_env_has(ev, name, "in environ.Env", call->span);
    pf_value origin = pf_env_fallback(ev, name, pf_bool(false), "in environ.Env", call->span);
    return pf_truth_value(ev, has, origin, pf_none());
}

static pf_value parse_value_version(struct pf_eval *ev, unsigned version, void *context)
{
    const struct pf_call *call = context;
    return pf_environ_parse(ev, call->args[1], call->args[2], version);
}

static pf_value env_parse_value(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_call copy = *call;
    return pf_help_each_version(ev, "django-environ", PF_ENVIRON_OLDEST, PF_ENVIRON_NEWEST,
                                parse_value_version, &copy);
}

#define READS (PF_NATIVE_RAW | PF_NATIVE_NO_TRACE)
static const struct pf_native env_methods[] = {
    {"env.__init__", "self, **scheme", env_init, KIND_NONE, PF_NATIVE_RAW},
    {"env.__call__", "self, var, cast?, default?, parse_default?", env_call, 0, READS},
    {"env.get_value", "self, var, cast?, default?, parse_default?", env_call, 0, READS},
    {"env.__contains__", "self, var", env_contains, KIND_TRUTH, PF_NATIVE_RAW},
    {"env.str", "self, var, default?, multiline?, choices?", env_str, 0, READS},
    {"env.unicode", "self, var, default?, multiline?", env_str, 0, READS},
    {"env.bytes", "self, var, default?, encoding?", env_bytes, 0, READS},
    {"env.bool", "self, var, default?", env_bool, 0, READS},
    {"env.int", "self, var, default?", env_int, 0, READS},
    {"env.float", "self, var, default?", env_float, 0, READS},
    {"env.json", "self, var, default?", env_json, 0, READS},
    {"env.list", "self, var, cast?, default?", env_list, 0, READS},
    {"env.tuple", "self, var, cast?, default?", env_tuple, 0, READS},
    {"env.dict", "self, var, cast?, default?", env_dict, 0, READS},
    {"env.url", "self, var, default?", env_url, 0, READS},
    {"env.path", "self, var, default?, **kwargs", env_path, 0, READS},
    {"env.db_url", "self, var?, default?, engine?, options_cast?, extra_options?", env_db, 0,
     READS},
    {"env.db", "self, var?, default?, engine?, options_cast?, extra_options?", env_db, 0, READS},
    {"env.cache_url", "self, var?, default?, backend?", env_cache, 0, READS},
    {"env.cache", "self, var?, default?, backend?", env_cache, 0, READS},
    {"env.email_url", "self, var?, default?, backend?", env_email, 0, READS},
    {"env.email", "self, var?, default?, backend?", env_email, 0, READS},
    {"env.search_url", "self, var?, default?, engine?", env_search, 0, READS},
    {"env.channels_url", "self, var?, default?, backend?", env_channels, 0, READS},
    {"env.channels", "self, var?, default?, backend?", env_channels, 0, READS},
    {"env.parse_value", "cls, value, cast", env_parse_value, 0, PF_NATIVE_RAW | PF_NATIVE_CLASS},
    {"env.db_url_config", "cls, url, engine?", db_config, 0, PF_NATIVE_RAW | PF_NATIVE_CLASS},
    {"env.cache_url_config", "cls, url, backend?", cache_config, 0,
     PF_NATIVE_RAW | PF_NATIVE_CLASS},
    {"env.email_url_config", "cls, url, backend?", email_config, 0,
     PF_NATIVE_RAW | PF_NATIVE_CLASS},
    {"env.read_env", "cls, env_file?, overwrite?, parse_comments?, encoding?, **overrides",
     pf_environ_read_env, KIND_NONE, PF_NATIVE_RAW | PF_NATIVE_CLASS},
};
static const struct pf_native env_make_native = {"environ.Env", "**scheme", env_make,
                                                 PF_KIND_OBJECT, PF_NATIVE_RAW};

/* What the class holds beside its methods. */
static pf_value env_attribute(struct pf_eval *ev, pf_value self, pf_str name)
{
    (void)self;
    static const char *const names[] = {"NOTSET",         "ENVIRON",       "BOOLEAN_TRUE_STRINGS",
                                        "DB_SCHEMES",     "CACHE_SCHEMES", "EMAIL_SCHEMES",
                                        "SEARCH_SCHEMES", "URL_CLASS"};
    for (size_t i = 0; i < PF_COUNT(names); i++)
        if (pf_str_eq(name, pf_str_c(names[i])))
            return pf_unknown_named(ev, pf_arena_format(ev->arena, "Env.%s", names[i]),
                                    "what environ.Env holds");
    return pf_unbound();
}

static const struct pf_native_class env_class = {.name = "Env",
                                                 .module = "environ.environ",
                                                 .methods = env_methods,
                                                 .method_count = PF_COUNT(env_methods),
                                                 .make = &env_make_native,
                                                 .attribute = env_attribute};

static const struct pf_native_class *const classes[] = {&env_class, &pf_environ_path_class,
                                                        &pf_improperly_configured_class};

const struct pf_library pf_lib_environ = {
    .module = "environ",
    .classes = classes,
    .class_count = PF_COUNT(classes),
};
/* `from environ.environ import Env` */
const struct pf_library pf_lib_environ_environ = {
    .module = "environ.environ",
    .classes = classes,
    .class_count = PF_COUNT(classes),
};
