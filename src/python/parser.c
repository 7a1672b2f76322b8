/* The parser's hands: tokens with look-ahead and a way back, the one error, nodes and lists. */
#include "python/parser.h"

#include "python/unicode.h"

#include <string.h>

static void fetch(struct pf_parser *parser)
{
    while (parser->seen.count <= parser->index) {
        struct pf_token token = pf_tokens_next(parser->tokens);
        *pf_pile_add(parser->arena, &parser->seen) = token;
    }
    parser->token = parser->seen.items[parser->index];
}

struct pf_token pf_parser_ahead(struct pf_parser *parser, size_t ahead)
{
    size_t index = parser->index + ahead;
    while (parser->seen.count <= index) {
        const struct pf_token *last = &parser->seen.items[parser->seen.count - 1];
        if (last->kind == PF_TOKEN_ERROR || last->kind == PF_TOKEN_END)
            return *last;
        struct pf_token token = pf_tokens_next(parser->tokens);
        *pf_pile_add(parser->arena, &parser->seen) = token;
    }
    return parser->seen.items[index];
}

void pf_parser_advance(struct pf_parser *parser)
{
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_ERROR:
    case PF_TOKEN_END:
        return;
    case PF_TOKEN_NEWLINE:
        break;
    case PF_TOKEN_INDENT:
        parser->indents++;
        break;
    case PF_TOKEN_DEDENT:
        parser->indents--;
        break;
    default:
        parser->last_end = parser->token.end;
    }
    parser->index++;
    fetch(parser);
}

bool pf_parser_accept(struct pf_parser *parser, enum pf_token_kind kind)
{
    if (pf_parser_peek(parser) != kind)
        return false;
    pf_parser_advance(parser);
    return true;
}

pf_str pf_parser_text(const struct pf_parser *parser, struct pf_token token)
{
    return pf_str_slice(parser->text, token.at, token.end);
}

bool pf_parser_is_word(const struct pf_parser *parser, struct pf_token token, pf_str word)
{
    return token.kind == PF_TOKEN_NAME && pf_str_eq(pf_parser_text(parser, token), word);
}

void pf_parser_forget(struct pf_parser *parser)
{
    size_t left = parser->seen.count - parser->index;
    if (parser->index > 0)
        memmove(parser->seen.items, parser->seen.items + parser->index,
                left * sizeof *parser->seen.items);
    parser->seen.count = left;
    parser->index = 0;
}

void pf_parser_restart(struct pf_parser *parser)
{
    parser->seen.count = 0;
    parser->index = 0;
    fetch(parser);
}

void pf_parser_recover(struct pf_parser *parser)
{
    parser->failed = false;
    parser->depth = 0;
    fetch(parser);
}

/* The error the tokenizer met, if the current token is that one; else the given one. */
__attribute__((format(printf, 4, 0))) static void note(struct pf_parser *parser,
                                                       enum pf_fault_kind kind, pf_span span,
                                                       const char *format, va_list args)
{
    if (parser->failed)
        return;
    bool is_token = parser->token.kind == PF_TOKEN_ERROR;
    parser->failed = true;
    parser->token.kind = PF_TOKEN_ERROR;
    if (parser->trying > 0)
        return;
    const struct pf_token_fault *fault = &parser->tokens->fault;
    parser->error = (struct pf_fault){.kind = kind, .span = span};
    if (is_token) {
        parser->error.kind = fault->kind;
        parser->error.span = pf_parser_span(parser, (uint32_t)fault->at, (uint32_t)fault->end);
    }
    parser->error.message =
        is_token ? fault->message : pf_arena_vformat(parser->arena, format, args);
}

/* Never written to by the parser's own files: each call gets one of its own. */
static struct pf_ast *broken(struct pf_parser *parser)
{
    struct pf_ast *node = PF_NEW(parser->arena, struct pf_ast);
    node->kind = PF_AST_BROKEN;
    return node;
}

struct pf_ast *pf_parser_fail(struct pf_parser *parser, uint32_t at, uint32_t end,
                              const char *format, ...)
{
    va_list args;
    va_start(args, format);
    note(parser, PF_FAULT_PYTHON_SYNTAX, pf_parser_span(parser, at, end), format, args);
    va_end(args);
    return broken(parser);
}

struct pf_ast *pf_parser_fail_limit(struct pf_parser *parser, uint32_t at, uint32_t end,
                                    const char *format, ...)
{
    va_list args;
    va_start(args, format);
    note(parser, PF_FAULT_LIMIT, pf_parser_span(parser, at, end), format, args);
    va_end(args);
    return broken(parser);
}

