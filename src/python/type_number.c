/* int, bool and float: making them from text, and their methods; and the types without methods. */
#include "python/interp.h"

#include <math.h>

static const pf_value failed = {.type = PF_V_FAILED};

static pf_str variable_of(pf_value v)
{
    return v.origin != NULL && v.origin->from_count > 0 ? v.origin->from[0] : PF_STR("");
}

/* --- int
 * ------------------------------------------------------------------------------------------------
 */

static pf_value big(struct pf_eval *ev)
{
    return pf_unknown_value(ev, PF_KIND_BIT(PF_INT), false, "an integer of more than 64 bits");
}

static pf_value int_from_text(struct pf_eval *ev, pf_value v, int base)
{
    pf_str s = pf_number_strip(pf_text_of(v));
    int64_t i;
    if (!pf_text_digits_are_ascii(s)) { /* digits of other scripts count */
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), true, "digits of another script", &v, 1);
    }
    switch (pf_int_parse(s, base, &i)) {
    case PF_INT_OK:
        return pf_int(i);
    case PF_INT_TOO_LARGE:
        if (s.len > 4000)
            pf_may_raise(ev, "ValueError");
        return big(ev);
    case PF_INT_MALFORMED:
        break;
    }
    pf_value shown = pf_repr_of_value(ev, v);
    if (!pf_is_str(shown))
        shown = pf_str_value(ev, PF_STR("?"));
    return pf_raise_variable(ev, variable_of(v), "ValueError",
                             "invalid literal for int() with base %d: %.*s", base,
                             PF_ARG(pf_text_of(shown)));
}

static pf_value int_from_float(struct pf_eval *ev, double d)
{
    if (isnan(d))
        return pf_raise(ev, "ValueError", "cannot convert float NaN to integer");
    if (isinf(d))
        return pf_raise(ev, "OverflowError", "cannot convert float infinity to integer");
    return d > -9.2e18 && d < 9.2e18 ? pf_int((int64_t)d) : big(ev);
}

static pf_value from_special(struct pf_eval *ev, pf_value v, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pf_value method = pf_find_special(ev, v, names[i]);
        if (pf_is_bound(method))
            return pf_is_failed(method) ? method : pf_call_value(ev, method, NULL, 0);
    }
    return pf_unbound();
}

static bool take_base(struct pf_eval *ev, pf_value given, int *base)
{
    if (given.type == PF_V_INT &&
        (given.as.integer == 0 || (given.as.integer >= 2 && given.as.integer <= 36))) {
        *base = (int)given.as.integer;
        return true;
    }
    if (given.type == PF_V_INT)
        pf_raise(ev, "ValueError", "int() base must be >= 2 and <= 36, or 0");
    else
        pf_raise_no_integer(ev, given);
    return false;
}

static pf_value make_int(struct pf_eval *ev, const struct pf_call *call)
{
    static const char *const names[] = {"__int__", "__index__", "__trunc__"};
    if (!pf_is_bound(call->args[0]))
        return pf_int(0);
    pf_value v = call->args[0];
    int base = 10;
    if (pf_is_bound(call->args[1])) {
        if (v.type != PF_V_STR && v.type != PF_V_BYTES)
            return pf_raise(ev, "TypeError", "int() can't convert non-string with explicit base");
        if (!take_base(ev, call->args[1], &base))
            return failed;
    }
    if (v.type == PF_V_INSTANCE) {
        pf_value made = from_special(ev, v, names, PF_COUNT(names));
        if (pf_is_bound(made))
            return made;
        v = pf_unwrapped(v);
    }
    switch (v.type) {
    case PF_V_INT:
        return pf_int(v.as.integer);
    case PF_V_BOOL:
        return pf_int(v.as.boolean);
    case PF_V_FLOAT:
        return int_from_float(ev, v.as.real);
    case PF_V_STR:
    case PF_V_BYTES:
        return int_from_text(ev, v, base);
    default:
        return pf_raise_variable(ev, variable_of(v), "TypeError",
                                 "int() argument must be a string, a bytes-like object or a real "
                                 "number, not '%.*s'",
                                 PF_ARG(pf_type_name(v)));
    }
}

