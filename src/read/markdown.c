/* Markdown by lines: each belongs to the block that is open, or closes it and opens another. */
#include "read/markdown.h"

#include "read/markdown_line.h"

enum {
    LIST_DEPTH = 16, /* a list inside a list … deeper is text */
    QUOTE_DEPTH = 16,
    CODE_INDENT = 4,
    TAB = 4
};

enum open_kind { OPEN_NOTHING, OPEN_TEXT, OPEN_FENCE, OPEN_INDENTED, OPEN_HTML, OPEN_TABLE };

struct open_block {
    enum open_kind kind;
    enum pf_prose_kind text_kind; /* paragraph or item */
    unsigned level;               /* of an item */
    size_t start, end;            /* bytes; `end` past the last line that belongs to it */
    size_t last_line;             /* where the last line of a text starts */
    size_t base;                  /* column of the list item that holds it */
    struct pf_md_fence fence;
    pf_str html_end; /* "" for a blank line */
    struct {
        struct pf_prose_row *items;
        size_t count, capacity;
    } rows;
};

struct markdown {
    struct pf_prose_builder builder;
    pf_str bytes;
    unsigned quoted; /* of the block that is open */
    size_t lists[LIST_DEPTH];
    unsigned list_depth;
    struct open_block open;
};

/* Where in a line reading stands. */
struct cursor {
    size_t at, end; /* bytes of the file; `end` without the line end */
    size_t column;  /* of `at`, tabs counted to the next multiple of four */
};

static pf_str rest_of(const struct markdown *markdown, const struct cursor *cursor)
{
    return pf_str_slice(markdown->bytes, cursor->at, cursor->end);
}

static void skip_spaces(const struct markdown *markdown, struct cursor *cursor)
{
    for (; cursor->at < cursor->end; cursor->at++) {
        char c = markdown->bytes.data[cursor->at];
        if (c == '\t')
            cursor->column += TAB - cursor->column % TAB;
        else if (c == ' ')
            cursor->column++;
        else
            return;
    }
}

static void close_block(struct markdown *markdown)
{
    struct open_block *open = &markdown->open;
    struct pf_prose_block *block = NULL;
    switch (open->kind) {
    case OPEN_TEXT:
        block = pf_prose_add_text(&markdown->builder, open->text_kind, open->level, open->start,
                                  open->end);
        break;
    case OPEN_FENCE:
    case OPEN_INDENTED:
        block = pf_prose_add(&markdown->builder, PF_PROSE_CODE, open->start, open->end);
        if (block != NULL)
            block->language = open->fence.language;
        break;
    case OPEN_TABLE:
        block = pf_prose_add(&markdown->builder, PF_PROSE_TABLE, open->start, open->end);
        if (block != NULL) {
            block->rows = open->rows.items;
            block->row_count = open->rows.count;
            block->header_count = 1;
        }
        break;
    case OPEN_NOTHING:
    case OPEN_HTML:
        break;
    }
    if (block != NULL)
        block->quoted = markdown->quoted;
    *open = (struct open_block){0};
}

static void open_text(struct markdown *markdown, const struct cursor *cursor, bool is_item)
{
    markdown->open = (struct open_block){
        .kind = OPEN_TEXT,
        .text_kind = is_item ? PF_PROSE_ITEM : PF_PROSE_PARAGRAPH,
        .level = is_item ? markdown->list_depth : 0,
        .start = cursor->at,
        .end = cursor->end,
        .last_line = cursor->at,
    };
}

static void continue_text(struct markdown *markdown, const struct cursor *cursor)
{
    markdown->open.end = cursor->end;
    markdown->open.last_line = cursor->at;
}

static void add_row(struct markdown *markdown, size_t at, size_t end)
{
    struct pf_arena *arena = markdown->builder.arena;
    pf_span line = pf_span_of(markdown->builder.source, at, end - at);
    size_t count = pf_md_cell_count(pf_span_text(line));
    if (!pf_prose_take(&markdown->builder, count + 1))
        return;
    *pf_pile_add(arena, &markdown->open.rows) = pf_md_cells(arena, line, count);
}

