/* The project as it was before a pull request: whose rules hold, and what the request does to them.
 */
#ifndef PF_CLI_BASE_H
#define PF_CLI_BASE_H

#include "cli/gate.h"

/*
 * PFL905 for every part of the gate that differs between the project and `base`, the same folder
 * before the change: configuration, own rules, baseline, workflows that run preflight, and comments
 * that hide findings where the base has none.
 */
void pf_base_compare(struct pf_scene *scene, const struct pf_gate *options,
                     const struct pf_source *const *sources, size_t source_count,
                     struct pf_findings *findings);
/* Is it one of those? No narrowing of the report leaves it out. */
bool pf_base_is_of_gate(const struct pf_finding *finding);
/* Hides the findings that `base` (settled, of the base) has as well. */
void pf_base_hide(struct pf_arena *arena, const struct pf_findings *base,
                  struct pf_findings *findings);

#endif
