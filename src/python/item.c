/* Subscripts: reading, writing and deleting items and slices. */
#include "python/interp.h"

static const pf_value failed = {.type = PF_V_FAILED};

bool pf_index_fit(int64_t *index, size_t length)
{
    if (*index < 0)
        *index += (int64_t)length;
    return *index >= 0 && (uint64_t)*index < length;
}

static bool slice_part(pf_value v, int64_t *out)
{
    if (v.type == PF_V_INT)
        *out = v.as.integer;
    else if (v.type == PF_V_BOOL)
        *out = v.as.boolean;
    else
        return false;
    return true;
}

static int64_t clamp(int64_t i, int64_t length, int64_t low, int64_t high)
{
    if (i < 0)
        i = i < -length ? -1 : i + length;
    if (i < low)
        return low;
    return i > high ? high : i;
}

void pf_slice_fit(const struct pf_slice *s, int64_t length, int64_t *start, int64_t *stop,
                  int64_t *step)
{
    *step = 1;
    slice_part(s->step, step);
    int64_t low = *step < 0 ? -1 : 0, high = *step < 0 ? length - 1 : length;
    *start = *step < 0 ? high : low;
    *stop = *step < 0 ? low : high;
    int64_t given;
    if (slice_part(s->start, &given))
        *start = clamp(given, length, low, high);
    if (slice_part(s->stop, &given))
        *stop = clamp(given, length, low, high);
}

static bool is_index(pf_value v)
{
    return v.type == PF_V_INT || v.type == PF_V_BOOL;
}

static int64_t index_of(pf_value v)
{
    return v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer;
}

static bool vague_slice(pf_value key)
{
    return key.type == PF_V_SLICE &&
           (pf_is_vague(key.as.slice->start) || pf_is_vague(key.as.slice->stop) ||
            pf_is_vague(key.as.slice->step));
}

static bool check_slice(struct pf_eval *ev, const struct pf_slice *s)
{
    pf_value parts[] = {s->start, s->stop, s->step};
    for (size_t i = 0; i < 3; i++)
        if (!is_index(parts[i]) && !pf_is_none(parts[i])) {
            pf_raise(ev, "TypeError",
                     "slice indices must be integers or None or have an __index__ method");
            return false;
        }
    if (is_index(s->step) && index_of(s->step) == 0) {
        pf_raise(ev, "ValueError", "slice step cannot be zero");
        return false;
    }
    return true;
}

/* --- reading -----------------------------------------------------------------------------------
 */

static pf_value slice_text(struct pf_eval *ev, pf_value v, const struct pf_slice *s)
{
    int64_t start, stop, step, length = (int64_t)v.as.text->length;
    pf_slice_fit(s, length, &start, &stop, &step);
    struct pf_buffer buffer = pf_buffer_new(ev->arena);
    pf_str text = pf_text_of(v);
    if (step == 1 && start < stop) {
        text =
            pf_str_slice(text, pf_text_offset(v, (size_t)start), pf_text_offset(v, (size_t)stop));
        return v.type == PF_V_STR ? pf_str_value(ev, text) : pf_bytes_value(ev, text);
    }
    size_t *offsets = PF_NEW_ARRAY(ev->arena, size_t, v.as.text->length + 1);
    pf_heap_charge(ev, v.as.text->length * sizeof *offsets);
    for (size_t i = 0, at = 0; i <= v.as.text->length; i++) {
        offsets[i] = at;
        uint32_t c;
        if (at < text.len)
            at += v.type == PF_V_BYTES ? 1 : pf_text_decode(text, at, &c);
    }
    for (int64_t i = start; step > 0 ? i < stop : i > stop;) {
        pf_buffer_add(&buffer, pf_str_slice(text, offsets[i], offsets[i + 1]));
        if (__builtin_add_overflow(i, step, &i))
            break;
    }
    return v.type == PF_V_STR ? pf_str_value(ev, pf_buffer_str(&buffer))
                              : pf_bytes_value(ev, pf_buffer_str(&buffer));
}

static pf_value slice_items(struct pf_eval *ev, const pf_value *items, size_t count,
                            const struct pf_slice *s, bool tuple)
{
    int64_t start, stop, step;
    pf_slice_fit(s, (int64_t)count, &start, &stop, &step);
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    for (int64_t i = start; step > 0 ? i < stop : i > stop;) {
        pf_list_append(ev, list->contents, items[i]);
        if (__builtin_add_overflow(i, step, &i))
            break;
    }
    return tuple ? pf_tuple_value(ev, list->contents->items, list->contents->count)
                 : pf_object_value(list);
}

