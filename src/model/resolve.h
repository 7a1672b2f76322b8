/* What an expression of a workflow comes to where files can tell. */
#ifndef PF_MODEL_RESOLVE_H
#define PF_MODEL_RESOLVE_H

#include "model/workflow.h"
#include "read/shell.h"

/*
 * `value` (a scalar of a step's `with`, `env` or `run`) with its `${{ }}` replaced: `env` of
 * workflow, job and step, literal writes to $GITHUB_ENV and $GITHUB_OUTPUT by earlier steps of the
 * job, inputs' defaults. PF_STRING with the span of `value`, or PF_ANY whose reason says what is
 * not known: "the GitHub secret DEBUG", "the variable vars.REGION". `github` is that of a push to
 * the branch that production is made from, where `on.push.branches` names it. `step` may be NULL
 * (the job's own keys). Text without an expression comes back as it is.
 */
const struct pf_node *pf_resolve(struct pf_arena *arena, const struct pf_workflow *workflow,
                                 const struct pf_workflow_job *job,
                                 const struct pf_workflow_step *step, const struct pf_node *value);

/*
 * A word of the step's script with what is known of its `$NAME`, `${NAME}` and `${{ }}` replaced
 * from the step's `env` and from what the script has set before the word; the rest stays as
 * written. `*is_known`: nothing had to stay. `commands` may be NULL: then the script sets nothing.
 */
pf_str pf_resolve_word(struct pf_arena *arena, const struct pf_workflow *workflow,
                       const struct pf_workflow_job *job, const struct pf_workflow_step *step,
                       const struct pf_shell_commands *commands, const struct pf_shell_word *word,
                       bool *is_known);

#endif
