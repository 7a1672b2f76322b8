/* The builtin functions. */
#include "python/interp.h"

#include <math.h>

static const pf_value failed = {.type = PF_V_FAILED};

#define TEXT PF_KIND_BIT(PF_STRING)
#define TRUTH PF_KIND_BIT(PF_BOOL)
#define NUMBER (PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL))
#define SEQ PF_KIND_BIT(PF_SEQ)
#define NONE PF_KIND_BIT(PF_NULL)

/* --- asking a value
 * ---------------------------------------------------------------------------------- */

static pf_value dict_len(struct pf_eval *ev, pf_value v)
{
    const struct pf_contents *c =
        v.type == PF_V_VIEW ? v.as.view->dict->contents : v.as.object->contents;
    if (c->knowledge != PF_CONTENTS_KNOWN || pf_dict_has_maybe(c))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), true, "the length of something unknown", &v,
                             1);
    return pf_int((int64_t)c->dict.live);
}

static pf_value fn_len(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    pf_value method = v.type == PF_V_INSTANCE || v.type == PF_V_CLASS
                          ? pf_find_special(ev, v, "__len__")
                          : pf_unbound();
    if (pf_is_bound(method))
        return pf_is_failed(method) ? method : pf_call_value(ev, method, NULL, 0);
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        v = v.as.object->wrapped;
    switch (v.type) {
    case PF_V_STR:
    case PF_V_BYTES:
        return pf_int((int64_t)v.as.text->length);
    case PF_V_TUPLE:
        return pf_int((int64_t)v.as.tuple->count);
    case PF_V_LIST:
        return pf_int((int64_t)v.as.object->contents->count);
    case PF_V_DICT:
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_VIEW:
        return dict_len(ev, v);
    case PF_V_RANGE: {
        struct pf_items items;
        if (!pf_iterate(ev, v, &items))
            return failed;
        return pf_int((int64_t)items.count);
    }
    default:
        if (v.type == PF_V_INSTANCE && v.as.object->cls->class_->has_unknown_base)
            return pf_unknown_value(ev, PF_KIND_BIT(PF_INT), true, "the length of something");
        return pf_raise(ev, "TypeError", "object of type '%.*s' has no len()",
                        PF_ARG(pf_type_name(v)));
    }
}

/* A class that is of no abstract one, unless somebody registers it. */
static bool is_known_class(const struct pf_class *cls)
{
    static const char *const others[] = {"builtins", "enum", "pathlib"};
    if (cls->ast != NULL)
        return !cls->is_handed_out && pf_library_find(cls->module) == NULL;
    for (size_t i = 0; i < PF_COUNT(others); i++)
        if (pf_str_eq(cls->module, pf_str_c(others[i])))
            return true;
    return false;
}

static bool is_of_known_classes(pf_value v)
{
    const struct pf_class *cls = v.type == PF_V_INSTANCE ? v.as.object->cls->class_ : NULL;
    bool known = cls != NULL && !cls->has_unknown_base;
    for (size_t i = 0; known && i < cls->mro_count; i++)
        known = is_known_class(cls->mro[i]->class_);
    return known;
}

/* collections.abc.Mapping and its like, of builtin data and of instances. */
static enum pf_truth is_of_abstract(struct pf_eval *ev, pf_value v, pf_value cls)
{
    enum { DICTS = 1u << PF_V_DICT, LISTS = 1u << PF_V_LIST, TEXTS = 1u << PF_V_STR };
    enum { BYTES = 1u << PF_V_BYTES, TUPLES = 1u << PF_V_TUPLE };
    enum { SETS = 1u << PF_V_SET | 1u << PF_V_FROZENSET };
    enum { CONTAINERS = DICTS | LISTS | TEXTS | BYTES | TUPLES | SETS };
    static const unsigned all =
        CONTAINERS | 1u << PF_V_INT | 1u << PF_V_BOOL | 1u << PF_V_FLOAT | 1u << PF_V_NONE;
    static const struct {
        const char *name;
        unsigned types;
        const char *method; /* an instance that has it is of the class; NULL: it must inherit */
    } rows[] = {
        {"collections.abc.Mapping", DICTS, NULL},
        {"collections.abc.MutableMapping", DICTS, NULL},
        {"collections.abc.Sequence", LISTS | TEXTS | BYTES | TUPLES, NULL},
        {"collections.abc.MutableSequence", LISTS, NULL},
        {"collections.abc.Set", SETS, NULL},
        {"collections.abc.Iterable", CONTAINERS, "__iter__"},
        {"collections.abc.Sized", CONTAINERS, "__len__"},
        {"collections.abc.Container", CONTAINERS, "__contains__"},
        {"collections.abc.Callable", 0, "__call__"},
    };
    v = pf_unwrapped(v);
    bool is_instance = is_of_known_classes(v);
    for (size_t i = 0; cls.type == PF_V_UNKNOWN && i < PF_COUNT(rows); i++) {
        if (!pf_str_eq(cls.as.unknown->name, pf_str_c(rows[i].name)))
            continue;
        if ((all & 1u << v.type) != 0)
            return pf_truth_of((rows[i].types & 1u << v.type) != 0);
        if (is_instance)
            return pf_truth_of(rows[i].method != NULL &&
                               pf_is_bound(pf_find_special(ev, v, rows[i].method)));
    }
    return PF_MAYBE;
}

