/* The builtin functions that iterate. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* --- any, all, sum, min, max
 * ----------------------------------------------------------------------- */

/* Stops at the first value whose truth is `stop`, as Python does. */
static pf_value quantify(struct pf_eval *ev, pf_value iterable, enum pf_truth stop)
{
    if (pf_is_vague(iterable) || !pf_is_plain(iterable))
        return pf_truth_value(ev, PF_MAYBE, iterable, pf_none());
    pf_value iterator = pf_iter_value(ev, iterable), seen = pf_none();
    enum pf_truth result = pf_truth_not(stop);
    if (pf_is_failed(iterator))
        return failed;
    for (;;) {
        bool vague = false;
        pf_value item = pf_next_value(ev, iterator, &vague);
        if (pf_is_failed(item) || !pf_step(ev, ev->site))
            return failed;
        if (vague) {
            enum pf_truth truth;
            /* An unordered collection: every member is an arm of the item. */
            if (pf_is_bound(item) && pf_truth_of_value(ev, item, &truth) && truth != stop &&
                truth != PF_MAYBE && result != PF_MAYBE)
                return pf_truth_value(ev, result, item, pf_none());
            return pf_truth_value(ev, PF_MAYBE, iterable, pf_none());
        }
        if (!pf_is_bound(item))
            break;
        enum pf_truth truth;
        if (!pf_truth_of_value(ev, item, &truth))
            return failed;
        seen = pf_made_of(ev, seen, item, item);
        if (truth == stop && result != PF_MAYBE)
            return pf_truth_value(ev, stop, seen, pf_none());
        if (truth == stop)
            return pf_truth_value(ev, stop, seen, pf_none());
        if (truth == PF_MAYBE)
            result = PF_MAYBE;
    }
    return pf_truth_value(ev, result, seen, pf_none());
}

pf_value pf_fn_any(struct pf_eval *ev, const struct pf_call *call)
{
    return quantify(ev, call->args[0], PF_YES);
}

pf_value pf_fn_all(struct pf_eval *ev, const struct pf_call *call)
{
    return quantify(ev, call->args[0], PF_NO);
}

static pf_value not_known(struct pf_eval *ev, const struct pf_items *items, unsigned kinds)
{
    return pf_unknown_of(ev, kinds, true, "made from something unknown", &items->unknown, 1);
}

pf_value pf_fn_sum(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_items items;
    pf_value sum = pf_is_bound(call->args[1]) ? call->args[1] : pf_int(0);
    if (pf_is_str(sum))
        return pf_raise(ev, "TypeError", "sum() can't sum strings [use ''.join(seq) instead]");
    if (!pf_iterate_each(ev, call->args[0], SIZE_MAX, &items))
        return failed;
    if (!items.known)
        return not_known(ev, &items, 0);
    bool real = false;
    for (size_t i = 0; i < items.count; i++) {
        real |= items.items[i].type == PF_V_FLOAT;
        sum = pf_binary(ev, PF_AST_ADD, sum, items.items[i]);
        if (pf_is_failed(sum))
            return failed;
    }
    if (!pf_iterated(ev, &items))
        return failed;
    if (real && items.count > 2) /* 3.12 adds more exactly */
        return pf_unknown_of(ev, PF_KIND_BIT(PF_REAL), true, "a sum of fractions", items.items,
                             items.count);
    if (items.unordered && !pf_is_vague(sum) && sum.type != PF_V_INT)
        return pf_unknown_of(ev, 0, true, "the order of a set", &sum, 1);
    return sum;
}

