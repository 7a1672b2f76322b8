/* Compound statements: those that hold blocks. */
#include "python/parser.h"

/* The ':' and what it leads in. `owner` names the statement, which began at `start`, in words. */
static struct pf_ast_list parse_block(struct pf_parser *parser, const char *owner, uint32_t start)
{
    size_t mark = parser->stack.count;
    pf_parser_expect(parser, PF_TOKEN_COLON);
    if (pf_parser_peek(parser) != PF_TOKEN_NEWLINE) {
        pf_parse_simple_statements(parser);
        return pf_parser_list(parser, mark);
    }
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_INDENT) {
        uint32_t line = pf_span_start(pf_parser_span(parser, start, start)).line;
        pf_parser_fail(parser, parser->token.at, parser->token.end,
                       "expected an indented block behind %s on line %u", owner, line);
        return (struct pf_ast_list){0};
    }
    pf_parser_advance(parser);
    pf_parse_statements(parser);
    pf_parser_accept(parser, PF_TOKEN_DEDENT);
    return pf_parser_list(parser, mark);
}

/* An optional clause such as 'else': keyword and block. */
static struct pf_ast_list parse_clause(struct pf_parser *parser, enum pf_token_kind keyword)
{
    uint32_t start = parser->token.at;
    if (!pf_parser_accept(parser, keyword))
        return (struct pf_ast_list){0};
    return parse_block(parser, pf_token_name(keyword), start);
}

/* --- if, while, for --- */

/* One 'if' or 'elif' up to its block's end. */
static struct pf_ast *parse_branch(struct pf_parser *parser, enum pf_ast_kind kind)
{
    struct pf_token token = parser->token;
    parser->height = 0;
    pf_parser_advance(parser);
    struct pf_ast *test = pf_parse_named_expression(parser);
    struct pf_ast_list body =
        parse_block(parser, pf_token_name((enum pf_token_kind)token.kind), token.at);
    struct pf_ast *node = pf_parser_node(parser, kind, token.at);
    node->as.branch.test = test;
    node->as.branch.body = body;
    return node;
}

/* Each elif is an If in the orelse of the one before, and all end where the last one ends. */
static struct pf_ast *parse_if(struct pf_parser *parser)
{
    PF_PILE(struct pf_ast *) chain = {0};
    PF_PILE(uint32_t) starts = {0};
    for (;;) {
        uint32_t start = parser->token.at;
        struct pf_ast *node = parse_branch(parser, PF_AST_IF);
        if (chain.count > 0) {
            struct pf_ast_list *orelse = &chain.items[chain.count - 1]->as.branch.orelse;
            orelse->items = PF_NEW(parser->arena, struct pf_ast *);
            orelse->items[0] = node;
            orelse->count = 1;
        }
        *pf_pile_add(parser->arena, &chain) = node;
        *pf_pile_add(parser->arena, &starts) = start;
        if (pf_parser_peek(parser) != PF_TOKEN_ELIF)
            break;
        if (chain.count == PF_AST_HEIGHT)
            pf_parser_fail_limit(parser, parser->token.at, parser->token.end,
                                 "more than %d branches of one 'if'", PF_AST_HEIGHT);
    }
    chain.items[chain.count - 1]->as.branch.orelse = parse_clause(parser, PF_TOKEN_ELSE);
    for (size_t i = 0; i < chain.count; i++)
        chain.items[i]->span = pf_parser_span(parser, starts.items[i], parser->last_end);
    return chain.items[0];
}

static struct pf_ast *parse_while(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *node = parse_branch(parser, PF_AST_WHILE);
    node->as.branch.orelse = parse_clause(parser, PF_TOKEN_ELSE);
    node->span = pf_parser_span(parser, start, parser->last_end);
    return node;
}

/* `start` may be that of an 'async' before the 'for'; so in what follows. */
static struct pf_ast *parse_for(struct pf_parser *parser, bool is_async, uint32_t start)
{
    pf_parser_advance(parser);
    struct pf_ast *target = pf_parse_for_targets(parser);
    pf_parser_expect(parser, PF_TOKEN_IN);
    struct pf_ast *iter = pf_parse_star_expressions(parser);
    struct pf_ast_list body = parse_block(parser, "'for'", start);
    struct pf_ast_list orelse = parse_clause(parser, PF_TOKEN_ELSE);
    struct pf_ast *node = pf_parser_node(parser, is_async ? PF_AST_ASYNC_FOR : PF_AST_FOR, start);
    node->as.for_.target = target;
    node->as.for_.iter = iter;
    node->as.for_.body = body;
    node->as.for_.orelse = orelse;
    return node;
}

