/* Jobs in the order of their needs: conditions, skips that spread, empty matrices, deadlocks. */
#include "model/simulate_inside.h"

#include "base/index.h"
#include "ghexpr/find.h"
#include "model/matrix.h"

static const pf_span nowhere = {0};

struct state {
    struct pf_simulated_job *job;
    size_t waits;         /* needs that are not decided yet */
    enum pf_truth before; /* it and all jobs before it run */
    bool is_done;
};

struct jobs {
    const struct pf_run *run;
    struct state *states;
    size_t count;
    struct pf_index by_id; /* lower case → struct state */
};

static struct state *state_named(struct jobs *jobs, pf_str id)
{
    return pf_index_get(&jobs->by_id, pf_arena_lower(jobs->run->arena, id));
}

static const struct pf_node *result_of(struct pf_arena *arena, enum pf_truth runs)
{
    struct pf_node *success = pf_node_str(arena, PF_STR("success"), nowhere);
    struct pf_node *skipped = pf_node_str(arena, PF_STR("skipped"), nowhere);
    if (runs == PF_MAYBE)
        return pf_node_join(arena, success, skipped);
    return runs == PF_YES ? success : skipped;
}

static const struct pf_node *needs_context(struct jobs *jobs, const struct pf_workflow_job *job)
{
    struct pf_arena *arena = jobs->run->arena;
    struct pf_node *needs = pf_node_new(arena, PF_MAP, nowhere);
    for (size_t i = 0; i < job->needs.count; i++) {
        const struct state *other = state_named(jobs, job->needs.items[i]);
        if (other == NULL)
            continue;
        struct pf_node *need = pf_node_new(arena, PF_MAP, nowhere);
        pf_node_put(arena, need, PF_STR("result"), nowhere,
                    pf_node_with_key(arena, result_of(arena, other->job->runs), NULL));
        pf_str prefix =
            pf_arena_format(arena, "the output needs.%.*s.outputs.", PF_ARG(job->needs.items[i]));
        bool is_skipped = other->job->runs == PF_NO;
        struct pf_node *outputs = is_skipped
                                      ? pf_node_new(arena, PF_MAP, nowhere)
                                      : pf_contexts_open(arena, prefix, PF_KIND_BIT(PF_STRING));
        pf_node_put(arena, need, PF_STR("outputs"), nowhere, outputs);
        pf_node_put(arena, needs, job->needs.items[i], nowhere, need);
    }
    return needs;
}

static pf_str success_reason(struct pf_arena *arena, pf_str id, const struct state *other)
{
    if (other->before == PF_MAYBE)
        return pf_arena_format(arena, "whether '%.*s' runs", PF_ARG(id));
    if (other->job->runs == PF_NO)
        return pf_arena_format(arena, "it needs '%.*s', which is skipped", PF_ARG(id));
    return pf_arena_format(arena, "it needs '%.*s', and a job before that is skipped", PF_ARG(id));
}

/* success(): every job before it ran. The first that did not is the reason. */
static void set_success(struct jobs *jobs, const struct pf_workflow_job *job,
                        struct pf_ghexpr_world *world)
{
    world->success = PF_YES;
    for (size_t i = 0; i < job->needs.count; i++) {
        pf_str id = job->needs.items[i];
        const struct state *other = state_named(jobs, id);
        if (other == NULL || other->before >= world->success)
            continue;
        world->success = other->before;
        world->status_reason = success_reason(jobs->run->arena, id, other);
    }
}

static pf_str literal_group(const struct pf_node *concurrency)
{
    const struct pf_node *group =
        pf_node_is(concurrency, PF_MAP) ? pf_node_get(concurrency, "group") : concurrency;
    pf_str text = pf_node_text(group);
    return pf_ghexpr_has(text) ? PF_STR("") : text;
}

/* A job that waits for the group its own workflow holds is never started. */
static bool is_deadlock(const struct pf_run *run, const struct pf_workflow_job *job)
{
    pf_str outer = literal_group(pf_node_get(run->workflow->root, "concurrency"));
    pf_str inner = literal_group(pf_node_get(job->node, "concurrency"));
    return outer.len > 0 && pf_str_eq_nocase(outer, inner);
}

static void set(struct pf_simulated_job *job, struct pf_verdict verdict)
{
    job->runs = verdict.truth;
    job->reason = verdict.reason;
    job->decided = verdict.decided;
}

static void skip_steps(struct pf_arena *arena, struct pf_simulated_job *job)
{
    job->step_count = job->job->step_count;
    job->steps = PF_NEW_ARRAY(arena, struct pf_simulated_step, job->step_count);
    for (size_t i = 0; i < job->step_count; i++)
        job->steps[i] = (struct pf_simulated_step){
            .step = &job->job->steps[i], .runs = PF_NO, .reason = PF_STR("the job does not run")};
}

/* A condition that holds is not all: the matrix must have legs, and the job a way to start. */
static void check_start(const struct jobs *jobs, struct pf_simulated_job *job,
                        const struct pf_node *needs)
{
    const struct pf_run *run = jobs->run;
    if (is_deadlock(run, job->job)) {
        const struct pf_node *own = pf_node_get(job->job->node, "concurrency");
        set(job, (struct pf_verdict){PF_NO,
                                     PF_STR("it waits for the concurrency group that its own "
                                            "workflow holds"),
                                     pf_node_key_span(own)});
        return;
    }
    const struct pf_node *strategy = pf_node_get(job->job->node, "strategy");
    if (strategy == NULL)
        return;
    struct pf_matrix matrix =
        pf_matrix_of(run->arena, job->job, pf_simulate_job_contexts(run, job->job, needs));
    if (matrix.is_known && matrix.count == 0)
        set(job, (struct pf_verdict){PF_NO, PF_STR("its matrix has no legs"),
                                     pf_node_key_span(strategy)});
}

