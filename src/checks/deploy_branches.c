/* Two branches, or pull requests, release to one service. */
#include "checks/branches.h"
#include "checks/flow.h"

#include "ghexpr/find.h"
#include "model/resolve.h"

static bool is_literal(const struct pf_node *value)
{
    return value == NULL || (pf_node_is_scalar(value) && !pf_ghexpr_has(value->text) &&
                             pf_str_find_byte(value->text, '$') == PF_STR_NONE);
}

/* Is the text one output alone, of a step that always runs? */
static bool is_sure_output(const struct pf_flow_place *at, pf_str text)
{
    pf_str steps, id, name;
    if (!pf_ghexpr_is_alone(pf_str_trim(text)))
        return false;
    text = pf_str_trim(text);
    text = pf_str_trim(pf_str_slice(text, 3, text.len - 2));
    if (!pf_str_cut(text, '.', &steps, &text) || !pf_str_eq(steps, PF_STR("steps")) ||
        !pf_str_cut(text, '.', &id, &name) || pf_str_find_byte(name, ' ') != PF_STR_NONE)
        return false;
    const struct pf_workflow_step *step = pf_workflow_step_of(at->job, id);
    return step != NULL && step->condition == NULL;
}

/* An input of a login: what an earlier step surely writes stands for its output. */
static pf_str login_text(struct pf_check_context *context, const struct pf_flow_place *at,
                         const char *name, const struct pf_node *value)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (is_sure_output(at, pf_node_text(value))) {
        struct pf_deploy_place place = {context->arena, wiring->project, at->workflow, at->job,
                                        at->step};
        pf_str text = pf_follow_input(&wiring->accesses->follow, &place, name);
        if (text.len > 0 && !pf_gaps_has(text))
            return text;
    }
    return pf_flow_canonical(context->arena, at, pf_node_text(value));
}

/* Credentials and environment as one text: another account has another service of that name. */
static pf_str account_of(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    struct pf_arena *arena = context->arena;
    static const char *const inputs[] = {"role-to-assume", "aws-access-key-id", "aws-region"};
    struct pf_strs parts = {0};
    const struct pf_node *environment = pf_node_get(deploy->job->node, "environment");
    if (pf_node_is(environment, PF_MAP))
        environment = pf_node_get(environment, "name");
    *pf_pile_add(arena, &parts) = pf_node_text(environment);
    for (size_t i = 0; i < deploy->job->step_count; i++)
        for (size_t k = 0; k < sizeof inputs / sizeof *inputs; k++) {
            const struct pf_node *value = pf_workflow_input(&deploy->job->steps[i], inputs[k]);
            struct pf_flow_place place = {deploy->workflow, deploy->job, &deploy->job->steps[i]};
            if (value != NULL)
                *pf_pile_add(arena, &parts) = login_text(context, &place, inputs[k], value);
        }
    return pf_arena_join(arena, parts.items, parts.count, PF_STR("\n"));
}

/* An input of the deploy's step with what a caller of its workflow gives. */
static const struct pf_node *input_of(struct pf_arena *arena, const struct pf_deploy *deploy,
                                      const struct pf_node *written)
{
    return written == NULL
               ? NULL
               : pf_resolve(arena, deploy->workflow, deploy->job, deploy->step, written);
}

static pf_str service_of(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    return pf_node_text(input_of(context->arena, deploy, deploy->service));
}

static bool speaks_of_ref(const struct pf_node *map)
{
    static const char *const refs[] = {"github.ref", "github.head_ref", "github.base_ref"};
    for (size_t i = 0; pf_node_is(map, PF_MAP) && i < map->count; i++)
        for (size_t k = 0; k < sizeof refs / sizeof *refs; k++)
            if (pf_str_contains(pf_node_text(map->items[i]), pf_str_c(refs[k])))
                return true;
    return false;
}

/* Values are resolved for one branch: `${{ github.ref == 'refs/heads/main' && … }}` in what the
 * step sees gives each branch a service of its own. */
static bool differs_by_branch(const struct pf_deploy *deploy)
{
    return speaks_of_ref(pf_node_get(deploy->workflow->root, "env")) ||
           speaks_of_ref(pf_node_get(deploy->job->node, "env")) ||
           speaks_of_ref(deploy->step->env) || speaks_of_ref(deploy->step->with) ||
           speaks_of_ref(deploy->workflow->call == NULL ? NULL : deploy->workflow->call->with);
}

