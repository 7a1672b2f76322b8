/* str and bytes: their methods. Case and classes of characters are exact for ASCII and Latin-1;
 * beyond it Unicode's tables would be needed and the result is unknown. */
#include "python/interp.h"

#include "base/utf8.h"

#include <string.h>

static const pf_value failed = {.type = PF_V_FAILED};

static pf_value like(struct pf_eval *ev, pf_value of, pf_str bytes)
{
    return of.type == PF_V_BYTES ? pf_bytes_value(ev, bytes) : pf_str_value(ev, bytes);
}

static pf_value beyond_latin(struct pf_eval *ev, pf_value v, unsigned kinds)
{
    return pf_unknown_of(ev, kinds, true, "it depends on Unicode's tables", &v, 1);
}

static bool is_latin(pf_value v)
{
    pf_str s = pf_text_of(v);
    if (v.type == PF_V_BYTES)
        return true;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.data[i] > 0xc3)
            return false;
    return true;
}

static bool is_lower(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7) || c == 0xaa ||
           c == 0xba || c == 0xb5;
}

static bool is_upper(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}

static uint32_t to_lower(uint32_t c)
{
    return is_upper(c) ? c + 32 : c;
}

/* 0: it has no single Latin-1 counterpart (ß, µ, ÿ). */
static uint32_t to_upper(uint32_t c)
{
    if (c == 0xdf || c == 0xb5 || c == 0xff)
        return 0;
    return is_lower(c) && c != 0xaa && c != 0xba ? c - 32 : c;
}

static uint32_t char_at(pf_value v, size_t *at)
{
    uint32_t c;
    pf_str s = pf_text_of(v);
    if (v.type == PF_V_BYTES)
        return (unsigned char)s.data[(*at)++];
    *at += pf_text_decode(s, *at, &c);
    return c;
}

static void put_char(struct pf_buffer *out, pf_value of, uint32_t c)
{
    if (of.type == PF_V_BYTES)
        pf_buffer_add_byte(out, (char)c);
    else
        pf_text_add(out, c);
}

enum casing { LOWER, UPPER, SWAP, TITLE, CAPITALIZE, FOLD };

static uint32_t recase(enum casing how, uint32_t c, bool inside)
{
    switch (how) {
    case LOWER:
        return to_lower(c);
    case FOLD:
        return c == 0xdf || c == 0xb5 ? 0 : to_lower(c);
    case UPPER:
        return to_upper(c);
    case SWAP:
        return is_upper(c) ? to_lower(c) : to_upper(c);
    case TITLE:
    case CAPITALIZE:
        break;
    }
    return inside ? to_lower(c) : to_upper(c);
}

static pf_value cased(struct pf_eval *ev, pf_value v, enum casing how)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    if (!is_latin(v))
        return beyond_latin(ev, v, PF_KIND_BIT(PF_STRING));
    bool inside = false;
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = char_at(v, &at);
        bool ascii_only = v.type == PF_V_BYTES && c > 0x7f;
        uint32_t changed = ascii_only ? c : recase(how, c, inside);
        if (changed == 0 && c != 0)
            return beyond_latin(ev, v, PF_KIND_BIT(PF_STRING));
        put_char(&out, v, changed);
        inside = how == CAPITALIZE || is_lower(c) || is_upper(c);
    }
    return like(ev, v, pf_buffer_str(&out));
}

#define CASE_METHOD(name, how)                                                                     \
    static pf_value name(struct pf_eval *ev, const struct pf_call *call)                           \
    {                                                                                              \
        return cased(ev, call->args[0], how);                                                      \
    }
CASE_METHOD(str_lower, LOWER)
CASE_METHOD(str_upper, UPPER)
CASE_METHOD(str_swapcase, SWAP)
CASE_METHOD(str_title, TITLE)
CASE_METHOD(str_capitalize, CAPITALIZE)
CASE_METHOD(str_casefold, FOLD)

/* --- classes of characters
 * ------------------------------------------------------------------------- */

enum trait { ALPHA, DIGIT, DECIMAL, NUMERIC, ALNUM, SPACE, LOWERS, UPPERS, ASCII, PRINTABLE };

