/* Nodes: making them, looking into them, comparing them. */
#include "tree/node.h"

#include <inttypes.h>

struct pf_node *pf_node_new(struct pf_arena *arena, enum pf_kind kind, pf_span span)
{
    struct pf_node *node = PF_NEW(arena, struct pf_node);
    node->kind = kind;
    node->span = span;
    return node;
}

struct pf_node *pf_node_str(struct pf_arena *arena, pf_str text, pf_span span)
{
    struct pf_node *node = pf_node_new(arena, PF_STRING, span);
    node->text = text;
    return node;
}

struct pf_node *pf_node_bool(struct pf_arena *arena, bool value, pf_span span)
{
    struct pf_node *node = pf_node_new(arena, PF_BOOL, span);
    node->text = value ? PF_STR("true") : PF_STR("false");
    node->as.boolean = value;
    return node;
}

struct pf_node *pf_node_int(struct pf_arena *arena, int64_t value, pf_span span)
{
    struct pf_node *node = pf_node_new(arena, PF_INT, span);
    node->text = pf_arena_format(arena, "%" PRId64, value);
    node->as.integer = value;
    return node;
}

struct pf_node *pf_node_any(struct pf_arena *arena, unsigned kinds, bool may_be_empty,
                            pf_str reason, pf_span span)
{
    struct pf_node *node = pf_node_new(arena, PF_ANY, span);
    struct pf_any *any = PF_NEW(arena, struct pf_any);
    *any = (struct pf_any){kinds, may_be_empty, reason};
    node->as.any = any;
    return node;
}

/* The first byte and the length say more than any other two bytes. */
static uint16_t mark_of(pf_str key)
{
    return (uint16_t)((key.len == 0 ? 0u : (unsigned char)key.data[0]) << 8 | (key.len & 0xffu));
}

void pf_node_set_key(struct pf_node *node, const struct pf_node *key)
{
    node->key = key;
    node->key_mark = key == NULL ? 0 : mark_of(key->text);
}

/* A look-up reads these side by side, and no item but the one that it finds. */
static uint16_t *mark_at(struct pf_node **items, size_t index)
{
    return (uint16_t *)items - 1 - index;
}

static void set_item(struct pf_node *parent, size_t index, struct pf_node *item)
{
    parent->items[index] = item;
    if (parent->kind == PF_MAP)
        *mark_at(parent->items, index) = item->key_mark;
}

/* Room for `count` items, and for the marks of a map. */
static struct pf_node **new_items(struct pf_arena *arena, enum pf_kind kind, size_t count)
{
    enum { MARKS = sizeof(struct pf_node *) / sizeof(uint16_t) /* in the place of one item */ };
    size_t before = kind == PF_MAP ? (count + MARKS - 1) / MARKS : 0;
    return PF_NEW_ARRAY(arena, struct pf_node *, before + count) + before;
}

void pf_node_set_items(struct pf_arena *arena, struct pf_node *node, struct pf_node *const *items,
                       size_t count)
{
    node->count = (uint32_t)count;
    if (count == 0)
        return;
    node->items = new_items(arena, node->kind, count);
    for (size_t i = 0; i < count; i++)
        set_item(node, i, items[i]);
}

/* Built containers keep room for a power of two of items. */
static void append(struct pf_arena *arena, struct pf_node *parent, struct pf_node *item)
{
    uint32_t count = parent->count;
    bool full = (count & (count - 1)) == 0;
    if (full) {
        struct pf_node *const *old = parent->items;
        parent->items = new_items(arena, parent->kind, count == 0 ? 1 : count * 2);
        for (size_t i = 0; i < count; i++)
            set_item(parent, i, old[i]);
    }
    parent->count++;
    set_item(parent, count, item);
}

void pf_node_append(struct pf_arena *arena, struct pf_node *seq, struct pf_node *item)
{
    append(arena, seq, item);
}

void pf_node_put(struct pf_arena *arena, struct pf_node *map, pf_str key, pf_span key_span,
                 struct pf_node *value)
{
    pf_node_set_key(value, pf_node_str(arena, key, key_span));
    append(arena, map, value);
}

