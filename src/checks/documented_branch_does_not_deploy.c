/* The documentation says to push a branch whose push deploys nothing. */
#include "checks/branches.h"

static void judge(struct pf_check_context *context, const struct pf_docs_branch *branch)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (!branch->speaks_of_deploying && !pf_branches_is_main_line(branch->name))
        return;
    enum pf_truth deploys = pf_branches_deploys(wiring, branch->name);
    const struct pf_node *trigger = pf_branches_trigger(wiring);
    if (deploys != PF_NO || trigger == NULL || pf_branches_release_deploys(wiring))
        return;
    struct pf_report *report = pf_check_report(context, "", branch->span);
    pf_report_argument(report, "branch", branch->name);
    pf_report_argument(report, "deploying", pf_branches_words(context->arena, wiring));
    pf_report_related(report, "trigger", trigger->span);
    pf_report_key(report, "%.*s", PF_ARG(branch->name));
    pf_report_fix(report, branch->span, pf_node_text(trigger));
}

void pf_check_documented_branch_does_not_deploy(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct pf_strs told = {0};
    for (size_t i = 0; wiring != NULL && i < wiring->docs->branch_count; i++) {
        const struct pf_docs_branch *branch = &wiring->docs->branches[i];
        pf_str place = pf_arena_format(context->arena, "%.*s %.*s", PF_ARG(branch->span.file->path),
                                       PF_ARG(branch->name));
        if (pf_strs_has(&told, place))
            continue;
        pf_strs_add_once(context->arena, &told, place);
        judge(context, branch);
    }
}
