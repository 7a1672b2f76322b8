/* collections: namedtuple, OrderedDict, defaultdict; the others are a model in Python. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* --- namedtuple
 * ----------------------------------------------------------------------------------------- */

struct field_names {
    pf_str *items;
    size_t count, capacity;
    pf_value defaults; /* TUPLE: of the last ones */
};

static void add_names(struct pf_eval *ev, struct field_names *names, pf_str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t start = i;
        while (i < text.len && pf_is_name(text.data[i]))
            i++;
        if (i > start)
            *pf_pile_add(ev->arena, names) = pf_str_slice(text, start, i);
        else
            i++;
    }
}

static const struct pf_native_class named_class;

/* Of the class that namedtuple() made, or of one that inherits from it; NULL: none of both. */
static const struct field_names *names_of(const struct pf_object *cls)
{
    for (size_t i = 0; cls != NULL && i < cls->class_->mro_count; i++)
        if (cls->class_->mro[i]->class_->native == &named_class)
            return cls->class_->mro[i]->class_->extra;
    return NULL;
}

pf_value pf_namedtuple_field(pf_value tuple, pf_str name)
{
    const struct field_names *names = names_of(tuple.as.tuple->cls);
    for (size_t i = 0; names != NULL && i < names->count && i < tuple.as.tuple->count; i++)
        if (pf_str_eq(names->items[i], name))
            return tuple.as.tuple->items[i];
    return pf_unbound();
}

static pf_value named_tuple(struct pf_eval *ev, struct pf_object *cls, const pf_value *items,
                            size_t count)
{
    struct pf_tuple *tuple = PF_NEW(ev->arena, struct pf_tuple);
    *tuple = (struct pf_tuple){items, count, cls};
    return (pf_value){.type = PF_V_TUPLE, .as.tuple = tuple};
}

static pf_value make_named(struct pf_eval *ev, const struct pf_call *call)
{
    const struct field_names *names = names_of(call->cls);
    const struct pf_tuple *args = call->args[0].as.tuple;
    const struct pf_contents *keywords = call->args[1].as.object->contents;
    pf_value *items = PF_NEW_ARRAY(ev->arena, pf_value, names->count);
    size_t used = args->count, defaults = names->defaults.as.tuple->count;
    if (used > names->count)
        return pf_raise(ev, "TypeError", "%.*s.__new__() takes %zu positional arguments",
                        PF_ARG(call->cls->class_->name), names->count + 1);
    for (size_t i = 0; i < names->count; i++) {
        const struct pf_entry *e = pf_dict_find_str(ev, keywords, names->items[i]);
        items[i] = i < args->count ? args->items[i] : (e == NULL ? pf_unbound() : e->value);
        used += e != NULL;
        if (!pf_is_bound(items[i]) && i + defaults >= names->count)
            items[i] = names->defaults.as.tuple->items[i + defaults - names->count];
        if (!pf_is_bound(items[i]))
            return pf_raise(ev, "TypeError", "missing required argument: '%.*s'",
                            PF_ARG(names->items[i]));
    }
    if (used > names->count || used != args->count + keywords->dict.live)
        return pf_raise(ev, "TypeError", "got an unexpected argument");
    return named_tuple(ev, call->cls, items, names->count);
}

static bool is_named(pf_value v)
{
    return v.type == PF_V_TUPLE && names_of(v.as.tuple->cls) != NULL;
}

static pf_value named_replace(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_contents *keywords = call->args[1].as.object->contents;
    if (!is_named(call->args[0]))
        return pf_unknown_of(ev, 0, true, "made from something unknown", call->args, 1);
    const struct pf_tuple *old = call->args[0].as.tuple;
    const struct field_names *names = names_of(old->cls);
    pf_value *items = PF_NEW_ARRAY(ev->arena, pf_value, old->count);
    size_t used = 0;
    for (size_t i = 0; i < old->count; i++) {
        const struct pf_entry *e = pf_dict_find_str(ev, keywords, names->items[i]);
        items[i] = e == NULL ? old->items[i] : e->value;
        used += e != NULL;
    }
    if (used < keywords->dict.live) /* a ValueError, since 3.13 a TypeError */
        return pf_raise(ev, ev->options->python_minor >= 13 ? "TypeError" : "ValueError",
                        "Got unexpected field names");
    return named_tuple(ev, old->cls, items, old->count);
}

