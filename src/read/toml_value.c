/* TOML's strings, and how the reader moves. */
#include "read/toml_value.h"

#include "base/buffer.h"

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

static bool starts_here(const struct pf_toml *toml, const char *text)
{
    return pf_str_starts(pf_str_slice(toml->text, toml->at, toml->text.len), pf_str_c(text));
}

bool pf_toml_take_line_end(struct pf_toml *toml)
{
    if (pf_toml_take(toml, '\n'))
        return true;
    bool ends = starts_here(toml, "\r\n");
    toml->at += ends ? 2 : 0;
    return ends;
}

void pf_toml_blanks(struct pf_toml *toml)
{
    while (pf_toml_peek(toml) == ' ' || pf_toml_peek(toml) == '\t')
        toml->at++;
}

/* The byte here may stand neither in a comment nor in a string. */
static bool at_control(const struct pf_toml *toml)
{
    char c = pf_toml_peek(toml);
    return toml->at < toml->text.len && ((c >= 0 && c < 0x20 && c != '\t') || c == 0x7f);
}

bool pf_toml_comment(struct pf_toml *toml)
{
    if (pf_toml_peek(toml) != '#')
        return true;
    while (toml->at < toml->text.len && !at_control(toml))
        toml->at++;
    if (toml->at == toml->text.len || pf_toml_peek(toml) == '\n' || starts_here(toml, "\r\n"))
        return true;
    return pf_toml_fail(toml, "a control character in a comment");
}

bool pf_toml_space(struct pf_toml *toml)
{
    do {
        pf_toml_blanks(toml);
        if (!pf_toml_comment(toml))
            return false;
    } while (pf_toml_take_line_end(toml));
    return true;
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

static bool read_hex(struct pf_toml *toml, size_t digits, uint32_t *code_point)
{
    *code_point = 0;
    for (size_t i = 0; i < digits; i++, toml->at++) {
        char c = pf_to_lower(pf_toml_peek(toml));
        if (!pf_is_digit(c) && (c < 'a' || c > 'f'))
            return pf_toml_fail(toml, "a hexadecimal digit was expected in the escape");
        *code_point = *code_point * 16 + (uint32_t)(pf_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    if (*code_point > 0x10ffff || (*code_point >= 0xd800 && *code_point <= 0xdfff))
        return pf_toml_fail(toml, "the escape stands for no character");
    return true;
}

/* A line end behind the backslash is eaten with all white space that follows. */
static bool read_line_escape(struct pf_toml *toml)
{
    pf_toml_blanks(toml);
    if (toml->at == toml->text.len)
        return true;
    if (!pf_toml_take_line_end(toml))
        return pf_toml_fail(toml, "TOML knows no such escape");
    do {
        pf_toml_blanks(toml);
    } while (pf_toml_take_line_end(toml));
    return true;
}

static bool read_escape(struct pf_toml *toml, struct pf_buffer *text, bool is_long)
{
    static const char from[] = "btnfr\"\\", to[] = "\b\t\n\f\r\"\\";
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
    return read_line_escape(toml);
}

/* Three quotes end it; one or two more before them belong to the text. */
static bool ends_long(struct pf_toml *toml, char quote, struct pf_buffer *text)
{
    if (!starts_here(toml, quote == '"' ? "\"\"\"" : "'''"))
        return false;
    toml->at += 3;
    for (int i = 0; i < 2 && pf_toml_take(toml, quote); i++)
        pf_buffer_add_byte(text, quote);
    return true;
}

static bool read_character(struct pf_toml *toml, char quote, bool is_long, struct pf_buffer *text)
{
    if (is_long && pf_toml_take_line_end(toml)) {
        pf_buffer_add_byte(text, '\n');
        return true;
    }
    if (at_control(toml))
        return pf_toml_fail(toml, "a control character in a string");
    char c = pf_toml_peek(toml);
    toml->at++;
    if (c == '\\' && quote == '"')
        return read_escape(toml, text, is_long);
    pf_buffer_add_byte(text, c);
    return true;
}

bool pf_toml_string(struct pf_toml *toml, bool may_be_long, struct pf_node **value)
{
    size_t start = toml->at;
    char quote = pf_toml_peek(toml);
    bool is_long = may_be_long && starts_here(toml, quote == '"' ? "\"\"\"" : "'''");
    struct pf_buffer text = pf_buffer_new(toml->arena);
    toml->at += is_long ? 3 : 1;
    if (is_long)
        pf_toml_take_line_end(toml);
    while (is_long ? !ends_long(toml, quote, &text) : !pf_toml_take(toml, quote)) {
        if (toml->at >= toml->text.len ||
            (!is_long && (pf_toml_peek(toml) == '\n' || starts_here(toml, "\r\n")))) {
            pf_toml_fault(toml, PF_FAULT_UNPARSABLE, pf_span_of(toml->source, start, 1),
                          "this string does not end");
            return false;
        }
        if (!read_character(toml, quote, is_long, &text))
            return false;
    }
    *value = pf_node_str(toml->arena, pf_buffer_str(&text), pf_toml_span(toml, start));
    (*value)->style = quote == '"' ? PF_STYLE_DOUBLE : PF_STYLE_SINGLE;
    return true;
}
