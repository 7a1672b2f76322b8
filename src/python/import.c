/* Imports: the project's modules and packages, modelled libraries, and everything else unknown. */
#include "python/interp.h"

#include "base/file.h"

static const pf_value failed = {.type = PF_V_FAILED};

const struct pf_ast *pf_parsed(struct pf_eval *ev, const struct pf_source *source)
{
    union {
        const struct pf_ast *seen;
        void *kept;
    } u = {.seen = pf_index_get(&ev->parsed, (pf_str){(const char *)&source, sizeof source})};
    if (u.seen == NULL) {
        pf_str key = pf_arena_str(ev->arena, (pf_str){(const char *)&source, sizeof source});
        u.seen = pf_trees_parse(ev->trees, source, ev->arena, &ev->faults);
        pf_index_put(&ev->parsed, key, u.kept);
    }
    return u.seen;
}

struct pf_object *pf_module_new(struct pf_eval *ev, pf_str name)
{
    struct pf_object *module = pf_heap_new(ev, PF_V_MODULE);
    module->attributes = pf_heap_container(ev, PF_V_DICT);
    module->module = PF_NEW(ev->arena, struct pf_module);
    module->module->name = name;
    pf_names_put(ev, module->attributes, PF_STR("__name__"), (pf_span){0}, pf_str_value(ev, name));
    return module;
}

enum pf_completion pf_run_source(struct pf_eval *ev, const struct pf_source *source,
                                 struct pf_object *module, struct pf_object *globals)
{
    const struct pf_ast *ast = pf_parsed(ev, source);
    struct pf_scope *scope = PF_NEW(ev->arena, struct pf_scope);
    *scope = (struct pf_scope){.kind = PF_SCOPE_MODULE, .names = globals};
    struct pf_frame frame = {.caller = ev->frame,
                             .module = module,
                             .globals = globals,
                             .scope = scope,
                             .self = pf_unbound(),
                             .handled = pf_unbound()};
    const struct pf_ast *site = ev->site;
    const struct pf_origin *control = ev->control;
    pf_value value = pf_none();
    if (module->module->library == NULL)
        pf_strs_add_once(ev->arena, &ev->paths, source->path);
    ev->control = NULL;
    ev->frame = &frame;
    enum pf_completion completion = pf_exec_list(ev, &ast->as.module.body, &value);
    ev->frame = frame.caller;
    ev->site = site;
    ev->control = control;
    return completion;
}

/* --- finding -------------------------------------------------------------------------------------
 */

enum found { NOT_FOUND, MODULE_FILE, PACKAGE, NAMESPACE };

static enum found find_in(struct pf_eval *ev, pf_str directory, pf_str name, pf_str *path)
{
    pf_str base = pf_path_join(ev->arena, directory, name);
    pf_str init = pf_path_join(ev->arena, base, PF_STR("__init__.py"));
    pf_str file = pf_arena_format(ev->arena, "%.*s.py", PF_ARG(base));
    if (pf_project_is_file(ev, init)) {
        *path = init;
        return PACKAGE;
    }
    if (pf_project_is_file(ev, file)) {
        *path = file;
        return MODULE_FILE;
    }
    *path = base;
    return pf_project_is_directory(ev, base) ? NAMESPACE : NOT_FOUND;
}

/* `*best` and `*path`: the first package or module file or, failing that, the first folder. */
static void find_among(struct pf_eval *ev, const pf_str *roots, size_t count, pf_str name,
                       enum found *best, pf_str *path)
{
    pf_str found_path;
    for (size_t i = 0; i < count && *best != PACKAGE && *best != MODULE_FILE; i++) {
        enum found found = find_in(ev, roots[i], name, &found_path);
        if (found == NOT_FOUND || (found == NAMESPACE && *best == NAMESPACE))
            continue;
        *path = found_path;
        *best = found;
    }
}

static enum found find_top(struct pf_eval *ev, pf_str name, pf_str *path)
{
    enum found best = NOT_FOUND;
    find_among(ev, ev->roots_before.items, ev->roots_before.count, name, &best, path);
    find_among(ev, ev->options->roots, ev->options->root_count, name, &best, path);
    find_among(ev, ev->roots_after.items, ev->roots_after.count, name, &best, path);
    return best;
}

/* --- loading -------------------------------------------------------------------------------------
 */

