/* ast.literal_eval: a text that is a Python literal → its value. */
#include "python/lib_help.h"

enum { MAX_DEPTH = 60 /* of brackets in brackets; CPython gives up at some hundreds */ };

static enum pf_literal convert(struct pf_eval *ev, const struct pf_ast *e, int depth, pf_value *v);

static enum pf_literal constant(struct pf_eval *ev, const struct pf_ast *e, pf_value *v)
{
    int64_t i;
    switch (e->as.constant.type) {
    case PF_AST_NONE:
        *v = pf_none();
        break;
    case PF_AST_FALSE:
    case PF_AST_TRUE:
        *v = pf_bool(e->as.constant.type == PF_AST_TRUE);
        break;
    case PF_AST_ELLIPSIS:
        *v = (pf_value){.type = PF_V_ELLIPSIS};
        break;
    case PF_AST_INT:
        if (!pf_str_to_int(e->as.constant.text, &i))
            return PF_LITERAL_UNSURE;
        *v = pf_int(i);
        break;
    case PF_AST_FLOAT:
        *v = pf_float(e->as.constant.real);
        break;
    case PF_AST_COMPLEX:
        return PF_LITERAL_UNSURE;
    case PF_AST_STR:
        if (e->as.constant.vague)
            return PF_LITERAL_UNSURE;
        *v = pf_str_value(ev, e->as.constant.text);
        break;
    case PF_AST_BYTES:
        *v = pf_bytes_value(ev, e->as.constant.text);
        break;
    }
    return PF_LITERAL_OK;
}

static enum pf_literal sequence(struct pf_eval *ev, const struct pf_ast *e, int depth, pf_value *v)
{
    const struct pf_ast_list *elts = &e->as.list.elts;
    pf_value *items = PF_NEW_ARRAY(ev->arena, pf_value, elts->count);
    for (size_t i = 0; i < elts->count; i++) {
        enum pf_literal found = convert(ev, elts->items[i], depth + 1, &items[i]);
        if (found != PF_LITERAL_OK)
            return found;
    }
    if (e->kind == PF_AST_TUPLE)
        *v = pf_tuple_value(ev, items, elts->count);
    else if (e->kind == PF_AST_LIST)
        *v = pf_list_value(ev, items, elts->count);
    else
        *v = pf_set_value(ev, items, elts->count);
    if (!pf_is_failed(*v))
        return PF_LITERAL_OK;
    pf_clear_exception(ev); /* an unhashable member: a TypeError, which hardly anybody expects */
    return PF_LITERAL_UNSURE;
}

static enum pf_literal dict(struct pf_eval *ev, const struct pf_ast *e, int depth, pf_value *v)
{
    *v = pf_dict_value(ev);
    for (size_t i = 0; i < e->as.dict.keys.count; i++) {
        pf_value key, value;
        if (e->as.dict.keys.items[i] == NULL)
            return PF_LITERAL_VALUE;
        enum pf_literal found = convert(ev, e->as.dict.keys.items[i], depth + 1, &key);
        if (found == PF_LITERAL_OK)
            found = convert(ev, e->as.dict.values.items[i], depth + 1, &value);
        if (found != PF_LITERAL_OK)
            return found;
        if (!pf_set_item(ev, *v, key, value)) {
            pf_clear_exception(ev);
            return PF_LITERAL_UNSURE;
        }
    }
    return PF_LITERAL_OK;
}

static enum pf_literal signed_number(struct pf_eval *ev, const struct pf_ast *e, pf_value *v)
{
    const struct pf_ast *operand = e->as.unary_op.operand;
    bool minus = e->as.unary_op.op == PF_AST_U_SUB;
    if ((!minus && e->as.unary_op.op != PF_AST_U_ADD) || operand->kind != PF_AST_CONSTANT)
        return PF_LITERAL_VALUE;
    enum pf_literal found = constant(ev, operand, v);
    if (found != PF_LITERAL_OK)
        return found;
    if (v->type == PF_V_INT)
        v->as.integer = minus ? -v->as.integer : v->as.integer;
    else if (v->type == PF_V_FLOAT)
        v->as.real = minus ? -v->as.real : v->as.real;
    else
        return PF_LITERAL_VALUE;
    return PF_LITERAL_OK;
}

