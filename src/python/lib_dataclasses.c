/* dataclasses: __init__ from the fields of a class and of its bases. */
#include "python/interp.h"

struct field {
    pf_str name;
    pf_value value; /* UNBOUND: no default */
    bool is_factory, init, kw_only;
    bool is_hidden; /* from repr() or from comparisons */
};
struct fields {
    struct field *items;
    size_t count, capacity;
};
struct field_state {
    pf_value value, factory;
    enum pf_truth init, kw_only;
    bool is_hidden;
};

extern const struct pf_native_class pf_field_class;

static void add_field(struct pf_eval *ev, struct fields *fields, struct field f)
{
    for (size_t i = 0; i < fields->count; i++)
        if (pf_str_eq(fields->items[i].name, f.name)) {
            fields->items[i] = f;
            return;
        }
    *pf_pile_add(ev->arena, fields) = f;
}

enum annotation { OF_FIELD, OF_CLASS, OF_NOBODY };

/* What annotates it: ClassVar is no field; with InitVar and KW_ONLY the class is not worked out. */
static enum annotation annotation_of(struct pf_eval *ev, pf_value annotation)
{
    pf_str name = PF_STR("");
    if (annotation.type == PF_V_UNKNOWN)
        name = annotation.as.unknown->name;
    else if (annotation.type == PF_V_STR)
        name = pf_text_of(annotation);
    else if (annotation.type == PF_V_INSTANCE) {
        pf_value generic =
            pf_names_get(ev, annotation.as.object->attributes, PF_STR("_name"), NULL);
        name = generic.type == PF_V_STR ? pf_text_of(generic) : name;
    }
    if (pf_str_starts(name, PF_STR("ClassVar")) || pf_str_starts(name, PF_STR("typing.ClassVar")))
        return OF_CLASS;
    return pf_str_contains(name, PF_STR("ClassVar")) || pf_str_contains(name, PF_STR("InitVar")) ||
                   pf_str_contains(name, PF_STR("KW_ONLY"))
               ? OF_NOBODY
               : OF_FIELD;
}

static bool collect(struct pf_eval *ev, const struct pf_object *cls, struct fields *fields)
{
    for (size_t i = cls->class_->mro_count; i > 0; i--) {
        const struct pf_object *c = cls->class_->mro[i - 1];
        if (c != cls && !c->class_->is_dataclass)
            continue;
        pf_value all = pf_names_get(ev, c->attributes, PF_STR("__annotations__"), NULL);
        if (all.type != PF_V_DICT || !pf_is_plain(all))
            continue;
        const struct pf_dict *d = &all.as.object->contents->dict;
        for (size_t j = 0; j < d->count; j++) {
            if (!d->entries[j].live || !pf_is_str(d->entries[j].key))
                continue;
            enum annotation annotation = annotation_of(ev, d->entries[j].value);
            if (annotation == OF_NOBODY || d->entries[j].maybe)
                return false;
            if (annotation == OF_CLASS)
                continue;
            struct field f = {.name = pf_text_of(d->entries[j].key), .init = true};
            f.value = pf_names_get(ev, c->attributes, f.name, NULL);
            const struct field_state *state =
                pf_is_bound(f.value) ? pf_instance_state(f.value, &pf_field_class) : NULL;
            if (state != NULL) {
                f.is_factory = pf_is_bound(state->factory);
                f.value = f.is_factory ? state->factory : state->value;
                f.init = state->init != PF_NO;
                f.kw_only = state->kw_only == PF_YES;
                f.is_hidden = state->is_hidden;
            }
            add_field(ev, fields, f);
        }
    }
    return true;
}

static pf_value default_of(struct pf_eval *ev, const struct field *f)
{
    return f->is_factory ? pf_call_value(ev, f->value, NULL, 0) : f->value;
}

static bool wrong(struct pf_eval *ev, const struct pf_object *cls, const char *what, pf_str name)
{
    pf_raise(ev, "TypeError", "%.*s.__init__() %s '%.*s'", PF_ARG(cls->class_->name), what,
             PF_ARG(name));
    return false;
}

