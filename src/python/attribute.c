/* Attributes: looking through instances, classes and modules; binding methods. */
#include "python/interp.h"

#include <string.h>

static const pf_value failed = {.type = PF_V_FAILED};

struct pf_object *pf_class_of(struct pf_eval *ev, pf_value v)
{
    if (v.type == PF_V_INSTANCE)
        return v.as.object->cls;
    if ((v.type == PF_V_LIST || v.type == PF_V_DICT || v.type == PF_V_SET) &&
        v.as.object->cls != NULL)
        return v.as.object->cls;
    if (v.type == PF_V_TUPLE && v.as.tuple->cls != NULL)
        return v.as.tuple->cls;
    const struct pf_native_class *native = pf_type_class(v.type);
    return native == NULL ? NULL : pf_eval_class(ev, native);
}

bool pf_is_subclass(const struct pf_object *cls, const struct pf_object *base)
{
    for (size_t i = 0; i < cls->class_->mro_count; i++)
        if (cls->class_->mro[i] == base)
            return true;
    return false;
}

enum pf_truth pf_is_instance(struct pf_eval *ev, pf_value v, const struct pf_object *cls)
{
    if (cls->class_->native == &pf_object_class)
        return PF_YES;
    if (v.type == PF_V_EITHER) {
        enum pf_truth truth = PF_MAYBE;
        for (size_t i = 0; i < v.as.either->count; i++) {
            enum pf_truth one = pf_is_instance(ev, v.as.either->arms[i], cls);
            truth = i == 0 || one == truth ? one : PF_MAYBE;
        }
        return truth;
    }
    if (v.type == PF_V_UNKNOWN) {
        static const struct {
            unsigned kind;
            const struct pf_native_class *cls;
        } exact[] = {
            {PF_KIND_BIT(PF_STRING), &pf_str_class}, {PF_KIND_BIT(PF_INT), &pf_int_class},
            {PF_KIND_BIT(PF_BOOL), &pf_bool_class},  {PF_KIND_BIT(PF_REAL), &pf_float_class},
            {PF_KIND_BIT(PF_NULL), &pf_none_class},  {PF_KIND_BIT(PF_MAP), &pf_dict_class}};
        for (size_t i = 0; i < PF_COUNT(exact); i++)
            if (v.as.unknown->kinds == exact[i].kind && cls->class_->module.len == 8 &&
                pf_str_eq(cls->class_->module, PF_STR("builtins")))
                return pf_truth_of(pf_is_subclass(pf_eval_class(ev, exact[i].cls), cls));
        return PF_MAYBE;
    }
    struct pf_object *own = pf_class_of(ev, v);
    if (own == NULL)
        return PF_MAYBE;
    if (pf_is_subclass(own, cls))
        return PF_YES;
    return own->class_->has_unknown_base && cls->class_->ast == NULL ? PF_MAYBE : PF_NO;
}

pf_str pf_type_name(pf_value v)
{
    if (v.type == PF_V_INSTANCE)
        return v.as.object->cls->class_->name;
    if (v.type == PF_V_TUPLE && v.as.tuple->cls != NULL)
        return v.as.tuple->cls->class_->name;
    const struct pf_native_class *native = pf_type_class(v.type);
    return native == NULL ? PF_STR("?") : pf_str_c(native->name);
}

/* --- classes -----------------------------------------------------------------------------------
 */

struct found {
    pf_value value;
    bool from_table; /* a method of a native class: it binds */
    bool maybe;
};

static pf_str last_part(const char *name)
{
    const char *dot = strrchr(name, '.');
    return pf_str_c(dot == NULL || dot[1] == '\0' ? name : dot + 1);
}

static const struct pf_native *native_method(const struct pf_native_class *cls, pf_str name)
{
    for (size_t i = 0; i < cls->method_count; i++)
        if (pf_str_eq(last_part(cls->methods[i].name), name))
            return &cls->methods[i];
    return NULL;
}

