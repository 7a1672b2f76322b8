/* Lines of reStructuredText: indentation, columns on a terminal, and cells cut out of them. */
#include "read/rst_inside.h"

#include "base/buffer.h"
#include "base/utf8.h"

#include <string.h>

enum { TAB = 8 /* docutils' own */ };

struct pf_rst_line pf_rst_line_at(pf_str bytes, size_t at)
{
    struct pf_rst_line line = {.start = at, .end = bytes.len, .next = bytes.len};
    const char *end = at < bytes.len ? memchr(bytes.data + at, '\n', bytes.len - at) : NULL;
    if (end != NULL) {
        line.end = (size_t)(end - bytes.data);
        line.next = line.end + 1;
    }
    while (line.end > at && pf_is_space(bytes.data[line.end - 1]))
        line.end--;
    for (line.text = at; line.text < line.end; line.text++) {
        char c = bytes.data[line.text];
        if (c == '\t')
            line.indent += TAB - line.indent % TAB;
        else if (c == ' ')
            line.indent++;
        else
            break;
    }
    return line;
}

bool pf_rst_is_blank(const struct pf_rst_line *line)
{
    return line->text == line->end;
}

pf_str pf_rst_text(const struct pf_rst *rst, const struct pf_rst_line *line)
{
    return pf_str_slice(rst->bytes, line->text, line->end);
}

size_t pf_rst_body_end(const struct pf_rst *rst, size_t at, size_t indent)
{
    size_t end = at;
    while (at < rst->bytes.len) {
        struct pf_rst_line line = pf_rst_line_at(rst->bytes, at);
        at = line.next;
        if (pf_rst_is_blank(&line))
            continue;
        if (line.indent <= indent)
            return end;
        end = line.next;
    }
    return end;
}

/* Bytes and columns of the character at the start; a byte that is no UTF-8 takes one column. */
static size_t step(pf_str rest, size_t *width)
{
    uint32_t code_point;
    size_t len = pf_utf8_decode(rest, &code_point);
    *width = len == 0 ? 1 : pf_utf8_width(code_point);
    return len == 0 ? 1 : len;
}

bool pf_rst_offsets(pf_str line, const uint32_t *columns, size_t count, uint32_t *offsets)
{
    size_t at = 0, column = 0;
    bool all_between = true;
    for (size_t i = 0; i < count; i++) {
        while (at < line.len && column < columns[i]) {
            size_t width, len = step(pf_str_slice(line, at, line.len), &width);
            at += len;
            column += width;
        }
        if (column > columns[i]) {
            offsets[i] = (uint32_t)at | PF_RST_INSIDE;
            all_between = false;
            continue;
        }
        /* A combining mark belongs to the character before it. */
        for (size_t width = 0; at < line.len && column == columns[i] && column > 0;) {
            size_t len = step(pf_str_slice(line, at, line.len), &width);
            if (width > 0)
                break;
            at += len;
        }
        offsets[i] = (uint32_t)at;
    }
    return all_between;
}

size_t pf_rst_width(pf_str line)
{
    size_t column = 0, width;
    for (size_t at = 0; at < line.len; column += width)
        at += step(pf_str_slice(line, at, line.len), &width);
    return column;
}

struct pf_prose_cell pf_rst_cell(struct pf_rst *rst, const pf_str *parts, size_t count)
{
    struct pf_prose_cell cell = {.span = pf_span_of(rst->builder.source, 0, 0)};
    struct pf_buffer joined = pf_buffer_new(rst->builder.arena);
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        pf_str part = pf_str_trim(parts[i]);
        if (part.len == 0)
            continue;
        if (filled++ == 0) {
            cell.text = part;
            cell.span =
                pf_span_of(rst->builder.source, (size_t)(part.data - rst->bytes.data), part.len);
            continue;
        }
        if (filled == 2)
            pf_buffer_add(&joined, cell.text);
        pf_buffer_add_byte(&joined, ' ');
        pf_buffer_add(&joined, part);
    }
    if (filled > 1)
        cell.text = pf_buffer_str(&joined);
    return cell;
}
