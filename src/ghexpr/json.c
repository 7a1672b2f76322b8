/* A JSON reader without positions (RFC 8259) and GitHub's way to write it. */
#include "ghexpr/json.h"

#include "base/buffer.h"
#include "base/index.h"
#include "base/utf8.h"
#include "ghexpr/value.h"

struct reader {
    struct pf_arena *arena;
    pf_str text;
    size_t at;
    unsigned depth;
    const char *problem; /* NULL while all is well */
};

static struct pf_node *refuse(struct reader *reader, const char *problem)
{
    if (reader->problem == NULL)
        reader->problem = problem;
    return NULL;
}

static char peek(const struct reader *reader)
{
    return reader->at < reader->text.len ? reader->text.data[reader->at] : '\0';
}

static void skip_space(struct reader *reader)
{
    while (peek(reader) == ' ' || peek(reader) == '\t' || peek(reader) == '\n' ||
           peek(reader) == '\r')
        reader->at++;
}

static bool take(struct reader *reader, char c)
{
    skip_space(reader);
    if (peek(reader) != c || reader->at >= reader->text.len)
        return false;
    reader->at++;
    return true;
}

/* Four hexadecimal digits; UINT32_MAX when they are not there. */
static uint32_t read_hex(struct reader *reader)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        char c = pf_to_lower(peek(reader));
        bool is_letter = c >= 'a' && c <= 'f';
        if (!pf_is_digit(c) && !is_letter)
            return UINT32_MAX;
        value = value << 4 | (uint32_t)(is_letter ? c - 'a' + 10 : c - '0');
        reader->at++;
    }
    return value;
}

static bool is_low_surrogate(uint32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

static void read_unicode_escape(struct reader *reader, struct pf_buffer *buffer)
{
    uint32_t unit = read_hex(reader);
    if (unit == UINT32_MAX) {
        refuse(reader, "\\u needs four hexadecimal digits");
        return;
    }
    pf_str rest = pf_str_slice(reader->text, reader->at, reader->text.len);
    if (unit >= 0xd800 && unit < 0xdc00 && pf_str_starts(rest, PF_STR("\\u"))) {
        size_t back = reader->at;
        reader->at += 2;
        uint32_t low = read_hex(reader);
        if (is_low_surrogate(low))
            unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        else
            reader->at = back;
    }
    pf_buffer_add_utf8(buffer, unit);
}

static void read_escape(struct reader *reader, struct pf_buffer *buffer)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = peek(reader);
    ptrdiff_t index = pf_str_find_byte(PF_STR(from), c);
    if (c != 'u' && index == PF_STR_NONE) {
        refuse(reader, "a backslash stands before a letter that needs none");
        return;
    }
    reader->at++;
    if (c == 'u')
        read_unicode_escape(reader, buffer);
    else
        pf_buffer_add_byte(buffer, to[index]);
}

static pf_str read_text(struct reader *reader)
{
    struct pf_buffer buffer = pf_buffer_new(reader->arena);
    reader->at++;
    while (reader->problem == NULL) {
        if (reader->at >= reader->text.len) {
            refuse(reader, "a string has no closing quote");
            break;
        }
        char c = reader->text.data[reader->at++];
        if (c == '"')
            break;
        if (c == '\\')
            read_escape(reader, &buffer);
        else
            pf_buffer_add_byte(&buffer, c);
    }
    return pf_buffer_str(&buffer);
}

static struct pf_node *read_value(struct reader *reader);

static struct pf_node *read_array(struct reader *reader)
{
    struct pf_node *array = pf_node_new(reader->arena, PF_SEQ, (pf_span){0});
    reader->at++;
    if (take(reader, ']'))
        return array;
    struct pf_nodes items = {0};
    do
        *pf_pile_add(reader->arena, &items) = read_value(reader);
    while (reader->problem == NULL && take(reader, ','));
    if (!take(reader, ']'))
        return refuse(reader, "an array has no closing bracket");
    pf_node_set_items(reader->arena, array, items.items, items.count);
    return array;
}

