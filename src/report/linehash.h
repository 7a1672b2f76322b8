/* The identity that GitHub code scanning gives a line, so that an alert survives moving it. */
#ifndef PF_REPORT_LINEHASH_H
#define PF_REPORT_LINEHASH_H

#include "base/pile.h"

/*
 * "primaryLocationLineHash" of every line, as github/codeql-action computes it: `items[n]` belongs
 * to line n + 1 and is lower-case hex, a colon and the occurrence ("c129715d7a2bc9a3:1"). `text` is
 * UTF-8; lines end at LF, CR or CRLF.
 */
struct pf_strs pf_line_hashes(struct pf_arena *arena, pf_str text);

#endif
