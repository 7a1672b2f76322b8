/* list and tuple: their methods, and sorting. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

static struct pf_contents *contents(const struct pf_call *call)
{
    return call->args[0].as.object->contents;
}

static struct pf_contents *change(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_heap_write(ev, call->args[0].as.object);
}

static pf_value list_append(struct pf_eval *ev, const struct pf_call *call)
{
    pf_list_append(ev, change(ev, call), call->args[1]);
    return pf_none();
}

static pf_value list_extend(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value done = pf_binary_in_place(ev, PF_AST_ADD, call->args[0], call->args[1]);
    return pf_is_failed(done) ? done : pf_none();
}

static bool take_index(struct pf_eval *ev, const struct pf_call *call, size_t i, int64_t *index)
{
    pf_value v = call->args[i];
    if (pf_is_integral(v)) {
        *index = pf_integral_of(v);
        return true;
    }
    if (pf_is_vague(v))
        pf_escape(ev, call->args[0], "changed at a place that is not known");
    else
        pf_raise_no_integer(ev, v);
    return false;
}

static pf_value vague_or_failed(struct pf_eval *ev, pf_value index)
{
    return pf_is_vague(index) ? pf_unknown_of(ev, PF_KINDS_EVERY, true,
                                              "an item at a place that is not known", &index, 1)
                              : failed;
}

static pf_value list_insert(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t index;
    if (!take_index(ev, call, 1, &index)) {
        pf_escape(ev, call->args[2], "stored at a place that is not known");
        return pf_is_vague(call->args[1]) ? pf_none() : failed;
    }
    int64_t count = (int64_t)contents(call)->count;
    if (index < 0)
        index = index + count < 0 ? 0 : index + count;
    if (index > count)
        index = count;
    struct pf_contents *c = change(ev, call);
    pf_list_append(ev, c, call->args[2]);
    if (ev->aborted)
        return failed;
    for (size_t i = c->count - 1; i > (size_t)index; i--)
        c->items[i] = c->items[i - 1];
    c->items[index] = call->args[2];
    return pf_none();
}

static pf_value remove_at(struct pf_eval *ev, const struct pf_call *call, size_t at)
{
    struct pf_contents *c = change(ev, call);
    pf_value v = c->items[at];
    for (size_t i = at; i + 1 < c->count; i++)
        c->items[i] = c->items[i + 1];
    c->count--;
    return v;
}

static pf_value list_pop(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t index = -1;
    if (pf_is_bound(call->args[1]) && !take_index(ev, call, 1, &index))
        return vague_or_failed(ev, call->args[1]);
    if (contents(call)->count == 0)
        return pf_raise(ev, "IndexError", "pop from empty list");
    if (!pf_index_fit(&index, contents(call)->count))
        return pf_raise(ev, "IndexError", "pop index out of range");
    return remove_at(ev, call, (size_t)index);
}

/* Where `v` first stands; false: nowhere (raised), or not certain (`*vague`). */
static bool locate(struct pf_eval *ev, const pf_value *items, size_t count, pf_value v, size_t *at,
                   bool *vague)
{
    *vague = false;
    for (size_t i = 0; i < count; i++) {
        enum pf_truth same = pf_same_value(items[i], v) && !pf_is_vague(v)
                                 ? PF_YES
                                 : pf_equal_values(ev, items[i], v);
        if (same == PF_MAYBE) {
            *vague = true;
            return false;
        }
        if (same == PF_YES) {
            *at = i;
            return true;
        }
    }
    return false;
}

static pf_value list_remove(struct pf_eval *ev, const struct pf_call *call)
{
    size_t at;
    bool vague;
    const struct pf_contents *c = contents(call);
    if (locate(ev, c->items, c->count, call->args[1], &at, &vague)) {
        remove_at(ev, call, at);
        return pf_none();
    }
    if (!vague)
        return pf_raise(ev, "ValueError", "list.remove(x): x not in list");
    pf_may_raise(ev, "ValueError");
    pf_heap_forget(ev, call->args[0].as.object, "an item that is not known was removed",
                   call->args[1].origin);
    return pf_none();
}

static pf_value list_clear(struct pf_eval *ev, const struct pf_call *call)
{
    change(ev, call)->count = 0;
    return pf_none();
}

static pf_value list_copy(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_list_value(ev, contents(call)->items, contents(call)->count);
}

