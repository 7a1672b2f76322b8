/* Hash tables of values in order of insertion, by Python's equality: 1 == 1.0 == True. */
#include "python/interp.h"

#include <math.h>
#include <string.h>

enum {
    LINEAR_UNTIL = 8 /* entries; fewer are compared one by one */
};

uint64_t pf_hash_str(struct pf_eval *ev, pf_str s)
{
    return pf_hash(pf_arena_seed(ev->arena), s);
}

static uint64_t mix(uint64_t a, uint64_t b)
{
    return (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xff51afd7ed558ccdu;
}

static uint64_t hash_int(int64_t i)
{
    return mix(17, (uint64_t)i);
}

static uint64_t hash_float(double d)
{
    if (d >= -9.2e18 && d <= 9.2e18 && d == floor(d))
        return hash_int((int64_t)d);
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return mix(19, bits);
}

static bool hash_tuple(struct pf_eval *ev, const struct pf_tuple *tuple, uint64_t *hash)
{
    *hash = 23;
    for (size_t i = 0; i < tuple->count; i++) {
        uint64_t item;
        if (!pf_step(ev, ev->site) || !pf_hash_value(ev, tuple->items[i], &item))
            return false;
        *hash = mix(*hash, item);
    }
    return true;
}

static bool hash_frozenset(const struct pf_contents *contents, uint64_t *hash)
{
    if (contents->knowledge != PF_CONTENTS_KNOWN || pf_dict_has_maybe(contents))
        return false;
    *hash = 29;
    for (size_t i = 0; i < contents->dict.count; i++)
        if (contents->dict.entries[i].live)
            *hash += contents->dict.entries[i].hash;
    return true;
}

/* An instance is its own key unless a class says otherwise. */
static bool has_own_equality(struct pf_eval *ev, pf_value v)
{
    return pf_is_bound(pf_find_special(ev, v, "__eq__")) ||
           pf_is_bound(pf_find_special(ev, v, "__hash__"));
}

bool pf_hash_value(struct pf_eval *ev, pf_value v, uint64_t *hash)
{
    switch (v.type) {
    case PF_V_NONE:
    case PF_V_ELLIPSIS:
    case PF_V_NOT_IMPLEMENTED:
        *hash = mix(31, (uint64_t)v.type);
        return true;
    case PF_V_BOOL:
        *hash = hash_int(v.as.boolean);
        return true;
    case PF_V_INT:
        *hash = hash_int(v.as.integer);
        return true;
    case PF_V_FLOAT:
        *hash = hash_float(v.as.real);
        return true;
    case PF_V_STR:
        *hash = pf_hash_str(ev, pf_text_of(v));
        return true;
    case PF_V_BYTES:
        *hash = mix(37, pf_hash_str(ev, pf_text_of(v)));
        return true;
    case PF_V_TUPLE:
        return hash_tuple(ev, v.as.tuple, hash);
    case PF_V_FROZENSET:
        return hash_frozenset(v.as.object->contents, hash);
    case PF_V_NATIVE:
        *hash = mix(41, (uint64_t)(uintptr_t)v.as.native);
        return true;
    case PF_V_INSTANCE:
        if (has_own_equality(ev, v) || v.as.object->wrapped.type > PF_V_UNBOUND)
            return false;
        *hash = mix(43, v.as.object->id);
        return true;
    case PF_V_FUNCTION:
    case PF_V_CLASS:
    case PF_V_MODULE:
        *hash = mix(43, v.as.object->id);
        return true;
    default:
        return false;
    }
}

static bool same_numbers(pf_value a, pf_value b)
{
    if (a.type != PF_V_FLOAT && b.type != PF_V_FLOAT)
        return pf_integral_of(a) == pf_integral_of(b);
    if (a.type == PF_V_FLOAT && b.type == PF_V_FLOAT)
        return a.as.real == b.as.real;
    double d = a.type == PF_V_FLOAT ? a.as.real : b.as.real;
    int64_t i = a.type == PF_V_FLOAT ? pf_integral_of(b) : pf_integral_of(a);
    return d >= -9.2e18 && d <= 9.2e18 && d == floor(d) && (int64_t)d == i;
}

static bool same_keys(pf_value a, pf_value b)
{
    if (pf_is_number(a) && pf_is_number(b))
        return same_numbers(a, b);
    if (a.type == PF_V_TUPLE && b.type == PF_V_TUPLE) {
        if (a.as.tuple->count != b.as.tuple->count)
            return false;
        for (size_t i = 0; i < a.as.tuple->count; i++)
            if (!same_keys(a.as.tuple->items[i], b.as.tuple->items[i]))
                return false;
        return true;
    }
    if (a.type == PF_V_FROZENSET && b.type == PF_V_FROZENSET) {
        const struct pf_dict *x = &a.as.object->contents->dict, *y = &b.as.object->contents->dict;
        bool all = x->live == y->live;
        for (size_t i = 0; all && i < x->count; i++) {
            bool found = !x->entries[i].live;
            for (size_t j = 0; !found && j < y->count; j++)
                found = y->entries[j].live && x->entries[i].hash == y->entries[j].hash &&
                        same_keys(x->entries[i].key, y->entries[j].key);
            all = found;
        }
        return all;
    }
    return pf_same_value(a, b);
}

static void place(struct pf_dict *d, size_t index)
{
    size_t mask = d->slot_count - 1;
    size_t at = (size_t)d->entries[index].hash & mask;
    while (d->slots[at] != 0)
        at = (at + 1) & mask;
    d->slots[at] = (uint32_t)index + 1;
}

static void build_slots(struct pf_eval *ev, struct pf_dict *d)
{
    size_t wanted = 16;
    while (wanted < d->count * 3)
        wanted *= 2;
    d->slots = PF_NEW_ARRAY(ev->arena, uint32_t, wanted);
    d->slot_count = wanted;
    for (size_t i = 0; i < d->count; i++)
        place(d, i);
}

/* The table of slots is no part of what a dict holds: it may be made while looking. */
static struct pf_dict *table(const struct pf_contents *c)
{
    union {
        const struct pf_contents *seen;
        struct pf_contents *kept;
    } u = {.seen = c};
    return &u.kept->dict;
}

static bool str_key(const struct pf_entry *e, uint64_t hash, pf_str key)
{
    return e->live && e->hash == hash && e->key.type == PF_V_STR &&
           pf_str_eq(pf_text_of(e->key), key);
}

static struct pf_entry *find_hashed_str(struct pf_eval *ev, const struct pf_contents *c, pf_str key,
                                        uint64_t hash)
{
    struct pf_dict *d = table(c);
    if (d->count <= LINEAR_UNTIL) {
        for (size_t i = 0; i < d->count; i++)
            if (str_key(&d->entries[i], hash, key))
                return &d->entries[i];
        return NULL;
    }
    if (d->slots == NULL)
        build_slots(ev, d);
    for (size_t at = (size_t)hash;; at++) {
        uint32_t slot = d->slots[at & (d->slot_count - 1)];
        if (slot == 0)
            return NULL;
        if (str_key(&d->entries[slot - 1], hash, key))
            return &d->entries[slot - 1];
    }
}

struct pf_entry *pf_dict_find_str(struct pf_eval *ev, const struct pf_contents *c, pf_str key)
{
    return c->dict.live == 0 ? NULL : find_hashed_str(ev, c, key, pf_hash_str(ev, key));
}

struct pf_entry *pf_dict_find(struct pf_eval *ev, const struct pf_contents *c, pf_value key,
                              uint64_t hash)
{
    if (key.type == PF_V_STR)
        return find_hashed_str(ev, c, pf_text_of(key), hash);
    struct pf_dict *d = table(c);
    if (d->count <= LINEAR_UNTIL) {
        for (size_t i = 0; i < d->count; i++)
            if (d->entries[i].live && d->entries[i].hash == hash &&
                same_keys(d->entries[i].key, key))
                return &d->entries[i];
        return NULL;
    }
    if (d->slots == NULL)
        build_slots(ev, d);
    for (size_t at = (size_t)hash;; at++) {
        uint32_t slot = d->slots[at & (d->slot_count - 1)];
        if (slot == 0)
            return NULL;
        struct pf_entry *e = &d->entries[slot - 1];
        if (e->live && e->hash == hash && same_keys(e->key, key))
            return e;
    }
}

static struct pf_entry *add(struct pf_eval *ev, struct pf_contents *c, pf_value key, uint64_t hash,
                            pf_value value)
{
    struct pf_dict *d = &c->dict;
    if (d->live >= PF_EVAL_ITEMS)
        pf_abort(ev, (pf_span){0}, "a container holds more than 100,000 members");
    pf_pile_reserve(ev->arena, &d->entries, &d->capacity, d->count, sizeof *d->entries);
    pf_heap_charge(ev, sizeof *d->entries);
    d->entries[d->count] =
        (struct pf_entry){.key = key, .value = value, .hash = hash, .live = true};
    d->count++;
    d->live++;
    if (d->slots != NULL && d->count * 2 < d->slot_count)
        place(d, d->count - 1);
    else
        d->slots = NULL;
    return &d->entries[d->count - 1];
}

struct pf_entry *pf_dict_put(struct pf_eval *ev, struct pf_contents *c, pf_value key, uint64_t hash,
                             pf_value value)
{
    struct pf_entry *found = pf_dict_find(ev, c, key, hash);
    value = pf_kept(ev, value);
    if (found == NULL)
        return add(ev, c, key, hash, value);
    if (found->maybe)
        c->unordered = true; /* it may have been there before, or come last */
    found->value = value;
    found->maybe = false;
    return found;
}

struct pf_entry *pf_dict_put_str(struct pf_eval *ev, struct pf_contents *c, pf_str key,
                                 pf_value value)
{
    uint64_t hash = pf_hash_str(ev, key);
    struct pf_entry *found = find_hashed_str(ev, c, key, hash);
    value = pf_kept(ev, value);
    if (found == NULL)
        return add(ev, c, pf_str_value(ev, key), hash, value);
    if (found->maybe)
        c->unordered = true;
    found->value = value;
    found->maybe = false;
    return found;
}

void pf_dict_remove(struct pf_contents *c, struct pf_entry *entry)
{
    entry->live = false;
    c->dict.live--;
}

bool pf_dict_has_maybe(const struct pf_contents *c)
{
    for (size_t i = 0; i < c->dict.count; i++)
        if (c->dict.entries[i].live && c->dict.entries[i].maybe)
            return true;
    return false;
}

pf_value pf_names_get(struct pf_eval *ev, const struct pf_object *names, pf_str name, bool *maybe)
{
    const struct pf_contents *c = names->contents;
    if (c->knowledge == PF_CONTENTS_UNKNOWN) {
        if (maybe != NULL)
            *maybe = true;
        return (pf_value){.type = PF_V_UNKNOWN, .as.unknown = c->why, .origin = c->origin};
    }
    const struct pf_entry *entry = pf_dict_find_str(ev, c, name);
    if (maybe != NULL)
        *maybe = entry != NULL && entry->maybe;
    return entry == NULL ? pf_unbound() : entry->value;
}

void pf_names_put(struct pf_eval *ev, struct pf_object *names, pf_str name, pf_span span,
                  pf_value value)
{
    if (names->contents->knowledge == PF_CONTENTS_UNKNOWN) {
        pf_escape(ev, value, "stored in something unknown");
        return;
    }
    struct pf_entry *entry = pf_dict_put_str(ev, pf_heap_write(ev, names), name, value);
    entry->key_span = span;
    entry->turn = ++ev->turn;
}

void pf_open_names(struct pf_eval *ev, struct pf_object *names, pf_value unknown)
{
    if (names->contents->knowledge == PF_CONTENTS_UNKNOWN)
        return;
    pf_names_put(ev, names, PF_OTHER_NAMES, ev->site->span, unknown);
    pf_dict_find_str(ev, names->contents, PF_OTHER_NAMES)->maybe = true;
}

const struct pf_entry *pf_dict_other(struct pf_eval *ev, const struct pf_contents *c)
{
    return pf_dict_find_str(ev, c, PF_OTHER_NAMES);
}

void pf_list_append(struct pf_eval *ev, struct pf_contents *c, pf_value item)
{
    if (c->count >= PF_EVAL_ITEMS) {
        pf_abort(ev, (pf_span){0}, "a container holds more than 100,000 members");
        return;
    }
    pf_heap_charge(ev, sizeof item);
    pf_pile_reserve(ev->arena, &c->items, &c->capacity, c->count, sizeof *c->items);
    c->items[c->count++] = pf_kept(ev, item);
}
