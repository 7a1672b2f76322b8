/* Strangers' bytes made harmless, one function for each place they go to. */
#include "report/escape.h"

#include "base/utf8.h"

/* One character of a string: a code point, or a byte that belongs to none. */
struct letter {
    uint32_t code_point;
    bool valid;
    pf_str bytes;
};

static bool next_letter(pf_str *rest, struct letter *letter)
{
    if (rest->len == 0)
        return false;
    size_t len = pf_utf8_decode(*rest, &letter->code_point);
    letter->valid = len > 0;
    if (!letter->valid) {
        letter->code_point = (unsigned char)rest->data[0];
        len = 1;
    }
    letter->bytes = pf_str_slice(*rest, 0, len);
    *rest = pf_str_slice(*rest, len, rest->len);
    return true;
}

struct range {
    uint32_t first, last;
};

/* What changes the look of a line without being seen: C0, DEL and C1, direction marks, line and
 * paragraph separators, zero-width characters that join nothing, tags. */
static const struct range hidden[] = {
    {0x0000, 0x001f}, {0x007f, 0x009f}, {0x061c, 0x061c},   {0x200b, 0x200b},
    {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2060, 0x206f},   {0xfeff, 0xfeff},
    {0xfff9, 0xfffb}, {0xe000, 0xf8ff}, {0xe0000, 0xe007f},
};

bool pf_escape_hides(uint32_t code_point)
{
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (code_point >= hidden[i].first && code_point <= hidden[i].last)
            return true;
    return false;
}

static void add_visible(struct pf_buffer *buffer, const struct letter *letter)
{
    if (!letter->valid)
        pf_buffer_format(buffer, "\\x%02x", letter->code_point);
    else if (letter->code_point == '\n')
        pf_buffer_add_c(buffer, "\\n");
    else if (letter->code_point == '\t' || !pf_escape_hides(letter->code_point))
        pf_buffer_add(buffer, letter->bytes);
    else if (letter->code_point < 0x100)
        pf_buffer_format(buffer, "\\x%02x", letter->code_point);
    else
        pf_buffer_format(buffer, "\\u{%x}", letter->code_point);
}

/* How many bytes at the start are letters that hide nothing: ASCII without control characters. */
static size_t count_usual(pf_str s)
{
    enum { PART = 16 /* bytes that are looked at together */ };
    size_t count = 0;
    for (bool is_usual = true; count + PART <= s.len && is_usual; count += is_usual ? PART : 0)
        for (size_t i = 0; i < PART; i++)
            is_usual &= s.data[count + i] >= ' ' && s.data[count + i] < 0x7f;
    while (count < s.len && s.data[count] >= ' ' && s.data[count] < 0x7f)
        count++;
    return count;
}

void pf_escape_visible(struct pf_buffer *buffer, pf_str s)
{
    size_t usual = count_usual(s);
    pf_buffer_add(buffer, pf_str_slice(s, 0, usual));
    s = pf_str_slice(s, usual, s.len);
    for (struct letter letter; next_letter(&s, &letter);)
        add_visible(buffer, &letter);
}

static bool ends_with(const struct pf_buffer *buffer, pf_str end)
{
    return pf_str_ends(pf_buffer_str(buffer), end);
}

