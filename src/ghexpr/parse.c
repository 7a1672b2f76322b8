/* Recursive descent over the tokens; binary operators by their power. */
#include "base/utf8.h"
#include "ghexpr/lex.h"

struct parser {
    struct pf_ghexpr_lexer lexer;
    const struct pf_ghexpr_scope *scope;
    struct pf_ghexpr_token token, last; /* the current one, and the one before */
    unsigned nesting;
    struct pf_ghexpr_error *error;
};

const char *pf_ghexpr_error_name(enum pf_ghexpr_error_kind kind)
{
    static const char *const names[] = {
        [PF_GHEXPR_ERROR_NONE] = "none",
        [PF_GHEXPR_ERROR_LEXING] = "lexing",
        [PF_GHEXPR_ERROR_PARSING] = "parsing",
        [PF_GHEXPR_ERROR_EVALUATION] = "evaluation",
    };
    return names[kind];
}

static bool has_failed(const struct parser *parser)
{
    return parser->error->kind != PF_GHEXPR_ERROR_NONE;
}

/* The first error counts. */
__attribute__((format(printf, 4, 5))) static void fail(struct parser *parser,
                                                       enum pf_ghexpr_error_kind kind,
                                                       const struct pf_ghexpr_token *token,
                                                       const char *format, ...)
{
    if (has_failed(parser))
        return;
    va_list args;
    va_start(args, format);
    *parser->error = (struct pf_ghexpr_error){
        .kind = kind,
        .at = token->at,
        .len = token->text.len,
        .message = pf_arena_vformat(parser->lexer.arena, format, args),
    };
    va_end(args);
}

static void report_bad_token(struct parser *parser)
{
    const struct pf_ghexpr_token *token = &parser->token;
    char first = token->text.data[0];
    if (pf_str_find_byte(token->text, '"') == 0)
        fail(parser, PF_GHEXPR_ERROR_LEXING, token,
             "unexpected symbol %.*s; strings stand in single quotes here", PF_ARG(token->text));
    else if (first == '\'')
        fail(parser, PF_GHEXPR_ERROR_LEXING, token, "the string %.*s has no closing quote",
             PF_ARG(token->text));
    else
        fail(parser, PF_GHEXPR_ERROR_LEXING, token, "unexpected symbol '%.*s'",
             PF_ARG(token->text));
}

static void advance(struct parser *parser)
{
    parser->last = parser->token;
    parser->token = pf_ghexpr_next(&parser->lexer);
    if (parser->token.kind == PF_GHEXPR_TOKEN_BAD)
        report_bad_token(parser);
}

static void fail_unexpected(struct parser *parser)
{
    if (parser->token.kind == PF_GHEXPR_TOKEN_END)
        fail(parser, PF_GHEXPR_ERROR_PARSING, &parser->last,
             "the expression ends too early after '%.*s'", PF_ARG(parser->last.text));
    else
        fail(parser, PF_GHEXPR_ERROR_PARSING, &parser->token, "unexpected '%.*s'",
             PF_ARG(parser->token.text));
}

static bool take(struct parser *parser, enum pf_ghexpr_token_kind kind)
{
    if (has_failed(parser) || parser->token.kind != kind)
        return false;
    advance(parser);
    return true;
}

static void expect(struct parser *parser, enum pf_ghexpr_token_kind kind)
{
    if (!take(parser, kind))
        fail_unexpected(parser);
}

static struct pf_ghexpr *new_expr(struct parser *parser, enum pf_ghexpr_kind kind, size_t at)
{
    struct pf_ghexpr *expr = PF_NEW(parser->lexer.arena, struct pf_ghexpr);
    expr->kind = kind;
    expr->at = at;
    return expr;
}

/* Ends where the last token that was taken ends. */
static struct pf_ghexpr *finish(struct parser *parser, struct pf_ghexpr *expr)
{
    size_t end = parser->last.at + parser->last.text.len;
    expr->text = pf_str_slice(parser->lexer.text, expr->at, end);
    return expr;
}

