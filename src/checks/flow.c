/* Walks workflows for checks. */
#include "checks/flow.h"

#include "base/buffer.h"
#include "ghexpr/find.h"

void pf_flow_each_workflow(struct pf_check_context *context, pf_flow_visitor *visit)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->workflows.count; i++) {
        struct pf_flow_place place = {&wiring->deploys->workflows.items[i], NULL, NULL};
        visit(context, &place);
    }
}

void pf_flow_each_job(struct pf_check_context *context, pf_flow_visitor *visit)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->workflows.count; i++) {
        const struct pf_workflow *workflow = &wiring->deploys->workflows.items[i];
        for (size_t j = 0; j < workflow->job_count; j++) {
            struct pf_flow_place place = {workflow, &workflow->jobs[j], NULL};
            visit(context, &place);
        }
    }
}

void pf_flow_each_step(struct pf_check_context *context, pf_flow_visitor *visit)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    for (size_t i = 0; wiring != NULL && i < wiring->deploys->workflows.count; i++) {
        const struct pf_workflow *workflow = &wiring->deploys->workflows.items[i];
        for (size_t j = 0; j < workflow->job_count; j++)
            for (size_t s = 0; s < workflow->jobs[j].step_count; s++) {
                struct pf_flow_place place = {workflow, &workflow->jobs[j],
                                              &workflow->jobs[j].steps[s]};
                visit(context, &place);
            }
    }
}

static void visit_action(struct pf_check_context *context, const struct pf_project_file *file,
                         pf_flow_visitor *visit)
{
    const struct pf_node *runs = pf_node_get(file->root, "runs");
    const struct pf_node *list = pf_node_get(runs, "steps");
    if (!pf_node_is(list, PF_SEQ))
        return;
    struct pf_workflow *workflow = PF_NEW(context->arena, struct pf_workflow);
    struct pf_workflow_job *job = PF_NEW(context->arena, struct pf_workflow_job);
    *workflow = (struct pf_workflow){.file = file,
                                     .root = file->root,
                                     .name = file->path,
                                     .jobs = job,
                                     .job_count = 1,
                                     .mentions = PF_MENTIONS_ALL};
    job->node = runs;
    job->id = PF_STR("runs");
    job->steps = pf_workflow_steps(context->arena, list, &job->step_count);
    for (size_t i = 0; i < job->step_count; i++)
        visit(context, &(struct pf_flow_place){workflow, job, &job->steps[i]});
}

void pf_flow_each_action_step(struct pf_check_context *context, pf_flow_visitor *visit)
{
    const struct pf_wiring *wiring = pf_facts_wiring(context);
    if (wiring == NULL)
        return;
    struct pf_project_files files = pf_project_of_class(wiring->project, PF_CLASS_ACTION);
    for (size_t i = 0; i < files.count; i++)
        if (pf_project_load(wiring->project, files.items[i]))
            visit_action(context, files.items[i], visit);
}

static const struct pf_ghexpr *parse(struct pf_check_context *context, pf_str text)
{
    struct pf_ghexpr_error error;
    return pf_ghexpr_parse_once(&pf_facts_wiring(context)->project->expressions, text, &error);
}

const struct pf_ghexpr *pf_flow_condition(struct pf_check_context *context,
                                          const struct pf_node *condition, size_t *at)
{
    *at = 0;
    if (!pf_node_is(condition, PF_STRING))
        return NULL;
    struct pf_ghexpr_site site;
    size_t from = 0;
    if (!pf_ghexpr_next_site(condition->text, &from, &site))
        return parse(context, condition->text);
    if (!site.closed || site.len != condition->text.len)
        return NULL;
    *at = site.inner_at;
    return parse(context, site.inner);
}

pf_str pf_flow_condition_key(struct pf_arena *arena, const struct pf_flow_place *place)
{
    if (place->step == NULL)
        return pf_arena_format(arena, "condition/%.*s", PF_ARG(place->job->id));
    return pf_arena_format(arena, "condition/%.*s/%u", PF_ARG(place->job->id), place->step->index);
}

struct sites {
    struct pf_flow_site *items;
    size_t count, capacity;
};

struct walk {
    struct pf_check_context *context;
    struct sites *sites;
    struct pf_flow_place place;
    const struct pf_node *condition; /* that stands among them as a whole */
    struct pf_ghexpr_places places;  /* in the workflow's file: most parts of it have none */
};

