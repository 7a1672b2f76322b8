/* repr() as unicodeobject.c, bytesobject.c and pystrtod.c print it. */
#include "python/repr.h"

#include "base/utf8.h"
#include "python/literals.h"
#include "python/unicode.h"

#include <math.h>
#include <stdio.h>

enum { DIGITS = 17 /* always enough to read a double back */ };

/* --- text --- */

static char choose_quote(pf_str s)
{
    bool has_single = pf_str_find_byte(s, '\'') >= 0, has_double = pf_str_find_byte(s, '"') >= 0;
    return has_single && !has_double ? '"' : '\'';
}

/* Those that have an escape of their own, in str and in bytes. */
static bool add_short_escape(struct pf_buffer *out, unsigned char c, char quote)
{
    switch (c) {
    case '\t':
        pf_buffer_add(out, PF_STR("\\t"));
        return true;
    case '\n':
        pf_buffer_add(out, PF_STR("\\n"));
        return true;
    case '\r':
        pf_buffer_add(out, PF_STR("\\r"));
        return true;
    default:
        if (c != '\\' && c != (unsigned char)quote)
            return false;
        pf_buffer_add_byte(out, '\\');
        pf_buffer_add_byte(out, (char)c);
        return true;
    }
}

void pf_python_repr_bytes(struct pf_buffer *out, pf_str bytes)
{
    char quote = choose_quote(bytes);
    pf_buffer_add_byte(out, 'b');
    pf_buffer_add_byte(out, quote);
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.data[i];
        if (add_short_escape(out, c, quote))
            continue;
        if (c < ' ' || c >= 0x7f)
            pf_buffer_format(out, "\\x%02x", c);
        else
            pf_buffer_add_byte(out, (char)c);
    }
    pf_buffer_add_byte(out, quote);
}

/* Like pf_utf8_decode, but lets surrogates pass; any other bad byte counts as itself. */
static size_t decode(pf_str s, uint32_t *c)
{
    size_t len = pf_utf8_decode(s, c);
    if (len > 0)
        return len;
    const unsigned char *bytes = (const unsigned char *)s.data;
    if (s.len >= 3 && bytes[0] == 0xed && bytes[1] >= 0xa0 && bytes[1] < 0xc0 &&
        (bytes[2] & 0xc0) == 0x80) {
        *c = 0xd000u | (bytes[1] & 0x3fu) << 6 | (bytes[2] & 0x3fu);
        return 3;
    }
    *c = bytes[0];
    return 1;
}

static void add_escape(struct pf_buffer *out, uint32_t c)
{
    if (c < 0x100)
        pf_buffer_format(out, "\\x%02x", (unsigned)c);
    else if (c < 0x10000)
        pf_buffer_format(out, "\\u%04x", (unsigned)c);
    else
        pf_buffer_format(out, "\\U%08x", (unsigned)c);
}

/* Bytes that stand for themselves. */
static size_t count_plain(pf_str s, char quote)
{
    size_t count = 0;
    while (count < s.len) {
        unsigned char c = (unsigned char)s.data[count];
        if (c < ' ' || c >= 0x7f || c == '\\' || c == (unsigned char)quote)
            break;
        count++;
    }
    return count;
}

void pf_python_repr_str(struct pf_buffer *out, pf_str s)
{
    char quote = choose_quote(s);
    pf_buffer_add_byte(out, quote);
    while (s.len > 0) {
        size_t plain = count_plain(s, quote);
        pf_buffer_add(out, pf_str_slice(s, 0, plain));
        s = pf_str_slice(s, plain, s.len);
        if (s.len == 0)
            break;
        uint32_t c;
        size_t len = decode(s, &c);
        if (c >= 0x80 && pf_unicode_is_printable(c))
            pf_buffer_add(out, pf_str_slice(s, 0, len));
        else if (c >= 0x80 || !add_short_escape(out, (unsigned char)c, quote))
            add_escape(out, c);
        s = pf_str_slice(s, len, s.len);
    }
    pf_buffer_add_byte(out, quote);
}

/* --- numbers --- */

/* A finite number above zero as its shortest digits and the place of the point before them. */
struct decimal {
    char digits[DIGITS + 1];
    size_t count;
    int exponent; /* value = 0.DIGITS × 10^exponent */
};

/* printf writes "d,ddde+xx" with the locale's point; only digits and exponent are taken. */
static struct decimal shortest(double value)
{
    for (int count = 1;; count++) {
        char text[64], plain[64];
        int len = snprintf(text, sizeof text, "%.*e", count - 1, value);
        struct decimal decimal = {.count = 0};
        int at = 0;
        for (; at < len && text[at] != 'e'; at++)
            if (pf_is_digit(text[at]) && decimal.count < DIGITS)
                decimal.digits[decimal.count++] = text[at];
        int64_t exponent = 0;
        pf_str_to_int((pf_str){text + at + 1, (size_t)(len - at - 1)}, &exponent);
        decimal.exponent = (int)exponent + 1;
        snprintf(plain, sizeof plain, "0.%.*se%d", (int)decimal.count, decimal.digits,
                 decimal.exponent);
        if (count == DIGITS || !(pf_literal_real(plain) < value || pf_literal_real(plain) > value))
            return decimal;
    }
}

static void strip_zeros(struct decimal *decimal)
{
    while (decimal->count > 1 && decimal->digits[decimal->count - 1] == '0')
        decimal->count--;
}

static void add_scientific(struct pf_buffer *out, const struct decimal *decimal)
{
    pf_buffer_add_byte(out, decimal->digits[0]);
    if (decimal->count > 1) {
        pf_buffer_add_byte(out, '.');
        pf_buffer_add(out, (pf_str){decimal->digits + 1, decimal->count - 1});
    }
    pf_buffer_format(out, "e%+03d", decimal->exponent - 1);
}

static void add_fixed(struct pf_buffer *out, const struct decimal *decimal, bool with_point)
{
    int point = decimal->exponent, count = (int)decimal->count;
    if (point <= 0)
        pf_buffer_add(out, PF_STR("0."));
    for (int i = point; i < 0; i++)
        pf_buffer_add_byte(out, '0');
    for (int i = 0; i < count; i++) {
        if (i > 0 && i == point)
            pf_buffer_add_byte(out, '.');
        pf_buffer_add_byte(out, decimal->digits[i]);
    }
    for (int i = count; i < point; i++)
        pf_buffer_add_byte(out, '0');
    if (point >= count && with_point)
        pf_buffer_add(out, PF_STR(".0"));
}

static void add_number(struct pf_buffer *out, double value, bool with_point)
{
    if (isnan(value)) {
        pf_buffer_add(out, PF_STR("nan"));
        return;
    }
    if (signbit(value)) {
        pf_buffer_add_byte(out, '-');
        value = -value;
    }
    if (isinf(value)) {
        pf_buffer_add(out, PF_STR("inf"));
        return;
    }
    struct decimal decimal = {.digits = "0", .count = 1, .exponent = 1};
    if (value > 0)
        decimal = shortest(value);
    strip_zeros(&decimal);
    if (decimal.exponent > -4 && decimal.exponent <= 16)
        add_fixed(out, &decimal, with_point);
    else
        add_scientific(out, &decimal);
}

void pf_python_repr_float(struct pf_buffer *out, double value)
{
    add_number(out, value, true);
}

void pf_python_repr_imaginary(struct pf_buffer *out, double value)
{
    add_number(out, value, false);
    pf_buffer_add_byte(out, 'j');
}
