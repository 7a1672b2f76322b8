/* django-environ's casts: text → bool, list, dict …, by the rules of Env.parse_value. */
#include "python/environ.h"

static const pf_value failed = {.type = PF_V_FAILED};

/* --- bool ------------------------------------------------------------------------------------- */

static bool is_true_word(struct pf_eval *ev, pf_str text, unsigned version)
{
    static const char *const words[] = {"true", "on", "ok", "y", "yes", "1"};
    pf_str lower = pf_arena_lower(ev->arena, text);
    if (version >= PF_VERSION(0, 11, 0))
        lower = pf_text_strip(lower);
    for (size_t i = 0; i < PF_COUNT(words); i++)
        if (pf_str_eq(lower, pf_str_c(words[i])))
            return true;
    return false;
}

static pf_value to_bool(struct pf_eval *ev, pf_value value, unsigned version)
{
    if (value.type == PF_V_UNKNOWN && pf_kinds_of(value) == KIND_TEXT)
        return pf_unknown_of(ev, KIND_TRUTH, true, "a bool", &value, 1);
    if (value.type == PF_V_BOOL || value.type == PF_V_INT)
        return pf_bool(value.type == PF_V_BOOL ? value.as.boolean : value.as.integer != 0);
    if (!pf_is_str(value)) {
        pf_value i = pf_help_int(ev, value);
        return i.type == PF_V_INT ? pf_bool(i.as.integer != 0)
               : pf_is_failed(i)  ? i
                                  : pf_unknown_of(ev, KIND_TRUTH, true, "a bool", &value, 1);
    }
    int64_t number;
    pf_str text = pf_text_of(value);
    if (!pf_help_is_ascii(text))
        return pf_unknown_of(ev, KIND_TRUTH, true, "a bool of unusual digits", &value, 1);
    enum pf_int_parse parsed = pf_int_parse(pf_number_strip(text), 10, &number);
    if (parsed == PF_INT_TOO_LARGE)
        return pf_unknown_of(ev, KIND_TRUTH, true, "a bool of a large number", &value, 1);
    return pf_bool(parsed == PF_INT_OK ? number != 0 : is_true_word(ev, text, version));
}

/* --- lists, tuples, dicts ------------------------------------------------------------------------
 */

struct parts {
    pf_str *items;
    size_t count, capacity;
};

/* The parts between separators that are not empty. */
static struct parts split(struct pf_eval *ev, pf_str text, char separator)
{
    struct parts parts = {0};
    pf_str part;
    for (bool more = true; more;) {
        more = pf_str_cut(text, separator, &part, &text);
        if (part.len > 0)
            *pf_pile_add(ev->arena, &parts) = part;
    }
    return parts;
}

static pf_str strip_byte(pf_str s, char byte)
{
    while (s.len > 0 && s.data[0] == byte)
        s = pf_str_slice(s, 1, s.len);
    while (s.len > 0 && s.data[s.len - 1] == byte)
        s = pf_str_slice(s, 0, s.len - 1);
    return s;
}

/* Each part through `cast`, which may be UNBOUND. NULL when that raised. */
static pf_value *cast_parts(struct pf_eval *ev, const struct parts *parts, pf_value cast)
{
    pf_value *items = PF_NEW_ARRAY(ev->arena, pf_value, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        items[i] = pf_str_value(ev, parts->items[i]);
        if (pf_is_bound(cast))
            items[i] = pf_call_value(ev, cast, &items[i], 1);
        if (pf_is_failed(items[i]))
            return NULL;
    }
    return items;
}

static pf_value to_list(struct pf_eval *ev, pf_str text, pf_value cast)
{
    struct parts parts = split(ev, text, ',');
    pf_value *items = cast_parts(ev, &parts, cast);
    return items == NULL ? failed : pf_list_value(ev, items, parts.count);
}

static pf_value to_tuple(struct pf_eval *ev, pf_str text, pf_value cast)
{
    struct parts parts = split(ev, strip_byte(strip_byte(text, '('), ')'), ',');
    pf_value *items = cast_parts(ev, &parts, cast);
    return items == NULL ? failed : pf_tuple_value(ev, items, parts.count);
}

