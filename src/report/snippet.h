/* One line of a file as a terminal shows it, and where on it a span lies. */
#ifndef PF_REPORT_SNIPPET_H
#define PF_REPORT_SNIPPET_H

#include "report/mask.h"

struct pf_snippet {
    pf_str text;    /* escaped, tabs as spaces, secrets as ***, cut to the room with "…" */
    uint32_t line;  /* from 1 */
    unsigned start; /* column of the span's first character, from 0 */
    unsigned width; /* columns that the span covers on this line; at least 1 */
};

/*
 * The line on which `span` begins. `room` is how many columns there are; a longer line is shown
 * around the span. On a span of several lines the marker goes to the line's end.
 */
struct pf_snippet pf_snippet_of(struct pf_arena *arena, const struct pf_mask *mask, pf_span span,
                                unsigned room, bool on_github);

/* Columns that escaped text takes on a terminal. */
unsigned pf_columns(pf_str escaped);

#endif
