/* A line of a file, made fit to print, with the columns of a span on it. */
#include "report/snippet.h"

#include "base/buffer.h"
#include "base/utf8.h"
#include "report/escape.h"

enum {
    TAB_WIDTH = 4,
    LEAST_ROOM = 20, /* narrower than that nothing can be read anyway */
    LONGEST_LINE =
        16 * 1024 /* bytes looked at on each side of the span; minified files have more */
};

/* What one character of the file, or one secret, became. */
struct cell {
    pf_str text;
    unsigned width;
    size_t at; /* bytes into the line */
};
struct cells {
    struct cell *items;
    size_t count, capacity;
};

unsigned pf_columns(pf_str escaped)
{
    unsigned columns = 0;
    while (escaped.len > 0) {
        uint32_t code_point;
        size_t len = pf_utf8_decode(escaped, &code_point);
        columns += len == 0 ? 1 : pf_utf8_width(code_point);
        escaped = pf_str_slice(escaped, len == 0 ? 1 : len, escaped.len);
    }
    return columns;
}

/* How many bytes from `at` are a secret: by its place, or by its text. */
static size_t secret_at(const struct pf_mask *mask, const struct pf_source *file, pf_str line,
                        size_t line_at, size_t at)
{
    size_t len = 0;
    while (at + len < line.len && pf_mask_hides(mask, file, line_at + at + len))
        len++;
    return len > 0 ? len : pf_mask_length_at(mask, line, at);
}

static pf_str shown_letter(struct pf_arena *arena, pf_str letter, unsigned column)
{
    if (letter.data[0] == '\t')
        return pf_str_slice(PF_STR("    "), 0, TAB_WIDTH - column % TAB_WIDTH);
    struct pf_buffer shown = pf_buffer_new(arena);
    pf_escape_visible(&shown, letter);
    return pf_buffer_str(&shown);
}

static size_t letter_length(pf_str rest)
{
    uint32_t code_point;
    size_t len = pf_utf8_decode(rest, &code_point);
    return len == 0 ? 1 : len;
}

/* The cells of the bytes `from` to `to` of the line. */
static struct cells cells_of(struct pf_arena *arena, const struct pf_mask *mask,
                             const struct pf_source *file, pf_str line, size_t line_at, size_t from,
                             size_t to)
{
    struct cells cells = {0};
    unsigned column = 0;
    for (size_t at = from; at < to;) {
        size_t len = secret_at(mask, file, line, line_at, at);
        struct cell cell = {PF_STR("***"), 3, at};
        if (len == 0) {
            pf_str rest = pf_str_slice(line, at, line.len);
            len = letter_length(rest);
            cell.text = shown_letter(arena, pf_str_slice(rest, 0, len), column);
            cell.width = pf_columns(cell.text);
        }
        *pf_pile_add(arena, &cells) = cell;
        column += cell.width;
        at += len;
    }
    return cells;
}

static unsigned width_of(const struct cells *cells, size_t from, size_t to)
{
    unsigned width = 0;
    for (size_t i = from; i < to && i < cells->count; i++)
        width += cells->items[i].width;
    return width;
}

/* The first cell at or behind byte `at` of the line. */
static size_t cell_at(const struct cells *cells, size_t at)
{
    size_t i = 0;
    while (i < cells->count && cells->items[i].at < at)
        i++;
    return i;
}

/* The cells that fit, with the span's start among them. */
struct window {
    size_t from, to;
};

static struct window window_around(const struct cells *cells, size_t start, unsigned room)
{
    struct window window = {0, cells->count};
    if (width_of(cells, 0, cells->count) <= room)
        return window;
    unsigned before = room / 3;
    if (width_of(cells, 0, start) > room / 2) {
        window.from = start;
        for (unsigned width = 0; window.from > 0 && width < before; window.from--)
            width += cells->items[window.from - 1].width;
    }
    window.to = window.from;
    /* A column on each side is for the "…". */
    for (unsigned width = 2; window.to < cells->count; window.to++) {
        width += cells->items[window.to].width;
        if (width > room)
            break;
    }
    return window;
}

static pf_str window_text(struct pf_arena *arena, const struct cells *cells, struct window window,
                          bool on_github)
{
    struct pf_buffer text = pf_buffer_new(arena);
    pf_buffer_add_c(&text, window.from > 0 ? "…" : "");
    for (size_t i = window.from; i < window.to; i++)
        pf_buffer_add(&text, cells->items[i].text);
    pf_buffer_add_c(&text, window.to < cells->count ? "…" : "");
    if (!on_github)
        return pf_buffer_str(&text);
    /* Something stands before every snippet, so only `##[` is left to break. */
    struct pf_buffer guarded = pf_buffer_new(arena);
    pf_buffer_add_byte(&guarded, '|');
    pf_escape_guarded(&guarded, pf_buffer_str(&text));
    pf_str all = pf_buffer_str(&guarded);
    return pf_str_slice(all, 1, all.len);
}

struct pf_snippet pf_snippet_of(struct pf_arena *arena, const struct pf_mask *mask, pf_span span,
                                unsigned room, bool on_github)
{
    if (room < LEAST_ROOM)
        room = LEAST_ROOM;
    uint32_t line_at;
    uint32_t number = pf_span_start(span).line;
    pf_str line = pf_source_line(span.file, number, &line_at);
    size_t start_at = span.at - line_at;
    if (start_at > line.len)
        start_at = line.len;
    size_t end_at = start_at + span.len;
    if (end_at > line.len)
        end_at = line.len;
    size_t from = start_at > LONGEST_LINE ? start_at - LONGEST_LINE : 0;
    size_t to = line.len - start_at > LONGEST_LINE ? start_at + LONGEST_LINE : line.len;
    if (from == 0 && pf_str_starts(line, PF_STR("\xef\xbb\xbf")) && number == 1)
        from = 3;

    struct cells cells = cells_of(arena, mask, span.file, line, line_at, from, to);
    size_t start = cell_at(&cells, start_at), end = cell_at(&cells, end_at);
    struct window window = window_around(&cells, start, room);
    if (start < window.from)
        start = window.from;
    if (end > window.to)
        end = window.to;
    struct pf_snippet snippet = {.text = window_text(arena, &cells, window, on_github),
                                 .line = number};
    snippet.start = (window.from > 0 ? 1 : 0) + width_of(&cells, window.from, start);
    snippet.width = end > start ? width_of(&cells, start, end) : 1;
    return snippet;
}
