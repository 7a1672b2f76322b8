/* The rule language's expressions: text → tree. docs/rule-language.md has the grammar. */
#ifndef PF_RULE_EXPR_H
#define PF_RULE_EXPR_H

#include "rule/regex.h"
#include "tree/node.h"
#include "tree/path.h"

enum {
    PF_EXPR_DEPTH = 64, /* parentheses, lists and calls within each other */
    PF_EXPR_CAP = 8192  /* bytes; longer logic belongs into a check in C */
};

/* What an expression is: a set of nodes, or a condition that is no, maybe or yes. */
enum pf_expr_type { PF_EXPR_SET, PF_EXPR_CONDITION };

enum pf_expr_kind {
    PF_EXPR_OR,      /* condition: any of `items` */
    PF_EXPR_AND,     /* condition: all of `items` */
    PF_EXPR_NOT,     /* condition: left */
    PF_EXPR_COMPARE, /* condition: left `relation` right */
    PF_EXPR_UNION,   /* set: the members of all `items`, for + and [a, b] */
    PF_EXPR_LITERAL, /* set: `literal` alone */
    PF_EXPR_REGEX,   /* `regex`: only right of =~ and !~, and in grep */
    PF_EXPR_NAME,    /* set: the variable, parameter or root `name` */
    PF_EXPR_SELF,    /* set: @ */
    PF_EXPR_CALL,    /* `function` of `items` */
    PF_EXPR_STEPS    /* set: left, then `steps` */
};

enum pf_expr_operator {
    PF_EXPR_EQUAL,
    PF_EXPR_UNEQUAL,
    PF_EXPR_LESS,
    PF_EXPR_LESS_EQUAL,
    PF_EXPR_GREATER,
    PF_EXPR_GREATER_EQUAL,
    PF_EXPR_MATCHES,
    PF_EXPR_MATCHES_NOT,
    PF_EXPR_IN,
    PF_EXPR_NOT_IN
};

enum pf_expr_step_kind {
    PF_EXPR_CHILD,   /* .name */
    PF_EXPR_EACH,    /* .* and [*] */
    PF_EXPR_AT,      /* [index] */
    PF_EXPR_DESCEND, /* ..name, and ..* with an empty name */
    PF_EXPR_FILTER   /* [?condition] */
};

struct pf_expr_step {
    enum pf_expr_step_kind kind;
    pf_str name;
    int64_t index;
    const struct pf_expr *condition;
};

/* In the order of the table in functions.c. */
enum pf_expr_function {
    PF_FUNCTION_ALL,
    PF_FUNCTION_ANY,
    PF_FUNCTION_COUNT_OF,
    PF_FUNCTION_EMPTY,
    PF_FUNCTION_EXISTS,
    PF_FUNCTION_FILE,
    PF_FUNCTION_FIRST,
    PF_FUNCTION_FROM,
    PF_FUNCTION_GLOB,
    PF_FUNCTION_GREP,
    PF_FUNCTION_KEYOF,
    PF_FUNCTION_KEYS,
    PF_FUNCTION_KIND,
    PF_FUNCTION_KNOWN,
    PF_FUNCTION_KV,
    PF_FUNCTION_LEN,
    PF_FUNCTION_LOWER,
    PF_FUNCTION_PATHOF,
    PF_FUNCTION_REASON,
    PF_FUNCTION_SPLIT,
    PF_FUNCTION_TRIM,
    PF_FUNCTION_TRUTHY,
    PF_FUNCTION_VALUES,
    PF_FUNCTION_COUNT
};

struct pf_expr {
    enum pf_expr_kind kind;
    enum pf_expr_type type;
    const struct pf_node *text; /* the scalar it was read from */
    size_t start, end;          /* bytes of its text */
    const struct pf_expr *left, *right;
    enum pf_expr_operator relation;
    enum pf_expr_function function;
    const struct pf_expr **items;
    size_t item_count;
    struct pf_expr_step *steps;
    size_t step_count;
    pf_str name; /* PF_EXPR_NAME, without the dollar sign */
    const struct pf_node *literal;
    const struct pf_regex *regex;
};

/* The names that `$name` may have where an expression stands. */
struct pf_expr_scope {
    const pf_str *names;
    size_t count;
};

struct pf_expr_fault {
    size_t at; /* bytes into the text */
    pf_str message;
};

/*
 * `text` is a scalar whose text is the expression; it must live as long as the tree. A name that
 * is not in `scope` is refused with the nearest one; `scope` NULL accepts any. NULL with `*fault`
 * filled when the text is no expression. Everything lives in `arena`.
 */
const struct pf_expr *pf_expr_parse(struct pf_arena *arena, const struct pf_node *text,
                                    const struct pf_expr_scope *scope, struct pf_expr_fault *fault);

/*
 * The expression inside a message's braces: `text->text` from byte `*at` up to a `}`, which `*at`
 * then stands on. A name needs no dollar sign in front: {c.name} is $c.name.
 */
const struct pf_expr *pf_expr_parse_capture(struct pf_arena *arena, const struct pf_node *text,
                                            size_t *at, const struct pf_expr_scope *scope,
                                            struct pf_expr_fault *fault);

/* Where it stands in the rule file; nowhere when its text stands nowhere. */
pf_span pf_expr_span(const struct pf_expr *expr);

/* The functions that the language has, for documentation and did-you-mean; by byte order. */
struct pf_expr_function_info {
    const char *name;
    unsigned min_arguments, max_arguments; /* max UINT_MAX: any number */
    const char *arguments; /* a letter each, the last repeats: s set, c condition on @, r regex */
    enum pf_expr_type type;
    const char *summary;
};
extern const struct pf_expr_function_info pf_expr_functions[PF_FUNCTION_COUNT];

#endif