static pf_value named_as_dict(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value dict = pf_dict_value(ev);
    if (!is_named(call->args[0]))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_MAP), true, "made from something unknown",
                             call->args, 1);
    const struct pf_tuple *t = call->args[0].as.tuple;
    for (size_t i = 0; i < t->count; i++)
        pf_dict_set_str(ev, dict, names_of(t->cls)->items[i], t->items[i]);
    return dict;
}

static pf_value named_of_items(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_items items;
    if (!pf_iterate(ev, call->args[1], &items))
        return failed;
    if (!items.known || items.unordered || call->args[0].type != PF_V_CLASS)
        return pf_unknown_of(ev, 0, true, "made from something unknown", call->args, 2);
    struct pf_arguments a = {0};
    for (size_t i = 0; i < items.count; i++)
        pf_arguments_add(ev, &a, items.items[i]);
    return pf_call_class(ev, call->args[0].as.object, &a);
}

static const struct pf_native named_methods[] = {
    {"namedtuple._replace", "self, /, **kwargs", named_replace, 0, PF_NATIVE_RAW},
    {"namedtuple._asdict", "self", named_as_dict, 0, PF_NATIVE_RAW},
    {"namedtuple._make", "cls, iterable", named_of_items, 0, PF_NATIVE_RAW | PF_NATIVE_CLASS},
};
static const struct pf_native named_make = {"namedtuple", "*args, **kwargs", make_named, 0,
                                            PF_NATIVE_RAW};
static const struct pf_native_class named_class = {.name = "namedtuple",
                                                   .base = &pf_tuple_class,
                                                   .methods = named_methods,
                                                   .method_count = PF_COUNT(named_methods),
                                                   .make = &named_make};

pf_value pf_namedtuple(struct pf_eval *ev, const struct pf_call *call)
{
    struct field_names *names = PF_NEW(ev->arena, struct field_names);
    struct pf_items items;
    pf_value unknown =
        pf_unknown_of(ev, PF_KIND_OBJECT, false, "a namedtuple nobody models", call->args, 2);
    names->defaults = pf_tuple_value(ev, NULL, 0);
    if (!pf_is_str(call->args[0]) || pf_is_bound(call->args[2]))
        return unknown;
    if (pf_is_bound(call->args[3]) && !pf_is_none(call->args[3])) {
        if (!pf_iterate(ev, call->args[3], &items))
            return failed;
        if (!items.known || items.unordered)
            return unknown;
        names->defaults = pf_tuple_value(ev, items.items, items.count);
    }
    if (pf_is_str(call->args[1])) {
        add_names(ev, names, pf_text_of(call->args[1]));
    } else {
        if (!pf_iterate(ev, call->args[1], &items))
            return failed;
        if (!items.known || items.unordered)
            return unknown;
        for (size_t i = 0; i < items.count; i++) {
            if (!pf_is_str(items.items[i]))
                return unknown;
            *pf_pile_add(ev->arena, names) = pf_text_of(items.items[i]);
        }
    }
    if (names->defaults.as.tuple->count > names->count)
        return pf_raise(ev, "TypeError", "Got more default values than field names");
    struct pf_object *base = pf_eval_class(ev, &pf_tuple_class);
    struct pf_object *cls = pf_class_new(ev, pf_text_of(call->args[0]), &base, 1);
    cls->class_->native = &named_class;
    cls->class_->extra = names;
    pf_value *fields = PF_NEW_ARRAY(ev->arena, pf_value, names->count);
    for (size_t i = 0; i < names->count; i++)
        fields[i] = pf_str_value(ev, names->items[i]);
    pf_names_put(ev, cls->attributes, PF_STR("_fields"), (pf_span){0},
                 pf_tuple_value(ev, fields, names->count));
    return pf_object_value(cls);
}

