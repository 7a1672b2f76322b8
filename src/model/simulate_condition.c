/* Conditions: what GitHub makes of an `if`, and why it comes out as it does. */
#include "model/simulate_inside.h"

#include "ghexpr/find.h"
#include "ghexpr/value.h"

struct question {
    struct pf_arena *arena;
    const struct pf_node *condition;
    const struct pf_ghexpr_world *world;
    const struct pf_node *needs;
};

static struct pf_verdict answer(const struct question *question, enum pf_truth truth, pf_str words,
                                pf_span decided)
{
    static const char *const heads[] = {
        [PF_NO] = "condition is false: ",
        [PF_MAYBE] = "condition cannot be decided: ",
        [PF_YES] = "condition is true: ",
    };
    pf_str reason = pf_arena_format(question->arena, "%s%.*s", heads[truth], PF_ARG(words));
    return (struct pf_verdict){truth, reason, decided};
}

/* success() said no, or cannot say: the jobs before decide, not the condition. */
static struct pf_verdict blame_needs(const struct question *question)
{
    const struct pf_ghexpr_world *world = question->world;
    pf_span decided = question->needs == NULL ? (pf_span){0} : pf_node_key_span(question->needs);
    pf_str reason = world->status_reason;
    if (world->success == PF_MAYBE)
        reason = pf_arena_format(question->arena, "it depends on %.*s", PF_ARG(reason));
    return (struct pf_verdict){world->success, reason, decided};
}

static struct pf_verdict unreadable(const struct question *question, pf_str message, pf_span span)
{
    return (struct pf_verdict){
        PF_NO,
        pf_arena_format(question->arena, "GitHub refuses the condition: %.*s", PF_ARG(message)),
        span};
}

static struct pf_verdict ask(const struct question *question, pf_str text, size_t at)
{
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr = pf_ghexpr_parse(question->arena, text, NULL, &error);
    if (expr == NULL)
        return unreadable(question, error.message,
                          pf_ghexpr_span(question->condition, at + error.at, error.len));
    bool is_wrapped = !pf_ghexpr_calls_status(expr);
    if (is_wrapped && question->world->success == PF_NO)
        return blame_needs(question);
    const struct pf_node *value = pf_ghexpr_eval(question->arena, expr, question->world, &error);
    enum pf_truth truth = value == NULL ? PF_NO : pf_ghexpr_value_truth(value);
    if (is_wrapped && question->world->success == PF_MAYBE && truth == PF_YES)
        return blame_needs(question);
    const struct pf_ghexpr *decider = expr;
    pf_str words = pf_ghexpr_explain(question->arena, expr, question->world, &decider);
    pf_span span = pf_ghexpr_span(question->condition, at + decider->at, decider->text.len);
    return answer(question, truth, words, span);
}

static bool site_calls_status(struct pf_arena *arena, const struct pf_ghexpr_site *site)
{
    struct pf_ghexpr_error error;
    const struct pf_ghexpr *expr =
        site->closed ? pf_ghexpr_parse(arena, site->inner, NULL, &error) : NULL;
    return expr != NULL && pf_ghexpr_calls_status(expr);
}

/* Text around `${{ }}` makes a string of it all, and a string with something in it is true. */
static struct pf_verdict ask_text(const struct question *question,
                                  const struct pf_ghexpr_sites *sites)
{
    bool is_wrapped = true;
    for (size_t i = 0; i < sites->count; i++)
        is_wrapped = is_wrapped && !site_calls_status(question->arena, &sites->items[i]);
    if (is_wrapped && question->world->success != PF_YES)
        return blame_needs(question);
    const struct pf_node *value =
        pf_contexts_fill(question->arena, question->world->contexts, question->condition, false);
    enum pf_truth truth = pf_ghexpr_value_truth(value);
    if (truth == PF_YES)
        return answer(question, truth, PF_STR("text around ${{ }} makes it a string, not a test"),
                      question->condition->span);
    return answer(question, truth, PF_STR("it is a string made of several expressions"),
                  question->condition->span);
}

struct pf_verdict pf_simulate_condition(struct pf_arena *arena, const struct pf_node *condition,
                                        const struct pf_ghexpr_world *world,
                                        const struct pf_node *needs)
{
    struct question question = {arena, condition, world, needs};
    bool is_given = condition != NULL && condition->kind != PF_NULL &&
                    !(condition->kind == PF_STRING && pf_str_trim(condition->text).len == 0);
    if (!is_given && world->success == PF_YES)
        return (struct pf_verdict){PF_YES, PF_STR("no condition"), {0}};
    if (!is_given)
        return blame_needs(&question);
    if (!pf_node_is_scalar(condition))
        return unreadable(&question, PF_STR("it is no expression"), condition->span);
    struct pf_ghexpr_sites sites = pf_ghexpr_find(arena, condition->text);
    if (sites.count == 0)
        return ask(&question, condition->text, 0);
    bool is_alone =
        sites.count == 1 && sites.items[0].closed && sites.items[0].len == condition->text.len;
    if (is_alone)
        return ask(&question, sites.items[0].inner, sites.items[0].inner_at);
    return ask_text(&question, &sites);
}
