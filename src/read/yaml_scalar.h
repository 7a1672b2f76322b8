/* What a YAML scalar is: YAML 1.2's core schema (chapter 10.3) and its tags. */
#ifndef PF_READ_YAML_SCALAR_H
#define PF_READ_YAML_SCALAR_H

#include "tree/fault.h"
#include "tree/node.h"

/* Gives a plain scalar without tag its kind and value, by its `text`. */
void pf_yaml_resolve(struct pf_arena *arena, struct pf_node *scalar);

/*
 * Gives a node that carries `tag` (as libyaml spells it, "tag:yaml.org,2002:str", or "!" for the
 * non-specific one) its kind and value. A tag that the core schema lacks, or that the value does
 * not fit, is a fault, and the node is what it would be without it.
 */
void pf_yaml_apply_tag(struct pf_arena *arena, struct pf_node *node, pf_str tag,
                       struct pf_faults *faults);

#endif
