/* Comparisons that GitHub makes and that always come out the same: a value that a context never
 * has, a boolean held against a text, a text held against `true`. */
#include "model/shape_type.h"

#include "base/nearest.h"
#include "ghexpr/find.h"
#include "ghexpr/json.h"
#include "ghexpr/value.h"

#include <math.h>

/* "needs.build.result" against "needs.*.result". */
static bool fits_pattern(pf_str path, pf_str pattern)
{
    pf_str one, wanted;
    for (bool more = true; more;) {
        more = pf_str_cut(path, '.', &one, &path);
        bool more_wanted = pf_str_cut(pattern, '.', &wanted, &pattern);
        if (more != more_wanted)
            return false;
        if (!pf_str_eq(wanted, PF_STR("*")) && !pf_str_eq_nocase(one, wanted))
            return false;
    }
    return true;
}

static const pf_str event_name = PF_STR_INIT("github.event_name");

/* The texts of a list that holds nothing else. */
static bool add_texts(struct pf_arena *arena, struct pf_strs *texts, const struct pf_node *list)
{
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        if (!pf_node_is(list->items[i], PF_STRING))
            return false;
        *pf_pile_add(arena, texts) = list->items[i]->text;
    }
    return pf_node_is(list, PF_SEQ);
}

/* What a form lets one choose; none where a caller may give the input, or it is no choice. */
static struct pf_strs choices_of(struct pf_shape *shape, pf_str name, bool may_be_called)
{
    const struct pf_node *on = pf_node_get(shape->root, "on");
    const struct pf_node *called = pf_node_get(pf_node_get(on, "workflow_call"), "inputs");
    const struct pf_node *form = pf_node_get(pf_node_get(on, "workflow_dispatch"), "inputs");
    const struct pf_node *input = pf_node_get_str(form, name);
    struct pf_strs choices = {0};
    bool is_open = may_be_called && pf_node_get_str(called, name) != NULL;
    if (is_open || !pf_str_eq(pf_node_text(pf_node_get(input, "type")), PF_STR("choice")) ||
        !add_texts(shape->arena, &choices, pf_node_get(input, "options")))
        return (struct pf_strs){0};
    return choices;
}

/* The activities that start the workflow; none where an event names none of its own. */
static struct pf_strs actions_of(struct pf_shape *shape)
{
    static const char *const without[] = {"push", "schedule", "workflow_dispatch"};
    const struct pf_node *on = pf_node_get(shape->root, "on");
    struct pf_strs actions = {0};
    for (size_t i = 0; pf_node_is(on, PF_MAP) && i < on->count; i++) {
        bool has_none = false;
        for (size_t w = 0; w < sizeof without / sizeof *without; w++)
            has_none = has_none || pf_str_eq(on->items[i]->key->text, pf_str_c(without[w]));
        if (!has_none && !add_texts(shape->arena, &actions, pf_node_get(on->items[i], "types")))
            return (struct pf_strs){0};
    }
    return actions;
}

/* The values that the workflow's own `on` lets `path` have; none for any other path. */
static struct pf_strs values_of_start(struct pf_shape *shape, pf_str path)
{
    pf_str prefixes[] = {PF_STR("inputs."), PF_STR("github.event.inputs.")};
    if (shape->workflow == NULL)
        return (struct pf_strs){0};
    if (pf_str_eq_nocase(path, PF_STR("github.event.action")))
        return actions_of(shape);
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (pf_str_starts_nocase(path, prefixes[i]))
            return choices_of(shape, pf_str_slice(path, prefixes[i].len, path.len), i == 0);
    return (struct pf_strs){0};
}

