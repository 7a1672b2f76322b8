/* globals(), locals(), vars(), dir(), super(). */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

pf_value pf_fn_globals(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    return pf_object_value(ev->frame->globals);
}

pf_value pf_fn_locals(struct pf_eval *ev, const struct pf_call *call)
{
    (void)call;
    struct pf_object *names = ev->frame->scope->names;
    if (ev->frame->scope->kind != PF_SCOPE_FUNCTION)
        return pf_object_value(names);
    struct pf_object *copy = pf_heap_container(ev, PF_V_DICT);
    copy->contents = pf_contents_copy(ev, names->contents);
    return pf_object_value(copy);
}

pf_value pf_fn_vars(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[0]))
        return pf_fn_locals(ev, call);
    return pf_get_attribute(ev, call->args[0], PF_STR("__dict__"));
}

/* What every class has from `object` and from being written, with the minor versions that have it.
 */
static const struct {
    const char *name;
    unsigned since;
    bool of_class; /* of a class written in Python only */
} class_names[] = {
    {"__class__", 0, false},
    {"__delattr__", 0, false},
    {"__dict__", 0, true},
    {"__dir__", 0, false},
    {"__doc__", 0, false},
    {"__eq__", 0, false},
    {"__firstlineno__", 13, true},
    {"__format__", 0, false},
    {"__ge__", 0, false},
    {"__getattribute__", 0, false},
    {"__getstate__", 11, false},
    {"__gt__", 0, false},
    {"__hash__", 0, false},
    {"__init__", 0, false},
    {"__init_subclass__", 0, false},
    {"__le__", 0, false},
    {"__lt__", 0, false},
    {"__module__", 0, true},
    {"__ne__", 0, false},
    {"__new__", 0, false},
    {"__reduce__", 0, false},
    {"__reduce_ex__", 0, false},
    {"__repr__", 0, false},
    {"__setattr__", 0, false},
    {"__sizeof__", 0, false},
    {"__static_attributes__", 13, true},
    {"__str__", 0, false},
    {"__subclasshook__", 0, false},
    {"__weakref__", 0, true},
};

/* False: not all the names that it has are known. */
static bool add_own_names(struct pf_eval *ev, struct pf_object *set, const struct pf_object *names)
{
    const struct pf_contents *c = names == NULL ? NULL : names->contents;
    if (c == NULL || c->knowledge != PF_CONTENTS_KNOWN || pf_dict_has_maybe(c))
        return false;
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry e = c->dict.entries[i];
        if (!e.live || pf_is_empty_annotations(&e))
            continue;
        if (!pf_is_str(e.key) || pf_str_eq(pf_text_of(e.key), PF_STR("__slots__")) ||
            pf_str_eq(pf_text_of(e.key), PF_STR("__dir__")) ||
            pf_str_eq(pf_text_of(e.key), PF_STR("__annotations__")))
            return false;
        pf_dict_put_str(ev, set->contents, pf_text_of(e.key), pf_none());
    }
    return true;
}

static pf_value names_of_class(struct pf_eval *ev, const struct pf_object *cls,
                               const struct pf_object *own, unsigned minor)
{
    struct pf_object *set = pf_heap_container(ev, PF_V_DICT);
    for (size_t i = 0; i + 1 < cls->class_->mro_count; i++) {
        const struct pf_class *c = cls->class_->mro[i]->class_;
        if (c->ast == NULL || c->has_unknown_base || c->is_enum || c->is_dataclass ||
            !add_own_names(ev, set, cls->class_->mro[i]->attributes))
            return pf_unbound();
    }
    if (own != NULL && !add_own_names(ev, set, own))
        return pf_unbound();
    for (size_t i = 0; i < PF_COUNT(class_names); i++)
        if (class_names[i].since <= minor)
            pf_dict_put_str(ev, set->contents, pf_str_c(class_names[i].name), pf_none());
    pf_value names = pf_object_value(set);
    return pf_call_value(ev, pf_builtin(ev, "sorted"), &names, 1);
}

/* dir() of a class written in the project, or of its instance: by the version of Python. */
static pf_value dir_of_class(struct pf_eval *ev, pf_value v)
{
    const struct pf_object *cls = v.type == PF_V_CLASS ? v.as.object : v.as.object->cls;
    const struct pf_object *own = v.type == PF_V_CLASS ? NULL : v.as.object->attributes;
    unsigned minor = ev->options->python_minor;
    if (minor != 0)
        return names_of_class(ev, cls, own, minor);
    static const unsigned eras[] = {10, 11, 13};
    pf_value lists[PF_COUNT(eras)];
    for (size_t i = 0; i < PF_COUNT(eras); i++) {
        lists[i] = names_of_class(ev, cls, own, eras[i]);
        if (lists[i].type != PF_V_LIST)
            return lists[i];
    }
    struct pf_contents *joined = lists[0].as.object->contents;
    for (size_t i = 1; i < PF_COUNT(eras); i++)
        joined = pf_join_contents(ev, PF_V_LIST, joined, lists[i].as.object->contents);
    pf_heap_replace(ev, lists[0].as.object, joined);
    return lists[0];
}

pf_value pf_fn_dir(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_object *names = ev->frame->scope->names;
    if (call->args[0].type == PF_V_CLASS || call->args[0].type == PF_V_INSTANCE) {
        pf_value list = dir_of_class(ev, call->args[0]);
        if (pf_is_bound(list))
            return list;
    }
    if (pf_is_bound(call->args[0])) {
        if (call->args[0].type == PF_V_INSTANCE || call->args[0].type == PF_V_CLASS)
            return pf_dir_of(ev, call->args[0]);
        if (call->args[0].type != PF_V_MODULE || call->args[0].as.object->module->library != NULL)
            return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), false, "the attributes of something",
                                 call->args, 1);
        names = call->args[0].as.object->attributes;
    }
    struct pf_items items;
    if (!pf_iterate(ev, pf_object_value(names), &items))
        return failed;
    if (!items.known || pf_is_bound(pf_names_get(ev, names, PF_OTHER_NAMES, NULL)))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), false, "names that may be set or not",
                             call->args, 0);
    pf_value list = pf_list_value(ev, items.items, items.count);
    if (!pf_is_bound(pf_names_get(ev, names, PF_STR("__builtins__"), NULL))) {
        static const char *const own[] = {"__builtins__", "__cached__", "__loader__", "__spec__"};
        for (size_t i = 0; i < PF_COUNT(own); i++)
            pf_list_append(ev, list.as.object->contents, pf_str_c_value(ev, own[i]));
    }
    bool certain;
    struct pf_contents *c = list.as.object->contents;
    return pf_sort(ev, c->items, c->count, pf_unbound(), false, false, &certain) ? list : failed;
}

pf_value pf_fn_super(struct pf_eval *ev, const struct pf_call *call)
{
    if (pf_is_bound(call->args[0]) && call->args[0].type == PF_V_CLASS &&
        pf_is_bound(call->args[1]))
        return pf_method_value(ev, PF_V_SUPER, call->args[1], call->args[0]);
    if (pf_is_bound(call->args[0]) || ev->frame->cls == NULL || !pf_is_bound(ev->frame->self) ||
        pf_is_vague(ev->frame->self))
        return pf_unknown_value(ev, PF_KIND_OBJECT, false, "a super() nobody models");
    return pf_method_value(ev, PF_V_SUPER, ev->frame->self, pf_object_value(ev->frame->cls));
}
