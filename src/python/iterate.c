/* Iteration: all at once (pf_iterate) and one by one (iterators that fork and join like lists). */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

pf_value pf_cursor_value(struct pf_eval *ev, pf_cursor_fn *next, const void *state,
                         const pf_value *items, size_t count)
{
    struct pf_object *iterator = pf_heap_container(ev, PF_V_ITERATOR);
    struct pf_cursor *cursor = PF_NEW(ev->arena, struct pf_cursor);
    *cursor = (struct pf_cursor){next, state};
    iterator->contents->cursor = cursor;
    for (size_t i = 0; i < count; i++)
        pf_list_append(ev, iterator->contents, items[i]);
    return pf_object_value(iterator);
}

/* --- all at once ------------------------------------------------------------------------------ */

struct gathered {
    pf_value *items;
    size_t count, capacity;
};

static void gather(struct pf_eval *ev, struct gathered *to, pf_value v)
{
    if (to->count >= PF_EVAL_ITEMS) {
        pf_abort(ev, (pf_span){0}, "something iterates over more than 100,000 items");
        return;
    }
    pf_heap_charge(ev, sizeof v);
    *pf_pile_add(ev->arena, to) = v;
}

static void gather_text(struct pf_eval *ev, struct gathered *to, pf_value v)
{
    pf_str s = pf_text_of(v);
    for (size_t at = 0; at < s.len && !ev->aborted;) {
        uint32_t c;
        size_t len = v.type == PF_V_BYTES ? 1 : pf_text_decode(s, at, &c);
        pf_value item = v.type == PF_V_BYTES ? pf_int((unsigned char)s.data[at])
                                             : pf_str_value(ev, pf_str_slice(s, at, at + len));
        item.origin = v.origin;
        gather(ev, to, item);
        at += len;
    }
}

static pf_value entry_item(struct pf_eval *ev, const struct pf_entry *e, enum pf_view_kind what)
{
    if (what == PF_VIEW_KEYS)
        return e->key;
    if (what == PF_VIEW_VALUES)
        return e->value;
    pf_value pair[] = {e->key, e->value};
    return pf_tuple_value(ev, pair, 2);
}

static bool not_known(struct pf_eval *ev, pf_value v, struct pf_items *items)
{
    pf_escape_items(ev, v, "an item of one of several");
    items->known = false;
    items->unknown = v.type == PF_V_UNKNOWN
                         ? v
                         : pf_unknown_of(ev, PF_KINDS_EVERY, true, "one of several", &v, 1);
    return true;
}

static bool iterate_dict(struct pf_eval *ev, pf_value v, const struct pf_object *dict,
                         enum pf_view_kind what, struct pf_items *items)
{
    const struct pf_contents *c = dict->contents;
    if (c->knowledge != PF_CONTENTS_KNOWN || pf_dict_has_maybe(c)) {
        if (what != PF_VIEW_KEYS)
            pf_escape_contents(ev, c, "an item of something unknown");
        pf_value why =
            c->knowledge == PF_CONTENTS_UNKNOWN
                ? (pf_value){.type = PF_V_UNKNOWN, .as.unknown = c->why, .origin = c->origin}
                : pf_unknown_value(ev, PF_KINDS_EVERY, true, "members that may be there or not");
        why.origin = pf_origin_merge(ev, why.origin, v.origin);
        return not_known(ev, why, items);
    }
    struct gathered all = {0};
    for (size_t i = 0; i < c->dict.count && !ev->aborted; i++)
        if (c->dict.entries[i].live)
            gather(ev, &all, entry_item(ev, &c->dict.entries[i], what));
    items->items = all.items;
    items->count = all.count;
    items->unordered = all.count > 1 && (c->unordered || dict->type != PF_V_DICT);
    return !ev->aborted;
}

static bool keep_exception(struct pf_eval *ev, struct pf_items *items)
{
    if (ev->aborted)
        return false;
    items->raised = ev->exception;
    items->is_speculative = ev->exception_speculative;
    pf_clear_exception(ev);
    return true;
}

