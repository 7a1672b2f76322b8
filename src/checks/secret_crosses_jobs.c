/* A job's output that holds a secret: the runner does not hand it on. */
#include "checks/flow.h"

/* "secrets.X" and nothing more; GITHUB_TOKEN's value is in no name of an image. */
static bool is_secret(pf_str words)
{
    pf_str name = pf_str_slice(words, 8, words.len);
    for (size_t i = 0; i < name.len; i++)
        if (!pf_is_name(name.data[i]))
            return false;
    return name.len > 0 && !pf_str_eq_nocase(name, PF_STR("GITHUB_TOKEN"));
}

/* Another job, or who calls the workflow, asks for it. */
static bool is_asked_for(struct pf_check_context *context, const struct pf_flow_place *place,
                         pf_str name)
{
    pf_str text = pf_span_text(place->workflow->root->span);
    pf_str needed = pf_arena_format(context->arena, "needs.%.*s.outputs.%.*s",
                                    PF_ARG(place->job->id), PF_ARG(name));
    pf_str called = pf_arena_format(context->arena, "jobs.%.*s.outputs.%.*s",
                                    PF_ARG(place->job->id), PF_ARG(name));
    return pf_str_contains(text, needed) || pf_str_contains(text, called);
}

/* Before v3 the action hid the account's number, which every ECR registry holds. */
static const struct pf_workflow_step *masking_step(const struct pf_workflow_job *job)
{
    for (size_t i = 0; i < job->step_count; i++) {
        const struct pf_workflow_step *step = &job->steps[i];
        if (!pf_str_eq(step->action, PF_STR("aws-actions/configure-aws-credentials")))
            continue;
        pf_str mask = pf_node_text(pf_workflow_input(step, "mask-aws-account-id"));
        bool hides_by_default =
            pf_str_eq(step->ref, PF_STR("v1")) || pf_str_eq(step->ref, PF_STR("v2"));
        bool hides = mask.len == 0 ? hides_by_default : pf_str_eq_nocase(mask, PF_STR("true"));
        if (hides)
            return step;
    }
    return NULL;
}

static void judge_output(struct pf_check_context *context, const struct pf_flow_place *place,
                         const struct pf_node *output)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct pf_follow *follow = &wiring->accesses->follow;
    struct pf_deploy_place end = {context->arena, wiring->project, place->workflow, place->job,
                                  NULL};
    pf_str text = pf_follow_text(follow, &end, pf_node_text(output));
    pf_str words = pf_gaps_named(&follow->gaps, text, "secrets.");
    pf_str registry = pf_gaps_named(&follow->gaps, text, "the ECR registry");
    const struct pf_workflow_step *masking = registry.len > 0 ? masking_step(place->job) : NULL;
    if ((!is_secret(words) && masking == NULL) || !is_asked_for(context, place, output->key->text))
        return;
    struct pf_report *report =
        pf_check_report(context, is_secret(words) ? "secret" : "account", output->span);
    pf_report_argument(report, "job", place->job->id);
    pf_report_argument(report, "output", output->key->text);
    pf_report_argument(report, "secret", pf_str_slice(words, 8, words.len));
    if (masking != NULL)
        pf_report_related(report, "mask", masking->uses->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(place->job->id), PF_ARG(output->key->text));
}

static void judge_job(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *outputs = pf_node_get(place->job->node, "outputs");
    for (size_t i = 0; pf_node_is(outputs, PF_MAP) && i < outputs->count; i++)
        if (pf_node_is(outputs->items[i], PF_STRING))
            judge_output(context, place, outputs->items[i]);
}

void pf_check_secret_crosses_jobs(struct pf_check_context *context)
{
    pf_flow_each_job(context, judge_job);
}
