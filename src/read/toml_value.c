/* TOML's strings, numbers, truth values, dates and times. */
#include "read/toml_value.h"

#include "base/buffer.h"

#include <stdlib.h>

char pf_toml_peek(const struct pf_toml *toml)
{
    return toml->at < toml->text.len ? toml->text.data[toml->at] : '\0';
}

bool pf_toml_take(struct pf_toml *toml, char c)
{
    if (toml->at >= toml->text.len || toml->text.data[toml->at] != c)
        return false;
    toml->at++;
    return true;
}

void pf_toml_blanks(struct pf_toml *toml)
{
    while (pf_toml_peek(toml) == ' ' || pf_toml_peek(toml) == '\t')
        toml->at++;
}

void pf_toml_space(struct pf_toml *toml)
{
    while (toml->at < toml->text.len) {
        char c = pf_toml_peek(toml);
        if (c == '#')
            while (toml->at < toml->text.len && pf_toml_peek(toml) != '\n')
                toml->at++;
        else if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
            toml->at++;
        else
            return;
    }
}

pf_span pf_toml_span(const struct pf_toml *toml, size_t start)
{
    return pf_span_of(toml->source, start, toml->at - start);
}

pf_span pf_toml_here(const struct pf_toml *toml)
{
    return pf_span_of(toml->source, toml->at, toml->at < toml->text.len ? 1 : 0);
}

struct pf_fault *pf_toml_fault(struct pf_toml *toml, enum pf_fault_kind kind, pf_span span,
                               const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_str message = pf_arena_vformat(toml->arena, format, args);
    va_end(args);
    return pf_fault_add(toml->arena, toml->faults, kind, span, "%.*s", PF_ARG(message));
}

bool pf_toml_fail(struct pf_toml *toml, const char *message)
{
    pf_toml_fault(toml, PF_FAULT_UNPARSABLE, pf_toml_here(toml), "%s", message);
    return false;
}

/* ---- strings ---- */

static bool starts_here(const struct pf_toml *toml, const char *text)
{
    return pf_str_starts(pf_str_slice(toml->text, toml->at, toml->text.len), pf_str_c(text));
}

static bool read_hex(struct pf_toml *toml, size_t digits, uint32_t *code_point)
{
    *code_point = 0;
    for (size_t i = 0; i < digits; i++, toml->at++) {
        char c = pf_to_lower(pf_toml_peek(toml));
        if (!pf_is_digit(c) && (c < 'a' || c > 'f'))
            return pf_toml_fail(toml, "a hexadecimal digit was expected in the escape");
        *code_point = *code_point * 16 + (uint32_t)(pf_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

/* After the backslash. A line end in a string of several lines is eaten with the space after it. */
static bool read_escape(struct pf_toml *toml, struct pf_buffer *text, bool is_long)
{
    static const char from[] = "btnfr\"\\e", to[] = "\b\t\n\f\r\"\\\033";
    char c = pf_toml_peek(toml);
    uint32_t code_point;
    for (size_t i = 0; from[i] != '\0'; i++)
        if (c == from[i]) {
            pf_buffer_add_byte(text, to[i]);
            toml->at++;
            return true;
        }
    if (c == 'u' || c == 'U') {
        toml->at++;
        if (!read_hex(toml, c == 'u' ? 4 : 8, &code_point))
            return false;
        pf_buffer_add_utf8(text, code_point);
        return true;
    }
    if (!is_long || (c != '\n' && c != '\r' && c != ' ' && c != '\t'))
        return pf_toml_fail(toml, "TOML knows no such escape");
    while (pf_is_space(pf_toml_peek(toml)))
        toml->at++;
    return true;
}

/* Three quotes end it; one or two more before them belong to the text. */
static bool ends_long(struct pf_toml *toml, char quote, struct pf_buffer *text)
{
    const char *mark = quote == '"' ? "\"\"\"" : "'''";
    if (!starts_here(toml, mark))
        return false;
    toml->at += 3;
    for (int i = 0; i < 2 && pf_toml_take(toml, quote); i++)
        pf_buffer_add_byte(text, quote);
    return true;
}

bool pf_toml_string(struct pf_toml *toml, struct pf_node **value)
{
    size_t start = toml->at;
    char quote = pf_toml_peek(toml);
    bool is_long = starts_here(toml, quote == '"' ? "\"\"\"" : "'''");
    struct pf_buffer text = pf_buffer_new(toml->arena);
    toml->at += is_long ? 3 : 1;
    if (is_long) {
        pf_toml_take(toml, '\r');
        pf_toml_take(toml, '\n');
    }
    for (;;) {
        char c = pf_toml_peek(toml);
        if (toml->at >= toml->text.len || (!is_long && c == '\n')) {
            pf_toml_fault(toml, PF_FAULT_UNPARSABLE, pf_span_of(toml->source, start, 1),
                          "this string does not end");
            return false;
        }
        if (is_long ? ends_long(toml, quote, &text) : pf_toml_take(toml, quote))
            break;
        toml->at++;
        if (c != '\\' || quote == '\'')
            pf_buffer_add_byte(&text, c);
        else if (!read_escape(toml, &text, is_long))
            return false;
    }
    *value = pf_node_str(toml->arena, pf_buffer_str(&text), pf_toml_span(toml, start));
    (*value)->style = quote == '"' ? PF_STYLE_DOUBLE : PF_STYLE_SINGLE;
    return true;
}

/* ---- plain values ---- */

static bool is_plain(char c)
{
    return pf_is_alnum(c) || c == '+' || c == '-' || c == '.' || c == '_' || c == ':';
}

static pf_str without_underscores(struct pf_arena *arena, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] != '_')
            pf_buffer_add_byte(&buffer, text.data[i]);
    return pf_buffer_str(&buffer);
}

static bool all_in(pf_str text, const char *allowed)
{
    for (size_t i = 0; i < text.len; i++)
        if (pf_str_find_byte(pf_str_c(allowed), text.data[i]) == PF_STR_NONE)
            return false;
    return text.len > 0;
}

/* 0x1F, 0o17, 0b101 */
static bool read_based(struct pf_arena *arena, pf_str digits, pf_span span, struct pf_node **value)
{
    static const struct {
        const char *prefix, *digits;
        uint64_t base;
    } bases[] = {{"0x", "0123456789abcdefABCDEF", 16}, {"0o", "01234567", 8}, {"0b", "01", 2}};
    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++) {
        pf_str rest = pf_str_slice(digits, 2, digits.len);
        if (!pf_str_starts(digits, pf_str_c(bases[i].prefix)) || !all_in(rest, bases[i].digits))
            continue;
        uint64_t number = 0;
        for (size_t k = 0; k < rest.len; k++) {
            char c = pf_to_lower(rest.data[k]);
            number = number * bases[i].base + (uint64_t)(pf_is_digit(c) ? c - '0' : c - 'a' + 10);
        }
        *value = pf_node_int(arena, (int64_t)(number & INT64_MAX), span);
        return true;
    }
    return false;
}

