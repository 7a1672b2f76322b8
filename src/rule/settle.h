/* Findings as they came → findings as they are reported: in order, once each, with suppressions. */
#ifndef PF_RULE_SETTLE_H
#define PF_RULE_SETTLE_H

#include "rule/baseline.h"
#include "rule/config.h"
#include "rule/suppress.h"

struct pf_settle_input {
    const struct pf_rules *rules; /* all that exist: for PFL9xx and for names in comments */
    const struct pf_rules *ran;   /* the chosen ones: a comment for another one is not "unused";
                                     NULL: all */
    const struct pf_source *const *sources; /* every file that was read: comments are looked for */
    size_t source_count;
    struct pf_config *config;     /* its ignores are marked as used; NULL: none */
    struct pf_baseline *baseline; /* marked as seen; NULL: none */
    pf_str today;                 /* "2026-11-24"; "": nothing expires */
    bool names_findings;          /* their fingerprints are asked for */
    bool partial; /* only some files or rules were looked at: nothing is reported as unused */
};

/*
 * Sorts by path, place, rule and message; drops twins; sets `suppressed`, `suppressed_reason` and,
 * where it is asked for, `fingerprint`; adds PFL901 to PFL904. Suppressed findings stay in the
 * list, marked.
 */
void pf_settle(struct pf_arena *arena, const struct pf_settle_input *input,
               struct pf_findings *findings);

struct pf_summary {
    size_t errors, warnings, infos; /* not suppressed */
    size_t suppressed;
    size_t fixable; /* with a safe fix, not suppressed */
    size_t files;   /* with at least one finding that is not suppressed */
};
struct pf_summary pf_findings_summary(const struct pf_findings *findings);
/* Is there a finding at or above `threshold` that is not suppressed? */
bool pf_findings_fail(const struct pf_findings *findings, enum pf_severity threshold);

#endif