static bool instance_of_any(struct pf_eval *ev, pf_value v, pf_value cls, enum pf_truth *truth)
{
    if (cls.type == PF_V_TUPLE) {
        *truth = PF_NO;
        for (size_t i = 0; i < cls.as.tuple->count && *truth != PF_YES; i++) {
            enum pf_truth one;
            if (!instance_of_any(ev, v, cls.as.tuple->items[i], &one))
                return false;
            *truth = pf_truth_or(*truth, one);
        }
        return true;
    }
    *truth = is_of_abstract(ev, v, cls);
    if (cls.type == PF_V_CLASS)
        *truth = pf_is_instance(ev, v, cls.as.object);
    else if (!pf_is_vague(cls) && cls.type != PF_V_NATIVE && cls.type != PF_V_INSTANCE &&
             !pf_is_none(cls)) {
        pf_raise(ev, "TypeError",
                 "isinstance() arg 2 must be a type, a tuple of types, or a union");
        return false;
    }
    return true;
}

static pf_value fn_isinstance(struct pf_eval *ev, const struct pf_call *call)
{
    enum pf_truth truth;
    if (!instance_of_any(ev, call->args[0], call->args[1], &truth))
        return failed;
    return pf_truth_value(ev, truth, call->args[0], pf_none());
}

static pf_value fn_issubclass(struct pf_eval *ev, const struct pf_call *call)
{
    if (call->args[0].type != PF_V_CLASS || call->args[1].type != PF_V_CLASS)
        return pf_unknown_of(ev, TRUTH, true, "a question about unknown classes", call->args, 2);
    return pf_bool(pf_is_subclass(call->args[0].as.object, call->args[1].as.object));
}

static pf_value fn_callable(struct pf_eval *ev, const struct pf_call *call)
{
    switch (call->args[0].type) {
    case PF_V_FUNCTION:
    case PF_V_NATIVE:
    case PF_V_METHOD:
    case PF_V_CLASS:
        return pf_bool(true);
    case PF_V_UNKNOWN:
    case PF_V_EITHER:
        return pf_truth_value(ev, PF_MAYBE, call->args[0], pf_none());
    case PF_V_INSTANCE: {
        pf_value method = pf_find_special(ev, call->args[0], "__call__");
        return pf_bool(pf_is_bound(method));
    }
    default:
        return pf_bool(false);
    }
}

static bool attribute_name(struct pf_eval *ev, pf_value v, pf_str *name)
{
    if (pf_is_str(v)) {
        *name = pf_text_of(v);
        return true;
    }
    if (!pf_is_vague(v))
        pf_raise(ev, "TypeError", "attribute name must be string, not '%.*s'",
                 PF_ARG(pf_type_name(v)));
    return false;
}

static pf_value fn_getattr(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    if (!attribute_name(ev, call->args[1], &name)) {
        if (!pf_is_vague(call->args[1]))
            return failed;
        pf_may_raise(ev, "AttributeError");
        return pf_unknown_of(ev, 0, true, "an attribute whose name is not known", call->args, 2);
    }
    if (!pf_is_bound(call->args[2]))
        return pf_get_attribute(ev, call->args[0], name);
    bool vague = pf_is_vague(call->args[0]);
    pf_value v = pf_find_attribute(ev, call->args[0], name);
    if (!pf_is_bound(v))
        return call->args[2];
    return vague && !pf_is_failed(v) ? pf_join_value(ev, v, call->args[2]) : v;
}

