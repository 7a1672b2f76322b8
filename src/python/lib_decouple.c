/* python-decouple: config() looks into os.environ, then a .env or settings.ini, then the default.
 */
#include "python/decouple.h"

#include "base/file.h"

static const struct pf_native_class undefined_value_class = {
    .name = "UndefinedValueError", .module = "decouple", .exception = "Exception"};
static const struct pf_native_class repository_env_class, repository_ini_class,
    repository_empty_class, auto_config_class, config_class;

/* --- casts -------------------------------------------------------------------------------------
 */

static pf_value to_bool(struct pf_eval *ev, pf_value value, void *context)
{
    (void)context;
    pf_value text = pf_str_of_value(ev, value);
    if (pf_is_failed(text))
        return text;
    if (!pf_is_str(text)) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, KIND_TRUTH, true, "a bool", &value, 1);
    }
    pf_str lower = pf_arena_lower(ev->arena, pf_text_of(text));
    int word = pf_help_bool_word(lower);
    if (word < 0 && lower.len > 0)
        return pf_raise_variable(ev, pf_help_variable(value), "ValueError",
                                 "Invalid truth value: %.*s", PF_ARG(lower));
    return pf_help_from(ev, pf_bool(word == 1), "", (pf_span){0}, value);
}

static pf_value cast_value(struct pf_eval *ev, pf_value value, pf_value cast)
{
    if (!pf_is_bound(cast))
        return value;
    if (pf_help_is_builtin(ev, cast, "bool"))
        return pf_help_lift(ev, value, to_bool, NULL);
    return pf_help_from(ev, pf_call_value(ev, cast, &value, 1), "", (pf_span){0}, value);
}

/* --- looking up
 * ----------------------------------------------------------------------------------- */

struct asking {
    const struct pf_call *call;
    const struct pf_repository *repository;
    pf_value fallback, cast; /* UNBOUND: not given */
};

static pf_value missing(struct pf_eval *ev, pf_str name)
{
    return pf_raise_class(ev, pf_eval_class(ev, &undefined_value_class), name,
                          "%.*s not found. Declare it as envvar or define a default value.",
                          PF_ARG(name));
}

/* What comes after os.environ: the file, then the default. */
static pf_value from_file(struct pf_eval *ev, const struct asking *asking, pf_str name)
{
    const struct pf_repository *r = asking->repository;
    pf_str key = r->is_ini ? pf_arena_lower(ev->arena, name) : name;
    pf_value v = pf_dict_get_str(ev, r->values, key, NULL);
    if (pf_is_bound(v))
        return v;
    v = asking->fallback;
    if (pf_is_bound(v))
        v = pf_env_fallback(ev, name, v, "decouple.config", asking->call->span);
    if (!r->unknown)
        return v;
    ev->loads_unknown_file = true;
    pf_value unknown =
        pf_unknown_value(ev, KIND_TEXT, true, "a file that is not in the project may set it");
    if (pf_is_bound(v))
        return pf_join_value(ev, unknown, v);
    pf_may_raise(ev, "");
    return unknown;
}

static pf_value look_up(struct pf_eval *ev, const struct asking *asking, pf_str name)
{
    bool maybe;
    pf_value after = from_file(ev, asking, name);
    pf_value v = pf_env_get(ev, name, !pf_is_bound(after), asking->fallback, "decouple.config",
                            asking->call->span, &maybe);
    if (!pf_is_bound(v) && !pf_is_bound(after))
        return missing(ev, name);
    if (!pf_is_bound(v))
        return after;
    if (!maybe)
        return v;
    if (!pf_is_bound(after))
        pf_may_raise(ev, "");
    return pf_is_bound(after) ? pf_join_value(ev, v, after) : v;
}

static pf_value ask(struct pf_eval *ev, const struct asking *asking, pf_value option)
{
    if (!pf_is_str(option)) {
        if (!pf_is_vague(option))
            return pf_raise(ev, "TypeError", "str expected, not %.*s",
                            PF_ARG(pf_type_name(option)));
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "a variable whose name is not known", &option, 1);
    }
    pf_value v = look_up(ev, asking, pf_text_of(option));
    if (!pf_is_failed(v))
        v = cast_value(ev, v, asking->cast);
    if (pf_is_failed(v) || v.origin == NULL)
        return v;
    return pf_traced(ev, v, "config", asking->call->span, &v, 1);
}

