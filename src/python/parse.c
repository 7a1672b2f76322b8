/* A file's statements one after the other; where one breaks the grammar, how reading goes on. */
#include "python/decode.h"
#include "python/layout.h"
#include "python/parser.h"

static bool is_clause(enum pf_token_kind kind)
{
    return kind == PF_TOKEN_ELIF || kind == PF_TOKEN_ELSE || kind == PF_TOKEN_EXCEPT ||
           kind == PF_TOKEN_FINALLY;
}

/* Can a clause such as 'else' belong to a statement that starts so? */
static bool takes_clauses(enum pf_token_kind kind)
{
    return kind == PF_TOKEN_IF || kind == PF_TOKEN_WHILE || kind == PF_TOKEN_FOR ||
           kind == PF_TOKEN_TRY || kind == PF_TOKEN_ASYNC || is_clause(kind);
}

/* Behind what the tokenizer cannot read: the next line that may start a statement of the block. */
static void skip_lines(struct pf_parser *parser, size_t level)
{
    struct pf_tokens *tokens = parser->tokens;
    size_t at = tokens->text.len;
    if (!tokens->fault.to_the_end)
        at = pf_layout_find_line(tokens, tokens->line, tokens->indents[level].column);
    pf_tokens_resume(tokens, at);
    while (at > 0 && pf_is_space(tokens->text.data[at - 1]))
        at--;
    parser->last_end = (uint32_t)at;
    pf_parser_restart(parser);
}

/* An odd token behind a bracket that is never closed is only its consequence, as CPython says. */
static void blame_bracket(struct pf_parser *parser)
{
    const struct pf_token_fault *fault = &parser->tokens->fault;
    pf_span bracket = pf_parser_span(parser, (uint32_t)fault->at, (uint32_t)fault->end);
    if (!fault->is_unclosed || bracket.at > parser->error.span.at)
        return;
    parser->error.span = bracket;
    parser->error.message = fault->message;
}

/*
 * Skips what is left of a broken statement of a block `level` INDENTs deep: its line, blocks that
 * are indented more, and clauses. Always goes on by a token at least, unless at the end.
 */
static void skip_statement(struct pf_parser *parser, size_t level, enum pf_token_kind first,
                           bool progress)
{
    for (;; progress = true) {
        enum pf_token_kind kind = pf_parser_peek(parser);
        if (kind == PF_TOKEN_END)
            return;
        bool starts_line = parser->token.first && kind != PF_TOKEN_INDENT && kind != PF_TOKEN_ERROR;
        bool continues = is_clause(kind) && takes_clauses(first);
        if (progress && starts_line && parser->indents == level && !continues)
            return;
        if (kind == PF_TOKEN_ERROR) {
            blame_bracket(parser);
            skip_lines(parser, level);
        } else {
            pf_parser_advance(parser);
        }
    }
}

static void tell(struct pf_parser *parser)
{
    const struct pf_fault *error = &parser->error;
    pf_fault_add(parser->arena, parser->faults, error->kind, error->span, "%.*s",
                 PF_ARG(error->message));
    if (++parser->error_count == PF_PARSER_ERRORS)
        pf_fault_add(parser->arena, parser->faults, PF_FAULT_LIMIT, error->span,
                     "more than %d syntax errors; the rest of the file was not read",
                     PF_PARSER_ERRORS - 1);
}

static void skip_file(struct pf_parser *parser)
{
    pf_tokens_resume(parser->tokens, parser->text.len);
    pf_parser_restart(parser);
}

/* Turns a failure into a BROKEN statement and goes to where the next one starts. */
static struct pf_ast *recover(struct pf_parser *parser, size_t level, uint32_t start,
                              enum pf_token_kind first)
{
    bool progress = parser->index > 0;
    pf_parser_recover(parser);
    if (parser->error_count + 1 >= PF_PARSER_ERRORS)
        skip_file(parser);
    else
        skip_statement(parser, level, first, progress);
    tell(parser);
    return pf_parser_node(parser, PF_AST_BROKEN, start);
}

static void parse_statement(struct pf_parser *parser)
{
    if (pf_parser_peek(parser) == PF_TOKEN_INDENT) {
        pf_parser_fail(parser, parser->token.at, parser->token.end,
                       "this line is indented, but nothing above it leads in a block");
        return;
    }
    parser->height = 0;
    struct pf_ast *compound = pf_parse_compound(parser);
    if (compound != NULL)
        pf_parser_push(parser, compound);
    else
        pf_parse_simple_statements(parser);
}

void pf_parse_statements(struct pf_parser *parser)
{
    size_t level = parser->indents;
    while (pf_parser_peek(parser) != PF_TOKEN_DEDENT && pf_parser_peek(parser) != PF_TOKEN_END) {
        size_t mark = parser->stack.count;
        struct pf_token first = parser->token;
        pf_parser_forget(parser);
        parse_statement(parser);
        if (!parser->failed)
            continue;
        parser->stack.count = mark;
        pf_parser_push(parser, recover(parser, level, first.at, (enum pf_token_kind)first.kind));
    }
}

const struct pf_ast *pf_python_parse(struct pf_arena *arena, const struct pf_source *source,
                                     struct pf_faults *faults)
{
    struct pf_python_text text = pf_python_decode(arena, source, faults);
    struct pf_parser *parser = PF_NEW(arena, struct pf_parser);
    parser->arena = arena;
    parser->source = source;
    parser->origins = text.origins;
    parser->text = text.text;
    parser->faults = faults;
    parser->tokens = pf_tokens_new(arena, text.text, text.start);
    pf_parser_restart(parser);
    pf_parse_statements(parser);

    struct pf_ast *module = PF_NEW(arena, struct pf_ast);
    module->kind = PF_AST_MODULE;
    module->span = pf_span_of(source, 0, source->bytes.len);
    module->as.module.body = pf_parser_list(parser, 0);
    return module;
}