static pf_value list_reverse(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_contents *c = change(ev, call);
    for (size_t i = 0, j = c->count; i + 1 < j; i++, j--) {
        pf_value v = c->items[i];
        c->items[i] = c->items[j - 1];
        c->items[j - 1] = v;
    }
    return pf_none();
}

/* --- sorting
 * --------------------------------------------------------------------------------------- */

struct keyed {
    pf_value key, value;
};

/* Merge sort, stable as Python's; every comparison asks b < a, so equal ones keep their order. */
static bool merge_sort(struct pf_eval *ev, struct keyed *items, struct keyed *room, size_t count,
                       bool reverse, bool *certain)
{
    if (count < 2)
        return true;
    size_t half = count / 2;
    if (!merge_sort(ev, items, room, half, reverse, certain) ||
        !merge_sort(ev, items + half, room, count - half, reverse, certain))
        return false;
    size_t i = 0, j = half, k = 0;
    while (i < half && j < count) {
        enum pf_truth second_first;
        bool fine = reverse ? pf_less_than(ev, items[i].key, items[j].key, &second_first)
                            : pf_less_than(ev, items[j].key, items[i].key, &second_first);
        if (!fine || !pf_step(ev, ev->site))
            return false;
        if (second_first == PF_MAYBE)
            *certain = false;
        room[k++] = second_first == PF_YES ? items[j++] : items[i++];
    }
    while (i < half)
        room[k++] = items[i++];
    while (j < count)
        room[k++] = items[j++];
    for (size_t n = 0; n < count; n++)
        items[n] = room[n];
    return true;
}

/* Are equal keys the same values? Then the order they came in does not show. */
static bool order_is_free(struct pf_eval *ev, const struct keyed *all, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (pf_equal_values(ev, all[i - 1].key, all[i].key) != PF_NO &&
            !pf_same_value(all[i - 1].value, all[i].value))
            return false;
    return true;
}

bool pf_sort(struct pf_eval *ev, pf_value *items, size_t count, pf_value key, bool reverse,
             bool unordered, bool *certain)
{
    struct keyed *all = PF_NEW_ARRAY(ev->arena, struct keyed, count);
    struct keyed *room = PF_NEW_ARRAY(ev->arena, struct keyed, count);
    *certain = true;
    for (size_t i = 0; i < count; i++) {
        pf_value k =
            pf_is_bound(key) && !pf_is_none(key) ? pf_call_value(ev, key, &items[i], 1) : items[i];
        if (pf_is_failed(k))
            return false;
        all[i] = (struct keyed){k, items[i]};
    }
    if (!merge_sort(ev, all, room, count, reverse, certain))
        return false;
    *certain &= !unordered || order_is_free(ev, all, count);
    for (size_t i = 0; i < count; i++)
        items[i] = all[i].value;
    return true;
}

static pf_value list_sort(struct pf_eval *ev, const struct pf_call *call)
{
    enum pf_truth reverse = PF_NO;
    if (pf_is_bound(call->args[2]) && !pf_truth_of_value(ev, call->args[2], &reverse))
        return failed;
    const struct pf_contents *c = contents(call);
    pf_value sorted = pf_list_value(ev, c->items, c->count);
    bool certain;
    if (!pf_sort(ev, sorted.as.object->contents->items, c->count, call->args[1], reverse == PF_YES,
                 false, &certain))
        return failed;
    if (certain && reverse != PF_MAYBE)
        pf_heap_replace(ev, call->args[0].as.object, sorted.as.object->contents);
    else
        pf_heap_forget(ev, call->args[0].as.object, "sorted by something unknown", NULL);
    return pf_none();
}

/* --- both
 * -------------------------------------------------------------------------------------------- */

static const pf_value *items_of(pf_value v, size_t *count)
{
    *count = v.type == PF_V_TUPLE ? v.as.tuple->count : v.as.object->contents->count;
    return v.type == PF_V_TUPLE ? v.as.tuple->items : v.as.object->contents->items;
}

static pf_value sequence_index(struct pf_eval *ev, const struct pf_call *call)
{
    size_t count, at;
    bool vague;
    const pf_value *items = items_of(call->args[0], &count);
    if (pf_is_bound(call->args[2]) || pf_is_bound(call->args[3])) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), true, "an index", call->args, 1);
    }
    if (locate(ev, items, count, call->args[1], &at, &vague))
        return pf_int((int64_t)at);
    if (!vague)
        return pf_raise(ev, "ValueError", "%s is not in %s", "x",
                        call->args[0].type == PF_V_TUPLE ? "tuple" : "list");
    pf_may_raise(ev, "ValueError");
    return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), true, "an index", call->args, 2);
}

