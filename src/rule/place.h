/* From a stretch of a scalar's decoded text back to the bytes it was written with. */
#ifndef PF_RULE_PLACE_H
#define PF_RULE_PLACE_H

#include "tree/node.h"

/*
 * The span in the file of bytes `at` to `at + len` of `scalar->text`, through quotes, escapes,
 * folding and indentation. The whole scalar's span where the two cannot be laid side by side;
 * nowhere for a scalar that stands nowhere.
 */
pf_span pf_scalar_place(const struct pf_node *scalar, size_t at, size_t len);

#endif
