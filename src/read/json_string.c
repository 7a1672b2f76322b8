/* JSON strings: RFC 8259, section 7, and half-written ones. */
#include "read/json_scan.h"

#include "base/buffer.h"
#include "base/utf8.h"

/* A string being read: from its quote to, when it is known, its end. */
struct literal {
    struct pf_json_scan *scan;
    struct pf_buffer text;
    size_t start;
    char quote;
    bool control_told;
};

static void tell(const struct literal *literal, size_t at, size_t len, const char *message)
{
    const struct pf_json_scan *scan = literal->scan;
    pf_fault_add(scan->arena, scan->faults, PF_FAULT_UNPARSABLE, pf_span_of(scan->source, at, len),
                 "%s", message);
}

static int hex_value(char c)
{
    if (pf_is_digit(c))
        return c - '0';
    c = pf_to_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four hexadecimal digits at `at`; -1 when they are not. */
static int32_t hex4(const struct pf_json_scan *scan, size_t at)
{
    int32_t value = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = at + i < scan->bytes.len ? hex_value(scan->bytes.data[at + i]) : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

static bool is_high_surrogate(int32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low_surrogate(int32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

static void read_unicode_escape(struct literal *literal)
{
    struct pf_json_scan *scan = literal->scan;
    int32_t unit = hex4(scan, scan->at + 2);
    if (unit < 0) {
        tell(literal, scan->at, 2, "'\\u' needs four hexadecimal digits");
        pf_buffer_add_c(&literal->text, "\\u");
        scan->at += 2;
        return;
    }
    bool is_pair = is_high_surrogate(unit) && pf_json_scan_peek(scan, 6) == '\\' &&
                   pf_json_scan_peek(scan, 7) == 'u' && is_low_surrogate(hex4(scan, scan->at + 8));
    if (is_pair) {
        int32_t low = hex4(scan, scan->at + 8);
        pf_buffer_add_utf8(&literal->text,
                           (uint32_t)(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)));
        scan->at += 12;
        return;
    }
    if (is_high_surrogate(unit) || is_low_surrogate(unit))
        pf_fault_add(scan->arena, scan->faults, PF_FAULT_SUSPICIOUS,
                     pf_span_of(scan->source, scan->at, 6),
                     "half of a surrogate pair; programs refuse it or put U+FFFD in its place");
    pf_buffer_add_utf8(&literal->text, (uint32_t)unit);
    scan->at += 6;
}

static bool ends_line(const struct pf_json_scan *scan, size_t ahead)
{
    if (scan->at + ahead >= scan->bytes.len)
        return true;
    char c = pf_json_scan_peek(scan, ahead);
    return c == '\n' || (c == '\r' && pf_json_scan_peek(scan, ahead + 1) == '\n');
}

/* A backslash stands here. One that begins no escape stays: `"\d"` was meant to be a regex. */
static void read_escape(struct literal *literal)
{
    static const char codes[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    struct pf_json_scan *scan = literal->scan;
    char c = pf_json_scan_peek(scan, 1);
    ptrdiff_t code = pf_str_find_byte(PF_STR(codes), c);
    if (c == 'u') {
        read_unicode_escape(literal);
    } else if (code != PF_STR_NONE && !ends_line(scan, 1)) {
        pf_buffer_add_byte(&literal->text, meanings[code]);
        scan->at += 2;
    } else if (c == '\'') {
        if (literal->quote == '"')
            tell(literal, scan->at, 2, "a single quote needs no '\\' before it");
        pf_buffer_add_byte(&literal->text, c);
        scan->at += 2;
    } else {
        tell(literal, scan->at, 1, "this '\\' begins none of JSON's escapes; write '\\\\' for one");
        pf_buffer_add_byte(&literal->text, '\\');
        scan->at++;
    }
}

static void read_control(struct literal *literal)
{
    struct pf_json_scan *scan = literal->scan;
    char c = pf_json_scan_peek(scan, 0);
    if (!literal->control_told)
        pf_fault_add(scan->arena, scan->faults, PF_FAULT_UNPARSABLE,
                     pf_span_of(scan->source, scan->at, 1),
                     "the control character U+%04X cannot stand in a string; write '\\u%04x'",
                     (unsigned)c, (unsigned)c);
    literal->control_told = true;
    pf_buffer_add_byte(&literal->text, c);
    scan->at++;
}

static void read_character(struct literal *literal)
{
    struct pf_json_scan *scan = literal->scan;
    uint32_t code_point;
    size_t len = pf_utf8_decode(pf_str_slice(scan->bytes, scan->at, scan->at + 4), &code_point);
    pf_buffer_add_utf8(&literal->text, len == 0 ? 0xfffd : code_point);
    scan->at += len == 0 ? 1 : len;
}

/* Past all that stands for itself: no escape, no control character, none beyond ASCII. */
static void read_usual(struct literal *literal)
{
    struct pf_json_scan *scan = literal->scan;
    size_t from = scan->at;
    while (scan->at < scan->bytes.len) {
        unsigned char c = (unsigned char)scan->bytes.data[scan->at];
        if (c == (unsigned char)literal->quote || c == '\\' || c < ' ' || c >= 0x80)
            break;
        scan->at++;
    }
    pf_buffer_add(&literal->text, pf_str_slice(scan->bytes, from, scan->at));
}

/* Takes a comma at the end of the line, and the space around it, out of the string again. */
static void end_unclosed(struct literal *literal)
{
    struct pf_json_scan *scan = literal->scan;
    pf_str written = pf_str_slice(scan->bytes, literal->start + 1, scan->at);
    pf_str kept = pf_str_trim_right(written);
    if (pf_str_ends(kept, PF_STR(","))) {
        kept = pf_str_trim_right(pf_str_slice(kept, 0, kept.len - 1));
        literal->text.len -= written.len - kept.len;
        scan->at -= written.len - kept.len;
    }
    pf_fault_add(scan->arena, scan->faults, PF_FAULT_UNPARSABLE,
                 pf_span_of(scan->source, literal->start, 1),
                 "the quote opened here is not closed on its line; write '\\n' for a line break");
}

static void read_literal(struct literal *literal)
{
    struct pf_json_scan *scan = literal->scan;
    for (;;) {
        read_usual(literal);
        if (ends_line(scan, 0)) {
            end_unclosed(literal);
            return;
        }
        char c = pf_json_scan_peek(scan, 0);
        if (c == literal->quote) {
            scan->at++;
            return;
        }
        if (c == '\\')
            read_escape(literal);
        else if ((unsigned char)c < ' ')
            read_control(literal);
        else
            read_character(literal);
    }
}

/* End of a string that stands for itself, its closing quote; PF_STR_NONE when it is not so. */
static ptrdiff_t simple_end(const struct pf_json_scan *scan)
{
    char quote = pf_json_scan_peek(scan, 0);
    for (size_t at = scan->at + 1; at < scan->bytes.len; at++) {
        unsigned char c = (unsigned char)scan->bytes.data[at];
        if (c == (unsigned char)quote)
            return (ptrdiff_t)at;
        if (c == '\\' || c < ' ' || c >= 0x80)
            break;
    }
    return PF_STR_NONE;
}

struct pf_node *pf_json_scan_string(struct pf_json_scan *scan)
{
    struct literal literal = {.scan = scan,
                              .text = pf_buffer_new(scan->arena),
                              .start = scan->at,
                              .quote = pf_json_scan_peek(scan, 0)};
    if (literal.quote == '\'')
        tell(&literal, scan->at, 1, "strings stand in double quotes, not single ones");
    ptrdiff_t end = simple_end(scan);
    pf_str text;
    if (end != PF_STR_NONE) {
        text = pf_str_slice(scan->bytes, scan->at + 1, (size_t)end);
        scan->at = (size_t)end + 1;
    } else {
        scan->at++;
        read_literal(&literal);
        text = pf_buffer_str(&literal.text);
    }
    pf_span span = pf_span_of(scan->source, literal.start, scan->at - literal.start);
    struct pf_node *node = pf_node_str(scan->arena, text, span);
    node->style = literal.quote == '\'' ? PF_STYLE_SINGLE : PF_STYLE_DOUBLE;
    return node;
}
