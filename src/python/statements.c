/* Simple statements: those that fit on a line. */
#include "python/parser.h"

static const unsigned char augmented_operators[PF_TOKEN_KIND_COUNT] = {
#define PLUS_ONE(op) PF_AST_##op + 1 /* 0 is none */
    [PF_TOKEN_PLUS_EQUAL] = PLUS_ONE(ADD),
    [PF_TOKEN_MINUS_EQUAL] = PLUS_ONE(SUB),
    [PF_TOKEN_STAR_EQUAL] = PLUS_ONE(MULT),
    [PF_TOKEN_AT_EQUAL] = PLUS_ONE(MAT_MULT),
    [PF_TOKEN_SLASH_EQUAL] = PLUS_ONE(DIV),
    [PF_TOKEN_PERCENT_EQUAL] = PLUS_ONE(MOD),
    [PF_TOKEN_AMPERSAND_EQUAL] = PLUS_ONE(BIT_AND),
    [PF_TOKEN_BAR_EQUAL] = PLUS_ONE(BIT_OR),
    [PF_TOKEN_CARET_EQUAL] = PLUS_ONE(BIT_XOR),
    [PF_TOKEN_L_SHIFT_EQUAL] = PLUS_ONE(L_SHIFT),
    [PF_TOKEN_R_SHIFT_EQUAL] = PLUS_ONE(R_SHIFT),
    [PF_TOKEN_DOUBLE_STAR_EQUAL] = PLUS_ONE(POW),
    [PF_TOKEN_DOUBLE_SLASH_EQUAL] = PLUS_ONE(FLOOR_DIV),
#undef PLUS_ONE
};

static bool ends_statement(enum pf_token_kind kind)
{
    return kind == PF_TOKEN_NEWLINE || kind == PF_TOKEN_SEMI || kind == PF_TOKEN_END;
}

/* --- assignments --- */

/* Targets that take an annotation or an augmented assignment: no list, tuple or star. */
static bool is_single_target(const struct pf_ast *node)
{
    return node->kind == PF_AST_NAME || node->kind == PF_AST_ATTRIBUTE ||
           node->kind == PF_AST_SUBSCRIPT;
}

static struct pf_ast *parse_annotated(struct pf_parser *parser, struct pf_ast *target,
                                      struct pf_token first)
{
    if (!is_single_target(target))
        return pf_parser_fail_at(parser, target, "only a single target can be annotated, not %s",
                                 pf_parse_kind_in_words(target));
    pf_parse_to_target(parser, target, PF_AST_STORE);
    pf_parser_advance(parser);
    struct pf_ast *annotation = pf_parse_expression(parser), *value = NULL;
    if (pf_parser_accept(parser, PF_TOKEN_EQUAL))
        value = pf_parse_yield_or_star_expressions(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_ANN_ASSIGN, first.at);
    node->as.ann_assign.target = target;
    node->as.ann_assign.annotation = annotation;
    node->as.ann_assign.value = value;
    node->as.ann_assign.simple = target->kind == PF_AST_NAME && first.kind == PF_TOKEN_NAME;
    return node;
}

static struct pf_ast *parse_augmented(struct pf_parser *parser, struct pf_ast *target,
                                      uint32_t start)
{
    if (!is_single_target(target))
        return pf_parser_fail_at(parser, target, "%s cannot be changed by %s",
                                 pf_parse_kind_in_words(target),
                                 pf_token_name(pf_parser_peek(parser)));
    pf_parse_to_target(parser, target, PF_AST_STORE);
    int op = augmented_operators[pf_parser_peek(parser)] - 1;
    pf_parser_advance(parser);
    struct pf_ast *value = pf_parse_yield_or_star_expressions(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_AUG_ASSIGN, start);
    node->as.aug_assign.target = target;
    node->as.aug_assign.op = (enum pf_ast_operator)op;
    node->as.aug_assign.value = value;
    return node;
}

