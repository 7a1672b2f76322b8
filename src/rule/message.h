/* Messages with captures: "settings read {e.name} without a default". */
#ifndef PF_RULE_MESSAGE_H
#define PF_RULE_MESSAGE_H

#include "rule/eval.h"
#include "rule/finding.h"

/* A stretch of text, or a capture. */
struct pf_template_part {
    pf_str text; /* of a capture: its words, "e.name" */
    bool is_capture;
    const struct pf_expr *expr; /* of a capture; NULL where a check in C gives the words */
};

struct pf_template {
    struct pf_template_part *parts;
    size_t count;
};

/*
 * `{` before a letter or `_` begins a capture, which ends at `}`; `\{` is a brace; every other
 * brace is itself, so `${{ secrets.X }}` needs nothing. With `scope` NULL captures are names of
 * arguments (checks in C); else they are expressions over the scope.
 */
bool pf_template_parse(struct pf_arena *arena, const struct pf_node *text,
                       const struct pf_expr_scope *scope, struct pf_template *result,
                       struct pf_expr_fault *fault);

/* Values that must not be printed: by place and by text. */
struct pf_redaction {
    pf_span *spans;
    size_t span_count;
    pf_str *texts;
    size_t text_count;
};

enum {
    PF_CAPTURE_CAP = 200,    /* code points of one captured value; a message is a sentence */
    PF_CAPTURE_VALUES = 8,   /* of a set; "and N more" stands for the others */
    PF_REDACT_WITHIN_MIN = 4 /* bytes: shorter secrets are masked only where they are the value */
};

/* A value in words: scalars as text, "" as '', sets with commas, unknowns by their reason. */
pf_str pf_capture_words(struct pf_arena *arena, const struct pf_set *set,
                        const struct pf_redaction *redaction);
/* `value` with every redacted text in it replaced by "***". */
pf_str pf_redact_text(struct pf_arena *arena, pf_str value, const struct pf_redaction *redaction);

/* Fills the template; every capture is also added to `*arguments`, once for each name. */
struct pf_arguments {
    struct pf_argument *items;
    size_t count, capacity;
};
pf_str pf_template_fill(struct pf_eval *eval, const struct pf_template *form,
                        const struct pf_redaction *redaction, struct pf_arguments *arguments);
/* The same from given arguments; a name that is missing is a mistake of ours: pf_die. */
pf_str pf_template_fill_named(struct pf_arena *arena, const struct pf_template *form,
                              const struct pf_arguments *arguments);

#endif
