/* The parts of a release, for the steps that make it, follow it, and take it back. */
#ifndef PF_DEPLOY_RELEASE_H
#define PF_DEPLOY_RELEASE_H

#include "deploy/effect.h"
#include "deploy/plan.h"
#include "deploy/rollout.h"

/* True when cluster and service are known; else says which is not and how to set it. */
bool pf_release_has_target(struct pf_deploy_run *run);

/* What the service is now; says why when it could not be asked. In a dry run the call is shown and
 * `service` stays as it is. */
enum pf_step_end pf_release_look(struct pf_deploy_run *run, struct pf_service *service);

/*
 * Lets the service run that task definition, unless the journal's `effect` says that it was asked
 * to before; finds out what became of a call without an answer. Fills the deployment's id. In a dry
 * run only shows the call.
 */
enum pf_step_end pf_release_update(struct pf_deploy_run *run, const char *effect,
                                   pf_str task_definition, pf_str *deployment_id);

/* "aws ecs update-service …" that brings back the old revision, for people; "" when none is known.
 */
pf_str pf_release_manual(struct pf_deploy_run *run, pf_str task_definition);
/* The task definition that ran before this deploy, as the journal has it; "". */
pf_str pf_release_old(const struct pf_deploy_run *run);

#endif
