/* The deployments of a project: first which there are, then what each of them is. */
#ifndef PF_MODEL_DEPLOYMENT_H
#define PF_MODEL_DEPLOYMENT_H

#include "model/wiring.h"

/*
 * Finds which containers go to production and by which way, into `deployments`: those that the
 * configuration names, else the workflows' deploys with their task definitions, the task
 * definitions that no deploy leads to, and at last the Django project alone. Needs all that the
 * wiring read; their names are told apart, and nothing else of them is filled.
 */
void pf_deployments_find(struct pf_wiring *wiring);
/* All that follows from container, deploy and Dockerfile: image, environment, start, settings. */
void pf_deployment_complete(struct pf_wiring *wiring, struct pf_deployment *deployment);
/* What could not be joined, once. */
void pf_deployment_note(struct pf_wiring *wiring, pf_str text);

#endif
