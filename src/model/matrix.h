/* The legs of a job's matrix. */
#ifndef PF_MODEL_MATRIX_H
#define PF_MODEL_MATRIX_H

#include "model/workflow.h"

enum { PF_MATRIX_LEGS = 256 /* GitHub makes no more */ };

struct pf_matrix {
    const struct pf_node **legs; /* PF_MAP each */
    size_t count;
    bool is_known; /* false: an expression makes it, or it has more than PF_MATRIX_LEGS legs */
    bool is_there; /* the job has a matrix */
};

/*
 * The combinations of the rows without what `exclude` names, then `include`, as GitHub does it.
 * A job without a matrix has one leg: an empty map. Expressions inside values are unknowns.
 */
struct pf_matrix pf_matrix_of(struct pf_arena *arena, const struct pf_workflow_job *job,
                              const struct pf_node *contexts);
/*
 * Does a value of a leg (NULL: it has none) fit what an entry of `include` or `exclude` asks for?
 * GitHub compares each scalar below `filter` by `==`, so without case and 1 with '1'; what else the
 * value holds does not matter. Unknown values: PF_MAYBE.
 */
enum pf_truth pf_matrix_fits(const struct pf_node *value, const struct pf_node *filter);
/* One value for the `matrix` context of all legs together. */
const struct pf_node *pf_matrix_joined(struct pf_arena *arena, const struct pf_matrix *matrix);

#endif
