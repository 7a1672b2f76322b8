/* A GitHub workflow's parts by name, so that nobody else walks its maps by hand. */
#ifndef PF_MODEL_WORKFLOW_H
#define PF_MODEL_WORKFLOW_H

#include "ghexpr/find.h"
#include "model/project.h"
#include "read/shell.h"

/* A script's commands, and what it sees: made when they are first asked for. */
struct pf_workflow_script {
    struct pf_arena *arena;
    struct pf_shell_commands commands;
    bool is_read;
    const struct pf_node *contexts; /* of model/resolve.c, for the workflow as an event starts it;
                                       NULL: nobody asked yet */
};
/* 128 bytes: two lines of the cache. */
struct pf_workflow_step {
    const struct pf_node *node; /* PF_MAP */
    uint32_t index;
    uint32_t other_keys;        /* that it has beside those below: most steps have none */
    pf_str id;                  /* "" when none */
    const struct pf_node *uses; /* PF_STRING or NULL */
    pf_str action;              /* of uses, without @ref, lower case: "docker/build-push-action";
                                   paths and docker:// as written */
    pf_str ref;                 /* after @ */
    pf_str version;             /* the same; for a commit, the version that a comment behind it
                                   names: "v4.2.2" of `@11bd719… # v4.2.2` */
    const struct pf_node *with; /* PF_MAP or NULL */
    const struct pf_node *run;  /* PF_STRING or NULL */
    struct pf_workflow_script *script; /* of `run`: ask pf_workflow_commands */
    const struct pf_node *env;         /* PF_MAP or NULL */
    const struct pf_node *condition;   /* `if` or NULL */
};
struct pf_workflow_job {
    const struct pf_node *node; /* PF_MAP; its key is the id */
    pf_str id;
    struct pf_strs needs;
    const struct pf_node *condition; /* `if` or NULL */
    const struct pf_node *uses;      /* a called workflow, or NULL */
    struct pf_workflow_step *steps;
    size_t step_count;
};
struct pf_workflow_call;

/* Words that stand somewhere in a file: most have none of them, and need no closer look. */
enum {
    PF_MENTIONS_ENGINE = 1, /* docker, podman, buildah, nerdctl; an action of docker's */
    PF_MENTIONS_AWS = 2,
    PF_MENTIONS_RELEASE = 4, /* ecs, copilot, fargate */
    PF_MENTIONS_SCRIPT = 8,  /* .sh */
    PF_MENTIONS_ALL = 15
};

struct pf_workflow {
    const struct pf_project_file *file;
    const struct pf_node *root;
    pf_str name;                  /* `name`, else the path */
    const struct pf_node *inputs; /* PF_MAP of what a caller gives, for a workflow that is looked at
                                     as called; else NULL */
    const struct pf_workflow_call *call; /* that call, or the one of the local action whose steps it
                                            holds; else NULL */
    struct pf_workflow_job *jobs;
    size_t job_count;
    struct pf_ghexpr_places places; /* of the file; a copy for each walk */
    unsigned mentions; /* PF_MENTIONS_… of the file; all where the steps are a local action's */
};
/* A job calls a workflow, or a step a local action. */
struct pf_workflow_call {
    const struct pf_workflow *workflow;
    const struct pf_workflow_job *job;
    const struct pf_workflow_step *step; /* NULL: the job itself calls */
    const struct pf_node *with;          /* as written; NULL for none */
    const struct pf_node *declared;      /* the called side's `inputs`, or NULL */
};
struct pf_workflows {
    struct pf_workflow *items;
    size_t count, capacity;
};

/* Every workflow of the project that is a map, in path order: read once and kept in the project. */
const struct pf_workflows *pf_project_workflows(struct pf_project *project);
/* `name`, or "". */
pf_str pf_workflow_step_name(const struct pf_workflow_step *step);
/* The commands of a step's `run`; it must have one. */
const struct pf_shell_commands *pf_workflow_commands(const struct pf_workflow_step *step);
/* An input of `with`, by its name without case; NULL when not given. */
const struct pf_node *pf_workflow_input(const struct pf_workflow_step *step, const char *name);
const struct pf_workflow_job *pf_workflow_job_of(const struct pf_workflow *workflow, pf_str id);
const struct pf_workflow_step *pf_workflow_step_of(const struct pf_workflow_job *job, pf_str id);
/* The value of an environment variable where it is declared nearest: at the step, the job or the
 * workflow; the first two may be NULL. NULL: nowhere. */
const struct pf_node *pf_workflow_variable(const struct pf_workflow *workflow,
                                           const struct pf_workflow_job *job,
                                           const struct pf_workflow_step *step, pf_str name);
/* The steps of a list (PF_SEQ of maps); those of `parallel` groups stand in their group's place. */
struct pf_workflow_step *pf_workflow_steps(struct pf_arena *arena, const struct pf_node *list,
                                           size_t *count);

#endif
