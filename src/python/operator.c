/* Binary and unary operators. */
#include "python/operator.h"

#include <math.h>

static const pf_value failed = {.type = PF_V_FAILED};

static const struct {
    const char *symbol, *name, *reflected, *in_place;
} operators[PF_AST_AND] = {
    [PF_AST_ADD] = {"+", "__add__", "__radd__", "__iadd__"},
    [PF_AST_SUB] = {"-", "__sub__", "__rsub__", "__isub__"},
    [PF_AST_MULT] = {"*", "__mul__", "__rmul__", "__imul__"},
    [PF_AST_MAT_MULT] = {"@", "__matmul__", "__rmatmul__", "__imatmul__"},
    [PF_AST_DIV] = {"/", "__truediv__", "__rtruediv__", "__itruediv__"},
    [PF_AST_MOD] = {"%", "__mod__", "__rmod__", "__imod__"},
    [PF_AST_POW] = {"** or pow()", "__pow__", "__rpow__", "__ipow__"},
    [PF_AST_L_SHIFT] = {"<<", "__lshift__", "__rlshift__", "__ilshift__"},
    [PF_AST_R_SHIFT] = {">>", "__rshift__", "__rrshift__", "__irshift__"},
    [PF_AST_BIT_OR] = {"|", "__or__", "__ror__", "__ior__"},
    [PF_AST_BIT_XOR] = {"^", "__xor__", "__rxor__", "__ixor__"},
    [PF_AST_BIT_AND] = {"&", "__and__", "__rand__", "__iand__"},
    [PF_AST_FLOOR_DIV] = {"//", "__floordiv__", "__rfloordiv__", "__ifloordiv__"},
};

/* --- unknown operands --------------------------------------------------------------------------
 */

static unsigned numeric_kinds(enum pf_ast_operator op)
{
    if (op == PF_AST_DIV)
        return PF_KIND_BIT(PF_REAL);
    return PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL) | PF_KIND_BIT(PF_BOOL);
}

static bool only(pf_value v, unsigned kinds)
{
    return (pf_kinds_of(v) & ~kinds) == 0;
}

static bool may_be_empty(pf_value v)
{
    if (v.type == PF_V_STR)
        return pf_text_of(v).len == 0;
    return v.type != PF_V_UNKNOWN || v.as.unknown->may_be_empty;
}

static pf_value join_path(struct pf_eval *ev, pf_value a, pf_value b)
{
    pf_str parts[] = {a.as.unknown->path, pf_text_of(b)};
    pf_value path = pf_path_value(ev, pf_arena_join(ev->arena, parts, 2, PF_STR("")));
    return pf_made_of(ev, path, a, b);
}

static bool is_division(enum pf_ast_operator op)
{
    return op == PF_AST_DIV || op == PF_AST_FLOOR_DIV || op == PF_AST_MOD;
}

static bool may_fail_on_numbers(enum pf_ast_operator op)
{
    return is_division(op) || op == PF_AST_POW || op == PF_AST_L_SHIFT || op == PF_AST_R_SHIFT;
}

static pf_value unknown_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    const unsigned text = PF_KIND_BIT(PF_STRING), seq = PF_KIND_BIT(PF_SEQ);
    const unsigned numbers = PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL) | PF_KIND_BIT(PF_BOOL);
    pf_value both[] = {a, b};
    unsigned kinds = PF_KINDS_EVERY;
    bool empty = true;
    for (size_t i = 0; i < 2; i++)
        pf_escape_items(ev, both[i], "put together with something unknown");
    if (op == PF_AST_ADD && a.type == PF_V_UNKNOWN && a.as.unknown->is_path && pf_is_str(b))
        return join_path(ev, a, b);
    if (op == PF_AST_ADD && only(a, text) && only(b, text)) {
        kinds = text;
        empty = may_be_empty(a) && may_be_empty(b);
    } else if (op == PF_AST_MOD && only(a, text)) {
        kinds = text;
        pf_may_raise(ev, ""); /* of a %: any of its conversions, a key */
    } else if (op == PF_AST_ADD && only(a, seq) && only(b, seq)) {
        kinds = seq;
    } else if (only(a, numbers) && only(b, numbers)) {
        if (is_division(op) && pf_is_integral(b) && pf_integral_of(b) == 0)
            return pf_raise(ev, "ZeroDivisionError", "division by zero");
        kinds = numeric_kinds(op);
        if (may_fail_on_numbers(op))
            pf_may_raise(ev, "Exception");
    } else {
        pf_may_raise(ev, may_fail_on_numbers(op) ? "" : "TypeError");
        if (op == PF_AST_ADD && (pf_is_str(a) || pf_is_str(b)))
            kinds = text;
        else if (op == PF_AST_ADD && (only(a, seq) || only(b, seq)))
            kinds = seq;
    }
    pf_value made = pf_unknown_of(ev, kinds, empty, "worked out from something unknown", both, 2);
    if (op != PF_AST_ADD || kinds != text)
        return made;
    return pf_with_prefix(ev, made,
                          pf_is_str(a)             ? pf_text_of(a)
                          : a.type == PF_V_UNKNOWN ? a.as.unknown->prefix
                                                   : PF_STR(""));
}

