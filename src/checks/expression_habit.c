/* Expressions that mean something else than they look like; each rule takes one habit. */
#include "checks/flow.h"

#include "ghexpr/value.h"

static void report_part(struct pf_check_context *context, const struct pf_flow_site *site,
                        const struct pf_ghexpr *part, pf_str name)
{
    struct pf_report *report = pf_check_report(context, "", pf_flow_span(site, part));
    pf_report_argument(report, "text", part->text);
    pf_report_argument(report, "name", name);
    pf_report_key(report, "%.*s", PF_ARG(part->text));
}

/* `c && '' || x`: the middle is falsy, so that x comes out either way. */
static void judge_ternary(struct pf_check_context *context, const struct pf_flow_site *site,
                          const struct pf_ghexpr *expr)
{
    for (size_t i = 0; i + 1 < expr->operand_count; i++) {
        const struct pf_ghexpr *arm = expr->operands[i], *next = expr->operands[i + 1];
        if (arm->kind != PF_GHEXPR_AND)
            continue;
        const struct pf_ghexpr *middle = arm->operands[arm->operand_count - 1];
        bool is_falsy = middle->kind == PF_GHEXPR_LITERAL && middle->text.len > 0 &&
                        pf_ghexpr_value_truth(middle->value) == PF_NO;
        bool is_same = is_falsy && next->kind == PF_GHEXPR_LITERAL &&
                       pf_ghexpr_value_equal(middle->value, next->value) == PF_YES;
        if (is_falsy && !is_same)
            report_part(context, site, middle, next->text);
    }
}

static bool is_ref(pf_str path)
{
    static const char *const refs[] = {"github.ref", "github.ref_name", "github.head_ref",
                                       "github.base_ref"};
    for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
        if (pf_str_eq(path, pf_str_c(refs[i])))
            return true;
    return false;
}

/* contains('main master', github.ref_name): `mai` is in it, too. */
static void judge_substring(struct pf_check_context *context, const struct pf_flow_site *site,
                            const struct pf_ghexpr *expr)
{
    bool is_search = expr->operand_count == 2 &&
                     pf_str_eq_nocase(expr->name, PF_STR("contains")) &&
                     expr->operands[0]->kind == PF_GHEXPR_LITERAL &&
                     pf_node_is(expr->operands[0]->value, PF_STRING);
    if (!is_search)
        return;
    pf_str path = pf_flow_path(context->arena, expr->operands[1]);
    if (is_ref(path))
        report_part(context, site, expr, path);
}

static void judge_part(struct pf_check_context *context, const struct pf_flow_site *site,
                       const struct pf_ghexpr *expr)
{
    if (expr->kind == PF_GHEXPR_OR && pf_check_param_has(context, "habit", PF_STR("ternary")))
        judge_ternary(context, site, expr);
    if (expr->kind == PF_GHEXPR_CALL && pf_check_param_has(context, "habit", PF_STR("substring")))
        judge_substring(context, site, expr);
    for (size_t i = 0; i < expr->operand_count; i++)
        judge_part(context, site, expr->operands[i]);
}

static void judge_site(struct pf_check_context *context, const struct pf_flow_site *site)
{
    judge_part(context, site, site->expr);
}

void pf_check_expression_habit(struct pf_check_context *context)
{
    pf_flow_each_site(context, judge_site);
}
