/* What stands in the brackets of calls, functions, lambdas and type parameters. */
#include "python/parser.h"

/* --- calls --- */

struct call {
    uint32_t open;      /* the '(' */
    size_t mark;        /* of the stack: arguments and KEYWORDs in the order of the text */
    bool has_keyword;   /* name=value */
    bool has_unpacking; /* **value */
    bool generators;
};

static void push_keyword(struct pf_parser *parser, pf_str arg, uint32_t start)
{
    struct pf_ast *value = pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_KEYWORD, start);
    node->as.keyword.arg = arg;
    node->as.keyword.value = value;
    pf_parser_push(parser, node);
}

static void parse_keyword(struct pf_parser *parser, struct call *call)
{
    uint32_t start = parser->token.at;
    pf_str arg = pf_parser_name(parser);
    pf_parser_advance(parser);
    if (pf_parser_peek(parser) == PF_TOKEN_COMMA || pf_parser_peek(parser) == PF_TOKEN_RPAR)
        pf_parser_unexpected(parser, "the argument's value");
    call->has_keyword = true;
    push_keyword(parser, arg, start);
}

static void parse_unpacking(struct pf_parser *parser, struct call *call)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    call->has_unpacking = true;
    push_keyword(parser, PF_STR(""), start);
}

static void parse_starred_argument(struct pf_parser *parser, const struct call *call)
{
    uint32_t start = parser->token.at;
    if (call->has_unpacking) {
        pf_parser_fail(parser, start, parser->token.end, "'*' behind '**' in a call");
        return;
    }
    pf_parser_advance(parser);
    struct pf_ast *value = pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_STARRED, start);
    node->as.starred.value = value;
    pf_parser_push(parser, node);
}

/* A generator without parentheses of its own stands on those of the call, and must be alone. */
static void parse_generator(struct pf_parser *parser, const struct call *call, struct pf_ast *elt)
{
    struct pf_ast_list generators = pf_parse_comprehensions(parser);
    bool alone = call->generators && parser->stack.count == call->mark &&
                 pf_parser_peek(parser) == PF_TOKEN_RPAR;
    if (!alone) {
        pf_parser_fail_at(parser, elt,
                          "a generator beside other arguments needs parentheses of its own");
        return;
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_GENERATOR_EXP, call->open);
    node->span = pf_parser_span(parser, call->open, parser->token.end);
    node->as.comp.elt = elt;
    node->as.comp.generators = generators;
    pf_parser_push(parser, node);
}

static void parse_positional(struct pf_parser *parser, const struct call *call)
{
    bool is_walrus = pf_parse_at_walrus(parser);
    struct pf_ast *value = pf_parse_named_expression(parser);
    if (pf_parse_at_comprehension(parser)) {
        parse_generator(parser, call, value);
        return;
    }
    if (pf_parser_peek(parser) == PF_TOKEN_EQUAL && !is_walrus)
        pf_parser_fail_at(parser, value,
                          "an argument's name cannot be %s; '==' compares, '=' names an argument",
                          pf_parse_kind_in_words(value));
    else if (call->has_unpacking)
        pf_parser_fail_at(parser, value, "an argument without a name behind '**'");
    else if (call->has_keyword)
        pf_parser_fail_at(parser, value, "an argument without a name behind one with a name");
    pf_parser_push(parser, value);
}

static void parse_argument(struct pf_parser *parser, struct call *call)
{
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_STAR:
        parse_starred_argument(parser, call);
        return;
    case PF_TOKEN_DOUBLE_STAR:
        parse_unpacking(parser, call);
        return;
    case PF_TOKEN_NAME:
        if (pf_parser_ahead(parser, 1).kind == PF_TOKEN_EQUAL) {
            parse_keyword(parser, call);
            return;
        }
        break;
    default:
        break;
    }
    parse_positional(parser, call);
}

