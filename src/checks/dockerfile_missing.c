/* A workflow builds an image, and there is no Dockerfile where the build looks for it. */
#include "checks/built.h"

static bool has_dockerfile(struct pf_arena *arena, struct pf_project *project,
                           const struct pf_build *build, pf_str path)
{
    static const char *const names[] = {"Dockerfile", "dockerfile", "Containerfile"};
    if (build->dockerfile.len > 0)
        return pf_project_has_file(project, path);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (pf_project_has_file(project, pf_path_join(arena, build->context, pf_str_c(names[i]))))
            return true;
    return false;
}

/* The file that is meant most likely: the only one, or the one of that name. */
static pf_str nearest(struct pf_project *project, pf_str path)
{
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_DOCKERFILE);
    for (size_t i = 0; i < files.count; i++)
        if (files.count == 1 || pf_str_eq(pf_path_base(files.items[i]->path), pf_path_base(path)))
            return files.items[i]->path;
    return PF_STR("");
}

/* The image's source as the step says it: `file`, `context`, else the action or the script. */
static pf_span place_of(const struct pf_build *build)
{
    static const char *const inputs[] = {"file", "context"};
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        const struct pf_node *value = pf_workflow_input(build->step, inputs[i]);
        if (value != NULL)
            return value->span;
    }
    return build->step->uses != NULL ? build->step->uses->span : build->step->run->span;
}

static void judge(struct pf_check_context *context, const struct pf_build *build)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    pf_str path = pf_build_dockerfile(context->arena, build);
    if (!build->is_told || pf_built_is_elsewhere(build->job) ||
        has_dockerfile(context->arena, project, build, path) || pf_built_may_be_made(build, path))
        return;
    pf_str near = nearest(project, path);
    struct pf_report *report =
        pf_check_report(context, near.len > 0 ? "other" : "", place_of(build));
    pf_report_argument(report, "path", path);
    pf_report_argument(report, "job", build->job->id);
    pf_report_argument(report, "nearest", near);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(build->job->id), PF_ARG(path));
}

void pf_check_dockerfile_missing(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->builds.count; i++)
        if (pf_built_has_repository(context))
            judge(context, &wiring->builds.items[i]);
}
