/* Finds the deploys: every step that releases something to ECS, followed back. */
#include "model/deploy_inside.h"

struct finder {
    struct pf_arena *arena;
    struct pf_deploys *deploys;
};

/* A script that only registers a task definition, for a later step of the job to release. */
static bool only_registers(const struct pf_deploy *deploy)
{
    return deploy->kind == PF_DEPLOY_CLI && deploy->service == NULL;
}

static bool completes(const struct pf_deploy *earlier, const struct pf_deploy *later)
{
    return later->kind == PF_DEPLOY_CLI && only_registers(earlier) &&
           earlier->job->node == later->job->node &&
           earlier->workflow->root == later->workflow->root && later->taskdef_path.len == 0;
}

/* Registering and updating in two steps is one deploy: the later step's. */
static void add_deploy(struct finder *finder, struct pf_deploy *deploy)
{
    struct pf_deploys *deploys = finder->deploys;
    struct pf_deploy *last = deploys->count == 0 ? NULL : &deploys->items[deploys->count - 1];
    if (last == NULL || !completes(last, deploy)) {
        *pf_pile_add(finder->arena, deploys) = *deploy;
        return;
    }
    deploy->task_definition = last->task_definition;
    deploy->taskdef_path = last->taskdef_path;
    deploy->taskdef_made = last->taskdef_made;
    deploy->taskdef_changed = last->taskdef_changed;
    *last = *deploy;
}

static const struct pf_workflow_job *outermost_job(const struct pf_deploy_place *place)
{
    const struct pf_workflow_job *job = place->job;
    for (const struct pf_workflow *called = place->workflow; called->call != NULL;
         called = called->call->workflow)
        job = called->call->job;
    return job;
}

static void look_at_step(const struct pf_deploy_place *place, const struct pf_workflow *origin,
                         const struct pf_workflow_step *caller, void *context)
{
    struct finder *finder = context;
    struct pf_deploy deploy = {.workflow = place->workflow,
                               .job = place->job,
                               .step = place->step,
                               .caller = caller,
                               .origin = origin,
                               .origin_job = outermost_job(place)};
    if (!pf_deploy_recognise(place, &deploy))
        return;
    pf_deploy_follow(place, &deploy);
    pf_deploy_set_branches(finder->arena, &finder->deploys->workflows, origin, &deploy);
    add_deploy(finder, &deploy);
}

const struct pf_deploys *pf_deploys_find(struct pf_arena *arena, struct pf_project *project)
{
    struct pf_deploys *deploys = PF_NEW(arena, struct pf_deploys);
    deploys->workflows = *pf_project_workflows(project);
    struct finder finder = {arena, deploys};
    pf_deploy_walk(arena, project, &deploys->workflows, look_at_step, &finder);
    return deploys;
}

/* The workflow around the steps of a local action. */
static const struct pf_workflow *outside_actions(const struct pf_workflow *workflow)
{
    while (workflow->call != NULL && workflow->call->step != NULL)
        workflow = workflow->call->workflow;
    return workflow;
}

/* Is the run the one that the workflow is looked at for: called by the same jobs? */
static bool is_run_of(const struct pf_simulated *run, const struct pf_workflow *workflow)
{
    workflow = outside_actions(workflow);
    for (; run->caller != NULL; run = run->caller) {
        if (workflow->call == NULL || workflow->call->job->node != run->caller_job->node)
            return false;
        workflow = outside_actions(workflow->call->workflow);
    }
    return workflow->call == NULL;
}

static const struct pf_simulated_job *simulated_job(const struct pf_simulated *run,
                                                    const struct pf_deploy *deploy)
{
    for (size_t i = 0; i < run->job_count; i++)
        if (run->jobs[i].job->node == deploy->job->node)
            return &run->jobs[i];
    return NULL;
}

/* The step of that node: `step` itself, or one of the action that it uses. */
static const struct pf_simulated_step *step_within(const struct pf_simulated_step *step,
                                                   const struct pf_node *node)
{
    if (step->step->node == node)
        return step;
    for (size_t i = 0; i < step->step_count; i++) {
        const struct pf_simulated_step *found = step_within(&step->steps[i], node);
        if (found != NULL)
            return found;
    }
    return NULL;
}

static enum pf_truth step_runs(const struct pf_simulated *run, const struct pf_deploy *deploy)
{
    const struct pf_simulated_job *job = simulated_job(run, deploy);
    if (job == NULL)
        return PF_NO;
    const struct pf_workflow_step *caller = deploy->caller == NULL ? deploy->step : deploy->caller;
    enum pf_truth runs = pf_truth_and(run->triggered, job->runs);
    if (deploy->doubtful)
        runs = pf_truth_and(runs, PF_MAYBE);
    for (size_t i = 0; i < job->step_count; i++) {
        const struct pf_simulated_step *step = &job->steps[i];
        const struct pf_simulated_step *own = step_within(step, deploy->step->node);
        if (own != NULL || step->step->node == caller->node)
            return pf_truth_and(runs, own != NULL ? own->runs : step->runs);
    }
    return PF_NO;
}

enum pf_truth pf_deploy_runs_in(const struct pf_simulated *run, const struct pf_deploy *deploy)
{
    bool is_its = run->workflow->root == deploy->workflow->root && is_run_of(run, deploy->workflow);
    return is_its ? step_runs(run, deploy) : PF_NO;
}

enum pf_truth pf_deploy_runs(const struct pf_simulation *simulation, const struct pf_deploy *deploy)
{
    enum pf_truth runs = PF_NO;
    for (size_t i = 0; i < simulation->workflow_count; i++) {
        const struct pf_simulated *workflow = &simulation->workflows[i];
        if (workflow->workflow->root != deploy->workflow->root)
            continue;
        for (size_t k = 0; k < workflow->runs.count; k++)
            runs = pf_truth_or(runs, pf_deploy_runs_in(workflow->runs.items[k], deploy));
        if (simulation->is_cut) /* its run may be one that was not followed */
            runs = pf_truth_or(runs, step_runs(workflow, deploy));
    }
    return runs;
}
