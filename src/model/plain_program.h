/* Programs of scripts that do what their arguments say, and nothing besides. */
#ifndef PF_MODEL_PLAIN_PROGRAM_H
#define PF_MODEL_PLAIN_PROGRAM_H

#include "base/str.h"

/* echo, sed, docker, aws and the like: none logs in to anything or writes a step's outputs of its
 * own accord. */
bool pf_program_is_plain(pf_str program);

#endif
