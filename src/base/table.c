/* Embedded files and tab-separated tables. */
#include "base/table.h"

#include "base/error.h"
#include "base/pile.h"

#include <string.h>

bool pf_embedded_find(const char *path, pf_str *bytes)
{
    for (size_t i = 0; i < pf_embedded_count; i++)
        if (strcmp(pf_embedded_files[i].path, path) == 0) {
            *bytes = (pf_str){pf_embedded_files[i].data, pf_embedded_files[i].len};
            return true;
        }
    return false;
}

static bool is_row(pf_str line)
{
    return line.len > 0 && line.data[0] != '#';
}

struct pf_table pf_table_read(struct pf_arena *arena, const char *path)
{
    pf_str bytes;
    if (!pf_embedded_find(path, &bytes))
        pf_die("no table %s", path);
    struct pf_table table = {0};
    pf_str rest = bytes, line;
    while (pf_str_next_line(&rest, &line))
        if (is_row(line)) {
            size_t cells = pf_str_count_byte(line, '\t') + 1;
            table.row_count++;
            table.column_count = cells > table.column_count ? cells : table.column_count;
        }
    table.cells = PF_NEW_ARRAY(arena, pf_str, table.row_count * table.column_count);
    rest = bytes;
    for (pf_str *row = table.cells; pf_str_next_line(&rest, &line);)
        if (is_row(line)) {
            for (size_t i = 0; line.len > 0 && i < table.column_count; i++)
                pf_str_cut(line, '\t', &row[i], &line);
            row += table.column_count;
        }
    return table;
}

/* Rows of a group, kept by the name of the group. */
struct group {
    size_t from, to;
};

static pf_str group_of(struct pf_arena *arena, pf_str cell, char separator)
{
    pf_str head, tail;
    if (separator == '\0')
        return cell;
    pf_str_cut(cell, separator, &head, &tail);
    return pf_arena_lower(arena, head);
}

void pf_table_group(struct pf_arena *arena, struct pf_table *table, char separator)
{
    struct group *last = NULL;
    table->groups = pf_index_new(arena);
    for (size_t row = 0; row < table->row_count; row++) {
        pf_str name = group_of(arena, pf_table_cell(table, row, 0), separator);
        struct group *known = pf_index_get(&table->groups, name);
        if (known != NULL && known != last)
            pf_die("the rows of '%.*s' do not stand together", PF_ARG(name));
        if (known == NULL) {
            last = PF_NEW(arena, struct group);
            last->from = row;
            pf_index_put(&table->groups, name, last);
        }
        last->to = row + 1;
    }
}

size_t pf_table_rows(const struct pf_table *table, pf_str group, size_t *from)
{
    const struct group *found = pf_index_get(&table->groups, group);
    *from = found == NULL ? 0 : found->from;
    return found == NULL ? 0 : found->to;
}

ptrdiff_t pf_table_find(const struct pf_table *table, size_t column, pf_str key)
{
    for (size_t row = 0; row < table->row_count; row++)
        if (pf_str_eq(pf_table_cell(table, row, column), key))
            return (ptrdiff_t)row;
    return PF_STR_NONE;
}
