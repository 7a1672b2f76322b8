/* What git tells of the commit that is deployed. Only commands that start nothing of a hostile
 * repository's choosing: rev-parse, ls-tree, cat-file, merge-base, config, ls-remote, push. */
#ifndef PF_DEPLOY_GIT_H
#define PF_DEPLOY_GIT_H

#include "deploy/child.h"

/* The words that stand before every command of git's. NULL at the end. */
extern const char *const pf_git_guards[];

/* GUARDS WORDS…, for a child whose directory is the project's folder. */
const char *const *pf_git_words(struct pf_deploy_run *run, const char *const *words);
/*
 * The same for a command that speaks to the remote: credential helpers are the user's own, never
 * those of the repository's configuration.
 */
const char *const *pf_git_remote_words(struct pf_deploy_run *run, const char *const *words);
/* Runs it and gives what it printed, without the last line feed. False with git's reason. */
bool pf_git_ask(struct pf_deploy_run *run, const char *const *words, pf_str *printed,
                struct pf_error *error);

/*
 * Fills the run's work_tree, prefix, commit and branch: HEAD, and the branch that is checked out or
 * set. False where the folder is in no repository, has no commit, or git refuses to open it.
 */
bool pf_git_find(struct pf_deploy_run *run, struct pf_error *error);
/* The commit that the remote's branch had when it was last fetched; false when there is none. */
bool pf_git_remote_commit(struct pf_deploy_run *run, pf_str *commit);
/* Is `ancestor` the commit itself or one before it? */
bool pf_git_is_ancestor(struct pf_deploy_run *run, pf_str ancestor, pf_str commit);
/* The remote's URL without user and password; "" when there is none. */
pf_str pf_git_remote_url(struct pf_deploy_run *run);
/* "acme/shop" of a URL on GitHub (any host that `gh-host` names); "" else. */
pf_str pf_git_repository(struct pf_deploy_run *run);

struct pf_git_blob {
    pf_str path; /* relative to the project */
    pf_str id;
    unsigned mode; /* 0100644, 0100755, 0120000; 0160000 for a submodule */
};
struct pf_git_blobs {
    struct pf_git_blob *items;
    size_t count, capacity;
};
enum {
    PF_GIT_FILES = 20000,             /* of a project, as the check reads them */
    PF_GIT_BYTES = 128 * 1024 * 1024, /* of all of them */
    PF_GIT_LISTING_SECONDS = 60
};
/* The commit's files beneath the project. False for more than PF_GIT_FILES. */
bool pf_git_list(struct pf_deploy_run *run, struct pf_git_blobs *blobs, struct pf_error *error);
/* The same from the bytes of `ls-tree -r -z`; false where they are no such listing. */
bool pf_git_read_listing(struct pf_arena *arena, pf_str listing, pf_str prefix,
                         struct pf_git_blobs *blobs, struct pf_error *error);
/* Files of the work tree that are not what the commit has: changed or gone. Untracked files do not
 * count: they are not deployed. */
bool pf_git_changed(struct pf_deploy_run *run, const struct pf_git_blobs *blobs,
                    struct pf_strs *changed, struct pf_error *error);

#endif
