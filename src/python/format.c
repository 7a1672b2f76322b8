/* format(), str.format, f-strings and the mini-language of their specifications. */
#include "python/interp.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

static const pf_value failed = {.type = PF_V_FAILED};

enum { MAX_WIDTH = PF_EVAL_STR };

struct spec {
    uint32_t fill;
    char align; /* 0: the type's own */
    char sign, type, grouping;
    bool aligned; /* `align` was written */
    bool alternate;
    int64_t width, precision; /* -1: not given */
};

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
static bool read_spec(pf_str s, struct spec *spec)
{
    *spec = (struct spec){.fill = ' ', .width = -1, .precision = -1};
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
static pf_value pad(struct pf_eval *ev, const struct spec *spec, pf_str head, pf_str body,
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

static pf_value bad_type(struct pf_eval *ev, const struct spec *spec, pf_value v)
{
    return pf_raise(ev, "ValueError", "Unknown format code '%c' for object of type '%.*s'",
                    spec->type, PF_ARG(pf_type_name(v)));
}

static pf_value format_str(struct pf_eval *ev, pf_value v, const struct spec *spec)
{
    if (spec->type != 0 && spec->type != 's')
        return bad_type(ev, spec, v);
    if (spec->sign != 0 || spec->alternate || spec->grouping != 0 ||
        (spec->align == '=' && spec->aligned))
        return pf_raise(ev, "ValueError", "not allowed in string format specifier");
    pf_str s = pf_text_of(v);
    if (spec->precision >= 0 && (uint64_t)spec->precision < v.as.text->length)
        s = pf_str_slice(s, 0, pf_text_offset(v, (size_t)spec->precision));
    struct spec copy = *spec;
    if (copy.align == '=')
        copy.align = '<';
    return pad(ev, &copy, PF_STR(""), s, '<');
}

/* Groups of `size` digits from the right; with zero-filling the zeros are grouped, too. */
static pf_str group(struct pf_eval *ev, const struct spec *spec, pf_str digits, size_t head,
                    size_t tail, size_t size)
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

static pf_str sign_of(const struct spec *spec, bool negative)
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

static pf_value format_float(struct pf_eval *ev, double d, const struct spec *given, pf_value of);

static pf_value format_character(struct pf_eval *ev, int64_t i, const struct spec *spec)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    if (spec->sign != 0 || spec->alternate || spec->grouping != 0)
        return pf_raise(ev, "ValueError", "not allowed with integer format specifier 'c'");
    if (i < 0 || i > 0x10ffff)
        return pf_raise(ev, "OverflowError", "%%c arg not in range(0x110000)");
    pf_text_add(&out, (uint32_t)i);
    return pad(ev, spec, PF_STR(""), pf_buffer_str(&out), '>');
}

static pf_value format_int(struct pf_eval *ev, int64_t i, const struct spec *spec, pf_value of)
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
        return format_float(ev, (double)i, spec, of);
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

static pf_str default_float(struct pf_eval *ev, double d, const struct spec *spec)
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

static pf_value format_float(struct pf_eval *ev, double d, const struct spec *given, pf_value of)
{
    struct spec spec = *given;
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
    struct spec spec;
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
        result = format_str(ev, v, &spec);
    else if (v.type == PF_V_FLOAT)
        result = format_float(ev, v.as.real, &spec, v);
    else
        result =
            format_int(ev, v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer, &spec, v);
    return pf_is_failed(result) ? result : pf_made_of(ev, result, v, v);
}

pf_value pf_format_value(struct pf_eval *ev, pf_value v, pf_str spec)
{
    return v.type == PF_V_EITHER ? pf_lift(ev, v, format_plain, &spec) : format_plain(ev, v, &spec);
}

/* --- joining pieces
 * -------------------------------------------------------------------------------- */

struct pieces {
    pf_value *items;
    size_t count, capacity;
};

struct piece_arm {
    const struct pieces *pieces;
    size_t at;
};

static pf_value join_pieces(struct pf_eval *ev, const struct pieces *pieces);

static pf_value with_piece(struct pf_eval *ev, pf_value arm, void *context)
{
    const struct piece_arm *outer = context;
    struct pieces copy = {0};
    for (size_t i = 0; i < outer->pieces->count; i++)
        *pf_pile_add(ev->arena, &copy) = i == outer->at ? arm : outer->pieces->items[i];
    return join_pieces(ev, &copy);
}

static pf_value join_vague(struct pf_eval *ev, const struct pieces *pieces)
{
    const struct pf_unknown *path = NULL;
    bool empty = true, only_tail = true;
    struct pf_buffer tail = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < pieces->count; i++) {
        pf_value v = pieces->items[i];
        bool known = pf_is_str(v);
        empty &= known ? pf_text_of(v).len == 0 : v.as.unknown->may_be_empty;
        if (!known && v.as.unknown->is_path && path == NULL && tail.len == 0)
            path = v.as.unknown;
        else if (!known)
            only_tail = false;
        else
            pf_buffer_add(&tail, pf_text_of(v));
    }
    pf_value result;
    if (path != NULL && only_tail) {
        pf_str parts[] = {path->path, pf_buffer_str(&tail)};
        result = pf_path_value(ev, pf_arena_join(ev->arena, parts, 2, PF_STR("")));
        for (size_t i = 0; i < pieces->count; i++)
            result = pf_made_of(ev, result, pieces->items[i], pieces->items[i]);
        return result;
    }
    return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), empty, "a text made of something unknown",
                         pieces->items, pieces->count);
}

