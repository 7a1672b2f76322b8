/* The names of what an object and its classes hold: dir(), inspect.getmembers(). */
#include "python/interp.h"

static bool add_from(struct pf_eval *ev, struct pf_contents *names, const struct pf_object *of)
{
    const struct pf_contents *c = of->contents;
    bool fine = c->knowledge == PF_CONTENTS_KNOWN && !pf_dict_has_maybe(c);
    for (size_t i = 0; fine && i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        pf_str name = e->live && pf_is_str(e->key) ? pf_text_of(e->key) : PF_STR("");
        bool seen = name.len == 0 || pf_str_starts(name, PF_STR("__"));
        for (size_t at = 0; !seen && at < names->count; at++)
            seen = pf_str_eq(pf_text_of(names->items[at]), name);
        if (!seen)
            pf_list_append(ev, names, pf_str_value(ev, name));
    }
    return fine;
}

pf_value pf_members(struct pf_eval *ev, pf_value v)
{
    pf_value list = pf_list_value(ev, NULL, 0);
    struct pf_contents *names = list.as.object->contents;
    bool fine = v.type == PF_V_INSTANCE || v.type == PF_V_CLASS;
    struct pf_object *cls = !fine ? NULL : v.type == PF_V_CLASS ? v.as.object : v.as.object->cls;
    if (fine && v.type == PF_V_INSTANCE)
        fine = add_from(ev, names, v.as.object->attributes);
    for (size_t i = 0; fine && i + 1 < cls->class_->mro_count; i++) /* the last is object */
        fine = cls->class_->mro[i]->class_->ast != NULL && !cls->class_->has_unknown_base &&
               add_from(ev, names, cls->class_->mro[i]->attributes);
    if (fine)
        return list;
    return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), false, "the attributes of something", &v, 1);
}

/* With what every class has in that version of Python. */
pf_value pf_dir_of(struct pf_eval *ev, pf_value v)
{
    static const struct {
        const char *name;
        unsigned since; /* minor version of Python 3 */
    } always[] = {
        {"__class__", 0},
        {"__delattr__", 0},
        {"__dict__", 0},
        {"__dir__", 0},
        {"__doc__", 0},
        {"__eq__", 0},
        {"__firstlineno__", 13},
        {"__format__", 0},
        {"__ge__", 0},
        {"__getattribute__", 0},
        {"__getstate__", 11},
        {"__gt__", 0},
        {"__hash__", 0},
        {"__init__", 0},
        {"__init_subclass__", 0},
        {"__le__", 0},
        {"__lt__", 0},
        {"__module__", 0},
        {"__ne__", 0},
        {"__new__", 0},
        {"__reduce__", 0},
        {"__reduce_ex__", 0},
        {"__repr__", 0},
        {"__setattr__", 0},
        {"__sizeof__", 0},
        {"__static_attributes__", 13},
        {"__str__", 0},
        {"__subclasshook__", 0},
        {"__weakref__", 0},
    };
    pf_value list = pf_members(ev, v);
    if (list.type != PF_V_LIST)
        return list;
    struct pf_contents *names = list.as.object->contents;
    unsigned minor = ev->options->python_minor;
    for (size_t i = 0; i < PF_COUNT(always); i++)
        if (minor == 0 || minor >= always[i].since)
            pf_list_append(ev, names, pf_str_c_value(ev, always[i].name));
    bool certain;
    pf_sort(ev, names->items, names->count, pf_unbound(), false, false, &certain);
    return list;
}
