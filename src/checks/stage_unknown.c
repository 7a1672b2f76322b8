/* A build or a COPY names a stage that the Dockerfile does not have. */
#include "checks/built.h"

#include "base/nearest.h"

/* The names of the Dockerfile's stages. */
static struct pf_strs stages_of(struct pf_arena *arena, const struct pf_node *dockerfile)
{
    const struct pf_node *stages = pf_node_get(dockerfile, "stages");
    struct pf_strs names = {0};
    for (size_t i = 0; stages != NULL && i < stages->count; i++) {
        pf_str name = pf_node_text(pf_node_get(stages->items[i], "name"));
        if (name.len > 0)
            *pf_pile_add(arena, &names) = name;
    }
    return names;
}

static void report_stage(struct pf_check_context *context, const char *message, pf_span span,
                         pf_str name, pf_str path, const struct pf_strs *names)
{
    ptrdiff_t near = pf_nearest(name, names->items, names->count);
    struct pf_report *report = pf_check_report(context, message, span);
    pf_report_argument(report, "name", name);
    pf_report_argument(report, "file", path);
    pf_report_argument(report, "names",
                       names->count == 0 ? PF_STR("none")
                                         : pf_arena_join(context->arena, names->items, names->count,
                                                         PF_STR(", ")));
    pf_report_argument(report, "nearest", near == PF_STR_NONE ? PF_STR("") : names->items[near]);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(path), PF_ARG(name));
}

/* ---- target ---- */

static void judge_target(struct pf_check_context *context, const struct pf_build *build)
{
    struct pf_image image;
    bool is_number = build->target.len > 0 && pf_is_digit(build->target.data[0]);
    if (build->target.len == 0 || is_number || !build->is_told ||
        pf_str_find_byte(build->target, '$') != PF_STR_NONE || pf_built_is_elsewhere(build->job))
        return;
    const struct pf_project_file *file = pf_built_dockerfile(context, build);
    if (file == NULL || pf_built_may_be_made(build, file->path) ||
        pf_image_of_build(context->arena, file->root, build->target, NULL, &image))
        return;
    struct pf_strs names = stages_of(context->arena, file->root);
    const struct pf_node *input = pf_workflow_input(build->step, "target");
    pf_span span = input != NULL              ? input->span
                   : build->step->run != NULL ? build->step->run->span
                                              : build->step->uses->span;
    report_stage(context, "target", span, build->target, file->path, &names);
}

/* ---- COPY --from ---- */

/* A name that is no image's in a registry anybody takes: what stages are called. */
static bool is_stage_name(pf_str name)
{
    static const char *const words[] = {"build",      "builder",      "base",        "deps",
                                        "wheels",     "frontend",     "assets",      "compile",
                                        "runtime",    "dependencies", "python-deps", "venv",
                                        "production", "requirements"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq(name, pf_str_c(words[i])))
            return true;
    return false;
}

/* `build-contexts: name=…` of the action, `--build-context name=…` of a command. */
static bool has_contexts(const struct pf_build *build)
{
    return build != NULL &&
           (pf_workflow_input(build->step, "build-contexts") != NULL ||
            pf_str_contains(pf_node_text(build->step->run), PF_STR("--build-context")));
}

struct stage_walk {
    struct pf_check_context *context;
    const struct pf_built *built;
};

static void judge_copies(const struct pf_image *image, void *state)
{
    const struct stage_walk *walk = state;
    struct pf_strs names = stages_of(walk->context->arena, image->dockerfile);
    for (size_t i = 0; i < image->copies->count; i++) {
        const struct pf_node *from =
            pf_node_get(pf_node_get(image->copies->items[i], "flags"), "from");
        pf_str name = pf_node_text(from);
        struct pf_image other;
        if (!pf_node_is(from, PF_STRING) || !is_stage_name(name) ||
            pf_image_of_build(walk->context->arena, image->dockerfile, name, NULL, &other))
            continue;
        report_stage(walk->context, "copy", from->span, name, walk->built->dockerfile->path,
                     &names);
    }
}

static void judge_image(struct pf_check_context *context, const struct pf_built *built)
{
    struct stage_walk walk = {context, built};
    if (!has_contexts(built->build))
        pf_built_each_stage(context->arena, built, judge_copies, &walk);
}

void pf_check_stage_unknown(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->builds.count; i++)
        judge_target(context, &wiring->builds.items[i]);
    pf_built_each(context, judge_image);
}
