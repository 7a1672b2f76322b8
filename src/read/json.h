/* JSON (RFC 8259) → tree, with the place of every key and value. */
#ifndef PF_READ_JSON_H
#define PF_READ_JSON_H

#include "tree/fault.h"
#include "tree/node.h"

enum {
    PF_JSON_DEPTH = 64,     /* containers inside each other; a task definition needs 12 */
    PF_JSON_NODES = 200000, /* values, keys not counted */
};

/*
 * The root node; NULL when there is none: an empty file, or one that is not UTF-8 at all.
 *
 * Reading goes on after every fault: a missing or trailing comma, single quotes, a comment, an
 * unquoted key, NaN, `True` and their like are faults of kind PF_FAULT_UNPARSABLE, and what was
 * meant is in the tree. A value that is missing, or deeper than PF_JSON_DEPTH, is a PF_ANY. Text
 * is RFC 8259 exactly if no fault is PF_FAULT_UNPARSABLE, UNREADABLE or LIMIT; what other programs
 * read differently (a BOM, half a surrogate pair, numbers out of range) is PF_FAULT_SUSPICIOUS.
 *
 * Numbers are PF_INT without fraction and exponent, else PF_REAL; `text` is the number as written.
 * Strings are PF_STYLE_DOUBLE (PF_STYLE_SINGLE in single quotes), keys too. Equal keys all stay in
 * the map: pf_node_get finds the first.
 *
 * Everything is in `arena`, texts also in `source->bytes`.
 */
const struct pf_node *pf_json_read(struct pf_arena *arena, const struct pf_source *source,
                                   struct pf_faults *faults);

#endif
