/* format() and the mini-language of its specifications. */
#include "python/format.h"

#include <math.h>
#include <stdio.h>

enum { MAX_WIDTH = PF_EVAL_STR };

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '=' || c == '^';
}

static bool read_number(pf_str s, size_t *at, int64_t *number)
{
    size_t start = *at;
    while (*at < s.len && pf_is_digit(s.data[*at]))
        (*at)++;
    return *at > start && pf_str_to_int(pf_str_slice(s, start, *at), number);
}

/* False: not of the standard form. */
static bool read_spec(pf_str s, struct pf_format_spec *spec)
{
    *spec = (struct pf_format_spec){.fill = ' ', .width = -1, .precision = -1};
    size_t at = 0;
    uint32_t first = 0;
    bool filled = false;
    size_t len = s.len > 0 ? pf_text_decode(s, 0, &first) : 0;
    if (len > 0 && len < s.len && is_align((unsigned char)s.data[len])) {
        spec->fill = first;
        spec->align = s.data[len];
        filled = true;
        at = len + 1;
    } else if (len == 1 && is_align(first)) {
        spec->align = (char)first;
        at = 1;
    }
    spec->aligned = spec->align != 0;
    if (at < s.len && (s.data[at] == '+' || s.data[at] == '-' || s.data[at] == ' '))
        spec->sign = s.data[at++];
    if (at < s.len && s.data[at] == '#') {
        spec->alternate = true;
        at++;
    }
    if (!filled && at < s.len && s.data[at] == '0') {
        at++;
        spec->fill = '0';
        if (!spec->aligned)
            spec->align = '=';
    }
    read_number(s, &at, &spec->width);
    if (at < s.len && (s.data[at] == ',' || s.data[at] == '_'))
        spec->grouping = s.data[at++];
    if (at < s.len && s.data[at] == '.') {
        at++;
        if (!read_number(s, &at, &spec->precision))
            return false;
    }
    if (at < s.len)
        spec->type = s.data[at++];
    return at == s.len && spec->width <= MAX_WIDTH;
}

static void add_fill(struct pf_buffer *out, uint32_t fill, int64_t count)
{
    for (int64_t i = 0; i < count; i++)
        pf_text_add(out, fill);
}

/* `head` (sign and prefix) stays in front of the filling of "=". */
static pf_value pad(struct pf_eval *ev, const struct pf_format_spec *spec, pf_str head, pf_str body,
                    char align)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    int64_t length = (int64_t)(pf_text_count(head) + pf_text_count(body));
    int64_t missing = spec->width > length ? spec->width - length : 0;
    if (spec->align != 0)
        align = spec->align;
    int64_t left = align == '>' ? missing : (align == '^' ? missing / 2 : 0);
    add_fill(&out, spec->fill, left);
    pf_buffer_add(&out, head);
    if (align == '=')
        add_fill(&out, spec->fill, missing);
    pf_buffer_add(&out, body);
    if (align != '=')
        add_fill(&out, spec->fill, missing - left);
    pf_heap_charge(ev, out.len);
    return pf_str_value(ev, pf_buffer_str(&out));
}

static pf_value bad_type(struct pf_eval *ev, const struct pf_format_spec *spec, pf_value v)
{
    return pf_raise(ev, "ValueError", "Unknown format code '%c' for object of type '%.*s'",
                    spec->type, PF_ARG(pf_type_name(v)));
}

pf_value pf_format_str(struct pf_eval *ev, pf_value v, const struct pf_format_spec *spec)
{
    if (spec->type != 0 && spec->type != 's')
        return bad_type(ev, spec, v);
    if (spec->sign != 0 || spec->alternate || spec->grouping != 0 ||
        (spec->align == '=' && spec->aligned))
        return pf_raise(ev, "ValueError", "not allowed in string format specifier");
    pf_str s = pf_text_of(v);
    if (spec->precision >= 0 && (uint64_t)spec->precision < v.as.text->length)
        s = pf_str_slice(s, 0, pf_text_offset(v, (size_t)spec->precision));
    struct pf_format_spec copy = *spec;
    if (copy.align == '=')
        copy.align = '<';
    return pad(ev, &copy, PF_STR(""), s, '<');
}

/* Groups of `size` digits from the right; with zero-filling the zeros are grouped, too. */
static pf_str group(struct pf_eval *ev, const struct pf_format_spec *spec, pf_str digits,
                    size_t head, size_t tail, size_t size)
{
    int64_t wanted = spec->align == '=' && spec->fill == '0' ? spec->width : 0;
    struct pf_buffer reversed = pf_buffer_new(ev->arena);
    size_t count = 0;
    for (size_t i = digits.len; i > 0 || (int64_t)(reversed.len + head + tail) < wanted;) {
        if (count > 0 && count % size == 0)
            pf_buffer_add_byte(&reversed, spec->grouping);
        pf_buffer_add_byte(&reversed, i > 0 ? digits.data[--i] : '0');
        count++;
    }
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t i = reversed.len; i > 0; i--)
        pf_buffer_add_byte(&out, reversed.data[i - 1]);
    return pf_buffer_str(&out);
}

