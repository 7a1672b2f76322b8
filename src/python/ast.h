/*
 * The syntax tree of a Python file: CPython's node classes and field names (Python.asdl of 3.14),
 * each node with the bytes it stands on.
 */
#ifndef PF_PYTHON_AST_H
#define PF_PYTHON_AST_H

#include "tree/fault.h"

enum pf_ast_kind {
    PF_AST_MODULE,
    /* statements */
    PF_AST_FUNCTION_DEF,
    PF_AST_ASYNC_FUNCTION_DEF,
    PF_AST_CLASS_DEF,
    PF_AST_RETURN,
    PF_AST_DELETE,
    PF_AST_ASSIGN,
    PF_AST_TYPE_ALIAS,
    PF_AST_AUG_ASSIGN,
    PF_AST_ANN_ASSIGN,
    PF_AST_FOR,
    PF_AST_ASYNC_FOR,
    PF_AST_WHILE,
    PF_AST_IF,
    PF_AST_WITH,
    PF_AST_ASYNC_WITH,
    PF_AST_MATCH,
    PF_AST_RAISE,
    PF_AST_TRY,
    PF_AST_TRY_STAR,
    PF_AST_ASSERT,
    PF_AST_IMPORT,
    PF_AST_IMPORT_FROM,
    PF_AST_GLOBAL,
    PF_AST_NONLOCAL,
    PF_AST_EXPR, /* an expression as a statement */
    PF_AST_PASS,
    PF_AST_BREAK,
    PF_AST_CONTINUE,
    PF_AST_BROKEN, /* ours: a statement that breaks the grammar; a fault tells why */
    /* expressions */
    PF_AST_BOOL_OP,
    PF_AST_NAMED_EXPR,
    PF_AST_BIN_OP,
    PF_AST_UNARY_OP,
    PF_AST_LAMBDA,
    PF_AST_IF_EXP,
    PF_AST_DICT,
    PF_AST_SET,
    PF_AST_LIST_COMP,
    PF_AST_SET_COMP,
    PF_AST_DICT_COMP,
    PF_AST_GENERATOR_EXP,
    PF_AST_AWAIT,
    PF_AST_YIELD,
    PF_AST_YIELD_FROM,
    PF_AST_COMPARE,
    PF_AST_CALL,
    PF_AST_FORMATTED_VALUE,
    PF_AST_INTERPOLATION,
    PF_AST_JOINED_STR,
    PF_AST_TEMPLATE_STR,
    PF_AST_CONSTANT,
    PF_AST_ATTRIBUTE,
    PF_AST_SUBSCRIPT,
    PF_AST_STARRED,
    PF_AST_NAME,
    PF_AST_LIST,
    PF_AST_TUPLE,
    PF_AST_SLICE,
    /* parts */
    PF_AST_COMPREHENSION,
    PF_AST_EXCEPT_HANDLER,
    PF_AST_ARGUMENTS,
    PF_AST_ARG,
    PF_AST_KEYWORD,
    PF_AST_ALIAS,
    PF_AST_WITHITEM,
    PF_AST_MATCH_CASE,
    /* patterns */
    PF_AST_MATCH_VALUE,
    PF_AST_MATCH_SINGLETON,
    PF_AST_MATCH_SEQUENCE,
    PF_AST_MATCH_MAPPING,
    PF_AST_MATCH_CLASS,
    PF_AST_MATCH_STAR,
    PF_AST_MATCH_AS,
    PF_AST_MATCH_OR,
    /* type parameters */
    PF_AST_TYPE_VAR,
    PF_AST_PARAM_SPEC,
    PF_AST_TYPE_VAR_TUPLE,
    PF_AST_KIND_COUNT
};

enum pf_ast_operator {
    PF_AST_ADD,
    PF_AST_SUB,
    PF_AST_MULT,
    PF_AST_MAT_MULT,
    PF_AST_DIV,
    PF_AST_MOD,
    PF_AST_POW,
    PF_AST_L_SHIFT,
    PF_AST_R_SHIFT,
    PF_AST_BIT_OR,
    PF_AST_BIT_XOR,
    PF_AST_BIT_AND,
    PF_AST_FLOOR_DIV,
    PF_AST_AND, /* of a BoolOp */
    PF_AST_OR,
    PF_AST_INVERT, /* of a UnaryOp */
    PF_AST_NOT,
    PF_AST_U_ADD,
    PF_AST_U_SUB,
    PF_AST_EQ, /* of a Compare */
    PF_AST_NOT_EQ,
    PF_AST_LT,
    PF_AST_LT_E,
    PF_AST_GT,
    PF_AST_GT_E,
    PF_AST_IS,
    PF_AST_IS_NOT,
    PF_AST_IN,
    PF_AST_NOT_IN,
    PF_AST_OPERATOR_COUNT
};

