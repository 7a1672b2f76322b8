/* Says in words why an expression is true, false or undecided. */
#include "ghexpr/eval.h"

#include "ghexpr/value.h"

struct explainer {
    struct pf_arena *arena;
    const struct pf_ghexpr_world *world;
    const struct pf_ghexpr *decider;
};

enum { SHOWN = 60 /* bytes of a value; more hides the sentence */ };

static const struct pf_node *value_of(struct explainer *explainer, const struct pf_ghexpr *expr)
{
    struct pf_ghexpr_error error;
    return pf_ghexpr_eval(explainer->arena, expr, explainer->world, &error);
}

static enum pf_truth truth_of(struct explainer *explainer, const struct pf_ghexpr *expr)
{
    const struct pf_node *value = value_of(explainer, expr);
    return value == NULL ? PF_MAYBE : pf_ghexpr_value_truth(value);
}

static pf_str show(struct explainer *explainer, const struct pf_node *value)
{
    if (value->kind == PF_NULL)
        return PF_STR("empty");
    if (value->kind == PF_SEQ)
        return PF_STR("a list");
    if (value->kind == PF_MAP)
        return PF_STR("an object");
    pf_str text = pf_ghexpr_value_to_string(explainer->arena, value);
    if (value->kind != PF_STRING)
        return text;
    return text.len == 0
               ? PF_STR("empty")
               : pf_arena_format(explainer->arena, "'%.*s'%s", PF_ARG(pf_str_slice(text, 0, SHOWN)),
                                 text.len > SHOWN ? "…" : "");
}

static pf_str depends(struct explainer *explainer, const struct pf_node *value)
{
    pf_str reason = pf_ghexpr_value_reason(value);
    if (reason.len == 0)
        return PF_STR("it depends on values that no file tells");
    return pf_arena_format(explainer->arena, "it depends on %.*s", PF_ARG(reason));
}

static pf_str explain_failure(struct explainer *explainer, const struct pf_ghexpr *expr)
{
    struct pf_ghexpr_error error;
    explainer->decider = expr;
    pf_ghexpr_eval(explainer->arena, expr, explainer->world, &error);
    return pf_arena_format(explainer->arena, "it fails: %.*s", PF_ARG(error.message));
}

/* "github.ref is 'refs/heads/main'" for `expr`, whose value is known. */
static pf_str state(struct explainer *explainer, const struct pf_ghexpr *expr,
                    const struct pf_node *value)
{
    pf_str shown = show(explainer, value);
    if (expr->kind == PF_GHEXPR_LITERAL)
        return shown;
    return pf_arena_format(explainer->arena, "%.*s is %.*s", PF_ARG(expr->text), PF_ARG(shown));
}

static pf_str explain_compare(struct explainer *explainer, const struct pf_ghexpr *expr,
                              enum pf_truth truth)
{
    const struct pf_ghexpr *left = expr->operands[0], *right = expr->operands[1];
    const struct pf_node *a = value_of(explainer, left), *b = value_of(explainer, right);
    if (left->kind == PF_GHEXPR_LITERAL && right->kind != PF_GHEXPR_LITERAL) {
        const struct pf_ghexpr *swapped = left;
        const struct pf_node *swapped_value = a;
        left = right;
        right = swapped;
        a = b;
        b = swapped_value;
    }
    bool is_equality = expr->kind == PF_GHEXPR_EQUAL || expr->kind == PF_GHEXPR_NOT_EQUAL;
    bool is_same = (expr->kind == PF_GHEXPR_EQUAL) == (truth == PF_YES);
    pf_str fact = state(explainer, left, a);
    if (!is_equality)
        return pf_arena_format(explainer->arena, "%.*s is %s: %.*s", PF_ARG(expr->text),
                               truth == PF_YES ? "true" : "false", PF_ARG(fact));
    if (is_same)
        return fact;
    pf_str other = show(explainer, b);
    return pf_arena_format(explainer->arena, "%.*s, not %.*s", PF_ARG(fact), PF_ARG(other));
}

