/* Expressions: operators by binding power, primaries by a loop, and what commas make of them. */
#include "python/parser.h"

/* Kinds of nodes that a binary operator makes. */
enum shape { NO_OPERATOR, BINARY, BOOLEAN, COMPARISON };

static const struct binary_operator {
    unsigned char shape, power, op;
} binary_operators[PF_TOKEN_KIND_COUNT] = {
    [PF_TOKEN_OR] = {BOOLEAN, PF_POWER_OR, PF_AST_OR},
    [PF_TOKEN_AND] = {BOOLEAN, PF_POWER_AND, PF_AST_AND},
    [PF_TOKEN_EQ_EQUAL] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_EQ},
    [PF_TOKEN_NOT_EQUAL] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_NOT_EQ},
    [PF_TOKEN_LESS] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_LT},
    [PF_TOKEN_LESS_EQUAL] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_LT_E},
    [PF_TOKEN_GREATER] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_GT},
    [PF_TOKEN_GREATER_EQUAL] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_GT_E},
    [PF_TOKEN_IN] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_IN},
    [PF_TOKEN_IS] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_IS},      /* or 'is not' */
    [PF_TOKEN_NOT] = {COMPARISON, PF_POWER_COMPARISON, PF_AST_NOT_IN}, /* only before 'in' */
    [PF_TOKEN_BAR] = {BINARY, PF_POWER_BIT_OR, PF_AST_BIT_OR},
    [PF_TOKEN_CARET] = {BINARY, PF_POWER_BIT_XOR, PF_AST_BIT_XOR},
    [PF_TOKEN_AMPERSAND] = {BINARY, PF_POWER_BIT_AND, PF_AST_BIT_AND},
    [PF_TOKEN_L_SHIFT] = {BINARY, PF_POWER_SHIFT, PF_AST_L_SHIFT},
    [PF_TOKEN_R_SHIFT] = {BINARY, PF_POWER_SHIFT, PF_AST_R_SHIFT},
    [PF_TOKEN_PLUS] = {BINARY, PF_POWER_SUM, PF_AST_ADD},
    [PF_TOKEN_MINUS] = {BINARY, PF_POWER_SUM, PF_AST_SUB},
    [PF_TOKEN_STAR] = {BINARY, PF_POWER_TERM, PF_AST_MULT},
    [PF_TOKEN_SLASH] = {BINARY, PF_POWER_TERM, PF_AST_DIV},
    [PF_TOKEN_DOUBLE_SLASH] = {BINARY, PF_POWER_TERM, PF_AST_FLOOR_DIV},
    [PF_TOKEN_PERCENT] = {BINARY, PF_POWER_TERM, PF_AST_MOD},
    [PF_TOKEN_AT] = {BINARY, PF_POWER_TERM, PF_AST_MAT_MULT},
    [PF_TOKEN_DOUBLE_STAR] = {BINARY, PF_POWER_POWER, PF_AST_POW},
};

static const struct unary_operator {
    unsigned char power, op;
} unary_operators[PF_TOKEN_KIND_COUNT] = {
    [PF_TOKEN_NOT] = {PF_POWER_NOT, PF_AST_NOT},
    [PF_TOKEN_PLUS] = {PF_POWER_FACTOR, PF_AST_U_ADD},
    [PF_TOKEN_MINUS] = {PF_POWER_FACTOR, PF_AST_U_SUB},
    [PF_TOKEN_TILDE] = {PF_POWER_FACTOR, PF_AST_INVERT},
};

/* Not '*' and 'yield', which stand in some places only. */
static const bool starts_expression[PF_TOKEN_KIND_COUNT] = {
    [PF_TOKEN_NAME] = true,         [PF_TOKEN_NUMBER] = true,   [PF_TOKEN_STRING] = true,
    [PF_TOKEN_FORMAT_START] = true, [PF_TOKEN_LPAR] = true,     [PF_TOKEN_LSQB] = true,
    [PF_TOKEN_LBRACE] = true,       [PF_TOKEN_PLUS] = true,     [PF_TOKEN_MINUS] = true,
    [PF_TOKEN_TILDE] = true,        [PF_TOKEN_NOT] = true,      [PF_TOKEN_LAMBDA] = true,
    [PF_TOKEN_AWAIT] = true,        [PF_TOKEN_NONE] = true,     [PF_TOKEN_TRUE] = true,
    [PF_TOKEN_FALSE] = true,        [PF_TOKEN_ELLIPSIS] = true,
};

