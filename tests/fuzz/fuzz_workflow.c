/* Workflows: any file is looked at, simulated and searched for deploys. */
#include "model/deploy.h"
#include "model/workflow_shape.h"

static void put(struct pf_arena *arena, struct pf_node *files, pf_str path, pf_str text)
{
    pf_node_put(arena, files, path, (pf_span){0}, pf_node_str(arena, text, (pf_span){0}));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str text = {(const char *)data, size};
    struct pf_node *files = pf_node_new(arena, PF_MAP, (pf_span){0});
    put(arena, files, PF_STR(".github/workflows/w.yml"), text);
    put(arena, files, PF_STR("act/action.yml"), text);
    put(arena, files, PF_STR("run.sh"), text);
    struct pf_project *project = pf_project_virtual(arena, files);
    const struct pf_workflows *workflows = pf_project_workflows(project);
    pf_project_shapes(project);
    struct pf_event event = {.name = PF_STR("push"), .branch = PF_STR("main")};
    const struct pf_simulation *simulation = pf_simulate(arena, project, workflows, &event);
    const struct pf_deploys *deploys = pf_deploys_find(arena, project);
    for (size_t i = 0; i < deploys->count; i++)
        pf_deploy_runs(simulation, &deploys->items[i]);
    pf_builds_find(arena, workflows);
    pf_arena_free(arena);
    return 0;
}