static pf_str explain_call(struct explainer *explainer, const struct pf_ghexpr *expr,
                           enum pf_truth truth)
{
    const char *word = truth == PF_YES ? "true" : "false";
    if (expr->function != NULL && expr->function->is_status) {
        pf_str reason = explainer->world->status_reason;
        if (truth == PF_YES || reason.len == 0)
            return pf_arena_format(explainer->arena, "%.*s is %s", PF_ARG(expr->text), word);
        return reason;
    }
    const struct pf_node *first =
        expr->operand_count == 0 ? NULL : value_of(explainer, expr->operands[0]);
    if (first == NULL || first->kind > PF_STRING || expr->operands[0]->kind == PF_GHEXPR_LITERAL)
        return pf_arena_format(explainer->arena, "%.*s is %s", PF_ARG(expr->text), word);
    pf_str fact = state(explainer, expr->operands[0], first);
    return pf_arena_format(explainer->arena, "%.*s is %s: %.*s", PF_ARG(expr->text), word,
                           PF_ARG(fact));
}

static pf_str explain(struct explainer *explainer, const struct pf_ghexpr *expr);

/* The operand that alone decides; NULL where all of them do. */
static const struct pf_ghexpr *deciding_operand(struct explainer *explainer,
                                                const struct pf_ghexpr *expr, enum pf_truth truth)
{
    bool needs_all = truth == (expr->kind == PF_GHEXPR_AND ? PF_YES : PF_NO);
    for (size_t i = 0; i < expr->operand_count && !needs_all; i++)
        if (truth_of(explainer, expr->operands[i]) == truth)
            return expr->operands[i];
    return NULL;
}

static pf_str explain_chain(struct explainer *explainer, const struct pf_ghexpr *expr,
                            enum pf_truth truth)
{
    const struct pf_ghexpr *one = deciding_operand(explainer, expr, truth);
    if (one != NULL)
        return explain(explainer, one);
    pf_str first = explain(explainer, expr->operands[0]);
    pf_str second = explain(explainer, expr->operands[1]);
    explainer->decider = expr;
    if (pf_str_eq(first, second))
        return first;
    return pf_arena_format(explainer->arena, "%.*s, and %.*s", PF_ARG(first), PF_ARG(second));
}

static pf_str explain(struct explainer *explainer, const struct pf_ghexpr *expr)
{
    const struct pf_node *value = value_of(explainer, expr);
    if (value == NULL)
        return explain_failure(explainer, expr);
    explainer->decider = expr;
    enum pf_truth truth = pf_ghexpr_value_truth(value);
    if (expr->kind == PF_GHEXPR_NOT)
        return explain(explainer, expr->operands[0]);
    if (expr->kind == PF_GHEXPR_AND || expr->kind == PF_GHEXPR_OR)
        return explain_chain(explainer, expr, truth);
    if (truth == PF_MAYBE)
        return depends(explainer, value);
    if (expr->kind == PF_GHEXPR_CALL)
        return explain_call(explainer, expr, truth);
    if (expr->kind >= PF_GHEXPR_LESS && expr->kind <= PF_GHEXPR_NOT_EQUAL) {
        bool is_known = !pf_ghexpr_value_is_unknown(value_of(explainer, expr->operands[0])) &&
                        !pf_ghexpr_value_is_unknown(value_of(explainer, expr->operands[1]));
        if (is_known)
            return explain_compare(explainer, expr, truth);
    }
    if (expr->kind == PF_GHEXPR_LITERAL)
        return pf_arena_format(explainer->arena, "it is the constant %.*s",
                               PF_ARG(show(explainer, value)));
    if (pf_ghexpr_value_is_unknown(value))
        return pf_arena_format(explainer->arena, "%.*s is always %s", PF_ARG(expr->text),
                               truth == PF_YES ? "true" : "false");
    return state(explainer, expr, value);
}

pf_str pf_ghexpr_explain(struct pf_arena *arena, const struct pf_ghexpr *expr,
                         const struct pf_ghexpr_world *world, const struct pf_ghexpr **decider)
{
    struct explainer explainer = {arena, world, expr};
    pf_str words = explain(&explainer, expr);
    *decider = explainer.decider;
    return words;
}