enum pf_ast_context { PF_AST_LOAD, PF_AST_STORE, PF_AST_DEL };

enum pf_ast_constant {
    PF_AST_NONE,
    PF_AST_FALSE,
    PF_AST_TRUE,
    PF_AST_ELLIPSIS,
    PF_AST_INT,     /* text: decimal digits of any length, without leading zeros */
    PF_AST_FLOAT,   /* real */
    PF_AST_COMPLEX, /* real: the imaginary part */
    PF_AST_STR,     /* text: decoded, UTF-8; a lone surrogate as three bytes (ED A0 80 …) */
    PF_AST_BYTES    /* text: the bytes */
};

/* `items` may hold NULL where CPython's list holds None (keys of `{**x}`, kw_defaults). */
struct pf_ast_list {
    struct pf_ast **items;
    size_t count;
};
struct pf_ast_names { /* identifiers, NFKC-normalised as CPython does for ASCII and Latin letters */
    pf_str *items;
    size_t count;
};

/* Pointers are NULL and strings empty where CPython has None. */
struct pf_ast {
    enum pf_ast_kind kind;
    pf_span span;
    union {
        struct {
            struct pf_ast_list body,
                type_ignores; /* the latter always empty, as ast.parse has it */
        } module;
        struct { /* FunctionDef, AsyncFunctionDef; Lambda uses `lambda` */
            pf_str name;
            struct pf_ast *args; /* ARGUMENTS */
            struct pf_ast_list body, decorator_list;
            struct pf_ast *returns;
            struct pf_ast_list type_params;
        } function_def;
        struct {
            pf_str name;
            struct pf_ast_list bases, keywords, body, decorator_list, type_params;
        } class_def;
        struct { /* Return, Await, Yield, YieldFrom, Expr; value NULL for a bare return or yield */
            struct pf_ast *value;
        } value;
        struct { /* Delete */
            struct pf_ast_list targets;
        } delete_;
        struct {
            struct pf_ast_list targets;
            struct pf_ast *value;
        } assign;
        struct {
            struct pf_ast *name;
            struct pf_ast_list type_params;
            struct pf_ast *value;
        } type_alias;
        struct {
            struct pf_ast *target;
            enum pf_ast_operator op;
            struct pf_ast *value;
        } aug_assign;
        struct {
            struct pf_ast *target, *annotation, *value;
            bool simple;
        } ann_assign;
        struct { /* For, AsyncFor */
            struct pf_ast *target, *iter;
            struct pf_ast_list body, orelse;
        } for_;
        struct { /* While, If */
            struct pf_ast *test;
            struct pf_ast_list body, orelse;
        } branch;
        struct { /* With, AsyncWith */
            struct pf_ast_list items, body;
        } with;
        struct {
            struct pf_ast *subject;
            struct pf_ast_list cases;
        } match;
        struct {
            struct pf_ast *exc, *cause;
        } raise;
        struct { /* Try, TryStar */
            struct pf_ast_list body, handlers, orelse, finalbody;
        } try_;
        struct {
            struct pf_ast *test, *msg;
        } assert_;
        struct { /* Import: module "" and level 0; ImportFrom: `has_module` false for `from . import
                    x` */
            pf_str module;
            bool has_module;
            struct pf_ast_list names; /* ALIAS */
            int level;
        } import;
        struct pf_ast_names names; /* Global, Nonlocal */
        struct {
            enum pf_ast_operator op;
            struct pf_ast_list values;
        } bool_op;
        struct {
            struct pf_ast *target, *value;
        } named_expr;
        struct {
            struct pf_ast *left;
            enum pf_ast_operator op;
            struct pf_ast *right;
        } bin_op;
        struct {
            enum pf_ast_operator op;
            struct pf_ast *operand;
        } unary_op;
        struct {
            struct pf_ast *args, *body;
        } lambda;
        struct {
            struct pf_ast *test, *body, *orelse;
        } if_exp;
        struct {
            struct pf_ast_list keys, values; /* a NULL key: `**value` */
        } dict;
        struct { /* ListComp, SetComp, GeneratorExp: `value` NULL; DictComp: elt is the key */
            struct pf_ast *elt, *value;
            struct pf_ast_list generators; /* COMPREHENSION */
        } comp;
        struct {
            struct pf_ast *left;
            enum pf_ast_operator *ops; /* as many as comparators */
            struct pf_ast_list comparators;
        } compare;
        struct {
            struct pf_ast *func;
            struct pf_ast_list args, keywords;
        } call;
        struct { /* FormattedValue, Interpolation */
            struct pf_ast *value;
            pf_str str;                 /* Interpolation: the expression's text */
            int conversion;             /* -1 or 's', 'r', 'a' */
            struct pf_ast *format_spec; /* JOINED_STR */
        } formatted;
        struct { /* JoinedStr, TemplateStr, Set, List, Tuple: values or elements */
            struct pf_ast_list elts;
            enum pf_ast_context ctx; /* List, Tuple */
        } list;
        struct {
            enum pf_ast_constant type;
            pf_str text;
            double real;
            bool u;     /* written u"…": CPython's kind='u' */
            bool vague; /* ours: holds U+FFFD for a \N{…} that we do not know: no known value */
        } constant;
        struct {
            struct pf_ast *value;
            pf_str attr;
            enum pf_ast_context ctx;
            pf_span attr_span; /* ours: of the name after the dot */
        } attribute;
        struct {
            struct pf_ast *value, *slice;
            enum pf_ast_context ctx;
        } subscript;
        struct {
            struct pf_ast *value;
            enum pf_ast_context ctx;
        } starred;
        struct {
            pf_str id;
            enum pf_ast_context ctx;
        } name;
        struct {
            struct pf_ast *lower, *upper, *step;
        } slice;
        struct {
            struct pf_ast *target, *iter;
            struct pf_ast_list ifs;
            bool is_async;
        } comprehension;
        struct {
            struct pf_ast *type;
            pf_str name;
            struct pf_ast_list body;
        } except_handler;
        struct {
            struct pf_ast_list posonlyargs, args;
            struct pf_ast *vararg;
            struct pf_ast_list kwonlyargs, kw_defaults; /* a NULL default: none */
            struct pf_ast *kwarg;
            struct pf_ast_list defaults;
        } arguments;
        struct {
            pf_str arg;
            struct pf_ast *annotation;
        } arg;
        struct {
            pf_str arg; /* "" for `**value` */
            struct pf_ast *value;
        } keyword;
        struct {
            pf_str name, asname;
        } alias;
        struct {
            struct pf_ast *context_expr, *optional_vars;
        } withitem;
        struct {
            struct pf_ast *pattern, *guard;
            struct pf_ast_list body;
        } match_case;
        struct { /* MatchValue, MatchSingleton (a CONSTANT node) */
            struct pf_ast *value;
        } match_value;
        struct { /* MatchSequence, MatchOr */
            struct pf_ast_list patterns;
        } match_list;
        struct {
            struct pf_ast_list keys, patterns;
            pf_str rest;
        } match_mapping;
        struct {
            struct pf_ast *cls;
            struct pf_ast_list patterns;
            struct pf_ast_names kwd_attrs;
            struct pf_ast_list kwd_patterns;
        } match_class;
        struct { /* MatchStar: `pattern` NULL; a wildcard has an empty name */
            struct pf_ast *pattern;
            pf_str name;
        } match_as;
        struct { /* TypeVar, ParamSpec, TypeVarTuple */
            pf_str name;
            struct pf_ast *bound, *default_value;
        } type_param;
    } as;
};