/* The pending ImportError's `name`. */
static pf_value with_name(struct pf_eval *ev, pf_value raised, pf_str name)
{
    if (ev->exception.type == PF_V_INSTANCE)
        pf_names_put(ev, ev->exception.as.object->attributes, PF_STR("name"), (pf_span){0},
                     pf_str_value(ev, pf_arena_str(ev->arena, name)));
    return raised;
}

static pf_value not_found(struct pf_eval *ev, pf_str name)
{
    return with_name(
        ev, pf_raise(ev, "ModuleNotFoundError", "No module named '%.*s'", PF_ARG(name)), name);
}

static void remember(struct pf_eval *ev, pf_str name, pf_value module)
{
    pf_names_put(ev, ev->modules, name, (pf_span){0}, module);
}

static void forget(struct pf_eval *ev, pf_str name)
{
    struct pf_contents *c = pf_heap_write(ev, ev->modules);
    struct pf_entry *entry = pf_dict_find_str(ev, c, name);
    if (entry != NULL)
        pf_dict_remove(c, entry);
}

static void set_attributes(struct pf_eval *ev, struct pf_object *module, pf_str path)
{
    struct pf_module *m = module->module;
    m->path = path;
    m->directory = m->is_package ? pf_path_directory(path) : PF_STR("");
    pf_str full = pf_arena_format(ev->arena, "/%.*s", PF_ARG(path));
    pf_names_put(ev, module->attributes, PF_STR("__file__"), (pf_span){0}, pf_path_value(ev, full));
    pf_str package = m->name;
    if (!m->is_package) {
        ptrdiff_t dot = pf_str_find_last_byte(m->name, '.');
        package = pf_str_slice(m->name, 0, dot == PF_STR_NONE ? 0 : (size_t)dot);
    } else {
        pf_value directory =
            pf_path_value(ev, pf_arena_format(ev->arena, "/%.*s", PF_ARG(m->directory)));
        pf_names_put(ev, module->attributes, PF_STR("__path__"), (pf_span){0},
                     pf_list_value(ev, &directory, 1));
    }
    pf_names_put(ev, module->attributes, PF_STR("__package__"), (pf_span){0},
                 pf_str_value(ev, package));
    pf_names_put(ev, module->attributes, PF_STR("__doc__"), (pf_span){0}, pf_none());
}

/* A module that raised is not loaded. */
static enum pf_completion leave_import(struct pf_eval *ev, void *context,
                                       enum pf_completion completion, pf_value *value)
{
    const struct pf_module *module = context;
    (void)value;
    if (completion == PF_RAISED && !ev->aborted)
        forget(ev, module->name);
    return completion;
}

/* Where nothing around would catch it, what may raise is of no interest. */
static enum pf_completion run_tried(struct pf_eval *ev, const struct pf_source *source,
                                    struct pf_object *module)
{
    struct pf_catcher catcher;
    pf_value value = pf_none();
    bool tried = pf_is_tried(ev);
    if (tried)
        pf_catch_begin(ev, &catcher, PF_CATCH_ALL);
    enum pf_completion completion = pf_run_source(ev, source, module, module->attributes);
    if (!tried)
        return leave_import(ev, module->module, completion, &value);
    pf_catch_end(ev, &catcher);
    return pf_leave_all(ev, &catcher, leave_import, module->module, completion, &value);
}

/* Did the reader find it to be no valid Python? */
static bool is_broken(const struct pf_eval *ev, const struct pf_source *source)
{
    for (size_t i = 0; i < ev->faults.count; i++)
        if (ev->faults.items[i].kind != PF_FAULT_LIMIT && ev->faults.items[i].span.file == source)
            return true;
    return false;
}

static pf_value load_file(struct pf_eval *ev, pf_str name, pf_str path, bool is_package)
{
    const struct pf_source *source = pf_project_source(ev, path);
    if (source == NULL)
        return pf_unknown_value(ev, PF_KIND_OBJECT, false, "a file that cannot be read");
    if (ev->module_count >= PF_EVAL_MODULES || ev->import_depth >= PF_EVAL_IMPORT_DEPTH)
        return pf_abort(ev, pf_span_of(source, 0, 0),
                        ev->module_count >= PF_EVAL_MODULES
                            ? "the settings import more than 200 modules"
                            : "imports are nested more than 20 deep");
    pf_parsed(ev, source);
    if (is_broken(ev, source))
        pf_may_raise_of(ev, "SyntaxError", NULL, 0);
    struct pf_object *module = pf_module_new(ev, name);
    module->module->is_package = is_package;
    module->module->source = source;
    set_attributes(ev, module, path);
    remember(ev, name, pf_object_value(module));
    ev->module_count++;
    ev->import_depth++;
    module->module->is_running = true;
    enum pf_completion completion = run_tried(ev, source, module);
    module->module->is_running = false;
    ev->import_depth--;
    return completion == PF_RAISED ? failed : pf_object_value(module);
}

