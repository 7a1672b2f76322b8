/* Is a shell's variable surely empty in a step's script? */
#ifndef PF_CHECKS_STEP_VARIABLE_H
#define PF_CHECKS_STEP_VARIABLE_H

#include "checks/flow.h"

/*
 * Does nothing give the variable a value in the step's script: no `env` around it, nothing that the
 * script does, no write to $GITHUB_ENV, no action and no program before that may have made one, and
 * neither GitHub nor its machine? False for whatever is not certain: machines of one's own,
 * containers, other shells, scripts of the project.
 */
bool pf_step_variable_is_empty(struct pf_check_context *context, const struct pf_flow_place *place,
                               pf_str name);

/* Where the workflow sets it all the same, out of the step's reach: `NAME:` or `NAME=`; file NULL
 * for nowhere. */
pf_span pf_step_variable_elsewhere(const struct pf_workflow *workflow, pf_str name);

#endif