static bool has_trait(enum trait trait, uint32_t c, bool bytes)
{
    bool wide = !bytes && c >= 0x80;
    bool letter = pf_is_alpha((char)(c < 0x80 ? c : 0)) || (wide && (is_lower(c) || is_upper(c)));
    bool digit = c >= '0' && c <= '9';
    bool super = wide && (c == 0xb2 || c == 0xb3 || c == 0xb9);
    bool fraction = wide && c >= 0xbc && c <= 0xbe;
    switch (trait) {
    case ALPHA:
        return letter;
    case DECIMAL:
        return digit;
    case DIGIT:
        return digit || super;
    case NUMERIC:
        return digit || super || fraction;
    case ALNUM:
        return letter || digit || super || fraction;
    case SPACE:
        return bytes ? (c >= 9 && c <= 13) || c == ' ' : pf_text_is_space(c);
    case ASCII:
        return c < 0x80;
    default:
        return (c >= 0x20 && c < 0x7f) || (c > 0xa0 && c != 0xad);
    }
}

static pf_value all_have(struct pf_eval *ev, pf_value v, enum trait trait)
{
    if (trait != ASCII && !is_latin(v))
        return beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    pf_str s = pf_text_of(v);
    if (s.len == 0)
        return pf_bool(trait == ASCII || trait == PRINTABLE);
    for (size_t at = 0; at < s.len;)
        if (!has_trait(trait, char_at(v, &at), v.type == PF_V_BYTES))
            return pf_bool(false);
    return pf_bool(true);
}

/* Some cased character, and none of the other case. */
static pf_value all_cased(struct pf_eval *ev, pf_value v, bool upper)
{
    if (!is_latin(v))
        return beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    bool any = false;
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = char_at(v, &at);
        if (v.type == PF_V_BYTES && c > 0x7f)
            continue;
        if (upper ? is_lower(c) : is_upper(c))
            return pf_bool(false);
        any |= upper ? is_upper(c) : is_lower(c);
    }
    return pf_bool(any);
}

static pf_value all_titled(struct pf_eval *ev, pf_value v)
{
    if (!is_latin(v))
        return beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    bool any = false, inside = false;
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = char_at(v, &at);
        if ((is_upper(c) && inside) || (is_lower(c) && !inside))
            return pf_bool(false);
        inside = is_upper(c) || is_lower(c);
        any |= inside;
    }
    return pf_bool(any);
}

#define TRAIT_METHOD(name, expression)                                                             \
    static pf_value name(struct pf_eval *ev, const struct pf_call *call)                           \
    {                                                                                              \
        pf_value v = call->args[0];                                                                \
        return expression;                                                                         \
    }
TRAIT_METHOD(str_isalpha, all_have(ev, v, ALPHA))
TRAIT_METHOD(str_isdigit, all_have(ev, v, DIGIT))
TRAIT_METHOD(str_isdecimal, all_have(ev, v, DECIMAL))
TRAIT_METHOD(str_isnumeric, all_have(ev, v, NUMERIC))
TRAIT_METHOD(str_isalnum, all_have(ev, v, ALNUM))
TRAIT_METHOD(str_isspace, all_have(ev, v, SPACE))
TRAIT_METHOD(str_isascii, all_have(ev, v, ASCII))
TRAIT_METHOD(str_isprintable, all_have(ev, v, PRINTABLE))
TRAIT_METHOD(str_islower, all_cased(ev, v, false))
TRAIT_METHOD(str_isupper, all_cased(ev, v, true))
TRAIT_METHOD(str_istitle, all_titled(ev, v))

static pf_value str_isidentifier(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    pf_str s = pf_text_of(v);
    if (!pf_text_is_ascii(v))
        return beyond_latin(ev, v, PF_KIND_BIT(PF_BOOL));
    bool fine = s.len > 0 && !pf_is_digit(s.data[0]);
    for (size_t i = 0; i < s.len; i++)
        fine &= pf_is_name(s.data[i]);
    return pf_bool(fine);
}

/* --- arguments
 * ----------------------------------------------------------------------------------------- */

static bool is_text(struct pf_eval *ev, const struct pf_call *call, size_t i)
{
    if (call->args[i].type == call->args[0].type)
        return true;
    pf_raise(ev, "TypeError", "%s argument must be %.*s, not %.*s", call->native->name,
             PF_ARG(pf_type_name(call->args[0])), PF_ARG(pf_type_name(call->args[i])));
    return false;
}

static bool given(const struct pf_call *call, size_t i)
{
    return pf_is_bound(call->args[i]) && !pf_is_none(call->args[i]);
}

static bool take_int(struct pf_eval *ev, const struct pf_call *call, size_t i, int64_t *out)
{
    pf_value v = call->args[i];
    if (!pf_is_bound(v))
        return true;
    if (v.type == PF_V_INT)
        *out = v.as.integer;
    else if (v.type == PF_V_BOOL)
        *out = v.as.boolean;
    else {
        pf_raise(ev, "TypeError", "'%.*s' object cannot be interpreted as an integer",
                 PF_ARG(pf_type_name(v)));
        return false;
    }
    return true;
}

