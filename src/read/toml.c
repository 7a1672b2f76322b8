/* TOML 1.0 by recursive descent; lock files and pyproject.toml name the packages' versions. */
#include "read/toml.h"

#include "read/toml_value.h"

/* ---- keys ---- */

static bool is_bare(char c)
{
    return pf_is_name(c) || c == '-';
}

/* One part of a dotted key: bare, or quoted as a string of one line. */
static bool read_key_part(struct pf_toml *toml, struct pf_node **part)
{
    size_t start = toml->at;
    char c = pf_toml_peek(toml);
    if (c == '"' || c == '\'')
        return pf_toml_string(toml, part);
    while (is_bare(pf_toml_peek(toml)))
        toml->at++;
    if (toml->at == start)
        return pf_toml_fail(toml, "a key was expected here");
    *part = pf_node_str(toml->arena, pf_str_slice(toml->text, start, toml->at),
                        pf_toml_span(toml, start));
    return true;
}

static bool read_key(struct pf_toml *toml, struct pf_nodes *parts)
{
    enum { MAX_PARTS = 64 /* dots in one key */ };
    do {
        struct pf_node *part;
        pf_toml_blanks(toml);
        if (parts->count >= MAX_PARTS)
            return pf_toml_fail(toml, "more than 64 parts in one key");
        if (!read_key_part(toml, &part))
            return false;
        *pf_pile_add(toml->arena, parts) = part;
        pf_toml_blanks(toml);
    } while (pf_toml_take(toml, '.'));
    return true;
}

/* ---- tables ---- */

/* The table of that name inside `owner`, made where there is none; of an array of tables the last
 * one. NULL with a fault where the name is a value. */
static struct pf_node *table_in(struct pf_toml *toml, struct pf_node *owner,
                                const struct pf_node *name)
{
    struct pf_node *found = (struct pf_node *)pf_node_get_str(owner, name->text);
    if (found == NULL) {
        found = pf_node_new(toml->arena, PF_MAP, name->span);
        pf_node_put(toml->arena, owner, name->text, name->span, found);
        return found;
    }
    if (found->kind == PF_SEQ && found->count > 0)
        found = found->items[found->count - 1];
    if (found->kind == PF_MAP)
        return found;
    pf_toml_fault(toml, PF_FAULT_UNPARSABLE, name->span, "'%.*s' is a value, not a table",
                  PF_ARG(name->text));
    return NULL;
}

static struct pf_node *descend(struct pf_toml *toml, struct pf_node *owner,
                               const struct pf_nodes *parts, size_t count)
{
    for (size_t i = 0; owner != NULL && i < count; i++)
        owner = table_in(toml, owner, parts->items[i]);
    return owner;
}

static void put(struct pf_toml *toml, struct pf_node *owner, const struct pf_node *key,
                struct pf_node *value)
{
    const struct pf_node *twin = pf_node_get_str(owner, key->text);
    if (twin != NULL) {
        struct pf_fault *fault = pf_toml_fault(toml, PF_FAULT_DUPLICATE_KEY, key->span,
                                               "'%.*s' is defined twice", PF_ARG(key->text));
        if (fault != NULL)
            fault->other = twin->key->span;
    }
    pf_node_put(toml->arena, owner, key->text, key->span, value);
}

static bool read_value(struct pf_toml *toml, struct pf_node **value, int depth);

/* key = value, into `owner`. */
static bool read_pair(struct pf_toml *toml, struct pf_node *owner, int depth)
{
    struct pf_nodes parts = {0};
    struct pf_node *value;
    if (!read_key(toml, &parts))
        return false;
    if (!pf_toml_take(toml, '='))
        return pf_toml_fail(toml, "'=' was expected after the key");
    pf_toml_blanks(toml);
    if (!read_value(toml, &value, depth))
        return false;
    owner = descend(toml, owner, &parts, parts.count - 1);
    if (owner == NULL)
        return false;
    put(toml, owner, parts.items[parts.count - 1], value);
    return true;
}

/* ---- values that hold values ---- */

static bool read_array(struct pf_toml *toml, struct pf_node **value, int depth)
{
    size_t start = toml->at++;
    struct pf_node *array = pf_node_new(toml->arena, PF_SEQ, (pf_span){0});
    for (;;) {
        struct pf_node *item;
        pf_toml_space(toml);
        if (pf_toml_take(toml, ']'))
            break;
        if (!read_value(toml, &item, depth + 1))
            return false;
        pf_node_append(toml->arena, array, item);
        pf_toml_space(toml);
        if (pf_toml_take(toml, ','))
            continue;
        if (!pf_toml_take(toml, ']'))
            return pf_toml_fail(toml, "',' or ']' was expected in the array");
        break;
    }
    array->span = pf_toml_span(toml, start);
    *value = array;
    return true;
}

