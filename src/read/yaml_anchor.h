/* Anchors that a YAML file sets and never uses; the reader itself keeps no anchors. */
#ifndef PF_READ_YAML_ANCHOR_H
#define PF_READ_YAML_ANCHOR_H

#include "tree/source.h"

#include "base/pile.h"

struct pf_yaml_anchor {
    pf_str name;
    pf_span span; /* "&name" */
};
struct pf_yaml_anchors {
    struct pf_yaml_anchor *items;
    size_t count, capacity;
};

/*
 * The anchors of `source` that no alias repeats before the end or before the name is set again, in
 * the order of the file. None where the tokens cannot be read to the end: the alias may stand
 * behind.
 */
struct pf_yaml_anchors pf_yaml_unused_anchors(struct pf_arena *arena,
                                              const struct pf_source *source);

#endif
