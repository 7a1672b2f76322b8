/* Suppressions and baseline at work on the findings of a run; used by settle.c. */
#ifndef PF_RULE_SETTLE_PARTS_H
#define PF_RULE_SETTLE_PARTS_H

#include "base/index.h"
#include "rule/settle.h"

struct pf_settling {
    struct pf_arena *arena;
    const struct pf_settle_input *input;
    struct pf_findings *findings;
    struct pf_index suppressions; /* path → struct pf_suppressions of that file */
};

/* Has the day passed? Never for "", and never without a today. */
bool pf_settle_is_past(const struct pf_settling *settling, pf_str expires);
/* Reads every source's comments and hides what they, the configuration and the baseline cover. */
void pf_settle_hide(struct pf_settling *settling);
/* Adds what is wrong with the suppressions themselves: PFL901 to PFL904. */
void pf_settle_judge_suppressions(struct pf_settling *settling);

#endif
