/* Dockerfile bytes → logical lines, by the rules of BuildKit's parser. */
#include "read/dockerfile_lines.h"

#include "base/buffer.h"

/* The next physical line without its end; false at the end of the file. */
static bool read_physical(struct pf_docker_lines *lines, pf_str *text, size_t *at)
{
    pf_str bytes = lines->source->bytes;
    if (lines->given_up || lines->at >= bytes.len)
        return false;
    *at = lines->at;
    pf_str rest = pf_str_slice(bytes, lines->at, bytes.len);
    bool ended = pf_str_cut(rest, '\n', text, &rest);
    lines->at += text->len + ended;
    if (text->len + ended > PF_DOCKERFILE_LINE) {
        pf_fault_add(lines->arena, lines->faults, PF_FAULT_UNPARSABLE,
                     pf_span_of(lines->source, *at, text->len),
                     "line of more than %d bytes: Docker refuses the file", PF_DOCKERFILE_LINE);
        lines->given_up = true;
        return false;
    }
    while (text->len > 0 && text->data[text->len - 1] == '\r')
        text->len--;
    return true;
}

/* Cuts the escape at the end and the blanks behind it; an escaped escape continues nothing. */
static bool cut_continuation(pf_str *text, char escape)
{
    size_t len = text->len;
    while (len > 0 && (text->data[len - 1] == ' ' || text->data[len - 1] == '\t'))
        len--;
    if (len == 0 || text->data[len - 1] != escape)
        return false;
    if (len > 1 && text->data[len - 2] == escape)
        return false;
    text->len = len - 1;
    return true;
}

static bool is_comment(pf_str text)
{
    return pf_str_starts(pf_str_trim_left(text), PF_STR("#"));
}

/* "# name=value"; false when the line is none. */
static bool split_directive(pf_str line, pf_str *name, pf_str *value)
{
    if (!pf_str_starts(line, PF_STR("#")))
        return false;
    pf_str rest = pf_str_trim_left(pf_str_slice(line, 1, line.len));
    size_t len = 0;
    while (len < rest.len && pf_is_alnum(rest.data[len]))
        len++;
    *name = pf_str_slice(rest, 0, len);
    rest = pf_str_trim_left(pf_str_slice(rest, len, rest.len));
    if (len == 0 || pf_is_digit(name->data[0]) || !pf_str_starts(rest, PF_STR("=")))
        return false;
    *value = pf_str_trim(pf_str_slice(rest, 1, rest.len));
    return value->len > 0;
}

enum directive { SYNTAX, ESCAPE, CHECK, DIRECTIVE_COUNT };

/* PF_STR_NONE for a comment that only looks like one. */
static int directive_of(pf_str name)
{
    static const char *const names[DIRECTIVE_COUNT] = {
        [SYNTAX] = "syntax", [ESCAPE] = "escape", [CHECK] = "check"};
    for (int i = 0; i < DIRECTIVE_COUNT; i++)
        if (pf_str_eq_nocase(name, pf_str_c(names[i])))
            return i;
    return PF_STR_NONE;
}

static void take_directive(struct pf_docker_lines *lines, enum directive directive, pf_str value)
{
    size_t at = (size_t)(value.data - lines->source->bytes.data);
    pf_span span = pf_span_of(lines->source, at, value.len);
    bool is_escape = pf_str_eq(value, PF_STR("\\")) || pf_str_eq(value, PF_STR("`"));
    if (directive == SYNTAX)
        lines->syntax = span;
    else if (directive == ESCAPE && is_escape)
        lines->escape = value.data[0];
    else if (directive == ESCAPE)
        pf_fault_add(lines->arena, lines->faults, PF_FAULT_UNPARSABLE, span,
                     "escape directive '%.*s' must be \\ or `", PF_ARG(value));
}

