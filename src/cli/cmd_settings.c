/* preflight settings: what the Django settings evaluate to in production, and why. */
#include "cli/commands.h"
#include "cli/environment.h"
#include "cli/scene.h"
#include "cli/settings_print.h"
#include "model/packages.h"
#include "model/view.h"

enum {
    OPTION_FORMAT = PF_OPTION_FIRST_OWN,
    OPTION_FOLDER,
    OPTION_CONFIG,
    OPTION_MODULE,
    OPTION_ENV,
    OPTION_ENV_FILE,
    OPTION_BARE
};
static const char *const formats[] = {"text", "json", NULL};
static const struct pf_option options[] = {
    PF_COMMON_OPTIONS,
    [OPTION_FORMAT] = {.name = "format",
                       .letter = 'f',
                       .kind = PF_OPTION_VALUE,
                       .value = "FORMAT",
                       .help = "text (default) or json",
                       .choices = formats},
    [OPTION_FOLDER] = {.name = "project",
                       .letter = 'C',
                       .kind = PF_OPTION_VALUE,
                       .value = "FOLDER",
                       .help = "the project; the current folder by default",
                       .completes = PF_COMPLETES_FOLDERS},
    [OPTION_CONFIG] = {.name = "config",
                       .kind = PF_OPTION_VALUE,
                       .value = "FILE",
                       .help = "this configuration instead of the nearest preflight.yml",
                       .completes = PF_COMPLETES_FILES},
    [OPTION_MODULE] = {.name = "module",
                       .letter = 'm',
                       .kind = PF_OPTION_VALUE,
                       .value = "MODULE",
                       .help = "this settings module: a dotted name, or a path that ends in .py",
                       .completes = PF_COMPLETES_FILES},
    [OPTION_ENV] = {.name = "env",
                    .letter = 'e',
                    .kind = PF_OPTION_LIST,
                    .value = "NAME=VALUE",
                    .help = "as if the container were given this too; NAME alone takes it away"},
    [OPTION_ENV_FILE] = {.name = "env-file",
                         .kind = PF_OPTION_LIST,
                         .value = "FILE",
                         .help = "the same for every line of a file, as docker run reads it",
                         .completes = PF_COMPLETES_FILES},
    [OPTION_BARE] = {.name = "bare",
                     .help = "in an empty environment: no task definition, no Dockerfile"},
    {.name = NULL},
};

/* Was anything asked that differs from what production does? */
static bool is_hypothetical(const struct pf_given *given)
{
    return pf_given_times(given, OPTION_MODULE) + pf_given_times(given, OPTION_ENV) +
               pf_given_times(given, OPTION_ENV_FILE) + pf_given_times(given, OPTION_BARE) >
           0;
}

static const struct pf_files *view_of(struct pf_scene *scene,
                                      const struct pf_deployment *deployment)
{
    struct pf_arena *arena = scene->call->arena;
    if (deployment == NULL || deployment->dockerfile == NULL)
        return &scene->project->python;
    pf_str context = deployment->build == NULL ? PF_STR("") : deployment->build->context;
    struct pf_image_origin *origin = PF_NEW(arena, struct pf_image_origin);
    *origin = pf_image_origin_of(arena, scene->project, deployment->dockerfile->path, context,
                                 deployment->image);
    return pf_view_of_image(arena, scene->project, origin, deployment->build);
}

static pf_str module_of(const struct pf_given *given, const struct pf_deployment *deployment)
{
    pf_str named = pf_given_value(given, OPTION_MODULE, "");
    if (named.len > 0 || deployment == NULL || deployment->modules.count == 0)
        return named;
    return deployment->modules.items[0].module;
}

