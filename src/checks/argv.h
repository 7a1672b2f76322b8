/* What a container's first process is started with, word by word. */
#ifndef PF_CHECKS_ARGV_H
#define PF_CHECKS_ARGV_H

#include "checks/facts.h"

enum { PF_ARGV_WORDS = 64 /* that are looked at; a start command is short */ };

struct pf_argv {
    const struct pf_node *words[PF_ARGV_WORDS]; /* PF_STRINGs with their places */
    size_t count;
    size_t command_at; /* the first word that is the command's, behind those of the entry point */
};

/*
 * The words of entry point and command, the task definition's before the image's. False where one
 * of them is in shell form, holds what is not known, or where a base image that is no official one
 * may put an entry point in front.
 */
bool pf_argv_of(const struct pf_deployment *deployment, struct pf_argv *argv);

/* The first word behind the wrappers (pf_start_wrapper) and what belongs to them. */
size_t pf_argv_program(const struct pf_argv *argv);

/* Does the script of the project hand its arguments on as they are, word by word? */
bool pf_argv_hands_on(struct pf_check_context *context, pf_str word);

/* Is the deployment's Dockerfile surely that of its image? A build of it is known, the command is
 * the image's own, or no workflow builds anything. */
bool pf_argv_is_own_image(const struct pf_check_context *context,
                          const struct pf_deployment *deployment);

#endif
