/* Expressions: conditions over comparisons over sets of terms. */
#include "rule/expr_parser.h"

#include "rule/place.h"

pf_span pf_expr_span(const struct pf_expr *expr)
{
    return pf_scalar_place(expr->text, expr->start, expr->end - expr->start);
}

struct pf_expr *pf_expr_parse_set(struct pf_expr_parser *parser)
{
    size_t at = parser->token.at, item_at = at;
    struct pf_expr *first = pf_expr_parse_term(parser);
    if (first == NULL || !pf_expr_parser_at(parser, PF_EXPR_TOKEN_PLUS))
        return first;
    struct pf_expr_parser_items items = {0};
    for (struct pf_expr *item = first;; item = pf_expr_parse_term(parser)) {
        if (!pf_expr_parser_is_set(parser, item, item_at, "+"))
            return NULL;
        *pf_pile_add(parser->arena, &items) = item;
        if (!pf_expr_parser_take(parser, PF_EXPR_TOKEN_PLUS))
            break;
        item_at = parser->token.at;
    }
    if (parser->failed)
        return NULL;
    return pf_expr_parser_make_of_items(parser, PF_EXPR_UNION, PF_EXPR_SET, at, &items);
}

/* `not in` is told from a `not` elsewhere by the word after it. */
static bool at_not_in(const struct pf_expr_parser *parser)
{
    if (!pf_expr_parser_at_word(parser, "not"))
        return false;
    struct pf_expr_lexer ahead = parser->lexer;
    struct pf_expr_token next;
    struct pf_expr_fault ignored;
    return pf_expr_lexer_next(&ahead, &next, &ignored) && next.kind == PF_EXPR_TOKEN_NAME &&
           pf_str_eq(next.text, PF_STR("in"));
}

static bool take_relation(struct pf_expr_parser *parser, enum pf_expr_operator *relation)
{
    *relation = parser->token.relation;
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_OPERATOR))
        return true;
    *relation = PF_EXPR_IN;
    if (pf_expr_parser_take_word(parser, "in"))
        return true;
    *relation = PF_EXPR_NOT_IN;
    return at_not_in(parser) && pf_expr_parser_advance(parser) && pf_expr_parser_advance(parser);
}

/* Patterns are written out, or named as a parameter, which is checked when it is set. */
static bool is_pattern(struct pf_expr_parser *parser, const struct pf_expr *right, size_t at)
{
    if (right->kind != PF_EXPR_REGEX && right->kind != PF_EXPR_NAME)
        pf_expr_parser_fail(
            parser, at, "right of =~ and !~ stands a pattern, /…/, or the $name of a parameter");
    return !parser->failed;
}

static struct pf_expr *parse_comparison(struct pf_expr_parser *parser)
{
    size_t at = parser->token.at;
    struct pf_expr *left = pf_expr_parse_set(parser);
    enum pf_expr_operator relation;
    if (left == NULL || !take_relation(parser, &relation))
        return parser->failed ? NULL : left;
    size_t right_at = parser->token.at;
    struct pf_expr *right = pf_expr_parse_set(parser);
    if (right == NULL || !pf_expr_parser_is_set(parser, left, at, "a comparison"))
        return NULL;
    bool matches = relation == PF_EXPR_MATCHES || relation == PF_EXPR_MATCHES_NOT;
    if (matches ? !is_pattern(parser, right, right_at)
                : !pf_expr_parser_is_set(parser, right, right_at, "a comparison"))
        return NULL;
    enum pf_expr_operator second;
    size_t second_at = parser->token.at;
    if (take_relation(parser, &second))
        return pf_expr_parser_fail(parser, second_at,
                                   "comparisons do not chain; join them with 'and'");
    struct pf_expr *expr = pf_expr_parser_make(parser, PF_EXPR_COMPARE, PF_EXPR_CONDITION, at);
    expr->left = left;
    expr->right = right;
    expr->relation = relation;
    pf_expr_parser_end_here(parser, expr);
    return parser->failed ? NULL : expr;
}

static struct pf_expr *parse_not(struct pf_expr_parser *parser)
{
    size_t at = parser->token.at;
    if (!pf_expr_parser_take_word(parser, "not"))
        return parse_comparison(parser);
    struct pf_expr *inner = parse_comparison(parser);
    if (!pf_expr_parser_is_condition(parser, inner, at))
        return NULL;
    struct pf_expr *expr = pf_expr_parser_make(parser, PF_EXPR_NOT, PF_EXPR_CONDITION, at);
    expr->left = inner;
    pf_expr_parser_end_here(parser, expr);
    return expr;
}

