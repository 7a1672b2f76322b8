/* What an expression comes to, given the roots, parameters and bound variables. */
#ifndef PF_RULE_EVAL_H
#define PF_RULE_EVAL_H

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
    struct pf_visits visits;
    struct pf_regex_run regex;
};

/* A condition's value; a set's is whether it has a member ("exists"). */
enum pf_truth pf_eval_condition(struct pf_eval *eval, const struct pf_expr *expr);
/* A set's members; a condition that is no gives none, else one node that is true. */
struct pf_set pf_eval_set(struct pf_eval *eval, const struct pf_expr *expr);
/* A budget ran out: what came back is not the whole truth. */
bool pf_eval_exhausted(const struct pf_eval *eval);

/* Does the set have a member? A value that may be absent counts as maybe. */
enum pf_truth pf_set_exists(const struct pf_set *set);
/* Shell-like: * and ? stay within a path segment, ** crosses them, [a-z] is a class. */
bool pf_glob_match(pf_str pattern, pf_str text);

#endif
