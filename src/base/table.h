/* Facts compiled in: a .tsv of rules/tables as text, parsed on first use into rows of cells. */
#ifndef PF_BASE_TABLE_H
#define PF_BASE_TABLE_H

#include "base/arena.h"

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
};

/* A missing table is a mistake of ours: pf_die. */
struct pf_table pf_table_read(struct pf_arena *arena, const char *path);
pf_str pf_table_cell(const struct pf_table *table, size_t row, size_t column);
/* First row whose `column` equals `key`, or PF_STR_NONE. */
ptrdiff_t pf_table_find(const struct pf_table *table, size_t column, pf_str key);

#endif
