/* The project as the container sees it: what the image does not hold is not there. */
#ifndef PF_MODEL_VIEW_H
#define PF_MODEL_VIEW_H

#include "model/project.h"

/*
 * `dockerfile` is the root of the image's Dockerfile, or NULL when none is known: then every file
 * is there but those that git ignores, which no pipeline's checkout has. The view lives in `arena`.
 */
const struct pf_files *pf_view_of_image(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_node *dockerfile, pf_str stage);

#endif
