/* Terms and their steps: names, literals, calls, lists, brackets. */
#include "rule/expr_parser.h"

#include "base/nearest.h"

static struct pf_expr *parse_condition_on_self(struct pf_expr_parser *parser)
{
    parser->filters++;
    struct pf_expr *condition = pf_expr_parse_or(parser);
    parser->filters--;
    return condition;
}

static bool parse_child(struct pf_expr_parser *parser, struct pf_expr_step *step)
{
    step->kind = PF_EXPR_CHILD;
    step->name = parser->token.text;
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_STAR)) {
        step->kind = PF_EXPR_EACH;
        return true;
    }
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_NAME) ||
        pf_expr_parser_take(parser, PF_EXPR_TOKEN_STRING))
        return true;
    pf_expr_parser_fail(parser, parser->token.at, "a name, a string or * must follow '.'");
    return false;
}

static bool parse_descent(struct pf_expr_parser *parser, struct pf_expr_step *step)
{
    step->kind = PF_EXPR_DESCEND;
    step->name = parser->token.text;
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_STAR)) {
        step->name = (pf_str){0};
        return true;
    }
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_NAME) ||
        pf_expr_parser_take(parser, PF_EXPR_TOKEN_STRING))
        return true;
    pf_expr_parser_fail(parser, parser->token.at, "a name, a string or * must follow '..'");
    return false;
}

static bool parse_index(struct pf_expr_parser *parser, struct pf_expr_step *step)
{
    step->index = parser->token.integer;
    step->name = parser->token.text;
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_STAR))
        step->kind = PF_EXPR_EACH;
    else if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_INTEGER))
        step->kind = PF_EXPR_AT;
    else if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_STRING))
        step->kind = PF_EXPR_CHILD;
    else
        pf_expr_parser_fail(parser, parser->token.at, "a number, a string or * must follow '['");
    return pf_expr_parser_expect(parser, PF_EXPR_TOKEN_CLOSE_LIST, "]", "the index");
}

static bool parse_filter(struct pf_expr_parser *parser, struct pf_expr_step *step)
{
    size_t at = parser->token.at;
    if (!pf_expr_parser_enter(parser))
        return false;
    step->kind = PF_EXPR_FILTER;
    step->condition = parse_condition_on_self(parser);
    parser->depth--;
    return pf_expr_parser_is_condition(parser, step->condition, at) &&
           pf_expr_parser_expect(parser, PF_EXPR_TOKEN_CLOSE_LIST, "]", "the filter's condition");
}

static bool parse_step(struct pf_expr_parser *parser, struct pf_expr_step *step)
{
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_DOT))
        return parse_child(parser, step);
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_DOT_DOT))
        return parse_descent(parser, step);
    if (pf_expr_parser_take(parser, PF_EXPR_TOKEN_OPEN_FILTER))
        return parse_filter(parser, step);
    pf_expr_parser_advance(parser);
    return parse_index(parser, step);
}

static bool at_step(const struct pf_expr_parser *parser)
{
    return pf_expr_parser_at(parser, PF_EXPR_TOKEN_DOT) ||
           pf_expr_parser_at(parser, PF_EXPR_TOKEN_DOT_DOT) ||
           pf_expr_parser_at(parser, PF_EXPR_TOKEN_OPEN_FILTER) ||
           pf_expr_parser_at(parser, PF_EXPR_TOKEN_OPEN_LIST);
}

struct steps {
    struct pf_expr_step *items;
    size_t count, capacity;
};

/* `from` itself where no step follows; `steps` may hold the first one already. */
static struct pf_expr *parse_steps(struct pf_expr_parser *parser, struct pf_expr *from, size_t at,
                                   struct steps steps)
{
    if (from != NULL && at_step(parser) && !pf_expr_parser_is_set(parser, from, at, "a step"))
        return NULL;
    while (at_step(parser)) {
        struct pf_expr_step step = {0};
        if (!parse_step(parser, &step))
            return NULL;
        *pf_pile_add(parser->arena, &steps) = step;
    }
    if (from == NULL || parser->failed || steps.count == 0)
        return parser->failed ? NULL : from;
    struct pf_expr *expr = pf_expr_parser_make(parser, PF_EXPR_STEPS, PF_EXPR_SET, at);
    expr->left = from;
    expr->steps = steps.items;
    expr->step_count = steps.count;
    pf_expr_parser_end_here(parser, expr);
    return expr;
}

