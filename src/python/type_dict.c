/* dict, set and frozenset: their methods. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

static struct pf_contents *contents(const struct pf_call *call)
{
    return call->args[0].as.object->contents;
}

/* --- dict
 * -------------------------------------------------------------------------------------------- */

static pf_value view(struct pf_eval *ev, const struct pf_call *call, enum pf_view_kind what)
{
    struct pf_view *v = PF_NEW(ev->arena, struct pf_view);
    v->dict = call->args[0].as.object;
    v->what = what;
    return (pf_value){.type = PF_V_VIEW, .as.view = v, .origin = call->args[0].origin};
}

static pf_value dict_keys(struct pf_eval *ev, const struct pf_call *call)
{
    return view(ev, call, PF_VIEW_KEYS);
}

static pf_value dict_values(struct pf_eval *ev, const struct pf_call *call)
{
    return view(ev, call, PF_VIEW_VALUES);
}

static pf_value dict_items(struct pf_eval *ev, const struct pf_call *call)
{
    return view(ev, call, PF_VIEW_ITEMS);
}

/* Every value whose key may be the one asked for, and the fallback. */
static pf_value get_vague(struct pf_eval *ev, const struct pf_contents *c, pf_value key,
                          pf_value fallback)
{
    pf_value result = fallback;
    pf_may_be_unhashable(ev, key);
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        if (e->live && pf_equal_values(ev, e->key, key) != PF_NO)
            result = pf_join_value(ev, result, e->value);
    }
    return pf_made_of(ev, result, key, key);
}

/* UNBOUND: absent; `*entry` may be given back for changing. */
static pf_value lookup(struct pf_eval *ev, const struct pf_call *call, pf_value key, bool *maybe,
                       uint64_t *hash)
{
    *maybe = false;
    if (!pf_hash_value(ev, key, hash))
        return pf_unhashable(ev, key);
    const struct pf_entry *e = pf_dict_find(ev, contents(call), key, *hash);
    if (e == NULL)
        e = pf_dict_other(ev, contents(call));
    if (e == NULL)
        return pf_unbound();
    *maybe = e->maybe;
    return e->value;
}

static pf_value dict_get(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value fallback = pf_is_bound(call->args[2]) ? call->args[2] : pf_none();
    if (pf_is_vague(call->args[1]))
        return get_vague(ev, contents(call), call->args[1], fallback);
    bool maybe;
    uint64_t hash;
    pf_value v = lookup(ev, call, call->args[1], &maybe, &hash);
    if (!pf_is_bound(v))
        return pf_made_of(ev, fallback, call->args[1], call->args[1]);
    return maybe ? pf_join_value(ev, v, fallback) : v;
}

static pf_value forget_self(struct pf_eval *ev, const struct pf_call *call, const char *reason)
{
    pf_heap_forget(ev, call->args[0].as.object, reason, NULL);
    return pf_unknown_of(ev, PF_KINDS_EVERY, true, reason, call->args + 1, call->count - 1);
}

static pf_value dict_setdefault(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value fallback = pf_is_bound(call->args[2]) ? call->args[2] : pf_none();
    if (pf_is_vague(call->args[1])) {
        pf_escape(ev, fallback, "stored under a key that is not known");
        return forget_self(ev, call, "a key that is not known was set");
    }
    bool maybe;
    uint64_t hash;
    pf_value v = lookup(ev, call, call->args[1], &maybe, &hash);
    if (pf_is_vague(v) && !pf_is_bound(v))
        return v;
    if (pf_is_failed(v) || (pf_is_bound(v) && !maybe))
        return v;
    if (maybe)
        fallback = pf_join_value(ev, v, fallback);
    struct pf_contents *c = pf_heap_write(ev, call->args[0].as.object);
    pf_dict_put(ev, c, call->args[1], hash, fallback);
    return fallback;
}

static pf_value dict_pop(struct pf_eval *ev, const struct pf_call *call)
{
    if (pf_is_vague(call->args[1])) {
        pf_may_raise(ev, "KeyError");
        return forget_self(ev, call, "a key that is not known was removed");
    }
    bool maybe;
    uint64_t hash;
    pf_value v = lookup(ev, call, call->args[1], &maybe, &hash);
    if (pf_is_failed(v))
        return v;
    if (!pf_is_bound(v)) {
        if (pf_is_bound(call->args[2]))
            return call->args[2];
        return pf_raise_value(
            ev, pf_exception_value(ev, pf_eval_exception(ev, "KeyError"), &call->args[1], 1),
            call->span);
    }
    if (maybe && !pf_is_bound(call->args[2]))
        pf_may_raise(ev, "KeyError");
    struct pf_contents *c = pf_heap_write(ev, call->args[0].as.object);
    struct pf_entry *entry = pf_dict_find(ev, c, call->args[1], hash);
    if (entry != NULL)
        pf_dict_remove(c, entry);
    return maybe && pf_is_bound(call->args[2]) ? pf_join_value(ev, v, call->args[2]) : v;
}

