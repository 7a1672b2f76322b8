/* f-strings and str.format. */
#include "python/format.h"

static const pf_value failed = {.type = PF_V_FAILED};

pf_value pf_format_convert(struct pf_eval *ev, pf_value v, int conversion)
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
        v = pf_format_convert(ev, v, e->as.formatted.conversion);
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
    struct pf_pieces pieces = {0};
    for (size_t i = 0; i < e->as.list.elts.count; i++) {
        const struct pf_ast *part = e->as.list.elts.items[i];
        pf_value v = part->kind == PF_AST_FORMATTED_VALUE ? eval_formatted(ev, part)
                                                          : pf_eval_expr(ev, part);
        if (pf_is_failed(v))
            return v;
        *pf_pile_add(ev->arena, &pieces) = v;
    }
    return pf_pieces_join(ev, &pieces);
}

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
        v = pf_format_convert(ev, v, inside.data[at + 1]);
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
    struct pf_pieces pieces = {0};
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
    return pf_pieces_join(ev, &pieces);
}

pf_value pf_str_format(struct pf_eval *ev, pf_value format, const pf_value *args, size_t count,
                       pf_value keywords)
{
    struct formatting f = {.args = args, .count = count, .keywords = keywords};
    return format_text(ev, format, &f);
}
