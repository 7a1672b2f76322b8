/* One rule with expressions, run over the roots. */
#ifndef PF_RULE_ENGINE_RULE_H
#define PF_RULE_ENGINE_RULE_H

#include "rule/engine.h"

/* Adds what the rule finds to `*findings`, copied to `arena`, and says what became of it. The
 * caller may clear `scratch` then. */
struct pf_rule_outcome pf_engine_run_rule(struct pf_arena *arena, struct pf_arena *scratch,
                                          const struct pf_engine_input *input,
                                          const struct pf_rule *rule, struct pf_findings *findings);
/* The fix of a finding, as the rule says it; NULL when it has none or none can be made here. */
const struct pf_fix *pf_engine_fix(struct pf_eval *eval, const struct pf_rule *rule,
                                   const struct pf_redaction *redaction,
                                   struct pf_arguments *arguments);

#endif
