/* Which rules run: --select, --ignore, --extend-select and the configuration's twins. */
#ifndef PF_RULE_SELECT_H
#define PF_RULE_SELECT_H

#include "rule/rule.h"

/*
 * Each entry is an id (DJG003), a prefix of ids (DJG, DJG0), a name (debug-not-zero), a tag after
 * "tag:" (tag:security), or ALL.
 */
struct pf_selection {
    struct pf_strs select; /* empty: every rule whose severity is not off */
    struct pf_strs extend; /* in addition, also rules that are off by default (as warnings) */
    struct pf_strs ignore; /* of equally exact entries this one wins; else the more exact one */
};

/* Adds the comma-separated entries of `list` (spaces around them are fine). */
void pf_selection_add(struct pf_arena *arena, struct pf_strs *strs, pf_str list);
/* False with the first entry that fits no rule and the nearest that would. */
bool pf_selection_check(struct pf_arena *arena, const struct pf_selection *selection,
                        const struct pf_rules *rules, struct pf_error *error);
/* How exactly an entry names the rule; 0: not at all. More is more exact. */
unsigned pf_selection_fit(pf_str entry, const struct pf_rule_card *card);
bool pf_selection_has(const struct pf_selection *selection, const struct pf_rule *rule);
/* The chosen ones. Internal rules (PFL) are always kept: whoever reports them looks at
 * pf_selection_has. */
struct pf_rules pf_rules_select(struct pf_arena *arena, const struct pf_rules *rules,
                                const struct pf_selection *selection);

#endif