static pf_value join_pieces(struct pf_eval *ev, const struct pieces *pieces)
{
    bool vague = false;
    size_t total = 0;
    for (size_t i = 0; i < pieces->count; i++) {
        pf_value v = pieces->items[i];
        if (v.type == PF_V_EITHER) {
            struct piece_arm arm = {pieces, i};
            return pf_lift(ev, v, with_piece, &arm);
        }
        vague |= !pf_is_str(v);
        if (!pf_is_str(v) && v.type != PF_V_UNKNOWN)
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "its text", &v, 1);
        total += pf_is_str(v) ? pf_text_of(v).len : 0;
    }
    if (vague)
        return join_vague(ev, pieces);
    if (total > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    struct pf_buffer out = pf_buffer_new(ev->arena);
    for (size_t i = 0; i < pieces->count; i++)
        pf_buffer_add(&out, pf_text_of(pieces->items[i]));
    pf_heap_charge(ev, out.len);
    pf_value result = pf_str_value(ev, pf_buffer_str(&out));
    for (size_t i = 0; i < pieces->count; i++)
        result = pf_made_of(ev, result, pieces->items[i], pieces->items[i]);
    return result;
}

/* --- f-strings
 * --------------------------------------------------------------------------------------- */

static pf_value convert(struct pf_eval *ev, pf_value v, int conversion)
{
    if (conversion == 's')
        return pf_str_of_value(ev, v);
    if (conversion != 'r' && conversion != 'a')
        return v;
    v = pf_repr_of_value(ev, v);
    if (conversion == 'a' && pf_is_str(v) && !pf_text_is_ascii(v))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "the result of ascii()", &v, 1);
    return v;
}

static pf_value eval_formatted(struct pf_eval *ev, const struct pf_ast *e)
{
    pf_value v = pf_eval_expr(ev, e->as.formatted.value);
    if (!pf_is_failed(v))
        v = convert(ev, v, e->as.formatted.conversion);
    if (pf_is_failed(v))
        return v;
    pf_str spec = PF_STR("");
    if (e->as.formatted.format_spec != NULL) {
        pf_value text = pf_eval_joined_str(ev, e->as.formatted.format_spec);
        if (pf_is_failed(text))
            return text;
        if (!pf_is_str(text))
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a format that is not known", &v,
                                 1);
        spec = pf_text_of(text);
    }
    return pf_format_value(ev, v, spec);
}

