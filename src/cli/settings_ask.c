/* From options to evaluated settings: which deployment, which module, which variables. */
#include "cli/settings_ask.h"

#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cli/environment.h"

/* "web" of "deploy.yml:deploy/web", also "deploy" and "deploy/web". */
static bool is_part(pf_str whole, pf_str part)
{
    if (part.len == 0 || part.len > whole.len)
        return false;
    for (size_t at = 0; at + part.len <= whole.len; at++) {
        bool begins = at == 0 || whole.data[at - 1] == '/' || whole.data[at - 1] == ':';
        bool ends = at + part.len == whole.len || whole.data[at + part.len] == '/' ||
                    whole.data[at + part.len] == ':';
        if (begins && ends && pf_str_eq(pf_str_slice(whole, at, at + part.len), part))
            return true;
    }
    return false;
}

static pf_str names_of(struct pf_arena *arena, const struct pf_wiring *wiring)
{
    struct pf_strs names = {0};
    for (size_t i = 0; i < wiring->deployment_count; i++)
        *pf_pile_add(arena, &names) = wiring->deployments[i].name;
    return names.count == 0 ? PF_STR("none was found")
                            : pf_arena_join(arena, names.items, names.count, PF_STR(", "));
}

/* The deployment that is called so or, failing that, the only one of whose name it is a part.
 * `*count` says how many fit. */
static const struct pf_deployment *find_deployment(const struct pf_wiring *wiring, pf_str name,
                                                   size_t *count)
{
    const struct pf_deployment *found = NULL;
    *count = 0;
    for (size_t i = 0; i < wiring->deployment_count; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        if (pf_str_eq(deployment->name, name)) {
            *count = 1;
            return deployment;
        }
        if (is_part(deployment->name, name) && (*count)++ == 0)
            found = deployment;
    }
    return *count == 1 ? found : NULL;
}

/* The folder itself, for an evaluation that is about no image: what python would see here. */
static pf_str folder_itself(const struct pf_scene *scene)
{
    char path[PATH_MAX];
    struct pf_arena *arena = scene->call->arena;
    return realpath(pf_arena_str(arena, scene->folder).data, path) == NULL
               ? PF_STR("")
               : pf_arena_str(arena, pf_str_c(path));
}

static bool is_beside(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

/* Does nothing say in what it runs, so that any folder is as good as this one? */
static bool has_no_image(const struct pf_deployment *deployment)
{
    return deployment->dockerfile == NULL && deployment->taskdef == NULL &&
           deployment->deploy == NULL;
}

/* Without suppliers, and with all files of the project. */
static struct pf_settings_options bare_options(struct pf_scene *scene,
                                               const struct pf_settings_options *options)
{
    static const pf_str project_root[] = {PF_STR_INIT("")};
    struct pf_settings_options bare = *options;
    bare.files = &scene->project->python;
    bare.root_path = folder_itself(scene);
    bare.is_whole = true;
    bare.is_beside = is_beside;
    bare.runs_devserver = PF_NO;
    bare.environment_is_open = false;
    if (bare.root_count == 0) {
        bare.roots = project_root;
        bare.root_count = 1;
    }
    return bare;
}

static bool evaluate(struct pf_scene *scene, const struct pf_question *question,
                     const struct pf_deployment *deployment, struct pf_subject *subject,
                     struct pf_error *error)
{
    struct pf_arena *arena = scene->call->arena;
    static const struct pf_deployment none = {0};
    const struct pf_deployment *of = deployment == NULL ? &none : deployment;
    pf_str module = question->module;
    *subject = (struct pf_subject){0};
    if (module.len == 0 && of->modules.count > 0)
        module = of->modules.items[0].module;
    if (module.len == 0)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "no settings module was found; name one with --module");
    struct pf_settings_options options = pf_outlook_options(arena, scene->wiring, of, module);
    if (question->bare || deployment == NULL)
        options = bare_options(scene, &options);
    else if (has_no_image(of))
        options.root_path = folder_itself(scene);
    options.environment = pf_environment_with(arena, question->bare ? NULL : of->environment,
                                              question->env_files, question->env, error);
    if (options.environment == NULL)
        return false;
    *subject = (struct pf_subject){.name = of->name,
                                   .deployment = deployment,
                                   .environment = options.environment,
                                   .outlook = pf_outlook_of(arena, &options)};
    return subject->outlook.settings != NULL ||
           pf_error_set(error, PF_EXIT_USAGE, "there is no module '%.*s' in the project",
                        PF_ARG(module));
}

static bool no_deployment(struct pf_scene *scene, pf_str name, size_t count, struct pf_error *error)
{
    return pf_error_set(error, PF_EXIT_USAGE, "%s '%.*s'; there are: %.*s",
                        count == 0 ? "there is no deployment" : "several deployments are called",
                        PF_ARG(name), PF_ARG(names_of(scene->call->arena, scene->wiring)));
}

bool pf_question_answer(struct pf_scene *scene, const struct pf_question *question,
                        struct pf_subjects *subjects, struct pf_error *error)
{
    const struct pf_wiring *wiring = scene->wiring;
    struct pf_arena *arena = scene->call->arena;
    size_t fits;
    if (question->deployment.len > 0) {
        const struct pf_deployment *one = find_deployment(wiring, question->deployment, &fits);
        return one == NULL ? no_deployment(scene, question->deployment, fits, error)
                           : evaluate(scene, question, one, pf_pile_add(arena, subjects), error);
    }
    /* Without suppliers, or with a module named, one evaluation says it all. */
    bool each = !question->bare && question->module.len == 0 && wiring->deployment_count > 0;
    if (!each)
        return evaluate(scene, question,
                        wiring->deployment_count > 0 ? &wiring->deployments[0] : NULL,
                        pf_pile_add(arena, subjects), error);
    for (size_t i = 0; i < wiring->deployment_count; i++) {
        struct pf_subject subject;
        if (wiring->deployments[i].settings == NULL)
            continue;
        if (!evaluate(scene, question, &wiring->deployments[i], &subject, error))
            return false;
        *pf_pile_add(arena, subjects) = subject;
    }
    return subjects->count > 0 ||
           pf_error_set(error, PF_EXIT_USAGE,
                        "no settings module was found; name one with --module");
}

bool pf_question_side(struct pf_scene *scene, const struct pf_question *question, pf_str name,
                      struct pf_subject *subject, struct pf_error *error)
{
    const struct pf_wiring *wiring = scene->wiring;
    struct pf_question asked = *question;
    size_t fits;
    const struct pf_deployment *deployment = find_deployment(wiring, name, &fits);
    if (deployment != NULL)
        return evaluate(scene, &asked, deployment, subject, error);
    if (fits > 1)
        return no_deployment(scene, name, fits, error);
    if (question->deployment.len > 0) {
        deployment = find_deployment(wiring, question->deployment, &fits);
        if (deployment == NULL)
            return no_deployment(scene, question->deployment, fits, error);
    } else if (wiring->deployment_count > 0) {
        deployment = &wiring->deployments[0];
    }
    asked.module = name;
    if (evaluate(scene, &asked, deployment, subject, error))
        return true;
    if (subject->outlook.settings == NULL && subject->environment != NULL)
        return pf_error_set(error, PF_EXIT_USAGE,
                            "'%.*s' is neither a deployment nor a settings module; deployments: "
                            "%.*s",
                            PF_ARG(name), PF_ARG(names_of(scene->call->arena, wiring)));
    return false;
}
