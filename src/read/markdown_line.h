/* What one line of Markdown can be, its indentation already passed. */
#ifndef PF_READ_MARKDOWN_LINE_H
#define PF_READ_MARKDOWN_LINE_H

#include "read/prose.h"

struct pf_md_fence {
    char mark;       /* '`' or '~' */
    size_t len;      /* at least 3 */
    pf_str language; /* the first word of what follows */
};
struct pf_md_marker {
    size_t len;         /* of the bullet or number */
    bool is_empty;      /* nothing follows it */
    bool may_interrupt; /* a bullet or the number 1: may end a paragraph */
};

bool pf_md_is_break(pf_str text); /* three or more of - * _ and nothing else */
/* `# text ##`: the text without marks, a slice of the line. */
bool pf_md_heading(pf_str text, unsigned *level, pf_str *heading);
unsigned pf_md_underline(pf_str text); /* 1 for ===, 2 for ---, else 0 */
bool pf_md_fence_opens(pf_str text, struct pf_md_fence *fence);
bool pf_md_fence_closes(pf_str text, const struct pf_md_fence *fence);
/* `*end` is what the block's last line holds; "" means that a blank line ends it. */
bool pf_md_html_opens(pf_str text, pf_str *end);
bool pf_md_marker(pf_str text, struct pf_md_marker *marker);

bool pf_md_is_delimiter_row(pf_str text); /* | --- | :-: | */
size_t pf_md_cell_count(pf_str line);
/* The cells of a row; `count` is what pf_md_cell_count said of it. */
struct pf_prose_row pf_md_cells(struct pf_arena *arena, pf_span line, size_t count);

#endif
