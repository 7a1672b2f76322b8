/* What `preflight check --format plan` said of the commit, as it came through the pipe. */
#ifndef PF_DEPLOY_PLAN_H
#define PF_DEPLOY_PLAN_H

#include "deploy/setting.h"
#include "tree/logic.h"

struct pf_plan_deployment {
    const struct pf_node *node;   /* PF_MAP, schemas/plan.json */
    const struct pf_node *deploy; /* the workflow's step; NULL: no workflow deploys it */
    pf_str name;
    pf_str task_definition; /* path; "" none */
    bool task_definition_changed;
    pf_str family, container, image, architecture;
    pf_str log_group, log_region, log_prefix;
    pf_str dockerfile, context, target;
    pf_str workflow, workflow_name, job;
    enum pf_truth runs; /* a push to the branch runs it */
};

struct pf_plan_finding {
    pf_str rule, severity, path, message;
    pf_str line;
};

struct pf_plan {
    const struct pf_node *node; /* the value of "plan" */
    pf_str verdict;             /* "pass", "fail", "incomplete" */
    pf_str branch, production_branch;
    enum pf_truth push_deploys;
    struct pf_strs reasons;
    struct pf_plan_deployment *deployments;
    size_t deployment_count;
    struct pf_plan_finding *findings;
    size_t finding_count;
    struct pf_strs not_checked;
    const struct pf_node *checks; /* PF_SEQ of maps */
    struct pf_strs secrets, variables, environments;
    pf_str config;                       /* path; "" none */
    const struct pf_node *config_deploy; /* PF_MAP or NULL */
    pf_str sha256;                       /* of the bytes, for the journal */
};

/* False for bytes that are no such plan: another program answered, or it was cut off. */
bool pf_plan_read(struct pf_arena *arena, pf_str bytes, struct pf_plan *plan,
                  struct pf_error *error);
/* The variable of a deployment: its map of name, by, value_from; NULL when nothing supplies it. */
const struct pf_node *pf_plan_supply(const struct pf_plan_deployment *deployment, const char *name);

/* The texts of a PF_SEQ. */
struct pf_strs pf_plan_texts(struct pf_arena *arena, const struct pf_node *seq);

#endif