struct operands {
    struct pf_ghexpr **items;
    size_t count, capacity;
};

static void add_operand(struct parser *parser, struct operands *operands, struct pf_ghexpr *operand)
{
    *pf_pile_add(parser->lexer.arena, operands) = operand;
}

static struct pf_ghexpr *set_operands(struct pf_ghexpr *expr, const struct operands *operands)
{
    expr->operands = operands->items;
    expr->operand_count = operands->count;
    return expr;
}

static bool is_listed(const struct pf_strs *names, pf_str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (pf_str_eq_nocase(names->items[i], name))
            return true;
    return false;
}

static struct pf_ghexpr *parse_binary(struct parser *parser, int power);

static void enter(struct parser *parser)
{
    if (++parser->nesting > PF_GHEXPR_MAX_NESTING)
        fail(parser, PF_GHEXPR_ERROR_PARSING, &parser->token,
             "more than %d brackets in one another", PF_GHEXPR_MAX_NESTING);
}

static struct pf_ghexpr *parse_nested(struct parser *parser)
{
    enter(parser);
    struct pf_ghexpr *expr = has_failed(parser) ? NULL : parse_binary(parser, 0);
    parser->nesting--;
    return expr;
}

static struct pf_ghexpr *parse_literal(struct parser *parser)
{
    struct pf_ghexpr *expr = new_expr(parser, PF_GHEXPR_LITERAL, parser->token.at);
    expr->value = parser->token.value;
    advance(parser);
    return finish(parser, expr);
}

static struct pf_ghexpr *parse_name(struct parser *parser)
{
    const struct pf_strs *known = parser->scope == NULL ? NULL : parser->scope->contexts;
    if (known != NULL && !is_listed(known, parser->token.text))
        fail(parser, PF_GHEXPR_ERROR_PARSING, &parser->token, "unknown context '%.*s'",
             PF_ARG(parser->token.text));
    struct pf_ghexpr *expr = new_expr(parser, PF_GHEXPR_NAME, parser->token.at);
    expr->name = parser->token.text;
    advance(parser);
    return finish(parser, expr);
}

static bool may_call(const struct parser *parser, const struct pf_ghexpr_function *function,
                     pf_str name)
{
    if (parser->scope == NULL || parser->scope->functions == NULL)
        return true;
    return (function != NULL && function->is_general) || is_listed(parser->scope->functions, name);
}

static void check_arguments(struct parser *parser, const struct pf_ghexpr *call,
                            const struct pf_ghexpr_token *open)
{
    const struct pf_ghexpr_function *function = call->function;
    if (function == NULL || has_failed(parser))
        return;
    size_t count = call->operand_count;
    bool is_few = count < function->minimum;
    if (is_few || count > function->maximum)
        fail(parser, PF_GHEXPR_ERROR_PARSING, open, "%.*s() takes %s%u argument%s, not %zu",
             PF_ARG(function->name),
             function->minimum == function->maximum ? ""
             : is_few                               ? "at least "
                                                    : "at most ",
             is_few ? function->minimum : function->maximum,
             (is_few ? function->minimum : function->maximum) == 1 ? "" : "s", count);
    else if (pf_str_eq(function->name, PF_STR("case")) && count % 2 == 0)
        fail(parser, PF_GHEXPR_ERROR_PARSING, open,
             "case() takes pairs of a condition and a value, then one value for all else");
}

static struct pf_ghexpr *parse_call(struct parser *parser)
{
    struct pf_ghexpr *call = new_expr(parser, PF_GHEXPR_CALL, parser->token.at);
    call->name = parser->token.text;
    call->function = pf_ghexpr_function_named(call->name);
    if (!may_call(parser, call->function, call->name))
        fail(parser, PF_GHEXPR_ERROR_PARSING, &parser->token, "unknown function '%.*s'",
             PF_ARG(call->name));
    advance(parser);
    struct pf_ghexpr_token open = parser->token;
    expect(parser, PF_GHEXPR_TOKEN_OPEN);
    struct operands arguments = {0};
    if (parser->token.kind != PF_GHEXPR_TOKEN_CLOSE)
        do
            add_operand(parser, &arguments, parse_nested(parser));
        while (take(parser, PF_GHEXPR_TOKEN_COMMA));
    expect(parser, PF_GHEXPR_TOKEN_CLOSE);
    check_arguments(parser, set_operands(call, &arguments), &open);
    return finish(parser, call);
}

