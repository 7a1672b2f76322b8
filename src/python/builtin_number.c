/* Builtin functions of numbers and characters. */
#include "python/interp.h"

#include <math.h>

static const pf_value failed = {.type = PF_V_FAILED};

pf_value pf_fn_abs(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    if (v.type == PF_V_FLOAT)
        return pf_float(fabs(v.as.real));
    if (pf_is_integral(v) && pf_integral_of(v) != INT64_MIN)
        return pf_int(pf_integral_of(v) < 0 ? -pf_integral_of(v) : pf_integral_of(v));
    if (v.type == PF_V_INSTANCE)
        return pf_call_method(ev, v, "__abs__", NULL, 0);
    return pf_is_integral(v) ? pf_unknown_value(ev, PF_KIND_BIT(PF_INT), false, "a large integer")
                             : pf_raise(ev, "TypeError", "bad operand type for abs(): '%.*s'",
                                        PF_ARG(pf_type_name(v)));
}

pf_value pf_fn_divmod(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value parts[2];
    if (call->args[0].type == PF_V_INSTANCE || call->args[1].type == PF_V_INSTANCE) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "a division of objects", call->args, 2);
    }
    parts[0] = pf_binary(ev, PF_AST_FLOOR_DIV, call->args[0], call->args[1]);
    parts[1] =
        pf_is_failed(parts[0]) ? failed : pf_binary(ev, PF_AST_MOD, call->args[0], call->args[1]);
    return pf_is_failed(parts[1]) ? failed : pf_tuple_value(ev, parts, 2);
}

pf_value pf_fn_pow(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[2]))
        return pf_binary(ev, PF_AST_POW, call->args[0], call->args[1]);
    pf_may_raise(ev, "ValueError");
    return pf_unknown_of(ev, PF_KIND_BIT(PF_INT), true, "a modular power", call->args, 3);
}

/* Half to even, as Python rounds: only where a double shows the decimal exactly enough. */
static pf_value round_to(struct pf_eval *ev, double d, int64_t digits)
{
    if (digits < 0 || digits > 15 || fabs(d) > 1e15)
        return pf_unknown_value(ev, PF_KIND_BIT(PF_REAL), true, "a rounded number");
    double rounded;
    pf_str text = pf_arena_format(ev->arena, "%.*f", (int)digits, d);
    return pf_float_parse(ev->arena, text, &rounded)
               ? pf_float(rounded)
               : pf_unknown_value(ev, PF_KIND_BIT(PF_REAL), true, "a rounded number");
}

pf_value pf_fn_round(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0], digits = call->args[1];
    bool whole = !pf_is_bound(digits) || pf_is_none(digits);
    if (!whole && !pf_is_integral(digits))
        return pf_raise_no_integer(ev, digits);
    if (pf_is_integral(v))
        return whole || pf_integral_of(digits) >= 0
                   ? pf_int(pf_integral_of(v))
                   : pf_unknown_value(ev, PF_KIND_BIT(PF_INT), true, "a rounded number");
    if (v.type != PF_V_FLOAT) {
        if (v.type == PF_V_INSTANCE) {
            pf_may_raise(ev, "");
            return pf_unknown_of(ev, 0, true, "a rounded number", call->args, 1);
        }
        return pf_raise(ev, "TypeError", "type %.*s doesn't define __round__ method",
                        PF_ARG(pf_type_name(v)));
    }
    if (!whole)
        return isfinite(v.as.real) ? round_to(ev, v.as.real, pf_integral_of(digits)) : v;
    if (!isfinite(v.as.real))
        return isnan(v.as.real)
                   ? pf_raise(ev, "ValueError", "cannot convert float NaN to integer")
                   : pf_raise(ev, "OverflowError", "cannot convert float infinity to integer");
    double nearest = nearbyint(v.as.real);
    return fabs(nearest) < 9e18
               ? pf_int((int64_t)nearest)
               : pf_unknown_value(ev, PF_KIND_BIT(PF_INT), false, "a large number");
}

static pf_value in_base(struct pf_eval *ev, const struct pf_call *call, const char *spec)
{
    if (!pf_is_integral(call->args[0]))
        return pf_raise_no_integer(ev, call->args[0]);
    return pf_format_value(ev, pf_int(pf_integral_of(call->args[0])), pf_str_c(spec));
}

pf_value pf_fn_hex(struct pf_eval *ev, const struct pf_call *call)
{
    return in_base(ev, call, "#x");
}

pf_value pf_fn_oct(struct pf_eval *ev, const struct pf_call *call)
{
    return in_base(ev, call, "#o");
}

pf_value pf_fn_bin(struct pf_eval *ev, const struct pf_call *call)
{
    return in_base(ev, call, "#b");
}

pf_value pf_fn_chr(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_integral(call->args[0]))
        return pf_raise_no_integer(ev, call->args[0]);
    int64_t c = pf_integral_of(call->args[0]);
    if (c != (int)c)
        return pf_raise(ev, "OverflowError", "Python int too large to convert to C int");
    if (c < 0 || c > 0x10ffff)
        return pf_raise(ev, "ValueError", "chr() arg not in range(0x110000)");
    struct pf_buffer out = pf_buffer_new(ev->arena);
    pf_text_add(&out, (uint32_t)c);
    return pf_str_value(ev, pf_buffer_str(&out));
}

pf_value pf_fn_ord(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value v = call->args[0];
    if (v.type != PF_V_STR && v.type != PF_V_BYTES)
        return pf_raise(ev, "TypeError", "ord() expected string of length 1, but %.*s found",
                        PF_ARG(pf_type_name(v)));
    if (v.as.text->length != 1)
        return pf_raise(ev, "TypeError",
                        "ord() expected a character, but string of length %zu found",
                        v.as.text->length);
    uint32_t c = (unsigned char)pf_text_of(v).data[0];
    if (v.type == PF_V_STR)
        pf_text_decode(pf_text_of(v), 0, &c);
    return pf_int(c);
}