/* Both lists from what was pushed, each in the order of the text. */
static void part(struct pf_parser *parser, size_t mark, struct pf_ast_list *args,
                 struct pf_ast_list *keywords)
{
    struct pf_ast_list all = pf_parser_list(parser, mark);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        count += all.items[i]->kind == PF_AST_KEYWORD;
    *args = (struct pf_ast_list){all.items, all.count - count};
    *keywords = (struct pf_ast_list){NULL, count};
    if (count == 0)
        return;
    keywords->items = PF_NEW_ARRAY(parser->arena, struct pf_ast *, count);
    size_t kept = 0, moved = 0;
    for (size_t i = 0; i < all.count; i++) {
        if (all.items[i]->kind == PF_AST_KEYWORD)
            keywords->items[moved++] = all.items[i];
        else
            all.items[kept++] = all.items[i];
    }
}

void pf_parse_call_arguments(struct pf_parser *parser, bool generators, struct pf_ast_list *args,
                             struct pf_ast_list *keywords)
{
    struct call call = {
        .open = parser->last_end - 1, .mark = parser->stack.count, .generators = generators};
    if (pf_parser_peek(parser) != PF_TOKEN_RPAR) {
        do
            parse_argument(parser, &call);
        while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != PF_TOKEN_RPAR);
    }
    pf_parser_expect_closing(parser, PF_TOKEN_RPAR);
    part(parser, call.mark, args, keywords);
}

/* --- parameters --- */

struct pile {
    struct pf_ast **items;
    size_t count, capacity;
};

struct parameters {
    bool annotated; /* of a def, not of a lambda */
    enum pf_token_kind end;
    bool has_slash, has_star;
    struct pile posonlyargs, args, kwonlyargs, kw_defaults, defaults;
    struct pf_ast *vararg, *kwarg;
};

static struct pf_ast_list list_of(const struct pile *pile)
{
    return (struct pf_ast_list){pile->items, pile->count};
}

static struct pf_ast *parse_arg(struct pf_parser *parser, const struct parameters *parameters,
                                bool is_vararg)
{
    uint32_t start = parser->token.at;
    pf_str arg = pf_parser_name(parser);
    struct pf_ast *annotation = NULL;
    if (parameters->annotated && pf_parser_accept(parser, PF_TOKEN_COLON))
        annotation = is_vararg ? pf_parse_star_expression(parser) : pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_ARG, start);
    node->as.arg.arg = arg;
    node->as.arg.annotation = annotation;
    return node;
}

static struct pf_ast *parse_default(struct pf_parser *parser)
{
    if (!pf_parser_accept(parser, PF_TOKEN_EQUAL))
        return NULL;
    if (!pf_parse_starts_expression(pf_parser_peek(parser)))
        return pf_parser_unexpected(parser, "a default value");
    return pf_parse_expression(parser);
}

static void parse_plain_parameter(struct pf_parser *parser, struct parameters *parameters)
{
    struct pf_ast *arg = parse_arg(parser, parameters, false);
    struct pf_ast *value = parse_default(parser);
    if (parameters->has_star) {
        *pf_pile_add(parser->arena, &parameters->kwonlyargs) = arg;
        *pf_pile_add(parser->arena, &parameters->kw_defaults) = value;
        return;
    }
    *pf_pile_add(parser->arena, &parameters->args) = arg;
    if (value != NULL)
        *pf_pile_add(parser->arena, &parameters->defaults) = value;
    else if (parameters->defaults.count > 0)
        pf_parser_fail_at(parser, arg,
                          "the parameter '%.*s' needs a default, as one before it has one",
                          PF_ARG(arg->as.arg.arg));
}

static void parse_slash(struct pf_parser *parser, struct parameters *parameters)
{
    if (parameters->has_slash || parameters->has_star || parameters->args.count == 0) {
        pf_parser_fail(parser, parser->token.at, parser->token.end,
                       parameters->has_slash  ? "a second '/' among the parameters"
                       : parameters->has_star ? "'/' behind '*' among the parameters"
                                              : "'/' needs a parameter before it");
        return;
    }
    pf_parser_advance(parser);
    parameters->has_slash = true;
    parameters->posonlyargs = parameters->args;
    parameters->args = (struct pile){0};
}

