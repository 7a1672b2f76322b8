/* The walk: which files of a tree are looked at, and where it stops. */
#ifndef PF_MODEL_PROJECT_WALK_H
#define PF_MODEL_PROJECT_WALK_H

#include "model/project_tree.h"
#include "read/gitignore.h"

enum {
    PF_WALK_ENTRIES = 200 * 1000, /* Chromium's size; a Django project has a hundredth */
    PF_WALK_DEPTH = 64 /* directories below each other; a path of 4096 bytes ends it too */
};

struct pf_walk_limits {
    size_t entries; /* names seen, directories included */
    size_t depth;
};

struct pf_walk_entry {
    pf_str path;
    enum pf_file_type type; /* REGULAR, LINK (to a regular file or to nowhere) or OTHER */
    bool ignored;           /* by .gitignore: only .env* are kept then */
};

struct pf_walk {
    struct pf_walk_entry *items; /* in the byte order of their paths */
    size_t count, capacity;
    bool truncated; /* a limit was hit; a fault tells which */
};

/*
 * Every file but those beneath directories that hold what others made (.git, virtual environments,
 * node_modules, caches, vendored packages) and those that `ignore` names. Links to directories are
 * not gone into: what they lead to is in the tree already, or outside of it. A directory that
 * cannot be listed is a fault.
 */
struct pf_walk pf_walk_tree(struct pf_arena *arena, const struct pf_tree *tree,
                            const struct pf_gitignore *ignore, struct pf_walk_limits limits,
                            struct pf_faults *faults);

#endif
