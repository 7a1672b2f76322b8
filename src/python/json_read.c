/* JSON text → Python values, by the rules and in the words of Python's json module. */
#include "python/lib_help.h"

#include <math.h>

enum { MAX_DEPTH = 200 /* Python gives up at about 1,000 and hardly anybody writes 20 */ };

struct scanner {
    struct pf_eval *ev;
    pf_str text;
    size_t at;
    const char *why; /* the fault; `fault_at` says where */
    size_t fault_at;
    bool unsure; /* deeper or larger than is modelled */
};

static pf_value scan_value(struct scanner *s, int depth);

static pf_value wrong(struct scanner *s, const char *why, size_t at)
{
    if (s->why == NULL) {
        s->why = why;
        s->fault_at = at;
    }
    return pf_unbound();
}

static bool is_at_end(const struct scanner *s)
{
    return s->at >= s->text.len;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct scanner *s)
{
    while (!is_at_end(s) && is_blank(s->text.data[s->at]))
        s->at++;
}

static bool take(struct scanner *s, char c)
{
    if (is_at_end(s) || s->text.data[s->at] != c)
        return false;
    s->at++;
    return true;
}

static bool take_word(struct scanner *s, const char *word)
{
    pf_str w = pf_str_c(word);
    if (!pf_str_starts(pf_str_slice(s->text, s->at, s->text.len), w))
        return false;
    s->at += w.len;
    return true;
}

/* --- strings -----------------------------------------------------------------------------------
 */

static int hex_value(char c)
{
    if (pf_is_digit(c))
        return c - '0';
    c = pf_to_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits after \u; false when they are none. */
static bool scan_hex4(const struct scanner *s, size_t at, uint32_t *unit)
{
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        int digit = at + i < s->text.len ? hex_value(s->text.data[at + i]) : -1;
        if (digit < 0)
            return false;
        *unit = *unit * 16 + (uint32_t)digit;
    }
    return true;
}

static bool scan_unicode(struct scanner *s, struct pf_buffer *out)
{
    uint32_t unit, low;
    size_t start = s->at - 1; /* of the u */
    if (!scan_hex4(s, s->at, &unit)) {
        wrong(s, "Invalid \\uXXXX escape", start);
        return false;
    }
    s->at += 4;
    bool high = unit >= 0xd800 && unit <= 0xdbff;
    if (high && pf_str_starts(pf_str_slice(s->text, s->at, s->text.len), PF_STR("\\u")) &&
        scan_hex4(s, s->at + 2, &low) && low >= 0xdc00 && low <= 0xdfff) {
        unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        s->at += 6;
    }
    pf_text_add(out, unit);
    return true;
}

static bool scan_escape(struct scanner *s, size_t start, struct pf_buffer *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (is_at_end(s)) {
        wrong(s, "Unterminated string starting at", start);
        return false;
    }
    char c = s->text.data[s->at++];
    if (c == 'u')
        return scan_unicode(s, out);
    ptrdiff_t found = pf_str_find_byte((pf_str){from, sizeof from - 1}, c);
    if (found == PF_STR_NONE) {
        wrong(s, "Invalid \\escape", s->at - 2);
        return false;
    }
    pf_buffer_add_byte(out, to[found]);
    return true;
}

/* After the opening quote. */
static bool scan_string(struct scanner *s, pf_str *text)
{
    size_t start = s->at - 1;
    struct pf_buffer out = pf_buffer_new(s->ev->arena);
    for (;;) {
        if (is_at_end(s)) {
            wrong(s, "Unterminated string starting at", start);
            return false;
        }
        char c = s->text.data[s->at++];
        if (c == '"')
            break;
        if ((unsigned char)c < ' ') {
            wrong(s, "Invalid control character at", s->at - 1);
            return false;
        }
        if (c != '\\')
            pf_buffer_add_byte(&out, c);
        else if (!scan_escape(s, start, &out))
            return false;
    }
    *text = pf_buffer_str(&out);
    return true;
}

/* --- numbers -------------------------------------------------------------------------------------
 */

static size_t digits_from(const struct scanner *s, size_t at)
{
    while (at < s->text.len && pf_is_digit(s->text.data[at]))
        at++;
    return at;
}

static bool is_char(const struct scanner *s, size_t at, char c)
{
    return at < s->text.len && s->text.data[at] == c;
}