static struct pf_ghexpr *parse_group(struct parser *parser)
{
    advance(parser);
    struct pf_ghexpr *expr = parse_nested(parser);
    expect(parser, PF_GHEXPR_TOKEN_CLOSE);
    return expr;
}

static struct pf_ghexpr *index_of(struct parser *parser, struct pf_ghexpr *collection,
                                  struct pf_ghexpr *index)
{
    struct pf_ghexpr *expr = new_expr(parser, PF_GHEXPR_INDEX, collection->at);
    struct operands operands = {0};
    add_operand(parser, &operands, collection);
    add_operand(parser, &operands, index);
    return finish(parser, set_operands(expr, &operands));
}

static struct pf_ghexpr *parse_star(struct parser *parser)
{
    struct pf_ghexpr *star = new_expr(parser, PF_GHEXPR_STAR, parser->token.at);
    advance(parser);
    return finish(parser, star);
}

static struct pf_ghexpr *parse_dotted(struct parser *parser, struct pf_ghexpr *collection)
{
    advance(parser);
    if (parser->token.kind == PF_GHEXPR_TOKEN_STAR)
        return index_of(parser, collection, parse_star(parser));
    struct pf_ghexpr_token token = parser->token;
    expect(parser, PF_GHEXPR_TOKEN_PROPERTY);
    struct pf_ghexpr *name = new_expr(parser, PF_GHEXPR_LITERAL, token.at);
    name->value = pf_node_str(parser->lexer.arena, token.text, (pf_span){0});
    struct pf_ghexpr *expr = index_of(parser, collection, finish(parser, name));
    expr->name = token.text;
    return expr;
}

static struct pf_ghexpr *parse_indexed(struct parser *parser, struct pf_ghexpr *collection)
{
    advance(parser);
    struct pf_ghexpr *index =
        parser->token.kind == PF_GHEXPR_TOKEN_STAR ? parse_star(parser) : parse_nested(parser);
    expect(parser, PF_GHEXPR_TOKEN_CLOSE_INDEX);
    return has_failed(parser) ? collection : index_of(parser, collection, index);
}

/* Groups, calls and contexts can be indexed; literals cannot. */
static struct pf_ghexpr *parse_postfix(struct parser *parser)
{
    struct pf_ghexpr *expr = NULL;
    if (parser->token.kind == PF_GHEXPR_TOKEN_LITERAL)
        return parse_literal(parser);
    if (parser->token.kind == PF_GHEXPR_TOKEN_NAME)
        expr = parse_name(parser);
    else if (parser->token.kind == PF_GHEXPR_TOKEN_FUNCTION)
        expr = parse_call(parser);
    else if (parser->token.kind == PF_GHEXPR_TOKEN_OPEN)
        expr = parse_group(parser);
    else
        fail_unexpected(parser);
    while (!has_failed(parser)) {
        if (parser->token.kind == PF_GHEXPR_TOKEN_DOT)
            expr = parse_dotted(parser, expr);
        else if (parser->token.kind == PF_GHEXPR_TOKEN_OPEN_INDEX)
            expr = parse_indexed(parser, expr);
        else
            break;
    }
    return expr;
}

static struct pf_ghexpr *parse_unary(struct parser *parser)
{
    if (parser->token.kind != PF_GHEXPR_TOKEN_OPERATOR || parser->token.operation != PF_GHEXPR_NOT)
        return parse_postfix(parser);
    struct pf_ghexpr *expr = new_expr(parser, PF_GHEXPR_NOT, parser->token.at);
    enter(parser);
    advance(parser);
    struct operands operands = {0};
    add_operand(parser, &operands, has_failed(parser) ? NULL : parse_unary(parser));
    parser->nesting--;
    return finish(parser, set_operands(expr, &operands));
}

