/* The steps, in the order of a deploy. */
#include "deploy/step.h"

const struct pf_deploy_step *const pf_deploy_steps[] = {
    &pf_step_prepare,  &pf_step_validate, &pf_step_push,
    &pf_step_release,  &pf_step_follow,   &pf_step_verify,
    &pf_step_rollback, &pf_step_status,   NULL};