/* --- all ---------------------------------------------------------------------------------------
 */

static pf_value call_special(struct pf_eval *ev, pf_value v, const char *name, pf_value other)
{
    pf_value method = pf_find_special(ev, v, name);
    if (!pf_is_bound(method) || pf_is_failed(method))
        return method;
    pf_value result = pf_call_value(ev, method, &other, 1);
    return result.type == PF_V_NOT_IMPLEMENTED ? pf_unbound() : result;
}

static bool may_be_overloaded(pf_value v)
{
    return v.type == PF_V_INSTANCE || v.type == PF_V_CLASS;
}

static pf_value overloaded(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    pf_value result = pf_unbound();
    bool b_first = a.type == PF_V_INSTANCE && b.type == PF_V_INSTANCE &&
                   a.as.object->cls != b.as.object->cls &&
                   pf_is_subclass(b.as.object->cls, a.as.object->cls);
    if (b_first)
        result = call_special(ev, b, operators[op].reflected, a);
    if (!pf_is_bound(result) && may_be_overloaded(a))
        result = call_special(ev, a, operators[op].name, b);
    if (!pf_is_bound(result) && may_be_overloaded(b) && !b_first)
        result = call_special(ev, b, operators[op].reflected, a);
    return result;
}

static bool is_set_view(pf_value v)
{
    return v.type == PF_V_VIEW && pf_is_set_like(v);
}

static pf_value view_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    pf_value both[] = {a, b};
    if (!pf_as_set(ev, &a) || !pf_as_set(ev, &b))
        return failed;
    if (!pf_is_set(a) || !pf_is_set(b))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "made of members that are not known",
                             both, 2);
    return pf_set_binary(ev, op, a, b);
}

static bool is_type(pf_value v)
{
    return v.type == PF_V_CLASS || (v.type == PF_V_UNKNOWN && v.as.unknown->type_parts != NULL);
}

static pf_value builtin_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    if (pf_is_number(a) && pf_is_number(b))
        return pf_number_binary(ev, op, a, b);
    if (op == PF_AST_MULT && pf_is_sequence(a) && pf_is_integral(b))
        return pf_sequence_repeat(ev, a, b);
    if (op == PF_AST_MULT && pf_is_integral(a) && pf_is_sequence(b))
        return pf_sequence_repeat(ev, b, a);
    if (op == PF_AST_ADD && pf_is_sequence(a))
        return pf_sequence_add(ev, a, b);
    bool set_op =
        op == PF_AST_BIT_OR || op == PF_AST_BIT_AND || op == PF_AST_BIT_XOR || op == PF_AST_SUB;
    if (set_op && pf_is_set(a) && pf_is_set(b))
        return pf_set_binary(ev, op, a, b);
    if (op == PF_AST_BIT_OR && a.type == PF_V_DICT && b.type == PF_V_DICT)
        return pf_dict_or(ev, a, b);
    if (set_op && (is_set_view(a) || is_set_view(b)))
        return view_binary(ev, op, a, b);
    if (op == PF_AST_BIT_OR && (a.type == PF_V_CLASS || b.type == PF_V_CLASS))
        return pf_unknown_value(ev, PF_KIND_OBJECT, false, "a union of types");
    return pf_unbound();
}

struct operands {
    enum pf_ast_operator op;
    pf_value a, b;
    bool in_place;
};

