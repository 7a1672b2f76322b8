/* A .env file goes into the image, and the settings load it. */
#include "checks/facts.h"

#include "model/image_content.h"

/* Readers of .env files, as the settings' reads and the sources name them. */
static bool loads_dotenv(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_settings *settings = deployment->judged;
    for (size_t i = 0; settings != NULL && i < settings->read_count; i++)
        if (pf_str_starts(settings->reads[i].through, PF_STR("decouple")))
            return true;
    return pf_facts_is_mentioned(context, PF_STR("load_dotenv(")) ||
           pf_facts_is_mentioned(context, PF_STR("read_env("));
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
        const struct pf_project_file *file = files.items[i];
        const struct pf_node *by;
        if (!pf_str_eq(pf_path_base(file->path), PF_STR(".env")) || file->tracked_out ||
            pf_image_origin_holds(context->arena, &origin, file->path, &by) != PF_YES ||
            !loads_dotenv(context, deployment))
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
