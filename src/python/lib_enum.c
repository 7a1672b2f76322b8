/* enum: members as instances of their class. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

struct members {
    pf_value *items; /* INSTANCE each, aliases left out */
    size_t count, capacity;
};

static const struct pf_native_class enum_class, int_enum_class, str_enum_class, flag_class,
    auto_class;

/* --- making a class
 * -------------------------------------------------------------------------------------- */

static bool is_descriptor(pf_value v)
{
    return v.type == PF_V_FUNCTION || v.type == PF_V_STATIC_METHOD || v.type == PF_V_CLASS_METHOD ||
           v.type == PF_V_PROPERTY || v.type == PF_V_CLASS;
}

static bool is_member_name(pf_str name)
{
    bool dunder = pf_str_starts(name, PF_STR("__"));
    bool sunder = name.len > 2 && name.data[0] == '_' && name.data[name.len - 1] == '_';
    return !dunder && !sunder;
}

static bool has_base(const struct pf_object *cls, const struct pf_native_class *native)
{
    for (size_t i = 0; i < cls->class_->mro_count; i++)
        if (cls->class_->mro[i]->class_->native == native)
            return true;
    return false;
}

static pf_value auto_value(struct pf_eval *ev, const struct pf_object *cls, pf_str name,
                           const struct members *so_far)
{
    if (has_base(cls, &str_enum_class))
        return pf_str_value(ev, pf_arena_lower(ev->arena, name));
    if (so_far->count == 0)
        return pf_int(1);
    pf_value last = pf_names_get(ev, so_far->items[so_far->count - 1].as.object->attributes,
                                 PF_STR("_value_"), NULL);
    return last.type == PF_V_INT
               ? pf_int(last.as.integer + 1)
               : pf_unknown_value(ev, PF_KIND_BIT(PF_INT), true, "the value of an enum's auto()");
}

static bool is_auto(pf_value v)
{
    return v.type == PF_V_INSTANCE && v.as.object->cls->class_->native == &auto_class;
}

/* class Port(str, Enum): A = 80 has the value '80'. */
static pf_value of_mixed_in_type(struct pf_eval *ev, const struct pf_object *cls, pf_value value)
{
    static const struct {
        const struct pf_native_class *cls;
        const char *name;
        enum pf_type type;
    } rows[] = {{&pf_str_class, "str", PF_V_STR},
                {&pf_int_class, "int", PF_V_INT},
                {&pf_float_class, "float", PF_V_FLOAT}};
    for (size_t i = 0; i < PF_COUNT(rows); i++)
        if (has_base(cls, rows[i].cls) && value.type != rows[i].type) {
            bool is_tuple = value.type == PF_V_TUPLE; /* the arguments of the type */
            return pf_call_value(ev, pf_builtin(ev, rows[i].name),
                                 is_tuple ? value.as.tuple->items : &value,
                                 is_tuple ? value.as.tuple->count : 1);
        }
    return value;
}

static pf_value member(struct pf_eval *ev, struct pf_object *cls, pf_str name, pf_value value)
{
    struct pf_object *object = pf_heap_instance(ev, cls);
    value = of_mixed_in_type(ev, cls, value);
    if (pf_is_failed(value))
        return value;
    pf_names_put(ev, object->attributes, PF_STR("_name_"), (pf_span){0}, pf_str_value(ev, name));
    pf_names_put(ev, object->attributes, PF_STR("_value_"), (pf_span){0}, value);
    if (has_base(cls, &pf_str_class) || has_base(cls, &pf_int_class) ||
        has_base(cls, &pf_float_class))
        object->wrapped = value;
    return pf_object_value(object);
}

static pf_value with_value(struct pf_eval *ev, const struct members *members, pf_value value)
{
    for (size_t i = 0; i < members->count; i++) {
        pf_value own =
            pf_names_get(ev, members->items[i].as.object->attributes, PF_STR("_value_"), NULL);
        if (pf_equal_values(ev, own, value) == PF_YES)
            return members->items[i];
    }
    return pf_unbound();
}