static pf_value item_of_text(struct pf_eval *ev, pf_value v, int64_t index)
{
    if (!pf_index_fit(&index, v.as.text->length))
        return pf_raise(ev, "IndexError",
                        v.type == PF_V_STR ? "string index out of range" : "index out of range");
    pf_str s = pf_text_of(v);
    size_t at = pf_text_offset(v, (size_t)index);
    if (v.type == PF_V_BYTES)
        return pf_int((unsigned char)s.data[at]);
    uint32_t c;
    return pf_str_value(ev, pf_str_slice(s, at, at + pf_text_decode(s, at, &c)));
}

/* What stands for an index by its __index__; else as it is. */
static pf_value as_index(struct pf_eval *ev, pf_value key)
{
    pf_value method =
        key.type == PF_V_INSTANCE ? pf_find_special(ev, key, "__index__") : pf_unbound();
    if (!pf_is_bound(method) || pf_is_failed(method))
        return key;
    pf_value index = pf_call_value(ev, method, NULL, 0);
    return index.type == PF_V_INT ? index : key;
}

static bool may_be_index(struct pf_eval *ev, pf_value key)
{
    if (key.type == PF_V_SLICE)
        return pf_may_stand_in(ev, key.as.slice->start) ||
               pf_may_stand_in(ev, key.as.slice->stop) || pf_may_stand_in(ev, key.as.slice->step);
    return pf_may_stand_in(ev, key);
}

static pf_value sequence_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    key = as_index(ev, key);
    if (pf_is_failed(key))
        return failed;
    if (may_be_index(ev, key)) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "the item of a place that is not known", &v,
                             1);
    }
    const char *type = v.type == PF_V_STR     ? "string"
                       : v.type == PF_V_LIST  ? "list"
                       : v.type == PF_V_TUPLE ? "tuple"
                                              : "byte";
    if (key.type == PF_V_SLICE && !check_slice(ev, key.as.slice))
        return failed;
    if (key.type != PF_V_SLICE && !is_index(key))
        return pf_raise(ev, "TypeError", "%s indices must be integers or slices, not %.*s", type,
                        PF_ARG(pf_type_name(key)));
    if (v.type == PF_V_STR || v.type == PF_V_BYTES)
        return key.type == PF_V_SLICE ? slice_text(ev, v, key.as.slice)
                                      : item_of_text(ev, v, index_of(key));
    bool tuple = v.type == PF_V_TUPLE;
    const pf_value *items = tuple ? v.as.tuple->items : v.as.object->contents->items;
    size_t count = tuple ? v.as.tuple->count : v.as.object->contents->count;
    if (key.type == PF_V_SLICE)
        return slice_items(ev, items, count, key.as.slice, tuple);
    int64_t index = index_of(key);
    if (!pf_index_fit(&index, count))
        return pf_raise(ev, "IndexError", "%s index out of range", type);
    return items[index];
}

static pf_value key_error(struct pf_eval *ev, pf_value key)
{
    return pf_raise_value(ev, pf_exception_value(ev, pf_eval_exception(ev, "KeyError"), &key, 1),
                          ev->site == NULL ? (pf_span){0} : ev->site->span);
}

/* Every value whose key may be the one that is asked for. */
static pf_value vague_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    const struct pf_contents *c = v.as.object->contents;
    pf_value result = pf_unbound();
    pf_may_raise(ev, "KeyError");
    for (size_t i = 0; i < c->dict.count; i++) {
        const struct pf_entry *e = &c->dict.entries[i];
        if (e->live && pf_equal_values(ev, e->key, key) != PF_NO)
            result = pf_join_value(ev, result, e->value);
    }
    if (!pf_is_bound(result))
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "the item of a key that is not known", &key,
                             1);
    return pf_made_of(ev, result, key, key);
}

static pf_value dict_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    const struct pf_contents *c = v.as.object->contents;
    if (pf_is_vague(key))
        return vague_item(ev, v, key);
    uint64_t hash;
    if (!pf_hash_value(ev, key, &hash))
        return pf_unhashable(ev, key);
    const struct pf_entry *e = pf_dict_find(ev, c, key, hash);
    if (e == NULL)
        e = pf_dict_other(ev, c);
    if (e != NULL) {
        if (e->maybe)
            pf_may_raise(ev, "KeyError");
        return e->value;
    }
    if (v.as.object->cls != NULL) {
        pf_value missing = pf_find_special(ev, v, "__missing__");
        if (pf_is_bound(missing))
            return pf_is_failed(missing) ? missing : pf_call_value(ev, missing, &key, 1);
        if (v.as.object->cls->class_->has_unknown_base)
            return pf_unknown_value(ev, PF_KINDS_EVERY, true, "an item nobody models");
    }
    return key_error(ev, key);
}

