/* Truth, equality, order, membership and identity. */
#include "python/interp.h"

#include <math.h>

enum {
    MAX_DEPTH = 50 /* of compared containers; deeper is maybe */
};

static bool is_int(pf_value v)
{
    return v.type == PF_V_INT || v.type == PF_V_BOOL;
}

static bool is_number(pf_value v)
{
    return is_int(v) || v.type == PF_V_FLOAT;
}

static int64_t int_of(pf_value v)
{
    return v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer;
}

static bool is_set(pf_value v)
{
    return v.type == PF_V_SET || v.type == PF_V_FROZENSET;
}

static pf_value unwrapped(pf_value v)
{
    return v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped) ? v.as.object->wrapped : v;
}

pf_value pf_truth_value(struct pf_eval *ev, enum pf_truth truth, pf_value a, pf_value b)
{
    if (truth != PF_MAYBE)
        return pf_made_of(ev, pf_bool(truth == PF_YES), a, b);
    pf_value both[] = {a, b};
    return pf_unknown_of(ev, PF_KIND_BIT(PF_BOOL), true, "a comparison with something unknown",
                         both, 2);
}

/* --- truth -------------------------------------------------------------------------------------
 */

static bool instance_truth(struct pf_eval *ev, pf_value v, enum pf_truth *truth)
{
    static const char *const names[] = {"__bool__", "__len__"};
    for (size_t i = 0; i < PF_COUNT(names); i++) {
        pf_value method = pf_find_special(ev, v, names[i]);
        if (pf_is_failed(method))
            return false;
        if (!pf_is_bound(method))
            continue;
        pf_value result = pf_call_value(ev, method, NULL, 0);
        if (pf_is_failed(result))
            return false;
        if (result.type == PF_V_INSTANCE) {
            *truth = PF_MAYBE;
            return true;
        }
        return pf_truth_of_value(ev, result, truth);
    }
    pf_value inner = unwrapped(v);
    if (inner.type != PF_V_INSTANCE)
        return pf_truth_of_value(ev, inner, truth);
    *truth = v.as.object->cls->class_->has_unknown_base ? PF_MAYBE : PF_YES;
    return true;
}

void pf_may_be_asked(struct pf_eval *ev, pf_value unknown)
{
    if ((unknown.as.unknown->kinds & PF_KIND_OBJECT) != 0)
        pf_may_raise(ev, "");
}

static enum pf_truth unknown_truth(const struct pf_unknown *u)
{
    const unsigned falsy = PF_KIND_BIT(PF_NULL) | PF_KIND_BIT(PF_BOOL);
    if (u->kinds == PF_KIND_BIT(PF_NULL))
        return PF_NO;
    return u->may_be_empty || (u->kinds & falsy) != 0 ? PF_MAYBE : PF_YES;
}

static enum pf_truth contents_truth(const struct pf_contents *c, enum pf_type type)
{
    if (c->knowledge == PF_CONTENTS_UNKNOWN)
        return PF_MAYBE;
    if (c->knowledge == PF_CONTENTS_EITHER) {
        bool some = false, none = false;
        for (size_t i = 0; i < c->alternative_count; i++) {
            some |= c->alternatives[i]->count > 0;
            none |= c->alternatives[i]->count == 0;
        }
        return some && none ? PF_MAYBE : pf_truth_of(some);
    }
    if (type == PF_V_LIST)
        return pf_truth_of(c->count > 0);
    enum pf_truth truth = PF_NO;
    for (size_t i = 0; i < c->dict.count && truth != PF_YES; i++)
        if (c->dict.entries[i].live)
            truth = c->dict.entries[i].maybe ? PF_MAYBE : PF_YES;
    return truth;
}

static bool either_truth(struct pf_eval *ev, const struct pf_either *e, enum pf_truth *truth)
{
    for (size_t i = 0; i < e->count; i++) {
        enum pf_truth one;
        if (!pf_truth_of_value(ev, e->arms[i], &one))
            return false;
        *truth = i == 0 || *truth == one ? one : PF_MAYBE;
    }
    return true;
}

