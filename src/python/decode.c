/* Encoding declarations; single-byte encodings by the table rules/tables/python-encodings.tsv. */
#include "python/decode.h"

#include "base/buffer.h"
#include "base/table.h"
#include "base/utf8.h"

enum { NAME_COLUMN, ALIASES_COLUMN, CODES_COLUMN, HEX_DIGITS = 4 };

/* One physical line without its end; CPython ends lines at CR, too. False at the end. */
static bool next_line(pf_str *rest, pf_str *line)
{
    if (rest->len == 0)
        return false;
    size_t len = 0;
    while (len < rest->len && rest->data[len] != '\n' && rest->data[len] != '\r')
        len++;
    *line = pf_str_slice(*rest, 0, len);
    if (len + 1 < rest->len && rest->data[len] == '\r' && rest->data[len + 1] == '\n')
        len++;
    *rest = pf_str_slice(*rest, len + 1, rest->len);
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\f';
}

/* Is there nothing on the line but blanks and perhaps a comment? Sets `*comment` to the latter. */
static bool is_comment_line(pf_str line, pf_str *comment)
{
    size_t at = 0;
    while (at < line.len && is_blank(line.data[at]))
        at++;
    *comment = pf_str_slice(line, at, line.len);
    return comment->len == 0 || comment->data[0] == '#';
}

static bool is_encoding_name(char c)
{
    return pf_is_alnum(c) || c == '-' || c == '_' || c == '.';
}

/* What follows "coding:" or "coding=" in the comment; empty when there is none. */
static pf_str declared_in(pf_str comment)
{
    for (;;) {
        ptrdiff_t at = pf_str_find(comment, PF_STR("coding"));
        if (at < 0)
            return (pf_str){NULL, 0};
        comment = pf_str_slice(comment, (size_t)at + 6, comment.len);
        if (comment.len == 0 || (comment.data[0] != ':' && comment.data[0] != '='))
            continue;
        size_t from = 1;
        while (from < comment.len && (comment.data[from] == ' ' || comment.data[from] == '\t'))
            from++;
        size_t to = from;
        while (to < comment.len && is_encoding_name(comment.data[to]))
            to++;
        if (to > from)
            return pf_str_slice(comment, from, to);
    }
}

/* The declaration stands in the first line, or in the second after a comment or blank line. */
static pf_str find_declaration(pf_str text)
{
    pf_str line, comment, found = {NULL, 0};
    for (int i = 0; i < 2 && found.len == 0 && next_line(&text, &line); i++) {
        if (!is_comment_line(line, &comment))
            break;
        found = declared_in(comment);
    }
    return found;
}

/* "UTF_8-unix" is utf-8, as CPython's get_normal_name has it. */
static pf_str normal_name(struct pf_arena *arena, pf_str name)
{
    char *data = pf_arena_take(arena, name.len);
    for (size_t i = 0; i < name.len; i++)
        data[i] = name.data[i] == '_' ? '-' : pf_to_lower(name.data[i]);
    pf_str normal = {data, name.len};
    static const pf_str with_suffix[] = {PF_STR_INIT("utf-8"), PF_STR_INIT("latin-1"),
                                         PF_STR_INIT("iso-8859-1"), PF_STR_INIT("iso-latin-1")};
    for (size_t i = 0; i < sizeof with_suffix / sizeof *with_suffix; i++)
        if (pf_str_starts(normal, with_suffix[i]) && normal.len > with_suffix[i].len &&
            normal.data[with_suffix[i].len] == '-')
            return with_suffix[i];
    return normal;
}

static bool is_alias(pf_str aliases, pf_str name)
{
    pf_str alias;
    for (bool more = true; more;) {
        more = pf_str_cut(aliases, ',', &alias, &aliases);
        if (pf_str_eq(alias, name))
            return true;
    }
    return false;
}

static ptrdiff_t find_encoding(const struct pf_table *table, pf_str name)
{
    for (size_t row = 0; row < table->row_count; row++)
        if (is_alias(pf_table_cell(table, row, ALIASES_COLUMN), name))
            return (ptrdiff_t)row;
    return PF_STR_NONE;
}

static uint32_t hexadecimal(pf_str digits)
{
    uint32_t value = 0;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.data[i];
        value = value * 16 + (uint32_t)(pf_is_digit(c) ? c - '0' : c - 'A' + 10);
    }
    return value;
}