static pf_value fn_hasattr(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    if (pf_is_vague(call->args[0]) || !attribute_name(ev, call->args[1], &name))
        return pf_is_vague(call->args[0]) || pf_is_vague(call->args[1])
                   ? pf_truth_value(ev, PF_MAYBE, call->args[0], call->args[1])
                   : failed;
    pf_value v = pf_find_attribute(ev, call->args[0], name);
    if (pf_is_failed(v))
        return v;
    if (v.type == PF_V_UNKNOWN && call->args[0].type != PF_V_INSTANCE)
        return pf_truth_value(ev, PF_MAYBE, call->args[0], pf_none());
    bool maybe = false;
    if (call->args[0].type == PF_V_INSTANCE || call->args[0].type == PF_V_MODULE)
        pf_names_get(ev, call->args[0].as.object->attributes, name, &maybe);
    if (v.type == PF_V_UNKNOWN)
        maybe = true;
    return pf_truth_value(ev, pf_is_bound(v) ? (maybe ? PF_MAYBE : PF_YES) : PF_NO, call->args[0],
                          pf_none());
}

static pf_value vague_name(struct pf_eval *ev, const struct pf_call *call, const char *reason)
{
    pf_value object = call->args[0];
    pf_may_raise(ev, "");
    if (object.type == PF_V_MODULE || object.type == PF_V_INSTANCE || object.type == PF_V_CLASS)
        pf_heap_forget(ev, object.as.object->attributes, reason, call->args[1].origin);
    return pf_none();
}

static pf_value fn_setattr(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    if (attribute_name(ev, call->args[1], &name))
        return pf_set_attribute(ev, call->args[0], name, call->args[2]) ? pf_none() : failed;
    if (!pf_is_vague(call->args[1]))
        return failed;
    pf_escape(ev, call->args[2], "stored under a name that is not known");
    if (call->args[0].type == PF_V_MODULE && call->args[0].as.object->module->library == NULL) {
        pf_may_raise(ev, "TypeError");
        pf_set_some_name(ev, call->args[0].as.object->attributes, call->args[1], call->args[2]);
        return pf_none();
    }
    return vague_name(ev, call, "a name that is not known was set");
}

static pf_value fn_delattr(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str name;
    if (!attribute_name(ev, call->args[1], &name))
        return pf_is_vague(call->args[1])
                   ? vague_name(ev, call, "a name that is not known was deleted")
                   : failed;
    return pf_del_attribute(ev, call->args[0], name) ? pf_none() : failed;
}

static pf_value fn_repr(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_repr_of_value(ev, call->args[0]);
}

static pf_value fn_format(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[1]))
        return pf_format_value(ev, call->args[0], PF_STR(""));
    if (!pf_is_str(call->args[1]))
        return pf_unknown_of(ev, TEXT, true, "a format that is not known", call->args, 2);
    return pf_format_value(ev, call->args[0], pf_text_of(call->args[1]));
}

/* --- code
 * -------------------------------------------------------------------------------------------------
 */

static pf_value fn_eval(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    bool plain = pf_is_str(v) && !pf_is_bound(call->args[1]);
    if (!plain) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "the result of eval", call->args, 1);
    }
    struct pf_faults faults = {0};
    const struct pf_source *source =
        pf_source_new(ev->arena, PF_STR("<string>"), pf_text_strip(pf_text_of(v)));
    const struct pf_ast *module = pf_python_parse(ev->arena, source, &faults);
    const struct pf_ast_list *body = &module->as.module.body;
    if (faults.count > 0 || body->count != 1 || body->items[0]->kind != PF_AST_EXPR)
        return pf_raise(ev, "SyntaxError", "invalid syntax");
    pf_value result = pf_eval_expr(ev, body->items[0]->as.value.value);
    return pf_is_failed(result) || v.origin == NULL
               ? result
               : pf_traced(ev, result, "eval", call->span, &v, 1);
}

/* exec(open("settings/local.py").read()): what a file of the project says, run here. */
static pf_value fn_exec(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value code = call->args[0];
    struct pf_object *globals = ev->frame->globals;
    if (pf_is_bound(call->args[1]) && call->args[1].type == PF_V_DICT)
        globals = call->args[1].as.object;
    const struct pf_source *source = NULL;
    if (pf_is_str(code) || code.type == PF_V_BYTES)
        source = pf_file_of_text(ev, pf_text_of(code));
    if (source == NULL && pf_is_str(code))
        source = pf_trees_text(ev->trees, pf_text_of(code));
    bool elsewhere = pf_is_bound(call->args[2]) &&
                     (call->args[2].type != PF_V_DICT || call->args[2].as.object != globals);
    if (source == NULL || elsewhere) {
        pf_heap_forget(ev, globals, "code that is not known was run", code.origin);
        pf_may_raise(ev, "");
        return pf_none();
    }
    if (ev->import_depth >= PF_EVAL_IMPORT_DEPTH)
        return pf_abort(ev, call->span, "files are run within files more than 20 deep");
    ev->import_depth++;
    enum pf_completion completion = pf_run_source(ev, source, ev->frame->module, globals);
    ev->import_depth--;
    return completion == PF_RAISED ? failed : pf_none();
}