struct pf_node *pf_node_with_key(struct pf_arena *arena, const struct pf_node *node,
                                 const struct pf_node *key)
{
    struct pf_node *copy = PF_NEW(arena, struct pf_node);
    *copy = *node;
    pf_node_set_key(copy, key);
    return copy;
}

const char *pf_kind_name(enum pf_kind kind)
{
    static const char *const names[] = {
        [PF_NULL] = "null",  [PF_BOOL] = "bool",   [PF_INT] = "int",
        [PF_REAL] = "float", [PF_STRING] = "str",  [PF_SEQ] = "list",
        [PF_MAP] = "map",    [PF_ANY] = "unknown", [PF_EITHER] = "one of several",
    };
    return kind < PF_KIND_COUNT ? names[kind] : "?";
}

static bool is_named(const struct pf_node *map, size_t index, uint16_t mark, pf_str key)
{
    return *mark_at(map->items, index) == mark && pf_str_eq(map->items[index]->key->text, key);
}

const struct pf_node *pf_node_get_str(const struct pf_node *map, pf_str key)
{
    if (!pf_node_is(map, PF_MAP))
        return NULL;
    uint16_t mark = mark_of(key);
    for (size_t i = 0; i < map->count; i++)
        if (is_named(map, i, mark, key))
            return map->items[i];
    return NULL;
}

const struct pf_node *pf_node_get_nocase(const struct pf_node *map, pf_str key)
{
    for (size_t i = 0; pf_node_is(map, PF_MAP) && i < map->count; i++)
        if (pf_str_eq_nocase(map->items[i]->key->text, key))
            return map->items[i];
    return NULL;
}

void pf_node_get_each(const struct pf_node *map, const pf_str *keys, size_t count,
                      const struct pf_node **values)
{
    for (size_t k = 0; k < count; k++)
        values[k] = NULL;
    for (size_t i = 0; pf_node_is(map, PF_MAP) && i < map->count; i++) {
        size_t k = 0;
        while (k < count && !is_named(map, i, mark_of(keys[k]), keys[k]))
            k++;
        if (k < count && values[k] == NULL)
            values[k] = map->items[i];
    }
}

const struct pf_node *pf_node_at(const struct pf_node *seq, size_t index)
{
    return pf_node_is(seq, PF_SEQ) && index < seq->count ? seq->items[index] : NULL;
}

pf_str pf_node_text(const struct pf_node *node)
{
    return pf_node_is_scalar(node) ? node->text : (pf_str){NULL, 0};
}

bool pf_node_is_given(const struct pf_node *node)
{
    return pf_node_is(node, PF_SEQ) ? node->count > 0 : pf_node_text(node).len > 0;
}

pf_span pf_node_key_span(const struct pf_node *node)
{
    return node->key == NULL ? node->span : pf_span_join(node->key->span, node->span);
}

/* Deeper values than any reader builds are not compared: maybe. */
enum { MAX_DEPTH = 128 };

static enum pf_truth equal_at(const struct pf_node *a, const struct pf_node *b, int depth);

static enum pf_truth any_arm_equal(const struct pf_node *either, const struct pf_node *other,
                                   int depth)
{
    enum pf_truth most = PF_NO;
    for (size_t i = 0; i < either->count; i++)
        most = pf_truth_or(most, equal_at(either->items[i], other, depth + 1));
    return most == PF_NO ? PF_NO : PF_MAYBE;
}

static enum pf_truth equal_seqs(const struct pf_node *a, const struct pf_node *b, int depth)
{
    if (a->count != b->count)
        return PF_NO;
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < a->count && all != PF_NO; i++)
        all = pf_truth_and(all, equal_at(a->items[i], b->items[i], depth + 1));
    return all;
}

static enum pf_truth equal_maps(const struct pf_node *a, const struct pf_node *b, int depth)
{
    if (a->count != b->count)
        return PF_NO;
    enum pf_truth all = PF_YES;
    for (size_t i = 0; i < a->count && all != PF_NO; i++) {
        const struct pf_node *other = pf_node_get_str(b, a->items[i]->key->text);
        all = other == NULL ? PF_NO : pf_truth_and(all, equal_at(a->items[i], other, depth + 1));
    }
    return all;
}

