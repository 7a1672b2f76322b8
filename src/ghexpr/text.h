/* Strings as GitHub's expressions see them: compared without case, Unicode white space. */
#ifndef PF_GHEXPR_TEXT_H
#define PF_GHEXPR_TEXT_H

#include "base/arena.h"

/* .NET's ordinal upper case: one code point to one, no language; U+0131 and U+017F stay. */
uint32_t pf_ghexpr_text_upcase(uint32_t code_point);
/* The whole string in upper case; bytes that are no UTF-8 stay. */
pf_str pf_ghexpr_text_upper(struct pf_arena *arena, pf_str s);
/* Order without case, by UTF-16 units as .NET sorts: <0, 0, >0. */
int pf_ghexpr_text_compare(pf_str a, pf_str b);

/* Bytes of the white space character (.NET's Char.IsWhiteSpace) at `at`; 0 when it is none. */
size_t pf_ghexpr_text_space(pf_str s, size_t at);
pf_str pf_ghexpr_text_trim(pf_str s);

#endif
