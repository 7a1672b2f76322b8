/*
 * What a check written in C sees. A check says what is the case and where; every word a user reads
 * and every severity stands in the rule's YAML, under `messages` and `related`.
 */
#ifndef PF_RULE_CHECK_H
#define PF_RULE_CHECK_H

#include "model/roots.h"
#include "rule/finding.h"

struct pf_rule;
struct pf_picture;
struct pf_check_run; /* the engine's side */

struct pf_check_context {
    struct pf_arena *arena;           /* of this check: cleared when it has come back */
    struct pf_arena *kept;            /* of the run: for what checks make for each other */
    const struct pf_picture *picture; /* NULL in tests of rules that need none */
    const struct pf_picture_root *roots;
    size_t root_count;
    const struct pf_rule *rule;
    struct pf_check_run *run;
};

typedef void pf_check(struct pf_check_context *context);

struct pf_check_entry {
    pf_str name; /* as `check: name` says it */
    pf_check *run;
};
/* From src/checks/checks.def: CHECK(debug_from_string) is pf_check_debug_from_string in
 * src/checks/debug_from_string.c. In byte order of their names. */
extern const struct pf_check_entry pf_checks[];
extern const size_t pf_check_count;
const struct pf_check_entry *pf_check_find(pf_str name); /* NULL: none */

/* A finding that a check is putting together; certain, without key, unless said otherwise. */
struct pf_report;

/*
 * A finding at `span` in the words of variant `message` of the rule's `messages` ("" for a rule
 * with a single `message`). A variant that the rule does not have is a mistake of ours: pf_die.
 */
struct pf_report *pf_check_report(struct pf_check_context *context, const char *message,
                                  pf_span span);
/* Does the rule have words of that variant? */
bool pf_check_has_message(const struct pf_check_context *context, const char *message);
/* The value of {name} in the rule's words. Naming an argument that no word uses is fine. */
void pf_report_argument(struct pf_report *report, const char *name, pf_str value);
/*
 * The words of the message that name whom it is told of. A finding of the same rule and place whose
 * message differs in them alone is of the same defect, and one of the two is told: the certain one,
 * then the graver, then the one `ranks` is true of.
 */
void pf_report_bearer(struct pf_report *report, pf_str words, bool ranks);
/* The same with a node's value in words: unknowns, sets and empty strings as in expression rules.
 * NULL is "nothing". */
void pf_report_value(struct pf_report *report, const char *name, const struct pf_node *value);
/* A second place in the words of the rule's `related` of that name; nowhere adds nothing. */
void pf_report_related(struct pf_report *report, const char *name, pf_span span);
void pf_report_key(struct pf_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The key of another gap that the same slip makes: the rule's `covers` reaches its findings too. */
void pf_report_twin_key(struct pf_report *report, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Holds only for some values of the unknowns: reported only where the rule says `unknown`. */
void pf_report_possible(struct pf_report *report);
/* Never printed: what the node holds, and the bytes it stands in. */
void pf_report_redact(struct pf_report *report, const struct pf_node *value);
void pf_report_redact_text(struct pf_report *report, pf_span span, pf_str text);
/* Bytes to put there; title and safety are the rule's `fix`. A second call adds an edit to the same
 * fix: they are made together. A rule without `fix`: pf_die. */
void pf_report_fix(struct pf_report *report, pf_span span, pf_str text);

/* A parameter of the rule; NULL when it has none of that name. */
const struct pf_node *pf_check_param(const struct pf_check_context *context, const char *name);
/* Is `text` an item of the parameter, which is a list (or equal to it, when it is a scalar)? */
bool pf_check_param_has(const struct pf_check_context *context, const char *name, pf_str text);
/* The documents of one kind, without the dollar sign; an empty root when there are none. */
struct pf_picture_root pf_check_root(const struct pf_check_context *context, const char *name);

#endif
