/* Which Python packages the commands of a Dockerfile install. */
#ifndef PF_CHECKS_INSTALLS_H
#define PF_CHECKS_INSTALLS_H

#include "checks/facts.h"

struct pf_installs {
    struct pf_requirements packages; /* of all stages: more than one image may have, never less */
    bool has_any;                    /* a command installs Python packages */
    bool is_whole; /* pip alone installs, and all that it is told to was read; else `packages` are
                      those of the whole project, of whatever purpose */
    bool is_open; /* what is installed cannot be told: conda, setup.py, an archive, another image */
    bool needs_git;       /* a package is named by a git+ address */
    bool is_frozen;       /* the packages that Django itself brings are listed: so are all others */
    struct pf_strs texts; /* of the RUN instructions */
};

/* `image` of the deployment's Dockerfile, not NULL. */
struct pf_installs pf_installs_of(struct pf_check_context *context, const struct pf_image *image);

/* What the project requires, where it has no Dockerfile: its image is built elsewhere. */
struct pf_installs pf_installs_of_project(struct pf_check_context *context);

/* Of one RUN instruction alone; `is_whole` and `is_open` are then its own. */
struct pf_installs pf_installs_of_run(struct pf_check_context *context, const struct pf_node *run);

/* Is a package of that name (normalised) installed? PF_MAYBE where another one may bring it. */
enum pf_truth pf_installs_has(const struct pf_installs *installs, pf_str name);

/* Does a package's name, or a command of the Dockerfile, hold the text? */
bool pf_installs_mentions(const struct pf_installs *installs, pf_str part);

#endif