struct pf_ast *pf_parser_fail_at(struct pf_parser *parser, const struct pf_ast *node,
                                 const char *format, ...)
{
    va_list args;
    va_start(args, format);
    note(parser, PF_FAULT_PYTHON_SYNTAX, node->span, format, args);
    va_end(args);
    return broken(parser);
}

struct pf_ast *pf_parser_unexpected(struct pf_parser *parser, const char *wanted)
{
    struct pf_token token = parser->token;
    enum { SHOWN = 40 /* bytes; more makes no message clearer */ };
    pf_str text = pf_parser_text(parser, token);
    if (token.kind == PF_TOKEN_NAME && text.len <= SHOWN)
        return pf_parser_fail(parser, token.at, token.end, "expected %s but found '%.*s'", wanted,
                              PF_ARG(text));
    return pf_parser_fail(parser, token.at, token.end, "expected %s but found %s", wanted,
                          pf_token_name((enum pf_token_kind)token.kind));
}

bool pf_parser_expect(struct pf_parser *parser, enum pf_token_kind kind)
{
    if (pf_parser_accept(parser, kind))
        return true;
    pf_parser_unexpected(parser, pf_token_name(kind));
    return false;
}

bool pf_parser_expect_closing(struct pf_parser *parser, enum pf_token_kind kind)
{
    if (pf_parser_accept(parser, kind))
        return true;
    const char *wanted = kind == PF_TOKEN_RPAR   ? "',' or ')'"
                         : kind == PF_TOKEN_RSQB ? "',' or ']'"
                                                 : "',' or '}'";
    pf_parser_unexpected(parser, wanted);
    return false;
}

pf_str pf_parser_name(struct pf_parser *parser)
{
    struct pf_token token = parser->token;
    if (token.kind != PF_TOKEN_NAME) {
        pf_parser_unexpected(parser, "a name");
        return PF_STR("");
    }
    pf_parser_advance(parser);
    return pf_unicode_nfkc(parser->arena, pf_parser_text(parser, token));
}

bool pf_parser_enter(struct pf_parser *parser)
{
    if (parser->depth < PF_PARSER_DEPTH) {
        parser->depth++;
        return true;
    }
    pf_parser_fail_limit(parser, parser->token.at, parser->token.end,
                         "expressions nested more than %d deep", PF_PARSER_DEPTH);
    return false;
}

void pf_parser_leave(struct pf_parser *parser)
{
    parser->depth--;
}

void pf_parser_set_height(struct pf_parser *parser, unsigned height)
{
    parser->height = height;
    if (height > PF_AST_HEIGHT)
        pf_parser_fail_limit(parser, parser->token.at, parser->token.end,
                             "an expression of more than %d operations that depend on each other",
                             PF_AST_HEIGHT);
}

struct pf_parser_mark pf_parser_try(struct pf_parser *parser)
{
    parser->trying++;
    return (struct pf_parser_mark){.index = parser->index,
                                   .stack = parser->stack.count,
                                   .indents = parser->indents,
                                   .last_end = parser->last_end,
                                   .depth = parser->depth,
                                   .height = parser->height};
}

bool pf_parser_tried(struct pf_parser *parser, struct pf_parser_mark mark, bool worked)
{
    parser->trying--;
    if (worked && !parser->failed)
        return true;
    parser->failed = false;
    parser->index = mark.index;
    parser->stack.count = mark.stack;
    parser->indents = mark.indents;
    parser->last_end = mark.last_end;
    parser->depth = mark.depth;
    parser->height = mark.height;
    fetch(parser);
    return false;
}

pf_span pf_parser_span(const struct pf_parser *parser, uint32_t start, uint32_t end)
{
    if (end < start)
        end = start;
    if (parser->origins != NULL) {
        start = parser->origins[start];
        end = parser->origins[end];
    }
    return (pf_span){parser->source, start, end - start};
}

struct pf_ast *pf_parser_node(struct pf_parser *parser, enum pf_ast_kind kind, uint32_t start)
{
    struct pf_ast *node = PF_NEW(parser->arena, struct pf_ast);
    node->kind = kind;
    node->span = pf_parser_span(parser, start, parser->last_end);
    return node;
}

void pf_parser_push(struct pf_parser *parser, struct pf_ast *node)
{
    *pf_pile_add(parser->arena, &parser->stack) = node;
}

struct pf_ast_list pf_parser_list(struct pf_parser *parser, size_t mark)
{
    struct pf_ast_list list = {NULL, parser->stack.count - mark};
    if (list.count > 0) {
        list.items = PF_NEW_ARRAY(parser->arena, struct pf_ast *, list.count);
        memcpy(list.items, parser->stack.items + mark, list.count * sizeof *list.items);
    }
    parser->stack.count = mark;
    return list;
}