static struct pf_expr *parse_literal(struct pf_expr_parser *parser, struct pf_node *literal)
{
    struct pf_expr *expr =
        pf_expr_parser_make(parser, PF_EXPR_LITERAL, PF_EXPR_SET, parser->token.at);
    expr->literal = literal;
    return pf_expr_parser_advance(parser) ? expr : NULL;
}

static struct pf_expr *parse_regex(struct pf_expr_parser *parser)
{
    struct pf_expr_token token = parser->token;
    struct pf_expr *expr = pf_expr_parser_make(parser, PF_EXPR_REGEX, PF_EXPR_SET, token.at);
    struct pf_regex_fault wrong;
    expr->regex = pf_regex_compile(parser->arena, token.text, token.flags, &wrong);
    if (expr->regex == NULL)
        return pf_expr_parser_fail(parser, token.at + 1 + wrong.at, "in this pattern: %s",
                                   wrong.message);
    return pf_expr_parser_advance(parser) ? expr : NULL;
}

static bool is_in_scope(const struct pf_expr_scope *scope, pf_str name)
{
    for (size_t i = 0; i < scope->count; i++)
        if (pf_str_eq(scope->names[i], name))
            return true;
    return false;
}

static struct pf_expr *fail_unknown_name(struct pf_expr_parser *parser, pf_str name, size_t at)
{
    ptrdiff_t nearest = pf_nearest(name, parser->scope->names, parser->scope->count);
    if (nearest == PF_STR_NONE)
        return pf_expr_parser_fail(parser, at, "nothing is called $%.*s here", PF_ARG(name));
    return pf_expr_parser_fail(parser, at, "nothing is called $%.*s here; did you mean $%.*s?",
                               PF_ARG(name), PF_ARG(parser->scope->names[nearest]));
}

static struct pf_expr *parse_variable(struct pf_expr_parser *parser)
{
    struct pf_expr_token token = parser->token;
    if (parser->scope != NULL && !is_in_scope(parser->scope, token.text))
        return fail_unknown_name(parser, token.text, token.at);
    struct pf_expr *expr = pf_expr_parser_make(parser, PF_EXPR_NAME, PF_EXPR_SET, token.at);
    expr->name = pf_arena_str(parser->arena, token.text);
    if (!pf_expr_parser_advance(parser))
        return NULL;
    return parse_steps(parser, expr, token.at, (struct steps){0});
}

static struct pf_expr *parse_self(struct pf_expr_parser *parser)
{
    size_t at = parser->token.at;
    if (parser->filters == 0)
        return pf_expr_parser_fail(parser, at, "@ is only something inside [? ], any() and all()");
    struct pf_expr *expr = pf_expr_parser_make(parser, PF_EXPR_SELF, PF_EXPR_SET, at);
    if (!pf_expr_parser_advance(parser))
        return NULL;
    return parse_steps(parser, expr, at, (struct steps){0});
}

static struct pf_expr *parse_bare_name(struct pf_expr_parser *parser, struct pf_expr_token name)
{
    if (parser->filters == 0)
        return pf_expr_parser_fail(
            parser, name.at,
            "a bare name is a child of @, which is only something inside [? ], any() and "
            "all(); a variable is written $%.*s",
            PF_ARG(name.text));
    struct pf_expr *self = pf_expr_parser_make(parser, PF_EXPR_SELF, PF_EXPR_SET, name.at);
    struct steps steps = {0};
    *pf_pile_add(parser->arena, &steps) = (struct pf_expr_step){
        .kind = PF_EXPR_CHILD, .name = pf_arena_str(parser->arena, name.text)};
    return parse_steps(parser, self, name.at, steps);
}

