/* What a deployment's settings come to in an environment, and how they would go on after an
 * exception for want of a variable. */
#ifndef PF_MODEL_OUTLOOK_H
#define PF_MODEL_OUTLOOK_H

#include "model/wiring.h"

struct pf_outlook {
    const struct pf_settings *settings; /* to the exception that ends it */
    const struct pf_settings *judged;   /* with every missed variable assumed, as in a deployment */
    const struct pf_settings_raise **raises; /* each that the assumptions led to, in that order */
    size_t raise_count;
    struct pf_strs assumed; /* the variables that `judged` takes to be supplied */
};

/* The directory that the project has in the deployment's image, as the Dockerfile says of the file
 * of `module`; "" when that is not certain. */
pf_str pf_outlook_root(struct pf_arena *arena, const struct pf_wiring *wiring,
                       const struct pf_deployment *deployment, pf_str module);

/* How the deployment's container evaluates `module`; `module` may be "", which the caller then
 * sets before anything is evaluated. */
struct pf_settings_options pf_outlook_options(struct pf_arena *arena,
                                              const struct pf_wiring *wiring,
                                              const struct pf_deployment *deployment,
                                              pf_str module);

/*
 * Evaluates; while a variable is missed that the environment does not name, assumes it and
 * evaluates again. Both settings are NULL where the module is not in the project, or "".
 */
struct pf_outlook pf_outlook_of(struct pf_arena *arena, const struct pf_settings_options *options);

/* `environment` with `name` given `value`, or without it where `value` is NULL. */
const struct pf_node *pf_outlook_environment(struct pf_arena *arena,
                                             const struct pf_node *environment, pf_str name,
                                             const struct pf_node *value);

#endif