static struct found find_in_mro(struct pf_eval *ev, const struct pf_object *cls, pf_str name,
                                const struct pf_object *after)
{
    struct found found = {.value = pf_unbound()};
    bool reached = after == NULL;
    for (size_t i = 0; i < cls->class_->mro_count; i++) {
        const struct pf_object *c = cls->class_->mro[i];
        if (!reached) {
            reached = c == after;
            continue;
        }
        if (c->attributes != NULL) {
            bool maybe;
            pf_value v = pf_names_get(ev, c->attributes, name, &maybe);
            if (pf_is_bound(v)) {
                found.value = found.maybe ? pf_join_value(ev, found.value, v) : v;
                found.maybe = maybe;
                if (!maybe)
                    return found;
            }
        }
        const struct pf_native *native =
            c->class_->native == NULL ? NULL : native_method(c->class_->native, name);
        if (native != NULL && !found.maybe) {
            found.value = pf_native_value(native);
            found.from_table = true;
            return found;
        }
    }
    return found;
}

pf_value pf_class_find(struct pf_eval *ev, const struct pf_object *cls, pf_str name,
                       const struct pf_object *after, bool *maybe)
{
    struct found found = find_in_mro(ev, cls, name, after);
    if (maybe != NULL)
        *maybe = found.maybe;
    return found.value;
}

static pf_value call_with(struct pf_eval *ev, pf_value function, pf_value argument)
{
    return pf_call_value(ev, function, &argument, 1);
}

static pf_value call_descriptor(struct pf_eval *ev, pf_value get, pf_value self,
                                struct pf_object *cls)
{
    pf_value args[] = {pf_is_bound(self) ? self : pf_none(), pf_object_value(cls)};
    return pf_call_value(ev, get, args, 2);
}

static pf_value cache_property(struct pf_eval *ev, pf_value found, pf_value self)
{
    pf_value v = call_with(ev, found.as.property->getter, self);
    return v;
}

/* str.upper, dict.get: they bind as the project's functions do; len does not. */
static bool is_method_of_a_type(const struct pf_native *native)
{
    pf_str owner, rest;
    return pf_str_starts(pf_str_c(native->signature), PF_STR("self")) &&
           pf_str_cut(pf_str_c(native->name), '.', &owner, &rest) && pf_type_named(owner) != NULL;
}

pf_value pf_bind(struct pf_eval *ev, pf_value found, pf_value self, struct pf_object *cls)
{
    switch (found.type) {
    case PF_V_FUNCTION:
        return pf_is_bound(self) ? pf_method_value(ev, PF_V_METHOD, self, found) : found;
    case PF_V_NATIVE:
        return pf_is_bound(self) && is_method_of_a_type(found.as.native)
                   ? pf_bound_native(ev, self, found.as.native)
                   : found;
    case PF_V_STATIC_METHOD:
        return found.as.method->function;
    case PF_V_CLASS_METHOD:
        return pf_method_value(ev, PF_V_METHOD, pf_object_value(cls), found.as.method->function);
    case PF_V_PROPERTY:
        if (!pf_is_bound(self))
            return found;
        if (!pf_is_bound(found.as.property->getter))
            return pf_raise(ev, "AttributeError", "unreadable attribute");
        return cache_property(ev, found, self);
    case PF_V_INSTANCE: {
        pf_value get = pf_find_special(ev, found, "__get__");
        return pf_is_bound(get) && !pf_is_failed(get) ? call_descriptor(ev, get, self, cls) : found;
    }
    default:
        return found;
    }
}

static pf_value bind_native(struct pf_eval *ev, const struct pf_native *native, pf_value self,
                            struct pf_object *cls)
{
    if ((native->flags & PF_NATIVE_PROPERTY) != 0) {
        if (!pf_is_bound(self))
            return pf_native_value(native);
        struct pf_arguments a = {0};
        pf_arguments_add(ev, &a, self);
        return pf_call_native(ev, native, NULL, &a);
    }
    if ((native->flags & PF_NATIVE_STATIC) != 0)
        return pf_native_value(native);
    if ((native->flags & PF_NATIVE_CLASS) != 0)
        return pf_bound_native(ev, pf_object_value(cls), native);
    return pf_is_bound(self) ? pf_bound_native(ev, self, native) : pf_native_value(native);
}

static pf_value bind_found(struct pf_eval *ev, const struct found *found, pf_value self,
                           struct pf_object *cls)
{
    if (found->from_table)
        return bind_native(ev, found->value.as.native, self, cls);
    return pf_bind(ev, found->value, self, cls);
}

