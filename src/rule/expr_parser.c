/* Words taken one by one, and pieces of tree made of them. */
#include "rule/expr_parser.h"

struct pf_expr *pf_expr_parser_fail(struct pf_expr_parser *parser, size_t at, const char *format,
                                    ...)
{
    if (parser->failed)
        return NULL;
    va_list args;
    va_start(args, format);
    parser->fault->message = pf_arena_vformat(parser->arena, format, args);
    va_end(args);
    parser->fault->at = at;
    parser->failed = true;
    return NULL;
}

bool pf_expr_parser_advance(struct pf_expr_parser *parser)
{
    if (parser->failed)
        return false;
    parser->failed = !pf_expr_lexer_next(&parser->lexer, &parser->token, parser->fault);
    return !parser->failed;
}

bool pf_expr_parser_at(const struct pf_expr_parser *parser, enum pf_expr_token_kind kind)
{
    return !parser->failed && parser->token.kind == kind;
}

bool pf_expr_parser_at_word(const struct pf_expr_parser *parser, const char *word)
{
    return pf_expr_parser_at(parser, PF_EXPR_TOKEN_NAME) &&
           pf_str_eq(parser->token.text, pf_str_c(word));
}

bool pf_expr_parser_take(struct pf_expr_parser *parser, enum pf_expr_token_kind kind)
{
    return pf_expr_parser_at(parser, kind) && pf_expr_parser_advance(parser);
}

bool pf_expr_parser_take_word(struct pf_expr_parser *parser, const char *word)
{
    return pf_expr_parser_at_word(parser, word) && pf_expr_parser_advance(parser);
}

bool pf_expr_parser_expect(struct pf_expr_parser *parser, enum pf_expr_token_kind kind,
                           const char *sign, const char *after)
{
    if (pf_expr_parser_take(parser, kind))
        return true;
    pf_expr_parser_fail(parser, parser->token.at, "'%s' is missing after %s", sign, after);
    return false;
}

struct pf_expr *pf_expr_parser_make(struct pf_expr_parser *parser, enum pf_expr_kind kind,
                                    enum pf_expr_type type, size_t at)
{
    struct pf_expr *expr = PF_NEW(parser->arena, struct pf_expr);
    expr->kind = kind;
    expr->type = type;
    expr->text = parser->text;
    expr->start = at;
    expr->end = at + 1;
    return expr;
}

/* Ends where the word that was taken last does. */
void pf_expr_parser_end_here(const struct pf_expr_parser *parser, struct pf_expr *expr)
{
    size_t end = parser->token.at;
    while (end > expr->start && pf_is_space(parser->lexer.text.data[end - 1]))
        end--;
    expr->end = end;
}

struct pf_expr *pf_expr_parser_make_of_items(struct pf_expr_parser *parser, enum pf_expr_kind kind,
                                             enum pf_expr_type type, size_t at,
                                             const struct pf_expr_parser_items *items)
{
    struct pf_expr *expr = pf_expr_parser_make(parser, kind, type, at);
    expr->items = items->items;
    expr->item_count = items->count;
    pf_expr_parser_end_here(parser, expr);
    return expr;
}

bool pf_expr_parser_enter(struct pf_expr_parser *parser)
{
    if (++parser->depth <= PF_EXPR_DEPTH)
        return true;
    pf_expr_parser_fail(parser, parser->token.at, "more than %d levels of brackets", PF_EXPR_DEPTH);
    return false;
}

bool pf_expr_parser_is_set(struct pf_expr_parser *parser, const struct pf_expr *expr, size_t at,
                           const char *where)
{
    if (expr == NULL)
        return false;
    if (expr->kind == PF_EXPR_REGEX)
        pf_expr_parser_fail(parser, at,
                            "a pattern can only stand right of =~ or !~, and in grep()");
    else if (expr->type != PF_EXPR_SET)
        pf_expr_parser_fail(parser, at, "%s takes values, not a condition", where);
    return !parser->failed;
}

bool pf_expr_parser_is_condition(struct pf_expr_parser *parser, const struct pf_expr *expr,
                                 size_t at)
{
    if (expr != NULL && expr->kind == PF_EXPR_REGEX)
        pf_expr_parser_fail(parser, at,
                            "a pattern can only stand right of =~ or !~, and in grep()");
    return expr != NULL && !parser->failed;
}
