/* YAML → the tree of its first document. */
#ifndef PF_READ_YAML_H
#define PF_READ_YAML_H

#include "tree/fault.h"
#include "tree/node.h"

enum {
    PF_YAML_DEPTH = 100,     /* containers inside each other; GitHub itself stops at 50 */
    PF_YAML_NODES = 50000,   /* GitHub's own limit; keys count, an alias counts all it stands for */
    PF_YAML_DIRECTIVES = 16, /* lines starting with %: libyaml's time grows with their square */
};

/*
 * The root node, or NULL when there is none: an empty file, or one that is not UTF-8 at all.
 *
 * Plain scalars are typed by YAML 1.2's core schema, so `on`, `yes` and `0777` written without
 * quotes are a string, a string and the number 777. `text` is the value as written (`0x1F`, `3.10`,
 * `~`). Of the tags, the core schema's count (`!!str`, `!!int`, …); others are faults and change
 * nothing. `<<` is a key like any other. A key that is a list or a map becomes a string of its
 * source bytes. Equal keys all stay in the map: pf_node_get finds the first.
 *
 * Spans hold the value only, without its anchor and tag; block collections and block scalars end
 * with their last line that is not empty. An alias is the anchored value under the alias's own
 * span; what lies deeper keeps its place at the anchor.
 *
 * libyaml does not go on after a syntax error, nor do we after a limit: what stands before it is in
 * the tree, containers that were open end there, and a key that was waiting for its value has a
 * PF_ANY. So has an alias without an anchor, and one inside its own anchor. Bytes that are not
 * UTF-8 and control characters are read as `_`. Of a second document only the place is told.
 *
 * Everything is in `arena`, texts also in `source->bytes`.
 */
const struct pf_node *pf_yaml_read(struct pf_arena *arena, const struct pf_source *source,
                                   struct pf_faults *faults);
/* The same by libyaml alone, for comparing: the usual is read without it (read/yaml_quick.h). */
const struct pf_node *pf_yaml_read_by_events(struct pf_arena *arena, const struct pf_source *source,
                                             struct pf_faults *faults);

#endif
