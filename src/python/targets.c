/* Expressions that turn out to be what is assigned to or deleted. */
#include "python/parser.h"

static const char *const words[PF_AST_KIND_COUNT] = {
    [PF_AST_BROKEN] = "this",
    [PF_AST_BOOL_OP] = "an expression",
    [PF_AST_NAMED_EXPR] = "a ':=' expression",
    [PF_AST_BIN_OP] = "an expression",
    [PF_AST_UNARY_OP] = "an expression",
    [PF_AST_LAMBDA] = "a lambda",
    [PF_AST_IF_EXP] = "a conditional expression",
    [PF_AST_DICT] = "a dict",
    [PF_AST_SET] = "a set",
    [PF_AST_LIST_COMP] = "a list comprehension",
    [PF_AST_SET_COMP] = "a set comprehension",
    [PF_AST_DICT_COMP] = "a dict comprehension",
    [PF_AST_GENERATOR_EXP] = "a generator",
    [PF_AST_AWAIT] = "an await expression",
    [PF_AST_YIELD] = "a yield expression",
    [PF_AST_YIELD_FROM] = "a yield expression",
    [PF_AST_COMPARE] = "a comparison",
    [PF_AST_CALL] = "a function call",
    [PF_AST_JOINED_STR] = "an f-string",
    [PF_AST_TEMPLATE_STR] = "a t-string",
    [PF_AST_ATTRIBUTE] = "an attribute",
    [PF_AST_SUBSCRIPT] = "a subscript",
    [PF_AST_STARRED] = "a starred expression",
    [PF_AST_NAME] = "a name",
    [PF_AST_LIST] = "a list",
    [PF_AST_TUPLE] = "a tuple",
};

static const char *const constant_words[] = {
    [PF_AST_NONE] = "None",        [PF_AST_FALSE] = "False",  [PF_AST_TRUE] = "True",
    [PF_AST_ELLIPSIS] = "'...'",   [PF_AST_INT] = "a number", [PF_AST_FLOAT] = "a number",
    [PF_AST_COMPLEX] = "a number", [PF_AST_STR] = "a string", [PF_AST_BYTES] = "a bytes literal",
};

const char *pf_parse_kind_in_words(const struct pf_ast *node)
{
    if (node->kind == PF_AST_CONSTANT)
        return constant_words[node->as.constant.type];
    return words[node->kind] != NULL ? words[node->kind] : "this";
}

static void refuse(struct pf_parser *parser, const struct pf_ast *node, enum pf_ast_context ctx)
{
    if (ctx == PF_AST_DEL)
        pf_parser_fail_at(parser, node, "cannot delete %s", pf_parse_kind_in_words(node));
    else if (pf_parser_peek(parser) == PF_TOKEN_EQUAL)
        pf_parser_fail_at(parser, node, "cannot assign to %s; '==' compares",
                          pf_parse_kind_in_words(node));
    else
        pf_parser_fail_at(parser, node, "cannot assign to %s", pf_parse_kind_in_words(node));
}

/* Recursion is bounded by the brackets that were read. */
void pf_parse_to_target(struct pf_parser *parser, struct pf_ast *node, enum pf_ast_context ctx)
{
    if (parser->failed)
        return;
    switch (node->kind) {
    case PF_AST_NAME:
        node->as.name.ctx = ctx;
        return;
    case PF_AST_ATTRIBUTE:
        node->as.attribute.ctx = ctx;
        return;
    case PF_AST_SUBSCRIPT:
        node->as.subscript.ctx = ctx;
        return;
    case PF_AST_LIST:
    case PF_AST_TUPLE:
        node->as.list.ctx = ctx;
        for (size_t i = 0; i < node->as.list.elts.count; i++)
            pf_parse_to_target(parser, node->as.list.elts.items[i], ctx);
        return;
    case PF_AST_STARRED:
        if (ctx == PF_AST_DEL)
            break;
        node->as.starred.ctx = ctx;
        pf_parse_to_target(parser, node->as.starred.value, ctx);
        return;
    default:
        break;
    }
    refuse(parser, node, ctx);
}