pf_value pf_eval_joined_str(struct pf_eval *ev, const struct pf_ast *e)
{
    struct pieces pieces = {0};
    for (size_t i = 0; i < e->as.list.elts.count; i++) {
        const struct pf_ast *part = e->as.list.elts.items[i];
        pf_value v = part->kind == PF_AST_FORMATTED_VALUE ? eval_formatted(ev, part)
                                                          : pf_eval_expr(ev, part);
        if (pf_is_failed(v))
            return v;
        *pf_pile_add(ev->arena, &pieces) = v;
    }
    return join_pieces(ev, &pieces);
}

/* --- str.format
 * --------------------------------------------------------------------------------------- */

struct formatting {
    const pf_value *args;
    size_t count, next;
    pf_value keywords; /* DICT */
    bool numbered;
    int depth; /* of fields in specifications */
};

static pf_value field_start(struct pf_eval *ev, struct formatting *f, pf_str name)
{
    int64_t index;
    if (name.len == 0 || pf_str_to_int(name, &index)) {
        if (name.len == 0)
            index = (int64_t)f->next++;
        else
            f->numbered = true;
        if (f->numbered && f->next > 0)
            return pf_raise(ev, "ValueError",
                            "cannot switch between manual and automatic field numbering");
        if (index < 0 || (size_t)index >= f->count)
            return pf_raise(ev, "IndexError",
                            "Replacement index %lld out of range for positional args tuple",
                            (long long)index);
        return f->args[index];
    }
    return pf_get_item(ev, f->keywords, pf_str_value(ev, name));
}

/* Names that are no identifiers are read in ways that differ between versions of Python. */
static bool is_plain_field(pf_str field)
{
    for (size_t i = 0; i < field.len; i++)
        if (!pf_is_name(field.data[i]) && field.data[i] != '.' && field.data[i] != '[' &&
            field.data[i] != ']' && field.data[i] != '-')
            return false;
    return !pf_str_contains(field, PF_STR("[]")) && !pf_str_contains(field, PF_STR("..")) &&
           !pf_str_ends(field, PF_STR("."));
}

static pf_value field_value(struct pf_eval *ev, struct formatting *f, pf_str field)
{
    if (!is_plain_field(field)) {
        pf_may_raise(ev, "");
        return pf_unknown_value(ev, PF_KINDS_EVERY, true, "a field of a format nobody models");
    }
    size_t at = 0;
    while (at < field.len && field.data[at] != '.' && field.data[at] != '[')
        at++;
    pf_value v = field_start(ev, f, pf_str_slice(field, 0, at));
    while (at < field.len && !pf_is_failed(v)) {
        bool item = field.data[at] == '[';
        size_t start = ++at;
        while (at < field.len &&
               (item ? field.data[at] != ']' : field.data[at] != '.' && field.data[at] != '['))
            at++;
        pf_str name = pf_str_slice(field, start, at);
        int64_t index;
        if (!item)
            v = pf_get_attribute(ev, v, name);
        else
            v = pf_get_item(ev, v,
                            pf_str_to_int(name, &index) ? pf_int(index) : pf_str_value(ev, name));
        at += item && at < field.len;
    }
    return v;
}

static pf_value format_text(struct pf_eval *ev, pf_value format, struct formatting *f);

/* "name!r:spec" between the braces; the specification may hold fields of its own. */
static pf_value replacement(struct pf_eval *ev, struct formatting *f, pf_str inside)
{
    size_t at = 0;
    int brackets = 0;
    for (; at < inside.len; at++) {
        if (inside.data[at] == '[')
            brackets++;
        if (inside.data[at] == ']')
            brackets--;
        if (brackets == 0 && (inside.data[at] == '!' || inside.data[at] == ':'))
            break;
    }
    pf_value v = field_value(ev, f, pf_str_slice(inside, 0, at));
    if (pf_is_failed(v))
        return v;
    if (at + 1 < inside.len && inside.data[at] == '!') {
        v = convert(ev, v, inside.data[at + 1]);
        at += 2;
    }
    if (pf_is_failed(v))
        return v;
    pf_str spec = at < inside.len ? pf_str_slice(inside, at + 1, inside.len) : PF_STR("");
    if (pf_str_find_byte(spec, '{') != PF_STR_NONE) {
        if (f->depth > 1)
            return pf_raise(ev, "ValueError", "Max string recursion exceeded");
        pf_value text = format_text(ev, pf_str_value(ev, spec), f);
        if (!pf_is_str(text))
            return pf_is_failed(text) ? text
                                      : pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true,
                                                      "a format that is not known", &v, 1);
        spec = pf_text_of(text);
    }
    return pf_format_value(ev, v, spec);
}