static bool bind_field(struct pf_eval *ev, const struct pf_object *cls, const struct field *f,
                       const struct pf_arguments *a, size_t *used, size_t *named, pf_value *out)
{
    *out = pf_unbound();
    if (f->init && !f->kw_only && *used < a->count)
        *out = a->args[(*used)++];
    for (size_t i = 0; f->init && i < a->names.count; i++) {
        if (!pf_str_eq(a->names.items[i], f->name))
            continue;
        if (pf_is_bound(*out))
            return wrong(ev, cls, "got multiple values for argument", f->name);
        *out = a->values.items[i];
        (*named)++;
    }
    if (!pf_is_bound(*out) && a->vague)
        *out = pf_unknown_of(ev, 0, true, "an argument that is not known", &a->vague_with, 1);
    if (!pf_is_bound(*out) && pf_is_bound(f->value))
        *out = default_of(ev, f);
    if (!pf_is_bound(*out) && f->init)
        return wrong(ev, cls, "missing required argument", f->name);
    return !pf_is_failed(*out);
}

bool pf_dataclass_init(struct pf_eval *ev, struct pf_object *cls, pf_value object,
                       const struct pf_arguments *a)
{
    struct fields fields = {0};
    if (!collect(ev, cls, &fields)) {
        pf_escape(ev, object, "a dataclass nobody models");
        return true;
    }
    size_t used = 0, named = 0;
    for (size_t i = 0; i < fields.count; i++) {
        pf_value v;
        if (!bind_field(ev, cls, &fields.items[i], a, &used, &named, &v))
            return false;
        if (pf_is_bound(v))
            pf_names_put(ev, object.as.object->attributes, fields.items[i].name, (pf_span){0}, v);
    }
    if (used < a->count || named < a->names.count) {
        pf_raise(ev, "TypeError", "%.*s.__init__() got unexpected arguments",
                 PF_ARG(cls->class_->name));
        return false;
    }
    pf_value after = pf_find_special(ev, object, "__post_init__");
    if (!pf_is_bound(after))
        return true;
    pf_value done = pf_is_failed(after) ? after : pf_call_value(ev, after, NULL, 0);
    if (!pf_is_failed(done) || !pf_raised_is(ev, "TypeError", NULL))
        return !pf_is_failed(done);
    pf_clear_exception(ev); /* it may want what an InitVar is given */
    pf_may_raise(ev, "");
    pf_escape(ev, object, "a dataclass nobody models");
    return true;
}

/* --- the module
 * -------------------------------------------------------------------------------------------- */

/* What the texts of models/dataclasses.py compare and show by. */
static void add_special(struct pf_eval *ev, struct pf_object *cls, const char *name, bool known)
{
    pf_str own = pf_arena_format(ev->arena, "__%s__", name);
    if (pf_is_bound(pf_names_get(ev, cls->attributes, own, NULL)))
        return;
    pf_value library = pf_import_name(ev, PF_STR("dataclasses")), v = pf_unbound();
    if (known && library.type == PF_V_MODULE)
        v = pf_names_get(ev, library.as.object->attributes, pf_arena_format(ev->arena, "_%s", name),
                         NULL);
    if (!pf_is_bound(v))
        v = pf_unknown_value(ev, PF_KIND_OBJECT, false, "a method of a dataclass");
    pf_names_put(ev, cls->attributes, own, (pf_span){0}, v);
}

static pf_value decorate(struct pf_eval *ev, pf_value v, bool compares, bool orders)
{
    static const char *const order[] = {"lt", "le", "gt", "ge"};
    struct fields fields = {0};
    if (v.type != PF_V_CLASS)
        return v;
    struct pf_object *cls = v.as.object;
    cls->class_->is_dataclass = true;
    bool known = collect(ev, cls, &fields);
    pf_value names = pf_dict_value(ev);
    for (size_t i = 0; known && i < fields.count; i++) {
        pf_dict_set_str(ev, names, fields.items[i].name, pf_none());
        known &= !fields.items[i].is_hidden;
    }
    if (!known)
        names = pf_unknown_value(ev, PF_KIND_BIT(PF_MAP), true, "the fields of a dataclass");
    pf_names_put(ev, cls->attributes, PF_STR("__dataclass_fields__"), (pf_span){0}, names);
    add_special(ev, cls, "repr", known);
    if (compares)
        add_special(ev, cls, "eq", known);
    for (size_t i = 0; orders && i < PF_COUNT(order); i++)
        add_special(ev, cls, order[i], known);
    return v;
}

