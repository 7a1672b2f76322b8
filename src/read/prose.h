/* Documentation as a list of blocks: what Markdown and reStructuredText have in common. */
#ifndef PF_READ_PROSE_H
#define PF_READ_PROSE_H

#include "base/pile.h"
#include "tree/fault.h"

enum {
    PF_PROSE_PARTS = 400 * 1000, /* blocks, literals and cells of one file: some 50 MiB of memory */
    PF_PROSE_STYLES = 32         /* heading styles of a reStructuredText file */
};

enum pf_prose_kind {
    PF_PROSE_HEADING,
    PF_PROSE_PARAGRAPH,
    PF_PROSE_ITEM, /* the first paragraph of a list item, or a field: `:name: text` */
    PF_PROSE_CODE,
    PF_PROSE_TABLE
};

struct pf_prose_cell {
    pf_str text;  /* trimmed, with its mark-up; lines of one cell joined by a space */
    pf_span span; /* of its first line that is not empty, trimmed */
};
struct pf_prose_row {
    struct pf_prose_cell *cells;
    size_t count;
};

struct pf_prose_block {
    enum pf_prose_kind kind;
    unsigned level;    /* PF_PROSE_HEADING: from 1; PF_PROSE_ITEM: how deep in lists, from 1 */
    unsigned quoted;   /* Markdown: how many `>` stand before each line but the first */
    pf_span span;      /* heading, paragraph, item: its text, markers left out, all lines; code: its
                          lines without fences; table: all of it */
    pf_str language;   /* code: "sh", "console"; "" when not said */
    pf_span *literals; /* heading, paragraph, item: what stands in back-ticks, without them */
    size_t literal_count;
    struct pf_prose_row *rows; /* table; rows may differ in length */
    size_t row_count;
    size_t header_count; /* how many of the rows, from the first, are the table's header */
};

struct pf_prose {
    struct pf_prose_block *items; /* in the order of the file */
    size_t count, capacity;
};

/* The next line of a code block that is not empty, trimmed, its `>` marks left out. Starts with
 * `*at` 0; false at the end. */
bool pf_prose_next_line(const struct pf_prose_block *code, size_t *at, pf_span *line);

/* The back-ticks of a text: spans of what stands between them, at most `limit`. For readers. */
size_t pf_prose_find_literals(struct pf_arena *arena, pf_span text, size_t limit,
                              pf_span **literals);

/* While reading: what a reader has added so far, against PF_PROSE_PARTS. */
struct pf_prose_builder {
    struct pf_arena *arena;
    const struct pf_source *source;
    struct pf_faults *faults;
    struct pf_prose prose;
    size_t parts;
    bool full; /* PF_PROSE_PARTS was hit, a fault is there: stop reading */
};
/* NULL when the builder is full; valid until the next is added. */
struct pf_prose_block *pf_prose_add(struct pf_prose_builder *builder, enum pf_prose_kind kind,
                                    size_t at, size_t end);
/* Adds one text block with its literals; trims it. */
struct pf_prose_block *pf_prose_add_text(struct pf_prose_builder *builder, enum pf_prose_kind kind,
                                         unsigned level, size_t at, size_t end);
/* Takes `count` parts from what is left; false, with a fault the first time, when there are none.
 */
bool pf_prose_take(struct pf_prose_builder *builder, size_t count);

#endif