/* --- AutoConfig
 * ------------------------------------------------------------------------------------- */

static const struct pf_repository *empty_repository(struct pf_eval *ev, bool unknown)
{
    struct pf_repository *r = PF_NEW(ev->arena, struct pf_repository);
    *r = (struct pf_repository){.values = pf_dict_value(ev), .unknown = unknown};
    return r;
}

static const struct pf_repository *search(struct pf_eval *ev, pf_str directory)
{
    for (;;) {
        pf_str ini = pf_path_join(ev->arena, directory, PF_STR("settings.ini"));
        pf_str env = pf_path_join(ev->arena, directory, PF_STR(".env"));
        if (pf_project_is_file(ev, ini))
            return pf_decouple_read(ev, pf_project_source(ev, ini), true);
        if (pf_project_is_file(ev, env))
            return pf_decouple_read(ev, pf_project_source(ev, env), false);
        if (directory.len == 0)
            return empty_repository(ev, pf_find_above_root(ev, PF_STR("settings.ini"), &ini) ||
                                            pf_find_above_root(ev, PF_STR(".env"), &env));
        directory = pf_path_directory(directory);
    }
}

/* The first call decides for all: where it stands, or the search path. */
static const struct pf_repository *found_by(struct pf_eval *ev, pf_value self,
                                            const struct pf_call *call)
{
    const pf_value *search_path = pf_instance_state(self, &auto_config_class);
    pf_value kept = pf_find_attribute(ev, self, PF_STR("@directory"));
    pf_str directory = pf_help_caller_directory(call);
    if (search_path != NULL && !pf_help_absent(*search_path)) {
        if (pf_is_str(*search_path) && pf_text_of(*search_path).len == 0)
            return search(ev, directory);
        if (!pf_project_path(ev, *search_path, &directory))
            return empty_repository(ev, true);
    } else if (pf_is_str(kept)) {
        directory = pf_text_of(kept);
    } else if (pf_is_bound(kept) && pf_is_vague(kept)) {
        return empty_repository(ev, true);
    } else {
        pf_set_attribute(ev, self, PF_STR("@directory"), pf_str_value(ev, directory));
    }
    return search(ev, directory);
}

static pf_value auto_call(struct pf_eval *ev, const struct pf_call *call)
{
    struct asking asking = {call, found_by(ev, call->args[0], call), call->args[2], call->args[3]};
    return ask(ev, &asking, call->args[1]);
}

static pf_value auto_make(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value *path = PF_NEW(ev->arena, pf_value);
    *path = call->args[0];
    return pf_instance_value(ev, call->cls, path);
}

#define READS (PF_NATIVE_RAW | PF_NATIVE_NO_TRACE)
static const struct pf_native auto_methods[] = {
    {"AutoConfig.__call__", "self, option, default?, cast?", auto_call, 0, READS},
};
static const struct pf_native auto_make_native = {"decouple.AutoConfig", "search_path?", auto_make,
                                                  PF_KIND_OBJECT, PF_NATIVE_RAW};
static const struct pf_native_class auto_config_class = {.name = "AutoConfig",
                                                         .module = "decouple",
                                                         .methods = auto_methods,
                                                         .method_count = PF_COUNT(auto_methods),
                                                         .make = &auto_make_native};

/* --- Config(RepositoryEnv(path))
 * ---------------------------------------------------------------------- */

static pf_value config_make(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value *repository = PF_NEW(ev->arena, pf_value);
    *repository = call->args[0];
    return pf_instance_value(ev, call->cls, repository);
}

static const struct pf_repository *repository_of(struct pf_eval *ev, pf_value self)
{
    const pf_value *held = pf_instance_state(self, &config_class);
    static const struct pf_native_class *const kinds[] = {
        &repository_env_class, &repository_ini_class, &repository_empty_class};
    for (size_t i = 0; held != NULL && i < PF_COUNT(kinds); i++) {
        const struct pf_repository *r = pf_instance_state(*held, kinds[i]);
        if (r != NULL)
            return r;
    }
    return empty_repository(ev, true);
}

