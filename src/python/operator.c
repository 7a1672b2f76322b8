/* Binary and unary operators. */
#include "python/interp.h"

#include <math.h>
#include <string.h>

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

static double real_of(pf_value v)
{
    return v.type == PF_V_FLOAT ? v.as.real : (double)int_of(v);
}

static bool is_set(pf_value v)
{
    return v.type == PF_V_SET || v.type == PF_V_FROZENSET;
}

/* --- numbers ---------------------------------------------------------------------------------- */

static pf_value big(struct pf_eval *ev)
{
    return pf_unknown_value(ev, PF_KIND_BIT(PF_INT), false, "an integer of more than 64 bits");
}

static int64_t floor_mod(int64_t a, int64_t b)
{
    int64_t r = a % b;
    return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t q = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? q - 1 : q;
}

static pf_value shift(struct pf_eval *ev, bool left, int64_t a, int64_t by)
{
    if (by < 0)
        return pf_raise(ev, "ValueError", "negative shift count");
    if (!left)
        return pf_int(by > 62 ? (a < 0 ? -1 : 0) : a >> by);
    int64_t factor;
    if (a == 0)
        return pf_int(0);
    if (by > 62 || !pf_int_pow(2, by, &factor) || __builtin_mul_overflow(a, factor, &a))
        return big(ev);
    return pf_int(a);
}

static pf_value power(struct pf_eval *ev, int64_t a, int64_t b)
{
    if (b < 0) {
        if (a == 0)
            return pf_raise(ev, "ZeroDivisionError", "0.0 cannot be raised to a negative power");
        return pf_float(pow((double)a, (double)b));
    }
    int64_t r;
    if (pf_int_pow(a, b, &r))
        return pf_int(r);
    if (b > 4096)
        pf_eval_limit(ev, ev->site->span, "an integer of more than 4,096 bits is not worked out");
    return big(ev);
}

/* Correctly rounded for what a double holds exactly; larger ones are left open. */
static pf_value divide(struct pf_eval *ev, int64_t a, int64_t b)
{
    const int64_t exact = (int64_t)1 << 53;
    if (a > exact || a < -exact || b > exact || b < -exact)
        return pf_unknown_value(ev, PF_KIND_BIT(PF_REAL), true, "a quotient of large integers");
    return pf_float((double)a / (double)b);
}

static pf_value int_binary(struct pf_eval *ev, enum pf_ast_operator op, int64_t a, int64_t b)
{
    int64_t r;
    switch (op) {
    case PF_AST_ADD:
        return __builtin_add_overflow(a, b, &r) ? big(ev) : pf_int(r);
    case PF_AST_SUB:
        return __builtin_sub_overflow(a, b, &r) ? big(ev) : pf_int(r);
    case PF_AST_MULT:
        return __builtin_mul_overflow(a, b, &r) ? big(ev) : pf_int(r);
    case PF_AST_DIV:
        return b == 0 ? pf_raise(ev, "ZeroDivisionError", "division by zero") : divide(ev, a, b);
    case PF_AST_FLOOR_DIV:
    case PF_AST_MOD:
        if (b == 0)
            return pf_raise(ev, "ZeroDivisionError",
                            op == PF_AST_MOD ? "integer modulo by zero"
                                             : "integer division or modulo by zero");
        if (b == -1) {
            if (op == PF_AST_MOD)
                return pf_int(0);
            return __builtin_sub_overflow((int64_t)0, a, &r) ? big(ev) : pf_int(r);
        }
        return pf_int(op == PF_AST_MOD ? floor_mod(a, b) : floor_div(a, b));
    case PF_AST_POW:
        return power(ev, a, b);
    case PF_AST_L_SHIFT:
    case PF_AST_R_SHIFT:
        return shift(ev, op == PF_AST_L_SHIFT, a, b);
    case PF_AST_BIT_OR:
        return pf_int(a | b);
    case PF_AST_BIT_XOR:
        return pf_int(a ^ b);
    case PF_AST_BIT_AND:
        return pf_int(a & b);
    default:
        return pf_unbound();
    }
}

static bool exact_as_double(pf_value v)
{
    const int64_t exact = (int64_t)1 << 53;
    return v.type == PF_V_FLOAT || (int_of(v) <= exact && int_of(v) >= -exact);
}

