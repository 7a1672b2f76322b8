/* GitHub by its own program: names that exist, and the runs of a commit. */
#ifndef PF_DEPLOY_GITHUB_H
#define PF_DEPLOY_GITHUB_H

#include "deploy/child.h"

enum pf_github_kind {
    PF_GITHUB_DONE,
    PF_GITHUB_NOT_ALLOWED, /* 401, 403: it may be there, and we may not see it */
    PF_GITHUB_NOT_FOUND,   /* 404 */
    PF_GITHUB_NO_LOGIN,    /* gh has no token for the host */
    PF_GITHUB_FAILED,      /* no program, no line, 5xx, no JSON: ask again later */
    PF_GITHUB_INTERRUPTED
};

/*
 * GET repos/OWNER/NAME/PATH. `root` is the JSON; NULL for anything but DONE, `*why` then says what.
 * In a dry run DONE with an empty map.
 */
enum pf_github_kind pf_github_get(struct pf_deploy_run *run, struct pf_arena *arena, pf_str path,
                                  const struct pf_node **root, pf_str *why);
/* The same for text: a log. */
enum pf_github_kind pf_github_get_text(struct pf_deploy_run *run, struct pf_arena *arena,
                                       pf_str path, pf_str *text, pf_str *why);

/*
 * The runs that the push of the run's commit started: their jobs and steps as they change, and the
 * end of the log of a step that failed. PF_STEP_DONE when the run that deploys succeeded; `*named`
 * says whether there was one at all.
 */
enum pf_step_end pf_github_follow(struct pf_deploy_run *run);

#endif