static pf_value config_call(struct pf_eval *ev, const struct pf_call *call)
{
    struct asking asking = {call, repository_of(ev, call->args[0]), call->args[2], call->args[3]};
    return ask(ev, &asking, call->args[1]);
}

static const struct pf_native config_methods[] = {
    {"Config.__call__", "self, option, default?, cast?", config_call, 0, READS},
    {"Config.get", "self, option, default?, cast?", config_call, 0, READS},
};
static const struct pf_native config_make_native = {"decouple.Config", "repository", config_make,
                                                    PF_KIND_OBJECT, PF_NATIVE_RAW};
static const struct pf_native_class config_class = {.name = "Config",
                                                    .module = "decouple",
                                                    .methods = config_methods,
                                                    .method_count = PF_COUNT(config_methods),
                                                    .make = &config_make_native};

static pf_value repository_make(struct pf_eval *ev, const struct pf_call *call, bool is_ini)
{
    pf_str path;
    switch (pf_help_file(ev, call->args[0], &path)) {
    case PF_YES:
        return pf_instance_value(ev, call->cls,
                                 pf_decouple_read(ev, pf_project_source(ev, path), is_ini));
    case PF_NO:
        return pf_help_no_file(ev, call->args[0]);
    default:
        pf_may_raise(ev, "OSError");
        return pf_instance_value(ev, call->cls, empty_repository(ev, true));
    }
}

static pf_value env_make(struct pf_eval *ev, const struct pf_call *call)
{
    return repository_make(ev, call, false);
}

static pf_value ini_make(struct pf_eval *ev, const struct pf_call *call)
{
    return repository_make(ev, call, true);
}

static pf_value empty_make(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_instance_value(ev, call->cls, empty_repository(ev, false));
}

static const struct pf_native env_make_native = {"decouple.RepositoryEnv", "source, encoding?",
                                                 env_make, PF_KIND_OBJECT, PF_NATIVE_RAW};
static const struct pf_native ini_make_native = {"decouple.RepositoryIni", "source, encoding?",
                                                 ini_make, PF_KIND_OBJECT, PF_NATIVE_RAW};
static const struct pf_native empty_make_native = {"decouple.RepositoryEmpty", "source?, encoding?",
                                                   empty_make, PF_KIND_OBJECT, PF_NATIVE_RAW};
static const struct pf_native_class repository_env_class = {
    .name = "RepositoryEnv", .module = "decouple", .make = &env_make_native};
static const struct pf_native_class repository_ini_class = {
    .name = "RepositoryIni", .module = "decouple", .make = &ini_make_native};
static const struct pf_native_class repository_empty_class = {
    .name = "RepositoryEmpty", .module = "decouple", .make = &empty_make_native};

/* --- the module
 * -------------------------------------------------------------------------------------- */

static pf_value strtobool(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[0]))
        return pf_call_method(ev, call->args[0], "lower", NULL, 0);
    if (pf_text_of(call->args[0]).len == 0)
        return pf_raise_variable(ev, pf_help_variable(call->args[0]), "ValueError",
                                 "Invalid truth value: ");
    return to_bool(ev, call->args[0], NULL);
}

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (!pf_str_eq(name, PF_STR("config")))
        return pf_unbound();
    pf_value *path = PF_NEW(ev->arena, pf_value);
    *path = pf_unbound();
    return pf_instance_value(ev, pf_eval_class(ev, &auto_config_class), path);
}

static const struct pf_native_class *const classes[] = {
    &undefined_value_class, &auto_config_class,        &config_class,
    &repository_env_class,  &repository_ini_class,     &repository_empty_class,
    &pf_decouple_csv_class, &pf_decouple_choices_class};
static const struct pf_native functions[] = {
    {"decouple.strtobool", "value", strtobool, KIND_TRUTH, 0},
};

const struct pf_library pf_lib_decouple = {
    .module = "decouple",
    .functions = functions,
    .function_count = PF_COUNT(functions),
    .classes = classes,
    .class_count = PF_COUNT(classes),
    .attribute = attribute,
};
