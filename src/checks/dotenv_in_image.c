/* A .env file goes into the image, and the settings load it. */
#include "checks/facts.h"

#include "model/image_content.h"
#include "read/dotenv.h"

static bool is_found(const struct pf_deployment *deployment, pf_str name)
{
    const struct pf_settings *settings = deployment->judged;
    for (size_t i = 0; i < deployment->raise_count; i++)
        if (pf_str_eq(deployment->raises[i]->variable, name))
            return false; /* assumed */
    for (size_t i = 0; i < settings->read_count; i++)
        if (pf_str_eq(settings->reads[i].name, name) && settings->reads[i].found)
            return true;
    return false;
}

/* A variable was found that only this file gives. */
static bool has_supplied(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_project_file *file)
{
    struct pf_faults faults = {0};
    const struct pf_node *lines =
        pf_dotenv_read(context->arena, file->source, PF_DOTENV_PYTHON, &faults);
    for (size_t i = 0; lines != NULL && i < lines->count; i++) {
        pf_str name = pf_node_text(lines->items[i]->key);
        if (pf_supplies_get(&deployment->supplies, name) == NULL && is_found(deployment, name))
            return true;
    }
    return false;
}

/* A line of the file's own level that calls it; under a condition it may not be reached. */
static bool calls(pf_str source, pf_str call)
{
    pf_str line;
    while (pf_str_next_line(&source, &line))
        if (line.len > 0 && (pf_is_alpha(line.data[0]) || line.data[0] == '_') &&
            pf_str_contains(line, call))
            return true;
    return false;
}

/* decouple looks for the file by itself, the others are called. */
static bool loads_dotenv(struct pf_check_context *context, const struct pf_deployment *deployment,
                         const struct pf_project_file *file)
{
    const struct pf_settings *settings = deployment->judged;
    struct pf_project *project = pf_facts_wiring(context)->project;
    if (settings == NULL)
        return false;
    for (size_t i = 0; i < settings->read_count; i++)
        if (pf_str_starts(settings->reads[i].through, PF_STR("decouple")))
            return true;
    for (size_t i = 0; i < settings->path_count; i++) {
        struct pf_project_file *python = pf_project_file(project, settings->paths[i]);
        if (python != NULL && pf_project_load(project, python) &&
            (calls(python->source->bytes, PF_STR("load_dotenv(")) ||
             calls(python->source->bytes, PF_STR("read_env("))))
            return true;
    }
    return has_supplied(context, deployment, file);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    struct pf_project *project = pf_facts_wiring(context)->project;
    if (deployment->dockerfile == NULL || deployment->image == NULL)
        return;
    pf_str build_context = deployment->build == NULL ? PF_STR("") : deployment->build->context;
    struct pf_image_origin origin = pf_image_origin_of(
        context->arena, project, deployment->dockerfile->path, build_context, deployment->image);
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_DOTENV);
    for (size_t i = 0; i < files.count; i++) {
        struct pf_project_file *file = files.items[i];
        const struct pf_node *by;
        if (!pf_str_eq(pf_path_base(file->path), PF_STR(".env")) || file->tracked_out ||
            pf_image_origin_holds(context->arena, &origin, file->path, &by) != PF_YES ||
            !pf_project_load(project, file) || !loads_dotenv(context, deployment, file))
            continue;
        struct pf_report *report = pf_check_report(context, "", by->span);
        pf_report_argument(report, "file", file->path);
        pf_report_key(report, "%.*s", PF_ARG(file->path));
    }
}

void pf_check_dotenv_in_image(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
