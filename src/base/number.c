/* Numbers from text: clamped integers, and strtod with the locale kept out. */
#include "base/number.h"

#include <locale.h>
#include <stdlib.h>

static unsigned digit_value(char c)
{
    return pf_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(pf_to_lower(c) - 'a') + 10;
}

int64_t pf_number_from_digits(pf_str digits, unsigned base, bool negative, bool *exact)
{
    int64_t value = 0;
    *exact = true;
    for (size_t i = 0; i < digits.len && *exact; i++) {
        int64_t digit = (int64_t)digit_value(digits.data[i]);
        *exact = !__builtin_mul_overflow(value, (int64_t)base, &value) &&
                 !__builtin_add_overflow(value, negative ? -digit : digit, &value);
    }
    if (*exact)
        return value;
    return negative ? INT64_MIN : INT64_MAX;
}

static size_t skip_digits(pf_str s, size_t at)
{
    while (at < s.len && pf_is_digit(s.data[at]))
        at++;
    return at;
}

static bool is_one_of(pf_str s, size_t at, char a, char b)
{
    return at < s.len && (s.data[at] == a || s.data[at] == b);
}

static bool is_decimal(pf_str s)
{
    size_t at = is_one_of(s, 0, '+', '-') ? 1 : 0;
    size_t point = skip_digits(s, at);
    size_t end = is_one_of(s, point, '.', '.') ? skip_digits(s, point + 1) : point;
    bool has_digits = point > at || end > point + 1;
    if (!has_digits)
        return false;
    if (is_one_of(s, end, 'e', 'E')) {
        size_t exponent = is_one_of(s, end + 1, '+', '-') ? end + 2 : end + 1;
        end = skip_digits(s, exponent);
        if (end == exponent)
            return false;
    }
    return end == s.len;
}

bool pf_number_from_decimal(struct pf_arena *arena, pf_str s, double *value)
{
    if (!is_decimal(s))
        return false;
    locale_t c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    *value = strtod_l(pf_arena_str(arena, s).data, NULL, c_locale);
    freelocale(c_locale);
    return true;
}
