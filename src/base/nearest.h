/* "Did you mean": the word of a list that is nearest to what was written. */
#ifndef PF_BASE_NEAREST_H
#define PF_BASE_NEAREST_H

#include "base/str.h"

/* Optimal string alignment distance (swap, drop, add, change cost 1 each), at most `limit` + 1. */
unsigned pf_nearest_distance(pf_str a, pf_str b, unsigned limit);

/*
 * Index of the nearest of `words`, or PF_STR_NONE. ASCII case is ignored unless all else is equal.
 * Near enough is: distance 1 for words up to 4 bytes, 2 up to 8, 3 beyond, and under half the
 * length. The first of equally near words wins.
 */
ptrdiff_t pf_nearest(pf_str word, const pf_str *words, size_t count);

#endif
