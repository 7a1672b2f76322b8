/* Python's text: code points in WTF-8, and how repr() writes them. */
#include "python/interp.h"

#include "base/utf8.h"
#include "python/unicode.h"

size_t pf_text_decode(pf_str s, size_t at, uint32_t *code_point)
{
    const unsigned char *b = (const unsigned char *)s.data + at;
    if (b[0] < 0x80) {
        *code_point = b[0];
        return 1;
    }
    if (s.len - at >= 3 && b[0] == 0xed && b[1] >= 0xa0 && b[1] < 0xc0 && (b[2] & 0xc0) == 0x80) {
        *code_point = 0xd000u | (uint32_t)(b[1] & 0x3f) << 6 | (b[2] & 0x3f);
        return 3;
    }
    size_t len = pf_utf8_decode(pf_str_slice(s, at, s.len), code_point);
    if (len > 0)
        return len;
    *code_point = b[0];
    return 1;
}

void pf_text_add(struct pf_buffer *buffer, uint32_t code_point)
{
    if (code_point < 0xd800 || code_point > 0xdfff) {
        pf_buffer_add_utf8(buffer, code_point);
        return;
    }
    char bytes[3] = {(char)0xed, (char)(0x80 | ((code_point >> 6) & 0x3f)),
                     (char)(0x80 | (code_point & 0x3f))};
    pf_buffer_add(buffer, (pf_str){bytes, 3});
}

size_t pf_text_count(pf_str s)
{
    size_t count = 0;
    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.data[i] & 0xc0) != 0x80;
    return count;
}

bool pf_text_is_ascii(pf_value text)
{
    const struct pf_text *t = text.as.text;
    return text.type == PF_V_BYTES || t->length == t->bytes.len;
}

size_t pf_text_offset(pf_value text, size_t index)
{
    pf_str s = pf_text_of(text);
    if (pf_text_is_ascii(text))
        return index;
    size_t at = 0;
    for (; index > 0 && at < s.len; index--) {
        at++;
        while (at < s.len && ((unsigned char)s.data[at] & 0xc0) == 0x80)
            at++;
    }
    return at;
}

/* Latin-1's printable characters; beyond it Unicode's tables would be needed. */
static bool is_printable(uint32_t c)
{
    return (c >= 0x20 && c < 0x7f) || (c > 0xa0 && c != 0xad && c < 0x100);
}

/* Blocks whose every character is printable in all versions that count. */
static bool is_surely_printable(uint32_t c)
{
    return is_printable(c) || (c >= 0x100 && c < 0x250) || (c >= 0x410 && c < 0x450) ||
           (c >= 0x4e00 && c < 0x9fa6) || (c >= 0x3041 && c < 0x3097) ||
           (c >= 0x2010 && c < 0x2028) || (c >= 0x20a0 && c < 0x20b9);
}

bool pf_text_digits_are_ascii(pf_str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        at += pf_text_decode(s, at, &c);
        if (c >= 0x100 && !is_surely_printable(c)) /* none of those blocks has digits */
            return false;
    }
    return true;
}

bool pf_text_repr_is_certain(pf_str s)
{
    for (size_t at = 0; at < s.len;) {
        uint32_t c;
        at += pf_text_decode(s, at, &c);
        if (c >= 0x100 && (c < 0xd800 || c > 0xdfff) && !pf_unicode_is_printable(c))
            return false; /* a later version of Unicode may have it */
    }
    return true;
}

static void add_escaped(struct pf_buffer *buffer, uint32_t c)
{
    if (c == '\n')
        pf_buffer_add_c(buffer, "\\n");
    else if (c == '\r')
        pf_buffer_add_c(buffer, "\\r");
    else if (c == '\t')
        pf_buffer_add_c(buffer, "\\t");
    else if (c < 0x100)
        pf_buffer_format(buffer, "\\x%02x", (unsigned)c);
    else if (c < 0x10000)
        pf_buffer_format(buffer, "\\u%04x", (unsigned)c);
    else
        pf_buffer_format(buffer, "\\U%08x", (unsigned)c);
}

void pf_text_repr(struct pf_buffer *buffer, pf_str s, bool is_bytes, bool ascii_only)
{
    bool has_single = pf_str_find_byte(s, '\'') != PF_STR_NONE;
    bool has_double = pf_str_find_byte(s, '"') != PF_STR_NONE;
    uint32_t quote = has_single && !has_double ? '"' : '\'';
    if (is_bytes)
        pf_buffer_add_byte(buffer, 'b');
    pf_buffer_add_byte(buffer, (char)quote);
    for (size_t at = 0; at < s.len;) {
        uint32_t c = (unsigned char)s.data[at];
        at += is_bytes ? 1 : pf_text_decode(s, at, &c);
        if (c == quote || c == '\\') {
            pf_buffer_add_byte(buffer, '\\');
            pf_buffer_add_byte(buffer, (char)c);
        } else if (is_bytes || ascii_only
                       ? c >= 0x20 && c < 0x7f
                       : (c < 0xd800 || c > 0xdfff) && pf_unicode_is_printable(c)) {
            pf_text_add(buffer, c);
        } else {
            add_escaped(buffer, c);
        }
    }
    pf_buffer_add_byte(buffer, (char)quote);
}

bool pf_text_is_space(uint32_t c)
{
    return (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
           c == 0x202f || c == 0x205f || c == 0x3000;
}

/* int() and float() see C's white space in ASCII, Unicode's beyond. */
static bool is_number_space(uint32_t c)
{
    return c < 0x80 ? c == ' ' || (c >= 9 && c <= 13) : pf_text_is_space(c);
}

static pf_str strip(pf_str s, bool (*is_space)(uint32_t c))
{
    size_t start = 0, end = s.len;
    while (start < end) {
        uint32_t c;
        size_t len = pf_text_decode(s, start, &c);
        if (!is_space(c))
            break;
        start += len;
    }
    while (end > start) {
        size_t last = end - 1;
        while (last > start && ((unsigned char)s.data[last] & 0xc0) == 0x80)
            last--;
        uint32_t c;
        pf_text_decode(s, last, &c);
        if (!is_space(c))
            break;
        end = last;
    }
    return pf_str_slice(s, start, end);
}

pf_str pf_text_strip(pf_str s)
{
    return strip(s, pf_text_is_space);
}

pf_str pf_number_strip(pf_str s)
{
    return strip(s, is_number_space);
}
