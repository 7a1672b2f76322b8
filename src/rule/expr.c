/* Words → tree, by recursive descent; types and names are checked on the way. */
#include "rule/expr.h"

#include "base/nearest.h"
#include "rule/lexer.h"
#include "rule/place.h"

struct parser {
    struct pf_arena *arena;
    const struct pf_node *text;
    struct pf_lexer lexer;
    struct pf_token token; /* the next one, not yet taken */
    const struct pf_expr_scope *scope;
    struct pf_expr_fault *fault;
    int depth;
    int filters; /* how many [? ], any() and all() are open: where @ is something */
    bool failed;
};

/* Only the first thing that is wrong is told; always NULL. */
static struct pf_expr *fail(struct parser *parser, size_t at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static struct pf_expr *fail(struct parser *parser, size_t at, const char *format, ...)
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

static bool advance(struct parser *parser)
{
    if (parser->failed)
        return false;
    parser->failed = !pf_lexer_next(&parser->lexer, &parser->token, parser->fault);
    return !parser->failed;
}

static bool at_token(const struct parser *parser, enum pf_token_kind kind)
{
    return !parser->failed && parser->token.kind == kind;
}

static bool at_word(const struct parser *parser, const char *word)
{
    return at_token(parser, PF_TOKEN_NAME) && pf_str_eq(parser->token.text, pf_str_c(word));
}

static bool take(struct parser *parser, enum pf_token_kind kind)
{
    return at_token(parser, kind) && advance(parser);
}

static bool take_word(struct parser *parser, const char *word)
{
    return at_word(parser, word) && advance(parser);
}

static bool expect(struct parser *parser, enum pf_token_kind kind, const char *sign,
                   const char *after)
{
    if (take(parser, kind))
        return true;
    fail(parser, parser->token.at, "'%s' is missing after %s", sign, after);
    return false;
}

static struct pf_expr *make(struct parser *parser, enum pf_expr_kind kind, enum pf_expr_type type,
                            size_t at)
{
    struct pf_expr *expr = PF_NEW(parser->arena, struct pf_expr);
    expr->kind = kind;
    expr->type = type;
    expr->span = pf_scalar_place(parser->text, at, 1);
    return expr;
}

/* The place from byte `at` of the text to what was taken last. */
static pf_span place_from(const struct parser *parser, size_t at)
{
    size_t end = parser->token.at;
    while (end > at && pf_is_space(parser->lexer.text.data[end - 1]))
        end--;
    return pf_scalar_place(parser->text, at, end - at);
}

struct items {
    const struct pf_expr **items;
    size_t count, capacity;
};

static struct pf_expr *make_of_items(struct parser *parser, enum pf_expr_kind kind,
                                     enum pf_expr_type type, size_t at, const struct items *items)
{
    struct pf_expr *expr = make(parser, kind, type, at);
    expr->items = items->items;
    expr->item_count = items->count;
    expr->span = place_from(parser, at);
    return expr;
}

/* Parentheses, lists, calls and filters make the grammar recursive. */
static struct pf_expr *parse_or(struct parser *parser);
static struct pf_expr *parse_set(struct parser *parser);

static bool enter(struct parser *parser)
{
    if (++parser->depth <= PF_EXPR_DEPTH)
        return true;
    fail(parser, parser->token.at, "more than %d levels of brackets", PF_EXPR_DEPTH);
    return false;
}

static bool is_set(struct parser *parser, const struct pf_expr *expr, size_t at, const char *where)
{
    if (expr == NULL)
        return false;
    if (expr->kind == PF_EXPR_REGEX)
        fail(parser, at, "a pattern can only stand right of =~ or !~, and in grep()");
    else if (expr->type != PF_EXPR_SET)
        fail(parser, at, "%s takes values, not a condition", where);
    return !parser->failed;
}

static bool is_condition(struct parser *parser, const struct pf_expr *expr, size_t at)
{
    if (expr != NULL && expr->kind == PF_EXPR_REGEX)
        fail(parser, at, "a pattern can only stand right of =~ or !~, and in grep()");
    return expr != NULL && !parser->failed;
}

static struct pf_expr *parse_condition_on_self(struct parser *parser)
{
    parser->filters++;
    struct pf_expr *condition = parse_or(parser);
    parser->filters--;
    return condition;
}

static bool parse_child(struct parser *parser, struct pf_expr_step *step)
{
    step->kind = PF_EXPR_CHILD;
    step->name = parser->token.text;
    if (take(parser, PF_TOKEN_STAR)) {
        step->kind = PF_EXPR_EACH;
        return true;
    }
    if (take(parser, PF_TOKEN_NAME) || take(parser, PF_TOKEN_STRING))
        return true;
    fail(parser, parser->token.at, "a name, a string or * must follow '.'");
    return false;
}

static bool parse_descent(struct parser *parser, struct pf_expr_step *step)
{
    step->kind = PF_EXPR_DESCEND;
    step->name = parser->token.text;
    if (take(parser, PF_TOKEN_STAR)) {
        step->name = (pf_str){0};
        return true;
    }
    if (take(parser, PF_TOKEN_NAME) || take(parser, PF_TOKEN_STRING))
        return true;
    fail(parser, parser->token.at, "a name, a string or * must follow '..'");
    return false;
}

static bool parse_index(struct parser *parser, struct pf_expr_step *step)
{
    step->index = parser->token.integer;
    step->name = parser->token.text;
    if (take(parser, PF_TOKEN_STAR))
        step->kind = PF_EXPR_EACH;
    else if (take(parser, PF_TOKEN_INTEGER))
        step->kind = PF_EXPR_AT;
    else if (take(parser, PF_TOKEN_STRING))
        step->kind = PF_EXPR_CHILD;
    else
        fail(parser, parser->token.at, "a number, a string or * must follow '['");
    return expect(parser, PF_TOKEN_CLOSE_LIST, "]", "the index");
}

static bool parse_filter(struct parser *parser, struct pf_expr_step *step)
{
    size_t at = parser->token.at;
    if (!enter(parser))
        return false;
    step->kind = PF_EXPR_FILTER;
    step->condition = parse_condition_on_self(parser);
    parser->depth--;
    return is_condition(parser, step->condition, at) &&
           expect(parser, PF_TOKEN_CLOSE_LIST, "]", "the filter's condition");
}

static bool parse_step(struct parser *parser, struct pf_expr_step *step)
{
    if (take(parser, PF_TOKEN_DOT))
        return parse_child(parser, step);
    if (take(parser, PF_TOKEN_DOT_DOT))
        return parse_descent(parser, step);
    if (take(parser, PF_TOKEN_OPEN_FILTER))
        return parse_filter(parser, step);
    advance(parser);
    return parse_index(parser, step);
}

static bool at_step(const struct parser *parser)
{
    return at_token(parser, PF_TOKEN_DOT) || at_token(parser, PF_TOKEN_DOT_DOT) ||
           at_token(parser, PF_TOKEN_OPEN_FILTER) || at_token(parser, PF_TOKEN_OPEN_LIST);
}

struct steps {
    struct pf_expr_step *items;
    size_t count, capacity;
};

/* `from` itself where no step follows; `steps` may hold the first one already. */
static struct pf_expr *parse_steps(struct parser *parser, struct pf_expr *from, size_t at,
                                   struct steps steps)
{
    if (from != NULL && at_step(parser) && !is_set(parser, from, at, "a step"))
        return NULL;
    while (at_step(parser)) {
        struct pf_expr_step step = {0};
        if (!parse_step(parser, &step))
            return NULL;
        *pf_pile_add(parser->arena, &steps) = step;
    }
    if (from == NULL || parser->failed || steps.count == 0)
        return parser->failed ? NULL : from;
    struct pf_expr *expr = make(parser, PF_EXPR_STEPS, PF_EXPR_SET, at);
    expr->left = from;
    expr->steps = steps.items;
    expr->step_count = steps.count;
    expr->span = place_from(parser, at);
    return expr;
}

static struct pf_expr *parse_literal(struct parser *parser, struct pf_node *literal)
{
    struct pf_expr *expr = make(parser, PF_EXPR_LITERAL, PF_EXPR_SET, parser->token.at);
    expr->literal = literal;
    return advance(parser) ? expr : NULL;
}

static struct pf_expr *parse_regex(struct parser *parser)
{
    struct pf_token token = parser->token;
    struct pf_expr *expr = make(parser, PF_EXPR_REGEX, PF_EXPR_SET, token.at);
    struct pf_regex_fault wrong;
    expr->regex = pf_regex_compile(parser->arena, token.text, token.flags, &wrong);
    if (expr->regex == NULL)
        return fail(parser, token.at + 1 + wrong.at, "in this pattern: %s", wrong.message);
    return advance(parser) ? expr : NULL;
}

static bool is_in_scope(const struct pf_expr_scope *scope, pf_str name)
{
    for (size_t i = 0; i < scope->count; i++)
        if (pf_str_eq(scope->names[i], name))
            return true;
    return false;
}

static struct pf_expr *fail_unknown_name(struct parser *parser, pf_str name, size_t at)
{
    ptrdiff_t nearest = pf_nearest(name, parser->scope->names, parser->scope->count);
    if (nearest == PF_STR_NONE)
        return fail(parser, at, "nothing is called $%.*s here", PF_ARG(name));
    return fail(parser, at, "nothing is called $%.*s here; did you mean $%.*s?", PF_ARG(name),
                PF_ARG(parser->scope->names[nearest]));
}

static struct pf_expr *parse_variable(struct parser *parser)
{
    struct pf_token token = parser->token;
    if (parser->scope != NULL && !is_in_scope(parser->scope, token.text))
        return fail_unknown_name(parser, token.text, token.at);
    struct pf_expr *expr = make(parser, PF_EXPR_NAME, PF_EXPR_SET, token.at);
    expr->name = pf_arena_str(parser->arena, token.text);
    if (!advance(parser))
        return NULL;
    return parse_steps(parser, expr, token.at, (struct steps){0});
}

static struct pf_expr *parse_self(struct parser *parser)
{
    size_t at = parser->token.at;
    if (parser->filters == 0)
        return fail(parser, at, "@ is only something inside [? ], any() and all()");
    struct pf_expr *expr = make(parser, PF_EXPR_SELF, PF_EXPR_SET, at);
    if (!advance(parser))
        return NULL;
    return parse_steps(parser, expr, at, (struct steps){0});
}

static struct pf_expr *parse_bare_name(struct parser *parser, struct pf_token name)
{
    if (parser->filters == 0)
        return fail(parser, name.at,
                    "a bare name is a child of @, which is only something inside [? ], any() and "
                    "all(); a variable is written $%.*s",
                    PF_ARG(name.text));
    struct pf_expr *self = make(parser, PF_EXPR_SELF, PF_EXPR_SET, name.at);
    struct steps steps = {0};
    *pf_pile_add(parser->arena, &steps) = (struct pf_expr_step){
        .kind = PF_EXPR_CHILD, .name = pf_arena_str(parser->arena, name.text)};
    return parse_steps(parser, self, name.at, steps);
}

static struct pf_expr *parse_list(struct parser *parser)
{
    size_t at = parser->token.at;
    struct items items = {0};
    if (!advance(parser) || !enter(parser))
        return NULL;
    while (!parser->failed && !at_token(parser, PF_TOKEN_CLOSE_LIST)) {
        size_t item_at = parser->token.at;
        struct pf_expr *item = parse_set(parser);
        if (!is_set(parser, item, item_at, "a list"))
            return NULL;
        *pf_pile_add(parser->arena, &items) = item;
        if (!take(parser, PF_TOKEN_COMMA))
            break;
    }
    parser->depth--;
    if (!expect(parser, PF_TOKEN_CLOSE_LIST, "]", "the list"))
        return NULL;
    struct pf_expr *list = make_of_items(parser, PF_EXPR_UNION, PF_EXPR_SET, at, &items);
    return parse_steps(parser, list, at, (struct steps){0});
}

static struct pf_expr *parse_group(struct parser *parser)
{
    size_t at = parser->token.at;
    if (!advance(parser) || !enter(parser))
        return NULL;
    struct pf_expr *inner = parse_or(parser);
    parser->depth--;
    if (!is_condition(parser, inner, at) || !expect(parser, PF_TOKEN_CLOSE, ")", "the expression"))
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

static struct pf_expr *fail_unknown_function(struct parser *parser, struct pf_token name)
{
    pf_str names[PF_FUNCTION_COUNT];
    for (size_t i = 0; i < PF_FUNCTION_COUNT; i++)
        names[i] = pf_str_c(pf_expr_functions[i].name);
    ptrdiff_t nearest = pf_nearest(name.text, names, PF_FUNCTION_COUNT);
    if (nearest == PF_STR_NONE)
        return fail(parser, name.at, "there is no function %.*s()", PF_ARG(name.text));
    return fail(parser, name.at, "there is no function %.*s(); did you mean %.*s()?",
                PF_ARG(name.text), PF_ARG(names[nearest]));
}

/* The letter for argument `index`: the last one repeats. */
static char argument_letter(const struct pf_expr_function_info *function, size_t index)
{
    size_t letters = pf_str_c(function->arguments).len;
    return function->arguments[index < letters ? index : letters - 1];
}

static struct pf_expr *parse_argument(struct parser *parser,
                                      const struct pf_expr_function_info *function, size_t index)
{
    size_t at = parser->token.at;
    switch (argument_letter(function, index)) {
    case 'r':
        if (!at_token(parser, PF_TOKEN_REGEX))
            return fail(parser, at, "%s() takes a pattern here: /…/", function->name);
        return parse_regex(parser);
    case 'c': {
        struct pf_expr *condition = parse_condition_on_self(parser);
        return is_condition(parser, condition, at) ? condition : NULL;
    }
    default: {
        struct pf_expr *set = parse_or(parser);
        return is_set(parser, set, at, function->name) ? set : NULL;
    }
    }
}

static bool parse_arguments(struct parser *parser, const struct pf_expr_function_info *function,
                            struct items *items)
{
    while (!at_token(parser, PF_TOKEN_CLOSE)) {
        struct pf_expr *item = parse_argument(parser, function, items->count);
        if (item == NULL)
            return false;
        *pf_pile_add(parser->arena, items) = item;
        if (!take(parser, PF_TOKEN_COMMA))
            break;
    }
    return !parser->failed && expect(parser, PF_TOKEN_CLOSE, ")", "the arguments");
}

static struct pf_expr *parse_call(struct parser *parser, struct pf_token name)
{
    ptrdiff_t found = find_function(name.text);
    if (found == PF_STR_NONE)
        return fail_unknown_function(parser, name);
    const struct pf_expr_function_info *function = &pf_expr_functions[found];
    struct items items = {0};
    if (!advance(parser) || !enter(parser) || !parse_arguments(parser, function, &items))
        return NULL;
    parser->depth--;
    if (items.count < function->min_arguments || items.count > function->max_arguments)
        return fail(parser, name.at, "%s() takes %u argument%s, not %zu", function->name,
                    function->min_arguments, function->min_arguments == 1 ? "" : "s", items.count);
    struct pf_expr *call = make_of_items(parser, PF_EXPR_CALL, function->type, name.at, &items);
    call->function = (enum pf_expr_function)found;
    return parse_steps(parser, call, name.at, (struct steps){0});
}

static struct pf_expr *parse_word(struct parser *parser)
{
    static const char *const operators[] = {"and", "or", "not", "in"};
    struct pf_token name = parser->token;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
        if (at_word(parser, operators[i]))
            return fail(parser, name.at, "a value is missing before '%s'", operators[i]);
    if (at_word(parser, "true") || at_word(parser, "false"))
        return parse_literal(parser,
                             pf_node_bool(parser->arena, at_word(parser, "true"), (pf_span){0}));
    if (!advance(parser))
        return NULL;
    if (at_token(parser, PF_TOKEN_OPEN))
        return parse_call(parser, name);
    return parse_bare_name(parser, name);
}

static struct pf_expr *parse_term(struct parser *parser)
{
    if (parser->failed)
        return NULL;
    switch (parser->token.kind) {
    case PF_TOKEN_VARIABLE:
        return parse_variable(parser);
    case PF_TOKEN_SELF:
        return parse_self(parser);
    case PF_TOKEN_NAME:
        return parse_word(parser);
    case PF_TOKEN_STRING:
        return parse_literal(parser, pf_node_str(parser->arena, parser->token.text, (pf_span){0}));
    case PF_TOKEN_INTEGER:
        return parse_literal(parser,
                             pf_node_int(parser->arena, parser->token.integer, (pf_span){0}));
    case PF_TOKEN_REGEX:
        return parse_regex(parser);
    case PF_TOKEN_OPEN:
        return parse_group(parser);
    case PF_TOKEN_OPEN_LIST:
        return parse_list(parser);
    case PF_TOKEN_END:
        return fail(parser, parser->token.at, "the expression ends where a value is expected");
    default:
        return fail(parser, parser->token.at, "a value is expected here");
    }
}

static struct pf_expr *parse_set(struct parser *parser)
{
    size_t at = parser->token.at, item_at = at;
    struct pf_expr *first = parse_term(parser);
    if (first == NULL || !at_token(parser, PF_TOKEN_PLUS))
        return first;
    struct items items = {0};
    for (struct pf_expr *item = first;; item = parse_term(parser)) {
        if (!is_set(parser, item, item_at, "+"))
            return NULL;
        *pf_pile_add(parser->arena, &items) = item;
        if (!take(parser, PF_TOKEN_PLUS))
            break;
        item_at = parser->token.at;
    }
    if (parser->failed)
        return NULL;
    return make_of_items(parser, PF_EXPR_UNION, PF_EXPR_SET, at, &items);
}

/* `not in` is told from a `not` elsewhere by the word after it. */
static bool at_not_in(const struct parser *parser)
{
    if (!at_word(parser, "not"))
        return false;
    struct pf_lexer ahead = parser->lexer;
    struct pf_token next;
    struct pf_expr_fault ignored;
    return pf_lexer_next(&ahead, &next, &ignored) && next.kind == PF_TOKEN_NAME &&
           pf_str_eq(next.text, PF_STR("in"));
}

static bool take_relation(struct parser *parser, enum pf_expr_operator *relation)
{
    *relation = parser->token.relation;
    if (take(parser, PF_TOKEN_OPERATOR))
        return true;
    *relation = PF_EXPR_IN;
    if (take_word(parser, "in"))
        return true;
    *relation = PF_EXPR_NOT_IN;
    return at_not_in(parser) && advance(parser) && advance(parser);
}

/* Patterns are written out, or named as a parameter, which is checked when it is set. */
static bool is_pattern(struct parser *parser, const struct pf_expr *right, size_t at)
{
    if (right->kind != PF_EXPR_REGEX && right->kind != PF_EXPR_NAME)
        fail(parser, at, "right of =~ and !~ stands a pattern, /…/, or the $name of a parameter");
    return !parser->failed;
}

static struct pf_expr *parse_comparison(struct parser *parser)
{
    size_t at = parser->token.at;
    struct pf_expr *left = parse_set(parser);
    enum pf_expr_operator relation;
    if (left == NULL || !take_relation(parser, &relation))
        return parser->failed ? NULL : left;
    size_t right_at = parser->token.at;
    struct pf_expr *right = parse_set(parser);
    if (right == NULL || !is_set(parser, left, at, "a comparison"))
        return NULL;
    bool matches = relation == PF_EXPR_MATCHES || relation == PF_EXPR_MATCHES_NOT;
    if (matches ? !is_pattern(parser, right, right_at)
                : !is_set(parser, right, right_at, "a comparison"))
        return NULL;
    enum pf_expr_operator second;
    size_t second_at = parser->token.at;
    if (take_relation(parser, &second))
        return fail(parser, second_at, "comparisons do not chain; join them with 'and'");
    struct pf_expr *expr = make(parser, PF_EXPR_COMPARE, PF_EXPR_CONDITION, at);
    expr->left = left;
    expr->right = right;
    expr->relation = relation;
    expr->span = place_from(parser, at);
    return parser->failed ? NULL : expr;
}

static struct pf_expr *parse_not(struct parser *parser)
{
    size_t at = parser->token.at;
    if (!take_word(parser, "not"))
        return parse_comparison(parser);
    struct pf_expr *inner = parse_comparison(parser);
    if (!is_condition(parser, inner, at))
        return NULL;
    struct pf_expr *expr = make(parser, PF_EXPR_NOT, PF_EXPR_CONDITION, at);
    expr->left = inner;
    expr->span = place_from(parser, at);
    return expr;
}

typedef struct pf_expr *parse_function(struct parser *parser);

/* One or more of `parse`, joined by `word`. */
static struct pf_expr *parse_joined(struct parser *parser, const char *word, enum pf_expr_kind kind,
                                    parse_function *parse)
{
    size_t at = parser->token.at;
    struct pf_expr *first = parse(parser);
    if (first == NULL || !at_word(parser, word))
        return first;
    struct items items = {0};
    for (struct pf_expr *item = first;; item = parse(parser)) {
        if (!is_condition(parser, item, at))
            return NULL;
        *pf_pile_add(parser->arena, &items) = item;
        if (!take_word(parser, word))
            break;
    }
    if (parser->failed)
        return NULL;
    return make_of_items(parser, kind, PF_EXPR_CONDITION, at, &items);
}

static struct pf_expr *parse_and(struct parser *parser)
{
    return parse_joined(parser, "and", PF_EXPR_AND, parse_not);
}

static struct pf_expr *parse_or(struct parser *parser)
{
    return parse_joined(parser, "or", PF_EXPR_OR, parse_and);
}

static struct parser parser_new(struct pf_arena *arena, const struct pf_node *text, size_t at,
                                const struct pf_expr_scope *scope, struct pf_expr_fault *fault)
{
    return (struct parser){
        .arena = arena,
        .text = text,
        .lexer = {.arena = arena, .text = text->text, .at = at},
        .scope = scope,
        .fault = fault,
    };
}

static struct pf_expr *parse_to(struct parser *parser, enum pf_token_kind end)
{
    struct pf_expr *expr = parse_or(parser);
    if (expr == NULL || !is_condition(parser, expr, 0))
        return NULL;
    if (at_token(parser, end))
        return expr;
    if (at_token(parser, PF_TOKEN_END))
        return fail(parser, parser->token.at, "'}' is missing after the capture");
    return fail(parser, parser->token.at, "the expression should have ended here");
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
    struct parser parser = parser_new(arena, text, 0, scope, fault);
    return advance(&parser) ? parse_to(&parser, PF_TOKEN_END) : NULL;
}

/* {c.name}: a name that starts a capture is a variable's. {first(…)} is a call. */
static bool name_variable(struct parser *parser)
{
    if (!at_token(parser, PF_TOKEN_NAME))
        return true;
    struct pf_lexer ahead = parser->lexer;
    struct pf_token next;
    struct pf_expr_fault ignored;
    bool is_call = pf_lexer_next(&ahead, &next, &ignored) && next.kind == PF_TOKEN_OPEN;
    if (!is_call)
        parser->token.kind = PF_TOKEN_VARIABLE;
    return true;
}

const struct pf_expr *pf_expr_parse_capture(struct pf_arena *arena, const struct pf_node *text,
                                            size_t *at, const struct pf_expr_scope *scope,
                                            struct pf_expr_fault *fault)
{
    if (is_too_long(arena, text->text.len, fault))
        return NULL;
    struct parser parser = parser_new(arena, text, *at, scope, fault);
    if (!advance(&parser) || !name_variable(&parser))
        return NULL;
    struct pf_expr *expr = parse_to(&parser, PF_TOKEN_CLOSE_CAPTURE);
    if (expr != NULL)
        *at = parser.token.at;
    return expr;
}
