/* sys, as a server that imports the settings sees it. */
#include "python/interp.h"

enum {
    OLDEST_MINOR = 8,
    NEWEST_MINOR = 14, /* of Python 3: the grammars that are read */
    MOST_MICRO = 99    /* 2.7.18 is the highest so far */
};

/* One of these numbers, of a version that nobody tells. */
static pf_value some_number(struct pf_eval *ev, int64_t least, int64_t most)
{
    pf_value v = pf_unknown_value(ev, PF_KIND_BIT(PF_INT), false, "the version of Python");
    struct pf_unknown *unknown = PF_NEW(ev->arena, struct pf_unknown);
    *unknown = *v.as.unknown;
    unknown->least = least;
    unknown->most = most;
    v.as.unknown = unknown;
    return v;
}

static pf_value version_info(struct pf_eval *ev)
{
    unsigned minor = ev->options->python_minor; /* what is read at all is for 3.8 or later */
    pf_value parts[] = {
        pf_int(3),
        minor == 0 ? some_number(ev, OLDEST_MINOR, NEWEST_MINOR) : pf_int(minor),
        some_number(ev, 0, MOST_MICRO),
        pf_str_value(ev, PF_STR("final")),
        pf_int(0),
    };
    pf_value named[] = {pf_str_c_value(ev, "version_info"),
                        pf_str_c_value(ev, "major minor micro releaselevel serial")};
    pf_value make =
        pf_get_attribute(ev, pf_import_name(ev, PF_STR("collections")), PF_STR("namedtuple"));
    return pf_call_value(ev, pf_call_value(ev, make, named, PF_COUNT(named)), parts,
                         PF_COUNT(parts));
}

/* A server is started by its own command: what else stands there is not known. */
static pf_value argv(struct pf_eval *ev)
{
    return pf_command_value(ev, PF_KIND_BIT(PF_SEQ), false);
}

/* --- sys.modules: what the settings loaded is known, what else is loaded is not -------------- */

static pf_value loaded(struct pf_eval *ev, pf_value name)
{
    bool maybe = false;
    pf_value module =
        pf_is_str(name) ? pf_names_get(ev, ev->modules, pf_text_of(name), &maybe) : pf_unbound();
    return maybe ? pf_unbound() : module;
}

static pf_value unknown_module(struct pf_eval *ev, pf_value name, unsigned kinds)
{
    return pf_unknown_of(ev, kinds, kinds != PF_KIND_OBJECT, "the modules that are loaded", &name,
                         1);
}

static pf_value modules_item(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value module = loaded(ev, call->args[1]);
    if (pf_is_bound(module))
        return module;
    pf_may_raise(ev, "KeyError");
    return unknown_module(ev, call->args[1], PF_KIND_OBJECT);
}

static pf_value modules_get(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value module = loaded(ev, call->args[1]);
    return pf_is_bound(module) ? module : unknown_module(ev, call->args[1], 0);
}

static pf_value modules_contains(struct pf_eval *ev, const struct pf_call *call)
{
    /* no server runs tests */
    bool tests =
        pf_is_str(call->args[1]) && (pf_str_eq(pf_text_of(call->args[1]), PF_STR("pytest")) ||
                                     pf_str_eq(pf_text_of(call->args[1]), PF_STR("nose")));
    bool there = pf_is_bound(loaded(ev, call->args[1]));
    return pf_truth_value(ev, there ? PF_YES : tests ? PF_NO : PF_MAYBE, pf_none(), pf_none());
}

static pf_value modules_other(struct pf_eval *ev, const struct pf_call *call)
{
    for (size_t i = 1; i < call->count; i++)
        pf_escape(ev, call->args[i], "put among the loaded modules");
    return unknown_module(ev, pf_none(), 0);
}

static pf_value modules_truth(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_bool(true);
}

static const struct pf_native modules_methods[] = {
    {"sys.modules.__getitem__", "self, key", modules_item, 0, PF_NATIVE_RAW},
    {"sys.modules.get", "self, key, default?", modules_get, 0, PF_NATIVE_RAW},
    {"sys.modules.__contains__", "self, key", modules_contains, 0, PF_NATIVE_RAW},
    {"sys.modules.__bool__", "self", modules_truth, 0, PF_NATIVE_RAW},
    {"sys.modules.__setitem__", "self, key, value", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.__delitem__", "self, key", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.__iter__", "self", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.__len__", "self", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.keys", "self", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.values", "self", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.items", "self", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.pop", "self, key, default?", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.setdefault", "self, key, default?", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.update", "self, other", modules_other, 0, PF_NATIVE_RAW},
    {"sys.modules.copy", "self", modules_other, 0, PF_NATIVE_RAW},
};
static const struct pf_native_class modules_class = {.name = "dict",
                                                     .module = "builtins",
                                                     .methods = modules_methods,
                                                     .method_count = PF_COUNT(modules_methods)};

static pf_value modules(struct pf_eval *ev)
{
    return pf_instance_value(ev, pf_eval_class(ev, &modules_class), NULL);
}

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (pf_str_eq(name, PF_STR("version_info")))
        return version_info(ev);
    if (pf_str_eq(name, PF_STR("argv")))
        return argv(ev);
    if (pf_str_eq(name, PF_STR("modules")))
        return modules(ev);
    if (pf_str_eq(name, PF_STR("path")))
        return pf_sys_path(ev);
    return pf_unbound();
}

static pf_value sys_exit(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value e = pf_exception_value(ev, pf_eval_exception(ev, "SystemExit"), call->args,
                                    pf_is_bound(call->args[0]));
    return pf_raise_value(ev, e, call->span);
}

static pf_value intern(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return call->args[0];
}

static pf_value encoding(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    return pf_str_value(ev, PF_STR("utf-8"));
}

static const struct pf_native functions[] = {
    {"sys.exit", "status?, /", sys_exit, 0, PF_NATIVE_RAW},
    {"sys.intern", "string, /", intern, PF_KIND_BIT(PF_STRING), 0},
    {"sys.getdefaultencoding", "", encoding, PF_KIND_BIT(PF_STRING), 0},
    {"sys.getrecursionlimit", "", NULL, PF_KIND_BIT(PF_INT), PF_NATIVE_SAFE},
    {"sys.getsizeof", "object, default?", NULL, PF_KIND_BIT(PF_INT), PF_NATIVE_SAFE},
    {"sys.gettrace", "", NULL, 0, PF_NATIVE_SAFE},
};
static const struct pf_native_constant constants[] = {
    {"platform", "'linux'"},
    {"maxsize", "9223372036854775807"},
    {"byteorder", "'little'"},
    {"maxunicode", "1114111"},
};

const struct pf_library pf_lib_sys = {
    .module = "sys",
    .functions = functions,
    .function_count = PF_COUNT(functions),
    .constants = constants,
    .constant_count = PF_COUNT(constants),
    .attribute = attribute,
    .is_standard = true,
};