static pf_str sign_of(const struct pf_format_spec *spec, bool negative)
{
    if (negative)
        return PF_STR("-");
    return spec->sign == '+' ? PF_STR("+") : (spec->sign == ' ' ? PF_STR(" ") : PF_STR(""));
}

static pf_str digits_of(struct pf_eval *ev, uint64_t value, unsigned base, bool upper)
{
    char text[65];
    size_t at = sizeof text;
    do {
        unsigned digit = (unsigned)(value % base);
        text[--at] = (char)(digit < 10 ? '0' + digit : (upper ? 'A' : 'a') + digit - 10);
        value /= base;
    } while (value > 0);
    return pf_arena_str(ev->arena, (pf_str){text + at, sizeof text - at});
}

pf_value pf_format_float(struct pf_eval *ev, double d, const struct pf_format_spec *given,
                         pf_value of);

static pf_value format_character(struct pf_eval *ev, int64_t i, const struct pf_format_spec *spec)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    if (spec->sign != 0 || spec->alternate || spec->grouping != 0)
        return pf_raise(ev, "ValueError", "not allowed with integer format specifier 'c'");
    if (i < 0 || i > 0x10ffff)
        return pf_raise(ev, "OverflowError", "%%c arg not in range(0x110000)");
    pf_text_add(&out, (uint32_t)i);
    return pad(ev, spec, PF_STR(""), pf_buffer_str(&out), '>');
}

pf_value pf_format_int(struct pf_eval *ev, int64_t i, const struct pf_format_spec *spec,
                       pf_value of)
{
    static const struct {
        char type;
        unsigned base;
        const char *prefix;
    } bases[] = {{0, 10, ""},    {'d', 10, ""},   {'n', 10, ""},  {'b', 2, "0b"},
                 {'o', 8, "0o"}, {'x', 16, "0x"}, {'X', 16, "0X"}};
    if (spec->type != 0 && pf_str_find_byte(PF_STR("eEfFgG%"), spec->type) != PF_STR_NONE) {
        const int64_t exact = (int64_t)1 << 53;
        if (i > exact || i < -exact)
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "the text of a large number",
                                 &of, 1);
        return pf_format_float(ev, (double)i, spec, of);
    }
    if (spec->type == 'n' && spec->grouping != 0)
        return pf_raise(ev, "ValueError", "Cannot specify '%c' with 'n'.", spec->grouping);
    if (spec->precision >= 0)
        return pf_raise(ev, "ValueError", "Precision not allowed in integer format specifier");
    if (spec->type == 'c')
        return format_character(ev, i, spec);
    for (size_t b = 0; b < PF_COUNT(bases); b++) {
        if (bases[b].type != spec->type)
            continue;
        uint64_t magnitude = i < 0 ? (uint64_t)0 - (uint64_t)i : (uint64_t)i;
        pf_str digits = digits_of(ev, magnitude, bases[b].base, spec->type == 'X');
        pf_str head = pf_arena_format(ev->arena, "%.*s%s", PF_ARG(sign_of(spec, i < 0)),
                                      spec->alternate ? bases[b].prefix : "");
        if (spec->grouping == ',' && bases[b].base != 10)
            return pf_raise(ev, "ValueError", "Cannot specify ',' with '%c'.", spec->type);
        if (spec->grouping != 0)
            digits = group(ev, spec, digits, head.len, 0, bases[b].base == 10 ? 3 : 4);
        return pad(ev, spec, head, digits, '>');
    }
    return bad_type(ev, spec, of);
}

static pf_str default_float(struct pf_eval *ev, double d, const struct pf_format_spec *spec)
{
    if (spec->precision < 0)
        return pf_float_repr(ev->arena, d);
    int64_t precision = spec->precision == 0 ? 1 : spec->precision;
    char text[400];
    int len = snprintf(text, sizeof text, "%.*g", (int)precision, d);
    pf_str s = {text, (size_t)len};
    /* Like 'g', but with a digit after the point, and an exponent where that would not fit. */
    double magnitude = fabs(d);
    bool exponent = pf_str_find_byte(s, 'e') != PF_STR_NONE;
    if (!exponent && pf_str_find_byte(s, '.') == PF_STR_NONE) {
        if (magnitude >= pow(10, (double)precision - 1) && magnitude != 0)
            return PF_STR(""); /* 'r' differs from 'g' here: left open */
        return pf_arena_format(ev->arena, "%s.0", text);
    }
    return pf_arena_str(ev->arena, s);
}

