/* Order and identity, and the operators of comparison. */
#include "python/compare.h"

pf_value pf_truth_value(struct pf_eval *ev, enum pf_truth truth, pf_value a, pf_value b)
{
    if (truth != PF_MAYBE)
        return pf_made_of(ev, pf_bool(truth == PF_YES), a, b);
    pf_value both[] = {a, b};
    return pf_unknown_of(ev, PF_KIND_BIT(PF_BOOL), true, "a comparison with something unknown",
                         both, 2);
}

/* --- order -------------------------------------------------------------------------------------
 */

static const struct {
    const char *symbol, *name, *swapped;
} orders[PF_AST_OPERATOR_COUNT] = {
    [PF_AST_LT] = {"<", "__lt__", "__gt__"},
    [PF_AST_LT_E] = {"<=", "__le__", "__ge__"},
    [PF_AST_GT] = {">", "__gt__", "__lt__"},
    [PF_AST_GT_E] = {">=", "__ge__", "__le__"},
};

static enum pf_truth fits(enum pf_ast_operator op, int order)
{
    switch (op) {
    case PF_AST_LT:
        return pf_truth_of(order == -1);
    case PF_AST_LT_E:
        return pf_truth_of(order == -1 || order == 0);
    case PF_AST_GT:
        return pf_truth_of(order == 1);
    default:
        return pf_truth_of(order == 1 || order == 0);
    }
}

static bool order_values(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b,
                         enum pf_truth *truth, int depth);

/* An int of a known range and another int: does one end of the range tell? */
static bool order_in_range(enum pf_ast_operator op, pf_value a, pf_value b, enum pf_truth *truth)
{
    bool swapped = a.type == PF_V_INT;
    pf_value unknown = swapped ? b : a, other = swapped ? a : b;
    if (unknown.type != PF_V_UNKNOWN || unknown.as.unknown->most == 0 || other.type != PF_V_INT)
        return false;
    int64_t i = other.as.integer, ends[] = {unknown.as.unknown->least, unknown.as.unknown->most};
    enum pf_truth at[2];
    for (size_t end = 0; end < 2; end++) {
        int order = (ends[end] > i) - (ends[end] < i);
        at[end] = fits(op, swapped ? -order : order);
    }
    *truth = at[0] == at[1] ? at[0] : PF_MAYBE;
    return true;
}

static bool order_items(struct pf_eval *ev, enum pf_ast_operator op, const pf_value *a, size_t m,
                        const pf_value *b, size_t n, enum pf_truth *truth, int depth);

/* The first of them may be equal or not: what follows from either, if it is the same. */
static enum pf_truth order_doubtful(struct pf_eval *ev, enum pf_ast_operator op, const pf_value *a,
                                    size_t m, const pf_value *b, size_t n, int depth)
{
    enum pf_truth less, greater, rest, differs = PF_MAYBE;
    bool up = op == PF_AST_GT || op == PF_AST_GT_E;
    if (!order_in_range(PF_AST_LT, a[0], b[0], &less) ||
        !order_in_range(PF_AST_GT, a[0], b[0], &greater) ||
        !order_items(ev, op, a + 1, m - 1, b + 1, n - 1, &rest, depth + 1))
        return PF_MAYBE;
    if (less == PF_NO)
        differs = pf_truth_of(up);
    else if (greater == PF_NO)
        differs = pf_truth_of(!up);
    return differs == rest ? rest : PF_MAYBE;
}

static bool order_items(struct pf_eval *ev, enum pf_ast_operator op, const pf_value *a, size_t m,
                        const pf_value *b, size_t n, enum pf_truth *truth, int depth)
{
    for (size_t i = 0; i < m && i < n; i++) {
        enum pf_truth same = pf_equal_at(ev, a[i], b[i], depth + 1);
        if (same == PF_MAYBE) {
            *truth = order_doubtful(ev, op, a + i, m - i, b + i, n - i, depth);
            return true;
        }
        if (same == PF_NO)
            return order_values(ev, op, a[i], b[i], truth, depth + 1);
    }
    *truth = fits(op, (m > n) - (m < n));
    return true;
}

static enum pf_truth order_sets(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    if (op == PF_AST_GT || op == PF_AST_GT_E)
        return order_sets(ev, op == PF_AST_GT ? PF_AST_LT : PF_AST_LT_E, b, a);
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    if (pf_dict_has_maybe(x) || pf_dict_has_maybe(y))
        return PF_MAYBE;
    for (size_t i = 0; i < x->dict.count; i++)
        if (x->dict.entries[i].live &&
            pf_dict_find(ev, y, x->dict.entries[i].key, x->dict.entries[i].hash) == NULL)
            return PF_NO;
    return pf_truth_of(op == PF_AST_LT_E || x->dict.live < y->dict.live);
}

