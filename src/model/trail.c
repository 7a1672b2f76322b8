/* Walks a job's steps and keeps what they leave to the next ones. */
#include "model/trail.h"

#include "ghexpr/find.h"
#include "ghexpr/value.h"
#include "model/matrix.h"
#include "model/writes.h"

static const pf_span nowhere = {0};

static void put_context(struct pf_trail *trail, const char *name, const struct pf_node *value)
{
    pf_node_put(trail->arena, trail->contexts, pf_str_c(name), nowhere,
                pf_node_with_key(trail->arena, value, NULL));
}

static void put_open(struct pf_trail *trail, const char *name, const char *prefix)
{
    put_context(trail, name, pf_contexts_open(trail->arena, pf_str_c(prefix), PF_KINDS_ALL));
}

static const struct pf_node *secrets(struct pf_arena *arena)
{
    struct pf_node *map =
        pf_contexts_open(arena, PF_STR("the GitHub secret "), PF_KIND_BIT(PF_STRING));
    struct pf_node *token = pf_node_any(arena, PF_KIND_BIT(PF_STRING), false,
                                        PF_STR("the GitHub secret GITHUB_TOKEN"), nowhere);
    pf_node_put(arena, map, PF_STR("GITHUB_TOKEN"), nowhere, token);
    return map;
}

/* Names without case replace each other on Windows only; here they are exact. */
static void set_variable(struct pf_trail *trail, struct pf_node *env, pf_str name,
                         const struct pf_node *value)
{
    struct pf_node *copy = pf_node_with_key(trail->arena, value, NULL);
    for (size_t i = 0; i < env->count; i++)
        if (pf_str_eq(env->items[i]->key->text, name)) {
            pf_node_set_key(copy, env->items[i]->key);
            env->items[i] = copy;
            return;
        }
    if (env->count < PF_TRAIL_ENV)
        pf_node_put(trail->arena, env, name, nowhere, copy);
}

static void open_env(struct pf_trail *trail, struct pf_node *env)
{
    if (pf_ghexpr_value_rest(env) == NULL)
        pf_node_put(trail->arena, env, PF_STR("*"), nowhere,
                    pf_node_any(trail->arena, PF_KIND_BIT(PF_STRING), true,
                                PF_STR("the variable env."), nowhere));
}

static void add_env(struct pf_trail *trail, struct pf_node *env, const struct pf_node *declared,
                    const struct pf_node *contexts)
{
    if (declared != NULL && declared->kind != PF_MAP && declared->kind != PF_NULL)
        open_env(trail, env);
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++) {
        const struct pf_node *item = declared->items[i];
        if (env->count + 1 >= PF_TRAIL_ENV)
            open_env(trail, env);
        if (pf_node_is_scalar(item))
            set_variable(trail, env, item->key->text,
                         pf_contexts_fill(trail->arena, contexts, item, false));
    }
}

static struct pf_node *copy_map(struct pf_arena *arena, const struct pf_node *map)
{
    struct pf_node *copy = pf_node_new(arena, PF_MAP, map->span);
    for (size_t i = 0; i < map->count; i++)
        pf_node_append(arena, copy, map->items[i]);
    return copy;
}

static const struct pf_node *operating_system(struct pf_trail *trail)
{
    static const struct {
        pf_str label, name;
    } systems[] = {
        {PF_STR_INIT("ubuntu-"), PF_STR_INIT("Linux")},
        {PF_STR_INIT("macos-"), PF_STR_INIT("macOS")},
        {PF_STR_INIT("windows-"), PF_STR_INIT("Windows")},
    };
    struct pf_node *runner = pf_contexts_open(trail->arena, PF_STR("runner."), PF_KINDS_ALL);
    pf_str label =
        trail->job == NULL ? PF_STR("") : pf_node_text(pf_node_get(trail->job->node, "runs-on"));
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if (pf_str_starts(label, systems[i].label))
            pf_node_put(trail->arena, runner, PF_STR("os"), nowhere,
                        pf_node_str(trail->arena, systems[i].name, nowhere));
    return runner;
}

