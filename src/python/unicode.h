/* What Python asks of Unicode: identifiers and their normal form, names, what repr() escapes. */
#ifndef PF_PYTHON_UNICODE_H
#define PF_PYTHON_UNICODE_H

#include "base/arena.h"

/* Unicode 14.0, as CPython 3.11; newer versions only add characters. */
bool pf_unicode_starts_name(uint32_t code_point);
bool pf_unicode_continues_name(uint32_t code_point);
/* str.isprintable() of one character. */
bool pf_unicode_is_printable(uint32_t code_point);

/*
 * The identifier in NFKC, the form under which Python knows a name: `ﬁle` is `file`. Takes valid
 * UTF-8; comes back as it is when all ASCII, else in the arena.
 */
pf_str pf_unicode_nfkc(struct pf_arena *arena, pf_str name);

/*
 * The code point that `\N{name}` stands for; case does not count. False when the name is not in
 * rules/tables/unicode-names.tsv, which is not all of Unicode: the caller must not take the name
 * for a wrong one.
 */
bool pf_unicode_named(struct pf_arena *arena, pf_str name, uint32_t *code_point);

#endif