static pf_value extreme(struct pf_eval *ev, const struct pf_call *call, bool largest)
{
    const struct pf_tuple *args = call->args[0].as.tuple;
    struct pf_items items = {
        .items = args->items, .count = args->count, .known = true, .raised = pf_unbound()};
    if (args->count == 0)
        return pf_raise(ev, "TypeError", "%s expected at least 1 argument, got 0",
                        largest ? "max" : "min");
    if (args->count == 1 && !pf_iterate_each(ev, args->items[0], SIZE_MAX, &items))
        return failed;
    if (!items.known) {
        pf_may_raise(ev, ""); /* none of them, or some that cannot be compared */
        return not_known(ev, &items, 0);
    }
    if (items.count == 0) {
        if (!pf_iterated(ev, &items))
            return failed;
        if (pf_is_bound(call->args[2]))
            return call->args[2];
        return pf_raise(ev, "ValueError", "%s() arg is an empty sequence", largest ? "max" : "min");
    }
    pf_value best = pf_unbound(), best_key = pf_unbound();
    for (size_t i = 0; i < items.count; i++) {
        pf_value item = items.items[i], key = item;
        if (pf_is_bound(call->args[1]) && !pf_is_none(call->args[1]))
            key = pf_call_value(ev, call->args[1], &item, 1);
        if (pf_is_failed(key))
            return failed;
        enum pf_truth better = PF_YES;
        if (pf_is_bound(best) && !(largest ? pf_less_than(ev, best_key, key, &better)
                                           : pf_less_than(ev, key, best_key, &better)))
            return failed;
        for (size_t j = 0; better == PF_MAYBE && j < items.count; j++)
            pf_escape(ev, items.items[j], "the largest or smallest of something unknown");
        if (better == PF_MAYBE)
            return pf_unknown_of(ev, 0, true, "the largest or smallest of something unknown",
                                 items.items, items.count);
        if (better == PF_YES) {
            best = item;
            best_key = key;
        }
    }
    if (!pf_iterated(ev, &items))
        return failed;
    if (items.unordered && pf_is_bound(call->args[1]))
        return pf_unknown_of(ev, 0, true, "the order of a set", &best, 1);
    for (size_t i = 0; i < items.count; i++)
        best = pf_made_of(ev, best, items.items[i], items.items[i]);
    return best;
}

pf_value pf_fn_max(struct pf_eval *ev, const struct pf_call *call)
{
    return extreme(ev, call, true);
}

pf_value pf_fn_min(struct pf_eval *ev, const struct pf_call *call)
{
    return extreme(ev, call, false);
}

/* --- sorted, reversed
 * -------------------------------------------------------------------------------- */

static pf_value unknown_list(struct pf_eval *ev, const char *reason, pf_value from)
{
    pf_escape_items(ev, from, reason);
    pf_value list = pf_list_value(ev, NULL, 0);
    pf_heap_forget(ev, list.as.object, reason, pf_origin_of(ev, from));
    return list;
}

pf_value pf_fn_sorted(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_items items;
    enum pf_truth reverse = PF_NO;
    if (!pf_iterate(ev, call->args[0], &items))
        return failed;
    if (!items.known)
        return unknown_list(ev, pf_arena_str(ev->arena, items.unknown.as.unknown->reason).data,
                            call->args[0]);
    if (pf_is_bound(call->args[2]) && !pf_truth_of_value(ev, call->args[2], &reverse))
        return failed;
    pf_value list = pf_list_value(ev, items.items, items.count);
    struct pf_contents *c = list.as.object->contents;
    bool certain;
    if (!pf_sort(ev, c->items, c->count, call->args[1], reverse == PF_YES, items.unordered,
                 &certain))
        return failed;
    if (!certain || reverse == PF_MAYBE)
        return unknown_list(ev, "sorted by something unknown", call->args[0]);
    return list;
}

pf_value pf_fn_reversed(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    if (v.type == PF_V_SET || v.type == PF_V_FROZENSET || v.type == PF_V_ITERATOR)
        return pf_raise(ev, "TypeError", "'%.*s' object is not reversible",
                        PF_ARG(pf_type_name(v)));
    pf_value own = v.type == PF_V_INSTANCE ? pf_find_special(ev, v, "__reversed__") : pf_unbound();
    if (pf_is_bound(own))
        return pf_is_failed(own) ? own : pf_call_value(ev, own, NULL, 0);
    struct pf_items items;
    if (!pf_iterate(ev, v, &items))
        return failed;
    if (!items.known || items.unordered)
        return pf_iter_value(ev, items.known ? unknown_list(ev, "an order that is not known", v)
                                             : items.unknown);
    pf_value list = pf_list_value(ev, NULL, 0);
    for (size_t i = items.count; i > 0; i--)
        pf_list_append(ev, list.as.object->contents, items.items[i - 1]);
    return pf_iter_value(ev, list);
}

