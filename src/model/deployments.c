/* Which container is deployed by which way: the files of the project, joined. */
#include "model/deployment.h"

#include "model/candidate.h"
#include "model/deploy_inside.h"
#include "model/glob.h"
#include "model/taskdef.h"

enum { MAX_DEPLOYMENTS = 64 /* a service a container; more are generated, and alike */ };

struct deploy_pile {
    const struct pf_deploy **items;
    size_t count, capacity;
};

struct joiner {
    pf_str open_reason; /* of the environments of what is added now; "" for none */
    struct pf_arena *arena;
    struct pf_wiring *wiring;
    struct pf_builds builds;
    PF_PILE(struct pf_deployment) deployments;
    bool is_apart; /* what is added now is no deploy's, and its Dockerfile nobody knows */
};

static void note(struct joiner *joiner, pf_str text)
{
    pf_deployment_note(joiner->wiring, text);
}

static struct pf_deployment *add(struct joiner *joiner, const struct pf_deployment *deployment)
{
    if (joiner->deployments.count >= MAX_DEPLOYMENTS) {
        note(joiner, pf_arena_format(joiner->arena, "only the first %d deployments are looked at",
                                     MAX_DEPLOYMENTS));
        return NULL;
    }
    struct pf_deployment *added = pf_pile_add(joiner->arena, &joiner->deployments);
    *added = *deployment;
    return added;
}

static pf_str name_of(struct joiner *joiner, const struct pf_deploy *deploy,
                      const struct pf_project_file *taskdef, const struct pf_node *container)
{
    struct pf_arena *arena = joiner->arena;
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    pf_str from = taskdef == NULL ? PF_STR("settings") : taskdef->path;
    if (deploy != NULL)
        from =
            pf_arena_format(arena, "%.*s:%.*s", PF_ARG(pf_path_base(deploy->workflow->file->path)),
                            PF_ARG(deploy->job->id));
    return name.len == 0 ? from : pf_arena_format(arena, "%.*s/%.*s", PF_ARG(from), PF_ARG(name));
}

static bool is_covered(const struct joiner *joiner, const struct pf_deploy *deploy,
                       const struct pf_node *container)
{
    for (size_t i = 0; i < joiner->deployments.count; i++)
        if (joiner->deployments.items[i].container == container &&
            (deploy == NULL || joiner->deployments.items[i].deploy == deploy))
            return true;
    return false;
}

static void add_container(struct joiner *joiner, const struct pf_deploy *deploy,
                          struct pf_project_file *taskdef, const struct pf_node *container,
                          enum pf_truth runs)
{
    struct pf_candidate candidate = {container, deploy, &joiner->builds};
    const struct pf_build *build = pf_candidate_build(joiner->arena, &candidate);
    struct pf_project *project = joiner->wiring->project;
    bool is_guess = build == NULL && joiner->is_apart;
    add(joiner, &(struct pf_deployment){
                    .name = name_of(joiner, deploy, taskdef, container),
                    .deploy = deploy,
                    .taskdef = taskdef,
                    .taskdef_root = pf_taskdef_root(taskdef->root),
                    .container = container,
                    .runs_django = runs,
                    .open_reason = joiner->open_reason,
                    .build = build,
                    .dockerfile =
                        is_guess ? NULL : pf_candidate_dockerfile(joiner->arena, project, build)});
}

/* What a deploy renders and runs no Django: its image, ports and roles are judged all the same. */
static void add_others(struct joiner *joiner, const struct pf_deploy *deploy,
                       struct pf_project_file *taskdef)
{
    const struct pf_node *root = pf_taskdef_root(taskdef->root), *container;
    const struct pf_deploy_render *by;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++)
        if (pf_deploy_image(deploy, container, &by) != NULL &&
            !is_covered(joiner, deploy, container))
            add_container(joiner, deploy, taskdef, container, PF_NO);
}

