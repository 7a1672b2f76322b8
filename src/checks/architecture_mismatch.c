/* The image is built for another architecture than the task runs on. */
#include "checks/facts.h"

/* "linux/arm64" of "linux/amd64,linux/arm64"; an absent list is the runner's own, amd64. */
static bool builds_for(struct pf_check_context *context, const struct pf_build *build,
                       pf_str architecture, bool *known)
{
    const struct pf_node *platforms = pf_workflow_input(build->step, "platforms");
    const struct pf_node *runner = pf_node_get(build->job->node, "runs-on");
    (void)context;
    *known = true;
    if (platforms == NULL) {
        pf_str label = pf_node_text(runner);
        *known = pf_str_starts(label, PF_STR("ubuntu-")) && build->step->uses != NULL;
        bool is_arm = pf_str_contains(label, PF_STR("arm"));
        return pf_str_eq(architecture, PF_STR("arm64")) == is_arm;
    }
    *known = !pf_str_contains(pf_node_text(platforms), PF_STR("${{"));
    return pf_str_contains(pf_node_text(platforms), architecture);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *platform = pf_node_get(deployment->taskdef_root, "runtimePlatform");
    const struct pf_node *architecture = pf_node_get(platform, "cpuArchitecture");
    bool is_arm = pf_str_eq(pf_node_text(architecture), PF_STR("ARM64")), known;
    if (deployment->build == NULL || deployment->taskdef_root == NULL)
        return;
    pf_str wanted = is_arm ? PF_STR("arm64") : PF_STR("amd64");
    bool fits = builds_for(context, deployment->build, wanted, &known);
    if (!known || fits)
        return;
    const struct pf_node *platforms = pf_workflow_input(deployment->build->step, "platforms");
    pf_span span = platforms != NULL ? platforms->span : deployment->build->step->uses->span;
    struct pf_report *report = pf_check_report(context, "", span);
    pf_report_argument(report, "architecture", is_arm ? PF_STR("ARM64") : PF_STR("X86_64"));
    pf_report_argument(report, "platform",
                       pf_arena_format(context->arena, "linux/%.*s", PF_ARG(wanted)));
    if (architecture != NULL)
        pf_report_related(report, "task", architecture->span);
    pf_report_key(report, "%.*s", PF_ARG(pf_facts_container_name(deployment)));
}

void pf_check_architecture_mismatch(struct pf_check_context *context)
{
    pf_facts_each_deployment(context, judge);
}
