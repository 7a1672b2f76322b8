/* All secrets at once, or one whose name only the run knows. */
#include "checks/flow.h"

struct look {
    struct pf_check_context *context;
    const struct pf_flow_site *site;
};

static bool is_secrets(const struct pf_ghexpr *expr)
{
    return expr->kind == PF_GHEXPR_NAME && pf_str_eq_nocase(expr->name, PF_STR("secrets"));
}

/* secrets[format(…)], but not secrets['NAME'] nor secrets.NAME. */
static bool is_computed(const struct pf_ghexpr *parent)
{
    return parent != NULL && parent->kind == PF_GHEXPR_INDEX && parent->operand_count == 2 &&
           parent->operands[1]->kind != PF_GHEXPR_LITERAL;
}

static void visit(const struct pf_ghexpr *expr, const struct pf_ghexpr *parent, void *data)
{
    const struct look *look = data;
    bool is_whole = parent == NULL || parent->kind == PF_GHEXPR_CALL;
    if (!is_secrets(expr) || (!is_whole && !is_computed(parent)))
        return;
    const struct pf_ghexpr *part = parent == NULL ? expr : parent;
    struct pf_report *report = pf_check_report(look->context, is_whole ? "all" : "computed",
                                               pf_flow_span(look->site, part));
    pf_report_argument(report, "written", part->text);
}

static void judge_site(struct pf_check_context *context, const struct pf_flow_site *site)
{
    struct look look = {context, site};
    if (!site->is_condition)
        pf_ghexpr_walk(site->expr, visit, &look);
}

void pf_check_secrets_at_large(struct pf_check_context *context)
{
    pf_flow_each_site(context, judge_site);
}
