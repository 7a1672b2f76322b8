/* TOML 1.0 by recursive descent; lock files and pyproject.toml name the packages' versions. */
#include "read/toml.h"

#include "base/index.h"
#include "base/utf8.h"
#include "read/toml_value.h"

/* A table that more keys may come to: what its node alone does not tell. */
struct table {
    struct pf_node *node;
    struct pf_index entries; /* name → struct entry */
    bool declared;           /* by a header of its own */
    size_t dotted;           /* section whose dotted keys made it; 0: none did */
};

/* What a name in a table stands for. */
struct entry {
    struct pf_node *value;
    struct table *table; /* the table, or the last of an array of tables; NULL: closed */
    bool is_array;       /* of tables */
};

struct reader {
    struct pf_toml toml;
    size_t section; /* counts headers, from 1: between them dotted keys may come back to a table */
};

struct parts {
    struct pf_node **items;
    size_t count, capacity;
};

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
        return pf_toml_string(toml, false, part);
    while (is_bare(pf_toml_peek(toml)))
        toml->at++;
    if (toml->at == start)
        return pf_toml_fail(toml, "a key was expected here");
    *part = pf_node_str(toml->arena, pf_str_slice(toml->text, start, toml->at),
                        pf_toml_span(toml, start));
    return true;
}

static bool stop(struct pf_toml *toml, const char *what, int limit)
{
    pf_toml_fault(toml, PF_FAULT_LIMIT, pf_toml_here(toml), "%s than %d; the rest was not read",
                  what, limit);
    toml->stopped = true;
    return false;
}

static bool read_key(struct pf_toml *toml, struct parts *parts)
{
    do {
        struct pf_node *part;
        pf_toml_blanks(toml);
        if (parts->count >= PF_TOML_PARTS)
            return stop(toml, "a key of more parts", PF_TOML_PARTS);
        if (!read_key_part(toml, &part))
            return false;
        *pf_pile_add(toml->arena, parts) = part;
        pf_toml_blanks(toml);
    } while (pf_toml_take(toml, '.'));
    return true;
}

/* ---- tables ---- */

static bool count_node(struct pf_toml *toml)
{
    return toml->nodes++ < PF_TOML_NODES || stop(toml, "more values", PF_TOML_NODES);
}

static struct table *new_table(struct pf_toml *toml, pf_span span)
{
    struct table *table = PF_NEW(toml->arena, struct table);
    table->node = pf_node_new(toml->arena, PF_MAP, span);
    table->entries = pf_index_new(toml->arena);
    return table;
}

static struct entry *put(struct pf_toml *toml, struct table *owner, const struct pf_node *key,
                         struct pf_node *value)
{
    struct entry *entry = PF_NEW(toml->arena, struct entry);
    entry->value = value;
    pf_node_put(toml->arena, owner->node, key->text, key->span, value);
    pf_index_put(&owner->entries, key->text, entry);
    return entry;
}

static bool refuse(struct pf_toml *toml, const struct pf_node *name, const struct entry *entry,
                   const char *why)
{
    struct pf_fault *fault =
        pf_toml_fault(toml, PF_FAULT_UNPARSABLE, name->span, "'%.*s' %s", PF_ARG(name->text), why);
    if (fault != NULL)
        fault->other = entry->value->key->span;
    return false;
}

/* The table of that name inside `owner`, made where there is none; of an array of tables the last.
 * NULL with a fault where the name is a value, or a limit is reached. */
static struct table *table_in(struct pf_toml *toml, struct table *owner, const struct pf_node *name)
{
    struct entry *entry = pf_index_get(&owner->entries, name->text);
    if (entry != NULL) {
        if (entry->table == NULL)
            refuse(toml, name, entry, "is a value, which takes no more keys");
        return entry->table;
    }
    if (!count_node(toml))
        return NULL;
    struct table *made = new_table(toml, name->span);
    put(toml, owner, name, made->node)->table = made;
    return made;
}

/* The table that all but the last part of a header name. */
static struct table *header_owner(struct pf_toml *toml, struct table *root,
                                  const struct parts *parts)
{
    struct table *owner = root;
    for (size_t i = 0; owner != NULL && i + 1 < parts->count; i++)
        owner = table_in(toml, owner, parts->items[i]);
    return owner;
}