static void put_contexts(struct pf_trail *trail, const struct pf_trail_given *given)
{
    trail->contexts = pf_node_new(trail->arena, PF_MAP, nowhere);
    put_context(trail, "github",
                given->github != NULL ? given->github
                                      : pf_contexts_github(trail->arena, trail->workflow, NULL));
    put_context(trail, "inputs",
                given->inputs != NULL ? given->inputs
                                      : pf_contexts_inputs(trail->arena, trail->workflow, NULL));
    put_context(trail, "secrets", secrets(trail->arena));
    put_open(trail, "vars", "the variable vars.");
    add_env(trail, trail->env, pf_node_get(trail->workflow->root, "env"), trail->contexts);
    if (given->needs != NULL)
        put_context(trail, "needs", given->needs);
    else
        put_open(trail, "needs", "needs.");
    put_open(trail, "strategy", "strategy.");
    put_open(trail, "job", "job.");
    put_context(trail, "runner", operating_system(trail));
}

struct pf_trail pf_trail_start(struct pf_arena *arena, const struct pf_workflow *workflow,
                               const struct pf_workflow_job *job,
                               const struct pf_trail_given *given)
{
    static const struct pf_trail_given nothing = {0};
    struct pf_trail trail = {.arena = arena, .workflow = workflow, .job = job};
    trail.env = pf_node_new(arena, PF_MAP, nowhere);
    trail.steps = pf_node_new(arena, PF_MAP, nowhere);
    put_contexts(&trail, given == NULL ? &nothing : given);
    if (job == NULL)
        return trail;
    const struct pf_node *matrix = given == NULL ? NULL : given->matrix;
    if (matrix == NULL) {
        struct pf_matrix legs = pf_matrix_of(arena, job, trail.contexts);
        matrix = pf_matrix_joined(arena, &legs);
    }
    put_context(&trail, "matrix", matrix);
    add_env(&trail, trail.env, pf_node_get(job->node, "env"), trail.contexts);
    return trail;
}

static const struct pf_node *with_env(const struct pf_trail *trail, const struct pf_node *env)
{
    struct pf_node *contexts = copy_map(trail->arena, trail->contexts);
    pf_node_put(trail->arena, contexts, PF_STR("env"), nowhere,
                pf_node_with_key(trail->arena, env, NULL));
    pf_node_put(trail->arena, contexts, PF_STR("steps"), nowhere,
                pf_node_with_key(trail->arena, trail->steps, NULL));
    return contexts;
}

const struct pf_node *pf_trail_outer_contexts(const struct pf_trail *trail)
{
    return with_env(trail, trail->env);
}

const struct pf_node *pf_trail_contexts(const struct pf_trail *trail,
                                        const struct pf_workflow_step *step)
{
    const struct pf_node *outer = pf_trail_outer_contexts(trail);
    if (step == NULL || step->env == NULL)
        return outer;
    struct pf_trail own = *trail;
    own.env = copy_map(trail->arena, trail->env);
    add_env(&own, own.env, step->env, outer);
    return with_env(trail, own.env);
}

struct pf_node *pf_trail_env(const struct pf_trail *trail, const struct pf_workflow_step *step)
{
    return copy_map(trail->arena, pf_node_get(pf_trail_contexts(trail, step), "env"));
}

/* A script of another shell than bash cannot be read. */
static bool is_bash(const struct pf_trail *trail, const struct pf_workflow_step *step)
{
    const struct pf_node *shell = pf_node_get(step->node, "shell");
    const struct pf_node *maps[] = {trail->job == NULL ? NULL : trail->job->node,
                                    trail->workflow->root};
    for (size_t i = 0; shell == NULL && i < sizeof maps / sizeof *maps; i++)
        shell = pf_node_get(pf_node_get(pf_node_get(maps[i], "defaults"), "run"), "shell");
    pf_str text = pf_node_text(shell);
    return text.len == 0 || pf_str_starts(text, PF_STR("bash")) ||
           pf_str_starts(text, PF_STR("sh")) || pf_str_contains(text, PF_STR("/bash"));
}

static const struct pf_node *doubted(struct pf_trail *trail, const struct pf_write *write,
                                     enum pf_truth runs)
{
    if (runs == PF_YES)
        return write->value;
    return pf_node_any(trail->arena, PF_KIND_BIT(PF_STRING), true,
                       PF_STR("a step that may not run"), nowhere);
}

/* What an opaque script may have changed: the variables it names, and any that nobody declared. */
static void doubt_env(struct pf_trail *trail, pf_str script)
{
    open_env(trail, trail->env);
    for (size_t i = 0; i < trail->env->count; i++) {
        const struct pf_node *item = trail->env->items[i];
        bool is_rest = pf_str_eq(item->key->text, PF_STR("*"));
        if (!is_rest && pf_str_contains(script, item->key->text))
            set_variable(trail, trail->env, item->key->text,
                         pf_node_any(trail->arena, PF_KIND_BIT(PF_STRING), true,
                                     PF_STR("a script that may set it"), nowhere));
    }
}