static bool drain(struct pf_eval *ev, pf_value iterator, size_t most, struct pf_items *items)
{
    struct gathered all = {0};
    if (!pf_generator_exhaust(ev, iterator))
        return keep_exception(ev, items);
    while (all.count < most) {
        bool vague = false;
        if (!pf_step(ev, ev->site))
            return false;
        pf_value item = pf_next_value(ev, iterator, &vague);
        if (pf_is_failed(item) && !keep_exception(ev, items))
            return false;
        if (pf_is_failed(item))
            break;
        for (size_t i = 0; vague && i < all.count; i++)
            pf_escape(ev, all.items[i], "an item of something unknown");
        if (vague && pf_is_bound(item))
            pf_escape(ev, item, "an item of something unknown");
        if (vague)
            return not_known(ev,
                             pf_unknown_of(ev, PF_KINDS_EVERY, true,
                                           "an iteration that is not known",
                                           pf_is_bound(item) ? &item : &iterator, 1),
                             items);
        if (!pf_is_bound(item))
            break;
        gather(ev, &all, item);
    }
    items->items = all.items;
    items->count = all.count;
    return true;
}

static bool iterate_range(struct pf_eval *ev, const struct pf_range *r, struct pf_items *items)
{
    struct gathered all = {0};
    for (int64_t i = r->start; r->step > 0 ? i < r->stop : i > r->stop;) {
        gather(ev, &all, pf_int(i));
        if (ev->aborted)
            return false;
        if (__builtin_add_overflow(i, r->step, &i))
            break;
    }
    items->items = all.items;
    items->count = all.count;
    return true;
}

static bool iterate_list(struct pf_eval *ev, pf_value v, struct pf_items *items)
{
    const struct pf_contents *c = v.as.object->contents;
    if (c->knowledge == PF_CONTENTS_UNKNOWN) {
        pf_value why = {.type = PF_V_UNKNOWN, .as.unknown = c->why, .origin = c->origin};
        return not_known(ev, why, items);
    }
    if (c->knowledge == PF_CONTENTS_EITHER)
        pf_escape_contents(ev, c, "an item of one of several lists");
    if (c->knowledge == PF_CONTENTS_EITHER)
        return not_known(ev, pf_unknown_of(ev, PF_KINDS_EVERY, true, "one of several lists", &v, 1),
                         items);
    struct gathered all = {0};
    for (size_t i = 0; i < c->count && !ev->aborted; i++)
        gather(ev, &all, c->items[i]);
    items->items = all.items;
    items->count = all.count;
    return !ev->aborted;
}

static bool iterate_others(struct pf_eval *ev, pf_value v, size_t most, struct pf_items *items)
{
    pf_value iterator = pf_iter_value(ev, v);
    if (pf_is_failed(iterator))
        return false;
    if (pf_is_vague(iterator))
        return not_known(ev, iterator, items);
    return drain(ev, iterator, most, items);
}

bool pf_iterate_each(struct pf_eval *ev, pf_value v, size_t most, struct pf_items *items)
{
    *items = (struct pf_items){.known = true, .raised = pf_unbound()};
    switch (v.type) {
    case PF_V_LIST:
        return iterate_list(ev, v, items);
    case PF_V_TUPLE:
        items->items = v.as.tuple->items;
        items->count = v.as.tuple->count;
        return true;
    case PF_V_STR:
    case PF_V_BYTES: {
        struct gathered all = {0};
        gather_text(ev, &all, v);
        items->items = all.items;
        items->count = all.count;
        return !ev->aborted;
    }
    case PF_V_DICT:
    case PF_V_SET:
    case PF_V_FROZENSET:
        return iterate_dict(ev, v, v.as.object, PF_VIEW_KEYS, items);
    case PF_V_VIEW:
        return iterate_dict(ev, v, v.as.view->dict, v.as.view->what, items);
    case PF_V_RANGE:
        return iterate_range(ev, v.as.range, items);
    case PF_V_ITERATOR:
        return drain(ev, v, most, items);
    case PF_V_UNKNOWN:
        if (v.as.unknown->members != NULL) {
            items->items = v.as.unknown->members;
            items->count = v.as.unknown->member_count;
            items->unordered = true;
            return true;
        }
        pf_may_raise(ev, "TypeError");
        return not_known(ev, v, items);
    case PF_V_EITHER:
        pf_may_raise(ev, "TypeError");
        return not_known(ev, v, items);
    default:
        return iterate_others(ev, v, most, items);
    }
}

