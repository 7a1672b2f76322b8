/* The images that workflows and deployments build, and what the steps before may bring to them. */
#ifndef PF_CHECKS_BUILT_H
#define PF_CHECKS_BUILT_H

#include "checks/facts.h"
#include "model/image_path.h"

struct pf_built {
    const struct pf_build *build; /* NULL: no workflow builds it; its folder is then the context */
    const struct pf_project_file *dockerfile;
    struct pf_image image;
    struct pf_image_origin origin; /* of `image` */
};
typedef void pf_built_visitor(struct pf_check_context *context, const struct pf_built *built);
/*
 * Every image whose Dockerfile and context are known: those that workflows build, and a
 * deployment's where no workflow builds one and the Dockerfile lies at the root or beside
 * manage.py. Two builds of one Dockerfile, context and target are visited once.
 */
void pf_built_each(struct pf_check_context *context, pf_built_visitor *visit);

typedef void pf_built_stage_visitor(const struct pf_image *image, void *state);
/* The image itself, and each stage that one of them copies from: what nobody needs is not built. */
void pf_built_each_stage(struct pf_arena *arena, const struct pf_built *built,
                         pf_built_stage_visitor *visit, void *state);

/* Is the whole repository there, not some of its files only? Python code, and what it requires
 * beside it, speak for that. */
bool pf_built_has_repository(const struct pf_check_context *context);

/* The Dockerfile that a build names, or that lies in its context; NULL where it cannot be read. */
const struct pf_project_file *pf_built_dockerfile(const struct pf_check_context *context,
                                                  const struct pf_build *build);

/* Does the job check out another repository or commit, or into a folder of its own? What it builds
 * is then not this project as it lies there. */
bool pf_built_is_elsewhere(const struct pf_workflow_job *job);

/*
 * May a step before the build, or its own script, make that file of the checkout (a clean path)?
 * So may one that names it, or runs a program of which nobody knows what it writes. False where
 * no workflow builds the image.
 */
bool pf_built_may_be_made(const struct pf_build *build, pf_str path);

#endif