/* --- strip, split, join
 * ------------------------------------------------------------------------------- */

static bool in_set(pf_value v, pf_value chars, bool blank, size_t at, size_t *len)
{
    uint32_t c;
    size_t start = at;
    c = char_at(v, &at);
    *len = at - start;
    if (blank)
        return v.type == PF_V_BYTES ? (c >= 9 && c <= 13) || c == ' ' : pf_text_is_space(c);
    for (size_t i = 0; i < pf_text_of(chars).len;)
        if (char_at(chars, &i) == c)
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
    bool blank = !given(call, 1);
    if (!blank && !is_text(ev, call, 1))
        return failed;
    size_t start = 0, end = pf_text_of(v).len, len;
    while (left && start < end && in_set(v, chars, blank, start, &len))
        start += len;
    while (right && end > start && in_set(v, chars, blank, char_before(v, end), &len))
        end = char_before(v, end);
    return like(ev, v, pf_str_slice(pf_text_of(v), start, end));
}

static pf_value str_strip(struct pf_eval *ev, const struct pf_call *call)
{
    return strip(ev, call, true, true);
}

static pf_value str_lstrip(struct pf_eval *ev, const struct pf_call *call)
{
    return strip(ev, call, true, false);
}

static pf_value str_rstrip(struct pf_eval *ev, const struct pf_call *call)
{
    return strip(ev, call, false, true);
}

static ptrdiff_t find_last(pf_str s, pf_str part)
{
    for (size_t at = s.len + 1; at > 0; at--)
        if (at - 1 + part.len <= s.len &&
            pf_str_eq(pf_str_slice(s, at - 1, at - 1 + part.len), part))
            return (ptrdiff_t)(at - 1);
    return PF_STR_NONE;
}

static void append(struct pf_eval *ev, struct pf_object *list, pf_value of, pf_str part)
{
    pf_value v = like(ev, of, part);
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
        ptrdiff_t at = from_right ? find_last(rest, by) : pf_str_find(rest, by);
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
    if (!take_int(ev, call, 2, &most))
        return failed;
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    if (!given(call, 1)) {
        if (from_right)
            rsplit_blank(ev, v, most, list);
        else
            split_blank(ev, v, most, list);
        return pf_object_value(list);
    }
    if (!is_text(ev, call, 1))
        return failed;
    if (pf_text_of(call->args[1]).len == 0)
        return pf_raise(ev, "ValueError", "empty separator");
    split_at(ev, v, pf_text_of(call->args[1]), most, from_right, list);
    return pf_object_value(list);
}

static pf_value str_split(struct pf_eval *ev, const struct pf_call *call)
{
    return split(ev, call, false);
}

static pf_value str_rsplit(struct pf_eval *ev, const struct pf_call *call)
{
    return split(ev, call, true);
}

static size_t line_end(pf_value v, size_t at)
{
    uint32_t c;
    pf_str s = pf_text_of(v);
    size_t start = at;
    c = char_at(v, &at);
    if (c == '\r' && at < s.len && s.data[at] == '\n')
        return 2;
    if (c == '\n' || c == '\r')
        return at - start;
    bool wide = v.type == PF_V_STR && (c == 0x0b || c == 0x0c || (c >= 0x1c && c <= 0x1e) ||
                                       c == 0x85 || c == 0x2028 || c == 0x2029);
    return wide ? at - start : 0;
}

static pf_value str_splitlines(struct pf_eval *ev, const struct pf_call *call)
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
            char_at(v, &at);
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
    if (!is_text(ev, call, 1))
        return failed;
    pf_str s = pf_text_of(v), by = pf_text_of(call->args[1]);
    if (by.len == 0)
        return pf_raise(ev, "ValueError", "empty separator");
    ptrdiff_t at = from_right ? find_last(s, by) : pf_str_find(s, by);
    pf_value empty = like(ev, v, PF_STR(""));
    pf_value items[3] = {v, empty, empty};
    if (at == PF_STR_NONE && from_right) {
        items[0] = empty;
        items[2] = v;
    } else if (at != PF_STR_NONE) {
        items[0] = like(ev, v, pf_str_slice(s, 0, (size_t)at));
        items[1] = call->args[1];
        items[2] = like(ev, v, pf_str_slice(s, (size_t)at + by.len, s.len));
        items[0].origin = items[2].origin = v.origin;
    }
    return pf_tuple_value(ev, items, 3);
}

static pf_value str_partition(struct pf_eval *ev, const struct pf_call *call)
{
    return partition(ev, call, false);
}