enum {
    /*
     * No way from a statement's own expressions down is longer than this, nor an elif chain, so
     * that a recursion over them is bounded; statements are nested 100 deep at most. CPython stops
     * at some 3,000 and the longest chain in a hundred megabytes of published code has 569.
     */
    PF_AST_HEIGHT = 1000
};

/* "FunctionDef", "BinOp": CPython's class name. */
const char *pf_ast_kind_name(enum pf_ast_kind kind);
/* "Add", "NotIn": CPython's class name. */
const char *pf_ast_operator_name(enum pf_ast_operator op);

/*
 * The whole file as a MODULE; never NULL. Accepts the union of the grammars of 3.8 to 3.14. A
 * statement that breaks it becomes PF_AST_BROKEN with a PF_FAULT_PYTHON_SYNTAX at the place (or
 * PF_FAULT_LIMIT when it is nested too deeply), and reading goes on with the next statement of its
 * block. A broken head takes its block and its else, except, … with it. Strings point into the
 * source or the arena; spans are of the file as it is, whatever its encoding.
 *
 * As ast.parse: what CPython's compiler refuses later (`return` outside a function, a keyword
 * argument given twice) is accepted.
 */
const struct pf_ast *pf_python_parse(struct pf_arena *arena, const struct pf_source *source,
                                     struct pf_faults *faults);

#endif
