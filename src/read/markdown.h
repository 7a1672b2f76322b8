/* Markdown, as GitHub shows it → blocks. */
#ifndef PF_READ_MARKDOWN_H
#define PF_READ_MARKDOWN_H

#include "read/prose.h"

/*
 * CommonMark's headings, paragraphs, lists, quotes, fenced and indented code, with GitHub's tables
 * and front matter. HTML blocks and comments are passed over; inline mark-up but for code stays in
 * the text. Takes time in proportion to the bytes. Never fails: any bytes are Markdown.
 */
struct pf_prose pf_markdown_read(struct pf_arena *arena, const struct pf_source *source,
                                 struct pf_faults *faults);

#endif
