/* What the files of the operators share: arithmetic, sequences, sets and dicts. */
#ifndef PF_PYTHON_OPERATOR_H
#define PF_PYTHON_OPERATOR_H

#include "python/interp.h"

static inline double pf_real_of(pf_value v) /* of a number */
{
    return v.type == PF_V_FLOAT ? v.as.real : (double)pf_integral_of(v);
}
/* What comes of an integer that 64 bits do not hold. */
pf_value pf_number_too_big(struct pf_eval *ev);
/* Of two numbers. UNBOUND: they have no such operator. */
pf_value pf_number_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b);

/* str, bytes, list, tuple */
bool pf_is_sequence(pf_value v);
/* TypeError unless both are of one type. */
pf_value pf_sequence_add(struct pf_eval *ev, pf_value a, pf_value b);
pf_value pf_sequence_repeat(struct pf_eval *ev, pf_value v, pf_value times);
/* A list's or a tuple's items, so many times. */
pf_value pf_repeat_items(struct pf_eval *ev, pf_value v, int64_t times);
/* | & - ^ of two sets; the result has the first one's type. */
pf_value pf_set_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b);
pf_value pf_dict_or(struct pf_eval *ev, pf_value a, pf_value b);
void pf_dict_merge_into(struct pf_eval *ev, struct pf_object *into, const struct pf_contents *from);

#endif
