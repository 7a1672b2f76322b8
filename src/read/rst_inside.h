/* What the files of the reStructuredText reader share: lines, and the readers of tables. */
#ifndef PF_READ_RST_INSIDE_H
#define PF_READ_RST_INSIDE_H

#include "read/prose.h"

struct pf_rst {
    struct pf_prose_builder builder;
    pf_str bytes;
};

struct pf_rst_line {
    size_t start, end; /* bytes; `end` without trailing white space */
    size_t text;       /* where the first byte that is no space stands; `end` when blank */
    size_t next;       /* where the next line starts */
    size_t indent;     /* columns before `text` */
};

struct pf_rst_line pf_rst_line_at(pf_str bytes, size_t at);
bool pf_rst_is_blank(const struct pf_rst_line *line);
pf_str pf_rst_text(const struct pf_rst *rst, const struct pf_rst_line *line);

/* Past the last line that is indented by more than `indent` or blank, trailing blank lines left
 * out. */
size_t pf_rst_body_end(const struct pf_rst *rst, size_t at, size_t indent);

/* Set in an offset whose column falls into a wide character: the rest is where that one ends. */
#define PF_RST_INSIDE (1u << 31)

/* The bytes at each of the columns (ascending, in terminal columns from the first): offsets past
 * the start of `line`, its length where it is shorter. False when one has PF_RST_INSIDE. */
bool pf_rst_offsets(pf_str line, const uint32_t *columns, size_t count, uint32_t *offsets);
size_t pf_rst_width(pf_str line);

/* One cell from the parts of several lines. */
struct pf_prose_cell pf_rst_cell(struct pf_rst *rst, const pf_str *parts, size_t count);

/* Each adds a table that starts at `at` and answers where the text goes on; `at` itself when there
 * is no such table. */
size_t pf_rst_grid_table(struct pf_rst *rst, size_t at);
size_t pf_rst_simple_table(struct pf_rst *rst, size_t at);

/* The bodies of the directives, options passed. */
void pf_rst_list_table(struct pf_rst *rst, size_t at, size_t end, size_t header_count);
void pf_rst_csv_table(struct pf_rst *rst, size_t at, size_t end, pf_str header, char delimiter,
                      size_t header_count);

#endif