/* A file of settings that is kept out of the repository: in the image it is not there, either,
 * and the settings are ready for that. */
static bool is_left_out(const struct pf_eval *ev, pf_str name)
{
    static const char *const names[] = {
        "config_local",        "credentials",      "custom_settings",
        "dev_settings",        "env_settings",     "local",
        "local_config",        "local_conf",       "local_settings",
        "localsettings",       "localconfig",      "override_settings",
        "overrides",           "private_settings", "prod_settings",
        "production_settings", "secret",           "secret_settings",
        "settings_dev",        "settings_local",   "settings_prod",
        "settings_secret",     "site_settings",    "user_settings",
    };
    for (size_t i = 0; i < PF_COUNT(names); i++)
        if (pf_str_eq(name, pf_str_c(names[i])))
            return pf_is_tried(ev);
    return false;
}

/*
 * Which distribution brings a module that settings try to import. A tool for development comes
 * along with nothing else: where no requirement names it, the settings go without.
 */
struct known_module {
    const char *module, *distribution;
    bool is_tool;
};

static const struct known_module *known_module(pf_str name)
{
    static const struct known_module rows[] = {
        {"debug_toolbar", "django-debug-toolbar", true},
        {"debug_panel", "django-debug-panel", true},
        {"debugpy", "debugpy", true},
        {"devserver", "django-devserver", true},
        {"django_browser_reload", "django-browser-reload", true},
        {"django_extensions", "django-extensions", true},
        {"django_nose", "django-nose", true},
        {"graphiql_debug_toolbar", "django-graphiql-debug-toolbar", true},
        {"nplusone", "nplusone", true},
        {"ptvsd", "ptvsd", true},
        {"pydevd_pycharm", "pydevd-pycharm", true},
        {"querycount", "django-querycount", true},
        {"rosetta", "django-rosetta", true},
        {"silk", "django-silk", true},
        {"sslserver", "django-sslserver", true},
        {"boto3", "boto3", false},
        {"celery", "celery", false},
        {"configurations", "django-configurations", false},
        {"corsheaders", "django-cors-headers", false},
        {"decouple", "python-decouple", false},
        {"dj_database_url", "dj-database-url", false},
        {"dj_email_url", "dj-email-url", false},
        {"django_heroku", "django-heroku", false},
        {"dotenv", "python-dotenv", false},
        {"environ", "django-environ", false},
        {"environs", "environs", false},
        {"kombu", "kombu", false},
        {"pydantic", "pydantic", false},
        {"pydantic_settings", "pydantic-settings", false},
        {"requests", "requests", false},
        {"rest_framework", "djangorestframework", false},
        {"sentry_sdk", "sentry-sdk", false},
        {"split_settings", "django-split-settings", false},
        {"storages", "django-storages", false},
        {"structlog", "structlog", false},
        {"toml", "toml", false},
        {"tomli", "tomli", false},
        {"whitenoise", "whitenoise", false},
        {"yaml", "pyyaml", false},
    };
    ptrdiff_t dot = pf_str_find_byte(name, '.');
    pf_str top = dot == PF_STR_NONE ? name : pf_str_slice(name, 0, (size_t)dot);
    for (size_t i = 0; i < PF_COUNT(rows); i++)
        if (pf_str_eq(top, pf_str_c(rows[i].module)))
            return &rows[i];
    return NULL;
}

/* The requirements' word about a module: PF_YES: production installs what it comes from. */
static enum pf_truth is_listed(const struct pf_eval *ev, pf_str name)
{
    const struct known_module *known = ev->options->listed == NULL ? NULL : known_module(name);
    if (known == NULL)
        return PF_MAYBE;
    const struct pf_node *listed = pf_node_get(ev->options->listed, known->distribution);
    if (listed == NULL)
        return known->is_tool ? PF_NO : PF_MAYBE;
    return listed->kind == PF_BOOL && listed->as.boolean ? PF_YES : PF_MAYBE;
}