/* At the first '=': `first` and all but the last of what follows are targets. */
static struct pf_ast *parse_assignment(struct pf_parser *parser, struct pf_ast *first,
                                       uint32_t start)
{
    size_t mark = parser->stack.count;
    struct pf_ast *value = first;
    while (pf_parser_peek(parser) == PF_TOKEN_EQUAL) {
        pf_parse_to_target(parser, value, PF_AST_STORE);
        pf_parser_push(parser, value);
        pf_parser_advance(parser);
        value = pf_parse_yield_or_star_expressions(parser);
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_ASSIGN, start);
    node->as.assign.targets = pf_parser_list(parser, mark);
    node->as.assign.value = value;
    return node;
}

/* `print "x"`, `exec "x"`: the two that every Python 2 file has. */
static struct pf_ast *refuse_python_2(struct pf_parser *parser, const struct pf_ast *name)
{
    return pf_parser_fail(parser, parser->token.at, parser->token.end,
                          "'%.*s' is a function in Python 3; put what follows in parentheses",
                          PF_ARG(name->as.name.id));
}

static bool is_python_2_statement(const struct pf_parser *parser, const struct pf_ast *node)
{
    return node->kind == PF_AST_NAME && pf_parse_starts_expression(pf_parser_peek(parser)) &&
           (pf_str_eq(node->as.name.id, PF_STR("print")) ||
            pf_str_eq(node->as.name.id, PF_STR("exec")));
}

static struct pf_ast *parse_expression_statement(struct pf_parser *parser)
{
    struct pf_token first = parser->token;
    struct pf_ast *value = pf_parse_yield_or_star_expressions(parser);
    enum pf_token_kind kind = pf_parser_peek(parser);
    if (kind == PF_TOKEN_EQUAL)
        return parse_assignment(parser, value, first.at);
    if (kind == PF_TOKEN_COLON)
        return parse_annotated(parser, value, first);
    if (augmented_operators[kind] != 0)
        return parse_augmented(parser, value, first.at);
    if (kind == PF_TOKEN_WALRUS)
        return pf_parser_unexpected(parser, "'=', or parentheses around ':='");
    if (is_python_2_statement(parser, value))
        return refuse_python_2(parser, value);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_EXPR, first.at);
    node->as.value.value = value;
    return node;
}

/* --- statements with a keyword; the keyword is the current token --- */

static struct pf_ast *parse_word(struct pf_parser *parser, enum pf_ast_kind kind)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    return pf_parser_node(parser, kind, start);
}

static struct pf_ast *parse_pass(struct pf_parser *parser)
{
    return parse_word(parser, PF_AST_PASS);
}

static struct pf_ast *parse_break(struct pf_parser *parser)
{
    return parse_word(parser, PF_AST_BREAK);
}

static struct pf_ast *parse_continue(struct pf_parser *parser)
{
    return parse_word(parser, PF_AST_CONTINUE);
}

static struct pf_ast *parse_return(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    struct pf_ast *value = NULL;
    if (!ends_statement(pf_parser_peek(parser)))
        value = pf_parse_star_expressions(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_RETURN, start);
    node->as.value.value = value;
    return node;
}

static struct pf_ast *parse_raise(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    struct pf_ast *exc = NULL, *cause = NULL;
    if (!ends_statement(pf_parser_peek(parser))) {
        exc = pf_parse_expression(parser);
        if (pf_parser_accept(parser, PF_TOKEN_FROM))
            cause = pf_parse_expression(parser);
    }
    struct pf_ast *node = pf_parser_node(parser, PF_AST_RAISE, start);
    node->as.raise.exc = exc;
    node->as.raise.cause = cause;
    return node;
}

static struct pf_ast *parse_assert(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    struct pf_ast *test = pf_parse_expression(parser), *msg = NULL;
    if (pf_parser_accept(parser, PF_TOKEN_COMMA))
        msg = pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_ASSERT, start);
    node->as.assert_.test = test;
    node->as.assert_.msg = msg;
    return node;
}

