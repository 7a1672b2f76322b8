/* The commit's files, as git has them, in a folder that only we can look into. */
#ifndef PF_DEPLOY_SNAPSHOT_H
#define PF_DEPLOY_SNAPSHOT_H

#include "deploy/git.h"

/* Makes the run's private folder (0700, below TMPDIR or /tmp). */
bool pf_private_make(struct pf_deploy_run *run, struct pf_error *error);
/* Removes it with all that is in it. Harmless when there is none. */
void pf_private_remove(struct pf_deploy_run *run);
/* A file of ours in it (0600); false when the disk is full. */
bool pf_private_write(struct pf_deploy_run *run, const char *name, pf_str bytes, pf_str *path,
                      struct pf_error *error);

/*
 * Writes every blob below `folder`, which is made (0700): bytes as `git cat-file --batch` gives
 * them, without filters, line ends or attributes; symbolic links as links; submodules left out.
 * Each blob's id is checked against its bytes. False with the reason for more than PF_GIT_BYTES, a
 * wrong byte, or a disk that is full.
 */
bool pf_snapshot_write(struct pf_deploy_run *run, const struct pf_git_blobs *blobs, pf_str folder,
                       struct pf_error *error);
/* A .git with HEAD, the branch and the remote, and nothing else, for the check to read; and its
 * removal, so that no image gets it. */
bool pf_snapshot_add_refs(struct pf_deploy_run *run, pf_str folder, struct pf_error *error);
void pf_snapshot_remove_refs(struct pf_deploy_run *run, pf_str folder);

#endif