/* What .NET's TrimStart takes away and a terminal shows as a gap; the rest of it is hidden. */
static bool is_wide_space(uint32_t c)
{
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

/* Nothing but white space since the last line feed: the runner trims before it looks. */
static bool at_line_start(const struct pf_buffer *buffer)
{
    pf_str before = pf_buffer_str(buffer);
    ptrdiff_t end = pf_str_find_last_byte(before, '\n');
    pf_str line = pf_str_slice(before, end == PF_STR_NONE ? 0 : (size_t)end + 1, before.len);
    for (struct letter letter; next_letter(&line, &letter);)
        if (!is_wide_space(letter.code_point) && !pf_is_space(letter.bytes.data[0]))
            return false;
    return true;
}

void pf_escape_guarded(struct pf_buffer *buffer, pf_str s)
{
    for (struct letter letter; next_letter(&s, &letter);) {
        if (letter.code_point == '[' && ends_with(buffer, PF_STR("##")))
            pf_buffer_add_c(buffer, "\\x5b");
        else if (letter.code_point == ':' && at_line_start(buffer))
            pf_buffer_add_c(buffer, "\\x3a");
        else
            add_visible(buffer, &letter);
    }
}

static void add_json_letter(struct pf_buffer *buffer, const struct letter *letter)
{
    static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *form = short_forms; *form != '\0'; form += 2)
        if (letter->code_point == (unsigned char)*form) {
            pf_buffer_add_byte(buffer, '\\');
            pf_buffer_add_byte(buffer, form[1]);
            return;
        }
    uint32_t c = letter->code_point;
    if (!pf_escape_hides(c))
        pf_buffer_add(buffer, letter->bytes);
    else if (c < 0x10000)
        pf_buffer_format(buffer, "\\u%04x", c);
    else
        pf_buffer_format(buffer, "\\u%04x\\u%04x", 0xd7c0 + (c >> 10), 0xdc00 + (c & 0x3ff));
}

void pf_escape_json(struct pf_buffer *buffer, pf_str s)
{
    for (struct letter letter; next_letter(&s, &letter);) {
        if (!letter.valid)
            pf_buffer_add_utf8(buffer, 0xfffd);
        else if (letter.code_point == '[' && ends_with(buffer, PF_STR("##")))
            pf_buffer_add_c(buffer, "\\u005b");
        else
            add_json_letter(buffer, &letter);
    }
}

static bool xml_allows(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xd800) ||
           (c >= 0xe000 && c != 0xfffe && c != 0xffff);
}

void pf_escape_xml(struct pf_buffer *buffer, pf_str s)
{
    for (struct letter letter; next_letter(&s, &letter);) {
        uint32_t c = letter.code_point;
        if (!letter.valid || !xml_allows(c))
            pf_buffer_add_utf8(buffer, 0xfffd);
        else if (c == '&' || c == '<' || c == '>' || c == '"' || c == '\'' || pf_escape_hides(c) ||
                 (c == '[' && ends_with(buffer, PF_STR("##"))))
            pf_buffer_format(buffer, "&#%u;", c);
        else
            pf_buffer_add(buffer, letter.bytes);
    }
}

static bool uri_keeps(char c)
{
    return pf_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '/';
}

void pf_escape_uri(struct pf_buffer *buffer, pf_str path)
{
    for (size_t i = 0; i < path.len; i++) {
        if (uri_keeps(path.data[i]))
            pf_buffer_add_byte(buffer, path.data[i]);
        else
            pf_buffer_format(buffer, "%%%02X", (unsigned char)path.data[i]);
    }
}

/* What can be markup in the middle of a line. Entities also hold inside table cells and HTML, where
 * backslashes do not. */
static bool markdown_means(uint32_t c)
{
    static const char meant[] = "\\`*_[]<>#|~&@:";
    for (const char *m = meant; *m != '\0'; m++)
        if (c == (unsigned char)*m)
            return true;
    return false;
}

void pf_escape_markdown(struct pf_buffer *buffer, pf_str s)
{
    for (struct letter letter; next_letter(&s, &letter);) {
        bool links = letter.code_point == '.' && ends_with(buffer, PF_STR("www"));
        if (letter.valid && (links || markdown_means(letter.code_point)))
            pf_buffer_format(buffer, "&#%u;", letter.code_point);
        else
            add_visible(buffer, &letter);
    }
}

void pf_escape_command(struct pf_buffer *buffer, pf_str s, bool property)
{
    for (struct letter letter; next_letter(&s, &letter);) {
        uint32_t c = letter.code_point;
        bool special = c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','));
        if (letter.valid && special)
            pf_buffer_format(buffer, "%%%02X", c);
        else
            add_visible(buffer, &letter);
    }
}
