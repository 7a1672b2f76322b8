/* A Dockerfile → stages and instructions with their spans. */
#ifndef PF_READ_DOCKERFILE_H
#define PF_READ_DOCKERFILE_H

#include "tree/fault.h"
#include "tree/node.h"

enum {
    PF_DOCKERFILE_INSTRUCTIONS = 5000 /* an image has 127 layers at most */
};

/*
 * PF_MAP {
 *   escape: "\\" or "`",
 *   syntax: "docker/dockerfile:1"                       only where a directive names one
 *   args: [ARG instructions before the first FROM],
 *   stages: [{name ("" when none, lower case), base, platform ("" when none),
 *     from (its instruction), instructions: [those behind it:
 *     {instruction: "ENV", form: "shell" | "exec", text: the rest of the line behind the flags,
 *        continuations joined, else as written,
 *      words: [words after quote and escape removal; variables kept as $X; of a shell command as
 *        a shell splits it, operators being words],
 *      flags: {from: "build", chown: …, link: true}    where there are some; one may come twice
 *      pairs: {NAME: value}                            ENV, ARG (a value null when none), LABEL;
 *                                                      equal names all stay, the last one counts
 *      heredocs: [{name, text, expand: bool}]          ADD, COPY, RUN, where there are some
 *      type: "CMD" | "NONE"                            HEALTHCHECK; text and words follow it
 *      trigger: the instruction}]}]                    ONBUILD
 * }
 * in upper-case instruction names; every node spans its bytes, `pairs` keys their names. NULL for a
 * file without any instruction. What Docker would refuse is a fault of kind PF_FAULT_UNPARSABLE and
 * left out if nothing can be made of it; so is what stands in front of the first FROM.
 */
const struct pf_node *pf_dockerfile_read(struct pf_arena *arena, const struct pf_source *source,
                                         struct pf_faults *faults);

#endif
