/* os: the environment, and what else settings ask the system for. */
#include "python/lib_help.h"
#include "python/lib_path.h"

static const pf_value failed = {.type = PF_V_FAILED};

#define TEXT PF_KIND_BIT(PF_STRING)
#define NONE PF_KIND_BIT(PF_NULL)
#define NUMBER PF_KIND_BIT(PF_INT)

/* --- os.environ
 * ------------------------------------------------------------------------------------------- */

/* False: not a known str; `*result` is what the call gives then. */
static bool name_of(struct pf_eval *ev, pf_value v, pf_str *name, pf_value *result)
{
    if (pf_is_str(v)) {
        *name = pf_text_of(v);
        return true;
    }
    if (pf_is_vague(v)) {
        pf_may_raise(ev, "KeyError");
        *result = pf_unknown_of(ev, TEXT | NONE, true, "a variable whose name is not known", &v, 1);
    } else {
        *result = pf_raise(ev, "TypeError", "str expected, not %.*s", PF_ARG(pf_type_name(v)));
    }
    return false;
}

/* os.environ.copy(): what the environment was, until something is written to the copy. */
struct environ_copy {
    struct pf_object *written; /* DICT: "*" when something was */
    struct pf_contents *then;
};

static const struct pf_native_class environ_class;

static const struct environ_copy *copy_of(const struct pf_call *call)
{
    return call->count == 0 ? NULL : pf_instance_state(call->args[0], &environ_class);
}

/* May the copy hold something else than os.environ under this name now? */
static bool has_parted(struct pf_eval *ev, const struct environ_copy *copy, pf_str name)
{
    if (copy == NULL)
        return false;
    const struct pf_contents *now = pf_env_dict(ev)->contents;
    if (copy->written->contents->dict.live > 0 || copy->then->knowledge != now->knowledge)
        return true;
    const struct pf_entry *a = pf_dict_find_str(ev, copy->then, name);
    const struct pf_entry *b = pf_dict_find_str(ev, now, name);
    return (a == NULL) != (b == NULL) ||
           (a != NULL && (a->maybe != b->maybe || !pf_same_value(a->value, b->value)));
}

static pf_value of_parted(struct pf_eval *ev, const struct pf_call *call)
{
    pf_may_raise(ev, "KeyError");
    return pf_unknown_of(ev, TEXT | NONE, true, "a changed copy of the environment", call->args + 1,
                         call->count - 1);
}

/* True: it was written to a copy, which from now on is not known. */
static bool write_to_copy(struct pf_eval *ev, const struct pf_call *call)
{
    const struct environ_copy *copy = copy_of(call);
    if (copy == NULL)
        return false;
    pf_names_put(ev, copy->written, PF_STR("*"), call->span, pf_none());
    return true;
}

static pf_value env_get(struct pf_eval *ev, const struct pf_call *call, size_t first)
{
    pf_str name;
    pf_value result;
    if (first == 1 && pf_is_str(call->args[1]) &&
        has_parted(ev, copy_of(call), pf_text_of(call->args[1])))
        return pf_is_bound(call->args[2]) ? pf_join_value(ev, of_parted(ev, call), call->args[2])
                                          : of_parted(ev, call);
    if (!name_of(ev, call->args[first], &name, &result))
        return pf_is_failed(result) || !pf_is_bound(call->args[first + 1])
                   ? result
                   : pf_join_value(ev, result, call->args[first + 1]);
    bool given = pf_is_bound(call->args[first + 1]);
    bool maybe;
    pf_value fallback = given ? call->args[first + 1] : pf_none();
    pf_value v = pf_env_get(ev, name, false, given ? fallback : pf_unbound(), call->native->name,
                            call->span, &maybe);
    if (pf_is_bound(v) && !maybe)
        return v;
    fallback = pf_env_fallback(ev, name, fallback, call->native->name, call->span);
    return pf_is_bound(v) ? pf_join_value(ev, v, fallback) : fallback;
}

static pf_value os_getenv(struct pf_eval *ev, const struct pf_call *call)
{
    return env_get(ev, call, 0);
}

static pf_value environ_get(struct pf_eval *ev, const struct pf_call *call)
{
    return env_get(ev, call, 1);
}

static pf_value key_error(struct pf_eval *ev, pf_str name, pf_value key)
{
    pf_value e = pf_exception_value(ev, pf_eval_exception(ev, "KeyError"), &key, 1);
    struct pf_exception_note *note = PF_NEW(ev->arena, struct pf_exception_note);
    *note = (struct pf_exception_note){name, ev->site == NULL ? (pf_span){0} : ev->site->span};
    e.as.object->state = note;
    return pf_raise_value(ev, e, note->span);
}

