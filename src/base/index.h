/* Strings to pointers: a hash table that remembers the order in which keys came. */
#ifndef PF_BASE_INDEX_H
#define PF_BASE_INDEX_H

#include "base/arena.h"

struct pf_index_entry {
    pf_str key;
    void *value; /* NULL once removed */
    uint64_t hash;
};

/* Zeroed is not usable: start with pf_index_new. Walk it by `entries` 0..count, skipping NULL
 * values. */
struct pf_index {
    struct pf_arena *arena;
    struct pf_index_entry *entries; /* in the order of first insertion */
    size_t count, capacity;
    uint32_t *slots;
    size_t slot_count;
};

struct pf_index pf_index_new(struct pf_arena *arena);
/* NULL when the key is not there. */
void *pf_index_get(const struct pf_index *index, pf_str key);
/* Sets or replaces; `value` must not be NULL. The key's bytes are not copied. */
void pf_index_put(struct pf_index *index, pf_str key, void *value);
/* False when the key was not there. */
bool pf_index_remove(struct pf_index *index, pf_str key);

/* SipHash-1-3 of the bytes under `seed`. */
uint64_t pf_hash(uint64_t seed, pf_str s);

/* Interned names: equal bytes give the same `data` pointer, so names compare by pointer. */
struct pf_names {
    struct pf_index index;
};
struct pf_names pf_names_new(struct pf_arena *arena);
pf_str pf_names_intern(struct pf_names *names, pf_str name);

#endif