pf_value pf_find_special(struct pf_eval *ev, pf_value v, const char *name)
{
    if (v.type == PF_V_CLASS)
        return v.as.object->class_->is_enum ? pf_enum_special(ev, v, name) : pf_unbound();
    struct pf_object *cls = pf_class_of(ev, v);
    if (cls == NULL)
        return pf_unbound();
    struct found found = find_in_mro(ev, cls, pf_str_c(name), NULL);
    return pf_is_bound(found.value) ? bind_found(ev, &found, v, cls) : found.value;
}

bool pf_may_stand_in(struct pf_eval *ev, pf_value v)
{
    static const char *const hooks[] = {"__index__",   "__int__",   "__float__", "__fspath__",
                                        "__trunc__",   "__floor__", "__ceil__",  "__round__",
                                        "__complex__", "__bytes__"};
    if (v.type != PF_V_INSTANCE || pf_is_bound(v.as.object->wrapped) ||
        v.as.object->cls->class_->native != NULL)
        return false;
    for (size_t i = 0; i < PF_COUNT(hooks); i++)
        if (pf_is_bound(pf_find_special(ev, v, hooks[i])))
            return true;
    return v.as.object->cls->class_->has_unknown_base;
}

/* --- getting -----------------------------------------------------------------------------------
 */

/* The class that an unknown of one kind surely has. */
static const struct pf_native_class *class_of_kinds(unsigned kinds)
{
    switch (kinds) {
    case PF_KIND_BIT(PF_STRING):
        return &pf_str_class;
    case PF_KIND_BIT(PF_INT):
        return &pf_int_class;
    case PF_KIND_BIT(PF_REAL):
        return &pf_float_class;
    case PF_KIND_BIT(PF_BOOL):
        return &pf_bool_class;
    case PF_KIND_BIT(PF_MAP):
        return &pf_dict_class;
    case PF_KIND_BIT(PF_NULL):
        return &pf_none_class;
    default:
        return NULL;
    }
}

/* `import celery.schedules`: of a package nobody models, a module that somebody does. UNBOUND. */
static pf_value module_in_unknown(struct pf_eval *ev, const struct pf_unknown *package, pf_str name)
{
    if (package->name.len == 0)
        return pf_unbound();
    pf_str full = pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(package->name), PF_ARG(name));
    pf_value module = pf_names_get(ev, ev->modules, full, NULL);
    return pf_is_bound(module) || pf_library_find(full) == NULL ? module : pf_import_name(ev, full);
}

static pf_value unknown_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    const struct pf_unknown *u = v.as.unknown;
    pf_value module = module_in_unknown(ev, u, name);
    if (pf_is_bound(module))
        return module;
    const struct pf_native_class *native = class_of_kinds(u->kinds);
    if (native != NULL && u->kinds != PF_KIND_BIT(PF_MAP)) {
        struct found found = find_in_mro(ev, pf_eval_class(ev, native), name, NULL);
        return pf_is_bound(found.value) ? bind_found(ev, &found, v, pf_eval_class(ev, native))
                                        : found.value;
    }
    if (u->name.len > 0)
        pf_may_raise(ev, "AttributeError");
    else
        pf_may_raise_of(ev, "AttributeError", &v, 1);
    if (u->name.len > 0 && u->name.len < 200) {
        pf_value named = pf_unknown_named(
            ev, pf_arena_format(ev->arena, "%.*s.%.*s", PF_ARG(u->name), PF_ARG(name)),
            u->reason.data);
        named.origin = v.origin;
        return named;
    }
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of something unknown", &v, 1);
}

static bool is_data_descriptor(struct pf_eval *ev, const struct found *found)
{
    if (found->from_table)
        return (found->value.as.native->flags & PF_NATIVE_PROPERTY) != 0;
    if (found->value.type == PF_V_PROPERTY)
        return !found->value.as.property->cached;
    return found->value.type == PF_V_INSTANCE &&
           pf_is_bound(pf_find_special(ev, found->value, "__set__"));
}