static pf_value int_bit_length(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    pf_value v = call->args[0];
    int64_t i = v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer, bits = 0;
    for (uint64_t magnitude = i < 0 ? (uint64_t)0 - (uint64_t)i : (uint64_t)i; magnitude > 0;
         magnitude >>= 1)
        bits++;
    return pf_int(bits);
}

static pf_value number_real(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return call->args[0].type == PF_V_BOOL ? pf_int(call->args[0].as.boolean) : call->args[0];
}

static const struct pf_native int_methods[] = {
    {"int.bit_length", "self, /", int_bit_length, PF_KIND_BIT(PF_INT), 0},
    {"int.conjugate", "self, /", number_real, PF_KIND_BIT(PF_INT), 0},
    {"int.real", "self", number_real, PF_KIND_BIT(PF_INT), PF_NATIVE_PROPERTY},
    {"int.numerator", "self", number_real, PF_KIND_BIT(PF_INT), PF_NATIVE_PROPERTY},
    {"int.bit_count", "self, /", NULL, PF_KIND_BIT(PF_INT), 0},
    {"int.to_bytes", "self, length?, byteorder?, *, signed?", NULL, PF_KIND_OBJECT, 0},
    {"int.from_bytes", "cls, bytes, byteorder?, *, signed?", NULL, PF_KIND_BIT(PF_INT),
     PF_NATIVE_CLASS},
    {"int.as_integer_ratio", "self, /", NULL, PF_KIND_BIT(PF_SEQ), 0},
    {"int.imag", "self", NULL, PF_KIND_BIT(PF_INT), PF_NATIVE_PROPERTY},
    {"int.denominator", "self", NULL, PF_KIND_BIT(PF_INT), PF_NATIVE_PROPERTY},
    {"int.is_integer", "self, /", NULL, PF_KIND_BIT(PF_BOOL), 0},
};

/* --- float
 * -----------------------------------------------------------------------------------------------
 */

static pf_value make_float(struct pf_eval *ev, const struct pf_call *call)
{
    static const char *const names[] = {"__float__", "__index__"};
    if (!pf_is_bound(call->args[0]))
        return pf_float(0);
    pf_value v = call->args[0];
    double d;
    if (v.type == PF_V_INSTANCE) {
        pf_value made = from_special(ev, v, names, PF_COUNT(names));
        if (made.type == PF_V_INT) /* by __index__ */
            return pf_float((double)made.as.integer);
        if (pf_is_bound(made))
            return made;
        v = pf_unwrapped(v);
    }
    switch (v.type) {
    case PF_V_FLOAT:
        return pf_float(v.as.real);
    case PF_V_INT:
        return pf_float((double)v.as.integer);
    case PF_V_BOOL:
        return pf_float(v.as.boolean);
    case PF_V_STR:
    case PF_V_BYTES:
        break;
    default:
        return pf_raise_variable(ev, variable_of(v), "TypeError",
                                 "float() argument must be a string or a real number, not '%.*s'",
                                 PF_ARG(pf_type_name(v)));
    }
    pf_str s = pf_number_strip(pf_text_of(v));
    if (!pf_text_digits_are_ascii(s)) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_REAL), true, "digits of another script", &v, 1);
    }
    if (pf_float_parse(ev->arena, s, &d))
        return pf_float(d);
    pf_value shown = pf_repr_of_value(ev, v);
    return pf_raise_variable(ev, variable_of(v), "ValueError",
                             "could not convert string to float: %.*s",
                             PF_ARG(pf_is_str(shown) ? pf_text_of(shown) : PF_STR("?")));
}

static pf_value float_is_integer(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    double d = call->args[0].as.real;
    return pf_bool(isfinite(d) && d == floor(d));
}

