/* action.yml beyond its keys: runtimes, files it names, deprecated inputs, steps of composites. */
#include "model/shape_inside.h"

#include "ghexpr/find.h"

static void report(struct pf_shape *shape, const struct pf_node *node, pf_str name,
                   const char *detail)
{
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_ACTION_INVALID, node->span, name);
    problem->detail = pf_str_c(detail);
}

static void check_using(struct pf_shape *shape, const struct pf_node *using)
{
    static const pf_str runtimes[] = {PF_STR_INIT("composite"), PF_STR_INIT("docker"),
                                      PF_STR_INIT("node20"), PF_STR_INIT("node24")};
    static const pf_str removed[] = {PF_STR_INIT("node12"), PF_STR_INIT("node16")};
    struct pf_strs names = {0};
    for (size_t i = 0; i < sizeof runtimes / sizeof *runtimes; i++) {
        if (pf_str_eq(runtimes[i], using->text))
            return;
        *pf_pile_add(shape->arena, &names) = runtimes[i];
    }
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_ACTION_INVALID, using->span, using->text);
    problem->detail = PF_STR("GitHub has no such runtime");
    for (size_t i = 0; i < sizeof removed / sizeof *removed; i++)
        if (pf_str_eq(removed[i], using->text)) {
            problem->detail = PF_STR("GitHub takes a newer Node.js in its place");
            problem->is_harmless = true;
        }
    pf_shape_choices(shape, problem, &names);
}

/* A file of the action, beside its action.yml. */
static void check_file(struct pf_shape *shape, const struct pf_node *runs, const char *key)
{
    const struct pf_node *value = pf_node_get(runs, key);
    pf_str clean;
    if (!pf_node_is(value, PF_STRING) || value->text.len == 0 || shape->project == NULL ||
        shape->file == NULL || pf_ghexpr_has(value->text) ||
        pf_str_starts(value->text, PF_STR("docker://")))
        return;
    pf_str folder = pf_path_directory(shape->file->path);
    pf_str path = pf_path_join(shape->arena, folder, value->text);
    bool is_inside = pf_path_clean(shape->arena, path, &clean);
    if (!is_inside || !pf_project_has_file(shape->project, clean))
        report(shape, value, value->text, "the action has no such file");
}

static void check_pairs(struct pf_shape *shape, const struct pf_node *runs)
{
    static const struct {
        const char *condition, *key, *other_key;
    } pairs[] = {
        {"pre-if", "pre", "pre-entrypoint"},
        {"post-if", "post", "post-entrypoint"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const struct pf_node *condition = pf_node_get(runs, pairs[i].condition);
        if (condition != NULL && pf_node_get(runs, pairs[i].key) == NULL &&
            pf_node_get(runs, pairs[i].other_key) == NULL)
            report(shape, condition, condition->key->text, "there is nothing that it decides on");
    }
}

static void check_inputs(struct pf_shape *shape, const struct pf_node *inputs)
{
    for (size_t i = 0; pf_node_is(inputs, PF_MAP) && i < inputs->count; i++) {
        const struct pf_node *message = pf_node_get(inputs->items[i], "deprecationMessage");
        if (message != NULL && pf_str_trim(pf_node_text(message)).len == 0)
            report(shape, message->span.len > 0 ? message : message->key,
                   inputs->items[i]->key->text, "it is deprecated without a word");
    }
}

static void check_steps(struct pf_shape *shape, const struct pf_node *list)
{
    size_t count = 0;
    struct pf_workflow_step *steps = pf_workflow_steps(shape->arena, list, &count);
    struct pf_workflow_job job = {.node = list, .steps = steps, .step_count = count};
    struct pf_workflow workflow = {
        .file = shape->file, .root = shape->root, .jobs = &job, .job_count = 1};
    const struct pf_workflow *outer = shape->workflow;
    shape->workflow = &workflow;
    pf_shape_uses(shape);
    shape->workflow = outer;
}

void pf_shape_action(struct pf_shape *shape, const struct pf_node *root)
{
    const struct pf_node *runs = pf_node_get(root, "runs");
    const struct pf_node *using = pf_node_get(runs, "using");
    check_inputs(shape, pf_node_get(root, "inputs"));
    if (pf_node_text(using).len == 0)
        return;
    check_using(shape, using);
    check_pairs(shape, runs);
    if (pf_str_starts(using->text, PF_STR("node"))) {
        check_file(shape, runs, "main");
        check_file(shape, runs, "pre");
        check_file(shape, runs, "post");
    }
    if (pf_str_eq(using->text, PF_STR("composite")))
        check_steps(shape, pf_node_get(runs, "steps"));
}