bool pf_parse_starts_expression(enum pf_token_kind kind)
{
    return starts_expression[kind];
}

static bool starts_star_expression(enum pf_token_kind kind)
{
    return starts_expression[kind] || kind == PF_TOKEN_STAR;
}

static struct pf_ast *parse_binary(struct pf_parser *parser, enum pf_power least);

/* --- primaries --- */

static struct pf_ast *parse_attribute(struct pf_parser *parser, struct pf_ast *value,
                                      uint32_t start)
{
    pf_parser_advance(parser);
    struct pf_token token = parser->token;
    pf_str attr = pf_parser_name(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_ATTRIBUTE, start);
    node->as.attribute.value = value;
    node->as.attribute.attr = attr;
    node->as.attribute.attr_span = pf_parser_span(parser, token.at, token.end);
    return node;
}

/* A slice's bound, or NULL. */
static struct pf_ast *parse_bound(struct pf_parser *parser)
{
    return starts_expression[pf_parser_peek(parser)] ? pf_parse_expression(parser) : NULL;
}

static struct pf_ast *parse_slice(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *lower = NULL, *upper, *step = NULL;
    if (pf_parser_peek(parser) != PF_TOKEN_COLON) {
        bool is_walrus = pf_parse_at_walrus(parser);
        lower = pf_parse_named_expression(parser);
        if (pf_parser_peek(parser) != PF_TOKEN_COLON)
            return lower;
        if (is_walrus)
            return pf_parser_unexpected(parser, "',' or ']'");
    }
    pf_parser_advance(parser);
    upper = parse_bound(parser);
    if (pf_parser_accept(parser, PF_TOKEN_COLON))
        step = parse_bound(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_SLICE, start);
    node->as.slice.lower = lower;
    node->as.slice.upper = upper;
    node->as.slice.step = step;
    return node;
}

static struct pf_ast *starred(struct pf_parser *parser, struct pf_ast *value, uint32_t start)
{
    struct pf_ast *node = pf_parser_node(parser, PF_AST_STARRED, start);
    node->as.starred.value = value;
    return node;
}

static struct pf_ast *parse_slice_or_starred(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    if (pf_parser_accept(parser, PF_TOKEN_STAR))
        return starred(parser, pf_parse_expression(parser), start);
    return parse_slice(parser);
}

/* `a[b, c:d]`, `a[*b]`: a comma or a star makes a tuple. */
static struct pf_ast *parse_slices(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *first = parse_slice_or_starred(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_COMMA && first->kind != PF_AST_STARRED)
        return first;
    size_t mark = parser->stack.count;
    pf_parser_push(parser, first);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != PF_TOKEN_RSQB)
        pf_parser_push(parser, parse_slice_or_starred(parser));
    struct pf_ast *node = pf_parser_node(parser, PF_AST_TUPLE, start);
    node->as.list.elts = pf_parser_list(parser, mark);
    return node;
}

static struct pf_ast *parse_subscript(struct pf_parser *parser, struct pf_ast *value,
                                      uint32_t start)
{
    pf_parser_advance(parser);
    struct pf_ast *slice = parse_slices(parser);
    pf_parser_expect_closing(parser, PF_TOKEN_RSQB);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_SUBSCRIPT, start);
    node->as.subscript.value = value;
    node->as.subscript.slice = slice;
    return node;
}

static struct pf_ast *parse_call(struct pf_parser *parser, struct pf_ast *func, uint32_t start)
{
    struct pf_ast_list args, keywords;
    pf_parser_advance(parser);
    pf_parse_call_arguments(parser, true, &args, &keywords);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_CALL, start);
    node->as.call.func = func;
    node->as.call.args = args;
    node->as.call.keywords = keywords;
    return node;
}

