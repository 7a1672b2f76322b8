/* A workflow that deploys builds the image and keeps it to itself. */
#include "checks/facts.h"

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_build *build = deployment->build;
    if (build == NULL || deployment->deploy == NULL || build->pushes != PF_NO ||
        build->workflow->file != deployment->deploy->workflow->file || build->step->uses == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "", build->step->uses->span);
    pf_report_argument(report, "job", deployment->deploy->job->id);
    pf_report_related(report, "deploy", deployment->deploy->job->node->key->span);
    pf_report_key(report, "%.*s", PF_ARG(build->job->id));
}

void pf_check_image_never_pushed(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