static pf_value range_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    struct pf_items items;
    if (!pf_iterate(ev, v, &items))
        return failed;
    return sequence_item(ev, pf_list_value(ev, items.items, items.count), key);
}

/* Of an instance that holds a list or dict: a dict's class may have __missing__. */
static pf_value wrapped_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    pf_value inner = v.as.object->wrapped;
    pf_value missing =
        inner.type == PF_V_DICT ? pf_find_special(ev, v, "__missing__") : pf_unbound();
    bool raised = false;
    enum pf_truth there = pf_is_bound(missing) ? pf_contains(ev, inner, key, &raised) : PF_YES;
    if (pf_is_failed(missing) || raised)
        return failed;
    if (there == PF_YES)
        return pf_get_item(ev, inner, key);
    return there == PF_NO
               ? pf_call_value(ev, missing, &key, 1)
               : pf_unknown_of(ev, PF_KINDS_EVERY, true, "an item of something unknown", &key, 1);
}

static pf_value other_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    pf_value method = pf_find_special(ev, v, "__getitem__");
    if (pf_is_bound(method))
        return pf_is_failed(method) ? method : pf_call_value(ev, method, &key, 1);
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        return wrapped_item(ev, v, key);
    if (v.type == PF_V_CLASS) {
        const pf_value *parts = key.type == PF_V_TUPLE ? key.as.tuple->items : &key;
        return pf_type_value(ev, v.as.object->class_->name, parts,
                             key.type == PF_V_TUPLE ? key.as.tuple->count : 1);
    }
    if (v.type == PF_V_INSTANCE && v.as.object->cls->class_->has_unknown_base)
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an item of something unknown", &v, 1);
    pf_str variable = v.origin != NULL && v.origin->from_count > 0 ? v.origin->from[0] : PF_STR("");
    return pf_raise_variable(ev, variable, "TypeError", "'%.*s' object is not subscriptable",
                             PF_ARG(pf_type_name(v)));
}

/* One of all items: the index is not known. */
static pf_value any_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    struct pf_items items;
    if (!pf_iterate(ev, v, &items))
        return failed;
    pf_value result = pf_unbound();
    for (size_t i = 0; i < items.count; i++)
        result = pf_join_value(ev, result, items.items[i]);
    if (!pf_is_bound(result))
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an item of something unknown", &key, 1);
    return pf_made_of(ev, result, key, key);
}

static pf_value get_plain(struct pf_eval *ev, pf_value v, void *context);

struct reading {
    pf_value container, key;
};

static pf_value get_key(struct pf_eval *ev, pf_value key, void *context)
{
    struct reading reading = *(struct reading *)context;
    reading.key = key;
    return get_plain(ev, reading.container, &reading);
}

static pf_value get_plain(struct pf_eval *ev, pf_value v, void *context)
{
    struct reading *reading = context;
    pf_value key = reading->key;
    reading->container = v;
    if (v.type == PF_V_LIST && v.as.object->contents->knowledge == PF_CONTENTS_EITHER)
        return pf_lift_contents(ev, v, get_plain, context);
    if (key.type == PF_V_EITHER)
        return pf_lift(ev, key, get_key, context);
    bool data = v.type == PF_V_STR || v.type == PF_V_BYTES || v.type == PF_V_LIST ||
                v.type == PF_V_TUPLE || v.type == PF_V_DICT || v.type == PF_V_RANGE;
    if (!pf_is_plain(v) || (data && v.type != PF_V_DICT && pf_is_vague(key)) || vague_slice(key)) {
        pf_value both[] = {v, key};
        pf_may_raise(ev, "Exception");
        if (pf_is_command(v) && pf_kinds_of(v) == PF_KIND_BIT(PF_SEQ))
            return pf_command_value(ev, PF_KIND_BIT(key.type == PF_V_SLICE ? PF_SEQ : PF_STRING),
                                    true);
        if (pf_is_plain(v) && key.type == PF_V_UNKNOWN && v.type != PF_V_STR &&
            v.type != PF_V_BYTES)
            return any_item(ev, v, key);
        pf_escape_items(ev, v, "taken from a place that is not known");
        unsigned kinds =
            pf_kinds_of(v) == PF_KIND_BIT(PF_STRING) ? PF_KIND_BIT(PF_STRING) : PF_KINDS_EVERY;
        pf_value part = pf_unknown_of(ev, kinds, true, "an item of something unknown", both, 2);
        return pf_traced(ev, part, "[]", ev->site == NULL ? (pf_span){0} : ev->site->span, &part,
                         1);
    }
    pf_value result;
    switch (v.type) {
    case PF_V_STR:
    case PF_V_BYTES:
    case PF_V_LIST:
    case PF_V_TUPLE:
        result = sequence_item(ev, v, key);
        break;
    case PF_V_DICT:
        result = dict_item(ev, v, key);
        break;
    case PF_V_RANGE:
        result = range_item(ev, v, key);
        break;
    default:
        return other_item(ev, v, key);
    }
    return pf_is_failed(result) ? result : pf_made_of(ev, result, v, key);
}

