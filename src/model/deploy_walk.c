/* Visits every step that a workflow may come to: through calls and local composite actions. */
#include "model/deploy_inside.h"

#include "model/action.h"
#include "model/resolve.h"

enum { MAX_DEPTH = 10 /* GitHub follows no more calls in one another */ };

struct walk {
    struct pf_arena *arena;
    struct pf_project *project;
    const struct pf_workflows *workflows;
    pf_deploy_step_visitor *visit;
    void *context;
    const struct pf_workflow *origin; /* that an event starts */
    size_t left;                      /* visits; calls in calls multiply */
};

enum { MAX_VISITS = 20000 /* steps; calls in calls multiply, and nobody has that many */ };

static pf_str local_path(struct pf_arena *arena, const struct pf_node *uses, const char *prefix)
{
    pf_str clean, text = pf_str_trim(pf_node_text(uses));
    pf_str path = pf_str_starts(text, PF_STR("$/")) ? pf_str_slice(text, 2, text.len) : text;
    bool is_local = pf_str_starts(text, pf_str_c(prefix)) || path.len < text.len;
    return is_local && pf_path_clean(arena, path, &clean) ? clean : PF_STR("");
}

static const struct pf_workflow *workflow_at(const struct walk *walk, pf_str path)
{
    for (size_t i = 0; path.len > 0 && i < walk->workflows->count; i++)
        if (pf_str_eq(walk->workflows->items[i].file->path, path))
            return &walk->workflows->items[i];
    return NULL;
}

/* `with` as the called side sees it. */
static const struct pf_node *given_inputs(const struct walk *walk,
                                          const struct pf_workflow *workflow,
                                          const struct pf_workflow_job *job,
                                          const struct pf_workflow_step *step,
                                          const struct pf_node *with)
{
    struct pf_node *given = pf_node_new(walk->arena, PF_MAP, (pf_span){0});
    for (size_t i = 0; pf_node_is(with, PF_MAP) && i < with->count; i++) {
        const struct pf_node *value = pf_resolve(walk->arena, workflow, job, step, with->items[i]);
        pf_node_put(walk->arena, given, with->items[i]->key->text, with->items[i]->key->span,
                    pf_node_with_key(walk->arena, value, NULL));
    }
    return given;
}

static void add_defaults(const struct walk *walk, struct pf_node *given,
                         const struct pf_node *declared)
{
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++) {
        const struct pf_node *value = pf_node_get(declared->items[i], "default");
        pf_str name = declared->items[i]->key->text;
        if (pf_node_is_scalar(value) && pf_node_get_str(given, name) == NULL)
            pf_node_put(walk->arena, given, name, (pf_span){0},
                        pf_node_with_key(walk->arena, value, NULL));
    }
}

static const struct pf_workflow_call *call_of(const struct walk *walk, struct pf_workflow_call call)
{
    struct pf_workflow_call *kept = PF_NEW(walk->arena, struct pf_workflow_call);
    *kept = call;
    return kept;
}

static void walk_steps(struct walk *walk, const struct pf_workflow *workflow,
                       const struct pf_workflow_job *job, const struct pf_workflow_step *caller,
                       unsigned depth);

/* The action's steps as a job of their own, with the inputs the step gives. */
static void walk_action(struct walk *walk, const struct pf_workflow *workflow,
                        const struct pf_workflow_job *job, const struct pf_workflow_step *step,
                        const struct pf_workflow_step *caller, unsigned depth)
{
    const struct pf_node *root = depth >= MAX_DEPTH || walk->left == 0
                                     ? NULL
                                     : pf_action_composite(walk->arena, walk->project, step);
    if (root == NULL)
        return;
    struct pf_workflow *inner = PF_NEW(walk->arena, struct pf_workflow);
    struct pf_workflow_job *inside = pf_action_job(walk->arena, root, job);
    *inner = *workflow;
    inner->mentions = PF_MENTIONS_ALL;
    struct pf_node *given = PF_NEW(walk->arena, struct pf_node);
    *given = *given_inputs(walk, workflow, job, step, step->with);
    add_defaults(walk, given, pf_node_get(root, "inputs"));
    inner->inputs = given;
    inner->call = call_of(walk, (struct pf_workflow_call){workflow, job, step, step->with,
                                                          pf_node_get(root, "inputs")});
    walk_steps(walk, inner, inside, caller == NULL ? step : caller, depth + 1);
}

