/* Runs rules over the roots: what they find, what they could not decide. */
#ifndef PF_RULE_ENGINE_H
#define PF_RULE_ENGINE_H

#include "rule/rule.h"

struct pf_picture;

enum {
    PF_FINDINGS_PER_RULE_AND_FILE = 100 /* the next hundred tell nobody more; PFL003 says so */
};

struct pf_engine_input {
    const struct pf_rules *rules;
    const struct pf_picture_root *roots;
    size_t root_count;
    const struct pf_picture *picture; /* for checks in C; handed on, never looked into */
    pf_has_file *has_file;            /* for file(); NULL: nothing is known */
    void *has_file_context;
};

/* What became of one rule. */
struct pf_rule_outcome {
    const struct pf_rule *rule;
    size_t bindings; /* of `for` that were judged; 0: not applicable */
    size_t findings;
    size_t undecided; /* judged maybe */
    bool exhausted;   /* a limit was hit: PFL003 says so */
};

struct pf_engine_result {
    struct pf_findings findings;      /* in the order of rules, then of documents; not settled */
    struct pf_rule_outcome *outcomes; /* one for each rule that ran, in the order of the rules */
    size_t outcome_count;
    size_t undecided;
    bool incomplete; /* some rule was not judged to its end: exit status 3 */
};

/* Runs every rule of `input->rules` whose severity is not off. All results live in `arena`. */
struct pf_engine_result pf_engine_run(struct pf_arena *arena, const struct pf_engine_input *input);

/*
 * What was wrong with a file, as findings of PFL001 to PFL006, or of the rule that its class has
 * for that kind of fault (GHA001, GHA004 for workflows). `class_name` is the word of
 * pf_file_class_name. True when the file was not read to its end: exit status 3.
 */
bool pf_findings_add_faults(struct pf_arena *arena, const struct pf_rules *rules,
                            const char *class_name, const struct pf_faults *faults,
                            struct pf_findings *findings);

#endif