static void parse_star(struct pf_parser *parser, struct parameters *parameters)
{
    struct pf_token star = parser->token;
    if (parameters->has_star) {
        pf_parser_fail(parser, star.at, star.end, "a second '*' among the parameters");
        return;
    }
    pf_parser_advance(parser);
    parameters->has_star = true;
    if (pf_parser_peek(parser) == PF_TOKEN_NAME) {
        parameters->vararg = parse_arg(parser, parameters, true);
        if (pf_parser_peek(parser) == PF_TOKEN_EQUAL)
            pf_parser_fail(parser, parser->token.at, parser->token.end,
                           "a '*' parameter cannot have a default");
        return;
    }
    bool is_followed = pf_parser_peek(parser) == PF_TOKEN_COMMA &&
                       pf_parser_ahead(parser, 1).kind == PF_TOKEN_NAME;
    if (!is_followed)
        pf_parser_fail(parser, star.at, star.end, "'*' needs a named parameter behind it");
}

static void parse_double_star(struct pf_parser *parser, struct parameters *parameters)
{
    pf_parser_advance(parser);
    parameters->kwarg = parse_arg(parser, parameters, false);
    if (pf_parser_peek(parser) == PF_TOKEN_EQUAL)
        pf_parser_fail(parser, parser->token.at, parser->token.end,
                       "a '**' parameter cannot have a default");
}

static void parse_parameter(struct pf_parser *parser, struct parameters *parameters)
{
    if (parameters->kwarg != NULL) {
        pf_parser_fail(parser, parser->token.at, parser->token.end,
                       "a parameter behind the '**' parameter");
        return;
    }
    switch (pf_parser_peek(parser)) {
    case PF_TOKEN_SLASH:
        parse_slash(parser, parameters);
        return;
    case PF_TOKEN_STAR:
        parse_star(parser, parameters);
        return;
    case PF_TOKEN_DOUBLE_STAR:
        parse_double_star(parser, parameters);
        return;
    case PF_TOKEN_NAME:
        parse_plain_parameter(parser, parameters);
        return;
    default:
        pf_parser_unexpected(parser, "a parameter");
    }
}

struct pf_ast *pf_parse_parameters(struct pf_parser *parser, enum pf_token_kind end)
{
    uint32_t start = parser->token.at;
    struct parameters parameters = {.annotated = end == PF_TOKEN_RPAR, .end = end};
    if (pf_parser_peek(parser) != end) {
        do
            parse_parameter(parser, &parameters);
        while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != end);
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_ARGUMENTS, start);
    node->as.arguments.posonlyargs = list_of(&parameters.posonlyargs);
    node->as.arguments.args = list_of(&parameters.args);
    node->as.arguments.vararg = parameters.vararg;
    node->as.arguments.kwonlyargs = list_of(&parameters.kwonlyargs);
    node->as.arguments.kw_defaults = list_of(&parameters.kw_defaults);
    node->as.arguments.kwarg = parameters.kwarg;
    node->as.arguments.defaults = list_of(&parameters.defaults);
    return node;
}

/* --- type parameters --- */

static struct pf_ast *parse_type_param(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    enum pf_ast_kind kind = pf_parser_accept(parser, PF_TOKEN_STAR)          ? PF_AST_TYPE_VAR_TUPLE
                            : pf_parser_accept(parser, PF_TOKEN_DOUBLE_STAR) ? PF_AST_PARAM_SPEC
                                                                             : PF_AST_TYPE_VAR;
    pf_str name = pf_parser_name(parser);
    struct pf_ast *bound = NULL, *default_value = NULL;
    if (kind == PF_AST_TYPE_VAR && pf_parser_accept(parser, PF_TOKEN_COLON))
        bound = pf_parse_expression(parser);
    if (pf_parser_accept(parser, PF_TOKEN_EQUAL))
        default_value = kind == PF_AST_TYPE_VAR_TUPLE ? pf_parse_star_expression(parser)
                                                      : pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, kind, start);
    node->as.type_param.name = name;
    node->as.type_param.bound = bound;
    node->as.type_param.default_value = default_value;
    return node;
}

struct pf_ast_list pf_parse_type_params(struct pf_parser *parser)
{
    if (!pf_parser_accept(parser, PF_TOKEN_LSQB))
        return (struct pf_ast_list){0};
    size_t mark = parser->stack.count;
    do
        pf_parser_push(parser, parse_type_param(parser));
    while (pf_parser_accept(parser, PF_TOKEN_COMMA) && pf_parser_peek(parser) != PF_TOKEN_RSQB);
    pf_parser_expect_closing(parser, PF_TOKEN_RSQB);
    return pf_parser_list(parser, mark);
}
