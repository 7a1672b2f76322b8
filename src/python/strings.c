/* String literals in a row: their values joined; f- and t-strings as trees of text and fields. */
#include "python/parser.h"

#include "base/buffer.h"
#include "python/literals.h"

#include <string.h>

/* Text that is not yet a node, because more text may follow it directly. */
struct text {
    struct pf_buffer buffer;
    uint32_t at, end;
    bool is_vague;
};

struct strings {
    struct text text;
    bool u; /* the first literal is u"…" */
    bool has_str, has_bytes, has_format, has_template;
};

/* Makes a node of the text so far, if there is any. */
static void flush(struct pf_parser *parser, struct strings *strings)
{
    struct text *text = &strings->text;
    if (text->buffer.len > 0) {
        struct pf_ast *node = pf_parser_node(parser, PF_AST_CONSTANT, text->at);
        node->span = pf_parser_span(parser, text->at, text->end);
        node->as.constant.type = PF_AST_STR;
        node->as.constant.text = pf_buffer_str(&text->buffer);
        node->as.constant.u = strings->u;
        node->as.constant.vague = text->is_vague;
        pf_parser_push(parser, node);
    }
    *text = (struct text){.buffer = pf_buffer_new(parser->arena)};
}

static void extend(struct text *text, uint32_t at, uint32_t end)
{
    if (text->buffer.len == 0)
        text->at = at;
    text->end = end;
}

static void add_literal(struct pf_parser *parser, struct text *text, uint32_t at, pf_str body,
                        struct pf_literal_style style)
{
    struct pf_literal_problem problem = {0};
    if (!pf_literal_text(&text->buffer, body, style, &text->is_vague, &problem))
        pf_parser_fail(parser, (uint32_t)(at + problem.at),
                       (uint32_t)(at + problem.at + problem.len), "%s", problem.message);
}

static bool has_letter(pf_str prefix, char letter)
{
    for (size_t i = 0; i < prefix.len; i++)
        if (pf_to_lower(prefix.data[i]) == letter)
            return true;
    return false;
}

/* --- fields --- */

struct format {
    bool is_raw, is_template;
};

/* True recursion: a field's specification holds text and fields again. */
static void parse_format_parts(struct pf_parser *parser, struct strings *strings,
                               struct format format, bool in_spec);

/* What stands behind '!': s, r or a, directly. */
static int parse_conversion(struct pf_parser *parser)
{
    struct pf_token mark = parser->token;
    if (!pf_parser_accept(parser, PF_TOKEN_FIELD_CONVERSION))
        return -1;
    struct pf_token token = parser->token;
    pf_str text = pf_parser_text(parser, token);
    if (token.kind != PF_TOKEN_NAME || token.at != mark.end || text.len != 1 ||
        memchr("sra", text.data[0], 3) == NULL) {
        pf_parser_fail(parser, mark.at, token.end,
                       "'!' in a field needs 's', 'r' or 'a' behind it");
        return -1;
    }
    pf_parser_advance(parser);
    return text.data[0];
}

static struct pf_ast *parse_spec(struct pf_parser *parser, const struct strings *outer,
                                 struct format format)
{
    uint32_t start = parser->token.at;
    if (!pf_parser_accept(parser, PF_TOKEN_FIELD_SPEC))
        return NULL;
    struct strings strings = {.text.buffer = pf_buffer_new(parser->arena), .u = outer->u};
    size_t mark = parser->stack.count;
    if (pf_parser_enter(parser)) {
        parse_format_parts(parser, &strings, format, true);
        pf_parser_leave(parser);
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_JOINED_STR, start);
    node->as.list.elts = pf_parser_list(parser, mark);
    return node;
}

/* The expression as written, for t-strings: CPython cuts white space and '=' at its end only. */
static pf_str expression_text(struct pf_parser *parser, uint32_t at, uint32_t end)
{
    pf_str text = pf_str_slice(parser->text, at, end);
    while (text.len > 0 && (pf_is_space(text.data[text.len - 1]) || text.data[text.len - 1] == '='))
        text.len--;
    return text;
}

/* `{x = }` puts its own text before the value. */
static void add_debug_text(struct pf_parser *parser, struct text *text, uint32_t at, uint32_t end)
{
    extend(text, at, end);
    struct pf_literal_style as_written = {.is_raw = true};
    add_literal(parser, text, at, pf_str_slice(parser->text, at, end), as_written);
}

static bool ends_expression(enum pf_token_kind kind)
{
    return kind == PF_TOKEN_FIELD_CLOSE || kind == PF_TOKEN_FIELD_SPEC ||
           kind == PF_TOKEN_FIELD_CONVERSION || kind == PF_TOKEN_EQUAL;
}

static void parse_field(struct pf_parser *parser, struct strings *strings, struct format format)
{
    struct pf_token open = parser->token;
    pf_parser_advance(parser);
    if (ends_expression(pf_parser_peek(parser)))
        pf_parser_fail(parser, open.at, parser->token.end, "a field without an expression");
    struct pf_ast *value = pf_parse_yield_or_star_expressions(parser);
    bool is_debug = pf_parser_accept(parser, PF_TOKEN_EQUAL);
    uint32_t end = parser->token.at;
    if (!ends_expression(pf_parser_peek(parser)))
        pf_parser_unexpected(parser, "'}' or an operator");
    if (is_debug)
        add_debug_text(parser, &strings->text, open.end, end);
    flush(parser, strings);

    int conversion = parse_conversion(parser);
    struct pf_ast *spec = parse_spec(parser, strings, format);
    pf_parser_expect(parser, PF_TOKEN_FIELD_CLOSE);
    struct pf_ast *node = pf_parser_node(
        parser, format.is_template ? PF_AST_INTERPOLATION : PF_AST_FORMATTED_VALUE, open.at);
    node->as.formatted.value = value;
    node->as.formatted.conversion = is_debug && conversion < 0 && spec == NULL ? 'r' : conversion;
    node->as.formatted.format_spec = spec;
    if (format.is_template)
        node->as.formatted.str = expression_text(parser, open.end, end);
    pf_parser_push(parser, node);
}