static pf_value load_library(struct pf_eval *ev, const struct pf_library *library, pf_str name)
{
    if (library->python_until != 0 && ev->options->python_minor >= library->python_until)
        return not_found(ev, name);
    if (library->python_until != 0 && ev->options->python_minor == 0)
        pf_may_raise(ev, "ModuleNotFoundError");
    if (!library->is_standard && is_listed(ev, name) != PF_YES)
        pf_may_raise(ev, "ModuleNotFoundError");
    struct pf_object *module = pf_module_new(ev, name);
    module->module->library = library;
    remember(ev, name, pf_object_value(module));
    if (library->has_text && !pf_model_run(ev, module)) {
        if (!ev->aborted)
            forget(ev, name);
        return failed;
    }
    return pf_object_value(module);
}

enum pf_truth pf_is_installed(struct pf_eval *ev, pf_str name)
{
    pf_str path;
    if (find_top(ev, name, &path) != NOT_FOUND || pf_library_is_standard(name))
        return PF_YES;
    return is_listed(ev, name);
}

static pf_value load_unknown(struct pf_eval *ev, pf_str name)
{
    bool has_dot = pf_str_find_byte(name, '.') != PF_STR_NONE;
    enum pf_truth listed = is_listed(ev, name);
    if (!has_dot && listed == PF_NO && pf_is_tried(ev))
        return not_found(ev, name);
    if (is_left_out(ev, name))
        return not_found(ev, name);
    if (!pf_library_is_standard(name) && (has_dot || listed != PF_YES))
        pf_may_raise(ev, "ModuleNotFoundError");
    pf_str reason = pf_arena_format(ev->arena, "the module %.*s", PF_ARG(name));
    pf_value module = pf_unknown_named(ev, pf_arena_str(ev->arena, name), reason.data);
    return module;
}

static pf_value load_found(struct pf_eval *ev, pf_str name, enum found found, pf_str path)
{
    if (found == NAMESPACE) {
        struct pf_object *module = pf_module_new(ev, name);
        module->module->is_package = true;
        module->module->directory = path;
        remember(ev, name, pf_object_value(module));
        return pf_object_value(module);
    }
    return load_file(ev, name, path, found == PACKAGE);
}

static pf_value import_top(struct pf_eval *ev, pf_str name)
{
    pf_str path;
    enum found found = find_top(ev, name, &path);
    if (found == PACKAGE || found == MODULE_FILE)
        return load_found(ev, name, found, path);
    const struct pf_library *library = pf_library_find(name);
    if (library != NULL && !pf_model_is_hidden(ev, library))
        return load_library(ev, library, name);
    if (found == NAMESPACE && !pf_library_is_standard(name))
        return load_found(ev, name, found, path);
    return load_unknown(ev, name);
}

static pf_value import_child(struct pf_eval *ev, pf_value parent, pf_str name, pf_str child)
{
    if (parent.type == PF_V_UNKNOWN) {
        const struct pf_library *library = pf_library_find(name);
        return library != NULL ? load_library(ev, library, name) : load_unknown(ev, name);
    }
    struct pf_module *m = parent.as.object->module;
    if (m->library != NULL) {
        const struct pf_library *library = pf_library_find(name);
        return library != NULL ? load_library(ev, library, name) : load_unknown(ev, name);
    }
    if (!m->is_package)
        return pf_raise(ev, "ModuleNotFoundError",
                        "No module named '%.*s'; '%.*s' is not a package", PF_ARG(name),
                        PF_ARG(m->name));
    pf_str path;
    enum found found = find_in(ev, m->directory, child, &path);
    return found == NOT_FOUND ? not_found(ev, name) : load_found(ev, name, found, path);
}

/* The module `name`, its parents first; attributes of parents are set as Python does. */
static pf_value import_dotted(struct pf_eval *ev, pf_str name, size_t upto, pf_value parent,
                              size_t from)
{
    pf_str full = pf_str_slice(name, 0, upto), child = pf_str_slice(name, from, upto);
    bool maybe = false;
    pf_value module = pf_names_get(ev, ev->modules, full, &maybe);
    if (maybe) /* loading it may have failed, and fail again */
        pf_may_raise(ev, "");
    if (pf_is_bound(module))
        return module;
    full = pf_arena_str(ev->arena, full);
    module = from == 0 ? import_top(ev, full) : import_child(ev, parent, full, child);
    if (pf_is_failed(module) || from == 0 || parent.type != PF_V_MODULE)
        return module;
    pf_value again = pf_names_get(ev, ev->modules, full, NULL); /* sys.modules has the last word */
    if (pf_is_bound(again))
        module = again;
    pf_names_put(ev, parent.as.object->attributes, pf_arena_str(ev->arena, child), (pf_span){0},
                 module);
    return module;
}