static void add_site(struct walk *walk, const struct pf_node *scalar, size_t at,
                     const struct pf_ghexpr *expr)
{
    if (expr != NULL)
        *pf_pile_add(walk->context->arena, walk->sites) =
            (struct pf_flow_site){walk->place, scalar, at, expr, scalar == walk->condition};
}

static void add_scalar(struct walk *walk, const struct pf_node *node)
{
    if (node == walk->condition || node->kind != PF_STRING)
        return;
    struct pf_ghexpr_site site;
    for (size_t from = 0; pf_ghexpr_next_site(node->text, &from, &site);)
        if (site.closed)
            add_site(walk, node, site.inner_at, parse(walk->context, site.inner));
}

/* Depth is bounded by what the reader builds. */
static void add_below(struct walk *walk, const struct pf_node *node)
{
    if (!pf_ghexpr_may_hold(&walk->places, node))
        return;
    add_scalar(walk, node);
    for (size_t i = 0; i < node->count; i++)
        add_below(walk, node->items[i]);
}

/* All of a map but the values under `left_out` keys, which are added by themselves. */
static void add_map(struct walk *walk, const struct pf_node *map, pf_str left_out)
{
    if (!pf_node_is(map, PF_MAP) || !pf_ghexpr_may_hold(&walk->places, map))
        return;
    for (size_t i = 0; i < map->count; i++)
        if (!pf_str_eq(map->items[i]->key->text, left_out))
            add_below(walk, map->items[i]);
}

static void add_condition(struct walk *walk, const struct pf_node *condition)
{
    size_t at;
    const struct pf_ghexpr *expr = pf_flow_condition(walk->context, condition, &at);
    walk->condition = expr == NULL ? NULL : condition;
    add_site(walk, condition, at, expr);
}

static void add_job(struct walk *walk, const struct pf_workflow_job *job)
{
    walk->place.job = job;
    add_condition(walk, job->condition);
    add_map(walk, job->node, PF_STR("steps"));
    for (size_t i = 0; i < job->step_count; i++) {
        walk->place.step = &job->steps[i];
        add_condition(walk, job->steps[i].condition);
        add_below(walk, job->steps[i].node);
    }
    walk->place.step = NULL;
}

/* Those that the places allow, and every condition. */
static size_t most_sites(const struct pf_workflows *workflows)
{
    size_t most = 0;
    for (size_t i = 0; i < workflows->count; i++) {
        const struct pf_workflow *workflow = &workflows->items[i];
        most += workflow->places.count + workflow->job_count;
        for (size_t j = 0; j < workflow->job_count; j++)
            for (size_t s = 0; s < workflow->jobs[j].step_count; s++)
                most += workflow->jobs[j].steps[s].condition != NULL;
    }
    return most;
}

static void *find_sites(struct pf_check_context *context)
{
    const struct pf_workflows *workflows = &pf_facts_wiring(context)->deploys->workflows;
    struct sites *sites = PF_NEW(context->arena, struct sites);
    sites->capacity = most_sites(workflows);
    sites->items = PF_NEW_ARRAY(context->arena, struct pf_flow_site, sites->capacity);
    for (size_t i = 0; i < workflows->count; i++) {
        const struct pf_workflow *workflow = &workflows->items[i];
        struct walk walk = {.context = context,
                            .sites = sites,
                            .place = {workflow, NULL, NULL},
                            .places = workflow->places};
        add_map(&walk, workflow->root, PF_STR("jobs"));
        for (size_t j = 0; j < workflow->job_count; j++)
            add_job(&walk, &workflow->jobs[j]);
    }
    return sites;
}

void pf_flow_each_site(struct pf_check_context *context, pf_flow_site_visitor *visit)
{
    if (pf_facts_wiring(context) == NULL)
        return;
    const struct sites *sites = pf_facts_kept(context, "sites", find_sites);
    for (size_t i = 0; i < sites->count; i++)
        visit(context, &sites->items[i]);
}

pf_span pf_flow_span(const struct pf_flow_site *site, const struct pf_ghexpr *part)
{
    return pf_ghexpr_span(site->scalar, site->at + part->at, part->text.len);
}