static bool is_real(pf_str text)
{
    bool has_digit = false;
    for (size_t i = 0; i < text.len; i++) {
        has_digit |= pf_is_digit(text.data[i]);
        if (!pf_is_digit(text.data[i]) && text.data[i] != '.' && text.data[i] != 'e' &&
            text.data[i] != 'E' && text.data[i] != '+' && text.data[i] != '-')
            return false;
    }
    return has_digit;
}

static bool is_date_or_time(pf_str text)
{
    return text.len >= 5 && pf_is_digit(text.data[0]) &&
           (text.data[2] == ':' || (text.len >= 10 && text.data[4] == '-' && text.data[7] == '-'));
}

static bool is_special_real(pf_str text)
{
    if (text.len == 4 && (text.data[0] == '+' || text.data[0] == '-'))
        text = pf_str_slice(text, 1, 4);
    return pf_str_eq(text, PF_STR("inf")) || pf_str_eq(text, PF_STR("nan"));
}

static struct pf_node *plain_value(struct pf_arena *arena, pf_str text, pf_span span)
{
    struct pf_node *value = NULL;
    pf_str digits = without_underscores(arena, text);
    int64_t number;
    if (pf_str_eq(text, PF_STR("true")) || pf_str_eq(text, PF_STR("false")))
        value = pf_node_bool(arena, text.len == 4, span);
    else if (is_date_or_time(text))
        value = pf_node_str(arena, text, span);
    else if (pf_str_to_int(digits, &number))
        value = pf_node_int(arena, number, span);
    else if (read_based(arena, digits, span, &value))
        return value;
    else if (is_real(digits) || is_special_real(text)) {
        value = pf_node_new(arena, PF_REAL, span);
        value->text = text;
        value->as.real = strtod(pf_arena_str(arena, digits).data, NULL);
    }
    return value;
}

bool pf_toml_plain(struct pf_toml *toml, struct pf_node **value)
{
    size_t start = toml->at;
    while (is_plain(pf_toml_peek(toml)))
        toml->at++;
    pf_str text = pf_str_slice(toml->text, start, toml->at);
    bool is_date = text.len == 10 && is_date_or_time(text);
    pf_str rest = pf_str_slice(toml->text, toml->at, toml->text.len);
    if (is_date && rest.len > 2 && rest.data[0] == ' ' && pf_is_digit(rest.data[1])) {
        toml->at++; /* "1979-05-27 07:32:00": a blank between date and time */
        while (is_plain(pf_toml_peek(toml)))
            toml->at++;
        text = pf_str_slice(toml->text, start, toml->at);
    }
    *value = plain_value(toml->arena, text, pf_toml_span(toml, start));
    if (*value != NULL)
        return true;
    toml->at = start;
    return pf_toml_fail(toml, "a value was expected here");
}
