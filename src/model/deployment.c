/* What follows from a deployment's container, deploy and Dockerfile. */
#include "model/deployment.h"

#include "model/outlook.h"
#include "model/packages.h"

void pf_deployment_note(struct pf_wiring *wiring, pf_str text)
{
    pf_strs_add_once(wiring->arena, &wiring->notes, text);
}

/* "python:3.11-slim" → 11; 0 for an image that does not say. */
static unsigned python_minor_of(const struct pf_image *image)
{
    pf_str base = pf_node_text(image == NULL ? NULL : image->base), rest;
    ptrdiff_t at = pf_str_find(base, PF_STR("python"));
    if (at == PF_STR_NONE ||
        !pf_str_cut(pf_str_slice(base, (size_t)at, base.len), '3', &base, &rest))
        return 0;
    if (rest.len < 2 || rest.data[0] != '.' || !pf_is_digit(rest.data[1]))
        return 0;
    unsigned minor = 0;
    for (size_t i = 1; i < rest.len && i < 3 && pf_is_digit(rest.data[i]); i++)
        minor = minor * 10 + (unsigned)(rest.data[i] - '0');
    return minor;
}

/* A module is named, but not in a way that tells which: "config.settings.${STAGE}". */
static bool is_untold(const struct pf_module_choices *modules)
{
    return modules->count > 0 && modules->items[0].module.len == 0;
}

static const struct pf_image *image_of(struct pf_arena *arena,
                                       const struct pf_deployment *deployment)
{
    struct pf_image *image = PF_NEW(arena, struct pf_image);
    const struct pf_build *build = deployment->build;
    bool is_made =
        deployment->dockerfile != NULL &&
        pf_image_of_build(
            arena, deployment->dockerfile->root, build == NULL ? PF_STR("") : build->target,
            pf_image_build_args(arena, build == NULL ? NULL : build->build_args), image);
    return is_made ? image : deployment->image;
}

/* Which variables the container gets, and what it starts. */
static void set_environment(const struct pf_wiring *wiring, struct pf_deployment *deployment)
{
    struct pf_arena *arena = wiring->arena;
    deployment->image = image_of(arena, deployment);
    deployment->start =
        pf_start_of(arena, wiring->project, deployment->container, deployment->image);
    if (deployment->open_reason.len == 0)
        deployment->open_reason =
            pf_supplies_open_reason(arena, deployment->container, deployment->deploy);
    if (deployment->open_reason.len == 0 && deployment->start.brings_variables)
        deployment->open_reason = PF_STR("the start takes variables from what is not read");
    deployment->environment_is_open = deployment->open_reason.len > 0;
    deployment->supplies =
        pf_supplies_of(arena, deployment->container, deployment->deploy,
                       deployment->image == NULL ? NULL : deployment->image->environment,
                       &deployment->start, deployment->environment_is_open);
    deployment->environment = pf_supplies_environment(arena, &deployment->supplies);
}

/* Which settings module it takes, and on what it runs. */
static void set_module(const struct pf_wiring *wiring, struct pf_deployment *deployment)
{
    struct pf_arena *arena = wiring->arena;
    struct pf_project *project = wiring->project;
    if (deployment->runs_django == PF_NO)
        return;
    deployment->roots = pf_entry_roots(arena, project, &deployment->start);
    if (deployment->modules.count == 0)
        deployment->modules =
            pf_entry_modules(arena, project, &deployment->start, &deployment->supplies);
    if (deployment->environment_is_open || is_untold(&deployment->modules))
        pf_entry_doubt_default(arena, project, &deployment->roots, &deployment->modules);
    deployment->python_minor = python_minor_of(deployment->image);
    deployment->django_version = pf_packages_django_version(wiring->packages);
    deployment->django_pin = pf_packages_version(wiring->packages, PF_STR("django"));
}

static void set_settings(const struct pf_wiring *wiring, struct pf_deployment *deployment)
{
    pf_str module =
        deployment->modules.count == 0 ? PF_STR("") : deployment->modules.items[0].module;
    struct pf_settings_options options =
        pf_outlook_options(wiring->arena, wiring, deployment, module);
    struct pf_outlook outlook = pf_outlook_of(wiring->arena, &options);
    deployment->settings = outlook.settings;
    deployment->judged = outlook.judged;
    deployment->raises = outlook.raises;
    deployment->raise_count = outlook.raise_count;
    if (deployment->judged != NULL && deployment->judged->loads_unknown_file &&
        !deployment->environment_is_open) {
        deployment->environment_is_open = true;
        deployment->open_reason = PF_STR(
            "the settings load a file of variables, and what it holds in the image is not known");
    }
}

void pf_deployment_complete(struct pf_wiring *wiring, struct pf_deployment *deployment)
{
    set_environment(wiring, deployment);
    set_module(wiring, deployment);
    set_settings(wiring, deployment);
    if (deployment->settings == NULL)
        pf_deployment_note(
            wiring, pf_arena_format(wiring->arena,
                                    deployment->modules.count > 0
                                        ? "%.*s: no file tells which settings module it takes; "
                                          "name it under 'deployments' in preflight.yml"
                                        : "%.*s: no settings module was found",
                                    PF_ARG(deployment->name)));
}