static bool add_member(struct pf_eval *ev, struct pf_object *cls, struct members *members,
                       pf_str name, pf_value value)
{
    if (is_auto(value))
        value = auto_value(ev, cls, name, members);
    pf_value alias = with_value(ev, members, value);
    pf_value m = pf_is_bound(alias) ? alias : member(ev, cls, name, value);
    if (pf_is_failed(m))
        return false;
    if (!pf_is_bound(alias)) {
        pf_value init = pf_class_find(ev, cls, PF_STR("__init__"), NULL, NULL);
        if (init.type == PF_V_FUNCTION) {
            bool tuple = value.type == PF_V_TUPLE;
            pf_value method = pf_method_value(ev, PF_V_METHOD, m, init);
            if (pf_is_failed(pf_call_value(ev, method, tuple ? value.as.tuple->items : &value,
                                           tuple ? value.as.tuple->count : 1)))
                return false;
        }
        *pf_pile_add(ev->arena, members) = m;
    }
    pf_names_put(ev, cls->attributes, name, (pf_span){0}, m);
    return true;
}

bool pf_enum_finish(struct pf_eval *ev, struct pf_object *cls)
{
    const struct pf_contents *c = cls->attributes->contents;
    struct members *members = PF_NEW(ev->arena, struct members);
    pf_value new = pf_class_find(ev, cls, PF_STR("__new__"), NULL, NULL);
    if (has_base(cls, &flag_class) || new.type == PF_V_FUNCTION ||
        c->knowledge != PF_CONTENTS_KNOWN || pf_dict_has_maybe(c)) {
        cls->class_->has_unknown_base = true;
        pf_heap_forget(ev, cls->attributes, "an enum nobody models", NULL);
        return true;
    }
    const struct pf_dict d = c->dict;
    for (size_t i = 0; i < d.count; i++) {
        if (!d.entries[i].live || !pf_is_str(d.entries[i].key))
            continue;
        pf_str name = pf_text_of(d.entries[i].key);
        if (is_member_name(name) && !is_descriptor(d.entries[i].value) &&
            !add_member(ev, cls, members, name, d.entries[i].value))
            return false;
    }
    if (members->count > 0)
        cls->class_->extra = members;
    return true;
}

/* --- asking a class
 * ---------------------------------------------------------------------------------------- */

static const struct members *members_of(const struct pf_object *cls)
{
    return cls->class_->extra;
}

pf_value pf_enum_call(struct pf_eval *ev, struct pf_object *cls, const struct pf_arguments *a)
{
    if (a->count != 1 || a->vague || pf_is_vague(a->args[0])) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "a member of an enum", a->args, a->count);
    }
    if (a->args[0].type == PF_V_INSTANCE && a->args[0].as.object->cls == cls)
        return a->args[0];
    pf_value found = with_value(ev, members_of(cls), a->args[0]);
    if (pf_is_bound(found))
        return pf_made_of(ev, found, a->args[0], a->args[0]);
    if (pf_is_bound(pf_class_find(ev, cls, PF_STR("_missing_"), NULL, NULL))) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "a member of an enum", a->args, 1);
    }
    pf_value shown = pf_repr_of_value(ev, a->args[0]);
    return pf_raise(ev, "ValueError", "%.*s is not a valid %.*s",
                    PF_ARG(pf_is_str(shown) ? pf_text_of(shown) : PF_STR("?")),
                    PF_ARG(cls->class_->name));
}

pf_value pf_enum_members(struct pf_eval *ev, struct pf_object *cls)
{
    pf_value dict = pf_dict_value(ev);
    const struct members *members = members_of(cls);
    for (size_t i = 0; members != NULL && i < members->count; i++) {
        pf_value name =
            pf_names_get(ev, members->items[i].as.object->attributes, PF_STR("_name_"), NULL);
        pf_dict_set_str(ev, dict, pf_text_of(name), members->items[i]);
    }
    return dict;
}

static pf_value class_iter(struct pf_eval *ev, const struct pf_call *call)
{
    const struct members *members = members_of(call->args[0].as.object);
    return pf_iter_value(ev, members == NULL ? pf_tuple_value(ev, NULL, 0)
                                             : pf_tuple_value(ev, members->items, members->count));
}