static bool is_empty_set(const struct pf_ast *e)
{
    return e->as.call.args.count == 0 && e->as.call.keywords.count == 0 &&
           e->as.call.func->kind == PF_AST_NAME &&
           pf_str_eq(e->as.call.func->as.name.id, PF_STR("set"));
}

static enum pf_literal convert(struct pf_eval *ev, const struct pf_ast *e, int depth, pf_value *v)
{
    if (depth > MAX_DEPTH)
        return PF_LITERAL_UNSURE;
    switch (e->kind) {
    case PF_AST_CONSTANT:
        return constant(ev, e, v);
    case PF_AST_TUPLE:
    case PF_AST_LIST:
    case PF_AST_SET:
        return sequence(ev, e, depth, v);
    case PF_AST_DICT:
        return dict(ev, e, depth, v);
    case PF_AST_UNARY_OP:
        return signed_number(ev, e, v);
    case PF_AST_CALL:
        if (!is_empty_set(e))
            return PF_LITERAL_VALUE;
        *v = pf_set_value(ev, NULL, 0);
        return PF_LITERAL_OK;
    case PF_AST_BIN_OP: /* 1+2j */
        return e->as.bin_op.op == PF_AST_ADD || e->as.bin_op.op == PF_AST_SUB ? PF_LITERAL_UNSURE
                                                                              : PF_LITERAL_VALUE;
    case PF_AST_AWAIT:
    case PF_AST_YIELD:
    case PF_AST_YIELD_FROM:
        return PF_LITERAL_UNSURE;
    default:
        return PF_LITERAL_VALUE;
    }
}

/* `1;` is a statement, no expression. */
static bool ends_as_statement(const struct pf_source *source, const struct pf_ast *e)
{
    pf_str tail = pf_str_slice(source->bytes, e->span.at + e->span.len, source->bytes.len), rest;
    pf_str_cut(tail, '#', &tail, &rest);
    return pf_str_find_byte(tail, ';') != PF_STR_NONE;
}

enum pf_literal pf_help_literal(struct pf_eval *ev, pf_str text, pf_value *v)
{
    while (text.len > 0 && (text.data[0] == ' ' || text.data[0] == '\t'))
        text = pf_str_slice(text, 1, text.len);
    if (pf_str_find_byte(text, '\0') != PF_STR_NONE)
        return PF_LITERAL_UNSURE;
    struct pf_faults faults = {0};
    const struct pf_source *source = pf_source_new(ev->arena, PF_STR("<unknown>"), text);
    const struct pf_ast *module = pf_python_parse(ev->arena, source, &faults);
    const struct pf_ast_list *body = &module->as.module.body;
    if (faults.count > 0 || body->count != 1 || body->items[0]->kind != PF_AST_EXPR)
        return PF_LITERAL_SYNTAX;
    const struct pf_ast *e = body->items[0]->as.value.value;
    return ends_as_statement(source, e) ? PF_LITERAL_SYNTAX : convert(ev, e, 0, v);
}

static pf_value literal_eval(struct pf_eval *ev, const struct pf_call *call)
{
    pf_value text = call->args[0], v;
    if (!pf_is_str(text)) {
        if (text.type == PF_V_INSTANCE || text.type == PF_V_BYTES)
            return pf_unknown_of(ev, 0, true, "a literal", call->args, 1);
        return pf_raise_variable(ev, pf_help_variable(text), "ValueError",
                                 "malformed node or string");
    }
    switch (pf_help_literal(ev, pf_text_of(text), &v)) {
    case PF_LITERAL_OK:
        return v;
    case PF_LITERAL_SYNTAX:
        return pf_raise_variable(ev, pf_help_variable(text), "SyntaxError", "invalid syntax");
    case PF_LITERAL_VALUE:
        return pf_raise_variable(ev, pf_help_variable(text), "ValueError",
                                 "malformed node or string");
    default:
        pf_may_raise(ev, "");
        return pf_unknown_of(ev, 0, true, "a literal nobody models", call->args, 1);
    }
}

static const struct pf_native functions[] = {
    {"ast.literal_eval", "node_or_string", literal_eval, 0, 0},
};

const struct pf_library pf_lib_ast = {
    .module = "ast",
    .functions = functions,
    .function_count = PF_COUNT(functions),
    .is_standard = true,
};