static pf_value fn_compile(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return call->args[0];
}

static pf_value fn_import(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[0]))
        return pf_unknown_of(ev, 0, false, "a module whose name is not known", call->args, 1);
    pf_str name = pf_text_of(call->args[0]), top, rest;
    pf_value module = pf_import_name(ev, name);
    pf_str_cut(name, '.', &top, &rest);
    bool from = pf_is_bound(call->args[3]) && !pf_is_none(call->args[3]);
    return pf_is_failed(module) || from || top.len == name.len ? module : pf_import_name(ev, top);
}

static pf_value fn_print(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_none();
}

static pf_value fn_hash(struct pf_eval *ev, const struct pf_call *call)
{
    uint64_t hash;
    if (pf_is_integral(call->args[0]) && pf_integral_of(call->args[0]) >= 0 &&
        pf_integral_of(call->args[0]) < ((int64_t)1 << 60))
        return pf_int(pf_integral_of(call->args[0]));
    if (!pf_hash_value(ev, call->args[0], &hash)) {
        pf_value why = pf_unhashable(ev, call->args[0]);
        if (pf_is_failed(why))
            return why;
    }
    return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), true, "a hash", call->args, 1);
}

static pf_value fn_id(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), false, "an address", call->args, 1);
}

static const struct pf_native functions[] = {
    {"abs", "x, /", pf_fn_abs, NUMBER, 0},
    {"all", "iterable, /", pf_fn_all, TRUTH, PF_NATIVE_RAW},
    {"any", "iterable, /", pf_fn_any, TRUTH, PF_NATIVE_RAW},
    {"ascii", "object, /", NULL, TEXT, 0},
    {"bin", "x, /", pf_fn_bin, TEXT, 0},
    {"breakpoint", "*args, **kwargs", fn_print, NONE, PF_NATIVE_RAW},
    {"callable", "object, /", fn_callable, TRUTH, PF_NATIVE_RAW},
    {"chr", "i, /", pf_fn_chr, TEXT, 0},
    {"compile", "source, filename, mode, flags?, dont_inherit?, optimize?", fn_compile, 0,
     PF_NATIVE_RAW},
    {"delattr", "object, name, /", fn_delattr, NONE, PF_NATIVE_RAW},
    {"dir", "object?, /", pf_fn_dir, SEQ, PF_NATIVE_RAW},
    {"divmod", "a, b, /", pf_fn_divmod, SEQ, 0},
    {"enumerate", "iterable, start?", pf_fn_enumerate, SEQ, 0},
    {"eval", "source, globals?, locals?, /", fn_eval, 0, PF_NATIVE_RAW},
    {"exec", "source, globals?, locals?, /", fn_exec, NONE, PF_NATIVE_RAW},
    {"execfile", "name", fn_exec, NONE, PF_NATIVE_RAW},
    {"filter", "function, iterable, /", pf_fn_filter, SEQ, PF_NATIVE_RAW},
    {"format", "value, format_spec?, /", fn_format, TEXT, PF_NATIVE_RAW},
    {"getattr", "object, name, default?, /", fn_getattr, 0, PF_NATIVE_RAW},
    {"globals", "", pf_fn_globals, 0, PF_NATIVE_RAW},
    {"hasattr", "object, name, /", fn_hasattr, TRUTH, PF_NATIVE_RAW},
    {"hash", "object, /", fn_hash, PF_KIND_BIT(PF_INT), 0},
    {"hex", "x, /", pf_fn_hex, TEXT, 0},
    {"id", "object, /", fn_id, PF_KIND_BIT(PF_INT), PF_NATIVE_RAW},
    {"input", "prompt?, /", NULL, TEXT, PF_NATIVE_RAW},
    {"isinstance", "object, cls, /", fn_isinstance, TRUTH, PF_NATIVE_RAW},
    {"issubclass", "cls, base, /", fn_issubclass, TRUTH, PF_NATIVE_RAW},
    {"iter", "object, sentinel?, /", pf_fn_iter, 0, 0},
    {"len", "object, /", fn_len, PF_KIND_BIT(PF_INT), 0},
    {"locals", "", pf_fn_locals, 0, PF_NATIVE_RAW},
    {"map", "function, iterable, /, *iterables", pf_fn_map, SEQ, PF_NATIVE_RAW},
    {"max", "*args, key?, default?", pf_fn_max, 0, PF_NATIVE_RAW},
    {"min", "*args, key?, default?", pf_fn_min, 0, PF_NATIVE_RAW},
    {"next", "iterator, default?, /", pf_fn_next, 0, PF_NATIVE_RAW},
    {"oct", "x, /", pf_fn_oct, TEXT, 0},
    {"open", "file, mode?, buffering?, encoding?, errors?, newline?, closefd?, opener?", pf_fn_open,
     0, PF_NATIVE_RAW},
    {"ord", "c, /", pf_fn_ord, PF_KIND_BIT(PF_INT), 0},
    {"pow", "base, exp, mod?", pf_fn_pow, NUMBER, 0},
    {"print", "*args, sep?, end?, file?, flush?", fn_print, NONE, PF_NATIVE_RAW | PF_NATIVE_RECORD},
    {"repr", "object, /", fn_repr, TEXT, PF_NATIVE_RAW},
    {"reversed", "sequence, /", pf_fn_reversed, SEQ, 0},
    {"round", "number, ndigits?", pf_fn_round, NUMBER, 0},
    {"setattr", "object, name, value, /", fn_setattr, NONE, PF_NATIVE_RAW},
    {"sorted", "iterable, /, *, key?, reverse?", pf_fn_sorted, SEQ, PF_NATIVE_RAW},
    {"sum", "iterable, /, start?", pf_fn_sum, 0, 0},
    {"super", "type?, object?, /", pf_fn_super, 0, PF_NATIVE_RAW},
    {"vars", "object?, /", pf_fn_vars, 0, PF_NATIVE_RAW},
    {"zip", "*iterables, strict?", pf_fn_zip, SEQ, PF_NATIVE_RAW},
    {"__import__", "name, globals?, locals?, fromlist?, level?", fn_import, 0, PF_NATIVE_RAW},
};

