/*
 * The words of `preflight deploy`, which another program runs: both programs, --help, completions
 * and manual are made from these tables.
 */
#ifndef PF_COMMAND_DEPLOY_H
#define PF_COMMAND_DEPLOY_H

#include "command/command.h"

/* `run` is NULL: preflight hands over to preflight-deploy. */
extern const struct pf_command pf_command_deploy;

/* The options that are more than a setting (see deploy/setting.h, which finds those by name). */
enum pf_deploy_option {
    PF_DEPLOY_DRY_RUN = PF_OPTION_FIRST_OWN,
    PF_DEPLOY_YES,
    PF_DEPLOY_JSON,
    PF_DEPLOY_RESUME,
    PF_DEPLOY_FROM,
    PF_DEPLOY_ONLY,
    PF_DEPLOY_OVERRIDE,
    PF_DEPLOY_TIMEOUT,
    PF_DEPLOY_FOLDER,
    PF_DEPLOY_CONFIG,
    PF_DEPLOY_DEPLOYMENT,
    PF_DEPLOY_FIRST_SETTING
};

#endif
