/* reStructuredText by blocks: what a block is, its first line and the line below it tell. */
#include "read/rst.h"

#include "read/rst_inside.h"

enum {
    ITEM_DEPTH = 16,    /* lists inside lists; deeper ones keep this level */
    SHORT_ADORNMENT = 4 /* a shorter one must be as long as its title */
};

enum body {
    BODY_TEXT, /* read like any other text */
    BODY_CODE,
    BODY_SKIPPED,
    BODY_LIST_TABLE,
    BODY_CSV_TABLE,
    BODY_VARIABLE /* its argument is the name of an environment variable */
};

struct style {
    char mark;
    bool over;
};

struct reader {
    struct pf_rst rst;
    struct style styles[PF_PROSE_STYLES]; /* of headings, in the order of their levels */
    unsigned style_count;
    size_t items[ITEM_DEPTH]; /* indentation of the items around */
    unsigned item_depth;
    bool literal_next; /* the text before ended in `::` */
    size_t literal_indent;
};

/* A directive's options, and where its content stands. */
struct directive {
    pf_str name, argument;
    size_t indent, content, end;
    pf_str header; /* :header: of a csv-table */
    char delimiter;
    size_t header_rows;
};

static const struct {
    pf_str name;
    enum body body;
} directives[] = {
    {PF_STR_INIT("code-block"), BODY_CODE},       {PF_STR_INIT("code"), BODY_CODE},
    {PF_STR_INIT("sourcecode"), BODY_CODE},       {PF_STR_INIT("console"), BODY_CODE},
    {PF_STR_INIT("parsed-literal"), BODY_CODE},   {PF_STR_INIT("prompt"), BODY_CODE},
    {PF_STR_INIT("list-table"), BODY_LIST_TABLE}, {PF_STR_INIT("flat-table"), BODY_LIST_TABLE},
    {PF_STR_INIT("csv-table"), BODY_CSV_TABLE},   {PF_STR_INIT("envvar"), BODY_VARIABLE},
    {PF_STR_INIT("raw"), BODY_SKIPPED},           {PF_STR_INIT("comment"), BODY_SKIPPED},
    {PF_STR_INIT("image"), BODY_SKIPPED},         {PF_STR_INIT("figure"), BODY_SKIPPED},
    {PF_STR_INIT("include"), BODY_SKIPPED},       {PF_STR_INIT("literalinclude"), BODY_SKIPPED},
    {PF_STR_INIT("toctree"), BODY_SKIPPED},       {PF_STR_INIT("contents"), BODY_SKIPPED},
    {PF_STR_INIT("math"), BODY_SKIPPED},          {PF_STR_INIT("graphviz"), BODY_SKIPPED},
    {PF_STR_INIT("digraph"), BODY_SKIPPED},       {PF_STR_INIT("mermaid"), BODY_SKIPPED},
    {PF_STR_INIT("uml"), BODY_SKIPPED},           {PF_STR_INIT("highlight"), BODY_SKIPPED},
    {PF_STR_INIT("meta"), BODY_SKIPPED},          {PF_STR_INIT("index"), BODY_SKIPPED},
    {PF_STR_INIT("default-role"), BODY_SKIPPED},  {PF_STR_INIT("role"), BODY_SKIPPED},
};

static enum body body_of(pf_str name)
{
    for (size_t i = 0; i < sizeof directives / sizeof *directives; i++)
        if (pf_str_eq_nocase(directives[i].name, name))
            return directives[i].body;
    return BODY_TEXT;
}

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7f && !pf_is_alnum(c);
}

/* One mark over and over. */
static bool is_adornment(pf_str text)
{
    if (text.len == 0 || !is_punctuation(text.data[0]))
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (text.data[i] != text.data[0])
            return false;
    return true;
}

static unsigned level_of(struct reader *reader, char mark, bool over)
{
    for (unsigned i = 0; i < reader->style_count; i++)
        if (reader->styles[i].mark == mark && reader->styles[i].over == over)
            return i + 1;
    if (reader->style_count < PF_PROSE_STYLES)
        reader->styles[reader->style_count++] = (struct style){mark, over};
    return reader->style_count;
}

static void add_heading(struct reader *reader, const struct pf_rst_line *title, char mark,
                        bool over)
{
    pf_prose_add_text(&reader->rst.builder, PF_PROSE_HEADING, level_of(reader, mark, over),
                      title->text, title->end);
    reader->item_depth = 0;
}

static bool fits_title(pf_str title, pf_str adornment)
{
    return adornment.len >= SHORT_ADORNMENT || pf_rst_width(title) <= adornment.len;
}