static const struct pf_native float_methods[] = {
    {"float.is_integer", "self, /", float_is_integer, PF_KIND_BIT(PF_BOOL), 0},
    {"float.conjugate", "self, /", number_real, PF_KIND_BIT(PF_REAL), 0},
    {"float.real", "self", number_real, PF_KIND_BIT(PF_REAL), PF_NATIVE_PROPERTY},
    {"float.hex", "self, /", NULL, PF_KIND_BIT(PF_STRING), 0},
    {"float.as_integer_ratio", "self, /", NULL, PF_KIND_BIT(PF_SEQ), 0},
    {"float.fromhex", "cls, string, /", NULL, PF_KIND_BIT(PF_REAL), PF_NATIVE_CLASS},
    {"float.imag", "self", NULL, PF_KIND_BIT(PF_REAL), PF_NATIVE_PROPERTY},
};

/* --- bool
 * ------------------------------------------------------------------------------------------------
 */

static pf_value make_bool(struct pf_eval *ev, const struct pf_call *call)
{
    enum pf_truth truth;
    if (!pf_is_bound(call->args[0]))
        return pf_bool(false);
    if (!pf_truth_of_value(ev, call->args[0], &truth))
        return failed;
    return pf_truth_value(ev, truth, call->args[0], pf_none());
}

static const struct pf_native int_make = {"int", "x?, base?", make_int, PF_KIND_BIT(PF_INT), 0};
static const struct pf_native float_make = {"float", "x?, /", make_float, PF_KIND_BIT(PF_REAL), 0};
static const struct pf_native bool_make = {"bool", "x?, /", make_bool, PF_KIND_BIT(PF_BOOL),
                                           PF_NATIVE_RAW};

const struct pf_native_class pf_int_class = {.name = "int",
                                             .module = "builtins",
                                             .methods = int_methods,
                                             .method_count = PF_COUNT(int_methods),
                                             .make = &int_make};
const struct pf_native_class pf_float_class = {.name = "float",
                                               .module = "builtins",
                                               .methods = float_methods,
                                               .method_count = PF_COUNT(float_methods),
                                               .make = &float_make};
const struct pf_native_class pf_bool_class = {
    .name = "bool", .module = "builtins", .base = &pf_int_class, .make = &bool_make};

/* --- types without methods of their own
 * --------------------------------------------------------------------- */

static pf_value nothing(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    (void)call;
    return pf_none();
}

static pf_value object_new(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value cls = call->args[0];
    if (cls.type != PF_V_CLASS)
        return pf_unknown_of(ev, PF_KIND_OBJECT, false, "an object of an unknown class", call->args,
                             1);
    const struct pf_class *c = cls.as.object->class_;
    for (size_t i = 0; i < c->mro_count; i++)
        if (c->mro[i]->class_->native != NULL && c->mro[i]->class_->native->make != NULL &&
            c->mro[i]->class_->native != &pf_object_class)
            return pf_unknown_value(ev, PF_KIND_OBJECT, false, "made by a __new__ nobody models");
    return pf_object_value(pf_heap_instance(ev, cls.as.object));
}

static pf_value object_setattr(struct pf_eval *ev, const struct pf_call *call)
{
    if (call->args[0].type == PF_V_INSTANCE && pf_is_str(call->args[1]))
        pf_names_put(ev, call->args[0].as.object->attributes, pf_text_of(call->args[1]), call->span,
                     call->args[2]);
    else
        pf_escape(ev, call->args[0], "an attribute that is not known was set");
    return pf_none();
}

static pf_value make_object(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_object_value(pf_heap_instance(ev, call->cls));
}

