/* Strings to pointers: open addressing over an array that keeps the order of insertion. */
#include "base/index.h"

#include "base/error.h"

#include <string.h>

enum { FIRST_SLOTS = 8 /* most tables hold a handful of names */ };

static uint64_t rotate(uint64_t value, unsigned bits)
{
    return value << bits | value >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

uint64_t pf_hash(uint64_t seed, pf_str s)
{
    uint64_t key = rotate(seed, 23) ^ 0x5bd1e9955bd1e995u;
    uint64_t v[4] = {seed ^ 0x736f6d6570736575u, key ^ 0x646f72616e646f6du,
                     seed ^ 0x6c7967656e657261u, key ^ 0x7465646279746573u};
    size_t at = 0;
    uint64_t word;
    for (; at + sizeof word <= s.len; at += sizeof word) {
        memcpy(&word, s.data + at, sizeof word);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    word = (uint64_t)s.len << 56;
    for (size_t i = 0; at + i < s.len; i++)
        word |= (uint64_t)(unsigned char)s.data[at + i] << (8 * i);
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Two words multiplied, and the upper half of the product laid over the lower. */
static uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 product;
    product full = (product)a * b;
    return (uint64_t)full ^ (uint64_t)(full >> 64);
}

/* Up to eight bytes, `len` of them. */
static uint64_t word_at(const char *data, size_t len)
{
    uint64_t word = 0;
    memcpy(&word, data, len < sizeof word ? len : sizeof word);
    return word;
}

/*
 * For tables alone, whose order nobody sees. Both factors of each product hold a secret, so that no
 * text can be chosen that makes one of them nought; a third of the cost of SipHash.
 */
static uint64_t hash_of(const struct pf_index *index, pf_str key)
{
    uint64_t seed = pf_arena_seed(index->arena), secret = rotate(seed, 32) * 0x9e3779b97f4a7c15u;
    uint64_t state = seed ^ key.len;
    const char *at = key.data;
    size_t left = key.len;
    for (; left > 16; at += 16, left -= 16)
        state = fold(word_at(at, 8) ^ secret, word_at(at + 8, 8) ^ state);
    uint64_t first = 0, second = 0;
    if (left >= 8) {
        first = word_at(at, 8);
        second = word_at(at + left - 8, 8);
    } else if (left > 0) {
        first = word_at(at, left);
    }
    return fold(fold(first ^ secret, second ^ state), secret | 1);
}

struct pf_index pf_index_new(struct pf_arena *arena)
{
    return (struct pf_index){.arena = arena};
}

/* The slot that holds the key, or the empty one where it belongs. Slots hold entry number + 1. */
static uint32_t *find_slot(const struct pf_index *index, pf_str key, uint64_t hash)
{
    size_t mask = index->slot_count - 1;
    for (size_t at = (size_t)hash & mask;; at = (at + 1) & mask) {
        uint32_t *slot = &index->slots[at];
        if (*slot == 0)
            return slot;
        const struct pf_index_entry *entry = &index->entries[*slot - 1];
        if (entry->hash == hash && pf_str_eq(entry->key, key))
            return slot;
    }
}

static void grow(struct pf_index *index)
{
    index->slot_count = index->slot_count == 0 ? FIRST_SLOTS : index->slot_count * 2;
    index->slots = PF_NEW_ARRAY(index->arena, uint32_t, index->slot_count);
    for (size_t i = 0; i < index->count; i++) {
        const struct pf_index_entry *entry = &index->entries[i];
        *find_slot(index, entry->key, entry->hash) = (uint32_t)i + 1;
    }
    size_t capacity = index->slot_count / 2;
    struct pf_index_entry *entries = PF_NEW_ARRAY(index->arena, struct pf_index_entry, capacity);
    if (index->count > 0)
        memcpy(entries, index->entries, index->count * sizeof *entries);
    index->entries = entries;
    index->capacity = capacity;
}

void *pf_index_get(const struct pf_index *index, pf_str key)
{
    if (index->slot_count == 0)
        return NULL;
    uint32_t slot = *find_slot(index, key, hash_of(index, key));
    return slot == 0 ? NULL : index->entries[slot - 1].value;
}

void pf_index_put(struct pf_index *index, pf_str key, void *value)
{
    if (value == NULL)
        pf_die("an index entry without a value");
    if (index->count == index->capacity)
        grow(index);
    uint64_t hash = hash_of(index, key);
    uint32_t *slot = find_slot(index, key, hash);
    if (*slot == 0) {
        index->entries[index->count] = (struct pf_index_entry){.key = key, .hash = hash};
        *slot = (uint32_t)++index->count;
    }
    index->entries[*slot - 1].value = value;
}

bool pf_index_remove(struct pf_index *index, pf_str key)
{
    if (pf_index_get(index, key) == NULL)
        return false;
    uint32_t slot = *find_slot(index, key, hash_of(index, key));
    index->entries[slot - 1].value = NULL;
    return true;
}

struct pf_names pf_names_new(struct pf_arena *arena)
{
    return (struct pf_names){.index = pf_index_new(arena)};
}

pf_str pf_names_intern(struct pf_names *names, pf_str name)
{
    const pf_str *known = pf_index_get(&names->index, name);
    if (known != NULL)
        return *known;
    pf_str *kept = PF_NEW(names->index.arena, pf_str);
    *kept = pf_arena_str(names->index.arena, name);
    pf_index_put(&names->index, *kept, kept);
    return *kept;
}