static pf_value class_len(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    const struct members *members = members_of(call->args[0].as.object);
    return pf_int(members == NULL ? 0 : (int64_t)members->count);
}

static pf_value class_getitem(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_object *cls = call->args[0].as.object;
    if (pf_is_str(call->args[1])) { /* an alias, too */
        pf_value v = pf_names_get(ev, cls->attributes, pf_text_of(call->args[1]), NULL);
        if (v.type == PF_V_INSTANCE && v.as.object->cls == cls)
            return v;
    }
    return pf_get_item(ev, pf_enum_members(ev, cls), call->args[1]);
}

static pf_value class_contains(struct pf_eval *ev, const struct pf_call *call)
{
    const struct members *members = members_of(call->args[0].as.object);
    pf_value v = call->args[1];
    for (size_t i = 0; members != NULL && i < members->count; i++)
        if (pf_same_value(members->items[i], v))
            return pf_bool(true);
    /* Before 3.12 a value that is no member raises TypeError; since then values count. */
    pf_may_raise(ev, "TypeError");
    return pf_unknown_of(ev, PF_KIND_BIT(PF_BOOL), true, "it depends on the version of Python", &v,
                         1);
}

static const struct pf_native class_methods[] = {
    {"EnumMeta.__iter__", "cls", class_iter, 0, PF_NATIVE_RAW},
    {"EnumMeta.__len__", "cls", class_len, 0, PF_NATIVE_RAW},
    {"EnumMeta.__getitem__", "cls, name", class_getitem, 0, PF_NATIVE_RAW},
    {"EnumMeta.__contains__", "cls, member", class_contains, 0, PF_NATIVE_RAW},
};

pf_value pf_enum_special(struct pf_eval *ev, pf_value cls, const char *name)
{
    if (cls.as.object->class_->has_unknown_base)
        return pf_unbound();
    for (size_t i = 0; i < PF_COUNT(class_methods); i++)
        if (pf_str_ends(pf_str_c(class_methods[i].name), pf_str_c(name)))
            return pf_bound_native(ev, cls, &class_methods[i]);
    return pf_unbound();
}

/* --- members
 * ------------------------------------------------------------------------------------------------
 */

static pf_value own(struct pf_eval *ev, const struct pf_call *call, const char *name)
{
    pf_value v = pf_names_get(ev, call->args[0].as.object->attributes, pf_str_c(name), NULL);
    return pf_is_bound(v) ? v : pf_unknown_value(ev, 0, true, "a member of an enum nobody models");
}

static pf_value member_name(struct pf_eval *ev, const struct pf_call *call)
{
    return own(ev, call, "_name_");
}

static pf_value member_value(struct pf_eval *ev, const struct pf_call *call)
{
    return own(ev, call, "_value_");
}

static pf_value member_str(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_object *cls = call->args[0].as.object->cls;
    if (has_base(cls, &str_enum_class))
        return own(ev, call, "_value_");
    if (has_base(cls, &int_enum_class) || has_base(cls, &pf_int_class))
        return pf_unknown_value(ev, PF_KIND_BIT(PF_STRING), false,
                                "it depends on the version of Python");
    pf_value name = own(ev, call, "_name_");
    if (!pf_is_str(name))
        return name;
    return pf_str_value(ev, pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(cls->class_->name),
                                            PF_ARG(pf_text_of(name))));
}

static pf_value member_repr(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value name = own(ev, call, "_name_"), value = own(ev, call, "_value_");
    value = pf_repr_of_value(ev, value);
    if (!pf_is_str(name) || !pf_is_str(value))
        return pf_unknown_value(ev, PF_KIND_BIT(PF_STRING), false, "a member of an enum");
    return pf_str_value(ev, pf_arena_format(ev->arena, "<%.*s.%.*s: %.*s>",
                                            PF_ARG(call->args[0].as.object->cls->class_->name),
                                            PF_ARG(pf_text_of(name)), PF_ARG(pf_text_of(value))));
}