static pf_value float_divmod(struct pf_eval *ev, enum pf_ast_operator op, double a, double b)
{
    if (b == 0)
        return pf_raise(ev, "ZeroDivisionError",
                        op == PF_AST_MOD ? "float modulo" : "float floor division by zero");
    double mod = fmod(a, b), div = (a - mod) / b;
    if (mod != 0) {
        if ((b < 0) != (mod < 0)) {
            mod += b;
            div -= 1;
        }
    } else {
        mod = copysign(0.0, b);
    }
    if (op == PF_AST_MOD)
        return pf_float(mod);
    if (div == 0)
        return pf_float(copysign(0.0, a / b));
    double whole = floor(div);
    return pf_float(div - whole > 0.5 ? whole + 1 : whole);
}

static pf_value float_power(struct pf_eval *ev, double a, double b)
{
    if (a == 0 && b < 0)
        return pf_raise(ev, "ZeroDivisionError", "0.0 cannot be raised to a negative power");
    if (a < 0 && b != floor(b))
        return pf_unknown_value(ev, PF_KIND_OBJECT, true, "a complex number");
    double r = pow(a, b);
    if (isinf(r) && !isinf(a) && !isinf(b))
        return pf_raise(ev, "OverflowError", "(34, 'Numerical result out of range')");
    return pf_float(r);
}

static pf_value float_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value x, pf_value y)
{
    double a = real_of(x), b = real_of(y);
    switch (op) {
    case PF_AST_ADD:
        return pf_float(a + b);
    case PF_AST_SUB:
        return pf_float(a - b);
    case PF_AST_MULT:
        return pf_float(a * b);
    case PF_AST_DIV:
        return b == 0 ? pf_raise(ev, "ZeroDivisionError", "float division by zero")
                      : pf_float(a / b);
    case PF_AST_FLOOR_DIV:
    case PF_AST_MOD:
        return float_divmod(ev, op, a, b);
    case PF_AST_POW:
        return float_power(ev, a, b);
    default:
        return pf_unbound();
    }
}

static pf_value number_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    if (a.type == PF_V_FLOAT || b.type == PF_V_FLOAT) {
        if (op == PF_AST_L_SHIFT || op == PF_AST_R_SHIFT || op >= PF_AST_BIT_OR)
            if (op != PF_AST_FLOOR_DIV)
                return pf_unbound();
        if (!exact_as_double(a) || !exact_as_double(b))
            return pf_unknown_value(ev, PF_KIND_BIT(PF_REAL), true, "a sum with a large integer");
        return float_binary(ev, op, a, b);
    }
    pf_value r = int_binary(ev, op, int_of(a), int_of(b));
    bool logical = op == PF_AST_BIT_OR || op == PF_AST_BIT_AND || op == PF_AST_BIT_XOR;
    if (logical && a.type == PF_V_BOOL && b.type == PF_V_BOOL && r.type == PF_V_INT)
        return pf_bool(r.as.integer != 0);
    return r;
}

/* --- sequences -------------------------------------------------------------------------------- */

static pf_value concatenate(struct pf_eval *ev, pf_value a, pf_value b)
{
    pf_str x = pf_text_of(a), y = pf_text_of(b);
    if (x.len + y.len > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    pf_str parts[] = {x, y};
    pf_heap_charge(ev, x.len + y.len);
    pf_str joined = pf_arena_join(ev->arena, parts, 2, PF_STR(""));
    return a.type == PF_V_STR ? pf_str_value(ev, joined) : pf_bytes_value(ev, joined);
}

static pf_value repeat_text(struct pf_eval *ev, pf_value v, int64_t times)
{
    pf_str s = pf_text_of(v);
    if (times < 0 || s.len == 0)
        times = 0;
    if (times > 0 && s.len > PF_EVAL_STR / (size_t)times)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    struct pf_buffer buffer = pf_buffer_new(ev->arena);
    pf_heap_charge(ev, s.len * (size_t)times);
    for (int64_t i = 0; i < times; i++)
        pf_buffer_add(&buffer, s);
    return v.type == PF_V_STR ? pf_str_value(ev, pf_buffer_str(&buffer))
                              : pf_bytes_value(ev, pf_buffer_str(&buffer));
}

static pf_value repeat_items(struct pf_eval *ev, pf_value v, int64_t times)
{
    const pf_value *items = v.type == PF_V_TUPLE ? v.as.tuple->items : v.as.object->contents->items;
    size_t count = v.type == PF_V_TUPLE ? v.as.tuple->count : v.as.object->contents->count;
    if (times < 0 || count == 0)
        times = 0;
    if (times > 0 && count > PF_EVAL_ITEMS / (size_t)times) {
        pf_eval_limit(ev, ev->site->span, "a container of more than 100,000 members");
        return pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), false,
                                "a container of more than 100,000 members");
    }
    struct pf_object *list = pf_heap_container(ev, PF_V_LIST);
    for (int64_t i = 0; i < times; i++)
        for (size_t j = 0; j < count; j++)
            pf_list_append(ev, list->contents, items[j]);
    if (v.type == PF_V_LIST)
        return pf_object_value(list);
    return pf_tuple_value(ev, list->contents->items, list->contents->count);
}

