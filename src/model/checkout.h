/* Whether a job has the repository's files by the time a step wants them. */
#ifndef PF_MODEL_CHECKOUT_H
#define PF_MODEL_CHECKOUT_H

#include "model/workflow.h"

/* A machine of GitHub's own, which starts empty: named by a literal label, without a container. */
bool pf_checkout_is_hosted(const struct pf_workflow_job *job);

/* An action of which nobody knows what it does. */
bool pf_checkout_is_unknown(const struct pf_workflow_step *step);

/*
 * No step of the job before `step` fetches the repository, or could bring the file at `path` (from
 * the project's root) some other way: such a job finds an empty folder. False for what is no
 * machine of GitHub's own, where an earlier run may have left the files.
 */
bool pf_checkout_is_missing(const struct pf_workflow_job *job, const struct pf_workflow_step *step,
                            pf_str path);

#endif
