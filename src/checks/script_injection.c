/* Text that outsiders write is put into a script before the shell reads it. */
#include "checks/flow.h"

#include "base/table.h"

enum { COLUMN_PATH };

/* Which events carry a value; a path that starts with none of these may come with any. */
static const struct {
    pf_str prefix;
    const char *events[6];
} carriers[] = {
    {PF_STR_INIT("github.event.issue."), {"issues", "issue_comment"}},
    {PF_STR_INIT("github.event.comment."),
     {"issue_comment", "commit_comment", "pull_request_review_comment", "discussion_comment"}},
    {PF_STR_INIT("github.event.review."), {"pull_request_review"}},
    {PF_STR_INIT("github.event.review_comment."), {"pull_request_review_comment"}},
    {PF_STR_INIT("github.event.discussion."), {"discussion", "discussion_comment"}},
    {PF_STR_INIT("github.event.pages."), {"gollum"}},
    {PF_STR_INIT("github.event.commits."), {"push"}},
    {PF_STR_INIT("github.event.head_commit."), {"push"}},
    {PF_STR_INIT("github.event.workflow_run."), {"workflow_run"}},
    {PF_STR_INIT("github.event.pull_request."),
     {"pull_request", "pull_request_target", "pull_request_review", "pull_request_review_comment"}},
    {PF_STR_INIT("github.head_ref"), {"pull_request", "pull_request_target"}},
};

/* A called workflow runs for its caller's event. */
static bool comes_with_events(const struct pf_workflow *workflow, pf_str path)
{
    if (pf_flow_listens(workflow, "workflow_call"))
        return true;
    for (size_t i = 0; i < sizeof carriers / sizeof *carriers; i++) {
        if (!pf_str_starts(path, carriers[i].prefix))
            continue;
        for (size_t e = 0; e < 6 && carriers[i].events[e] != NULL; e++)
            if (pf_flow_listens(workflow, carriers[i].events[e]))
                return true;
        return false;
    }
    return true;
}

struct search {
    struct pf_check_context *context;
    const struct pf_flow_site *site;
    const struct pf_table *untrusted;
};

static bool is_untrusted(const struct search *search, pf_str path)
{
    return pf_table_find(search->untrusted, COLUMN_PATH, path) != PF_STR_NONE &&
           comes_with_events(search->site->place.workflow, path);
}

/* An object as JSON holds all that is in it. */
static pf_str untrusted_within(const struct search *search, pf_str path)
{
    pf_str prefix = pf_arena_format(search->context->arena, "%.*s.", PF_ARG(path));
    for (size_t i = 0; i < search->untrusted->row_count; i++) {
        pf_str row = pf_table_cell(search->untrusted, i, COLUMN_PATH);
        if (pf_str_starts(row, prefix) && is_untrusted(search, row))
            return row;
    }
    return PF_STR("");
}

static void report(const struct search *search, const struct pf_ghexpr *part, const char *message,
                   pf_str path)
{
    const struct pf_flow_place *place = &search->site->place;
    struct pf_report *report =
        pf_check_report(search->context, message, pf_flow_span(search->site, part));
    pf_report_argument(report, "path", path);
    pf_report_argument(report, "written", part->text);
    pf_report_key(report, "%.*s/%u/%.*s", PF_ARG(place->job->id), place->step->index, PF_ARG(path));
}

/* env.X, steps.x.outputs.y, …: the untrusted value that it was made of, or "". */
static pf_str made_of(const struct search *search, const struct pf_ghexpr *part)
{
    const struct pf_wiring *wiring = pf_facts_wiring(search->context);
    const struct pf_flow_place *place = &search->site->place;
    struct pf_deploy_place at = {search->context->arena, wiring->project, place->workflow,
                                 place->job, place->step};
    struct pf_follow *follow = &wiring->accesses->follow;
    pf_str value = pf_follow_part(follow, &at, part);
    bool may_be = pf_gaps_named(&follow->gaps, value, "github.").len > 0; /* as all of the table */
    for (size_t i = 0; may_be && i < search->untrusted->row_count; i++) {
        pf_str row = pf_table_cell(search->untrusted, i, COLUMN_PATH);
        if (pf_gaps_holds(&follow->gaps, value, row) && is_untrusted(search, row))
            return row;
    }
    return PF_STR("");
}

static void judge_path(const struct search *search, const struct pf_ghexpr *part, bool is_object)
{
    pf_str path = pf_flow_path(search->context->arena, part), head, rest;
    if (path.len == 0)
        return;
    if (is_untrusted(search, path)) {
        report(search, part, "direct", path);
        return;
    }
    if (is_object && untrusted_within(search, path).len > 0) {
        report(search, part, "object", untrusted_within(search, path));
        return;
    }
    pf_str_cut(path, '.', &head, &rest);
    bool is_followed = pf_str_eq(head, PF_STR("env")) || pf_str_eq(head, PF_STR("steps")) ||
                       pf_str_eq(head, PF_STR("needs"));
    pf_str source = is_followed ? made_of(search, part) : PF_STR("");
    if (source.len > 0)
        report(search, part, "indirect", source);
}

/* Only parts whose text comes out of the expression: a comparison's answer is harmless. */
static void judge_part(const struct search *search, const struct pf_ghexpr *part, bool is_object)
{
    bool is_json = false, passes = false;
    switch (part->kind) {
    case PF_GHEXPR_NAME:
    case PF_GHEXPR_INDEX:
        judge_path(search, part, is_object);
        return;
    case PF_GHEXPR_OR:
        passes = true;
        break;
    case PF_GHEXPR_AND:
        judge_part(search, part->operands[part->operand_count - 1], is_object);
        return;
    case PF_GHEXPR_CALL:
        is_json = pf_str_eq_nocase(part->name, PF_STR("toJSON"));
        passes = is_json || pf_str_eq_nocase(part->name, PF_STR("format")) ||
                 pf_str_eq_nocase(part->name, PF_STR("join")) ||
                 pf_str_eq_nocase(part->name, PF_STR("fromJSON"));
        break;
    default:
        return;
    }
    for (size_t i = 0; passes && i < part->operand_count; i++)
        judge_part(search, part->operands[i], is_json);
}

static void *read_untrusted(struct pf_check_context *context)
{
    struct pf_table *table = PF_NEW(context->arena, struct pf_table);
    *table = pf_table_read(context->arena, "rules/tables/github-untrusted.tsv");
    return table;
}

static bool is_script(const struct pf_workflow_step *step, const struct pf_node *scalar)
{
    return step != NULL &&
           (scalar == step->run || (pf_str_eq(step->action, PF_STR("actions/github-script")) &&
                                    scalar == pf_workflow_input(step, "script")));
}

static void judge_site(struct pf_check_context *context, const struct pf_flow_site *site)
{
    if (!is_script(site->place.step, site->scalar))
        return;
    struct search search = {context, site, pf_facts_kept(context, "untrusted", read_untrusted)};
    judge_part(&search, site->expr, false);
}

void pf_check_script_injection(struct pf_check_context *context)
{
    pf_flow_each_site(context, judge_site);
}
