/*
 * Tables drawn with characters. A grid table is read in one pass down its lines: each column knows
 * where its cell began and ends it where a border runs below; neighbours that began together and
 * have no line between them are one cell.
 */
#include "read/rst_inside.h"

#include <stdlib.h>
#include <string.h>

/* The drawing: its lines, and where in them the column borders stand. */
struct drawing {
    pf_str *lines; /* from the table's first column on */
    size_t line_count;
    uint32_t *columns; /* terminal columns of the borders; of a simple table: where columns start */
    size_t column_count;
    uint32_t *offsets; /* line_count × column_count bytes */
};

struct grid_cell {
    size_t first_line, last_line;
    size_t column, column_end; /* of the drawing's columns; the end is past the last */
};

struct grid {
    struct pf_rst *rst;
    struct drawing drawing;
    size_t *begins;     /* for each column: the line where its open cell begins */
    size_t *last_open;  /* for each border: the last line where nothing is drawn there */
    bool *closes;       /* for each column: a border runs below it on this line */
    size_t header_line; /* of the border drawn with =, 0 when there is none */
    struct {
        struct grid_cell *items;
        size_t count, capacity;
    } cells;
};

struct lines {
    pf_str *items;
    size_t count, capacity;
};

static bool is_border_char(char c)
{
    return c == '+' || c == '-' || c == '=';
}

/* "+---+---+" and nothing else. */
static bool is_full_border(pf_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (!is_border_char(line.data[i]))
            return false;
    return line.len > 2 && line.data[0] == '+' && line.data[line.len - 1] == '+';
}

/* The next stretch of border that starts and ends with a plus, from `*at` on: its first and last
 * byte. */
static bool next_border(pf_str line, size_t *at, size_t *first, size_t *last)
{
    while (*at < line.len) {
        if (line.data[*at] != '+') {
            ++*at;
            continue;
        }
        *first = *last = *at;
        while (*at < line.len && is_border_char(line.data[*at])) {
            if (line.data[*at] == '+')
                *last = *at;
            ++*at;
        }
        if (*last > *first)
            return true;
    }
    return false;
}

/* Lines from `at` on that look like parts of the grid, up to the last full border. */
static struct lines grid_lines(struct pf_rst *rst, size_t at, size_t *end)
{
    struct lines lines = {0};
    struct pf_rst_line line = pf_rst_line_at(rst->bytes, at);
    size_t indent = line.indent, width = line.end - line.text, closed = 0;
    for (;;) {
        pf_str text = pf_rst_text(rst, &line);
        if (text.len == 0 || line.indent != indent ||
            (text.data[0] != '+' && text.data[0] != '|') || pf_rst_width(text) != width ||
            !pf_prose_take(&rst->builder, 1))
            break;
        *pf_pile_add(rst->builder.arena, &lines) = text;
        if (is_full_border(text)) {
            closed = lines.count;
            *end = line.next;
        }
        if (line.next >= rst->bytes.len)
            break;
        line = pf_rst_line_at(rst->bytes, line.next);
    }
    lines.count = closed;
    return lines;
}

/* Marks the columns of all pluses that are part of a border. */
static void mark_columns(pf_str line, bool *marks)
{
    size_t at = 0, first, last, column = 0, counted = 0;
    while (next_border(line, &at, &first, &last)) {
        column += pf_rst_width(pf_str_slice(line, counted, first));
        for (size_t i = first; i <= last; i++)
            if (line.data[i] == '+')
                marks[column + i - first] = true;
        column += last - first;
        counted = last;
    }
}

static void find_columns(struct pf_rst *rst, struct drawing *drawing)
{
    size_t width = drawing->lines[0].len, count = 0;
    bool *marks = PF_NEW_ARRAY(rst->builder.arena, bool, width + 1);
    for (size_t i = 0; i < drawing->line_count; i++)
        mark_columns(drawing->lines[i], marks);
    for (size_t i = 0; i < width; i++)
        count += marks[i];
    drawing->columns = PF_NEW_ARRAY(rst->builder.arena, uint32_t, count);
    for (size_t i = 0; i < width; i++)
        if (marks[i])
            drawing->columns[drawing->column_count++] = (uint32_t)i;
}

static const uint32_t *offsets_of(const struct drawing *drawing, size_t line)
{
    return drawing->offsets + line * drawing->column_count;
}

