/* Giving up what a check never needs: other files, the network, other programs. */
#ifndef PF_BASE_SANDBOX_H
#define PF_BASE_SANDBOX_H

#include "base/error.h"
#include "base/pile.h"

enum pf_sandbox_mode {
    PF_SANDBOX_AUTO,    /* where the kernel has it */
    PF_SANDBOX_REQUIRE, /* or fail with PF_EXIT_INTERNAL */
    PF_SANDBOX_OFF
};

/* What stays allowed. Paths that do not exist are passed over. */
struct pf_sandbox {
    struct pf_strs reads;  /* files, or folders with all beneath them */
    struct pf_strs writes; /* folders in which files may be made and replaced, and files */
};

struct pf_sandbox_state {
    int landlock_abi; /* 0: the kernel has none */
    bool has_seccomp;
};

/* What this kernel has, without entering anything. */
struct pf_sandbox_state pf_sandbox_probe(void);
/*
 * From here on this process reads and writes only what is listed, opens no socket, starts no
 * process and traces none; it cannot be undone. What the kernel lacks is left out with
 * PF_SANDBOX_AUTO; anything else that fails is a failure (exit status 70). Under a sanitizer, which
 * needs what is forbidden here, nothing is done.
 */
bool pf_sandbox_enter(struct pf_arena *arena, const struct pf_sandbox *allowed,
                      enum pf_sandbox_mode mode, struct pf_sandbox_state *state,
                      struct pf_error *error);
/* "Landlock ABI 7, seccomp", "none" */
pf_str pf_sandbox_words(struct pf_arena *arena, const struct pf_sandbox_state *state);

#endif