struct pf_docker_lines pf_docker_lines_start(struct pf_arena *arena, const struct pf_source *source,
                                             struct pf_faults *faults)
{
    struct pf_docker_lines lines = {
        .arena = arena, .source = source, .faults = faults, .escape = '\\'};
    if (pf_str_starts(source->bytes, PF_STR("\xEF\xBB\xBF")))
        lines.at = 3;
    for (bool seen[DIRECTIVE_COUNT] = {false};;) {
        size_t before = lines.at, at;
        pf_str line, name, value;
        int directive = PF_STR_NONE;
        if (read_physical(&lines, &line, &at) && split_directive(line, &name, &value))
            directive = directive_of(name);
        if (directive == PF_STR_NONE) {
            if (!lines.given_up)
                lines.at = before;
            return lines;
        }
        if (seen[directive])
            pf_fault_add(arena, faults, PF_FAULT_UNPARSABLE, pf_span_of(source, at, line.len),
                         "only one %.*s directive can be used", PF_ARG(name));
        else
            take_directive(&lines, (enum directive)directive, value);
        seen[directive] = true;
    }
}

static void add_piece(struct pf_docker_line *line, struct pf_buffer *text, pf_str piece, size_t at)
{
    *pf_pile_add(line->arena, &line->pieces) =
        (struct pf_docker_piece){.text_at = text->len, .source_at = at};
    pf_buffer_add(text, piece);
}

/* Reads on while lines continue; comments and empty lines in between count for nothing. */
static void read_continuations(struct pf_docker_lines *lines, struct pf_docker_line *line,
                               struct pf_buffer *text)
{
    pf_str piece;
    size_t at;
    while (read_physical(lines, &piece, &at)) {
        if (is_comment(piece) || pf_str_trim(piece).len == 0)
            continue;
        bool continues = cut_continuation(&piece, lines->escape);
        add_piece(line, text, piece, at);
        if (!continues)
            return;
    }
}

bool pf_docker_lines_next(struct pf_docker_lines *lines, struct pf_docker_line *line)
{
    pf_str piece;
    size_t at;
    while (read_physical(lines, &piece, &at)) {
        if (is_comment(piece) || pf_str_trim(piece).len == 0)
            continue;
        *line = (struct pf_docker_line){.arena = lines->arena, .source = lines->source};
        struct pf_buffer text = pf_buffer_new(lines->arena);
        bool continues = cut_continuation(&piece, lines->escape);
        add_piece(line, &text, piece, at);
        if (continues)
            read_continuations(lines, line, &text);
        pf_str joined = pf_buffer_str(&text);
        line->trimmed = joined.len - pf_str_trim_left(joined).len;
        line->text = pf_str_trim(joined);
        if (line->text.len > 0)
            return true;
    }
    return false;
}

static size_t source_place(const struct pf_docker_line *line, size_t at)
{
    size_t low = 0, high = line->pieces.count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (line->pieces.items[middle].text_at <= at)
            low = middle;
        else
            high = middle;
    }
    const struct pf_docker_piece *piece = &line->pieces.items[low];
    return piece->source_at + (at - piece->text_at);
}

pf_span pf_docker_line_span(const struct pf_docker_line *line, size_t from, size_t to)
{
    size_t at = source_place(line, from + line->trimmed);
    size_t end = to > from ? source_place(line, to - 1 + line->trimmed) + 1 : at;
    return pf_span_of(line->source, at, end - at);
}

static pf_str without_tabs(pf_str line)
{
    size_t tabs = 0;
    while (tabs < line.len && line.data[tabs] == '\t')
        tabs++;
    return pf_str_slice(line, tabs, line.len);
}

bool pf_docker_lines_heredoc(struct pf_docker_lines *lines, pf_str name, bool tabs, pf_str *text,
                             pf_span *span)
{
    struct pf_buffer buffer = pf_buffer_new(lines->arena);
    size_t from = lines->at, to = lines->at, at;
    bool ended = false;
    pf_str line;
    while (!ended && read_physical(lines, &line, &at)) {
        pf_str content = tabs ? without_tabs(line) : line;
        ended = pf_str_eq(content, name);
        if (ended)
            break;
        pf_buffer_add(&buffer, content);
        pf_buffer_add_byte(&buffer, '\n');
        to = lines->at;
    }
    *text = pf_buffer_str(&buffer);
    *span = pf_span_of(lines->source, from, to - from);
    return ended;
}
