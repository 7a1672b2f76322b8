/* One logical line of a Dockerfile → the node of its instruction. */
#ifndef PF_READ_DOCKERFILE_INSTRUCTION_H
#define PF_READ_DOCKERFILE_INSTRUCTION_H

#include "read/dockerfile_lines.h"
#include "tree/node.h"

/*
 * The node that read/dockerfile.h describes; here-documents are taken from `lines`. NULL for an
 * instruction that does not exist; that and all that Docker refuses is a fault.
 */
struct pf_node *pf_docker_instruction(struct pf_docker_lines *lines,
                                      const struct pf_docker_line *line);

#endif