bool pf_iterated(struct pf_eval *ev, const struct pf_items *items)
{
    if (!pf_is_bound(items->raised))
        return true;
    ev->exception = items->raised;
    ev->exception_speculative = items->is_speculative;
    return false;
}

bool pf_iterate(struct pf_eval *ev, pf_value v, struct pf_items *items)
{
    return pf_iterate_each(ev, v, SIZE_MAX, items) && pf_iterated(ev, items);
}

/* --- one by one ------------------------------------------------------------------------------- */

/* items[0]: the next index; items[1]: the list, as it is when asked. */
static pf_value next_of_list(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    int64_t index = iterator->contents->items[0].as.integer;
    const struct pf_contents *list = iterator->contents->items[1].as.object->contents;
    if (list->knowledge != PF_CONTENTS_KNOWN) {
        *vague = true;
        return pf_unbound();
    }
    if (index < 0 || (size_t)index >= list->count)
        return pf_unbound();
    pf_value item = list->items[index];
    pf_heap_write(ev, iterator)->items[0] = pf_int(index + 1);
    return item;
}

/* items[0]: the next index; then all items. */
static pf_value next_of_items(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    (void)vague;
    int64_t index = iterator->contents->items[0].as.integer;
    if ((size_t)index + 1 >= iterator->contents->count)
        return pf_unbound();
    pf_value item = iterator->contents->items[index + 1];
    pf_heap_write(ev, iterator)->items[0] = pf_int(index + 1);
    return item;
}

/* items[0]: the next index; items[1]: the dict, set or view; then its members when it began. */
static pf_value next_of_members(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    pf_value over = iterator->contents->items[1];
    const struct pf_object *of = over.type == PF_V_VIEW ? over.as.view->dict : over.as.object;
    size_t index = (size_t)iterator->contents->items[0].as.integer;
    size_t count = iterator->contents->count - 2;
    if (of->contents->knowledge != PF_CONTENTS_KNOWN || pf_dict_has_maybe(of->contents)) {
        *vague = true;
        return pf_unbound();
    }
    if (of->contents->dict.live != count)
        return pf_raise(ev, "RuntimeError", "%s changed size during iteration",
                        of->type == PF_V_DICT ? "dictionary" : "Set");
    if (index >= count)
        return pf_unbound();
    pf_value item = iterator->contents->items[index + 2];
    pf_heap_write(ev, iterator)->items[0] = pf_int((int64_t)index + 1);
    return item;
}

/* items[0]: what is iterated over, or its members joined. */
static pf_value next_of_unknown(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    (void)ev;
    *vague = true;
    return iterator->contents->items[0];
}

static pf_value next_of_instance(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    pf_value item = pf_call_method(ev, iterator->contents->items[0], "__next__", NULL, 0);
    if (pf_is_failed(item) && pf_raised_is(ev, "StopIteration", NULL)) {
        pf_clear_exception(ev);
        return pf_unbound();
    }
    if (item.type == PF_V_UNKNOWN)
        *vague = true;
    return item;
}

static pf_value next_of_getitem(struct pf_eval *ev, struct pf_object *iterator, bool *vague)
{
    pf_value index = iterator->contents->items[0];
    pf_value item = pf_get_item(ev, iterator->contents->items[1], index);
    if (pf_is_failed(item) && pf_raised_is(ev, "IndexError", NULL)) {
        pf_clear_exception(ev);
        return pf_unbound();
    }
    if (item.type == PF_V_UNKNOWN)
        *vague = true;
    pf_heap_write(ev, iterator)->items[0] = pf_int(index.as.integer + 1);
    return item;
}