static pf_value environ_getitem(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    pf_value result;
    bool maybe;
    if (!name_of(ev, call->args[1], &name, &result))
        return result;
    if (has_parted(ev, copy_of(call), name))
        return of_parted(ev, call);
    pf_value v = pf_env_get(ev, name, true, pf_unbound(), "os.environ[]", call->span, &maybe);
    if (!pf_is_bound(v))
        return key_error(ev, pf_arena_str(ev->arena, name), call->args[1]);
    if (maybe)
        pf_may_raise(ev, "KeyError");
    return v;
}

static pf_value environ_contains(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    pf_value result;
    if (!name_of(ev, call->args[1], &name, &result))
        return pf_is_failed(result) ? result
                                    : pf_truth_value(ev, PF_MAYBE, call->args[1], pf_none());
    if (has_parted(ev, copy_of(call), name))
        return pf_truth_value(ev, PF_MAYBE, call->args[1], pf_none());
    enum pf_truth has = pf_env_has(ev, name, "in os.environ", call->span);
    pf_value origin = pf_env_fallback(ev, name, pf_bool(false), "in os.environ", call->span);
    return pf_truth_value(ev, has, origin, pf_none());
}

/* What putenv() takes. */
static bool check_texts(struct pf_eval *ev, pf_str name, pf_value v)
{
    bool zero = pf_str_find_byte(name, '\0') != PF_STR_NONE ||
                (pf_is_str(v) && pf_str_find_byte(pf_text_of(v), '\0') != PF_STR_NONE);
    if (zero)
        pf_raise(ev, "ValueError", "embedded null byte");
    else if (pf_str_find_byte(name, '=') != PF_STR_NONE)
        pf_raise(ev, "ValueError", "illegal environment variable name");
    else if (name.len == 0)
        pf_raise(ev, "OSError", "[Errno 22] Invalid argument");
    else
        return true;
    return false;
}

static bool check_value(struct pf_eval *ev, pf_value v)
{
    if (pf_is_str(v) || pf_is_vague(v) ||
        (v.type == PF_V_INSTANCE && pf_is_str(v.as.object->wrapped)))
        return true;
    pf_raise(ev, "TypeError", "str expected, not %.*s", PF_ARG(pf_type_name(v)));
    return false;
}

static pf_value set_variable(struct pf_eval *ev, pf_value key, pf_value value)
{
    pf_str name;
    pf_value result;
    if (!name_of(ev, key, &name, &result)) {
        if (pf_is_failed(result))
            return failed;
        pf_heap_forget(ev, pf_env_dict(ev), "a variable whose name is not known was set", NULL);
        return pf_none();
    }
    if (!check_value(ev, value) || !check_texts(ev, name, value))
        return failed;
    if (value.type == PF_V_INSTANCE)
        value = value.as.object->wrapped;
    pf_env_set(ev, name, value);
    return pf_none();
}

static pf_value environ_setitem(struct pf_eval *ev, const struct pf_call *call)
{
    if (write_to_copy(ev, call))
        return pf_none();
    return set_variable(ev, call->args[1], call->args[2]);
}

static pf_value environ_setdefault(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    pf_value result;
    bool maybe;
    if (write_to_copy(ev, call))
        return of_parted(ev, call);
    if (!name_of(ev, call->args[1], &name, &result))
        return pf_is_failed(result) ? result : set_variable(ev, call->args[1], call->args[2]);
    pf_value fallback = pf_is_bound(call->args[2]) ? call->args[2] : pf_none();
    pf_value v = pf_env_get(ev, name, false, fallback, "os.environ.setdefault", call->span, &maybe);
    if (pf_is_bound(v) && !maybe)
        return v;
    if (!check_value(ev, fallback) || !check_texts(ev, name, fallback))
        return failed;
    if (pf_is_bound(v))
        fallback = pf_join_value(ev, v, fallback);
    pf_env_set(ev, name, fallback);
    return fallback;
}

