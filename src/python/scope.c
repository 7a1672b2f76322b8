/* Which names a function's text makes local, global or nonlocal: symtable's part of Python. */
#include "python/interp.h"

struct walk {
    struct pf_arena *arena;
    struct pf_index *names; /* NULL when only `strs` is wanted */
    struct pf_strs *strs;
    bool *is_generator;
};

static const enum pf_binding bindings[] = {PF_FREE, PF_LOCAL, PF_GLOBAL, PF_NONLOCAL};

static void bind(const struct walk *w, pf_str name, enum pf_binding binding)
{
    if (name.len == 0)
        return;
    if (w->strs != NULL && binding == PF_LOCAL)
        pf_strs_add_once(w->arena, w->strs, name);
    if (w->names == NULL)
        return;
    union {
        const enum pf_binding *seen;
        void *kept;
    } u = {.seen = &bindings[binding]};
    const enum pf_binding *old = pf_index_get(w->names, name);
    if (old == NULL || *old == PF_LOCAL)
        pf_index_put(w->names, name, u.kept);
}

static void walk(const struct walk *w, const struct pf_ast *node);

static void walk_list(const struct walk *w, const struct pf_ast_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        walk(w, list->items[i]);
}

/* Of what runs in the scope around a function: its defaults and decorators. */
static void walk_arguments(const struct walk *w, const struct pf_ast *args)
{
    walk_list(w, &args->as.arguments.defaults);
    walk_list(w, &args->as.arguments.kw_defaults);
}

/* The names of an inner comprehension are its own, but for := and its first iterable. */
static void walk_comprehension(const struct walk *w, const struct pf_ast *node)
{
    for (size_t i = 0; i < node->as.comp.generators.count; i++) {
        const struct pf_ast *g = node->as.comp.generators.items[i];
        walk(w, g->as.comprehension.iter);
        walk_list(w, &g->as.comprehension.ifs);
    }
    walk(w, node->as.comp.elt);
    walk(w, node->as.comp.value);
}

static void walk_import(const struct walk *w, const struct pf_ast *node)
{
    for (size_t i = 0; i < node->as.import.names.count; i++) {
        const struct pf_ast *alias = node->as.import.names.items[i];
        pf_str name = alias->as.alias.asname;
        if (name.len == 0) {
            pf_str rest;
            pf_str_cut(alias->as.alias.name, '.', &name, &rest);
        }
        if (!pf_str_eq(name, PF_STR("*")))
            bind(w, name, PF_LOCAL);
    }
}

static void walk_target_pattern(const struct walk *w, const struct pf_ast *node)
{
    switch (node->kind) {
    case PF_AST_MATCH_MAPPING:
        bind(w, node->as.match_mapping.rest, PF_LOCAL);
        walk_list(w, &node->as.match_mapping.patterns);
        break;
    case PF_AST_MATCH_CLASS:
        walk_list(w, &node->as.match_class.patterns);
        walk_list(w, &node->as.match_class.kwd_patterns);
        break;
    case PF_AST_MATCH_STAR:
    case PF_AST_MATCH_AS:
        bind(w, node->as.match_as.name, PF_LOCAL);
        walk(w, node->as.match_as.pattern);
        break;
    default: /* MATCH_SEQUENCE, MATCH_OR */
        walk_list(w, &node->as.match_list.patterns);
        break;
    }
}