static void decide(struct jobs *jobs, struct state *state)
{
    const struct pf_run *run = jobs->run;
    struct pf_simulated_job *job = state->job;
    struct pf_ghexpr_world world = {.failure = PF_NO, .cancelled = PF_NO};
    set_success(jobs, job->job, &world);
    const struct pf_node *needs = needs_context(jobs, job->job);
    world.contexts = pf_simulate_job_contexts(run, job->job, needs);
    set(job, pf_simulate_condition(run->arena, job->job->condition, &world,
                                   pf_node_get(job->job->node, "needs")));
    if (job->runs != PF_NO)
        check_start(jobs, job, needs);
    state->before = pf_truth_and(job->runs, world.success);
    state->is_done = true;
    if (job->runs == PF_NO)
        skip_steps(run->arena, job);
    else
        pf_simulate_steps(run, job, needs);
}

/* What is left waits for itself, or for a job that does not exist. */
static void refuse(struct jobs *jobs, struct state *state)
{
    const struct pf_workflow_job *job = state->job->job;
    pf_str reason = PF_STR("the jobs it needs need each other, or one that does not exist");
    for (size_t i = 0; i < job->needs.count; i++)
        if (state_named(jobs, job->needs.items[i]) == NULL)
            reason = pf_arena_format(jobs->run->arena, "it needs '%.*s', which does not exist",
                                     PF_ARG(job->needs.items[i]));
    set(state->job,
        (struct pf_verdict){PF_NO, reason, pf_node_key_span(pf_node_get(job->node, "needs"))});
    state->before = PF_NO;
    skip_steps(jobs->run->arena, state->job);
}

struct queue {
    struct state **items;
    size_t count, capacity;
};

/* For each job those that wait for it, so that deciding one costs what it unlocks. */
struct waiters {
    struct {
        struct state **items;
        size_t count, capacity;
    } * of;
};

static struct waiters find_waiters(struct jobs *jobs)
{
    struct pf_arena *arena = jobs->run->arena;
    struct waiters waiters = {pf_arena_take_array(arena, jobs->count, sizeof *waiters.of)};
    for (size_t i = 0; i < jobs->count; i++) {
        struct state *state = &jobs->states[i];
        const struct pf_strs *needs = &state->job->job->needs;
        for (size_t j = 0; j < needs->count; j++) {
            struct state *other = state_named(jobs, needs->items[j]);
            state->waits++;
            if (other != NULL)
                *pf_pile_add(arena, &waiters.of[other - jobs->states]) = state;
        }
    }
    return waiters;
}

static void decide_all(struct jobs *jobs)
{
    struct pf_arena *arena = jobs->run->arena;
    struct waiters waiters = find_waiters(jobs);
    struct queue queue = {0};
    for (size_t i = 0; i < jobs->count; i++)
        if (jobs->states[i].waits == 0)
            *pf_pile_add(arena, &queue) = &jobs->states[i];
    for (size_t next = 0; next < queue.count; next++) {
        struct state *state = queue.items[next];
        decide(jobs, state);
        size_t index = (size_t)(state - jobs->states);
        for (size_t i = 0; i < waiters.of[index].count; i++)
            if (--waiters.of[index].items[i]->waits == 0)
                *pf_pile_add(arena, &queue) = waiters.of[index].items[i];
    }
    for (size_t i = 0; i < jobs->count; i++)
        if (!jobs->states[i].is_done)
            refuse(jobs, &jobs->states[i]);
}

struct pf_simulated_job *pf_simulate_jobs(const struct pf_run *run)
{
    size_t count = run->workflow->job_count;
    struct jobs jobs = {.run = run, .count = count, .by_id = pf_index_new(run->arena)};
    struct pf_simulated_job *simulated = PF_NEW_ARRAY(run->arena, struct pf_simulated_job, count);
    jobs.states = PF_NEW_ARRAY(run->arena, struct state, count);
    for (size_t i = 0; i < count; i++) {
        simulated[i].job = &run->workflow->jobs[i];
        jobs.states[i].job = &simulated[i];
        pf_str id = pf_arena_lower(run->arena, run->workflow->jobs[i].id);
        if (pf_index_get(&jobs.by_id, id) == NULL)
            pf_index_put(&jobs.by_id, id, &jobs.states[i]);
    }
    decide_all(&jobs);
    return simulated;
}

struct pf_simulated_job *pf_simulate_no_jobs(struct pf_arena *arena,
                                             const struct pf_workflow *workflow, pf_str reason)
{
    struct pf_simulated_job *jobs =
        PF_NEW_ARRAY(arena, struct pf_simulated_job, workflow->job_count);
    for (size_t i = 0; i < workflow->job_count; i++) {
        jobs[i] =
            (struct pf_simulated_job){.job = &workflow->jobs[i], .runs = PF_NO, .reason = reason};
        skip_steps(arena, &jobs[i]);
    }
    return jobs;
}
