/* Expressions → sets and truths. */
#include "rule/eval.h"

struct pf_eval pf_eval_new(struct pf_arena *arena)
{
    return (struct pf_eval){
        .arena = arena,
        .visits = {.left = PF_VISITS_PER_RULE},
        .regex = pf_regex_run_new(arena),
        .patterns = pf_index_new(arena),
    };
}

bool pf_eval_exhausted(const struct pf_eval *eval)
{
    return eval->visits.exhausted || eval->regex.exhausted;
}

bool pf_eval_visit(struct pf_eval *eval, size_t count)
{
    if (count > eval->visits.left) {
        eval->visits.left = 0;
        eval->visits.exhausted = true;
        return false;
    }
    eval->visits.left -= count;
    return true;
}

/* Half of a join says "possibly absent" by an unknown that can only be null. */
static bool may_be_absent(const struct pf_node *node)
{
    if (node->kind == PF_ANY)
        return node->as.any->kinds == PF_KIND_BIT(PF_NULL);
    if (node->kind == PF_EITHER)
        for (size_t i = 0; i < node->count; i++)
            if (may_be_absent(node->items[i]))
                return true;
    return false;
}

enum pf_truth pf_set_exists(const struct pf_set *set)
{
    enum pf_truth found = PF_NO;
    for (size_t i = 0; i < set->count && found != PF_YES; i++) {
        const struct pf_member *member = &set->items[i];
        found = pf_truth_or(found, may_be_absent(member->node) ? PF_MAYBE : member->in);
    }
    return found;
}

static void add_all(struct pf_eval *eval, struct pf_set *to, const struct pf_set *from)
{
    if (!pf_eval_visit(eval, from->count))
        return;
    for (size_t i = 0; i < from->count; i++)
        pf_set_add(eval->arena, to, from->items[i].node, from->items[i].in);
}

static struct pf_set eval_union(struct pf_eval *eval, const struct pf_expr *expr)
{
    struct pf_set result = {0};
    for (size_t i = 0; i < expr->item_count; i++) {
        struct pf_set part = pf_eval_set(eval, expr->items[i]);
        add_all(eval, &result, &part);
    }
    return result;
}

static struct pf_set eval_name(struct pf_eval *eval, pf_str name)
{
    for (size_t i = eval->binding_count; i-- > 0;)
        if (pf_str_eq(eval->bindings[i].name, name))
            return eval->bindings[i].set;
    struct pf_set documents = {0};
    for (size_t i = 0; i < eval->root_count; i++) {
        const struct pf_picture_root *root = &eval->roots[i];
        if (!pf_str_eq(root->name, name) || !pf_eval_visit(eval, root->count))
            continue;
        for (size_t j = 0; j < root->count; j++)
            pf_set_add(eval->arena, &documents, root->nodes[j], PF_YES);
    }
    return documents;
}

enum pf_truth pf_eval_condition_on(struct pf_eval *eval, const struct pf_expr *condition,
                                   const struct pf_node *node)
{
    struct pf_set outer = eval->self;
    struct pf_member only = {node, PF_YES};
    eval->self = (struct pf_set){.items = &only, .count = 1};
    enum pf_truth truth = pf_eval_condition(eval, condition);
    eval->self = outer;
    return truth;
}

/* What a filter is asked of: items of lists, values of mappings, scalars themselves. */
static struct pf_set filter_candidates(struct pf_eval *eval, const struct pf_set *from)
{
    struct pf_set candidates = {0};
    for (size_t i = 0; i < from->count && !eval->visits.exhausted; i++) {
        struct pf_set one = {.items = &from->items[i], .count = 1};
        if (pf_node_is_scalar(from->items[i].node))
            add_all(eval, &candidates, &one);
        else
            pf_path_each(eval->arena, &one, &candidates, &eval->visits);
    }
    return candidates;
}

