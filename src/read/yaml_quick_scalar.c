/* Scalars of the quick YAML reader: plain, in quotes, and blocks of lines. */
#include "read/yaml_quick_inside.h"

#include "base/buffer.h"
#include "read/yaml_scalar.h"

#include <string.h>

bool pf_quick_starts_plain(const struct pf_quick *quick, bool in_flow)
{
    static const bool indicators[256] = {
        [','] = true, ['['] = true, [']'] = true, ['{'] = true, ['}'] = true, ['#'] = true,
        ['&'] = true, ['*'] = true, ['!'] = true, ['|'] = true, ['>'] = true, ['\''] = true,
        ['"'] = true, ['%'] = true, ['@'] = true, ['`'] = true, ['\t'] = true};
    char c = pf_quick_char(quick, quick->at), next = pf_quick_char(quick, quick->at + 1);
    if (c == '-')
        return !pf_quick_is_blank(next) && next != '\t';
    if (c == '?' || c == ':')
        return !in_flow && !pf_quick_is_blank(next) && next != '\t';
    return !pf_quick_is_blank(c) && !indicators[(unsigned char)c];
}

struct pf_node *pf_quick_plain_between(struct pf_quick *quick, size_t from, size_t to)
{
    while (to > from && quick->bytes.data[to - 1] == ' ')
        to--;
    struct pf_node *node = pf_quick_node(quick, PF_STRING, from, to);
    node->text = pf_str_slice(quick->bytes, from, to);
    pf_yaml_resolve(quick->arena, node);
    quick->last_end = to;
    return node;
}

/* Where the plain text at `at` ends on its line, spaces behind it included. */
static size_t plain_end(struct pf_quick *quick, size_t at)
{
    for (size_t i = at;; i++) {
        i = pf_quick_skip_plain(quick->bytes, i);
        char c = pf_quick_char(quick, i);
        if (c == '\n' || (c == '#' && i > at && quick->bytes.data[i - 1] == ' '))
            return i;
        bool is_key = c == ':' && pf_quick_is_blank(pf_quick_char(quick, i + 1));
        if (is_key || c == '\t') {
            pf_quick_give_up(quick);
            return i;
        }
    }
}

/* The lines behind the first one: they are joined by spaces, or by the empty lines between. */
static struct pf_node *fold(struct pf_quick *quick, struct pf_node *node, size_t parent)
{
    struct pf_buffer text = pf_buffer_new(quick->arena);
    pf_buffer_add(&text, node->text);
    while (!pf_quick_is_done(quick) && pf_quick_column(quick) > parent) {
        pf_str between = pf_str_slice(quick->bytes, quick->last_end, quick->at);
        size_t breaks = pf_str_count_byte(between, '\n');
        if (quick->saw_comment)
            return pf_quick_give_up(quick);
        for (size_t i = 1; i < breaks; i++)
            pf_buffer_add_byte(&text, '\n');
        if (breaks == 1)
            pf_buffer_add_byte(&text, ' ');
        size_t from = quick->at, end = plain_end(quick, from), to = end;
        while (to > from && quick->bytes.data[to - 1] == ' ')
            to--;
        pf_buffer_add(&text, pf_str_slice(quick->bytes, from, to));
        node->span.len = (uint32_t)(to - node->span.at);
        quick->last_end = quick->at = to;
        pf_quick_end_line(quick);
    }
    node->text = pf_buffer_str(&text);
    pf_yaml_resolve(quick->arena, node);
    return node;
}

struct pf_node *pf_quick_plain(struct pf_quick *quick, size_t parent)
{
    size_t from = quick->at, to = plain_end(quick, from);
    struct pf_node *node = pf_quick_plain_between(quick, from, to);
    quick->at = to;
    pf_quick_end_line(quick);
    if (pf_quick_is_done(quick) || pf_quick_column(quick) <= parent)
        return node;
    return fold(quick, node, parent);
}

/* --- in quotes --- */

size_t pf_quick_quoted_end(const struct pf_quick *quick, size_t at)
{
    char quote = quick->bytes.data[at];
    for (size_t i = at + 1; i < quick->bytes.len; i++) {
        char c = quick->bytes.data[i];
        if (c == '\n')
            return 0;
        if (c == '\\' && quote == '"')
            i++;
        else if (c == quote && quote == '\'' && pf_quick_char(quick, i + 1) == '\'')
            i++;
        else if (c == quote)
            return i + 1;
    }
    return 0;
}

/* The usual ones; '\0' for all others. */
static char unescaped(char c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case 'r':
        return '\r';
    case '"':
    case '\\':
    case '/':
    case ' ':
        return c;
    default:
        return '\0';
    }
}

static pf_str decode(struct pf_quick *quick, pf_str inner, char quote)
{
    struct pf_buffer text = pf_buffer_new(quick->arena);
    for (size_t i = 0; i < inner.len; i++) {
        char c = inner.data[i];
        if (quote == '"' && c == '\\') {
            c = unescaped(i + 1 < inner.len ? inner.data[i + 1] : '\0');
            if (c == '\0')
                pf_quick_give_up(quick);
            i++;
        } else if (quote == '\'' && c == '\'') {
            i++;
        }
        pf_buffer_add_byte(&text, c);
    }
    return pf_buffer_str(&text);
}

struct pf_node *pf_quick_quoted(struct pf_quick *quick, size_t end)
{
    size_t from = quick->at;
    char quote = quick->bytes.data[from];
    struct pf_node *node = pf_quick_node(quick, PF_STRING, from, end);
    node->style = quote == '"' ? PF_STYLE_DOUBLE : PF_STYLE_SINGLE;
    node->text = pf_str_slice(quick->bytes, from + 1, end - 1);
    if (pf_str_find_byte(node->text, quote == '"' ? '\\' : '\'') != PF_STR_NONE)
        node->text = decode(quick, node->text, quote);
    quick->last_end = quick->at = end;
    return node;
}

