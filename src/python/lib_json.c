/* json: loads, load, dumps. */
#include "python/lib_help.h"

#include <math.h>

static const struct pf_native_class decode_error_class = {
    .name = "JSONDecodeError", .module = "json.decoder", .exception = "ValueError"};

/* --- reading ------------------------------------------------------------------------------------
 */

static pf_value decode_error(struct pf_eval *ev, pf_value text, const char *why, size_t at)
{
    pf_str doc = pf_text_of(text), before = pf_str_slice(doc, 0, at);
    size_t line = 1, start = 0;
    for (size_t i = 0; i < before.len; i++)
        if (before.data[i] == '\n') {
            line++;
            start = i + 1;
        }
    return pf_raise_class(ev, pf_eval_class(ev, &decode_error_class), pf_help_variable(text),
                          "%s: line %zu column %zu (char %zu)", why, line,
                          pf_text_count(pf_str_slice(before, start, at)) + 1,
                          pf_text_count(before));
}

pf_value pf_help_json_loads(struct pf_eval *ev, pf_value text)
{
    pf_value v;
    const char *why;
    size_t at;
    if (!pf_is_str(text) && text.type != PF_V_BYTES) {
        if (text.type == PF_V_INSTANCE)
            return pf_unknown_of(ev, 0, true, "JSON of something unknown", &text, 1);
        return pf_raise_variable(ev, pf_help_variable(text), "TypeError",
                                 "the JSON object must be str, bytes or bytearray, not %.*s",
                                 PF_ARG(pf_type_name(text)));
    }
    if (text.type == PF_V_BYTES && !pf_help_is_ascii(pf_text_of(text)))
        return pf_unknown_of(ev, 0, true, "JSON of bytes", &text, 1);
    if (!pf_help_json(ev, pf_text_of(text), &v, &why, &at))
        return decode_error(ev, text, why, at);
    return v;
}

static pf_value loads(struct pf_eval *ev, const struct pf_call *call)
{
    if (call->args[1].as.object->contents->dict.live > 0) { /* object_hook and others */
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "JSON read by a hook", call->args, 1);
    }
    return pf_help_json_loads(ev, call->args[0]);
}

static pf_value load(struct pf_eval *ev, const struct pf_call *call)
{
    static const struct pf_native native = {"json.loads", "s, /, **kwargs", loads, 0, 0};
    pf_value text = pf_call_method(ev, call->args[0], "read", NULL, 0);
    if (pf_is_failed(text))
        return text;
    if (call->args[1].as.object->contents->dict.live > 0)
        return pf_unknown_of(ev, 0, true, "JSON read by a hook", &text, 1);
    return pf_call_value(ev, pf_native_value(&native), &text, 1);
}

/* --- writing
 * -------------------------------------------------------------------------------------- */

enum { MAX_DEPTH = 50 /* of containers in containers */ };

struct writer {
    struct pf_eval *ev;
    struct pf_buffer out;
    bool ascii, sort;
    bool unsure; /* something that is not modelled */
    bool has_default;
    pf_str item_separator, key_separator;
    int64_t indent; /* -1: on one line */
    pf_value wrong; /* what cannot be written; UNBOUND */
};

static void write_value(struct writer *w, pf_value v, int depth);

static void write_string(struct writer *w, pf_str s)
{
    static const char from[] = "\"\\\n\r\t\f\b", to[] = "\"\\nrtfb";
    pf_buffer_add_byte(&w->out, '"');
    for (size_t i = 0; i < s.len;) {
        uint32_t c;
        size_t len = pf_text_decode(s, i, &c);
        ptrdiff_t short_form =
            c < 128 ? pf_str_find_byte((pf_str){from, sizeof from - 1}, (char)c) : PF_STR_NONE;
        if (short_form != PF_STR_NONE)
            pf_buffer_format(&w->out, "\\%c", to[short_form]);
        else if (c < ' ' || (w->ascii && c > 126 && c < 0x10000))
            pf_buffer_format(&w->out, "\\u%04x", c);
        else if (w->ascii && c >= 0x10000)
            pf_buffer_format(&w->out, "\\u%04x\\u%04x", 0xd800 + ((c - 0x10000) >> 10),
                             0xdc00 + ((c - 0x10000) & 0x3ff));
        else
            pf_buffer_add(&w->out, pf_str_slice(s, i, i + len));
        i += len;
    }
    pf_buffer_add_byte(&w->out, '"');
}

