/* Atoms: names, constants, and what brackets enclose. */
#include "python/parser.h"

#include "python/literals.h"

static struct pf_ast *parse_name(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_str id = pf_parser_name(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_NAME, start);
    node->as.name.id = id;
    return node;
}

struct pf_ast *pf_parse_keyword_constant(struct pf_parser *parser)
{
    static const unsigned char types[PF_TOKEN_KIND_COUNT] = {
        [PF_TOKEN_NONE] = PF_AST_NONE,
        [PF_TOKEN_FALSE] = PF_AST_FALSE,
        [PF_TOKEN_TRUE] = PF_AST_TRUE,
        [PF_TOKEN_ELLIPSIS] = PF_AST_ELLIPSIS,
    };
    struct pf_token token = parser->token;
    pf_parser_advance(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_CONSTANT, token.at);
    node->as.constant.type = (enum pf_ast_constant)types[token.kind];
    return node;
}

struct pf_ast *pf_parse_number(struct pf_parser *parser)
{
    struct pf_token token = parser->token;
    pf_parser_advance(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_CONSTANT, token.at);
    struct pf_literal_problem problem;
    if (pf_literal_number(parser->arena, pf_parser_text(parser, token), node, &problem))
        return node;
    if (problem.kind == PF_FAULT_LIMIT)
        return pf_parser_fail_limit(parser, token.at, token.end, "%s", problem.message);
    return pf_parser_fail(parser, token.at, token.end, "%s", problem.message);
}

/* --- comprehensions --- */

bool pf_parse_at_comprehension(struct pf_parser *parser)
{
    return pf_parser_peek(parser) == PF_TOKEN_FOR ||
           (pf_parser_peek(parser) == PF_TOKEN_ASYNC &&
            pf_parser_ahead(parser, 1).kind == PF_TOKEN_FOR);
}

static struct pf_ast *parse_comprehension(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    bool is_async = pf_parser_accept(parser, PF_TOKEN_ASYNC);
    pf_parser_expect(parser, PF_TOKEN_FOR);
    struct pf_ast *target = pf_parse_for_targets(parser);
    pf_parser_expect(parser, PF_TOKEN_IN);
    struct pf_ast *iter = pf_parse_operand(parser, PF_POWER_OR);
    size_t mark = parser->stack.count;
    while (pf_parser_accept(parser, PF_TOKEN_IF))
        pf_parser_push(parser, pf_parse_operand(parser, PF_POWER_OR));
    struct pf_ast *node = pf_parser_node(parser, PF_AST_COMPREHENSION, start);
    node->as.comprehension.target = target;
    node->as.comprehension.iter = iter;
    node->as.comprehension.ifs = pf_parser_list(parser, mark);
    node->as.comprehension.is_async = is_async;
    return node;
}

struct pf_ast_list pf_parse_comprehensions(struct pf_parser *parser)
{
    size_t mark = parser->stack.count;
    while (pf_parse_at_comprehension(parser))
        pf_parser_push(parser, parse_comprehension(parser));
    return pf_parser_list(parser, mark);
}

/* Behind the element(s), which stand before 'for'; up to and with the closing bracket. */
static struct pf_ast *parse_comprehended(struct pf_parser *parser, enum pf_ast_kind kind,
                                         uint32_t start, enum pf_token_kind closing,
                                         struct pf_ast *elt, struct pf_ast *value)
{
    if (elt->kind == PF_AST_STARRED)
        return pf_parser_fail_at(parser, elt, "'*' cannot unpack in a comprehension");
    struct pf_ast_list generators = pf_parse_comprehensions(parser);
    pf_parser_expect(parser, closing);
    struct pf_ast *node = pf_parser_node(parser, kind, start);
    node->as.comp.elt = elt;
    node->as.comp.value = value;
    node->as.comp.generators = generators;
    return node;
}

/* --- brackets --- */

/* Members behind the first, up to and with the closing bracket. */
static struct pf_ast *parse_members(struct pf_parser *parser, enum pf_ast_kind kind, uint32_t start,
                                    enum pf_token_kind closing, struct pf_ast *first)
{
    size_t mark = parser->stack.count;
    if (first != NULL)
        pf_parser_push(parser, first);
    while (first != NULL && pf_parser_accept(parser, PF_TOKEN_COMMA) &&
           pf_parser_peek(parser) != closing)
        pf_parser_push(parser, pf_parse_star_named_expression(parser));
    pf_parser_expect_closing(parser, closing);
    struct pf_ast *node = pf_parser_node(parser, kind, start);
    node->as.list.elts = pf_parser_list(parser, mark);
    return node;
}

/* (): a tuple, a generator, or just parentheses, which leave no node. */
static struct pf_ast *parse_parentheses(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_RPAR)
        return parse_members(parser, PF_AST_TUPLE, start, PF_TOKEN_RPAR, NULL);
    if (pf_parser_peek(parser) == PF_TOKEN_YIELD) {
        struct pf_ast *yield = pf_parse_yield_or_star_expressions(parser);
        pf_parser_expect(parser, PF_TOKEN_RPAR);
        return yield;
    }
    struct pf_ast *first = pf_parse_star_named_expression(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_COMMA)
        return parse_members(parser, PF_AST_TUPLE, start, PF_TOKEN_RPAR, first);
    if (pf_parse_at_comprehension(parser))
        return parse_comprehended(parser, PF_AST_GENERATOR_EXP, start, PF_TOKEN_RPAR, first, NULL);
    pf_parser_expect_closing(parser, PF_TOKEN_RPAR);
    if (first->kind == PF_AST_STARRED)
        return pf_parser_fail_at(parser, first,
                                 "'*' alone in parentheses; a comma behind it makes a tuple");
    return first;
}