static struct pf_set eval_filter(struct pf_eval *eval, const struct pf_set *from,
                                 const struct pf_expr *condition)
{
    struct pf_set candidates = filter_candidates(eval, from);
    struct pf_set kept = {0};
    for (size_t i = 0; i < candidates.count && !pf_eval_exhausted(eval); i++) {
        const struct pf_member *member = &candidates.items[i];
        enum pf_truth holds = pf_eval_condition_on(eval, condition, member->node);
        pf_set_add(eval->arena, &kept, member->node, pf_truth_and(member->in, holds));
    }
    return kept;
}

static struct pf_set eval_step(struct pf_eval *eval, const struct pf_set *from,
                               const struct pf_expr_step *step)
{
    struct pf_set to = {0};
    switch (step->kind) {
    case PF_EXPR_CHILD:
        pf_path_child(eval->arena, from, step->name, &to, &eval->visits);
        return to;
    case PF_EXPR_EACH:
        pf_path_each(eval->arena, from, &to, &eval->visits);
        return to;
    case PF_EXPR_AT:
        pf_path_at(eval->arena, from, step->index, &to, &eval->visits);
        return to;
    case PF_EXPR_DESCEND:
        pf_path_descend(eval->arena, from, step->name, &to, &eval->visits);
        return to;
    default:
        return eval_filter(eval, from, step->condition);
    }
}

static struct pf_set eval_steps(struct pf_eval *eval, const struct pf_expr *expr)
{
    struct pf_set set = pf_eval_set(eval, expr->left);
    for (size_t i = 0; i < expr->step_count; i++)
        set = eval_step(eval, &set, &expr->steps[i]);
    return set;
}

static struct pf_set set_of(struct pf_eval *eval, const struct pf_node *node, enum pf_truth in)
{
    struct pf_set set = {0};
    pf_set_add(eval->arena, &set, node, in);
    return set;
}

struct pf_set pf_eval_set(struct pf_eval *eval, const struct pf_expr *expr)
{
    switch (expr->kind) {
    case PF_EXPR_UNION:
        return eval_union(eval, expr);
    case PF_EXPR_LITERAL:
        return set_of(eval, expr->literal, PF_YES);
    case PF_EXPR_NAME:
        return eval_name(eval, expr->name);
    case PF_EXPR_SELF:
        return eval->self;
    case PF_EXPR_STEPS:
        return eval_steps(eval, expr);
    case PF_EXPR_CALL:
        if (expr->type == PF_EXPR_SET)
            return pf_eval_function_set(eval, expr);
        break;
    default:
        break;
    }
    enum pf_truth truth = pf_eval_condition(eval, expr);
    return set_of(eval, pf_node_bool(eval->arena, true, (pf_span){0}), truth);
}

static enum pf_truth eval_or(struct pf_eval *eval, const struct pf_expr *expr)
{
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < expr->item_count && truth != PF_YES; i++)
        truth = pf_truth_or(truth, pf_eval_condition(eval, expr->items[i]));
    return truth;
}

static enum pf_truth eval_and(struct pf_eval *eval, const struct pf_expr *expr)
{
    enum pf_truth truth = PF_YES;
    for (size_t i = 0; i < expr->item_count && truth != PF_NO; i++)
        truth = pf_truth_and(truth, pf_eval_condition(eval, expr->items[i]));
    return truth;
}

enum pf_truth pf_eval_condition(struct pf_eval *eval, const struct pf_expr *expr)
{
    if (!pf_eval_visit(eval, 1))
        return PF_MAYBE;
    switch (expr->kind) {
    case PF_EXPR_OR:
        return eval_or(eval, expr);
    case PF_EXPR_AND:
        return eval_and(eval, expr);
    case PF_EXPR_NOT:
        return pf_truth_not(pf_eval_condition(eval, expr->left));
    case PF_EXPR_COMPARE:
        return pf_eval_compare(eval, expr);
    case PF_EXPR_CALL:
        if (expr->type == PF_EXPR_CONDITION)
            return pf_eval_function_condition(eval, expr);
        break;
    default:
        break;
    }
    struct pf_set set = pf_eval_set(eval, expr);
    return pf_set_exists(&set);
}
