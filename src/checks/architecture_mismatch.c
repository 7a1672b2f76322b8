/* The image is built for another architecture than the task runs on. */
#include "checks/facts.h"

#include "ghexpr/find.h"

/* What a build is made for, as far as its step tells. */
struct target {
    pf_str platforms;         /* "linux/amd64,linux/arm64" as written; "" where nothing says it */
    const struct pf_node *at; /* that says it; NULL: the machine of the job is what counts */
};

/* "--platform linux/arm64" and "--platform=linux/arm64" of a script. */
static pf_str platform_in(pf_str script)
{
    pf_str option = PF_STR("--platform"), rest;
    ptrdiff_t at = pf_str_find(script, option);
    if (at == PF_STR_NONE)
        return PF_STR("");
    pf_str text = pf_str_slice(script, (size_t)at + option.len, script.len);
    if (text.len == 0 || (text.data[0] != ' ' && text.data[0] != '='))
        return PF_STR("");
    text = pf_str_trim(pf_str_slice(text, 1, text.len));
    size_t end = 0;
    while (end < text.len && !pf_is_space(text.data[end]))
        end++;
    rest = pf_str_slice(text, 0, end);
    return rest;
}

static struct target target_of(const struct pf_build *build)
{
    const struct pf_node *platforms = pf_workflow_input(build->step, "platforms");
    if (platforms != NULL)
        return (struct target){pf_node_text(platforms), platforms};
    pf_str platform = platform_in(pf_node_text(build->step->run));
    return (struct target){platform, platform.len > 0 ? build->step->run : NULL};
}

/* Scripts may choose by other means: a bake file, a variable, a builder elsewhere. */
static bool chooses_otherwise(const struct pf_build *build)
{
    static const pf_str words[] = {PF_STR_INIT("bake"), PF_STR_INIT("PLATFORM"),
                                   PF_STR_INIT("--builder"), PF_STR_INIT("DOCKER_HOST"),
                                   PF_STR_INIT("compose")};
    pf_str script = pf_node_text(build->step->run);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_contains(script, words[i]) ||
            pf_node_get(pf_node_get(build->job->node, "env"), "DOCKER_DEFAULT_PLATFORM") != NULL)
            return true;
    return false;
}

/* PF_MAYBE where neither the step nor GitHub's own machine tells. */
static enum pf_truth builds_for(const struct pf_build *build, const struct target *target,
                                pf_str architecture)
{
    if (target->platforms.len > 0) {
        if (pf_ghexpr_has(target->platforms) ||
            pf_str_find_byte(target->platforms, '$') != PF_STR_NONE)
            return PF_MAYBE;
        return pf_truth_of(pf_str_contains(target->platforms, architecture));
    }
    pf_str label = pf_node_text(pf_node_get(build->job->node, "runs-on"));
    if (!pf_str_starts(label, PF_STR("ubuntu-")) || pf_ghexpr_has(label) ||
        chooses_otherwise(build))
        return PF_MAYBE;
    bool is_arm = pf_str_contains(label, PF_STR("-arm"));
    return pf_truth_of(pf_str_eq(architecture, PF_STR("arm64")) == is_arm);
}

static void judge(struct pf_check_context *context, const struct pf_deployment *deployment)
{
    const struct pf_node *platform = pf_node_get(deployment->taskdef_root, "runtimePlatform");
    const struct pf_node *architecture = pf_node_get(platform, "cpuArchitecture");
    pf_str text = pf_node_text(architecture);
    bool is_arm = pf_str_eq(text, PF_STR("ARM64"));
    bool is_known = architecture == NULL || is_arm || pf_str_eq(text, PF_STR("X86_64"));
    if (deployment->build == NULL || deployment->taskdef_root == NULL || !is_known)
        return;
    pf_str wanted = is_arm ? PF_STR("arm64") : PF_STR("amd64");
    struct target target = target_of(deployment->build);
    if (builds_for(deployment->build, &target, wanted) != PF_NO)
        return;
    const struct pf_workflow_step *step = deployment->build->step;
    pf_span span = target.at != NULL    ? target.at->span
                   : step->uses != NULL ? step->uses->span
                                        : step->run->span;
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