/* Of equal names the last value counts, in the place of the first. */
static void put(struct reader *reader, struct pf_node *object, struct pf_index *seen, pf_str key,
                struct pf_node *value)
{
    struct pf_node *old = pf_index_get(seen, key);
    if (old == NULL) {
        pf_node_put(reader->arena, object, key, (pf_span){0}, value);
        pf_index_put(seen, key, value);
        return;
    }
    const struct pf_node *old_key = old->key;
    *old = *value;
    pf_node_set_key(old, old_key);
}

static struct pf_node *read_object(struct reader *reader)
{
    struct pf_node *object = pf_node_new(reader->arena, PF_MAP, (pf_span){0});
    reader->at++;
    if (take(reader, '}'))
        return object;
    struct pf_index seen = pf_index_new(reader->arena);
    do {
        skip_space(reader);
        if (peek(reader) != '"')
            return refuse(reader, "a name in double quotes is missing");
        pf_str key = read_text(reader);
        if (!take(reader, ':'))
            return refuse(reader, "a colon is missing");
        struct pf_node *value = read_value(reader);
        if (value == NULL)
            return NULL;
        put(reader, object, &seen, key, value);
    } while (take(reader, ','));
    return take(reader, '}') ? object : refuse(reader, "an object has no closing brace");
}

static size_t skip_digits(pf_str text, size_t at)
{
    while (at < text.len && pf_is_digit(text.data[at]))
        at++;
    return at;
}

/* RFC 8259, section 6. GitHub's own numbers are wider (0x1f, 1., -Infinity). */
static bool is_number(pf_str text)
{
    size_t at = pf_str_starts(text, PF_STR("-")) ? 1 : 0;
    size_t end = skip_digits(text, at);
    /* 010 is no JSON; a reader that takes it takes it for 8. */
    if (end == at || (end > at + 1 && text.data[at] == '0'))
        return false;
    if (end < text.len && text.data[end] == '.') {
        at = end + 1;
        end = skip_digits(text, at);
        if (end == at)
            return false;
    }
    if (end < text.len && pf_to_lower(text.data[end]) == 'e') {
        at = end + 1;
        if (at < text.len && (text.data[at] == '+' || text.data[at] == '-'))
            at++;
        end = skip_digits(text, at);
        if (end == at)
            return false;
    }
    return end == text.len;
}

static struct pf_node *read_number(struct reader *reader)
{
    size_t from = reader->at;
    while (pf_is_alnum(peek(reader)) || peek(reader) == '-' || peek(reader) == '+' ||
           peek(reader) == '.')
        reader->at++;
    pf_str text = pf_str_slice(reader->text, from, reader->at);
    if (!is_number(text))
        return refuse(reader, "a value is missing or is no JSON");
    struct pf_node *node = PF_NEW(reader->arena, struct pf_node);
    *node = *pf_ghexpr_value_of_number(reader->arena, pf_ghexpr_value_parse_number(text));
    return node;
}

static struct pf_node *read_word(struct reader *reader)
{
    pf_str rest = pf_str_slice(reader->text, reader->at, reader->text.len);
    if (pf_str_starts(rest, PF_STR("null"))) {
        reader->at += 4;
        return pf_node_new(reader->arena, PF_NULL, (pf_span){0});
    }
    bool is_true = pf_str_starts(rest, PF_STR("true"));
    if (!is_true && !pf_str_starts(rest, PF_STR("false")))
        return read_number(reader);
    reader->at += is_true ? 4 : 5;
    return pf_node_bool(reader->arena, is_true, (pf_span){0});
}

static struct pf_node *read_value(struct reader *reader)
{
    if (++reader->depth > PF_GHEXPR_JSON_DEPTH)
        return refuse(reader, "it is nested too deeply");
    skip_space(reader);
    struct pf_node *value;
    char c = peek(reader);
    if (c == '[')
        value = read_array(reader);
    else if (c == '{')
        value = read_object(reader);
    else if (c == '"')
        value = pf_node_str(reader->arena, read_text(reader), (pf_span){0});
    else
        value = read_word(reader);
    reader->depth--;
    return reader->problem == NULL ? value : NULL;
}

