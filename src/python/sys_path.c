/* sys.path: what the settings add to it, folders of the project, is looked into by imports. */
#include "python/interp.h"

#include "base/file.h"

static pf_value look_into(struct pf_eval *ev, pf_value folder, bool first)
{
    pf_str path;
    struct pf_strs *roots = first ? &ev->roots_before : &ev->roots_after;
    /* where it is not certain that it runs, imports go on as if it had not: what they do not find
     * is unknown */
    if (ev->undecided == 0 && pf_project_path(ev, folder, &path) &&
        pf_project_is_directory(ev, path))
        pf_strs_add_once(ev->arena, roots, path);
    return pf_none();
}

static pf_value path_insert(struct pf_eval *ev, const struct pf_call *call)
{
    return look_into(ev, call->args[2], true);
}

static pf_value path_append(struct pf_eval *ev, const struct pf_call *call)
{
    return look_into(ev, call->args[1], false);
}

static pf_value path_extend(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_items items;
    if (!pf_iterate(ev, call->args[1], &items))
        return (pf_value){.type = PF_V_FAILED};
    for (size_t i = 0; items.known && i < items.count; i++)
        look_into(ev, items.items[i], false);
    return pf_none();
}

static pf_value path_add(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value done = path_extend(ev, call);
    return pf_is_failed(done) ? done : call->args[0];
}

static pf_value path_folders(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    return pf_iter_value(
        ev, pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), false, "where Python looks for modules"));
}

static pf_value path_truth(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_bool(true);
}

#define UNKNOWN(name, signature, kinds)                                                            \
    {                                                                                              \
        "sys.path." name, "self" signature, NULL, kinds, PF_NATIVE_RAW                             \
    }

static const struct pf_native methods[] = {
    {"sys.path.insert", "self, index, object, /", path_insert, PF_KIND_BIT(PF_NULL), PF_NATIVE_RAW},
    {"sys.path.append", "self, object, /", path_append, PF_KIND_BIT(PF_NULL), PF_NATIVE_RAW},
    {"sys.path.extend", "self, iterable, /", path_extend, PF_KIND_BIT(PF_NULL), PF_NATIVE_RAW},
    {"sys.path.__iadd__", "self, value, /", path_add, 0, PF_NATIVE_RAW},
    {"sys.path.__iter__", "self", path_folders, 0, PF_NATIVE_RAW},
    {"sys.path.__bool__", "self", path_truth, PF_KIND_BIT(PF_BOOL), PF_NATIVE_RAW},
    UNKNOWN("__getitem__", ", key, /", 0),
    UNKNOWN("__contains__", ", key, /", PF_KIND_BIT(PF_BOOL)),
    UNKNOWN("__len__", "", PF_KIND_BIT(PF_INT)),
    UNKNOWN("__setitem__", ", key, value, /", PF_KIND_BIT(PF_NULL)),
    UNKNOWN("__delitem__", ", key, /", PF_KIND_BIT(PF_NULL)),
    UNKNOWN("__add__", ", value, /", PF_KIND_BIT(PF_SEQ)),
    UNKNOWN("__radd__", ", value, /", PF_KIND_BIT(PF_SEQ)),
    UNKNOWN("index", ", value, /", PF_KIND_BIT(PF_INT)),
    UNKNOWN("remove", ", value, /", PF_KIND_BIT(PF_NULL)),
    UNKNOWN("pop", ", index?, /", PF_KIND_BIT(PF_STRING)),
    UNKNOWN("copy", "", PF_KIND_BIT(PF_SEQ)),
};
static const struct pf_native_class path_class = {
    .name = "list", .module = "builtins", .methods = methods, .method_count = PF_COUNT(methods)};

pf_value pf_sys_path(struct pf_eval *ev)
{
    return pf_instance_value(ev, pf_eval_class(ev, &path_class), NULL);
}
