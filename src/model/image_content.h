/* Which files of the project an image holds. */
#ifndef PF_MODEL_IMAGE_CONTENT_H
#define PF_MODEL_IMAGE_CONTENT_H

#include "model/image.h"
#include "model/project.h"
#include "read/dockerignore.h"

/* What an image is built from. */
struct pf_image_origin {
    pf_str context;                /* directory of the project; "" is the root */
    struct pf_dockerignore ignore; /* of the Dockerfile or the context; may be empty */
    const struct pf_image *image;  /* of the stage; NULL without a Dockerfile */
};

/* `dockerfile` is a path of the project, "" for none; `context` as a build gives it. */
struct pf_image_origin pf_image_origin_of(struct pf_arena *arena, struct pf_project *project,
                                          pf_str dockerfile, pf_str context,
                                          const struct pf_image *image);

/* Does .dockerignore keep the file out of the build context? Files outside the context are. */
bool pf_image_origin_excludes(struct pf_arena *arena, const struct pf_image_origin *origin,
                              pf_str path);

enum {
    PF_IMAGE_STAGES_DEEP = 16, /* COPY --from through stages; deeper is "maybe" */
    PF_IMAGE_STAGES = 64,      /* that are looked into for one file; others are "maybe" */
    PF_IMAGE_PLACES = 8        /* of one file in one stage that are followed */
};

/*
 * Is the project's file in the image? PF_YES when a COPY or ADD takes it along, also through other
 * stages. PF_NO when it is excluded or nothing copies it. PF_MAYBE when there is no Dockerfile to
 * tell or no COPY at all, when a RUN may remove, make or fetch it, when the file may come with an
 * archive, from another image, or under a name that the build gives. `*by` is the instruction that
 * copies it (the last one), or NULL.
 */
enum pf_truth pf_image_origin_holds(struct pf_arena *arena, const struct pf_image_origin *origin,
                                    pf_str path, const struct pf_node **by);

/* The same, and where: `*place` is an absolute path in the image, "" when it cannot be told. */
enum pf_truth pf_image_origin_place(struct pf_arena *arena, const struct pf_image_origin *origin,
                                    pf_str path, const struct pf_node **by, pf_str *place);

/* Is that absolute path one of all the places where the image may hold the file? */
bool pf_image_origin_stands_at(struct pf_arena *arena, const struct pf_image_origin *origin,
                               pf_str path, pf_str place);

/*
 * The directory that the project's root has in the image, without a slash at its end, as the place
 * of the file `path` shows it; "" when it is not certain, or when the file is copied away from its
 * directory.
 */
pf_str pf_image_origin_root(struct pf_arena *arena, const struct pf_image_origin *origin,
                            pf_str path);

#endif
