/* The variables of our environment that hold secrets. */
#ifndef PF_DEPLOY_SECRET_H
#define PF_DEPLOY_SECRET_H

#include "deploy/masker.h"

/* Hides the values of all of them. */
void pf_secrets_hide(struct pf_masker *masker);
/* Is this the name of such a variable, or does it read like one (…_TOKEN, …PASSWORD…)? */
bool pf_secret_is_name(pf_str name);

#endif