static pf_value dict_popitem(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_contents *old = contents(call);
    if (old->dict.live == 0)
        return pf_raise(ev, "KeyError", "popitem(): dictionary is empty");
    if (old->unordered || pf_dict_has_maybe(old))
        return forget_self(ev, call, "an item that is not known was removed");
    struct pf_contents *c = pf_heap_write(ev, call->args[0].as.object);
    for (size_t i = c->dict.count; i > 0; i--) {
        struct pf_entry *e = &c->dict.entries[i - 1];
        if (!e->live)
            continue;
        pf_value pair[] = {e->key, e->value};
        pf_dict_remove(c, e);
        return pf_tuple_value(ev, pair, 2);
    }
    return failed;
}

static pf_value dict_clear(struct pf_eval *ev, const struct pf_call *call)
{
    pf_heap_replace(ev, call->args[0].as.object, PF_NEW(ev->arena, struct pf_contents));
    return pf_none();
}

static pf_value dict_copy(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_object *copy = pf_heap_container(ev, call->args[0].type);
    copy->contents = pf_contents_copy(ev, contents(call));
    copy->cls = call->args[0].as.object->cls;
    return pf_object_value(copy);
}

/* globals().update(…): any name may have a value of these. */
static void add_unknown(struct pf_eval *ev, struct pf_object *dict, const struct pf_origin *origin)
{
    const char *reason = "items that are not known were added";
    if (dict != ev->frame->globals) {
        pf_heap_forget(ev, dict, reason, origin);
        return;
    }
    pf_value any = pf_unknown_value(ev, PF_KINDS_EVERY, true, "%s to the names", reason);
    any.origin = origin;
    pf_set_some_name(ev, dict, any, any);
}

static bool put_pair(struct pf_eval *ev, struct pf_object *dict, pf_value pair)
{
    struct pf_items items;
    if (!pf_iterate(ev, pair, &items))
        return false;
    if (!items.known || items.unordered) {
        add_unknown(ev, dict, NULL);
        return true;
    }
    if (items.count != 2) {
        pf_raise(ev, "ValueError",
                 "dictionary update sequence element has length %zu; 2 is required", items.count);
        return false;
    }
    return pf_set_item(ev, pf_object_value(dict), items.items[0], items.items[1]);
}

/* A mapping of some class: by its keys() and its items. */
static bool update_by_keys(struct pf_eval *ev, struct pf_object *dict, pf_value from, pf_value keys)
{
    struct pf_items items;
    pf_value all = pf_call_value(ev, keys, NULL, 0);
    if (pf_is_failed(all) || !pf_iterate_each(ev, all, SIZE_MAX, &items))
        return false;
    if (!items.known || items.unordered) {
        add_unknown(ev, dict, from.origin);
        return true;
    }
    for (size_t i = 0; i < items.count; i++) {
        pf_value v = pf_get_item(ev, from, items.items[i]);
        if (pf_is_failed(v) || !pf_set_item(ev, pf_object_value(dict), items.items[i], v))
            return false;
    }
    return pf_iterated(ev, &items);
}

static bool update_from(struct pf_eval *ev, struct pf_object *dict, pf_value from)
{
    pf_environ_dict(ev, from, &from);
    if (from.type == PF_V_DICT && pf_is_plain(from)) {
        pf_value self = {.type = PF_V_DICT, .as.object = dict};
        struct pf_object *cls = dict->cls;
        dict->cls = NULL; /* dict.update never asks __setitem__ */
        pf_value done = pf_binary_in_place(ev, PF_AST_BIT_OR, self, from);
        dict->cls = cls;
        return !pf_is_failed(done);
    }
    if (pf_is_vague(from) || !pf_is_plain(from) || from.type == PF_V_INSTANCE) {
        pf_value keys =
            from.type == PF_V_INSTANCE ? pf_find_attribute(ev, from, PF_STR("keys")) : pf_unbound();
        if (pf_is_vague(from))
            pf_may_raise(ev, "TypeError");
        if (from.type == PF_V_INSTANCE && pf_is_bound(keys) && !pf_is_vague(keys))
            return update_by_keys(ev, dict, from, keys);
        if (from.type != PF_V_INSTANCE || pf_is_bound(keys)) {
            add_unknown(ev, dict, from.origin);
            return true;
        }
    }
    struct pf_items items;
    if (!pf_iterate_each(ev, from, SIZE_MAX, &items))
        return false;
    if (!items.known || items.unordered) {
        add_unknown(ev, dict, from.origin);
        return true;
    }
    for (size_t i = 0; i < items.count; i++)
        if (!put_pair(ev, dict, items.items[i]))
            return false;
    return pf_iterated(ev, &items);
}

