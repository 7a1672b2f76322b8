/* str and bytes: the types, how their values are made, and what their methods have in common. */
#include "python/type_str.h"

pf_value pf_text_like(struct pf_eval *ev, pf_value of, pf_str bytes)
{
    return of.type == PF_V_BYTES ? pf_bytes_value(ev, bytes) : pf_str_value(ev, bytes);
}

pf_value pf_text_beyond_latin(struct pf_eval *ev, pf_value v, unsigned kinds)
{
    return pf_unknown_of(ev, kinds, true, "it depends on Unicode's tables", &v, 1);
}

uint32_t pf_text_char_at(pf_value v, size_t *at)
{
    uint32_t c;
    pf_str s = pf_text_of(v);
    if (v.type == PF_V_BYTES)
        return (unsigned char)s.data[(*at)++];
    *at += pf_text_decode(s, *at, &c);
    return c;
}

void pf_text_put_char(struct pf_buffer *out, pf_value of, uint32_t c)
{
    if (of.type == PF_V_BYTES)
        pf_buffer_add_byte(out, (char)c);
    else
        pf_text_add(out, c);
}

/* --- arguments
 * ----------------------------------------------------------------------------------------- */

bool pf_text_is_argument(struct pf_eval *ev, const struct pf_call *call, size_t i)
{
    if (call->args[i].type == call->args[0].type)
        return true;
    pf_raise(ev, "TypeError", "%s argument must be %.*s, not %.*s", call->native->name,
             PF_ARG(pf_type_name(call->args[0])), PF_ARG(pf_type_name(call->args[i])));
    return false;
}

bool pf_text_is_given(const struct pf_call *call, size_t i)
{
    return pf_is_bound(call->args[i]) && !pf_is_none(call->args[i]);
}

bool pf_text_take_int(struct pf_eval *ev, const struct pf_call *call, size_t i, int64_t *out)
{
    pf_value v = call->args[i];
    if (!pf_is_bound(v))
        return true;
    if (!pf_is_integral(v)) {
        pf_raise_no_integer(ev, v);
        return false;
    }
    *out = pf_integral_of(v);
    return true;
}

static pf_value str_format(struct pf_eval *ev, const struct pf_call *call)
{
    const struct pf_tuple *args = call->args[1].as.tuple;
    if (!pf_is_str(call->args[0]))
        return pf_unknown_of(ev, PF_KIND_BIT(PF_STRING), true, "a format that is not known",
                             call->args, 1);
    return pf_str_format(ev, call->args[0], args->items, args->count, call->args[2]);
}

static pf_value str_format_map(struct pf_eval *ev, const struct pf_call *call)
{
    return pf_str_format(ev, call->args[0], NULL, 0, call->args[1]);
}

/* --- making
 * ------------------------------------------------------------------------------------------------
 */

static pf_value make_str(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[0]))
        return pf_str_value(ev, PF_STR(""));
    if (pf_is_bound(call->args[1]) || pf_is_bound(call->args[2])) {
        pf_value args[] = {call->args[0], call->args[1], call->args[2]};
        struct pf_call decode = *call;
        decode.args = args;
        if (call->args[0].type == PF_V_BYTES)
            return pf_bytes_method_decode(ev, &decode);
        if (!pf_is_vague(call->args[0]))
            return pf_raise(ev, "TypeError",
                            "decoding to str: need a bytes-pf_text_like object, %.*s found",
                            PF_ARG(pf_type_name(call->args[0])));
    }
    return pf_str_of_value(ev, call->args[0]);
}

/* bytes([104, 105]) */
static pf_value bytes_of_numbers(struct pf_eval *ev, const struct pf_call *call)
{
    struct pf_buffer out = pf_buffer_new(ev->arena);
    struct pf_items items = {0};
    pf_value v = call->args[0];
    if (v.type != PF_V_LIST && v.type != PF_V_TUPLE && v.type != PF_V_RANGE)
        return pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 1);
    if (!pf_iterate(ev, v, &items))
        return (pf_value){.type = PF_V_FAILED};
    for (size_t i = 0; i < items.count; i++) {
        if (!items.known || items.items[i].type != PF_V_INT)
            return pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 1);
        if (items.items[i].as.integer < 0 || items.items[i].as.integer > 255)
            return pf_raise(ev, "ValueError", "bytes must be in range(0, 256)");
        pf_buffer_add_byte(&out, (char)items.items[i].as.integer);
    }
    return items.known ? pf_bytes_value(ev, pf_buffer_str(&out))
                       : pf_unknown_of(ev, PF_KIND_OBJECT, true, "bytes", call->args, 1);
}

