/* From libyaml's marks, which count code points, to bytes of the file. */
#ifndef PF_READ_YAML_PLACE_H
#define PF_READ_YAML_PLACE_H

#include "base/arena.h"

struct pf_yaml_places {
    pf_str bytes;    /* what libyaml was given, valid UTF-8 */
    size_t base;     /* where these bytes start in the file: 3 after a byte order mark */
    uint32_t *steps; /* byte offset of each PLACE_STEPth code point; NULL when all is ASCII */
    size_t step_count;
};

struct pf_yaml_places pf_yaml_places_new(struct pf_arena *arena, pf_str bytes, size_t base,
                                         bool ascii);
/* Byte offset in the file of code point `index`; an index past the end gives the end. */
size_t pf_yaml_place(const struct pf_yaml_places *places, size_t index);

/*
 * Length of the line end that `s` starts with, as libyaml sees it: LF, CR, U+0085, U+2028 or
 * U+2029; 0 when it starts with none. CRLF is two of them.
 */
size_t pf_yaml_line_end(pf_str s);

#endif
