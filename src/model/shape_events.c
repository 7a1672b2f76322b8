/* Events: names, activity types, filters and their patterns. */
#include "model/shape_inside.h"

#include "model/glob.h"

/* Columns of rules/tables/github-events.tsv. */
enum { COLUMN_EVENT, COLUMN_KEYS, COLUMN_TYPES };

static ptrdiff_t find_event(const struct pf_shape *shape, pf_str name)
{
    return pf_table_find(&shape->tables->events, COLUMN_EVENT, name);
}

bool pf_shape_is_event(const struct pf_shape *shape, pf_str name)
{
    return find_event(shape, name) != PF_STR_NONE;
}

struct pf_strs pf_shape_event_names(struct pf_shape *shape)
{
    struct pf_strs names = {0};
    for (size_t row = 0; row < shape->tables->events.row_count; row++)
        *pf_pile_add(shape->arena, &names) =
            pf_table_cell(&shape->tables->events, row, COLUMN_EVENT);
    return names;
}

static bool check_name(struct pf_shape *shape, pf_str name, pf_span span)
{
    if (find_event(shape, name) != PF_STR_NONE)
        return true;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_UNKNOWN_EVENT, span, name);
    struct pf_strs names = pf_shape_event_names(shape);
    pf_shape_choices(shape, problem, &names);
    return false;
}

/* Events that say nothing without their values. */
static void check_bare(struct pf_shape *shape, pf_str name, pf_span span)
{
    static const struct {
        pf_str event;
        const char *needs;
    } needs[] = {
        {PF_STR_INIT("schedule"), "schedule needs a list of cron expressions"},
        {PF_STR_INIT("workflow_run"), "workflow_run needs the names of workflows"},
    };
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++)
        if (pf_str_eq(needs[i].event, name)) {
            struct pf_workflow_problem *problem =
                pf_shape_add(shape, PF_WORKFLOW_BAD_FILTER, span, name);
            problem->where = name;
            problem->detail = pf_str_c(needs[i].needs);
        }
}

static void check_scalar_event(struct pf_shape *shape, const struct pf_node *event)
{
    if (!pf_node_is_scalar(event)) {
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, event->span, PF_STR("on"));
        problem->expected = PF_STR("the name of an event");
        return;
    }
    if (event->text.len == 0)
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, event->span, PF_STR("on"));
    else if (check_name(shape, event->text, event->span))
        check_bare(shape, event->text, event->span);
}

static void check_activity(struct pf_shape *shape, const struct pf_node *activity,
                           const struct pf_strs *known, pf_str event)
{
    if (!pf_node_is_scalar(activity) || pf_strs_has(known, activity->text))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_ACTIVITY, activity->span, activity->text);
    problem->where = event;
    pf_shape_choices(shape, problem, known);
}

static void check_types(struct pf_shape *shape, const struct pf_node *types, pf_str event,
                        size_t row)
{
    struct pf_strs known =
        pf_shape_split(shape->arena, pf_table_cell(&shape->tables->events, row, COLUMN_TYPES));
    if (known.count == 0)
        return;
    if (!pf_node_is(types, PF_SEQ)) {
        if (pf_node_is_scalar(types) && types->text.len > 0)
            check_activity(shape, types, &known, event);
        return;
    }
    for (size_t i = 0; i < types->count; i++)
        check_activity(shape, types->items[i], &known, event);
}

static void check_pattern(struct pf_shape *shape, const struct pf_node *pattern, bool is_path)
{
    if (pf_node_text(pattern).len == 0 || pf_shape_has_expression(pattern))
        return;
    size_t at = 0;
    pf_str detail = pf_filter_problem(shape->arena, pattern->text, is_path, &at);
    if (detail.len == 0)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_GLOB, pattern->span, pattern->text);
    problem->detail = detail;
}

static void check_patterns(struct pf_shape *shape, const struct pf_node *patterns, bool is_path)
{
    if (!pf_node_is(patterns, PF_SEQ)) {
        check_pattern(shape, patterns, is_path);
        return;
    }
    bool has_positive = false;
    for (size_t i = 0; i < patterns->count; i++) {
        check_pattern(shape, patterns->items[i], is_path);
        has_positive |= !pf_str_starts(pf_node_text(patterns->items[i]), PF_STR("!"));
    }
    bool is_ignore = pf_str_ends(patterns->key->text, PF_STR("-ignore"));
    if (patterns->count > 0 && !has_positive && !is_ignore) {
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_BAD_FILTER, patterns->key->span, patterns->key->text);
        pf_shape_detail(shape, problem,
                        "a list of exclusions only takes nothing in; put '**' in front");
    }
}

