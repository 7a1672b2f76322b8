/* Evaluates expressions with three values: what is not known stays unknown and says why. */
#ifndef PF_GHEXPR_EVAL_H
#define PF_GHEXPR_EVAL_H

#include "ghexpr/expr.h"

enum { PF_GHEXPR_MAX_MEMORY = 1024 * 1024 /* bytes GitHub grants to one evaluation */ };

/* What an expression is evaluated in. */
struct pf_ghexpr_world {
    const struct pf_node *contexts; /* PF_MAP of name → value; a context it lacks is unknown. Open
                                       maps: see value.h. The reason of an open map's rest may end
                                       in "." or " ": the name looked up is put behind it. */
    enum pf_truth success, failure, cancelled; /* what the status functions answer */
    pf_str status_reason;                      /* why success() is not yes */
};

/*
 * The value (see value.h), or NULL with `*error` filled (kind EVALUATION): a bad argument of
 * format, fromJSON or case, or too much memory. An error that only some values of the unknowns
 * lead to gives an unknown instead.
 */
const struct pf_node *pf_ghexpr_eval(struct pf_arena *arena, const struct pf_ghexpr *expr,
                                     const struct pf_ghexpr_world *world,
                                     struct pf_ghexpr_error *error);

/*
 * Why the expression has that truth, for a person: "github.ref is 'refs/heads/main', not
 * 'refs/heads/master'", "it depends on the variable vars.DEPLOY". `*decider` is the part that
 * decides. An expression that fails says how.
 */
pf_str pf_ghexpr_explain(struct pf_arena *arena, const struct pf_ghexpr *expr,
                         const struct pf_ghexpr_world *world, const struct pf_ghexpr **decider);

#endif
