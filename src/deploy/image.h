/* The image of a release: built from the commit's files, pushed, and from then on its digest. */
#ifndef PF_DEPLOY_IMAGE_H
#define PF_DEPLOY_IMAGE_H

#include "deploy/effect.h"
#include "deploy/plan.h"

struct pf_release_image {
    pf_str name;     /* "127.0.0.1:5000/lejardin/shop": host as --registry says, no tag */
    pf_str host;     /* of the registry; "" is Docker Hub */
    pf_str tagged;   /* name:COMMIT */
    pf_str platform; /* "linux/amd64" */
    pf_str digest;   /* "sha256:…" once pushed; in a dry run "sha256:<digest>" */
};

/* Name, tag and platform; false with a reason where one of them cannot be told. */
bool pf_image_name(struct pf_deploy_run *run, struct pf_release_image *image,
                   struct pf_error *error);
/* Logs in where a user is set (or the registry is AWS's): by a private DOCKER_CONFIG, the password
 * on standard input. True when nothing had to be done, too; `*how` says what was. */
bool pf_image_login(struct pf_deploy_run *run, const struct pf_release_image *image, pf_str *how);
/* docker build in the commit's files, then docker push; fills the digest. */
enum pf_step_end pf_image_make(struct pf_deploy_run *run, struct pf_release_image *image);

/* The digest that `docker push` printed last; "" when there is none. */
pf_str pf_image_digest(pf_str printed);
/* "NAME=value" of a text with ${{ github.sha }} and its kin replaced by what a push of the commit
 * makes of them; false when something is left that only GitHub knows. */
bool pf_image_fill(struct pf_deploy_run *run, pf_str text, pf_str *filled);

#endif
