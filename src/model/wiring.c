/* Reads all that the rules ask about, and joins it to deployments. */
#include "model/wiring.h"

#include "model/deploy_inside.h"
#include "model/deployment.h"
#include "model/outlook.h"
#include "model/packages.h"
#include "model/repository.h"
#include "python/trees.h"

static void set_mandated(struct pf_wiring *wiring)
{
    static const pf_str usual[] = {PF_STR_INIT("SENTRY_DSN"), PF_STR_INIT("SECRET_KEY"),
                                   PF_STR_INIT("DEBUG"), PF_STR_INIT("ALLOWED_HOSTS")};
    if (wiring->options.mandated != NULL) {
        wiring->mandated = *wiring->options.mandated;
        return;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        *pf_pile_add(wiring->arena, &wiring->mandated) = usual[i];
}

const struct pf_wiring *pf_wiring_connect(struct pf_arena *arena, struct pf_project *project,
                                          const struct pf_wiring_options *options)
{
    struct pf_wiring *wiring = PF_NEW(arena, struct pf_wiring);
    *wiring = (struct pf_wiring){.arena = arena, .project = project, .options = *options};
    wiring->trees = pf_trees_new(arena);
    wiring->pushes = PF_NEW(arena, struct pf_index);
    *wiring->pushes = pf_index_new(arena);
    wiring->kept = PF_NEW(arena, struct pf_index);
    *wiring->kept = pf_index_new(arena);
    set_mandated(wiring);
    wiring->git = pf_repository_read(arena, project);
    wiring->docs = pf_docs_read(arena, project);
    wiring->deploys = pf_deploys_find(arena, project);
    wiring->accesses = pf_accesses_find(arena, project, &wiring->deploys->workflows);
    wiring->packages = pf_packages_of(arena, project);
    wiring->builds = pf_builds_find(arena, &wiring->deploys->workflows);
    pf_deployments_find(wiring);
    for (size_t i = 0; i < wiring->deployment_count; i++)
        pf_deployment_complete(wiring, &wiring->deployments[i]);
    return wiring;
}

const struct pf_simulation *pf_wiring_push(const struct pf_wiring *wiring, pf_str branch)
{
    struct pf_arena *arena = wiring->arena;
    const struct pf_git *git = wiring->git;
    struct pf_simulation *known = pf_index_get(wiring->pushes, branch);
    if (known != NULL)
        return known;
    struct pf_event event = {
        .name = PF_STR("push"), .branch = branch, .default_branch = git->default_branch};
    if (git->owner.len > 0)
        event.repository =
            pf_arena_format(arena, "%.*s/%.*s", PF_ARG(git->owner), PF_ARG(git->name));
    struct pf_simulation *simulation = PF_NEW(arena, struct pf_simulation);
    *simulation = *pf_simulate(arena, wiring->project, &wiring->deploys->workflows, &event);
    pf_index_put(wiring->pushes, pf_arena_str(arena, branch), simulation);
    return simulation;
}

const struct pf_settings *pf_wiring_what_if(struct pf_arena *arena, const struct pf_wiring *wiring,
                                            const struct pf_deployment *deployment, pf_str name,
                                            const struct pf_node *value)
{
    pf_str module =
        deployment->modules.count == 0 ? PF_STR("") : deployment->modules.items[0].module;
    struct pf_settings_options options = pf_outlook_options(arena, wiring, deployment, module);
    options.environment = pf_outlook_environment(arena, deployment->environment, name, value);
    options.environment_is_open = deployment->environment_is_open && value != NULL;
    return pf_outlook_of(arena, &options).judged;
}