/* A wide character may stand where the border of another row is: no border here, then. */
static void find_offsets(struct pf_rst *rst, struct drawing *drawing)
{
    drawing->offsets = pf_arena_take_array(rst->builder.arena, drawing->line_count,
                                           drawing->column_count * sizeof *drawing->offsets);
    for (size_t i = 0; i < drawing->line_count; i++)
        pf_rst_offsets(drawing->lines[i], drawing->columns, drawing->column_count,
                       drawing->offsets + i * drawing->column_count);
}

static void find_closed(struct grid *grid, size_t line)
{
    const uint32_t *offsets = offsets_of(&grid->drawing, line);
    size_t columns = grid->drawing.column_count - 1, column = 0, at = 0, first, last;
    memset(grid->closes, 0, columns * sizeof *grid->closes);
    while (next_border(grid->drawing.lines[line], &at, &first, &last)) {
        while (column < columns && offsets[column] < first)
            column++;
        for (; column < columns && offsets[column + 1] <= last; column++)
            grid->closes[column] = true;
    }
}

static char drawn_at(const struct grid *grid, size_t line, size_t border)
{
    uint32_t offset = offsets_of(&grid->drawing, line)[border];
    pf_str text = grid->drawing.lines[line];
    return offset < text.len ? text.data[offset] : ' ';
}

static void note_open_borders(struct grid *grid, size_t line)
{
    for (size_t i = 0; i < grid->drawing.column_count; i++) {
        char c = drawn_at(grid, line, i);
        if (c != '|' && c != '+')
            grid->last_open[i] = line;
    }
}

/* Nothing is drawn there in some line of the cell, or no crossing above or below it: then a | or +
 * at that place is text. */
static bool is_open(const struct grid *grid, size_t border, size_t begin, size_t end)
{
    return grid->last_open[border] >= begin || drawn_at(grid, begin - 1, border) != '+' ||
           drawn_at(grid, end, border) != '+';
}

/* The columns from `column` on that end one cell with it on this line. */
static size_t cell_end(const struct grid *grid, size_t column, size_t line)
{
    size_t columns = grid->drawing.column_count - 1, end = column + 1, begin = grid->begins[column];
    if (begin == 0 || begin >= line)
        return end;
    while (end < columns && grid->closes[end] && grid->begins[end] == begin &&
           is_open(grid, end, begin, line))
        end++;
    return end;
}

static void close_cells(struct grid *grid, size_t line)
{
    size_t columns = grid->drawing.column_count - 1;
    for (size_t column = 0; column < columns;) {
        if (!grid->closes[column]) {
            column++;
            continue;
        }
        size_t end = cell_end(grid, column, line);
        if (grid->begins[column] < line)
            *pf_pile_add(grid->rst->builder.arena, &grid->cells) =
                (struct grid_cell){grid->begins[column], line - 1, column, end};
        for (; column < end; column++)
            grid->begins[column] = line + 1;
    }
}

static int compare_cells(const void *a, const void *b)
{
    const struct grid_cell *first = a, *second = b;
    if (first->first_line != second->first_line)
        return first->first_line < second->first_line ? -1 : 1;
    return (first->column > second->column) - (first->column < second->column);
}

static struct pf_prose_cell text_of_cell(struct grid *grid, const struct grid_cell *cell)
{
    size_t count = cell->last_line - cell->first_line + 1;
    pf_str *parts = PF_NEW_ARRAY(grid->rst->builder.arena, pf_str, count);
    for (size_t i = 0; i < count; i++) {
        size_t line = cell->first_line + i;
        const uint32_t *offsets = offsets_of(&grid->drawing, line);
        parts[i] = pf_str_slice(grid->drawing.lines[line], offsets[cell->column] + 1,
                                offsets[cell->column_end] & ~PF_RST_INSIDE);
    }
    return pf_rst_cell(grid->rst, parts, count);
}

static size_t count_rows(const struct grid *grid)
{
    size_t rows = 0;
    for (size_t i = 0; i < grid->cells.count; i++)
        rows += i == 0 || grid->cells.items[i].first_line != grid->cells.items[i - 1].first_line;
    return rows;
}

