/* A .dockerignore file → patterns, and which paths of the build context it keeps out. */
#ifndef PF_READ_DOCKERIGNORE_H
#define PF_READ_DOCKERIGNORE_H

#include "base/pile.h"

enum {
    PF_DOCKERIGNORE_PATTERNS = 2000, /* each path of interest is held against all */
    PF_DOCKERIGNORE_PATH = 4096      /* bytes; Linux opens no longer path, and nothing fits it */
};

struct pf_dockerignore_pattern {
    pf_str glob;  /* clean, relative to the context */
    bool negated; /* "!x" takes x back in */
};
struct pf_dockerignore {
    struct pf_dockerignore_pattern *items; /* in the order of the file */
    size_t count, capacity;
    bool truncated; /* the limit was hit: patterns were left out */
};

/* As BuildKit reads it: "#" only at a line's start, spaces around taken off, slashes in front and
 * behind without meaning. Patterns live in `arena`. */
struct pf_dockerignore pf_dockerignore_read(struct pf_arena *arena, pf_str bytes);

/*
 * The last pattern that fits `path` (clean, relative to the context) or a directory above it
 * decides. `*` and `?` stop at slashes, `**` is any number of directories, [a-z] and [^a-z] are
 * classes, a backslash quotes; a pattern that Docker refuses ("[", "!") fits nothing.
 */
bool pf_dockerignore_excludes(const struct pf_dockerignore *ignore, pf_str path);

#endif
