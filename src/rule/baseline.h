/* Findings that are known and wait: a JSON file of rule, path, key and how often. */
#ifndef PF_RULE_BASELINE_H
#define PF_RULE_BASELINE_H

#include "base/buffer.h"
#include "base/error.h"
#include "rule/finding.h"

struct pf_baseline_entry {
    pf_str rule, path, key;
    size_t count; /* how many such findings are known */
    size_t seen;  /* how many were met; set by settle */
    pf_span span; /* in the baseline file */
};
struct pf_baseline {
    struct pf_baseline_entry *items; /* by path, rule, key */
    size_t count, capacity;
};

/* What tells a finding from others of its rule in its file: its key, else its message. */
pf_str pf_finding_key(const struct pf_finding *finding);
/* The path of the file it stands in; "" for one about the project as a whole. */
pf_str pf_finding_path(const struct pf_finding *finding);

/* False with a reason when the bytes are no baseline of ours. */
bool pf_baseline_read(struct pf_arena *arena, const struct pf_source *source,
                      struct pf_baseline *baseline, struct pf_error *error);
/* All findings that are not suppressed, one entry a line, sorted: the same findings give the same
 * bytes. */
void pf_baseline_write(const struct pf_findings *findings, struct pf_buffer *buffer);

#endif
