/* The steps, in the order of a deploy. */
#include "deploy/step.h"

const struct pf_deploy_step *const pf_deploy_steps[] = {NULL};
