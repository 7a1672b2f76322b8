/* str and bytes: what the files of their methods share. */
#ifndef PF_PYTHON_TYPE_STR_H
#define PF_PYTHON_TYPE_STR_H

#include "python/interp.h"

/* Bytes of the same type as `of`: a str, or bytes. */
pf_value pf_text_like(struct pf_eval *ev, pf_value of, pf_str bytes);
/* The character, of bytes the byte, at `*at`, which goes behind it. */
uint32_t pf_text_char_at(pf_value v, size_t *at);
void pf_text_put_char(struct pf_buffer *out, pf_value of, uint32_t c);
/* An unknown of these kinds: `v` has characters whose properties nobody here knows. */
pf_value pf_text_beyond_latin(struct pf_eval *ev, pf_value v, unsigned kinds);

/* Is argument `i` of the type that the method's object has? Else TypeError is raised. */
bool pf_text_is_argument(struct pf_eval *ev, const struct pf_call *call, size_t i);
/* It is there, and not None. */
bool pf_text_is_given(const struct pf_call *call, size_t i);
/* An integer that may be left out; false after TypeError. */
bool pf_text_take_int(struct pf_eval *ev, const struct pf_call *call, size_t i, int64_t *out);
/* Where `part` stands last; PF_STR_NONE. */
ptrdiff_t pf_text_find_last(pf_str s, pf_str part);

/* The methods, of both types unless their names say which. */
typedef pf_value pf_text_method(struct pf_eval *ev, const struct pf_call *call);
pf_text_method pf_bytes_method_decode, pf_bytes_method_from_hex, pf_bytes_method_hex,
    pf_str_method_capitalize, pf_str_method_casefold, pf_str_method_center, pf_str_method_count,
    pf_str_method_encode, pf_str_method_endswith, pf_str_method_expandtabs, pf_str_method_find,
    pf_str_method_index, pf_str_method_isalnum, pf_str_method_isalpha, pf_str_method_isascii,
    pf_str_method_isdecimal, pf_str_method_isdigit, pf_str_method_isidentifier,
    pf_str_method_islower, pf_str_method_isnumeric, pf_str_method_isprintable,
    pf_str_method_isspace, pf_str_method_istitle, pf_str_method_isupper, pf_str_method_join,
    pf_str_method_ljust, pf_str_method_lower, pf_str_method_lstrip, pf_str_method_maketrans,
    pf_str_method_partition, pf_str_method_removeprefix, pf_str_method_removesuffix,
    pf_str_method_replace, pf_str_method_rfind, pf_str_method_rindex, pf_str_method_rjust,
    pf_str_method_rpartition, pf_str_method_rsplit, pf_str_method_rstrip, pf_str_method_split,
    pf_str_method_splitlines, pf_str_method_startswith, pf_str_method_strip, pf_str_method_swapcase,
    pf_str_method_title, pf_str_method_translate, pf_str_method_upper, pf_str_method_zfill;

#endif
