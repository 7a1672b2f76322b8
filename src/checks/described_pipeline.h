/* Pipelines of a script that hand on every key of the JSON that they read. */
#ifndef PF_CHECKS_DESCRIBED_PIPELINE_H
#define PF_CHECKS_DESCRIBED_PIPELINE_H

#include "read/shell.h"

/* Commands joined by |. */
struct pf_described_line {
    const struct pf_shell_command *items;
    size_t count;
    pf_str text; /* that was read */
};

/* What a pipeline reads: a variable, a file, or (no name) what AWS answers. */
struct pf_described_source {
    pf_str name;
    bool is_file;
};

/* Is that the command's program? */
bool pf_described_is_program(const struct pf_shell_command *command, const char *name);
/* Is it `aws ecs <verb>`? */
bool pf_described_is_aws_ecs(const struct pf_shell_command *command, const char *verb);

/* "$X" and "${X}" → "X"; "" for anything else. */
pf_str pf_described_variable(pf_str text);
/* "$X" is a variable, and anything else a file where it may be one, else nothing. */
struct pf_described_source pf_described_source_of(pf_str text, bool may_be_file);

/*
 * Is what the pipeline prints all that `aws ecs describe-task-definition` answers, if its source is
 * such an answer? `*is_changed` becomes true where a query or a program may have taken the
 * definition out of the answer's outer key.
 */
bool pf_described_hands_on(struct pf_described_line line, struct pf_described_source *source,
                           bool *is_changed);

#endif
