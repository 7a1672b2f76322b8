/* Goes through the builds that tell where they look, and through the steps before them. */
#include "checks/built.h"

bool pf_built_is_elsewhere(const struct pf_workflow_job *job)
{
    for (size_t i = 0; i < job->step_count; i++)
        if (pf_str_eq(job->steps[i].action, PF_STR("actions/checkout")) &&
            (pf_workflow_input(&job->steps[i], "path") != NULL ||
             pf_workflow_input(&job->steps[i], "repository") != NULL ||
             pf_workflow_input(&job->steps[i], "ref") != NULL))
            return true;
    return false;
}

static bool is_same(const struct pf_build *a, const struct pf_build *b)
{
    return pf_str_eq(a->context, b->context) && pf_str_eq(a->dockerfile, b->dockerfile) &&
           pf_str_eq(a->target, b->target);
}

static void visit_image(struct pf_check_context *context, struct pf_built *built,
                        pf_built_visitor *visit)
{
    pf_str target = built->build == NULL ? PF_STR("") : built->build->target;
    const struct pf_node *arguments =
        pf_image_build_args(context->arena, built->build == NULL ? NULL : built->build->build_args);
    if (built->dockerfile == NULL)
        return;
    pf_str folder =
        built->build == NULL ? pf_path_directory(built->dockerfile->path) : built->build->context;
    if (!pf_image_of_build(context->arena, built->dockerfile->root, target, arguments,
                           &built->image))
        return;
    built->origin = pf_image_origin_of(context->arena, pf_facts_wiring(context)->project,
                                       built->dockerfile->path, folder, &built->image);
    visit(context, built);
}

const struct pf_project_file *pf_built_dockerfile(const struct pf_check_context *context,
                                                  const struct pf_build *build)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str path = pf_build_dockerfile(context->arena, build);
    struct pf_project_file *file = pf_project_file(project, path);
    return file != NULL && pf_project_load(project, file) && file->root != NULL ? file : NULL;
}

static void visit_builds(struct pf_check_context *context, const struct pf_builds *builds,
                         pf_built_visitor *visit)
{
    for (size_t i = 0; i < builds->count; i++) {
        const struct pf_build *build = &builds->items[i];
        bool is_seen = !build->is_told || pf_built_is_elsewhere(build->job);
        for (size_t k = 0; k < i && !is_seen; k++)
            is_seen = builds->items[k].is_told && is_same(&builds->items[k], build);
        struct pf_built built = {.build = build};
        if (is_seen)
            continue;
        built.dockerfile = pf_built_dockerfile(context, build);
        visit_image(context, &built, visit);
    }
}

/* Does it surely lie in its own context? At the root, or beside manage.py where no compose file
 * names it by its path, which is how one is built from elsewhere. */
static bool is_at_its_context(struct pf_check_context *context, const struct pf_project_file *file)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str folder = pf_path_directory(file->path);
    struct pf_project_files composes = pf_project_of_class(project, PF_CLASS_COMPOSE);
    for (size_t i = 0; folder.len > 0 && i < composes.count; i++) {
        const struct pf_source *source =
            pf_project_text(context->arena, project, composes.items[i]);
        if (source != NULL && pf_str_contains(source->bytes, file->path))
            return false;
    }
    return folder.len == 0 ||
           pf_project_has_file(project, pf_path_join(context->arena, folder, PF_STR("manage.py")));
}

void pf_built_each(struct pf_check_context *context, pf_built_visitor *visit)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL)
        return;
    visit_builds(context, &wiring->builds, visit);
    for (size_t i = 0; i < wiring->deployment_count && wiring->builds.count == 0; i++) {
        const struct pf_deployment *deployment = &wiring->deployments[i];
        struct pf_built built = {.dockerfile = deployment->dockerfile};
        if (deployment->dockerfile == NULL || !is_at_its_context(context, deployment->dockerfile))
            continue;
        visit_image(context, &built, visit);
        break; /* they share the file */
    }
}

enum { STAGES = 32 /* of one Dockerfile that are gone through; the others are passed over */ };

static void add_stages(struct pf_arena *arena, const struct pf_image *image, struct pf_strs *names)
{
    for (size_t i = 0; i < image->step_count; i++) {
        const struct pf_node *from =
            pf_node_get(pf_node_get(image->steps[i].instruction, "flags"), "from");
        if (pf_node_is(from, PF_STRING) && names->count < STAGES)
            pf_strs_add_once(arena, names, from->text);
    }
}

