/* What the files that compare values share. */
#ifndef PF_PYTHON_COMPARE_H
#define PF_PYTHON_COMPARE_H

#include "python/interp.h"

enum {
    PF_COMPARE_DEPTH = 50 /* of compared containers; deeper is maybe */
};

/* -1, 0, 1 as `a` is less, equal or greater; 2 where a nan is to be ordered. Both are numbers. */
int pf_compare_numbers(pf_value a, pf_value b);
/* a == b, at that depth of containers. */
enum pf_truth pf_equal_at(struct pf_eval *ev, pf_value a, pf_value b, int depth);
/* a is b */
enum pf_truth pf_identical(pf_value a, pf_value b);

#endif
