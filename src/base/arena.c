/* Arenas: chunks from malloc, handed out in order, freed together. */
#include "base/arena.h"

#include "base/error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

enum {
    FIRST_CHUNK = 4 * 1024,       /* most documents fit into a few of these; chunks double … */
    LARGE_CHUNK = 128 * 1024,     /* … up to here; larger pieces get their own … */
    HUGE_CHUNK = 2 * 1024 * 1024, /* … and an arena that goes on, pages of the largest size */
    CACHE_LINE = 64               /* bytes, of the machines we are run on */
};

struct chunk {
    struct chunk *next;
    size_t size; /* bytes after this header */
};

struct pf_arena {
    struct pf_memory *memory;
    struct chunk *chunks;
    struct chunk *current; /* the one that `free` and `end` are in; NULL at first */
    char *free, *end;
    size_t next_size;
    size_t taken;
    uint64_t seed; /* 0: not drawn yet */
};

/* Sanitizers only see overruns where every piece stands alone. */
#if defined(__SANITIZE_ADDRESS__)
#define PIECES_STAND_ALONE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PIECES_STAND_ALONE 1
#endif
#endif
#ifndef PIECES_STAND_ALONE
#define PIECES_STAND_ALONE 0
#endif

/* What `size` bytes take, so that any type may follow. */
static size_t rounded(size_t size)
{
    size_t align = _Alignof(max_align_t);
    return (size + align - 1) / align * align;
}

static size_t header_size(void)
{
    return rounded(sizeof(struct chunk));
}

/* One page of the largest size, where the system has such: a thousand small ones less to ask for.
 */