void pf_built_each_stage(struct pf_arena *arena, const struct pf_built *built,
                         pf_built_stage_visitor *visit, void *state)
{
    const struct pf_image *image = &built->image;
    struct pf_strs names = {0};
    visit(image, state);
    add_stages(arena, image, &names);
    for (size_t i = 0; i < names.count; i++) {
        struct pf_image stage;
        if (!pf_image_of_build(arena, image->dockerfile, names.items[i], image->build_args, &stage))
            continue;
        visit(&stage, state);
        add_stages(arena, &stage, &names);
    }
}

bool pf_built_has_repository(const struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    bool has_python = pf_project_of_class(wiring->project, PF_CLASS_PYTHON).count > 0;
    bool has_packages = pf_project_of_class(wiring->project, PF_CLASS_REQUIREMENTS).count > 0;
    return !wiring->project->truncated && has_python && has_packages;
}

/* Actions that leave the checkout's files as they are. */
static bool is_harmless(const struct pf_workflow_step *step)
{
    static const pf_str owners[] = {PF_STR_INIT("actions/setup-"), PF_STR_INIT("docker/"),
                                    PF_STR_INIT("aws-actions/"), PF_STR_INIT("actions/checkout")};
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        if (pf_str_starts(step->action, owners[i]))
            return true;
    return false;
}

/* Programs that write no file into the checkout, or only where the command names it. */
static bool is_tame(const struct pf_shell_command *command)
{
    static const pf_str programs[] = {
        PF_STR_INIT("docker"), PF_STR_INIT("aws"),     PF_STR_INIT("echo"),
        PF_STR_INIT("printf"), PF_STR_INIT("pip"),     PF_STR_INIT("pytest"),
        PF_STR_INIT("flake8"), PF_STR_INIT("ruff"),    PF_STR_INIT("black"),
        PF_STR_INIT("isort"),  PF_STR_INIT("mypy"),    PF_STR_INIT("ls"),
        PF_STR_INIT("cd"),     PF_STR_INIT("pwd"),     PF_STR_INIT("export"),
        PF_STR_INIT("set"),    PF_STR_INIT("jq"),      PF_STR_INIT("sed"),
        PF_STR_INIT("cat"),    PF_STR_INIT("mkdir"),   PF_STR_INIT("sudo"),
        PF_STR_INIT("exit"),   PF_STR_INIT("test"),    PF_STR_INIT("["),
        PF_STR_INIT("date"),   PF_STR_INIT("cut"),     PF_STR_INIT("tr"),
        PF_STR_INIT("grep"),   PF_STR_INIT("apt-get"), PF_STR_INIT("sleep"),
        PF_STR_INIT("true"),   PF_STR_INIT("podman")};
    if (command->word_count == 0)
        return true;
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++)
        if (pf_str_eq(command->words[0].text, programs[i]))
            return true;
    return false;
}

static bool is_docker(const struct pf_shell_command *command)
{
    return command->word_count > 0 && (pf_str_eq(command->words[0].text, PF_STR("docker")) ||
                                       pf_str_eq(command->words[0].text, PF_STR("podman")));
}

static bool may_make(const struct pf_workflow_step *step, pf_str name)
{
    if (step->uses != NULL)
        return !is_harmless(step);
    if (step->run == NULL)
        return true;
    const struct pf_shell_commands *commands = pf_workflow_commands(step);
    for (size_t i = 0; i < commands->count; i++) {
        const struct pf_shell_command *command = &commands->items[i];
        if (!is_tame(command) || pf_str_contains(command->heredoc, name) ||
            pf_shell_mentions(command->redirects, command->redirect_count, name) ||
            (!is_docker(command) && pf_shell_mentions(command->words, command->word_count, name)))
            return true;
    }
    return false;
}

bool pf_built_may_be_made(const struct pf_build *build, pf_str path)
{
    if (build == NULL)
        return false;
    for (size_t i = 0; i < build->job->step_count; i++) {
        const struct pf_workflow_step *step = &build->job->steps[i];
        bool is_last = step->node == build->step->node;
        bool is_action = is_last && step->uses != NULL;
        if (!is_action && may_make(step, pf_path_base(path)))
            return true;
        if (is_last)
            break;
    }
    return false;
}