/* Over- and underlined, or underlined, or a transition. `*at` moves past it. */
static bool read_heading(struct reader *reader, const struct pf_rst_line *first, size_t *at)
{
    const struct pf_rst *rst = &reader->rst;
    pf_str text = pf_rst_text(rst, first);
    struct pf_rst_line second = pf_rst_line_at(rst->bytes, first->next);
    pf_str below = pf_rst_text(rst, &second);
    if (first->indent > 0)
        return false;
    if (!is_adornment(text)) {
        if (second.indent > 0 || !is_adornment(below) || !fits_title(text, below))
            return false;
        add_heading(reader, first, below.data[0], false);
        *at = second.next;
        return true;
    }
    struct pf_rst_line third = pf_rst_line_at(rst->bytes, second.next);
    if (below.len > 0 && pf_str_eq(pf_rst_text(rst, &third), text) && fits_title(below, text)) {
        add_heading(reader, &second, text.data[0], true);
        *at = third.next;
        return true;
    }
    if (text.len < SHORT_ADORNMENT || below.len > 0)
        return false;
    *at = first->next;
    return true;
}

static bool is_name_char(char c)
{
    return pf_is_name(c) || c == '-' || c == '.' || c == ':' || c == '+';
}

/* ".. name:: argument": the name without its colons. */
static bool directive_name(pf_str text, pf_str *name, pf_str *argument)
{
    ptrdiff_t colons = pf_str_find(text, PF_STR("::"));
    if (colons <= 0)
        return false;
    *name = pf_str_slice(text, 0, (size_t)colons);
    for (size_t i = 0; i < name->len; i++)
        if (!is_name_char(name->data[i]))
            return false;
    pf_str after = pf_str_slice(text, (size_t)colons + 2, text.len);
    *argument = pf_str_trim(after);
    return after.len == 0 || pf_is_space(after.data[0]);
}

/* ":name: value" */
static bool is_field(pf_str text, pf_str *name, pf_str *value)
{
    if (text.len < 3 || text.data[0] != ':' || pf_is_space(text.data[1]) || text.data[1] == ':')
        return false;
    ptrdiff_t end = pf_str_find_byte(pf_str_slice(text, 1, text.len), ':');
    if (end == PF_STR_NONE)
        return false;
    *name = pf_str_slice(text, 1, 1 + (size_t)end);
    pf_str after = pf_str_slice(text, (size_t)end + 2, text.len);
    *value = pf_str_trim(after);
    return after.len == 0 || pf_is_space(after.data[0]);
}

static char delimiter_of(pf_str value)
{
    if (pf_str_eq(value, PF_STR("tab")))
        return '\t';
    if (pf_str_eq(value, PF_STR("space")))
        return ' ';
    return value.len == 1 ? value.data[0] : ',';
}

static void take_option(struct directive *directive, pf_str name, pf_str value)
{
    int64_t number;
    if (pf_str_eq(name, PF_STR("header")))
        directive->header = value;
    else if (pf_str_eq(name, PF_STR("delim")))
        directive->delimiter = delimiter_of(value);
    else if (pf_str_eq(name, PF_STR("header-rows")) && pf_str_to_int(value, &number) && number > 0)
        directive->header_rows = (size_t)number;
}

/* The lines behind a directive's first one that are options or go on with its argument. */
static void read_options(struct reader *reader, struct directive *directive)
{
    const struct pf_rst *rst = &reader->rst;
    while (directive->content < rst->bytes.len) {
        struct pf_rst_line line = pf_rst_line_at(rst->bytes, directive->content);
        pf_str name, value;
        if (line.indent <= directive->indent || !is_field(pf_rst_text(rst, &line), &name, &value))
            return;
        take_option(directive, name, value);
        directive->content = line.next;
    }
}

static void add_code(struct reader *reader, size_t at, size_t end, pf_str language)
{
    struct pf_prose_block *block =
        end > at ? pf_prose_add(&reader->rst.builder, PF_PROSE_CODE, at, end) : NULL;
    if (block != NULL)
        block->language = language;
}

static pf_str language_of(const struct directive *directive)
{
    if (pf_str_eq(directive->name, PF_STR("console")))
        return directive->name;
    if (pf_str_eq(directive->name, PF_STR("parsed-literal")))
        return PF_STR("");
    pf_str word, rest;
    pf_str_cut(directive->argument, ' ', &word, &rest);
    return word;
}

static void add_variable(struct reader *reader, pf_str name)
{
    size_t at = (size_t)(name.data - reader->rst.bytes.data);
    struct pf_prose_block *block =
        pf_prose_add_text(&reader->rst.builder, PF_PROSE_ITEM, 1, at, at + name.len);
    if (block == NULL || !pf_prose_take(&reader->rst.builder, 1))
        return;
    block->literals = PF_NEW(reader->rst.builder.arena, pf_span);
    block->literals[0] = block->span;
    block->literal_count = 1;
}

