/* The Python packages that production installs. */
#ifndef PF_MODEL_PACKAGES_H
#define PF_MODEL_PACKAGES_H

#include "model/project.h"
#include "read/requirements.h"
#include "tree/node.h"

/*
 * What the project's requirement files name, `-r` followed from where it stands; files that pin
 * exactly (lock files) first, then the others in path order. Never NULL.
 */
const struct pf_requirements *pf_packages_of(struct pf_arena *arena, struct pf_project *project);

/* The first entry of that (normalised) name: production's before one that an environment marker
 * decides, and that before a development one; of two alike the pinned one; NULL: none. */
const struct pf_requirement *pf_packages_find(const struct pf_requirements *packages, pf_str name);
/* Its pinned version; "" when there is none, or when markers choose between several. */
pf_str pf_packages_version(const struct pf_requirements *packages, pf_str name);
/* major * 100 + minor of Django where the pin, or a range that ends below a series, tells it; else
 * 0.
 */
unsigned pf_packages_django_version(const struct pf_requirements *packages);
/*
 * For pf_settings_options.packages: PF_MAP name → PF_STRING: the pinned version, the version that a
 * `~=`, `^` or `==4.2.*` begins with, or "" where the newest is installed. A name whose bounds do
 * not tell is left out.
 */
const struct pf_node *pf_packages_versions(struct pf_arena *arena,
                                           const struct pf_requirements *packages);

/*
 * For pf_settings_options.listed: PF_MAP: every name, with whatever version and for whatever
 * purpose → PF_BOOL: does the main list name it, without a condition? NULL where Django is not
 * among them, so that they are not all that is installed.
 */
const struct pf_node *pf_packages_listed(struct pf_arena *arena,
                                         const struct pf_requirements *packages);

#endif
