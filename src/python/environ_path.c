/* environ.Path: a folder that is called, added to and subtracted from. */
#include "python/environ.h"

static pf_value path_function(struct pf_eval *ev, const char *name, const pf_value *args,
                              size_t count)
{
    pf_value module = pf_import_module(ev, PF_STR("os.path"));
    if (pf_is_failed(module))
        return module;
    return pf_call_value(ev, pf_get_attribute(ev, module, pf_str_c(name)), args, count);
}

/* os.path.abspath(os.path.join(base, *paths)) */
static pf_value join(struct pf_eval *ev, pf_value base, const struct pf_tuple *paths)
{
    pf_value *parts = PF_NEW_ARRAY(ev->arena, pf_value, paths->count + 1);
    parts[0] = base;
    for (size_t i = 0; i < paths->count; i++)
        parts[i + 1] = paths->items[i];
    pf_value joined = path_function(ev, "join", parts, paths->count + 1);
    return pf_is_failed(joined) ? joined : path_function(ev, "abspath", &joined, 1);
}

static pf_value instance(struct pf_eval *ev, pf_value root)
{
    pf_value *state = PF_NEW(ev->arena, pf_value);
    *state = root;
    return pf_is_failed(root)
               ? root
               : pf_instance_value(ev, pf_eval_class(ev, &pf_environ_path_class), state);
}

static pf_value root_of(struct pf_eval *ev, pf_value self)
{
    const pf_value *state = pf_instance_state(self, &pf_environ_path_class);
    return state != NULL ? *state : pf_unknown_value(ev, KIND_TEXT, false, "a path");
}

/* required=True raises where there is nothing. */
static void may_require(struct pf_eval *ev, pf_value keywords)
{
    if (pf_is_bound(pf_dict_get_str(ev, keywords, PF_STR("required"), NULL)))
        pf_may_raise(ev, "");
}

static pf_value path_make(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value start = pf_is_bound(call->args[0]) ? call->args[0] : pf_str_value(ev, PF_STR(""));
    pf_value is_file = pf_dict_get_str(ev, call->args[2], PF_STR("is_file"), NULL);
    enum pf_truth cut = pf_help_flag(ev, is_file, false);
    if (cut == PF_MAYBE)
        return instance(ev, pf_unknown_value(ev, KIND_TEXT, false, "a path"));
    if (cut == PF_YES)
        start = path_function(ev, "dirname", &start, 1);
    may_require(ev, call->args[2]);
    return pf_is_failed(start) ? start : instance(ev, join(ev, start, call->args[1].as.tuple));
}

static pf_value path_call(struct pf_eval *ev, const struct pf_call *call)
{
    may_require(ev, call->args[2]);
    return join(ev, root_of(ev, call->args[0]), call->args[1].as.tuple);
}

static pf_value path_path(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value joined = path_call(ev, call);
    return instance(ev, joined);
}

static pf_value path_root(struct pf_eval *ev, const struct pf_call *call)
{
    return root_of(ev, call->args[0]);
}

static pf_value path_add(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value other = call->args[1];
    if (pf_instance_state(other, &pf_environ_path_class) != NULL)
        other = root_of(ev, other);
    const struct pf_tuple one = {.items = &other, .count = 1};
    return instance(ev, join(ev, root_of(ev, call->args[0]), &one));
}

enum { MOST_STEPS = 50 /* folders upward */ };

static pf_value path_subtract(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value other = call->args[1];
    if (other.type == PF_V_BOOL)
        other = pf_int(other.as.boolean);
    if (other.type != PF_V_INT || other.as.integer > MOST_STEPS)
        return pf_unknown_of(ev, PF_KIND_OBJECT, false, "a path", call->args, 2);
    struct pf_buffer up = pf_buffer_new(ev->arena);
    for (int64_t i = 0; i < other.as.integer; i++)
        pf_buffer_add_c(&up, "../");
    pf_value part = pf_str_value(ev, pf_buffer_str(&up));
    const struct pf_tuple one = {.items = &part, .count = 1};
    return instance(ev, join(ev, root_of(ev, call->args[0]), &one));
}

static pf_value path_invert(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value part = pf_str_value(ev, PF_STR(".."));
    const struct pf_tuple one = {.items = &part, .count = 1};
    return instance(ev, join(ev, root_of(ev, call->args[0]), &one));
}

static pf_value path_repr(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value root = root_of(ev, call->args[0]);
    return pf_is_str(root) ? pf_str_value(ev, pf_arena_format(ev->arena, "<Path:%.*s>",
                                                              PF_ARG(pf_text_of(root))))
                           : pf_unknown_of(ev, KIND_TEXT, false, "a path", &root, 1);
}

static pf_value path_getitem(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_get_item(ev, root_of(ev, call->args[0]), call->args[1]);
}

static pf_value path_equal(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value a = root_of(ev, call->args[0]), b = call->args[1];
    if (pf_instance_state(b, &pf_environ_path_class) == NULL)
        return pf_unknown_of(ev, KIND_TRUTH, true, "whether paths are equal", call->args, 2);
    b = root_of(ev, b);
    return pf_truth_value(ev, pf_equal_values(ev, a, b), a, b);
}

static const struct pf_native methods[] = {
    {"Path.path", "self, *paths, **kwargs", path_path, PF_KIND_OBJECT, PF_NATIVE_RAW},
    {"Path.__call__", "self, *paths, **kwargs", path_call, KIND_TEXT,
     PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"Path.root", "self", path_root, KIND_TEXT, PF_NATIVE_RAW | PF_NATIVE_PROPERTY},
    {"Path.__add__", "self, other", path_add, PF_KIND_OBJECT, PF_NATIVE_RAW},
    {"Path.__sub__", "self, other", path_subtract, PF_KIND_OBJECT, PF_NATIVE_RAW},
    {"Path.__invert__", "self", path_invert, PF_KIND_OBJECT, PF_NATIVE_RAW},
    {"Path.__str__", "self", path_root, KIND_TEXT, PF_NATIVE_RAW},
    {"Path.__fspath__", "self", path_root, KIND_TEXT, PF_NATIVE_RAW},
    {"Path.__repr__", "self", path_repr, KIND_TEXT, PF_NATIVE_RAW},
    {"Path.__getitem__", "self, key", path_getitem, 0, PF_NATIVE_RAW},
    {"Path.__eq__", "self, other", path_equal, KIND_TRUTH, PF_NATIVE_RAW},
    {"Path.__contains__", "self, item", NULL, KIND_TRUTH, PF_NATIVE_RAW},
    {"Path.file", "self, name, *args, **kwargs", NULL, PF_KIND_OBJECT, PF_NATIVE_RAW},
    {"Path.find", "self, *args", NULL, KIND_INT, PF_NATIVE_RAW},
    {"Path.rfind", "self, *args", NULL, KIND_INT, PF_NATIVE_RAW},
};
static const struct pf_native make = {"environ.Path", "start?, *paths, **kwargs", path_make,
                                      PF_KIND_OBJECT, PF_NATIVE_RAW};

const struct pf_native_class pf_environ_path_class = {.name = "Path",
                                                      .module = "environ.environ",
                                                      .methods = methods,
                                                      .method_count = PF_COUNT(methods),
                                                      .make = &make};
