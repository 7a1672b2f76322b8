/* What the functions of expressions come to for given arguments. */
#ifndef PF_GHEXPR_CALL_H
#define PF_GHEXPR_CALL_H

#include "ghexpr/expr.h"

struct pf_ghexpr_call {
    struct pf_arena *arena;
    const struct pf_ghexpr_function *function;
    const struct pf_node *const *arguments; /* as many as the function takes */
    size_t count;
};

/* The result of a general function (but `case`, which is an operator in truth) or hashFiles; NULL
 * with `*problem` set when it fails. Unknown arguments give an unknown unless they cannot matter.
 */
const struct pf_node *pf_ghexpr_call_general(const struct pf_ghexpr_call *call, pf_str *problem);

#endif