static void *huge_take(void)
{
    void *piece =
        mmap(NULL, HUGE_CHUNK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (piece == MAP_FAILED)
        return NULL;
    madvise(piece, HUGE_CHUNK, MADV_HUGEPAGE); /* a wish: refused, it changes nothing */
    return piece;
}

static void system_give_back(void *piece, size_t size)
{
    if (size == HUGE_CHUNK)
        munmap(piece, size);
    else
        free(piece);
}

/* Zeroed bytes: large pieces come so from the system, and are not touched before they are used. */
static void *system_take(struct pf_memory *memory, size_t size)
{
    if (memory != NULL) {
        size_t used = atomic_fetch_add(&memory->used, size) + size;
        if (used > memory->limit)
            pf_die_of_limit("more than %zu MiB of memory would be needed", memory->limit >> 20);
    }
    void *piece = size == HUGE_CHUNK ? huge_take() : calloc(1, size);
    if (piece == NULL)
        pf_die("out of memory");
    return piece;
}

static char *start_of(struct chunk *chunk)
{
    return (char *)chunk + header_size();
}

static char *add_chunk(struct pf_arena *arena, size_t size)
{
    struct chunk *chunk = system_take(arena->memory, header_size() + size);
    chunk->next = arena->chunks;
    chunk->size = size;
    arena->chunks = chunk;
    arena->taken += header_size() + size;
    return start_of(chunk);
}

struct pf_arena *pf_arena_new(struct pf_memory *memory)
{
    struct pf_arena *arena = system_take(memory, sizeof *arena);
    *arena = (struct pf_arena){.memory = memory, .next_size = FIRST_CHUNK, .taken = sizeof *arena};
    return arena;
}

struct pf_arena *pf_arena_beside(const struct pf_arena *arena)
{
    return pf_arena_new(arena->memory);
}

static void drop_chunks(struct pf_arena *arena, const struct chunk *kept)
{
    for (struct chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        size_t size = header_size() + chunk->size;
        next = chunk->next;
        if (chunk == kept)
            continue;
        arena->taken -= size;
        if (arena->memory != NULL)
            atomic_fetch_sub(&arena->memory->used, size);
        system_give_back(chunk, size);
    }
}

void pf_arena_clear(struct pf_arena *arena)
{
    struct chunk *kept = arena->current;
    drop_chunks(arena, kept);
    arena->chunks = kept;
    if (kept == NULL)
        return;
    kept->next = NULL;
    memset(start_of(kept), 0, (size_t)(arena->free - start_of(kept)));
    arena->free = start_of(kept);
}

void pf_arena_free(struct pf_arena *arena)
{
    if (arena == NULL)
        return;
    drop_chunks(arena, NULL);
    if (arena->memory != NULL)
        atomic_fetch_sub(&arena->memory->used, sizeof *arena);
    free(arena);
}

size_t pf_arena_size(const struct pf_arena *arena)
{
    return arena->taken;
}

uint64_t pf_arena_seed(struct pf_arena *arena)
{
    bool is_drawn = arena->seed != 0;
    if (!is_drawn &&
        getrandom(&arena->seed, sizeof arena->seed, GRND_NONBLOCK) != sizeof arena->seed)
        arena->seed = (uint64_t)(uintptr_t)arena * 0x9e3779b97f4a7c15u;
    arena->seed |= 1; /* 0 is: not drawn yet */
    return arena->seed;
}

void *pf_arena_take(struct pf_arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        pf_die("an allocation of %zu bytes", size);
    size_t taken = rounded(size == 0 ? 1 : size);
    if (PIECES_STAND_ALONE)
        return add_chunk(arena, size == 0 ? 1 : size);
    if (taken > (size_t)(arena->end - arena->free)) {
        if (taken > LARGE_CHUNK / 4)
            return add_chunk(arena, taken);
        arena->free = add_chunk(arena, arena->next_size > taken ? arena->next_size : taken);
        arena->current = arena->chunks;
        arena->end = arena->free + arena->current->size;
        arena->next_size =
            arena->next_size < LARGE_CHUNK ? arena->next_size * 2 : HUGE_CHUNK - header_size();
    }
    void *piece = arena->free;
    arena->free += taken;
    return piece;
}

void *pf_arena_take_lines(struct pf_arena *arena, size_t size)
{
    char *piece = pf_arena_take(arena, size + CACHE_LINE - 1);
    return piece + (CACHE_LINE - (uintptr_t)piece % CACHE_LINE) % CACHE_LINE;
}

const void *pf_arena_moment(const struct pf_arena *arena)
{
    return arena->free;
}

struct pf_stretch pf_arena_since(const struct pf_arena *arena, const void *moment)
{
    bool is_same_chunk = arena->current != NULL && !PIECES_STAND_ALONE &&
                         (uintptr_t)moment >= (uintptr_t)start_of(arena->current) &&
                         (uintptr_t)moment <= (uintptr_t)arena->free;
    if (!is_same_chunk)
        return (struct pf_stretch){NULL, 0};
    return (struct pf_stretch){moment, (size_t)(arena->free - (const char *)moment)};
}

void pf_stretch_fetch(const struct pf_stretch *stretch)
{
    enum {
        MOST = 128 * 1024 /* bytes: what a cache of the second level takes without pushing out
                             what is being worked with */
    };
    for (size_t at = 0; at < stretch->len && at < MOST; at += CACHE_LINE)
        __builtin_prefetch(stretch->from + at);
}

static size_t array_size(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        pf_die("an array of %zu items of %zu bytes", count, size);
    return bytes;
}

void *pf_arena_take_array(struct pf_arena *arena, size_t count, size_t size)
{
    return pf_arena_take(arena, array_size(count, size));
}

/* Makes the piece larger where it stands; false when something was taken since, or no room is
 * behind it. */
static bool extend(struct pf_arena *arena, const void *piece, size_t size, size_t larger)
{
    if (piece == NULL || PIECES_STAND_ALONE || larger > SIZE_MAX / 2)
        return false;
    size_t more = rounded(larger) - rounded(size);
    bool is_last = (const char *)piece + rounded(size) == arena->free;
    if (!is_last || more > (size_t)(arena->end - arena->free))
        return false;
    arena->free += more;
    return true;
}

void *pf_arena_grow(struct pf_arena *arena, void *array, size_t count, size_t larger, size_t size)
{
    size_t bytes = count * size;
    if (extend(arena, array, bytes, array_size(larger, size)))
        return array;
    void *grown = pf_arena_take_array(arena, larger, size);
    if (bytes > 0)
        memcpy(grown, array, bytes);
    return grown;
}

pf_str pf_arena_str(struct pf_arena *arena, pf_str s)
{
    if (s.len == 0)
        return PF_STR("");
    char *copy = pf_arena_take(arena, s.len + 1);
    memcpy(copy, s.data, s.len);
    return (pf_str){copy, s.len};
}

pf_str pf_arena_join(struct pf_arena *arena, const pf_str *parts, size_t count, pf_str separator)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len + (i > 0 ? separator.len : 0);
    char *text = pf_arena_take(arena, len + 1);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && separator.len > 0)
            memcpy(text + at, separator.data, separator.len);
        at += i > 0 ? separator.len : 0;
        if (parts[i].len > 0)
            memcpy(text + at, parts[i].data, parts[i].len);
        at += parts[i].len;
    }
    return (pf_str){text, len};
}