static pf_value str_rpartition(struct pf_eval *ev, const struct pf_call *call)
{
    return partition(ev, call, true);
}

static pf_value str_join(struct pf_eval *ev, const struct pf_call *call)
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
    result = like(ev, result, pf_buffer_str(&out));
    for (size_t i = 0; i < items.count; i++)
        result = pf_made_of(ev, result, items.items[i], items.items[i]);
    return result;
}

/* --- finding and replacing
 * ------------------------------------------------------------------------------ */

/* The part from start to end (code points), and how many bytes stand before it. */
static bool window(struct pf_eval *ev, const struct pf_call *call, size_t first, pf_str *part,
                   size_t *before)
{
    pf_value v = call->args[0];
    int64_t length = (int64_t)v.as.text->length, start, stop, step;
    struct pf_slice s = {pf_none(), pf_none(), pf_none()};
    if (given(call, first))
        s.start = call->args[first];
    if (given(call, first + 1))
        s.stop = call->args[first + 1];
    for (size_t i = first; i < first + 2; i++)
        if (given(call, i) && call->args[i].type != PF_V_INT && call->args[i].type != PF_V_BOOL) {
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
    if (!is_text(ev, call, 1) || !window(ev, call, 2, &part, &before))
        return failed;
    ptrdiff_t at = PF_STR_NONE;
    if (before != SIZE_MAX)
        at = last ? find_last(part, pf_text_of(call->args[1]))
                  : pf_str_find(part, pf_text_of(call->args[1]));
    if (at == PF_STR_NONE)
        return must ? pf_raise(ev, "ValueError", "substring not found") : pf_int(-1);
    pf_str head = pf_str_slice(pf_text_of(call->args[0]), 0, before + (size_t)at);
    return pf_int((int64_t)(call->args[0].type == PF_V_BYTES ? head.len : pf_text_count(head)));
}

static pf_value str_find(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, false, false);
}

static pf_value str_rfind(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, true, false);
}

static pf_value str_index(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, false, true);
}

static pf_value str_rindex(struct pf_eval *ev, const struct pf_call *call)
{
    return position(ev, call, true, true);
}