enum { COMPARES = 1, ORDERS = 2, FROZEN = 4 };

static pf_value apply(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t flags = call->args[0].as.integer;
    pf_value v = decorate(ev, call->args[1], (flags & COMPARES) != 0, (flags & ORDERS) != 0);
    if (v.type == PF_V_CLASS)
        v.as.object->class_->is_frozen = (flags & FROZEN) != 0;
    return v;
}

static pf_value dataclass(struct pf_eval *ev, const struct pf_call *call)
{
    static const struct pf_native native = {"dataclass", "flags, cls, /", apply, 0, PF_NATIVE_RAW};
    bool compares = true, orders = false, frozen = false, known = true;
    if (pf_is_bound(call->args[0]) && !pf_is_none(call->args[0]))
        return decorate(ev, call->args[0], true, false);
    const struct pf_dict *d = &call->args[1].as.object->contents->dict;
    for (size_t i = 0; i < d->count; i++) {
        pf_str name = pf_text_of(d->entries[i].key);
        pf_value flag = d->entries[i].value;
        if (pf_str_eq(name, PF_STR("eq")))
            compares = flag.type != PF_V_BOOL || flag.as.boolean;
        else if (pf_str_eq(name, PF_STR("order")))
            orders = flag.type != PF_V_BOOL || flag.as.boolean;
        else if (pf_str_eq(name, PF_STR("frozen")))
            frozen = flag.type != PF_V_BOOL || flag.as.boolean;
        else
            known &= pf_str_eq(name, PF_STR("slots"));
        known &= flag.type == PF_V_BOOL;
    }
    if (!known || (orders && !compares))
        return pf_unknown_value(ev, PF_KIND_OBJECT, false, "a dataclass nobody models");
    int flags = (compares ? COMPARES : 0) | (orders ? ORDERS : 0) | (frozen ? FROZEN : 0);
    return pf_bound_native(ev, pf_int(flags), &native);
}

static pf_value make_field(struct pf_eval *ev, const struct pf_call *call)
{
    struct field_state *state = PF_NEW(ev->arena, struct field_state);
    *state = (struct field_state){call->args[0], call->args[1], PF_YES, PF_NO,
                                  pf_is_bound(call->args[4]) || pf_is_bound(call->args[6])};
    if (pf_is_bound(call->args[2]) && !pf_truth_of_value(ev, call->args[2], &state->init))
        return (pf_value){.type = PF_V_FAILED};
    if (pf_is_bound(call->args[3]) && !pf_truth_of_value(ev, call->args[3], &state->kw_only))
        return (pf_value){.type = PF_V_FAILED};
    return pf_instance_value(ev, pf_eval_class(ev, &pf_field_class), state);
}

static const struct pf_native field_make = {
    "dataclasses.field",
    "*, default?, default_factory?, init?, kw_only?, repr?, hash?, compare?, metadata?", make_field,
    0, PF_NATIVE_RAW};
const struct pf_native_class pf_field_class = {
    .name = "Field", .module = "dataclasses", .make = &field_make};

const struct pf_native_class pf_frozen_error_class = {
    .name = "FrozenInstanceError", .module = "dataclasses", .exception = "AttributeError"};

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (pf_str_eq(name, PF_STR("FrozenInstanceError")))
        return pf_object_value(pf_eval_class(ev, &pf_frozen_error_class));
    if (pf_str_eq(name, PF_STR("field")))
        return pf_object_value(pf_eval_class(ev, &pf_field_class));
    return pf_unbound();
}

static const struct pf_native functions[] = {
    {"dataclasses.dataclass", "cls?, /, **kwargs", dataclass, 0, PF_NATIVE_RAW},
};

const struct pf_library pf_lib_dataclasses = {.module = "dataclasses",
                                              .functions = functions,
                                              .function_count = PF_COUNT(functions),
                                              .attribute = attribute,
                                              .has_text = true,
                                              .is_standard = true};
