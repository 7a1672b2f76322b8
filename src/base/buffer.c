/* A byte string that grows at its end by doubling. */
#include "base/buffer.h"

#include "base/error.h"
#include "base/utf8.h"

#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 64 };

struct pf_buffer pf_buffer_new(struct pf_arena *arena)
{
    return (struct pf_buffer){.arena = arena};
}

static void reserve(struct pf_buffer *buffer, size_t more)
{
    size_t needed;
    if (__builtin_add_overflow(buffer->len, more, &needed))
        pf_die("a buffer of more than %zu bytes", buffer->len);
    if (needed <= buffer->capacity)
        return;
    size_t larger = buffer->capacity == 0 ? FIRST_CAPACITY : buffer->capacity * 2;
    if (larger < needed)
        larger = needed;
    buffer->data = pf_arena_grow(buffer->arena, buffer->data, buffer->capacity, larger, 1);
    buffer->capacity = larger;
}

void pf_buffer_add(struct pf_buffer *buffer, pf_str s)
{
    if (s.len == 0)
        return;
    reserve(buffer, s.len);
    memcpy(buffer->data + buffer->len, s.data, s.len);
    buffer->len += s.len;
}

void pf_buffer_add_c(struct pf_buffer *buffer, const char *text)
{
    pf_buffer_add(buffer, pf_str_c(text));
}

void pf_buffer_add_byte(struct pf_buffer *buffer, char byte)
{
    reserve(buffer, 1);
    buffer->data[buffer->len++] = byte;
}

void pf_buffer_add_utf8(struct pf_buffer *buffer, uint32_t code_point)
{
    char bytes[4];
    size_t len = pf_utf8_encode(code_point, bytes);
    pf_buffer_add(buffer, (pf_str){bytes, len});
}

void pf_buffer_format(struct pf_buffer *buffer, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        pf_die("a format that printf refuses: %s", format);
    reserve(buffer, (size_t)len + 1);
    vsnprintf(buffer->data + buffer->len, (size_t)len + 1, format, again);
    va_end(again);
    buffer->len += (size_t)len;
}

pf_str pf_buffer_str(const struct pf_buffer *buffer)
{
    return (pf_str){buffer->data, buffer->len};
}
