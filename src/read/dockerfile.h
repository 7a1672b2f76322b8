/* A Dockerfile → stages and instructions with their spans. */
#ifndef PF_READ_DOCKERFILE_H
#define PF_READ_DOCKERFILE_H

#include "tree/fault.h"
#include "tree/node.h"

/*
 * PF_MAP {
 *   escape: "\\" or "`",
 *   args: [ARG instructions before the first FROM],
 *   stages: [{name ("" when none), base, platform, from (its instruction), instructions: [
 *     {instruction: "ENV", form: "shell" | "exec", text: the rest of the line as written, joined,
 *      words: [words after quote and escape removal; variables kept as $X],
 *      flags: {from: "build", chown: …},              COPY, ADD, RUN, HEALTHCHECK
 *      pairs: {NAME: value}                            ENV, ARG (a value null when none), LABEL
 *      heredocs: [{name, text}]}]}]
 * }
 * in upper-case instruction names; every node spans its bytes. NULL for an empty file.
 */
const struct pf_node *pf_dockerfile_read(struct pf_arena *arena, const struct pf_source *source,
                                         struct pf_faults *faults);

#endif
