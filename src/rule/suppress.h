/*
 * Comments that hide findings: `# preflight: ignore[DJG003, debug-enabled] the reason`.
 *
 * At the end of a line it covers that line and, where the line opens a block scalar (`run: |`), the
 * block. On a line of its own it covers the next line with anything else on it, and its block.
 * `ignore-file[…]` covers the whole file. `ignore[…] until 2026-12-31 the reason` ends on that day.
 * Entries are ids, names or prefixes as in --select. In Markdown `<!-- preflight: … -->`, in
 * reStructuredText `.. preflight: …`; JSON has no comments (the configuration's `ignore` has).
 */
#ifndef PF_RULE_SUPPRESS_H
#define PF_RULE_SUPPRESS_H

#include "rule/rule.h"

struct pf_suppression {
    pf_span span;         /* of the directive, from "preflight:" to the end of the reason */
    struct pf_strs rules; /* as written */
    pf_span *rule_spans;  /* one for each */
    pf_str reason;        /* "" when there is none */
    pf_str expires;       /* "2026-12-31" or "" */
    bool whole_file;
    bool malformed;                 /* looks like a directive, but cannot be read as one */
    uint32_t first_line, last_line; /* that it covers */
    bool *used;                     /* one for each entry: set by settle */
};

struct pf_suppressions {
    struct pf_suppression *items;
    size_t count, capacity;
};

/* The directives of one file, in its order; none for JSON and unknown kinds of file. */
void pf_suppressions_read(struct pf_arena *arena, const struct pf_source *source,
                          struct pf_suppressions *suppressions);
/* "2026-12-31" and a real day of the calendar? */
bool pf_date_is_valid(pf_str date);

#endif
