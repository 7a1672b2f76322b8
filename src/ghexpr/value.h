/* Values of GitHub's expressions: truth, numbers, strings and comparison, known or not. */
#ifndef PF_GHEXPR_VALUE_H
#define PF_GHEXPR_VALUE_H

#include "tree/node.h"

/*
 * Values are nodes: PF_NULL, PF_BOOL, PF_STRING, PF_SEQ, PF_MAP; numbers are PF_INT where they are
 * whole and PF_REAL elsewhere (both are GitHub's Number). PF_ANY and PF_EITHER are unknowns.
 * A map whose key "*" holds a PF_ANY is open: a name it lacks has that unknown value.
 */
const struct pf_node *pf_ghexpr_value_of_number(struct pf_arena *arena, double number);
const struct pf_node *pf_ghexpr_value_of_truth(struct pf_arena *arena, enum pf_truth truth,
                                               pf_str reason);
/* Null, Boolean, Number, String, Array, Object; "Unknown" for the rest. */
const char *pf_ghexpr_value_kind_name(const struct pf_node *value);
bool pf_ghexpr_value_is_unknown(const struct pf_node *value); /* PF_ANY, PF_EITHER */
bool pf_ghexpr_value_is_number(const struct pf_node *value);
/* Why it is not known; "" for a known value. */
pf_str pf_ghexpr_value_reason(const struct pf_node *value);
/* The PF_ANY of an open map, or NULL. */
const struct pf_node *pf_ghexpr_value_rest(const struct pf_node *map);
/* Some part of it, at any depth, is not known. */
bool pf_ghexpr_value_has_unknown(const struct pf_node *value);

/* A string as a number: white space around is dropped, "" is 0; NaN for all that is none. */
double pf_ghexpr_value_parse_number(pf_str text);
/* A known value as a number; NaN for arrays and objects. */
double pf_ghexpr_value_to_number(const struct pf_node *value);
/* A known value as a string: "" of null, "Array" and "Object" of those. */
pf_str pf_ghexpr_value_to_string(struct pf_arena *arena, const struct pf_node *value);
pf_str pf_ghexpr_value_number_text(struct pf_arena *arena, double number);
/* false, 0, NaN, "" and null are PF_NO. */
enum pf_truth pf_ghexpr_value_truth(const struct pf_node *value);

/*
 * a == b and a > b as GitHub compares: strings without case, other primitive values as numbers (so
 * NaN equals nothing), an array or object equals itself alone and is never greater. Of unknown
 * values PF_MAYBE where both are possible.
 */
enum pf_truth pf_ghexpr_value_equal(const struct pf_node *a, const struct pf_node *b);
enum pf_truth pf_ghexpr_value_greater(const struct pf_node *a, const struct pf_node *b);

/* What may be left of `value` when it is falsy (truthy): a join of constants, or an unknown. NULL
 * when it cannot be. */
const struct pf_node *pf_ghexpr_value_falsy(struct pf_arena *arena, const struct pf_node *value);
const struct pf_node *pf_ghexpr_value_truthy(struct pf_arena *arena, const struct pf_node *value);

#endif
