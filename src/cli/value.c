/* Nodes as JSON values, and what is said of the ones that are not known. */
#include "cli/value.h"

#include "base/pile.h"
#include "base/utf8.h"
#include "python/settings.h"

enum { DEEPEST = 64 /* levels; deeper is nothing that a person or JSON would read */ };

static bool is_known(const struct pf_node *value, unsigned depth)
{
    if (value->kind == PF_ANY || value->kind == PF_EITHER || depth > DEEPEST)
        return false;
    for (size_t i = 0; i < value->count; i++)
        if (!is_known(value->items[i], depth + 1))
            return false;
    return true;
}

bool pf_value_is_known(const struct pf_node *value)
{
    return is_known(value, 0);
}

bool pf_value_is_unset(const struct pf_node *value)
{
    return value->kind == PF_ANY && pf_str_starts(value->as.any->reason, PF_STR("unset"));
}

bool pf_value_may_be_unset(const struct pf_node *value)
{
    for (size_t i = 0; value->kind == PF_EITHER && i < value->count; i++)
        if (pf_value_is_unset(value->items[i]))
            return true;
    return pf_value_is_unset(value);
}

static void container(struct pf_json *json, const struct pf_node *value)
{
    bool is_map = value->kind == PF_MAP;
    pf_json_open(json, is_map ? '{' : '[');
    for (size_t i = 0; i < value->count; i++) {
        if (is_map)
            pf_json_key_str(json, pf_node_text(value->items[i]->key));
        pf_value_json(json, value->items[i]);
    }
    pf_json_close(json, is_map ? '}' : ']');
}

void pf_value_json(struct pf_json *json, const struct pf_node *value)
{
    switch (value->kind) {
    case PF_BOOL:
        pf_json_bool(json, value->as.boolean);
        break;
    case PF_INT:
        pf_json_raw(json, value->text.len > 0 ? value->text
                                              : pf_arena_format(json->buffer->arena, "%lld",
                                                                (long long)value->as.integer));
        break;
    case PF_REAL:
        pf_json_real(json, value->as.real);
        break;
    case PF_STRING:
        pf_json_string(json, value->text);
        break;
    case PF_SEQ:
    case PF_MAP:
        container(json, value);
        break;
    default:
        pf_json_null(json);
        break;
    }
}

static void python_string(struct pf_buffer *buffer, pf_str text)
{
    char quote =
        pf_str_find_byte(text, '\'') != PF_STR_NONE && pf_str_find_byte(text, '"') == PF_STR_NONE
            ? '"'
            : '\'';
    pf_buffer_add_byte(buffer, quote);
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] == quote || text.data[i] == '\\')
            pf_buffer_add_byte(buffer, '\\');
        pf_buffer_add_byte(buffer, text.data[i]);
    }
    pf_buffer_add_byte(buffer, quote);
}

/* Brackets by the type that the evaluator tells: a tuple and a set are PF_SEQ, too. */
static void python_container(struct pf_buffer *buffer, const struct pf_node *value)
{
    bool is_map = value->kind == PF_MAP;
    pf_str type = is_map ? PF_STR("") : pf_settings_type(value);
    bool is_tuple = pf_str_eq(type, PF_STR("tuple"));
    bool is_set = type.len > 0 && !is_tuple;
    if (is_set && (value->count == 0 || !pf_str_eq(type, PF_STR("set"))))
        pf_buffer_format(buffer, "%.*s(", PF_ARG(type));
    bool has_braces = is_map || (is_set && value->count > 0);
    pf_buffer_add_c(buffer, has_braces ? "{" : is_tuple ? "(" : is_set ? "" : "[");
    for (size_t i = 0; i < value->count; i++) {
        pf_buffer_add_c(buffer, i == 0 ? "" : ", ");
        if (is_map) {
            python_string(buffer, pf_node_text(value->items[i]->key));
            pf_buffer_add_c(buffer, ": ");
        }
        pf_value_python(buffer, value->items[i]);
    }
    if (is_tuple && value->count == 1)
        pf_buffer_add_c(buffer, ",");
    pf_buffer_add_c(buffer, has_braces ? "}" : is_tuple ? ")" : is_set ? "" : "]");
    if (is_set && (value->count == 0 || !pf_str_eq(type, PF_STR("set"))))
        pf_buffer_add_c(buffer, ")");
}

