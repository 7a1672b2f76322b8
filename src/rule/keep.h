/* Findings that outlive the arena they were made in. */
#ifndef PF_RULE_KEEP_H
#define PF_RULE_KEEP_H

#include "rule/finding.h"

/* A copy whose texts and lists are all in `arena`; its rule and its places are the same. */
struct pf_finding pf_finding_keep(struct pf_arena *arena, const struct pf_finding *finding);

#endif