static bool find_close(pf_str s, size_t from, size_t *close)
{
    int depth = 1;
    for (size_t i = from; i < s.len; i++) {
        depth += s.data[i] == '{';
        depth -= s.data[i] == '}';
        if (depth == 0) {
            *close = i;
            return true;
        }
    }
    return false;
}

/* What a specification holds counts on where its field stopped counting. */
static pf_value format_text(struct pf_eval *ev, pf_value format, struct formatting *f)
{
    struct pieces pieces = {0};
    pf_str s = pf_text_of(format);
    for (size_t at = 0; at < s.len;) {
        char c = s.data[at];
        bool doubled = (c == '{' || c == '}') && at + 1 < s.len && s.data[at + 1] == c;
        if (c == '}' && !doubled)
            return pf_raise(ev, "ValueError", "Single '}' encountered in format string");
        if (c == '{' && !doubled) {
            size_t close;
            if (!find_close(s, at + 1, &close))
                return pf_raise(ev, "ValueError",
                                at + 1 == s.len ? "Single '{' encountered in format string"
                                                : "expected '}' before end of string");
            f->depth++;
            pf_value v = replacement(ev, f, pf_str_slice(s, at + 1, close));
            f->depth--;
            if (pf_is_failed(v))
                return failed;
            *pf_pile_add(ev->arena, &pieces) = v;
            at = close + 1;
            continue;
        }
        size_t start = at;
        if (doubled) {
            at += 2;
            *pf_pile_add(ev->arena, &pieces) = pf_str_value(ev, pf_str_slice(s, start, start + 1));
            continue;
        }
        while (at < s.len && s.data[at] != '{' && s.data[at] != '}')
            at++;
        *pf_pile_add(ev->arena, &pieces) = pf_str_value(ev, pf_str_slice(s, start, at));
    }
    *pf_pile_add(ev->arena, &pieces) = (pf_value){
        .type = PF_V_STR, .as = pf_str_value(ev, PF_STR("")).as, .origin = format.origin};
    return join_pieces(ev, &pieces);
}

pf_value pf_str_format(struct pf_eval *ev, pf_value format, const pf_value *args, size_t count,
                       pf_value keywords)
{
    struct formatting f = {.args = args, .count = count, .keywords = keywords};
    return format_text(ev, format, &f);
}

/* --- %
 * --------------------------------------------------------------------------------------------------
 */

struct conversion {
    pf_str key;
    bool keyed, left, zero, alternate;
    char sign, type;
    int64_t width, precision;
};

static bool star_or_number(struct pf_eval *ev, pf_str s, size_t *at, int64_t *number,
                           const struct pf_tuple *args, size_t *next)
{
    if (*at < s.len && s.data[*at] == '*') {
        (*at)++;
        if (*next >= args->count || args->items[*next].type != PF_V_INT) {
            pf_raise(ev, "TypeError", "* wants int");
            return false;
        }
        *number = args->items[(*next)++].as.integer;
        return true;
    }
    size_t start = *at;
    while (*at < s.len && pf_is_digit(s.data[*at]))
        (*at)++;
    if (*at > start && !pf_str_to_int(pf_str_slice(s, start, *at), number))
        *number = PF_EVAL_STR + 1;
    return true;
}

