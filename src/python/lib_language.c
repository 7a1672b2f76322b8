/* The libraries that belong to the language itself: typing, importlib, functools, contextlib, abc,
 * copy. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

static pf_value first(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return call->args[0];
}

static pf_value second(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return call->args[1];
}

/* --- typing
 * --------------------------------------------------------------------------------------------------
 */

static const struct pf_native typing_functions[] = {
    {"typing.cast", "typ, val", second, 0, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"typing.final", "f", first, 0, PF_NATIVE_RAW},
    {"typing.no_type_check", "arg", first, 0, PF_NATIVE_RAW},
    {"typing.overload", "func", first, 0, PF_NATIVE_RAW},
    {"typing.runtime_checkable", "cls", first, 0, PF_NATIVE_RAW},
};
static const struct pf_native_constant typing_constants[] = {{"TYPE_CHECKING", "False"}};
const struct pf_library pf_lib_typing = {.module = "typing",
                                         .functions = typing_functions,
                                         .function_count = PF_COUNT(typing_functions),
                                         .constants = typing_constants,
                                         .constant_count = PF_COUNT(typing_constants),
                                         .has_text = true,
                                         .is_standard = true};

/* --- importlib
 * ------------------------------------------------------------------------------------------------
 */

static pf_value import_module(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value name = call->args[0], package = call->args[1];
    if (!pf_is_str(name)) {
        pf_may_raise(ev, "ImportError");
        return pf_unknown_of(ev, PF_KIND_OBJECT, false, "a module whose name is not known",
                             call->args, 1);
    }
    pf_str text = pf_text_of(name);
    if (!pf_str_starts(text, PF_STR(".")))
        return pf_import_name(ev, text);
    if (!pf_is_bound(package) || !pf_is_str(package))
        return pf_is_bound(package) && pf_is_vague(package)
                   ? pf_unknown_of(ev, PF_KIND_OBJECT, false, "a module whose name is not known",
                                   call->args, 2)
                   : pf_raise(ev, "TypeError",
                              "the 'package' argument is required to perform a relative import");
    pf_str base = pf_text_of(package);
    for (text = pf_str_slice(text, 1, text.len); pf_str_starts(text, PF_STR("."));
         text = pf_str_slice(text, 1, text.len)) {
        ptrdiff_t dot = pf_str_find_last_byte(base, '.');
        if (dot == PF_STR_NONE)
            return pf_raise(ev, "ImportError",
                            "attempted relative import beyond top-level package");
        base = pf_str_slice(base, 0, (size_t)dot);
    }
    return pf_import_name(
        ev,
        text.len == 0 ? base : pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(base), PF_ARG(text)));
}

/* importlib.util.find_spec: what it finds is true, and nobody looks into it. */
static pf_value find_spec(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name = pf_is_str(call->args[0]) ? pf_text_of(call->args[0]) : PF_STR("");
    bool is_top = name.len > 0 && pf_str_find_byte(name, '.') == PF_STR_NONE;
    enum pf_truth installed = is_top ? pf_is_installed(ev, name) : PF_MAYBE;
    pf_value spec = pf_unknown_value(ev, PF_KIND_OBJECT, false, "how a module is loaded");
    if (installed == PF_YES)
        return spec;
    return installed == PF_NO ? pf_none() : pf_join_value(ev, spec, pf_none());
}

static const struct pf_native importlib_util_functions[] = {
    {"importlib.util.find_spec", "name, package?", find_spec, 0, PF_NATIVE_RAW},
};
const struct pf_library pf_lib_importlib_util = {.module = "importlib.util",
                                                 .functions = importlib_util_functions,
                                                 .function_count =
                                                     PF_COUNT(importlib_util_functions),
                                                 .is_standard = true};

static const struct pf_native importlib_functions[] = {
    {"importlib.import_module", "name, package?", import_module, 0, PF_NATIVE_RAW},
};
const struct pf_library pf_lib_importlib = {.module = "importlib",
                                            .functions = importlib_functions,
                                            .function_count = PF_COUNT(importlib_functions),
                                            .is_standard = true};

/* --- functools
 * -------------------------------------------------------------------------------------------------
 */