/* The values that `path` may have; none for a path that no table knows. */
static struct pf_strs values_of(struct pf_shape *shape, pf_str path)
{
    if (pf_str_eq_nocase(path, event_name))
        return pf_shape_event_names(shape);
    struct pf_strs own = values_of_start(shape, path);
    if (own.count > 0)
        return own;
    const struct pf_table *values = &shape->tables->values;
    pf_str context, rest;
    pf_str_cut(path, '.', &context, &rest);
    size_t row, end = pf_table_rows(values, pf_arena_lower(shape->arena, context), &row);
    for (; row < end; row++)
        if (fits_pattern(path, pf_table_cell(values, row, 0)))
            return pf_shape_split(shape->arena, pf_table_cell(values, row, 1));
    return (struct pf_strs){0};
}

static bool is_text(const struct pf_ghexpr *expr)
{
    return expr->kind == PF_GHEXPR_LITERAL && pf_node_is(expr->value, PF_STRING) &&
           expr->value->text.len > 0;
}

static bool is_truth(const struct pf_ghexpr *expr)
{
    return expr->kind == PF_GHEXPR_LITERAL && pf_node_is(expr->value, PF_BOOL);
}

static bool is_truth_word(pf_str text)
{
    return pf_str_eq(text, PF_STR("true")) || pf_str_eq(text, PF_STR("false"));
}

/* The literal is none of the values; false where it is one, or nobody knows them. An event that
 * resembles none is one that nobody expects: == 'disabled'. */
static bool is_never(struct pf_shape *shape, pf_str path, pf_str literal)
{
    bool is_event = pf_str_eq_nocase(path, event_name);
    if (is_event && pf_shape_is_event(shape, literal))
        return false;
    struct pf_strs values = values_of(shape, path);
    for (size_t i = 0; i < values.count; i++)
        if (pf_str_eq_nocase(values.items[i], literal))
            return false;
    return values.count > 0 &&
           (!is_event || pf_nearest(literal, values.items, values.count) != PF_STR_NONE);
}

static pf_span span_of(const struct pf_shape_side *side)
{
    return pf_ghexpr_span(side->scalar, side->at + side->expr->at, side->expr->text.len);
}

/* A condition that is false for this alone is told by DEP003, which knows it by the same key. */
static pf_str condition_key(struct pf_shape *shape, const struct pf_shape_place *place)
{
    if (!place->is_condition || place->job == NULL)
        return PF_STR("");
    if (place->step == NULL)
        return pf_arena_format(shape->arena, "condition/%.*s", PF_ARG(place->job->id));
    return pf_arena_format(shape->arena, "condition/%.*s/%u", PF_ARG(place->job->id),
                           place->step->index);
}

static void report_never(struct pf_shape *shape, const struct pf_shape_place *place, pf_span span,
                         pf_str path, pf_str literal)
{
    struct pf_strs values = values_of(shape, path);
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_VALUE_NEVER, span, literal);
    problem->where = path;
    if (pf_str_eq_nocase(path, event_name))
        problem->key = condition_key(shape, place);
    pf_shape_choices(shape, problem, &values);
}

static void report_kinds(struct pf_shape *shape, pf_span span, pf_str text, const char *detail,
                         pf_str suggestion)
{
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_EXPRESSION_TYPE, span, text);
    problem->detail = pf_str_c(detail);
    problem->suggestion = suggestion;
}

/* What the file says an input's or a variable's text is: one of the words true and false? */
static bool is_told_as_word(const struct pf_shape *shape, const struct pf_shape_place *place,
                            pf_str path)
{
    pf_str head, name;
    pf_str_cut(path, '.', &head, &name);
    const struct pf_node *value = NULL;
    if (pf_str_starts_nocase(path, PF_STR("github.event.inputs."))) {
        name = pf_str_slice(path, PF_STR("github.event.inputs.").len, path.len);
        const struct pf_node *dispatch =
            pf_node_get(pf_node_get(shape->root, "on"), "workflow_dispatch");
        const struct pf_node *input = pf_node_get_str(pf_node_get(dispatch, "inputs"), name);
        if (pf_str_eq(pf_node_text(pf_node_get(input, "type")), PF_STR("boolean")))
            return true;
        value = pf_node_get(input, "default");
    } else if (pf_str_eq_nocase(head, PF_STR("inputs")) && shape->workflow == NULL) {
        value = pf_node_get(pf_node_get_str(pf_node_get(shape->root, "inputs"), name), "default");
    } else if (pf_str_eq_nocase(head, PF_STR("env")) && shape->workflow != NULL) {
        value = pf_workflow_variable(shape->workflow, place->job, place->step, name);
    }
    return is_truth_word(pf_node_text(value));
}

