/* Where a project's files come from: a directory on disk, or a map in memory. One walk serves both.
 */
#ifndef PF_MODEL_PROJECT_TREE_H
#define PF_MODEL_PROJECT_TREE_H

#include "base/file.h"
#include "tree/fault.h"
#include "tree/node.h"

/* The functions mean what pf_root_list, pf_root_read, pf_root_stat and pf_root_real mean. */
struct pf_tree {
    void *context;
    bool (*list)(void *context, struct pf_arena *arena, pf_str path,
                 struct pf_file_entries *entries, struct pf_error *error);
    bool (*read)(void *context, struct pf_arena *arena, pf_str path, size_t cap, pf_str *bytes,
                 struct pf_error *error);
    bool (*stat)(void *context, pf_str path, enum pf_file_type *type);
    bool (*real)(void *context, struct pf_arena *arena, pf_str path, pf_str *real);
};

struct pf_tree pf_tree_of_root(struct pf_root *root);

/*
 * `files`: PF_MAP path → text. A path that climbs out of the project is a mistake of the map's
 * author: it is left out and a fault tells.
 */
struct pf_tree pf_tree_of_map(struct pf_arena *arena, const struct pf_node *files,
                              struct pf_faults *faults);

/* `under` with the file at the clean `path` holding `bytes`, whether it is there or not. */
struct pf_tree pf_tree_with_file(struct pf_arena *arena, struct pf_tree under, pf_str path,
                                 pf_str bytes);

#endif
