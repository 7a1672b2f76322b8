/* Matrix expansion (docs: jobs.<job_id>.strategy.matrix). */
#include "model/matrix.h"

#include "ghexpr/find.h"
#include "ghexpr/value.h"
#include "model/contexts.h"

struct expansion {
    struct pf_arena *arena;
    const struct pf_node *contexts;
    const struct pf_node *matrix;
    struct pf_node *legs[PF_MATRIX_LEGS];
    size_t count;
    size_t original; /* the first ones, made of rows */
    bool is_known;
};

static const struct pf_node *fill(struct expansion *expansion, const struct pf_node *value)
{
    if (!pf_node_is_scalar(value))
        return value;
    return pf_contexts_fill(expansion->arena, expansion->contexts, value, true);
}

static void put(struct expansion *expansion, struct pf_node *leg, const struct pf_node *key,
                const struct pf_node *value)
{
    pf_node_put(expansion->arena, leg, key->text, key->span,
                pf_node_with_key(expansion->arena, value, NULL));
}

static struct pf_node *copy_leg(struct expansion *expansion, const struct pf_node *leg)
{
    struct pf_node *copy = pf_node_new(expansion->arena, PF_MAP, leg->span);
    for (size_t i = 0; i < leg->count; i++)
        put(expansion, copy, leg->items[i]->key, leg->items[i]);
    return copy;
}

static bool is_row(const struct pf_node *item)
{
    return !pf_str_eq(item->key->text, PF_STR("include")) &&
           !pf_str_eq(item->key->text, PF_STR("exclude"));
}

static void add_leg(struct expansion *expansion, struct pf_node *leg)
{
    if (expansion->count == PF_MATRIX_LEGS)
        expansion->is_known = false;
    else
        expansion->legs[expansion->count++] = leg;
}

/* Every leg so far once for each value of the row, in the order GitHub numbers them. */
static void multiply(struct expansion *expansion, const struct pf_node *row)
{
    size_t before = expansion->count;
    if (row->kind != PF_SEQ || before * row->count > PF_MATRIX_LEGS) {
        expansion->is_known = false;
        return;
    }
    struct pf_node **old = PF_NEW_ARRAY(expansion->arena, struct pf_node *, before);
    for (size_t i = 0; i < before; i++)
        old[i] = expansion->legs[i];
    expansion->count = 0;
    for (size_t i = 0; i < before; i++)
        for (size_t j = 0; j < row->count; j++) {
            struct pf_node *leg = copy_leg(expansion, old[i]);
            put(expansion, leg, row->key, fill(expansion, row->items[j]));
            add_leg(expansion, leg);
        }
}

static void make_rows(struct expansion *expansion)
{
    bool has_row = false;
    for (size_t i = 0; i < expansion->matrix->count; i++)
        has_row = has_row || is_row(expansion->matrix->items[i]);
    if (!has_row)
        return;
    add_leg(expansion, pf_node_new(expansion->arena, PF_MAP, expansion->matrix->span));
    for (size_t i = 0; i < expansion->matrix->count && expansion->is_known; i++)
        if (is_row(expansion->matrix->items[i]))
            multiply(expansion, expansion->matrix->items[i]);
}

/* What stands at `key` below a value; GitHub's names of keys have no case. */
static const struct pf_node *part_of(const struct pf_node *value, const struct pf_node *key)
{
    return pf_node_get_nocase(value, key->text);
}

enum pf_truth pf_matrix_fits(const struct pf_node *value, const struct pf_node *filter)
{
    static const struct pf_node nothing = {.kind = PF_NULL};
    if (pf_node_is_scalar(filter))
        return pf_ghexpr_value_equal(value == NULL ? &nothing : value, filter);
    if ((filter->kind != PF_MAP && filter->kind != PF_SEQ) ||
        (value != NULL && pf_ghexpr_value_is_unknown(value)))
        return PF_MAYBE;
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < filter->count; i++)
        all = pf_truth_and(all, pf_matrix_fits(filter->kind == PF_MAP
                                                   ? part_of(value, filter->items[i]->key)
                                                   : pf_node_at(value, i),
                                               filter->items[i]));
    return all;
}

static enum pf_truth fits_entry(struct expansion *expansion, const struct pf_node *leg,
                                const struct pf_node *entry)
{
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < entry->count; i++)
        all = pf_truth_and(all, pf_matrix_fits(part_of(leg, entry->items[i]->key),
                                               fill(expansion, entry->items[i])));
    return all;
}

