/* Compose files → the variables of their services. */
#include "model/compose.h"

#include "base/buffer.h"
#include "base/index.h"

struct reader {
    struct pf_arena *arena;
    pf_str service;
    struct {
        struct pf_compose_variable *items;
        size_t count, capacity;
    } variables;
    struct {
        struct pf_compose_file *items;
        size_t count, capacity;
    } files;
};

/* ---- values ---- */

/* ${NAME:-x} as a whole → x; NULL for everything else. */
static const struct pf_node *fallback_of(struct reader *reader, const struct pf_node *value)
{
    pf_str text = value->text;
    size_t at = 2;
    if (!pf_str_starts(text, PF_STR("${")) || !pf_str_ends(text, PF_STR("}")))
        return NULL;
    while (at < text.len && pf_is_name(text.data[at]))
        at++;
    at += at < text.len && text.data[at] == ':';
    if (at >= text.len || text.data[at] != '-')
        return NULL;
    pf_str inside = pf_str_slice(text, at + 1, text.len - 1);
    if (pf_str_find_byte(inside, '$') >= 0 || pf_str_find_byte(inside, '}') >= 0)
        return NULL;
    return pf_node_str(reader->arena, inside, value->span);
}

/* `$$` is one dollar sign; false where a variable begins. */
static bool without_doubled_dollars(struct pf_arena *arena, pf_str text, pf_str *plain)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++) {
        char next = i + 1 < text.len ? text.data[i + 1] : '\0';
        if (text.data[i] == '$' && (next == '{' || pf_is_alpha(next) || next == '_'))
            return false;
        i += text.data[i] == '$' && next == '$';
        pf_buffer_add_byte(&buffer, text.data[i]);
    }
    *plain = pf_buffer_str(&buffer);
    return true;
}

static const struct pf_node *filled(struct reader *reader, const struct pf_node *value)
{
    pf_str plain;
    if (value->kind == PF_NULL || value->kind == PF_ANY)
        return value;
    if (pf_str_find_byte(value->text, '$') == PF_STR_NONE)
        return pf_node_str(reader->arena, value->text, value->span);
    if (without_doubled_dollars(reader->arena, value->text, &plain))
        return pf_node_str(reader->arena, plain, value->span);
    return pf_node_any(reader->arena, PF_KIND_BIT(PF_STRING), true,
                       PF_STR("compose fills in variables of its own environment"), value->span);
}

/* ---- environment ---- */

static void add_variable(struct reader *reader, pf_str name, const struct pf_node *value,
                         pf_span span)
{
    struct pf_compose_variable variable = {
        .service = reader->service, .name = name, .value = filled(reader, value), .span = span};
    if (variable.value->kind == PF_ANY && value->kind == PF_STRING)
        variable.fallback = fallback_of(reader, value);
    *pf_pile_add(reader->arena, &reader->variables) = variable;
}

/* "NAME=value" or "NAME" */
static void read_list(struct reader *reader, const struct pf_node *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct pf_node *item = list->items[i];
        pf_str name, value;
        if (!pf_node_is_scalar(item) || item->text.len == 0)
            continue;
        bool given = pf_str_cut(item->text, '=', &name, &value);
        if (name.len > 0)
            add_variable(reader, name,
                         given ? pf_node_str(reader->arena, value, item->span)
                               : pf_node_new(reader->arena, PF_NULL, item->span),
                         item->span);
    }
}

/* True recursion over `<<`, counted. The first value of a name counts: own keys come first. */
static void read_map(struct reader *reader, const struct pf_node *map, struct pf_index *known,
                     unsigned depth)
{
    for (size_t i = 0; i < map->count; i++) {
        struct pf_node *value = map->items[i];
        pf_str name = value->key->text;
        bool fits = pf_node_is_scalar(value) || value->kind == PF_ANY;
        if (!fits || pf_index_get(known, name) != NULL)
            continue;
        pf_index_put(known, name, value);
        add_variable(reader, name, value, value->key->span);
    }
    const struct pf_node *merged = pf_node_get(map, "<<");
    if (merged == NULL || depth >= PF_COMPOSE_MERGES)
        return;
    if (merged->kind == PF_MAP)
        read_map(reader, merged, known, depth + 1);
    for (size_t i = 0; merged->kind == PF_SEQ && i < merged->count; i++)
        if (merged->items[i]->kind == PF_MAP)
            read_map(reader, merged->items[i], known, depth + 1);
}

/* ---- env_file ---- */

static void add_file(struct reader *reader, const struct pf_node *path, bool required)
{
    if (pf_node_is(path, PF_STRING) && path->text.len > 0)
        *pf_pile_add(reader->arena, &reader->files) =
            (struct pf_compose_file){reader->service, path->text, required, path->span};
}

static void read_files(struct reader *reader, const struct pf_node *files)
{
    add_file(reader, files, true);
    for (size_t i = 0; files->kind == PF_SEQ && i < files->count; i++) {
        const struct pf_node *file = files->items[i];
        const struct pf_node *required = pf_node_get(file, "required");
        add_file(reader, file, true);
        add_file(reader, pf_node_get(file, "path"),
                 !pf_node_is(required, PF_BOOL) || required->as.boolean);
    }
}

/* ---- services ---- */

/* A service's own key, or the one that `<<` brings. */
static const struct pf_node *merged_key(const struct pf_node *map, const char *key, unsigned depth)
{
    const struct pf_node *own = pf_node_get(map, key);
    const struct pf_node *merged = pf_node_get(map, "<<");
    if (own != NULL || merged == NULL || depth >= PF_COMPOSE_MERGES)
        return own;
    if (merged->kind == PF_MAP)
        return merged_key(merged, key, depth + 1);
    for (size_t i = 0; merged->kind == PF_SEQ && i < merged->count; i++) {
        const struct pf_node *found = merged_key(merged->items[i], key, depth + 1);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static void read_service(struct reader *reader, const struct pf_node *service)
{
    const struct pf_node *environment = merged_key(service, "environment", 0);
    const struct pf_node *files = merged_key(service, "env_file", 0);
    reader->service = service->key->text;
    if (pf_node_is(environment, PF_SEQ))
        read_list(reader, environment);
    struct pf_index known = pf_index_new(reader->arena);
    if (pf_node_is(environment, PF_MAP))
        read_map(reader, environment, &known, 0);
    if (files != NULL)
        read_files(reader, files);
}

const struct pf_compose *pf_compose_read(struct pf_arena *arena, const struct pf_node *root)
{
    struct reader reader = {.arena = arena};
    const struct pf_node *services = pf_node_get(root, "services");
    for (size_t i = 0; pf_node_is(services, PF_MAP) && i < services->count; i++)
        if (services->items[i]->kind == PF_MAP)
            read_service(&reader, services->items[i]);
    struct pf_compose *compose = PF_NEW(arena, struct pf_compose);
    *compose = (struct pf_compose){reader.variables.items, reader.variables.count,
                                   reader.files.items, reader.files.count};
    return compose;
}
