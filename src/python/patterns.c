/* The patterns of match statements (PEP 634). */
#include "python/parser.h"

/* True recursion: patterns hold patterns. */
static struct pf_ast *parse_as_pattern(struct pf_parser *parser);

static bool is_wildcard(const struct pf_parser *parser)
{
    return pf_parser_is_word(parser, parser->token, PF_STR("_"));
}

static struct pf_ast *match_value(struct pf_parser *parser, struct pf_ast *value, uint32_t start)
{
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_VALUE, start);
    node->as.match_value.value = value;
    return node;
}

/* --- literals --- */

static bool is_imaginary(const struct pf_ast *node)
{
    return node->kind == PF_AST_CONSTANT && node->as.constant.type == PF_AST_COMPLEX;
}

static struct pf_ast *parse_signed_number(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    bool is_negative = pf_parser_accept(parser, PF_TOKEN_MINUS);
    if (pf_parser_peek(parser) != PF_TOKEN_NUMBER)
        return pf_parser_unexpected(parser, "a number");
    struct pf_ast *number = pf_parse_number(parser);
    if (!is_negative)
        return number;
    struct pf_ast *node = pf_parser_node(parser, PF_AST_UNARY_OP, start);
    node->as.unary_op.op = PF_AST_U_SUB;
    node->as.unary_op.operand = number;
    return node;
}

/* `-1`, `2 - 3j` */
static struct pf_ast *parse_number(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *left = parse_signed_number(parser);
    enum pf_token_kind sign = pf_parser_peek(parser);
    if (sign != PF_TOKEN_PLUS && sign != PF_TOKEN_MINUS)
        return left;
    const struct pf_ast *real = left->kind == PF_AST_UNARY_OP ? left->as.unary_op.operand : left;
    if (is_imaginary(real))
        return pf_parser_fail_at(parser, left,
                                 "the real part of a complex number comes first in a pattern");
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_NUMBER)
        return pf_parser_unexpected(parser, "an imaginary number");
    struct pf_ast *right = pf_parse_number(parser);
    if (!is_imaginary(right))
        return pf_parser_fail_at(parser, right,
                                 "a pattern cannot calculate; expected an "
                                 "imaginary number such as '1j'");
    struct pf_ast *node = pf_parser_node(parser, PF_AST_BIN_OP, start);
    node->as.bin_op.left = left;
    node->as.bin_op.op = sign == PF_TOKEN_PLUS ? PF_AST_ADD : PF_AST_SUB;
    node->as.bin_op.right = right;
    return node;
}

/* The value of a literal, as a key of a mapping; NULL when there is none. */
static struct pf_ast *parse_literal(struct pf_parser *parser)
{
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_NUMBER:
    case PF_TOKEN_MINUS:
        return parse_number(parser);
    case PF_TOKEN_STRING:
    case PF_TOKEN_FORMAT_START:
        return pf_parse_strings(parser);
    case PF_TOKEN_NONE:
    case PF_TOKEN_TRUE:
    case PF_TOKEN_FALSE:
        return pf_parse_keyword_constant(parser);
    default:
        return NULL;
    }
}

static bool is_singleton(const struct pf_ast *node)
{
    return node->kind == PF_AST_CONSTANT &&
           (node->as.constant.type == PF_AST_NONE || node->as.constant.type == PF_AST_TRUE ||
            node->as.constant.type == PF_AST_FALSE);
}

static struct pf_ast *parse_literal_pattern(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *value = parse_literal(parser);
    struct pf_ast *node = match_value(parser, value, start);
    if (is_singleton(value))
        node->kind = PF_AST_MATCH_SINGLETON;
    return node;
}

/* --- sequences --- */

static struct pf_ast *parse_maybe_star_pattern(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    if (!pf_parser_accept(parser, PF_TOKEN_STAR))
        return parse_as_pattern(parser);
    bool captures = !is_wildcard(parser);
    pf_str name = pf_parser_name(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_STAR, start);
    if (captures)
        node->as.match_as.name = name;
    return node;
}