/* An object of a library: how it is ordered is not modelled. */
static bool nobody_orders(struct pf_eval *ev, pf_value v)
{
    return pf_may_stand_in(ev, v) ||
           (v.type == PF_V_INSTANCE && v.as.object->cls->class_->ast == NULL &&
            !pf_is_exception_class(v.as.object->cls));
}

static bool order_instances(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b,
                            enum pf_truth *truth)
{
    const char *names[] = {orders[op].name, orders[op].swapped};
    pf_value sides[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        pf_value method = pf_find_special(ev, sides[i], names[i]);
        if (pf_is_failed(method))
            return false;
        if (!pf_is_bound(method))
            continue;
        pf_value result = pf_call_value(ev, method, &sides[1 - i], 1);
        if (pf_is_failed(result))
            return false;
        if (result.type != PF_V_NOT_IMPLEMENTED)
            return pf_truth_of_value(ev, result, truth);
    }
    if (nobody_orders(ev, a) || nobody_orders(ev, b)) {
        pf_may_raise(ev, "TypeError");
        return true;
    }
    pf_raise(ev, "TypeError", "'%s' not supported between instances of '%.*s' and '%.*s'",
             orders[op].symbol, PF_ARG(pf_type_name(a)), PF_ARG(pf_type_name(b)));
    return false;
}

static bool order_values(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b,
                         enum pf_truth *truth, int depth)
{
    *truth = PF_MAYBE;
    if (depth > PF_COMPARE_DEPTH)
        return true;
    if (pf_find_special(ev, a, orders[op].name).type == PF_V_UNBOUND)
        a = pf_unwrapped(a);
    if (pf_find_special(ev, b, orders[op].swapped).type == PF_V_UNBOUND)
        b = pf_unwrapped(b);
    if (order_in_range(op, a, b, truth))
        return true;
    if (!pf_is_plain(a) || !pf_is_plain(b)) {
        pf_may_raise(ev, "TypeError");
        return true;
    }
    if (pf_is_number(a) && pf_is_number(b)) {
        *truth = fits(op, pf_compare_numbers(a, b));
        return true;
    }
    if (a.type == b.type && (a.type == PF_V_STR || a.type == PF_V_BYTES)) {
        int order = pf_str_compare(pf_text_of(a), pf_text_of(b));
        *truth = fits(op, (order > 0) - (order < 0));
        return true;
    }
    if (a.type == PF_V_TUPLE && b.type == PF_V_TUPLE)
        return order_items(ev, op, a.as.tuple->items, a.as.tuple->count, b.as.tuple->items,
                           b.as.tuple->count, truth, depth);
    if (a.type == PF_V_LIST && b.type == PF_V_LIST) {
        const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
        return order_items(ev, op, x->items, x->count, y->items, y->count, truth, depth);
    }
    if (pf_is_set(a) && pf_is_set(b)) {
        *truth = order_sets(ev, op, a, b);
        return true;
    }
    if (pf_is_set_like(a) && pf_is_set_like(b)) {
        if (!pf_as_set(ev, &a) || !pf_as_set(ev, &b))
            return false;
        if (pf_is_set(a) && pf_is_set(b))
            *truth = order_sets(ev, op, a, b);
        return true;
    }
    return order_instances(ev, op, a, b, truth);
}

bool pf_less_than(struct pf_eval *ev, pf_value a, pf_value b, enum pf_truth *truth)
{
    return order_values(ev, PF_AST_LT, a, b, truth, 0);
}

/* --- identity ----------------------------------------------------------------------------------
 */

enum pf_truth pf_identical(pf_value a, pf_value b)
{
    if (a.type == PF_V_EITHER || b.type == PF_V_EITHER) {
        const struct pf_either *e = a.type == PF_V_EITHER ? a.as.either : b.as.either;
        pf_value other = a.type == PF_V_EITHER ? b : a;
        enum pf_truth truth = PF_MAYBE;
        for (size_t i = 0; i < e->count; i++) {
            enum pf_truth one = pf_identical(e->arms[i], other);
            truth = i == 0 || truth == one ? one : PF_MAYBE;
        }
        return truth;
    }
    if (a.type == PF_V_UNKNOWN || b.type == PF_V_UNKNOWN)
        return (pf_kinds_of(a) & pf_kinds_of(b)) == 0 ? PF_NO
               : pf_kinds_of(a) == PF_KIND_BIT(PF_NULL) && pf_kinds_of(b) == PF_KIND_BIT(PF_NULL)
                   ? PF_YES
                   : PF_MAYBE;
    if (a.type != b.type)
        return PF_NO;
    if (!pf_same_value(a, b))
        return PF_NO;
    switch (a.type) {
    case PF_V_FLOAT:
    case PF_V_STR:
    case PF_V_BYTES:
    case PF_V_TUPLE:
    case PF_V_RANGE:
    case PF_V_SLICE:
    case PF_V_METHOD:
    case PF_V_VIEW:
        return PF_MAYBE;
    case PF_V_INT:
        return a.as.integer >= -5 && a.as.integer <= 256 ? PF_YES : PF_MAYBE;
    default:
        return PF_YES;
    }
}