/* data.user_settings, where the project has no data: a folder that is put there, or not. */
static bool is_left_out_of_nowhere(struct pf_eval *ev, pf_str dotted, pf_str *top)
{
    ptrdiff_t first = pf_str_find_byte(dotted, '.'), last = pf_str_find_last_byte(dotted, '.');
    if (first == PF_STR_NONE)
        return false;
    pf_str name = pf_str_slice(dotted, (size_t)last + 1, dotted.len);
    if (!pf_str_contains(name, PF_STR("settings")) || !is_left_out(ev, name))
        return false; /* google.oauth2.credentials is none of the project's */
    *top = pf_str_slice(dotted, 0, (size_t)first);
    return pf_library_find(*top) == NULL && pf_is_installed(ev, *top) != PF_YES;
}

pf_value pf_import_name(struct pf_eval *ev, pf_str dotted)
{
    pf_value module = pf_unbound();
    pf_str top;
    if (is_left_out_of_nowhere(ev, dotted, &top))
        return not_found(ev, top);
    for (size_t from = 0; from <= dotted.len;) {
        ptrdiff_t dot = pf_str_find_byte(pf_str_slice(dotted, from, dotted.len), '.');
        size_t upto = dot == PF_STR_NONE ? dotted.len : from + (size_t)dot;
        module = import_dotted(ev, dotted, upto, module, from);
        if (pf_is_failed(module))
            return module;
        from = upto + 1;
    }
    return module;
}

pf_value pf_import_module(struct pf_eval *ev, pf_str name)
{
    return pf_import_name(ev, name);
}

/* --- attributes of modules
 * ------------------------------------------------------------------------ */

static pf_value library_attribute(struct pf_eval *ev, struct pf_object *module, pf_str name)
{
    const struct pf_library *library = module->module->library;
    for (size_t i = 0; i < library->function_count; i++) {
        pf_str full = pf_str_c(library->functions[i].name);
        ptrdiff_t dot = pf_str_find_last_byte(full, '.');
        if (pf_str_eq(pf_str_slice(full, dot == PF_STR_NONE ? 0 : (size_t)dot + 1, full.len), name))
            return pf_native_value(&library->functions[i]);
    }
    for (size_t i = 0; i < library->class_count; i++)
        if (pf_str_eq(pf_str_c(library->classes[i]->name), name))
            return pf_object_value(pf_eval_class(ev, library->classes[i]));
    for (size_t i = 0; i < library->constant_count; i++)
        if (pf_str_eq(pf_str_c(library->constants[i].name), name))
            return pf_eval_text(ev, pf_str_c(library->constants[i].expression));
    if (library->attribute != NULL) {
        pf_value answer = library->attribute(ev, name);
        if (pf_is_bound(answer))
            return answer;
    }
    pf_str full =
        pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(module->module->name), PF_ARG(name));
    const struct pf_library *child = pf_library_find(full);
    if (child != NULL)
        return pf_import_name(ev, full);
    if (library->is_complete)
        return pf_unbound();
    pf_may_raise(ev, "AttributeError");
    return pf_unknown_named(ev, full, pf_arena_format(ev->arena, "%.*s", PF_ARG(full)).data);
}

pf_value pf_module_attribute(struct pf_eval *ev, struct pf_object *module, pf_str name)
{
    bool maybe;
    pf_value v = pf_names_get(ev, module->attributes, name, &maybe);
    if (pf_is_bound(v)) {
        if (maybe)
            pf_may_raise(ev, ""); /* AttributeError, or ImportError */
        return v;
    }
    if (pf_str_eq(name, PF_STR("__dict__")))
        return pf_object_value(module->attributes);
    if (module->module->library != NULL) {
        v = library_attribute(ev, module, name);
        if (pf_is_bound(v) && !pf_is_failed(v))
            pf_names_put(ev, module->attributes, name, (pf_span){0}, v);
        return v;
    }
    v = pf_names_get(ev, module->attributes, PF_OTHER_NAMES, NULL);
    if (pf_is_bound(v)) {
        pf_may_raise(ev, ""); /* AttributeError, or ImportError */
        return v;
    }
    v = pf_names_get(ev, module->attributes, PF_STR("__getattr__"), NULL);
    if (v.type == PF_V_FUNCTION) {
        pf_value arg = pf_str_value(ev, name);
        return pf_call_value(ev, v, &arg, 1);
    }
    return pf_unbound();
}

