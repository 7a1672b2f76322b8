/* A text made of pieces, some of which may not be known. */
#include "python/format.h"

struct piece_arm {
    const struct pf_pieces *pieces;
    size_t at;
};

static pf_value with_piece(struct pf_eval *ev, pf_value arm, void *context)
{
    const struct piece_arm *outer = context;
    struct pf_pieces copy = {0};
    for (size_t i = 0; i < outer->pieces->count; i++)
        *pf_pile_add(ev->arena, &copy) = i == outer->at ? arm : outer->pieces->items[i];
    return pf_pieces_join(ev, &copy);
}

static pf_value join_vague(struct pf_eval *ev, const struct pf_pieces *pieces)
{
    const struct pf_unknown *path = NULL;
    bool empty = true, only_tail = true;
    struct pf_buffer tail = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < pieces->count; i++) {
        pf_value v = pieces->items[i];
        bool known = pf_is_str(v);
        empty &= known ? pf_text_of(v).len == 0 : v.as.unknown->may_be_empty;
        if (!known && v.as.unknown->is_path && path == NULL && tail.len == 0)
            path = v.as.unknown;
        else if (!known)
            only_tail = false;
        else
            pf_buffer_add(&tail, pf_text_of(v));
    }
    pf_value result;
    if (path != NULL && only_tail) {
        pf_str parts[] = {path->path, pf_buffer_str(&tail)};
        result = pf_path_value(ev, pf_arena_join(ev->arena, parts, 2, PF_STR("")));
        for (size_t i = 0; i < pieces->count; i++)
            result = pf_made_of(ev, result, pieces->items[i], pieces->items[i]);
        return result;
    }
    struct pf_buffer head = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < pieces->count && pf_is_str(pieces->items[i]); i++)
        pf_buffer_add(&head, pf_text_of(pieces->items[i]));
    return pf_with_prefix(ev,
                          pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), empty,
                                        "a text made of something unknown", pieces->items,
                                        pieces->count),
                          pf_buffer_str(&head));
}

pf_value pf_pieces_join(struct pf_eval *ev, const struct pf_pieces *pieces)
{
    bool vague = false;
    size_t total = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        pf_value v = pieces->items[i];
        if (v.type == PF_V_EITHER) {
            struct piece_arm arm = {pieces, i};
            return pf_lift(ev, v, with_piece, &arm);
        }
        vague |= !pf_is_str(v);
        if (!pf_is_str(v) && v.type != PF_V_UNKNOWN)
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "its text", &v, 1);
        total += pf_is_str(v) ? pf_text_of(v).len : 0;
    }
    if (vague)
        return join_vague(ev, pieces);
    if (total > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < pieces->count; i++)
        pf_buffer_add(&out, pf_text_of(pieces->items[i]));
    pf_heap_charge(ev, out.len);
    pf_value result = pf_str_value(ev, pf_buffer_str(&out));
    for (size_t i = 0; i < pieces->count; i++)
        result = pf_made_of(ev, result, pieces->items[i], pieces->items[i]);
    return result;
}
