/* The % of texts. */
#include "python/format.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* "%(key)-08.3f" */
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
    struct pf_format_spec spec = {.fill = c->zero && !c->left ? '0' : ' ',
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
        return pf_format_float(ev, d, &spec, v);
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
    return pf_format_int(ev, v.type == PF_V_BOOL ? (int64_t)v.as.boolean : v.as.integer, &spec, v);
}

static pf_value convert_character(struct pf_eval *ev, const struct conversion *c, pf_value v)
{
    int64_t code = v.type == PF_V_INT ? v.as.integer : v.type == PF_V_BOOL ? v.as.boolean : -1;
    struct pf_buffer out = pf_buffer_new(ev->arena);
    struct pf_format_spec spec = {
        .fill = ' ', .align = c->left ? '<' : '>', .width = c->width, .precision = -1};
    if (v.type == PF_V_STR && v.as.text->length == 1)
        return pf_made_of(ev, pf_format_str(ev, v, &spec), v, v);
    if (v.type == PF_V_INSTANCE) {
        pf_may_raise(ev, "TypeError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "a character", &v, 1);
    }
    if (v.type != PF_V_INT && v.type != PF_V_BOOL)
        return pf_raise(ev, "TypeError", "%%c requires int or char");
    if (code < 0 || code > 0x10ffff)
        return pf_raise(ev, "OverflowError", "%%c arg not in range(0x110000)");
    pf_text_add(&out, (uint32_t)code);
    return pf_made_of(ev, pf_format_str(ev, pf_str_value(ev, pf_buffer_str(&out)), &spec), v, v);
}

static pf_value convert_percent(struct pf_eval *ev, const struct conversion *c, pf_value v)
{
    if (c->width > PF_EVAL_STR || c->precision > PF_EVAL_STR)
        return pf_str_value(ev, (pf_str){"", PF_EVAL_STR + 1});
    if (pf_str_find_byte(PF_STR("sra"), c->type) != PF_STR_NONE) {
        pf_value text = pf_format_convert(ev, v, c->type);
        if (!pf_is_str(text))
            return text;
        struct pf_format_spec spec = {.fill = ' ',
                                      .align = c->left ? '<' : '>',
                                      .width = c->width,
                                      .precision = c->precision};
        text = pf_made_of(ev, text, v, v);
        pf_value padded = pf_format_str(ev, text, &spec);
        return pf_is_failed(padded) ? padded : pf_made_of(ev, padded, text, text);
    }
    if (v.type == PF_V_UNKNOWN) {
        pf_may_raise(ev, "TypeError");
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), false, "its text", &v, 1);
    }
    if (c->type == 'c' || pf_is_number(pf_unwrapped(v)))
        v = pf_unwrapped(v);
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

/* What may be left over, since %(name)s could have asked for parts of it: no text, no number. */
static bool is_mapping(struct pf_eval *ev, pf_value args)
{
    if (args.type != PF_V_INSTANCE)
        return args.type == PF_V_DICT || args.type == PF_V_LIST;
    return !pf_is_bound(args.as.object->wrapped) &&
           (args.as.object->cls->class_->has_unknown_base ||
            pf_is_bound(pf_find_special(ev, args, "__getitem__")));
}

static pf_value percent_text(struct pf_eval *ev, pf_value format, pf_value args)
{
    if (pf_unwrapped(args).type == PF_V_TUPLE)
        args = pf_unwrapped(args);
    bool tuple = args.type == PF_V_TUPLE;
    const struct pf_tuple single = {.items = &args, .count = 1};
    const struct pf_tuple *all = tuple ? args.as.tuple : &single;
    bool mapping = is_mapping(ev, args);
    struct pf_pieces pieces = {0};
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
            if (!mapping)
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
    return pf_pieces_join(ev, &pieces);
}

pf_value pf_percent(struct pf_eval *ev, pf_value format, pf_value args)
{
    if (format.type == PF_V_BYTES)
        return pf_unknown_of(ev, PF_KIND_OBJECT, true, "formatted bytes", &format, 1);
    return percent_text(ev, format, args);
}