static struct pf_ast *parse_del(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    size_t mark = parser->stack.count;
    do {
        pf_parser_advance(parser);
        struct pf_ast *target = pf_parse_star_expression(parser);
        pf_parse_to_target(parser, target, PF_AST_DEL);
        pf_parser_push(parser, target);
    } while (pf_parser_peek(parser) == PF_TOKEN_COMMA &&
             !ends_statement((enum pf_token_kind)pf_parser_ahead(parser, 1).kind));
    pf_parser_accept(parser, PF_TOKEN_COMMA);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_DELETE, start);
    node->as.delete_.targets = pf_parser_list(parser, mark);
    return node;
}

static struct pf_ast *parse_names(struct pf_parser *parser, enum pf_ast_kind kind)
{
    uint32_t start = parser->token.at;
    PF_PILE(pf_str) names = {0};
    do {
        pf_parser_advance(parser);
        *pf_pile_add(parser->arena, &names) = pf_parser_name(parser);
    } while (pf_parser_peek(parser) == PF_TOKEN_COMMA);
    struct pf_ast *node = pf_parser_node(parser, kind, start);
    node->as.names = (struct pf_ast_names){names.items, names.count};
    return node;
}

static struct pf_ast *parse_global(struct pf_parser *parser)
{
    return parse_names(parser, PF_AST_GLOBAL);
}

static struct pf_ast *parse_nonlocal(struct pf_parser *parser)
{
    return parse_names(parser, PF_AST_NONLOCAL);
}

/* --- imports --- */

/* "a.b.c" without the white space that may stand around the dots. */
static pf_str parse_dotted_name(struct pf_parser *parser)
{
    struct pf_strs parts = {0};
    do
        *pf_pile_add(parser->arena, &parts) = pf_parser_name(parser);
    while (pf_parser_accept(parser, PF_TOKEN_DOT));
    if (parts.count == 1)
        return parts.items[0];
    return pf_arena_join(parser->arena, parts.items, parts.count, PF_STR("."));
}

static struct pf_ast *alias(struct pf_parser *parser, pf_str name, uint32_t start)
{
    pf_str asname = {NULL, 0};
    if (pf_parser_accept(parser, PF_TOKEN_AS))
        asname = pf_parser_name(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_ALIAS, start);
    node->as.alias.name = name;
    node->as.alias.asname = asname;
    return node;
}

static struct pf_ast *parse_import(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    size_t mark = parser->stack.count;
    do {
        pf_parser_advance(parser);
        uint32_t at = parser->token.at;
        pf_str name = parse_dotted_name(parser);
        pf_parser_push(parser, alias(parser, name, at));
    } while (pf_parser_peek(parser) == PF_TOKEN_COMMA);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_IMPORT, start);
    node->as.import.names = pf_parser_list(parser, mark);
    return node;
}

static int parse_level(struct pf_parser *parser)
{
    int level = 0;
    for (;;) {
        if (pf_parser_accept(parser, PF_TOKEN_DOT))
            level++;
        else if (pf_parser_accept(parser, PF_TOKEN_ELLIPSIS))
            level += 3;
        else
            return level;
    }
}

static void parse_imported_name(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_str name = pf_parser_name(parser);
    pf_parser_push(parser, alias(parser, name, start));
}

static void parse_imported_names(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    if (pf_parser_accept(parser, PF_TOKEN_STAR)) {
        struct pf_ast *star = pf_parser_node(parser, PF_AST_ALIAS, start);
        star->as.alias.name = PF_STR("*");
        pf_parser_push(parser, star);
        return;
    }
    bool in_parentheses = pf_parser_accept(parser, PF_TOKEN_LPAR);
    parse_imported_name(parser);
    while (pf_parser_accept(parser, PF_TOKEN_COMMA)) {
        if (in_parentheses && pf_parser_peek(parser) == PF_TOKEN_RPAR)
            break;
        if (!in_parentheses && ends_statement(pf_parser_peek(parser)))
            pf_parser_unexpected(parser, "another name behind the comma");
        parse_imported_name(parser);
    }
    if (in_parentheses)
        pf_parser_expect_closing(parser, PF_TOKEN_RPAR);
}