static pf_value str_count(struct pf_eval *ev, const struct pf_call *call)
{
    pf_str part;
    size_t before;
    if (!is_text(ev, call, 1) || !window(ev, call, 2, &part, &before))
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

static pf_value str_startswith(struct pf_eval *ev, const struct pf_call *call)
{
    return tail_match(ev, call, true);
}

static pf_value str_endswith(struct pf_eval *ev, const struct pf_call *call)
{
    return tail_match(ev, call, false);
}

static pf_value str_removeprefix(struct pf_eval *ev, const struct pf_call *call)
{
    if (!is_text(ev, call, 1))
        return failed;
    pf_str s = pf_text_of(call->args[0]), prefix = pf_text_of(call->args[1]);
    return like(ev, call->args[0],
                pf_str_starts(s, prefix) ? pf_str_slice(s, prefix.len, s.len) : s);
}

static pf_value str_removesuffix(struct pf_eval *ev, const struct pf_call *call)
{
    if (!is_text(ev, call, 1))
        return failed;
    pf_str s = pf_text_of(call->args[0]), suffix = pf_text_of(call->args[1]);
    return like(ev, call->args[0],
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
        char_at(v, &at);
        pf_buffer_add(out, pf_str_slice(s, start, at));
    }
    if (most < 0 || done < most)
        pf_buffer_add(out, by);
}

static pf_value str_replace(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t most = -1;
    if (!is_text(ev, call, 1) || !is_text(ev, call, 2) || !take_int(ev, call, 3, &most))
        return failed;
    pf_str rest = pf_text_of(call->args[0]), what = pf_text_of(call->args[1]);
    pf_str by = pf_text_of(call->args[2]);
    struct pf_buffer out = pf_buffer_new(ev->arena);
    if (by.len > 0 && (rest.len + 1) > PF_EVAL_STR / by.len)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    if (what.len == 0) {
        replace_empty(call->args[0], by, most, &out);
        return like(ev, call->args[0], pf_buffer_str(&out));
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
    return like(ev, call->args[0], pf_buffer_str(&out));
}

/* --- filling up
 * ------------------------------------------------------------------------------------------ */

static pf_value justify(struct pf_eval *ev, const struct pf_call *call, char align)
{
    int64_t width = 0;
    pf_value v = call->args[0];
    if (!take_int(ev, call, 1, &width))
        return failed;
    pf_str fill = PF_STR(" ");
    if (given(call, 2)) {
        if (!is_text(ev, call, 2))
            return failed;
        if (call->args[2].as.text->length != 1)
            return pf_raise(ev, "TypeError",
                            "The fill character must be exactly one character long");
        fill = pf_text_of(call->args[2]);
    }
    int64_t missing = width - (int64_t)v.as.text->length;
    if (missing <= 0)
        return v;
    if (missing > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    int64_t left = align == '<' ? 0 : missing;
    if (align == '^')
        left = missing / 2 + (missing & width & 1);
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (int64_t i = 0; i < left; i++)
        pf_buffer_add(&out, fill);
    pf_buffer_add(&out, pf_text_of(v));
    for (int64_t i = left; i < missing; i++)
        pf_buffer_add(&out, fill);
    pf_heap_charge(ev, out.len);
    return like(ev, v, pf_buffer_str(&out));
}

static pf_value str_ljust(struct pf_eval *ev, const struct pf_call *call)
{
    return justify(ev, call, '<');
}

static pf_value str_rjust(struct pf_eval *ev, const struct pf_call *call)
{
    return justify(ev, call, '>');
}

static pf_value str_center(struct pf_eval *ev, const struct pf_call *call)
{
    return justify(ev, call, '^');
}

static pf_value str_zfill(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t width = 0;
    pf_value v = call->args[0];
    if (!take_int(ev, call, 1, &width))
        return failed;
    int64_t missing = width - (int64_t)v.as.text->length;
    if (missing <= 0)
        return v;
    if (missing > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    pf_str s = pf_text_of(v);
    bool sign = s.len > 0 && (s.data[0] == '+' || s.data[0] == '-');
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_buffer_add(&out, pf_str_slice(s, 0, sign));
    for (int64_t i = 0; i < missing; i++)
        pf_buffer_add_byte(&out, '0');
    pf_buffer_add(&out, pf_str_slice(s, sign, s.len));
    return like(ev, v, pf_buffer_str(&out));
}

static pf_value str_expandtabs(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t size = 8, column = 0;
    if (!take_int(ev, call, 1, &size))
        return failed;
    if (size > 1000)
        return beyond_latin(ev, call->args[0], PF_KIND_BIT(PF_STRING));
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t at = 0; at < pf_text_of(call->args[0]).len;) {
        uint32_t c = char_at(call->args[0], &at);
        if (c != '\t') {
            put_char(&out, call->args[0], c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            continue;
        }
        int64_t fill = size > 0 ? size - column % size : 0;
        for (int64_t i = 0; i < fill; i++)
            pf_buffer_add_byte(&out, ' ');
        column += fill;
    }
    return like(ev, call->args[0], pf_buffer_str(&out));
}

/* --- translating
 * ----------------------------------------------------------------------------------------- */

static pf_value str_maketrans(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[0]) || !pf_is_bound(call->args[1]) || !pf_is_str(call->args[1]))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_MAP), true, "a translation", call->args, 1);
    pf_value dict = pf_dict_value(ev);
    if (call->args[0].as.text->length != call->args[1].as.text->length)
        return pf_raise(ev, "ValueError",
                        "the first two maketrans arguments must have equal length");
    uint64_t hash;
    for (size_t i = 0, j = 0; i < pf_text_of(call->args[0]).len;) {
        pf_value from = pf_int(char_at(call->args[0], &i)), to = pf_int(char_at(call->args[1], &j));
        pf_hash_value(ev, from, &hash);
        pf_dict_put(ev, dict.as.object->contents, from, hash, to);
    }
    for (size_t i = 0; given(call, 2) && i < pf_text_of(call->args[2]).len;) {
        pf_value from = pf_int(char_at(call->args[2], &i));
        pf_hash_value(ev, from, &hash);
        pf_dict_put(ev, dict.as.object->contents, from, hash, pf_none());
    }
    return dict;
}

static pf_value str_translate(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_value v = call->args[0], table = call->args[1];
    if (v.type == PF_V_BYTES || table.type != PF_V_DICT)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a translation", &v, 1);
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = char_at(v, &at);
        uint64_t hash;
        pf_value key = pf_int(c);
        pf_hash_value(ev, key, &hash);
        const struct pf_entry *e = pf_dict_find(ev, table.as.object->contents, key, hash);
        if (e == NULL)
            pf_text_add(&out, c);
        else if (e->value.type == PF_V_INT)
            pf_text_add(&out, (uint32_t)e->value.as.integer);
        else if (pf_is_str(e->value))
            pf_buffer_add(&out, pf_text_of(e->value));
        else if (!pf_is_none(e->value))
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a translation", &v, 1);
    }
    return pf_str_value(ev, pf_buffer_str(&out));
}

/* --- encodings ------------------------------------------------------------------------------ */