bool pf_truth_of_value(struct pf_eval *ev, pf_value v, enum pf_truth *truth)
{
    *truth = PF_YES;
    switch (v.type) {
    case PF_V_NONE:
        *truth = PF_NO;
        break;
    case PF_V_BOOL:
        *truth = pf_truth_of(v.as.boolean);
        break;
    case PF_V_INT:
        *truth = pf_truth_of(v.as.integer != 0);
        break;
    case PF_V_FLOAT:
        *truth = pf_truth_of(v.as.real != 0);
        break;
    case PF_V_STR:
    case PF_V_BYTES:
        *truth = pf_truth_of(pf_text_of(v).len > 0);
        break;
    case PF_V_TUPLE:
        *truth = pf_truth_of(v.as.tuple->count > 0);
        break;
    case PF_V_RANGE:
        *truth = pf_truth_of(v.as.range->step > 0 ? v.as.range->start < v.as.range->stop
                                                  : v.as.range->start > v.as.range->stop);
        break;
    case PF_V_LIST:
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_DICT:
        *truth = contents_truth(v.as.object->contents, v.type);
        break;
    case PF_V_VIEW:
        *truth = contents_truth(v.as.view->dict->contents, PF_V_DICT);
        break;
    case PF_V_UNKNOWN:
        pf_may_be_asked(ev, v);
        *truth = unknown_truth(v.as.unknown);
        break;
    case PF_V_EITHER:
        return either_truth(ev, v.as.either, truth);
    case PF_V_INSTANCE:
        return instance_truth(ev, v, truth);
    default:
        break;
    }
    return true;
}

/* --- equality ----------------------------------------------------------------------------------
 */

static enum pf_truth equal_at(struct pf_eval *ev, pf_value a, pf_value b, int depth);

static int compare_numbers(pf_value a, pf_value b) /* 2: not to be ordered (nan) */
{
    if (is_int(a) && is_int(b)) {
        int64_t x = int_of(a), y = int_of(b);
        return (x > y) - (x < y);
    }
    if (a.type == PF_V_FLOAT && b.type == PF_V_FLOAT) {
        double x = a.as.real, y = b.as.real;
        return isnan(x) || isnan(y) ? 2 : (x > y) - (x < y);
    }
    bool swapped = b.type == PF_V_FLOAT;
    double d = swapped ? b.as.real : a.as.real;
    int64_t i = int_of(swapped ? a : b);
    int order;
    if (isnan(d))
        return 2;
    if (d >= 9223372036854775808.0)
        order = 1;
    else if (d < -9223372036854775808.0)
        order = -1;
    else {
        int64_t whole = (int64_t)floor(d);
        order = whole != i ? (whole > i) - (whole < i) : (d > floor(d));
    }
    return swapped ? -order : order;
}

static enum pf_truth equal_items(struct pf_eval *ev, const pf_value *a, size_t a_count,
                                 const pf_value *b, size_t b_count, int depth)
{
    if (a_count != b_count)
        return PF_NO;
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < a_count && all != PF_NO; i++)
        all = pf_truth_and(all, equal_at(ev, a[i], b[i], depth + 1));
    return all;
}

static enum pf_truth equal_dicts(struct pf_eval *ev, const struct pf_contents *a,
                                 const struct pf_contents *b, bool values, int depth)
{
    if (pf_dict_has_maybe(a) || pf_dict_has_maybe(b))
        return PF_MAYBE;
    if (a->dict.live != b->dict.live)
        return PF_NO;
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < a->dict.count && all != PF_NO; i++) {
        const struct pf_entry *e = &a->dict.entries[i];
        if (!e->live)
            continue;
        const struct pf_entry *other = pf_dict_find(ev, b, e->key, e->hash);
        if (other == NULL)
            return PF_NO;
        if (values)
            all = pf_truth_and(all, equal_at(ev, e->value, other->value, depth + 1));
    }
    return all;
}

/* Two kinds of data of which no value equals one of the other kind. */
static bool never_equal(unsigned a, unsigned b)
{
    const unsigned numbers = PF_KIND_BIT(PF_BOOL) | PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL);
    if ((a & PF_KIND_OBJECT) != 0 || (b & PF_KIND_OBJECT) != 0)
        return false;
    if ((a & numbers) != 0)
        a |= numbers;
    return (a & b) == 0;
}

static bool is_empty_data(pf_value v)
{
    return (v.type == PF_V_STR && pf_text_of(v).len == 0) ||
           (v.type == PF_V_INT && v.as.integer == 0) || v.type == PF_V_NONE;
}

static bool is_beyond(const struct pf_unknown *unknown, int64_t i)
{
    return unknown->most != 0 && (i < unknown->least || i > unknown->most);
}

/* A part of sys.argv and a list of words. */
static enum pf_truth command_is(const struct pf_eval *ev, const struct pf_contents *words)
{
    for (size_t i = 0; words->knowledge == PF_CONTENTS_KNOWN && i < words->count; i++)
        if (pf_command_word_is(ev, words->items[i]) == PF_NO)
            return PF_NO;
    return PF_MAYBE;
}

