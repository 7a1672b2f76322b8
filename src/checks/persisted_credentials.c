/* The token that checkout leaves in .git/config goes out with an artifact or an image. */
#include "checks/flow.h"

#include "model/image_content.h"

/* Before v6 the token stood in .git/config; now it lies outside of the workspace. */
static bool keeps_token(const struct pf_workflow_step *step)
{
    pf_str persist = pf_node_text(pf_workflow_input(step, "persist-credentials"));
    bool is_old = pf_str_starts(step->ref, PF_STR("v")) && step->ref.len >= 2 &&
                  step->ref.data[1] >= '1' && step->ref.data[1] <= '5' &&
                  (step->ref.len == 2 || step->ref.data[2] == '.');
    return pf_str_eq(step->action, PF_STR("actions/checkout")) && is_old &&
           !pf_str_eq_nocase(persist, PF_STR("false")) && pf_workflow_input(step, "path") == NULL;
}

/* An artifact of the whole workspace, hidden files included (v4.4 leaves them out by default). */
static const struct pf_node *whole_workspace(const struct pf_workflow_step *step)
{
    static const pf_str wholes[] = {PF_STR_INIT("."),    PF_STR_INIT("./"),
                                    PF_STR_INIT("*"),    PF_STR_INIT("**"),
                                    PF_STR_INIT("./**"), PF_STR_INIT("${{ github.workspace }}")};
    if (!pf_str_eq(step->action, PF_STR("actions/upload-artifact")))
        return NULL;
    const struct pf_node *path = pf_workflow_input(step, "path");
    pf_str hidden = pf_node_text(pf_workflow_input(step, "include-hidden-files"));
    bool takes_hidden = pf_str_eq_nocase(hidden, PF_STR("true")) ||
                        pf_str_eq(step->ref, PF_STR("v3")) || pf_str_eq(step->ref, PF_STR("v2"));
    for (size_t i = 0; takes_hidden && i < sizeof wholes / sizeof *wholes; i++)
        if (pf_str_eq(pf_str_trim(pf_node_text(path)), wholes[i]))
            return path;
    return NULL;
}

static const struct pf_workflow_step *checkout_before(const struct pf_workflow_job *job,
                                                      const struct pf_workflow_step *step)
{
    for (size_t i = 0; i < job->step_count && job->steps[i].node != step->node; i++)
        if (keeps_token(&job->steps[i]))
            return &job->steps[i];
    return NULL;
}

static void judge_step(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *path = whole_workspace(place->step);
    const struct pf_workflow_step *checkout =
        path == NULL ? NULL : checkout_before(place->job, place->step);
    if (checkout == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "artifact", path->span);
    pf_report_related(report, "checkout", checkout->uses->span);
    pf_report_key(report, "%.*s/artifact", PF_ARG(place->job->id));
}

/* Does the image that the job builds from its own checkout take .git along? */
static void judge_deployment(struct pf_check_context *context,
                             const struct pf_deployment *deployment)
{
    const struct pf_build *build = deployment->build;
    const struct pf_workflow_step *checkout = build == NULL || deployment->image == NULL
                                                  ? NULL
                                                  : checkout_before(build->job, build->step);
    if (checkout == NULL || build->pushes != PF_YES)
        return;
    /* Without a context of its own docker/build-push-action builds from a fresh clone. */
    if (build->step->uses != NULL && pf_workflow_input(build->step, "context") == NULL)
        return;
    const struct pf_node *by;
    struct pf_image_origin origin =
        pf_image_origin_of(context->arena, pf_facts_wiring(context)->project,
                           deployment->dockerfile->path, build->context, deployment->image);
    if (build->context.len > 0 ||
        pf_image_origin_holds(context->arena, &origin, PF_STR(".git/config"), &by) != PF_YES)
        return;
    struct pf_report *report = pf_check_report(context, "image", by->span);
    pf_report_related(report, "checkout", checkout->uses->span);
    pf_report_key(report, "%.*s/image", PF_ARG(build->job->id));
}

void pf_check_persisted_credentials(struct pf_check_context *context)
{
    pf_flow_each_step(context, judge_step);
    pf_facts_each_deployment(context, judge_deployment);
}
