/* The project as the container sees it: what the image does not hold is not there. */
#ifndef PF_MODEL_VIEW_H
#define PF_MODEL_VIEW_H

#include "model/deploy.h"
#include "model/image_content.h"

/*
 * Left out are files that git ignores, which no pipeline's checkout has, files that .dockerignore
 * names, and .env files that no COPY brings along. A file that the steps before `build` make or
 * edit is there, and nobody knows what is in it: is_file says true, get NULL. So is an ignored .env
 * file that the image would hold where `build` is NULL, as the image may be built by hand, and a
 * .env file of which it is not sure that the image holds it (without a Dockerfile, removed by a
 * RUN): that one is_doubtful as well. What is read from either is unknown, and nothing is missing.
 * The view lives in `arena`.
 */
const struct pf_files *pf_view_of_image(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_image_origin *origin,
                                        const struct pf_build *build);

#endif