static enum pf_truth equal_vague(struct pf_eval *ev, pf_value a, pf_value b, int depth)
{
    if (a.type == PF_V_EITHER || b.type == PF_V_EITHER) {
        pf_value either = a.type == PF_V_EITHER ? a : b, other = a.type == PF_V_EITHER ? b : a;
        enum pf_truth truth = PF_MAYBE;
        for (size_t i = 0; i < either.as.either->count; i++) {
            enum pf_truth one = equal_at(ev, either.as.either->arms[i], other, depth + 1);
            truth = i == 0 || truth == one ? one : PF_MAYBE;
        }
        return truth;
    }
    pf_value unknown = a.type == PF_V_UNKNOWN ? a : b, other = a.type == PF_V_UNKNOWN ? b : a;
    pf_may_be_asked(ev, unknown);
    if (never_equal(pf_kinds_of(unknown), pf_kinds_of(other)))
        return PF_NO;
    if (other.type == PF_V_INT && is_beyond(unknown.as.unknown, other.as.integer))
        return PF_NO;
    if (pf_is_command(unknown) && pf_is_str(other))
        return pf_command_word_is(ev, other);
    if (pf_is_command(unknown) && other.type == PF_V_LIST)
        return command_is(ev, other.as.object->contents);
    if (!unknown.as.unknown->may_be_empty && is_empty_data(other) &&
        (unknown.as.unknown->kinds & (PF_KIND_OBJECT | PF_KIND_BIT(PF_BOOL))) == 0 &&
        (other.type != PF_V_NONE || (unknown.as.unknown->kinds & PF_KIND_BIT(PF_NULL)) == 0))
        return PF_NO;
    return PF_MAYBE;
}

/* __eq__ of the classes; MAYBE when a project's own raised or is not known. */
static enum pf_truth equal_instances(struct pf_eval *ev, pf_value a, pf_value b)
{
    pf_value sides[] = {a, b};
    for (size_t i = 0; i < 2; i++) {
        pf_value method = pf_find_special(ev, sides[i], "__eq__");
        if (!pf_is_bound(method))
            continue;
        if (pf_is_failed(method)) {
            pf_clear_exception(ev);
            pf_may_raise(ev, "");
            return PF_MAYBE;
        }
        if (pf_is_vague(method))
            return PF_MAYBE;
        pf_value result = pf_call_value(ev, method, &sides[1 - i], 1);
        enum pf_truth truth;
        if (result.type == PF_V_NOT_IMPLEMENTED)
            continue;
        if (pf_is_failed(result) || !pf_truth_of_value(ev, result, &truth)) {
            pf_clear_exception(ev);
            return PF_MAYBE;
        }
        return truth;
    }
    for (size_t i = 0; i < 2; i++)
        if (sides[i].type == PF_V_INSTANCE && sides[i].as.object->cls->class_->has_unknown_base)
            return pf_same_value(a, b) ? PF_YES : PF_MAYBE;
    pf_value x = unwrapped(a), y = unwrapped(b);
    if (x.type != PF_V_INSTANCE || y.type != PF_V_INSTANCE)
        return x.type == PF_V_INSTANCE || y.type == PF_V_INSTANCE ? PF_NO
                                                                  : pf_equal_values(ev, x, y);
    return pf_truth_of(a.as.object == b.as.object);
}

static enum pf_truth equal_containers(struct pf_eval *ev, pf_value a, pf_value b, int depth)
{
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    if (a.as.object == b.as.object)
        return PF_YES;
    if (x->knowledge != PF_CONTENTS_KNOWN || y->knowledge != PF_CONTENTS_KNOWN)
        return PF_MAYBE;
    if (a.type == PF_V_LIST)
        return equal_items(ev, x->items, x->count, y->items, y->count, depth);
    return equal_dicts(ev, x, y, a.type == PF_V_DICT, depth);
}