static struct pf_ast *parse_primary(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *node = pf_parse_atom(parser);
    for (;;) {
        unsigned height = parser->height;
        switch (pf_parser_peek(parser)) {
        case PF_TOKEN_DOT:
            node = parse_attribute(parser, node, start);
            break;
        case PF_TOKEN_LPAR:
            node = parse_call(parser, node, start);
            break;
        case PF_TOKEN_LSQB:
            node = parse_subscript(parser, node, start);
            break;
        default:
            return node;
        }
        pf_parser_set_height(parser, (parser->height > height ? parser->height : height) + 1);
    }
}

static struct pf_ast *parse_await(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    if (!pf_parser_accept(parser, PF_TOKEN_AWAIT))
        return parse_primary(parser);
    struct pf_ast *value = parse_primary(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_AWAIT, start);
    node->as.value.value = value;
    pf_parser_set_height(parser, parser->height + 1);
    return node;
}

/* --- operators --- */

static struct pf_ast *parse_unary(struct pf_parser *parser, enum pf_power least)
{
    struct pf_token token = parser->token;
    const struct unary_operator *row = &unary_operators[token.kind];
    if (row->power == 0)
        return parse_await(parser);
    if (row->power < least && token.kind == PF_TOKEN_NOT)
        return pf_parser_fail(parser, token.at, token.end,
                              "'not' behind an operator; put it in parentheses");
    if (!pf_parser_enter(parser))
        return pf_parser_unexpected(parser, "an expression");
    pf_parser_advance(parser);
    struct pf_ast *operand = parse_binary(parser, (enum pf_power)row->power);
    pf_parser_leave(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_UNARY_OP, token.at);
    node->as.unary_op.op = (enum pf_ast_operator)row->op;
    node->as.unary_op.operand = operand;
    pf_parser_set_height(parser, parser->height + 1);
    return node;
}

/* The operand to the right of an operator; the height becomes that of both sides. */
static struct pf_ast *parse_right(struct pf_parser *parser, enum pf_power least)
{
    unsigned height = parser->height;
    parser->height = 0;
    struct pf_ast *right = parse_binary(parser, least);
    if (parser->height < height)
        parser->height = height;
    return right;
}

/* `a or b or c` is one node. */
static struct pf_ast *parse_boolean(struct pf_parser *parser, struct pf_ast *left, uint32_t start,
                                    const struct binary_operator *row)
{
    enum pf_token_kind kind = pf_parser_peek(parser);
    size_t mark = parser->stack.count;
    pf_parser_push(parser, left);
    while (pf_parser_accept(parser, kind))
        pf_parser_push(parser, parse_right(parser, (enum pf_power)(row->power + 1)));
    struct pf_ast *node = pf_parser_node(parser, PF_AST_BOOL_OP, start);
    node->as.bool_op.op = (enum pf_ast_operator)row->op;
    node->as.bool_op.values = pf_parser_list(parser, mark);
    return node;
}

/* Consumes one or two tokens; false when there is no comparison. */
static bool accept_comparison(struct pf_parser *parser, enum pf_ast_operator *op)
{
    enum pf_token_kind kind = pf_parser_peek(parser);
    const struct binary_operator *row = &binary_operators[kind];
    if (row->shape != COMPARISON)
        return false;
    *op = (enum pf_ast_operator)row->op;
    pf_parser_advance(parser);
    if (kind == PF_TOKEN_NOT)
        pf_parser_expect(parser, PF_TOKEN_IN);
    if (kind == PF_TOKEN_IS && pf_parser_accept(parser, PF_TOKEN_NOT))
        *op = PF_AST_IS_NOT;
    return true;
}

/* `a < b < c` is one node. */
static struct pf_ast *parse_comparison(struct pf_parser *parser, struct pf_ast *left,
                                       uint32_t start)
{
    PF_PILE(enum pf_ast_operator) ops = {0};
    size_t mark = parser->stack.count;
    enum pf_ast_operator op;
    while (accept_comparison(parser, &op)) {
        *pf_pile_add(parser->arena, &ops) = op;
        pf_parser_push(parser, parse_right(parser, PF_POWER_BIT_OR));
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_COMPARE, start);
    node->as.compare.left = left;
    node->as.compare.ops = ops.items;
    node->as.compare.comparators = pf_parser_list(parser, mark);
    return node;
}

