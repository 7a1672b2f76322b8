/* What to write instead of an `if` that does not decide. */
#ifndef PF_CHECKS_CONDITION_FIX_H
#define PF_CHECKS_CONDITION_FIX_H

#include "checks/facts.h"

/*
 * The line `if: true` as bytes to remove, line end included, for a `condition` (the scalar's place)
 * whose expression is the literal true. False where the line holds more: a comment, the dash of its
 * step, a brace.
 */
bool pf_condition_without(pf_span condition, pf_str expression, pf_span *line);
/*
 * `${{ a }} && b` as `a && b`, and a block `|` as `|-`: what to put at `*span`. False where that
 * would be no expression, or the scalar's quotes hold escapes.
 */
bool pf_condition_unwrapped(struct pf_arena *arena, pf_span condition, pf_span *span, pf_str *text);

#endif
