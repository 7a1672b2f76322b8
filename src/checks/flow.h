/* Workflows as several checks walk them: their jobs, steps, expressions and scripts. */
#ifndef PF_CHECKS_FLOW_H
#define PF_CHECKS_FLOW_H

#include "checks/facts.h"
#include "ghexpr/expr.h"

/* Where something stands. */
struct pf_flow_place {
    const struct pf_workflow *workflow;
    const struct pf_workflow_job *job;   /* NULL: a key of the workflow itself */
    const struct pf_workflow_step *step; /* NULL: a key of the job itself */
};

typedef void pf_flow_visitor(struct pf_check_context *context, const struct pf_flow_place *place);
void pf_flow_each_workflow(struct pf_check_context *context, pf_flow_visitor *visit);
void pf_flow_each_job(struct pf_check_context *context, pf_flow_visitor *visit);
void pf_flow_each_step(struct pf_check_context *context, pf_flow_visitor *visit);
/* The steps of composite actions (action.yml), as those of one job without a name; their
 * workflow's root is the action's. */
void pf_flow_each_action_step(struct pf_check_context *context, pf_flow_visitor *visit);

/* One expression: an `if`, or what stands in `${{ }}`. */
struct pf_flow_site {
    struct pf_flow_place place;
    const struct pf_node *scalar; /* that holds it */
    size_t at;                    /* of the expression in the scalar's text */
    const struct pf_ghexpr *expr;
    bool is_condition;
};
typedef void pf_flow_site_visitor(struct pf_check_context *context,
                                  const struct pf_flow_site *site);
/* In file order of jobs and steps; what does not parse is left out. */
void pf_flow_each_site(struct pf_check_context *context, pf_flow_site_visitor *visit);
pf_span pf_flow_span(const struct pf_flow_site *site, const struct pf_ghexpr *part);

/* An `if` as one expression; NULL when there is none, or it is text around one. */
const struct pf_ghexpr *pf_flow_condition(struct pf_check_context *context,
                                          const struct pf_node *condition, size_t *at);
/* "condition/deploy" of a job's `if`, "condition/deploy/3" of a step's: by which findings about one
 * condition know each other. */
pf_str pf_flow_condition_key(struct pf_arena *arena, const struct pf_flow_place *place);

/* "github.event.commits.*.message" in small letters: numbers and stars are `*`; "" where the chain
 * is not one of names. */
pf_str pf_flow_path(struct pf_arena *arena, const struct pf_ghexpr *expr);

/* Does the workflow listen to the event? */
bool pf_flow_listens(const struct pf_workflow *workflow, const char *event);
/* The names in `on`. */
struct pf_strs pf_flow_events(struct pf_arena *arena, const struct pf_workflow *workflow);

/* Is the job, or one that it needs at any depth, accepted by `test`? */
typedef bool pf_flow_job_test(const struct pf_workflow_job *job);
bool pf_flow_needs(const struct pf_workflow *workflow, const struct pf_workflow_job *job,
                   pf_flow_job_test *test);
/* The value of an environment variable where it is declared nearest to the step; NULL: nowhere. */
const struct pf_node *pf_flow_variable(const struct pf_flow_place *place, pf_str name);
/* `${{ env.X }}` replaced by what is declared, white space inside `${{ }}` dropped: two texts that
 * come out alike are the same value. */
pf_str pf_flow_canonical(struct pf_arena *arena, const struct pf_flow_place *place, pf_str text);

#endif