static bool read_conversion(struct pf_eval *ev, pf_str s, size_t *at, struct conversion *c,
                            const struct pf_tuple *args, size_t *next)
{
    *c = (struct conversion){.width = -1, .precision = -1};
    if (*at < s.len && s.data[*at] == '(') {
        size_t start = ++*at;
        int depth = 1;
        for (; *at < s.len && depth > 0; (*at)++)
            depth += s.data[*at] == '(' ? 1 : (s.data[*at] == ')' ? -1 : 0);
        if (depth > 0) {
            pf_raise(ev, "ValueError", "incomplete format key");
            return false;
        }
        c->keyed = true;
        c->key = pf_str_slice(s, start, *at - 1);
    }
    for (; *at < s.len; (*at)++) {
        char f = s.data[*at];
        if (f == '-')
            c->left = true;
        else if (f == '0')
            c->zero = true;
        else if (f == '#')
            c->alternate = true;
        else if (f == '+' || (f == ' ' && c->sign == 0))
            c->sign = f;
        else if (f != ' ')
            break;
    }
    if (!star_or_number(ev, s, at, &c->width, args, next))
        return false;
    if (*at < s.len && s.data[*at] == '.') {
        (*at)++;
        c->precision = 0;
        if (!star_or_number(ev, s, at, &c->precision, args, next))
            return false;
    }
    while (*at < s.len && (s.data[*at] == 'l' || s.data[*at] == 'h' || s.data[*at] == 'L'))
        (*at)++;
    if (*at >= s.len) {
        pf_raise(ev, "ValueError", "incomplete format");
        return false;
    }
    c->type = s.data[(*at)++];
    return true;
}

static pf_value convert_number(struct pf_eval *ev, const struct conversion *c, pf_value v)
{
    bool number = v.type == PF_V_INT || v.type == PF_V_BOOL || v.type == PF_V_FLOAT;
    if (!number && pf_may_stand_in(ev, v)) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "the text of a number", &v, 1);
    }
    if (!number)
        return pf_raise(ev, "TypeError", "%%%c format: a %s is required, not %.*s", c->type,
                        pf_str_find_byte(PF_STR("diu"), c->type) != PF_STR_NONE ? "real number"
                                                                                : "number",
                        PF_ARG(pf_type_name(v)));
    struct spec spec = {.fill = c->zero && !c->left ? '0' : ' ',
                        .align = c->left ? '<' : (c->zero ? '=' : '>'),
                        .sign = c->sign,
                        .type = c->type,
                        .alternate = c->alternate,
                        .width = c->width,
                        .precision = c->precision};
    if (pf_str_find_byte(PF_STR("eEfFgG"), c->type) != PF_STR_NONE) {
        double d = v.type == PF_V_FLOAT
                       ? v.as.real
                       : (double)(v.type == PF_V_BOOL ? v.as.boolean : v.as.integer);
        return format_float(ev, d, &spec, v);
    }
    bool decimal = pf_str_find_byte(PF_STR("diu"), c->type) != PF_STR_NONE;
    if (v.type == PF_V_FLOAT && !decimal)
        return pf_raise(ev, "TypeError", "%%%c format: an integer is required, not float", c->type);
    if (c->precision >= 0)
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "a format nobody models", &v, 1);
    if (v.type == PF_V_FLOAT) {
        if (!(v.as.real > -9.2e18 && v.as.real < 9.2e18))
            return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "a large number", &v, 1);
        v = pf_int((int64_t)v.as.real);
    }
    if (decimal)
        spec.type = 'd';
    return format_int(ev, v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer, &spec, v);
}