static pf_value environ_pop(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    pf_value result;
    bool maybe, given = pf_is_bound(call->args[2]);
    if (write_to_copy(ev, call))
        return given ? pf_join_value(ev, of_parted(ev, call), call->args[2]) : of_parted(ev, call);
    if (!name_of(ev, call->args[1], &name, &result))
        return result;
    pf_value v = pf_env_get(ev, name, !given, given ? call->args[2] : pf_unbound(),
                            "os.environ.pop", call->span, &maybe);
    if (!pf_is_bound(v))
        return given ? call->args[2] : key_error(ev, pf_arena_str(ev->arena, name), call->args[1]);
    if (maybe && !given)
        pf_may_raise(ev, "KeyError");
    pf_env_unset(ev, name);
    return maybe && given ? pf_join_value(ev, v, call->args[2]) : v;
}

static pf_value environ_delitem(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    pf_value result;
    bool maybe;
    if (write_to_copy(ev, call)) {
        pf_may_raise(ev, "KeyError");
        return pf_none();
    }
    if (!name_of(ev, call->args[1], &name, &result))
        return result;
    if (!pf_is_bound(
            pf_env_get(ev, name, true, pf_unbound(), "del os.environ[]", call->span, &maybe)))
        return key_error(ev, pf_arena_str(ev->arena, name), call->args[1]);
    if (maybe)
        pf_may_raise(ev, "KeyError");
    pf_env_unset(ev, name);
    return pf_none();
}

/* The whole environment also holds what the system puts there: HOME, PATH … */
static pf_value whole(struct pf_eval *ev, unsigned kinds)
{
    return pf_unknown_value(ev, kinds, false, "the whole environment");
}

static pf_value environ_all(struct pf_eval *ev, const struct pf_call *call)
{
    return whole(ev, call->native->returns);
}

bool pf_environ_dict(struct pf_eval *ev, pf_value v, pf_value *dict)
{
    const struct pf_contents *c = ev->environ->contents;
    if (v.type != PF_V_INSTANCE || v.as.object->cls != pf_eval_class(ev, &environ_class) ||
        v.as.object->state != NULL || !ev->options->is_whole || ev->options->environment_is_open ||
        c->knowledge != PF_CONTENTS_KNOWN || pf_dict_has_maybe(c))
        return false;
    pf_value all = pf_dict_value(ev);
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        bool maybe = false;
        if (!e->live || !pf_is_str(e->key))
            continue;
        if (pf_str_eq(pf_text_of(e->key), PF_STR("*"))) /* others may be set */
            return false;
        pf_dict_set_str(ev, all, pf_text_of(e->key), pf_env_peek(ev, pf_text_of(e->key), &maybe));
    }
    *dict = all;
    return true;
}

static pf_value environ_view(struct pf_eval *ev, const struct pf_call *call, enum pf_view_kind what)
{
    pf_value dict;
    if (!pf_environ_dict(ev, call->args[0], &dict))
        return whole(ev, PF_KIND_BIT(PF_SEQ));
    struct pf_view *view = PF_NEW(ev->arena, struct pf_view);
    view->dict = dict.as.object;
    view->what = what;
    return (pf_value){.type = PF_V_VIEW, .as.view = view};
}

static pf_value environ_keys(struct pf_eval *ev, const struct pf_call *call)
{
    return environ_view(ev, call, PF_VIEW_KEYS);
}

static pf_value environ_values(struct pf_eval *ev, const struct pf_call *call)
{
    return environ_view(ev, call, PF_VIEW_VALUES);
}

static pf_value environ_items(struct pf_eval *ev, const struct pf_call *call)
{
    return environ_view(ev, call, PF_VIEW_ITEMS);
}

static pf_value environ_iter(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_iter_value(ev, environ_view(ev, call, PF_VIEW_KEYS));
}

/* A copy answers .get and [] like the original. */
static pf_value environ_copy(struct pf_eval *ev, const struct pf_call *call)
{
    const struct environ_copy *from = copy_of(call);
    struct environ_copy *copy = PF_NEW(ev->arena, struct environ_copy);
    *copy = (struct environ_copy){pf_heap_container(ev, PF_V_DICT),
                                  from != NULL ? from->then
                                               : pf_contents_copy(ev, pf_env_dict(ev)->contents)};
    if (from != NULL && from->written->contents->dict.live > 0)
        pf_names_put(ev, copy->written, PF_STR("*"), call->span, pf_none());
    return pf_instance_value(ev, pf_eval_class(ev, &environ_class), copy);
}