/* Code points of the bytes 80 to FF. */
static void read_upper_half(pf_str codes, uint32_t upper[128])
{
    for (size_t i = 0; i < 128; i++)
        upper[i] = hexadecimal(pf_str_slice(codes, i * HEX_DIGITS, (i + 1) * HEX_DIGITS));
}

static pf_span span_of_name(const struct pf_source *source, pf_str name)
{
    return pf_span_of(source, (size_t)(name.data - source->bytes.data), name.len);
}

/* `upper` has 0 for bytes that the encoding does not use. */
static struct pf_python_text transcode(struct pf_arena *arena, const struct pf_source *source,
                                       struct pf_faults *faults, pf_str name,
                                       const uint32_t upper[128])
{
    pf_str bytes = source->bytes;
    struct pf_buffer text = pf_buffer_new(arena);
    struct {
        uint32_t *items;
        size_t count, capacity;
    } origins = {0};
    bool misfits = false;
    for (size_t at = 0; at < bytes.len; at++) {
        unsigned char byte = (unsigned char)bytes.data[at];
        uint32_t c = byte < 0x80 ? byte : upper[byte - 0x80];
        if (c == 0 && byte != 0) {
            if (!misfits)
                pf_fault_add(arena, faults, PF_FAULT_PYTHON_SYNTAX, pf_span_of(source, at, 1),
                             "this byte means nothing in the declared encoding '%.*s'",
                             PF_ARG(name));
            misfits = true;
            c = 0xfffd;
        }
        pf_buffer_add_utf8(&text, c);
        while (origins.count < text.len)
            *pf_pile_add(arena, &origins) = (uint32_t)at;
    }
    *pf_pile_add(arena, &origins) = (uint32_t)bytes.len;
    return (struct pf_python_text){pf_buffer_str(&text), 0, origins.items};
}

static struct pf_python_text as_latin_1(struct pf_arena *arena, const struct pf_source *source)
{
    uint32_t upper[128];
    for (uint32_t i = 0; i < 128; i++)
        upper[i] = 0x80 + i;
    return transcode(arena, source, NULL, PF_STR(""), upper);
}

struct pf_python_text pf_python_decode(struct pf_arena *arena, const struct pf_source *source,
                                       struct pf_faults *faults)
{
    struct pf_faults ignored = {0};
    if (faults == NULL)
        faults = &ignored;
    pf_str bytes = source->bytes;
    size_t start = pf_str_starts(bytes, PF_STR("\xef\xbb\xbf")) ? 3 : 0;
    struct pf_python_text as_is = {bytes, start, NULL};
    pf_str written = find_declaration(pf_str_slice(bytes, start, bytes.len));
    if (written.len == 0)
        return as_is;

    pf_str name = normal_name(arena, written);
    if (pf_str_eq(name, PF_STR("utf-8")))
        return as_is;
    if (start > 0) {
        pf_fault_add(arena, faults, PF_FAULT_PYTHON_SYNTAX, span_of_name(source, written),
                     "the file begins with a UTF-8 byte order mark, but declares the encoding "
                     "'%.*s'; write 'utf-8'",
                     PF_ARG(written));
        return as_is;
    }
    struct pf_table table = pf_table_read(arena, "rules/tables/python-encodings.tsv");
    ptrdiff_t row = find_encoding(&table, name);
    if (row < 0) {
        pf_fault_add(arena, faults, PF_FAULT_PYTHON_SYNTAX, span_of_name(source, written),
                     "the encoding '%.*s' is not known here; save the file as UTF-8",
                     PF_ARG(written));
        return as_latin_1(arena, source);
    }
    pf_str codec = pf_table_cell(&table, (size_t)row, NAME_COLUMN);
    if (pf_str_eq(codec, PF_STR("utf_8")))
        return as_is;
    if (pf_str_eq(codec, PF_STR("latin_1")))
        return as_latin_1(arena, source);
    uint32_t upper[128];
    read_upper_half(pf_table_cell(&table, (size_t)row, CODES_COLUMN), upper);
    return transcode(arena, source, faults, written, upper);
}

size_t pf_python_text_at(const struct pf_python_text *text, size_t at)
{
    if (text->origins == NULL)
        return at < text->text.len ? at : text->text.len;
    size_t low = 0, high = text->text.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text->origins[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
