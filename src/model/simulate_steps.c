/* The steps of a job that runs, leg by leg of its matrix. */
#include "model/simulate_inside.h"

#include "model/matrix.h"
#include "model/trail.h"

/* Legs times steps; beyond it all legs are looked at together, as one with several values. */
enum { MAX_LEG_STEPS = 4096 };

static struct pf_trail trail_of(const struct pf_run *run, const struct pf_workflow_job *job,
                                const struct pf_node *needs, const struct pf_node *matrix)
{
    struct pf_trail_given given = {
        .github = pf_contexts_github(run->arena, run->workflow, run->event),
        .inputs = pf_contexts_inputs(run->arena, run->workflow, run->event),
        .needs = needs,
        .matrix = matrix,
    };
    return pf_trail_start(run->arena, run->workflow, job, &given);
}

const struct pf_node *pf_simulate_job_contexts(const struct pf_run *run,
                                               const struct pf_workflow_job *job,
                                               const struct pf_node *needs)
{
    struct pf_trail trail = trail_of(run, job, needs, NULL);
    return pf_trail_contexts(&trail, NULL);
}

/* Over legs: one that runs is enough; all must not for a no. */
static void merge(struct pf_simulated_step *step, const struct pf_simulated_step *leg,
                  bool is_first)
{
    for (size_t i = 0; !is_first && i < step->step_count && i < leg->step_count; i++)
        merge(&step->steps[i], &leg->steps[i], false);
    if (is_first)
        *step = *leg;
    if (leg->runs <= step->runs)
        return;
    step->runs = leg->runs;
    step->reason = leg->reason;
    step->decided = leg->decided;
}

void pf_simulate_step_list(const struct pf_run *run, const struct pf_workflow_job *job,
                           struct pf_trail *trail, struct pf_simulated_step *items)
{
    for (size_t i = 0; i < job->step_count; i++) {
        const struct pf_workflow_step *step = &job->steps[i];
        struct pf_ghexpr_world world = {.contexts = pf_trail_contexts(trail, step),
                                        .success = PF_YES,
                                        .failure = PF_NO,
                                        .cancelled = PF_NO};
        struct pf_verdict verdict =
            pf_simulate_condition(run->arena, step->condition, &world, NULL);
        items[i] = (struct pf_simulated_step){.step = step,
                                              .runs = verdict.truth,
                                              .reason = verdict.reason,
                                              .decided = verdict.decided};
        items[i].steps = pf_simulate_action(run, job, &items[i], trail, &items[i].step_count);
        pf_trail_pass(trail, step, verdict.truth);
    }
}

static void simulate_leg(const struct pf_run *run, struct pf_simulated_job *job,
                         const struct pf_node *needs, const struct pf_node *leg, size_t *yes,
                         bool is_first)
{
    struct pf_trail trail = trail_of(run, job->job, needs, leg);
    struct pf_simulated_step *items =
        PF_NEW_ARRAY(run->arena, struct pf_simulated_step, job->step_count);
    pf_simulate_step_list(run, job->job, &trail, items);
    for (size_t i = 0; i < job->step_count; i++) {
        merge(&job->steps[i], &items[i], is_first);
        yes[i] += items[i].runs == PF_YES ? 1 : 0;
    }
}

static void tell_legs(const struct pf_run *run, struct pf_simulated_job *job, const size_t *yes,
                      size_t legs)
{
    for (size_t i = 0; i < job->step_count; i++)
        if (yes[i] > 0 && yes[i] < legs)
            job->steps[i].reason = pf_arena_format(run->arena, "%.*s (in %zu of %zu matrix legs)",
                                                   PF_ARG(job->steps[i].reason), yes[i], legs);
}

void pf_simulate_steps(const struct pf_run *run, struct pf_simulated_job *job,
                       const struct pf_node *needs)
{
    job->step_count = job->job->step_count;
    job->steps = PF_NEW_ARRAY(run->arena, struct pf_simulated_step, job->step_count);
    for (size_t i = 0; i < job->step_count; i++)
        job->steps[i].step = &job->job->steps[i];
    struct pf_matrix matrix = {.count = 1};
    const struct pf_node *joined = NULL;
    if (pf_node_get(job->job->node, "strategy") != NULL) {
        const struct pf_node *contexts = pf_simulate_job_contexts(run, job->job, needs);
        matrix = pf_matrix_of(run->arena, job->job, contexts);
        joined = pf_matrix_joined(run->arena, &matrix);
    }
    size_t *yes = PF_NEW_ARRAY(run->arena, size_t, job->step_count);
    bool is_together = !matrix.is_known || matrix.count * job->step_count > MAX_LEG_STEPS;
    size_t legs = is_together ? 1 : matrix.count;
    for (size_t i = 0; i < legs; i++)
        simulate_leg(run, job, needs, is_together ? joined : matrix.legs[i], yes, i == 0);
    tell_legs(run, job, yes, legs);
}
