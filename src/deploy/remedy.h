/* What an error of the services means and what to do about it, in one line each. */
#ifndef PF_DEPLOY_REMEDY_H
#define PF_DEPLOY_REMEDY_H

#include "base/str.h"

/* For an error code of an AWS API; NULL when there is nothing to add. */
const char *pf_remedy_aws(pf_str code);
/* For a stopped task's or container's reason, by how it begins; NULL. */
const char *pf_remedy_stopped(pf_str reason);
/* For a container's exit code; NULL for 0 and what says nothing. */
const char *pf_remedy_exit_code(int64_t code);

#endif
