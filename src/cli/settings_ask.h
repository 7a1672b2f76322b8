/* What `preflight settings` was asked: of which deployments, in which module and environment. */
#ifndef PF_CLI_SETTINGS_ASK_H
#define PF_CLI_SETTINGS_ASK_H

#include "cli/scene.h"
#include "model/outlook.h"

struct pf_question {
    pf_str deployment;                     /* the name of one, or what it ends in; "": all */
    pf_str module;                         /* dotted or a path; "": the deployment's own */
    const struct pf_strs *env, *env_files; /* --env and --env-file, as they were given */
    bool bare;                             /* an empty environment, and every file there */
};

/* Settings as evaluated for one deployment. */
struct pf_subject {
    pf_str name;                            /* the deployment's; "" without one */
    const struct pf_deployment *deployment; /* NULL: none */
    const struct pf_node *environment;      /* PF_MAP: what it was evaluated with */
    struct pf_outlook outlook;              /* its `settings` are never NULL */
};
struct pf_subjects {
    struct pf_subject *items;
    size_t count, capacity;
};

/* False, with a reason and status 2, when no such deployment or module is there. */
bool pf_question_answer(struct pf_scene *scene, const struct pf_question *question,
                        struct pf_subjects *subjects, struct pf_error *error);

/* One side of a comparison: the deployment that `name` names, else the module. */
bool pf_question_side(struct pf_scene *scene, const struct pf_question *question, pf_str name,
                      struct pf_subject *subject, struct pf_error *error);

#endif
