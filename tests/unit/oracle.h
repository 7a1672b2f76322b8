/* Other projects' test data, which lies beside the checkout where someone put it. */
#ifndef PF_TESTS_ORACLE_H
#define PF_TESTS_ORACLE_H

#include "base/file.h"

#include <stdio.h>
#include <stdlib.h>

/* The folder `name` of the oracle; NULL, with a word on stderr, where it is not there. */
static inline struct pf_root *pf_oracle_open(struct pf_arena *arena, const char *name)
{
    const char *place = getenv("PREFLIGHT_ORACLE");
    pf_str path = pf_arena_format(arena, "%s/%s", place == NULL ? "../shared/oracle" : place, name);
    struct pf_error error;
    struct pf_root *root = pf_root_open(arena, path.data, &error);
    if (root == NULL)
        fprintf(stderr, "skipped: no oracle at %s (set PREFLIGHT_ORACLE)\n", path.data);
    return root;
}

#endif
