/* Numbers from text and to text, as CPython does both. */
#include "python/interp.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGITS = 40 /* %.17g with its exponent fits */ };

/* "1e+16" → digits and exponent of the shortest text that reads back the same. */
static int shortest(double d, char out[DIGITS])
{
    for (int precision = 1; precision <= 17; precision++) {
        int len = snprintf(out, DIGITS, "%.*e", precision - 1, d);
        if (strtod(out, NULL) == d || precision == 17)
            return len;
    }
    return 0;
}

pf_str pf_float_repr(struct pf_arena *arena, double d)
{
    if (isnan(d))
        return PF_STR("nan");
    if (isinf(d))
        return d > 0 ? PF_STR("inf") : PF_STR("-inf");
    char text[DIGITS];
    int len = shortest(d, text);
    pf_str s = {text, (size_t)len};
    ptrdiff_t e = pf_str_find_byte(s, 'e');
    int64_t exponent = 0;
    pf_str_to_int(pf_str_slice(s, (size_t)e + 1, s.len), &exponent);
    pf_str mantissa = pf_str_slice(s, 0, (size_t)e);
    int digits = 0;
    for (size_t i = 0; i < mantissa.len; i++)
        digits += pf_is_digit(mantissa.data[i]);
    if (exponent >= -4 && exponent < 16) {
        int decimals = digits - 1 - (int)exponent;
        return pf_arena_format(arena, "%.*f", decimals < 1 ? 1 : decimals, d);
    }
    return pf_arena_format(arena, "%.*se%c%02d", PF_ARG(mantissa), exponent < 0 ? '-' : '+',
                           (int)(exponent < 0 ? -exponent : exponent));
}

/* Digits with single underscores between them. */
static size_t scan_digits(pf_str s, size_t at, struct pf_buffer *clean)
{
    size_t start = at;
    while (at < s.len) {
        if (pf_is_digit(s.data[at]))
            pf_buffer_add_byte(clean, s.data[at]);
        else if (s.data[at] != '_' || at == start || s.data[at - 1] == '_' || at + 1 >= s.len ||
                 !pf_is_digit(s.data[at + 1]))
            break;
        at++;
    }
    return at;
}

static bool parse_named(pf_str s, double *d)
{
    double sign = 1;
    if (s.len > 0 && (s.data[0] == '+' || s.data[0] == '-')) {
        sign = s.data[0] == '-' ? -1 : 1;
        s = pf_str_slice(s, 1, s.len);
    }
    if (pf_str_eq_nocase(s, PF_STR("inf")) || pf_str_eq_nocase(s, PF_STR("infinity")))
        *d = sign * (double)INFINITY;
    else if (pf_str_eq_nocase(s, PF_STR("nan")))
        *d = sign * (double)NAN;
    else
        return false;
    return true;
}

bool pf_float_parse(struct pf_arena *arena, pf_str s, double *d)
{
    if (parse_named(s, d))
        return true;
    struct pf_buffer clean = pf_buffer_new(arena);
    size_t at = 0;
    if (at < s.len && (s.data[at] == '+' || s.data[at] == '-'))
        pf_buffer_add_byte(&clean, s.data[at++]);
    size_t whole = at;
    at = scan_digits(s, at, &clean);
    size_t digits = at - whole;
    if (at < s.len && s.data[at] == '.') {
        pf_buffer_add_byte(&clean, '.');
        size_t fraction = ++at;
        at = scan_digits(s, at, &clean);
        digits += at - fraction;
    }
    if (digits == 0)
        return false;
    if (at < s.len && (s.data[at] == 'e' || s.data[at] == 'E')) {
        pf_buffer_add_byte(&clean, 'e');
        at++;
        if (at < s.len && (s.data[at] == '+' || s.data[at] == '-'))
            pf_buffer_add_byte(&clean, s.data[at++]);
        size_t exponent = at;
        at = scan_digits(s, at, &clean);
        if (at == exponent)
            return false;
    }
    if (at != s.len)
        return false;
    pf_buffer_add_byte(&clean, '\0');
    *d = strtod(clean.data, NULL);
    return true;
}

static int digit_of(char c)
{
    if (pf_is_digit(c))
        return c - '0';
    return pf_is_alpha(c) ? pf_to_lower(c) - 'a' + 10 : 99;
}

static int prefix_base(pf_str s)
{
    if (s.len < 2 || s.data[0] != '0')
        return 0;
    switch (pf_to_lower(s.data[1])) {
    case 'x':
        return 16;
    case 'o':
        return 8;
    case 'b':
        return 2;
    default:
        return 0;
    }
}

enum pf_int_parse pf_int_parse(pf_str s, int base, int64_t *i)
{
    bool negative = s.len > 0 && s.data[0] == '-';
    if (s.len > 0 && (s.data[0] == '-' || s.data[0] == '+'))
        s = pf_str_slice(s, 1, s.len);
    int prefix = prefix_base(s);
    bool zero_led = base == 0 && prefix == 0 && s.len > 1 && s.data[0] == '0';
    if (base == 0)
        base = prefix == 0 ? 10 : prefix;
    bool prefixed = prefix != 0 && prefix == base;
    if (prefixed)
        s = pf_str_slice(s, 2, s.len);
    if (s.len == 0)
        return PF_INT_MALFORMED;
    uint64_t value = 0;
    bool large = false;
    for (size_t at = 0; at < s.len; at++) {
        if (s.data[at] == '_') {
            bool first = at == 0 && !prefixed;
            if (first || at + 1 == s.len || s.data[at + 1] == '_')
                return PF_INT_MALFORMED;
            continue;
        }
        int digit = digit_of(s.data[at]);
        if (digit >= base)
            return PF_INT_MALFORMED;
        large |= __builtin_mul_overflow(value, (uint64_t)base, &value) ||
                 __builtin_add_overflow(value, (uint64_t)digit, &value);
    }
    if (zero_led && (value != 0 || large))
        return PF_INT_MALFORMED;
    if (large || value > (uint64_t)INT64_MAX)
        return PF_INT_TOO_LARGE;
    *i = negative ? -(int64_t)value : (int64_t)value;
    return PF_INT_OK;
}

bool pf_int_pow(int64_t base, int64_t exponent, int64_t *result)
{
    int64_t value = 1;
    if (base == 0 || base == 1 || base == -1) {
        *result = exponent == 0 || base == 1 ? 1 : (base == 0 ? 0 : (exponent % 2 == 0 ? 1 : -1));
        return true;
    }
    if (exponent > 64)
        return false;
    for (int64_t i = 0; i < exponent; i++)
        if (__builtin_mul_overflow(value, base, &value))
            return false;
    *result = value;
    return true;
}
