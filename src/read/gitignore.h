/* A .gitignore file → patterns, and what they say of a path (gitignore(5)). */
#ifndef PF_READ_GITIGNORE_H
#define PF_READ_GITIGNORE_H

#include "base/pile.h"

enum {
    PF_IGNORE_PATTERNS = 2000, /* each path is held against all: 200,000 × 2,000 is a second */
    PF_IGNORE_PATTERN_LENGTH = 1024 /* bytes; a longer line is no pattern that anyone reads */
};

struct pf_ignore_pattern {
    pf_str text;         /* without "!", the leading and the trailing slash, and trailing spaces */
    bool negated;        /* "!x" takes x back in */
    bool directory_only; /* "x/" */
    bool anchored;       /* a slash at its start or middle: held against the whole path */
    bool literal;        /* no wildcard and no backslash in it */
};

struct pf_gitignore {
    struct pf_ignore_pattern *items; /* in the order of the file */
    size_t count, capacity;
    bool truncated; /* a limit above was hit: a pattern was left out */
};

/* The patterns point into `bytes`. A UTF-8 BOM and CRs at line ends are passed over, as by git. */
struct pf_gitignore pf_gitignore_read(struct pf_arena *arena, pf_str bytes);

/*
 * Whether the last pattern that fits `path` (clean, relative to the file's directory) ignores it.
 * The directories above it are not looked at: who walks a tree asks for each and does not go into
 * an ignored one, which is how git comes to its "cannot be re-included".
 */
bool pf_gitignore_ignores(const struct pf_gitignore *ignore, pf_str path, bool is_directory);

/* The same for the path and every directory above it, the outermost first. */
bool pf_gitignore_ignores_below(const struct pf_gitignore *ignore, pf_str path, bool is_directory);

/*
 * One glob against a path: `*` and `?` stop at slashes, a segment `**` spans any number of
 * segments, brackets know ranges, negation and [:classes:], a backslash quotes. Takes time in
 * proportion to the product of both lengths at worst.
 */
bool pf_glob_fits(pf_str pattern, pf_str path);

#endif
