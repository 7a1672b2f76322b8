/* Values of numbers and strings, from how they are written. */
#ifndef PF_PYTHON_LITERALS_H
#define PF_PYTHON_LITERALS_H

#include "base/buffer.h"
#include "python/ast.h"

enum {
    /* Of an int: CPython 3.11 and later refuse longer decimal ones; converting is quadratic. */
    PF_LITERAL_DIGITS = 4300
};

/* Why a literal has no value; `at` and `len` are bytes within the given text. */
struct pf_literal_problem {
    enum pf_fault_kind kind;
    size_t at, len;
    const char *message; /* a constant; NULL: there is no problem */
};

/* Takes a NUMBER token's text; sets the fields of `constant` (kind CONSTANT). */
bool pf_literal_number(struct pf_arena *arena, pf_str text, struct pf_ast *constant,
                       struct pf_literal_problem *problem);

struct pf_literal_style {
    bool is_raw, is_bytes;
    bool has_doubled_braces; /* text of an f-string: {{ is { */
};

/* The parts of a STRING token: its prefix (perhaps empty) and what the quotes hold. */
void pf_literal_split(pf_str token, pf_str *prefix, pf_str *body);

/*
 * Adds the value of what stands between quotes to `out`: str as UTF-8 with lone surrogates as
 * three bytes, bytes as they are. Line ends become LF. `*is_vague` is set, and U+FFFD added, for a
 * character name that we do not know.
 */
bool pf_literal_text(struct pf_buffer *out, pf_str body, struct pf_literal_style style,
                     bool *is_vague, struct pf_literal_problem *problem);
/* Is the body its own value, byte for byte? */
bool pf_literal_is_plain(pf_str body, struct pf_literal_style style);

/* strtod in the "C" locale whatever the program's; `text` must end in a NUL within the arena. */
double pf_literal_real(const char *text);

#endif
