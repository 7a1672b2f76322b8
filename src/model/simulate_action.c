/* The steps of a local composite action, as the step that uses it runs them. */
#include "model/simulate_inside.h"

#include "model/action.h"

enum { MAX_DEPTH = 10 /* GitHub follows no more actions in one another */ };

/* What the step gives and the action's defaults: inputs of actions are texts, 'false' too. */
static const struct pf_node *inputs_of(struct pf_arena *arena, const struct pf_node *contexts,
                                       const struct pf_workflow_step *step,
                                       const struct pf_node *declared)
{
    struct pf_node *inputs = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (size_t i = 0; step->with != NULL && i < step->with->count; i++) {
        const struct pf_node *given = step->with->items[i];
        const struct pf_node *value = pf_contexts_fill(arena, contexts, given, false);
        pf_node_put(arena, inputs, given->key->text, (pf_span){0},
                    pf_node_with_key(arena, value, NULL));
    }
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++) {
        const struct pf_node *value = pf_node_get(declared->items[i], "default");
        pf_str name = declared->items[i]->key->text;
        if (pf_node_get_str(inputs, name) != NULL)
            continue;
        pf_str text = pf_node_text(pf_contexts_fill(arena, contexts, value, false));
        pf_node_put(arena, inputs, name, (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
    }
    return inputs;
}

static void refuse(struct pf_simulated_step *inner, const struct pf_simulated_step *outer)
{
    inner->runs = PF_NO;
    inner->reason = PF_STR("the step that uses the action does not run");
    inner->decided = outer->decided;
}

struct pf_simulated_step *pf_simulate_action(const struct pf_run *run,
                                             const struct pf_workflow_job *job,
                                             const struct pf_simulated_step *outer,
                                             const struct pf_trail *trail, size_t *count)
{
    struct pf_arena *arena = run->arena;
    const struct pf_node *root =
        run->depth < MAX_DEPTH ? pf_action_composite(arena, run->project, outer->step) : NULL;
    *count = 0;
    if (root == NULL)
        return NULL;
    const struct pf_node *contexts = pf_trail_contexts(trail, outer->step);
    struct pf_workflow *inside = PF_NEW(arena, struct pf_workflow);
    *inside = *run->workflow;
    inside->inputs = inputs_of(arena, contexts, outer->step, pf_node_get(root, "inputs"));
    const struct pf_workflow_job *steps = pf_action_job(arena, root, job);
    struct pf_run inner = *run;
    inner.workflow = inside;
    inner.depth = run->depth + 1;
    struct pf_trail_given given = {.github = pf_node_get(contexts, "github"),
                                   .inputs = inside->inputs,
                                   .needs = pf_node_get(contexts, "needs"),
                                   .matrix = pf_node_get(contexts, "matrix")};
    struct pf_trail within = pf_trail_start(arena, inside, steps, &given);
    within.env = pf_trail_env(trail, outer->step);
    struct pf_simulated_step *items =
        PF_NEW_ARRAY(arena, struct pf_simulated_step, steps->step_count);
    pf_simulate_step_list(&inner, steps, &within, items);
    for (size_t i = 0; i < steps->step_count; i++) {
        if (outer->runs == PF_NO)
            refuse(&items[i], outer);
        items[i].runs = pf_truth_and(items[i].runs, outer->runs);
    }
    *count = steps->step_count;
    return items;
}