/* An output is a text: 'true' at best, which is not `true`. `== false` may ask for an unset one. */
static bool is_output(pf_str path)
{
    return fits_pattern(path, PF_STR("steps.*.outputs.*")) ||
           fits_pattern(path, PF_STR("needs.*.outputs.*"));
}

/* What events carry as true or false, which no text of letters equals. */
static bool is_flag(pf_str path)
{
    static const char *const flags[] = {"github.event.pull_request.draft",
                                        "github.event.pull_request.merged",
                                        "github.event.pull_request.head.repo.fork",
                                        "github.event.release.prerelease",
                                        "github.event.release.draft",
                                        "github.event.repository.private",
                                        "github.event.repository.fork",
                                        "github.event.created",
                                        "github.event.deleted",
                                        "github.event.forced"};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (pf_str_eq_nocase(path, pf_str_c(flags[i])))
            return true;
    return false;
}

void pf_shape_comparison(struct pf_shape *shape, const struct pf_shape_place *place,
                         const struct pf_shape_side *a, const struct pf_shape_side *b)
{
    const struct pf_shape_side *sides[] = {a, b};
    struct pf_arena *arena = shape->arena;
    for (size_t i = 0; i < 2; i++) {
        const struct pf_ghexpr *literal = sides[i]->expr;
        const struct pf_shape_side *other = sides[1 - i];
        if (!is_text(literal) && !is_truth(literal))
            continue;
        pf_str path = pf_ghexpr_path(arena, other->expr);
        if (is_text(literal) && is_never(shape, path, literal->value->text)) {
            report_never(shape, place, span_of(sides[i]), path, literal->value->text);
        } else if (is_text(literal) && (other->type->kind == PF_TYPE_BOOL || is_flag(path)) &&
                   isnan(pf_ghexpr_value_parse_number(literal->value->text))) {
            pf_str word = literal->value->text;
            report_kinds(shape, span_of(sides[i]), literal->text,
                         "never equal: a boolean and a string that is no number",
                         is_truth_word(word)
                             ? pf_arena_format(arena, "%.*s without quotes", PF_ARG(word))
                             : PF_STR("true or false without quotes"));
        } else if (is_truth(literal) && ((literal->value->as.boolean && is_output(path)) ||
                                         is_told_as_word(shape, place, path))) {
            report_kinds(shape, span_of(sides[i]), literal->text,
                         "what stands here is a string: 'true' and 'false' equal neither true nor "
                         "false",
                         pf_arena_format(arena, "'%.*s' in quotes", PF_ARG(literal->text)));
        }
    }
}

/* Does the step's script write `name=false`? */
static bool writes_false(struct pf_shape *shape, const struct pf_workflow_step *step, pf_str name)
{
    return step != NULL && step->run != NULL &&
           pf_str_contains(step->run->text,
                           pf_arena_format(shape->arena, "%.*s=false", PF_ARG(name)));
}

/* "steps.s.outputs.go", or a job's output that is just that: a script of the file sets it 'false'.
 */
