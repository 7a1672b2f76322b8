/* GitHub's expression language: text to a tree of operators, names, calls and literals. */
#ifndef PF_GHEXPR_EXPR_H
#define PF_GHEXPR_EXPR_H

#include "base/index.h"
#include "tree/node.h"

enum {
    PF_GHEXPR_MAX_LENGTH = 21000, /* characters; GitHub refuses longer ones */
    PF_GHEXPR_MAX_DEPTH = 50,     /* levels of the tree; GitHub refuses deeper ones */
    PF_GHEXPR_MAX_NESTING = 250,  /* brackets and `!` in one another: our stack ends somewhere */
};

enum pf_ghexpr_kind {
    PF_GHEXPR_LITERAL,
    PF_GHEXPR_NAME,  /* a context */
    PF_GHEXPR_INDEX, /* operands: what is indexed, the index (a literal string for `.name`) */
    PF_GHEXPR_STAR,  /* the index of `.*` and `[*]` */
    PF_GHEXPR_CALL,
    PF_GHEXPR_NOT,
    PF_GHEXPR_LESS,
    PF_GHEXPR_LESS_EQUAL,
    PF_GHEXPR_GREATER,
    PF_GHEXPR_GREATER_EQUAL,
    PF_GHEXPR_EQUAL,
    PF_GHEXPR_NOT_EQUAL,
    PF_GHEXPR_AND, /* two operands or more: chains are flat */
    PF_GHEXPR_OR
};

struct pf_ghexpr_function {
    pf_str name;               /* as GitHub writes it: "fromJSON" */
    unsigned minimum, maximum; /* arguments */
    bool is_status;            /* success, failure, cancelled, always */
    bool is_general;           /* may be called in every expression */
};

struct pf_ghexpr {
    enum pf_ghexpr_kind kind;
    size_t at;   /* bytes from the start of the expression's text */
    pf_str text; /* as written, outer brackets left out */
    pf_str name; /* NAME, CALL: as written. INDEX by `.name`: the name */
    const struct pf_ghexpr_function *function; /* CALL; NULL when nobody knows it */
    const struct pf_node *value;               /* LITERAL */
    struct pf_ghexpr **operands;               /* or arguments */
    size_t operand_count;
};

enum pf_ghexpr_error_kind {
    PF_GHEXPR_ERROR_NONE,
    PF_GHEXPR_ERROR_LEXING,
    PF_GHEXPR_ERROR_PARSING,
    PF_GHEXPR_ERROR_EVALUATION
};
const char *pf_ghexpr_error_name(enum pf_ghexpr_error_kind kind); /* "lexing", … */

struct pf_ghexpr_error {
    enum pf_ghexpr_error_kind kind;
    size_t at, len; /* bytes of the expression's text */
    pf_str message; /* lower case, no full stop */
};

/* What may be named. A NULL scope, or a NULL list in it, lets every name pass, calls unknown ones
 * included; argument counts of known functions are always checked. */
struct pf_ghexpr_scope {
    const struct pf_strs *contexts;  /* without case */
    const struct pf_strs *functions; /* beyond the general ones, without case */
};

/*
 * The tree of `text` (what stands inside `${{ }}`, or an `if` without them). Text of white space
 * only is a LITERAL null whose `text` is empty. NULL with `*error` filled when it does not parse.
 */
const struct pf_ghexpr *pf_ghexpr_parse(struct pf_arena *arena, pf_str text,
                                        const struct pf_ghexpr_scope *scope,
                                        struct pf_ghexpr_error *error);

/* The same without a scope, where the same texts come again: each is parsed once, and kept with a
 * copy of its text. */
const struct pf_ghexpr *pf_ghexpr_parse_once(struct pf_index *parsed, pf_str text,
                                             struct pf_ghexpr_error *error);

/* By name without case; NULL when there is none. */
const struct pf_ghexpr_function *pf_ghexpr_function_named(pf_str name);
size_t pf_ghexpr_function_count(void);
const struct pf_ghexpr_function *pf_ghexpr_function_at(size_t index);

/* success, failure, cancelled or always is called somewhere in the tree. */
bool pf_ghexpr_calls_status(const struct pf_ghexpr *expr);
/* `github.ref` or `github['ref']` for a chain of names that starts at a context; "" for all else.
 */
pf_str pf_ghexpr_path(struct pf_arena *arena, const struct pf_ghexpr *expr);

/* Visits the tree, parents first. */
typedef void pf_ghexpr_visitor(const struct pf_ghexpr *expr, const struct pf_ghexpr *parent,
                               void *context);
void pf_ghexpr_walk(const struct pf_ghexpr *expr, pf_ghexpr_visitor *visit, void *context);

#endif