static pf_value ask_hooks(struct pf_eval *ev, pf_value v, pf_str name)
{
    const struct pf_class *cls = v.as.object->cls->class_;
    for (size_t i = 0; i < cls->mro_count; i++) {
        const struct pf_native_class *native = cls->mro[i]->class_->native;
        if (native == NULL || native->attribute == NULL)
            continue;
        pf_value answer = native->attribute(ev, v, name);
        if (pf_is_bound(answer))
            return answer;
    }
    struct found getattr = find_in_mro(ev, v.as.object->cls, PF_STR("__getattr__"), NULL);
    if (pf_is_bound(getattr.value)) {
        pf_value method = bind_found(ev, &getattr, v, v.as.object->cls);
        return call_with(ev, method, pf_str_value(ev, name));
    }
    if (cls->has_unknown_base) {
        pf_may_raise(ev, "AttributeError");
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of a class nobody models", &v,
                             1);
    }
    return pf_unbound();
}

/* Code that nobody models (pydantic's, an ORM's) may have put something else in its place. */
static bool is_overruled(const struct pf_object *cls, pf_value found, pf_str name)
{
    static const enum pf_type kept[] = {PF_V_FUNCTION, PF_V_NATIVE,        PF_V_METHOD,
                                        PF_V_PROPERTY, PF_V_STATIC_METHOD, PF_V_CLASS_METHOD};
    for (size_t i = 0; i < PF_COUNT(kept); i++)
        if (found.type == kept[i])
            return false;
    return cls->class_->is_foreign && !pf_str_starts(name, PF_STR("__"));
}

static pf_value overruled(struct pf_eval *ev, pf_value found)
{
    pf_escape(ev, found, "handed to a class nobody models");
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of a class nobody models", &found,
                         1);
}

static pf_value instance_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    struct pf_object *object = v.as.object, *cls = object->cls;
    if (pf_str_eq(name, PF_STR("__class__")))
        return pf_object_value(cls);
    if (pf_str_eq(name, PF_STR("__dict__")))
        return pf_object_value(object->attributes);
    struct found found = find_in_mro(ev, cls, name, NULL);
    bool bound = pf_is_bound(found.value);
    if (bound && is_data_descriptor(ev, &found))
        return bind_found(ev, &found, v, cls);
    bool maybe;
    pf_value own = pf_names_get(ev, object->attributes, name, &maybe);
    if (pf_is_bound(own) && !maybe)
        return own;
    if (bound && is_overruled(cls, found.value, name))
        return overruled(ev, found.value);
    if (bound) {
        pf_value inherited = bind_found(ev, &found, v, cls);
        if (pf_is_failed(inherited))
            return inherited;
        if (found.value.type == PF_V_PROPERTY && !pf_is_bound(own)) /* cached_property */
            pf_names_put(ev, object->attributes, name, (pf_span){0}, inherited);
        return pf_join_value(ev, own, inherited);
    }
    if (pf_is_bound(own)) {
        pf_may_raise(ev, "AttributeError");
        return own;
    }
    if (pf_is_bound(object->wrapped)) {
        pf_value inner = pf_find_attribute(ev, object->wrapped, name);
        if (pf_is_bound(inner))
            return inner;
    }
    return ask_hooks(ev, v, name);
}

/* The interpreter keeps annotations in every class's names; Python only where there are some. */
bool pf_is_empty_annotations(const struct pf_entry *e)
{
    return pf_is_str(e->key) && pf_str_eq(pf_text_of(e->key), PF_STR("__annotations__")) &&
           e->value.type == PF_V_DICT &&
           e->value.as.object->contents->knowledge == PF_CONTENTS_KNOWN &&
           e->value.as.object->contents->dict.live == 0;
}

static pf_value mro_tuple(struct pf_eval *ev, const struct pf_class *cls)
{
    pf_value *items = PF_NEW_ARRAY(ev->arena, pf_value, cls->mro_count);
    for (size_t i = 0; i < cls->mro_count; i++)
        items[i] = pf_object_value(cls->mro[i]);
    return pf_tuple_value(ev, items, cls->mro_count);
}

