/* Files whose every line ends in CRLF, read as if the lines ended in LF. */
#ifndef PF_READ_YAML_CRLF_H
#define PF_READ_YAML_CRLF_H

#include "tree/fault.h"
#include "tree/node.h"

struct pf_yaml_crlf {
    pf_str bytes;         /* without the CRs */
    const uint32_t *ends; /* where the LFs are in them */
    size_t count;
};

/* False where some LF has no CR before it, or some CR no LF behind it. The copy is in `arena`. */
bool pf_yaml_crlf_strip(struct pf_arena *arena, pf_str bytes, struct pf_yaml_crlf *crlf);
/* The spans of the nodes, and of the faults from `from` on: those of the stripped bytes become
 * those of the file. */
void pf_yaml_crlf_restore(const struct pf_yaml_crlf *crlf, const struct pf_nodes *nodes,
                          struct pf_faults *faults, size_t from);

#endif
