/* Findings' fixes → the files as they would be. */
#ifndef PF_REPORT_REPAIR_H
#define PF_REPORT_REPAIR_H

#include "base/buffer.h"
#include "rule/finding.h"

struct pf_repaired {
    const struct pf_source *source;
    pf_str bytes; /* the whole file with its fixes */
    size_t count; /* of fixes in it */
};
struct pf_repairs {
    struct pf_repaired *items; /* in byte order of their paths */
    size_t count, capacity;
};

/*
 * Applies every fix that is `at_least` so safe and belongs to a finding that is not suppressed.
 * Where two overlap, the one that begins first is taken, and the other left for the next run. The
 * edits of one fix are made together or not at all.
 */
struct pf_repairs pf_repairs_plan(struct pf_arena *arena, const struct pf_findings *findings,
                                  enum pf_fix_safety at_least);

/* A unified diff of the file with three lines around each change; `root` goes before its path. */
void pf_repair_diff(struct pf_buffer *diff, const struct pf_repaired *repaired, pf_str root);

#endif