typedef struct pf_expr *parse_function(struct pf_expr_parser *parser);

/* One or more of `parse`, joined by `word`. */
static struct pf_expr *parse_joined(struct pf_expr_parser *parser, const char *word,
                                    enum pf_expr_kind kind, parse_function *parse)
{
    size_t at = parser->token.at;
    struct pf_expr *first = parse(parser);
    if (first == NULL || !pf_expr_parser_at_word(parser, word))
        return first;
    struct pf_expr_parser_items items = {0};
    for (struct pf_expr *item = first;; item = parse(parser)) {
        if (!pf_expr_parser_is_condition(parser, item, at))
            return NULL;
        *pf_pile_add(parser->arena, &items) = item;
        if (!pf_expr_parser_take_word(parser, word))
            break;
    }
    if (parser->failed)
        return NULL;
    return pf_expr_parser_make_of_items(parser, kind, PF_EXPR_CONDITION, at, &items);
}

static struct pf_expr *parse_and(struct pf_expr_parser *parser)
{
    return parse_joined(parser, "and", PF_EXPR_AND, parse_not);
}

struct pf_expr *pf_expr_parse_or(struct pf_expr_parser *parser)
{
    return parse_joined(parser, "or", PF_EXPR_OR, parse_and);
}

static struct pf_expr_parser parser_new(struct pf_arena *arena, const struct pf_node *text,
                                        size_t at, const struct pf_expr_scope *scope,
                                        struct pf_expr_fault *fault)
{
    return (struct pf_expr_parser){
        .arena = arena,
        .text = text,
        .lexer = {.arena = arena, .text = text->text, .at = at},
        .scope = scope,
        .fault = fault,
    };
}

static struct pf_expr *parse_to(struct pf_expr_parser *parser, enum pf_expr_token_kind end)
{
    struct pf_expr *expr = pf_expr_parse_or(parser);
    if (expr == NULL || !pf_expr_parser_is_condition(parser, expr, 0))
        return NULL;
    if (pf_expr_parser_at(parser, end))
        return expr;
    if (pf_expr_parser_at(parser, PF_EXPR_TOKEN_END))
        return pf_expr_parser_fail(parser, parser->token.at, "'}' is missing after the capture");
    return pf_expr_parser_fail(parser, parser->token.at, "the expression should have ended here");
}

static bool is_too_long(struct pf_arena *arena, size_t len, struct pf_expr_fault *fault)
{
    if (len <= PF_EXPR_CAP)
        return false;
    fault->at = PF_EXPR_CAP;
    fault->message = pf_arena_format(arena, "the expression is longer than %d bytes", PF_EXPR_CAP);
    return true;
}

const struct pf_expr *pf_expr_parse(struct pf_arena *arena, const struct pf_node *text,
                                    const struct pf_expr_scope *scope, struct pf_expr_fault *fault)
{
    if (is_too_long(arena, text->text.len, fault))
        return NULL;
    struct pf_expr_parser parser = parser_new(arena, text, 0, scope, fault);
    return pf_expr_parser_advance(&parser) ? parse_to(&parser, PF_EXPR_TOKEN_END) : NULL;
}

/* {c.name}: a name that starts a capture is a variable's. {first(…)} is a call. */
static bool name_variable(struct pf_expr_parser *parser)
{
    if (!pf_expr_parser_at(parser, PF_EXPR_TOKEN_NAME))
        return true;
    struct pf_expr_lexer ahead = parser->lexer;
    struct pf_expr_token next;
    struct pf_expr_fault ignored;
    bool is_call = pf_expr_lexer_next(&ahead, &next, &ignored) && next.kind == PF_EXPR_TOKEN_OPEN;
    if (!is_call)
        parser->token.kind = PF_EXPR_TOKEN_VARIABLE;
    return true;
}

const struct pf_expr *pf_expr_parse_capture(struct pf_arena *arena, const struct pf_node *text,
                                            size_t *at, const struct pf_expr_scope *scope,
                                            struct pf_expr_fault *fault)
{
    if (is_too_long(arena, text->text.len, fault))
        return NULL;
    struct pf_expr_parser parser = parser_new(arena, text, *at, scope, fault);
    if (!pf_expr_parser_advance(&parser) || !name_variable(&parser))
        return NULL;
    struct pf_expr *expr = parse_to(&parser, PF_EXPR_TOKEN_CLOSE_CAPTURE);
    if (expr != NULL)
        *at = parser.token.at;
    return expr;
}
