/* A file's bytes → what libyaml may safely be given. */
#ifndef PF_READ_YAML_INPUT_H
#define PF_READ_YAML_INPUT_H

#include "read/yaml_place.h"
#include "tree/fault.h"

struct pf_yaml_input {
    pf_str bytes; /* without byte order mark; `_` for each byte that YAML does not allow */
    struct pf_yaml_places places;
    bool cut; /* the file goes on behind `bytes`: a fault says why */
};

/*
 * False when nothing of the file can be read (UTF-16). Faults: bytes that are not UTF-8
 * (UNREADABLE), control characters (UNPARSABLE), line ends that programs disagree about
 * (SUSPICIOUS), and more than PF_YAML_DIRECTIVES directive lines (LIMIT), where the input is cut.
 */
bool pf_yaml_input(struct pf_arena *arena, const struct pf_source *source,
                   struct pf_yaml_input *input, struct pf_faults *faults);

#endif
