/* Programs that images surely do not have. */
#ifndef PF_CHECKS_IMAGE_PROGRAMS_H
#define PF_CHECKS_IMAGE_PROGRAMS_H

#include "checks/facts.h"

/* Is the base an official image without curl, wget, nc or bash (`program`), and does no command of
 * the Dockerfile name it? False for other programs and other bases. */
bool pf_image_lacks_program(struct pf_arena *arena, const struct pf_image *image, pf_str program);

/* The same of a base image's reference alone, and of git, gcc, make, sudo, unzip, the package
 * managers of other distributions and Alpine's missing useradd, groupadd and usermod. */
bool pf_image_base_lacks(pf_str base, pf_str program);

/*
 * May a COPY or ADD of the image bring the program: by its name, or with a folder of programs?
 * `COPY --from=uv /uv /uvx /bin/` brings two files and no third.
 */
bool pf_image_copies_program(const struct pf_image *image, pf_str program);

#endif
