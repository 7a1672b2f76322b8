/* str and bytes: strip, split, partition, join. */
#include "python/type_str.h"

static const pf_value failed = {.type = PF_V_FAILED};

static bool in_set(pf_value v, pf_value chars, bool blank, size_t at, size_t *len)
{
    uint32_t c;
    size_t start = at;
    c = pf_text_char_at(v, &at);
    *len = at - start;
    if (blank)
        return v.type == PF_V_BYTES ? (c >= 9 && c <= 13) || c == ' ' : pf_text_is_space(c);
    for (size_t i = 0; i < pf_text_of(chars).len;)
        if (pf_text_char_at(chars, &i) == c)
            return true;
    return false;
}

static size_t char_before(pf_value v, size_t end)
{
    pf_str s = pf_text_of(v);
    size_t at = end - 1;
    while (v.type == PF_V_STR && at > 0 && ((unsigned char)s.data[at] & 0xc0) == 0x80)
        at--;
    return at;
}

static pf_value strip(struct pf_eval *ev, const struct pf_call *call, bool left, bool right)
{
    pf_value v = call->args[0], chars = call->args[1];
    bool blank = !pf_text_is_given(call, 1);
    if (!blank && !pf_text_is_argument(ev, call, 1))
        return failed;
    size_t start = 0, end = pf_text_of(v).len, len;
    while (left && start < end && in_set(v, chars, blank, start, &len))
        start += len;
    while (right && end > start && in_set(v, chars, blank, char_before(v, end), &len))
        end = char_before(v, end);
    return pf_text_like(ev, v, pf_str_slice(pf_text_of(v), start, end));
}

pf_value pf_str_method_strip(struct pf_eval *ev, const struct pf_call *call)
{
    return strip(ev, call, true, true);
}

pf_value pf_str_method_lstrip(struct pf_eval *ev, const struct pf_call *call)
{
    return strip(ev, call, true, false);
}

pf_value pf_str_method_rstrip(struct pf_eval *ev, const struct pf_call *call)
{
    return strip(ev, call, false, true);
}

ptrdiff_t pf_text_find_last(pf_str s, pf_str part)
{
    for (size_t at = s.len + 1; at > 0; at--)
        if (at - 1 + part.len <= s.len &&
            pf_str_eq(pf_str_slice(s, at - 1, at - 1 + part.len), part))
            return (ptrdiff_t)(at - 1);
    return PF_STR_NONE;
}

static void append(struct pf_eval *ev, struct pf_object *list, pf_value of, pf_str part)
{
    pf_value v = pf_text_like(ev, of, part);
    v.origin = of.origin;
    pf_list_append(ev, list->contents, v);
}

static void reverse(struct pf_object *list)
{
    pf_value *items = list->contents->items;
    for (size_t i = 0, j = list->contents->count; i + 1 < j; i++, j--) {
        pf_value v = items[i];
        items[i] = items[j - 1];
        items[j - 1] = v;
    }
}

static void split_blank(struct pf_eval *ev, pf_value v, int64_t most, struct pf_object *list)
{
    pf_str s = pf_text_of(v);
    for (size_t at = 0, len; at < s.len && !ev->aborted;) {
        while (at < s.len && in_set(v, v, true, at, &len))
            at += len;
        if (at >= s.len)
            return;
        size_t start = at;
        if (most >= 0 && (int64_t)list->contents->count >= most) {
            append(ev, list, v, pf_str_slice(s, start, s.len)); /* blanks at the end stay */
            return;
        }
        while (at < s.len && !in_set(v, v, true, at, &len))
            at += len;
        append(ev, list, v, pf_str_slice(s, start, at));
    }
}

static void rsplit_blank(struct pf_eval *ev, pf_value v, int64_t most, struct pf_object *list)
{
    pf_str s = pf_text_of(v);
    size_t end = s.len, len;
    while (end > 0 && !ev->aborted) {
        while (end > 0 && in_set(v, v, true, char_before(v, end), &len))
            end = char_before(v, end);
        if (end == 0)
            break;
        size_t start = end;
        if (most >= 0 && (int64_t)list->contents->count >= most) {
            start = 0;
        } else {
            while (start > 0 && !in_set(v, v, true, char_before(v, start), &len))
                start = char_before(v, start);
        }
        append(ev, list, v, pf_str_slice(s, start, end));
        if (most >= 0 && (int64_t)list->contents->count > most)
            break;
        end = start;
    }
    reverse(list);
}

static void split_at(struct pf_eval *ev, pf_value v, pf_str by, int64_t most, bool from_right,
                     struct pf_object *list)
{
    pf_str rest = pf_text_of(v);
    while (most < 0 || (int64_t)list->contents->count < most) {
        ptrdiff_t at = from_right ? pf_text_find_last(rest, by) : pf_str_find(rest, by);
        if (at == PF_STR_NONE || ev->aborted)
            break;
        append(ev, list, v,
               from_right ? pf_str_slice(rest, (size_t)at + by.len, rest.len)
                          : pf_str_slice(rest, 0, (size_t)at));
        rest = from_right ? pf_str_slice(rest, 0, (size_t)at)
                          : pf_str_slice(rest, (size_t)at + by.len, rest.len);
    }
    append(ev, list, v, rest);
    if (from_right)
        reverse(list);
}