/* What a cell over several rows or columns says stands in each of its rows, in its first column. */
static struct pf_prose_row make_row(struct grid *grid, size_t *next, struct pf_prose_row above,
                                    size_t *reaches)
{
    size_t columns = grid->drawing.column_count - 1;
    size_t line = grid->cells.items[*next].first_line;
    struct pf_prose_row row = {
        PF_NEW_ARRAY(grid->rst->builder.arena, struct pf_prose_cell, columns), columns};
    for (size_t i = 0; i < columns; i++)
        if (above.count > 0 && reaches[i] > line)
            row.cells[i] = above.cells[i];
        else
            row.cells[i].span = pf_span_of(grid->rst->builder.source, 0, 0);
    for (; *next < grid->cells.count && grid->cells.items[*next].first_line == line; ++*next) {
        const struct grid_cell *cell = &grid->cells.items[*next];
        row.cells[cell->column] = text_of_cell(grid, cell);
        for (size_t i = cell->column; i < cell->column_end; i++)
            reaches[i] = cell->last_line + 1;
    }
    return row;
}

static void add_grid(struct grid *grid, size_t at, size_t end)
{
    struct pf_rst *rst = grid->rst;
    size_t columns = grid->drawing.column_count - 1;
    if (grid->cells.count > 1)
        qsort(grid->cells.items, grid->cells.count, sizeof *grid->cells.items, compare_cells);
    size_t count = count_rows(grid);
    if (count == 0 || columns > PF_PROSE_PARTS || !pf_prose_take(&rst->builder, count * columns))
        return;
    struct pf_prose_block *block = pf_prose_add(&rst->builder, PF_PROSE_TABLE, at, end);
    if (block == NULL)
        return;
    block->rows = PF_NEW_ARRAY(rst->builder.arena, struct pf_prose_row, count);
    size_t *reaches = PF_NEW_ARRAY(rst->builder.arena, size_t, columns);
    struct pf_prose_row above = {0};
    for (size_t next = 0; next < grid->cells.count;) {
        size_t line = grid->cells.items[next].first_line;
        above = make_row(grid, &next, above, reaches);
        block->rows[block->row_count++] = above;
        block->header_count += line < grid->header_line;
    }
}

size_t pf_rst_grid_table(struct pf_rst *rst, size_t at)
{
    size_t end = at;
    struct lines lines = grid_lines(rst, at, &end);
    if (lines.count < 3 || !is_full_border(lines.items[0]))
        return at;
    struct grid grid = {.rst = rst, .drawing = {.lines = lines.items, .line_count = lines.count}};
    find_columns(rst, &grid.drawing);
    find_offsets(rst, &grid.drawing);
    size_t columns = grid.drawing.column_count;
    grid.begins = PF_NEW_ARRAY(rst->builder.arena, size_t, columns);
    grid.last_open = PF_NEW_ARRAY(rst->builder.arena, size_t, columns);
    grid.closes = PF_NEW_ARRAY(rst->builder.arena, bool, columns);
    for (size_t line = 0; line < lines.count; line++) {
        find_closed(&grid, line);
        close_cells(&grid, line);
        note_open_borders(&grid, line);
        if (is_full_border(lines.items[line]) &&
            memchr(lines.items[line].data, '=', lines.items[line].len) != NULL && line > 0 &&
            grid.header_line == 0)
            grid.header_line = line;
    }
    add_grid(&grid, at, end);
    return end;
}

/* "====  ====": two stretches at least. */
static bool is_simple_border(pf_str line, char mark)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] != mark && line.data[i] != ' ')
            return false;
    return line.len > 0 && line.data[0] == mark;
}

/* Where the stretches of a border start. */
static size_t starts_of(pf_str border, uint32_t *starts)
{
    size_t count = 0;
    for (size_t i = 0; i < border.len; i++)
        if (border.data[i] != ' ' && (i == 0 || border.data[i - 1] == ' '))
            starts[count++] = (uint32_t)i;
    return count;
}

/* docutils: the second border below the first that a blank line follows, or the third. */
static struct lines simple_lines(struct pf_rst *rst, size_t at, size_t *end)
{
    struct lines lines = {0};
    struct pf_rst_line line = pf_rst_line_at(rst->bytes, at);
    size_t margin = line.text - line.start, width = line.end - line.text, borders = 0;
    for (size_t from = at; from < rst->bytes.len; from = line.next) {
        line = pf_rst_line_at(rst->bytes, from);
        if (!pf_rst_is_blank(&line) && line.text - line.start < margin)
            break;
        if (!pf_prose_take(&rst->builder, 1))
            break;
        size_t start = line.start + margin < line.end ? line.start + margin : line.end;
        pf_str text = pf_str_slice(rst->bytes, start, line.end);
        *pf_pile_add(rst->builder.arena, &lines) = text;
        if (!is_simple_border(text, '='))
            continue;
        if (text.len != width)
            break;
        struct pf_rst_line below = pf_rst_line_at(rst->bytes, line.next);
        if (++borders == 3 || (borders == 2 && pf_rst_is_blank(&below))) {
            *end = line.next;
            return lines;
        }
    }
    return (struct lines){0};
}