static pf_value call_partial(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *kept = call->args[0].as.tuple; /* function, positional, keywords */
    struct pf_arguments a = {0};
    const struct pf_tuple *before = kept->items[1].as.tuple, *now = call->args[1].as.tuple;
    for (size_t i = 0; i < before->count; i++)
        pf_arguments_add(ev, &a, before->items[i]);
    for (size_t i = 0; i < now->count; i++)
        pf_arguments_add(ev, &a, now->items[i]);
    const struct pf_contents *old = kept->items[2].as.object->contents;
    const struct pf_contents *new = call->args[2].as.object->contents;
    for (size_t i = 0; i < old->dict.count; i++)
        if (pf_dict_find_str(ev, new, pf_text_of(old->dict.entries[i].key)) == NULL)
            pf_arguments_name(ev, &a, pf_text_of(old->dict.entries[i].key),
                              old->dict.entries[i].value);
    for (size_t i = 0; i < new->dict.count; i++)
        pf_arguments_name(ev, &a, pf_text_of(new->dict.entries[i].key), new->dict.entries[i].value);
    return pf_call_arguments(ev, kept->items[0], &a);
}

static pf_value partial(struct pf_eval *ev, const struct pf_call *call)
{
    static const struct pf_native partial_call = {
        "partial", "kept, /, *args, **kwargs", call_partial, 0, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE};
    return pf_bound_native(ev, pf_tuple_value(ev, call->args, 3), &partial_call);
}

static pf_value reduce(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_items items;
    if (!pf_iterate_each(ev, call->args[1], SIZE_MAX, &items))
        return failed;
    if (!items.known || items.unordered)
        return pf_unknown_of(ev, 0, true, "made from something unknown", call->args, 2);
    size_t start = pf_is_bound(call->args[2]) ? 0 : 1;
    if (items.count < start && !pf_iterated(ev, &items))
        return failed;
    if (items.count < start)
        return pf_raise(ev, "TypeError", "reduce() of empty iterable with no initial value");
    pf_value sum = start == 0 ? call->args[2] : items.items[0];
    for (size_t i = start; i < items.count && !pf_is_failed(sum); i++) {
        pf_value pair[] = {sum, items.items[i]};
        sum = pf_call_value(ev, call->args[0], pair, 2);
    }
    return pf_is_failed(sum) || pf_iterated(ev, &items) ? sum : failed;
}

static pf_value cached_property(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_property *p = PF_NEW(ev->arena, struct pf_property);
    *p = (struct pf_property){call->args[0], pf_unbound(), pf_unbound(), true};
    return (pf_value){.type = PF_V_PROPERTY, .as.property = p};
}

static const struct pf_native functools_functions[] = {
    {"functools.partial", "func, /, *args, **kwargs", partial, 0, PF_NATIVE_RAW},
    {"functools.reduce", "function, iterable, initial?, /", reduce, 0, PF_NATIVE_RAW},
    {"functools.cached_property", "func", cached_property, 0, PF_NATIVE_RAW},
};
const struct pf_library pf_lib_functools = {.module = "functools",
                                            .functions = functools_functions,
                                            .function_count = PF_COUNT(functools_functions),
                                            .has_text = true,
                                            .is_standard = true};

/* --- contextlib
 * --------------------------------------------------------------------------------------------------
 */

static pf_value make_suppress(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value *types = PF_NEW(ev->arena, pf_value);
    *types = call->args[0];
    return pf_instance_value(ev, call->cls, types);
}

static const struct pf_native_class suppress_class;

static pf_value suppress_enter(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_none();
}

static pf_value suppress_exit(struct pf_eval *ev, const struct pf_call *call)
{
    const pf_value *types = pf_instance_state(call->args[0], &suppress_class);
    enum pf_truth matches;
    if (types == NULL)
        return pf_unknown_value(ev, PF_KIND_BIT(PF_BOOL), true, "a context manager nobody models");
    if (pf_is_none(call->args[2]))
        return pf_none();
    if (!pf_exception_matches(ev, call->args[2], *types, &matches))
        return failed;
    return pf_truth_value(ev, matches, pf_none(), pf_none());
}

static const struct pf_native suppress_methods[] = {
    {"suppress.__enter__", "self", suppress_enter, 0, PF_NATIVE_RAW},
    {"suppress.__exit__", "self, type, value, tb", suppress_exit, 0, PF_NATIVE_RAW},
};
static const struct pf_native suppress_make = {"contextlib.suppress", "*exceptions", make_suppress,
                                               0, PF_NATIVE_RAW};
