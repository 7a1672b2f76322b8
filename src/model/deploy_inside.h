/* What the files that find deploys share. */
#ifndef PF_MODEL_DEPLOY_INSIDE_H
#define PF_MODEL_DEPLOY_INSIDE_H

#include "model/deploy.h"
#include "read/shell.h"

/* A script: a step's `run`, or a file of the project that one starts. */
struct pf_deploy_script {
    const struct pf_deploy_place *place;
    const struct pf_node *run;      /* NULL for a file */
    const struct pf_source *source; /* NULL for `run` */
    pf_str text;
    pf_str directory;                         /* where it runs, clean; "" is the root */
    const struct pf_shell_commands *commands; /* of the text; NULL until it was read */
};

/* The step's inputs; `value` has its expressions replaced where known. */
const struct pf_node *pf_deploy_input(const struct pf_deploy_place *place, const char *name);
/* The word as a node with its span; known parts replaced. */
const struct pf_node *pf_deploy_word(const struct pf_deploy_script *script,
                                     const struct pf_shell_word *word);
/* What no file tells is still in it: `$X`, `${{ … }}`. */
bool pf_deploy_is_open(pf_str text);

/*
 * Calls `visit` for the step's script and for the project's scripts it starts, in their order. A
 * script that holds none of `words` (NULL-terminated; NULL: all are of interest) and starts no
 * other is not read at all: most steps only build and test. `mention` is the bit (PF_MENTIONS_…)
 * that a workflow has in which one of the words stands.
 */
typedef void pf_deploy_visitor(const struct pf_deploy_script *script,
                               const struct pf_shell_commands *commands, void *context);
void pf_deploy_scripts(const struct pf_deploy_place *place, unsigned mention,
                       const char *const *words, pf_deploy_visitor *visit, void *context);

/* working-directory of the step, else of the defaults; clean, "" where it is not literal. */
pf_str pf_deploy_directory(const struct pf_deploy_place *place);
/* A path as a step sees it → the project's: without the checkout's folder. "" when it leaves the
 * project or is not known. */
pf_str pf_deploy_project_path(const struct pf_deploy_place *place, pf_str directory, pf_str path);

/* The value of "--name value" or "--name=value" behind word `from`; NULL when not there. */
const struct pf_shell_word *pf_deploy_option(const struct pf_shell_command *command, size_t from,
                                             const char *name, struct pf_shell_word *room);

/* Index behind "docker build", "docker buildx build", "docker image build"; 0 for anything else. */
size_t pf_deploy_docker_words(const struct pf_shell_command *command, const char *verb);

/* Fills `deploy` when the step deploys. */
bool pf_deploy_recognise(const struct pf_deploy_place *place, struct pf_deploy *deploy);
/* Follows the deployed task definition back through the job's render steps. */
void pf_deploy_follow(const struct pf_deploy_place *place, struct pf_deploy *deploy);
/* What the job's steps before `place`, and that one's own script, do to the file. */
struct pf_file_fate pf_deploy_fate(const struct pf_deploy_place *place, pf_str path);
/* The task definition of the project that the job's steps make the deployed one from, by envsubst,
 * sed, jq or the like; "" where none is seen, or several are. `place` is the deploy's. */
pf_str pf_deploy_template(const struct pf_deploy_place *place, const struct pf_deploy *deploy);
/* Does it go to a stage before production, as the names of service, cluster, task definition,
 * environment, job and workflow say? */
bool pf_deploy_is_rehearsal(const struct pf_deploy *deploy);
bool pf_deploy_is_render(const struct pf_workflow_step *step);
/* The branches that start the workflow; `workflows` for what workflow_run waits for. */
void pf_deploy_set_branches(struct pf_arena *arena, const struct pf_workflows *workflows,
                            const struct pf_workflow *workflow, struct pf_deploy *deploy);

/* Calls `visit` for every step: of jobs, of called workflows, of local composite actions. */
typedef void pf_deploy_step_visitor(const struct pf_deploy_place *place,
                                    const struct pf_workflow *origin,
                                    const struct pf_workflow_step *caller, void *context);
void pf_deploy_walk(struct pf_arena *arena, struct pf_project *project,
                    const struct pf_workflows *workflows, pf_deploy_step_visitor *visit,
                    void *context);

#endif