static pf_value any_binary(struct pf_eval *ev, const struct operands *o);

static pf_value with_left(struct pf_eval *ev, pf_value arm, void *context)
{
    struct operands o = *(struct operands *)context;
    o.a = arm;
    return any_binary(ev, &o);
}

static pf_value with_right(struct pf_eval *ev, pf_value arm, void *context)
{
    struct operands o = *(struct operands *)context;
    o.b = arm;
    return any_binary(ev, &o);
}

static bool has_alternatives(pf_value v)
{
    return v.type == PF_V_LIST && v.as.object->contents->knowledge == PF_CONTENTS_EITHER;
}

static pf_value extend_in_place(struct pf_eval *ev, pf_value list, pf_value with)
{
    struct pf_items items;
    if (!pf_iterate_each(ev, with, SIZE_MAX, &items))
        return failed;
    if (!items.known || items.unordered) {
        pf_heap_forget(ev, list.as.object,
                       items.known ? "the order of a set"
                                   : pf_arena_str(ev->arena, items.unknown.as.unknown->reason).data,
                       pf_origin_of(ev, with));
        return list;
    }
    if (list.as.object->contents->knowledge == PF_CONTENTS_UNKNOWN) {
        for (size_t i = 0; i < items.count; i++)
            pf_escape(ev, items.items[i], "stored in something unknown");
        return pf_iterated(ev, &items) ? list : failed;
    }
    for (size_t i = 0; i < items.count && !ev->aborted; i++)
        pf_list_append(ev, pf_heap_write(ev, list.as.object), items.items[i]);
    return pf_iterated(ev, &items) ? pf_made_of(ev, list, with, with) : failed;
}

/* What changes its left operand; UNBOUND: nothing of the kind. */
static pf_value in_place(struct pf_eval *ev, const struct operands *o)
{
    pf_value a = o->a, b = o->b;
    if (a.type == PF_V_LIST && o->op == PF_AST_ADD)
        return extend_in_place(ev, a, b);
    if (a.type == PF_V_LIST && o->op == PF_AST_MULT && pf_is_integral(b) && pf_is_plain(a)) {
        pf_value longer = pf_repeat_items(ev, a, pf_integral_of(b));
        if (longer.type != PF_V_LIST)
            return longer;
        pf_heap_replace(ev, a.as.object, longer.as.object->contents);
        return a;
    }
    if (a.type == PF_V_DICT && o->op == PF_AST_BIT_OR && b.type == PF_V_DICT && pf_is_plain(a) &&
        pf_is_plain(b)) {
        pf_dict_merge_into(ev, a.as.object, b.as.object->contents);
        return a;
    }
    if (a.type == PF_V_DICT && o->op == PF_AST_BIT_OR && b.type != PF_V_DICT &&
        b.type != PF_V_INSTANCE && pf_is_plain(a) && pf_is_plain(b)) {
        pf_value done = pf_call_method(ev, a, "update", &b, 1);
        return pf_is_failed(done) ? done : a;
    }
    if (a.type == PF_V_SET && pf_is_set(b) && pf_is_plain(a) && pf_is_plain(b)) {
        pf_value result = builtin_binary(ev, o->op, a, b);
        if (result.type != PF_V_SET)
            return result;
        pf_heap_replace(ev, a.as.object, result.as.object->contents);
        return a;
    }
    if (pf_has_contents(a) && a.type != PF_V_FROZENSET && !pf_is_plain(b)) {
        pf_escape(ev, a, "changed by something unknown");
        return a;
    }
    if (a.type == PF_V_INSTANCE) {
        pf_value own = call_special(ev, a, operators[o->op].in_place, b);
        if (pf_is_bound(own) || !pf_has_contents(a.as.object->wrapped))
            return own;
        struct operands inner = {o->op, a.as.object->wrapped, b, true};
        pf_value done = in_place(ev, &inner);
        return pf_is_bound(done) && !pf_is_failed(done) ? a : done;
    }
    return pf_unbound();
}

