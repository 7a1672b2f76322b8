/* An event over all workflows: what it starts, what those call, and what waits for them. */
#include "model/simulate_inside.h"

#include "model/glob.h"

enum {
    MAX_CALL_DEPTH = 10, /* GitHub's own limit for workflows that call one another */
    MAX_CALLS = 256,     /* of one event; each looks at a whole workflow again */
    MAX_CHAIN = 3        /* workflow_run after workflow_run: GitHub starts no more */
};

struct simulator {
    struct pf_arena *arena;
    struct pf_project *project;
    const struct pf_workflows *workflows;
    struct pf_simulation *simulation;
    size_t calls;
};

static void set(struct pf_simulated *entry, struct pf_verdict verdict)
{
    entry->triggered = verdict.truth;
    entry->reason = verdict.reason;
    entry->decided = verdict.decided;
}

static pf_str called_path(struct pf_arena *arena, const struct pf_node *uses)
{
    pf_str text = pf_str_trim(pf_node_text(uses)), clean;
    bool is_root = pf_str_starts(text, PF_STR("$/"));
    if (!is_root && !pf_str_starts(text, PF_STR("./")))
        return PF_STR("");
    return pf_path_clean(arena, pf_str_slice(text, 2, text.len), &clean) ? clean : PF_STR("");
}

static struct pf_simulated *entry_at(const struct simulator *simulator, pf_str path)
{
    for (size_t i = 0; path.len > 0 && i < simulator->simulation->workflow_count; i++) {
        struct pf_simulated *entry = &simulator->simulation->workflows[i];
        if (pf_str_eq(entry->workflow->file->path, path))
            return entry;
    }
    return NULL;
}

static const struct pf_node *given_inputs(const struct pf_run *run,
                                          const struct pf_workflow_job *job)
{
    struct pf_node *given = pf_node_new(run->arena, PF_MAP, (pf_span){0});
    const struct pf_node *with = pf_node_get(job->node, "with");
    if (!pf_node_is(with, PF_MAP))
        return given;
    const struct pf_node *contexts = pf_simulate_job_contexts(run, job, NULL);
    for (size_t i = 0; i < with->count; i++) {
        const struct pf_node *value = pf_contexts_fill(run->arena, contexts, with->items[i], true);
        pf_node_put(run->arena, given, with->items[i]->key->text, (pf_span){0},
                    pf_node_with_key(run->arena, value, NULL));
    }
    return given;
}

/* Who starts a run: nobody, for the event itself. */
struct starter {
    const struct pf_simulated *caller;
    const struct pf_workflow_job *job;
    unsigned depth;
};

static void start(struct simulator *simulator, struct pf_simulated *entry, const struct pf_run *run,
                  struct pf_verdict verdict, struct starter starter);

/* Workflows that call each other in a loop GitHub does not start. */
static bool is_under_way(const struct pf_simulated *caller, const struct pf_simulated *entry)
{
    for (; caller != NULL; caller = caller->caller)
        if (caller->workflow->root == entry->workflow->root)
            return true;
    return false;
}

static void start_called(struct simulator *simulator, const struct pf_run *run,
                         const struct pf_simulated *caller, const struct pf_simulated_job *job,
                         unsigned depth)
{
    struct pf_simulated *entry = entry_at(simulator, called_path(simulator->arena, job->job->uses));
    enum pf_truth truth = pf_truth_and(caller->triggered, job->runs);
    if (entry == NULL || is_under_way(caller, entry) || truth == PF_NO || depth >= MAX_CALL_DEPTH)
        return;
    if (simulator->calls >= MAX_CALLS) {
        simulator->simulation->is_cut = true;
        return;
    }
    simulator->calls++;
    struct pf_workflow *called = PF_NEW(simulator->arena, struct pf_workflow);
    *called = *entry->workflow;
    called->inputs = given_inputs(run, job->job);
    struct pf_run inner = {simulator->arena, called, run->event, run->project, 0};
    pf_str reason = pf_arena_format(simulator->arena, "job '%.*s' of %.*s calls it",
                                    PF_ARG(job->job->id), PF_ARG(caller->workflow->file->path));
    struct pf_verdict verdict = {truth, reason, pf_node_key_span(job->job->uses)};
    start(simulator, entry, &inner, verdict, (struct starter){caller, job->job, depth + 1});
}

static void start(struct simulator *simulator, struct pf_simulated *entry, const struct pf_run *run,
                  struct pf_verdict verdict, struct starter starter)
{
    struct pf_simulated *one = PF_NEW(simulator->arena, struct pf_simulated);
    *one = (struct pf_simulated){.workflow = entry->workflow,
                                 .jobs = pf_simulate_jobs(run),
                                 .job_count = entry->job_count,
                                 .caller = starter.caller,
                                 .caller_job = starter.job};
    set(one, verdict);
    *pf_pile_add(simulator->arena, &entry->runs) = one;
    if (starter.caller == NULL || verdict.truth > entry->triggered) {
        set(entry, verdict);
        entry->jobs = one->jobs;
    }
    for (size_t i = 0; i < one->job_count; i++)
        if (one->jobs[i].job->uses != NULL && one->jobs[i].runs != PF_NO)
            start_called(simulator, run, one, &one->jobs[i], starter.depth);
}

static bool waits_for(const struct pf_node *names, const struct pf_workflow *workflow)
{
    bool is_list = pf_node_is(names, PF_SEQ);
    for (size_t i = 0; names != NULL && i < (is_list ? names->count : 1); i++)
        if (pf_str_eq(pf_node_text(is_list ? names->items[i] : names), workflow->name))
            return true;
    return false;
}