/* The same for a dotted key, which may not go into tables that a header or another section made. */
static struct table *dotted_owner(struct reader *reader, struct table *owner,
                                  const struct parts *parts)
{
    for (size_t i = 0; i + 1 < parts->count; i++) {
        const struct pf_node *name = parts->items[i];
        const struct entry *before = pf_index_get(&owner->entries, name->text);
        owner = table_in(&reader->toml, owner, name);
        if (owner == NULL)
            return NULL;
        bool closed = before != NULL && (before->is_array || owner->declared ||
                                         (owner->dotted != 0 && owner->dotted != reader->section));
        if (closed)
            refuse(&reader->toml, name, before, "is a table with a header of its own already");
        if (owner->dotted == 0)
            owner->dotted = reader->section;
    }
    return owner;
}

static bool read_value(struct reader *reader, struct pf_node **value, unsigned depth);

/* key = value, into `owner`. True recursion with read_value, which counts the depth. */
static bool read_pair(struct reader *reader, struct table *owner, unsigned depth)
{
    struct pf_toml *toml = &reader->toml;
    struct parts parts = {0};
    struct pf_node *value;
    if (!read_key(toml, &parts))
        return false;
    if (!pf_toml_take(toml, '='))
        return pf_toml_fail(toml, "'=' was expected after the key");
    pf_toml_blanks(toml);
    if (!read_value(reader, &value, depth))
        return false;
    owner = dotted_owner(reader, owner, &parts);
    if (owner == NULL)
        return !toml->stopped;
    const struct pf_node *name = parts.items[parts.count - 1];
    const struct entry *twin = pf_index_get(&owner->entries, name->text);
    if (twin == NULL) {
        put(toml, owner, name, value);
        return true;
    }
    struct pf_fault *fault = pf_toml_fault(toml, PF_FAULT_DUPLICATE_KEY, name->span,
                                           "'%.*s' is defined twice", PF_ARG(name->text));
    if (fault != NULL)
        fault->other = twin->value->key->span;
    pf_node_put(toml->arena, owner->node, name->text, name->span, value);
    return true;
}

/* ---- values that hold values ---- */

