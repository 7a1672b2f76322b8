/* What a repository's files under .git tell of branches, without starting git. */
#ifndef PF_READ_GIT_H
#define PF_READ_GIT_H

#include "base/pile.h"
#include "tree/source.h"

enum {
    PF_GIT_REFS = 20000, /* branches listed; Linux has one, a company's monorepo some thousands */
    PF_GIT_HOPS = 5      /* references to references; git follows as many */
};

/*
 * A file's bytes by its path relative to the work tree's root; false when there is none. A `.git`
 * file can send the reader elsewhere: the path is then absolute or starts with "../"; the caller
 * decides whether it goes there.
 */
struct pf_git_files {
    void *context;
    bool (*read)(void *context, struct pf_arena *arena, pf_str path, pf_str *bytes);
    /* Names of the files beneath the directory, recursively, relative to it: refs/heads. */
    void (*list)(void *context, struct pf_arena *arena, pf_str directory, struct pf_strs *names);
};

struct pf_git {
    bool found;            /* a repository is there (a .git directory, or a `gitdir:` file) */
    pf_str branch;         /* of HEAD; "" when detached or not found */
    pf_str head;           /* the commit's hex id; "" when unborn or not found */
    pf_str default_branch; /* refs/remotes/origin/HEAD; "" when the clone has none */
    pf_str remote_url;     /* of origin, credentials removed; "" when there is none */
    pf_str owner, name;    /* of a GitHub URL: "acme", "shop"; else "" */
    struct pf_strs local_branches;  /* names, in byte order */
    struct pf_strs remote_branches; /* of origin, without "origin/", in byte order, without HEAD */
    pf_str directory;               /* that holds HEAD and the index: ".git", a worktree's; as the
                                       reader's files name it; "" when not found */
    bool truncated;                 /* more than PF_GIT_REFS references: the others were left out */
};

/* Whether git would take `name` for a branch's (git-check-ref-format(1)). */
bool pf_git_is_branch_name(pf_str name);

/* Never NULL. HEAD, loose and packed refs, config, worktrees' `gitdir:` and `commondir`. */
const struct pf_git *pf_git_read(struct pf_arena *arena, const struct pf_git_files *files);

#endif