/* The run that a finished workflow starts: on the default branch, about the pushed one. */
static struct pf_event *run_event(struct pf_arena *arena, const struct pf_event *event)
{
    struct pf_event *after = PF_NEW(arena, struct pf_event);
    *after = *event;
    after->name = PF_STR("workflow_run");
    after->caused_by = event->name;
    /* That of a pull request is the one to merge, not the base that `branch` is. */
    if (!pf_str_starts(event->name, PF_STR("pull_request")))
        after->head_branch = event->tag.len > 0 ? event->tag : event->branch;
    after->branch = event->default_branch;
    after->tag = PF_STR("");
    after->paths = NULL;
    after->message = PF_STR("");
    return after;
}

/* `branch` is "" where it is not known. */
static enum pf_truth branch_passes(struct pf_arena *arena, const struct pf_node *filters,
                                   pf_str branch)
{
    const struct pf_node *list = pf_node_get(filters, "branches");
    const struct pf_node *ignore = pf_node_get(filters, "branches-ignore");
    if (branch.len == 0 && (list != NULL || ignore != NULL))
        return PF_MAYBE;
    if (list != NULL)
        return pf_filter_list(arena, list, branch).passes;
    return ignore == NULL ? PF_YES : pf_filter_ignore(arena, ignore, branch).passes;
}

static bool start_after(struct simulator *simulator, struct pf_simulated *entry,
                        const struct pf_simulated *before)
{
    const struct pf_node *filters;
    const struct pf_event *event = &simulator->simulation->event;
    if (!pf_simulate_listens(entry->workflow, PF_STR("workflow_run"), &filters) ||
        !waits_for(pf_node_get(filters, "workflows"), before->workflow))
        return false;
    struct pf_event *after = run_event(simulator->arena, event);
    enum pf_truth passes = branch_passes(simulator->arena, filters, after->head_branch);
    enum pf_truth truth = pf_truth_and(before->triggered, passes);
    if (truth <= entry->triggered)
        return false;
    pf_str reason =
        pf_arena_format(simulator->arena, "it runs after '%.*s'", PF_ARG(before->workflow->name));
    struct pf_run run = {simulator->arena, entry->workflow, after, simulator->project, 0};
    struct pf_verdict verdict = {truth, reason, pf_node_key_span(filters)};
    start(simulator, entry, &run, verdict, (struct starter){0});
    return true;
}

static void follow_chains(struct simulator *simulator)
{
    struct pf_simulation *simulation = simulator->simulation;
    const struct pf_node *filters;
    struct pf_simulated **waiting =
        PF_NEW_ARRAY(simulator->arena, struct pf_simulated *, simulation->workflow_count);
    size_t waiting_count = 0;
    for (size_t i = 0; i < simulation->workflow_count; i++)
        if (pf_simulate_listens(simulation->workflows[i].workflow, PF_STR("workflow_run"),
                                &filters))
            waiting[waiting_count++] = &simulation->workflows[i];
    bool has_changed = waiting_count > 0;
    for (unsigned round = 0; round < MAX_CHAIN && has_changed; round++) {
        has_changed = false;
        enum pf_truth *before =
            PF_NEW_ARRAY(simulator->arena, enum pf_truth, simulation->workflow_count);
        for (size_t i = 0; i < simulation->workflow_count; i++)
            before[i] = simulation->workflows[i].triggered;
        for (size_t i = 0; i < waiting_count; i++)
            for (size_t j = 0; j < simulation->workflow_count; j++)
                if (waiting[i] != &simulation->workflows[j] && before[j] != PF_NO)
                    has_changed |= start_after(simulator, waiting[i], &simulation->workflows[j]);
    }
}

const struct pf_simulation *pf_simulate(struct pf_arena *arena, struct pf_project *project,
                                        const struct pf_workflows *workflows,
                                        const struct pf_event *event)
{
    struct pf_simulation *simulation = PF_NEW(arena, struct pf_simulation);
    simulation->event = *event;
    simulation->workflow_count = workflows->count;
    simulation->workflows = PF_NEW_ARRAY(arena, struct pf_simulated, workflows->count);
    struct simulator simulator = {arena, project, workflows, simulation, 0};
    struct pf_verdict *verdicts = PF_NEW_ARRAY(arena, struct pf_verdict, workflows->count);
    for (size_t i = 0; i < workflows->count; i++) {
        struct pf_simulated *entry = &simulation->workflows[i];
        verdicts[i] = pf_simulate_trigger(arena, &workflows->items[i], event);
        entry->workflow = &workflows->items[i];
        entry->job_count = workflows->items[i].job_count;
        set(entry, verdicts[i]);
        entry->jobs =
            pf_simulate_no_jobs(arena, entry->workflow, PF_STR("the workflow does not start"));
    }
    for (size_t i = 0; i < workflows->count; i++) {
        struct pf_run run = {arena, &workflows->items[i], event, project, 0};
        bool is_called_already = simulation->workflows[i].triggered > verdicts[i].truth;
        if (verdicts[i].truth != PF_NO && !is_called_already)
            start(&simulator, &simulation->workflows[i], &run, verdicts[i], (struct starter){0});
    }
    follow_chains(&simulator);
    if (simulator.calls >= MAX_CALLS)
        pf_fault_add(project->arena, &project->faults, PF_FAULT_LIMIT, (pf_span){0},
                     "the workflows call each other more than %d times; only those were followed",
                     MAX_CALLS);
    return simulation;
}
