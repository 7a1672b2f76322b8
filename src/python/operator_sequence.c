/* + and * of sequences, | & - ^ of sets and dicts. */
#include "python/operator.h"

static pf_value concatenate(struct pf_eval *ev, pf_value a, pf_value b)
{
    pf_str x = pf_text_of(a), y = pf_text_of(b);
    if (x.len + y.len > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    pf_str parts[] = {x, y};
    pf_heap_charge(ev, x.len + y.len);
    pf_str joined = pf_arena_join(ev->arena, parts, 2, PF_STR(""));
    return a.type == PF_V_STR ? pf_str_value(ev, joined) : pf_bytes_value(ev, joined);
}

static pf_value repeat_text(struct pf_eval *ev, pf_value v, int64_t times)
{
    pf_str s = pf_text_of(v);
    if (times < 0 || s.len == 0)
        times = 0;
    if (times > 0 && s.len > PF_EVAL_STR / (size_t)times)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    struct pf_buffer buffer = pf_buffer_new(ev->arena);
    pf_heap_charge(ev, s.len * (size_t)times);
    for (int64_t i = 0; i < times; i++)
        pf_buffer_add(&buffer, s);
    return v.type == PF_V_STR ? pf_str_value(ev, pf_buffer_str(&buffer))
                              : pf_bytes_value(ev, pf_buffer_str(&buffer));
}

pf_value pf_repeat_items(struct pf_eval *ev, pf_value v, int64_t times)
{
    const pf_value *items = v.type == PF_V_TUPLE ? v.as.tuple->items : v.as.object->contents->items;
    size_t count = v.type == PF_V_TUPLE ? v.as.tuple->count : v.as.object->contents->count;
    if (times < 0 || count == 0)
        times = 0;
    if (times > 0 && count > PF_EVAL_ITEMS / (size_t)times) {
        pf_eval_limit(ev, ev->site->span, "a container of more than 100,000 members");
        return pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), false,
                                "a container of more than 100,000 members");
    }
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    for (int64_t i = 0; i < times; i++)
        for (size_t j = 0; j < count; j++)
            pf_list_append(ev, list->contents, items[j]);
    if (v.type == PF_V_LIST)
        return pf_object_value(list);
    return pf_tuple_value(ev, list->contents->items, list->contents->count);
}

bool pf_is_sequence(pf_value v)
{
    return v.type == PF_V_STR || v.type == PF_V_BYTES || v.type == PF_V_TUPLE ||
           v.type == PF_V_LIST;
}

pf_value pf_sequence_repeat(struct pf_eval *ev, pf_value v, pf_value times)
{
    return v.type == PF_V_STR || v.type == PF_V_BYTES
               ? repeat_text(ev, v, pf_integral_of(times))
               : pf_repeat_items(ev, v, pf_integral_of(times));
}

static pf_value add_lists(struct pf_eval *ev, pf_value a, pf_value b)
{
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    pf_value sum = pf_list_value(ev, x->items, x->count);
    for (size_t i = 0; i < y->count && !ev->aborted; i++)
        pf_list_append(ev, sum.as.object->contents, y->items[i]);
    return sum;
}

static pf_value add_tuples(struct pf_eval *ev, pf_value a, pf_value b)
{
    pf_value sum = pf_list_value(ev, a.as.tuple->items, a.as.tuple->count);
    struct pf_contents *c = sum.as.object->contents;
    for (size_t i = 0; i < b.as.tuple->count; i++)
        pf_list_append(ev, c, b.as.tuple->items[i]);
    return pf_tuple_value(ev, c->items, c->count);
}

pf_value pf_sequence_add(struct pf_eval *ev, pf_value a, pf_value b)
{
    if (a.type == b.type) {
        if (a.type == PF_V_LIST)
            return add_lists(ev, a, b);
        return a.type == PF_V_TUPLE ? add_tuples(ev, a, b) : concatenate(ev, a, b);
    }
    return pf_raise(ev, "TypeError", "can only concatenate %.*s (not \"%.*s\") to %.*s",
                    PF_ARG(pf_type_name(a)), PF_ARG(pf_type_name(b)), PF_ARG(pf_type_name(a)));
}

pf_value pf_set_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    struct pf_object *result = pf_heap_container(ev, a.type);
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    if (pf_dict_has_maybe(x) || pf_dict_has_maybe(y))
        return pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), true,
                                "a set with members that may be there or not");
    for (size_t i = 0; i < x->dict.count; i++) {
        const struct pf_entry *e = &x->dict.entries[i];
        bool in_y = e->live && pf_dict_find(ev, y, e->key, e->hash) != NULL;
        if (e->live && (op == PF_AST_BIT_OR || (op == PF_AST_BIT_AND) == in_y))
            pf_dict_put(ev, result->contents, e->key, e->hash, pf_none());
    }
    for (size_t i = 0; i < y->dict.count && (op == PF_AST_BIT_OR || op == PF_AST_BIT_XOR); i++) {
        const struct pf_entry *e = &y->dict.entries[i];
        if (e->live && (op == PF_AST_BIT_OR || pf_dict_find(ev, x, e->key, e->hash) == NULL))
            pf_dict_put(ev, result->contents, e->key, e->hash, pf_none());
    }
    return pf_object_value(result);
}

void pf_dict_merge_into(struct pf_eval *ev, struct pf_object *into, const struct pf_contents *from)
{
    struct pf_contents *to = pf_heap_write(ev, into);
    for (size_t i = 0; i < from->dict.count; i++) {
        const struct pf_entry *e = &from->dict.entries[i];
        if (!e->live)
            continue;
        const struct pf_entry *old = pf_dict_find(ev, to, e->key, e->hash);
        bool maybe = e->maybe && (old == NULL || old->maybe);
        pf_value value =
            e->maybe && old != NULL ? pf_join_value(ev, old->value, e->value) : e->value;
        struct pf_entry *put = pf_dict_put(ev, to, e->key, e->hash, value);
        put->key_span = e->key_span;
        put->maybe = maybe;
    }
    to->unordered |= from->unordered;
}

pf_value pf_dict_or(struct pf_eval *ev, pf_value a, pf_value b)
{
    struct pf_object *result = pf_heap_container(ev, PF_V_DICT);
    pf_dict_merge_into(ev, result, a.as.object->contents);
    pf_dict_merge_into(ev, result, b.as.object->contents);
    return pf_object_value(result);
}