/* The containers that run the project; where none surely does, the only one that may. */
static void add_taskdef(struct joiner *joiner, const struct pf_deploy *deploy,
                        struct pf_project_file *taskdef)
{
    const struct pf_node *root = pf_taskdef_root(taskdef->root), *container, *only = NULL;
    size_t sure = 0, possible = 0;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++) {
        struct pf_candidate candidate = {container, deploy, &joiner->builds};
        enum pf_truth runs =
            pf_candidate_runs_django(joiner->arena, joiner->wiring->project, &candidate);
        if (runs == PF_YES && ++sure > 0 && !is_covered(joiner, deploy, container))
            add_container(joiner, deploy, taskdef, container, PF_YES);
        if (runs == PF_MAYBE && ++possible > 0)
            only = container;
    }
    if (sure > 0)
        return;
    if (possible == 1 && !is_covered(joiner, deploy, only))
        add_container(joiner, deploy, taskdef, only, PF_MAYBE);
    if (possible == 0 && deploy != NULL)
        add_others(joiner, deploy, taskdef);
    if (possible != 1)
        note(joiner, pf_arena_format(joiner->arena,
                                     "%.*s: nothing tells which container runs the project; name "
                                     "it under 'deployments' in preflight.yml",
                                     PF_ARG(taskdef->path)));
}

static struct pf_project_file *taskdef_at(struct joiner *joiner, pf_str path)
{
    struct pf_project_file *file =
        path.len == 0 ? NULL : pf_project_file(joiner->wiring->project, path);
    if (file == NULL || !pf_project_load(joiner->wiring->project, file) ||
        pf_taskdef_root(file->root) == NULL)
        return NULL;
    return file;
}

static void add_without_taskdef(struct joiner *joiner, const struct pf_deploy *deploy)
{
    struct pf_candidate candidate = {NULL, deploy, &joiner->builds};
    const struct pf_build *build = pf_candidate_build(joiner->arena, &candidate);
    struct pf_project *project = joiner->wiring->project;
    add(joiner, &(struct pf_deployment){
                    .name = name_of(joiner, deploy, NULL, NULL),
                    .deploy = deploy,
                    .runs_django = PF_MAYBE,
                    .build = build,
                    .dockerfile = pf_candidate_dockerfile(joiner->arena, project, build)});
}

/* A file for a developer's own machine or a test is no production. */
static bool is_for_development(pf_str path)
{
    static const pf_str words[] = {PF_STR_INIT("dev"), PF_STR_INIT("local"), PF_STR_INIT("test"),
                                   PF_STR_INIT("example"), PF_STR_INIT("sample")};
    pf_str base = pf_path_base(path);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(base, words[i]))
            return true;
    return false;
}

/* `aws ecs update-service` without a task definition: the service goes on with its own. */
static bool restarts_service(const struct pf_deploy *deploy)
{
    return deploy->kind == PF_DEPLOY_CLI && deploy->task_definition == NULL;
}

static pf_str family_of(const struct pf_project_file *taskdef)
{
    return pf_node_text(pf_node_get(pf_taskdef_root(taskdef->root), "family"));
}

static bool is_of_family(const struct pf_deploy *deploy, pf_str family)
{
    return family.len > 0 && pf_str_eq(family, pf_node_text(deploy->service));
}

/*
 * Is the project's only task definition another deploy's: of one that names it, of the service of
 * its family, of production where this one goes to staging? This service's own is not here then.
 */
static bool is_of_another(const struct joiner *joiner, const struct pf_deploy *deploy,
                          const struct pf_project_file *taskdef)
{
    bool is_rehearsal = pf_deploy_is_rehearsal(deploy);
    for (size_t i = 0; i < joiner->wiring->deploys->count; i++) {
        const struct pf_deploy *other = &joiner->wiring->deploys->items[i];
        bool restarts = other != deploy && restarts_service(other);
        if (pf_str_eq(other->taskdef_path, taskdef->path) ||
            (restarts && is_of_family(other, family_of(taskdef))) ||
            (restarts && is_rehearsal && !pf_deploy_is_rehearsal(other)))
            return true;
    }
    return false;
}

/* The one whose family is the service's name, else the only one that is for production;
 * `*is_elsewhere`: that one is another deploy's. */
static struct pf_project_file *
taskdef_of_service(struct joiner *joiner, const struct pf_deploy *deploy, bool *is_elsewhere)
{
    struct pf_project_files files = pf_project_of_class(joiner->wiring->project, PF_CLASS_TASKDEF);
    struct pf_project_file *only = NULL;
    size_t count = 0;
    for (size_t i = 0; i < files.count; i++) {
        struct pf_project_file *taskdef = taskdef_at(joiner, files.items[i]->path);
        if (taskdef == NULL || is_for_development(taskdef->path))
            continue;
        if (is_of_family(deploy, family_of(taskdef)))
            return taskdef;
        only = taskdef;
        count++;
    }
    *is_elsewhere = count == 1 && is_of_another(joiner, deploy, only);
    return count == 1 && !*is_elsewhere ? only : NULL;
}

