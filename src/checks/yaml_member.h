/* The lines of a member of a block mapping in YAML, for taking it out. */
#ifndef PF_CHECKS_YAML_MEMBER_H
#define PF_CHECKS_YAML_MEMBER_H

#include "tree/node.h"

/*
 * The whole lines that the member of a block mapping stands on, its nested lines with it; comments
 * and blank lines behind it stay for what follows. False where that is not plain: in flow style,
 * behind another text on its line, with tabs, with an anchor that something else may refer to.
 */
bool pf_yaml_member_lines(const struct pf_node *member, pf_span *lines);

#endif