static void parse_format_parts(struct pf_parser *parser, struct strings *strings,
                               struct format format, bool in_spec)
{
    for (;;) {
        struct pf_token token = parser->token;
        if (token.kind == PF_TOKEN_FIELD_OPEN) {
            parse_field(parser, strings, format);
        } else if (token.kind == PF_TOKEN_FORMAT_TEXT) {
            pf_parser_advance(parser);
            struct pf_literal_style style = {.is_raw = format.is_raw,
                                             .has_doubled_braces = !in_spec};
            extend(&strings->text, token.at, token.end);
            add_literal(parser, &strings->text, token.at, pf_parser_text(parser, token), style);
        } else {
            break;
        }
    }
    if (in_spec)
        flush(parser, strings);
}

static void parse_format(struct pf_parser *parser, struct strings *strings)
{
    pf_str start = pf_parser_text(parser, parser->token);
    struct format format = {has_letter(start, 'r'), has_letter(start, 't')};
    strings->has_format |= !format.is_template;
    strings->has_template |= format.is_template;
    pf_parser_advance(parser);
    if (!pf_parser_enter(parser))
        return;
    parse_format_parts(parser, strings, format, false);
    pf_parser_leave(parser);
    pf_parser_expect(parser, PF_TOKEN_FORMAT_END);
}

/* --- plain literals --- */

static void parse_literal(struct pf_parser *parser, struct strings *strings)
{
    struct pf_token token = parser->token;
    pf_parser_advance(parser);
    pf_str text = pf_parser_text(parser, token), prefix, body;
    pf_literal_split(text, &prefix, &body);
    struct pf_literal_style style = {.is_raw = has_letter(prefix, 'r'),
                                     .is_bytes = has_letter(prefix, 'b')};
    strings->has_bytes |= style.is_bytes;
    strings->has_str |= !style.is_bytes;
    extend(&strings->text, token.at, token.end);
    add_literal(parser, &strings->text, token.at + (uint32_t)(body.data - text.data), body, style);
}

static void check_mixture(struct pf_parser *parser, const struct strings *strings, uint32_t start)
{
    bool has_text = strings->has_str || strings->has_format;
    if (strings->has_bytes && (has_text || strings->has_template))
        pf_parser_fail(parser, start, parser->last_end, "bytes and text literals side by side");
    if (strings->has_template && has_text)
        pf_parser_fail(parser, start, parser->last_end,
                       "t-strings and other literals side by side; join them with '+'");
}

/* The only literal and its own value: by far the most. */
static struct pf_ast *parse_plain(struct pf_parser *parser)
{
    struct pf_token token = parser->token;
    pf_str text = pf_parser_text(parser, token), prefix, body;
    pf_literal_split(text, &prefix, &body);
    struct pf_literal_style style = {.is_raw = has_letter(prefix, 'r')};
    enum pf_token_kind next = (enum pf_token_kind)pf_parser_ahead(parser, 1).kind;
    if (token.kind != PF_TOKEN_STRING || next == PF_TOKEN_STRING || next == PF_TOKEN_FORMAT_START ||
        !pf_literal_is_plain(body, style))
        return NULL;
    pf_parser_advance(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_CONSTANT, token.at);
    node->as.constant.type = has_letter(prefix, 'b') ? PF_AST_BYTES : PF_AST_STR;
    node->as.constant.text = body;
    node->as.constant.u = prefix.len > 0 && prefix.data[0] == 'u';
    return node;
}

struct pf_ast *pf_parse_strings(struct pf_parser *parser)
{
    struct pf_ast *plain = parse_plain(parser);
    if (plain != NULL)
        return plain;
    uint32_t start = parser->token.at;
    size_t mark = parser->stack.count;
    struct strings strings = {.text.buffer = pf_buffer_new(parser->arena)};
    strings.u = pf_parser_peek(parser) == PF_TOKEN_STRING && parser->text.data[start] == 'u';
    for (;;) {
        if (pf_parser_peek(parser) == PF_TOKEN_STRING)
            parse_literal(parser, &strings);
        else if (pf_parser_peek(parser) == PF_TOKEN_FORMAT_START)
            parse_format(parser, &strings);
        else
            break;
    }
    check_mixture(parser, &strings, start);
    if (strings.has_format || strings.has_template) {
        flush(parser, &strings);
        struct pf_ast *node = pf_parser_node(
            parser, strings.has_template ? PF_AST_TEMPLATE_STR : PF_AST_JOINED_STR, start);
        node->as.list.elts = pf_parser_list(parser, mark);
        return node;
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_CONSTANT, start);
    node->as.constant.type = strings.has_bytes ? PF_AST_BYTES : PF_AST_STR;
    node->as.constant.text = pf_buffer_str(&strings.text.buffer);
    node->as.constant.u = strings.u;
    node->as.constant.vague = strings.text.is_vague;
    return node;
}
