/* Programs that images surely do not have. */
#ifndef PF_CHECKS_IMAGE_PROGRAMS_H
#define PF_CHECKS_IMAGE_PROGRAMS_H

#include "checks/facts.h"

/* Is the base an official image without curl, wget, nc or bash (`program`), and does no command of
 * the Dockerfile name it? False for other programs and other bases. */
bool pf_image_lacks_program(struct pf_arena *arena, const struct pf_image *image, pf_str program);

#endif