static const struct pf_native_class *const classes[] = {
    &pf_object_class, &pf_type_class_,        &pf_str_class,   &pf_bytes_class, &pf_int_class,
    &pf_bool_class,   &pf_float_class,        &pf_list_class,  &pf_tuple_class, &pf_dict_class,
    &pf_set_class,    &pf_frozenset_class,    &pf_range_class, &pf_slice_class, &pf_property_class,
    &pf_static_class, &pf_class_method_class,
};

pf_value pf_builtin_find(struct pf_eval *ev, pf_str name)
{
    for (size_t i = 0; i < PF_COUNT(functions); i++)
        if (pf_str_eq(name, pf_str_c(functions[i].name)))
            return pf_str_eq(name, PF_STR("execfile")) ? pf_unbound()
                                                       : pf_native_value(&functions[i]);
    for (size_t i = 0; i < PF_COUNT(classes); i++)
        if (pf_str_eq(name, pf_str_c(classes[i]->name)))
            return pf_object_value(pf_eval_class(ev, classes[i]));
    if (pf_str_eq(name, PF_STR("NotImplemented")))
        return (pf_value){.type = PF_V_NOT_IMPLEMENTED};
    if (pf_str_eq(name, PF_STR("Ellipsis")))
        return (pf_value){.type = PF_V_ELLIPSIS};
    if (pf_str_eq(name, PF_STR("__debug__")))
        return pf_bool(true);
    static const char *const opaque[] = {"bytearray",      "complex",
                                         "memoryview",     "aiter",
                                         "anext",          "__build_class__",
                                         "__loader__",     "__spec__",
                                         "__builtins__",   "BaseExceptionGroup",
                                         "ExceptionGroup", "copyright",
                                         "credits",        "exit",
                                         "license",        "quit",
                                         "help",           "PythonFinalizationError",
                                         "__cached__"};
    for (size_t i = 0; i < PF_COUNT(opaque); i++)
        if (pf_str_eq(name, pf_str_c(opaque[i])))
            return pf_unknown_named(ev, name, "a builtin nobody models");
    return pf_builtin_exception(ev, name);
}

pf_value pf_builtin(struct pf_eval *ev, const char *name)
{
    return pf_builtin_find(ev, pf_str_c(name));
}