static struct pf_ast *parse_operation(struct pf_parser *parser, struct pf_ast *left, uint32_t start,
                                      const struct binary_operator *row)
{
    pf_parser_advance(parser);
    bool is_power = row->power == PF_POWER_POWER; /* binds to the right: 2 ** -3 ** 4 */
    enum pf_power least = is_power ? PF_POWER_FACTOR : (enum pf_power)(row->power + 1);
    if (is_power && !pf_parser_enter(parser))
        return left;
    struct pf_ast *right = parse_right(parser, least);
    if (is_power)
        pf_parser_leave(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_BIN_OP, start);
    node->as.bin_op.left = left;
    node->as.bin_op.op = (enum pf_ast_operator)row->op;
    node->as.bin_op.right = right;
    return node;
}

static struct pf_ast *parse_binary(struct pf_parser *parser, enum pf_power least)
{
    uint32_t start = parser->token.at;
    struct pf_ast *left = parse_unary(parser, least);
    for (;;) {
        const struct binary_operator *row = &binary_operators[pf_parser_peek(parser)];
        if (row->shape == NO_OPERATOR || row->power < least)
            return left;
        if (row->shape == BOOLEAN)
            left = parse_boolean(parser, left, start, row);
        else if (row->shape == COMPARISON)
            left = parse_comparison(parser, left, start);
        else
            left = parse_operation(parser, left, start, row);
        pf_parser_set_height(parser, parser->height + 1);
    }
}

/* --- expressions --- */

static struct pf_ast *parse_lambda(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    struct pf_ast *args = pf_parse_parameters(parser, PF_TOKEN_COLON);
    if (pf_parser_peek(parser) == PF_TOKEN_FIELD_SPEC)
        return pf_parser_fail(parser, start, parser->token.end,
                              "a lambda in a field of an f-string needs parentheses");
    pf_parser_expect(parser, PF_TOKEN_COLON);
    struct pf_ast *body = pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_LAMBDA, start);
    node->as.lambda.args = args;
    node->as.lambda.body = body;
    return node;
}

static struct pf_ast *parse_conditional(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *body = parse_binary(parser, PF_POWER_OR);
    if (!pf_parser_accept(parser, PF_TOKEN_IF))
        return body;
    struct pf_ast *test = parse_binary(parser, PF_POWER_OR);
    if (pf_parser_peek(parser) != PF_TOKEN_ELSE)
        return pf_parser_unexpected(parser, "'else' and the value if not");
    pf_parser_advance(parser);
    struct pf_ast *orelse = pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_IF_EXP, start);
    node->as.if_exp.test = test;
    node->as.if_exp.body = body;
    node->as.if_exp.orelse = orelse;
    return node;
}

struct pf_ast *pf_parse_expression(struct pf_parser *parser)
{
    if (!pf_parser_enter(parser))
        return pf_parser_unexpected(parser, "an expression");
    unsigned height = parser->height;
    parser->height = 0;
    struct pf_ast *node = pf_parser_peek(parser) == PF_TOKEN_LAMBDA ? parse_lambda(parser)
                                                                    : parse_conditional(parser);
    unsigned own = parser->height + PF_PARSER_LEVEL_HEIGHT;
    pf_parser_set_height(parser, own > height ? own : height);
    pf_parser_leave(parser);
    return node;
}

bool pf_parse_at_walrus(struct pf_parser *parser)
{
    return pf_parser_peek(parser) == PF_TOKEN_NAME &&
           pf_parser_ahead(parser, 1).kind == PF_TOKEN_WALRUS;
}