/* The settings with the environment and the module that were asked for. NULL without a module. */
static const struct pf_settings *
evaluate(struct pf_scene *scene, const struct pf_deployment *deployment, struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    const struct pf_given *given = &scene->call->given;
    bool bare = pf_given_flag(given, OPTION_BARE);
    const struct pf_node *base = bare || deployment == NULL ? NULL : deployment->environment;
    const struct pf_node *environment =
        pf_environment_with(arena, base, pf_given_list(given, OPTION_ENV_FILE),
                            pf_given_list(given, OPTION_ENV), error);
    if (environment == NULL)
        return NULL;
    static const pf_str project_root[] = {PF_STR_INIT("")};
    bool has_roots = deployment != NULL && deployment->roots.count > 0;
    struct pf_settings_options evaluation = {
        .files = bare ? &scene->project->python : view_of(scene, deployment),
        .module = module_of(given, deployment),
        .roots = has_roots ? deployment->roots.items : project_root,
        .root_count = has_roots ? deployment->roots.count : 1,
        .root_path = bare || deployment == NULL
                         ? PF_STR("")
                         : pf_deployment_root(arena, scene->project, deployment,
                                              module_of(given, deployment)),
        .environment = environment,
        .environment_is_open = !bare && deployment != NULL && deployment->environment_is_open,
        .open_reason = deployment == NULL ? PF_STR("") : deployment->open_reason,
        .python_minor = deployment == NULL ? 0 : deployment->python_minor,
        .django_version = deployment == NULL ? 0 : deployment->django_version,
        .packages = pf_packages_versions(arena, scene->wiring->packages),
        .memory = scene->call->memory,
    };
    if (evaluation.module.len == 0) {
        pf_error_set(error, PF_EXIT_USAGE, "no settings module was found; name one with --module");
        return NULL;
    }
    const struct pf_settings *settings = pf_settings_evaluate(arena, &evaluation);
    if (settings->path.len > 0)
        return settings;
    pf_error_set(error, PF_EXIT_USAGE, "there is no module '%.*s' in the project",
                 PF_ARG(evaluation.module));
    return NULL;
}

static void print(struct pf_call *call, const struct pf_settings *settings,
                  const struct pf_deployment *deployment)
{
    pf_str name = deployment == NULL ? PF_STR("") : deployment->name;
    if (pf_str_eq(pf_given_value(&call->given, OPTION_FORMAT, "text"), PF_STR("json")))
        pf_settings_print_json(settings, name, &call->given.operands, &call->out);
    else
        pf_settings_print_text(settings, name, &call->given.operands, &call->out);
}

/* Each deployment's settings, in turn. */
static bool print_all(struct pf_scene *scene, struct pf_error *error)
{
    const struct pf_wiring *wiring = scene->wiring;
    size_t printed = 0;
    for (size_t i = 0; i < wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        if (deployment->settings == NULL)
            continue;
        print(scene->call, deployment->settings, deployment);
        printed++;
    }
    if (printed == 0)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "no settings module was found; name one with --module");
    return true;
}

static bool print_hypothetical(struct pf_scene *scene, struct pf_error *error)
{
    const struct pf_wiring *wiring = scene->wiring;
    /* Without suppliers, or with a module named, one evaluation says it all. */
    bool each = !pf_given_flag(&scene->call->given, OPTION_BARE) &&
                pf_given_times(&scene->call->given, OPTION_MODULE) == 0;
    size_t count = each && wiring->deployment_count > 1 ? wiring->deployment_count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct pf_deployment *deployment =
            i < wiring->deployment_count ? &wiring->deployments[i] : NULL;
        const struct pf_settings *settings = evaluate(scene, deployment, error);
        if (settings == NULL)
            return false;
        print(scene->call, settings, deployment);
    }
    return true;
}

static int run(struct pf_call *call, struct pf_error *error)
{
    struct pf_scene scene;
    const struct pf_given *given = &call->given;
    if (!pf_scene_set(&scene, call, pf_given_value(given, OPTION_FOLDER, "."),
                      pf_given_value(given, OPTION_CONFIG, ""), error))
        return error->exit_status;
    bool done =
        is_hypothetical(given) ? print_hypothetical(&scene, error) : print_all(&scene, error);
    return done ? PF_EXIT_CLEAN : (int)error->exit_status;
}

const struct pf_command pf_command_settings = {
    .name = "settings",
    .summary = "what the Django settings evaluate to in production, and why",
    .operands = "[NAME…]",
    .about = "Evaluates the settings module as the production container would import it, without "
             "running it, and\nprints every setting, or those named. What only a secret or the "
             "world outside knows is unknown\nand says why.",
    .options = options,
    .run = run,
};