static const struct pf_native object_methods[] = {
    {"object.__init__", "self, *args, **kwargs", nothing, PF_KIND_BIT(PF_NULL), PF_NATIVE_RAW},
    {"object.__new__", "cls, *args, **kwargs", object_new, 0, PF_NATIVE_RAW | PF_NATIVE_STATIC},
    {"object.__setattr__", "self, name, value, /", object_setattr, 0, PF_NATIVE_RAW},
    {"object.__init_subclass__", "cls, **kwargs", nothing, 0, PF_NATIVE_RAW | PF_NATIVE_CLASS},
};
static const struct pf_native object_make = {"object", "", make_object, 0, PF_NATIVE_RAW};

static pf_value make_type(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    if (call->args[1].type == PF_V_UNBOUND) {
        struct pf_object *cls = v.type == PF_V_ITERATOR ? NULL : pf_class_of(ev, v);
        return cls == NULL
                   ? pf_unknown_of(ev, PF_KIND_OBJECT, false, "the class of something", &v, 1)
                   : pf_object_value(cls);
    }
    return pf_unknown_value(ev, PF_KIND_OBJECT, false, "a class made by type()");
}

static const struct pf_native type_make = {"type", "object, bases?, dict?, /, **kwargs", make_type,
                                           PF_KIND_OBJECT, PF_NATIVE_RAW};

static pf_value property_with(struct pf_eval *ev, const struct pf_call *call, int which)
{
    struct pf_property *p = PF_NEW(ev->arena, struct pf_property);
    *p = *call->args[0].as.property;
    if (which == 0)
        p->getter = call->args[1];
    else if (which == 1)
        p->setter = call->args[1];
    else
        p->deleter = call->args[1];
    return (pf_value){.type = PF_V_PROPERTY, .as.property = p};
}

static pf_value property_getter(struct pf_eval *ev, const struct pf_call *call)
{
    return property_with(ev, call, 0);
}

static pf_value property_setter(struct pf_eval *ev, const struct pf_call *call)
{
    return property_with(ev, call, 1);
}

static pf_value property_deleter(struct pf_eval *ev, const struct pf_call *call)
{
    return property_with(ev, call, 2);
}

static pf_value make_property(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_property *p = PF_NEW(ev->arena, struct pf_property);
    *p = (struct pf_property){call->args[0], call->args[1], call->args[2], false};
    return (pf_value){.type = PF_V_PROPERTY, .as.property = p};
}

static const struct pf_native property_methods[] = {
    {"property.getter", "self, fget, /", property_getter, 0, PF_NATIVE_RAW},
    {"property.setter", "self, fset, /", property_setter, 0, PF_NATIVE_RAW},
    {"property.deleter", "self, fdel, /", property_deleter, 0, PF_NATIVE_RAW},
};
static const struct pf_native property_make = {"property", "fget?, fset?, fdel?, doc?",
                                               make_property, 0, PF_NATIVE_RAW};

static pf_value make_static(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_method_value(ev, PF_V_STATIC_METHOD, pf_none(), call->args[0]);
}

static pf_value make_class_method(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_method_value(ev, PF_V_CLASS_METHOD, pf_none(), call->args[0]);
}

static const struct pf_native static_make = {"staticmethod", "function, /", make_static, 0,
                                             PF_NATIVE_RAW};
static const struct pf_native class_method_make = {"classmethod", "function, /", make_class_method,
                                                   0, PF_NATIVE_RAW};

const struct pf_native_class pf_object_class = {.name = "object",
                                                .module = "builtins",
                                                .methods = object_methods,
                                                .method_count = PF_COUNT(object_methods),
                                                .make = &object_make};
const struct pf_native_class pf_type_class_ = {
    .name = "type", .module = "builtins", .make = &type_make};
const struct pf_native_class pf_property_class = {.name = "property",
                                                  .module = "builtins",
                                                  .methods = property_methods,
                                                  .method_count = PF_COUNT(property_methods),
                                                  .make = &property_make};
const struct pf_native_class pf_static_class = {
    .name = "staticmethod", .module = "builtins", .make = &static_make};
const struct pf_native_class pf_class_method_class = {
    .name = "classmethod", .module = "builtins", .make = &class_method_make};