static pf_value make_bytes(struct pf_eval *ev, const struct pf_call *call)
{
    if (!pf_is_bound(call->args[0]))
        return pf_bytes_value(ev, PF_STR(""));
    if (call->args[0].type == PF_V_BYTES)
        return call->args[0];
    if (pf_is_str(call->args[0]) && pf_is_bound(call->args[1])) {
        pf_value args[] = {call->args[0], call->args[1], call->args[2]};
        struct pf_call encode = *call;
        encode.args = args;
        return pf_str_method_encode(ev, &encode);
    }
    if (pf_is_str(call->args[0]))
        return pf_raise(ev, "TypeError", "string argument without an encoding");
    return bytes_of_numbers(ev, call);
}

#define TEXT PF_KIND_BIT(PF_STRING)
#define TRUTH PF_KIND_BIT(PF_BOOL)
#define NUMBER PF_KIND_BIT(PF_INT)
#define LIST PF_KIND_BIT(PF_SEQ)

#define COMMON_METHODS(type, kind)                                                                 \
    {type ".lower", "self, /", pf_str_method_lower, kind, PF_NATIVE_SAFE},                         \
        {type ".upper", "self, /", pf_str_method_upper, kind, PF_NATIVE_SAFE},                     \
        {type ".swapcase", "self, /", pf_str_method_swapcase, kind, PF_NATIVE_SAFE},               \
        {type ".title", "self, /", pf_str_method_title, kind, PF_NATIVE_SAFE},                     \
        {type ".capitalize", "self, /", pf_str_method_capitalize, kind, PF_NATIVE_SAFE},           \
        {type ".isalpha", "self, /", pf_str_method_isalpha, TRUTH, PF_NATIVE_SAFE},                \
        {type ".isdigit", "self, /", pf_str_method_isdigit, TRUTH, PF_NATIVE_SAFE},                \
        {type ".isalnum", "self, /", pf_str_method_isalnum, TRUTH, PF_NATIVE_SAFE},                \
        {type ".isspace", "self, /", pf_str_method_isspace, TRUTH, PF_NATIVE_SAFE},                \
        {type ".isascii", "self, /", pf_str_method_isascii, TRUTH, PF_NATIVE_SAFE},                \
        {type ".islower", "self, /", pf_str_method_islower, TRUTH, PF_NATIVE_SAFE},                \
        {type ".isupper", "self, /", pf_str_method_isupper, TRUTH, PF_NATIVE_SAFE},                \
        {type ".istitle", "self, /", pf_str_method_istitle, TRUTH, PF_NATIVE_SAFE},                \
        {type ".strip", "self, chars?, /", pf_str_method_strip, kind, PF_NATIVE_SAFE},             \
        {type ".lstrip", "self, chars?, /", pf_str_method_lstrip, kind, PF_NATIVE_SAFE},           \
        {type ".rstrip", "self, chars?, /", pf_str_method_rstrip, kind, PF_NATIVE_SAFE},           \
        {type ".split", "self, sep?, maxsplit?", pf_str_method_split, LIST, PF_NATIVE_SAFE},       \
        {type ".rsplit", "self, sep?, maxsplit?", pf_str_method_rsplit, LIST, PF_NATIVE_SAFE},     \
        {type ".splitlines", "self, keepends?", pf_str_method_splitlines, LIST, PF_NATIVE_SAFE},   \
        {type ".partition", "self, sep, /", pf_str_method_partition, LIST, PF_NATIVE_SAFE},        \
        {type ".rpartition", "self, sep, /", pf_str_method_rpartition, LIST, PF_NATIVE_SAFE},      \
        {type ".join", "self, iterable, /", pf_str_method_join, kind, 0},                          \
        {type ".find", "self, sub, start?, end?, /", pf_str_method_find, NUMBER, PF_NATIVE_SAFE},  \
        {type ".rfind", "self, sub, start?, end?, /", pf_str_method_rfind, NUMBER,                 \
         PF_NATIVE_SAFE},                                                                          \
        {type ".index", "self, sub, start?, end?, /", pf_str_method_index, NUMBER, 0},             \
        {type ".rindex", "self, sub, start?, end?, /", pf_str_method_rindex, NUMBER, 0},           \
        {type ".count", "self, sub, start?, end?, /", pf_str_method_count, NUMBER,                 \
         PF_NATIVE_SAFE},                                                                          \
        {type ".startswith", "self, prefix, start?, end?, /", pf_str_method_startswith, TRUTH,     \
         PF_NATIVE_SAFE},                                                                          \
        {type ".endswith", "self, suffix, start?, end?, /", pf_str_method_endswith, TRUTH,         \
         PF_NATIVE_SAFE},                                                                          \
        {type ".removeprefix", "self, prefix, /", pf_str_method_removeprefix, kind,                \
         PF_NATIVE_SAFE},                                                                          \
        {type ".removesuffix", "self, suffix, /", pf_str_method_removesuffix, kind,                \
         PF_NATIVE_SAFE},                                                                          \
        {type ".replace", "self, old, new, count?", pf_str_method_replace, kind, PF_NATIVE_SAFE},  \
        {type ".ljust", "self, width, fillchar?, /", pf_str_method_ljust, kind, PF_NATIVE_SAFE},   \
        {type ".rjust", "self, width, fillchar?, /", pf_str_method_rjust, kind, PF_NATIVE_SAFE},   \
        {type ".center", "self, width, fillchar?, /", pf_str_method_center, kind, PF_NATIVE_SAFE}, \
        {type ".zfill", "self, width, /", pf_str_method_zfill, kind, PF_NATIVE_SAFE},              \
    {                                                                                              \
        type ".expandtabs", "self, tabsize?", pf_str_method_expandtabs, kind, PF_NATIVE_SAFE       \
    }