static pf_value unsupported(struct pf_eval *ev, const struct operands *o)
{
    pf_value both[] = {o->a, o->b};
    if (pf_may_stand_in(ev, o->a) || pf_may_stand_in(ev, o->b)) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, PF_KINDS_EVERY, true, "an operator nobody models", both, 2);
    }
    return pf_raise(ev, "TypeError", "unsupported operand type(s) for %s%s: '%.*s' and '%.*s'",
                    operators[o->op].symbol, o->in_place ? "=" : "", PF_ARG(pf_type_name(o->a)),
                    PF_ARG(pf_type_name(o->b)));
}

static pf_value any_binary(struct pf_eval *ev, const struct operands *o)
{
    struct operands copy = *o;
    if (o->a.type == PF_V_EITHER)
        return pf_lift(ev, o->a, with_left, &copy);
    if (o->b.type == PF_V_EITHER)
        return pf_lift(ev, o->b, with_right, &copy);
    if (has_alternatives(o->a))
        return pf_lift_contents(ev, o->a, with_left, &copy);
    if (has_alternatives(o->b))
        return pf_lift_contents(ev, o->b, with_right, &copy);
    pf_value result = o->in_place ? in_place(ev, o) : pf_unbound();
    if (pf_is_bound(result))
        return result;
    if (may_be_overloaded(o->a) || may_be_overloaded(o->b)) {
        result = overloaded(ev, o->op, o->a, o->b);
        if (pf_is_bound(result))
            return result;
    }
    pf_value a = pf_unwrapped(o->a), b = pf_unwrapped(o->b);
    if (o->op == PF_AST_BIT_OR && (is_type(a) || is_type(b)) && (is_type(a) || pf_is_none(a)) &&
        (is_type(b) || pf_is_none(b))) {
        pf_value parts[] = {a, b};
        return pf_type_value(ev, PF_STR("Union"), parts, 2);
    }
    if (!pf_is_plain(a) || !pf_is_plain(b))
        return unknown_binary(ev, o->op, a, b);
    bool is_percent = o->op == PF_AST_MOD && (a.type == PF_V_STR || a.type == PF_V_BYTES);
    result = is_percent ? pf_percent(ev, a, o->b) : builtin_binary(ev, o->op, a, b);
    if (!pf_is_bound(result))
        return unsupported(ev, o);
    if (pf_is_failed(result))
        return result;
    return pf_made_of(ev, result, o->a, o->b);
}

pf_value pf_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    struct operands o = {op, a, b, false};
    return any_binary(ev, &o);
}

pf_value pf_binary_in_place(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    struct operands o = {op, a, b, true};
    return any_binary(ev, &o);
}

static pf_value unary_of(struct pf_eval *ev, pf_value v, void *context)
{
    enum pf_ast_operator op = *(enum pf_ast_operator *)context;
    if (v.type == PF_V_UNKNOWN)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL) | PF_KIND_OBJECT, true,
                             "worked out from something unknown", &v, 1);
    pf_value inner = pf_unwrapped(v), result;
    if (inner.type == PF_V_FLOAT && op != PF_AST_INVERT)
        result = pf_float(op == PF_AST_U_SUB ? -inner.as.real : inner.as.real);
    else if (pf_is_integral(inner) && op == PF_AST_U_SUB)
        result = pf_integral_of(inner) == INT64_MIN ? pf_number_too_big(ev)
                                                    : pf_int(-pf_integral_of(inner));
    else if (pf_is_integral(inner))
        result = pf_int(op == PF_AST_INVERT ? ~pf_integral_of(inner) : pf_integral_of(inner));
    else {
        const char *name = op == PF_AST_U_SUB   ? "__neg__"
                           : op == PF_AST_U_ADD ? "__pos__"
                                                : "__invert__";
        pf_value method = pf_find_special(ev, v, name);
        if (pf_is_bound(method))
            return pf_is_failed(method) ? method : pf_call_value(ev, method, NULL, 0);
        return pf_raise(ev, "TypeError", "bad operand type for unary %s: '%.*s'",
                        op == PF_AST_U_SUB ? "-" : (op == PF_AST_U_ADD ? "+" : "~"),
                        PF_ARG(pf_type_name(v)));
    }
    return pf_made_of(ev, result, v, v);
}

pf_value pf_unary(struct pf_eval *ev, enum pf_ast_operator op, pf_value v)
{
    return v.type == PF_V_EITHER ? pf_lift(ev, v, unary_of, &op) : unary_of(ev, v, &op);
}
