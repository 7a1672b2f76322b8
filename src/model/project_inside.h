/* A project from the inside: for the files of this folder that read it, and for tests of its
 * limits.
 */
#ifndef PF_MODEL_PROJECT_INSIDE_H
#define PF_MODEL_PROJECT_INSIDE_H

#include "base/index.h"
#include "model/project.h"
#include "model/project_walk.h"

enum {
    PF_PROJECT_BYTES = 128 * 1024 * 1024, /* read in all; a quarter of what memory may take */
    PF_PROJECT_SNIFFED =
        64 * 1024 * 1024 /* looked into for a task definition: fixtures are large */
};

struct pf_project_limits {
    struct pf_walk_limits walk;
    size_t bytes, sniffed;
};

struct pf_project_state {
    struct pf_tree tree;
    struct pf_gitignore ignore;
    struct pf_index by_path;    /* path → struct pf_project_file, those asked for by path too */
    struct pf_index seen;       /* path → what the disk has there, those asked for */
    struct pf_file_entries top; /* what stands at the root, in byte order */
    bool has_top;               /* `top` was read: what it lacks is nowhere */
    bool asked_for_top;
    struct pf_strs others; /* paths of no class, for searches */
    struct pf_project_limits limits;
    size_t bytes, sniffed; /* so far */
    bool told_of_sniffing; /* the fault of that limit is there */
};

struct pf_project_limits pf_project_usual_limits(void);

/* pf_project_open and pf_project_virtual with limits of the caller's choice. */
bool pf_project_open_within(struct pf_arena *arena, const char *path,
                            struct pf_project_limits limits, struct pf_project **project,
                            struct pf_error *error);
struct pf_project *pf_project_virtual_within(struct pf_arena *arena, const struct pf_node *files,
                                             struct pf_project_limits limits);

#endif