/* How far the number at s->at goes; s->at when there is none. */
static size_t number_end(const struct scanner *s, bool *is_real)
{
    size_t start = s->at + is_char(s, s->at, '-');
    size_t end = is_char(s, start, '0') ? start + 1 : digits_from(s, start);
    *is_real = false;
    if (end == start)
        return s->at;
    size_t fraction = is_char(s, end, '.') ? digits_from(s, end + 1) : end;
    if (fraction > end + 1) {
        end = fraction;
        *is_real = true;
    }
    if (is_char(s, end, 'e') || is_char(s, end, 'E')) {
        size_t digits = end + 1 + (is_char(s, end + 1, '+') || is_char(s, end + 1, '-'));
        size_t exponent = digits_from(s, digits);
        if (exponent > digits) {
            end = exponent;
            *is_real = true;
        }
    }
    return end;
}

static pf_value scan_number(struct scanner *s)
{
    bool is_real;
    size_t end = number_end(s, &is_real);
    pf_str text = pf_str_slice(s->text, s->at, end);
    int64_t i;
    double d;
    if (end == s->at)
        return wrong(s, "Expecting value", s->at);
    s->at = end;
    if (!is_real)
        return pf_str_to_int(text, &i) ? pf_int(i)
                                       : pf_unknown_value(s->ev, KIND_INT, false, "a large number");
    return pf_float_parse(s->ev->arena, text, &d)
               ? pf_float(d)
               : pf_unknown_value(s->ev, KIND_REAL, true, "a number");
}

/* --- containers
 * ------------------------------------------------------------------------------------ */

static pf_value scan_list(struct scanner *s, int depth)
{
    pf_value list = pf_list_value(s->ev, NULL, 0);
    skip_blanks(s);
    if (take(s, ']'))
        return list;
    for (;;) {
        pf_value item = scan_value(s, depth + 1);
        if (!pf_is_bound(item))
            return item;
        pf_list_append(s->ev, list.as.object->contents, item);
        skip_blanks(s);
        if (take(s, ']'))
            return list;
        if (!take(s, ','))
            return wrong(s, "Expecting ',' delimiter", s->at);
        skip_blanks(s);
    }
}

static pf_value scan_dict(struct scanner *s, int depth)
{
    pf_value dict = pf_dict_value(s->ev);
    pf_str key;
    skip_blanks(s);
    if (take(s, '}'))
        return dict;
    for (;;) {
        size_t start = s->at;
        if (!take(s, '"'))
            return wrong(s, "Expecting property name enclosed in double quotes", start);
        if (!scan_string(s, &key))
            return pf_unbound();
        skip_blanks(s);
        if (!take(s, ':'))
            return wrong(s, "Expecting ':' delimiter", s->at);
        skip_blanks(s);
        pf_value value = scan_value(s, depth + 1);
        if (!pf_is_bound(value))
            return value;
        pf_dict_set_str(s->ev, dict, key, value);
        skip_blanks(s);
        if (take(s, '}'))
            return dict;
        if (!take(s, ','))
            return wrong(s, "Expecting ',' delimiter", s->at);
        skip_blanks(s);
    }
}

static pf_value scan_value(struct scanner *s, int depth)
{
    pf_str text;
    if (depth > MAX_DEPTH) {
        s->unsure = true;
        return pf_unbound();
    }
    if (take(s, '"'))
        return scan_string(s, &text) ? pf_str_value(s->ev, text) : pf_unbound();
    if (take(s, '{'))
        return scan_dict(s, depth);
    if (take(s, '['))
        return scan_list(s, depth);
    if (take_word(s, "null"))
        return pf_none();
    if (take_word(s, "true"))
        return pf_bool(true);
    if (take_word(s, "false"))
        return pf_bool(false);
    if (take_word(s, "NaN"))
        return pf_float((double)NAN);
    if (take_word(s, "Infinity"))
        return pf_float((double)INFINITY);
    if (take_word(s, "-Infinity"))
        return pf_float(-(double)INFINITY);
    return scan_number(s);
}

bool pf_help_json(struct pf_eval *ev, pf_str text, pf_value *v, const char **why, size_t *at)
{
    struct scanner s = {.ev = ev, .text = text};
    *at = 0;
    *why = "Unexpected UTF-8 BOM (decode using utf-8-sig)";
    if (pf_str_starts(text, PF_STR("\xef\xbb\xbf")))
        return false;
    skip_blanks(&s);
    *v = scan_value(&s, 0);
    if (s.unsure) {
        *v = pf_unknown_value(ev, 0, true, "JSON that is nested too deeply");
        return true;
    }
    if (pf_is_bound(*v)) {
        skip_blanks(&s);
        if (is_at_end(&s))
            return true;
        wrong(&s, "Extra data", s.at);
    }
    *why = s.why;
    *at = s.fault_at;
    return false;
}
