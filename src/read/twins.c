/* Equal keys: comparing all of a few, hashing many. */
#include "read/twins.h"

enum { FEW_KEYS = 12 /* up to here comparing all is faster than hashing */ };

static const struct pf_node *find_among(struct pf_node *const *items, size_t count, pf_str key)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(items[i]->key->text, key))
            return items[i];
    return NULL;
}

/* The first item of that key; `item` is remembered when there is none. */
static const struct pf_node *find_or_remember(struct pf_twins *twins, struct pf_node *item)
{
    const struct pf_node *first = pf_index_get(&twins->index, item->key->text);
    if (first == NULL)
        pf_index_put(&twins->index, item->key->text, item);
    return first;
}

static const struct pf_node *find_first(struct pf_arena *arena, struct pf_twins *twins,
                                        struct pf_node *const *items, size_t count,
                                        struct pf_node *item)
{
    if (count <= FEW_KEYS)
        return find_among(items, count, item->key->text);
    if (twins->index.arena == NULL) {
        twins->index = pf_index_new(arena);
        for (size_t i = 0; i < count; i++)
            find_or_remember(twins, items[i]);
    }
    return find_or_remember(twins, item);
}

void pf_twins_check(struct pf_arena *arena, struct pf_twins *twins, struct pf_node *const *items,
                    size_t count, struct pf_node *item, struct pf_faults *faults)
{
    const struct pf_node *first = find_first(arena, twins, items, count, item);
    if (first == NULL)
        return;
    struct pf_fault *fault =
        pf_fault_add(arena, faults, PF_FAULT_DUPLICATE_KEY, item->key->span,
                     "the key '%.*s' stands here a second time; one of the two values is lost",
                     PF_ARG(item->key->text));
    if (fault != NULL)
        fault->other = first->key->span;
}
