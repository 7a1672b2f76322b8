/* Syntax trees of the files that are evaluated: each is parsed once for all evaluations. */
#ifndef PF_PYTHON_TREES_H
#define PF_PYTHON_TREES_H

#include "python/ast.h"
#include "tree/fault.h"

struct pf_trees;

/* All in `arena`, which must outlive every evaluation that is given them. */
struct pf_trees *pf_trees_new(struct pf_arena *arena);
/* The tree of the source; its faults are added to `faults`, which lie in `arena`. The source must
 * live as long as the trees. */
const struct pf_ast *pf_trees_parse(struct pf_trees *trees, const struct pf_source *source,
                                    struct pf_arena *arena, struct pf_faults *faults);
/* A source for a text that the evaluated code made, copied so that it lives long enough. */
const struct pf_source *pf_trees_text(struct pf_trees *trees, pf_str text);
/* The text of a library that is modelled in Python, under the path "<module>", which no file of a
 * project has; NULL where there is none. */
const struct pf_source *pf_trees_model(struct pf_trees *trees, pf_str module);

#endif