static bool is_led_to(const struct joiner *joiner, const struct pf_project_file *taskdef)
{
    for (size_t i = 0; i < joiner->wiring->deploys->count; i++)
        if (pf_str_eq(joiner->wiring->deploys->items[i].taskdef_path, taskdef->path))
            return true;
    for (size_t i = 0; i < joiner->deployments.count; i++)
        if (joiner->deployments.items[i].taskdef == taskdef)
            return true;
    return false;
}

/* Is the deployed task definition one that no file holds as it is: made, downloaded, not named? */
static bool is_made_on_the_way(const struct pf_deploy *deploy)
{
    return deploy->taskdef_made || deploy->chain_broken || deploy->taskdef_path.len == 0;
}

/* The path as a pattern, a star for each expression: deploy/${{ matrix.stage }}.json stands for
 * each JSON file of deploy. "" without an expression, and where one is all of it. */
static pf_str pattern_of(struct joiner *joiner, pf_str written)
{
    struct pf_buffer pattern = pf_buffer_new(joiner->arena);
    pf_str rest = written, clean;
    for (ptrdiff_t at; (at = pf_str_find(rest, PF_STR("${{"))) != PF_STR_NONE;) {
        ptrdiff_t end = pf_str_find(rest, PF_STR("}}"));
        if (end < at)
            return PF_STR("");
        pf_buffer_add(&pattern, pf_str_slice(rest, 0, (size_t)at));
        pf_buffer_add_c(&pattern, "*");
        rest = pf_str_slice(rest, (size_t)end + 2, rest.len);
    }
    bool is_whole = rest.len == written.len || pattern.len <= 1;
    pf_buffer_add(&pattern, rest);
    return !is_whole && pf_path_clean(joiner->arena, pf_buffer_str(&pattern), &clean) ? clean
                                                                                      : PF_STR("");
}

/* The deploy as if it named that file. */
static const struct pf_deploy *deploy_of_file(struct joiner *joiner, const struct pf_deploy *deploy,
                                              pf_str path)
{
    struct pf_deploy *named = PF_NEW(joiner->arena, struct pf_deploy);
    const struct pf_workflow_step *step =
        deploy->render_count > 0 ? deploy->renders[0].step : deploy->step;
    struct pf_deploy_place place = {joiner->arena, joiner->wiring->project, deploy->workflow,
                                    deploy->job, step};
    struct pf_file_fate fate = pf_deploy_fate(&place, path);
    *named = *deploy;
    named->taskdef_path = path;
    named->chain_broken = false;
    named->taskdef_made = fate.is_made;
    named->taskdef_changed = fate.is_changed;
    return named;
}

/* Where a matrix or an input names the file, it is each one that fits; false when none does. */
static bool add_fitting(struct joiner *joiner, const struct pf_deploy *deploy)
{
    struct pf_project_files files = pf_project_of_class(joiner->wiring->project, PF_CLASS_TASKDEF);
    pf_str pattern = pattern_of(joiner, pf_node_text(deploy->task_definition));
    bool fits = false;
    for (size_t i = 0; pattern.len > 0 && i < files.count; i++) {
        struct pf_project_file *taskdef = taskdef_at(joiner, files.items[i]->path);
        if (taskdef == NULL || !pf_filter_match(joiner->arena, pattern, taskdef->path))
            continue;
        add_taskdef(joiner, deploy_of_file(joiner, deploy, taskdef->path), taskdef);
        fits = true;
    }
    return fits;
}

/* The task definition of the project that the deployed one is made from by a step: the deploy's,
 * with all that the step may add. */
static bool add_template(struct joiner *joiner, const struct pf_deploy *deploy)
{
    struct pf_deploy_place place = {joiner->arena, joiner->wiring->project, deploy->workflow,
                                    deploy->job, deploy->step};
    struct pf_project_file *taskdef = taskdef_at(joiner, pf_deploy_template(&place, deploy));
    if (taskdef == NULL)
        return false;
    struct pf_deploy *made = PF_NEW(joiner->arena, struct pf_deploy);
    *made = *deploy;
    made->taskdef_path = taskdef->path;
    made->chain_broken = false;
    made->taskdef_made = made->taskdef_changed = true;
    add_taskdef(joiner, made, taskdef);
    return true;
}

