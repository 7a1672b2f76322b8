/* What an expression comes to, given the roots, parameters and bound variables. */
#ifndef PF_RULE_EVAL_H
#define PF_RULE_EVAL_H

#include "base/index.h"
#include "model/roots.h"
#include "rule/expr.h"

struct pf_binding {
    pf_str name;
    struct pf_set set;
};

/* Answers whether the project has a file or directory of that path. */
typedef bool pf_has_file(void *context, pf_str path);

/* One run of one rule. Bindings are found last to first, so inner ones hide outer ones. */
struct pf_eval {
    struct pf_arena *arena;
    const struct pf_picture_root *roots;
    size_t root_count;
    pf_has_file *has_file; /* NULL: no file is known, and file() is maybe */
    void *has_file_context;
    struct pf_binding *bindings;
    size_t binding_count;
    struct pf_set self; /* what @ is */
    struct pf_visits visits;
    struct pf_regex_run regex;
    struct pf_index patterns; /* of parameters: pattern → compiled */
};

/* Nothing bound yet; the roots and has_file are the caller's to fill in. */
struct pf_eval pf_eval_new(struct pf_arena *arena);

/* A condition's value; a set's is whether it has a member ("exists"). */
enum pf_truth pf_eval_condition(struct pf_eval *eval, const struct pf_expr *expr);
/* A set's members; a condition that is no gives none, else one node that is true. */
struct pf_set pf_eval_set(struct pf_eval *eval, const struct pf_expr *expr);
/* A budget ran out: what came back is not the whole truth. */
bool pf_eval_exhausted(const struct pf_eval *eval);

/* What eval.c, compare.c and functions.c share. */
enum pf_truth pf_eval_compare(struct pf_eval *eval, const struct pf_expr *comparison);
enum pf_truth pf_eval_function_condition(struct pf_eval *eval, const struct pf_expr *call);
struct pf_set pf_eval_function_set(struct pf_eval *eval, const struct pf_expr *call);
/* Pays for `count` more looks; false when the budget has run out. */
bool pf_eval_visit(struct pf_eval *eval, size_t count);
/* The condition with @ being `node`. */
enum pf_truth pf_eval_condition_on(struct pf_eval *eval, const struct pf_expr *condition,
                                   const struct pf_node *node);

/* Does the set have a member? A value that may be absent counts as maybe. */
enum pf_truth pf_set_exists(const struct pf_set *set);
/* Shell-like: * and ? stay within a path segment, ** crosses them, [a-z] is a class. */
bool pf_glob_match(pf_str pattern, pf_str text);

#endif