static void exclude(struct expansion *expansion, const struct pf_node *entry)
{
    size_t kept = 0;
    for (size_t i = 0; i < expansion->count; i++) {
        enum pf_truth fits = fits_entry(expansion, expansion->legs[i], entry);
        expansion->is_known = expansion->is_known && fits != PF_MAYBE;
        if (fits != PF_YES)
            expansion->legs[kept++] = expansion->legs[i];
    }
    expansion->count = kept;
}

/* An entry joins the legs that fit what it says of the rows. */
static enum pf_truth joins(struct expansion *expansion, const struct pf_node *leg,
                           const struct pf_node *entry)
{
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < entry->count; i++)
        if (part_of(expansion->matrix, entry->items[i]->key) != NULL)
            all = pf_truth_and(all, pf_matrix_fits(part_of(leg, entry->items[i]->key),
                                                   fill(expansion, entry->items[i])));
    return all;
}

/* The leg with what the entry adds; the values of rows stay as they are written there. */
static struct pf_node *overlaid(struct expansion *expansion, const struct pf_node *leg,
                                const struct pf_node *entry)
{
    struct pf_node *joined = pf_node_new(expansion->arena, PF_MAP, leg->span);
    for (size_t i = 0; i < leg->count; i++)
        if (part_of(expansion->matrix, leg->items[i]->key) != NULL ||
            part_of(entry, leg->items[i]->key) == NULL)
            put(expansion, joined, leg->items[i]->key, leg->items[i]);
    for (size_t i = 0; i < entry->count; i++)
        if (part_of(joined, entry->items[i]->key) == NULL)
            put(expansion, joined, entry->items[i]->key, fill(expansion, entry->items[i]));
    return joined;
}

static void include(struct expansion *expansion, const struct pf_node *entry)
{
    bool has_joined = false;
    for (size_t i = 0; i < expansion->original; i++) {
        enum pf_truth one = joins(expansion, expansion->legs[i], entry);
        expansion->is_known = expansion->is_known && one != PF_MAYBE;
        if (one != PF_YES)
            continue;
        expansion->legs[i] = overlaid(expansion, expansion->legs[i], entry);
        has_joined = true;
    }
    if (has_joined)
        return;
    struct pf_node *empty = pf_node_new(expansion->arena, PF_MAP, entry->span);
    add_leg(expansion, overlaid(expansion, empty, entry));
}

typedef void apply(struct expansion *expansion, const struct pf_node *entry);

static void for_entries(struct expansion *expansion, const char *key, apply *apply_entry)
{
    const struct pf_node *list = pf_node_get(expansion->matrix, key);
    if (list != NULL && list->kind != PF_SEQ && list->kind != PF_NULL)
        expansion->is_known = false;
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        if (pf_node_is(list->items[i], PF_MAP))
            apply_entry(expansion, list->items[i]);
        else
            expansion->is_known = false;
    }
}

static void expand(struct expansion *expansion)
{
    make_rows(expansion);
    for_entries(expansion, "exclude", exclude);
    expansion->original = expansion->count;
    for_entries(expansion, "include", include);
}

struct pf_matrix pf_matrix_of(struct pf_arena *arena, const struct pf_workflow_job *job,
                              const struct pf_node *contexts)
{
    const struct pf_node *strategy = pf_node_get(job->node, "strategy");
    const struct pf_node *matrix = pf_node_get(strategy, "matrix");
    struct expansion *expansion = PF_NEW(arena, struct expansion);
    *expansion = (struct expansion){
        .arena = arena, .contexts = contexts, .matrix = matrix, .is_known = true};
    bool is_text = pf_node_is_scalar(strategy) && pf_ghexpr_has(strategy->text);
    struct pf_matrix result = {.is_there = is_text || (matrix != NULL && matrix->kind != PF_NULL)};
    if (pf_node_is(matrix, PF_MAP))
        expand(expansion);
    else if (result.is_there)
        expansion->is_known = false;
    else
        add_leg(expansion, pf_node_new(arena, PF_MAP, (pf_span){0}));
    result.is_known = expansion->is_known;
    result.count = expansion->is_known ? expansion->count : 0;
    result.legs = PF_NEW_ARRAY(arena, const struct pf_node *, result.count);
    for (size_t i = 0; i < result.count; i++)
        result.legs[i] = expansion->legs[i];
    return result;
}

const struct pf_node *pf_matrix_joined(struct pf_arena *arena, const struct pf_matrix *matrix)
{
    if (!matrix->is_known || matrix->count == 0)
        return pf_contexts_open(arena, PF_STR("matrix."), PF_KINDS_ALL);
    const struct pf_node *joined = matrix->legs[0];
    for (size_t i = 1; i < matrix->count; i++)
        joined = pf_node_join(arena, joined, matrix->legs[i]);
    return joined;
}