pf_str pf_flow_path(struct pf_arena *arena, const struct pf_ghexpr *expr)
{
    if (expr->kind == PF_GHEXPR_NAME)
        return pf_arena_lower(arena, expr->name);
    if (expr->kind != PF_GHEXPR_INDEX || expr->operand_count != 2)
        return PF_STR("");
    const struct pf_ghexpr *index = expr->operands[1];
    pf_str head = pf_flow_path(arena, expr->operands[0]), name = PF_STR("");
    if (index->kind == PF_GHEXPR_STAR)
        name = PF_STR("*");
    else if (index->kind == PF_GHEXPR_LITERAL)
        name = pf_node_is(index->value, PF_STRING) ? pf_arena_lower(arena, index->value->text)
                                                   : PF_STR("*");
    if (head.len == 0 || name.len == 0)
        return PF_STR("");
    pf_str parts[] = {head, name};
    return pf_arena_join(arena, parts, 2, PF_STR("."));
}

struct pf_strs pf_flow_events(struct pf_arena *arena, const struct pf_workflow *workflow)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    struct pf_strs names = {0};
    if (pf_node_is(on, PF_STRING))
        *pf_pile_add(arena, &names) = on->text;
    for (size_t i = 0; on != NULL && i < on->count; i++)
        *pf_pile_add(arena, &names) =
            on->kind == PF_MAP ? on->items[i]->key->text : pf_node_text(on->items[i]);
    return names;
}

bool pf_flow_listens(const struct pf_workflow *workflow, const char *event)
{
    const struct pf_node *on = pf_node_get(workflow->root, "on");
    if (pf_node_is(on, PF_STRING))
        return pf_str_eq(on->text, pf_str_c(event));
    for (size_t i = 0; pf_node_is(on, PF_SEQ) && i < on->count; i++)
        if (pf_str_eq(pf_node_text(on->items[i]), pf_str_c(event)))
            return true;
    return pf_node_get(on, event) != NULL;
}

enum { MAX_NEEDS = 256 /* jobs on the way; GitHub starts no more in one run */ };

bool pf_flow_needs(const struct pf_workflow *workflow, const struct pf_workflow_job *job,
                   pf_flow_job_test *test)
{
    const struct pf_workflow_job *queue[MAX_NEEDS] = {job};
    size_t count = 1;
    for (size_t at = 0; at < count; at++) {
        if (test(queue[at]))
            return true;
        for (size_t i = 0; i < queue[at]->needs.count && count < MAX_NEEDS; i++) {
            const struct pf_workflow_job *next =
                pf_workflow_job_of(workflow, queue[at]->needs.items[i]);
            bool is_known = next == NULL;
            for (size_t k = 0; k < count; k++)
                is_known = is_known || queue[k] == next;
            if (!is_known)
                queue[count++] = next;
        }
    }
    return false;
}

const struct pf_node *pf_flow_variable(const struct pf_flow_place *place, pf_str name)
{
    return pf_workflow_variable(place->workflow, place->job, place->step, name);
}

enum { MAX_NESTING = 8 /* variables made of variables */ };

static void add_canonical(struct pf_buffer *buffer, const struct pf_flow_place *place, pf_str text,
                          unsigned depth)
{
    struct pf_ghexpr_site site;
    size_t done = 0;
    for (size_t from = 0; pf_ghexpr_next_site(text, &from, &site);) {
        pf_str inner = pf_str_trim(site.inner);
        const struct pf_node *value =
            pf_str_starts(inner, PF_STR("env.")) && depth < MAX_NESTING
                ? pf_flow_variable(place, pf_str_slice(inner, 4, inner.len))
                : NULL;
        pf_buffer_add(buffer, pf_str_slice(text, done, site.at));
        if (pf_node_is_scalar(value))
            add_canonical(buffer, place, value->text, depth + 1);
        else
            pf_buffer_format(buffer, "${{%.*s}}", PF_ARG(inner));
        done = site.at + site.len;
    }
    pf_buffer_add(buffer, pf_str_slice(text, done, text.len));
}

pf_str pf_flow_canonical(struct pf_arena *arena, const struct pf_flow_place *place, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    add_canonical(&buffer, place, pf_str_trim(text), 0);
    return pf_str_trim(pf_buffer_str(&buffer));
}