/* What the body set, and what Python puts there beside; as it is now. */
static pf_value class_dict(struct pf_eval *ev, const struct pf_object *cls)
{
    static const char *const added[] = {"__dict__", "__weakref__", "__doc__"};
    pf_value dict = pf_dict_value(ev);
    const struct pf_contents *names = cls->attributes->contents;
    if (names->knowledge != PF_CONTENTS_KNOWN) {
        pf_heap_forget(ev, dict.as.object, "the names of a class that are not known", NULL);
        return dict;
    }
    struct pf_contents *c = dict.as.object->contents;
    for (size_t i = 0; i < names->dict.count; i++) {
        const struct pf_entry e = names->dict.entries[i];
        if (!e.live || pf_is_empty_annotations(&e) ||
            (pf_is_none(e.value) && pf_str_eq(pf_text_of(e.key), PF_STR("__doc__"))))
            continue;
        pf_dict_put(ev, c, e.key, e.hash, e.value)->maybe = e.maybe;
    }
    bool first = cls->class_->base_count == 1 &&
                 cls->class_->bases[0] == pf_eval_class(ev, &pf_object_class);
    for (size_t i = first ? 0 : 2; i < PF_COUNT(added) && !pf_in_model(ev); i++)
        if (pf_dict_find_str(ev, c, pf_str_c(added[i])) == NULL)
            pf_dict_put_str(
                ev, c, pf_str_c(added[i]),
                i == 2 && !cls->class_->is_enum && !cls->class_->is_dataclass
                    ? pf_none()
                    : pf_unknown_value(ev, PF_KINDS_EVERY, true, "what every class holds"));
    c->unordered |= names->unordered;
    return dict;
}

static pf_value class_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    struct pf_object *cls = v.as.object;
    if (pf_str_eq(name, PF_STR("__qualname__")) && cls->class_->qualname.len > 0)
        return pf_str_value(ev, cls->class_->qualname);
    if (pf_str_eq(name, PF_STR("__name__")) || pf_str_eq(name, PF_STR("__qualname__")))
        return pf_str_value(ev, cls->class_->name);
    if (pf_str_eq(name, PF_STR("__mro__")))
        return mro_tuple(ev, cls->class_);
    if (pf_str_eq(name, PF_STR("__module__")))
        return pf_str_value(ev, cls->class_->module);
    if (pf_str_eq(name, PF_STR("__dict__")) && cls->attributes != NULL)
        return class_dict(ev, cls);
    if (pf_str_eq(name, PF_STR("__members__")) && cls->class_->is_enum)
        return pf_enum_members(ev, cls);
    struct found found = find_in_mro(ev, cls, name, NULL);
    if (pf_is_bound(found.value) && is_overruled(cls, found.value, name))
        return overruled(ev, found.value);
    if (pf_is_bound(found.value)) {
        if (found.maybe)
            pf_may_raise(ev, "AttributeError");
        return bind_found(ev, &found, pf_unbound(), cls);
    }
    if (cls->class_->has_unknown_base) {
        pf_may_raise(ev, "AttributeError");
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "inherited from a class nobody models");
    }
    if (cls->class_->ast == NULL && cls->class_->native != NULL &&
        pf_str_starts(name, PF_STR("__")) && !pf_str_starts(name, PF_STR("__dataclass"))) {
        pf_may_raise(ev, "AttributeError");
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "an attribute nobody models");
    }
    if (pf_str_eq(name, PF_STR("__doc__")) || !pf_str_starts(name, PF_STR("__")) ||
        !pf_str_ends(name, PF_STR("__")) || pf_str_starts(name, PF_STR("__dataclass")))
        return pf_str_eq(name, PF_STR("__doc__")) ? pf_none() : pf_unbound();
    pf_may_raise(ev, "AttributeError");
    return pf_unknown_value(ev, PF_KINDS_EVERY, true, "an attribute nobody models");
}

static pf_value super_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    pf_value self = v.as.method->self;
    const struct pf_object *after = v.as.method->function.as.object;
    struct pf_object *cls = self.type == PF_V_CLASS ? self.as.object : pf_class_of(ev, self);
    if (cls == NULL)
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of something unknown", &v, 1);
    struct found found = find_in_mro(ev, cls, name, after);
    if (pf_is_bound(found.value))
        return bind_found(ev, &found, self.type == PF_V_CLASS ? pf_unbound() : self, cls);
    if (cls->class_->has_unknown_base) {
        pf_escape(ev, self, "changed by a class nobody models");
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "inherited from a class nobody models");
    }
    return pf_unbound();
}

