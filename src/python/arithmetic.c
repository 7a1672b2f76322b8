/* Arithmetic of numbers, as CPython computes it; integers beyond 64 bits are not known. */
#include "python/operator.h"

#include <math.h>

pf_value pf_number_too_big(struct pf_eval *ev)
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
        return pf_number_too_big(ev);
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
    return pf_number_too_big(ev);
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
        return __builtin_add_overflow(a, b, &r) ? pf_number_too_big(ev) : pf_int(r);
    case PF_AST_SUB:
        return __builtin_sub_overflow(a, b, &r) ? pf_number_too_big(ev) : pf_int(r);
    case PF_AST_MULT:
        return __builtin_mul_overflow(a, b, &r) ? pf_number_too_big(ev) : pf_int(r);
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
            return __builtin_sub_overflow((int64_t)0, a, &r) ? pf_number_too_big(ev) : pf_int(r);
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
    return v.type == PF_V_FLOAT || (pf_integral_of(v) <= exact && pf_integral_of(v) >= -exact);
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
    double a = pf_real_of(x), b = pf_real_of(y);
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

pf_value pf_number_binary(struct pf_eval *ev, enum pf_ast_operator op, pf_value a, pf_value b)
{
    if (a.type == PF_V_FLOAT || b.type == PF_V_FLOAT) {
        if (op == PF_AST_L_SHIFT || op == PF_AST_R_SHIFT || op >= PF_AST_BIT_OR)
            if (op != PF_AST_FLOOR_DIV)
                return pf_unbound();
        if (!exact_as_double(a) || !exact_as_double(b)) {
            pf_may_raise(ev, "ArithmeticError");
            return pf_unknown_value(ev, PF_KIND_BIT(PF_REAL), true, "a sum with a large integer");
        }
        return float_binary(ev, op, a, b);
    }
    pf_value r = int_binary(ev, op, pf_integral_of(a), pf_integral_of(b));
    bool logical = op == PF_AST_BIT_OR || op == PF_AST_BIT_AND || op == PF_AST_BIT_XOR;
    if (logical && a.type == PF_V_BOOL && b.type == PF_V_BOOL && r.type == PF_V_INT)
        return pf_bool(r.as.integer != 0);
    return r;
}