static void write_float(struct writer *w, double d)
{
    if (isnan(d))
        pf_buffer_add_c(&w->out, "NaN");
    else if (isinf(d))
        pf_buffer_add_c(&w->out, d > 0 ? "Infinity" : "-Infinity");
    else
        pf_buffer_add(&w->out, pf_float_repr(w->ev->arena, d));
}

static void new_line(struct writer *w, int depth)
{
    if (w->indent < 0)
        return;
    pf_buffer_add_byte(&w->out, '\n');
    for (int64_t i = 0; i < w->indent * depth; i++)
        pf_buffer_add_byte(&w->out, ' ');
}

static void write_items(struct writer *w, const pf_value *items, size_t count, int depth)
{
    pf_buffer_add_byte(&w->out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            pf_buffer_add(&w->out, w->item_separator);
        new_line(w, depth + 1);
        write_value(w, items[i], depth + 1);
    }
    if (count > 0)
        new_line(w, depth);
    pf_buffer_add_byte(&w->out, ']');
}

static void write_key(struct writer *w, pf_value key)
{
    switch (key.type) {
    case PF_V_STR:
        write_string(w, pf_text_of(key));
        break;
    case PF_V_INT:
        pf_buffer_format(&w->out, "\"%lld\"", (long long)key.as.integer);
        break;
    case PF_V_BOOL:
        pf_buffer_add_c(&w->out, key.as.boolean ? "\"true\"" : "\"false\"");
        break;
    case PF_V_NONE:
        pf_buffer_add_c(&w->out, "\"null\"");
        break;
    default:
        w->unsure = true;
    }
}

static void write_dict(struct writer *w, const struct pf_contents *c, int depth)
{
    bool first = true;
    if (w->sort && c->dict.live > 1) {
        w->unsure = true;
        return;
    }
    pf_buffer_add_byte(&w->out, '{');
    for (size_t i = 0; i < c->dict.count; i++) {
        if (!c->dict.entries[i].live)
            continue;
        if (!first)
            pf_buffer_add(&w->out, w->item_separator);
        first = false;
        new_line(w, depth + 1);
        write_key(w, c->dict.entries[i].key);
        pf_buffer_add(&w->out, w->key_separator);
        write_value(w, c->dict.entries[i].value, depth + 1);
    }
    if (!first)
        new_line(w, depth);
    pf_buffer_add_byte(&w->out, '}');
}

static void write_value(struct writer *w, pf_value v, int depth)
{
    if (depth > MAX_DEPTH || w->unsure) {
        w->unsure = true;
        return;
    }
    switch (v.type) {
    case PF_V_NONE:
        pf_buffer_add_c(&w->out, "null");
        break;
    case PF_V_BOOL:
        pf_buffer_add_c(&w->out, v.as.boolean ? "true" : "false");
        break;
    case PF_V_INT:
        pf_buffer_format(&w->out, "%lld", (long long)v.as.integer);
        break;
    case PF_V_FLOAT:
        write_float(w, v.as.real);
        break;
    case PF_V_STR:
        write_string(w, pf_text_of(v));
        break;
    case PF_V_TUPLE:
        write_items(w, v.as.tuple->items, v.as.tuple->count, depth);
        break;
    case PF_V_LIST:
        write_items(w, v.as.object->contents->items, v.as.object->contents->count, depth);
        break;
    case PF_V_DICT:
        write_dict(w, v.as.object->contents, depth);
        break;
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_BYTES:
        if (!pf_is_bound(w->wrong))
            w->wrong = v;
        w->unsure |= w->has_default;
        break;
    default:
        w->unsure = true;
    }
}

