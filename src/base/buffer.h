/* A byte string that grows at its end. */
#ifndef PF_BASE_BUFFER_H
#define PF_BASE_BUFFER_H

#include "base/arena.h"

struct pf_buffer {
    struct pf_arena *arena;
    char *data; /* not NUL-terminated */
    size_t len, capacity;
};

struct pf_buffer pf_buffer_new(struct pf_arena *arena);
void pf_buffer_add(struct pf_buffer *buffer, pf_str s);
void pf_buffer_add_c(struct pf_buffer *buffer, const char *text);
void pf_buffer_add_byte(struct pf_buffer *buffer, char byte);
/* The code point as UTF-8; a surrogate (U+D800–DFFF) or one past U+10FFFF becomes U+FFFD. */
void pf_buffer_add_utf8(struct pf_buffer *buffer, uint32_t code_point);
void pf_buffer_format(struct pf_buffer *buffer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What was added so far; valid until the next addition. */
pf_str pf_buffer_str(const struct pf_buffer *buffer);

#endif