static void check_exclusive(struct pf_shape *shape, const struct pf_node *filters, pf_str event,
                            const char *key, const char *ignore_key)
{
    const struct pf_node *list = pf_node_get(filters, key);
    const struct pf_node *ignore = pf_node_get(filters, ignore_key);
    if (list == NULL || ignore == NULL)
        return;
    bool is_first = list->key->span.at < ignore->key->span.at;
    const struct pf_node *second = is_first ? ignore : list, *first = is_first ? list : ignore;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_FILTER, second->key->span, second->key->text);
    problem->where = event;
    problem->related = first->key->span;
    pf_shape_detail(shape, problem, "%s and %s exclude each other; use '!' to exclude", key,
                    ignore_key);
}

static void check_empty(struct pf_shape *shape, const struct pf_node *value)
{
    bool is_empty = value->kind == PF_NULL ||
                    ((value->kind == PF_SEQ || value->kind == PF_MAP) && value->count == 0);
    if (is_empty)
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION,
                     value->span.len > 0 ? value->span : value->key->span, value->key->text);
    else if (value->kind == PF_MAP)
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, value->span, value->key->text)->expected =
            PF_STR("a list");
    for (size_t i = 0; value->kind == PF_SEQ && i < value->count; i++) {
        const struct pf_node *item = value->items[i];
        if (item->kind == PF_NULL || (item->kind == PF_STRING && item->text.len == 0))
            pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, item->span, value->key->text);
        else if (!pf_node_is_scalar(item) && item->kind != PF_ANY)
            pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, item->span, value->key->text)->expected =
                PF_STR("a string");
    }
}

static void report_key(struct pf_shape *shape, const struct pf_node *value, pf_str event,
                       const struct pf_strs *keys)
{
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_FILTER, value->key->span, value->key->text);
    problem->where = event;
    pf_shape_choices(shape, problem, keys);
}

static void check_filters(struct pf_shape *shape, const struct pf_node *filters, pf_str event,
                          size_t row)
{
    struct pf_strs keys =
        pf_shape_split(shape->arena, pf_table_cell(&shape->tables->events, row, COLUMN_KEYS));
    for (size_t i = 0; i < filters->count; i++) {
        const struct pf_node *value = filters->items[i];
        pf_str key = value->key->text;
        if (!pf_strs_has(&keys, key)) {
            report_key(shape, value, event, &keys);
            continue;
        }
        check_empty(shape, value);
        if (pf_str_eq(key, PF_STR("types")))
            check_types(shape, value, event, row);
        else if (!pf_str_eq(key, PF_STR("workflows")) && !pf_str_eq(key, PF_STR("names")))
            check_patterns(shape, value,
                           pf_str_starts(key, PF_STR("paths")) ||
                               pf_str_eq(key, PF_STR("versions")));
    }
    check_exclusive(shape, filters, event, "branches", "branches-ignore");
    check_exclusive(shape, filters, event, "tags", "tags-ignore");
    check_exclusive(shape, filters, event, "paths", "paths-ignore");
    if (pf_str_eq(event, PF_STR("workflow_run")) && pf_node_get(filters, "workflows") == NULL)
        check_bare(shape, event, filters->key->span);
}

static void check_event(struct pf_shape *shape, const struct pf_node *value)
{
    pf_str event = value->key->text;
    if (!check_name(shape, event, value->key->span))
        return;
    if (pf_str_eq(event, PF_STR("schedule"))) {
        pf_shape_cron(shape, value);
    } else if (pf_str_eq(event, PF_STR("workflow_dispatch"))) {
        pf_shape_dispatch(shape, value);
    } else if (pf_str_eq(event, PF_STR("workflow_call"))) {
        pf_shape_call_event(shape, value);
    } else if (value->kind == PF_MAP) {
        check_filters(shape, value, event, (size_t)find_event(shape, event));
    } else if (value->kind == PF_NULL) {
        check_bare(shape, event, value->key->span);
    } else if (value->kind != PF_ANY) {
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, value->span, event)->expected =
            PF_STR("a mapping of filters");
    }
}

void pf_shape_events(struct pf_shape *shape)
{
    const struct pf_node *on = pf_node_get(shape->root, "on");
    if (on == NULL || on->kind == PF_ANY)
        return;
    bool is_empty = (on->kind == PF_MAP || on->kind == PF_SEQ) && on->count == 0;
    if (is_empty)
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, on->span, PF_STR("on"));
    if (on->kind == PF_MAP)
        for (size_t i = 0; i < on->count; i++)
            check_event(shape, on->items[i]);
    else if (on->kind == PF_SEQ)
        for (size_t i = 0; i < on->count; i++)
            check_scalar_event(shape, on->items[i]);
    else
        check_scalar_event(shape, on);
}
