/* Facts compiled in: a .tsv of rules/tables as text, parsed on first use into rows of cells. */
#ifndef PF_BASE_TABLE_H
#define PF_BASE_TABLE_H

#include "base/index.h"

/* A file that src/gen compiled into the binary. */
struct pf_embedded {
    const char *path; /* "rules/tables/github-events.tsv", forward slashes, sorted by bytes */
    const char *data;
    size_t len;
};

extern const struct pf_embedded pf_embedded_files[];
extern const size_t pf_embedded_count;

/* The bytes of an embedded file; false when there is none of that path. */
bool pf_embedded_find(const char *path, pf_str *bytes);

/* Rows in file order; comment lines (#) and empty lines are left out. */
struct pf_table {
    pf_str *cells; /* row_count × column_count; missing cells are empty */
    size_t row_count, column_count;
    struct pf_index groups; /* first cell → its first row, where pf_table_group was called */
};

/* A missing table is a mistake of ours: pf_die. */
struct pf_table pf_table_read(struct pf_arena *arena, const char *path);
static inline pf_str pf_table_cell(const struct pf_table *table, size_t row, size_t column)
{
    if (row >= table->row_count || column >= table->column_count)
        return (pf_str){NULL, 0};
    return table->cells[row * table->column_count + column];
}
/*
 * Makes the rows of one first cell quick to find. They must stand together: pf_die where they do
 * not. Cells that a `separator` parts count up to it, in lower case ('\0': as they are).
 */
void pf_table_group(struct pf_arena *arena, struct pf_table *table, char separator);
/* The rows of a group: `*from` up to its end, which comes back; equal where there are none. */
size_t pf_table_rows(const struct pf_table *table, pf_str group, size_t *from);
/* First row whose `column` equals `key`, or PF_STR_NONE. */
ptrdiff_t pf_table_find(const struct pf_table *table, size_t column, pf_str key);

#endif
