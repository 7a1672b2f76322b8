/* sys, as a server that imports the settings sees it. */
#include "python/interp.h"

static pf_value version_info(struct pf_eval *ev)
{
    unsigned minor = ev->options->python_minor;
    pf_value parts[] = {
        pf_int(3),
        minor == 0 ? pf_unknown_value(ev, PF_KIND_BIT(PF_INT), false, "the version of Python")
                   : pf_int(minor),
        pf_unknown_value(ev, PF_KIND_BIT(PF_INT), true, "the version of Python"),
        pf_str_value(ev, PF_STR("final")),
        pf_int(0),
    };
    return pf_tuple_value(ev, parts, PF_COUNT(parts));
}

/* A server is started by its own command: what else stands there is not known. */
static pf_value argv(struct pf_eval *ev)
{
    return pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), false, "the command that starts the server");
}

static pf_value modules(struct pf_eval *ev)
{
    return pf_unknown_value(ev, PF_KIND_BIT(PF_MAP), false, "the modules that are loaded");
}

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (pf_str_eq(name, PF_STR("version_info")))
        return version_info(ev);
    if (pf_str_eq(name, PF_STR("argv")))
        return argv(ev);
    if (pf_str_eq(name, PF_STR("modules")))
        return modules(ev);
    if (pf_str_eq(name, PF_STR("path"))) {
        pf_value list = pf_list_value(ev, NULL, 0);
        pf_heap_forget(ev, list.as.object, "where Python looks for modules", NULL);
        return list;
    }
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
