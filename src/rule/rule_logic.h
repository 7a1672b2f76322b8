/* The logic of a rule file: variables, conditions, messages; used by rule_file.c. */
#ifndef PF_RULE_RULE_LOGIC_H
#define PF_RULE_RULE_LOGIC_H

#include "rule/rule.h"
#include "rule/strict.h"

struct pf_rule_reader {
    struct pf_strict strict;
    struct pf_rule *rule;
    const struct pf_node *map; /* the rule's */
    struct pf_strs names;      /* that expressions may use: roots, parameters, variables so far */
};

/* A parameter that stands right of =~ or !~. */
void pf_rule_mark_pattern(struct pf_rule *rule, pf_str name);
/* A fault for every text of such a parameter that is no pattern. */
void pf_rule_check_patterns(struct pf_strict *strict, const struct pf_rule_param *param);

/* Fills everything that expressions and templates make up; faults say what is wrong. */
void pf_rule_logic_read(struct pf_rule_reader *reader);

#endif
