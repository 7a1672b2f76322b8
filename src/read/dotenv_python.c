/* python-dotenv's grammar (0.21, unchanged since 0.10): bindings that may span lines. */
#include "read/dotenv_text.h"

struct reader {
    struct pf_dotenv *dotenv;
    pf_str text;
    size_t at;
};

static char peek(const struct reader *reader)
{
    return reader->at < reader->text.len ? reader->text.data[reader->at] : '\0';
}

static bool at_end(const struct reader *reader)
{
    return reader->at >= reader->text.len;
}

static bool at_line_end(const struct reader *reader)
{
    return at_end(reader) || peek(reader) == '\n';
}

/* White space, line ends only when `lines`. */
static void pass_space(struct reader *reader, bool lines)
{
    while (lines || !at_line_end(reader)) {
        size_t space = pf_dotenv_space(reader->text, reader->at);
        if (space == 0)
            return;
        reader->at += space;
    }
}

static void pass_line(struct reader *reader)
{
    while (!at_line_end(reader))
        reader->at++;
}

/* `export` counts only with white space behind it on the same line. */
static void pass_export(struct reader *reader)
{
    pf_str rest = pf_str_slice(reader->text, reader->at, reader->text.len);
    if (!pf_str_starts(rest, PF_STR("export")))
        return;
    struct reader behind = *reader;
    behind.at += 6;
    size_t from = behind.at;
    pass_space(&behind, false);
    if (behind.at > from)
        reader->at = behind.at;
}

/* False where no name stands; a quoted one may hold anything but its quote. */
static bool read_name(struct reader *reader, size_t *from, size_t *to)
{
    bool quoted = peek(reader) == '\'';
    *from = *to = reader->at + quoted;
    if (quoted) {
        while (*to < reader->text.len && reader->text.data[*to] != '\'')
            (*to)++;
        if (*to == reader->text.len || *to == *from)
            return false;
        reader->at = *to + 1;
        return true;
    }
    while (*to < reader->text.len && reader->text.data[*to] != '=' &&
           reader->text.data[*to] != '#' && pf_dotenv_space(reader->text, *to) == 0)
        (*to)++;
    reader->at = *to;
    return *to > *from;
}

/*
 * Where the quotes that begin at `at` close: a backslash hides the quote behind it, unless no other
 * closes the value, when the last hidden one does. The text's length when nothing closes it.
 */
static size_t closing_quote(pf_str text, size_t at)
{
    char quote = text.data[at];
    size_t last_hidden = text.len;
    for (size_t i = at + 1; i < text.len; i++) {
        if (text.data[i] == quote)
            return i;
        if (text.data[i] == '\\' && i + 1 < text.len && text.data[i + 1] == quote)
            last_hidden = ++i;
    }
    return last_hidden;
}

/* In ' only \\ and \' are escapes, in " the letters of C's too; other backslashes stay. */
static pf_str decoded(struct pf_arena *arena, pf_str text, bool single)
{
    static const char escapes[] = "\\\\''\"\"a\ab\bf\fn\nr\rt\tv\v";
    size_t known = single ? 4 : sizeof escapes - 1;
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++) {
        size_t escape = known;
        if (text.data[i] == '\\' && i + 1 < text.len)
            for (escape = 0; escape < known && escapes[escape] != text.data[i + 1];)
                escape += 2;
        if (escape < known)
            i++;
        pf_buffer_add_byte(&buffer, escape < known ? escapes[escape + 1] : text.data[i]);
    }
    return pf_buffer_str(&buffer);
}

/* Up to the line's end, without a comment that white space sets off. */
static pf_str unquoted(struct reader *reader)
{
    size_t from = reader->at;
    pass_line(reader);
    pf_str part = pf_str_slice(reader->text, from, reader->at);
    bool behind_space = false;
    for (size_t at = 0; at < part.len;) {
        size_t space = pf_dotenv_space(part, at);
        if (part.data[at] == '#' && behind_space)
            part.len = at;
        behind_space = space > 0;
        at += space > 0 ? space : 1;
    }
    return pf_dotenv_strip_right(part);
}

static struct pf_node *read_value(struct reader *reader)
{
    struct pf_dotenv *dotenv = reader->dotenv;
    size_t from = reader->at;
    char quote = peek(reader);
    if (quote != '\'' && quote != '"') {
        pf_str text = at_line_end(reader) ? PF_STR("") : unquoted(reader);
        return pf_node_str(dotenv->arena, text, pf_dotenv_span(dotenv, from, from + text.len));
    }
    size_t close = closing_quote(reader->text, from);
    if (close == reader->text.len)
        return NULL;
    reader->at = close + 1;
    pf_str inside = pf_str_slice(reader->text, from + 1, close);
    struct pf_node *value =
        pf_node_str(dotenv->arena, decoded(dotenv->arena, inside, quote == '\''),
                    pf_dotenv_span(dotenv, from, close + 1));
    value->style = quote == '\'' ? PF_STYLE_SINGLE : PF_STYLE_DOUBLE;
    return value;
}

/* A name with its value, or a comment. False: python-dotenv gives up the rest of the line. */
static bool read_binding(struct reader *reader)
{
    struct pf_dotenv *dotenv = reader->dotenv;
    size_t from = reader->at, to = reader->at;
    struct pf_node *value = NULL;
    pass_export(reader);
    bool named = peek(reader) != '#' || at_end(reader);
    if (named && !read_name(reader, &from, &to))
        return false;
    pass_space(reader, false);
    pf_span name_span = pf_dotenv_span(dotenv, from, to);
    if (peek(reader) == '=') {
        reader->at++;
        pass_space(reader, false);
        value = read_value(reader);
        if (value == NULL)
            return false;
    } else if (named) {
        value = pf_node_new(dotenv->arena, PF_NULL, name_span);
    }
    pass_space(reader, false);
    if (peek(reader) == '#')
        pass_line(reader);
    if (!at_line_end(reader))
        return false;
    reader->at += !at_end(reader);
    if (named)
        pf_dotenv_put(dotenv, pf_str_slice(reader->text, from, to), name_span, value);
    return true;
}

void pf_dotenv_read_python(struct pf_dotenv *dotenv)
{
    struct reader reader = {.dotenv = dotenv, .text = dotenv->text};
    for (;;) {
        pass_space(&reader, true);
        if (at_end(&reader))
            return;
        size_t from = reader.at;
        if (read_binding(&reader))
            continue;
        pass_line(&reader);
        pf_fault_add(dotenv->arena, dotenv->faults, PF_FAULT_UNPARSABLE,
                     pf_dotenv_span(dotenv, from, reader.at),
                     "python-dotenv passes over this: it is no NAME=value");
        reader.at += !at_end(&reader);
    }
}