static pf_value dict_update(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_object *dict = call->args[0].as.object;
    if (pf_is_bound(call->args[1]) && !update_from(ev, dict, call->args[1]))
        return failed;
    return update_from(ev, dict, call->args[2]) ? pf_none() : failed;
}

static pf_value dict_fromkeys(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_items items;
    if (!pf_iterate_each(ev, call->args[1], SIZE_MAX, &items))
        return failed;
    if (!items.known || items.unordered)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_MAP), true, "keys that are not known",
                             call->args + 1, 1);
    pf_value dict = pf_dict_value(ev);
    for (size_t i = 0; i < items.count; i++)
        if (!pf_set_item(ev, dict, items.items[i],
                         pf_is_bound(call->args[2]) ? call->args[2] : pf_none()))
            return failed;
    return pf_iterated(ev, &items) ? dict : failed;
}

static pf_value make_dict(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value dict = pf_dict_value(ev);
    if (pf_is_bound(call->args[0]) && !update_from(ev, dict.as.object, call->args[0]))
        return failed;
    return update_from(ev, dict.as.object, call->args[1]) ? dict : failed;
}

/* --- sets
 * -------------------------------------------------------------------------------------------- */

static pf_value add_member(struct pf_eval *ev, struct pf_object *set, pf_value v)
{
    uint64_t hash;
    if (pf_is_vague(v) || !pf_hash_value(ev, v, &hash)) {
        pf_value why = pf_unhashable(ev, v);
        if (pf_is_failed(why))
            return why;
        pf_heap_forget(ev, set, "a member that is not known was added", v.origin);
        return pf_none();
    }
    pf_dict_put(ev, pf_heap_write(ev, set), v, hash, pf_none());
    return ev->aborted ? failed : pf_none();
}

static pf_value set_add(struct pf_eval *ev, const struct pf_call *call)
{
    return add_member(ev, call->args[0].as.object, call->args[1]);
}

static pf_value discard(struct pf_eval *ev, const struct pf_call *call, bool must)
{
    uint64_t hash;
    if (pf_is_vague(call->args[1]) || !pf_hash_value(ev, call->args[1], &hash)) {
        pf_value why = pf_unhashable(ev, call->args[1]);
        if (pf_is_failed(why))
            return why;
        pf_heap_forget(ev, call->args[0].as.object, "a member that is not known was removed", NULL);
        return pf_none();
    }
    if (pf_dict_find(ev, contents(call), call->args[1], hash) == NULL) {
        if (!must)
            return pf_none();
        return pf_raise_value(
            ev, pf_exception_value(ev, pf_eval_exception(ev, "KeyError"), &call->args[1], 1),
            call->span);
    }
    struct pf_contents *c = pf_heap_write(ev, call->args[0].as.object);
    pf_dict_remove(c, pf_dict_find(ev, c, call->args[1], hash));
    return pf_none();
}

static pf_value set_discard(struct pf_eval *ev, const struct pf_call *call)
{
    return discard(ev, call, false);
}

static pf_value set_remove(struct pf_eval *ev, const struct pf_call *call)
{
    return discard(ev, call, true);
}

static pf_value set_pop(struct pf_eval *ev, const struct pf_call *call)
{
    if (contents(call)->dict.live == 0)
        return pf_raise(ev, "KeyError", "pop from an empty set");
    return forget_self(ev, call, "a member that is not known was removed");
}