static struct pf_expr *parse_list(struct pf_expr_parser *parser)
{
    size_t at = parser->token.at;
    struct pf_expr_parser_items items = {0};
    if (!pf_expr_parser_advance(parser) || !pf_expr_parser_enter(parser))
        return NULL;
    while (!parser->failed && !pf_expr_parser_at(parser, PF_EXPR_TOKEN_CLOSE_LIST)) {
        size_t item_at = parser->token.at;
        struct pf_expr *item = pf_expr_parse_set(parser);
        if (!pf_expr_parser_is_set(parser, item, item_at, "a list"))
            return NULL;
        *pf_pile_add(parser->arena, &items) = item;
        if (!pf_expr_parser_take(parser, PF_EXPR_TOKEN_COMMA))
            break;
    }
    parser->depth--;
    if (!pf_expr_parser_expect(parser, PF_EXPR_TOKEN_CLOSE_LIST, "]", "the list"))
        return NULL;
    struct pf_expr *list =
        pf_expr_parser_make_of_items(parser, PF_EXPR_UNION, PF_EXPR_SET, at, &items);
    return parse_steps(parser, list, at, (struct steps){0});
}

static struct pf_expr *parse_group(struct pf_expr_parser *parser)
{
    size_t at = parser->token.at;
    if (!pf_expr_parser_advance(parser) || !pf_expr_parser_enter(parser))
        return NULL;
    struct pf_expr *inner = pf_expr_parse_or(parser);
    parser->depth--;
    if (!pf_expr_parser_is_condition(parser, inner, at) ||
        !pf_expr_parser_expect(parser, PF_EXPR_TOKEN_CLOSE, ")", "the expression"))
        return NULL;
    return parse_steps(parser, inner, at, (struct steps){0});
}

static ptrdiff_t find_function(pf_str name)
{
    for (size_t i = 0; i < PF_FUNCTION_COUNT; i++)
        if (pf_str_eq(pf_str_c(pf_expr_functions[i].name), name))
            return (ptrdiff_t)i;
    return PF_STR_NONE;
}

static struct pf_expr *fail_unknown_function(struct pf_expr_parser *parser,
                                             struct pf_expr_token name)
{
    pf_str names[PF_FUNCTION_COUNT];
    for (size_t i = 0; i < PF_FUNCTION_COUNT; i++)
        names[i] = pf_str_c(pf_expr_functions[i].name);
    ptrdiff_t nearest = pf_nearest(name.text, names, PF_FUNCTION_COUNT);
    if (nearest == PF_STR_NONE)
        return pf_expr_parser_fail(parser, name.at, "there is no function %.*s()",
                                   PF_ARG(name.text));
    return pf_expr_parser_fail(parser, name.at, "there is no function %.*s(); did you mean %.*s()?",
                               PF_ARG(name.text), PF_ARG(names[nearest]));
}

/* The letter for argument `index`: the last one repeats. */
static char argument_letter(const struct pf_expr_function_info *function, size_t index)
{
    size_t letters = pf_str_c(function->arguments).len;
    return function->arguments[index < letters ? index : letters - 1];
}

static struct pf_expr *parse_argument(struct pf_expr_parser *parser,
                                      const struct pf_expr_function_info *function, size_t index)
{
    size_t at = parser->token.at;
    switch (argument_letter(function, index)) {
    case 'r':
        if (!pf_expr_parser_at(parser, PF_EXPR_TOKEN_REGEX))
            return pf_expr_parser_fail(parser, at, "%s() takes a pattern here: /…/",
                                       function->name);
        return parse_regex(parser);
    case 'c': {
        struct pf_expr *condition = parse_condition_on_self(parser);
        return pf_expr_parser_is_condition(parser, condition, at) ? condition : NULL;
    }
    default: {
        struct pf_expr *set = pf_expr_parse_or(parser);
        return pf_expr_parser_is_set(parser, set, at, function->name) ? set : NULL;
    }
    }
}

