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
/* One value for the `matrix` context of all legs together. */
const struct pf_node *pf_matrix_joined(struct pf_arena *arena, const struct pf_matrix *matrix);

#endif