/* --- with --- */

static void parse_with_item(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *context = pf_parse_expression(parser), *vars = NULL;
    if (pf_parser_accept(parser, PF_TOKEN_AS)) {
        vars = pf_parser_peek(parser) == PF_TOKEN_STAR ? pf_parse_star_expression(parser)
                                                       : pf_parse_operand(parser, PF_POWER_BIT_OR);
        pf_parse_to_target(parser, vars, PF_AST_STORE);
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_WITHITEM, start);
    node->as.withitem.context_expr = context;
    node->as.withitem.optional_vars = vars;
    pf_parser_push(parser, node);
}

/* `with (a as b, c):`; false, and nothing read, when the parentheses are an expression's. */
static bool parse_items_in_parentheses(struct pf_parser *parser)
{
    struct pf_parser_mark mark = pf_parser_try(parser);
    pf_parser_advance(parser);
    do
        parse_with_item(parser);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != PF_TOKEN_RPAR);
    bool worked =
        pf_parser_accept(parser, PF_TOKEN_RPAR) && pf_parser_peek(parser) == PF_TOKEN_COLON;
    return pf_parser_tried(parser, mark, worked);
}

static struct pf_ast *parse_with(struct pf_parser *parser, bool is_async, uint32_t start)
{
    pf_parser_advance(parser);
    size_t mark = parser->stack.count;
    if (pf_parser_peek(parser) != PF_TOKEN_LPAR || !parse_items_in_parentheses(parser)) {
        do
            parse_with_item(parser);
        while (pf_parser_accept(parser, PF_TOKEN_COMMA));
    }
    struct pf_ast_list items = pf_parser_list(parser, mark);
    struct pf_ast_list body = parse_block(parser, "'with'", start);
    struct pf_ast *node = pf_parser_node(parser, is_async ? PF_AST_ASYNC_WITH : PF_AST_WITH, start);
    node->as.with.items = items;
    node->as.with.body = body;
    return node;
}

/* --- try --- */

/* The exceptions of a handler; several need no parentheses since 3.14 (PEP 758). */
static struct pf_ast *parse_exceptions(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *first = pf_parse_expression(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_COMMA)
        return first;
    size_t mark = parser->stack.count;
    pf_parser_push(parser, first);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) &&
           pf_parse_starts_expression(pf_parser_peek(parser)))
        pf_parser_push(parser, pf_parse_expression(parser));
    struct pf_ast *node = pf_parser_node(parser, PF_AST_TUPLE, start);
    node->as.list.elts = pf_parser_list(parser, mark);
    if (pf_parser_peek(parser) == PF_TOKEN_AS)
        return pf_parser_fail_at(parser, node, "several exceptions before 'as' need parentheses");
    return node;
}

static struct pf_ast *parse_handler(struct pf_parser *parser, bool *is_star)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    *is_star = pf_parser_accept(parser, PF_TOKEN_STAR);
    struct pf_ast *type = NULL;
    pf_str name = {NULL, 0};
    if (*is_star || pf_parser_peek(parser) != PF_TOKEN_COLON) {
        type = pf_parse_starts_expression(pf_parser_peek(parser))
                   ? parse_exceptions(parser)
                   : pf_parser_unexpected(parser, "an exception");
        if (pf_parser_accept(parser, PF_TOKEN_AS))
            name = pf_parser_name(parser);
    }
    struct pf_ast_list body = parse_block(parser, "'except'", start);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_EXCEPT_HANDLER, start);
    node->as.except_handler.type = type;
    node->as.except_handler.name = name;
    node->as.except_handler.body = body;
    return node;
}

static struct pf_ast_list parse_handlers(struct pf_parser *parser, bool *is_star)
{
    size_t mark = parser->stack.count;
    *is_star = false;
    while (pf_parser_peek(parser) == PF_TOKEN_EXCEPT) {
        struct pf_token token = parser->token;
        bool is_first = parser->stack.count == mark, star;
        pf_parser_push(parser, parse_handler(parser, &star));
        if (!is_first && star != *is_star)
            pf_parser_fail(parser, token.at, token.end, "'except' and 'except*' in one 'try'");
        *is_star = star;
    }
    return pf_parser_list(parser, mark);
}

