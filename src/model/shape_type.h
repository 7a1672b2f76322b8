/* Static types of expressions: as much as a file tells about values nobody has computed yet. */
#ifndef PF_MODEL_SHAPE_TYPE_H
#define PF_MODEL_SHAPE_TYPE_H

#include "ghexpr/expr.h"
#include "model/shape_inside.h"

enum pf_type_kind {
    PF_TYPE_ANY,
    PF_TYPE_NULL,
    PF_TYPE_BOOL,
    PF_TYPE_NUMBER,
    PF_TYPE_STRING,
    PF_TYPE_ARRAY,
    PF_TYPE_OBJECT
};

struct pf_type_member {
    pf_str name; /* compared without case */
    const struct pf_type *type;
};
struct pf_type {
    enum pf_type_kind kind;
    const struct pf_type *item; /* ARRAY: of its items. OBJECT: of names not listed; NULL: there are
                                   none, and to ask for one is a mistake */
    struct {
        struct pf_type_member *items;
        size_t count, capacity;
    } members;
};

const struct pf_type *pf_type_of_kind(enum pf_type_kind kind); /* ANY to STRING; shared */
struct pf_type *pf_type_object(struct pf_arena *arena, const struct pf_type *others);
const struct pf_type *pf_type_array(struct pf_arena *arena, const struct pf_type *item);
void pf_type_add(struct pf_arena *arena, struct pf_type *object, pf_str name,
                 const struct pf_type *type);
/* NULL where the object has no such name. */
const struct pf_type *pf_type_member(const struct pf_type *object, pf_str name);
/* One type for "a or b": the same kind stays (maps lose what differs), else any. */
const struct pf_type *pf_type_join(struct pf_arena *arena, const struct pf_type *a,
                                   const struct pf_type *b);
/* Of a literal value; objects are open. Scalars with expressions are any. */
const struct pf_type *pf_type_of_value(struct pf_arena *arena, const struct pf_node *value);
const char *pf_type_words(const struct pf_type *type); /* "a string", "an object", … */

/* The type of a context at a place; any for what nothing is known of. */
const struct pf_type *pf_shape_context_type(struct pf_shape *shape,
                                            const struct pf_shape_place *place, pf_str name);
/* The type of a scalar: of its expression where that is all of it, else of the literal. */
const struct pf_type *pf_shape_scalar_type(struct pf_shape *shape, const struct pf_node *scalar,
                                           const struct pf_shape_place *place);
/* One side of a comparison. */
struct pf_shape_side {
    const struct pf_ghexpr *expr;
    const struct pf_type *type;
    const struct pf_node *scalar; /* it stands in */
    size_t at;                    /* where the expression's text starts in the scalar's */
};
/* `a == b` or `a != b` that comes out the same whatever the values are. */
void pf_shape_comparison(struct pf_shape *shape, const struct pf_shape_place *place,
                         const struct pf_shape_side *a, const struct pf_shape_side *b);
/* `a == 'x' || 'y'` in a condition: the literal behind `||`, which makes all of it true. */
void pf_shape_text_arm(struct pf_shape *shape, const struct pf_shape_side *side);

/* A value that is asked whether it is true, and is a text: 'false' is true. */
void pf_shape_truth(struct pf_shape *shape, const struct pf_shape_place *place,
                    const struct pf_shape_side *side);
/* `contains(list, item)`: an item that no entry of the list can be, or an entry that it never is. */
void pf_shape_contained(struct pf_shape *shape, const struct pf_shape_place *place,
                        const struct pf_shape_side *list, const struct pf_shape_side *item);

/* Declared outputs of a workflow that a job calls, or of a job; any where they cannot be known. */
const struct pf_type *pf_shape_job_outputs(struct pf_shape *shape,
                                           const struct pf_workflow_job *job);

#endif
