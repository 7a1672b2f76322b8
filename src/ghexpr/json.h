/* JSON inside expressions: what fromJSON reads and toJSON writes. */
#ifndef PF_GHEXPR_JSON_H
#define PF_GHEXPR_JSON_H

#include "tree/node.h"

enum { PF_GHEXPR_JSON_DEPTH = 100 /* deeper is an attack, not data */ };

/* The value of a JSON text, or NULL with `*message` set. Of equal keys the last one counts. */
const struct pf_node *pf_ghexpr_json_read(struct pf_arena *arena, pf_str text, pf_str *message);
/* Two spaces a level, as GitHub writes it. The value must hold no unknown. */
pf_str pf_ghexpr_json_write(struct pf_arena *arena, const struct pf_node *value);

#endif
