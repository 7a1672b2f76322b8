/* Sources and spans; the one place where bytes become lines and columns. */
#include "tree/source.h"

#include "base/error.h"
#include "base/utf8.h"

#include <string.h>

/* Lines are counted for a stretch of bytes at a time: a line is then found by a look at one. */
enum { STRETCH = 256 /* bytes: few numbers to keep, few bytes to look at again */ };

struct pf_source_lines {
    struct pf_arena *arena;
    uint32_t *before; /* line ends before each stretch; NULL until the first place is asked for */
    size_t stretches;
    uint32_t count; /* lines */
};

struct pf_source *pf_source_new(struct pf_arena *arena, pf_str path, pf_str bytes)
{
    if (bytes.len >= UINT32_MAX)
        pf_die("a source of %zu bytes", bytes.len);
    struct pf_source *source = PF_NEW(arena, struct pf_source);
    *source = (struct pf_source){path, bytes, PF_NEW(arena, struct pf_source_lines)};
    source->lines->arena = arena;
    return source;
}

pf_span pf_span_of(const struct pf_source *file, size_t at, size_t len)
{
    return (pf_span){file, (uint32_t)at, (uint32_t)len};
}

pf_span pf_span_join(pf_span a, pf_span b)
{
    if (a.file == NULL)
        return b;
    if (b.file != a.file)
        return a;
    uint32_t from = a.at < b.at ? a.at : b.at;
    uint32_t a_end = a.at + a.len, b_end = b.at + b.len;
    return (pf_span){a.file, from, (a_end > b_end ? a_end : b_end) - from};
}

pf_str pf_span_text(pf_span span)
{
    if (span.file == NULL)
        return (pf_str){NULL, 0};
    return pf_str_slice(span.file->bytes, span.at, (size_t)span.at + span.len);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

int pf_span_compare(pf_span a, pf_span b)
{
    if (a.file == NULL || b.file == NULL)
        return (a.file != NULL) - (b.file != NULL);
    int order = a.file == b.file ? 0 : pf_str_compare(a.file->path, b.file->path);
    if (order == 0)
        order = compare_numbers(a.at, b.at);
    return order != 0 ? order : compare_numbers(a.len, b.len);
}

static uint32_t ends_between(pf_str bytes, size_t from, size_t to)
{
    return (uint32_t)pf_str_count_byte(pf_str_slice(bytes, from, to), '\n');
}

static const struct pf_source_lines *line_map(const struct pf_source *source)
{
    struct pf_source_lines *lines = source->lines;
    if (lines->before != NULL)
        return lines;
    uint32_t ends = 0;
    lines->stretches = source->bytes.len / STRETCH + 1;
    lines->before = PF_NEW_ARRAY(lines->arena, uint32_t, lines->stretches);
    for (size_t i = 0; i < lines->stretches; i++) {
        lines->before[i] = ends;
        ends += ends_between(source->bytes, i * STRETCH, (i + 1) * STRETCH);
    }
    lines->count = ends + 1;
    return lines;
}

/* Where line `line`, from 0, starts; there is one. */
static uint32_t start_of(const struct pf_source *source, uint32_t line)
{
    const struct pf_source_lines *lines = line_map(source);
    size_t low = 0, high = lines->stretches;
    while (high - low > 1) { /* the last stretch before which the line does not start yet */
        size_t middle = low + (high - low) / 2;
        if (lines->before[middle] < line)
            low = middle;
        else
            high = middle;
    }
    size_t at = low * STRETCH;
    for (uint32_t passed = line == 0 ? 0 : lines->before[low]; passed < line; passed++)
        at +=
            (size_t)pf_str_find_byte(pf_str_slice(source->bytes, at, source->bytes.len), '\n') + 1;
    return (uint32_t)at;
}

static size_t bom_length(pf_str bytes)
{
    return pf_str_starts(bytes, PF_STR("\xef\xbb\xbf")) ? 3 : 0;
}

static struct pf_place place_of(const struct pf_source *source, uint32_t at)
{
    const struct pf_source_lines *lines = line_map(source);
    if (at > source->bytes.len)
        at = (uint32_t)source->bytes.len;
    size_t stretch = at / STRETCH;
    uint32_t line = lines->before[stretch] + ends_between(source->bytes, stretch * STRETCH, at);
    size_t from = (size_t)(pf_str_find_last_byte(pf_str_slice(source->bytes, 0, at), '\n') + 1);
    if (line == 0 && at >= bom_length(source->bytes))
        from = bom_length(source->bytes);
    pf_str before = pf_str_slice(source->bytes, from, at);
    return (struct pf_place){line + 1, (uint32_t)pf_utf8_count(before) + 1};
}

struct pf_place pf_span_start(pf_span span)
{
    return span.file == NULL ? (struct pf_place){1, 1} : place_of(span.file, span.at);
}

struct pf_place pf_span_end(pf_span span)
{
    return span.file == NULL ? (struct pf_place){1, 1} : place_of(span.file, span.at + span.len);
}

uint32_t pf_source_line_count(const struct pf_source *source)
{
    return line_map(source)->count;
}

pf_str pf_source_line(const struct pf_source *source, uint32_t line, uint32_t *at)
{
    const struct pf_source_lines *lines = line_map(source);
    if (line == 0 || line > lines->count)
        return (pf_str){NULL, 0};
    *at = start_of(source, line - 1);
    pf_str text, rest = pf_str_slice(source->bytes, *at, source->bytes.len);
    pf_str_cut(rest, '\n', &text, &rest);
    if (pf_str_ends(text, PF_STR("\r")))
        text.len--;
    return text;
}