static bool read_array(struct reader *reader, struct pf_node **value, unsigned depth)
{
    struct pf_toml *toml = &reader->toml;
    size_t start = toml->at++;
    struct pf_node *array = pf_node_new(toml->arena, PF_SEQ, (pf_span){0});
    for (;;) {
        struct pf_node *item;
        if (!pf_toml_space(toml))
            return false;
        if (pf_toml_take(toml, ']'))
            break;
        if (!read_value(reader, &item, depth + 1))
            return false;
        pf_node_append(toml->arena, array, item);
        if (!pf_toml_space(toml))
            return false;
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

static bool read_inline_table(struct reader *reader, struct pf_node **value, unsigned depth)
{
    struct pf_toml *toml = &reader->toml;
    size_t start = toml->at++;
    struct table *table = new_table(toml, (pf_span){0});
    bool more = true;
    pf_toml_blanks(toml);
    if (pf_toml_take(toml, '}'))
        more = false;
    while (more) {
        if (!read_pair(reader, table, depth + 1))
            return false;
        pf_toml_blanks(toml);
        more = pf_toml_take(toml, ',');
        if (!more && !pf_toml_take(toml, '}'))
            return pf_toml_fail(toml, "',' or '}' was expected in the inline table");
    }
    table->node->span = pf_toml_span(toml, start);
    *value = table->node;
    return true;
}

static bool read_value(struct reader *reader, struct pf_node **value, unsigned depth)
{
    struct pf_toml *toml = &reader->toml;
    char c = pf_toml_peek(toml);
    if (!count_node(toml))
        return false;
    if ((c == '[' || c == '{') && depth >= PF_TOML_DEPTH)
        return stop(toml, "values inside each other deeper", PF_TOML_DEPTH);
    if (c == '[')
        return read_array(reader, value, depth);
    if (c == '{')
        return read_inline_table(reader, value, depth);
    if (c == '"' || c == '\'')
        return pf_toml_string(toml, true, value);
    return pf_toml_plain(toml, value);
}

/* ---- lines ---- */

/* [name]: declared once, unless only as an owner of others before. */
static struct table *open_table(struct pf_toml *toml, struct table *owner,
                                const struct pf_node *name)
{
    const struct entry *entry = pf_index_get(&owner->entries, name->text);
    struct table *table = table_in(toml, owner, name);
    if (table == NULL)
        return NULL;
    if (entry != NULL && (entry->is_array || table->declared || table->dotted != 0))
        refuse(toml, name, entry, "is a table already");
    table->declared = true;
    return table;
}

/* [[name]]: one more table in the array. */
static struct table *open_item(struct pf_toml *toml, struct table *owner,
                               const struct pf_node *name)
{
    struct entry *entry = pf_index_get(&owner->entries, name->text);
    if (!count_node(toml))
        return NULL;
    if (entry == NULL) {
        entry = put(toml, owner, name, pf_node_new(toml->arena, PF_SEQ, name->span));
        entry->is_array = true;
    }
    if (!entry->is_array) {
        refuse(toml, name, entry, "is no array of tables");
        return NULL;
    }
    entry->table = new_table(toml, name->span);
    pf_node_append(toml->arena, entry->value, entry->table->node);
    return entry->table;
}

/* A header: the table that the following pairs go into. */
static bool read_header(struct reader *reader, struct table *root, struct table **table)
{
    struct pf_toml *toml = &reader->toml;
    struct parts parts = {0};
    toml->at++;
    reader->section++;
    bool is_array = pf_toml_take(toml, '[');
    if (!read_key(toml, &parts))
        return false;
    if (!pf_toml_take(toml, ']') || (is_array && !pf_toml_take(toml, ']')))
        return pf_toml_fail(toml, "']' was expected after the table's name");
    struct table *owner = header_owner(toml, root, &parts);
    const struct pf_node *name = parts.items[parts.count - 1];
    if (owner != NULL)
        owner = is_array ? open_item(toml, owner, name) : open_table(toml, owner, name);
    if (owner == NULL) /* its pairs go nowhere: they belong to no table that can be told */
        owner = new_table(toml, name->span);
    *table = owner;
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
    if (!pf_toml_comment(toml))
        return false;
    if (toml->at >= toml->text.len || pf_toml_take_line_end(toml))
        return true;
    return pf_toml_fail(toml, "the line was expected to end here");
}

static bool read_line(struct reader *reader, struct table *root, struct table **table)
{
    struct pf_toml *toml = &reader->toml;
    if (!pf_toml_space(toml))
        return false;
    if (toml->at >= toml->text.len)
        return true;
    bool is_header = pf_toml_peek(toml) == '[';
    return (is_header ? read_header(reader, root, table) : read_pair(reader, *table, 0)) &&
           ends_line(toml);
}

static void check_bytes(struct pf_toml *toml)
{
    ptrdiff_t bad = pf_utf8_first_bad(toml->text);
    if (bad >= 0)
        pf_toml_fault(toml, PF_FAULT_UNREADABLE, pf_span_of(toml->source, (size_t)bad, 1),
                      "not UTF-8");
    if (!pf_str_starts(toml->text, PF_STR("\xEF\xBB\xBF")))
        return;
    pf_toml_fault(toml, PF_FAULT_SUSPICIOUS, pf_span_of(toml->source, 0, 3),
                  "a byte order mark, at which Python's TOML reader stops");
    toml->at = 3;
}

const struct pf_node *pf_toml_read(struct pf_arena *arena, const struct pf_source *source,
                                   struct pf_faults *faults)
{
    struct reader reader = {
        .toml = {.arena = arena, .source = source, .faults = faults, .text = source->bytes},
        .section = 1};
    struct table *root = new_table(&reader.toml, pf_span_of(source, 0, source->bytes.len));
    struct table *table = root;
    check_bytes(&reader.toml);
    while (reader.toml.at < reader.toml.text.len && !reader.toml.stopped)
        if (!read_line(&reader, root, &table))
            skip_line(&reader.toml);
    return root->node;
}