/* How tightly a binary operator binds; 0 for none. */
static int power_of(enum pf_ghexpr_kind kind)
{
    static const int powers[] = {
        [PF_GHEXPR_OR] = 1,        [PF_GHEXPR_AND] = 2,           [PF_GHEXPR_EQUAL] = 3,
        [PF_GHEXPR_NOT_EQUAL] = 3, [PF_GHEXPR_LESS] = 4,          [PF_GHEXPR_LESS_EQUAL] = 4,
        [PF_GHEXPR_GREATER] = 4,   [PF_GHEXPR_GREATER_EQUAL] = 4,
    };
    return (size_t)kind < sizeof powers / sizeof *powers ? powers[kind] : 0;
}

/* `a && b && c` is one node of three: GitHub counts its depth so. */
static void add_flat(struct parser *parser, struct operands *operands, enum pf_ghexpr_kind kind,
                     struct pf_ghexpr *operand)
{
    bool is_chain = kind == PF_GHEXPR_AND || kind == PF_GHEXPR_OR;
    if (!is_chain || operand == NULL || operand->kind != kind) {
        add_operand(parser, operands, operand);
        return;
    }
    for (size_t i = 0; i < operand->operand_count; i++)
        add_operand(parser, operands, operand->operands[i]);
}

/* Chains of && and || grow in place, so that a long one costs no more than its length. */
static struct pf_ghexpr *parse_chain(struct parser *parser, struct pf_ghexpr *left,
                                     enum pf_ghexpr_kind kind)
{
    struct pf_ghexpr *expr = new_expr(parser, kind, left->at);
    struct operands operands = {0};
    add_flat(parser, &operands, kind, left);
    while (!has_failed(parser) && parser->token.kind == PF_GHEXPR_TOKEN_OPERATOR &&
           parser->token.operation == kind) {
        advance(parser);
        add_flat(parser, &operands, kind,
                 has_failed(parser) ? NULL : parse_binary(parser, power_of(kind)));
    }
    return finish(parser, set_operands(expr, &operands));
}

static struct pf_ghexpr *parse_pair(struct parser *parser, struct pf_ghexpr *left,
                                    enum pf_ghexpr_kind kind)
{
    struct pf_ghexpr *expr = new_expr(parser, kind, left->at);
    advance(parser);
    struct operands operands = {0};
    add_operand(parser, &operands, left);
    add_operand(parser, &operands,
                has_failed(parser) ? NULL : parse_binary(parser, power_of(kind)));
    return finish(parser, set_operands(expr, &operands));
}

/* Operators that bind tighter than `power`, from left to right. */
static struct pf_ghexpr *parse_binary(struct parser *parser, int power)
{
    struct pf_ghexpr *left = parse_unary(parser);
    while (!has_failed(parser) && parser->token.kind == PF_GHEXPR_TOKEN_OPERATOR &&
           power_of(parser->token.operation) > power) {
        enum pf_ghexpr_kind kind = parser->token.operation;
        bool is_chain = kind == PF_GHEXPR_AND || kind == PF_GHEXPR_OR;
        left = is_chain ? parse_chain(parser, left, kind) : parse_pair(parser, left, kind);
    }
    return left;
}

static bool is_deeper(const struct pf_ghexpr *expr, unsigned limit)
{
    if (limit == 0)
        return true;
    for (size_t i = 0; i < expr->operand_count; i++)
        if (is_deeper(expr->operands[i], limit - 1))
            return true;
    return false;
}