static bool add_members(struct pf_eval *ev, struct pf_object *set, pf_value v)
{
    struct pf_items items;
    if (!pf_iterate_each(ev, v, SIZE_MAX, &items))
        return false;
    if (!items.known)
        pf_heap_forget(ev, set, pf_arena_str(ev->arena, items.unknown.as.unknown->reason).data,
                       pf_origin_of(ev, v));
    for (size_t i = 0; i < items.count; i++)
        if (pf_is_failed(add_member(ev, set, items.items[i])))
            return false;
    return pf_iterated(ev, &items);
}

static pf_value as_set(struct pf_eval *ev, pf_value v, enum pf_type type)
{
    struct pf_object *set = pf_heap_container(ev, type);
    return add_members(ev, set, v) ? pf_object_value(set) : failed;
}

bool pf_is_set_like(pf_value v)
{
    return pf_is_set(v) || (v.type == PF_V_VIEW && v.as.view->what != PF_VIEW_VALUES);
}

bool pf_as_set(struct pf_eval *ev, pf_value *v)
{
    if (pf_is_set(*v))
        return true;
    *v = as_set(ev, *v, PF_V_SET);
    if (v->type == PF_V_SET && v->as.object->contents->knowledge != PF_CONTENTS_KNOWN)
        *v = pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), true, "members that are not known");
    return !pf_is_failed(*v);
}

static pf_value combine(struct pf_eval *ev, const struct pf_call *call, enum pf_ast_operator op)
{
    pf_value result = call->args[0];
    const struct pf_tuple *others = call->args[1].as.tuple;
    if (others->count == 0)
        return dict_copy(ev, call);
    for (size_t i = 0; i < others->count; i++) {
        pf_value other = as_set(ev, others->items[i], PF_V_SET);
        result = pf_is_failed(other) ? other : pf_binary(ev, op, result, other);
        if (pf_is_failed(result))
            return failed;
    }
    return result;
}

static pf_value set_union(struct pf_eval *ev, const struct pf_call *call)
{
    return combine(ev, call, PF_AST_BIT_OR);
}

static pf_value set_intersection(struct pf_eval *ev, const struct pf_call *call)
{
    return combine(ev, call, PF_AST_BIT_AND);
}

static pf_value set_difference(struct pf_eval *ev, const struct pf_call *call)
{
    return combine(ev, call, PF_AST_SUB);
}

static pf_value set_symmetric(struct pf_eval *ev, const struct pf_call *call)
{
    return combine(ev, call, PF_AST_BIT_XOR);
}

/* Settings hardly use these: what is left afterwards is not worked out. */
static pf_value set_other_update(struct pf_eval *ev, const struct pf_call *call)
{
    pf_may_raise(ev, "TypeError");
    pf_heap_forget(ev, call->args[0].as.object, "an update nobody models", NULL);
    return pf_none();
}

static pf_value set_update(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *others = call->args[1].as.tuple;
    for (size_t i = 0; i < others->count; i++) {
        pf_value other = others->items[i];
        if (other.type == PF_V_ITERATOR) {
            if (!add_members(ev, call->args[0].as.object, other))
                return failed;
            continue;
        }
        other = as_set(ev, other, PF_V_SET);
        if (pf_is_failed(other) ||
            pf_is_failed(pf_binary_in_place(ev, PF_AST_BIT_OR, call->args[0], other)))
            return failed;
    }
    return pf_none();
}

static pf_value compare_sets(struct pf_eval *ev, const struct pf_call *call,
                             enum pf_ast_operator op)
{
    pf_value other = as_set(ev, call->args[1], PF_V_SET);
    return pf_is_failed(other) ? other : pf_compare(ev, op, call->args[0], other);
}

static pf_value set_issubset(struct pf_eval *ev, const struct pf_call *call)
{
    return compare_sets(ev, call, PF_AST_LT_E);
}

static pf_value set_issuperset(struct pf_eval *ev, const struct pf_call *call)
{
    return compare_sets(ev, call, PF_AST_GT_E);
}

static pf_value set_isdisjoint(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value other = as_set(ev, call->args[1], PF_V_SET);
    pf_value common =
        pf_is_failed(other) ? other : pf_binary(ev, PF_AST_BIT_AND, call->args[0], other);
    enum pf_truth some;
    if (pf_is_failed(common) || !pf_truth_of_value(ev, common, &some))
        return failed;
    return pf_truth_value(ev, pf_truth_not(some), call->args[0], other);
}

static pf_value make_set(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_is_bound(call->args[0]) ? as_set(ev, call->args[0], PF_V_SET)
                                      : pf_object_value(pf_heap_container(ev, PF_V_SET));
}

