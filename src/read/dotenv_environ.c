/* django-environ's read_env, in the three ways that its releases have. */
#include "read/dotenv_text.h"

#include "base/index.h"
#include "base/utf8.h"

/* Length of the line end at `at` by str.splitlines, else 0. */
static size_t line_end(pf_str text, size_t at)
{
    uint32_t c;
    size_t len = pf_utf8_decode(pf_str_slice(text, at, text.len), &c);
    bool ends = len > 0 && ((c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 ||
                            c == 0x2028 || c == 0x2029);
    return ends ? len : 0;
}

static bool in_quotes(pf_str value, char quote)
{
    return value.len >= 2 && value.data[0] == quote && value.data[value.len - 1] == quote;
}

static pf_str inside(pf_str value)
{
    return pf_str_slice(value, 1, value.len - 1);
}

/* "\x" is x; releases that `keep` leave \r, \n and \t as they are. */
static pf_str without_escapes(struct pf_arena *arena, pf_str text, bool keep)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++) {
        char next = i + 1 < text.len ? text.data[i + 1] : '\0';
        bool kept = keep && (next == 'r' || next == 'n' || next == 't');
        if (text.data[i] == '\\' && i + 1 < text.len && !kept)
            i++;
        else if (text.data[i] == '\\' && kept)
            pf_buffer_add_byte(&buffer, text.data[i++]);
        pf_buffer_add_byte(&buffer, text.data[i]);
    }
    return pf_buffer_str(&buffer);
}

static pf_str unquoted(struct pf_arena *arena, pf_str value, bool keep)
{
    if (in_quotes(value, '\''))
        value = inside(value);
    return in_quotes(value, '"') ? without_escapes(arena, inside(value), keep) : value;
}

/* White space, then nothing or a comment. */
static bool only_comment(pf_str text, size_t at)
{
    for (size_t space; (space = pf_dotenv_space(text, at)) > 0;)
        at += space;
    return at == text.len || text.data[at] == '#';
}

/* 0.11: ' as far as a quote with nothing but a comment behind it; else all up to the first #. */
static pf_str without_comment(pf_str value)
{
    size_t at = 0;
    for (size_t space; (space = pf_dotenv_space(value, at)) > 0;)
        at += space;
    if (at < value.len && value.data[at] == '\'')
        for (size_t close = value.len - 1; close > at; close--)
            if (value.data[close] == '\'' && only_comment(value, close + 1))
                return pf_str_slice(value, at + 1, close);
    ptrdiff_t hash = pf_str_find_byte(value, '#');
    return hash < 0 ? value : pf_str_slice(value, 0, (size_t)hash);
}

static pf_str unquoted_in_0_11(struct pf_arena *arena, pf_str value)
{
    value = without_comment(value);
    return in_quotes(value, '"') ? without_escapes(arena, inside(value), true) : value;
}

static struct pf_node *disputed(struct pf_dotenv *dotenv, const char *reason, pf_span span)
{
    return pf_node_any(dotenv->arena, PF_KIND_BIT(PF_STRING), true, pf_str_c(reason), span);
}

static struct pf_node *value_of(struct pf_dotenv *dotenv, pf_str written, bool exported,
                                pf_span span)
{
    pf_str oldest = unquoted(dotenv->arena, written, false);
    pf_str newest = unquoted(dotenv->arena, written, true);
    pf_str between = unquoted_in_0_11(dotenv->arena, written);
    if (exported)
        return disputed(dotenv, "django-environ before 0.8 passes over 'export'", span);
    if (!pf_str_eq(oldest, newest))
        return disputed(dotenv, "django-environ before 0.8 removes the backslash of \\n", span);
    if (!pf_str_eq(newest, between))
        return disputed(dotenv, "django-environ 0.11 reads comments and quotes its own way", span);
    struct pf_node *value = pf_node_str(dotenv->arena, oldest, span);
    if (in_quotes(written, '\'') || in_quotes(written, '"'))
        value->style = written.data[0] == '"' ? PF_STYLE_DOUBLE : PF_STYLE_SINGLE;
    return value;
}

/* Where lines of one name differ, none of them is sure to count. */
static void put(struct pf_dotenv *dotenv, struct pf_index *seen, pf_str name, pf_span span,
                struct pf_node *value)
{
    static const char reason[] = "several lines set it, and releases of django-environ differ in "
                                 "which one counts";
    struct pf_node *first = pf_index_get(seen, name);
    if (first == NULL) {
        pf_index_put(seen, name, value);
    } else if (first->kind != PF_STRING || value->kind != PF_STRING ||
               !pf_str_eq(first->text, value->text)) {
        const struct pf_node *key = first->key;
        *first = *disputed(dotenv, reason, first->span);
        pf_node_set_key(first, key);
        *value = *disputed(dotenv, reason, value->span);
    }
    pf_dotenv_put(dotenv, name, span, value);
}

static void read_line(struct pf_dotenv *dotenv, struct pf_index *seen, size_t from, size_t to)
{
    pf_str line = pf_str_slice(dotenv->text, from, to);
    bool exported = pf_str_starts(line, PF_STR("export "));
    size_t name = exported ? from + 7 : from, end = name;
    while (end < to && pf_is_name(dotenv->text.data[end]))
        end++;
    if (end > name && end < to && dotenv->text.data[end] == '=') {
        struct pf_node *value = value_of(dotenv, pf_str_slice(dotenv->text, end + 1, to), exported,
                                         pf_dotenv_span(dotenv, end + 1, to));
        put(dotenv, seen, pf_str_slice(dotenv->text, name, end), pf_dotenv_span(dotenv, name, end),
            value);
    } else if (line.len > 0 && line.data[0] != '#') {
        pf_fault_add(dotenv->arena, dotenv->faults, PF_FAULT_UNPARSABLE,
                     pf_dotenv_span(dotenv, from, to),
                     "django-environ passes over this: it is no NAME=value");
    }
}

void pf_dotenv_read_environ(struct pf_dotenv *dotenv)
{
    struct pf_index seen = pf_index_new(dotenv->arena);
    size_t from = 0, at = 0;
    while (at < dotenv->text.len) {
        size_t end = line_end(dotenv->text, at);
        if (end > 0) {
            read_line(dotenv, &seen, from, at);
            from = at + end;
        }
        at += end > 0 ? end : 1;
    }
    if (from < dotenv->text.len)
        read_line(dotenv, &seen, from, dotenv->text.len);
}
