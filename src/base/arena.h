/* Memory that is taken in pieces and given back all at once. */
#ifndef PF_BASE_ARENA_H
#define PF_BASE_ARENA_H

#include "base/str.h"

#include <stdarg.h>
#include <stdatomic.h>

/* What several arenas may take together. Going over it ends the program with exit status 3. */
struct pf_memory {
    _Atomic size_t used; /* bytes taken from the system */
    size_t limit;        /* bytes */
};

enum {
    PF_MEMORY_LIMIT = 512 * 1024 * 1024 /* a project that needs more is an attack or a mistake */
};

struct pf_arena;

/* `memory` may be NULL: then nothing is counted. Never returns NULL. */
struct pf_arena *pf_arena_new(struct pf_memory *memory);
/* A new one that counts against the same limit. */
struct pf_arena *pf_arena_beside(const struct pf_arena *arena);
/* Ends the life of everything taken so far; the memory is used again for what is taken next. */
void pf_arena_clear(struct pf_arena *arena);
/* Gives back everything taken from it. NULL is fine. */
void pf_arena_free(struct pf_arena *arena);
/* Bytes taken from the system so far. */
size_t pf_arena_size(const struct pf_arena *arena);
/* A random number, drawn when first asked for: the seed for hashing what strangers wrote. */
uint64_t pf_arena_seed(struct pf_arena *arena);

/* `size` zeroed bytes, aligned for any type. Never returns NULL; `size` 0 gives a valid pointer. */
void *pf_arena_take(struct pf_arena *arena, size_t size);
/* The same from the start of a cache line on, for arrays of things that fill one. */
void *pf_arena_take_lines(struct pf_arena *arena, size_t size);
/* The same for `count` items of `size` bytes; an overflow of the product is fatal. */
void *pf_arena_take_array(struct pf_arena *arena, size_t count, size_t size);

/* What was taken since a moment, where it stands in one piece. */
struct pf_stretch {
    const char *from;
    size_t len; /* bytes; 0 where it stands in several pieces */
};
const void *pf_arena_moment(const struct pf_arena *arena);
struct pf_stretch pf_arena_since(const struct pf_arena *arena, const void *moment);
/* Has it brought into the cache, as far as it fits: for what was put aside a while ago and is about
 * to be walked. Waits for nothing. */
void pf_stretch_fetch(const struct pf_stretch *stretch);

/*
 * The array of `count` items of `size` bytes with room for `larger` many, the new ones zeroed:
 * where it stands if it was taken last, else a copy. NULL with a count of 0 is fine.
 */
void *pf_arena_grow(struct pf_arena *arena, void *array, size_t count, size_t larger, size_t size);

#define PF_NEW(arena, type) ((type *)pf_arena_take((arena), sizeof(type)))
#define PF_NEW_ARRAY(arena, type, count)                                                           \
    ((type *)pf_arena_take_array((arena), (count), sizeof(type)))

/* A copy in the arena, followed by a NUL byte that is not counted (so .data suits libc). */
pf_str pf_arena_str(struct pf_arena *arena, pf_str s);
/* printf into the arena; the result is followed by an uncounted NUL. */
pf_str pf_arena_format(struct pf_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
pf_str pf_arena_vformat(struct pf_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
pf_str pf_arena_join(struct pf_arena *arena, const pf_str *parts, size_t count, pf_str separator);
pf_str pf_arena_lower(struct pf_arena *arena, pf_str s); /* ASCII letters only */

#endif