static pf_value function_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    if (v.type == PF_V_FUNCTION) {
        const struct pf_function *f = v.as.object->function;
        if (v.as.object->attributes != NULL) {
            pf_value own = pf_names_get(ev, v.as.object->attributes, name, NULL);
            if (pf_is_bound(own))
                return own;
        }
        if (pf_str_eq(name, PF_STR("__name__")))
            return pf_str_value(ev, f->name);
        if (pf_str_eq(name, PF_STR("__module__")))
            return pf_str_value(ev, f->module->module->name);
        if (pf_str_eq(name, PF_STR("__qualname__")) && f->module->module->library == NULL)
            return pf_str_value(ev, f->qualname);
    }
    if (v.type == PF_V_NATIVE && pf_str_eq(name, PF_STR("__name__")))
        return pf_str_value(ev, last_part(v.as.native->name));
    if (v.type == PF_V_METHOD) {
        if (pf_str_eq(name, PF_STR("__self__")))
            return v.as.method->self;
        if (pf_str_eq(name, PF_STR("__func__")))
            return v.as.method->function;
        return function_attribute(ev, v.as.method->function, name);
    }
    if (pf_str_starts(name, PF_STR("__")))
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "an attribute of a function");
    return pf_unbound();
}

/* What no builtin data has: hasattr(x, "__fspath__") asks whether it is a path. */
static bool is_of_no_data(enum pf_type type, pf_str name)
{
    static const char *const none[] = {"__fspath__", "__call__", "__enter__", "__exit__",
                                       "__get__",    "__next__", "__await__"};
    static const char *const containers[] = {"__iter__", "__len__", "__getitem__", "__contains__"};
    bool scalar = type == PF_V_NONE || type == PF_V_BOOL || type == PF_V_INT || type == PF_V_FLOAT;
    bool data = scalar || type == PF_V_STR || type == PF_V_BYTES || type == PF_V_TUPLE ||
                type == PF_V_LIST || type == PF_V_SET || type == PF_V_FROZENSET ||
                type == PF_V_DICT;
    for (size_t i = 0; data && i < PF_COUNT(none); i++)
        if (pf_str_eq(name, pf_str_c(none[i])))
            return true;
    for (size_t i = 0; scalar && i < PF_COUNT(containers); i++)
        if (pf_str_eq(name, pf_str_c(containers[i])))
            return true;
    return false;
}

static pf_value data_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    struct pf_object *cls = pf_class_of(ev, v);
    if (cls == NULL)
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of something unknown", &v, 1);
    if (pf_str_eq(name, PF_STR("__class__")))
        return v.type == PF_V_ITERATOR
                   ? pf_unknown_value(ev, PF_KIND_OBJECT, false, "the class of an iterator")
                   : pf_object_value(cls);
    if (v.type == PF_V_TUPLE && v.as.tuple->cls != NULL) {
        pf_value field = pf_namedtuple_field(v, name);
        if (pf_is_bound(field))
            return field;
    }
    struct found found = find_in_mro(ev, cls, name, NULL);
    if (pf_is_bound(found.value))
        return bind_found(ev, &found, v, cls);
    if (cls->class_->ast == NULL && is_of_no_data(v.type, name))
        return pf_unbound();
    if (v.type == PF_V_SLICE || v.type == PF_V_RANGE || v.type == PF_V_PROPERTY ||
        v.type == PF_V_VIEW || v.type == PF_V_ITERATOR || pf_str_starts(name, PF_STR("__")))
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "an attribute nobody models");
    if (cls->class_->ast == NULL)
        return pf_unbound();
    found = find_in_mro(ev, cls, PF_STR("__getattr__"), NULL);
    if (pf_is_bound(found.value))
        return call_with(ev, bind_found(ev, &found, v, cls), pf_str_value(ev, name));
    pf_may_raise(ev, "AttributeError");
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of a container", &v, 1);
}

