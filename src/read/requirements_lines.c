/* requirements.txt and setup.cfg: requirements line by line, as pip joins and cuts them. */
#include "base/buffer.h"
#include "read/requirements_line.h"

/* The file as UTF-8; `places` of each byte in the source, NULL where they are the same. */
struct text {
    pf_str bytes;
    const uint32_t *places;
};

static uint32_t unit(pf_str bytes, size_t at, bool big)
{
    unsigned first = (unsigned char)bytes.data[at], second = (unsigned char)bytes.data[at + 1];
    return big ? first << 8 | second : second << 8 | first;
}

/* UTF-16 behind its byte order mark; half a pair becomes U+FFFD. */
static struct text decoded(struct pf_arena *arena, pf_str bytes, bool big)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    uint32_t *places = PF_NEW_ARRAY(arena, uint32_t, bytes.len * 2);
    for (size_t at = 2; at + 1 < bytes.len;) {
        uint32_t c = unit(bytes, at, big), low = 0;
        size_t from = at, before = buffer.len;
        at += 2;
        if (c >= 0xd800 && c < 0xdc00 && at + 1 < bytes.len)
            low = unit(bytes, at, big);
        if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
            at += 2;
        }
        pf_buffer_add_utf8(&buffer, c);
        for (size_t i = before; i < buffer.len; i++)
            places[i] = (uint32_t)from;
    }
    return (struct text){pf_buffer_str(&buffer), places};
}

static struct text text_of(struct pf_arena *arena, pf_str bytes)
{
    if (pf_str_starts(bytes, PF_STR("\xFF\xFE")))
        return decoded(arena, bytes, false);
    if (pf_str_starts(bytes, PF_STR("\xFE\xFF")))
        return decoded(arena, bytes, true);
    return (struct text){bytes, NULL};
}

static pf_span span_of(const struct pf_requirement_reader *reader, const struct text *text,
                       size_t from, size_t to)
{
    if (text->places == NULL || from == to)
        return pf_span_of(reader->source, text->places == NULL ? from : 0, to - from);
    size_t at = text->places[from];
    return pf_span_of(reader->source, at, text->places[to - 1] + 2u - at);
}

/* "# …" at the start or behind white space. */
static pf_str without_comment(pf_str line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.data[i] == '#' && (i == 0 || pf_is_space(line.data[i - 1])))
            return pf_str_slice(line, 0, i);
    return line;
}

static bool option_value(pf_str line, const char *option, pf_str *value)
{
    pf_str name = pf_str_c(option);
    if (!pf_str_starts(line, name))
        return false;
    pf_str rest = pf_str_slice(line, name.len, line.len);
    bool is_short = name.len == 2;
    if (rest.len == 0 || (!is_short && !pf_is_space(rest.data[0]) && rest.data[0] != '='))
        return false;
    *value = pf_str_trim(rest.data[0] == '=' ? pf_str_slice(rest, 1, rest.len) : rest);
    return value->len > 0;
}

static void include(struct pf_requirement_reader *reader, pf_str path, pf_span span)
{
    struct pf_strs *includes = &reader->requirements->includes;
    if (includes->count >= PF_REQUIREMENTS_INCLUDES)
        pf_fault_add(reader->arena, reader->faults, PF_FAULT_LIMIT, span,
                     "more than %d files are included; this one was not read",
                     PF_REQUIREMENTS_INCLUDES);
    else
        pf_strs_add_once(reader->arena, includes, path);
}

static pf_str without_options(pf_str line)
{
    ptrdiff_t at = pf_str_find(line, PF_STR(" --"));
    return at < 0 ? line : pf_str_slice(line, 0, (size_t)at);
}

/* A joined line without its comment; `span` is its first physical line. */
static void read_line(struct pf_requirement_reader *reader, pf_str line, pf_span span)
{
    static const char *const includes[] = {"--requirement", "--constraint", "-r", "-c"};
    pf_str value;
    line = pf_str_trim(line);
    for (size_t i = 0; i < sizeof includes / sizeof *includes; i++)
        if (option_value(line, includes[i], &value)) {
            include(reader, value, span);
            return;
        }
    if (option_value(line, "--editable", &value) || option_value(line, "-e", &value))
        line = value;
    if (line.len > 0 && line.data[0] != '-')
        pf_requirement_add_pep508(reader, without_options(line), span);
}

/* The bytes of `line` from its first to its last character that count. */
static pf_span span_of_line(const struct pf_requirement_reader *reader, const struct text *text,
                            size_t from, pf_str line)
{
    pf_str trimmed = pf_str_trim(without_options(without_comment(line)));
    size_t at = from + (size_t)(trimmed.data - line.data);
    return trimmed.len == 0 ? span_of(reader, text, from, from)
                            : span_of(reader, text, at, at + trimmed.len);
}

/* A backslash at its end joins a line to the next one. */
void pf_requirements_read_lines(struct pf_requirement_reader *reader)
{
    struct text text = text_of(reader->arena, reader->source->bytes);
    struct pf_buffer joined = pf_buffer_new(reader->arena);
    pf_str line, rest = text.bytes;
    pf_span span = {0};
    bool continues = false;
    if (pf_str_starts(rest, PF_STR("\xEF\xBB\xBF")))
        rest = pf_str_slice(rest, 3, rest.len);
    while (pf_str_next_line(&rest, &line)) {
        size_t from = (size_t)(line.data - text.bytes.data);
        bool open = pf_str_ends(line, PF_STR("\\")) && without_comment(line).len == line.len;
        line = open ? pf_str_slice(line, 0, line.len - 1) : line;
        if (!continues)
            span = span_of_line(reader, &text, from, line);
        pf_buffer_add(&joined, without_comment(line));
        continues = open && rest.len > 0;
        if (continues)
            continue;
        read_line(reader, pf_arena_str(reader->arena, pf_buffer_str(&joined)), span);
        joined.len = 0;
    }
}

/* `install_requires =`, on its line or indented below. */
void pf_requirements_read_setup_cfg(struct pf_requirement_reader *reader)
{
    struct text text = {reader->source->bytes, NULL};
    pf_str rest = text.bytes, line, name, value;
    bool inside = false;
    while (pf_str_next_line(&rest, &line)) {
        bool indented = line.len > 0 && (line.data[0] == ' ' || line.data[0] == '\t');
        if (!indented && pf_str_trim(line).len > 0) {
            inside = pf_str_cut(line, '=', &name, &value) &&
                     pf_str_eq(pf_str_trim(name), PF_STR("install_requires"));
            line = value;
        }
        size_t from = (size_t)(line.data - text.bytes.data);
        if (inside && line.len > 0)
            read_line(reader, without_comment(line), span_of_line(reader, &text, from, line));
    }
}
