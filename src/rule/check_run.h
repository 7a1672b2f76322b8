/* The engine's side of a check in C: where its reports gather. */
#ifndef PF_RULE_CHECK_RUN_H
#define PF_RULE_CHECK_RUN_H

#include "rule/check.h"
#include "rule/rule.h"

/* Runs the rule's check and adds what it reports to `*findings`, copied to `context->kept`;
 * `*undecided` counts what was possible but is not reported. */
void pf_check_run(struct pf_check_context *context, struct pf_findings *findings,
                  size_t *undecided);

#endif
