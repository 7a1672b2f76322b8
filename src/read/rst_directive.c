/* The two directives that write tables as text: lists of lists, and comma-separated values. */
#include "read/rst_inside.h"

struct cells {
    struct pf_prose_cell *items;
    size_t count, capacity;
};
struct rows {
    struct pf_prose_row *items;
    size_t count, capacity;
};

static void add_table(struct pf_rst *rst, size_t at, size_t end, const struct rows *rows,
                      size_t header_count)
{
    if (rows->count == 0)
        return;
    struct pf_prose_block *block = pf_prose_add(&rst->builder, PF_PROSE_TABLE, at, end);
    if (block == NULL)
        return;
    block->rows = rows->items;
    block->row_count = rows->count;
    block->header_count = header_count < rows->count ? header_count : rows->count;
}

/* A bullet and what follows it on its line. */
static bool is_bullet(pf_str text)
{
    return text.len > 0 && (text.data[0] == '*' || text.data[0] == '-' || text.data[0] == '+') &&
           (text.len == 1 || text.data[1] == ' ');
}

/* The cell that starts at `from` in its line and goes on over the lines up to `end`. */
static struct pf_prose_cell list_cell(struct pf_rst *rst, size_t from, size_t end)
{
    struct {
        pf_str *items;
        size_t count, capacity;
    } parts = {0};
    pf_str rest = pf_str_slice(rst->bytes, from, end), line;
    while (pf_str_next_line(&rest, &line))
        *pf_pile_add(rst->builder.arena, &parts) = line;
    return pf_rst_cell(rst, parts.items, parts.count);
}

struct list_reader {
    struct pf_rst *rst;
    struct rows rows;
    struct cells cells; /* of the row that is open */
    size_t row_column;  /* indentation of the outer bullets; the first tells */
    size_t cell_column; /* of the inner bullets of this row */
    size_t cell_at;     /* where the open cell's text starts; 0: none is open */
};

static void end_cell(struct list_reader *reader, size_t end)
{
    if (reader->cell_at == 0 || !pf_prose_take(&reader->rst->builder, 1))
        return;
    struct pf_prose_cell cell = list_cell(reader->rst, reader->cell_at, end);
    *pf_pile_add(reader->rst->builder.arena, &reader->cells) = cell;
    reader->cell_at = 0;
}

static void end_row(struct list_reader *reader)
{
    if (reader->cells.count == 0)
        return;
    *pf_pile_add(reader->rst->builder.arena, &reader->rows) =
        (struct pf_prose_row){reader->cells.items, reader->cells.count};
    reader->cells = (struct cells){0};
}

/* Past the bullet at `at` and the spaces behind it. */
static size_t past_bullet(pf_str bytes, size_t at, size_t end)
{
    at++;
    while (at < end && bytes.data[at] == ' ')
        at++;
    return at;
}

static void read_list_line(struct list_reader *reader, const struct pf_rst_line *line)
{
    pf_str bytes = reader->rst->bytes;
    if (!is_bullet(pf_rst_text(reader->rst, line)))
        return;
    if (line->indent == reader->row_column) {
        end_cell(reader, line->start);
        end_row(reader);
        size_t inner = past_bullet(bytes, line->text, line->end);
        if (!is_bullet(pf_str_slice(bytes, inner, line->end)))
            return;
        reader->cell_column = line->indent + inner - line->text;
        reader->cell_at = past_bullet(bytes, inner, line->end);
    } else if (line->indent == reader->cell_column) {
        end_cell(reader, line->start);
        reader->cell_at = past_bullet(bytes, line->text, line->end);
    }
}

void pf_rst_list_table(struct pf_rst *rst, size_t at, size_t end, size_t header_count)
{
    struct list_reader reader = {.rst = rst, .row_column = SIZE_MAX};
    for (size_t from = at; from < end && !rst->builder.full;) {
        struct pf_rst_line line = pf_rst_line_at(rst->bytes, from);
        from = line.next;
        if (pf_rst_is_blank(&line))
            continue;
        if (reader.row_column == SIZE_MAX)
            reader.row_column = line.indent;
        read_list_line(&reader, &line);
    }
    end_cell(&reader, end);
    end_row(&reader);
    add_table(rst, at, end, &reader.rows, header_count);
}

static size_t skip_blanks(pf_str text, size_t at)
{
    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t'))
        at++;
    return at;
}

/* A field in quotes, "" standing for one; `at` is past the opening quote. Answers where it ends. */
static size_t quoted_field(pf_str text, size_t at, pf_str *field)
{
    size_t start = at;
    while (at < text.len) {
        if (text.data[at] != '"') {
            at++;
        } else if (at + 1 < text.len && text.data[at + 1] == '"') {
            at += 2;
        } else {
            break;
        }
    }
    *field = pf_str_slice(text, start, at);
    return at + 1;
}

static void add_csv(struct pf_rst *rst, pf_str text, char delimiter, struct rows *rows)
{
    struct cells cells = {0};
    size_t at = skip_blanks(text, 0);
    while (at < text.len && pf_prose_take(&rst->builder, 1)) {
        pf_str field;
        size_t start = at;
        if (text.data[at] == '"')
            at = quoted_field(text, at + 1, &field);
        while (at < text.len && text.data[at] != delimiter && text.data[at] != '\n')
            at++;
        if (text.data[start] != '"')
            field = pf_str_slice(text, start, at);
        pf_str trimmed = pf_str_trim(field);
        bool ends_row = at >= text.len || text.data[at] == '\n';
        if (trimmed.len > 0 || cells.count > 0 || !ends_row)
            *pf_pile_add(rst->builder.arena, &cells) = pf_rst_cell(rst, &trimmed, 1);
        if (ends_row && cells.count > 0) {
            *pf_pile_add(rst->builder.arena, rows) =
                (struct pf_prose_row){cells.items, cells.count};
            cells = (struct cells){0};
        }
        at = skip_blanks(text, at + 1);
    }
    /* A delimiter at the very end leaves a row open. */
    if (cells.count > 0)
        *pf_pile_add(rst->builder.arena, rows) = (struct pf_prose_row){cells.items, cells.count};
}

void pf_rst_csv_table(struct pf_rst *rst, size_t at, size_t end, pf_str header, char delimiter,
                      size_t header_count)
{
    struct rows rows = {0};
    add_csv(rst, header, delimiter, &rows);
    size_t extra = rows.count;
    add_csv(rst, pf_str_slice(rst->bytes, at, end), delimiter, &rows);
    add_table(rst, at, end, &rows, header_count + extra);
}