static struct pf_ast *parse_try(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    bool is_star;
    pf_parser_advance(parser);
    struct pf_ast_list body = parse_block(parser, "'try'", start);
    struct pf_ast_list handlers = parse_handlers(parser, &is_star), orelse = {0}, finalbody;
    if (handlers.count > 0)
        orelse = parse_clause(parser, PF_TOKEN_ELSE);
    bool has_end = handlers.count > 0 || pf_parser_peek(parser) == PF_TOKEN_FINALLY;
    if (!has_end)
        pf_parser_unexpected(parser, "'except' or 'finally'");
    finalbody = parse_clause(parser, PF_TOKEN_FINALLY);
    struct pf_ast *node = pf_parser_node(parser, is_star ? PF_AST_TRY_STAR : PF_AST_TRY, start);
    node->as.try_.body = body;
    node->as.try_.handlers = handlers;
    node->as.try_.orelse = orelse;
    node->as.try_.finalbody = finalbody;
    return node;
}

/* --- match --- */

/* subject_expr: one, or a tuple without parentheses */
static struct pf_ast *parse_subject(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *first = pf_parse_star_named_expression(parser);
    if (pf_parser_peek(parser) != PF_TOKEN_COMMA) {
        if (first->kind == PF_AST_STARRED)
            return pf_parser_unexpected(parser, "','");
        return first;
    }
    size_t mark = parser->stack.count;
    pf_parser_push(parser, first);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != PF_TOKEN_COLON)
        pf_parser_push(parser, pf_parse_star_named_expression(parser));
    struct pf_ast *node = pf_parser_node(parser, PF_AST_TUPLE, start);
    node->as.list.elts = pf_parser_list(parser, mark);
    return node;
}

static bool at_case(const struct pf_parser *parser)
{
    return pf_parser_is_word(parser, parser->token, PF_STR("case"));
}

static struct pf_ast *parse_case(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    parser->height = 0;
    pf_parser_forget(parser);
    pf_parser_advance(parser);
    struct pf_ast *pattern = pf_parse_patterns(parser), *guard = NULL;
    if (pf_parser_accept(parser, PF_TOKEN_IF))
        guard = pf_parse_named_expression(parser);
    struct pf_ast_list body = parse_block(parser, "'case'", start);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH_CASE, start);
    node->as.match_case.pattern = pattern;
    node->as.match_case.guard = guard;
    node->as.match_case.body = body;
    return node;
}

/* The head, up to the first 'case'; NULL, and nothing read, when 'match' is just a name. */
static struct pf_ast *try_match_head(struct pf_parser *parser)
{
    enum pf_token_kind next = (enum pf_token_kind)pf_parser_ahead(parser, 1).kind;
    if (!pf_parse_starts_expression(next) && next != PF_TOKEN_STAR)
        return NULL;
    struct pf_parser_mark mark = pf_parser_try(parser);
    pf_parser_advance(parser);
    struct pf_ast *subject = parse_subject(parser);
    bool worked = pf_parser_accept(parser, PF_TOKEN_COLON) &&
                  pf_parser_accept(parser, PF_TOKEN_NEWLINE) &&
                  pf_parser_accept(parser, PF_TOKEN_INDENT) && at_case(parser);
    return pf_parser_tried(parser, mark, worked) ? subject : NULL;
}

static struct pf_ast *parse_match(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    struct pf_ast *subject = try_match_head(parser);
    if (subject == NULL)
        return NULL;
    size_t mark = parser->stack.count;
    while (at_case(parser))
        pf_parser_push(parser, parse_case(parser));
    if (!pf_parser_accept(parser, PF_TOKEN_DEDENT))
        return pf_parser_unexpected(parser, "'case'");
    struct pf_ast *node = pf_parser_node(parser, PF_AST_MATCH, start);
    node->as.match.subject = subject;
    node->as.match.cases = pf_parser_list(parser, mark);
    return node;
}

/* --- functions and classes --- */

