/* Trigger, default branch, documentation and conditions name different main lines. */
#include "checks/branches.h"
#include "checks/flow.h"

/* The repository's main line as git knows it: origin's default, or the only one of main and
 * master that it has. */
static pf_str main_line_of(const struct pf_git *git)
{
    if (pf_branches_is_main_line(git->default_branch))
        return git->default_branch;
    if (git->default_branch.len > 0)
        return PF_STR("");
    pf_str found = {0};
    for (size_t i = 0; i < git->local_branches.count + git->remote_branches.count; i++) {
        pf_str name = i < git->local_branches.count
                          ? git->local_branches.items[i]
                          : git->remote_branches.items[i - git->local_branches.count];
        if (!pf_branches_is_main_line(name))
            continue;
        if (found.len > 0 && !pf_str_eq(found, name))
            return PF_STR("");
        found = name;
    }
    return found;
}

static bool has_branch(const struct pf_git *git, pf_str name)
{
    return pf_strs_has(&git->local_branches, name) || pf_strs_has(&git->remote_branches, name);
}

static void judge_git(struct pf_check_context *context, const struct pf_deploy *deploy,
                      const struct pf_node *trigger, pf_str branch)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    pf_str line = main_line_of(wiring->git);
    if (!pf_branches_is_main_line(branch) || line.len == 0 || pf_str_eq(line, branch) ||
        has_branch(wiring->git, branch) || pf_strs_has(&deploy->branches, line))
        return;
    struct pf_report *report = pf_check_report(context, "git", trigger->span);
    pf_report_argument(report, "branch", branch);
    pf_report_argument(report, "default", line);
    pf_report_fix(report, trigger->span, pf_facts_written_like(context, trigger->span, line));
    pf_report_key(report, "git/%.*s", PF_ARG(branch));
}

static void judge_docs(struct pf_check_context *context, const struct pf_deploy *deploy,
                       const struct pf_node *trigger, pf_str branch)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    pf_str line = main_line_of(wiring->git);
    for (size_t i = 0; i < wiring->docs->branch_count; i++) {
        const struct pf_docs_branch *documented = &wiring->docs->branches[i];
        bool contradicts =
            pf_branches_is_main_line(branch) && pf_branches_is_main_line(documented->name) &&
            !pf_str_eq(documented->name, branch) &&
            !pf_strs_has(&deploy->branches, documented->name) && !pf_str_eq(line, branch);
        if (!contradicts)
            continue;
        struct pf_report *report = pf_check_report(context, "documentation", trigger->span);
        pf_report_argument(report, "branch", branch);
        pf_report_argument(report, "documented", documented->name);
        pf_report_related(report, "documented", documented->span);
        pf_report_key(report, "documentation/%.*s", PF_ARG(branch));
        return;
    }
}

/* A condition that lets the triggering branch not through and names another main line. */
static void judge_condition(struct pf_check_context *context, const struct pf_deploy *deploy,
                            const struct pf_node *trigger, pf_str branch)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_node *conditions[] = {deploy->job->condition, deploy->step->condition};
    if (!pf_branches_is_main_line(branch) ||
        pf_branches_deploys_at(wiring, deploy, branch) != PF_NO)
        return;
    for (size_t i = 0; i < sizeof conditions / sizeof *conditions; i++) {
        pf_str other = pf_branches_other_main_line(branch);
        pf_str text = pf_node_text(conditions[i]);
        pf_str quoted = pf_arena_format(context->arena, "%.*s'", PF_ARG(other));
        if (other.len == 0 || !pf_str_contains(text, quoted))
            continue;
        struct pf_report *report = pf_check_report(context, "condition", conditions[i]->span);
        pf_report_argument(report, "branch", branch);
        pf_report_argument(report, "condition", other);
        pf_report_argument(report, "job", deploy->job->id);
        pf_report_related(report, "trigger", trigger->span);
        struct pf_flow_place place = {deploy->workflow, deploy->job, i == 0 ? NULL : deploy->step};
        pf_str key = pf_flow_condition_key(context->arena, &place);
        pf_report_key(report, "%.*s", PF_ARG(key));
        return;
    }
}

void pf_check_branch_mismatch(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++) {
        const struct pf_deploy *deploy = &wiring->deploys->items[i];
        for (size_t b = 0; b < deploy->branches.count; b++) {
            pf_str branch = deploy->branches.items[b];
            const struct pf_node *trigger = pf_branches_trigger_of(deploy, branch);
            if (trigger == NULL)
                continue;
            judge_git(context, deploy, trigger, branch);
            judge_docs(context, deploy, trigger, branch);
            judge_condition(context, deploy, trigger, branch);
        }
    }
}