/* The text's last line is a table's header when `delimiter` has as many cells. */
static bool starts_table(const struct markdown *markdown, pf_str delimiter)
{
    const struct open_block *open = &markdown->open;
    if (open->kind != OPEN_TEXT || !pf_md_is_delimiter_row(delimiter))
        return false;
    pf_str header = pf_str_slice(markdown->bytes, open->last_line, open->end);
    return (pf_str_contains(header, PF_STR("|")) || pf_str_contains(delimiter, PF_STR("|"))) &&
           pf_md_cell_count(header) == pf_md_cell_count(delimiter);
}

static void open_table(struct markdown *markdown, const struct cursor *cursor)
{
    size_t header = markdown->open.last_line, header_end = markdown->open.end;
    markdown->open.end = header;
    if (header > markdown->open.start)
        close_block(markdown);
    markdown->open = (struct open_block){.kind = OPEN_TABLE, .start = header, .end = cursor->end};
    add_row(markdown, header, header_end);
}

static void make_heading(struct markdown *markdown, unsigned level, size_t at, size_t end)
{
    pf_prose_add_text(&markdown->builder, PF_PROSE_HEADING, level, at, end);
    markdown->open = (struct open_block){0};
}

static void open_fence(struct markdown *markdown, const struct cursor *cursor,
                       const struct pf_md_fence *fence, size_t base)
{
    size_t next = cursor->end < markdown->bytes.len ? cursor->end + 1 : cursor->end;
    markdown->open = (struct open_block){
        .kind = OPEN_FENCE, .start = next, .end = next, .base = base, .fence = *fence};
}

static void continue_html(struct markdown *markdown, const struct cursor *cursor)
{
    pf_str end = markdown->open.html_end;
    if (end.len > 0 && pf_str_find_nocase(rest_of(markdown, cursor), end) != PF_STR_NONE)
        close_block(markdown);
}

/* Opens what can interrupt a text at the cursor, which is indented by less than a code block.
 * False when a text starts or goes on here. */
static bool open_leaf(struct markdown *markdown, const struct cursor *cursor, size_t base)
{
    pf_str text = rest_of(markdown, cursor);
    struct pf_md_fence fence;
    pf_str heading, html_end;
    unsigned level;
    if (pf_md_is_break(text)) {
        close_block(markdown);
    } else if (pf_md_heading(text, &level, &heading)) {
        close_block(markdown);
        size_t at = (size_t)(heading.data - markdown->bytes.data);
        make_heading(markdown, level, at, at + heading.len);
    } else if (pf_md_fence_opens(text, &fence)) {
        close_block(markdown);
        open_fence(markdown, cursor, &fence, base);
    } else if (pf_md_html_opens(text, &html_end)) {
        close_block(markdown);
        markdown->open = (struct open_block){.kind = OPEN_HTML, .html_end = html_end};
        continue_html(markdown, cursor);
    } else {
        return false;
    }
    return true;
}

static bool opens_item(const struct markdown *markdown, const struct cursor *cursor,
                       bool interrupts, struct pf_md_marker *marker)
{
    pf_str text = rest_of(markdown, cursor);
    return markdown->list_depth < LIST_DEPTH && pf_md_marker(text, marker) &&
           !pf_md_is_break(text) && (!interrupts || (!marker->is_empty && marker->may_interrupt));
}

/* Past the marker: the item's content starts at its column, or one behind it when that is code. */
static void enter_item(struct markdown *markdown, struct cursor *cursor,
                       const struct pf_md_marker *marker)
{
    close_block(markdown);
    cursor->at += marker->len;
    cursor->column += marker->len;
    struct cursor content = *cursor;
    skip_spaces(markdown, &content);
    bool is_code = content.column - cursor->column > CODE_INDENT;
    size_t column = marker->is_empty || is_code ? cursor->column + 1 : content.column;
    markdown->lists[markdown->list_depth++] = column;
    *cursor = content;
}