/* Behind the first member. */
static struct pf_ast_list parse_members(struct pf_parser *parser, struct pf_ast *first,
                                        enum pf_token_kind closing)
{
    size_t mark = parser->stack.count;
    pf_parser_push(parser, first);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != closing &&
           pf_parser_peek(parser) != PF_TOKEN_COLON && pf_parser_peek(parser) != PF_TOKEN_IF)
        pf_parser_push(parser, parse_maybe_star_pattern(parser));
    return pf_parser_list(parser, mark);
}

static struct pf_ast *sequence(struct pf_parser *parser, struct pf_ast_list patterns,
                               uint32_t start)
{
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_SEQUENCE, start);
    node->as.match_list.patterns = patterns;
    return node;
}

/* [] or (): a sequence, or a pattern in parentheses. */
static struct pf_ast *parse_brackets(struct pf_parser *parser, enum pf_token_kind closing)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    if (pf_parser_accept(parser, closing))
        return sequence(parser, (struct pf_ast_list){0}, start);
    struct pf_ast *first = parse_maybe_star_pattern(parser);
    if (closing == PF_TOKEN_RPAR && pf_parser_peek(parser) != PF_TOKEN_COMMA) {
        pf_parser_expect_closing(parser, closing);
        if (first->kind == PF_AST_MATCH_STAR)
            return pf_parser_fail_at(parser, first,
                                     "'*' alone in parentheses; a comma behind it makes a "
                                     "sequence");
        return first;
    }
    struct pf_ast_list patterns = parse_members(parser, first, closing);
    pf_parser_expect_closing(parser, closing);
    return sequence(parser, patterns, start);
}

/* --- mappings --- */

static struct pf_ast *parse_key(struct pf_parser *parser)
{
    struct pf_ast *key = parse_literal(parser);
    if (key != NULL)
        return key;
    struct pf_ast *name = pf_parse_dotted(parser);
    if (name->kind == PF_AST_NAME)
        return pf_parser_fail_at(parser, name,
                                 "a mapping pattern's key is a literal or a dotted name");
    return name;
}

static struct pf_ast *parse_mapping(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    size_t mark = parser->stack.count;
    PF_PILE(struct pf_ast *) keys = {0};
    pf_str rest = {NULL, 0};
    pf_parser_advance(parser);
    while (pf_parser_peek(parser) != PF_TOKEN_RBRACE) {
        if (rest.len > 0) {
            pf_parser_unexpected(parser, "'}' behind '**'");
            break;
        }
        if (pf_parser_accept(parser, PF_TOKEN_DOUBLE_STAR)) {
            if (is_wildcard(parser))
                pf_parser_unexpected(parser, "a name other than '_' behind '**'");
            rest = pf_parser_name(parser);
        } else {
            *pf_pile_add(parser->arena, &keys) = parse_key(parser);
            pf_parser_expect(parser, PF_TOKEN_COLON);
            pf_parser_push(parser, parse_as_pattern(parser));
        }
        if (!pf_parser_accept(parser, PF_TOKEN_COMMA))
            break;
    }
    pf_parser_expect_closing(parser, PF_TOKEN_RBRACE);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_MAPPING, start);
    node->as.match_mapping.keys = (struct pf_ast_list){keys.items, keys.count};
    node->as.match_mapping.patterns = pf_parser_list(parser, mark);
    node->as.match_mapping.rest = rest;
    return node;
}

/* --- names and classes --- */

