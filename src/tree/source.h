/* A file's bytes, and where in them something stands. */
#ifndef PF_TREE_SOURCE_H
#define PF_TREE_SOURCE_H

#include "base/arena.h"

struct pf_source;

/* A stretch of bytes in a file. `file` NULL means: nowhere (a value that no file holds). */
typedef struct pf_span {
    const struct pf_source *file;
    uint32_t at;  /* bytes from the start of the file */
    uint32_t len; /* bytes */
} pf_span;

struct pf_source {
    pf_str path;                   /* relative to the project root, forward slashes */
    pf_str bytes;                  /* as in the file, BOM included */
    struct pf_source_lines *lines; /* made when the first place is asked for */
};

/* Lines end at LF only (a CR before it belongs to the end). Both count from 1. */
struct pf_place {
    uint32_t line;
    uint32_t column; /* code points; a BOM at the start of the file is not counted */
};

/* Copies neither path nor bytes. Files over 4 GiB are refused long before (PF_FILE_CAP). */
struct pf_source *pf_source_new(struct pf_arena *arena, pf_str path, pf_str bytes);

pf_span pf_span_of(const struct pf_source *file, size_t at, size_t len);
/* From the start of `a` to the end of `b`, which stand in one file. */
pf_span pf_span_join(pf_span a, pf_span b);
pf_str pf_span_text(pf_span span);
/* By file path, then `at`, then `len`; nowhere first: <0, 0, >0. */
int pf_span_compare(pf_span a, pf_span b);

struct pf_place pf_span_start(pf_span span);
struct pf_place pf_span_end(pf_span span); /* one past the last byte */
uint32_t pf_source_line_count(const struct pf_source *source);
/* The bytes of line `line` (from 1) without its line end; empty when there is no such line. */
pf_str pf_source_line(const struct pf_source *source, uint32_t line, uint32_t *at);

#endif
