/* What is wrong with a user's file, found while reading it. Reading goes on. */
#ifndef PF_TREE_FAULT_H
#define PF_TREE_FAULT_H

#include "base/pile.h"
#include "tree/source.h"

enum pf_fault_kind {
    PF_FAULT_UNREADABLE,    /* PFL001: not to be opened, not UTF-8, not a regular file */
    PF_FAULT_UNPARSABLE,    /* PFL002: breaks the format's grammar */
    PF_FAULT_LIMIT,         /* PFL003: larger or deeper than we read; the rest was not checked */
    PF_FAULT_PYTHON_SYNTAX, /* PFL004 */
    PF_FAULT_DUPLICATE_KEY, /* well-formed, but one of two values is lost */
    PF_FAULT_SUSPICIOUS,    /* well-formed, but read differently by other programs */
    PF_FAULT_ALIAS,         /* PFL002: an alias without an anchor, or inside its own */
};

struct pf_fault {
    enum pf_fault_kind kind;
    pf_span span;
    pf_span other;  /* a second place (the first of two equal keys); file NULL when there is none */
    pf_str message; /* lower case, no full stop, in the arena of the document */
};

struct pf_faults {
    struct pf_fault *items;
    size_t count, capacity;
};

enum { PF_FAULTS_PER_FILE = 100 /* nobody reads the hundred-and-first */ };

/*
 * Adds a fault and returns it, so that `other` can be set. The first one beyond PF_FAULTS_PER_FILE
 * is replaced by a PF_FAULT_LIMIT at its place, later ones are dropped: NULL for both.
 */
struct pf_fault *pf_fault_add(struct pf_arena *arena, struct pf_faults *faults,
                              enum pf_fault_kind kind, pf_span span, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Is one of them of this kind? */
bool pf_faults_has(const struct pf_faults *faults, enum pf_fault_kind kind);

#endif
