/* Secrets that a workflow's scripts write into the `environment` of a task definition. */
#ifndef PF_CHECKS_SECRET_WRITTEN_H
#define PF_CHECKS_SECRET_WRITTEN_H

#include "checks/flow.h"

/* A secret's name, or one that carries a password in its value: DATABASE_URL. */
bool pf_secret_written_holds(pf_str variable);

typedef void pf_secret_written_report(struct pf_check_context *context, pf_str variable,
                                      pf_span span);
/*
 * sed that puts a secret where a variable's value has a placeholder, envsubst over a value that
 * names a variable which is a secret, jq that adds one to `environment`. `span` is the word of the
 * script, or all of it.
 */
void pf_secret_written_each(struct pf_check_context *context, pf_secret_written_report *report);

#endif
