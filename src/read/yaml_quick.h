/* The usual YAML in one pass: most files have nothing that needs libyaml. */
#ifndef PF_READ_YAML_QUICK_H
#define PF_READ_YAML_QUICK_H

#include "tree/fault.h"
#include "tree/node.h"

/*
 * The tree that pf_yaml_read_by_events makes of the same bytes, with the same spans, texts and
 * faults; NULL, with `faults` as before, where the file holds anything unusual, is wrong in any way
 * or exceeds a limit: then libyaml must read it. Usual are block and flow lists and maps with
 * simple keys, scalars in all five styles, comments. Unusual are anchors, aliases, tags,
 * directives, more than one document, `?` keys, tabs outside of text, scalars in quotes over
 * several lines.
 *
 * `source` holds what YAML allows, without byte order mark. Its lines end in LF, or all in CRLF.
 */
struct pf_node *pf_yaml_quick(struct pf_arena *arena, const struct pf_source *source,
                              struct pf_faults *faults);

#endif