/* Answers where reading goes on: behind the directive, or at its body when that is text. */
static size_t read_directive(struct reader *reader, struct directive *directive)
{
    struct pf_rst *rst = &reader->rst;
    enum body body = body_of(directive->name);
    read_options(reader, directive);
    /* Bodies of text may stand in each other; looking for their ends would take the square. */
    if (body != BODY_TEXT && body != BODY_VARIABLE)
        directive->end = pf_rst_body_end(rst, directive->content, directive->indent);
    switch (body) {
    case BODY_CODE:
        add_code(reader, directive->content, directive->end, language_of(directive));
        break;
    case BODY_LIST_TABLE:
        pf_rst_list_table(rst, directive->content, directive->end, directive->header_rows);
        break;
    case BODY_CSV_TABLE:
        pf_rst_csv_table(rst, directive->content, directive->end, directive->header,
                         directive->delimiter, directive->header_rows);
        break;
    case BODY_SKIPPED:
        break;
    case BODY_VARIABLE:
        add_variable(reader, directive->argument);
        return directive->content;
    case BODY_TEXT:
        if (directive->argument.len > 0) {
            size_t at = (size_t)(directive->argument.data - rst->bytes.data);
            pf_prose_add_text(&rst->builder, PF_PROSE_PARAGRAPH, 0, at,
                              at + directive->argument.len);
        }
        return directive->content;
    }
    return directive->end;
}

/* ".. ": a directive, or a comment, target, footnote or substitution, whose body is passed over. */
static size_t read_explicit(struct reader *reader, const struct pf_rst_line *line)
{
    const struct pf_rst *rst = &reader->rst;
    struct directive directive = {.indent = line->indent, .content = line->next, .delimiter = ','};
    pf_str text = pf_rst_text(rst, line);
    text = pf_str_trim(pf_str_slice(text, 2, text.len));
    struct pf_rst_line below = pf_rst_line_at(rst->bytes, line->next);
    if (text.len == 0 && pf_rst_is_blank(&below))
        return line->next; /* an empty comment ends here and takes no body */
    if (directive_name(text, &directive.name, &directive.argument))
        return read_directive(reader, &directive);
    return pf_rst_body_end(rst, line->next, line->indent);
}

static size_t enumerator_len(pf_str text)
{
    size_t open = pf_str_starts(text, PF_STR("(")), at = open;
    while (at < text.len && at < open + 4 && pf_is_digit(text.data[at]))
        at++;
    if (at == open && at < text.len && (text.data[at] == '#' || pf_is_alpha(text.data[at])))
        at++;
    if (at == open || at >= text.len)
        return 0;
    bool ends = open ? text.data[at] == ')' : text.data[at] == ')' || text.data[at] == '.';
    return ends ? at + 1 : 0;
}

/* Bytes of the bullet or number in front of an item, without the space behind it; 0: no item. */
static size_t marker_len(pf_str text)
{
    size_t len = 0;
    if (text.len > 0 && (text.data[0] == '-' || text.data[0] == '*' || text.data[0] == '+'))
        len = 1;
    else if (pf_str_starts(text, PF_STR("\xE2\x80\xA2"))) /* • */
        len = 3;
    else
        len = enumerator_len(text);
    return len < text.len && text.data[len] == ' ' ? len : 0;
}

static unsigned enter_item(struct reader *reader, size_t indent)
{
    while (reader->item_depth > 0 && reader->items[reader->item_depth - 1] >= indent)
        reader->item_depth--;
    if (reader->item_depth < ITEM_DEPTH)
        reader->items[reader->item_depth++] = indent;
    return reader->item_depth;
}

/* A text that ends in `::` announces a literal block; alone it is no text itself. */
static void note_literal(struct reader *reader, size_t at, size_t end, size_t indent)
{
    pf_str text = pf_str_trim_right(pf_str_slice(reader->rst.bytes, at, end));
    reader->literal_next = pf_str_ends(text, PF_STR("::"));
    reader->literal_indent = indent;
}

/* Lines from `at` on at `indent`, up to a blank or otherwise indented one: a text of the kind. */
static size_t read_text(struct reader *reader, const struct pf_rst_line *line, size_t at,
                        size_t indent, enum pf_prose_kind kind, unsigned level)
{
    const struct pf_rst *rst = &reader->rst;
    size_t end = line->end, next = line->next;
    while (next < rst->bytes.len) {
        struct pf_rst_line more = pf_rst_line_at(rst->bytes, next);
        if (pf_rst_is_blank(&more) || more.indent != indent)
            break;
        end = more.end;
        next = more.next;
    }
    note_literal(reader, at, end, indent);
    pf_str text = pf_str_slice(rst->bytes, at, end);
    if (!pf_str_eq(text, PF_STR("::")))
        pf_prose_add_text(&reader->rst.builder, kind, level, at, end);
    return next;
}

