/* STATICFILES_DIRS names a folder of the project that is not there. */
#include "checks/argv.h"
#include "checks/built.h"
#include "model/outlook.h"

enum { PASSES_OVER = 400 /* Django 4.0: collectstatic passes over a folder that is not there */ };

/* "static" of "/app/static" where the project lies at /app; false for what lies elsewhere. */
static bool is_within(pf_str path, pf_str root, pf_str *inside)
{
    while (pf_str_ends(path, PF_STR("/")))
        path = pf_str_slice(path, 0, path.len - 1);
    if (root.len == 0 || !pf_str_starts(path, root) || path.len <= root.len + 1 ||
        path.data[root.len] != '/')
        return false;
    *inside = pf_str_slice(path, root.len + 1, path.len);
    return true;
}

/* A command of the build or another stage may make it: one that names it, or builds a front end. */
static bool may_be_built(const struct pf_deployment *deployment, pf_str inside)
{
    static const pf_str builders[] = {
        PF_STR_INIT("npm"),  PF_STR_INIT("yarn"),     PF_STR_INIT("pnpm"), PF_STR_INIT("npx"),
        PF_STR_INIT("vite"), PF_STR_INIT("tailwind"), PF_STR_INIT("make"), PF_STR_INIT("node "),
        PF_STR_INIT("bun "), PF_STR_INIT("webpack")};
    const struct pf_image *image = deployment->image;
    for (size_t i = 0; i < image->step_count; i++) {
        pf_str text = pf_node_text(pf_node_get(image->steps[i].instruction, "text"));
        bool is_foreign =
            pf_node_get(pf_node_get(image->steps[i].instruction, "flags"), "from") != NULL;
        if (pf_str_contains(text, pf_path_base(inside)) ||
            pf_node_get(image->steps[i].instruction, "heredocs") != NULL ||
            (is_foreign && image->steps[i].words != NULL))
            return true;
        for (size_t b = 0; image->steps[i].words == NULL && b < sizeof builders / sizeof *builders;
             b++)
            if (pf_str_contains(text, builders[b]))
                return true;
    }
    return false;
}

static bool start_makes(const struct pf_start *start, pf_str inside)
{
    for (size_t i = 0; i < start->count; i++)
        for (size_t w = 0; w < start->items[i].count; w++)
            if (pf_str_contains(start->items[i].items[w], pf_path_base(inside)) &&
                !pf_str_eq(start->items[i].items[w], PF_STR("collectstatic")))
                return true;
    return !start->known;
}

static bool is_there(struct pf_check_context *context, const struct pf_deployment *deployment,
                     pf_str inside)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    return pf_project_has_directory(project, inside) || pf_project_has_file(project, inside) ||
           pf_project_is_ignored(project, inside, true) || may_be_built(deployment, inside) ||
           start_makes(&deployment->start, inside) ||
           (deployment->build != NULL && pf_built_may_be_made(deployment->build, inside));
}

/* A path, or ("prefix", path). */
static const struct pf_node *path_of(const struct pf_node *entry)
{
    return pf_node_is(entry, PF_SEQ) && entry->count == 2 ? entry->items[1] : entry;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *folders = pf_facts_setting(deployment, "STATICFILES_DIRS");
    if (!pf_node_is(folders, PF_SEQ) || deployment->modules.count == 0 ||
        !pf_argv_is_own_image(context, deployment) || !pf_built_has_repository(context))
        return;
    pf_str root = pf_outlook_root(context->arena, pf_facts_wiring(context), deployment,
                                  deployment->modules.items[0].module);
    bool is_old = deployment->django_version > 0 && deployment->django_version < PASSES_OVER;
    for (size_t i = 0; i < folders->count; i++) {
        const struct pf_node *path = path_of(folders->items[i]);
        pf_str inside;
        if (!pf_node_is(path, PF_STRING) || !is_within(path->text, root, &inside) ||
            is_there(context, deployment, inside))
            continue;
        pf_span span = path->span.file != NULL ? path->span : folders->span;
        struct pf_report *report = pf_check_report(context, is_old ? "old" : "", span);
        pf_report_argument(report, "folder", inside);
        pf_report_key(report, "%.*s", PF_ARG(inside));
    }
}

void pf_check_static_directory_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
