/* What a verification is told by flags and variables. */
#ifndef PF_DEPLOY_VERIFY_WISH_H
#define PF_DEPLOY_VERIFY_WISH_H

#include "deploy/sentry.h"
#include "deploy/step.h"
#include "deploy/verify.h"

struct pf_verify_wish {
    struct pf_site site;
    bool has_dsn;
    struct pf_sentry sentry; /* when there is a DSN */
};

/*
 * Each by the flag of that name in the command's own table, else by its variable
 * (PREFLIGHT_VERSION_PATH, …, SENTRY_DSN, SENTRY_AUTH_TOKEN, SENTRY_ORG, SENTRY_PROJECT,
 * SENTRY_ENVIRONMENT). `url` and `release` come from whoever calls; a flag outdoes `release`.
 * Secrets among them are added to the run's masker. False, exit status USAGE, for a value that is
 * none, for plain http without leave, and where Sentry must be verified without a DSN.
 */
bool pf_verify_wish_take(struct pf_deploy_run *run, pf_str url, pf_str release,
                         struct pf_verify_wish *wish, struct pf_error *error);

/* Does all of it and says it; the exit status. `error` is filled for a refusal or a signal. */
int pf_verify_wish_do(struct pf_deploy_run *run, const struct pf_verify_wish *wish,
                      struct pf_error *error);

#endif
