/* Text of a start command or a health check, as the container's shell makes it. */
#ifndef PF_CHECKS_CONTAINER_TEXT_H
#define PF_CHECKS_CONTAINER_TEXT_H

#include "checks/facts.h"

/*
 * `text` with $X, ${X}, ${X:-y} and ${X:=y} filled in, from what a start script sets and what the
 * container is given. What is not known becomes a question mark; `*said`, which may be NULL, is
 * where the last variable gets its value, and stays as it is where there is none.
 */
pf_str pf_container_text(struct pf_arena *arena, const struct pf_deployment *deployment,
                         pf_str text, pf_span *said);

#endif