static bool is_sequence(pf_value v)
{
    return v.type == PF_V_STR || v.type == PF_V_BYTES || v.type == PF_V_TUPLE ||
           v.type == PF_V_LIST;
}

static pf_value repeat(struct pf_eval *ev, pf_value v, pf_value times)
{
    return v.type == PF_V_STR || v.type == PF_V_BYTES ? repeat_text(ev, v, int_of(times))
                                                      : repeat_items(ev, v, int_of(times));
}

static pf_value add_lists(struct pf_eval *ev, pf_value a, pf_value b)
{
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    pf_value sum = pf_list_value(ev, x->items, x->count);
    for (size_t i = 0; i < y->count && !ev->aborted; i++)
        pf_list_append(ev, sum.as.object->contents, y->items[i]);
    return sum;
}

static pf_value add_tuples(struct pf_eval *ev, pf_value a, pf_value b)
{
    pf_value sum = pf_list_value(ev, a.as.tuple->items, a.as.tuple->count);
    struct pf_contents *c = sum.as.object->contents;
    for (size_t i = 0; i < b.as.tuple->count; i++)
        pf_list_append(ev, c, b.as.tuple->items[i]);
    return pf_tuple_value(ev, c->items, c->count);
}

static pf_value add_sequences(struct pf_eval *ev, pf_value a, pf_value b)
{
    if (a.type == b.type) {
        if (a.type == PF_V_LIST)
            return add_lists(ev, a, b);
        return a.type == PF_V_TUPLE ? add_tuples(ev, a, b) : concatenate(ev, a, b);
    }
    return pf_raise(ev, "TypeError", "can only concatenate %.*s (not \"%.*s\") to %.*s",
                    PF_ARG(pf_type_name(a)), PF_ARG(pf_type_name(b)), PF_ARG(pf_type_name(a)));
}

/* --- sets and dicts --------------------------------------------------------------------------- */

static pf_value set_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    struct pf_object *result = pf_heap_container(ev, a.type);
    const struct pf_contents *x = a.as.object->contents, *y = b.as.object->contents;
    if (pf_dict_has_maybe(x) || pf_dict_has_maybe(y))
        return pf_unknown_value(ev, PF_KIND_BIT(PF_SEQ), true,
                                "a set with members that may be there or not");
    for (size_t i = 0; i < x->dict.count; i++) {
        const struct pf_entry *e = &x->dict.entries[i];
        bool in_y = e->live && pf_dict_find(ev, y, e->key, e->hash) != NULL;
        if (e->live && (op == PF_AST_BIT_OR || (op == PF_AST_BIT_AND) == in_y))
            pf_dict_put(ev, result->contents, e->key, e->hash, pf_none());
    }
    for (size_t i = 0; i < y->dict.count && (op == PF_AST_BIT_OR || op == PF_AST_BIT_XOR); i++) {
        const struct pf_entry *e = &y->dict.entries[i];
        if (e->live && (op == PF_AST_BIT_OR || pf_dict_find(ev, x, e->key, e->hash) == NULL))
            pf_dict_put(ev, result->contents, e->key, e->hash, pf_none());
    }
    return pf_object_value(result);
}

static void merge_dict(struct pf_eval *ev, struct pf_object *into, const struct pf_contents *from)
{
    struct pf_contents *to = pf_heap_write(ev, into);
    for (size_t i = 0; i < from->dict.count; i++) {
        const struct pf_entry *e = &from->dict.entries[i];
        if (!e->live)
            continue;
        const struct pf_entry *old = pf_dict_find(ev, to, e->key, e->hash);
        bool maybe = e->maybe && (old == NULL || old->maybe);
        pf_value value =
            e->maybe && old != NULL ? pf_join_value(ev, old->value, e->value) : e->value;
        struct pf_entry *put = pf_dict_put(ev, to, e->key, e->hash, value);
        put->key_span = e->key_span;
        put->maybe = maybe;
    }
    to->unordered |= from->unordered;
}