static struct pf_ast *parse_list(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_RSQB)
        return parse_members(parser, PF_AST_LIST, start, PF_TOKEN_RSQB, NULL);
    struct pf_ast *first = pf_parse_star_named_expression(parser);
    if (pf_parse_at_comprehension(parser))
        return parse_comprehended(parser, PF_AST_LIST_COMP, start, PF_TOKEN_RSQB, first, NULL);
    return parse_members(parser, PF_AST_LIST, start, PF_TOKEN_RSQB, first);
}

/* `key: value` or `**value`, for which the key is NULL. */
static void parse_pair(struct pf_parser *parser, struct pf_ast **key, struct pf_ast **value)
{
    if (pf_parser_accept(parser, PF_TOKEN_DOUBLE_STAR)) {
        *key = NULL;
        *value = pf_parse_operand(parser, PF_POWER_BIT_OR);
        return;
    }
    *key = pf_parse_expression(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_COLON)
        pf_parser_unexpected(parser, "':' and the key's value");
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_COMMA || pf_parser_peek(parser) == PF_TOKEN_RBRACE)
        pf_parser_unexpected(parser, "the key's value");
    *value = pf_parse_expression(parser);
}

/* Behind the first pair. */
static struct pf_ast *parse_dict(struct pf_parser *parser, uint32_t start, struct pf_ast *key,
                                 struct pf_ast *value)
{
    size_t mark = parser->stack.count;
    PF_PILE(struct pf_ast *) keys = {0};
    *pf_pile_add(parser->arena, &keys) = key;
    pf_parser_push(parser, value);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != PF_TOKEN_RBRACE) {
        parse_pair(parser, &key, &value);
        *pf_pile_add(parser->arena, &keys) = key;
        pf_parser_push(parser, value);
    }
    pf_parser_expect_closing(parser, PF_TOKEN_RBRACE);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_DICT, start);
    node->as.dict.keys = (struct pf_ast_list){keys.items, keys.count};
    node->as.dict.values = pf_parser_list(parser, mark);
    return node;
}

static struct pf_ast *empty_dict(struct pf_parser *parser, uint32_t start)
{
    pf_parser_advance(parser);
    return pf_parser_node(parser, PF_AST_DICT, start);
}

static struct pf_ast *parse_braces(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *first, *value = NULL;
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_RBRACE)
        return empty_dict(parser, start);
    if (pf_parser_peek(parser) == PF_TOKEN_DOUBLE_STAR) {
        parse_pair(parser, &first, &value);
        if (pf_parse_at_comprehension(parser))
            return pf_parser_fail_at(parser, value, "'**' cannot unpack in a comprehension");
        return parse_dict(parser, start, first, value);
    }
    bool is_key = pf_parser_peek(parser) != PF_TOKEN_STAR && !pf_parse_at_walrus(parser);
    first = pf_parse_star_named_expression(parser);
    if (is_key && pf_parser_peek(parser) == PF_TOKEN_COLON) {
        pf_parser_advance(parser);
        if (pf_parser_peek(parser) == PF_TOKEN_COMMA || pf_parser_peek(parser) == PF_TOKEN_RBRACE)
            return pf_parser_unexpected(parser, "the key's value");
        value = pf_parse_expression(parser);
        if (pf_parse_at_comprehension(parser))
            return parse_comprehended(parser, PF_AST_DICT_COMP, start, PF_TOKEN_RBRACE, first,
                                      value);
        return parse_dict(parser, start, first, value);
    }
    if (pf_parse_at_comprehension(parser))
        return parse_comprehended(parser, PF_AST_SET_COMP, start, PF_TOKEN_RBRACE, first, NULL);
    return parse_members(parser, PF_AST_SET, start, PF_TOKEN_RBRACE, first);
}

struct pf_ast *pf_parse_atom(struct pf_parser *parser)
{
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_NAME:
        return parse_name(parser);
    case PF_TOKEN_NUMBER:
        return pf_parse_number(parser);
    case PF_TOKEN_STRING:
    case PF_TOKEN_FORMAT_START:
        return pf_parse_strings(parser);
    case PF_TOKEN_NONE:
    case PF_TOKEN_TRUE:
    case PF_TOKEN_FALSE:
    case PF_TOKEN_ELLIPSIS:
        return pf_parse_keyword_constant(parser);
    case PF_TOKEN_LPAR:
        return parse_parentheses(parser);
    case PF_TOKEN_LSQB:
        return parse_list(parser);
    case PF_TOKEN_LBRACE:
        return parse_braces(parser);
    default:
        return pf_parser_unexpected(parser, "an expression");
    }
}