static void walk_steps(struct walk *walk, const struct pf_workflow *workflow,
                       const struct pf_workflow_job *job, const struct pf_workflow_step *caller,
                       unsigned depth)
{
    for (size_t i = 0; i < job->step_count && walk->left > 0; i++) {
        const struct pf_workflow_step *step = &job->steps[i];
        struct pf_deploy_place place = {walk->arena, walk->project, workflow, job, step};
        walk->left--;
        walk->visit(&place, walk->origin, caller, walk->context);
        walk_action(walk, workflow, job, step, caller, depth);
    }
}

/* GitHub permits no loops: a workflow on the way to the call is not started again. */
static bool is_on_the_way(const struct pf_workflow *workflow, const struct pf_workflow *called)
{
    for (const struct pf_workflow *outer = workflow; outer != NULL;
         outer = outer->call == NULL ? NULL : outer->call->workflow)
        if (outer->root == called->root)
            return true;
    return false;
}

static void walk_workflow(struct walk *walk, const struct pf_workflow *workflow, unsigned depth)
{
    for (size_t i = 0; i < workflow->job_count && walk->left > 0; i++) {
        const struct pf_workflow_job *job = &workflow->jobs[i];
        walk_steps(walk, workflow, job, NULL, depth);
        const struct pf_workflow *called =
            job->uses == NULL || depth >= MAX_DEPTH
                ? NULL
                : workflow_at(walk, local_path(walk->arena, job->uses, "./"));
        if (called == NULL || is_on_the_way(workflow, called))
            continue;
        walk->left--;
        struct pf_workflow *copy = PF_NEW(walk->arena, struct pf_workflow);
        *copy = *called;
        const struct pf_node *with = pf_node_get(job->node, "with");
        const struct pf_node *on = pf_node_get(pf_node_get(called->root, "on"), "workflow_call");
        copy->inputs = given_inputs(walk, workflow, job, NULL, with);
        copy->call = call_of(
            walk, (struct pf_workflow_call){workflow, job, NULL, with, pf_node_get(on, "inputs")});
        walk_workflow(walk, copy, depth + 1);
    }
}

static bool has_event(const struct pf_workflow *workflow, const char *name)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    if (pf_node_is(on, PF_MAP))
        return pf_node_get(on, name) != NULL;
    for (size_t i = 0; pf_node_is(on, PF_SEQ) && i < on->count; i++)
        if (pf_str_eq(pf_node_text(on->items[i]), pf_str_c(name)))
            return true;
    return pf_str_eq(pf_node_text(on), pf_str_c(name));
}

static bool is_only_called(const struct pf_workflow *workflow)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    return has_event(workflow, "workflow_call") &&
           (pf_node_is_scalar(on) || (on != NULL && on->count == 1));
}

static bool is_called(const struct walk *walk, const struct pf_workflow *workflow)
{
    for (size_t i = 0; i < walk->workflows->count; i++)
        for (size_t j = 0; j < walk->workflows->items[i].job_count; j++) {
            const struct pf_workflow_job *job = &walk->workflows->items[i].jobs[j];
            pf_str path = local_path(walk->arena, job->uses, "./");
            if (pf_str_eq(path, workflow->file->path) && &walk->workflows->items[i] != workflow)
                return true;
        }
    return false;
}

void pf_deploy_walk(struct pf_arena *arena, struct pf_project *project,
                    const struct pf_workflows *workflows, pf_deploy_step_visitor *visit,
                    void *context)
{
    struct walk walk = {arena, project, workflows, visit, context, NULL, MAX_VISITS};
    for (size_t i = 0; i < workflows->count; i++) {
        const struct pf_workflow *workflow = &workflows->items[i];
        if (is_only_called(workflow) && is_called(&walk, workflow))
            continue;
        walk.origin = workflow;
        walk_workflow(&walk, workflow, 0);
    }
    if (walk.left == 0 && project != NULL)
        pf_fault_add(project->arena, &project->faults, PF_FAULT_LIMIT, (pf_span){0},
                     "the workflows call each other so often that only %d steps were looked at",
                     MAX_VISITS);
}