static pf_value convert_character(struct pf_eval *ev, const struct conversion *c, pf_value v)
{
    int64_t code = v.type == PF_V_INT ? v.as.integer : v.type == PF_V_BOOL ? v.as.boolean : -1;
    struct pf_buffer out = pf_buffer_new(ev->arena);
    struct spec spec = {
        .fill = ' ', .align = c->left ? '<' : '>', .width = c->width, .precision = -1};
    if (v.type == PF_V_STR && v.as.text->length == 1)
        return pf_made_of(ev, format_str(ev, v, &spec), v, v);
    if (v.type == PF_V_INSTANCE) {
        pf_may_raise(ev, "TypeError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "a character", &v, 1);
    }
    if (v.type != PF_V_INT && v.type != PF_V_BOOL)
        return pf_raise(ev, "TypeError", "%%c requires int or char");
    if (code < 0 || code > 0x10ffff)
        return pf_raise(ev, "OverflowError", "%%c arg not in range(0x110000)");
    pf_text_add(&out, (uint32_t)code);
    return pf_made_of(ev, format_str(ev, pf_str_value(ev, pf_buffer_str(&out)), &spec), v, v);
}

static pf_value convert_percent(struct pf_eval *ev, const struct conversion *c, pf_value v)
{
    if (c->width > PF_EVAL_STR || c->precision > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    if (pf_str_find_byte(PF_STR("sra"), c->type) != PF_STR_NONE) {
        pf_value text = convert(ev, v, c->type);
        if (!pf_is_str(text))
            return text;
        struct spec spec = {.fill = ' ',
                            .align = c->left ? '<' : '>',
                            .width = c->width,
                            .precision = c->precision};
        text = pf_made_of(ev, text, v, v);
        pf_value padded = format_str(ev, text, &spec);
        return pf_is_failed(padded) ? padded : pf_made_of(ev, padded, text, text);
    }
    if (v.type == PF_V_UNKNOWN) {
        pf_may_raise(ev, "TypeError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "its text", &v, 1);
    }
    if (c->type == 'c')
        return convert_character(ev, c, v);
    if (pf_str_find_byte(PF_STR("diuoxXeEfFgG"), c->type) == PF_STR_NONE)
        return pf_raise(ev, "ValueError", "unsupported format character '%c'", c->type);
    pf_value text = convert_number(ev, c, v);
    return pf_is_failed(text) ? text : pf_made_of(ev, text, v, v);
}

struct one_conversion {
    const struct conversion *c;
};

static pf_value convert_arm(struct pf_eval *ev, pf_value v, void *context)
{
    const struct one_conversion *one = context;
    return convert_percent(ev, one->c, v);
}

static pf_value percent_text(struct pf_eval *ev, pf_value format, pf_value args)
{
    bool tuple = args.type == PF_V_TUPLE;
    const struct pf_tuple single = {.items = &args, .count = 1};
    const struct pf_tuple *all = tuple ? args.as.tuple : &single;
    bool mapping = args.type == PF_V_DICT || args.type == PF_V_INSTANCE || args.type == PF_V_LIST;
    struct pieces pieces = {0};
    size_t next = 0;
    bool used = false;
    pf_str s = pf_text_of(format);
    for (size_t at = 0; at < s.len;) {
        size_t start = at;
        while (at < s.len && s.data[at] != '%')
            at++;
        *pf_pile_add(ev->arena, &pieces) = pf_str_value(ev, pf_str_slice(s, start, at));
        if (at++ >= s.len)
            break;
        if (at < s.len && s.data[at] == '%') {
            *pf_pile_add(ev->arena, &pieces) = pf_str_value(ev, PF_STR("%"));
            at++;
            continue;
        }
        struct conversion c;
        if (!read_conversion(ev, s, &at, &c, all, &next))
            return failed;
        pf_value v;
        if (c.keyed) {
            if (args.type != PF_V_DICT && args.type != PF_V_INSTANCE)
                return pf_raise(ev, "TypeError", "format requires a mapping");
            v = pf_get_item(ev, args, pf_str_value(ev, c.key));
            used = true;
        } else if (next >= all->count) {
            return pf_raise(ev, "TypeError", "not enough arguments for format string");
        } else {
            v = all->items[next++];
        }
        if (pf_is_failed(v))
            return v;
        struct one_conversion one = {&c};
        v = v.type == PF_V_EITHER ? pf_lift(ev, v, convert_arm, &one) : convert_percent(ev, &c, v);
        if (pf_is_failed(v))
            return v;
        *pf_pile_add(ev->arena, &pieces) = v;
    }
    if (next < all->count && !used && !(mapping && next == 0))
        return pf_raise(ev, "TypeError", "not all arguments converted during string formatting");
    return join_pieces(ev, &pieces);
}

pf_value pf_percent(struct pf_eval *ev, pf_value format, pf_value args)
{
    if (format.type == PF_V_BYTES)
        return pf_unknown_of(ev, PF_KIND_OBJECT, true, "formatted bytes", &format, 1);
    return percent_text(ev, format, args);
}
