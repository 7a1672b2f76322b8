/* Finds `${{ … }}` in decoded text, and the way back from decoded text to source bytes. */
#include "ghexpr/find.h"

#include "base/utf8.h"

/* Offset of "}}" from `from` on, or PF_STR_NONE. They are near, and few braces stand alone. */
static ptrdiff_t find_braces(pf_str text, size_t from)
{
    ptrdiff_t found;
    while ((found = pf_str_find_byte(pf_str_slice(text, from, text.len), '}')) != PF_STR_NONE) {
        from += (size_t)found + 1;
        if (from < text.len && text.data[from] == '}')
            return (ptrdiff_t)from - 1;
    }
    return PF_STR_NONE;
}

/* Offset of the first byte after the closing braces, or PF_STR_NONE. */
static ptrdiff_t find_close(pf_str text, size_t from)
{
    for (size_t at = from, braces = 0;;) {
        if (braces < at) { /* looked for once in a text, however many strings stand before them */
            ptrdiff_t found = find_braces(text, at);
            if (found == PF_STR_NONE)
                return PF_STR_NONE;
            braces = (size_t)found;
        }
        ptrdiff_t opening = pf_str_find_byte(pf_str_slice(text, at, braces), '\'');
        if (opening == PF_STR_NONE)
            return (ptrdiff_t)braces + 2;
        at += (size_t)opening + 1;
        ptrdiff_t closing = pf_str_find_byte(pf_str_slice(text, at, text.len), '\'');
        if (closing == PF_STR_NONE)
            return PF_STR_NONE;
        at += (size_t)closing + 1;
    }
}

/* Offset of "${{" from `from` on, or PF_STR_NONE. Most texts have no dollar sign. */
static ptrdiff_t find_open(pf_str text, size_t from)
{
    pf_str rest = pf_str_slice(text, from, text.len);
    ptrdiff_t dollar = pf_str_find_byte(rest, '$');
    if (dollar == PF_STR_NONE)
        return PF_STR_NONE;
    from += (size_t)dollar;
    rest = pf_str_slice(text, from, text.len);
    ptrdiff_t open = pf_str_starts(rest, PF_STR("${{")) ? 0 : pf_str_find(rest, PF_STR("${{"));
    return open == PF_STR_NONE ? PF_STR_NONE : (ptrdiff_t)from + open;
}

bool pf_ghexpr_next_site(pf_str text, size_t *from, struct pf_ghexpr_site *site)
{
    ptrdiff_t open = find_open(text, *from);
    if (open == PF_STR_NONE)
        return false;
    size_t at = (size_t)open, inner_at = at + 3;
    ptrdiff_t close = find_close(text, inner_at);
    bool closed = close != PF_STR_NONE;
    size_t end = closed ? (size_t)close : text.len;
    *site = (struct pf_ghexpr_site){.at = at,
                                    .len = end - at,
                                    .inner = pf_str_slice(text, inner_at, closed ? end - 2 : end),
                                    .inner_at = inner_at,
                                    .closed = closed};
    *from = end;
    return true;
}

struct pf_ghexpr_sites pf_ghexpr_find(struct pf_arena *arena, pf_str text)
{
    struct pf_ghexpr_sites sites = {0};
    struct pf_ghexpr_site site;
    for (size_t from = 0; pf_ghexpr_next_site(text, &from, &site);)
        *pf_pile_add(arena, &sites) = site;
    return sites;
}

bool pf_ghexpr_has(pf_str text)
{
    return find_open(text, 0) != PF_STR_NONE;
}

/* In double quotes "\x24{{" and a "$" that a backslash joins to the next line are one, too. */
static bool may_escape(pf_str bytes, size_t at)
{
    char before = at == 0 ? '\0' : bytes.data[at - 1];
    char after = at + 1 < bytes.len ? bytes.data[at + 1] : '\0';
    return before == '$' || before == '{' || after == 'x' || after == 'u' || after == 'U';
}

/* Where `part` stands next, from `from` on; the end of the bytes where it does not. */
static size_t next_of(pf_str bytes, size_t from, pf_str part)
{
    ptrdiff_t found = pf_str_find(pf_str_slice(bytes, from, bytes.len), part);
    return found == PF_STR_NONE ? bytes.len : from + (size_t)found;
}