static bool parse_arguments(struct pf_expr_parser *parser,
                            const struct pf_expr_function_info *function,
                            struct pf_expr_parser_items *items)
{
    while (!pf_expr_parser_at(parser, PF_EXPR_TOKEN_CLOSE)) {
        struct pf_expr *item = parse_argument(parser, function, items->count);
        if (item == NULL)
            return false;
        *pf_pile_add(parser->arena, items) = item;
        if (!pf_expr_parser_take(parser, PF_EXPR_TOKEN_COMMA))
            break;
    }
    return !parser->failed &&
           pf_expr_parser_expect(parser, PF_EXPR_TOKEN_CLOSE, ")", "the arguments");
}

static struct pf_expr *parse_call(struct pf_expr_parser *parser, struct pf_expr_token name)
{
    ptrdiff_t found = find_function(name.text);
    if (found == PF_STR_NONE)
        return fail_unknown_function(parser, name);
    const struct pf_expr_function_info *function = &pf_expr_functions[found];
    struct pf_expr_parser_items items = {0};
    if (!pf_expr_parser_advance(parser) || !pf_expr_parser_enter(parser) ||
        !parse_arguments(parser, function, &items))
        return NULL;
    parser->depth--;
    if (items.count < function->min_arguments || items.count > function->max_arguments)
        return pf_expr_parser_fail(parser, name.at, "%s() takes %u argument%s, not %zu",
                                   function->name, function->min_arguments,
                                   function->min_arguments == 1 ? "" : "s", items.count);
    struct pf_expr *call =
        pf_expr_parser_make_of_items(parser, PF_EXPR_CALL, function->type, name.at, &items);
    call->function = (enum pf_expr_function)found;
    return parse_steps(parser, call, name.at, (struct steps){0});
}

static struct pf_expr *parse_word(struct pf_expr_parser *parser)
{
    static const char *const operators[] = {"and", "or", "not", "in"};
    struct pf_expr_token name = parser->token;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (pf_expr_parser_at_word(parser, operators[i]))
            return pf_expr_parser_fail(parser, name.at, "a value is missing before '%s'",
                                       operators[i]);
    if (pf_expr_parser_at_word(parser, "true") || pf_expr_parser_at_word(parser, "false"))
        return parse_literal(
            parser,
            pf_node_bool(parser->arena, pf_expr_parser_at_word(parser, "true"), (pf_span){0}));
    if (!pf_expr_parser_advance(parser))
        return NULL;
    if (pf_expr_parser_at(parser, PF_EXPR_TOKEN_OPEN))
        return parse_call(parser, name);
    return parse_bare_name(parser, name);
}

struct pf_expr *pf_expr_parse_term(struct pf_expr_parser *parser)
{
    if (parser->failed)
        return NULL;
    switch (parser->token.kind) {
    case PF_EXPR_TOKEN_VARIABLE:
        return parse_variable(parser);
    case PF_EXPR_TOKEN_SELF:
        return parse_self(parser);
    case PF_EXPR_TOKEN_NAME:
        return parse_word(parser);
    case PF_EXPR_TOKEN_STRING:
        return parse_literal(parser, pf_node_str(parser->arena, parser->token.text, (pf_span){0}));
    case PF_EXPR_TOKEN_INTEGER:
        return parse_literal(parser,
                             pf_node_int(parser->arena, parser->token.integer, (pf_span){0}));
    case PF_EXPR_TOKEN_REGEX:
        return parse_regex(parser);
    case PF_EXPR_TOKEN_OPEN:
        return parse_group(parser);
    case PF_EXPR_TOKEN_OPEN_LIST:
        return parse_list(parser);
    case PF_EXPR_TOKEN_END:
        return pf_expr_parser_fail(parser, parser->token.at,
                                   "the expression ends where a value is expected");
    default:
        return pf_expr_parser_fail(parser, parser->token.at, "a value is expected here");
    }
}