static struct pf_ast *parse_function(struct pf_parser *parser, bool is_async, uint32_t start,
                                     struct pf_ast_list decorators)
{
    pf_parser_advance(parser);
    pf_str name = pf_parser_name(parser);
    struct pf_ast_list type_params = pf_parse_type_params(parser);
    pf_parser_expect(parser, PF_TOKEN_LPAR);
    struct pf_ast *args = pf_parse_parameters(parser, PF_TOKEN_RPAR), *returns = NULL;
    pf_parser_expect_closing(parser, PF_TOKEN_RPAR);
    if (pf_parser_accept(parser, PF_TOKEN_ARROW))
        returns = pf_parse_expression(parser);
    struct pf_ast_list body = parse_block(parser, "'def'", start);
    struct pf_ast *node =
        pf_parser_node(parser, is_async ? PF_AST_ASYNC_FUNCTION_DEF : PF_AST_FUNCTION_DEF, start);
    node->as.function_def.name = name;
    node->as.function_def.args = args;
    node->as.function_def.body = body;
    node->as.function_def.decorator_list = decorators;
    node->as.function_def.returns = returns;
    node->as.function_def.type_params = type_params;
    return node;
}

static struct pf_ast *parse_class(struct pf_parser *parser, struct pf_ast_list decorators)
{
    uint32_t start = parser->token.at;
    struct pf_ast_list bases = {0}, keywords = {0};
    pf_parser_advance(parser);
    pf_str name = pf_parser_name(parser);
    struct pf_ast_list type_params = pf_parse_type_params(parser);
    if (pf_parser_accept(parser, PF_TOKEN_LPAR))
        pf_parse_call_arguments(parser, false, &bases, &keywords);
    struct pf_ast_list body = parse_block(parser, "'class'", start);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_CLASS_DEF, start);
    node->as.class_def.name = name;
    node->as.class_def.bases = bases;
    node->as.class_def.keywords = keywords;
    node->as.class_def.body = body;
    node->as.class_def.decorator_list = decorators;
    node->as.class_def.type_params = type_params;
    return node;
}

static struct pf_ast *parse_async(struct pf_parser *parser, struct pf_ast_list decorators)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_DEF)
        return parse_function(parser, true, start, decorators);
    if (pf_parser_peek(parser) == PF_TOKEN_FOR && decorators.count == 0)
        return parse_for(parser, true, start);
    if (pf_parser_peek(parser) == PF_TOKEN_WITH && decorators.count == 0)
        return parse_with(parser, true, start);
    return pf_parser_unexpected(parser, "'def', 'for' or 'with' behind 'async'");
}

static struct pf_ast *parse_decorated(struct pf_parser *parser)
{
    size_t mark = parser->stack.count;
    while (pf_parser_accept(parser, PF_TOKEN_AT)) {
        pf_parser_push(parser, pf_parse_named_expression(parser));
        pf_parser_expect(parser, PF_TOKEN_NEWLINE);
    }
    struct pf_ast_list decorators = pf_parser_list(parser, mark);
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_DEF:
        return parse_function(parser, false, parser->token.at, decorators);
    case PF_TOKEN_CLASS:
        return parse_class(parser, decorators);
    case PF_TOKEN_ASYNC:
        return parse_async(parser, decorators);
    default:
        return pf_parser_unexpected(parser, "a function or class behind its decorators");
    }
}

struct pf_ast *pf_parse_compound(struct pf_parser *parser)
{
    const struct pf_ast_list none = {0};
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_IF:
        return parse_if(parser);
    case PF_TOKEN_WHILE:
        return parse_while(parser);
    case PF_TOKEN_FOR:
        return parse_for(parser, false, parser->token.at);
    case PF_TOKEN_WITH:
        return parse_with(parser, false, parser->token.at);
    case PF_TOKEN_TRY:
        return parse_try(parser);
    case PF_TOKEN_DEF:
        return parse_function(parser, false, parser->token.at, none);
    case PF_TOKEN_CLASS:
        return parse_class(parser, none);
    case PF_TOKEN_ASYNC:
        return parse_async(parser, none);
    case PF_TOKEN_AT:
        return parse_decorated(parser);
    case PF_TOKEN_NAME:
        if (pf_parser_is_word(parser, parser->token, PF_STR("match")))
            return parse_match(parser);
        return NULL;
    default:
        return NULL;
    }
}