/* The few directives that most formats are made of, which need no printf. */
enum directive { OTHER, TEXT, C_TEXT, BYTE, SIZE, UNSIGNED };

static enum directive directive_at(const char *at, size_t *len)
{
    *len = at[1] == '.' ? 4 : at[1] == 'z' ? 3 : 2;
    switch (at[1]) {
    case '.':
        return at[2] == '*' && at[3] == 's' ? TEXT : OTHER;
    case 'z':
        return at[2] == 'u' ? SIZE : OTHER;
    case 's':
        return C_TEXT;
    case 'u':
        return UNSIGNED;
    case 'c':
        return BYTE;
    default:
        return OTHER;
    }
}

static size_t literal_len(const char *format)
{
    size_t len = 0;
    while (format[len] != '\0' && format[len] != '%')
        len++;
    return len;
}

enum {
    DIGITS = 20, /* of the largest size_t */
    PARTS = 24   /* of one format; longer ones are printf's */
};

static pf_str digits_of(size_t number, char room[DIGITS])
{
    size_t at = DIGITS;
    do
        room[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    return (pf_str){room + at, DIGITS - at};
}

struct parts {
    pf_str items[PARTS];
    char rooms[PARTS][DIGITS]; /* for the digits of each */
    size_t count;
};

/* Literal text and the arguments of simple directives; false where printf must see to it. */
static bool take_parts(struct parts *parts, const char *format, va_list args)
{
    size_t len, passed;
    for (parts->count = 0; *format != '\0'; format += passed) {
        if (parts->count == PARTS)
            return false;
        char *room = parts->rooms[parts->count];
        pf_str *part = &parts->items[parts->count++];
        passed = literal_len(format);
        if (passed > 0) {
            *part = (pf_str){format, passed};
            continue;
        }
        switch (directive_at(format, &passed)) {
        case TEXT:
            len = (size_t)va_arg(args, int);
            *part = (pf_str){va_arg(args, const char *), len};
            break;
        case C_TEXT:
            *part = pf_str_c(va_arg(args, const char *));
            break;
        case SIZE:
            *part = digits_of(va_arg(args, size_t), room);
            break;
        case UNSIGNED:
            *part = digits_of(va_arg(args, unsigned), room);
            break;
        case BYTE:
            room[0] = (char)va_arg(args, int);
            *part = (pf_str){room, 1};
            break;
        case OTHER:
            return false;
        }
    }
    return true;
}

__attribute__((format(printf, 2, 0))) static pf_str print(struct pf_arena *arena,
                                                          const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0)
        pf_die("a format that printf refuses: %s", format);
    char *text = pf_arena_take(arena, (size_t)len + 1);
    vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return (pf_str){text, (size_t)len};
}

pf_str pf_arena_vformat(struct pf_arena *arena, const char *format, va_list args)
{
    struct parts parts;
    va_list again;
    va_copy(again, args);
    pf_str text = take_parts(&parts, format, args)
                      ? pf_arena_join(arena, parts.items, parts.count, PF_STR(""))
                      : print(arena, format, again);
    va_end(again);
    return text;
}

pf_str pf_arena_format(struct pf_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    pf_str text = pf_arena_vformat(arena, format, args);
    va_end(args);
    return text;
}

pf_str pf_arena_lower(struct pf_arena *arena, pf_str s)
{
    char *text = pf_arena_take(arena, s.len + 1);
    for (size_t i = 0; i < s.len; i++)
        text[i] = pf_to_lower(s.data[i]);
    return (pf_str){text, s.len};
}