static pf_value dict_or(struct pf_eval *ev, pf_value a, pf_value b)
{
    struct pf_object *result = pf_heap_container(ev, PF_V_DICT);
    merge_dict(ev, result, a.as.object->contents);
    merge_dict(ev, result, b.as.object->contents);
    return pf_object_value(result);
}

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

static bool may_fail_on_numbers(enum pf_ast_operator op)
{
    return op == PF_AST_DIV || op == PF_AST_FLOOR_DIV || op == PF_AST_MOD || op == PF_AST_POW ||
           op == PF_AST_L_SHIFT || op == PF_AST_R_SHIFT;
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
    return pf_unknown_of(ev, kinds, empty, "worked out from something unknown", both, 2);
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

static pf_value unwrapped(pf_value v)
{
    return v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped) ? v.as.object->wrapped : v;
}

static pf_value builtin_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    if (is_number(a) && is_number(b))
        return number_binary(ev, op, a, b);
    if (op == PF_AST_MOD && (a.type == PF_V_STR || a.type == PF_V_BYTES))
        return pf_percent(ev, a, b);
    if (op == PF_AST_MULT && is_sequence(a) && is_int(b))
        return repeat(ev, a, b);
    if (op == PF_AST_MULT && is_int(a) && is_sequence(b))
        return repeat(ev, b, a);
    if (op == PF_AST_ADD && is_sequence(a))
        return add_sequences(ev, a, b);
    bool set_op =
        op == PF_AST_BIT_OR || op == PF_AST_BIT_AND || op == PF_AST_BIT_XOR || op == PF_AST_SUB;
    if (set_op && is_set(a) && is_set(b))
        return set_binary(ev, op, a, b);
    if (op == PF_AST_BIT_OR && a.type == PF_V_DICT && b.type == PF_V_DICT)
        return dict_or(ev, a, b);
    if (set_op && (a.type == PF_V_VIEW || b.type == PF_V_VIEW))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_SEQ), true, "a set made of a view", &a, 1);
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
    if (!pf_iterate(ev, with, &items))
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
        return list;
    }
    for (size_t i = 0; i < items.count && !ev->aborted; i++)
        pf_list_append(ev, pf_heap_write(ev, list.as.object), items.items[i]);
    return pf_made_of(ev, list, with, with);
}

/* What changes its left operand; UNBOUND: nothing of the kind. */
static pf_value in_place(struct pf_eval *ev, const struct operands *o)
{
    pf_value a = o->a, b = o->b;
    if (a.type == PF_V_LIST && o->op == PF_AST_ADD)
        return extend_in_place(ev, a, b);
    if (a.type == PF_V_LIST && o->op == PF_AST_MULT && is_int(b) && pf_is_plain(a)) {
        pf_value longer = repeat_items(ev, a, int_of(b));
        if (longer.type != PF_V_LIST)
            return longer;
        pf_heap_replace(ev, a.as.object, longer.as.object->contents);
        return a;
    }
    if (a.type == PF_V_DICT && o->op == PF_AST_BIT_OR && b.type == PF_V_DICT && pf_is_plain(a) &&
        pf_is_plain(b)) {
        merge_dict(ev, a.as.object, b.as.object->contents);
        return a;
    }
    if (a.type == PF_V_DICT && o->op == PF_AST_BIT_OR && b.type != PF_V_DICT &&
        b.type != PF_V_INSTANCE && pf_is_plain(a) && pf_is_plain(b)) {
        pf_value done = pf_call_method(ev, a, "update", &b, 1);
        return pf_is_failed(done) ? done : a;
    }
    if (a.type == PF_V_SET && is_set(b) && pf_is_plain(a) && pf_is_plain(b)) {
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
    if (a.type == PF_V_INSTANCE)
        return call_special(ev, a, operators[o->op].in_place, b);
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
    pf_value a = unwrapped(o->a), b = unwrapped(o->b);
    if (!pf_is_plain(a) || !pf_is_plain(b))
        return unknown_binary(ev, o->op, a, b);
    result = builtin_binary(ev, o->op, a, b);
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
    pf_value inner = unwrapped(v), result;
    if (inner.type == PF_V_FLOAT && op != PF_AST_INVERT)
        result = pf_float(op == PF_AST_U_SUB ? -inner.as.real : inner.as.real);
    else if (is_int(inner) && op == PF_AST_U_SUB)
        result = int_of(inner) == INT64_MIN ? big(ev) : pf_int(-int_of(inner));
    else if (is_int(inner))
        result = pf_int(op == PF_AST_INVERT ? ~int_of(inner) : int_of(inner));
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