/* What tells one service from another; "" where only the run can tell. */
static pf_str target_of(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    struct pf_arena *arena = context->arena;
    const struct pf_node *service = input_of(arena, deploy, deploy->service);
    const struct pf_node *cluster = input_of(arena, deploy, deploy->cluster);
    if (service == NULL || !is_literal(service) || !is_literal(cluster) ||
        differs_by_branch(deploy))
        return PF_STR("");
    pf_str account = account_of(context, deploy);
    static const char *const open[] = {
        "github.ref", "github.base_ref", "github.head_ref", "matrix.",
        "needs.",     "steps.",          "inputs.",         "env."};
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        if (pf_str_contains(account, pf_str_c(open[i])))
            return PF_STR("");
    return pf_arena_format(arena, "%.*s/%.*s\n%.*s", PF_ARG(pf_node_text(cluster)),
                           PF_ARG(service->text), PF_ARG(account));
}

struct release {
    const struct pf_deploy *deploy;
    pf_str target, branch;
};
struct releases {
    struct release *items;
    size_t count, capacity;
};

static bool are_one_line(pf_str a, pf_str b)
{
    return pf_str_eq(a, b) || (pf_branches_is_main_line(a) && pf_branches_is_main_line(b));
}

static void report_second(struct pf_check_context *context, const struct release *first,
                          const struct release *second)
{
    const struct pf_node *trigger = pf_branches_trigger_of(second->deploy, second->branch);
    const struct pf_node *other = pf_branches_trigger_of(first->deploy, first->branch);
    if (trigger == NULL)
        return;
    struct pf_report *report = pf_check_report(context, "branches", trigger->span);
    pf_str service = service_of(context, second->deploy);
    pf_report_argument(report, "service", service);
    pf_report_argument(report, "branch", second->branch);
    pf_report_argument(report, "other", first->branch);
    if (other != NULL)
        pf_report_related(report, "other", other->span);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(service), PF_ARG(second->branch));
}

static void judge_branches(struct pf_check_context *context, struct releases *releases,
                           const struct pf_deploy *deploy, pf_str target)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t b = 0; b < deploy->branches.count; b++) {
        struct release release = {deploy, target, deploy->branches.items[b]};
        if (pf_branches_deploys_at(wiring, deploy, release.branch) != PF_YES)
            continue;
        bool is_known = false;
        for (size_t i = 0; i < releases->count; i++) {
            const struct release *first = &releases->items[i];
            bool is_same = pf_str_eq(first->target, target);
            is_known = is_known || (is_same && pf_str_eq(first->branch, release.branch));
            if (is_same && !are_one_line(first->branch, release.branch)) {
                report_second(context, first, &release);
                is_known = true;
                break;
            }
        }
        if (!is_known)
            *pf_pile_add(context->arena, releases) = release;
    }
}

/* At the event's key where `on` is a map, else at `on`; `key` tells the finding from others. */
static void report_event(struct pf_check_context *context, const struct pf_deploy *deploy,
                         const struct pf_node *event, const char *message, const char *key)
{
    const struct pf_node *on = pf_node_get(deploy->origin->root, "on");
    pf_span span = event != NULL && event->key != NULL ? event->key->span : on->span;
    struct pf_report *report = pf_check_report(context, message, span);
    pf_str service = service_of(context, deploy);
    pf_report_argument(report, "service", service);
    pf_report_argument(report, "job", deploy->origin_job->id);
    pf_report_key(report, "%.*s/%s", PF_ARG(service), key);
}

/* A push to whatever branch deploys: the trigger names none, and no condition asks. Protection
 * rules of an environment may hold it, which no file tells. */
static void judge_any_branch(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_node *on = pf_node_get(deploy->origin->root, "on");
    const struct pf_node *push = pf_node_get(on, "push");
    if (pf_node_get(deploy->job->node, "environment") != NULL || on == NULL ||
        pf_branches_deploys_at(pf_facts_wiring(context), deploy, PF_STR("some-other-branch")) !=
            PF_YES)
        return;
    report_event(context, deploy, push, "any", "any");
}

static void judge_pull_request(struct pf_check_context *context, const struct pf_deploy *deploy)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    const struct pf_node *on = pf_node_get(deploy->origin->root, "on");
    const struct pf_node *filters = pf_node_get(on, "pull_request");
    struct pf_event event = {.name = PF_STR("pull_request"),
                             .branch = pf_wiring_branch(wiring).name};
    if (!pf_flow_listens(deploy->origin, "pull_request") || event.branch.len == 0 ||
        pf_node_get(filters, "types") != NULL)
        return;
    const struct pf_simulation *simulation =
        pf_simulate(context->arena, wiring->project, &wiring->deploys->workflows, &event);
    if (pf_deploy_runs(simulation, deploy) != PF_YES || on == NULL)
        return;
    report_event(context, deploy, filters, "pull-request", "pull_request");
}

void pf_check_deploy_branches(struct pf_check_context *context)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    struct releases releases = {0};
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->count; i++) {
        const struct pf_deploy *deploy = &wiring->deploys->items[i];
        pf_str target = target_of(context, deploy);
        if (target.len == 0)
            continue;
        judge_branches(context, &releases, deploy, target);
        judge_pull_request(context, deploy);
        judge_any_branch(context, deploy);
    }
}
