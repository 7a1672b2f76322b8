/* GitHub's filter patterns for branches, tags and paths. */
#ifndef PF_MODEL_GLOB_H
#define PF_MODEL_GLOB_H

#include "tree/node.h"

/*
 * `pattern` without a leading `!` matches the whole of `name`, with case. `*` any run without "/",
 * `**` any run, `**` and "/" also nothing, `?` zero or one of what stands before, `+` one or more
 * of it, `[a-z0]` one of a set, `\` takes the next byte as itself. (docs.github.com: workflow
 * syntax, filter pattern cheat sheet)
 */
bool pf_filter_match(struct pf_arena *arena, pf_str pattern, pf_str name);
/* No `*`, `?`, `+`, `[`, `\` and no leading `!`: it matches itself alone. */
bool pf_filter_is_literal(pf_str pattern);

/*
 * What is wrong with a pattern, or "": lower case, no full stop. `is_path` for paths filters,
 * which may not start with "./"; else the rules of git's ref names hold. `*at` is the offset.
 */
pf_str pf_filter_problem(struct pf_arena *arena, pf_str pattern, bool is_path, size_t *at);

struct pf_filter_answer {
    enum pf_truth passes;
    const struct pf_node *decider; /* the pattern that decided, or NULL where none matched */
};
/*
 * A list of patterns (PF_SEQ, or one scalar), walked in order: a match of `x` takes the name in, of
 * `!x` out, the last one counts. A pattern with an expression or an unknown makes it maybe.
 */
struct pf_filter_answer pf_filter_list(struct pf_arena *arena, const struct pf_node *patterns,
                                       pf_str name);
/* Passes where no pattern matches, for the -ignore lists. */
struct pf_filter_answer pf_filter_ignore(struct pf_arena *arena, const struct pf_node *patterns,
                                         pf_str name);

#endif
