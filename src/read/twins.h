/* Equal keys of one map, found while it is read. */
#ifndef PF_READ_TWINS_H
#define PF_READ_TWINS_H

#include "base/index.h"
#include "tree/fault.h"
#include "tree/node.h"

/* One for each map being read; zeroed to begin with. */
struct pf_twins {
    struct pf_index index; /* only for a map with many keys */
};

/*
 * Looks for `item`'s key among the `count` items that the map has so far, and tells a
 * PF_FAULT_DUPLICATE_KEY, with the first of the equals as the other place. To be called once for
 * each item, in order, before it is added. Keys are compared by their text, as pf_node_get does.
 */
void pf_twins_check(struct pf_arena *arena, struct pf_twins *twins, struct pf_node *const *items,
                    size_t count, struct pf_node *item, struct pf_faults *faults);

#endif