const struct pf_native_class pf_none_class = {.name = "NoneType", .module = "builtins"};
const struct pf_native_class pf_function_class = {.name = "function", .module = "builtins"};
const struct pf_native_class pf_native_function_class = {.name = "builtin_function_or_method",
                                                         .module = "builtins"};
const struct pf_native_class pf_method_class = {.name = "method", .module = "builtins"};
const struct pf_native_class pf_module_class = {.name = "module", .module = "builtins"};
static pf_value make_slice(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_slice *s = PF_NEW(ev->arena, struct pf_slice);
    bool one = !pf_is_bound(call->args[1]);
    *s = (struct pf_slice){one ? pf_none() : call->args[0], call->args[!one],
                           pf_is_bound(call->args[2]) ? call->args[2] : pf_none()};
    return (pf_value){.type = PF_V_SLICE, .as.slice = s};
}

static const struct pf_native slice_make = {"slice", "start, stop?, step?, /", make_slice,
                                            PF_KIND_OBJECT, PF_NATIVE_RAW};
const struct pf_native_class pf_slice_class = {
    .name = "slice", .module = "builtins", .make = &slice_make};
const struct pf_native_class pf_iterator_class = {.name = "generator", .module = "builtins"};
const struct pf_native_class pf_view_class = {.name = "dict_items", .module = "builtins"};
const struct pf_native_class pf_super_class = {.name = "super", .module = "builtins"};
const struct pf_native_class pf_ellipsis_class = {.name = "ellipsis", .module = "builtins"};

const struct pf_native_class *pf_type_class(enum pf_type type)
{
    static const struct pf_native_class *const classes[PF_V_TYPE_COUNT] = {
        [PF_V_NONE] = &pf_none_class,
        [PF_V_ELLIPSIS] = &pf_ellipsis_class,
        [PF_V_NOT_IMPLEMENTED] = &pf_object_class,
        [PF_V_BOOL] = &pf_bool_class,
        [PF_V_INT] = &pf_int_class,
        [PF_V_FLOAT] = &pf_float_class,
        [PF_V_STR] = &pf_str_class,
        [PF_V_BYTES] = &pf_bytes_class,
        [PF_V_TUPLE] = &pf_tuple_class,
        [PF_V_RANGE] = &pf_range_class,
        [PF_V_SLICE] = &pf_slice_class,
        [PF_V_LIST] = &pf_list_class,
        [PF_V_SET] = &pf_set_class,
        [PF_V_FROZENSET] = &pf_frozenset_class,
        [PF_V_DICT] = &pf_dict_class,
        [PF_V_VIEW] = &pf_view_class,
        [PF_V_ITERATOR] = &pf_iterator_class,
        [PF_V_FUNCTION] = &pf_function_class,
        [PF_V_NATIVE] = &pf_native_function_class,
        [PF_V_METHOD] = &pf_method_class,
        [PF_V_CLASS] = &pf_type_class_,
        [PF_V_MODULE] = &pf_module_class,
        [PF_V_PROPERTY] = &pf_property_class,
        [PF_V_STATIC_METHOD] = &pf_static_class,
        [PF_V_CLASS_METHOD] = &pf_class_method_class,
        [PF_V_SUPER] = &pf_super_class,
    };
    return classes[type];
}

const struct pf_native_class *pf_type_named(pf_str name)
{
    static const struct pf_native_class *const with_methods[] = {
        &pf_str_class,
        &pf_bytes_class,
        &pf_int_class,
        &pf_float_class,
        &pf_list_class,
        &pf_dict_class,
        &pf_tuple_class,
        &pf_set_class,
        &pf_frozenset_class,
        &pf_property_class,
        &pf_base_exception_class,
    };
    for (size_t i = 0; i < PF_COUNT(with_methods); i++)
        if (pf_str_eq(name, pf_str_c(with_methods[i]->name)))
            return with_methods[i];
    return NULL;
}
