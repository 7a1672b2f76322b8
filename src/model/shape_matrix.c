/* Matrices: values that stand in a row twice, exclusions that exclude nothing. */
#include "model/shape_inside.h"

#include "ghexpr/find.h"
#include "model/matrix.h"

enum { MAX_VALUES = 256 /* a row of more is past GitHub's limit of legs */ };

/* Expressions at any depth make a value that cannot be compared. */
static void note_expression(const struct pf_node *node, void *context)
{
    bool *found = context;
    *found = *found || node->kind == PF_ANY || pf_shape_has_expression(node);
}

static bool is_open(const struct pf_node *value)
{
    bool found = false;
    pf_node_walk(value, note_expression, &found);
    return found;
}

/* The first of the row's first `count` values that equals `value`; NULL without one. */
static const struct pf_node *find_equal(const struct pf_node *row, size_t count,
                                        const struct pf_node *value)
{
    for (size_t i = 0; i < count; i++)
        if (pf_node_equal(value, row->items[i]) == PF_YES)
            return row->items[i];
    return NULL;
}

static void check_row(struct pf_shape *shape, const struct pf_node *row)
{
    for (size_t i = 1; i < row->count && row->count <= MAX_VALUES; i++) {
        const struct pf_node *value = row->items[i];
        const struct pf_node *twin = is_open(value) ? NULL : find_equal(row, i, value);
        if (twin == NULL)
            continue;
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_MATRIX_DUPLICATE, value->span, pf_node_text(value));
        problem->where = row->key->text;
        problem->related = twin->span;
    }
}

static void check_filter(struct pf_shape *shape, const struct pf_node *matrix,
                         const struct pf_node *filter)
{
    const struct pf_node *row = pf_node_get_str(matrix, filter->key->text);
    if (row == NULL) {
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_MATRIX_EXCLUDE, filter->key->span, filter->key->text);
        problem->detail = PF_STR("the matrix has no such row");
        return;
    }
    enum pf_truth found = row->kind == PF_SEQ ? PF_NO : PF_MAYBE;
    bool is_filter_open = is_open(filter);
    for (size_t i = 0; row->kind == PF_SEQ && i < row->count && i <= MAX_VALUES; i++)
        found = pf_truth_or(found, is_filter_open || is_open(row->items[i])
                                       ? PF_MAYBE
                                       : pf_matrix_fits(row->items[i], filter));
    if (found != PF_NO)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_MATRIX_EXCLUDE, filter->span, filter->key->text);
    problem->detail = PF_STR("the row has no such value");
    problem->is_harmless = true;
}

static void check_exclude(struct pf_shape *shape, const struct pf_node *matrix)
{
    const struct pf_node *exclude = pf_node_get(matrix, "exclude");
    for (size_t i = 0; pf_node_is(exclude, PF_SEQ) && i < exclude->count; i++)
        if (pf_node_is(exclude->items[i], PF_MAP))
            for (size_t j = 0; j < exclude->items[i]->count; j++)
                check_filter(shape, matrix, exclude->items[i]->items[j]);
}

enum {
    GITHUB_DEPTH = 50, /* containers inside each other; GitHub refuses the file beyond */
    MATRIX_DEPTH = 5   /* the workflow, jobs, the job, strategy, matrix */
};

/* The first container past GitHub's depth; NULL without one. The reader's own limit bounds it. */
static const struct pf_node *too_deep(const struct pf_node *node, unsigned depth)
{
    const struct pf_node *found = NULL;
    if (node->kind != PF_SEQ && node->kind != PF_MAP)
        return NULL;
    if (depth > GITHUB_DEPTH)
        return node;
    for (size_t i = 0; i < node->count && found == NULL; i++)
        found = too_deep(node->items[i], depth + 1);
    return found;
}

static void check_depth(struct pf_shape *shape, const struct pf_node *matrix)
{
    const struct pf_node *deep = too_deep(matrix, MATRIX_DEPTH);
    if (deep == NULL)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_LIMIT, pf_node_key_span(deep), PF_STR("matrix"));
    pf_shape_detail(shape, problem, "GitHub reads lists and mappings %d deep, no deeper",
                    GITHUB_DEPTH);
}

/* Rows of literal values multiply; what `exclude` takes away again is not counted here. */
static void check_legs(struct pf_shape *shape, const struct pf_node *matrix)
{
    size_t legs = 1;
    const struct pf_node *exclude = pf_node_get(matrix, "exclude");
    for (size_t i = 0; i < matrix->count && legs <= PF_MATRIX_LEGS; i++) {
        const struct pf_node *row = matrix->items[i];
        bool is_row = !pf_str_eq(row->key->text, PF_STR("include")) &&
                      !pf_str_eq(row->key->text, PF_STR("exclude"));
        if (is_row && pf_node_is(row, PF_SEQ) && row->count > 0)
            legs *= row->count;
    }
    if (legs <= PF_MATRIX_LEGS || exclude != NULL)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_LIMIT, matrix->key->span, PF_STR("matrix"));
    pf_shape_detail(shape, problem, "a matrix makes %d jobs at most", PF_MATRIX_LEGS);
}

/* Without a row, what `include` lists are the jobs; GitHub refuses a matrix that makes none. */
static void check_made(struct pf_shape *shape, const struct pf_node *matrix)
{
    const struct pf_node *include = pf_node_get(matrix, "include");
    bool has_row = include != NULL && (include->kind != PF_SEQ || include->count > 0);
    for (size_t i = 0; i < matrix->count; i++) {
        pf_str key = matrix->items[i]->key->text;
        has_row |= !pf_str_eq(key, PF_STR("include")) && !pf_str_eq(key, PF_STR("exclude"));
    }
    if (has_row)
        return;
    /* An empty `include` is told already, as one that does no harm. */
    for (size_t i = 0; include != NULL && i < shape->problems.count; i++) {
        struct pf_workflow_problem *problem = &shape->problems.items[i];
        bool is_told = problem->kind == PF_WORKFLOW_EMPTY_SECTION &&
                       pf_span_compare(problem->span, include->span) == 0;
        problem->is_harmless = problem->is_harmless && !is_told;
    }
    if (include == NULL)
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, matrix->key->span, matrix->key->text);
}

void pf_shape_matrices(struct pf_shape *shape)
{
    for (size_t i = 0; i < shape->workflow->job_count; i++) {
        const struct pf_node *strategy = pf_node_get(shape->workflow->jobs[i].node, "strategy");
        const struct pf_node *matrix = pf_node_get(strategy, "matrix");
        if (!pf_node_is(matrix, PF_MAP))
            continue;
        for (size_t j = 0; j < matrix->count; j++) {
            pf_str key = matrix->items[j]->key->text;
            bool is_row = !pf_str_eq(key, PF_STR("include")) && !pf_str_eq(key, PF_STR("exclude"));
            if (is_row && pf_node_is(matrix->items[j], PF_SEQ))
                check_row(shape, matrix->items[j]);
        }
        check_made(shape, matrix);
        check_exclude(shape, matrix);
        check_depth(shape, matrix);
        check_legs(shape, matrix);
    }
}
