/* An `if` that can hold for no event and ref that the workflow's triggers let through. */
#include "checks/flow.h"

#include "ghexpr/eval.h"
#include "ghexpr/value.h"
#include "model/contexts.h"

static const pf_span nowhere = {0};

/* The `github` contexts of every way the workflow may start, made when one is asked for. */
struct starts {
    const struct pf_node **items; /* PF_MAP {github: …} */
    size_t count, capacity;
    const struct pf_workflow *workflow;
    struct pf_arena *arena; /* theirs and their evaluations'; NULL: not made yet */
};

static bool is_among(pf_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq(name, pf_str_c(names[i])))
            return true;
    return false;
}

/* A start whose ref is not known: only what holds for every ref of that event stays. */
static struct pf_node *without(struct pf_arena *arena, const struct pf_node *github,
                               const char *const *names, size_t count)
{
    struct pf_node *copy = pf_node_new(arena, PF_MAP, nowhere);
    for (size_t i = 0; i < github->count; i++)
        if (!is_among(github->items[i]->key->text, names, count))
            pf_node_put(arena, copy, github->items[i]->key->text, nowhere,
                        pf_node_with_key(arena, github->items[i], NULL));
    return copy;
}

static void add_start(struct pf_arena *arena, struct starts *starts, struct pf_node *github)
{
    struct pf_node *contexts = pf_node_new(arena, PF_MAP, nowhere);
    pf_node_put(arena, contexts, PF_STR("github"), nowhere, github);
    *pf_pile_add(arena, starts) = contexts;
}

static bool is_literal_list(const struct pf_node *list)
{
    if (!pf_node_is(list, PF_SEQ) || list->count == 0)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        pf_str text = pf_node_text(list->items[i]);
        for (size_t c = 0; c < text.len; c++)
            if (pf_str_find_byte(PF_STR("*?+[]!\\$"), text.data[c]) != PF_STR_NONE)
                return false;
    }
    return true;
}

static void add_event(struct pf_arena *arena, struct starts *starts,
                      const struct pf_workflow *workflow, const struct pf_event *event)
{
    add_start(arena, starts,
              pf_node_with_key(arena, pf_contexts_github(arena, workflow, event), NULL));
}

static void add_pushes(struct pf_arena *arena, struct starts *starts,
                       const struct pf_workflow *workflow, const struct pf_node *filters)
{
    static const char *const open[] = {"ref", "ref_name", "ref_type", "event"};
    const struct pf_node *branches = pf_node_get(filters, "branches");
    const struct pf_node *tags = pf_node_get(filters, "tags");
    bool is_branches = is_literal_list(branches), is_tags = is_literal_list(tags);
    bool is_known = (is_branches || is_tags) && (branches == NULL || is_branches) &&
                    (tags == NULL || is_tags) && pf_node_get(filters, "tags-ignore") == NULL &&
                    pf_node_get(filters, "branches-ignore") == NULL;
    struct pf_event event = {.name = PF_STR("push")};
    for (size_t i = 0; is_known && is_branches && i < branches->count; i++) {
        event.branch = pf_node_text(branches->items[i]);
        add_event(arena, starts, workflow, &event);
    }
    event.branch = PF_STR("");
    for (size_t i = 0; is_known && is_tags && i < tags->count; i++) {
        event.tag = pf_node_text(tags->items[i]);
        add_event(arena, starts, workflow, &event);
    }
    event.tag = PF_STR("");
    if (!is_known)
        add_start(arena, starts,
                  without(arena, pf_contexts_github(arena, workflow, &event), open,
                          sizeof open / sizeof *open));
}

/* A closed pull request that was merged has the base branch as its ref. */
static bool may_be_merged(const struct pf_node *filters)
{
    const struct pf_node *types = pf_node_get(filters, "types");
    if (types != NULL && !pf_node_is(types, PF_SEQ))
        return true;
    for (size_t i = 0; types != NULL && i < types->count; i++)
        if (pf_str_eq(pf_node_text(types->items[i]), PF_STR("closed")))
            return true;
    return false;
}

static void add_other(struct pf_arena *arena, struct starts *starts,
                      const struct pf_workflow *workflow, pf_str name,
                      const struct pf_node *filters)
{
    static const char *const open[] = {"ref",      "ref_name", "ref_type",
                                       "base_ref", "head_ref", "event"};
    struct pf_event event = {.name = name};
    struct pf_node *github = without(arena, pf_contexts_github(arena, workflow, &event), open,
                                     sizeof open / sizeof *open);
    if (pf_str_eq(name, PF_STR("pull_request")) && !may_be_merged(filters)) {
        /* No condition tells one pull request's number from another's. */
        pf_node_put(arena, github, PF_STR("ref"), nowhere,
                    pf_node_str(arena, PF_STR("refs/pull/0/merge"), nowhere));
        pf_node_put(arena, github, PF_STR("ref_name"), nowhere,
                    pf_node_str(arena, PF_STR("0/merge"), nowhere));
    }
    add_start(arena, starts, github);
}

static void make_starts(struct pf_arena *beside, struct starts *starts)
{
    if (starts->arena != NULL)
        return;
    struct pf_arena *arena = starts->arena = pf_arena_beside(beside);
    const struct pf_node *on = pf_node_get(starts->workflow->root, "on");
    struct pf_strs events = pf_flow_events(arena, starts->workflow);
    for (size_t i = 0; i < events.count; i++) {
        const struct pf_node *filters = pf_node_get_str(on, events.items[i]);
        if (pf_str_eq(events.items[i], PF_STR("push")))
            add_pushes(arena, starts, starts->workflow, filters);
        else
            add_other(arena, starts, starts->workflow, events.items[i], filters);
    }
}