static pf_value environ_update(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value sources[] = {call->args[1], call->args[2]};
    if (write_to_copy(ev, call))
        return pf_none();
    for (size_t i = 0; i < 2; i++) {
        if (!pf_is_bound(sources[i]))
            continue;
        if (sources[i].type != PF_V_DICT || !pf_is_plain(sources[i])) {
            pf_may_raise(ev, "");
            pf_heap_forget(ev, pf_env_dict(ev), "variables that are not known were set", NULL);
            continue;
        }
        const struct pf_dict d = sources[i].as.object->contents->dict;
        for (size_t j = 0; j < d.count; j++) {
            if (!d.entries[j].live)
                continue;
            pf_value value = d.entries[j].value;
            if (d.entries[j].maybe)
                value = pf_unknown_value(ev, TEXT, true, "it may be set here");
            if (pf_is_failed(set_variable(ev, d.entries[j].key, value)))
                return failed;
        }
    }
    return pf_none();
}

/* os.environ |= {…} */
static pf_value environ_ior(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value args[] = {call->args[0], call->args[1], pf_unbound()};
    struct pf_call update = *call;
    update.args = args;
    update.count = 3;
    pf_value done = environ_update(ev, &update);
    return pf_is_failed(done) ? done : call->args[0];
}

static const struct pf_native environ_methods[] = {
    {"os.environ.get", "self, key, default?", environ_get, TEXT | NONE, PF_NATIVE_RAW},
    {"os.environ.__getitem__", "self, key", environ_getitem, TEXT, PF_NATIVE_RAW},
    {"os.environ.__contains__", "self, key", environ_contains, PF_KIND_BIT(PF_BOOL), PF_NATIVE_RAW},
    {"os.environ.__setitem__", "self, key, value", environ_setitem, NONE, PF_NATIVE_RAW},
    {"os.environ.__delitem__", "self, key", environ_delitem, NONE, PF_NATIVE_RAW},
    {"os.environ.setdefault", "self, key, default?", environ_setdefault, TEXT, PF_NATIVE_RAW},
    {"os.environ.pop", "self, key, default?", environ_pop, TEXT, PF_NATIVE_RAW},
    {"os.environ.update", "self, other?, /, **kwargs", environ_update, NONE, PF_NATIVE_RAW},
    {"os.environ.copy", "self", environ_copy, 0, PF_NATIVE_RAW},
    {"os.environ.keys", "self", environ_keys, PF_KIND_BIT(PF_SEQ), PF_NATIVE_RAW},
    {"os.environ.values", "self", environ_values, PF_KIND_BIT(PF_SEQ), PF_NATIVE_RAW},
    {"os.environ.items", "self", environ_items, PF_KIND_BIT(PF_SEQ), PF_NATIVE_RAW},
    {"os.environ.__iter__", "self", environ_iter, PF_KIND_BIT(PF_SEQ), PF_NATIVE_RAW},
    {"os.environ.__len__", "self", environ_all, NUMBER, PF_NATIVE_RAW},
    {"os.environ.__repr__", "self", environ_all, TEXT, PF_NATIVE_RAW},
    {"os.environ.__eq__", "self, other", environ_all, PF_KIND_BIT(PF_BOOL), PF_NATIVE_RAW},
    {"os.environ.__ior__", "self, other", environ_ior, 0, PF_NATIVE_RAW},
    {"os.environ.__or__", "self, other", environ_all, PF_KIND_BIT(PF_MAP), PF_NATIVE_RAW},
    {"os.environ.__ror__", "self, other", environ_all, PF_KIND_BIT(PF_MAP), PF_NATIVE_RAW},
};
static const struct pf_native_class environ_class = {.name = "_Environ",
                                                     .module = "os",
                                                     .methods = environ_methods,
                                                     .method_count = PF_COUNT(environ_methods)};

/* --- the rest of os
 * ------------------------------------------------------------------------------------------ */

/* Then byte code may be kept beside them. */
static bool holds_modules(const struct pf_strs *names)
{
    bool any = false;
    for (size_t i = 0; i < names->count; i++)
        any |= pf_str_ends(names->items[i], PF_STR(".py"));
    return any;
}

