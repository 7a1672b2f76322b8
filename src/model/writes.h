/* What a script writes to $GITHUB_ENV and $GITHUB_OUTPUT, as far as its text tells. */
#ifndef PF_MODEL_WRITES_H
#define PF_MODEL_WRITES_H

#include "tree/node.h"

struct pf_write {
    pf_str name;
    const struct pf_node *value; /* PF_STRING, or PF_ANY with its reason */
};
struct pf_writes {
    struct pf_write *items; /* in the order of the script */
    size_t count, capacity;
    bool is_open; /* the file is written in ways that cannot be followed */
};

/*
 * `script`: bash, known expressions already replaced. `file`: "GITHUB_ENV" or "GITHUB_OUTPUT".
 * `env`: PF_MAP of variables the script sees (see ghexpr/value.h for open maps).
 */
struct pf_writes pf_writes_of(struct pf_arena *arena, pf_str script, pf_str file,
                              const struct pf_node *env);

/* A shell word with its $NAME and ${NAME} replaced from `env`: PF_STRING, or PF_ANY. */
const struct pf_node *pf_writes_expand(struct pf_arena *arena, pf_str text,
                                       const struct pf_node *env);
/* The same, with what is not known left as written; `*is_known`: nothing was left. */
pf_str pf_writes_expand_known(struct pf_arena *arena, pf_str text, const struct pf_node *env,
                              bool *is_known);

#endif
