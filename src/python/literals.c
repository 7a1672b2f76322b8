/* Numbers to decimal digits or doubles; escapes as CPython's string_parser.c and codecs read them.
 */
#include "python/literals.h"

#include "base/utf8.h"
#include "python/unicode.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

enum { LIMB = 1000000000, LIMB_DIGITS = 9 };

static bool fail(struct pf_literal_problem *problem, size_t at, size_t len, const char *message)
{
    *problem = (struct pf_literal_problem){PF_FAULT_PYTHON_SYNTAX, at, len, message};
    return false;
}

double pf_literal_real(const char *text)
{
    locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0); /* a static object of libc's */
    double value = c == (locale_t)0 ? strtod(text, NULL) : strtod_l(text, NULL, c);
    if (c != (locale_t)0)
        freelocale(c);
    return value;
}

/* A copy in the arena without '_', NUL-terminated. */
static pf_str without_underscores(struct pf_arena *arena, pf_str text)
{
    char *copy = pf_arena_take(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '_')
            copy[len++] = text.data[i];
    return (pf_str){copy, len};
}

static unsigned radix_of(pf_str digits)
{
    if (digits.len < 2 || digits.data[0] != '0')
        return 10;
    switch (digits.data[1]) {
    case 'x':
    case 'X':
        return 16;
    case 'o':
    case 'O':
        return 8;
    case 'b':
    case 'B':
        return 2;
    default:
        return 10;
    }
}

static unsigned digit_value(char c)
{
    return pf_is_digit(c) ? (unsigned)(c - '0') : (unsigned)(pf_to_lower(c) - 'a') + 10;
}

static void multiply_add(uint32_t *limbs, size_t *count, unsigned factor, unsigned more)
{
    uint64_t carry = more;
    for (size_t i = 0; i < *count; i++) {
        carry += (uint64_t)limbs[i] * factor;
        limbs[i] = (uint32_t)(carry % LIMB);
        carry /= LIMB;
    }
    if (carry > 0)
        limbs[(*count)++] = (uint32_t)carry;
}

/* Decimal digits of a number in another radix. */
static pf_str to_decimal(struct pf_arena *arena, pf_str digits, unsigned radix)
{
    uint32_t *limbs = PF_NEW_ARRAY(arena, uint32_t, digits.len / 7 + 1); /* 16^7 < LIMB */
    size_t count = 0;
    for (size_t i = 0; i < digits.len; i++)
        multiply_add(limbs, &count, radix, digit_value(digits.data[i]));
    char *text = pf_arena_take(arena, count * LIMB_DIGITS + 1);
    size_t at = count * LIMB_DIGITS;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < LIMB_DIGITS; k++, limbs[i] /= 10)
            text[--at] = (char)('0' + limbs[i] % 10);
    return (pf_str){text, count * LIMB_DIGITS};
}

static pf_str without_leading_zeros(pf_str digits)
{
    size_t at = 0;
    while (at + 1 < digits.len && digits.data[at] == '0')
        at++;
    return digits.len == 0 ? PF_STR("0") : pf_str_slice(digits, at, digits.len);
}

static bool is_real(pf_str digits)
{
    for (size_t i = 0; i < digits.len; i++)
        if (digits.data[i] == '.' || digits.data[i] == 'e' || digits.data[i] == 'E')
            return true;
    return false;
}

static bool read_int(struct pf_arena *arena, pf_str text, pf_str digits, struct pf_ast *constant,
                     struct pf_literal_problem *problem)
{
    unsigned radix = radix_of(digits);
    if (digits.len > PF_LITERAL_DIGITS) {
        fail(problem, 0, text.len, "an int of more than 4300 digits; Python 3.11 refuses it");
        if (radix != 10)
            problem->kind = PF_FAULT_LIMIT;
        return false;
    }
    if (radix != 10)
        digits = to_decimal(arena, pf_str_slice(digits, 2, digits.len), radix);
    constant->as.constant.type = PF_AST_INT;
    constant->as.constant.text = without_leading_zeros(digits);
    return true;
}