static pf_value sequence_count(struct pf_eval *ev, const struct pf_call *call)
{
    size_t count;
    const pf_value *items = items_of(call->args[0], &count);
    int64_t found = 0;
    for (size_t i = 0; i < count; i++) {
        enum pf_truth same = pf_equal_values(ev, items[i], call->args[1]);
        if (same == PF_MAYBE)
            return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), true, "a count", call->args, 2);
        found += same == PF_YES;
    }
    return pf_int(found);
}

static pf_value make_list(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[0]))
        return pf_list_value(ev, NULL, 0);
    struct pf_items items;
    if (!pf_iterate(ev, call->args[0], &items))
        return failed;
    if (!items.known || items.unordered) {
        pf_value list = pf_list_value(ev, NULL, 0);
        pf_heap_forget(ev, list.as.object,
                       items.known ? "the order of a set"
                                   : pf_arena_str(ev->arena, items.unknown.as.unknown->reason).data,
                       pf_origin_of(ev, call->args[0]));
        return list;
    }
    return pf_list_value(ev, items.items, items.count);
}

static pf_value make_tuple(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[0]))
        return pf_tuple_value(ev, NULL, 0);
    if (call->args[0].type == PF_V_TUPLE && call->args[0].as.tuple->cls == NULL)
        return call->args[0];
    struct pf_items items;
    if (!pf_iterate(ev, call->args[0], &items))
        return failed;
    if (!items.known)
        pf_escape_items(ev, call->args[0], "made into something unknown");
    if (!items.known || items.unordered)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "the order of a set",
                             items.known ? call->args : &items.unknown, 1);
    return pf_tuple_value(ev, items.items, items.count);
}

#define MUTATES (PF_NATIVE_SELF | PF_NATIVE_NO_TRACE)

static const struct pf_native list_methods[] = {
    {"list.append", "self, object, /", list_append, PF_KIND_BIT(PF_NULL), MUTATES},
    {"list.extend", "self, iterable, /", list_extend, PF_KIND_BIT(PF_NULL), MUTATES},
    {"list.insert", "self, index, object, /", list_insert, PF_KIND_BIT(PF_NULL), MUTATES},
    {"list.pop", "self, index?, /", list_pop, 0, MUTATES},
    {"list.remove", "self, value, /", list_remove, PF_KIND_BIT(PF_NULL), MUTATES},
    {"list.clear", "self, /", list_clear, PF_KIND_BIT(PF_NULL), MUTATES},
    {"list.copy", "self, /", list_copy, PF_KIND_BIT(PF_SEQ), MUTATES},
    {"list.reverse", "self, /", list_reverse, PF_KIND_BIT(PF_NULL), MUTATES},
    {"list.sort", "self, /, *, key?, reverse?", list_sort, PF_KIND_BIT(PF_NULL), MUTATES},
    {"list.index", "self, value, start?, stop?, /", sequence_index, PF_KIND_BIT(PF_INT), MUTATES},
    {"list.count", "self, value, /", sequence_count, PF_KIND_BIT(PF_INT), MUTATES},
};
static const struct pf_native tuple_methods[] = {
    {"tuple.index", "self, value, start?, stop?, /", sequence_index, PF_KIND_BIT(PF_INT), MUTATES},
    {"tuple.count", "self, value, /", sequence_count, PF_KIND_BIT(PF_INT), MUTATES},
};
static const struct pf_native list_make = {"list", "iterable?, /", make_list, PF_KIND_BIT(PF_SEQ),
                                           0};
static const struct pf_native tuple_make = {"tuple", "iterable?, /", make_tuple,
                                            PF_KIND_BIT(PF_SEQ), 0};

const struct pf_native_class pf_list_class = {.name = "list",
                                              .module = "builtins",
                                              .methods = list_methods,
                                              .method_count = PF_COUNT(list_methods),
                                              .make = &list_make};
const struct pf_native_class pf_tuple_class = {.name = "tuple",
                                               .module = "builtins",
                                               .methods = tuple_methods,
                                               .method_count = PF_COUNT(tuple_methods),
                                               .make = &tuple_make};