static pf_value wrong_pair(struct pf_eval *ev, pf_value value, size_t index, size_t length)
{
    return pf_raise_variable(
        ev, pf_help_variable(value), "ValueError",
        "dictionary update sequence element #%zu has length %zu; 2 is required", index, length);
}

static pf_value to_dict(struct pf_eval *ev, pf_value value, unsigned version)
{
    struct parts parts = split(ev, pf_text_of(value), ',');
    pf_value dict = pf_dict_value(ev);
    for (size_t i = 0; i < parts.count; i++) {
        pf_str key, rest;
        bool has_value = pf_str_cut(parts.items[i], '=', &key, &rest);
        size_t more = version >= PF_VERSION(0, 10, 0) ? 0 : pf_str_count_byte(rest, '=');
        if (!has_value || more > 0)
            return wrong_pair(ev, value, i, has_value ? 2 + more : 1);
        pf_dict_set_str(ev, dict, key, pf_str_value(ev, rest));
    }
    return dict;
}

static pf_value entry_of(struct pf_eval *ev, pf_value dict, const char *key)
{
    return pf_dict_get_str(ev, dict, pf_str_c(key), NULL);
}

/* cast={'key': …, 'value': …, 'cast': {…}}: "k=v;k2=v2". */
static pf_value to_typed_dict(struct pf_eval *ev, pf_value value, pf_value cast, unsigned version)
{
    pf_value key_cast = entry_of(ev, cast, "key"), value_cast = entry_of(ev, cast, "value");
    pf_value by_key = entry_of(ev, cast, "cast");
    struct parts parts = split(ev, pf_text_of(value), ';');
    pf_value dict = pf_dict_value(ev);
    for (size_t i = 0; i < parts.count; i++) {
        pf_str name, rest, text;
        if (!pf_str_cut(parts.items[i], '=', &name, &rest))
            return pf_raise_variable(ev, pf_help_variable(value), "IndexError",
                                     "list index out of range");
        pf_str_cut(rest, '=', &text, &rest);
        pf_value key = pf_str_value(ev, name), own = pf_unbound();
        if (pf_is_bound(by_key))
            own = pf_dict_get_str(ev, by_key, name, NULL);
        if (!pf_is_bound(own))
            own = pf_is_bound(value_cast) ? value_cast : pf_builtin(ev, "str");
        if (pf_is_bound(key_cast))
            key = pf_call_value(ev, key_cast, &key, 1);
        pf_value item =
            pf_is_failed(key) ? key : pf_environ_parse(ev, pf_str_value(ev, text), own, version);
        if (pf_is_failed(item) || !pf_set_item(ev, dict, key, item))
            return failed;
    }
    return dict;
}

/* --- float
 * ---------------------------------------------------------------------------------------- */

/* Keeps digits and separators; the last separator is the decimal point. */
static pf_value to_float(struct pf_eval *ev, pf_value value, unsigned version)
{
    pf_str text = pf_text_of(value);
    if (!pf_help_is_ascii(text)) {
        pf_may_raise(ev, "ValueError");
        return pf_unknown_of(ev, KIND_REAL, true, "a number of unusual digits", &value, 1);
    }
    struct pf_buffer clean = pf_buffer_new(ev->arena);
    size_t last = SIZE_MAX;
    for (size_t i = 0; i < text.len; i++)
        if (text.data[i] == ',' || text.data[i] == '.')
            last = i;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        if (pf_is_digit(c) || (c == '-' && version >= PF_VERSION(0, 7, 0)))
            pf_buffer_add_byte(&clean, c);
        else if (i == last)
            pf_buffer_add_byte(&clean, '.');
    }
    pf_value number =
        pf_help_from(ev, pf_str_value(ev, pf_buffer_str(&clean)), "", (pf_span){0}, value);
    return pf_call_value(ev, pf_builtin(ev, "float"), &number, 1);
}

/* --- all of them
 * ---------------------------------------------------------------------------------- */

static bool is_splitting(struct pf_eval *ev, pf_value cast)
{
    return cast.type == PF_V_LIST || cast.type == PF_V_TUPLE || cast.type == PF_V_DICT ||
           pf_help_is_builtin(ev, cast, "list") || pf_help_is_builtin(ev, cast, "tuple") ||
           pf_help_is_builtin(ev, cast, "dict") || pf_help_is_builtin(ev, cast, "float");
}

