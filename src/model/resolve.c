/* Follows a value of a step to what its expressions come to. */
#include "model/resolve.h"

#include "base/index.h"
#include "ghexpr/find.h"
#include "ghexpr/value.h"
#include "model/glob.h"
#include "model/trail.h"
#include "model/writes.h"

enum { MAX_JOBS = 8 /* a value handed through more jobs than that is not followed */ };

static const pf_span nowhere = {0};

struct resolver {
    struct pf_arena *arena;
    const struct pf_workflow *workflow;
    struct pf_index outputs; /* of the jobs looked at: job id → PF_MAP */
};

static const struct pf_node *job_outputs(struct resolver *resolver,
                                         const struct pf_workflow_job *job, unsigned depth);

/* needs.<job>.outputs for the jobs named; results are not known here. */
static const struct pf_node *needs_of(struct resolver *resolver, const struct pf_workflow_job *job,
                                      unsigned depth)
{
    struct pf_arena *arena = resolver->arena;
    struct pf_node *needs = pf_contexts_open(arena, PF_STR("needs."), PF_KINDS_ALL);
    for (size_t i = 0; i < job->needs.count; i++) {
        const struct pf_workflow_job *other =
            pf_workflow_job_of(resolver->workflow, job->needs.items[i]);
        if (other == NULL || depth >= MAX_JOBS)
            continue;
        pf_str prefix = pf_arena_format(arena, "needs.%.*s.", PF_ARG(other->id));
        struct pf_node *need = pf_contexts_open(arena, prefix, PF_KINDS_ALL);
        const struct pf_node *outputs = job_outputs(resolver, other, depth + 1);
        pf_node_put(arena, need, PF_STR("outputs"), nowhere,
                    pf_node_with_key(arena, outputs, NULL));
        pf_node_put(arena, needs, other->id, nowhere, need);
    }
    return needs;
}

/* Are values of other jobs asked for anywhere in this one? Only then they are followed. */
static bool uses_needs(const struct pf_workflow_job *job)
{
    return job->needs.count > 0 && job->node->span.file != NULL &&
           pf_str_contains(pf_span_text(job->node->span), PF_STR("needs"));
}

/* The workflow that an event starts, where this one is called. */
static const struct pf_workflow *started(const struct pf_workflow *workflow)
{
    while (workflow->call != NULL)
        workflow = workflow->call->workflow;
    return workflow;
}

/*
 * The branch of the push that production is made by, as `on.push.branches` names it: the main line
 * among several, or the only one. "" where the workflow is started otherwise.
 */
static pf_str production_branch(const struct pf_workflow *workflow)
{
    static const pf_str main_lines[] = {PF_STR_INIT("main"), PF_STR_INIT("master"),
                                        PF_STR_INIT("production"), PF_STR_INIT("prod")};
    const struct pf_node *push = pf_node_get(pf_node_get(started(workflow)->root, "on"), "push");
    const struct pf_node *branches = pf_node_get(push, "branches");
    bool is_list = pf_node_is(branches, PF_SEQ);
    size_t count = is_list ? branches->count : 1;
    for (size_t line = 0; line < sizeof main_lines / sizeof *main_lines; line++)
        for (size_t i = 0; i < count; i++)
            if (pf_str_eq(pf_node_text(is_list ? branches->items[i] : branches), main_lines[line]))
                return main_lines[line];
    pf_str only = pf_node_text(is_list && count == 1 ? branches->items[0] : branches);
    return pf_filter_is_literal(only) ? only : PF_STR("");
}

static struct pf_trail trail_of(struct resolver *resolver, const struct pf_workflow_job *job,
                                unsigned depth)
{
    struct pf_trail_given given = {0};
    if (job != NULL && uses_needs(job))
        given.needs = needs_of(resolver, job, depth);
    pf_str branch = production_branch(resolver->workflow);
    struct pf_event push = {.name = PF_STR("push"), .branch = branch};
    if (branch.len > 0)
        given.github = pf_contexts_github(resolver->arena, resolver->workflow, &push);
    return pf_trail_start(resolver->arena, resolver->workflow, job, &given);
}

static void pass_before(struct pf_trail *trail, const struct pf_workflow_job *job,
                        const struct pf_workflow_step *step)
{
    for (size_t i = 0; i < job->step_count; i++) {
        if (step != NULL && job->steps[i].node == step->node)
            return;
        bool is_sure = job->steps[i].condition == NULL;
        pf_trail_pass(trail, &job->steps[i], is_sure ? PF_YES : PF_MAYBE);
    }
}

