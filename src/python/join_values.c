/* "a or b" of values and of what containers hold. */
#include "python/interp.h"

#include <string.h>

enum {
    MAX_DEPTH = 8,  /* of tuples in tuples: deeper ones count as different */
    MAX_ITEMS = 64, /* of a tuple in a tuple, for the same reason */
};

static bool same_at(pf_value a, pf_value b, int depth);

static bool same_tuples(const struct pf_tuple *a, const struct pf_tuple *b, int depth)
{
    if (a == b)
        return true;
    if (a->count != b->count || a->cls != b->cls || depth > MAX_DEPTH ||
        (depth > 0 && a->count > MAX_ITEMS))
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_at(a->items[i], b->items[i], depth + 1))
            return false;
    return true;
}

static bool same_unknown(const struct pf_unknown *a, const struct pf_unknown *b)
{
    return a == b || (a->kinds == b->kinds && a->may_be_empty == b->may_be_empty &&
                      a->is_path == b->is_path && pf_str_eq(a->path, b->path) &&
                      a->is_home == b->is_home && a->is_command == b->is_command &&
                      a->most == b->most && pf_str_eq(a->prefix, b->prefix) &&
                      pf_str_eq(a->reason, b->reason) && pf_str_eq(a->name, b->name));
}

static bool same_at(pf_value a, pf_value b, int depth)
{
    if (a.type != b.type)
        return false;
    switch (a.type) {
    case PF_V_FAILED:
    case PF_V_UNBOUND:
    case PF_V_NONE:
    case PF_V_ELLIPSIS:
    case PF_V_NOT_IMPLEMENTED:
        return true;
    case PF_V_BOOL:
        return a.as.boolean == b.as.boolean;
    case PF_V_INT:
        return a.as.integer == b.as.integer;
    case PF_V_FLOAT:
        return memcmp(&a.as.real, &b.as.real, sizeof a.as.real) == 0;
    case PF_V_STR:
    case PF_V_BYTES:
        return pf_str_eq(pf_text_of(a), pf_text_of(b));
    case PF_V_TUPLE:
        return same_tuples(a.as.tuple, b.as.tuple, depth);
    case PF_V_RANGE:
        return memcmp(a.as.range, b.as.range, sizeof *a.as.range) == 0;
    case PF_V_METHOD:
        return same_at(a.as.method->self, b.as.method->self, depth + 1) &&
               same_at(a.as.method->function, b.as.method->function, depth + 1);
    case PF_V_UNKNOWN:
        return same_unknown(a.as.unknown, b.as.unknown);
    case PF_V_NATIVE:
        return a.as.native == b.as.native;
    case PF_V_LIST:
    case PF_V_SET:
    case PF_V_FROZENSET:
    case PF_V_DICT:
    case PF_V_ITERATOR:
    case PF_V_FUNCTION:
    case PF_V_CLASS:
    case PF_V_INSTANCE:
    case PF_V_MODULE:
        return a.as.object == b.as.object;
    case PF_V_EITHER:
        return a.as.either == b.as.either;
    case PF_V_SLICE:
    case PF_V_VIEW:
    case PF_V_PROPERTY:
    case PF_V_STATIC_METHOD:
    case PF_V_CLASS_METHOD:
    case PF_V_SUPER:
    case PF_V_TYPE_COUNT:
        break;
    }
    return a.as.slice == b.as.slice;
}

bool pf_same_value(pf_value a, pf_value b)
{
    return same_at(a, b, 0);
}

struct arms {
    pf_value *items;
    size_t count, capacity;
};

/* Two unknowns are one, unless each is a path of its own. */
static bool absorb(struct pf_eval *ev, pf_value *into, pf_value v)
{
    if (into->type != PF_V_UNKNOWN || v.type != PF_V_UNKNOWN || into->as.unknown->is_path ||
        v.as.unknown->is_path)
        return false;
    struct pf_unknown *both = PF_NEW(ev->arena, struct pf_unknown);
    *both = *into->as.unknown;
    both->kinds |= v.as.unknown->kinds;
    both->may_be_empty |= v.as.unknown->may_be_empty;
    if (!pf_str_eq(both->name, v.as.unknown->name))
        both->name = PF_STR("");
    if (!pf_str_eq(both->prefix, v.as.unknown->prefix))
        both->prefix = PF_STR("");
    into->as.unknown = both;
    into->origin = pf_origin_merge(ev, into->origin, v.origin);
    return true;
}

