/* Finds `${{ … }}` in decoded text, and the way back from decoded text to source bytes. */
#include "ghexpr/find.h"

#include "base/utf8.h"

/* Offset of the first byte after the closing braces, or PF_STR_NONE. */
static ptrdiff_t find_close(pf_str text, size_t from)
{
    bool in_string = false;
    for (size_t i = from; i < text.len; i++) {
        if (text.data[i] == '\'')
            in_string = !in_string;
        else if (!in_string && text.data[i] == '}' && i > from && text.data[i - 1] == '}')
            return (ptrdiff_t)i + 1;
    }
    return PF_STR_NONE;
}

static struct pf_ghexpr_site site_at(pf_str text, size_t at)
{
    size_t inner_at = at + 3;
    ptrdiff_t close = find_close(text, inner_at);
    size_t end = close == PF_STR_NONE ? text.len : (size_t)close;
    size_t inner_end = close == PF_STR_NONE ? text.len : end - 2;
    return (struct pf_ghexpr_site){.at = at,
                                   .len = end - at,
                                   .inner = pf_str_slice(text, inner_at, inner_end),
                                   .inner_at = inner_at,
                                   .closed = close != PF_STR_NONE};
}

struct pf_ghexpr_sites pf_ghexpr_find(struct pf_arena *arena, pf_str text)
{
    struct pf_ghexpr_sites sites = {0};
    size_t from = 0;
    for (;;) {
        ptrdiff_t found = pf_str_find(pf_str_slice(text, from, text.len), PF_STR("${{"));
        if (found == PF_STR_NONE)
            return sites;
        struct pf_ghexpr_site site = site_at(text, from + (size_t)found);
        *pf_pile_add(arena, &sites) = site;
        from = site.at + site.len;
    }
}

bool pf_ghexpr_has(pf_str text)
{
    return pf_str_find(text, PF_STR("${{")) != PF_STR_NONE;
}

bool pf_ghexpr_is_alone(pf_str text)
{
    pf_str trimmed = pf_str_trim(text);
    if (!pf_str_starts(trimmed, PF_STR("${{")))
        return false;
    struct pf_ghexpr_site site = site_at(trimmed, 0);
    return site.closed && site.len == trimmed.len;
}

/* One character of the source: its bytes, and whether it decodes to white space. */
struct unit {
    size_t at, len; /* in the source bytes of the scalar */
    size_t decoded; /* bytes it stands for in the text; 0: it joins lines and stands for none */
    bool is_space;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static struct unit plain_unit(pf_str raw, size_t at)
{
    uint32_t code_point = 0;
    size_t len = pf_utf8_decode(pf_str_slice(raw, at, raw.len), &code_point);
    if (len == 0)
        len = 1;
    return (struct unit){at, len, len, is_blank(raw.data[at])};
}

static uint32_t hex_value(pf_str digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = pf_to_lower(digits.data[i]);
        uint32_t digit = pf_is_digit(c) ? (uint32_t)(c - '0') : (uint32_t)(c - 'a' + 10) & 0xf;
        value = value << 4 | digit;
    }
    return value;
}

/* Hexadecimal digits that follow \x, \u and \U. */
static size_t escape_digits(char c)
{
    return c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
}

/* YAML 1.2 section 5.7: what one escape of a double-quoted scalar stands for. */
static struct unit escape_unit(pf_str raw, size_t at)
{
    if (at + 1 >= raw.len)
        return (struct unit){at, 1, 1, false};
    char c = raw.data[at + 1];
    if (c == '\n' || c == '\r')
        return (struct unit){at, 2, 0, true};
    size_t digits = escape_digits(c);
    if (digits > 0) {
        char bytes[4];
        uint32_t code_point = hex_value(pf_str_slice(raw, at + 2, at + 2 + digits));
        size_t decoded = pf_utf8_encode(code_point, bytes);
        bool space = code_point < 0x80 && is_blank((char)code_point);
        return (struct unit){at, 2 + digits, decoded, space};
    }
    bool is_wide = c == 'N' || c == '_';
    bool is_line = c == 'L' || c == 'P';
    bool space = c == 'n' || c == 'r' || c == 't' || c == '\t' || c == ' ';
    return (struct unit){at, 2, is_line ? 3 : is_wide ? 2 : 1, space};
}

static struct unit unit_at(enum pf_style style, pf_str raw, size_t at)
{
    if (style == PF_STYLE_DOUBLE && raw.data[at] == '\\')
        return escape_unit(raw, at);
    if (style == PF_STYLE_SINGLE && raw.data[at] == '\'')
        return (struct unit){at, 2, 1, false};
    return plain_unit(raw, at);
}

/* Where the scalar's own characters start: behind tag, anchor, quote or block header. */
static size_t content_start(enum pf_style style, pf_str raw)
{
    size_t at = 0;
    while (style != PF_STYLE_PLAIN && at < raw.len && (raw.data[at] == '!' || raw.data[at] == '&'))
        for (bool in_word = true; at < raw.len && (in_word || is_blank(raw.data[at])); at++)
            in_word = in_word && !is_blank(raw.data[at]);
    if (style == PF_STYLE_PLAIN)
        return 0;
    if (style == PF_STYLE_SINGLE || style == PF_STYLE_DOUBLE)
        return at + 1;
    ptrdiff_t line_end = pf_str_find_byte(pf_str_slice(raw, at, raw.len), '\n');
    return line_end == PF_STR_NONE ? raw.len : at + (size_t)line_end;
}

/* Most characters are the same in the source and need no second look. */
static bool stands_for_itself(char written, char decoded)
{
    return written == decoded && written > ' ' && written != '\\' && written != '\'';
}

/*
 * Source offset behind decoded offset `target`. White space may be folded, added or dropped
 * between the two; all other characters correspond one to one and in order.
 */
static size_t source_offset(const struct pf_node *scalar, pf_str raw, size_t target)
{
    size_t at = content_start(scalar->style, raw);
    size_t decoded = 0;
    while (at < raw.len && decoded < scalar->text.len) {
        if (decoded < target && stands_for_itself(raw.data[at], scalar->text.data[decoded])) {
            decoded++;
            at++;
            continue;
        }
        bool wants_space = is_blank(scalar->text.data[decoded]);
        struct unit unit = unit_at(scalar->style, raw, at);
        if (!wants_space && unit.is_space) {
            at += unit.len;
            continue;
        }
        if (decoded >= target)
            break;
        if (wants_space) {
            decoded++;
            at += unit.is_space ? unit.len : 0;
            continue;
        }
        decoded += unit.decoded;
        at += unit.len;
    }
    return at < raw.len ? at : raw.len;
}

pf_span pf_ghexpr_span(const struct pf_node *scalar, size_t at, size_t len)
{
    if (scalar->span.file == NULL || scalar->span.len == 0)
        return scalar->span;
    pf_str raw = pf_span_text(scalar->span);
    size_t from = source_offset(scalar, raw, at);
    size_t last = len == 0 ? from : source_offset(scalar, raw, at + len - 1);
    size_t to = len == 0 || last >= raw.len ? last : last + unit_at(scalar->style, raw, last).len;
    if (to > raw.len)
        to = raw.len;
    return pf_span_of(scalar->span.file, scalar->span.at + from, to > from ? to - from : 0);
}
