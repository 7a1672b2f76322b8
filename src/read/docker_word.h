/* Words of Dockerfile instructions: where they end, and what they say without quotes. */
#ifndef PF_READ_DOCKER_WORD_H
#define PF_READ_DOCKER_WORD_H

#include "base/pile.h"

enum {
    PF_DOCKER_WORD_DEPTH = 32 /* ${a:-${b:-…}} inside each other; beyond, nothing is known */
};

struct pf_docker_range {
    size_t from, to; /* bytes of the text they were split from */
};
struct pf_docker_ranges {
    struct pf_docker_range *items;
    size_t count, capacity;
};

/* Split at white space outside quotes, as ENV, LABEL and ARG are; quotes and escapes remain. */
struct pf_docker_ranges pf_docker_split(struct pf_arena *arena, pf_str text, char escape);
/* Length of the word that `text` begins with, by the same rule. */
size_t pf_docker_first_word(pf_str text, char escape);
/* Split at white space, as EXPOSE, FROM and the shell form of COPY are. */
struct pf_docker_ranges pf_docker_fields(struct pf_arena *arena, pf_str text);

enum pf_docker_found { PF_DOCKER_UNSET, PF_DOCKER_SET, PF_DOCKER_UNKNOWN };

struct pf_docker_variables {
    void *context;
    /* `*value` is set with PF_DOCKER_SET; with PF_DOCKER_UNKNOWN it may be the reason in words. */
    enum pf_docker_found (*get)(void *context, pf_str name, pf_str *value);
};

enum pf_docker_outcome {
    PF_DOCKER_FILLED, /* `*text` is the word's value */
    PF_DOCKER_OPEN,   /* it depends on an unknown variable: `*text` is the reason in words */
    PF_DOCKER_BROKEN  /* Docker refuses it: `*text` says why in words */
};

/*
 * A word without its quotes and escapes, variables filled in: $X, ${X}, ${X:-y}, ${X-y}, ${X:+y},
 * ${X+y}, ${X:?y}, ${X?y}; an unset one is empty. ${X#p}, ${X%p} and ${X/p/r} of a known variable
 * are PF_DOCKER_OPEN. `variables` NULL: they stay as written.
 */
enum pf_docker_outcome pf_docker_fill(struct pf_arena *arena, pf_str word, char escape,
                                      const struct pf_docker_variables *variables, pf_str *text);

#endif
