/* Universal newlines and Unicode white space, as Python has them. */
#include "read/dotenv_text.h"

#include "base/utf8.h"

/* CRLF and CR become LF; where that moves bytes, their places are kept. */
static void normalise(struct pf_dotenv *dotenv)
{
    pf_str bytes = dotenv->source->bytes;
    dotenv->text = bytes;
    if (pf_str_find_byte(bytes, '\r') == PF_STR_NONE)
        return;
    struct pf_buffer buffer = pf_buffer_new(dotenv->arena);
    uint32_t *places = PF_NEW_ARRAY(dotenv->arena, uint32_t, bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        places[buffer.len] = (uint32_t)i;
        if (bytes.data[i] != '\r')
            pf_buffer_add_byte(&buffer, bytes.data[i]);
        else if (i + 1 == bytes.len || bytes.data[i + 1] != '\n')
            pf_buffer_add_byte(&buffer, '\n');
    }
    dotenv->text = pf_buffer_str(&buffer);
    dotenv->places = places;
}

struct pf_dotenv pf_dotenv_open(struct pf_arena *arena, const struct pf_source *source,
                                struct pf_faults *faults)
{
    pf_span whole = pf_span_of(source, 0, source->bytes.len);
    struct pf_dotenv dotenv = {.arena = arena,
                               .source = source,
                               .faults = faults,
                               .map = pf_node_new(arena, PF_MAP, whole)};
    normalise(&dotenv);
    return dotenv;
}

pf_span pf_dotenv_span(const struct pf_dotenv *dotenv, size_t from, size_t to)
{
    if (dotenv->places == NULL)
        return pf_span_of(dotenv->source, from, to - from);
    size_t end = dotenv->source->bytes.len;
    size_t at = from < dotenv->text.len ? dotenv->places[from] : end;
    size_t last = to > from ? dotenv->places[to - 1] + 1u : at;
    return pf_span_of(dotenv->source, at, last - at);
}

void pf_dotenv_put(struct pf_dotenv *dotenv, pf_str name, pf_span name_span, struct pf_node *value)
{
    pf_node_put(dotenv->arena, dotenv->map, name, name_span, value);
}

size_t pf_dotenv_space(pf_str text, size_t at)
{
    uint32_t c;
    size_t len = pf_utf8_decode(pf_str_slice(text, at, text.len), &c);
    if (len == 0)
        return 0;
    bool space = (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 ||
                 c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 ||
                 c == 0x202f || c == 0x205f || c == 0x3000;
    return space ? len : 0;
}

pf_str pf_dotenv_strip_right(pf_str text)
{
    size_t end = 0;
    for (size_t at = 0; at < text.len;) {
        size_t space = pf_dotenv_space(text, at);
        at += space > 0 ? space : 1;
        if (space == 0)
            end = at;
    }
    return pf_str_slice(text, 0, end);
}

pf_str pf_dotenv_strip(pf_str text)
{
    size_t at = 0;
    for (size_t space; (space = pf_dotenv_space(text, at)) > 0;)
        at += space;
    return pf_dotenv_strip_right(pf_str_slice(text, at, text.len));
}