/* --- statements
 * ------------------------------------------------------------------------------------ */

static bool exec_plain(struct pf_eval *ev, const struct pf_ast *s)
{
    for (size_t i = 0; i < s->as.import.names.count; i++) {
        const struct pf_ast *alias = s->as.import.names.items[i];
        pf_str name = alias->as.alias.name, top, rest;
        pf_value module = pf_import_name(ev, name);
        if (pf_is_failed(module))
            return false;
        pf_str_cut(name, '.', &top, &rest);
        if (alias->as.alias.asname.len == 0 && top.len < name.len)
            module = pf_import_name(ev, top);
        pf_str bound = alias->as.alias.asname.len > 0 ? alias->as.alias.asname : top;
        if (pf_is_failed(module) || !pf_name_store(ev, bound, alias->span, module))
            return false;
    }
    return true;
}

/* "." and ".." before the module's name: from the package that the module is in. */
static bool resolve(struct pf_eval *ev, const struct pf_ast *s, pf_str *name)
{
    const struct pf_module *m = ev->frame->module->module;
    pf_str package = m->name;
    int up = s->as.import.level - (m->is_package ? 1 : 0);
    for (; up > 0; up--) {
        ptrdiff_t dot = pf_str_find_last_byte(package, '.');
        if (package.len == 0 || (dot == PF_STR_NONE && up > 1)) {
            pf_raise(ev, "ImportError", "attempted relative import beyond top-level package");
            return false;
        }
        package = pf_str_slice(package, 0, dot == PF_STR_NONE ? 0 : (size_t)dot);
    }
    if (package.len == 0) {
        pf_raise(ev, "ImportError", "attempted relative import with no known parent package");
        return false;
    }
    *name = s->as.import.module.len == 0 ? package
                                         : pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(package),
                                                           PF_ARG(s->as.import.module));
    return true;
}

/* Is it this very module that the pending exception says is not there? */
static bool misses(struct pf_eval *ev, pf_str module)
{
    if (!pf_raised_is(ev, "ModuleNotFoundError", NULL))
        return false;
    pf_value name = pf_names_get(ev, ev->exception.as.object->attributes, PF_STR("name"), NULL);
    return pf_is_str(name) && pf_str_eq(pf_text_of(name), module);
}

static pf_value member_of(struct pf_eval *ev, pf_value module, pf_str name)
{
    if (module.type == PF_V_UNKNOWN && module.as.unknown->name.len > 0) {
        pf_str full =
            pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(module.as.unknown->name), PF_ARG(name));
        if (pf_library_find(full) != NULL)
            return pf_import_name(ev, full);
    }
    if (module.type != PF_V_MODULE)
        return pf_get_attribute(ev, module, name);
    struct pf_object *object = module.as.object;
    pf_value v = pf_module_attribute(ev, object, name);
    if (pf_is_bound(v))
        return v;
    if (object->module->is_package && object->module->library == NULL) {
        pf_str full =
            pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(object->module->name), PF_ARG(name));
        v = pf_import_name(ev, full);
        if (!pf_is_failed(v) || !misses(ev, full))
            return v;
        pf_clear_exception(ev);
    }
    return pf_raise(ev, "ImportError", "cannot import name '%.*s' from '%.*s'", PF_ARG(name),
                    PF_ARG(object->module->name));
}

static bool is_public(pf_str name)
{
    return name.len > 0 && name.data[0] != '_' && name.data[0] != '*';
}

/* What is imported or defined keeps its name: what sets names by the dozen sets settings. */
static bool is_tool(const struct pf_eval *ev, pf_value v)
{
    return v.type == PF_V_MODULE || v.type == PF_V_FUNCTION || v.type == PF_V_NATIVE ||
           v.type == PF_V_CLASS || (v.type == PF_V_DICT && v.as.object == ev->environ);
}

void pf_blur_names(struct pf_eval *ev, struct pf_object *names, pf_value unknown)
{
    if (names->contents->knowledge != PF_CONTENTS_KNOWN)
        return;
    struct pf_contents *c = pf_heap_write(ev, names);
    for (size_t i = 0; i < c->dict.count; i++) {
        struct pf_entry *e = &c->dict.entries[i];
        if (e->live && pf_is_str(e->key) && is_public(pf_text_of(e->key)) && !is_tool(ev, e->value))
            e->value = pf_join_value(ev, e->value, unknown);
    }
    pf_open_names(ev, names, unknown);
}

