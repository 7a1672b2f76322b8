/* Projects that exist in memory only: what the examples of rules are made of. */
#ifndef PF_RULE_VIRTUAL_H
#define PF_RULE_VIRTUAL_H

#include "model/wiring.h"
#include "rule/test_rules.h"

/*
 * A pf_rule_project_builder: reads, wires and draws `files`. `given` may hold `branch` (the
 * configuration's), `mandated` (a list of names) and `deployments`; any other key is an error.
 */
bool pf_rule_virtual_project(void *context, struct pf_arena *arena, const struct pf_rules *rules,
                             const struct pf_node *files, const struct pf_node *given,
                             struct pf_rule_project *project, struct pf_error *error);

/*
 * The faults found while reading the project's files and evaluating its settings, as findings.
 * Documents that nothing asked for are read first, so that the result does not hang on what rules
 * look at. True when some file was not read to its end.
 */
bool pf_rule_project_faults(struct pf_arena *arena, const struct pf_rules *rules,
                            const struct pf_wiring *wiring, struct pf_findings *findings);

/* file() of the expression language, with a struct pf_project as its context. */
bool pf_rule_project_has_file(void *context, pf_str path);

#endif
