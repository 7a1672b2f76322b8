/* str and bytes: finding, counting, replacing. */
#include "python/type_str.h"

#include <string.h>

static const pf_value failed = {.type = PF_V_FAILED};

/* The part from start to end (code points), and how many bytes stand before it. */
static bool window(struct pf_eval *ev, const struct pf_call *call, size_t first, pf_str *part,
                   size_t *before)
{
    pf_value v = call->args[0];
    int64_t length = (int64_t)v.as.text->length, start, stop, step;
    struct pf_slice s = {pf_none(), pf_none(), pf_none()};
    if (pf_text_is_given(call, first))
        s.start = call->args[first];
    if (pf_text_is_given(call, first + 1))
        s.stop = call->args[first + 1];
    for (size_t i = first; i < first + 2; i++)
        if (pf_text_is_given(call, i) && call->args[i].type != PF_V_INT &&
            call->args[i].type != PF_V_BOOL) {
            pf_raise(ev, "TypeError", "slice indices must be integers or None");
            return false;
        }
    pf_slice_fit(&s, length, &start, &stop, &step);
    bool beyond = s.start.type == PF_V_INT && s.start.as.integer > length;
    if (stop < start || beyond) {
        *part = (pf_str){NULL, 0};
        *before = SIZE_MAX;
        return true;
    }
    *before = pf_text_offset(v, (size_t)start);
    *part = pf_str_slice(pf_text_of(v), *before, pf_text_offset(v, (size_t)stop));
    return true;
}

static pf_value position(struct pf_eval *ev, const struct pf_call *call, bool last, bool must)
{
    pf_str part;
    size_t before;
    if (!pf_text_is_argument(ev, call, 1) || !window(ev, call, 2, &part, &before))
        return failed;
    ptrdiff_t at = PF_STR_NONE;
    if (before != SIZE_MAX)
        at = last ? pf_text_find_last(part, pf_text_of(call->args[1]))
                  : pf_str_find(part, pf_text_of(call->args[1]));
    if (at == PF_STR_NONE)
        return must ? pf_raise(ev, "ValueError", "substring not found") : pf_int(-1);
    pf_str head = pf_str_slice(pf_text_of(call->args[0]), 0, before + (size_t)at);
    return pf_int((int64_t)(call->args[0].type == PF_V_BYTES ? head.len : pf_text_count(head)));
}

pf_value pf_str_method_find(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, false, false);
}

pf_value pf_str_method_rfind(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, true, false);
}

pf_value pf_str_method_index(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, false, true);
}

pf_value pf_str_method_rindex(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, true, true);
}

pf_value pf_str_method_count(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str part;
    size_t before;
    if (!pf_text_is_argument(ev, call, 1) || !window(ev, call, 2, &part, &before))
        return failed;
    pf_str what = pf_text_of(call->args[1]);
    if (before == SIZE_MAX)
        return pf_int(0);
    if (what.len == 0)
        return pf_int((int64_t)pf_text_count(part) + 1);
    int64_t count = 0;
    for (ptrdiff_t at; (at = pf_str_find(part, what)) != PF_STR_NONE; count++)
        part = pf_str_slice(part, (size_t)at + what.len, part.len);
    return pf_int(count);
}

static pf_value tail_match(struct pf_eval *ev, const struct pf_call *call, bool start)
{
    pf_str part;
    size_t before;
    if (!window(ev, call, 2, &part, &before))
        return failed;
    pf_value what = call->args[1];
    bool tuple = what.type == PF_V_TUPLE;
    const pf_value *items = tuple ? what.as.tuple->items : &what;
    size_t count = tuple ? what.as.tuple->count : 1;
    for (size_t i = 0; i < count; i++) {
        if (pf_is_vague(items[i]))
            return pf_unknown_of(ev, PF_KIND_BIT(PF_BOOL), true, "a comparison", items, count);
        if (items[i].type != call->args[0].type)
            return pf_raise(ev, "TypeError", "%s first arg must be str or a tuple of str, not %.*s",
                            start ? "startswith" : "endswith", PF_ARG(pf_type_name(items[i])));
        pf_str s = pf_text_of(items[i]);
        if (before != SIZE_MAX && (start ? pf_str_starts(part, s) : pf_str_ends(part, s)))
            return pf_bool(true);
    }
    return pf_bool(false);
}

pf_value pf_str_method_startswith(struct pf_eval *ev, const struct pf_call *call)
{
    return tail_match(ev, call, true);
}

pf_value pf_str_method_endswith(struct pf_eval *ev, const struct pf_call *call)
{
    return tail_match(ev, call, false);
}

pf_value pf_str_method_removeprefix(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_text_is_argument(ev, call, 1))
        return failed;
    pf_str s = pf_text_of(call->args[0]), prefix = pf_text_of(call->args[1]);
    return pf_text_like(ev, call->args[0],
                        pf_str_starts(s, prefix) ? pf_str_slice(s, prefix.len, s.len) : s);
}

pf_value pf_str_method_removesuffix(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_text_is_argument(ev, call, 1))
        return failed;
    pf_str s = pf_text_of(call->args[0]), suffix = pf_text_of(call->args[1]);
    return pf_text_like(ev, call->args[0],
                        pf_str_ends(s, suffix) ? pf_str_slice(s, 0, s.len - suffix.len) : s);
}

static void replace_empty(pf_value v, pf_str by, int64_t most, struct pf_buffer *out)
{
    pf_str s = pf_text_of(v);
    int64_t done = 0;
    for (size_t at = 0; at < s.len;) {
        size_t start = at;
        if (most < 0 || done < most) {
            pf_buffer_add(out, by);
            done++;
        }
        pf_text_char_at(v, &at);
        pf_buffer_add(out, pf_str_slice(s, start, at));
    }
    if (most < 0 || done < most)
        pf_buffer_add(out, by);
}

pf_value pf_str_method_replace(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t most = -1;
    if (!pf_text_is_argument(ev, call, 1) || !pf_text_is_argument(ev, call, 2) ||
        !pf_text_take_int(ev, call, 3, &most))
        return failed;
    pf_str rest = pf_text_of(call->args[0]), what = pf_text_of(call->args[1]);
    pf_str by = pf_text_of(call->args[2]);
    struct pf_buffer out = pf_buffer_new(ev->arena);
    if (by.len > 0 && (rest.len + 1) > PF_EVAL_STR / by.len)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    if (what.len == 0) {
        replace_empty(call->args[0], by, most, &out);
        return pf_text_like(ev, call->args[0], pf_buffer_str(&out));
    }
    for (int64_t done = 0; most < 0 || done < most; done++) {
        ptrdiff_t at = pf_str_find(rest, what);
        if (at == PF_STR_NONE)
            break;
        pf_buffer_add(&out, pf_str_slice(rest, 0, (size_t)at));
        pf_buffer_add(&out, by);
        rest = pf_str_slice(rest, (size_t)at + what.len, rest.len);
    }
    pf_buffer_add(&out, rest);
    pf_heap_charge(ev, out.len);
    return pf_text_like(ev, call->args[0], pf_buffer_str(&out));
}
