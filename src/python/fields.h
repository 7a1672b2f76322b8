/* The fields of each node class, in the order of CPython's ast module: where they are and what. */
#ifndef PF_PYTHON_FIELDS_H
#define PF_PYTHON_FIELDS_H

#include "python/ast.h"

/* What lies at a field's offset; `_OPTIONAL` ones are left out where CPython has None. */
enum pf_ast_field_type {
    PF_AST_FIELD_NODE, /* struct pf_ast * */
    PF_AST_FIELD_NODE_OPTIONAL,
    PF_AST_FIELD_LIST,        /* struct pf_ast_list */
    PF_AST_FIELD_LIST_IF_ANY, /* one that 3.11 does not have: left out when empty */
    PF_AST_FIELD_STR,         /* pf_str */
    PF_AST_FIELD_STR_OPTIONAL,
    PF_AST_FIELD_NAMES,      /* struct pf_ast_names */
    PF_AST_FIELD_INT,        /* int */
    PF_AST_FIELD_BOOL,       /* bool, 0 or 1 in CPython */
    PF_AST_FIELD_OPERATOR,   /* enum pf_ast_operator */
    PF_AST_FIELD_OPERATORS,  /* enum pf_ast_operator *, as many as as.compare.comparators */
    PF_AST_FIELD_CONTEXT,    /* enum pf_ast_context */
    PF_AST_FIELD_CONSTANT,   /* as.constant, its value */
    PF_AST_FIELD_U,          /* bool, 'u' when true */
    PF_AST_FIELD_SINGLETON,  /* struct pf_ast *, a Constant of which CPython keeps the value only */
    PF_AST_FIELD_MODULE_NAME /* as.import: module, left out unless has_module */
};

struct pf_ast_field {
    const char *name;
    size_t offset; /* within struct pf_ast */
    enum pf_ast_field_type type;
};

enum { PF_AST_FIELDS_MAX = 7 };

struct pf_ast_shape {
    bool has_place; /* lineno, col_offset and their ends */
    size_t count;
    struct pf_ast_field fields[PF_AST_FIELDS_MAX];
};

const struct pf_ast_shape *pf_ast_shape(enum pf_ast_kind kind);

#endif