struct pf_ghexpr_places pf_ghexpr_places(struct pf_arena *arena, pf_str bytes)
{
    static const pf_str opening = PF_STR_INIT("${{"), backslash = PF_STR_INIT("\\");
    struct pf_ghexpr_places places = {.bytes = bytes};
    size_t open = next_of(bytes, 0, opening), escape = next_of(bytes, 0, backslash);
    while (open < bytes.len || escape < bytes.len) {
        size_t at = open < escape ? open : escape;
        if (at == open || may_escape(bytes, at))
            *pf_pile_add(arena, &places) = (uint32_t)at;
        if (at == open)
            open = next_of(bytes, open + opening.len, opening);
        else
            escape = next_of(bytes, escape + 1, backslash);
    }
    return places;
}

bool pf_ghexpr_may_hold(struct pf_ghexpr_places *places, const struct pf_node *node)
{
    pf_span span = node->span;
    pf_str bytes = places->bytes;
    if (span.file == NULL || span.file->bytes.data != bytes.data || span.at >= bytes.len ||
        bytes.data[span.at] == '*')
        return true;
    size_t next = places->next;
    while (next < places->count && places->items[next] < span.at)
        next++;
    while (next > 0 && places->items[next - 1] >= span.at)
        next--;
    places->next = next;
    return next < places->count && places->items[next] < span.at + span.len;
}

bool pf_ghexpr_site_is_all(const struct pf_ghexpr_site *site, pf_str text)
{
    return site->closed && site->len == pf_str_trim(text).len;
}

bool pf_ghexpr_is_alone(pf_str text)
{
    struct pf_ghexpr_site site;
    size_t from = 0;
    return pf_str_starts(pf_str_trim_left(text), PF_STR("${{")) &&
           pf_ghexpr_next_site(text, &from, &site) && pf_ghexpr_site_is_all(&site, text);
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
    return written == decoded && (unsigned char)written < 0x80 && written != '\\' &&
           written != '\'';
}

/* A place in the source bytes of a scalar, and in its text. */
struct pair {
    size_t at, decoded;
};

/*
 * From one place on to the source offset behind decoded offset `target`. White space may be folded,
 * added or dropped between the two; all other characters correspond one to one and in order.
 */
static void advance(const struct pf_node *scalar, pf_str raw, struct pair *pair, size_t target)
{
    while (pair->at < raw.len && pair->decoded < scalar->text.len) {
        char written = raw.data[pair->at], decoded = scalar->text.data[pair->decoded];
        if (pair->decoded < target && stands_for_itself(written, decoded)) {
            pair->decoded++;
            pair->at++;
            continue;
        }
        bool wants_space = is_blank(decoded);
        if (!wants_space && is_blank(written)) {
            pair->at++;
            continue;
        }
        struct unit unit = unit_at(scalar->style, raw, pair->at);
        if (!wants_space && unit.is_space) {
            pair->at += unit.len;
            continue;
        }
        if (pair->decoded >= target)
            break;
        if (wants_space) {
            pair->decoded++;
            pair->at += unit.is_space ? unit.len : 0;
            continue;
        }
        pair->decoded += unit.decoded;
        pair->at += unit.len;
    }
    if (pair->at > raw.len)
        pair->at = raw.len;
}

pf_span pf_ghexpr_span(const struct pf_node *scalar, size_t at, size_t len)
{
    if (scalar->span.file == NULL || scalar->span.len == 0)
        return scalar->span;
    pf_str raw = pf_span_text(scalar->span);
    struct pair pair = {content_start(scalar->style, raw), 0};
    advance(scalar, raw, &pair, at);
    size_t from = pair.at;
    if (len > 0)
        advance(scalar, raw, &pair, at + len - 1);
    size_t last = pair.at;
    size_t to = len == 0 || last >= raw.len ? last : last + unit_at(scalar->style, raw, last).len;
    if (to > raw.len)
        to = raw.len;
    return pf_span_of(scalar->span.file, scalar->span.at + from, to > from ? to - from : 0);
}
