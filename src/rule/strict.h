/* Reading a YAML mapping strictly: every key known, every value of its kind, else a fault. */
#ifndef PF_RULE_STRICT_H
#define PF_RULE_STRICT_H

#include "rule/finding.h"
#include "tree/fault.h"
#include "tree/node.h"

struct pf_strict {
    struct pf_arena *arena;
    struct pf_faults *faults;
    bool failed; /* set by every fault below */
};

void pf_strict_fault(struct pf_strict *strict, pf_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/*
 * Is `node` a mapping? A key that is not among the first `count` of `keys` is a fault with the
 * nearest one, and still true (equal keys are a fault of the YAML reader's). `what` is "a rule".
 * NULL is no mapping and no fault.
 */
bool pf_strict_map(struct pf_strict *strict, const struct pf_node *node, const char *what,
                   const char *const *keys, size_t count);
/* The child's text; empty, with a fault, when it is no scalar; empty when it is absent. */
pf_str pf_strict_text(struct pf_strict *strict, const struct pf_node *map, const char *key);
/* The same, and a fault at `place` when it is absent or empty. */
pf_str pf_strict_required(struct pf_strict *strict, const struct pf_node *map, const char *key,
                          pf_span place);
/* true, false, or absent (false). */
bool pf_strict_bool(struct pf_strict *strict, const struct pf_node *map, const char *key);
/* A list of scalars, or one scalar. */
struct pf_strs pf_strict_texts(struct pf_strict *strict, const struct pf_node *map,
                               const char *key);
/* False when absent; a fault when it is none of error, warning, info and off. */
bool pf_strict_severity(struct pf_strict *strict, const struct pf_node *map, const char *key,
                        enum pf_severity *severity);
/* ", did you mean 'x'?" with its leading semicolon, or empty. */
pf_str pf_strict_suggestion(struct pf_arena *arena, pf_str written, const pf_str *words,
                            size_t count);

#endif
