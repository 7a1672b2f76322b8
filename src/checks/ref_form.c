/* A ref compared in a form that it never has, and filters that name branches in one. */
#include "checks/flow.h"

enum form { FORM_NONE, FORM_FULL, FORM_SHORT };

/* refs/heads/main, or main: which form the property always has. */
static enum form form_of(pf_str path)
{
    static const char *const shorts[] = {"github.ref_name",
                                         "github.head_ref",
                                         "github.base_ref",
                                         "github.event.workflow_run.head_branch",
                                         "github.event.pull_request.base.ref",
                                         "github.event.pull_request.head.ref"};
    if (pf_str_eq(path, PF_STR("github.ref")))
        return FORM_FULL;
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++)
        if (pf_str_eq(path, pf_str_c(shorts[i])))
            return FORM_SHORT;
    return FORM_NONE;
}

static bool is_full(pf_str text)
{
    return pf_str_starts_nocase(text, PF_STR("refs/heads/")) ||
           pf_str_starts_nocase(text, PF_STR("refs/tags/")) ||
           pf_str_starts_nocase(text, PF_STR("refs/pull/"));
}

/* May a ref of that form begin with the text? */
static bool may_begin(enum form form, pf_str text)
{
    static const pf_str kinds[] = {PF_STR_INIT("refs/heads/"), PF_STR_INIT("refs/tags/"),
                                   PF_STR_INIT("refs/pull/")};
    if (form == FORM_SHORT)
        return !is_full(text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (pf_str_starts_nocase(kinds[i], text) || pf_str_starts_nocase(text, kinds[i]))
            return true;
    return false;
}

struct pair {
    pf_str path, literal;
    const struct pf_ghexpr *part;
    enum form form;
};

static pf_str literal_of(const struct pf_ghexpr *expr)
{
    return expr->kind == PF_GHEXPR_LITERAL && pf_node_is(expr->value, PF_STRING) ? expr->value->text
                                                                                 : PF_STR("");
}

/* `github.ref == 'main'`, either way round, and startsWith(github.ref, 'v'). */
static bool take_pair(struct pf_arena *arena, const struct pf_ghexpr *expr, struct pair *pair)
{
    if (expr->operand_count != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        pf_str literal = literal_of(expr->operands[1 - i]);
        if (literal.len == 0)
            continue;
        pf_str path = pf_flow_path(arena, expr->operands[i]);
        *pair = (struct pair){path, literal, expr->operands[1 - i], form_of(path)};
        if (pair->form != FORM_NONE)
            return true;
    }
    return false;
}

/* A byte that no ref holds (git-check-ref-format): `refs/heads/release/?*`, meant as a pattern. */
static bool is_pattern(pf_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (pf_str_find_byte(PF_STR("*?[\\^~:"), text.data[i]) != PF_STR_NONE)
            return true;
    return false;
}

/* startsWith(github.ref, 'v'): the second argument is what the first is searched for. */
static bool is_call_of(const struct pf_ghexpr *expr, pf_str name)
{
    return expr->kind == PF_GHEXPR_CALL && pf_str_eq_nocase(expr->name, name) &&
           expr->operand_count == 2 && literal_of(expr->operands[1]).len > 0;
}

static const char *fault_of(struct pf_arena *arena, const struct pf_ghexpr *expr, struct pair *pair)
{
    bool is_equal = expr->kind == PF_GHEXPR_EQUAL, is_unequal = expr->kind == PF_GHEXPR_NOT_EQUAL;
    bool is_start = is_call_of(expr, PF_STR("startsWith"));
    bool is_part = is_call_of(expr, PF_STR("endsWith")) || is_call_of(expr, PF_STR("contains"));
    if ((!is_equal && !is_unequal && !is_start && !is_part) || !take_pair(arena, expr, pair))
        return NULL;
    if (is_pattern(pair->literal))
        return "pattern";
    if (is_part)
        return NULL;
    if (is_start)
        return may_begin(pair->form, pair->literal) ? NULL : "start";
    if (pair->form == FORM_FULL ? is_full(pair->literal) : !is_full(pair->literal))
        return NULL;
    return is_equal ? "equal" : "unequal";
}

/* The literal as it would be written for that property. */
static pf_str corrected(struct pf_arena *arena, const struct pair *pair)
{
    pf_str name = pair->literal;
    for (int i = 0; pair->form == FORM_SHORT && i < 2; i++) {
        ptrdiff_t slash = pf_str_find_byte(name, '/');
        name = pf_str_slice(name, slash == PF_STR_NONE ? 0 : (size_t)slash + 1, name.len);
    }
    bool is_tag = name.len > 1 && name.data[0] == 'v' && pf_is_digit(name.data[1]);
    if (pair->form == FORM_SHORT)
        return name;
    if (pf_str_starts(name, PF_STR("refs/")) || pf_str_eq(name, PF_STR("v")))
        return pf_str_eq(name, PF_STR("v")) ? PF_STR("refs/tags/v") : PF_STR("refs/heads/…");
    return pf_arena_format(arena, "refs/%s/%.*s", is_tag ? "tags" : "heads", PF_ARG(name));
}

/* Only where the literal stands in the file as it does in the expression: 'main', not ''main''. */
static void fix_literal(struct pf_check_context *context, struct pf_report *report, pf_span span,
                        pf_str literal, pf_str right)
{
    pf_str written = pf_arena_format(context->arena, "'%.*s'", PF_ARG(literal));
    bool is_doubled = span.at > 0 && span.file->bytes.data[span.at - 1] == '\'';
    if (!pf_str_eq(pf_span_text(span), written) || is_doubled ||
        pf_str_contains(right, PF_STR("…")) || pf_str_find_byte(right, '\'') != PF_STR_NONE)
        return;
    pf_report_fix(report, span, pf_arena_format(context->arena, "'%.*s'", PF_ARG(right)));
}

static void judge_part(struct pf_check_context *context, const struct pf_flow_site *site,
                       const struct pf_ghexpr *expr)
{
    struct pair pair;
    const char *fault = fault_of(context->arena, expr, &pair);
    if (fault != NULL) {
        pf_span span = pf_flow_span(site, pair.part);
        pf_str right = corrected(context->arena, &pair);
        struct pf_report *report = pf_check_report(context, fault, span);
        pf_report_argument(report, "path", pair.path);
        pf_report_argument(report, "literal", pair.literal);
        pf_report_argument(report, "right", right);
        if (!is_pattern(pair.literal))
            fix_literal(context, report, span, pair.literal, right);
        pf_str key =
            site->is_condition ? pf_flow_condition_key(context->arena, &site->place) : expr->text;
        pf_report_key(report, "%.*s", PF_ARG(key));
    }
    for (size_t i = 0; i < expr->operand_count; i++)
        judge_part(context, site, expr->operands[i]);
}

static void judge_site(struct pf_check_context *context, const struct pf_flow_site *site)
{
    judge_part(context, site, site->expr);
}

static void report_filter(struct pf_check_context *context, const char *message,
                          const struct pf_node *item, pf_str right)
{
    struct pf_report *report = pf_check_report(context, message, item->span);
    pf_report_argument(report, "literal", item->text);
    pf_report_argument(report, "right", right);
    pf_report_key(report, "filter/%.*s", PF_ARG(item->text));
    if (!pf_str_starts(item->text, PF_STR("!")))
        pf_report_fix(report, item->span, pf_facts_written_like(context, item->span, right));
}

/* The repository's branch that differs in case only, where none is written so; "" otherwise. */
static pf_str other_case(const struct pf_git *git, pf_str name)
{
    pf_str found = PF_STR("");
    const struct pf_strs *lists[] = {&git->local_branches, &git->remote_branches};
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++)
        for (size_t i = 0; i < lists[l]->count; i++) {
            if (pf_str_eq(lists[l]->items[i], name))
                return PF_STR("");
            if (pf_str_eq_nocase(lists[l]->items[i], name))
                found = lists[l]->items[i];
        }
    return found;
}

