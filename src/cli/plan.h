/* What a deploy of the project would be made of, for the program that runs one. */
#ifndef PF_CLI_PLAN_H
#define PF_CLI_PLAN_H

#include "cli/scene.h"

/*
 * The value of "plan" in `check --format plan` (schemas/plan.json), as JSON: what a push to
 * `branch` ("": the branch of production) deploys, each deployment with its files, image, service
 * and suppliers, the names that the workflows take from GitHub, the project's own checks, and the
 * configuration's `deploy:`.
 */
pf_str pf_plan_json(const struct pf_scene *scene, pf_str branch);

#endif