static const struct pf_native str_methods[] = {
    COMMON_METHODS("str", TEXT),
    {"str.casefold", "self, /", pf_str_method_casefold, TEXT, PF_NATIVE_SAFE},
    {"str.isdecimal", "self, /", pf_str_method_isdecimal, TRUTH, PF_NATIVE_SAFE},
    {"str.isnumeric", "self, /", pf_str_method_isnumeric, TRUTH, PF_NATIVE_SAFE},
    {"str.isprintable", "self, /", pf_str_method_isprintable, TRUTH, PF_NATIVE_SAFE},
    {"str.isidentifier", "self, /", pf_str_method_isidentifier, TRUTH, PF_NATIVE_SAFE},
    {"str.maketrans", "x, y?, z?, /", pf_str_method_maketrans, PF_KIND_BIT(PF_MAP),
     PF_NATIVE_STATIC},
    {"str.translate", "self, table, /", pf_str_method_translate, TEXT, PF_NATIVE_DEEP},
    {"str.encode", "self, encoding?, errors?", pf_str_method_encode, PF_KIND_OBJECT, 0},
    {"str.format", "self, /, *args, **kwargs", str_format, TEXT, PF_NATIVE_SELF},
    {"str.format_map", "self, mapping, /", str_format_map, TEXT, 0},
};
static const struct pf_native bytes_methods[] = {
    COMMON_METHODS("bytes", PF_KIND_OBJECT),
    {"bytes.decode", "self, encoding?, errors?", pf_bytes_method_decode, TEXT, 0},
    {"bytes.hex", "self", pf_bytes_method_hex, TEXT, 0},
    {"bytes.fromhex", "cls, string, /", pf_bytes_method_from_hex, PF_KIND_OBJECT, PF_NATIVE_CLASS},
    {"bytes.maketrans", "frm, to, /", NULL, PF_KIND_OBJECT, PF_NATIVE_STATIC},
    {"bytes.translate", "self, table, /, delete?", NULL, PF_KIND_OBJECT, 0},
};
static const struct pf_native str_make = {"str", "object?, encoding?, errors?", make_str, TEXT,
                                          PF_NATIVE_RAW};
static const struct pf_native bytes_make = {"bytes", "source?, encoding?, errors?", make_bytes,
                                            PF_KIND_OBJECT, 0};

const struct pf_native_class pf_str_class = {.name = "str",
                                             .module = "builtins",
                                             .methods = str_methods,
                                             .method_count = PF_COUNT(str_methods),
                                             .make = &str_make};
const struct pf_native_class pf_bytes_class = {.name = "bytes",
                                               .module = "builtins",
                                               .methods = bytes_methods,
                                               .method_count = PF_COUNT(bytes_methods),
                                               .make = &bytes_make};
