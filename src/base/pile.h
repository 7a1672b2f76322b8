/*
 * Growable arrays in an arena. A pile is any struct with the fields `items`, `count` and
 * `capacity`; zeroed is empty. Items move when the pile grows: keep indexes, not pointers, while
 * adding.
 */
#ifndef PF_BASE_PILE_H
#define PF_BASE_PILE_H

#include "base/arena.h"

#define PF_PILE(type)                                                                              \
    struct {                                                                                       \
        type *items;                                                                               \
        size_t count, capacity;                                                                    \
    }

/* Room for one more item at the end, zeroed: `*pf_pile_add(arena, &pile) = item;` */
#define pf_pile_add(arena, pile)                                                                   \
    (pf_pile_reserve((arena), &(pile)->items, &(pile)->capacity, (pile)->count,                    \
                     sizeof *(pile)->items),                                                       \
     &(pile)->items[(pile)->count++])

/* `items` is the address of the pile's pointer, whatever it points to. */
void pf_pile_reserve(struct pf_arena *arena, void *items, size_t *capacity, size_t count,
                     size_t item_size);

struct pf_strs {
    pf_str *items;
    size_t count, capacity;
};

bool pf_strs_has(const struct pf_strs *strs, pf_str s);
/* Adds `s` unless it is there. The bytes are not copied. */
void pf_strs_add_once(struct pf_arena *arena, struct pf_strs *strs, pf_str s);
/* In byte order. */
void pf_strs_sort(struct pf_strs *strs);

#endif