static void open_indented(struct markdown *markdown, const struct cursor *cursor)
{
    if (markdown->open.kind != OPEN_INDENTED) {
        close_block(markdown);
        markdown->open = (struct open_block){.kind = OPEN_INDENTED, .start = cursor->at};
    }
    markdown->open.end = cursor->end;
}

/* A line that is not blank, its quotes and outer lists passed. `popped`: it left an item. */
static void read_content(struct markdown *markdown, struct cursor *cursor, bool popped)
{
    bool is_item = false;
    for (;;) {
        size_t base = markdown->list_depth == 0 ? 0 : markdown->lists[markdown->list_depth - 1];
        bool in_text = markdown->open.kind == OPEN_TEXT && !is_item;
        if (cursor->column >= base + CODE_INDENT) {
            if (!in_text)
                open_indented(markdown, cursor);
            else
                continue_text(markdown, cursor);
            return;
        }
        struct pf_md_marker marker;
        if (!opens_item(markdown, cursor, in_text && !popped, &marker)) {
            if (open_leaf(markdown, cursor, base))
                return;
            break;
        }
        enter_item(markdown, cursor, &marker);
        is_item = true;
        if (cursor->at >= cursor->end)
            return;
    }
    if (markdown->open.kind == OPEN_TABLE) {
        add_row(markdown, cursor->at, cursor->end);
        markdown->open.end = cursor->end;
    } else if (markdown->open.kind == OPEN_TEXT) {
        continue_text(markdown, cursor);
    } else {
        close_block(markdown);
        open_text(markdown, cursor, is_item);
    }
}

/* A text's underline makes it a heading, a delimiter row below it makes its last line a table's. */
static bool completes_text(struct markdown *markdown, const struct cursor *cursor)
{
    if (markdown->open.kind != OPEN_TEXT)
        return false;
    pf_str text = rest_of(markdown, cursor);
    unsigned level = pf_md_underline(text);
    if (level > 0)
        make_heading(markdown, level, markdown->open.start, markdown->open.end);
    else if (starts_table(markdown, text))
        open_table(markdown, cursor);
    else
        return false;
    return true;
}

static bool starts_something(struct markdown *markdown, const struct cursor *cursor)
{
    pf_str text = rest_of(markdown, cursor), part;
    struct pf_md_fence fence;
    struct pf_md_marker marker;
    unsigned level;
    return pf_md_is_break(text) || pf_md_heading(text, &level, &part) ||
           pf_md_fence_opens(text, &fence) || pf_md_html_opens(text, &part) ||
           pf_md_marker(text, &marker);
}

/* Leaves the items that the line is not indented enough for; true when it left one. */
static bool leave_lists(struct markdown *markdown, const struct cursor *cursor)
{
    unsigned depth = markdown->list_depth;
    while (depth > 0 && cursor->column < markdown->lists[depth - 1])
        depth--;
    bool left = depth < markdown->list_depth;
    markdown->list_depth = depth;
    return left;
}

static bool would_leave_lists(const struct markdown *markdown, const struct cursor *cursor)
{
    return markdown->list_depth > 0 && cursor->column < markdown->lists[markdown->list_depth - 1];
}

/* Passes up to `most` quote marks, each with the space behind it. */
static unsigned pass_quotes(const struct markdown *markdown, struct cursor *cursor, unsigned most)
{
    unsigned count = 0;
    while (count < most) {
        struct cursor next = *cursor;
        skip_spaces(markdown, &next);
        if (next.at >= next.end || markdown->bytes.data[next.at] != '>' ||
            next.column - cursor->column >= CODE_INDENT)
            return count;
        next.at++;
        next.column = 0;
        if (next.at < next.end && markdown->bytes.data[next.at] == ' ')
            next.at++;
        *cursor = next;
        count++;
    }
    return count;
}

static void read_fenced(struct markdown *markdown, const struct cursor *cursor, size_t line_end)
{
    if (pf_md_fence_closes(rest_of(markdown, cursor), &markdown->open.fence))
        close_block(markdown);
    else
        markdown->open.end = line_end;
}