static void pass_env(struct pf_trail *trail, const struct pf_workflow_step *step, pf_str script,
                     const struct pf_node *env, enum pf_truth runs)
{
    struct pf_writes writes = pf_writes_of(trail->arena, script, PF_STR("GITHUB_ENV"), env);
    if (writes.count == 0 && !writes.is_open)
        return;
    trail->env = copy_map(trail->arena, trail->env);
    if (writes.is_open || !is_bash(trail, step))
        doubt_env(trail, script);
    for (size_t i = 0; i < writes.count; i++)
        set_variable(trail, trail->env, writes.items[i].name,
                     doubted(trail, &writes.items[i], runs));
}

/* The outputs of a script: what it writes, and anything else where that cannot be followed. */
static struct pf_node *script_outputs(struct pf_trail *trail, const struct pf_workflow_step *step,
                                      pf_str script, const struct pf_node *env, enum pf_truth runs)
{
    struct pf_writes writes = pf_writes_of(trail->arena, script, PF_STR("GITHUB_OUTPUT"), env);
    pf_str prefix =
        pf_arena_format(trail->arena, "the output steps.%.*s.outputs.", PF_ARG(step->id));
    struct pf_node *outputs = pf_contexts_open(trail->arena, prefix, PF_KIND_BIT(PF_STRING));
    for (size_t i = 0; i < writes.count && is_bash(trail, step); i++)
        set_variable(trail, outputs, writes.items[i].name, doubted(trail, &writes.items[i], runs));
    return outputs;
}

static const struct pf_node *result_of(struct pf_trail *trail, enum pf_truth runs)
{
    struct pf_node *success = pf_node_str(trail->arena, PF_STR("success"), nowhere);
    struct pf_node *skipped = pf_node_str(trail->arena, PF_STR("skipped"), nowhere);
    if (runs == PF_MAYBE)
        return pf_node_join(trail->arena, success, skipped);
    return runs == PF_YES ? success : skipped;
}

static void add_result(struct pf_trail *trail, const struct pf_workflow_step *step,
                       struct pf_node *outputs, enum pf_truth runs)
{
    struct pf_node *result = pf_node_new(trail->arena, PF_MAP, nowhere);
    const struct pf_node *ended = result_of(trail, runs);
    pf_node_put(trail->arena, result, PF_STR("outputs"), nowhere, outputs);
    pf_node_put(trail->arena, result, PF_STR("outcome"), nowhere,
                pf_node_with_key(trail->arena, ended, NULL));
    pf_node_put(trail->arena, result, PF_STR("conclusion"), nowhere,
                pf_node_with_key(trail->arena, ended, NULL));
    pf_node_put(trail->arena, trail->steps, step->id, nowhere, result);
}

static void pass_script(struct pf_trail *trail, const struct pf_workflow_step *step,
                        enum pf_truth runs)
{
    const struct pf_node *contexts = pf_trail_contexts(trail, step);
    const struct pf_node *env = pf_node_get(contexts, "env");
    pf_str script = pf_contexts_fill_known(trail->arena, contexts, step->run->text);
    if (step->id.len > 0)
        add_result(trail, step, script_outputs(trail, step, script, env, runs), runs);
    pass_env(trail, step, script, env, runs);
}

static bool writes_files(pf_str script)
{
    return pf_str_contains(script, PF_STR("GITHUB_ENV")) ||
           pf_str_contains(script, PF_STR("::set-"));
}

void pf_trail_pass(struct pf_trail *trail, const struct pf_workflow_step *step, enum pf_truth runs)
{
    trail->passed++;
    if (runs == PF_NO) {
        if (step->id.len > 0)
            add_result(trail, step, pf_node_new(trail->arena, PF_MAP, nowhere), runs);
        return;
    }
    if (step->run != NULL) {
        if (step->id.len > 0 || writes_files(step->run->text))
            pass_script(trail, step, runs);
        return;
    }
    if (step->uses != NULL && pf_ghexpr_value_rest(trail->env) == NULL) {
        trail->env = copy_map(trail->arena, trail->env);
        open_env(trail, trail->env);
    }
    pf_str prefix =
        pf_arena_format(trail->arena, "the output steps.%.*s.outputs.", PF_ARG(step->id));
    if (step->id.len > 0)
        add_result(trail, step, pf_contexts_open(trail->arena, prefix, PF_KIND_BIT(PF_STRING)),
                   runs);
}
