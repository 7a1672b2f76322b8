/* Three-valued logic: a test answers no, maybe or yes. */
#ifndef PF_TREE_LOGIC_H
#define PF_TREE_LOGIC_H

#include <stdbool.h>

enum pf_truth { PF_NO, PF_MAYBE, PF_YES };

static inline enum pf_truth pf_truth_of(bool known)
{
    return known ? PF_YES : PF_NO;
}

static inline enum pf_truth pf_truth_not(enum pf_truth a)
{
    return (enum pf_truth)(PF_YES - a);
}

static inline enum pf_truth pf_truth_and(enum pf_truth a, enum pf_truth b)
{
    return a < b ? a : b;
}

static inline enum pf_truth pf_truth_or(enum pf_truth a, enum pf_truth b)
{
    return a > b ? a : b;
}

const char *pf_truth_name(enum pf_truth truth); /* "no", "maybe", "yes" */

#endif