unsigned pf_environ_cast_kinds(struct pf_eval *ev, pf_value cast)
{
    static const struct {
        const char *name;
        unsigned kinds;
    } rows[] = {{"bool", KIND_TRUTH}, {"int", KIND_INT},  {"str", KIND_TEXT},  {"list", KIND_SEQ},
                {"tuple", KIND_SEQ},  {"dict", KIND_MAP}, {"float", KIND_REAL}};
    if (pf_help_absent(cast))
        return KIND_TEXT;
    if (cast.type == PF_V_LIST || cast.type == PF_V_TUPLE)
        return KIND_SEQ;
    if (cast.type == PF_V_DICT)
        return KIND_MAP;
    for (size_t i = 0; i < PF_COUNT(rows); i++)
        if (pf_help_is_builtin(ev, cast, rows[i].name))
            return rows[i].kinds;
    return 0;
}

/* cast[0] of a list or tuple; UNBOUND when it is not known. */
static pf_value inner_cast(pf_value cast)
{
    if (cast.type == PF_V_TUPLE)
        return cast.as.tuple->count > 0 ? cast.as.tuple->items[0] : pf_unbound();
    const struct pf_contents *c = cast.as.object->contents;
    return c->knowledge == PF_CONTENTS_KNOWN && c->count > 0 ? c->items[0] : pf_unbound();
}

static pf_value split_unknown(struct pf_eval *ev, pf_value value, pf_value cast)
{
    if (!pf_help_is_builtin(ev, cast, "list") && !pf_help_is_builtin(ev, cast, "tuple"))
        pf_may_raise(ev, "");
    return pf_unknown_of(ev, pf_environ_cast_kinds(ev, cast), true, "a cast of something unknown",
                         &value, 1);
}

static pf_value split_by(struct pf_eval *ev, pf_value value, pf_value cast, unsigned version)
{
    if (value.type == PF_V_UNKNOWN)
        return split_unknown(ev, value, cast);
    if (!pf_is_str(value) && !pf_is_vague(value) && pf_help_is_builtin(ev, cast, "float"))
        return pf_raise(ev, "TypeError", "expected string or bytes-like object");
    if (!pf_is_str(value)) {
        pf_value separator = pf_str_value(ev, PF_STR(","));
        pf_value parts = pf_call_method(ev, value, "split", &separator, 1);
        return pf_is_failed(parts) ? parts : split_unknown(ev, value, cast);
    }
    pf_str text = pf_text_of(value);
    if (cast.type == PF_V_LIST || cast.type == PF_V_TUPLE) {
        pf_value inner = inner_cast(cast);
        if (!pf_is_bound(inner))
            return split_unknown(ev, value, cast);
        return cast.type == PF_V_LIST ? to_list(ev, text, inner) : to_tuple(ev, text, inner);
    }
    if (cast.type == PF_V_DICT)
        return pf_is_deeply_vague(ev, cast) ? split_unknown(ev, value, cast)
                                            : to_typed_dict(ev, value, cast, version);
    if (pf_help_is_builtin(ev, cast, "list"))
        return to_list(ev, text, pf_unbound());
    if (pf_help_is_builtin(ev, cast, "tuple"))
        return to_tuple(ev, text, pf_unbound());
    if (pf_help_is_builtin(ev, cast, "dict"))
        return to_dict(ev, value, version);
    return to_float(ev, value, version);
}

struct parsing {
    pf_value cast;
    unsigned version;
};

static pf_value parse_one(struct pf_eval *ev, pf_value value, void *context)
{
    const struct parsing *p = context;
    pf_value result;
    if (pf_help_is_builtin(ev, p->cast, "bool"))
        result = to_bool(ev, value, p->version);
    else if (is_splitting(ev, p->cast))
        result = split_by(ev, value, p->cast, p->version);
    else
        result = pf_call_value(ev, p->cast, &value, 1);
    return pf_help_from(ev, result, "", (pf_span){0}, value);
}

pf_value pf_environ_parse(struct pf_eval *ev, pf_value value, pf_value cast, unsigned version)
{
    struct parsing parsing = {cast, version};
    if (pf_help_absent(cast))
        return value;
    if (pf_is_vague(cast)) {
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "a cast that is not known", &value, 1);
    }
    return pf_help_lift(ev, value, parse_one, &parsing);
}
