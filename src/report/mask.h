/* What may never be printed, in no format: the redacted spans of all findings and their text. */
#ifndef PF_REPORT_MASK_H
#define PF_REPORT_MASK_H

#include "rule/finding.h"

struct pf_mask {
    struct pf_arena *arena;
    struct {
        pf_span *items;
        size_t count, capacity;
    } spans;
    struct pf_strs texts; /* longest first, so that a secret inside another one goes with it */
};

enum {
    PF_MASK_SHORTEST = 4 /* bytes; a shorter text would blank out innocent words everywhere */
};

/* One finding's secret is hidden in all others too. */
struct pf_mask pf_mask_new(struct pf_arena *arena, const struct pf_findings *findings);
/* `text` with every secret in it replaced by "***"; `text` itself when there is none. */
pf_str pf_mask_text(const struct pf_mask *mask, pf_str text);
/* Is this byte of the file part of a redacted span? */
bool pf_mask_hides(const struct pf_mask *mask, const struct pf_source *file, size_t at);
/* The length of the secret that stands in `text` at byte `at`, or 0. */
size_t pf_mask_length_at(const struct pf_mask *mask, pf_str text, size_t at);

#endif
