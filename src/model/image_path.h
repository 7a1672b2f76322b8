/* What a build finds at a path: of its context, and of the image that it is making. */
#ifndef PF_MODEL_IMAGE_PATH_H
#define PF_MODEL_IMAGE_PATH_H

#include "model/image_content.h"

enum pf_image_source {
    PF_SOURCE_THERE,
    PF_SOURCE_UNTOLD,  /* a pattern (BuildKit takes one that fits nothing), what git ignores, a
                          submodule's */
    PF_SOURCE_MISSING, /* no file and no directory */
    PF_SOURCE_EXCLUDED /* by .dockerignore */
};
/* `source`: as COPY and ADD name it, from the context; a URL is untold. */
enum pf_image_source pf_image_source_of(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_image_origin *origin, pf_str source);

/*
 * Is there a file at `path` (absolute, clean but for its first slash) after the first `steps` of
 * the image's? PF_NO only where the base image is an official one, which has nothing of that kind,
 * and no step may have made it; a command that names the file, or moves, fetches or unpacks
 * something, may have.
 */
enum pf_truth pf_image_has_path(struct pf_arena *arena, struct pf_project *project,
                                const struct pf_image_origin *origin, pf_str path, size_t steps);

/* `word` as a command that runs in `workdir` takes it, absolute; "" where it cannot be told.
 * `workdir`: of a step or an image; NULL is the root of an official base image. */
pf_str pf_image_absolute(struct pf_arena *arena, const struct pf_node *workdir, pf_str word);

/* Images of Docker Hub's own and uv's: nothing but a distribution and a language in them. */
bool pf_image_base_is_official(const struct pf_node *base);

#endif
