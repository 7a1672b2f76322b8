/* Which container of a task definition runs the project, and which Dockerfile makes its image. */
#ifndef PF_MODEL_CANDIDATE_H
#define PF_MODEL_CANDIDATE_H

#include "model/start.h"
#include "model/supply.h"

/* Everything known of one container when it is looked at. */
struct pf_candidate {
    const struct pf_node *container; /* PF_MAP */
    const struct pf_deploy *deploy;  /* that leads here, or NULL */
    const struct pf_builds *builds;
};

/*
 * PF_YES: its command serves Django, it is given DJANGO_SETTINGS_MODULE, or its image is one that
 * the workflow builds. PF_NO: its image is a known other program (nginx, datadog, envoy, …), or one
 * that the project builds on top of such, and nothing of the above speaks for it. PF_MAYBE: nothing
 * tells.
 */
enum pf_truth pf_candidate_runs_django(struct pf_arena *arena, struct pf_project *project,
                                       const struct pf_candidate *candidate);

/* The build whose image the container runs, as far as literal tags tell; NULL when none does. */
const struct pf_build *pf_candidate_build(struct pf_arena *arena,
                                          const struct pf_candidate *candidate);

/* The Dockerfile of `build` (NULL: none known), else the project's only or most likely one; NULL
 * when there is none. */
struct pf_project_file *pf_candidate_dockerfile(struct pf_arena *arena, struct pf_project *project,
                                                const struct pf_build *build);

#endif
