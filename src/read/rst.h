/* reStructuredText, as docutils and Sphinx read it → blocks. */
#ifndef PF_READ_RST_H
#define PF_READ_RST_H

#include "read/prose.h"

/*
 * Headings by their adornment, paragraphs, lists, fields, literal blocks behind `::`, code
 * directives, grid and simple tables, list-table and csv-table; the bodies of admonitions and of
 * directives not known are read like other text. Comments, targets, images and raw HTML are passed
 * over. Takes time in proportion to the bytes. Never fails.
 */
struct pf_prose pf_rst_read(struct pf_arena *arena, const struct pf_source *source,
                            struct pf_faults *faults);

#endif