void pf_set_some_name(struct pf_eval *ev, struct pf_object *names, pf_value key, pf_value value)
{
    pf_str prefix = key.type == PF_V_UNKNOWN ? key.as.unknown->prefix : PF_STR("");
    if (names->contents->knowledge != PF_CONTENTS_KNOWN)
        return;
    struct pf_contents *c = pf_heap_write(ev, names);
    pf_value from[] = {key, value};
    value = pf_unknown_of(ev, PF_KINDS_EVERY, true, "a name that is not known was set", from, 2);
    pf_value any = value;
    for (size_t i = 0; i < c->dict.count; i++) {
        struct pf_entry *e = &c->dict.entries[i];
        pf_str name = e->live && pf_is_str(e->key) ? pf_text_of(e->key) : PF_STR("");
        if (pf_str_eq(name, PF_OTHER_NAMES))
            any = pf_join_value(ev, any, e->value);
        else if (name.len > 0 && pf_str_starts(name, prefix) &&
                 (prefix.len > 0 || (!is_tool(ev, e->value) && !pf_str_starts(name, PF_STR("__")))))
            e->value = pf_join_value(ev, e->value, value);
    }
    pf_open_names(ev, names, any);
}

/* What a star import of a third party's module sets, where all of its names begin alike. */
static const struct {
    const char *module, *prefix;
} star_prefixes[] = {
    {"oscar.defaults", "OSCAR_"},
};

static void star_from_unknown(struct pf_eval *ev, pf_value module)
{
    struct pf_unknown *u = PF_NEW(ev->arena, struct pf_unknown);
    *u = (struct pf_unknown){
        .kinds = PF_KINDS_EVERY,
        .may_be_empty = true,
        .reason = pf_arena_format(ev->arena, "it may come from %.*s, which is not in the project",
                                  PF_ARG(module.as.unknown->name))};
    pf_value v = {.type = PF_V_UNKNOWN, .as.unknown = u};
    bool is_harmless = pf_library_is_standard(module.as.unknown->name);
    for (size_t i = 0; i < PF_COUNT(star_prefixes); i++)
        is_harmless |= pf_str_eq(module.as.unknown->name, pf_str_c(star_prefixes[i].module));
    if (is_harmless)
        pf_open_names(ev, ev->frame->scope->names, v);
    else
        pf_blur_names(ev, ev->frame->scope->names, v);
}

static bool star_from_list(struct pf_eval *ev, pf_value module, pf_value all)
{
    struct pf_items items;
    if (!pf_iterate(ev, all, &items))
        return false;
    if (!items.known) {
        pf_value unknown = pf_unknown_named(ev, module.as.object->module->name, "");
        star_from_unknown(ev, unknown);
        return true;
    }
    for (size_t i = 0; i < items.count; i++) {
        if (!pf_is_str(items.items[i]))
            continue;
        pf_value v = member_of(ev, module, pf_text_of(items.items[i]));
        if (pf_is_failed(v) && pf_raised_is(ev, "ImportError", NULL)) {
            pf_clear_exception(ev);
            pf_raise(ev, "AttributeError", "module '%.*s' has no attribute '%.*s'",
                     PF_ARG(module.as.object->module->name), PF_ARG(pf_text_of(items.items[i])));
        }
        if (pf_is_failed(v) || !pf_name_store(ev, pf_text_of(items.items[i]), ev->site->span, v))
            return false;
    }
    return true;
}

static void copy_public(struct pf_eval *ev, const struct pf_contents *from, struct pf_object *to)
{
    if (from->knowledge != PF_CONTENTS_KNOWN || to->contents->knowledge != PF_CONTENTS_KNOWN) {
        pf_heap_forget(ev, to, "names that are not known were imported", NULL);
        return;
    }
    size_t count = from->dict.count;
    for (size_t i = 0; i < count; i++) {
        const struct pf_entry *e = &from->dict.entries[i];
        if (e->live && pf_is_str(e->key) && pf_str_eq(pf_text_of(e->key), PF_OTHER_NAMES))
            pf_blur_names(ev, to, e->value);
    }
    for (size_t i = 0; i < count; i++) {
        const struct pf_entry e = from->dict.entries[i];
        if (!e.live || !pf_is_str(e.key) || pf_text_of(e.key).len == 0 ||
            pf_text_of(e.key).data[0] == '_')
            continue;
        struct pf_contents *c = pf_heap_write(ev, to);
        const struct pf_entry *old = e.maybe ? pf_dict_find(ev, c, e.key, e.hash) : NULL;
        bool maybe = e.maybe && (old == NULL || old->maybe);
        pf_value v = old != NULL ? pf_join_value(ev, old->value, e.value) : e.value;
        if (v.origin == NULL)
            v.origin = ev->control;
        struct pf_entry *put = pf_dict_put(ev, c, e.key, e.hash, v);
        put->maybe = maybe;
        put->key_span = e.key_span;
        put->turn = ++ev->turn;
    }
}

