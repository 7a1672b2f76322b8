/* Patterns of Python's re as PCRE2 reads them, as far as both mean the same. */
#ifndef PF_PYTHON_RE_PATTERN_H
#define PF_PYTHON_RE_PATTERN_H

#include "base/arena.h"

enum {
    PF_RE_GROUPS = 32,        /* the whole match and groups 1 to 31; more are not worked out */
    PF_RE_PATTERN_CAP = 1024, /* bytes; longer is a program, not a pattern */
    PF_RE_SUBJECT_CAP = 4096, /* bytes; a repeat runs over them without counting its steps */
    PF_RE_STEPS = 200 * 1000  /* for one match: about 20 ms */
};
/* Python's numbers of the flags that are worked out. */
enum { PF_RE_IGNORECASE = 2, PF_RE_MULTILINE = 8, PF_RE_DOTALL = 16, PF_RE_UNICODE = 32 };

struct pf_re; /* compiled; never changes */

struct pf_re_name {
    pf_str name;
    unsigned group;
};

/* NULL: not the same in both, wrong, or too long. */
const struct pf_re *pf_re_compile(struct pf_arena *arena, pf_str pattern, unsigned flags);
unsigned pf_re_group_count(const struct pf_re *re); /* without the whole match */
/* The names of groups, `*count` of them. */
const struct pf_re_name *pf_re_names(const struct pf_re *re, size_t *count);

struct pf_re_span {
    size_t start, end; /* bytes; start == SIZE_MAX: the group took no part */
};
enum pf_re_how { PF_RE_SEARCH, PF_RE_MATCH, PF_RE_FULLMATCH };
enum pf_re_found { PF_RE_NONE, PF_RE_FOUND, PF_RE_UNSURE };
/*
 * The first match at or after `from`. `not_empty`: an empty match at `from` itself does not count,
 * as after an empty one. UNSURE: a limit was hit, or the subject's characters need Unicode's
 * tables.
 */
enum pf_re_found pf_re_find(const struct pf_re *re, struct pf_arena *arena, pf_str subject,
                            size_t from, enum pf_re_how how, bool not_empty,
                            struct pf_re_span spans[PF_RE_GROUPS]);

#endif