static bool read_inline_table(struct pf_toml *toml, struct pf_node **value, int depth)
{
    size_t start = toml->at++;
    struct pf_node *table = pf_node_new(toml->arena, PF_MAP, (pf_span){0});
    pf_toml_blanks(toml);
    while (!pf_toml_take(toml, '}')) {
        if (!read_pair(toml, table, depth + 1))
            return false;
        pf_toml_blanks(toml);
        if (pf_toml_peek(toml) != '}' && !pf_toml_take(toml, ','))
            return pf_toml_fail(toml, "',' or '}' was expected in the inline table");
    }
    table->span = pf_toml_span(toml, start);
    *value = table;
    return true;
}

static bool read_value(struct pf_toml *toml, struct pf_node **value, int depth)
{
    char c = pf_toml_peek(toml);
    if (depth > PF_TOML_DEPTH || toml->nodes++ > PF_TOML_NODES) {
        pf_toml_fault(toml, PF_FAULT_LIMIT, pf_toml_here(toml), "%s",
                      depth > PF_TOML_DEPTH ? "values are nested deeper than 64"
                                            : "more than 500000 values");
        toml->stopped = true;
        return false;
    }
    if (c == '[')
        return read_array(toml, value, depth);
    if (c == '{')
        return read_inline_table(toml, value, depth);
    if (c == '"' || c == '\'')
        return pf_toml_string(toml, value);
    return pf_toml_plain(toml, value);
}

/* ---- lines ---- */

/* [name] or [[name]]: the table that the following pairs go into. */
static bool read_header(struct pf_toml *toml, struct pf_node *root, struct pf_node **table)
{
    struct pf_nodes parts = {0};
    toml->at++;
    bool is_array = pf_toml_take(toml, '[');
    if (!read_key(toml, &parts))
        return false;
    if (!pf_toml_take(toml, ']') || (is_array && !pf_toml_take(toml, ']')))
        return pf_toml_fail(toml, "']' was expected after the table's name");
    const struct pf_node *name = parts.items[parts.count - 1];
    struct pf_node *owner = descend(toml, root, &parts, parts.count - 1);
    if (owner == NULL)
        return false;
    if (!is_array) {
        *table = table_in(toml, owner, name);
        return *table != NULL;
    }
    struct pf_node *array = (struct pf_node *)pf_node_get_str(owner, name->text);
    if (array == NULL) {
        array = pf_node_new(toml->arena, PF_SEQ, name->span);
        pf_node_put(toml->arena, owner, name->text, name->span, array);
    }
    if (array->kind != PF_SEQ)
        return pf_toml_fail(toml, "this name is already a table or a value");
    *table = pf_node_new(toml->arena, PF_MAP, name->span);
    pf_node_append(toml->arena, array, *table);
    return true;
}

static void skip_line(struct pf_toml *toml)
{
    while (toml->at < toml->text.len && toml->text.data[toml->at] != '\n')
        toml->at++;
}

static bool ends_line(struct pf_toml *toml)
{
    pf_toml_blanks(toml);
    if (pf_toml_peek(toml) == '#')
        skip_line(toml);
    pf_toml_take(toml, '\r');
    if (toml->at >= toml->text.len || pf_toml_take(toml, '\n'))
        return true;
    return pf_toml_fail(toml, "the line was expected to end here");
}

const struct pf_node *pf_toml_read(struct pf_arena *arena, const struct pf_source *source,
                                   struct pf_faults *faults)
{
    struct pf_toml toml = {
        .arena = arena, .source = source, .faults = faults, .text = source->bytes};
    struct pf_node *root = pf_node_new(arena, PF_MAP, pf_span_of(source, 0, source->bytes.len));
    struct pf_node *table = root;
    if (pf_str_starts(toml.text, PF_STR("\xEF\xBB\xBF")))
        toml.at = 3;
    while (toml.at < toml.text.len && !toml.stopped) {
        pf_toml_space(&toml);
        if (toml.at >= toml.text.len)
            break;
        bool read = pf_toml_peek(&toml) == '[' ? read_header(&toml, root, &table)
                                               : read_pair(&toml, table, 0);
        if (!read || !ends_line(&toml))
            skip_line(&toml);
    }
    return root;
}
