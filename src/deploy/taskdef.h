/* The task definition that is registered: the validated file's, with the image that was pushed. */
#ifndef PF_DEPLOY_TASKDEF_H
#define PF_DEPLOY_TASKDEF_H

#include "deploy/image.h"

/*
 * Reads the deployment's file from the commit's tree and gives the JSON for RegisterTaskDefinition:
 * keys that ECS only prints and nulls left out, the container's image replaced by NAME@DIGEST, and
 * what the workflow's render steps add to the container added. False with a reason where that
 * cannot be done without what only GitHub knows.
 */
bool pf_taskdef_render(struct pf_deploy_run *run, const struct pf_release_image *image,
                       pf_str *json, struct pf_error *error);

/* A node as JSON, without nulls and, at the top, without keys that are output only. */
void pf_taskdef_write(struct pf_arena *arena, const struct pf_node *root, struct pf_buffer *buffer);

#endif