static size_t read_item(struct reader *reader, const struct pf_rst_line *line, size_t marker)
{
    size_t at = line->text + marker;
    while (at < line->end && reader->rst.bytes.data[at] == ' ')
        at++;
    unsigned level = enter_item(reader, line->indent);
    return read_text(reader, line, at, line->indent + (at - line->text), PF_PROSE_ITEM, level);
}

/* A field's body may stand on further lines, indented by any amount. */
static size_t read_field(struct reader *reader, const struct pf_rst_line *line)
{
    unsigned level = enter_item(reader, line->indent);
    note_literal(reader, line->text, line->end, line->indent);
    pf_prose_add_text(&reader->rst.builder, PF_PROSE_ITEM, level, line->text, line->end);
    return line->next;
}

/* Lines up to a blank one: doctest blocks, and quoted literal blocks, which share a first mark. */
static size_t read_marked_code(struct reader *reader, const struct pf_rst_line *line, char mark,
                               pf_str language)
{
    const struct pf_rst *rst = &reader->rst;
    size_t next = line->next, end = line->end;
    while (next < rst->bytes.len) {
        struct pf_rst_line more = pf_rst_line_at(rst->bytes, next);
        if (pf_rst_is_blank(&more) || (mark != '\0' && rst->bytes.data[more.text] != mark))
            break;
        end = more.end;
        next = more.next;
    }
    add_code(reader, line->text, end, language);
    return next;
}

/* The literal block that `::` announced; false when what follows is none. */
static bool read_literal(struct reader *reader, const struct pf_rst_line *line, size_t *at)
{
    reader->literal_next = false;
    char first = reader->rst.bytes.data[line->text];
    if (line->indent > reader->literal_indent) {
        *at = pf_rst_body_end(&reader->rst, line->start, reader->literal_indent);
        add_code(reader, line->start, *at, PF_STR(""));
        return true;
    }
    if (line->indent == reader->literal_indent && is_punctuation(first) && first != '.') {
        *at = read_marked_code(reader, line, first, PF_STR(""));
        return true;
    }
    return false;
}

static bool is_grid_start(pf_str text)
{
    return pf_str_starts(text, PF_STR("+-")) && pf_str_ends(text, PF_STR("-+"));
}

static bool is_simple_start(pf_str text)
{
    bool has_space = false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] != '=' && text.data[i] != ' ')
            return false;
        has_space = has_space || text.data[i] == ' ';
    }
    return has_space;
}

static bool read_table(struct reader *reader, const struct pf_rst_line *line, size_t *at)
{
    pf_str text = pf_rst_text(&reader->rst, line);
    size_t after = line->start;
    if (is_grid_start(text))
        after = pf_rst_grid_table(&reader->rst, line->start);
    else if (is_simple_start(text))
        after = pf_rst_simple_table(&reader->rst, line->start);
    if (after == line->start)
        return false;
    *at = after;
    return true;
}

/* The block whose first line this is; answers where the next one may start. */
static size_t read_block(struct reader *reader, const struct pf_rst_line *line)
{
    const struct pf_rst *rst = &reader->rst;
    pf_str text = pf_rst_text(rst, line), name, value;
    size_t at = line->next;
    if (reader->literal_next && read_literal(reader, line, &at))
        return at;
    if (read_heading(reader, line, &at) || read_table(reader, line, &at))
        return at;
    if (pf_str_eq(text, PF_STR("..")) || pf_str_starts(text, PF_STR(".. ")))
        return read_explicit(reader, line);
    if (pf_str_starts(text, PF_STR(">>> ")))
        return read_marked_code(reader, line, '\0', PF_STR("pycon"));
    if (is_field(text, &name, &value))
        return read_field(reader, line);
    size_t marker = marker_len(text);
    if (marker > 0)
        return read_item(reader, line, marker);
    return read_text(reader, line, line->text, line->indent, PF_PROSE_PARAGRAPH, 0);
}

struct pf_prose pf_rst_read(struct pf_arena *arena, const struct pf_source *source,
                            struct pf_faults *faults)
{
    struct reader reader = {
        .rst = {.builder = {.arena = arena, .source = source, .faults = faults},
                .bytes = source->bytes},
    };
    size_t at = pf_str_starts(source->bytes, PF_STR("\xEF\xBB\xBF")) ? 3 : 0;
    while (at < source->bytes.len && !reader.rst.builder.full) {
        struct pf_rst_line line = pf_rst_line_at(source->bytes, at);
        at = pf_rst_is_blank(&line) ? line.next : read_block(&reader, &line);
    }
    return reader.rst.builder.prose;
}