static pf_value find_plain(struct pf_eval *ev, pf_value v, pf_str name)
{
    switch (v.type) {
    case PF_V_UNKNOWN:
        return unknown_attribute(ev, v, name);
    case PF_V_MODULE:
        return pf_module_attribute(ev, v.as.object, name);
    case PF_V_INSTANCE:
        return instance_attribute(ev, v, name);
    case PF_V_CLASS:
        return class_attribute(ev, v, name);
    case PF_V_SUPER:
        return super_attribute(ev, v, name);
    case PF_V_FUNCTION:
    case PF_V_NATIVE:
    case PF_V_METHOD:
        return function_attribute(ev, v, name);
    case PF_V_STATIC_METHOD:
    case PF_V_CLASS_METHOD:
        if (pf_str_eq(name, PF_STR("__func__")))
            return v.as.method->function;
        return data_attribute(ev, v, name);
    default:
        return data_attribute(ev, v, name);
    }
}

static pf_value missing(struct pf_eval *ev, pf_value v, pf_str name)
{
    if (v.type == PF_V_MODULE)
        return pf_raise(ev, "AttributeError", "module '%.*s' has no attribute '%.*s'",
                        PF_ARG(v.as.object->module->name), PF_ARG(name));
    if (v.type == PF_V_CLASS)
        return pf_raise(ev, "AttributeError", "type object '%.*s' has no attribute '%.*s'",
                        PF_ARG(v.as.object->class_->name), PF_ARG(name));
    pf_str type = pf_type_name(v);
    if (v.type == PF_V_UNKNOWN)
        type = pf_str_c(class_of_kinds(v.as.unknown->kinds)->name);
    pf_str variable = v.origin != NULL && v.origin->from_count > 0 ? v.origin->from[0] : PF_STR("");
    return pf_raise_variable(ev, variable, "AttributeError",
                             "'%.*s' object has no attribute '%.*s'", PF_ARG(type), PF_ARG(name));
}

static pf_value get_plain(struct pf_eval *ev, pf_value v, void *context)
{
    pf_str name = *(pf_str *)context;
    pf_value found = find_plain(ev, v, name);
    return pf_is_bound(found) ? found : missing(ev, v, name);
}

pf_value pf_get_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    if (v.type == PF_V_EITHER)
        return pf_lift(ev, v, get_plain, &name);
    return get_plain(ev, v, &name);
}

pf_value pf_find_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    if (v.type == PF_V_EITHER)
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an attribute of something unknown", &v, 1);
    pf_value found = find_plain(ev, v, name);
    if (pf_is_failed(found) && pf_raised_is(ev, "AttributeError", NULL)) {
        pf_clear_exception(ev);
        return pf_unbound();
    }
    return found;
}

/* --- setting -----------------------------------------------------------------------------------
 */

static bool is_frozen(const struct pf_object *cls)
{
    for (size_t i = 0; i < cls->class_->mro_count; i++)
        if (cls->class_->mro[i]->class_->is_frozen)
            return true;
    return false;
}

static bool set_on_instance(struct pf_eval *ev, pf_value v, pf_str name, pf_value value)
{
    struct pf_object *object = v.as.object;
    struct found setter = find_in_mro(ev, object->cls, PF_STR("__setattr__"), NULL);
    if (pf_is_bound(setter.value) && !setter.from_table) {
        pf_value args[] = {pf_str_value(ev, name), value};
        return !pf_is_failed(pf_call_value(ev, bind_found(ev, &setter, v, object->cls), args, 2));
    }
    if (is_frozen(object->cls)) {
        pf_raise_class(ev, pf_eval_class(ev, &pf_frozen_error_class), PF_STR(""),
                       "cannot assign to field '%.*s'", PF_ARG(name));
        return false;
    }
    if (pf_is_bound(find_in_mro(ev, object->cls, PF_STR("__slots__"), NULL).value))
        pf_may_raise(ev, "AttributeError");
    struct found found = find_in_mro(ev, object->cls, name, NULL);
    if (found.value.type == PF_V_PROPERTY && !found.value.as.property->cached) {
        pf_value args[] = {v, value};
        if (!pf_is_bound(found.value.as.property->setter)) {
            pf_raise(ev, "AttributeError", "can't set attribute '%.*s'", PF_ARG(name));
            return false;
        }
        return !pf_is_failed(pf_call_value(ev, found.value.as.property->setter, args, 2));
    }
    if (found.value.type == PF_V_INSTANCE) {
        pf_value set = pf_find_special(ev, found.value, "__set__");
        pf_value args[] = {v, value};
        if (pf_is_bound(set))
            return !pf_is_failed(set) && !pf_is_failed(pf_call_value(ev, set, args, 2));
    }
    pf_names_put(ev, object->attributes, name, (pf_span){0}, value);
    return true;
}