struct pf_ast *pf_parse_named_expression(struct pf_parser *parser)
{
    struct pf_token token = parser->token;
    if (!pf_parse_at_walrus(parser)) {
        struct pf_ast *node = pf_parse_expression(parser);
        if (pf_parser_peek(parser) == PF_TOKEN_WALRUS)
            return pf_parser_fail_at(parser, node, "':=' assigns to a name only, not to %s",
                                     pf_parse_kind_in_words(node));
        return node;
    }
    pf_str id = pf_parser_name(parser);
    struct pf_ast *target = pf_parser_node(parser, PF_AST_NAME, token.at);
    target->as.name.id = id;
    target->as.name.ctx = PF_AST_STORE;
    pf_parser_advance(parser);
    struct pf_ast *value = pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_NAMED_EXPR, token.at);
    node->as.named_expr.target = target;
    node->as.named_expr.value = value;
    return node;
}

struct pf_ast *pf_parse_operand(struct pf_parser *parser, enum pf_power least)
{
    unsigned height = parser->height;
    parser->height = 0;
    struct pf_ast *node = parse_binary(parser, least);
    unsigned own = parser->height + PF_PARSER_LEVEL_HEIGHT;
    pf_parser_set_height(parser, own > height ? own : height);
    return node;
}

/* '*' bitwise_or */
static struct pf_ast *parse_starred(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    struct pf_ast *value = pf_parse_operand(parser, PF_POWER_BIT_OR);
    return starred(parser, value, start);
}

struct pf_ast *pf_parse_star_expression(struct pf_parser *parser)
{
    if (pf_parser_peek(parser) == PF_TOKEN_STAR)
        return parse_starred(parser);
    return pf_parse_expression(parser);
}

struct pf_ast *pf_parse_star_named_expression(struct pf_parser *parser)
{
    if (pf_parser_peek(parser) == PF_TOKEN_STAR)
        return parse_starred(parser);
    return pf_parse_named_expression(parser);
}

struct pf_ast *pf_parse_star_expressions(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *first = pf_parse_star_expression(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_COMMA)
        return first;
    size_t mark = parser->stack.count;
    pf_parser_push(parser, first);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) &&
           starts_star_expression(pf_parser_peek(parser)))
        pf_parser_push(parser, pf_parse_star_expression(parser));
    struct pf_ast *node = pf_parser_node(parser, PF_AST_TUPLE, start);
    node->as.list.elts = pf_parser_list(parser, mark);
    return node;
}

static struct pf_ast *parse_yield(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    enum pf_ast_kind kind = PF_AST_YIELD;
    struct pf_ast *value = NULL;
    pf_parser_advance(parser);
    if (pf_parser_accept(parser, PF_TOKEN_FROM)) {
        kind = PF_AST_YIELD_FROM;
        value = pf_parse_expression(parser);
    } else if (starts_star_expression(pf_parser_peek(parser))) {
        value = pf_parse_star_expressions(parser);
    }
    struct pf_ast *node = pf_parser_node(parser, kind, start);
    node->as.value.value = value;
    return node;
}

struct pf_ast *pf_parse_yield_or_star_expressions(struct pf_parser *parser)
{
    return pf_parser_peek(parser) == PF_TOKEN_YIELD ? parse_yield(parser)
                                                    : pf_parse_star_expressions(parser);
}

static struct pf_ast *parse_for_target(struct pf_parser *parser)
{
    if (pf_parser_peek(parser) == PF_TOKEN_STAR)
        return parse_starred(parser);
    return pf_parse_operand(parser, PF_POWER_BIT_OR);
}

struct pf_ast *pf_parse_for_targets(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *node = parse_for_target(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_COMMA) {
        size_t mark = parser->stack.count;
        pf_parser_push(parser, node);
        while (pf_parser_accept(parser, PF_TOKEN_COMMA) &&
               starts_star_expression(pf_parser_peek(parser)))
            pf_parser_push(parser, parse_for_target(parser));
        node = pf_parser_node(parser, PF_AST_TUPLE, start);
        node->as.list.elts = pf_parser_list(parser, mark);
    }
    pf_parse_to_target(parser, node, PF_AST_STORE);
    return node;
}

struct pf_ast *pf_parse_dotted(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_str id = pf_parser_name(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_NAME, start);
    node->as.name.id = id;
    for (unsigned height = 1; pf_parser_peek(parser) == PF_TOKEN_DOT; height++) {
        node = parse_attribute(parser, node, start);
        pf_parser_set_height(parser, height);
    }
    return node;
}
