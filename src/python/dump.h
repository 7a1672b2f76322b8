/* A syntax tree as text, as CPython prints it. */
#ifndef PF_PYTHON_DUMP_H
#define PF_PYTHON_DUMP_H

#include "base/buffer.h"
#include "python/ast.h"

/*
 * Adds what `ast.dump(tree, include_attributes=True)` of CPython 3.11 prints, without a line end.
 * Fields that 3.11 does not have appear only where they are not empty; a broken statement is
 * `Broken(lineno=…)`. Columns count bytes of the line in UTF-8, as CPython's do.
 * Within f-strings, nodes have the places that 3.12 and later give them; with `oracle` all of these
 * are 0, as those of 3.11 are wrong.
 */
void pf_ast_dump(struct pf_buffer *out, const struct pf_ast *tree, bool oracle);

#endif