pf_value pf_format_float(struct pf_eval *ev, double d, const struct pf_format_spec *given,
                         pf_value of)
{
    struct pf_format_spec spec = *given;
    pf_value open =
        pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "the text of a number", &of, 1);
    bool negative = signbit(d) && !isnan(d), percent = spec.type == '%';
    double magnitude = fabs(percent ? d * 100 : d);
    pf_str body;
    if (spec.type == 'n' && spec.grouping != 0)
        return pf_raise(ev, "ValueError", "Cannot specify '%c' with 'n'.", spec.grouping);
    if (spec.type != 0 && pf_str_find_byte(PF_STR("eEfFgGn%"), spec.type) == PF_STR_NONE)
        return bad_type(ev, &spec, of);
    if (spec.precision > 300 || spec.alternate)
        return open;
    int precision = spec.precision < 0 ? 6 : (int)spec.precision;
    switch (spec.type) {
    case 0:
        body = default_float(ev, magnitude, &spec);
        if (body.len == 0)
            return open;
        break;
    case '%':
    case 'f':
        body = pf_arena_format(ev->arena, "%.*f", precision, magnitude);
        break;
    case 'F':
        body = pf_arena_format(ev->arena, "%.*F", precision, magnitude);
        break;
    case 'e':
        body = pf_arena_format(ev->arena, "%.*e", precision, magnitude);
        break;
    case 'E':
        body = pf_arena_format(ev->arena, "%.*E", precision, magnitude);
        break;
    case 'g':
    case 'n':
        body = pf_arena_format(ev->arena, "%.*g", precision, magnitude);
        break;
    case 'G':
        body = pf_arena_format(ev->arena, "%.*G", precision, magnitude);
        break;
    default:
        return bad_type(ev, &spec, of);
    }
    if (percent)
        body = pf_arena_format(ev->arena, "%.*s%%", PF_ARG(body));
    pf_str head = sign_of(&spec, negative);
    if (spec.grouping != 0 && isfinite(d)) {
        size_t whole = 0;
        while (whole < body.len && pf_is_digit(body.data[whole]))
            whole++;
        pf_str tail = pf_str_slice(body, whole, body.len);
        pf_str grouped = group(ev, &spec, pf_str_slice(body, 0, whole), head.len, tail.len, 3);
        body = pf_arena_format(ev->arena, "%.*s%.*s", PF_ARG(grouped), PF_ARG(tail));
    }
    return pad(ev, &spec, head, body, '>');
}

static pf_value format_plain(struct pf_eval *ev, pf_value v, void *context)
{
    pf_str text = *(pf_str *)context;
    if (v.type == PF_V_INSTANCE) {
        pf_value method = pf_find_special(ev, v, "__format__");
        if (pf_is_bound(method)) {
            pf_value spec = pf_str_value(ev, text);
            return pf_is_failed(method) ? method : pf_call_value(ev, method, &spec, 1);
        }
        if (pf_is_bound(v.as.object->wrapped) && v.as.object->cls->class_->is_enum &&
            !pf_enum_is_its_value(v.as.object->cls))
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "the text of an enum", &v, 1);
    }
    if (v.type == PF_V_INSTANCE && pf_enum_is_its_value(v.as.object->cls))
        v = v.as.object->wrapped;
    if (text.len == 0)
        return pf_str_of_value(ev, v);
    if (v.type == PF_V_UNKNOWN) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "its text", &v, 1);
    }
    struct pf_format_spec spec;
    if (v.type == PF_V_INSTANCE && pf_is_bound(v.as.object->wrapped))
        v = v.as.object->wrapped;
    bool data =
        v.type == PF_V_STR || v.type == PF_V_INT || v.type == PF_V_BOOL || v.type == PF_V_FLOAT;
    if (!data) {
        if (v.type == PF_V_INSTANCE)
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "its text", &v, 1);
        return pf_raise(ev, "TypeError", "unsupported format string passed to %.*s.__format__",
                        PF_ARG(pf_type_name(v)));
    }
    if (!read_spec(text, &spec)) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a format nobody models", &v, 1);
    }
    pf_value result;
    if (v.type == PF_V_STR)
        result = pf_format_str(ev, v, &spec);
    else if (v.type == PF_V_FLOAT)
        result = pf_format_float(ev, v.as.real, &spec, v);
    else
        result =
            pf_format_int(ev, v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer, &spec, v);
    return pf_is_failed(result) ? result : pf_made_of(ev, result, v, v);
}

pf_value pf_format_value(struct pf_eval *ev, pf_value v, pf_str spec)
{
    return v.type == PF_V_EITHER ? pf_lift(ev, v, format_plain, &spec) : format_plain(ev, v, &spec);
}