static enum pf_truth equal_to_any(const struct pf_node *any, const struct pf_node *other)
{
    if (other->kind == PF_ANY)
        return (any->as.any->kinds & other->as.any->kinds) != 0 ? PF_MAYBE : PF_NO;
    return (any->as.any->kinds & PF_KIND_BIT(other->kind)) != 0 ? PF_MAYBE : PF_NO;
}

static enum pf_truth equal_at(const struct pf_node *a, const struct pf_node *b, int depth)
{
    if (depth > MAX_DEPTH)
        return PF_MAYBE;
    if (a->kind == PF_EITHER || b->kind == PF_EITHER)
        return a->kind == PF_EITHER ? any_arm_equal(a, b, depth) : any_arm_equal(b, a, depth);
    if (a->kind == PF_ANY || b->kind == PF_ANY)
        return a->kind == PF_ANY ? equal_to_any(a, b) : equal_to_any(b, a);
    if (a->kind != b->kind)
        return PF_NO;
    switch (a->kind) {
    case PF_NULL:
        return PF_YES;
    case PF_BOOL:
        return pf_truth_of(a->as.boolean == b->as.boolean);
    case PF_REAL:
        return pf_truth_of(!(a->as.real < b->as.real) && !(a->as.real > b->as.real));
    case PF_INT:
        return pf_truth_of(a->as.integer == b->as.integer &&
                           (pf_str_eq(a->text, b->text) ||
                            (a->as.integer > INT64_MIN && a->as.integer < INT64_MAX)));
    case PF_SEQ:
        return equal_seqs(a, b, depth);
    case PF_MAP:
        return equal_maps(a, b, depth);
    default:
        return pf_truth_of(pf_str_eq(a->text, b->text));
    }
}

enum pf_truth pf_node_equal(const struct pf_node *a, const struct pf_node *b)
{
    if (a == NULL || b == NULL)
        return pf_truth_of(a == b);
    return equal_at(a, b, 0);
}

static enum pf_truth truth_of_any(const struct pf_any *any)
{
    if (any->kinds == PF_KIND_BIT(PF_NULL))
        return PF_NO;
    bool may_be_false = any->may_be_empty || (any->kinds & PF_KIND_BIT(PF_NULL)) != 0;
    return may_be_false ? PF_MAYBE : PF_YES;
}

static enum pf_truth truth_of_arms(const struct pf_node *either)
{
    enum pf_truth first = pf_node_truth(either->items[0]);
    for (size_t i = 1; i < either->count; i++)
        if (pf_node_truth(either->items[i]) != first)
            return PF_MAYBE;
    return first;
}

enum pf_truth pf_node_truth(const struct pf_node *node)
{
    if (node == NULL)
        return PF_NO;
    switch (node->kind) {
    case PF_NULL:
        return PF_NO;
    case PF_BOOL:
        return pf_truth_of(node->as.boolean);
    case PF_INT:
        return pf_truth_of(node->as.integer != 0);
    case PF_REAL:
        return pf_truth_of(node->as.real < 0 || node->as.real > 0 ||
                           __builtin_isnan(node->as.real));
    case PF_SEQ:
    case PF_MAP:
        return pf_truth_of(node->count > 0);
    case PF_ANY:
        return truth_of_any(node->as.any);
    case PF_EITHER:
        return truth_of_arms(node);
    default:
        return pf_truth_of(node->text.len > 0);
    }
}

static void walk_at(const struct pf_node *node, pf_node_visitor *visit, void *context, int depth)
{
    visit(node, context);
    if (depth >= MAX_DEPTH)
        return;
    for (size_t i = 0; i < node->count; i++)
        walk_at(node->items[i], visit, context, depth + 1);
}

void pf_node_walk(const struct pf_node *node, pf_node_visitor *visit, void *context)
{
    if (node != NULL)
        walk_at(node, visit, context, 0);
}