static enum pf_truth equal_at(struct pf_eval *ev, pf_value a, pf_value b, int depth)
{
    if (depth > MAX_DEPTH || !pf_step(ev, ev->site))
        return PF_MAYBE;
    if (pf_is_vague(a) || pf_is_vague(b))
        return equal_vague(ev, a, b, depth);
    if (a.type == PF_V_INSTANCE || b.type == PF_V_INSTANCE)
        return equal_instances(ev, a, b);
    if (is_number(a) && is_number(b))
        return pf_truth_of(compare_numbers(a, b) == 0);
    if (a.type == PF_V_TUPLE && b.type == PF_V_TUPLE)
        return equal_items(ev, a.as.tuple->items, a.as.tuple->count, b.as.tuple->items,
                           b.as.tuple->count, depth);
    if ((a.type == b.type && pf_has_contents(a) && a.type != PF_V_ITERATOR) ||
        (is_set(a) && is_set(b)))
        return equal_containers(ev, a, b, depth);
    if (a.type != b.type)
        return a.type == PF_V_VIEW || b.type == PF_V_VIEW ? PF_MAYBE : PF_NO;
    if (a.type == PF_V_VIEW || a.type == PF_V_RANGE || a.type == PF_V_SLICE)
        return pf_same_value(a, b) ? PF_YES : PF_MAYBE;
    return pf_truth_of(pf_same_value(a, b));
}

