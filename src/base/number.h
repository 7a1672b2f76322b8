/* Numbers from text, in no locale but C. */
#ifndef PF_BASE_NUMBER_H
#define PF_BASE_NUMBER_H

#include "base/arena.h"

/*
 * The value of digits in base 2 to 16 (letters in either case), clamped to int64_t;
 * `*exact` says whether it had to be. `digits` holds nothing but such digits; none give 0.
 */
int64_t pf_number_from_digits(pf_str digits, unsigned base, bool negative, bool *exact);

/*
 * The double nearest to a decimal number: optional sign, digits with at most one point, optional
 * exponent ("1.5", "-.5", "1.", "2e9"). Too large gives infinity, too small 0. False, and `*value`
 * untouched, for any other text. `arena` is for what it needs on the way.
 */
bool pf_number_from_decimal(struct pf_arena *arena, pf_str s, double *value);

#endif
