/* What a rule may ask: named sets of nodes, and nothing of how they were made. */
#ifndef PF_MODEL_ROOTS_H
#define PF_MODEL_ROOTS_H

#include "tree/node.h"

struct pf_picture_root {
    pf_str name;                  /* "workflow", without the dollar sign */
    const struct pf_node **nodes; /* the documents of that kind, in path order */
    size_t count;
};

#endif
