/* A walk over the syntax tree: imports tell the names, calls by those names are looked for. */
#include "checks/written_call.h"

#include "python/fields.h"

struct search {
    struct pf_arena *arena;
    pf_str module, function;
    struct pf_strs modules, functions; /* what the file calls them */
    struct pf_written_call *found;
    bool is_found;
    unsigned functions_deep;
};

static void note_import(struct search *search, const struct pf_ast *import)
{
    for (size_t i = 0; i < import->as.import.names.count; i++) {
        const struct pf_ast *alias = import->as.import.names.items[i];
        pf_str name = alias->as.alias.name, called = alias->as.alias.asname;
        if (called.len == 0)
            called = name;
        if (import->kind == PF_AST_IMPORT && pf_str_eq(name, search->module))
            pf_strs_add_once(search->arena, &search->modules, called);
        if (import->kind == PF_AST_IMPORT_FROM && pf_str_eq(name, search->function) &&
            pf_str_eq(import->as.import.module, search->module))
            pf_strs_add_once(search->arena, &search->functions, called);
    }
}

static bool is_wanted(const struct search *search, const struct pf_ast *func)
{
    if (func->kind == PF_AST_NAME)
        return pf_strs_has(&search->functions, func->as.name.id);
    return func->kind == PF_AST_ATTRIBUTE && func->as.attribute.value->kind == PF_AST_NAME &&
           pf_str_eq(func->as.attribute.attr, search->function) &&
           pf_strs_has(&search->modules, func->as.attribute.value->as.name.id);
}

static void note_call(struct search *search, const struct pf_ast *call)
{
    bool in_function = search->functions_deep > 0;
    if (!is_wanted(search, call->as.call.func) ||
        (search->is_found && (in_function || !search->found->in_function)))
        return;
    *search->found = (struct pf_written_call){call->span, in_function};
    search->is_found = true;
}

static void walk(struct search *search, const struct pf_ast *node);

static void walk_fields(struct search *search, const struct pf_ast *node)
{
    const struct pf_ast_shape *shape = pf_ast_shape(node->kind);
    for (size_t i = 0; i < shape->count; i++) {
        const void *at = (const char *)node + shape->fields[i].offset;
        enum pf_ast_field_type type = shape->fields[i].type;
        if (type == PF_AST_FIELD_NODE || type == PF_AST_FIELD_NODE_OPTIONAL)
            walk(search, *(struct pf_ast *const *)at);
        if (type != PF_AST_FIELD_LIST && type != PF_AST_FIELD_LIST_IF_ANY)
            continue;
        const struct pf_ast_list *list = at;
        for (size_t k = 0; k < list->count; k++)
            walk(search, list->items[k]);
    }
}

/* The tree's height is bounded by the parser. */
static void walk(struct search *search, const struct pf_ast *node)
{
    if (node == NULL)
        return;
    if (node->kind == PF_AST_IMPORT || node->kind == PF_AST_IMPORT_FROM)
        note_import(search, node);
    if (node->kind == PF_AST_CALL)
        note_call(search, node);
    bool is_function = node->kind == PF_AST_FUNCTION_DEF ||
                       node->kind == PF_AST_ASYNC_FUNCTION_DEF || node->kind == PF_AST_LAMBDA;
    search->functions_deep += is_function;
    walk_fields(search, node);
    search->functions_deep -= is_function;
}

bool pf_written_call_find(struct pf_arena *arena, const struct pf_source *source, pf_str module,
                          pf_str function, struct pf_written_call *found)
{
    if (!pf_str_contains(source->bytes, module) || !pf_str_contains(source->bytes, function))
        return false;
    struct pf_faults faults = {0};
    struct search search = {.arena = arena, .module = module, .function = function, .found = found};
    walk(&search, pf_python_parse(arena, source, &faults));
    return search.is_found;
}