static pf_value split(struct pf_eval *ev, const struct pf_call *call, bool from_right)
{
    pf_value v = call->args[0];
    int64_t most = -1;
    if (!pf_text_take_int(ev, call, 2, &most))
        return failed;
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    if (!pf_text_is_given(call, 1)) {
        if (from_right)
            rsplit_blank(ev, v, most, list);
        else
            split_blank(ev, v, most, list);
        return pf_object_value(list);
    }
    if (!pf_text_is_argument(ev, call, 1))
        return failed;
    if (pf_text_of(call->args[1]).len == 0)
        return pf_raise(ev, "ValueError", "empty separator");
    split_at(ev, v, pf_text_of(call->args[1]), most, from_right, list);
    return pf_object_value(list);
}

pf_value pf_str_method_split(struct pf_eval *ev, const struct pf_call *call)
{
    return split(ev, call, false);
}

pf_value pf_str_method_rsplit(struct pf_eval *ev, const struct pf_call *call)
{
    return split(ev, call, true);
}

static size_t line_end(pf_value v, size_t at)
{
    uint32_t c;
    pf_str s = pf_text_of(v);
    size_t start = at;
    c = pf_text_char_at(v, &at);
    if (c == '\r' && at < s.len && s.data[at] == '\n')
        return 2;
    if (c == '\n' || c == '\r')
        return at - start;
    bool wide = v.type == PF_V_STR && (c == 0x0b || c == 0x0c || (c >= 0x1c && c <= 0x1e) ||
                                       c == 0x85 || c == 0x2028 || c == 0x2029);
    return wide ? at - start : 0;
}

pf_value pf_str_method_splitlines(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    enum pf_truth keep = PF_NO;
    if (pf_is_bound(call->args[1]) && !pf_truth_of_value(ev, call->args[1], &keep))
        return failed;
    pf_str s = pf_text_of(v);
    size_t start = 0;
    for (size_t at = 0; at < s.len && !ev->aborted;) {
        size_t end = line_end(v, at);
        if (end == 0) {
            pf_text_char_at(v, &at);
            continue;
        }
        append(ev, list, v, pf_str_slice(s, start, keep == PF_YES ? at + end : at));
        at += end;
        start = at;
    }
    if (start < s.len)
        append(ev, list, v, pf_str_slice(s, start, s.len));
    return pf_object_value(list);
}

static pf_value partition(struct pf_eval *ev, const struct pf_call *call, bool from_right)
{
    pf_value v = call->args[0];
    if (!pf_text_is_argument(ev, call, 1))
        return failed;
    pf_str s = pf_text_of(v), by = pf_text_of(call->args[1]);
    if (by.len == 0)
        return pf_raise(ev, "ValueError", "empty separator");
    ptrdiff_t at = from_right ? pf_text_find_last(s, by) : pf_str_find(s, by);
    pf_value empty = pf_text_like(ev, v, PF_STR(""));
    pf_value items[3] = {v, empty, empty};
    if (at == PF_STR_NONE && from_right) {
        items[0] = empty;
        items[2] = v;
    } else if (at != PF_STR_NONE) {
        items[0] = pf_text_like(ev, v, pf_str_slice(s, 0, (size_t)at));
        items[1] = call->args[1];
        items[2] = pf_text_like(ev, v, pf_str_slice(s, (size_t)at + by.len, s.len));
        items[0].origin = items[2].origin = v.origin;
    }
    return pf_tuple_value(ev, items, 3);
}

pf_value pf_str_method_partition(struct pf_eval *ev, const struct pf_call *call)
{
    return partition(ev, call, false);
}

pf_value pf_str_method_rpartition(struct pf_eval *ev, const struct pf_call *call)
{
    return partition(ev, call, true);
}

pf_value pf_str_method_join(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_items items;
    if (!pf_iterate(ev, call->args[1], &items))
        return failed;
    if (!items.known) {
        pf_may_raise(ev, "TypeError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a join of something unknown",
                             &items.unknown, 1);
    }
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_value result = call->args[0];
    bool vague = items.unordered, texts = true;
    for (size_t i = 0; i < items.count; i++) {
        pf_value item = items.items[i];
        if (item.type == PF_V_INSTANCE && pf_is_bound(item.as.object->wrapped))
            item = item.as.object->wrapped;
        if (!pf_is_vague(item) && item.type != call->args[0].type)
            return pf_raise(ev, "TypeError",
                            "sequence item %zu: expected %.*s instance, %.*s found", i,
                            PF_ARG(pf_type_name(call->args[0])), PF_ARG(pf_type_name(item)));
        vague |= pf_is_vague(item);
        texts &= !pf_is_vague(item) || pf_kinds_of(item) == PF_KIND_BIT(PF_STRING);
        if (vague)
            continue;
        if (i > 0)
            pf_buffer_add(&out, pf_text_of(call->args[0]));
        pf_buffer_add(&out, pf_text_of(item));
        if (out.len > PF_EVAL_STR)
            break;
    }
    if (!texts)
        pf_may_raise(ev, "TypeError");
    if (vague)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a join of something unknown",
                             items.items, items.count);
    pf_heap_charge(ev, out.len);
    result = pf_text_like(ev, result, pf_buffer_str(&out));
    for (size_t i = 0; i < items.count; i++)
        result = pf_made_of(ev, result, items.items[i], items.items[i]);
    return result;
}
