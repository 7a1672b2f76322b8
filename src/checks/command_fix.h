/* A command printed for the runner, written to its file instead. */
#ifndef PF_CHECKS_COMMAND_FIX_H
#define PF_CHECKS_COMMAND_FIX_H

#include "checks/facts.h"

/*
 * `echo "::set-output name=tag::$TAG"` as `echo "tag=$TAG" >> "$GITHUB_OUTPUT"`: what to put at
 * `*span`. `at` is the offset of the command in the script `run` (a PF_STRING), `file` the name of
 * the runner's variable. False where the line holds more than such an echo, or where the YAML
 * scalar would need escapes.
 */
bool pf_command_to_file(struct pf_arena *arena, const struct pf_node *run, size_t at,
                        const char *file, pf_span *span, pf_str *text);

#endif
