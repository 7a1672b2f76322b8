/* Effects on the world: written down before and after, so that nothing happens twice unknown. */
#ifndef PF_DEPLOY_EFFECT_H
#define PF_DEPLOY_EFFECT_H

#include "deploy/journal.h"
#include "deploy/step.h"

/* The names of effects in the journal. */
#define PF_EFFECT_GIT_PUSH "git-push"
#define PF_EFFECT_IMAGE "image-push"
#define PF_EFFECT_REGISTER "register"
#define PF_EFFECT_UPDATE "update-service"
#define PF_EFFECT_ROLLBACK "rollback"

enum pf_effect_scope { PF_EFFECT_BESIDE, PF_EFFECT_ON_PRODUCTION };

/*
 * The line before: only when it is on the disk (true) may the effect begin. On production: from
 * now on its state is not known. Pairs of name and text (const char *) end with NULL. In a
 * dry run true, and nothing is written.
 */
bool pf_effect_begin(struct pf_deploy_run *run, const char *effect, enum pf_effect_scope scope,
                     ...);

enum pf_effect_result {
    PF_RESULT_DONE,   /* it happened */
    PF_RESULT_FAILED, /* it surely did not */
    PF_RESULT_UNKNOWN /* nothing is written: the line before stands alone, and --resume asks */
};
/* The line after. A journal that cannot be written now is said, with what it would have held. */
void pf_effect_end(struct pf_deploy_run *run, const char *effect, enum pf_effect_result result,
                   enum pf_effect_scope scope, ...);

/* How the effect stands in the deploy that is resumed; NEVER in a dry run. */
struct pf_effect pf_effect_known(const struct pf_deploy_run *run, const char *effect);
/* A text of its lines (after, else before); "". */
pf_str pf_effect_text(const struct pf_effect *effect, const char *name);

#endif