static void read_blank(struct markdown *markdown, size_t end)
{
    struct open_block *open = &markdown->open;
    if (open->kind == OPEN_FENCE)
        open->end = end;
    else if (open->kind != OPEN_INDENTED && (open->kind != OPEN_HTML || open->html_end.len == 0))
        close_block(markdown);
}

/* A line in other quotes than the open block's. True when it goes on with that block all the same.
 */
static bool change_quotes(struct markdown *markdown, const struct cursor *content, unsigned quoted)
{
    bool lazy = quoted < markdown->quoted && markdown->open.kind == OPEN_TEXT &&
                content->at < content->end && !starts_something(markdown, content);
    if (lazy) {
        continue_text(markdown, content);
        return true;
    }
    close_block(markdown);
    markdown->quoted = quoted;
    markdown->list_depth = 0;
    return false;
}

static void read_line(struct markdown *markdown, size_t start, size_t end)
{
    bool in_fence = markdown->open.kind == OPEN_FENCE;
    struct cursor cursor = {.at = start, .end = end};
    unsigned quoted = pass_quotes(markdown, &cursor, in_fence ? markdown->quoted : QUOTE_DEPTH);
    skip_spaces(markdown, &cursor);
    if (quoted != markdown->quoted && change_quotes(markdown, &cursor, quoted))
        return;
    if (cursor.at >= end) {
        read_blank(markdown, end);
        return;
    }
    if (markdown->open.kind == OPEN_FENCE && cursor.column >= markdown->open.base) {
        read_fenced(markdown, &cursor, end);
        return;
    }
    if (markdown->open.kind == OPEN_HTML) {
        continue_html(markdown, &cursor);
        return;
    }
    bool leaves = would_leave_lists(markdown, &cursor);
    if (leaves && markdown->open.kind == OPEN_TEXT && !starts_something(markdown, &cursor)) {
        continue_text(markdown, &cursor);
        return;
    }
    if (!leaves && completes_text(markdown, &cursor))
        return;
    if (leave_lists(markdown, &cursor))
        close_block(markdown);
    read_content(markdown, &cursor, leaves);
}

/* "title: x": a break at the top of a text is no front matter. */
static bool is_yaml_key(pf_str line)
{
    size_t at = 0;
    while (at < line.len && (pf_is_name(line.data[at]) || line.data[at] == '-'))
        at++;
    return at > 0 && at < line.len && line.data[at] == ':';
}

/* Past a front matter's closing line; 0 when the file has none. */
static size_t front_matter(pf_str bytes)
{
    pf_str rest = bytes, line;
    if (!pf_str_next_line(&rest, &line) || !pf_str_eq(pf_str_trim_right(line), PF_STR("---")))
        return 0;
    for (bool first = true; pf_str_next_line(&rest, &line); first = false) {
        if (first && !is_yaml_key(line))
            return 0;
        line = pf_str_trim_right(line);
        if (pf_str_eq(line, PF_STR("---")) || pf_str_eq(line, PF_STR("...")))
            return bytes.len - rest.len;
    }
    return 0;
}

struct pf_prose pf_markdown_read(struct pf_arena *arena, const struct pf_source *source,
                                 struct pf_faults *faults)
{
    struct markdown markdown = {
        .builder = {.arena = arena, .source = source, .faults = faults},
        .bytes = source->bytes,
    };
    size_t bom = pf_str_starts(source->bytes, PF_STR("\xEF\xBB\xBF")) ? 3 : 0;
    size_t at = bom + front_matter(pf_str_slice(source->bytes, bom, source->bytes.len));
    pf_str rest = pf_str_slice(source->bytes, at, source->bytes.len);
    for (pf_str line; !markdown.builder.full && pf_str_next_line(&rest, &line);) {
        size_t start = (size_t)(line.data - source->bytes.data);
        read_line(&markdown, start, start + line.len);
    }
    close_block(&markdown);
    return markdown.builder.prose;
}
