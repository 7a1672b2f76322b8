/* A workflow and one of its jobs wait for the same concurrency group: each for the other. */
#include "checks/flow.h"

#include "ghexpr/find.h"

static const struct pf_node *group_of(const struct pf_node *map)
{
    const struct pf_node *concurrency = pf_node_get(map, "concurrency");
    return pf_node_is(concurrency, PF_MAP) ? pf_node_get(concurrency, "group") : concurrency;
}

/* Made of what is the same for the workflow and each of its jobs. */
static bool is_common(struct pf_arena *arena, pf_str text)
{
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, text);
    for (size_t i = 0; i < sites.count; i++) {
        pf_str inner = pf_str_trim(sites.items[i].inner);
        if (pf_str_contains(inner, PF_STR("matrix")) ||
            pf_str_contains(inner, PF_STR("strategy")) || pf_str_contains(inner, PF_STR("needs")) ||
            pf_str_contains(inner, PF_STR("github.job")))
            return false;
    }
    return text.len > 0;
}

static void judge_job(struct pf_check_context *context, const struct pf_flow_place *place)
{
    const struct pf_node *outer = group_of(place->workflow->root);
    const struct pf_node *inner = group_of(place->job->node);
    struct pf_flow_place bare = {place->workflow, NULL, NULL};
    pf_str text = pf_flow_canonical(context->arena, &bare, pf_node_text(outer));
    if (!is_common(context->arena, text) ||
        !pf_str_eq_nocase(text, pf_flow_canonical(context->arena, &bare, pf_node_text(inner))))
        return;
    struct pf_report *report = pf_check_report(context, "", inner->span);
    pf_report_argument(report, "job", place->job->id);
    pf_report_argument(report, "group", inner->text);
    pf_report_related(report, "workflow", outer->span);
    pf_report_key(report, "%.*s", PF_ARG(place->job->id));
}

void pf_check_concurrency_deadlock(struct pf_check_context *context)
{
    pf_flow_each_job(context, judge_job);
}