/* Of a project's own list or dict: it is read as unknown; with self.__dict__ = self all is. */
static bool set_on_container(struct pf_eval *ev, pf_value v, pf_str name, pf_value value)
{
    struct found setter = find_in_mro(ev, v.as.object->cls, PF_STR("__setattr__"), NULL);
    if (pf_is_bound(setter.value) && setter.value.type != PF_V_UNKNOWN && !setter.from_table) {
        pf_value method = bind_found(ev, &setter, v, v.as.object->cls);
        pf_value args[] = {pf_str_value(ev, name), value};
        return !pf_is_failed(method) && !pf_is_failed(pf_call_value(ev, method, args, 2));
    }
    pf_escape(ev, value, "stored in a container's attribute");
    if (pf_str_starts(name, PF_STR("__")) || setter.value.type == PF_V_UNKNOWN)
        pf_escape(ev, v, "a container that is its own attributes");
    return true;
}

static pf_value set_plain(struct pf_eval *ev, pf_value v, pf_str name, pf_value value)
{
    switch (v.type) {
    case PF_V_INSTANCE:
        return set_on_instance(ev, v, name, value) ? pf_none() : failed;
    case PF_V_MODULE:
    case PF_V_CLASS:
        if (v.type == PF_V_CLASS && v.as.object->class_->ast == NULL &&
            v.as.object->class_->native != NULL)
            return pf_raise(ev, "TypeError", "cannot set '%.*s' attribute of immutable type",
                            PF_ARG(name));
        if (v.type == PF_V_MODULE && v.as.object->module->library == &pf_lib_os &&
            pf_str_eq(name, PF_STR("environ")) && value.type != PF_V_INSTANCE)
            pf_heap_forget(ev, ev->environ, "os.environ was put in another's place", NULL);
        pf_names_put(ev, v.as.object->attributes, name,
                     ev->site == NULL ? (pf_span){0} : ev->site->span, value);
        return pf_none();
    case PF_V_FUNCTION:
        if (v.as.object->attributes == NULL)
            v.as.object->attributes = pf_heap_container(ev, PF_V_DICT);
        pf_names_put(ev, v.as.object->attributes, name, (pf_span){0}, value);
        return pf_none();
    case PF_V_UNKNOWN:
        pf_escape(ev, value, "stored in something unknown");
        pf_may_raise(ev, "AttributeError");
        return pf_none();
    default:
        if (pf_has_contents(v) && v.as.object->cls != NULL)
            return set_on_container(ev, v, name, value) ? pf_none() : failed;
        return pf_raise(ev, "AttributeError", "'%.*s' object has no attribute '%.*s'",
                        PF_ARG(pf_type_name(v)), PF_ARG(name));
    }
}

struct setting {
    pf_str name;
    pf_value value;
};

static pf_value set_lifted(struct pf_eval *ev, pf_value v, void *context)
{
    const struct setting *setting = context;
    return set_plain(ev, v, setting->name, setting->value);
}

bool pf_set_attribute(struct pf_eval *ev, pf_value v, pf_str name, pf_value value)
{
    struct setting setting = {name, value};
    if (v.type == PF_V_EITHER)
        return !pf_is_failed(pf_lift(ev, v, set_lifted, &setting));
    return !pf_is_failed(set_plain(ev, v, name, value));
}

bool pf_del_attribute(struct pf_eval *ev, pf_value v, pf_str name)
{
    if (pf_is_vague(v))
        return true;
    struct pf_object *names =
        v.type == PF_V_INSTANCE || v.type == PF_V_MODULE || v.type == PF_V_CLASS
            ? v.as.object->attributes
            : NULL;
    if (names == NULL || names->contents->knowledge != PF_CONTENTS_KNOWN ||
        pf_dict_find_str(ev, names->contents, name) == NULL) {
        pf_raise(ev, "AttributeError", "%.*s", PF_ARG(name));
        return false;
    }
    struct pf_contents *c = pf_heap_write(ev, names);
    pf_dict_remove(c, pf_dict_find_str(ev, c, name));
    return true;
}
