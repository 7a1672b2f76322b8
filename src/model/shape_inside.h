/* What the files that look at a workflow's shape share. */
#ifndef PF_MODEL_SHAPE_INSIDE_H
#define PF_MODEL_SHAPE_INSIDE_H

#include "base/index.h"
#include "base/table.h"
#include "model/shape_rows.h"
#include "model/workflow_shape.h"

struct pf_shape_tables {
    struct pf_table events, permissions, labels, actions, outdated, values;
    struct pf_index sections;      /* of github-shape by their names → struct pf_shape_section */
    struct pf_index properties;    /* a context of github-context-properties → its pf_type */
    struct pf_action_face **faces; /* of a row of `actions`; NULL until a step uses it */
};

enum { PF_SHAPE_CONTEXTS = 12 /* that GitHub has */ };

struct pf_type;

struct pf_shape {
    struct pf_arena *arena;
    struct pf_project *project;         /* may be NULL */
    const struct pf_workflow *workflow; /* NULL for an action */
    const struct pf_project_file *file;
    const struct pf_node *root;
    struct pf_ghexpr_places places; /* of the file: most scalars hold no expression */
    const struct pf_shape_tables *tables;
    const struct pf_index *actions; /* path of an action.yml → its pf_workflow_problems; or NULL */
    struct pf_workflow_problems problems;
    /* Kept between expressions: types of contexts by name (and job), and of `steps` so far. */
    const struct pf_type *types[PF_SHAPE_CONTEXTS];
    const struct pf_workflow_job *types_of; /* the job whose matrix and needs are among them */
    struct pf_type *steps;
    const struct pf_workflow_job *steps_of;
    size_t steps_passed;
};

/* A problem to be filled further; never NULL: beyond the limit it is one that is not kept. */
struct pf_workflow_problem *pf_shape_add(struct pf_shape *shape, enum pf_workflow_problem_kind kind,
                                         pf_span span, pf_str name);
/* printf into `detail`. */
void pf_shape_detail(struct pf_shape *shape, struct pf_workflow_problem *problem,
                     const char *format, ...) __attribute__((format(printf, 3, 4)));
/* "'a', 'b' and 'c'", and the nearest of them to the problem's name. */
void pf_shape_choices(struct pf_shape *shape, struct pf_workflow_problem *problem,
                      const struct pf_strs *choices);
/* The comma list of a table's cell. */
struct pf_strs pf_shape_split(struct pf_arena *arena, pf_str list);
/* The text is an expression alone, which may come to anything. */
bool pf_shape_is_expression(const struct pf_node *node);
/* Some part of the text is an expression. */
bool pf_shape_has_expression(const struct pf_node *node);

/* Keys from the root to a value; each lives as long as what is below it is looked at. */
struct pf_shape_path {
    const struct pf_shape_path *outer; /* NULL at the root */
    pf_str key;
};
/* "jobs.build.if", for messages. */
pf_str pf_shape_path_text(struct pf_shape *shape, const struct pf_shape_path *path);

/* Where a value with expressions stands. */
struct pf_shape_place {
    const struct pf_shape_scope *scope; /* NULL where none may stand */
    const struct pf_shape_path *path;
    const struct pf_workflow_job *job;
    const struct pf_workflow_step *step;
    const struct pf_shape_type *type; /* with all its alternatives */
    bool is_condition;                /* an `if`: an expression without ${{ }} */
};

/* Types of the contexts that are the same in every file. */
struct pf_index pf_shape_properties(struct pf_arena *arena);
/* The parts of the look, each over the whole document. */
void pf_shape_walk(struct pf_shape *shape, const struct pf_node *root, const char *section);
void pf_shape_expressions(struct pf_shape *shape, const struct pf_node *scalar,
                          const struct pf_shape_place *place);
/* A value that reads as an expression whose braces were forgotten. */
void pf_shape_unwritten(struct pf_shape *shape, const struct pf_node *scalar,
                        const struct pf_shape_place *place);
/* The same of a map that stands where none may: `{{ secrets.X }}`. False where it is no such. */
bool pf_shape_unwritten_map(struct pf_shape *shape, const struct pf_node *map);
/* A version in an input, a variable or a row of a matrix that is another number to YAML. */
void pf_shape_number(struct pf_shape *shape, const struct pf_node *scalar,
                     const struct pf_shape_place *place);
/* `$NAME` in an input that its action takes as it stands. */
void pf_shape_variables(struct pf_shape *shape, const struct pf_workflow_step *step);
/* A script whose lines end in backslashes, in a scalar that YAML folds. */
void pf_shape_folded(struct pf_shape *shape, const struct pf_workflow_step *step);
void pf_shape_events(struct pf_shape *shape);
/* Is it an event's name as GitHub writes it? And all of them. */
bool pf_shape_is_event(const struct pf_shape *shape, pf_str name);
struct pf_strs pf_shape_event_names(struct pf_shape *shape);
void pf_shape_jobs(struct pf_shape *shape);
/* The ids that step `index` of the job names to wait for, or to cancel. */
void pf_shape_waiting(struct pf_shape *shape, const struct pf_workflow_job *job, size_t index);
void pf_shape_matrices(struct pf_shape *shape);
void pf_shape_runners(struct pf_shape *shape);
/* A shell of Windows in a step of a job that runs elsewhere; `shell` is the step's own or its
 * default, or NULL. */
void pf_shape_system_shell(struct pf_shape *shape, const struct pf_workflow_job *job,
                           const struct pf_workflow_step *step, const struct pf_node *shell);
void pf_shape_uses(struct pf_shape *shape);
void pf_shape_calls(struct pf_shape *shape);
void pf_shape_grants(struct pf_shape *shape);
void pf_shape_cron(struct pf_shape *shape, const struct pf_node *schedule);
void pf_shape_dispatch(struct pf_shape *shape, const struct pf_node *event);
void pf_shape_call_event(struct pf_shape *shape, const struct pf_node *event);
/* Keys of a map that expressions take values by: inputs and outputs. */
void pf_shape_names(struct pf_shape *shape, const struct pf_node *map);
void pf_shape_permissions(struct pf_shape *shape, const struct pf_node *permissions);
void pf_shape_action(struct pf_shape *shape, const struct pf_node *root);
void pf_shape_anchors(struct pf_shape *shape);

/* Inputs and outputs of an action: from action.yml in the project, or from the table. */
struct pf_action_face {
    bool is_known;
    pf_str name; /* as `uses` says it */
    struct pf_strs inputs, required, deprecated, outputs;
    bool any_input, any_output; /* more may be taken or given */
};
struct pf_action_face pf_shape_action_face(struct pf_shape *shape,
                                           const struct pf_workflow_step *step);
/* The workflow that a job's local `uses` names; NULL when it is not in the project. */
const struct pf_node *pf_shape_called_root(struct pf_shape *shape,
                                           const struct pf_workflow_job *job);

#endif