static pf_value make_frozenset(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_is_bound(call->args[0]) ? as_set(ev, call->args[0], PF_V_FROZENSET)
                                      : pf_object_value(pf_heap_container(ev, PF_V_FROZENSET));
}

#define NONE PF_KIND_BIT(PF_NULL)
#define SEQ PF_KIND_BIT(PF_SEQ)
#define SELF (PF_NATIVE_SELF | PF_NATIVE_NO_TRACE)

static const struct pf_native dict_methods[] = {
    {"dict.get", "self, key, default?, /", dict_get, 0, SELF | PF_NATIVE_SAFE},
    {"dict.keys", "self, /", dict_keys, SEQ, SELF | PF_NATIVE_SAFE},
    {"dict.values", "self, /", dict_values, SEQ, SELF | PF_NATIVE_SAFE},
    {"dict.items", "self, /", dict_items, SEQ, SELF | PF_NATIVE_SAFE},
    {"dict.setdefault", "self, key, default?, /", dict_setdefault, 0, SELF},
    {"dict.pop", "self, key, default?, /", dict_pop, 0, SELF},
    {"dict.popitem", "self, /", dict_popitem, SEQ, SELF},
    {"dict.clear", "self, /", dict_clear, NONE, SELF},
    {"dict.copy", "self, /", dict_copy, PF_KIND_BIT(PF_MAP), SELF},
    {"dict.update", "self, other?, /, **kwargs", dict_update, NONE, SELF},
    {"dict.fromkeys", "cls, iterable, value?, /", dict_fromkeys, PF_KIND_BIT(PF_MAP),
     PF_NATIVE_RAW | PF_NATIVE_CLASS},
};
#define SET_METHODS(type)                                                                          \
    {type ".copy", "self, /", dict_copy, SEQ, SELF},                                               \
        {type ".union", "self, *others", set_union, SEQ, SELF},                                    \
        {type ".intersection", "self, *others", set_intersection, SEQ, SELF},                      \
        {type ".difference", "self, *others", set_difference, SEQ, SELF},                          \
        {type ".symmetric_difference", "self, *others", set_symmetric, SEQ, SELF},                 \
        {type ".issubset", "self, other, /", set_issubset, PF_KIND_BIT(PF_BOOL), SELF},            \
        {type ".issuperset", "self, other, /", set_issuperset, PF_KIND_BIT(PF_BOOL), SELF},        \
    {                                                                                              \
        type ".isdisjoint", "self, other, /", set_isdisjoint, PF_KIND_BIT(PF_BOOL), SELF           \
    }
static const struct pf_native set_methods[] = {
    SET_METHODS("set"),
    {"set.add", "self, member, /", set_add, NONE, SELF},
    {"set.discard", "self, member, /", set_discard, NONE, SELF},
    {"set.remove", "self, member, /", set_remove, NONE, SELF},
    {"set.pop", "self, /", set_pop, 0, SELF},
    {"set.clear", "self, /", dict_clear, NONE, SELF},
    {"set.update", "self, *others", set_update, NONE, SELF},
    {"set.difference_update", "self, *others", set_other_update, NONE, SELF},
    {"set.intersection_update", "self, *others", set_other_update, NONE, SELF},
    {"set.symmetric_difference_update", "self, other", set_other_update, NONE, SELF},
};
static const struct pf_native frozenset_methods[] = {SET_METHODS("frozenset")};

static const struct pf_native dict_make = {"dict", "other?, /, **kwargs", make_dict,
                                           PF_KIND_BIT(PF_MAP), PF_NATIVE_RAW | PF_NATIVE_NO_TRACE};
static const struct pf_native set_make = {"set", "iterable?, /", make_set, SEQ, 0};
static const struct pf_native frozenset_make = {"frozenset", "iterable?, /", make_frozenset, SEQ,
                                                0};

const struct pf_native_class pf_dict_class = {.name = "dict",
                                              .module = "builtins",
                                              .methods = dict_methods,
                                              .method_count = PF_COUNT(dict_methods),
                                              .make = &dict_make};
const struct pf_native_class pf_set_class = {.name = "set",
                                             .module = "builtins",
                                             .methods = set_methods,
                                             .method_count = PF_COUNT(set_methods),
                                             .make = &set_make};
const struct pf_native_class pf_frozenset_class = {.name = "frozenset",
                                                   .module = "builtins",
                                                   .methods = frozenset_methods,
                                                   .method_count = PF_COUNT(frozenset_methods),
                                                   .make = &frozenset_make};
