/* Three kinds of wrong: the world's (pf_error), ours (pf_die), and a limit of the whole run. */
#ifndef PF_BASE_ERROR_H
#define PF_BASE_ERROR_H

#include "base/arena.h"

enum pf_exit {
    PF_EXIT_CLEAN = 0,
    PF_EXIT_FINDINGS = 1,
    PF_EXIT_USAGE = 2,      /* usage, configuration or rule-file error, nothing to check */
    PF_EXIT_INCOMPLETE = 3, /* a limit, an unreadable or unparsable required file */
    PF_EXIT_DEPLOY_UNCHANGED = 4,
    PF_EXIT_DEPLOY_CHANGED = 5,
    PF_EXIT_LOCKED = 6,
    PF_EXIT_INTERNAL = 70,
};

/* What the world did to us. A function that fails fills it and leaves its outputs untouched. */
struct pf_error {
    int exit_status;   /* enum pf_exit: what the program should end with when this ends it */
    int number;        /* errno, or 0 */
    char message[512]; /* NUL-terminated, cut when longer; lower case, no full stop */
};

/* Always false, so that a failing function can `return pf_error_set(…)`. `error` may be NULL. */
bool pf_error_set(struct pf_error *error, enum pf_exit exit_status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A mistake of ours: says where on stderr and ends with status 70. */
_Noreturn void pf_die(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A limit of the whole run (memory, time): says which on stderr and ends with status 3. */
_Noreturn void pf_die_of_limit(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