static void judge_list(struct pf_check_context *context, const struct pf_node *list, bool of_tags)
{
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        const struct pf_node *item = list->items[i];
        pf_str text = pf_node_text(item);
        bool is_negative = pf_str_starts(text, PF_STR("!"));
        pf_str name = pf_str_slice(text, is_negative ? 1 : 0, text.len);
        pf_str prefix = of_tags ? PF_STR("refs/tags/") : PF_STR("refs/heads/");
        pf_str other = of_tags ? PF_STR("") : other_case(pf_facts_wiring(context)->git, name);
        if (pf_str_starts(name, prefix))
            report_filter(context, "filter", item, pf_str_slice(name, prefix.len, name.len));
        else if (other.len > 0)
            report_filter(context, "case", item, other);
    }
}

static void judge_filters(struct pf_check_context *context, const struct pf_flow_place *place)
{
    static const char *const events[] = {"push", "pull_request", "pull_request_target",
                                         "workflow_run"};
    const struct pf_node *on = pf_node_get(place->workflow->root, "on");
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        const struct pf_node *filters = pf_node_get(on, events[i]);
        judge_list(context, pf_node_get(filters, "branches"), false);
        judge_list(context, pf_node_get(filters, "branches-ignore"), false);
        judge_list(context, pf_node_get(filters, "tags"), true);
        judge_list(context, pf_node_get(filters, "tags-ignore"), true);
    }
}

void pf_check_ref_form(struct pf_check_context *context)
{
    pf_flow_each_workflow(context, judge_filters);
    pf_flow_each_site(context, judge_site);
}
