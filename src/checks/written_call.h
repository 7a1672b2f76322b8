/* Where a Python file calls a function of a module, reached or not. */
#ifndef PF_CHECKS_WRITTEN_CALL_H
#define PF_CHECKS_WRITTEN_CALL_H

#include "tree/source.h"

struct pf_written_call {
    pf_span span;
    bool in_function; /* it runs when that function is called, not when the file is imported */
};

/*
 * The first call of `module`.`function` in the source, by whatever name the file imports either:
 * `import m`, `import m as x`, `from m import f [as g]`. One outside of functions comes before one
 * inside. False when there is none.
 */
bool pf_written_call_find(struct pf_arena *arena, const struct pf_source *source, pf_str module,
                          pf_str function, struct pf_written_call *found);

#endif
