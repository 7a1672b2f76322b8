/* The pieces that a plan is said in. */
#ifndef PF_CLI_PLAN_INSIDE_H
#define PF_CLI_PLAN_INSIDE_H

#include "cli/plan.h"
#include "report/json.h"

struct pf_plan_writer {
    struct pf_arena *arena;
    const struct pf_wiring *wiring;
    const struct pf_simulation *push;
    struct pf_json json;
};

/* "deployments": [ … ] */
void pf_plan_put_deployments(struct pf_plan_writer *writer);
/* "github": names of secrets, variables and environments that triggered workflows use. */
void pf_plan_put_github(struct pf_plan_writer *writer);
/* "checks": commands that documentation and workflows run on the code, as argument arrays. */
void pf_plan_put_checks(struct pf_plan_writer *writer);

/* Whether the push starts the workflow of that file. */
enum pf_truth pf_plan_triggers(const struct pf_plan_writer *writer,
                               const struct pf_workflow *workflow);
/* Any value without unknowns, as JSON; an unknown is null. */
void pf_plan_put_node(struct pf_json *json, const struct pf_node *node);

#endif
