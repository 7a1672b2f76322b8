/* What a change touches: a unified diff, or a list of files and lines → files and lines. */
#ifndef PF_RULE_CHANGED_H
#define PF_RULE_CHANGED_H

#include "base/error.h"
#include "rule/finding.h"

struct pf_line_range {
    uint32_t first, last; /* from 1, both included */
};

struct pf_changed_file {
    pf_str path; /* clean, as the diff's new side names it */
    bool whole;  /* every line counts */
    struct pf_line_range *ranges;
    size_t count, capacity;
};

struct pf_changes {
    struct pf_changed_file *items;
    size_t count, capacity;
    bool everything; /* a file is gone: what lacks it now may stand anywhere */
};

/*
 * Reads `git diff` in any form (-U0, with context, renames, quoted names, --no-prefix), or lines
 * `path`, `path:12` and `path:3-9,12`; empty lines and lines that start with '#' count for nothing.
 *
 * Where a hunk takes more lines away than it brings, the whole file counts: what is missing has no
 * line. False with the line at fault (exit status 2).
 */
bool pf_changes_read(struct pf_arena *arena, pf_str text, struct pf_changes *changes,
                     struct pf_error *error);
/* Does the finding stand on a changed line, or point at one? `root` goes before its paths. A
 * finding about the project as a whole always does. */
bool pf_changes_touch(struct pf_arena *arena, const struct pf_changes *changes, pf_str root,
                      const struct pf_finding *finding);

#endif
