/* UTF-8 without tables: checking, stepping, counting, and the width a terminal gives. */
#ifndef PF_BASE_UTF8_H
#define PF_BASE_UTF8_H

#include "base/str.h"

/* Length in bytes of the valid sequence at the start of `s` and its code point; 0 when it is none.
 */
size_t pf_utf8_decode(pf_str s, uint32_t *code_point);
/* Writes 1 to 4 bytes and returns how many; a surrogate or too large value is written as U+FFFD. */
size_t pf_utf8_encode(uint32_t code_point, char out[4]);
/* Offset of the first byte that is not part of valid UTF-8, or PF_STR_NONE. */
ptrdiff_t pf_utf8_first_bad(pf_str s);
/* Code points in `s`; each byte that is not part of valid UTF-8 counts as one. */
size_t pf_utf8_count(pf_str s);
/* Columns on a terminal: 0 for combining marks, 2 for East Asian wide, else 1. */
unsigned pf_utf8_width(uint32_t code_point);

#endif