static const struct pf_native member_methods[] = {
    {"Enum.name", "self", member_name, 0, PF_NATIVE_RAW | PF_NATIVE_PROPERTY},
    {"Enum.value", "self", member_value, 0, PF_NATIVE_RAW | PF_NATIVE_PROPERTY},
    {"Enum.__str__", "self", member_str, 0, PF_NATIVE_RAW},
    {"Enum.__repr__", "self", member_repr, 0, PF_NATIVE_RAW},
};

static pf_value make_auto(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_instance_value(ev, call->cls, NULL);
}

static const struct pf_native auto_make = {"enum.auto", "", make_auto, 0, PF_NATIVE_RAW};
static const struct pf_native_class auto_class = {
    .name = "auto", .module = "enum", .make = &auto_make};
static const struct pf_native_class enum_class = {.name = "Enum",
                                                  .module = "enum",
                                                  .methods = member_methods,
                                                  .method_count = PF_COUNT(member_methods)};
static const struct pf_native_class int_enum_class = {
    .name = "IntEnum", .module = "enum", .base = &enum_class};
static const struct pf_native_class str_enum_class = {
    .name = "StrEnum", .module = "enum", .base = &enum_class};
static const struct pf_native_class flag_class = {
    .name = "Flag", .module = "enum", .base = &enum_class};
static const struct pf_native_class int_flag_class = {
    .name = "IntFlag", .module = "enum", .base = &flag_class};

static pf_value mark(struct pf_object *cls)
{
    cls->class_->is_enum = true;
    return pf_object_value(cls);
}

/* IntEnum is an int, StrEnum a str: classes of their own, made once. */
static pf_value mixed(struct pf_eval *ev, const struct pf_native_class *native,
                      const struct pf_native_class *data)
{
    struct pf_object *plain = pf_eval_class(ev, native);
    if (plain->class_->base_count == 2)
        return pf_object_value(plain);
    struct pf_object *bases[] = {pf_eval_class(ev, data), pf_eval_class(ev, &enum_class)};
    bases[1]->class_->is_enum = true;
    struct pf_object *cls = pf_class_new(ev, pf_str_c(native->name), bases, 2);
    plain->class_->bases = cls->class_->bases;
    plain->class_->base_count = 2;
    plain->class_->mro = cls->class_->mro;
    plain->class_->mro_count = cls->class_->mro_count;
    plain->class_->mro[0] = plain;
    return mark(plain);
}

bool pf_enum_is_its_value(const struct pf_object *cls)
{
    for (size_t i = 0; i < cls->class_->mro_count; i++) {
        const struct pf_native_class *native = cls->class_->mro[i]->class_->native;
        if (native == &int_enum_class || native == &str_enum_class)
            return true;
    }
    return false;
}

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (pf_str_eq(name, PF_STR("Enum")))
        return mark(pf_eval_class(ev, &enum_class));
    if (pf_str_eq(name, PF_STR("IntEnum")))
        return mixed(ev, &int_enum_class, &pf_int_class);
    if (pf_str_eq(name, PF_STR("StrEnum"))) {
        if (ev->options->python_minor < 11)
            pf_may_raise(ev, "ImportError");
        return mixed(ev, &str_enum_class, &pf_str_class);
    }
    if (pf_str_eq(name, PF_STR("Flag")))
        return mark(pf_eval_class(ev, &flag_class));
    if (pf_str_eq(name, PF_STR("IntFlag")))
        return mark(pf_eval_class(ev, &int_flag_class));
    if (pf_str_eq(name, PF_STR("auto")))
        return pf_object_value(pf_eval_class(ev, &auto_class));
    return pf_unbound();
}

static pf_value unique(struct pf_eval *ev, const struct pf_call *call)
{
    (void)ev;
    return pf_is_failed(call->args[0]) ? failed : call->args[0];
}

static const struct pf_native functions[] = {
    {"enum.unique", "enumeration", unique, 0, PF_NATIVE_RAW},
};

const struct pf_library pf_lib_enum = {.module = "enum",
                                       .functions = functions,
                                       .function_count = PF_COUNT(functions),
                                       .attribute = attribute,
                                       .is_standard = true};