pf_value pf_get_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    struct reading reading = {v, key};
    if (v.type == PF_V_EITHER)
        return pf_lift(ev, v, get_plain, &reading);
    return get_plain(ev, v, &reading);
}

/* --- writing -----------------------------------------------------------------------------------
 */

static bool set_in_list(struct pf_eval *ev, pf_value v, pf_value key, pf_value value)
{
    if (key.type == PF_V_SLICE) {
        int64_t start, stop, step;
        struct pf_items items;
        if (!check_slice(ev, key.as.slice) || !pf_iterate(ev, value, &items))
            return false;
        const struct pf_contents *c = v.as.object->contents;
        pf_slice_fit(key.as.slice, (int64_t)c->count, &start, &stop, &step);
        if (step != 1 || !items.known || items.unordered) {
            pf_heap_forget(ev, v.as.object, "changed by a slice nobody models", value.origin);
            pf_escape_items(ev, value, "stored in something unknown");
            return true;
        }
        if (stop < start)
            stop = start;
        struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
        for (int64_t i = 0; i < start; i++)
            pf_list_append(ev, list->contents, c->items[i]);
        for (size_t i = 0; i < items.count; i++)
            pf_list_append(ev, list->contents, items.items[i]);
        for (size_t i = (size_t)stop; i < c->count; i++)
            pf_list_append(ev, list->contents, c->items[i]);
        pf_heap_replace(ev, v.as.object, list->contents);
        return !ev->aborted;
    }
    key = as_index(ev, key);
    if (!is_index(key)) {
        pf_raise(ev, "TypeError", "list indices must be integers or slices, not %.*s",
                 PF_ARG(pf_type_name(key)));
        return false;
    }
    int64_t index = index_of(key);
    if (!pf_index_fit(&index, v.as.object->contents->count)) {
        pf_raise(ev, "IndexError", "list assignment index out of range");
        return false;
    }
    pf_heap_write(ev, v.as.object)->items[index] = value;
    return true;
}

static void set_vaguely(struct pf_eval *ev, struct pf_object *dict, pf_value key, pf_value value)
{
    if (dict != ev->frame->globals)
        pf_heap_forget(ev, dict, "a key that is not known was set", key.origin);
    else
        pf_set_some_name(ev, dict, key, value);
}

static bool set_in_dict(struct pf_eval *ev, pf_value v, pf_value key, pf_value value)
{
    uint64_t hash;
    if (pf_is_vague(key) || !pf_hash_value(ev, key, &hash)) {
        if (pf_is_failed(pf_unhashable(ev, key)))
            return false;
        pf_escape(ev, value, "stored under a key that is not known");
        set_vaguely(ev, v.as.object, key, value);
        return true;
    }
    struct pf_entry *e = pf_dict_put(ev, pf_heap_write(ev, v.as.object), key, hash, value);
    if (key.at != NULL)
        e->key_span = key.at->span;
    e->turn = ++ev->turn;
    return !ev->aborted;
}

struct writing {
    pf_value key, value;
};