static bool may_be_word_false(struct pf_shape *shape, const struct pf_workflow_job *job,
                              pf_str path)
{
    pf_str parts[4], rest = path;
    if (shape->workflow == NULL || job == NULL || !is_output(path))
        return false;
    for (size_t i = 0; i < 4; i++)
        pf_str_cut(rest, '.', &parts[i], &rest);
    if (pf_str_eq_nocase(parts[0], PF_STR("steps")))
        return writes_false(shape, pf_workflow_step_of(job, parts[1]), parts[3]);
    const struct pf_workflow_job *needed = pf_workflow_job_of(shape->workflow, parts[1]);
    const struct pf_node *outputs = needed == NULL ? NULL : pf_node_get(needed->node, "outputs");
    pf_str value = pf_str_trim(pf_node_text(pf_node_get_str(outputs, parts[3])));
    if (!pf_ghexpr_is_alone(value))
        return false;
    pf_str inner = pf_str_trim(pf_str_slice(value, 3, value.len - 2));
    return pf_str_starts(inner, PF_STR("steps.")) && may_be_word_false(shape, needed, inner);
}

void pf_shape_truth(struct pf_shape *shape, const struct pf_shape_place *place,
                    const struct pf_shape_side *side)
{
    pf_str path = pf_ghexpr_path(shape->arena, side->expr);
    if (path.len == 0 ||
        (!is_told_as_word(shape, place, path) && !may_be_word_false(shape, place->job, path)))
        return;
    report_kinds(shape, span_of(side), side->expr->text,
                 "what stands here is a string, and 'false' is as true as any other",
                 pf_arena_format(shape->arena, "%.*s == 'true'", PF_ARG(side->expr->text)));
}

void pf_shape_text_arm(struct pf_shape *shape, const struct pf_shape_side *side)
{
    if (is_text(side->expr))
        report_kinds(shape, span_of(side), side->expr->text,
                     "a string that is not empty is true, so all of it is, whatever stands before",
                     PF_STR("a comparison on each side of ||"));
}

/* The items of `fromJSON('["push", "release"]')`; NULL for any other list. */
static const struct pf_node *literal_list(struct pf_shape *shape, const struct pf_ghexpr *list)
{
    pf_str message;
    bool is_call = list->kind == PF_GHEXPR_CALL && list->operand_count == 1 &&
                   pf_str_eq_nocase(list->name, PF_STR("fromJSON"));
    if (!is_call || !is_text(list->operands[0]))
        return NULL;
    const struct pf_node *items =
        pf_ghexpr_json_read(shape->arena, list->operands[0]->value->text, &message);
    return pf_node_is(items, PF_SEQ) ? items : NULL;
}

/* The item in the literal that holds the list; the literal where it stands there twice. */
static pf_span span_in_list(const struct pf_shape_side *list, pf_str item)
{
    const struct pf_ghexpr *literal = list->expr->operands[0];
    ptrdiff_t at = pf_str_find(literal->text, item);
    size_t from = at == PF_STR_NONE ? literal->text.len : (size_t)at + item.len;
    bool is_once = at != PF_STR_NONE &&
                   !pf_str_contains(pf_str_slice(literal->text, from, literal->text.len), item);
    size_t start = list->at + literal->at + (is_once ? (size_t)at : 0);
    return pf_ghexpr_span(list->scalar, start, is_once ? item.len : literal->text.len);
}

void pf_shape_contained(struct pf_shape *shape, const struct pf_shape_place *place,
                        const struct pf_shape_side *list, const struct pf_shape_side *item)
{
    pf_str results = PF_STR("needs.*.result");
    if (pf_str_eq_nocase(pf_str_trim(list->expr->text), results) && is_text(item->expr) &&
        is_never(shape, results, item->expr->value->text))
        report_never(shape, place, span_of(item), results, item->expr->value->text);
    pf_str path = pf_ghexpr_path(shape->arena, item->expr);
    const struct pf_node *items = path.len == 0 ? NULL : literal_list(shape, list->expr);
    for (size_t i = 0; items != NULL && i < items->count; i++) {
        const struct pf_node *one = items->items[i];
        if (pf_node_is(one, PF_STRING) && one->text.len > 0 && is_never(shape, path, one->text))
            report_never(shape, place, span_in_list(list, one->text), path, one->text);
    }
}
