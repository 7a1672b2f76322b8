/* The reader's state, and TOML's values that hold no others. Of use to toml.c only. */
#ifndef PF_READ_TOML_VALUE_H
#define PF_READ_TOML_VALUE_H

#include "tree/fault.h"
#include "tree/node.h"

struct pf_toml {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    pf_str text;
    size_t at;
    size_t nodes;
    bool stopped; /* a limit: nothing more is read */
};

/* The byte at the reader's place; NUL at the end. */
char pf_toml_peek(const struct pf_toml *toml);
/* Steps over `c` when it is next. */
bool pf_toml_take(struct pf_toml *toml, char c);
/* Steps over LF or CRLF. */
bool pf_toml_take_line_end(struct pf_toml *toml);
void pf_toml_blanks(struct pf_toml *toml); /* spaces and tabs */
/* Blanks, line ends and comments. False with a fault at a control character in a comment. */
bool pf_toml_space(struct pf_toml *toml);
/* A comment up to its line's end, if one is next. */
bool pf_toml_comment(struct pf_toml *toml);

pf_span pf_toml_span(const struct pf_toml *toml, size_t start); /* from there to here */
pf_span pf_toml_here(const struct pf_toml *toml);               /* the next byte */
struct pf_fault *pf_toml_fault(struct pf_toml *toml, enum pf_fault_kind kind, pf_span span,
                               const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Always false: a fault here that breaks the grammar. */
bool pf_toml_fail(struct pf_toml *toml, const char *message);

/* A string in any of its four forms, or only the two of one line; false with a fault. */
bool pf_toml_string(struct pf_toml *toml, bool may_be_long, struct pf_node **value);
/* true, numbers, dates and times; false with a fault. */
bool pf_toml_plain(struct pf_toml *toml, struct pf_node **value);

#endif
