/* Is a text all that `aws ecs describe-task-definition` answers? Followed through a job's steps. */
#ifndef PF_CHECKS_DESCRIBED_ANSWER_H
#define PF_CHECKS_DESCRIBED_ANSWER_H

#include "checks/described_pipeline.h"
#include "checks/flow.h"

enum pf_answer {
    PF_ANSWER_UNKNOWN,    /* or something else */
    PF_ANSWER_DEFINITION, /* with every key that the answer's definition has, maybe changed */
    PF_ANSWER_WRAPPED     /* as it came: the definition under `taskDefinition`, beside `tags` */
};

/*
 * What `value` holds where it stands before command `before` of the step's script (0 and no script
 * for an action): "$X", "$(aws … | jq …)", or "file://td.json", which this or an earlier step of
 * the job writes. Unknown as soon as anything may have left keys out.
 */
enum pf_answer pf_answer_of(struct pf_check_context *context, const struct pf_flow_place *place,
                            size_t before, pf_str value);

#endif
