/* Git's index → the paths that git tracks (gitformat-index(5)). */
#ifndef PF_READ_GIT_INDEX_H
#define PF_READ_GIT_INDEX_H

#include "base/pile.h"

enum { PF_GIT_TRACKED = 500000 /* paths listed; Linux has 90,000 */ };

/*
 * Versions 2 to 4, with object ids of SHA-1 or SHA-256. In the index's order, which is by bytes;
 * a path in conflict stands once for each of its stages. False, with what was read so far in
 * `paths`, when it is no index or ends in the middle.
 */
bool pf_git_index_read(struct pf_arena *arena, pf_str bytes, struct pf_strs *paths);
/* The same of regular files alone that nobody may execute: mode 100644. */
bool pf_git_index_read_plain(struct pf_arena *arena, pf_str bytes, struct pf_strs *paths);

#endif