static void add_arm(struct pf_eval *ev, struct arms *arms, pf_value v)
{
    if (v.type == PF_V_EITHER) {
        for (size_t i = 0; i < v.as.either->count; i++)
            add_arm(ev, arms, v.as.either->arms[i]);
        return;
    }
    for (size_t i = 0; i < arms->count; i++)
        if (pf_same_value(arms->items[i], v) || absorb(ev, &arms->items[i], v))
            return;
    *pf_pile_add(ev->arena, arms) = v;
}

static bool can_be_falsy(pf_value v)
{
    switch (v.type) {
    case PF_V_UNKNOWN:
        return v.as.unknown->may_be_empty;
    case PF_V_STR:
    case PF_V_BYTES:
        return v.as.text->bytes.len == 0;
    case PF_V_TUPLE:
        return v.as.tuple->count == 0;
    case PF_V_FUNCTION:
    case PF_V_CLASS:
    case PF_V_MODULE:
        return false;
    default:
        return true;
    }
}

static pf_value widen(struct pf_eval *ev, const struct arms *arms)
{
    unsigned kinds = 0;
    bool may_be_empty = false;
    for (size_t i = 0; i < arms->count; i++) {
        kinds |= pf_kinds_of(arms->items[i]);
        may_be_empty |= can_be_falsy(arms->items[i]);
        if (arms->items[i].type == PF_V_LIST || arms->items[i].type == PF_V_DICT ||
            arms->items[i].type == PF_V_SET || arms->items[i].type == PF_V_INSTANCE)
            pf_escape(ev, arms->items[i], "one of many alternatives");
    }
    return pf_unknown_of(ev, kinds, may_be_empty, "one of many alternatives", arms->items,
                         arms->count);
}

pf_value pf_join_value(struct pf_eval *ev, pf_value a, pf_value b)
{
    if (!pf_is_bound(a) || pf_is_failed(a))
        return b;
    if (!pf_is_bound(b) || pf_is_failed(b) || pf_same_value(a, b))
        return a;
    struct arms arms = {0};
    add_arm(ev, &arms, a);
    add_arm(ev, &arms, b);
    if (arms.count == 1)
        return arms.items[0];
    if (arms.count > PF_JOIN_ARMS)
        return widen(ev, &arms);
    struct pf_either *either = PF_NEW(ev->arena, struct pf_either);
    *either = (struct pf_either){arms.items, arms.count};
    const struct pf_origin *origin = NULL;
    for (size_t i = 0; i < arms.count; i++)
        origin = pf_origin_merge(ev, origin, arms.items[i].origin);
    return (pf_value){.type = PF_V_EITHER,
                      .as.either = either,
                      .origin = origin,
                      .at = a.at != NULL ? a.at : b.at};
}

static struct pf_contents *unknown_contents(struct pf_eval *ev, const struct pf_contents *a,
                                            const struct pf_contents *b)
{
    struct pf_contents *joined = PF_NEW(ev->arena, struct pf_contents);
    const struct pf_contents *known_why =
        a->knowledge == PF_CONTENTS_UNKNOWN ? a : (b->knowledge == PF_CONTENTS_UNKNOWN ? b : NULL);
    if (known_why != NULL) {
        *joined = *known_why;
        return joined;
    }
    struct pf_unknown *why = PF_NEW(ev->arena, struct pf_unknown);
    *why = (struct pf_unknown){.kinds = PF_KINDS_EVERY,
                               .may_be_empty = true,
                               .reason = PF_STR("one of many alternatives")};
    *joined = (struct pf_contents){.knowledge = PF_CONTENTS_UNKNOWN, .why = why};
    return joined;
}

/* Positions at which two lists of one length differ; 2 stands for more. */
static unsigned differences(const struct pf_contents *a, const struct pf_contents *b)
{
    unsigned differing = 0;
    for (size_t i = 0; i < a->count && differing < 2; i++)
        if (!pf_same_value(a->items[i], b->items[i]))
            differing++;
    return differing;
}