static pf_value iter_snapshot(struct pf_eval *ev, pf_value v)
{
    struct pf_items items;
    if (!pf_iterate(ev, v, &items))
        return failed;
    if (!items.known || items.unordered) {
        pf_value element = pf_unbound();
        for (size_t i = 0; items.known && i < items.count; i++)
            element = pf_join_value(ev, element, items.items[i]);
        if (pf_is_command(v) && pf_kinds_of(v) == PF_KIND_BIT(PF_SEQ)) {
            element = pf_command_value(ev, PF_KIND_BIT(PF_STRING), true);
        } else if (!items.known) {
            unsigned kinds = v.type == PF_V_UNKNOWN && v.as.unknown->kinds == PF_KIND_BIT(PF_STRING)
                                 ? PF_KIND_BIT(PF_STRING)
                                 : PF_KINDS_EVERY;
            element =
                pf_unknown_of(ev, kinds, true, "an item of something unknown", &items.unknown, 1);
        }
        return pf_cursor_value(ev, next_of_unknown, NULL, &element, 1);
    }
    bool members = v.type == PF_V_DICT || v.type == PF_V_SET || v.type == PF_V_VIEW;
    pf_value start[] = {pf_int(0), v};
    pf_value iterator = pf_cursor_value(ev, members ? next_of_members : next_of_items, NULL, start,
                                        members ? 2 : 1);
    for (size_t i = 0; i < items.count; i++)
        pf_list_append(ev, iterator.as.object->contents, items.items[i]);
    return iterator;
}

static pf_value iter_instance(struct pf_eval *ev, pf_value v)
{
    pf_value method = pf_find_special(ev, v, "__iter__");
    if (pf_is_failed(method))
        return method;
    if (pf_is_bound(method)) {
        pf_value iterator = pf_call_value(ev, method, NULL, 0);
        if (iterator.type == PF_V_INSTANCE)
            return pf_cursor_value(ev, next_of_instance, NULL, &iterator, 1);
        return iterator.type == PF_V_UNKNOWN ? iter_snapshot(ev, iterator) : iterator;
    }
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        return pf_iter_value(ev, v.as.object->wrapped);
    if (pf_is_bound(pf_find_special(ev, v, "__getitem__"))) {
        pf_value items[] = {pf_int(0), v};
        return pf_cursor_value(ev, next_of_getitem, NULL, items, 2);
    }
    const struct pf_object *cls = v.type == PF_V_INSTANCE ? v.as.object->cls : NULL;
    if (cls != NULL && cls->class_->has_unknown_base)
        return iter_snapshot(
            ev, pf_unknown_of(ev, PF_KINDS_EVERY, true, "made by a class nobody models", &v, 1));
    return pf_raise(ev, "TypeError", "'%.*s' object is not iterable", PF_ARG(pf_type_name(v)));
}

pf_value pf_iter_value(struct pf_eval *ev, pf_value v)
{
    switch (v.type) {
    case PF_V_ITERATOR:
        return v;
    case PF_V_LIST:
        if (v.as.object->contents->knowledge == PF_CONTENTS_KNOWN) {
            pf_value items[] = {pf_int(0), v};
            return pf_cursor_value(ev, next_of_list, NULL, items, 2);
        }
        return iter_snapshot(ev, v);
    case PF_V_TUPLE:
    case PF_V_STR:
    case PF_V_BYTES:
    case PF_V_DICT:
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_VIEW:
    case PF_V_RANGE:
    case PF_V_UNKNOWN:
    case PF_V_EITHER:
        return iter_snapshot(ev, v);
    default:
        return iter_instance(ev, v);
    }
}

pf_value pf_next_value(struct pf_eval *ev, pf_value iterator, bool *vague)
{
    if (iterator.type != PF_V_ITERATOR)
        return pf_raise(ev, "TypeError", "'%.*s' object is not an iterator",
                        PF_ARG(pf_type_name(iterator)));
    struct pf_object *object = iterator.as.object;
    if (object->contents->knowledge != PF_CONTENTS_KNOWN) {
        *vague = true;
        return pf_unbound();
    }
    return object->contents->cursor->next(ev, object, vague);
}
