/* The git repository that a project stands in, on disk or in memory. */
#ifndef PF_MODEL_REPOSITORY_H
#define PF_MODEL_REPOSITORY_H

#include "model/project.h"
#include "read/git.h"

/*
 * Never NULL. On disk the .git of the nearest directory at or above the project is read, as git
 * does; above the project only one that belongs to the project's owner, to root or to us, since
 * anybody can put a /tmp/.git there. A virtual project has its own .git/… files or none. A
 * `gitdir:` is followed out of the tree into git's directories only, and nothing but regular files
 * is read.
 */
const struct pf_git *pf_repository_read(struct pf_arena *arena, struct pf_project *project);

/*
 * The project's paths that git tracks, as its index says, in byte order and relative to the
 * project's root. False, and no paths, where there is no index that can be read.
 */
bool pf_repository_tracked(struct pf_arena *arena, struct pf_project *project,
                           struct pf_strs *paths);

/* The same of regular files that git gives to nobody to execute. */
bool pf_repository_plain(struct pf_arena *arena, struct pf_project *project, struct pf_strs *paths);

#endif