bool pf_literal_number(struct pf_arena *arena, pf_str text, struct pf_ast *constant,
                       struct pf_literal_problem *problem)
{
    char last = text.data[text.len - 1];
    bool is_imaginary = last == 'j' || last == 'J';
    pf_str digits = without_underscores(arena, pf_str_slice(text, 0, text.len - is_imaginary));
    if (is_imaginary) {
        constant->as.constant.type = PF_AST_COMPLEX;
        constant->as.constant.real = pf_literal_real(digits.data);
        return true;
    }
    if (radix_of(digits) != 10 || !is_real(digits))
        return read_int(arena, text, digits, constant, problem);
    constant->as.constant.type = PF_AST_FLOAT;
    constant->as.constant.real = pf_literal_real(digits.data);
    return true;
}

void pf_literal_split(pf_str token, pf_str *prefix, pf_str *body)
{
    size_t at = 0;
    while (at < token.len && token.data[at] != '"' && token.data[at] != '\'')
        at++;
    *prefix = pf_str_slice(token, 0, at);
    size_t quotes = token.len - at >= 6 && token.data[at] == token.data[at + 1] &&
                            token.data[at] == token.data[at + 2]
                        ? 3
                        : 1;
    *body = pf_str_slice(token, at + quotes, token.len - quotes);
}

bool pf_literal_is_plain(pf_str body, struct pf_literal_style style)
{
    for (size_t i = 0; i < body.len; i++) {
        unsigned char c = (unsigned char)body.data[i];
        if (c == '\r' || c >= 0x80 || (c == '\\' && !style.is_raw) ||
            ((c == '{' || c == '}') && style.has_doubled_braces))
            return false;
    }
    return true;
}

/* Surrogates as three bytes, which pf_buffer_add_utf8 would replace. */
static void add_character(struct pf_buffer *out, uint32_t c)
{
    if (c < 0xd800 || c >= 0xe000) {
        pf_buffer_add_utf8(out, c);
        return;
    }
    char bytes[3] = {(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3f)),
                     (char)(0x80 | (c & 0x3f))};
    pf_buffer_add(out, (pf_str){bytes, sizeof bytes});
}

/* A literal's body while it is read. */
struct reader {
    pf_str body;
    size_t at; /* of the next byte */
    struct pf_literal_style style;
    struct pf_buffer *out;
    bool *is_vague;
    struct pf_literal_problem *problem;
};

static void add_value(struct reader *reader, uint32_t c)
{
    if (reader->style.is_bytes)
        pf_buffer_add_byte(reader->out, (char)c);
    else
        add_character(reader->out, c);
}

static bool read_octal(struct reader *reader)
{
    uint32_t value = 0;
    for (int i = 0; i < 3 && reader->at < reader->body.len; i++, reader->at++) {
        char c = reader->body.data[reader->at];
        if (c < '0' || c > '7')
            break;
        value = value * 8 + digit_value(c);
    }
    add_value(reader, value);
    return true;
}

static bool is_hexadecimal(char c)
{
    return pf_is_digit(c) || (pf_to_lower(c) >= 'a' && pf_to_lower(c) <= 'f');
}

/* `backslash` is where the escape began, for messages. */
static bool read_hexadecimal(struct reader *reader, size_t backslash, size_t digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits; i++, reader->at++) {
        if (reader->at >= reader->body.len || !is_hexadecimal(reader->body.data[reader->at]))
            return fail(reader->problem, backslash, reader->at - backslash,
                        digits == 2   ? "an escape '\\x' needs two hexadecimal digits"
                        : digits == 4 ? "an escape '\\u' needs four hexadecimal digits"
                                      : "an escape '\\U' needs eight hexadecimal digits");
        value = value << 4 | digit_value(reader->body.data[reader->at]);
    }
    if (value > 0x10ffff)
        return fail(reader->problem, backslash, reader->at - backslash,
                    "an escape '\\U' beyond the last character, U+10FFFF");
    add_value(reader, value);
    return true;
}

static bool read_character_name(struct reader *reader, size_t backslash)
{
    pf_str rest = pf_str_slice(reader->body, reader->at, reader->body.len);
    ptrdiff_t end = pf_str_find_byte(rest, '}');
    if (rest.len == 0 || rest.data[0] != '{' || end < 2)
        return fail(reader->problem, backslash, reader->at - backslash,
                    "an escape '\\N' needs a character's name in braces");
    uint32_t c = 0xfffd;
    if (!pf_unicode_named(reader->out->arena, pf_str_slice(rest, 1, (size_t)end), &c))
        *reader->is_vague = true;
    reader->at += (size_t)end + 1;
    add_value(reader, c);
    return true;
}