static void walk_statement(const struct walk *w, const struct pf_ast *node)
{
    switch (node->kind) {
    case PF_AST_FUNCTION_DEF:
    case PF_AST_ASYNC_FUNCTION_DEF:
        bind(w, node->as.function_def.name, PF_LOCAL);
        walk_list(w, &node->as.function_def.decorator_list);
        walk_arguments(w, node->as.function_def.args);
        break;
    case PF_AST_CLASS_DEF:
        bind(w, node->as.class_def.name, PF_LOCAL);
        walk_list(w, &node->as.class_def.decorator_list);
        walk_list(w, &node->as.class_def.bases);
        walk_list(w, &node->as.class_def.keywords);
        break;
    case PF_AST_RETURN:
    case PF_AST_EXPR:
        walk(w, node->as.value.value);
        break;
    case PF_AST_DELETE:
        walk_list(w, &node->as.delete_.targets);
        break;
    case PF_AST_ASSIGN:
        walk_list(w, &node->as.assign.targets);
        walk(w, node->as.assign.value);
        break;
    case PF_AST_TYPE_ALIAS:
        walk(w, node->as.type_alias.name);
        break;
    case PF_AST_AUG_ASSIGN:
        walk(w, node->as.aug_assign.target);
        walk(w, node->as.aug_assign.value);
        break;
    case PF_AST_ANN_ASSIGN:
        walk(w, node->as.ann_assign.target);
        walk(w, node->as.ann_assign.value);
        break;
    case PF_AST_FOR:
    case PF_AST_ASYNC_FOR:
        walk(w, node->as.for_.target);
        walk(w, node->as.for_.iter);
        walk_list(w, &node->as.for_.body);
        walk_list(w, &node->as.for_.orelse);
        break;
    case PF_AST_WHILE:
    case PF_AST_IF:
        walk(w, node->as.branch.test);
        walk_list(w, &node->as.branch.body);
        walk_list(w, &node->as.branch.orelse);
        break;
    case PF_AST_WITH:
    case PF_AST_ASYNC_WITH:
        walk_list(w, &node->as.with.items);
        walk_list(w, &node->as.with.body);
        break;
    case PF_AST_MATCH:
        walk(w, node->as.match.subject);
        walk_list(w, &node->as.match.cases);
        break;
    case PF_AST_RAISE:
        walk(w, node->as.raise.exc);
        walk(w, node->as.raise.cause);
        break;
    case PF_AST_TRY:
    case PF_AST_TRY_STAR:
        walk_list(w, &node->as.try_.body);
        walk_list(w, &node->as.try_.handlers);
        walk_list(w, &node->as.try_.orelse);
        walk_list(w, &node->as.try_.finalbody);
        break;
    case PF_AST_ASSERT:
        walk(w, node->as.assert_.test);
        walk(w, node->as.assert_.msg);
        break;
    case PF_AST_IMPORT:
    case PF_AST_IMPORT_FROM:
        walk_import(w, node);
        break;
    case PF_AST_GLOBAL:
    case PF_AST_NONLOCAL:
        for (size_t i = 0; i < node->as.names.count; i++)
            bind(w, node->as.names.items[i], node->kind == PF_AST_GLOBAL ? PF_GLOBAL : PF_NONLOCAL);
        break;
    default:
        break;
    }
}

static void walk_expression(const struct walk *w, const struct pf_ast *node)
{
    switch (node->kind) {
    case PF_AST_BOOL_OP:
        walk_list(w, &node->as.bool_op.values);
        break;
    case PF_AST_NAMED_EXPR:
        walk(w, node->as.named_expr.target);
        walk(w, node->as.named_expr.value);
        break;
    case PF_AST_BIN_OP:
        walk(w, node->as.bin_op.left);
        walk(w, node->as.bin_op.right);
        break;
    case PF_AST_UNARY_OP:
        walk(w, node->as.unary_op.operand);
        break;
    case PF_AST_LAMBDA:
        walk_arguments(w, node->as.lambda.args);
        break;
    case PF_AST_IF_EXP:
        walk(w, node->as.if_exp.test);
        walk(w, node->as.if_exp.body);
        walk(w, node->as.if_exp.orelse);
        break;
    case PF_AST_DICT:
        walk_list(w, &node->as.dict.keys);
        walk_list(w, &node->as.dict.values);
        break;
    case PF_AST_LIST_COMP:
    case PF_AST_SET_COMP:
    case PF_AST_DICT_COMP:
    case PF_AST_GENERATOR_EXP:
        walk_comprehension(w, node);
        break;
    case PF_AST_YIELD:
    case PF_AST_YIELD_FROM:
        *w->is_generator = true;
        walk(w, node->as.value.value);
        break;
    case PF_AST_AWAIT:
        walk(w, node->as.value.value);
        break;
    case PF_AST_COMPARE:
        walk(w, node->as.compare.left);
        walk_list(w, &node->as.compare.comparators);
        break;
    case PF_AST_CALL:
        walk(w, node->as.call.func);
        walk_list(w, &node->as.call.args);
        walk_list(w, &node->as.call.keywords);
        break;
    case PF_AST_FORMATTED_VALUE:
    case PF_AST_INTERPOLATION:
        walk(w, node->as.formatted.value);
        walk(w, node->as.formatted.format_spec);
        break;
    case PF_AST_ATTRIBUTE:
        walk(w, node->as.attribute.value);
        break;
    case PF_AST_SUBSCRIPT:
        walk(w, node->as.subscript.value);
        walk(w, node->as.subscript.slice);
        break;
    case PF_AST_STARRED:
        walk(w, node->as.starred.value);
        break;
    case PF_AST_NAME:
        if (node->as.name.ctx != PF_AST_LOAD)
            bind(w, node->as.name.id, PF_LOCAL);
        break;
    case PF_AST_SLICE:
        walk(w, node->as.slice.lower);
        walk(w, node->as.slice.upper);
        walk(w, node->as.slice.step);
        break;
    case PF_AST_JOINED_STR:
    case PF_AST_TEMPLATE_STR:
    case PF_AST_SET:
    case PF_AST_LIST:
    case PF_AST_TUPLE:
        walk_list(w, &node->as.list.elts);
        break;
    default:
        break;
    }
}

