/* A plan: one object, in the order of schemas/plan.json. */
#include "cli/plan_inside.h"

enum pf_truth pf_plan_triggers(const struct pf_plan_writer *writer,
                               const struct pf_workflow *workflow)
{
    for (size_t i = 0; i < writer->push->workflow_count; i++)
        if (writer->push->workflows[i].workflow->file == workflow->file)
            return writer->push->workflows[i].triggered;
    return PF_NO;
}

static void put_items(struct pf_json *json, const struct pf_node *node)
{
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == PF_MAP)
            pf_json_key_str(json, pf_node_text(node->items[i]->key));
        pf_plan_put_node(json, node->items[i]);
    }
}

void pf_plan_put_node(struct pf_json *json, const struct pf_node *node)
{
    switch (node == NULL ? PF_NULL : node->kind) {
    case PF_BOOL:
        pf_json_bool(json, node->as.boolean);
        break;
    case PF_INT:
    case PF_REAL:
    case PF_STRING:
        pf_json_string(json, node->text);
        break;
    case PF_SEQ:
        pf_json_open(json, '[');
        put_items(json, node);
        pf_json_close(json, ']');
        break;
    case PF_MAP:
        pf_json_open(json, '{');
        put_items(json, node);
        pf_json_close(json, '}');
        break;
    default:
        pf_json_null(json);
    }
}

/* The surest answer of all deploys, and how many there are. */
static enum pf_truth push_deploys(const struct pf_plan_writer *writer)
{
    enum pf_truth deploys = PF_NO;
    for (size_t i = 0; i < writer->wiring->deploys->count; i++)
        deploys =
            pf_truth_or(deploys, pf_deploy_runs(writer->push, &writer->wiring->deploys->items[i]));
    return deploys;
}

static void put_reasons(struct pf_plan_writer *writer)
{
    pf_json_key(&writer->json, "reasons");
    pf_json_open(&writer->json, '[');
    for (size_t i = 0; i < writer->push->workflow_count; i++) {
        const struct pf_simulated *one = &writer->push->workflows[i];
        if (one->triggered == PF_YES || one->reason.len == 0)
            continue;
        pf_json_string(&writer->json,
                       pf_arena_format(writer->arena, "%.*s: %.*s",
                                       PF_ARG(one->workflow->file->path), PF_ARG(one->reason)));
    }
    pf_json_close(&writer->json, ']');
}

static void put_configuration(struct pf_plan_writer *writer, const struct pf_scene *scene)
{
    pf_json_put_string(&writer->json, "config", scene->config_path);
    pf_json_key(&writer->json, "deploy");
    pf_plan_put_node(&writer->json, scene->config.deploy);
}

pf_str pf_plan_json(const struct pf_scene *scene, pf_str branch)
{
    struct pf_arena *arena = scene->call->arena;
    struct pf_buffer buffer = pf_buffer_new(arena);
    if (branch.len == 0)
        branch = pf_wiring_branch(scene->wiring).name;
    struct pf_plan_writer writer = {.arena = arena,
                                    .wiring = scene->wiring,
                                    .push = pf_wiring_push(scene->wiring, branch),
                                    .json = pf_json_new(&buffer, false)};
    pf_json_open(&writer.json, '{');
    pf_json_put_string(&writer.json, "branch", branch);
    pf_json_put_string(&writer.json, "production_branch", pf_wiring_branch(scene->wiring).name);
    pf_json_put_c(&writer.json, "push_deploys", pf_truth_name(push_deploys(&writer)));
    put_reasons(&writer);
    pf_plan_put_deployments(&writer);
    pf_plan_put_github(&writer);
    pf_plan_put_checks(&writer);
    put_configuration(&writer, scene);
    pf_json_close(&writer.json, '}');
    return pf_buffer_str(&buffer);
}
