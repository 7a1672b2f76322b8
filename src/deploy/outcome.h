/* What was looked at and how it came out, gathered before it is said. */
#ifndef PF_DEPLOY_OUTCOME_H
#define PF_DEPLOY_OUTCOME_H

#include "base/pile.h"
#include "deploy/say.h"

enum pf_outcome_kind {
    PF_OUTCOME_OK,
    PF_OUTCOME_WARN,    /* not as it should be, but it holds */
    PF_OUTCOME_SKIP,    /* not looked at, on purpose; the text says why */
    PF_OUTCOME_UNKNOWN, /* wanted, but could not be found out */
    PF_OUTCOME_NG
};

struct pf_outcome {
    const char *group; /* "page", "debug", "tls" */
    const char *name;  /* "foreign host" */
    enum pf_outcome_kind kind;
    pf_str text; /* what was seen, why it matters; may hold strangers' words */
};
struct pf_outcomes {
    struct pf_outcome *items;
    size_t count, capacity;
};

void pf_outcome_add(struct pf_arena *arena, struct pf_outcomes *outcomes, const char *group,
                    const char *name, enum pf_outcome_kind kind, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

size_t pf_outcomes_count(const struct pf_outcomes *outcomes, enum pf_outcome_kind kind);
/* PF_EXIT_FINDINGS with any NG, else PF_EXIT_INCOMPLETE with any UNKNOWN, else PF_EXIT_CLEAN. */
int pf_outcomes_status(const struct pf_outcomes *outcomes);

/* Each as a result, below a title for each group; groups in the order in which they came. What
 * could not be found out is a SKIP that says so. */
void pf_outcomes_say(const struct pf_outcomes *outcomes, struct pf_say *say);

#endif
