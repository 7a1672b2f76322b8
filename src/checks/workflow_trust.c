/* Whom a workflow trusts with what: each rule takes one habit. */
#include "checks/flow.h"

#include "base/buffer.h"
#include "ghexpr/find.h"

/* ---- static AWS keys ---- */

static bool is_given(const struct pf_workflow_step *step, const char *input)
{
    return pf_node_text(pf_workflow_input(step, input)).len > 0;
}

/* The first step of the workflow that takes keys and no role. */
static void judge_static_keys(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_workflow *workflow = place->workflow;
    for (size_t j = 0; j < workflow->job_count; j++)
        for (size_t s = 0; s < workflow->jobs[j].step_count; s++) {
            const struct pf_workflow_step *step = &workflow->jobs[j].steps[s];
            const struct pf_node *key = pf_workflow_input(step, "aws-access-key-id");
            bool is_step = pf_str_eq(step->action, PF_STR("aws-actions/configure-aws-credentials"));
            if (!is_step || key == NULL || is_given(step, "role-to-assume") ||
                !pf_str_contains(pf_node_text(key), PF_STR("secrets.")))
                continue;
            struct pf_report *report = pf_check_report(context, "", key->span);
            pf_report_argument(report, "job", workflow->jobs[j].id);
            return;
        }
}

/* ---- unpinned actions ---- */

static bool is_commit(pf_str ref)
{
    bool is_long = ref.len == 40 || ref.len == 64;
    for (size_t i = 0; i < ref.len; i++)
        if (!pf_is_digit(ref.data[i]) &&
            (pf_to_lower(ref.data[i]) < 'a' || pf_to_lower(ref.data[i]) > 'f'))
            return false;
    return is_long;
}

static pf_str owner_of(pf_str action)
{
    pf_str owner, rest;
    pf_str_cut(action, '/', &owner, &rest);
    return owner;
}

/* An action of somebody who is neither GitHub, nor a known vendor, nor the repository's owner. */
static bool is_of_others(struct pf_check_context *context, const struct pf_workflow_step *step)
{
    pf_str own = pf_facts_wiring(context)->git->owner;
    pf_str owner = owner_of(step->action);
    bool is_remote = step->uses != NULL && step->ref.len > 0 &&
                     !pf_str_starts(step->action, PF_STR(".")) &&
                     !pf_str_starts(step->action, PF_STR("$/")) &&
                     !pf_str_starts(step->action, PF_STR("docker://"));
    return is_remote && !pf_str_eq_nocase(owner, own) &&
           !pf_check_param_has(context, "trusted", owner);
}

static void judge_unpinned(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_workflow *workflow = place->workflow;
    struct pf_strs names = {0};
    const struct pf_node *first = NULL;
    for (size_t j = 0; j < workflow->job_count; j++)
        for (size_t s = 0; s < workflow->jobs[j].step_count; s++) {
            const struct pf_workflow_step *step = &workflow->jobs[j].steps[s];
            if (!is_of_others(context, step) || is_commit(step->ref) || pf_ghexpr_has(step->ref))
                continue;
            first = first == NULL ? step->uses : first;
            pf_strs_add_once(context->arena, &names, pf_str_trim(step->uses->text));
        }
    if (first == NULL)
        return;
    struct pf_report *report =
        pf_check_report(context, names.count == 1 ? "one" : "several", first->span);
    pf_report_argument(report, "names",
                       pf_arena_join(context->arena, names.items, names.count, PF_STR(", ")));
    pf_report_argument(report, "count", pf_arena_format(context->arena, "%zu", names.count));
}

/* ---- permissions ---- */

static void judge_permissions(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_workflow *workflow = place->workflow;
    const struct pf_node *own = pf_node_get(workflow->root, "permissions");
    if (pf_str_eq(pf_node_text(own), PF_STR("write-all"))) {
        pf_check_report(context, "workflow", own->span);
        return;
    }
    for (size_t j = 0; j < workflow->job_count; j++) {
        const struct pf_node *permissions = pf_node_get(workflow->jobs[j].node, "permissions");
        if (!pf_str_eq(pf_node_text(permissions), PF_STR("write-all")))
            continue;
        struct pf_report *report = pf_check_report(context, "job", permissions->span);
        pf_report_argument(report, "job", workflow->jobs[j].id);
        pf_report_key(report, "%.*s", PF_ARG(workflow->jobs[j].id));
    }
}

/* ---- secrets: inherit ---- */

static void judge_inherit(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_workflow *workflow = place->workflow;
    pf_str own = pf_facts_wiring(context)->git->owner;
    for (size_t j = 0; j < workflow->job_count; j++) {
        const struct pf_workflow_job *job = &workflow->jobs[j];
        const struct pf_node *secrets = pf_node_get(job->node, "secrets");
        pf_str called = pf_str_trim(pf_node_text(job->uses));
        bool is_local = called.len == 0 || pf_str_starts(called, PF_STR("./")) ||
                        pf_str_starts(called, PF_STR("$/")) ||
                        pf_str_eq_nocase(owner_of(called), own);
        if (is_local || !pf_str_eq(pf_node_text(secrets), PF_STR("inherit")))
            continue;
        struct pf_report *report = pf_check_report(context, "", secrets->span);
        pf_report_argument(report, "called", called);
        pf_report_key(report, "%.*s", PF_ARG(job->id));
    }
}

struct trust {
    pf_str name;
    pf_flow_visitor *judge;
};

static const struct trust trusts[] = {
    {PF_STR_INIT("static-keys"), judge_static_keys},
    {PF_STR_INIT("unpinned"), judge_unpinned},
    {PF_STR_INIT("permissions"), judge_permissions},
    {PF_STR_INIT("inherit"), judge_inherit},
};

void pf_check_workflow_trust(struct pf_check_context *context)
{
    for (size_t i = 0; i < sizeof trusts / sizeof *trusts; i++)
        if (pf_check_param_has(context, "habit", trusts[i].name))
            pf_flow_each_workflow(context, trusts[i].judge);
}