static pf_value set_plain(struct pf_eval *ev, pf_value v, void *context)
{
    const struct writing *w = context;
    if (v.type == PF_V_LIST && v.as.object->contents->knowledge == PF_CONTENTS_EITHER)
        return pf_lift_contents(ev, v, set_plain, context);
    if (v.type == PF_V_UNKNOWN || (pf_has_contents(v) && !pf_is_plain(v))) {
        pf_escape(ev, w->value, "stored in something unknown");
        pf_may_raise(ev, "");
        return pf_none();
    }
    if ((v.type == PF_V_LIST || v.type == PF_V_DICT) && v.as.object->cls != NULL) {
        pf_value own = pf_find_special(ev, v, "__setitem__");
        if (pf_is_bound(own)) {
            pf_value args[] = {w->key, w->value};
            return pf_is_failed(own) ? own : pf_call_value(ev, own, args, 2);
        }
    }
    if (v.type == PF_V_LIST) {
        if (pf_is_vague(w->key) || vague_slice(w->key)) {
            pf_may_raise(ev, "");
            pf_heap_forget(ev, v.as.object, "changed at a place that is not known", w->key.origin);
            pf_escape(ev, w->value, "stored at a place that is not known");
            return pf_none();
        }
        return set_in_list(ev, v, w->key, w->value) ? pf_none() : failed;
    }
    if (v.type == PF_V_DICT)
        return set_in_dict(ev, v, w->key, w->value) ? pf_none() : failed;
    pf_value method = pf_find_special(ev, v, "__setitem__");
    if (pf_is_bound(method)) {
        pf_value args[] = {w->key, w->value};
        return pf_is_failed(method) ? method : pf_call_value(ev, method, args, 2);
    }
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        return set_plain(ev, v.as.object->wrapped, context);
    if (v.type == PF_V_INSTANCE && v.as.object->cls->class_->has_unknown_base)
        return pf_none();
    return pf_raise(ev, "TypeError", "'%.*s' object does not support item assignment",
                    PF_ARG(pf_type_name(v)));
}

bool pf_set_item(struct pf_eval *ev, pf_value v, pf_value key, pf_value value)
{
    struct writing w = {key, value};
    if (v.type == PF_V_EITHER)
        return !pf_is_failed(pf_lift(ev, v, set_plain, &w));
    return !pf_is_failed(set_plain(ev, v, &w));
}

/* --- deleting ----------------------------------------------------------------------------------
 */

static pf_value delete_from_list(struct pf_eval *ev, pf_value v, pf_value key)
{
    if (key.type == PF_V_SLICE) {
        pf_value empty = pf_list_value(ev, NULL, 0);
        return set_in_list(ev, v, key, empty) ? pf_none() : failed;
    }
    key = as_index(ev, key);
    int64_t index = is_index(key) ? index_of(key) : INT64_MAX;
    if (!is_index(key))
        return pf_raise(ev, "TypeError", "list indices must be integers or slices, not %.*s",
                        PF_ARG(pf_type_name(key)));
    if (!pf_index_fit(&index, v.as.object->contents->count))
        return pf_raise(ev, "IndexError", "list assignment index out of range");
    struct pf_contents *c = pf_heap_write(ev, v.as.object);
    for (size_t i = (size_t)index; i + 1 < c->count; i++)
        c->items[i] = c->items[i + 1];
    c->count--;
    return pf_none();
}

static pf_value delete_from_dict(struct pf_eval *ev, pf_value v, pf_value key)
{
    uint64_t hash;
    if (!pf_hash_value(ev, key, &hash))
        return pf_unhashable(ev, key);
    struct pf_entry *e = pf_dict_find(ev, v.as.object->contents, key, hash);
    if (e == NULL)
        return key_error(ev, key);
    if (e->maybe)
        pf_may_raise(ev, "KeyError");
    struct pf_contents *c = pf_heap_write(ev, v.as.object);
    pf_dict_remove(c, pf_dict_find(ev, c, key, hash));
    return pf_none();
}

static pf_value delete_plain(struct pf_eval *ev, pf_value v, void *context)
{
    pf_value key = *(pf_value *)context;
    if (v.type == PF_V_LIST && v.as.object->contents->knowledge == PF_CONTENTS_EITHER)
        return pf_lift_contents(ev, v, delete_plain, context);
    if (!pf_is_plain(v) || pf_is_vague(key) || vague_slice(key)) {
        pf_may_raise(ev, "");
        if (pf_is_plain(v))
            pf_escape(ev, v, "an item that is not known was deleted");
        return pf_none();
    }
    if (v.type == PF_V_LIST)
        return delete_from_list(ev, v, key);
    if (v.type == PF_V_DICT)
        return delete_from_dict(ev, v, key);
    pf_value method = pf_find_special(ev, v, "__delitem__");
    if (pf_is_bound(method))
        return pf_is_failed(method) ? method : pf_call_value(ev, method, &key, 1);
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        return delete_plain(ev, v.as.object->wrapped, context);
    return pf_raise(ev, "TypeError", "'%.*s' object does not support item deletion",
                    PF_ARG(pf_type_name(v)));
}

bool pf_del_item(struct pf_eval *ev, pf_value v, pf_value key)
{
    if (v.type == PF_V_EITHER)
        return !pf_is_failed(pf_lift(ev, v, delete_plain, &key));
    return !pf_is_failed(delete_plain(ev, v, &key));
}