/* Deploys whose task definition is in the project; `lost` gets the others. */
static void add_deploys(struct joiner *joiner, struct deploy_pile *lost)
{
    const struct pf_deploys *deploys = joiner->wiring->deploys;
    for (size_t i = 0; i < deploys->count; i++) {
        const struct pf_deploy *deploy = &deploys->items[i];
        struct pf_project_file *taskdef = taskdef_at(joiner, deploy->taskdef_path);
        bool is_elsewhere = false;
        if (taskdef == NULL && restarts_service(deploy))
            taskdef = taskdef_of_service(joiner, deploy, &is_elsewhere);
        if (taskdef != NULL)
            add_taskdef(joiner, deploy, taskdef);
        else if (is_elsewhere)
            continue;
        else if (!add_fitting(joiner, deploy) && !add_template(joiner, deploy))
            *pf_pile_add(joiner->arena, lost) = deploy;
    }
}

static bool has_rendered_by(const struct pf_deploy_render *render, const struct pf_node *root)
{
    const struct pf_node *container;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++)
        if (pf_deploy_renders(render, container))
            return true;
    return render->container_name == NULL;
}

/* Has the file each container that the deploy renders? Else it is not what the deploy is made of.
 */
static bool has_rendered(const struct pf_deploy *deploy, struct pf_project_file *taskdef)
{
    const struct pf_node *root = pf_taskdef_root(taskdef->root);
    for (size_t i = 0; deploy != NULL && i < deploy->render_count; i++)
        if (!has_rendered_by(&deploy->renders[i], root))
            return false;
    return true;
}

/* Is one of the files left what the deploy is made of? */
static bool has_file_of(struct joiner *joiner, const struct pf_deploy *deploy,
                        struct pf_project_files files)
{
    for (size_t i = 0; i < files.count; i++) {
        struct pf_project_file *taskdef = taskdef_at(joiner, files.items[i]->path);
        if (taskdef != NULL && !is_led_to(joiner, taskdef) && has_rendered(deploy, taskdef))
            return true;
    }
    return false;
}

/*
 * Task definitions that no deploy leads to. Where one deploy registers what is made on the way, by
 * envsubst or jq, these are what it may be made from: they are its, with an open environment. Where
 * several do, nobody knows whose they are. Beside deploys of others, a file that none of them takes
 * may be out of use.
 */
static void add_taskdefs_left(struct joiner *joiner, struct deploy_pile *lost)
{
    struct pf_project_files files = pf_project_of_class(joiner->wiring->project, PF_CLASS_TASKDEF);
    const struct pf_deploy *only = lost->count == 1 ? lost->items[0] : NULL;
    size_t before = joiner->deployments.count;
    for (size_t i = 0; i < lost->count; i++)
        if (is_made_on_the_way(lost->items[i]))
            joiner->open_reason = PF_STR("the workflow makes the task definition that it deploys");
    if (joiner->open_reason.len == 0)
        only = NULL;
    if (before > 0 && joiner->open_reason.len == 0)
        joiner->open_reason = PF_STR("no workflow deploys this task definition");
    bool is_chosen = only != NULL && has_file_of(joiner, only, files);
    for (size_t i = 0; i < files.count; i++) {
        struct pf_project_file *taskdef = taskdef_at(joiner, files.items[i]->path);
        if (taskdef == NULL || is_led_to(joiner, taskdef) || is_for_development(taskdef->path))
            continue;
        bool is_others = is_chosen && !has_rendered(only, taskdef);
        joiner->is_apart = is_others || (before > 0 && only == NULL);
        add_taskdef(joiner, is_others ? NULL : only, taskdef);
    }
    joiner->is_apart = false;
    joiner->open_reason = PF_STR("");
    if (only == NULL || joiner->deployments.count == before)
        for (size_t i = 0; i < lost->count; i++)
            if (before == 0 || !pf_deploy_is_rehearsal(lost->items[i]))
                add_without_taskdef(joiner, lost->items[i]);
}

static pf_str config_text(const struct pf_node *entry, const char *key)
{
    return pf_node_text(pf_node_get(entry, key));
}

static const struct pf_deploy *deploy_of_taskdef(const struct joiner *joiner, pf_str path)
{
    const struct pf_deploys *deploys = joiner->wiring->deploys;
    for (size_t i = 0; i < deploys->count; i++)
        if (path.len > 0 && pf_str_eq(deploys->items[i].taskdef_path, path))
            return &deploys->items[i];
    return NULL;
}

