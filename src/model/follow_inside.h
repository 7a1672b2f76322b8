/* What the files that follow texts share. */
#ifndef PF_MODEL_FOLLOW_INSIDE_H
#define PF_MODEL_FOLLOW_INSIDE_H

#include "model/follow.h"

/* env.<name> at the place. `path` names the gap that is left where nothing declares it. */
pf_str pf_follow_variable(struct pf_follow *follow, const struct pf_deploy_place *place,
                          pf_str path, pf_str name);
/* steps.<rest>, where `rest` is "<id>.outputs.<name>". */
pf_str pf_follow_step_output(struct pf_follow *follow, const struct pf_deploy_place *place,
                             pf_str path, pf_str rest);
/*
 * The images with tags that a docker/metadata-action step gives, one a line. A tag that only some
 * events make is a gap that says so (pf_gaps_make_perhaps, pf_gaps_make_name).
 */
pf_str pf_follow_metadata_tags(struct pf_follow *follow, const struct pf_deploy_place *place);
/* The step's output `version`: its only tag; "" where the event decides. */
pf_str pf_follow_metadata_version(struct pf_follow *follow, const struct pf_deploy_place *place);

#endif