enum codec { UTF_8, ASCII_ONLY, LATIN_1, OTHER_CODEC };

static enum codec codec_named(struct pf_eval *ev, pf_value name)
{
    static const struct {
        const char *name;
        enum codec codec;
    } codecs[] = {{"utf-8", UTF_8},      {"utf8", UTF_8},          {"utf_8", UTF_8},
                  {"ascii", ASCII_ONLY}, {"us-ascii", ASCII_ONLY}, {"latin-1", LATIN_1},
                  {"latin1", LATIN_1},   {"iso-8859-1", LATIN_1}};
    if (!pf_is_bound(name))
        return UTF_8;
    for (size_t i = 0; pf_is_str(name) && i < PF_COUNT(codecs); i++)
        if (pf_str_eq(pf_arena_lower(ev->arena, pf_text_of(name)), pf_str_c(codecs[i].name)))
            return codecs[i].codec;
    return OTHER_CODEC;
}

enum on_error { STRICT, IGNORE, OTHER_HANDLER };

static enum on_error handler_named(pf_value name)
{
    if (!pf_is_bound(name) || (pf_is_str(name) && pf_str_eq(pf_text_of(name), PF_STR("strict"))))
        return STRICT;
    return pf_is_str(name) && pf_str_eq(pf_text_of(name), PF_STR("ignore")) ? IGNORE
                                                                            : OTHER_HANDLER;
}

static pf_value raise_unicode(struct pf_eval *ev, pf_value v, const char *type, const char *codec)
{
    pf_str variable = v.origin != NULL && v.origin->from_count > 0 ? v.origin->from[0] : PF_STR("");
    return pf_raise_variable(ev, variable, type, "'%s' codec cannot take this", codec);
}

static pf_value str_encode(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    enum codec codec = codec_named(ev, call->args[1]);
    enum on_error on_error = handler_named(call->args[2]);
    uint32_t most = codec == ASCII_ONLY ? 0x7f : codec == LATIN_1 ? 0xff : 0x10ffff;
    struct pf_buffer out = pf_buffer_new(ev->arena);
    bool fits = codec != OTHER_CODEC;
    for (size_t at = 0; fits && at < pf_text_of(v).len;) {
        size_t start = at;
        uint32_t c = char_at(v, &at);
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        fits = (c <= most && !surrogate) || on_error == IGNORE;
        if (c > most || surrogate)
            continue;
        if (codec == UTF_8)
            pf_buffer_add(&out, pf_str_slice(pf_text_of(v), start, at));
        else
            pf_buffer_add_byte(&out, (char)c);
    }
    if (fits)
        return pf_bytes_value(ev, pf_buffer_str(&out));
    if (codec != OTHER_CODEC && on_error == STRICT)
        return raise_unicode(ev, v, "UnicodeEncodeError",
                             codec == UTF_8     ? "utf-8"
                             : codec == LATIN_1 ? "latin-1"
                                                : "ascii");
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, PF_KIND_OBJECT, true, "encoded text", &v, 1);
}

static pf_value bytes_decode(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    pf_str bytes = pf_text_of(v);
    enum codec codec = codec_named(ev, call->args[1]);
    bool ascii = true;
    for (size_t i = 0; i < bytes.len; i++)
        ascii &= (unsigned char)bytes.data[i] < 0x80;
    if ((codec != OTHER_CODEC && ascii) ||
        (codec == UTF_8 && pf_utf8_first_bad(bytes) == PF_STR_NONE))
        return pf_str_value(ev, bytes);
    if (codec == LATIN_1) {
        struct pf_buffer out = pf_buffer_new(ev->arena);
        for (size_t i = 0; i < bytes.len; i++)
            pf_text_add(&out, (unsigned char)bytes.data[i]);
        return pf_str_value(ev, pf_buffer_str(&out));
    }
    if (codec != OTHER_CODEC && handler_named(call->args[2]) == STRICT)
        return raise_unicode(ev, v, "UnicodeDecodeError", codec == UTF_8 ? "utf-8" : "ascii");
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "decoded bytes", &v, 1);
}

static pf_value bytes_hex(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_str s = pf_text_of(call->args[0]);
    for (size_t i = 0; i < s.len; i++)
        pf_buffer_format(&out, "%02x", (unsigned)(unsigned char)s.data[i]);
    return pf_str_value(ev, pf_buffer_str(&out));
}

static pf_value bytes_from_hex(struct pf_eval *ev, const struct pf_call *call)
{
    pf_may_raise(ev, "ValueError");
    return pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 2);
}

