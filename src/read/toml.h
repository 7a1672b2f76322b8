/* TOML 1.0 → tree, with the place of every key and value. */
#ifndef PF_READ_TOML_H
#define PF_READ_TOML_H

#include "tree/fault.h"
#include "tree/node.h"

enum {
    PF_TOML_DEPTH = 64,     /* arrays and inline tables inside each other */
    PF_TOML_PARTS = 64,     /* of one dotted key */
    PF_TOML_NODES = 500000, /* values and tables; a large lock file has a tenth */
};

/*
 * The root table (PF_MAP), never NULL. Tables are PF_MAP, arrays PF_SEQ, dates and times PF_STRING
 * as written with PF_STYLE_PLAIN. A line that breaks the grammar is a fault, and reading goes on
 * with the next one; what was read of it is not kept. Of two equal keys both stay: pf_node_get
 * finds the first. A table that TOML forbids to open again is a fault and goes on all the same.
 *
 * Text is TOML 1.0 exactly if no fault is PF_FAULT_UNPARSABLE, UNREADABLE, DUPLICATE_KEY or LIMIT;
 * a BOM and an integer beyond 64 bits, which programs read differently, are PF_FAULT_SUSPICIOUS.
 * After PF_FAULT_LIMIT nothing more is read.
 */
const struct pf_node *pf_toml_read(struct pf_arena *arena, const struct pf_source *source,
                                   struct pf_faults *faults);

#endif
