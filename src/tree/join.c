/* join: one value for "a or b", so that what follows an undecided branch keeps both. */
#include "tree/node.h"

static unsigned kinds_of(const struct pf_node *node)
{
    return node->kind == PF_ANY ? node->as.any->kinds : PF_KIND_BIT(node->kind);
}

static bool is_twin(const struct pf_node *a, const struct pf_node *b)
{
    return a->kind != PF_ANY && b->kind != PF_ANY && pf_node_equal(a, b) == PF_YES;
}

static void add_arm(struct pf_arena *arena, struct pf_nodes *arms, struct pf_node *arm)
{
    for (size_t i = 0; i < arms->count; i++)
        if (is_twin(arms->items[i], arm))
            return;
    *pf_pile_add(arena, arms) = arm;
}

static void add_arms(struct pf_arena *arena, struct pf_nodes *arms, const struct pf_node *node)
{
    if (node->kind != PF_EITHER) {
        add_arm(arena, arms, pf_node_with_key(arena, node, NULL));
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        add_arm(arena, arms, node->items[i]);
}

/* Too many to list: of any of their kinds. */
static struct pf_node *widen(struct pf_arena *arena, const struct pf_nodes *arms, pf_span span)
{
    unsigned kinds = 0;
    bool may_be_empty = false;
    for (size_t i = 0; i < arms->count; i++) {
        kinds |= kinds_of(arms->items[i]);
        may_be_empty |= pf_node_truth(arms->items[i]) != PF_YES;
    }
    return pf_node_any(arena, kinds, may_be_empty, PF_STR("one of many values"), span);
}

static struct pf_node *join_maps(struct pf_arena *arena, const struct pf_node *a,
                                 const struct pf_node *b);

static struct pf_node *join_unkeyed(struct pf_arena *arena, const struct pf_node *a,
                                    const struct pf_node *b)
{
    if (is_twin(a, b))
        return pf_node_with_key(arena, a, NULL);
    if (a->kind == PF_MAP && b->kind == PF_MAP)
        return join_maps(arena, a, b);
    struct pf_nodes arms = {0};
    add_arms(arena, &arms, a);
    add_arms(arena, &arms, b);
    if (arms.count == 1)
        return arms.items[0];
    if (arms.count > PF_JOIN_ARMS)
        return widen(arena, &arms, a->span);
    struct pf_node *either = pf_node_new(arena, PF_EITHER, a->span);
    pf_node_set_items(arena, either, arms.items, arms.count);
    return either;
}

static struct pf_node *maybe_absent(struct pf_arena *arena, const struct pf_node *value)
{
    struct pf_node *absent =
        pf_node_any(arena, PF_KIND_BIT(PF_NULL), true, PF_STR("possibly absent"), value->span);
    return join_unkeyed(arena, value, absent);
}

static void add_joined(struct pf_arena *arena, struct pf_nodes *items, const struct pf_node *value,
                       struct pf_node *joined)
{
    pf_node_set_key(joined, value->key);
    *pf_pile_add(arena, items) = joined;
}

static struct pf_node *join_maps(struct pf_arena *arena, const struct pf_node *a,
                                 const struct pf_node *b)
{
    struct pf_nodes items = {0};
    for (size_t i = 0; i < a->count; i++) {
        const struct pf_node *other = pf_node_get_str(b, a->items[i]->key->text);
        add_joined(arena, &items, a->items[i],
                   other == NULL ? maybe_absent(arena, a->items[i])
                                 : join_unkeyed(arena, a->items[i], other));
    }
    for (size_t i = 0; i < b->count; i++)
        if (pf_node_get_str(a, b->items[i]->key->text) == NULL)
            add_joined(arena, &items, b->items[i], maybe_absent(arena, b->items[i]));
    struct pf_node *map = pf_node_new(arena, PF_MAP, a->span);
    pf_node_set_items(arena, map, items.items, items.count);
    return map;
}

struct pf_node *pf_node_join(struct pf_arena *arena, const struct pf_node *a,
                             const struct pf_node *b)
{
    struct pf_node *joined = join_unkeyed(arena, a, b);
    pf_node_set_key(joined, a->key);
    return joined;
}