static struct pf_ast *parse_from(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    int level = parse_level(parser);
    pf_str module = {NULL, 0};
    bool has_module = level == 0 || pf_parser_peek(parser) != PF_TOKEN_IMPORT;
    if (has_module)
        module = parse_dotted_name(parser);
    pf_parser_expect(parser, PF_TOKEN_IMPORT);
    size_t mark = parser->stack.count;
    parse_imported_names(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_IMPORT_FROM, start);
    node->as.import.module = module;
    node->as.import.has_module = has_module;
    node->as.import.level = level;
    node->as.import.names = pf_parser_list(parser, mark);
    return node;
}

/* --- type aliases --- */

/* `type X = …`: a name behind the soft keyword makes it one. */
static bool at_type_alias(struct pf_parser *parser)
{
    return pf_parser_is_word(parser, parser->token, PF_STR("type")) &&
           pf_parser_ahead(parser, 1).kind == PF_TOKEN_NAME;
}

static struct pf_ast *parse_type_alias(struct pf_parser *parser)
{
    uint32_t start = parser->token.at;
    pf_parser_advance(parser);
    uint32_t at = parser->token.at;
    pf_str id = pf_parser_name(parser);
    struct pf_ast *name = pf_parser_node(parser, PF_AST_NAME, at);
    name->as.name.id = id;
    name->as.name.ctx = PF_AST_STORE;
    struct pf_ast_list type_params = pf_parse_type_params(parser);
    pf_parser_expect(parser, PF_TOKEN_EQUAL);
    struct pf_ast *value = pf_parse_expression(parser);
    struct pf_ast *node = pf_parser_node(parser, PF_AST_TYPE_ALIAS, start);
    node->as.type_alias.name = name;
    node->as.type_alias.type_params = type_params;
    node->as.type_alias.value = value;
    return node;
}

typedef struct pf_ast *statement_reader(struct pf_parser *parser);

static statement_reader *const readers[PF_TOKEN_KIND_COUNT] = {
    [PF_TOKEN_ASSERT] = parse_assert,     [PF_TOKEN_BREAK] = parse_break,
    [PF_TOKEN_CONTINUE] = parse_continue, [PF_TOKEN_DEL] = parse_del,
    [PF_TOKEN_FROM] = parse_from,         [PF_TOKEN_GLOBAL] = parse_global,
    [PF_TOKEN_IMPORT] = parse_import,     [PF_TOKEN_NONLOCAL] = parse_nonlocal,
    [PF_TOKEN_PASS] = parse_pass,         [PF_TOKEN_RAISE] = parse_raise,
    [PF_TOKEN_RETURN] = parse_return,
};

static struct pf_ast *parse_simple_statement(struct pf_parser *parser)
{
    statement_reader *reader = readers[pf_parser_peek(parser)];
    if (reader != NULL)
        return reader(parser);
    return at_type_alias(parser) ? parse_type_alias(parser) : parse_expression_statement(parser);
}

void pf_parse_simple_statements(struct pf_parser *parser)
{
    do {
        parser->height = 0;
        pf_parser_push(parser, parse_simple_statement(parser));
    } while (pf_parser_accept(parser, PF_TOKEN_SEMI) && pf_parser_peek(parser) != PF_TOKEN_NEWLINE);
    if (pf_parser_peek(parser) == PF_TOKEN_NEWLINE)
        pf_parser_advance(parser);
    else
        pf_parser_unexpected(parser, "the end of the statement");
}
