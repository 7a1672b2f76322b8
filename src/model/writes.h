/* What a script writes to $GITHUB_ENV and $GITHUB_OUTPUT, as far as its text tells. */
#ifndef PF_MODEL_WRITES_H
#define PF_MODEL_WRITES_H

#include "model/gaps.h"
#include "read/shell.h"
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

/* What a script is read with. */
struct pf_writes_scope {
    struct pf_arena *arena;
    struct pf_gaps *gaps;      /* NULL: what is not known is a PF_ANY; else a gap in a PF_STRING */
    const struct pf_node *env; /* PF_MAP of variables the script sees */
    pf_str (*fill)(void *context, pf_str text); /* replaces the `${{ }}` of a word; NULL: there are
                                                   none any more */
    void *context;
    const struct pf_shell_commands *commands; /* of the script; NULL: it was not read yet */
};
struct pf_writes pf_writes_in(const struct pf_writes_scope *scope, pf_str script, pf_str file);

/* The scope's `env` and the variables that the script itself has set before byte `at` of its text.
 */
const struct pf_node *pf_writes_env_at(const struct pf_writes_scope *scope,
                                       const struct pf_shell_commands *commands, size_t at);

/* A shell word with its $NAME and ${NAME} replaced from `env`, with what is not known left as
 * written; `*is_known`: nothing was left. */
pf_str pf_writes_expand_known(struct pf_arena *arena, pf_str text, const struct pf_node *env,
                              bool *is_known);
/* The same with gaps for what is not known. */
pf_str pf_writes_expand_gaps(struct pf_gaps *gaps, pf_str text, const struct pf_node *env);

#endif