static const struct pf_ghexpr *parse_all(struct parser *parser)
{
    advance(parser);
    if (!has_failed(parser) && parser->token.kind == PF_GHEXPR_TOKEN_END) {
        struct pf_ghexpr *nothing = new_expr(parser, PF_GHEXPR_LITERAL, 0);
        nothing->value = pf_node_new(parser->lexer.arena, PF_NULL, (pf_span){0});
        return nothing;
    }
    const struct pf_ghexpr *expr = has_failed(parser) ? NULL : parse_binary(parser, 0);
    if (!has_failed(parser) && parser->token.kind != PF_GHEXPR_TOKEN_END)
        fail_unexpected(parser);
    struct pf_ghexpr_token all = {.at = 0, .text = parser->lexer.text};
    if (!has_failed(parser) && is_deeper(expr, PF_GHEXPR_MAX_DEPTH))
        fail(parser, PF_GHEXPR_ERROR_PARSING, &all, "deeper than %d levels", PF_GHEXPR_MAX_DEPTH);
    return has_failed(parser) ? NULL : expr;
}

const struct pf_ghexpr *pf_ghexpr_parse(struct pf_arena *arena, pf_str text,
                                        const struct pf_ghexpr_scope *scope,
                                        struct pf_ghexpr_error *error)
{
    *error = (struct pf_ghexpr_error){0};
    struct parser parser = {
        .lexer = {.arena = arena, .text = text, .last = PF_GHEXPR_TOKEN_END},
        .scope = scope,
        .error = error,
    };
    struct pf_ghexpr_token all = {.at = 0, .text = text};
    bool may_be_long =
        text.len > PF_GHEXPR_MAX_LENGTH; /* in bytes, of which a character has one or more */
    if (may_be_long && pf_utf8_count(text) > PF_GHEXPR_MAX_LENGTH) {
        fail(&parser, PF_GHEXPR_ERROR_PARSING, &all, "longer than %d characters",
             PF_GHEXPR_MAX_LENGTH);
        return NULL;
    }
    return parse_all(&parser);
}

struct parsed {
    const struct pf_ghexpr *expr;
    struct pf_ghexpr_error error;
};

const struct pf_ghexpr *pf_ghexpr_parse_once(struct pf_index *parsed, pf_str text,
                                             struct pf_ghexpr_error *error)
{
    struct parsed *known = pf_index_get(parsed, text);
    if (known == NULL) {
        pf_str kept = pf_arena_str(parsed->arena, text);
        known = PF_NEW(parsed->arena, struct parsed);
        known->expr = pf_ghexpr_parse(parsed->arena, kept, NULL, &known->error);
        pf_index_put(parsed, kept, known);
    }
    *error = known->error;
    return known->expr;
}

static void walk(const struct pf_ghexpr *expr, const struct pf_ghexpr *parent,
                 pf_ghexpr_visitor *visit, void *context)
{
    visit(expr, parent, context);
    for (size_t i = 0; i < expr->operand_count; i++)
        walk(expr->operands[i], expr, visit, context);
}

void pf_ghexpr_walk(const struct pf_ghexpr *expr, pf_ghexpr_visitor *visit, void *context)
{
    walk(expr, NULL, visit, context);
}

static void note_status(const struct pf_ghexpr *expr, const struct pf_ghexpr *parent, void *context)
{
    (void)parent;
    bool *found = context;
    *found = *found ||
             (expr->kind == PF_GHEXPR_CALL && expr->function != NULL && expr->function->is_status);
}

bool pf_ghexpr_calls_status(const struct pf_ghexpr *expr)
{
    bool found = false;
    pf_ghexpr_walk(expr, note_status, &found);
    return found;
}

pf_str pf_ghexpr_path(struct pf_arena *arena, const struct pf_ghexpr *expr)
{
    if (expr->kind == PF_GHEXPR_NAME)
        return expr->name;
    if (expr->kind != PF_GHEXPR_INDEX)
        return PF_STR("");
    pf_str head = pf_ghexpr_path(arena, expr->operands[0]);
    const struct pf_ghexpr *index = expr->operands[1];
    if (head.len == 0)
        return head;
    bool is_star = index->kind == PF_GHEXPR_STAR;
    bool is_name = index->kind == PF_GHEXPR_LITERAL && pf_node_is(index->value, PF_STRING);
    if (!is_star && !is_name)
        return PF_STR("");
    pf_str parts[] = {head, is_star ? PF_STR("*") : index->value->text};
    return pf_arena_join(arena, parts, 2, PF_STR("."));
}