const struct pf_node *pf_ghexpr_json_read(struct pf_arena *arena, pf_str text, pf_str *message)
{
    struct reader reader = {.arena = arena, .text = text};
    const struct pf_node *value = read_value(&reader);
    skip_space(&reader);
    if (reader.problem == NULL && reader.at < text.len)
        refuse(&reader, "something follows the value");
    if (reader.problem == NULL)
        return value;
    *message = pf_str_c(reader.problem);
    return NULL;
}

/* Line ends of Unicode, which GitHub's writer escapes; how many bytes of the text one takes. */
static size_t write_line_end(struct pf_buffer *buffer, pf_str rest)
{
    static const struct {
        pf_str bytes, escape;
    } ends[] = {
        {PF_STR_INIT("\xc2\x85"), PF_STR_INIT("\\u0085")},
        {PF_STR_INIT("\xe2\x80\xa8"), PF_STR_INIT("\\u2028")},
        {PF_STR_INIT("\xe2\x80\xa9"), PF_STR_INIT("\\u2029")},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (pf_str_starts(rest, ends[i].bytes)) {
            pf_buffer_add(buffer, ends[i].escape);
            return ends[i].bytes.len;
        }
    return 0;
}

static void write_text(struct pf_buffer *buffer, pf_str text)
{
    static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
    pf_buffer_add_byte(buffer, '"');
    for (size_t i = 0; i < text.len; i++) {
        char c = text.data[i];
        size_t end =
            (unsigned char)c < 0x80 ? 0 : write_line_end(buffer, pf_str_slice(text, i, text.len));
        if (end > 0) {
            i += end - 1;
            continue;
        }
        ptrdiff_t index = pf_str_find_byte(PF_STR(from), c);
        if (index != PF_STR_NONE && c != '\0') {
            pf_buffer_add_byte(buffer, '\\');
            pf_buffer_add_byte(buffer, to[index]);
        } else if ((unsigned char)c < 0x20) {
            pf_buffer_format(buffer, "\\u%04x", (unsigned)(unsigned char)c);
        } else {
            pf_buffer_add_byte(buffer, c);
        }
    }
    pf_buffer_add_byte(buffer, '"');
}

static void new_line(struct pf_buffer *buffer, unsigned level)
{
    pf_buffer_add_byte(buffer, '\n');
    for (unsigned i = 0; i < level; i++)
        pf_buffer_add(buffer, PF_STR("  "));
}

static void write_value(struct pf_buffer *buffer, const struct pf_node *value, unsigned level)
{
    bool is_map = value->kind == PF_MAP;
    if (value->kind == PF_STRING) {
        write_text(buffer, value->text);
        return;
    }
    if (!is_map && value->kind != PF_SEQ) {
        pf_str text = pf_ghexpr_value_to_string(buffer->arena, value);
        pf_buffer_add(buffer, value->kind == PF_NULL ? PF_STR("null") : text);
        return;
    }
    pf_buffer_add_byte(buffer, is_map ? '{' : '[');
    bool is_cut = level > PF_GHEXPR_JSON_DEPTH;
    for (size_t i = 0; i < value->count && !is_cut; i++) {
        if (i > 0)
            pf_buffer_add_byte(buffer, ',');
        new_line(buffer, level + 1);
        if (is_map) {
            write_text(buffer, value->items[i]->key->text);
            pf_buffer_add(buffer, PF_STR(": "));
        }
        write_value(buffer, value->items[i], level + 1);
    }
    if (value->count > 0)
        new_line(buffer, level);
    pf_buffer_add_byte(buffer, is_map ? '}' : ']');
}

pf_str pf_ghexpr_json_write(struct pf_arena *arena, const struct pf_node *value)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    write_value(&buffer, value, 0);
    return pf_buffer_str(&buffer);
}