struct simple {
    struct pf_rst *rst;
    struct drawing drawing;
    struct {
        struct pf_prose_row *items;
        size_t count, capacity;
    } rows;
    bool failed;
};

/* The row of the lines, cut at the starts that `spans` has, or at the table's own. */
static void add_simple_row(struct simple *table, size_t first, size_t end, pf_str spans)
{
    struct pf_arena *arena = table->rst->builder.arena;
    struct drawing *drawing = &table->drawing;
    size_t columns = drawing->column_count, parts = end - first;
    if (first >= end || table->failed || !pf_prose_take(&table->rst->builder, columns * parts))
        return;
    uint32_t *starts = PF_NEW_ARRAY(arena, uint32_t, spans.len + 1);
    size_t count = starts_of(spans, starts);
    if (count == 0) {
        starts = drawing->columns;
        count = columns;
    }
    uint32_t *offsets = PF_NEW_ARRAY(arena, uint32_t, parts * count);
    for (size_t i = 0; i < parts; i++)
        if (!pf_rst_offsets(drawing->lines[first + i], starts, count, offsets + i * count)) {
            table->failed = true;
            return;
        }
    struct pf_prose_row row = {PF_NEW_ARRAY(arena, struct pf_prose_cell, columns), columns};
    pf_str *texts = PF_NEW_ARRAY(arena, pf_str, parts);
    for (size_t cell = 0, column = 0; cell < count; cell++) {
        while (column < columns && drawing->columns[column] < starts[cell])
            row.cells[column++].span = pf_span_of(table->rst->builder.source, 0, 0);
        if (column >= columns)
            break;
        for (size_t i = 0; i < parts; i++) {
            pf_str line = drawing->lines[first + i];
            size_t to = cell + 1 < count ? offsets[i * count + cell + 1] : line.len;
            texts[i] = pf_str_slice(line, offsets[i * count + cell], to);
        }
        row.cells[column++] = pf_rst_cell(table->rst, texts, parts);
    }
    *pf_pile_add(arena, &table->rows) = row;
}

static bool first_column_is_blank(const struct drawing *drawing, pf_str line)
{
    size_t width = drawing->column_count > 1 ? drawing->columns[1] : line.len;
    return pf_str_trim(pf_str_slice(line, 0, width)).len == 0;
}

/* docutils' SimpleTableParser.parse_table. Answers how many rows the header has. */
static size_t read_simple_rows(struct simple *table)
{
    const struct drawing *drawing = &table->drawing;
    size_t start = 1, header_count = 0;
    bool has_text = false;
    for (size_t i = 1; i < drawing->line_count; i++) {
        pf_str line = drawing->lines[i];
        bool is_border = is_simple_border(line, '=');
        if (is_border || is_simple_border(line, '-')) {
            add_simple_row(table, start, i, is_border ? PF_STR("") : line);
            start = i + 1;
            has_text = false;
            if (is_border && i + 1 < drawing->line_count)
                header_count = table->rows.count;
        } else if (!first_column_is_blank(drawing, line)) {
            if (has_text)
                add_simple_row(table, start, i, PF_STR(""));
            start = i;
            has_text = true;
        } else if (!has_text) {
            start = i + 1;
        }
    }
    return header_count;
}

size_t pf_rst_simple_table(struct pf_rst *rst, size_t at)
{
    size_t end = at;
    struct lines lines = simple_lines(rst, at, &end);
    if (lines.count < 3)
        return at;
    struct simple table = {.rst = rst,
                           .drawing = {.lines = lines.items, .line_count = lines.count}};
    table.drawing.columns = PF_NEW_ARRAY(rst->builder.arena, uint32_t, lines.items[0].len);
    table.drawing.column_count = starts_of(lines.items[0], table.drawing.columns);
    size_t header_count = read_simple_rows(&table);
    if (table.failed)
        return at;
    struct pf_prose_block *block = pf_prose_add(&rst->builder, PF_PROSE_TABLE, at, end);
    if (block != NULL) {
        block->rows = table.rows.items;
        block->row_count = table.rows.count;
        block->header_count = header_count;
    }
    return end;
}