static pf_value str_format(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *args = call->args[1].as.tuple;
    if (!pf_is_str(call->args[0]))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a format that is not known",
                             call->args, 1);
    return pf_str_format(ev, call->args[0], args->items, args->count, call->args[2]);
}

static pf_value str_format_map(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_str_format(ev, call->args[0], NULL, 0, call->args[1]);
}

/* --- making
 * ------------------------------------------------------------------------------------------------
 */

static pf_value make_str(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[0]))
        return pf_str_value(ev, PF_STR(""));
    if (pf_is_bound(call->args[1]) || pf_is_bound(call->args[2])) {
        pf_value args[] = {call->args[0], call->args[1], call->args[2]};
        struct pf_call decode = *call;
        decode.args = args;
        if (call->args[0].type == PF_V_BYTES)
            return bytes_decode(ev, &decode);
        if (!pf_is_vague(call->args[0]))
            return pf_raise(ev, "TypeError",
                            "decoding to str: need a bytes-like object, %.*s found",
                            PF_ARG(pf_type_name(call->args[0])));
    }
    return pf_str_of_value(ev, call->args[0]);
}

/* bytes([104, 105]) */
static pf_value bytes_of_numbers(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    struct pf_items items = {0};
    pf_value v = call->args[0];
    if (v.type != PF_V_LIST && v.type != PF_V_TUPLE && v.type != PF_V_RANGE)
        return pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 1);
    if (!pf_iterate(ev, v, &items))
        return (pf_value){.type = PF_V_FAILED};
    for (size_t i = 0; i < items.count; i++) {
        if (!items.known || items.items[i].type != PF_V_INT)
            return pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 1);
        if (items.items[i].as.integer < 0 || items.items[i].as.integer > 255)
            return pf_raise(ev, "ValueError", "bytes must be in range(0, 256)");
        pf_buffer_add_byte(&out, (char)items.items[i].as.integer);
    }
    return items.known ? pf_bytes_value(ev, pf_buffer_str(&out))
                       : pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 1);
}

static pf_value make_bytes(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[0]))
        return pf_bytes_value(ev, PF_STR(""));
    if (call->args[0].type == PF_V_BYTES)
        return call->args[0];
    if (pf_is_str(call->args[0]) && pf_is_bound(call->args[1])) {
        pf_value args[] = {call->args[0], call->args[1], call->args[2]};
        struct pf_call encode = *call;
        encode.args = args;
        return str_encode(ev, &encode);
    }
    if (pf_is_str(call->args[0]))
        return pf_raise(ev, "TypeError", "string argument without an encoding");
    return bytes_of_numbers(ev, call);
}

#define TEXT PF_KIND_BIT(PF_STRING)
#define TRUTH PF_KIND_BIT(PF_BOOL)
#define NUMBER PF_KIND_BIT(PF_INT)
#define LIST PF_KIND_BIT(PF_SEQ)

