/* A task definition's members against ECS's own model; each rule takes one kind of problem. */
#include "checks/facts.h"

#include "model/taskdef.h"

static bool is_kind(const struct pf_check_context *context, enum pf_shape_kind kind)
{
    static const pf_str names[] = {
        [PF_SHAPE_UNKNOWN_KEY] = PF_STR_INIT("unknown-key"),
        [PF_SHAPE_WRONG_TYPE] = PF_STR_INIT("wrong-type"),
        [PF_SHAPE_MISSING] = PF_STR_INIT("missing"),
        [PF_SHAPE_BAD_ENUM] = PF_STR_INIT("bad-enum"),
        [PF_SHAPE_OUT_OF_RANGE] = PF_STR_INIT("out-of-range"),
        [PF_SHAPE_OUTPUT_ONLY] = PF_STR_INIT("output-only"),
        [PF_SHAPE_DEPRECATED] = PF_STR_INIT("deprecated"),
    };
    return pf_check_param_has(context, "problems", names[kind]);
}

/* "8000" where ECS takes 8000: the client of the deploy action's version 1 casts it. */
static bool is_number_in_quotes(const struct pf_shape_problem *problem)
{
    int64_t number;
    return pf_node_is(problem->node, PF_STRING) &&
           pf_str_contains(problem->expected, PF_STR("integer")) &&
           pf_str_to_int(problem->node->text, &number);
}

static void report_problem(struct pf_check_context *context, const struct pf_node *root,
                           const struct pf_shape_problem *problem)
{
    bool is_missing = problem->kind == PF_SHAPE_MISSING;
    const struct pf_node *key = problem->node->key;
    bool is_at_key = problem->kind == PF_SHAPE_UNKNOWN_KEY ||
                     problem->kind == PF_SHAPE_OUTPUT_ONLY || problem->kind == PF_SHAPE_DEPRECATED;
    pf_span span = problem->node->span;
    if (is_at_key && key != NULL)
        span = key->span;
    if (is_missing) /* a whole map would be marked: its opening bracket is enough */
        span = pf_span_of(span.file, span.at, span.len > 0 ? 1 : 0);
    bool is_cast = problem->kind == PF_SHAPE_WRONG_TYPE && is_number_in_quotes(problem) &&
                   pf_facts_goes_through_action(context, root, PF_STR("@v1"));
    struct pf_report *report = pf_check_report(context,
                                               is_cast                       ? "cast"
                                               : problem->suggestion.len > 0 ? "suggestion"
                                                                             : "plain",
                                               span);
    pf_report_argument(report, "name", problem->name);
    pf_report_argument(report, "where",
                       problem->where.len > 0 ? problem->where : PF_STR("the task definition"));
    pf_report_argument(report, "expected", problem->expected);
    pf_report_argument(report, "suggestion", problem->suggestion);
    pf_report_argument(report, "measure", problem->measure);
    pf_report_value(report, "value", problem->node);
    pf_report_key(report, "%.*s/%.*s", PF_ARG(problem->where), PF_ARG(problem->name));
    bool is_nameable = problem->kind == PF_SHAPE_UNKNOWN_KEY || problem->kind == PF_SHAPE_BAD_ENUM;
    bool is_taken = is_at_key && pf_facts_has_beside(root, span, problem->suggestion);
    if (is_nameable && problem->suggestion.len > 0 && span.len > 0 && !is_taken)
        pf_report_fix(report, span, pf_facts_written_like(context, span, problem->suggestion));
}

/* What could not be read is told as that; what was made of it is a guess. */
static bool is_guess(const struct pf_check_context *context, const struct pf_shape_problem *problem)
{
    const struct pf_node *node = problem->node;
    if (problem->kind == PF_SHAPE_MISSING)
        return pf_facts_is_broken(context, node->span);
    bool is_long = node->kind == PF_MAP || node->kind == PF_SEQ;
    return pf_facts_is_broken_there(context, is_long ? pf_node_key_span(node) : node->span);
}

enum { CAPITALS = 3 /* keys in capitals that are one slip: a template of CloudFormation's */ };

/* 'Family' for 'family', and the right one is not there besides. */
static bool is_capital(const struct pf_check_context *context, const struct pf_node *root,
                       const struct pf_shape_problem *problem)
{
    pf_str name = problem->name, right = problem->suggestion;
    return problem->kind == PF_SHAPE_UNKNOWN_KEY && problem->node->key != NULL && name.len > 0 &&
           name.len == right.len && name.data[0] != right.data[0] &&
           pf_str_eq_nocase(name, right) &&
           pf_str_eq(pf_str_slice(name, 1, name.len), pf_str_slice(right, 1, right.len)) &&
           !pf_facts_has_beside(root, problem->node->key->span, right) &&
           !is_guess(context, problem);
}

/* All of them as one; false where they are too few for that. */
static bool report_capitals(struct pf_check_context *context, const struct pf_node *root,
                            const struct pf_shape_problems *problems)
{
    struct pf_report *report = NULL;
    size_t count = 0;
    for (size_t i = 0; i < problems->count; i++)
        count += is_capital(context, root, &problems->items[i]);
    if (count < CAPITALS || !pf_check_has_message(context, "capitals"))
        return false;
    for (size_t i = 0; i < problems->count; i++) {
        const struct pf_shape_problem *problem = &problems->items[i];
        if (!is_capital(context, root, problem))
            continue;
        pf_span span = problem->node->key->span;
        if (report == NULL) {
            report = pf_check_report(context, "capitals", span);
            pf_report_argument(report, "name", problem->name);
            pf_report_argument(report, "suggestion", problem->suggestion);
            pf_report_argument(report, "others", pf_arena_format(context->arena, "%zu", count - 1));
            pf_report_key(report, "capitals");
        }
        pf_report_fix(report, span, pf_facts_written_like(context, span, problem->suggestion));
    }
    return true;
}

static void judge(struct pf_check_context *context, const struct pf_node *root)
{
    struct pf_shape_problems problems = pf_taskdef_shape(context->arena, root);
    bool is_told_at_once = report_capitals(context, root, &problems);
    for (size_t i = 0; i < problems.count; i++) {
        const struct pf_shape_problem *problem = &problems.items[i];
        if (is_kind(context, problem->kind) && !is_guess(context, problem) &&
            !(is_told_at_once && is_capital(context, root, problem)))
            report_problem(context, root, problem);
    }
}

void pf_check_ecs_shape(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++)
        judge(context, taskdefs.nodes[i]);
}
