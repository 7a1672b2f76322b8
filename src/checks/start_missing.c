/* Neither the Dockerfile nor the task definition says what the container starts. */
#include "checks/argv.h"
#include "model/image_path.h"

/* Official images whose own command is a shell or an interpreter that waits for somebody to type:
 * without a terminal it ends at once. Source: their Dockerfiles. */
static bool ends_at_once(const struct pf_node *base)
{
    static const pf_str names[] = {PF_STR_INIT("python"), PF_STR_INIT("debian"),
                                   PF_STR_INIT("ubuntu"), PF_STR_INIT("alpine")};
    pf_str name, tag;
    pf_str_cut(pf_path_base(pf_node_text(base)), ':', &name, &tag);
    for (size_t i = 0; pf_image_base_is_official(base) && i < sizeof names / sizeof *names; i++)
        if (pf_str_eq(name, names[i]))
            return true;
    return false;
}

/* A render step's own input, or a file that a step makes or edits. */
static bool may_be_given(const struct pf_deployment *deployment)
{
    const struct pf_deploy *deploy = deployment->deploy;
    if (deploy == NULL)
        return false;
    for (size_t i = 0; i < deploy->render_count; i++)
        if (pf_workflow_input(deploy->renders[i].step, "command") != NULL)
            return true;
    return deploy->taskdef_changed || deploy->taskdef_made || deploy->chain_broken;
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_image *image = deployment->image;
    bool is_only_build = pf_facts_wiring(context)->builds.count == 1;
    if (deployment->container == NULL || (deployment->build == NULL && !is_only_build) ||
        image == NULL || image->command != NULL || image->entrypoint != NULL ||
        !ends_at_once(image->base) ||
        pf_node_is_given(pf_node_get(deployment->container, "command")) ||
        pf_node_is_given(pf_node_get(deployment->container, "entryPoint")) ||
        may_be_given(deployment))
        return;
    struct pf_report *report = pf_check_report(context, "", image->base->span);
    pf_report_argument(report, "base", pf_node_text(image->base));
    pf_facts_report_container(context, deployment, report);
    const struct pf_node *name = pf_node_get(deployment->container, "name");
    pf_report_related(report, "container", name == NULL ? (pf_span){0} : name->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_start_missing(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