/* --- dicts
 * --------------------------------------------------------------------------------------------------
 */

static pf_value default_missing(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value self = call->args[0], key = call->args[1];
    pf_value factory = self.as.object->wrapped;
    if (!pf_is_bound(factory) || pf_is_none(factory))
        return pf_raise_value(
            ev, pf_exception_value(ev, pf_eval_exception(ev, "KeyError"), &key, 1), call->span);
    pf_value v = pf_call_value(ev, factory, NULL, 0);
    if (pf_is_failed(v) || !pf_set_item(ev, self, key, v))
        return failed;
    return v;
}

static pf_value make_default(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_arguments a = {0};
    if (pf_is_bound(call->args[1]))
        pf_arguments_add(ev, &a, call->args[1]);
    const struct pf_contents *c = call->args[2].as.object->contents;
    for (size_t i = 0; i < c->dict.count; i++)
        pf_arguments_name(ev, &a, pf_text_of(c->dict.entries[i].key), c->dict.entries[i].value);
    pf_value dict = pf_call_native(ev, pf_dict_class.make, call->cls, &a);
    if (pf_is_failed(dict) || dict.type != PF_V_DICT)
        return dict;
    dict.as.object->cls = call->cls;
    dict.as.object->wrapped = call->args[0];
    return dict;
}

static const struct pf_native default_methods[] = {
    {"defaultdict.__missing__", "self, key, /", default_missing, 0, PF_NATIVE_RAW},
};
static const struct pf_native default_make = {"collections.defaultdict",
                                              "default_factory?, other?, /, **kwargs", make_default,
                                              0, PF_NATIVE_RAW};
static const struct pf_native_class default_class = {.name = "defaultdict",
                                                     .module = "collections",
                                                     .base = &pf_dict_class,
                                                     .methods = default_methods,
                                                     .method_count = PF_COUNT(default_methods),
                                                     .make = &default_make};

static pf_value make_ordered(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_arguments a = {0};
    if (pf_is_bound(call->args[0]))
        pf_arguments_add(ev, &a, call->args[0]);
    const struct pf_contents *c = call->args[1].as.object->contents;
    for (size_t i = 0; i < c->dict.count; i++)
        pf_arguments_name(ev, &a, pf_text_of(c->dict.entries[i].key), c->dict.entries[i].value);
    pf_value dict = pf_call_native(ev, pf_dict_class.make, call->cls, &a);
    if (dict.type == PF_V_DICT)
        dict.as.object->cls = call->cls;
    return dict;
}

static pf_value move_to_end(struct pf_eval *ev, const struct pf_call *call)
{
    pf_heap_forget(ev, call->args[0].as.object, "an order nobody models", NULL);
    return pf_none();
}

static const struct pf_native ordered_methods[] = {
    {"OrderedDict.move_to_end", "self, key, last?", move_to_end, 0, PF_NATIVE_SELF},
};
static const struct pf_native ordered_make = {"collections.OrderedDict", "other?, /, **kwargs",
                                              make_ordered, 0, PF_NATIVE_RAW};
static const struct pf_native_class ordered_class = {.name = "OrderedDict",
                                                     .module = "collections",
                                                     .base = &pf_dict_class,
                                                     .methods = ordered_methods,
                                                     .method_count = PF_COUNT(ordered_methods),
                                                     .make = &ordered_make};

static const struct pf_native_class *const classes[] = {&default_class, &ordered_class};
static const struct pf_native functions[] = {
    {"collections.namedtuple", "typename, field_names, *, rename?, defaults?, module?",
     pf_namedtuple, 0, PF_NATIVE_RAW},
};

const struct pf_library pf_lib_collections = {.module = "collections",
                                              .functions = functions,
                                              .function_count = PF_COUNT(functions),
                                              .classes = classes,
                                              .class_count = PF_COUNT(classes),
                                              .has_text = true,
                                              .is_standard = true};
