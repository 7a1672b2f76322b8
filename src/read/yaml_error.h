/* libyaml's one error, put into words and where a person has to look. */
#ifndef PF_READ_YAML_ERROR_H
#define PF_READ_YAML_ERROR_H

#include "read/yaml_input.h"

#include <yaml.h>

/*
 * Adds the PF_FAULT_UNPARSABLE for `parser`, which has just failed on `input`. `open` is the
 * innermost '[' or '{' whose partner has not come; nowhere when there is none.
 */
void pf_yaml_error(struct pf_arena *arena, const struct pf_source *source,
                   const struct pf_yaml_input *input, const yaml_parser_t *parser, pf_span open,
                   struct pf_faults *faults);

#endif