static void walk_part(const struct walk *w, const struct pf_ast *node)
{
    switch (node->kind) {
    case PF_AST_EXCEPT_HANDLER:
        walk(w, node->as.except_handler.type);
        bind(w, node->as.except_handler.name, PF_LOCAL);
        walk_list(w, &node->as.except_handler.body);
        break;
    case PF_AST_KEYWORD:
        walk(w, node->as.keyword.value);
        break;
    case PF_AST_WITHITEM:
        walk(w, node->as.withitem.context_expr);
        walk(w, node->as.withitem.optional_vars);
        break;
    case PF_AST_MATCH_CASE:
        walk(w, node->as.match_case.pattern);
        walk(w, node->as.match_case.guard);
        walk_list(w, &node->as.match_case.body);
        break;
    default:
        walk_target_pattern(w, node);
        break;
    }
}

static void walk(const struct walk *w, const struct pf_ast *node)
{
    if (node == NULL)
        return;
    if (node->kind <= PF_AST_BROKEN)
        walk_statement(w, node);
    else if (node->kind <= PF_AST_SLICE)
        walk_expression(w, node);
    else if (node->kind != PF_AST_MATCH_VALUE && node->kind != PF_AST_MATCH_SINGLETON &&
             node->kind < PF_AST_TYPE_VAR)
        walk_part(w, node);
}

void pf_bound_names(struct pf_arena *arena, const struct pf_ast *node, struct pf_strs *names)
{
    bool is_generator = false;
    struct walk w = {arena, NULL, names, &is_generator};
    walk(&w, node);
}

static void bind_parameters(const struct walk *w, const struct pf_ast *args)
{
    const struct pf_ast_list *lists[] = {&args->as.arguments.posonlyargs, &args->as.arguments.args,
                                         &args->as.arguments.kwonlyargs};
    for (size_t l = 0; l < PF_COUNT(lists); l++)
        for (size_t i = 0; i < lists[l]->count; i++)
            bind(w, lists[l]->items[i]->as.arg.arg, PF_LOCAL);
    if (args->as.arguments.vararg != NULL)
        bind(w, args->as.arguments.vararg->as.arg.arg, PF_LOCAL);
    if (args->as.arguments.kwarg != NULL)
        bind(w, args->as.arguments.kwarg->as.arg.arg, PF_LOCAL);
}

static void walk_targets(const struct walk *w, const struct pf_ast *comprehension)
{
    for (size_t i = 0; i < comprehension->as.comp.generators.count; i++)
        walk(w, comprehension->as.comp.generators.items[i]->as.comprehension.target);
}

const struct pf_symbols *pf_symbols_of(struct pf_eval *ev, const struct pf_ast *function)
{
    pf_str key = pf_arena_str(ev->arena, (pf_str){(const char *)&function, sizeof function});
    struct pf_symbols *symbols = pf_index_get(&ev->symbols, key);
    if (symbols != NULL)
        return symbols;
    symbols = PF_NEW(ev->arena, struct pf_symbols);
    symbols->names = pf_index_new(ev->arena);
    struct walk w = {ev->arena, &symbols->names, NULL, &symbols->is_generator};
    if (function->kind == PF_AST_LAMBDA) {
        bind_parameters(&w, function->as.lambda.args);
        walk(&w, function->as.lambda.body);
    } else if (function->kind == PF_AST_FUNCTION_DEF ||
               function->kind == PF_AST_ASYNC_FUNCTION_DEF) {
        bind_parameters(&w, function->as.function_def.args);
        walk_list(&w, &function->as.function_def.body);
    } else {
        walk_targets(&w, function);
    }
    pf_index_put(&ev->symbols, key, symbols);
    return symbols;
}
