/* Growable arrays: doubling, and the few things that lists of strings need. */
#include "base/pile.h"

#include <stdlib.h>
#include <string.h>

enum {
    FIRST_BYTES = 128, /* most piles hold one to three items */
    FIRST_CAPACITY = 8
};

static size_t first_capacity(size_t item_size)
{
    size_t fit = FIRST_BYTES / item_size;
    return fit == 0 ? 1 : fit < FIRST_CAPACITY ? fit : FIRST_CAPACITY;
}

void pf_pile_reserve(struct pf_arena *arena, void *items, size_t *capacity, size_t count,
                     size_t item_size)
{
    if (count < *capacity)
        return;
    size_t larger = *capacity == 0 ? first_capacity(item_size) : *capacity * 2;
    if (larger <= count) /* the items were not added one by one */
        larger = count * 2;
    void *old;
    memcpy(&old, items, sizeof old);
    void *grown = pf_arena_grow(arena, old, count, larger, item_size);
    memcpy(items, &grown, sizeof grown);
    *capacity = larger;
}

bool pf_strs_has(const struct pf_strs *strs, pf_str s)
{
    for (size_t i = 0; i < strs->count; i++)
        if (pf_str_eq(strs->items[i], s))
            return true;
    return false;
}

void pf_strs_add_once(struct pf_arena *arena, struct pf_strs *strs, pf_str s)
{
    if (!pf_strs_has(strs, s))
        *pf_pile_add(arena, strs) = s;
}

static int compare_items(const void *a, const void *b)
{
    return pf_str_compare(*(const pf_str *)a, *(const pf_str *)b);
}

void pf_strs_sort(struct pf_strs *strs)
{
    if (strs->count > 1)
        qsort(strs->items, strs->count, sizeof *strs->items, compare_items);
}