static pf_value list_directory(struct pf_eval *ev, const struct pf_call *call)
{
    if (pf_is_bound(call->args[0]) && pf_help_is_nowhere(ev, call->args[0]))
        return pf_help_no_file(ev, call->args[0]);
    pf_str path;
    struct pf_strs names = {0};
    if (!pf_is_bound(call->args[0]) || !pf_project_path(ev, call->args[0], &path) ||
        !pf_project_list(ev, path, &names) || holds_modules(&names)) {
        pf_may_raise(ev, "OSError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "what a folder holds", call->args, 1);
    }
    pf_value *items = PF_NEW_ARRAY(ev->arena, pf_value, names.count);
    for (size_t i = 0; i < names.count; i++)
        items[i] = pf_str_copy(ev, names.items[i]);
    return pf_unordered_value(ev, items, names.count,
                              "the order in which a folder tells its files");
}

static pf_value done(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    pf_may_raise(ev, "OSError");
    return pf_none();
}

static pf_value os_putenv(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_none(); /* it does not change os.environ */
}

static pf_value os_fspath(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_fs_path path;
    bool wrong;
    if (pf_fs_path_of(ev, call->args[0], &path, &wrong))
        return pf_fs_path_value(ev, path);
    return wrong ? failed : pf_unknown_of(ev, TEXT, true, "an unknown path", call->args, 1);
}

static const struct pf_native functions[] = {
    {"os.getenv", "key, default?", os_getenv, TEXT | NONE, PF_NATIVE_RAW},
    {"os.fspath", "path", os_fspath, TEXT, PF_NATIVE_RAW},
    {"os.putenv", "name, value, /", os_putenv, NONE, PF_NATIVE_RAW},
    {"os.unsetenv", "name, /", os_putenv, NONE, PF_NATIVE_RAW},
    {"os.makedirs", "name, mode?, exist_ok?", done, NONE, PF_NATIVE_RAW},
    {"os.mkdir", "path, mode?, *, dir_fd?", done, NONE, PF_NATIVE_RAW},
    {"os.remove", "path, *, dir_fd?", done, NONE, PF_NATIVE_RAW},
    {"os.chmod", "path, mode, *, dir_fd?, follow_symlinks?", done, NONE, PF_NATIVE_RAW},
    {"os.umask", "mask, /", NULL, NUMBER, PF_NATIVE_SAFE},
    {"os.getcwd", "", NULL, TEXT, PF_NATIVE_SAFE},
    {"os.getpid", "", NULL, NUMBER, PF_NATIVE_SAFE},
    {"os.getppid", "", NULL, NUMBER, PF_NATIVE_SAFE},
    {"os.getuid", "", NULL, NUMBER, PF_NATIVE_SAFE},
    {"os.getgid", "", NULL, NUMBER, PF_NATIVE_SAFE},
    {"os.getlogin", "", NULL, TEXT, 0},
    {"os.cpu_count", "", NULL, NUMBER | NONE, PF_NATIVE_SAFE},
    {"os.urandom", "size, /", NULL, PF_KIND_OBJECT, PF_NATIVE_SAFE},
    {"os.listdir", "path?", list_directory, PF_KIND_BIT(PF_SEQ), PF_NATIVE_RAW},
    {"os.walk", "top, topdown?, onerror?, followlinks?", NULL, PF_KIND_BIT(PF_SEQ), 0},
    {"os.scandir", "path?", NULL, PF_KIND_BIT(PF_SEQ), 0},
    {"os.uname", "", NULL, PF_KIND_OBJECT, PF_NATIVE_SAFE},
    {"os.system", "command", NULL, NUMBER, 0},
    {"os.popen", "cmd, mode?, buffering?", NULL, PF_KIND_OBJECT, 0},
    {"os.access", "path, mode, *, dir_fd?, effective_ids?, follow_symlinks?", NULL,
     PF_KIND_BIT(PF_BOOL), PF_NATIVE_SAFE},
};
static const struct pf_native_constant constants[] = {
    {"name", "'posix'"},  {"sep", "'/'"},     {"pathsep", "':'"},
    {"linesep", "'\\n'"}, {"curdir", "'.'"},  {"pardir", "'..'"},
    {"extsep", "'.'"},    {"altsep", "None"}, {"devnull", "'/dev/null'"},
    {"F_OK", "0"},        {"R_OK", "4"},      {"W_OK", "2"},
    {"X_OK", "1"},
};

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (pf_str_eq(name, PF_STR("environ")))
        return pf_instance_value(ev, pf_eval_class(ev, &environ_class), NULL);
    if (pf_str_eq(name, PF_STR("PathLike")))
        return pf_unknown_named(ev, PF_STR("os.PathLike"), "os.PathLike");
    return pf_unbound();
}

const struct pf_library pf_lib_os = {
    .module = "os",
    .functions = functions,
    .function_count = PF_COUNT(functions),
    .constants = constants,
    .constant_count = PF_COUNT(constants),
    .attribute = attribute,
    .is_standard = true,
};