/* {name, task-definition, container, dockerfile, settings}: what is not found by itself. */
static void add_configured(struct joiner *joiner)
{
    const struct pf_node *list = joiner->wiring->options.config;
    struct pf_project *project = joiner->wiring->project;
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        const struct pf_node *entry = list->items[i];
        pf_str path = config_text(entry, "task-definition");
        struct pf_project_file *taskdef = taskdef_at(joiner, path);
        const struct pf_node *root = taskdef == NULL ? NULL : pf_taskdef_root(taskdef->root);
        pf_str container_name = config_text(entry, "container");
        struct pf_deployment deployment = {
            .name = config_text(entry, "name"),
            .deploy = deploy_of_taskdef(joiner, path),
            .taskdef = taskdef,
            .taskdef_root = root,
            .container = container_name.len > 0 ? pf_taskdef_container_named(root, container_name)
                                                : pf_taskdef_container(root, 0),
            .runs_django = PF_YES,
        };
        struct pf_candidate candidate = {deployment.container, deployment.deploy, &joiner->builds};
        deployment.build = pf_candidate_build(joiner->arena, &candidate);
        deployment.dockerfile = pf_candidate_dockerfile(joiner->arena, project, deployment.build);
        struct pf_project_file *dockerfile =
            pf_project_file(project, config_text(entry, "dockerfile"));
        if (dockerfile != NULL && pf_project_load(project, dockerfile))
            deployment.dockerfile = dockerfile;
        const struct pf_node *module = pf_node_get(entry, "settings");
        if (module != NULL)
            *pf_pile_add(joiner->arena, &deployment.modules) = (struct pf_module_choice){
                module->text, PF_STR("preflight.yml"), module->span, false};
        add(joiner, &deployment);
    }
}

static size_t count_named(const pf_str *names, size_t count, pf_str name)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++)
        found += pf_str_eq(names[i], name);
    return found;
}

/* Deployments of one name, as of a workflow that is called twice, are told apart by their task
 * definitions: "deploy.yml:deploy/web of staging.json"; else by a number. */
static void name_apart(struct joiner *joiner)
{
    size_t count = joiner->deployments.count;
    struct pf_deployment *items = joiner->deployments.items;
    pf_str *names = PF_NEW_ARRAY(joiner->arena, pf_str, count);
    for (size_t i = 0; i < count; i++)
        names[i] = items[i].name;
    for (size_t i = 0; i < count; i++)
        if (items[i].taskdef != NULL && count_named(names, count, names[i]) > 1)
            items[i].name = pf_arena_format(joiner->arena, "%.*s of %.*s", PF_ARG(names[i]),
                                            PF_ARG(items[i].taskdef->path));
    for (size_t i = 0; i < count; i++)
        names[i] = items[i].name;
    for (size_t i = 0; i < count; i++) {
        size_t before = count_named(names, i, names[i]);
        if (before > 0)
            items[i].name =
                pf_arena_format(joiner->arena, "%.*s #%zu", PF_ARG(names[i]), before + 1);
    }
}

/* Is there a deployment that is not surely of something else? */
static bool may_run_django(const struct joiner *joiner)
{
    for (size_t i = 0; i < joiner->deployments.count; i++)
        if (joiner->deployments.items[i].runs_django != PF_NO)
            return true;
    return false;
}

static bool is_django_project(struct joiner *joiner)
{
    const struct pf_project_files *files = &joiner->wiring->project->files;
    for (size_t i = 0; i < files->count; i++)
        if (files->items[i]->type == PF_CLASS_PYTHON &&
            pf_str_eq(pf_path_base(files->items[i]->path), PF_STR("manage.py")))
            return true;
    struct pf_supplies none = {0};
    struct pf_start start = {0};
    return pf_entry_modules(joiner->arena, joiner->wiring->project, &start, &none).count > 0;
}

void pf_deployments_find(struct pf_wiring *wiring)
{
    struct joiner joiner = {.arena = wiring->arena, .wiring = wiring, .builds = wiring->builds};
    add_configured(&joiner);
    if (joiner.deployments.count == 0) {
        struct deploy_pile lost = {0};
        add_deploys(&joiner, &lost);
        add_taskdefs_left(&joiner, &lost);
    }
    if (!may_run_django(&joiner) && is_django_project(&joiner))
        add_without_taskdef(&joiner, NULL);
    name_apart(&joiner);
    wiring->deployments = joiner.deployments.items;
    wiring->deployment_count = joiner.deployments.count;
}