/* What a class of the project says, which need not be a bool; UNBOUND: no such class says anything.
 */
static pf_value rich_compare(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    bool equality = op == PF_AST_EQ || op == PF_AST_NOT_EQ;
    if (op == PF_AST_NOT_EQ && !pf_is_bound(pf_find_special(ev, a, "__ne__")) &&
        !pf_is_bound(pf_find_special(ev, b, "__ne__"))) {
        enum pf_truth truth;
        pf_value equal = rich_compare(ev, PF_AST_EQ, a, b);
        if (!pf_is_bound(equal) || pf_is_failed(equal))
            return equal;
        return pf_truth_of_value(ev, equal, &truth)
                   ? pf_truth_value(ev, pf_truth_not(truth), equal, equal)
                   : (pf_value){.type = PF_V_FAILED};
    }
    const char *own = op == PF_AST_EQ ? "__eq__" : "__ne__";
    const char *names[] = {equality ? own : orders[op].name, equality ? own : orders[op].swapped};
    pf_value sides[] = {a, b};
    bool b_first = a.type == PF_V_INSTANCE && b.type == PF_V_INSTANCE &&
                   a.as.object->cls != b.as.object->cls &&
                   pf_is_subclass(b.as.object->cls, a.as.object->cls);
    for (size_t i = 0; i < 2; i++) {
        size_t side = b_first ? 1 - i : i;
        if (sides[side].type != PF_V_INSTANCE || sides[side].as.object->cls->class_->ast == NULL)
            continue;
        pf_value method = pf_find_special(ev, sides[side], names[side]);
        if (method.type != PF_V_METHOD || method.as.method->function.type != PF_V_FUNCTION)
            continue;
        pf_value result = pf_call_value(ev, method, &sides[1 - side], 1);
        if (result.type != PF_V_NOT_IMPLEMENTED)
            return result;
    }
    return pf_unbound();
}

static bool is_rich(enum pf_ast_operator op)
{
    return op != PF_AST_IS && op != PF_AST_IS_NOT && op != PF_AST_IN && op != PF_AST_NOT_IN;
}

pf_value pf_compare(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    if (is_rich(op) && !pf_is_vague(a) && !pf_is_vague(b) &&
        (a.type == PF_V_INSTANCE || b.type == PF_V_INSTANCE)) {
        pf_value result = rich_compare(ev, op, a, b);
        if (pf_is_bound(result))
            return result;
    }
    bool wrong = false;
    enum pf_truth truth;
    switch (op) {
    case PF_AST_EQ:
    case PF_AST_NOT_EQ:
        truth = pf_equal_values(ev, a, b);
        break;
    case PF_AST_IS:
    case PF_AST_IS_NOT:
        truth = pf_identical(a, b);
        break;
    case PF_AST_IN:
    case PF_AST_NOT_IN:
        truth = pf_contains(ev, b, a, &wrong);
        break;
    default:
        wrong = !order_values(ev, op, a, b, &truth, 0);
        break;
    }
    if (wrong)
        return (pf_value){.type = PF_V_FAILED};
    if (op == PF_AST_NOT_EQ || op == PF_AST_IS_NOT || op == PF_AST_NOT_IN)
        truth = pf_truth_not(truth);
    pf_value x = a, y = b;
    x.origin = pf_origin_of(ev, a);
    y.origin = pf_origin_of(ev, b);
    pf_value made_of[] = {x, y};
    pf_value result = pf_truth_value(ev, truth, x, y);
    static const char *const symbols[PF_AST_OPERATOR_COUNT] = {
        [PF_AST_EQ] = "==",        [PF_AST_NOT_EQ] = "!=",     [PF_AST_LT] = "<",
        [PF_AST_LT_E] = "<=",      [PF_AST_GT] = ">",          [PF_AST_GT_E] = ">=",
        [PF_AST_IS] = "is",        [PF_AST_IS_NOT] = "is not", [PF_AST_IN] = "in",
        [PF_AST_NOT_IN] = "not in"};
    return pf_traced(ev, result, symbols[op], ev->site == NULL ? (pf_span){0} : ev->site->span,
                     made_of, 2);
}