/* --- blocks of lines --- */

struct block {
    struct pf_quick *quick;
    struct pf_buffer text;
    bool is_literal;
    char chomping; /* '-', '+' or '\0' */
    size_t indent;
    size_t breaks;  /* empty lines since the last one with text */
    bool has_break; /* that last one ends with a line end */
    size_t end;     /* of the last line that is not blank */
};

/* Behind "|-  # comment"; false where there is more in it. */
static bool read_header(struct block *block)
{
    struct pf_quick *quick = block->quick;
    block->is_literal = quick->bytes.data[quick->at++] == '|';
    char c = pf_quick_char(quick, quick->at);
    if (c == '-' || c == '+') {
        block->chomping = c;
        c = pf_quick_char(quick, ++quick->at);
    }
    if (!pf_quick_is_blank(c))
        return false;
    while (pf_quick_char(quick, quick->at) == ' ')
        quick->at++;
    bool is_comment = pf_quick_char(quick, quick->at) == '#';
    if (!is_comment && pf_quick_char(quick, quick->at) != '\n')
        return false;
    while (pf_quick_char(quick, quick->at) != '\n')
        quick->at++;
    block->end = quick->at;
    return true;
}

static size_t count_spaces(const struct pf_quick *quick, size_t at)
{
    size_t count = 0;
    while (pf_quick_char(quick, at + count) == ' ')
        count++;
    return count;
}

/* By the first line with text; empty lines above it may not be deeper. */
static bool find_indent(struct block *block, size_t parent)
{
    struct pf_quick *quick = block->quick;
    size_t at = quick->at, deepest = 0, spaces = 0;
    while (at < quick->bytes.len) {
        spaces = count_spaces(quick, at);
        char c = pf_quick_char(quick, at + spaces);
        if (c == '\t')
            return false;
        if (spaces > deepest)
            deepest = spaces;
        if (c != '\n')
            break;
        at += spaces + 1;
    }
    block->indent = deepest > parent + 1 ? deepest : parent + 1;
    return at >= quick->bytes.len || spaces == deepest || spaces <= parent;
}

/* Empty lines, up to one that has text at the block's indentation, or is less deep. */
static bool skip_breaks(struct block *block)
{
    struct pf_quick *quick = block->quick;
    while (quick->at < quick->bytes.len) {
        size_t spaces = count_spaces(quick, quick->at);
        if (spaces > block->indent)
            spaces = block->indent;
        char c = pf_quick_char(quick, quick->at + spaces);
        if (c == '\t' && spaces < block->indent)
            return false;
        if (quick->at + spaces >= quick->bytes.len) {
            quick->at = quick->bytes.len;
            return true;
        }
        if (c != '\n')
            return true;
        block->breaks++;
        quick->at += spaces + 1;
    }
    return true;
}

static void add_line_ends(struct block *block, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pf_buffer_add_byte(&block->text, '\n');
}

static void add_line(struct block *block, bool *is_deeper)
{
    struct pf_quick *quick = block->quick;
    size_t from = quick->at + block->indent, to = from;
    const char *end = from < quick->bytes.len
                          ? memchr(quick->bytes.data + from, '\n', quick->bytes.len - from)
                          : NULL;
    to = end == NULL ? quick->bytes.len : (size_t)(end - quick->bytes.data);
    char first = pf_quick_char(quick, from);
    bool is_blank = first == ' ' || first == '\t';
    bool is_folded = !block->is_literal && block->has_break && !*is_deeper && !is_blank;
    if (is_folded && block->breaks == 0)
        pf_buffer_add_byte(&block->text, ' ');
    else if (!is_folded && block->has_break)
        add_line_ends(block, 1);
    add_line_ends(block, block->breaks);
    pf_str line = pf_str_slice(quick->bytes, from, to);
    pf_buffer_add(&block->text, line);
    if (pf_str_trim(line).len > 0)
        block->end = to;
    block->breaks = 0;
    block->has_break = end != NULL;
    *is_deeper = is_blank;
    quick->at = end == NULL ? to : to + 1;
}

static bool has_line(const struct block *block)
{
    const struct pf_quick *quick = block->quick;
    return quick->at < quick->bytes.len && count_spaces(quick, quick->at) >= block->indent;
}

struct pf_node *pf_quick_block_scalar(struct pf_quick *quick, size_t parent)
{
    struct block block = {.quick = quick, .text = pf_buffer_new(quick->arena)};
    size_t from = quick->at;
    bool is_deeper = false;
    if (!read_header(&block))
        return pf_quick_give_up(quick);
    quick->at++;
    if (!find_indent(&block, parent) || !skip_breaks(&block))
        return pf_quick_give_up(quick);
    while (has_line(&block)) {
        add_line(&block, &is_deeper);
        if (!skip_breaks(&block))
            return pf_quick_give_up(quick);
    }
    if (block.chomping != '-' && block.has_break)
        add_line_ends(&block, 1);
    if (block.chomping == '+')
        add_line_ends(&block, block.breaks);
    struct pf_node *node = pf_quick_node(quick, PF_STRING, from, block.end);
    node->style = block.is_literal ? PF_STYLE_LITERAL : PF_STYLE_FOLDED;
    node->text = pf_buffer_str(&block.text);
    quick->last_end = block.end;
    quick->line = quick->at;
    pf_quick_to_content(quick);
    return node;
}