/* The builtins of which a library of Python's own has its own kind. */
static bool hide_builtins(struct pf_eval *ev, pf_str module)
{
    pf_str name, rest = pf_library_hides(module);
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, ' ', &name, &rest);
        pf_value v =
            pf_unknown_value(ev, PF_KIND_OBJECT, false, "%.*s.%.*s", PF_ARG(module), PF_ARG(name));
        if (!pf_name_store(ev, name, ev->site->span, v))
            return false;
    }
    return true;
}

static bool import_star(struct pf_eval *ev, pf_value module)
{
    if (module.type != PF_V_MODULE) {
        if (module.type == PF_V_UNKNOWN)
            star_from_unknown(ev, module);
        return module.type != PF_V_UNKNOWN || hide_builtins(ev, module.as.unknown->name);
    }
    struct pf_object *object = module.as.object;
    if (object->module->library != NULL) {
        /* Libraries other than settings have no names of settings, but for those that are
         * modelled: logging.DEBUG. */
        if (!hide_builtins(ev, object->module->name) ||
            !star_from_list(ev, module, pf_library_names(ev, object)))
            return false;
        if (!object->module->library->is_complete)
            pf_open_names(ev, ev->frame->scope->names,
                          pf_unknown_value(ev, PF_KINDS_EVERY, true, "a name of %.*s",
                                           PF_ARG(object->module->name)));
        return true;
    }
    pf_value all = pf_names_get(ev, object->attributes, PF_STR("__all__"), NULL);
    if (pf_is_bound(all))
        return star_from_list(ev, module, all);
    if (pf_is_bound(pf_names_get(ev, object->attributes, PF_STR("__getattr__"), NULL))) {
        pf_may_raise(ev, ""); /* it is asked for __all__ */
        star_from_unknown(ev, pf_unknown_named(ev, object->module->name, ""));
        return true;
    }
    copy_public(ev, object->attributes->contents, ev->frame->scope->names);
    return true;
}

/* Nobody but a project has settings that are imported with a star. */
static bool looks_local(pf_str name)
{
    static const char *const words[] = {"local", "settings", "secret", "config", "dev"};
    for (size_t i = 0; i < PF_COUNT(words); i++)
        if (pf_str_contains(name, pf_str_c(words[i])))
            return true;
    return false;
}

static bool exec_from(struct pf_eval *ev, const struct pf_ast *s)
{
    pf_str name = s->as.import.module;
    if (s->as.import.level > 0 && !resolve(ev, s, &name))
        return false;
    if (pf_str_eq(name, PF_STR("__future__")))
        return true;
    pf_value module = pf_import_name(ev, name);
    if (pf_is_failed(module))
        return false;
    for (size_t i = 0; i < s->as.import.names.count; i++) {
        const struct pf_ast *alias = s->as.import.names.items[i];
        pf_str wanted = alias->as.alias.name;
        if (pf_str_eq(wanted, PF_STR("*"))) {
            if (module.type == PF_V_UNKNOWN && pf_is_tried(ev) &&
                pf_str_find_byte(name, '.') == PF_STR_NONE && looks_local(name)) {
                not_found(ev, name);
                return false;
            }
            if (!import_star(ev, module))
                return false;
            continue;
        }
        pf_value v = member_of(ev, module, wanted);
        pf_str bound = alias->as.alias.asname.len > 0 ? alias->as.alias.asname : wanted;
        if (pf_is_failed(v) || !pf_name_store(ev, bound, alias->span, v))
            return false;
    }
    return true;
}

enum pf_completion pf_exec_import(struct pf_eval *ev, const struct pf_ast *s)
{
    bool fine = s->kind == PF_AST_IMPORT ? exec_plain(ev, s) : exec_from(ev, s);
    return fine ? PF_DONE : PF_RAISED;
}