/* While a job is being looked at its outputs are unknown, so that circles end. */
static const struct pf_node *job_outputs(struct resolver *resolver,
                                         const struct pf_workflow_job *job, unsigned depth)
{
    struct pf_node *known = pf_index_get(&resolver->outputs, job->id);
    if (known != NULL)
        return known;
    struct pf_arena *arena = resolver->arena;
    pf_str prefix = pf_arena_format(arena, "the output needs.%.*s.outputs.", PF_ARG(job->id));
    struct pf_node *outputs = pf_contexts_open(arena, prefix, PF_KIND_BIT(PF_STRING));
    pf_index_put(&resolver->outputs, job->id, outputs);
    const struct pf_node *declared = pf_node_get(job->node, "outputs");
    if (!pf_node_is(declared, PF_MAP))
        return outputs;
    struct pf_trail trail = trail_of(resolver, job, depth);
    pass_before(&trail, job, NULL);
    const struct pf_node *contexts = pf_trail_contexts(&trail, NULL);
    for (size_t i = 0; i < declared->count; i++)
        if (pf_node_is_scalar(declared->items[i])) {
            const struct pf_node *value =
                pf_contexts_fill(arena, contexts, declared->items[i], false);
            pf_node_put(arena, outputs, declared->items[i]->key->text, nowhere,
                        pf_node_with_key(arena, value, NULL));
        }
    return outputs;
}

static const struct pf_node *contexts_at(struct pf_arena *arena, const struct pf_workflow *workflow,
                                         const struct pf_workflow_job *job,
                                         const struct pf_workflow_step *step)
{
    struct resolver resolver = {arena, workflow, pf_index_new(arena)};
    struct pf_trail trail = trail_of(&resolver, job, 0);
    if (job != NULL && step != NULL)
        pass_before(&trail, job, step);
    return pf_trail_contexts(&trail, step);
}

/* The same; for a script whose workflow nobody calls they are made once. */
static const struct pf_node *contexts_of(struct pf_arena *arena, const struct pf_workflow *workflow,
                                         const struct pf_workflow_job *job,
                                         const struct pf_workflow_step *step)
{
    bool is_started = job != NULL && workflow->call == NULL && workflow->inputs == NULL;
    if (!is_started || step == NULL || step->script == NULL)
        return contexts_at(arena, workflow, job, step);
    struct pf_workflow_script *script = step->script;
    if (script->contexts == NULL)
        script->contexts = contexts_at(script->arena, workflow, job, step);
    return script->contexts;
}

const struct pf_node *pf_resolve(struct pf_arena *arena, const struct pf_workflow *workflow,
                                 const struct pf_workflow_job *job,
                                 const struct pf_workflow_step *step, const struct pf_node *value)
{
    if (!pf_node_is_scalar(value) || !pf_ghexpr_has(value->text))
        return value;
    return pf_contexts_fill(arena, contexts_of(arena, workflow, job, step), value, false);
}

struct filler {
    struct pf_arena *arena;
    const struct pf_node *contexts;
};

static pf_str fill(void *context, pf_str text)
{
    const struct filler *filler = context;
    return pf_contexts_fill_known(filler->arena, filler->contexts, text);
}

pf_str pf_resolve_word(struct pf_arena *arena, const struct pf_workflow *workflow,
                       const struct pf_workflow_job *job, const struct pf_workflow_step *step,
                       const struct pf_shell_commands *commands, const struct pf_shell_word *word,
                       bool *is_known)
{
    *is_known = true;
    if (pf_str_find_byte(word->text, '$') == PF_STR_NONE &&
        pf_str_find_byte(word->text, '`') == PF_STR_NONE)
        return word->text;
    struct filler filler = {arena, contexts_of(arena, workflow, job, step)};
    struct pf_writes_scope scope = {.arena = arena,
                                    .env = pf_node_get(filler.contexts, "env"),
                                    .fill = fill,
                                    .context = &filler};
    if (commands != NULL)
        scope.env = pf_writes_env_at(&scope, commands, word->at);
    return pf_writes_expand_known(arena, fill(&filler, word->text), scope.env, is_known);
}
