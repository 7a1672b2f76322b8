/* The deploys that workflows make: which step releases what, followed back to image and files. */
#ifndef PF_MODEL_DEPLOY_H
#define PF_MODEL_DEPLOY_H

#include "model/simulate.h"

/* Where a step stands. */
struct pf_deploy_place {
    struct pf_arena *arena;
    struct pf_project *project; /* NULL: scripts of the project are not followed */
    const struct pf_workflow *workflow;
    const struct pf_workflow_job *job;
    const struct pf_workflow_step *step;
};

enum pf_deploy_kind {
    PF_DEPLOY_ACTION, /* aws-actions/amazon-ecs-deploy-task-definition, or a known fork */
    PF_DEPLOY_CLI,    /* aws ecs update-service, deploy, register-task-definition in `run` */
    PF_DEPLOY_OTHER   /* a program known to deploy to ECS: ecs-deploy, copilot, ecspresso, … */
};

/* One render step (amazon-ecs-render-task-definition), in the order of the chain. */
struct pf_deploy_render {
    const struct pf_workflow_step *step;
    const struct pf_node *task_definition; /* inputs; NULL where not given */
    const struct pf_node *container_name;
    const struct pf_node *image;
    const struct pf_node *environment_variables; /* NAME=value lines */
    const struct pf_node *secrets;
    const struct pf_node *env_files;
};

struct pf_deploy {
    enum pf_deploy_kind kind;
    const struct pf_workflow *workflow;
    const struct pf_workflow_job *job;
    const struct pf_workflow_step *step;
    const struct pf_workflow_step *caller; /* the job's step whose local action holds `step`, else
                                              NULL; `workflow` and `job` are then copies */
    /* What an event starts, and its job that runs or calls the deploy: `workflow` and `job` where
     * nothing calls. */
    const struct pf_workflow *origin;
    const struct pf_workflow_job *origin_job;
    struct pf_deploy_render *renders; /* that lead to what is deployed, first first */
    size_t render_count;
    bool doubtful;     /* its command stands under a condition of the shell */
    bool chain_broken; /* the deployed file comes from where we cannot follow */
    const struct pf_node
        *task_definition; /* PF_STRING as written where the chain starts: a path of
                             the project, or an expression; NULL when none is named */
    pf_str taskdef_path;  /* clean path in the project (working directory applied) when it is
                             literal; else "" */
    bool taskdef_made;    /* an earlier step of the job writes or downloads that file */
    bool taskdef_changed; /* an earlier step edits it in place: sed, jq, envsubst, … */
    const struct pf_node *service, *cluster, *image, *wait; /* as written, or NULL */
    struct pf_strs
        branches; /* literal branch names whose push triggers the workflow, in file order */
    enum pf_truth any_branch; /* the trigger has no branch filter, or one with wildcards */
};
/* Does the step fill in that container? The action splits `container-name` at commas and does not
 * trim; a name that only the run knows may be any. A NULL container stands for the only one. */
bool pf_deploy_renders(const struct pf_deploy_render *render, const struct pf_node *container);
/* The image that the last such step gives the container, as written; NULL: none does. `*by` is
 * that step's entry in `renders`. */
const struct pf_node *pf_deploy_image(const struct pf_deploy *deploy,
                                      const struct pf_node *container,
                                      const struct pf_deploy_render **by);

struct pf_deploys {
    struct pf_workflows workflows;
    struct pf_deploy *items;
    size_t count, capacity;
};

/* In path order, then job, then step. Reusable workflows, composite actions and scripts of the
 * project are followed; a workflow that is called is looked at as its callers call it. */
const struct pf_deploys *pf_deploys_find(struct pf_arena *arena, struct pf_project *project);

/* Does that run of a workflow have the deploy's step, and does it come to it? PF_NO where the
 * deploy belongs to another run, or another workflow. */
enum pf_truth pf_deploy_runs_in(const struct pf_simulated *run, const struct pf_deploy *deploy);
/* Does a push to that branch run the deploy's step? */
enum pf_truth pf_deploy_runs(const struct pf_simulation *simulation,
                             const struct pf_deploy *deploy);

/* Built or pushed in the workflows: docker/build-push-action, `docker build` and `docker push`. */
struct pf_build {
    const struct pf_workflow *workflow;
    const struct pf_workflow_job *job;
    const struct pf_workflow_step *step;
    pf_str context;             /* directory, clean; "" is the root */
    pf_str dockerfile;          /* clean path when literal; "" when not told */
    pf_str target;              /* stage; "" when none */
    const struct pf_node *tags; /* PF_STRING as written (lines or a comma list), or NULL */
    enum pf_truth pushes;
    const struct pf_node *build_args; /* PF_STRING of lines, or NULL */
    bool is_told; /* `context` is a folder of the workspace, and `dockerfile` a file or not named:
                     no URL, nothing that only the run knows, no `cd` before it */
};

/* The Dockerfile that it names, or the one of its context. */
pf_str pf_build_dockerfile(struct pf_arena *arena, const struct pf_build *build);

/* What the steps before a build, and its own script, do to a file of the checkout. */
struct pf_file_fate {
    bool is_made;    /* written or downloaded whole */
    bool is_changed; /* edited in place, or named to a program that may */
};
/*
 * The text of a file that the steps before the build write line by line, as far as their scripts
 * tell it (see model/written_text.h); with it, `*written` is a source of that path. False when a
 * step may do something else to it, may be passed over, or when nothing writes it.
 */
bool pf_build_written(struct pf_arena *arena, struct pf_project *project,
                      const struct pf_build *build, pf_str path, const struct pf_source **written);
/* `path`: clean, in the project, which need not hold it. */
struct pf_file_fate pf_build_fate(struct pf_arena *arena, struct pf_project *project,
                                  const struct pf_build *build, pf_str path);

struct pf_builds {
    struct pf_build *items;
    size_t count, capacity;
};
struct pf_builds pf_builds_find(struct pf_arena *arena, const struct pf_workflows *workflows);

#endif
