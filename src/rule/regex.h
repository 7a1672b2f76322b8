/* Regular expressions (PCRE2) with bounds on time and memory, without JIT. */
#ifndef PF_RULE_REGEX_H
#define PF_RULE_REGEX_H

#include "base/arena.h"

enum {
    PF_REGEX_PATTERN_CAP = 4096,        /* bytes; longer is a program, not a pattern */
    PF_REGEX_SUBJECT_CAP = 64 * 1024,   /* bytes; searching costs up to the square of it */
    PF_REGEX_STEPS = 1000 * 1000,       /* for one subject: about 0.1 s */
    PF_REGEX_STEPS_PER_RULE = 20000000, /* for one rule over all its subjects: about 2 s */
    PF_REGEX_GROUPS = 16                /* whole match and groups 1 to 15 can be asked for */
};

struct pf_regex; /* compiled; never changes; lives in the arena it was compiled into */

/* Where and why a pattern is refused. */
struct pf_regex_fault {
    size_t at; /* bytes into the pattern */
    char message[160];
};

/*
 * `flags` holds letters of "i" (letter case is ignored), "m" (^ and $ match at lines), "s" (a dot
 * matches line ends too) and "x" (white space is ignored). NULL with `*fault` filled for a pattern
 * that is wrong, too long or too large, or an unknown flag. Patterns are UTF-8; \C is refused.
 */
const struct pf_regex *pf_regex_compile(struct pf_arena *arena, pf_str pattern, pf_str flags,
                                        struct pf_regex_fault *fault);
pf_str pf_regex_pattern(const struct pf_regex *regex);       /* as written */
unsigned pf_regex_group_count(const struct pf_regex *regex); /* without the whole match */

struct pf_matcher;

/* What one run of a rule may spend; one of these is used by one thread at a time. */
struct pf_regex_run {
    struct pf_arena *arena;
    size_t steps_left;
    bool exhausted;             /* a subject was too long, or matching it took too many steps */
    struct pf_matcher *matcher; /* made when first needed */
};
struct pf_regex_run pf_regex_run_new(struct pf_arena *arena);

/* A match or a group of it: bytes into the subject. A group that took no part: at == SIZE_MAX. */
struct pf_regex_part {
    size_t at, len;
};

/*
 * The first match at or after byte `from`. Bytes that are no UTF-8 match as U+001A would; offsets
 * are those of the subject as given. False when there is none, and also when a limit was hit, which
 * sets `run->exhausted`. `parts` may be NULL, else it has room for PF_REGEX_GROUPS.
 */
bool pf_regex_find(const struct pf_regex *regex, struct pf_regex_run *run, pf_str subject,
                   size_t from, struct pf_regex_part *parts);

#endif
