/* Findings that preflight itself makes, in the words of the internal rules (PFL…). */
#ifndef PF_RULE_INTERNAL_H
#define PF_RULE_INTERNAL_H

#include "rule/rule.h"

/*
 * A finding of rule `id` in the words of its variant `variant`, filled with `arguments`. Where
 * `rules` lacks the rule or the variant, the words are the arguments' values.
 */
struct pf_finding pf_internal_finding(struct pf_arena *arena, const struct pf_rules *rules,
                                      const char *id, const char *variant, pf_span span,
                                      const struct pf_arguments *arguments);
/* The variant of that name; NULL: none. */
const struct pf_rule_message *pf_rule_message_named(const struct pf_rule *rule, pf_str variant);

#endif
