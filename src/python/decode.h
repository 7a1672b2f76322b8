/* The text of a Python file: its declared encoding (PEP 263) turned into UTF-8. */
#ifndef PF_PYTHON_DECODE_H
#define PF_PYTHON_DECODE_H

#include "tree/fault.h"

struct pf_python_text {
    pf_str text;  /* the file's own bytes when it is UTF-8; may hold bytes that are not */
    size_t start; /* where the program begins: after a BOM */
    /* Where each byte of `text` (and its end) stands in the file; NULL when at the same place. */
    const uint32_t *origins;
};

/*
 * Bytes that are not UTF-8 are no fault here: CPython, too, minds them in names and strings only.
 * An encoding that is unknown, contradicts the BOM or does not fit the bytes is a fault; the text
 * is then read as Latin-1. `faults` may be NULL.
 */
struct pf_python_text pf_python_decode(struct pf_arena *arena, const struct pf_source *source,
                                       struct pf_faults *faults);

/* Where byte `at` of the file is in the text. */
size_t pf_python_text_at(const struct pf_python_text *text, size_t at);

#endif