/* A path says so: PosixPath('/app'). */
static void python_text(struct pf_buffer *buffer, const struct pf_node *value)
{
    pf_str type = pf_settings_type(value);
    pf_buffer_add(buffer, type);
    pf_buffer_add_c(buffer, type.len > 0 ? "(" : "");
    python_string(buffer, value->text);
    pf_buffer_add_c(buffer, type.len > 0 ? ")" : "");
}

void pf_value_python(struct pf_buffer *buffer, const struct pf_node *value)
{
    struct pf_json json = pf_json_new(buffer, false);
    if (value->kind == PF_ANY)
        pf_buffer_add_c(buffer, "<unknown>");
    else if (value->kind == PF_EITHER)
        pf_buffer_format(buffer, "<one of %u>", value->count);
    else if (value->kind == PF_NULL)
        pf_buffer_add_c(buffer, "None");
    else if (value->kind == PF_BOOL)
        pf_buffer_add_c(buffer, value->as.boolean ? "True" : "False");
    else if (value->kind == PF_STRING)
        python_text(buffer, value);
    else if (value->kind == PF_SEQ || value->kind == PF_MAP)
        python_container(buffer, value);
    else
        pf_value_json(&json, value);
}

/* pf_kind_name in Python's words. */
static const char *type_name(enum pf_kind kind)
{
    return kind == PF_NULL ? "NoneType" : kind == PF_MAP ? "dict" : pf_kind_name(kind);
}

static void add_types(struct pf_arena *arena, const struct pf_node *value, struct pf_strs *types)
{
    if (pf_value_is_unset(value))
        return;
    if (value->kind == PF_EITHER) {
        for (size_t i = 0; i < value->count; i++)
            add_types(arena, value->items[i], types);
        return;
    }
    unsigned kinds = value->kind == PF_ANY ? value->as.any->kinds : PF_KIND_BIT(value->kind);
    for (int kind = PF_NULL; kind < PF_ANY; kind++)
        if ((kinds & PF_KIND_BIT(kind)) != 0)
            pf_strs_add_once(arena, types, pf_str_c(type_name((enum pf_kind)kind)));
}

struct pf_strs pf_value_types(struct pf_arena *arena, const struct pf_node *value)
{
    struct pf_strs types = {0};
    add_types(arena, value, &types);
    return types;
}

/* The first unknown in it; NULL when there is none that deep. */
static const struct pf_node *first_unknown(const struct pf_node *value, unsigned depth)
{
    if (value->kind == PF_ANY)
        return pf_value_is_unset(value) ? NULL : value;
    for (size_t i = 0; i < value->count && depth < DEEPEST; i++) {
        const struct pf_node *found = first_unknown(value->items[i], depth + 1);
        if (found != NULL)
            return found;
    }
    return NULL;
}

pf_str pf_value_reason(struct pf_arena *arena, const struct pf_node *value)
{
    const struct pf_node *unknown = first_unknown(value, 0);
    if (unknown != NULL)
        return unknown->as.any->reason;
    if (pf_value_is_known(value))
        return PF_STR("");
    if (value->kind != PF_EITHER)
        return PF_STR("it is nested too deeply, or holds one of several values");
    if (pf_value_may_be_unset(value))
        return PF_STR("it may not be set");
    return pf_arena_format(arena, "one of %u values", value->count);
}

pf_str pf_value_cut(struct pf_arena *arena, pf_str text, size_t characters)
{
    size_t at = 0;
    uint32_t code_point;
    for (size_t i = 0; i < characters && at < text.len; i++) {
        size_t len = pf_utf8_decode(pf_str_slice(text, at, text.len), &code_point);
        at += len == 0 ? 1 : len;
    }
    return at == text.len
               ? text
               : pf_arena_format(arena, "%.*s\xe2\x80\xa6", PF_ARG(pf_str_slice(text, 0, at)));
}
