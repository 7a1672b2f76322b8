/* Where a finding stands, in the words of reports: path, lines and columns from 1. */
#ifndef PF_REPORT_PLACE_H
#define PF_REPORT_PLACE_H

#include "report/json.h"
#include "report/report.h"

struct pf_printed_place {
    pf_str path; /* "" : about the project as a whole */
    uint32_t line, column;
    uint32_t end_line, end_column; /* one past the last character */
};

/* The path within the project; from the working directory where there are several. Nowhere gives an
 * empty path and line 1, column 1. */
struct pf_printed_place pf_place_in_project(struct pf_arena *arena,
                                            const struct pf_verdict *verdict, pf_span span);
/* The path from the working directory. */
struct pf_printed_place pf_place_from_here(struct pf_arena *arena, const struct pf_verdict *verdict,
                                           pf_span span);
/* Its path alone; "" where the finding has no file. */
pf_str pf_place_path_from_here(struct pf_arena *arena, const struct pf_verdict *verdict,
                               pf_span span);
/* The same for formats that need a file: the project's first one when the span is nowhere. */
struct pf_printed_place pf_place_in_some_file(struct pf_arena *arena,
                                              const struct pf_verdict *verdict, pf_span span);

/* `"key": {"start": {"line": …, "column": …}, "end": {…}}`, the first word as `start` says. */
void pf_place_put_range(struct pf_json *json, const char *key, const char *start,
                        const struct pf_printed_place *place);

/* Findings that are printed, in order: suppressed ones left out. */
struct pf_shown {
    const struct pf_finding **items;
    size_t count, capacity;
};
struct pf_shown pf_shown_findings(struct pf_arena *arena, const struct pf_verdict *verdict);
/* The same with the gravest first, else in order. */
struct pf_shown pf_shown_by_severity(struct pf_arena *arena, const struct pf_verdict *verdict);

/* "1 error", "2 errors" */
pf_str pf_counted(struct pf_arena *arena, size_t count, const char *noun);

#endif