static const struct pf_native_class suppress_class = {.name = "suppress",
                                                      .module = "contextlib",
                                                      .methods = suppress_methods,
                                                      .method_count = PF_COUNT(suppress_methods),
                                                      .make = &suppress_make};
static const struct pf_native_class *const contextlib_classes[] = {&suppress_class};
const struct pf_library pf_lib_contextlib = {.module = "contextlib",
                                             .classes = contextlib_classes,
                                             .class_count = PF_COUNT(contextlib_classes),
                                             .is_standard = true};

/* --- abc
 * ---------------------------------------------------------------------------------------------------------
 */

static const struct pf_native_class abc_class = {.name = "ABC", .module = "abc"};
static const struct pf_native_class abc_meta_class = {
    .name = "ABCMeta", .module = "abc", .base = &pf_type_class_};
static const struct pf_native_class *const abc_classes[] = {&abc_class, &abc_meta_class};
static const struct pf_native abc_functions[] = {
    {"abc.abstractmethod", "funcobj", first, 0, PF_NATIVE_RAW},
};
const struct pf_library pf_lib_abc = {.module = "abc",
                                      .functions = abc_functions,
                                      .function_count = PF_COUNT(abc_functions),
                                      .classes = abc_classes,
                                      .class_count = PF_COUNT(abc_classes),
                                      .is_standard = true};

/* --- copy
 * --------------------------------------------------------------------------------------------------------
 */

enum { MAX_DEPTH = 50 /* of containers in containers */ };

static pf_value copy_of(struct pf_eval *ev, pf_value v, bool deep, int depth)
{
    if (depth > MAX_DEPTH || v.type == PF_V_INSTANCE || v.type == PF_V_ITERATOR)
        pf_escape_items(ev, v, "copied in a way nobody models");
    if (depth > MAX_DEPTH || v.type == PF_V_INSTANCE || v.type == PF_V_ITERATOR)
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "a copy nobody models", &v, 1);
    if (v.type == PF_V_EITHER)
        return pf_unknown_of(ev, pf_kinds_of(v), true, "a copy of one of several", &v, 1);
    if (v.type == PF_V_TUPLE && deep && v.as.tuple->cls == NULL) {
        pf_value *items = PF_NEW_ARRAY(ev->arena, pf_value, v.as.tuple->count);
        for (size_t i = 0; i < v.as.tuple->count; i++)
            items[i] = copy_of(ev, v.as.tuple->items[i], true, depth + 1);
        return pf_tuple_value(ev, items, v.as.tuple->count);
    }
    if (!pf_has_contents(v))
        return v;
    struct pf_object *copy = pf_heap_container(ev, v.type);
    copy->cls = v.as.object->cls;
    copy->wrapped = v.as.object->wrapped;
    copy->contents = pf_contents_copy(ev, v.as.object->contents);
    struct pf_contents *c = copy->contents;
    if (deep && c->knowledge == PF_CONTENTS_EITHER)
        return pf_unknown_of(ev, pf_kinds_of(v), true, "a copy of one of several", &v, 1);
    for (size_t i = 0; deep && i < c->count && !ev->aborted; i++)
        c->items[i] = copy_of(ev, c->items[i], true, depth + 1);
    for (size_t i = 0; deep && i < c->dict.count && !ev->aborted; i++)
        c->dict.entries[i].value = copy_of(ev, c->dict.entries[i].value, true, depth + 1);
    pf_value result = pf_object_value(copy);
    result.origin = v.origin;
    return ev->aborted ? failed : result;
}

static pf_value shallow(struct pf_eval *ev, const struct pf_call *call)
{
    return copy_of(ev, call->args[0], false, 0);
}

static pf_value deep(struct pf_eval *ev, const struct pf_call *call)
{
    return copy_of(ev, call->args[0], true, 0);
}

static const struct pf_native copy_functions[] = {
    {"copy.copy", "x", shallow, 0, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"copy.deepcopy", "x, memo?", deep, 0, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
};
const struct pf_library pf_lib_copy = {.module = "copy",
                                       .functions = copy_functions,
                                       .function_count = PF_COUNT(copy_functions),
                                       .is_standard = true};