/* --- iterators over iterators
 * --------------------------------------------------------------------------- */

/* items[0]: the count; items[1]: the iterator. */
static pf_value next_of_enumerate(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    pf_value item = pf_next_value(ev, iterator->contents->items[1], vague);
    if (pf_is_failed(item) || !pf_is_bound(item))
        return item;
    pf_value pair[] = {iterator->contents->items[0], item};
    if (*vague)
        pair[0] = pf_unknown_value(ev, PF_KIND_BIT(PF_INT), true, "a count");
    else
        pf_heap_write(ev, iterator)->items[0] = pf_int(pair[0].as.integer + 1);
    return pf_tuple_value(ev, pair, 2);
}

pf_value pf_fn_enumerate(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value items[] = {pf_int(0), pf_iter_value(ev, call->args[0])};
    if (pf_is_failed(items[1]))
        return failed;
    if (pf_is_bound(call->args[1])) {
        if (call->args[1].type != PF_V_INT)
            return pf_raise_no_integer(ev, call->args[1]);
        items[0] = call->args[1];
    }
    return pf_cursor_value(ev, next_of_enumerate, NULL, items, 2);
}

/* items[0]: `strict`; then the iterators. */
static pf_value next_of_zip(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    const struct pf_contents *c = iterator->contents;
    size_t count = c->count - 1;
    pf_value *row = PF_NEW_ARRAY(ev->arena, pf_value, count);
    for (size_t i = 0; i < count; i++) {
        bool one = false;
        row[i] = pf_next_value(ev, iterator->contents->items[i + 1], &one);
        if (pf_is_failed(row[i]))
            return row[i];
        *vague |= one;
        if (one && !pf_is_bound(row[i]))
            row[i] = pf_unknown_value(ev, PF_KINDS_EVERY, true, "an item of something unknown");
        if (!pf_is_bound(row[i])) {
            if (iterator->contents->items[0].as.boolean)
                *vague = true;
            return pf_unbound();
        }
    }
    return count == 0 ? pf_unbound() : pf_tuple_value(ev, row, count);
}

pf_value pf_fn_zip(struct pf_eval *ev, const struct pf_call *call)
{
    enum pf_truth strict = PF_NO;
    if (pf_is_bound(call->args[1]) && !pf_truth_of_value(ev, call->args[1], &strict))
        return failed;
    pf_value first = pf_bool(strict != PF_NO);
    pf_value zip = pf_cursor_value(ev, next_of_zip, NULL, &first, 1);
    const struct pf_tuple *args = call->args[0].as.tuple;
    for (size_t i = 0; i < args->count; i++) {
        pf_value iterator = pf_iter_value(ev, args->items[i]);
        if (pf_is_failed(iterator))
            return failed;
        pf_list_append(ev, zip.as.object->contents, iterator);
    }
    return zip;
}

/* items[0]: the function; then the iterators. */
static pf_value next_of_map(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    size_t count = iterator->contents->count - 1;
    pf_value *row = PF_NEW_ARRAY(ev->arena, pf_value, count);
    for (size_t i = 0; i < count; i++) {
        bool one = false;
        row[i] = pf_next_value(ev, iterator->contents->items[i + 1], &one);
        *vague |= one;
        if (pf_is_failed(row[i]) || !pf_is_bound(row[i]))
            return row[i];
    }
    return pf_call_value(ev, iterator->contents->items[0], row, count);
}

pf_value pf_fn_map(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value map = pf_cursor_value(ev, next_of_map, NULL, call->args, 1);
    pf_value first = pf_iter_value(ev, call->args[1]);
    if (pf_is_failed(first))
        return failed;
    pf_list_append(ev, map.as.object->contents, first);
    const struct pf_tuple *rest = call->args[2].as.tuple;
    for (size_t i = 0; i < rest->count; i++) {
        pf_value iterator = pf_iter_value(ev, rest->items[i]);
        if (pf_is_failed(iterator))
            return failed;
        pf_list_append(ev, map.as.object->contents, iterator);
    }
    return map;
}