static bool same_items(const struct pf_contents *a, const struct pf_contents *b)
{
    return a->count == b->count && differences(a, b) == 0;
}

struct alternatives {
    struct pf_contents **items;
    size_t count, capacity;
};

static void add_alternatives(struct pf_eval *ev, struct alternatives *to, struct pf_contents *c)
{
    if (c->knowledge == PF_CONTENTS_EITHER) {
        for (size_t i = 0; i < c->alternative_count; i++)
            add_alternatives(ev, to, c->alternatives[i]);
        return;
    }
    for (size_t i = 0; i < to->count; i++)
        if (same_items(to->items[i], c))
            return;
    *pf_pile_add(ev->arena, to) = c;
}

static struct pf_contents *join_lists(struct pf_eval *ev, struct pf_contents *a,
                                      struct pf_contents *b)
{
    bool both_known = a->knowledge == PF_CONTENTS_KNOWN && b->knowledge == PF_CONTENTS_KNOWN;
    if (both_known && a->count == b->count && differences(a, b) < 2) {
        struct pf_contents *joined = pf_contents_copy(ev, a);
        for (size_t i = 0; i < a->count; i++)
            joined->items[i] = pf_join_value(ev, a->items[i], b->items[i]);
        return joined;
    }
    struct alternatives all = {0};
    add_alternatives(ev, &all, a);
    add_alternatives(ev, &all, b);
    if (all.count == 1)
        return all.items[0];
    if (all.count > PF_JOIN_ARMS)
        return unknown_contents(ev, a, b);
    struct pf_contents *joined = PF_NEW(ev->arena, struct pf_contents);
    *joined = (struct pf_contents){
        .knowledge = PF_CONTENTS_EITHER, .alternatives = all.items, .alternative_count = all.count};
    return joined;
}

static struct pf_entry *find_same(struct pf_eval *ev, struct pf_contents *in,
                                  const struct pf_entry *e)
{
    return pf_dict_find(ev, in, e->key, e->hash);
}

/* The order of the joined entries is certain when one begins with all of the other. */
static bool orders_agree(const struct pf_dict *a, const struct pf_dict *b)
{
    size_t i = 0, j = 0;
    for (;; i++, j++) {
        while (i < a->count && !a->entries[i].live)
            i++;
        while (j < b->count && !b->entries[j].live)
            j++;
        if (i == a->count || j == b->count)
            return true;
        if (a->entries[i].hash != b->entries[j].hash ||
            !pf_same_value(a->entries[i].key, b->entries[j].key))
            return false;
    }
}

static struct pf_contents *join_dicts(struct pf_eval *ev, struct pf_contents *a,
                                      struct pf_contents *b)
{
    struct pf_contents *joined = pf_contents_copy(ev, a);
    joined->unordered = a->unordered || b->unordered || !orders_agree(&a->dict, &b->dict);
    for (size_t i = 0; i < joined->dict.count; i++) {
        struct pf_entry *e = &joined->dict.entries[i];
        const struct pf_entry *other = find_same(ev, b, e);
        if (other == NULL) {
            e->maybe = true;
            continue;
        }
        e->maybe |= other->maybe;
        e->value = pf_join_value(ev, e->value, other->value);
        if (other->turn > e->turn) {
            e->turn = other->turn;
            e->key_span = other->key_span;
        }
    }
    for (size_t i = 0; i < b->dict.count; i++) {
        const struct pf_entry *e = &b->dict.entries[i];
        if (!e->live || find_same(ev, joined, e) != NULL)
            continue;
        struct pf_entry *added = pf_dict_put(ev, joined, e->key, e->hash, e->value);
        added->maybe = true;
        added->turn = e->turn;
        added->key_span = e->key_span;
    }
    return joined;
}

struct pf_contents *pf_join_contents(struct pf_eval *ev, enum pf_type type, struct pf_contents *a,
                                     struct pf_contents *b)
{
    if (a == b)
        return a;
    if (a->knowledge == PF_CONTENTS_UNKNOWN || b->knowledge == PF_CONTENTS_UNKNOWN)
        return unknown_contents(ev, a, b);
    if (type == PF_V_LIST)
        return join_lists(ev, a, b);
    if (type == PF_V_ITERATOR)
        return unknown_contents(ev, a, b);
    return join_dicts(ev, a, b);
}