enum pf_truth pf_equal_values(struct pf_eval *ev, pf_value a, pf_value b)
{
    return equal_at(ev, a, b, 0);
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
        enum pf_truth same = equal_at(ev, a[i], b[i], depth + 1);
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
    if (depth > MAX_DEPTH)
        return true;
    if (pf_find_special(ev, a, orders[op].name).type == PF_V_UNBOUND)
        a = unwrapped(a);
    if (pf_find_special(ev, b, orders[op].swapped).type == PF_V_UNBOUND)
        b = unwrapped(b);
    if (order_in_range(op, a, b, truth))
        return true;
    if (!pf_is_plain(a) || !pf_is_plain(b)) {
        pf_may_raise(ev, "TypeError");
        return true;
    }
    if (is_number(a) && is_number(b)) {
        *truth = fits(op, compare_numbers(a, b));
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
    if (is_set(a) && is_set(b)) {
        *truth = order_sets(ev, op, a, b);
        return true;
    }
    return order_instances(ev, op, a, b, truth);
}

bool pf_less_than(struct pf_eval *ev, pf_value a, pf_value b, enum pf_truth *truth)
{
    return order_values(ev, PF_AST_LT, a, b, truth, 0);
}

/* --- membership --------------------------------------------------------------------------------
 */

static enum pf_truth among(struct pf_eval *ev, const pf_value *items, size_t count, pf_value member)
{
    enum pf_truth any = PF_NO;
    for (size_t i = 0; i < count && any != PF_YES; i++) {
        bool identical =
            pf_same_value(items[i], member) && !pf_is_vague(member) && member.type != PF_V_FLOAT;
        any = pf_truth_or(any, identical ? PF_YES : pf_equal_values(ev, items[i], member));
    }
    return any;
}

static enum pf_truth in_dict(struct pf_eval *ev, const struct pf_contents *c, pf_value member,
                             bool *failed)
{
    uint64_t hash;
    if (pf_is_vague(member))
        pf_may_be_unhashable(ev, member);
    if (pf_is_vague(member) && c->knowledge == PF_CONTENTS_KNOWN) {
        enum pf_truth any = PF_NO;
        for (size_t i = 0; i < c->dict.count; i++)
            if (c->dict.entries[i].live)
                any = pf_truth_or(any, pf_equal_values(ev, c->dict.entries[i].key, member));
        return any == PF_YES ? PF_MAYBE : any;
    }
    if (member.type == PF_V_SET) { /* a set looks for an equal frozenset; a dict raises */
        pf_may_raise(ev, "TypeError");
        return PF_MAYBE;
    }
    if (!pf_hash_value(ev, member, &hash)) {
        *failed = pf_is_failed(pf_unhashable(ev, member));
        return PF_MAYBE;
    }
    if (c->knowledge != PF_CONTENTS_KNOWN)
        return PF_MAYBE;
    const struct pf_entry *e = pf_dict_find(ev, c, member, hash);
    return e == NULL ? PF_NO : (e->maybe ? PF_MAYBE : PF_YES);
}

static enum pf_truth in_text(struct pf_eval *ev, pf_value text, pf_value member, bool *failed)
{
    if (member.type == PF_V_UNKNOWN || member.type == PF_V_EITHER) {
        pf_may_raise(ev, "TypeError");
        return PF_MAYBE;
    }
    if (text.type == PF_V_BYTES && member.type == PF_V_INT)
        return pf_truth_of(pf_str_find_byte(pf_text_of(text), (char)member.as.integer) !=
                           PF_STR_NONE);
    pf_value inner = unwrapped(member);
    if (inner.type != text.type) {
        pf_raise(ev, "TypeError", "'in <string>' requires string as left operand, not %.*s",
                 PF_ARG(pf_type_name(member)));
        *failed = true;
        return PF_MAYBE;
    }
    return pf_truth_of(pf_str_contains(pf_text_of(text), pf_text_of(inner)));
}

static enum pf_truth in_list(struct pf_eval *ev, const struct pf_contents *c, pf_value member)
{
    if (c->knowledge == PF_CONTENTS_UNKNOWN)
        return PF_MAYBE;
    if (c->knowledge == PF_CONTENTS_KNOWN)
        return among(ev, c->items, c->count, member);
    enum pf_truth truth = PF_MAYBE;
    for (size_t i = 0; i < c->alternative_count; i++) {
        const struct pf_contents *arm = c->alternatives[i];
        enum pf_truth one = among(ev, arm->items, arm->count, member);
        truth = i == 0 || truth == one ? one : PF_MAYBE;
    }
    return truth;
}

static enum pf_truth in_others(struct pf_eval *ev, pf_value container, pf_value member,
                               bool *failed)
{
    pf_value method = pf_find_special(ev, container, "__contains__");
    if (pf_is_failed(method)) {
        *failed = true;
        return PF_MAYBE;
    }
    if (pf_is_bound(method)) {
        pf_value result = pf_call_value(ev, method, &member, 1);
        enum pf_truth truth = PF_MAYBE;
        *failed = pf_is_failed(result) || !pf_truth_of_value(ev, result, &truth);
        return truth;
    }
    if (container.type == PF_V_INSTANCE && pf_is_bound(container.as.object->wrapped))
        return pf_contains(ev, container.as.object->wrapped, member, failed);
    if (container.type < PF_V_TUPLE || container.type == PF_V_FUNCTION ||
        container.type == PF_V_NATIVE || container.type == PF_V_MODULE) {
        pf_raise(ev, "TypeError", "argument of type '%.*s' is not iterable",
                 PF_ARG(pf_type_name(container)));
        *failed = true;
        return PF_MAYBE;
    }
    struct pf_items items;
    if (!pf_iterate(ev, container, &items)) {
        *failed = true;
        return PF_MAYBE;
    }
    return items.known ? among(ev, items.items, items.count, member) : PF_MAYBE;
}

enum pf_truth pf_contains(struct pf_eval *ev, pf_value container, pf_value member, bool *failed)
{
    *failed = false;
    switch (container.type) {
    case PF_V_STR:
    case PF_V_BYTES:
        return in_text(ev, container, member, failed);
    case PF_V_LIST:
        return in_list(ev, container.as.object->contents, member);
    case PF_V_TUPLE:
        return among(ev, container.as.tuple->items, container.as.tuple->count, member);
    case PF_V_DICT:
    case PF_V_SET:
    case PF_V_FROZENSET:
        return in_dict(ev, container.as.object->contents, member, failed);
    case PF_V_VIEW:
        if (container.as.view->what == PF_VIEW_KEYS)
            return in_dict(ev, container.as.view->dict->contents, member, failed);
        return in_others(ev, container, member, failed);
    case PF_V_UNKNOWN:
        if (pf_is_command(container))
            return (container.as.unknown->kinds & PF_KIND_BIT(PF_STRING)) != 0
                       ? pf_command_word_contains(member)
                       : pf_command_has(ev, member);
        pf_may_raise(ev, "TypeError");
        return PF_MAYBE;
    case PF_V_EITHER: {
        enum pf_truth truth = PF_MAYBE;
        for (size_t i = 0; i < container.as.either->count && !*failed; i++) {
            enum pf_truth one = pf_contains(ev, container.as.either->arms[i], member, failed);
            truth = i == 0 || truth == one ? one : PF_MAYBE;
        }
        if (*failed) { /* only in one of the worlds */
            *failed = false;
            pf_clear_exception(ev);
            pf_may_raise(ev, "TypeError");
            return PF_MAYBE;
        }
        return truth;
    }
    default:
        return in_others(ev, container, member, failed);
    }
}

/* --- identity ----------------------------------------------------------------------------------
 */

static enum pf_truth identical(pf_value a, pf_value b)
{
    if (a.type == PF_V_EITHER || b.type == PF_V_EITHER) {
        const struct pf_either *e = a.type == PF_V_EITHER ? a.as.either : b.as.either;
        pf_value other = a.type == PF_V_EITHER ? b : a;
        enum pf_truth truth = PF_MAYBE;
        for (size_t i = 0; i < e->count; i++) {
            enum pf_truth one = identical(e->arms[i], other);
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
        truth = identical(a, b);
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