static bool skip_line_end(struct reader *reader)
{
    bool is_crlf = reader->body.data[reader->at] == '\r' && reader->at + 1 < reader->body.len &&
                   reader->body.data[reader->at + 1] == '\n';
    reader->at += is_crlf ? 2 : 1;
    return true;
}

/* What a backslash and this byte stand for; 0: see read_escape. */
static const char simple_escapes[128] = {
    ['\\'] = '\\', ['\''] = '\'', ['"'] = '"',  ['a'] = '\a', ['b'] = '\b',
    ['f'] = '\f',  ['n'] = '\n',  ['r'] = '\r', ['t'] = '\t', ['v'] = '\v',
};

/* Behind a backslash. */
static bool read_escape(struct reader *reader)
{
    size_t backslash = reader->at - 1;
    unsigned char c = (unsigned char)reader->body.data[reader->at];
    if (c == '\n' || c == '\r')
        return skip_line_end(reader);
    if (c >= '0' && c <= '7')
        return read_octal(reader);
    if (c < 128 && simple_escapes[c] != 0) {
        reader->at++;
        pf_buffer_add_byte(reader->out, simple_escapes[c]);
        return true;
    }
    bool is_str = !reader->style.is_bytes;
    if (c == 'x' || (is_str && (c == 'u' || c == 'U'))) {
        reader->at++;
        return read_hexadecimal(reader, backslash, c == 'x' ? 2 : c == 'u' ? 4 : 8);
    }
    if (is_str && c == 'N') {
        reader->at++;
        return read_character_name(reader, backslash);
    }
    pf_buffer_add_byte(reader->out, '\\'); /* no escape: both stay */
    return true;
}

static bool read_wide(struct reader *reader)
{
    if (reader->style.is_bytes)
        return fail(reader->problem, reader->at, 1,
                    "bytes can hold ASCII characters only; write others as '\\x…'");
    uint32_t c;
    pf_str rest = pf_str_slice(reader->body, reader->at, reader->body.len);
    size_t len = pf_utf8_decode(rest, &c);
    if (len == 0)
        return fail(reader->problem, reader->at, 1,
                    "this byte is not UTF-8; save the file as UTF-8 or declare its encoding");
    pf_buffer_add(reader->out, pf_str_slice(rest, 0, len));
    reader->at += len;
    return true;
}

static bool is_special(struct pf_literal_style style, unsigned char c)
{
    return c == '\\'
               ? !style.is_raw
               : c == '\r' || c >= 0x80 || ((c == '{' || c == '}') && style.has_doubled_braces);
}

/* One byte or sequence that is_special. */
static bool read_special(struct reader *reader)
{
    unsigned char c = (unsigned char)reader->body.data[reader->at];
    if (c >= 0x80)
        return read_wide(reader);
    if (c == '\r') {
        pf_buffer_add_byte(reader->out, '\n');
        return skip_line_end(reader);
    }
    if (c == '\\') {
        reader->at++;
        if (reader->at < reader->body.len)
            return read_escape(reader);
        pf_buffer_add_byte(reader->out, '\\'); /* before a brace that opens a field */
        return true;
    }
    pf_buffer_add_byte(reader->out, (char)c);
    reader->at +=
        reader->at + 1 < reader->body.len && reader->body.data[reader->at + 1] == (char)c ? 2 : 1;
    return true;
}

bool pf_literal_text(struct pf_buffer *out, pf_str body, struct pf_literal_style style,
                     bool *is_vague, struct pf_literal_problem *problem)
{
    struct reader reader = {
        .body = body, .style = style, .out = out, .is_vague = is_vague, .problem = problem};
    while (reader.at < body.len) {
        size_t from = reader.at;
        while (reader.at < body.len && !is_special(style, (unsigned char)body.data[reader.at]))
            reader.at++;
        pf_buffer_add(out, pf_str_slice(body, from, reader.at));
        if (reader.at < body.len && !read_special(&reader))
            return false;
    }
    return true;
}