/* Only what asks of the event can be false for each of them. */
static bool asks_github(const struct pf_ghexpr *expr)
{
    if (expr == NULL)
        return false;
    if (expr->kind == PF_GHEXPR_NAME && pf_str_eq_nocase(expr->name, PF_STR("github")))
        return true;
    for (size_t i = 0; i < expr->operand_count; i++)
        if (asks_github(expr->operands[i]))
            return true;
    return false;
}

static enum pf_truth truth_of(struct pf_arena *arena, const struct pf_ghexpr *expr,
                              const struct pf_node *contexts)
{
    struct pf_ghexpr_world world = {contexts, PF_MAYBE, PF_MAYBE, PF_MAYBE, PF_STR("")};
    struct pf_ghexpr_error error;
    const struct pf_node *value = expr == NULL ? NULL : pf_ghexpr_eval(arena, expr, &world, &error);
    return value == NULL ? PF_MAYBE : pf_ghexpr_value_truth(value);
}

static const struct pf_node *nothing_known(struct pf_arena *arena)
{
    struct pf_node *contexts = pf_node_new(arena, PF_MAP, nowhere);
    pf_node_put(arena, contexts, PF_STR("github"), nowhere,
                pf_contexts_open(arena, PF_STR("github."), PF_KINDS_ALL));
    return contexts;
}

/* `github.event_name == 'disabled'`: an event that nobody expects to come. */
static bool is_switched_off(const struct pf_ghexpr *expr)
{
    static const char *const words[] = {"disabled", "disable", "never", "none", "off", "false"};
    if (expr->kind == PF_GHEXPR_LITERAL && pf_node_is(expr->value, PF_STRING))
        return is_among(expr->value->text, words, sizeof words / sizeof *words);
    for (size_t i = 0; i < expr->operand_count; i++)
        if (is_switched_off(expr->operands[i]))
            return true;
    return false;
}

/* A job that no start lets run, meant so or not: its steps need no word of their own. */
static bool lets_nothing_run(struct pf_arena *arena, struct starts *starts,
                             const struct pf_ghexpr *job)
{
    if (job == NULL)
        return false;
    make_starts(arena, starts);
    for (size_t i = 0; i < starts->count; i++)
        if (truth_of(starts->arena, job, starts->items[i]) != PF_NO)
            return false;
    return starts->count > 0;
}

/* False for every start; a condition that is false in any world (`if: false`) is meant so. */
static bool is_never(struct pf_arena *arena, struct starts *starts, const struct pf_ghexpr *job,
                     const struct pf_ghexpr *step)
{
    const struct pf_ghexpr *asked = step != NULL ? step : job;
    if (!asks_github(asked) || is_switched_off(asked))
        return false;
    make_starts(arena, starts);
    bool job_may_run = false; /* what stands in a job that never runs is no mistake of its own */
    for (size_t i = 0; i < starts->count; i++) {
        const struct pf_node *start = starts->items[i];
        enum pf_truth of_job = job == NULL ? PF_YES : truth_of(starts->arena, job, start);
        if (pf_truth_and(truth_of(starts->arena, asked, start), of_job) != PF_NO)
            return false;
        job_may_run = job_may_run || of_job != PF_NO;
    }
    return starts->count > 0 && (step == NULL || job_may_run) &&
           truth_of(starts->arena, asked, nothing_known(starts->arena)) != PF_NO;
}

static void report_condition(struct pf_check_context *context, const struct pf_flow_place *place,
                             const struct pf_node *condition)
{
    struct pf_report *report =
        pf_check_report(context, place->step == NULL ? "job" : "step", condition->span);
    const struct pf_node *on = pf_node_get(place->workflow->root, "on");
    pf_report_argument(report, "job", place->job->id);
    if (on != NULL && on->key != NULL)
        pf_report_related(report, "triggers", on->key->span);
    pf_str key = pf_flow_condition_key(context->arena, place);
    pf_report_key(report, "%.*s", PF_ARG(key));
}

static void judge_job(struct pf_check_context *context, const struct pf_workflow_job *job,
                      struct starts *starts)
{
    size_t at;
    const struct pf_ghexpr *own = pf_flow_condition(context, job->condition, &at);
    struct pf_flow_place place = {starts->workflow, job, NULL};
    if (is_never(context->arena, starts, own, NULL)) {
        report_condition(context, &place, job->condition);
        return;
    }
    if (lets_nothing_run(context->arena, starts, own))
        return;
    for (size_t i = 0; i < job->step_count; i++) {
        place.step = &job->steps[i];
        const struct pf_ghexpr *inner = pf_flow_condition(context, job->steps[i].condition, &at);
        if (inner != NULL && is_never(context->arena, starts, own, inner))
            report_condition(context, &place, job->steps[i].condition);
    }
}

static void judge_workflow(struct pf_check_context *context, const struct pf_flow_place *place)
{
    /* A called workflow has its caller's event. */
    if (pf_flow_listens(place->workflow, "workflow_call"))
        return;
    struct starts starts = {.workflow = place->workflow};
    for (size_t i = 0; i < place->workflow->job_count; i++)
        judge_job(context, &place->workflow->jobs[i], &starts);
    pf_arena_free(starts.arena);
}

void pf_check_condition_never_true(struct pf_check_context *context)
{
    pf_flow_each_workflow(context, judge_workflow);
}
