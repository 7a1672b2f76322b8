/* .env files: the choice of the reader, and the two that are a few lines long. */
#include "read/dotenv.h"

#include "base/utf8.h"
#include "read/dotenv_text.h"

/* ---- python-decouple ---- */

static size_t offset_in(pf_str text, pf_str part)
{
    return (size_t)(part.data - text.data);
}

static void read_decouple_line(struct pf_dotenv *dotenv, pf_str line)
{
    pf_str name, value, stripped = pf_dotenv_strip(line);
    if (stripped.len == 0 || stripped.data[0] == '#')
        return;
    size_t at = offset_in(dotenv->text, stripped);
    if (!pf_str_cut(stripped, '=', &name, &value)) {
        pf_fault_add(dotenv->arena, dotenv->faults, PF_FAULT_UNPARSABLE,
                     pf_dotenv_span(dotenv, at, at + stripped.len),
                     "python-decouple passes over this: it is no NAME=value");
        return;
    }
    name = pf_dotenv_strip(name);
    value = pf_dotenv_strip(value);
    size_t name_at = offset_in(dotenv->text, name), value_at = offset_in(dotenv->text, value);
    pf_span span = pf_dotenv_span(dotenv, value_at, value_at + value.len);
    char quote = value.len >= 2 ? value.data[0] : '\0';
    bool quoted = (quote == '\'' || quote == '"') && value.data[value.len - 1] == quote;
    if (quoted)
        value = pf_str_slice(value, 1, value.len - 1);
    struct pf_node *node = pf_node_str(dotenv->arena, value, span);
    if (quoted)
        node->style = quote == '"' ? PF_STYLE_DOUBLE : PF_STYLE_SINGLE;
    pf_dotenv_put(dotenv, name, pf_dotenv_span(dotenv, name_at, name_at + name.len), node);
}

static void read_decouple(struct pf_dotenv *dotenv)
{
    pf_str line, rest = dotenv->text;
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, '\n', &line, &rest);
        read_decouple_line(dotenv, line);
    }
}

/* ---- docker run --env-file ---- */

static void refuse(struct pf_dotenv *dotenv, pf_str line, const char *why)
{
    pf_fault_add(dotenv->arena, dotenv->faults, PF_FAULT_UNPARSABLE,
                 pf_span_of(dotenv->source, offset_in(dotenv->source->bytes, line), line.len),
                 "Docker refuses the file: %s", why);
}

/* Go's unicode.IsSpace lacks the separators that Python's has. */
static pf_str without_space_in_front(pf_str line)
{
    size_t at = 0;
    for (size_t space; (space = pf_dotenv_space(line, at)) > 0 &&
                       !(line.data[at] >= 0x1c && line.data[at] <= 0x1f);)
        at += space;
    return pf_str_slice(line, at, line.len);
}

static void read_docker_line(struct pf_dotenv *dotenv, pf_str line)
{
    pf_str name, value, bytes = dotenv->source->bytes;
    line = without_space_in_front(line);
    if (line.len == 0 || line.data[0] == '#')
        return;
    bool given = pf_str_cut(line, '=', &name, &value);
    if (name.len == 0) {
        refuse(dotenv, line, "no name in front of '='");
        return;
    }
    if (pf_str_find_byte(name, ' ') >= 0 || pf_str_find_byte(name, '\t') >= 0) {
        refuse(dotenv, line, "white space in a name");
        return;
    }
    pf_span name_span = pf_span_of(dotenv->source, offset_in(bytes, name), name.len);
    struct pf_node *node =
        given ? pf_node_str(dotenv->arena, value,
                            pf_span_of(dotenv->source, offset_in(bytes, value), value.len))
              : pf_node_new(dotenv->arena, PF_NULL, name_span);
    pf_dotenv_put(dotenv, name, name_span, node);
}

static void read_docker(struct pf_dotenv *dotenv)
{
    pf_str line, rest = dotenv->source->bytes;
    if (pf_str_starts(rest, PF_STR("\xEF\xBB\xBF")))
        rest = pf_str_slice(rest, 3, rest.len);
    for (bool more = rest.len > 0; more;) {
        more = pf_str_cut(rest, '\n', &line, &rest);
        if (line.len + more > PF_DOTENV_DOCKER_LINE) {
            refuse(dotenv, line, "a line of more than 65535 bytes");
            return;
        }
        if (pf_str_ends(line, PF_STR("\r")))
            line.len--;
        read_docker_line(dotenv, line);
    }
}

/* ---- the choice ---- */

static void check_bytes(struct pf_dotenv *dotenv, enum pf_dotenv_mode mode)
{
    pf_str bytes = dotenv->source->bytes;
    ptrdiff_t bad = pf_utf8_first_bad(bytes);
    if (bad >= 0)
        pf_fault_add(dotenv->arena, dotenv->faults, PF_FAULT_UNREADABLE,
                     pf_span_of(dotenv->source, (size_t)bad, 1), "not UTF-8");
    if (mode != PF_DOTENV_DOCKER && pf_str_starts(bytes, PF_STR("\xEF\xBB\xBF")))
        pf_fault_add(dotenv->arena, dotenv->faults, PF_FAULT_SUSPICIOUS,
                     pf_span_of(dotenv->source, 0, 3),
                     "a byte order mark, which Python takes for a part of the first name");
}

const struct pf_node *pf_dotenv_read(struct pf_arena *arena, const struct pf_source *source,
                                     enum pf_dotenv_mode mode, struct pf_faults *faults)
{
    struct pf_dotenv dotenv = pf_dotenv_open(arena, source, faults);
    check_bytes(&dotenv, mode);
    switch (mode) {
    case PF_DOTENV_PYTHON:
        pf_dotenv_read_python(&dotenv);
        break;
    case PF_DOTENV_ENVIRON:
        pf_dotenv_read_environ(&dotenv);
        break;
    case PF_DOTENV_DECOUPLE:
        read_decouple(&dotenv);
        break;
    case PF_DOTENV_DOCKER:
        read_docker(&dotenv);
        break;
    }
    return dotenv.map;
}