#define COMMON_METHODS(type, kind)                                                                 \
    {type ".lower", "self, /", str_lower, kind, PF_NATIVE_SAFE},                                   \
        {type ".upper", "self, /", str_upper, kind, PF_NATIVE_SAFE},                               \
        {type ".swapcase", "self, /", str_swapcase, kind, PF_NATIVE_SAFE},                         \
        {type ".title", "self, /", str_title, kind, PF_NATIVE_SAFE},                               \
        {type ".capitalize", "self, /", str_capitalize, kind, PF_NATIVE_SAFE},                     \
        {type ".isalpha", "self, /", str_isalpha, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".isdigit", "self, /", str_isdigit, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".isalnum", "self, /", str_isalnum, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".isspace", "self, /", str_isspace, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".isascii", "self, /", str_isascii, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".islower", "self, /", str_islower, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".isupper", "self, /", str_isupper, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".istitle", "self, /", str_istitle, TRUTH, PF_NATIVE_SAFE},                          \
        {type ".strip", "self, chars?, /", str_strip, kind, PF_NATIVE_SAFE},                       \
        {type ".lstrip", "self, chars?, /", str_lstrip, kind, PF_NATIVE_SAFE},                     \
        {type ".rstrip", "self, chars?, /", str_rstrip, kind, PF_NATIVE_SAFE},                     \
        {type ".split", "self, sep?, maxsplit?", str_split, LIST, PF_NATIVE_SAFE},                 \
        {type ".rsplit", "self, sep?, maxsplit?", str_rsplit, LIST, PF_NATIVE_SAFE},               \
        {type ".splitlines", "self, keepends?", str_splitlines, LIST, PF_NATIVE_SAFE},             \
        {type ".partition", "self, sep, /", str_partition, LIST, PF_NATIVE_SAFE},                  \
        {type ".rpartition", "self, sep, /", str_rpartition, LIST, PF_NATIVE_SAFE},                \
        {type ".join", "self, iterable, /", str_join, kind, 0},                                    \
        {type ".find", "self, sub, start?, end?, /", str_find, NUMBER, PF_NATIVE_SAFE},            \
        {type ".rfind", "self, sub, start?, end?, /", str_rfind, NUMBER, PF_NATIVE_SAFE},          \
        {type ".index", "self, sub, start?, end?, /", str_index, NUMBER, 0},                       \
        {type ".rindex", "self, sub, start?, end?, /", str_rindex, NUMBER, 0},                     \
        {type ".count", "self, sub, start?, end?, /", str_count, NUMBER, PF_NATIVE_SAFE},          \
        {type ".startswith", "self, prefix, start?, end?, /", str_startswith, TRUTH,               \
         PF_NATIVE_SAFE},                                                                          \
        {type ".endswith", "self, suffix, start?, end?, /", str_endswith, TRUTH, PF_NATIVE_SAFE},  \
        {type ".removeprefix", "self, prefix, /", str_removeprefix, kind, PF_NATIVE_SAFE},         \
        {type ".removesuffix", "self, suffix, /", str_removesuffix, kind, PF_NATIVE_SAFE},         \
        {type ".replace", "self, old, new, count?", str_replace, kind, PF_NATIVE_SAFE},            \
        {type ".ljust", "self, width, fillchar?, /", str_ljust, kind, PF_NATIVE_SAFE},             \
        {type ".rjust", "self, width, fillchar?, /", str_rjust, kind, PF_NATIVE_SAFE},             \
        {type ".center", "self, width, fillchar?, /", str_center, kind, PF_NATIVE_SAFE},           \
        {type ".zfill", "self, width, /", str_zfill, kind, PF_NATIVE_SAFE},                        \
    {                                                                                              \
        type ".expandtabs", "self, tabsize?", str_expandtabs, kind, PF_NATIVE_SAFE                 \
    }

static const struct pf_native str_methods[] = {
    COMMON_METHODS("str", TEXT),
    {"str.casefold", "self, /", str_casefold, TEXT, PF_NATIVE_SAFE},
    {"str.isdecimal", "self, /", str_isdecimal, TRUTH, PF_NATIVE_SAFE},
    {"str.isnumeric", "self, /", str_isnumeric, TRUTH, PF_NATIVE_SAFE},
    {"str.isprintable", "self, /", str_isprintable, TRUTH, PF_NATIVE_SAFE},
    {"str.isidentifier", "self, /", str_isidentifier, TRUTH, PF_NATIVE_SAFE},
    {"str.maketrans", "x, y?, z?, /", str_maketrans, PF_KIND_BIT(PF_MAP), PF_NATIVE_STATIC},
    {"str.translate", "self, table, /", str_translate, TEXT, PF_NATIVE_DEEP},
    {"str.encode", "self, encoding?, errors?", str_encode, PF_KIND_OBJECT, 0},
    {"str.format", "self, /, *args, **kwargs", str_format, TEXT, PF_NATIVE_SELF},
    {"str.format_map", "self, mapping, /", str_format_map, TEXT, 0},
};
static const struct pf_native bytes_methods[] = {
    COMMON_METHODS("bytes", PF_KIND_OBJECT),
    {"bytes.decode", "self, encoding?, errors?", bytes_decode, TEXT, 0},
    {"bytes.hex", "self", bytes_hex, TEXT, 0},
    {"bytes.fromhex", "cls, string, /", bytes_from_hex, PF_KIND_OBJECT, PF_NATIVE_CLASS},
    {"bytes.maketrans", "frm, to, /", NULL, PF_KIND_OBJECT, PF_NATIVE_STATIC},
    {"bytes.translate", "self, table, /, delete?", NULL, PF_KIND_OBJECT, 0},
};
static const struct pf_native str_make = {"str", "object?, encoding?, errors?", make_str, TEXT,
                                          PF_NATIVE_RAW};
static const struct pf_native bytes_make = {"bytes", "source?, encoding?, errors?", make_bytes,
                                            PF_KIND_OBJECT, 0};

const struct pf_native_class pf_str_class = {.name = "str",
                                             .module = "builtins",
                                             .methods = str_methods,
                                             .method_count = PF_COUNT(str_methods),
                                             .make = &str_make};
const struct pf_native_class pf_bytes_class = {.name = "bytes",
                                               .module = "builtins",
                                               .methods = bytes_methods,
                                               .method_count = PF_COUNT(bytes_methods),
                                               .make = &bytes_make};