enum {
    OBJECT,
    SKIPKEYS,
    ENSURE_ASCII,
    CHECK_CIRCULAR,
    ALLOW_NAN,
    CLS,
    INDENT,
    SEPARATORS,
    DEFAULT,
    SORT_KEYS
};

static bool read_layout(struct writer *w, const struct pf_call *call)
{
    pf_value indent = call->args[INDENT], separators = call->args[SEPARATORS];
    w->indent = -1;
    w->item_separator = PF_STR(", ");
    w->key_separator = PF_STR(": ");
    if (!pf_help_absent(indent)) {
        if (indent.type != PF_V_INT || indent.as.integer < 0 || indent.as.integer > 16)
            return false;
        w->indent = indent.as.integer;
        w->item_separator = PF_STR(",");
    }
    if (pf_help_absent(separators))
        return true;
    if (separators.type != PF_V_TUPLE || separators.as.tuple->count != 2 ||
        !pf_is_str(separators.as.tuple->items[0]) || !pf_is_str(separators.as.tuple->items[1]))
        return false;
    w->item_separator = pf_text_of(separators.as.tuple->items[0]);
    w->key_separator = pf_text_of(separators.as.tuple->items[1]);
    return true;
}

static pf_value dumps(struct pf_eval *ev, const struct pf_call *call)
{
    struct writer w = {.ev = ev, .out = pf_buffer_new(ev->arena), .wrong = pf_unbound()};
    w.ascii = pf_help_flag(ev, call->args[ENSURE_ASCII], true) == PF_YES;
    w.sort = pf_help_flag(ev, call->args[SORT_KEYS], false) == PF_YES;
    w.has_default = !pf_help_absent(call->args[DEFAULT]) || !pf_help_absent(call->args[CLS]);
    w.unsure = pf_is_bound(call->args[SKIPKEYS]) || !read_layout(&w, call);
    write_value(&w, call->args[OBJECT], 0);
    if (!w.unsure && pf_is_bound(w.wrong))
        return pf_raise(ev, "TypeError", "Object of type %.*s is not JSON serializable",
                        PF_ARG(pf_type_name(w.wrong)));
    if (!w.unsure)
        return pf_str_value(ev, pf_buffer_str(&w.out));
    pf_may_raise(ev, "");
    return pf_unknown_of(ev, KIND_TEXT, false, "JSON", call->args, 1);
}

static pf_value attribute(struct pf_eval *ev, pf_str name)
{
    if (pf_str_eq(name, PF_STR("JSONEncoder")) || pf_str_eq(name, PF_STR("JSONDecoder")))
        return pf_unknown_named(ev, pf_arena_format(ev->arena, "json.%.*s", PF_ARG(name)), "json");
    if (pf_str_eq(name, PF_STR("decoder"))) {
        pf_value module = pf_import_module(ev, PF_STR("json.decoder"));
        return module;
    }
    return pf_unbound();
}

static const struct pf_native functions[] = {
    {"json.loads", "s, /, **kwargs", loads, 0, 0},
    {"json.load", "fp, /, **kwargs", load, 0, PF_NATIVE_RAW | PF_NATIVE_NO_TRACE},
    {"json.dumps",
     "obj, *, skipkeys?, ensure_ascii?, check_circular?, allow_nan?, cls?, indent?, separators?, "
     "default?, sort_keys?",
     dumps, KIND_TEXT, PF_NATIVE_DEEP},
    {"json.dump", "obj, fp, **kwargs", NULL, KIND_NONE, 0},
};
static const struct pf_native_class *const classes[] = {&decode_error_class};

const struct pf_library pf_lib_json = {
    .module = "json",
    .functions = functions,
    .function_count = PF_COUNT(functions),
    .classes = classes,
    .class_count = PF_COUNT(classes),
    .attribute = attribute,
    .is_standard = true,
};
const struct pf_library pf_lib_json_decoder = {
    .module = "json.decoder",
    .classes = classes,
    .class_count = PF_COUNT(classes),
    .is_standard = true,
};