static struct pf_ast *parse_class(struct pf_parser *parser, struct pf_ast *cls, uint32_t start)
{
    size_t mark = parser->stack.count;
    PF_PILE(pf_str) attrs = {0};
    PF_PILE(struct pf_ast *) values = {0};
    pf_parser_advance(parser);
    while (pf_parser_peek(parser) != PF_TOKEN_RPAR) {
        bool is_keyword = pf_parser_peek(parser) == PF_TOKEN_NAME &&
                          pf_parser_ahead(parser, 1).kind == PF_TOKEN_EQUAL;
        if (is_keyword) {
            *pf_pile_add(parser->arena, &attrs) = pf_parser_name(parser);
            pf_parser_advance(parser);
            *pf_pile_add(parser->arena, &values) = parse_as_pattern(parser);
        } else {
            struct pf_ast *pattern = parse_as_pattern(parser);
            if (attrs.count > 0)
                pf_parser_fail_at(parser, pattern,
                                  "a pattern without a name behind one with a name");
            pf_parser_push(parser, pattern);
        }
        if (!pf_parser_accept(parser, PF_TOKEN_COMMA))
            break;
    }
    pf_parser_expect_closing(parser, PF_TOKEN_RPAR);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_CLASS, start);
    node->as.match_class.cls = cls;
    node->as.match_class.patterns = pf_parser_list(parser, mark);
    node->as.match_class.kwd_attrs = (struct pf_ast_names){attrs.items, attrs.count};
    node->as.match_class.kwd_patterns = (struct pf_ast_list){values.items, values.count};
    return node;
}

static struct pf_ast *parse_name_pattern(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    if (is_wildcard(parser)) { /* whatever follows: `_.x` and `_()` are no patterns */
        pf_parser_advance(parser);
        return pf_parser_node(parser, PF_AST_MATCH_AS, start);
    }
    struct pf_ast *name = pf_parse_dotted(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_LPAR)
        return parse_class(parser, name, start);
    if (name->kind == PF_AST_ATTRIBUTE)
        return match_value(parser, name, start);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_AS, start);
    node->as.match_as.name = name->as.name.id;
    return node;
}

static struct pf_ast *parse_closed_pattern(struct pf_parser *parser)
{
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_NAME:
        return parse_name_pattern(parser);
    case PF_TOKEN_LPAR:
        return parse_brackets(parser, PF_TOKEN_RPAR);
    case PF_TOKEN_LSQB:
        return parse_brackets(parser, PF_TOKEN_RSQB);
    case PF_TOKEN_LBRACE:
        return parse_mapping(parser);
    case PF_TOKEN_NUMBER:
    case PF_TOKEN_MINUS:
    case PF_TOKEN_STRING:
    case PF_TOKEN_FORMAT_START:
    case PF_TOKEN_NONE:
    case PF_TOKEN_TRUE:
    case PF_TOKEN_FALSE:
        return parse_literal_pattern(parser);
    default:
        return pf_parser_unexpected(parser, "a pattern");
    }
}

static struct pf_ast *parse_or_pattern(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *first = parse_closed_pattern(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_BAR)
        return first;
    size_t mark = parser->stack.count;
    pf_parser_push(parser, first);
    while (pf_parser_accept(parser, PF_TOKEN_BAR))
        pf_parser_push(parser, parse_closed_pattern(parser));
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_OR, start);
    node->as.match_list.patterns = pf_parser_list(parser, mark);
    return node;
}

static struct pf_ast *parse_as_pattern(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    if (!pf_parser_enter(parser))
        return pf_parser_unexpected(parser, "a pattern");
    struct pf_ast *pattern = parse_or_pattern(parser);
    pf_parser_leave(parser);
    if (!pf_parser_accept(parser, PF_TOKEN_AS))
        return pattern;
    if (is_wildcard(parser))
        return pf_parser_unexpected(parser, "a name other than '_' behind 'as'");
    pf_str name = pf_parser_name(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_AS, start);
    node->as.match_as.pattern = pattern;
    node->as.match_as.name = name;
    return node;
}

struct pf_ast *pf_parse_patterns(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *first = parse_maybe_star_pattern(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_COMMA) {
        if (first->kind == PF_AST_MATCH_STAR)
            return pf_parser_fail_at(parser, first,
                                     "'*' alone; a comma behind it makes a sequence");
        return first;
    }
    return sequence(parser, parse_members(parser, first, PF_TOKEN_COLON), start);
}