/* items[0]: the function or None; items[1]: the iterator. */
static pf_value next_of_filter(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    for (;;) {
        pf_value item = pf_next_value(ev, iterator->contents->items[1], vague);
        if (pf_is_failed(item) || !pf_is_bound(item))
            return item;
        pf_value test = item, function = iterator->contents->items[0];
        enum pf_truth truth;
        if (!pf_is_none(function))
            test = pf_call_value(ev, function, &item, 1);
        if (pf_is_failed(test) || !pf_truth_of_value(ev, test, &truth) || !pf_step(ev, ev->site))
            return failed;
        if (truth == PF_MAYBE)
            *vague = true;
        if (truth != PF_NO)
            return item;
        if (*vague)
            return pf_unbound();
    }
}

pf_value pf_fn_filter(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value items[] = {call->args[0], pf_iter_value(ev, call->args[1])};
    return pf_is_failed(items[1]) ? failed : pf_cursor_value(ev, next_of_filter, NULL, items, 2);
}

/* items[0]: the function; items[1]: the value that ends it. */
static pf_value next_of_call(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    pf_value item = pf_call_value(ev, iterator->contents->items[0], NULL, 0);
    if (pf_is_failed(item))
        return item;
    enum pf_truth last = pf_equal_values(ev, item, iterator->contents->items[1]);
    if (last == PF_MAYBE)
        *vague = true;
    return last == PF_YES ? pf_unbound() : item;
}

pf_value pf_fn_iter(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[1]))
        return pf_iter_value(ev, call->args[0]);
    return pf_cursor_value(ev, next_of_call, NULL, call->args, 2);
}

pf_value pf_fn_next(struct pf_eval *ev, const struct pf_call *call)
{
    bool vague = false;
    if (pf_is_vague(call->args[0])) {
        pf_may_raise(ev, "StopIteration");
        return pf_unknown_of(ev, 0, true, "an item of something unknown", call->args, 2);
    }
    pf_value item = call->args[0].type == PF_V_INSTANCE
                        ? pf_call_method(ev, call->args[0], "__next__", NULL, 0)
                        : pf_next_value(ev, call->args[0], &vague);
    if (pf_is_failed(item)) {
        if (!pf_is_bound(call->args[1]) || !pf_raised_is(ev, "StopIteration", NULL))
            return item;
        pf_clear_exception(ev);
        return call->args[1];
    }
    if (vague) {
        pf_may_raise(ev, "StopIteration");
        if (call->args[0].type == PF_V_ITERATOR)
            pf_heap_forget(ev, call->args[0].as.object, "an iteration that is not known", NULL);
        if (pf_is_bound(item))
            pf_escape(ev, item, "an item of something unknown");
        return pf_unknown_of(ev, 0, true, "an item of something unknown", &item, pf_is_bound(item));
    }
    if (pf_is_bound(item))
        return item;
    if (pf_is_bound(call->args[1]))
        return call->args[1];
    pf_value e = pf_exception_value(ev, pf_eval_exception(ev, "StopIteration"), NULL, 0);
    return pf_raise_value(ev, e, call->span);
}

/* --- range
 * ---------------------------------------------------------------------------------------------- */

static pf_value make_range(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t numbers[3] = {0, 0, 1};
    size_t given = 0;
    for (size_t i = 0; i < 3; i++) {
        pf_value v = call->args[i];
        if (!pf_is_bound(v))
            continue;
        if (!pf_is_integral(v))
            return pf_raise_no_integer(ev, v);
        numbers[given++] = pf_integral_of(v);
    }
    if (given == 1) {
        numbers[1] = numbers[0];
        numbers[0] = 0;
    }
    if (numbers[2] == 0)
        return pf_raise(ev, "ValueError", "range() arg 3 must not be zero");
    struct pf_range *r = PF_NEW(ev->arena, struct pf_range);
    *r = (struct pf_range){numbers[0], numbers[1], numbers[2]};
    return (pf_value){.type = PF_V_RANGE, .as.range = r};
}

static const struct pf_native range_make = {"range", "start, stop?, step?, /", make_range,
                                            PF_KIND_BIT(PF_SEQ), 0};
const struct pf_native_class pf_range_class = {
    .name = "range", .module = "builtins", .make = &range_make};
