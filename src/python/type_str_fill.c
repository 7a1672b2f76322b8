/* str and bytes: filling up to a width, tabs, translating. */
#include "python/type_str.h"

static const pf_value failed = {.type = PF_V_FAILED};

static pf_value justify(struct pf_eval *ev, const struct pf_call *call, char align)
{
    int64_t width = 0;
    pf_value v = call->args[0];
    if (!pf_text_take_int(ev, call, 1, &width))
        return failed;
    pf_str fill = PF_STR(" ");
    if (pf_text_is_given(call, 2)) {
        if (!pf_text_is_argument(ev, call, 2))
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
    return pf_text_like(ev, v, pf_buffer_str(&out));
}

pf_value pf_str_method_ljust(struct pf_eval *ev, const struct pf_call *call)
{
    return justify(ev, call, '<');
}

pf_value pf_str_method_rjust(struct pf_eval *ev, const struct pf_call *call)
{
    return justify(ev, call, '>');
}

pf_value pf_str_method_center(struct pf_eval *ev, const struct pf_call *call)
{
    return justify(ev, call, '^');
}

pf_value pf_str_method_zfill(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t width = 0;
    pf_value v = call->args[0];
    if (!pf_text_take_int(ev, call, 1, &width))
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
    return pf_text_like(ev, v, pf_buffer_str(&out));
}

pf_value pf_str_method_expandtabs(struct pf_eval *ev, const struct pf_call *call)
{
    int64_t size = 8, column = 0;
    if (!pf_text_take_int(ev, call, 1, &size))
        return failed;
    if (size > 1000)
        return pf_text_beyond_latin(ev, call->args[0], PF_KIND_BIT(PF_STRING));
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t at = 0; at < pf_text_of(call->args[0]).len;) {
        uint32_t c = pf_text_char_at(call->args[0], &at);
        if (c != '\t') {
            pf_text_put_char(&out, call->args[0], c);
            column = c == '\n' || c == '\r' ? 0 : column + 1;
            continue;
        }
        int64_t fill = size > 0 ? size - column % size : 0;
        for (int64_t i = 0; i < fill; i++)
            pf_buffer_add_byte(&out, ' ');
        column += fill;
    }
    return pf_text_like(ev, call->args[0], pf_buffer_str(&out));
}

pf_value pf_str_method_maketrans(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_str(call->args[0]) || !pf_is_bound(call->args[1]) || !pf_is_str(call->args[1]))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_MAP), true, "a translation", call->args, 1);
    pf_value dict = pf_dict_value(ev);
    if (call->args[0].as.text->length != call->args[1].as.text->length)
        return pf_raise(ev, "ValueError",
                        "the first two maketrans arguments must have equal length");
    uint64_t hash;
    for (size_t i = 0, j = 0; i < pf_text_of(call->args[0]).len;) {
        pf_value from = pf_int(pf_text_char_at(call->args[0], &i)),
                 to = pf_int(pf_text_char_at(call->args[1], &j));
        pf_hash_value(ev, from, &hash);
        pf_dict_put(ev, dict.as.object->contents, from, hash, to);
    }
    for (size_t i = 0; pf_text_is_given(call, 2) && i < pf_text_of(call->args[2]).len;) {
        pf_value from = pf_int(pf_text_char_at(call->args[2], &i));
        pf_hash_value(ev, from, &hash);
        pf_dict_put(ev, dict.as.object->contents, from, hash, pf_none());
    }
    return dict;
}

pf_value pf_str_method_translate(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_value v = call->args[0], table = call->args[1];
    if (v.type == PF_V_BYTES || table.type != PF_V_DICT)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a translation", &v, 1);
    for (size_t at = 0; at < pf_text_of(v).len;) {
        uint32_t c = pf_text_char_at(v, &at);
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
