/* Fills the expressions of a text, and follows each to where its value was made. */
#include "model/follow.h"

#include "ghexpr/expr.h"
#include "ghexpr/find.h"
#include "ghexpr/value.h"
#include "model/follow_inside.h"

struct pf_follow pf_follow_new(struct pf_arena *arena)
{
    return (struct pf_follow){.arena = arena,
                              .gaps = pf_gaps_new(arena),
                              .writes = pf_index_new(arena),
                              .environments = pf_index_new(arena)};
}

static pf_str without_spaces(struct pf_arena *arena, pf_str text)
{
    struct pf_buffer buffer = pf_buffer_new(arena);
    for (size_t i = 0; i < text.len; i++)
        if (!pf_is_space(text.data[i]))
            pf_buffer_add_byte(&buffer, text.data[i]);
    return pf_buffer_str(&buffer);
}

static pf_str gap(struct pf_follow *follow, pf_str words)
{
    return pf_gaps_make(&follow->gaps, words);
}

/* The value behind `inputs.name`: what the caller gives, else what is declared. */
static pf_str follow_given(struct pf_follow *follow, const struct pf_deploy_place *place,
                           pf_str path, pf_str name)
{
    const struct pf_workflow_call *call = place->workflow->call;
    if (call == NULL)
        return gap(follow, path);
    for (size_t i = 0; call->with != NULL && i < call->with->count; i++) {
        const struct pf_node *given = call->with->items[i];
        struct pf_deploy_place caller = {place->arena, place->project, call->workflow, call->job,
                                         call->step};
        if (pf_str_eq_nocase(given->key->text, name))
            return pf_follow_text(follow, &caller, pf_node_text(given));
    }
    const struct pf_node *declared = pf_node_get_nocase(call->declared, name);
    return declared == NULL
               ? gap(follow, path)
               : pf_follow_text(follow, place, pf_node_text(pf_node_get(declared, "default")));
}

static const struct pf_node *output_of(const struct pf_workflow_job *job, pf_str name)
{
    return pf_node_get_nocase(pf_node_get(job->node, "outputs"), name);
}

/* needs.<job>.outputs.<name>, seen from the end of that job. */
static pf_str follow_job_output(struct pf_follow *follow, const struct pf_deploy_place *place,
                                pf_str path, pf_str rest)
{
    pf_str id, outputs, name;
    pf_str_cut(rest, '.', &id, &rest);
    pf_str_cut(rest, '.', &outputs, &name);
    const struct pf_workflow_job *job = pf_workflow_job_of(place->workflow, id);
    const struct pf_node *output = job == NULL ? NULL : output_of(job, name);
    if (output == NULL || job->uses != NULL || !pf_str_eq_nocase(outputs, PF_STR("outputs")))
        return gap(follow, path);
    struct pf_deploy_place end = {place->arena, place->project, place->workflow, job, NULL};
    return pf_follow_text(follow, &end, pf_node_text(output));
}

static pf_str follow_path(struct pf_follow *follow, const struct pf_deploy_place *place,
                          pf_str path)
{
    pf_str head, rest;
    pf_str_cut(path, '.', &head, &rest);
    if (pf_str_eq_nocase(head, PF_STR("env")))
        return pf_follow_variable(follow, place, path, rest);
    if (pf_str_eq_nocase(head, PF_STR("steps")))
        return pf_follow_step_output(follow, place, path, rest);
    if (pf_str_eq_nocase(head, PF_STR("needs")))
        return follow_job_output(follow, place, path, rest);
    if (pf_str_eq_nocase(head, PF_STR("inputs")))
        return follow_given(follow, place, path, rest);
    bool has_case = pf_str_eq(head, PF_STR("secrets")) || pf_str_eq(head, PF_STR("vars"));
    return gap(follow, has_case ? path : pf_arena_lower(follow->arena, path));
}

static pf_str follow_expr(struct pf_follow *follow, const struct pf_deploy_place *place,
                          const struct pf_ghexpr *expr);

/* format('{0}:{1}', a, b) */
static pf_str follow_format(struct pf_follow *follow, const struct pf_deploy_place *place,
                            const struct pf_ghexpr *call)
{
    pf_str text = pf_node_text(call->operands[0]->value);
    struct pf_buffer buffer = pf_buffer_new(follow->arena);
    for (size_t at = 0; at < text.len; at++) {
        bool is_place = at + 2 < text.len && text.data[at] == '{' &&
                        pf_is_digit(text.data[at + 1]) && text.data[at + 2] == '}';
        size_t index = is_place ? (size_t)(text.data[at + 1] - '0') + 1 : 0;
        if (is_place && index < call->operand_count) {
            pf_buffer_add(&buffer, follow_expr(follow, place, call->operands[index]));
            at += 2;
        } else {
            pf_buffer_add_byte(&buffer, text.data[at]);
        }
    }
    return pf_buffer_str(&buffer);
}

/* a || b: the first that surely is something. */
static pf_str follow_or(struct pf_follow *follow, const struct pf_deploy_place *place,
                        const struct pf_ghexpr *expr)
{
    for (size_t i = 0; i < expr->operand_count; i++) {
        pf_str text = follow_expr(follow, place, expr->operands[i]);
        if (text.len > 0 && !pf_gaps_has(text))
            return text;
        if (text.len > 0)
            break;
    }
    return gap(follow, without_spaces(follow->arena, expr->text));
}

static pf_str follow_expr(struct pf_follow *follow, const struct pf_deploy_place *place,
                          const struct pf_ghexpr *expr)
{
    pf_str path = pf_ghexpr_path(follow->arena, expr);
    if (path.len > 0)
        return follow_path(follow, place, path);
    if (expr->kind == PF_GHEXPR_LITERAL)
        return pf_ghexpr_value_to_string(follow->arena, expr->value);
    bool is_format = expr->kind == PF_GHEXPR_CALL && expr->operand_count > 0 &&
                     pf_str_eq_nocase(expr->name, PF_STR("format")) &&
                     pf_node_is(expr->operands[0]->value, PF_STRING);
    if (is_format)
        return follow_format(follow, place, expr);
    if (expr->kind == PF_GHEXPR_OR)
        return follow_or(follow, place, expr);
    return gap(follow, without_spaces(follow->arena, expr->text));
}

static const struct pf_ghexpr *parse(struct pf_follow *follow, const struct pf_deploy_place *place,
                                     pf_str text)
{
    struct pf_ghexpr_error error;
    return place->project == NULL
               ? pf_ghexpr_parse(follow->arena, text, NULL, &error)
               : pf_ghexpr_parse_once(&place->project->expressions, text, &error);
}

/* An expression of a text that has grown to `len` bytes; NULL where it cannot be read. */
static pf_str follow_one(struct pf_follow *follow, const struct pf_deploy_place *place,
                         const struct pf_ghexpr *expr, pf_str written, size_t len)
{
    bool is_enough = follow->depth > PF_FOLLOW_DEPTH || follow->sites++ > PF_FOLLOW_SITES ||
                     len > PF_FOLLOW_TEXT;
    if (expr == NULL || is_enough)
        return gap(follow, without_spaces(follow->arena, written));
    follow->depth++;
    pf_str text = follow_expr(follow, place, expr);
    follow->depth--;
    return text;
}

pf_str pf_follow_part(struct pf_follow *follow, const struct pf_deploy_place *place,
                      const struct pf_ghexpr *part)
{
    if (follow->depth == 0)
        follow->sites = 0;
    return follow_one(follow, place, part, part->text, 0);
}

pf_str pf_follow_text(struct pf_follow *follow, const struct pf_deploy_place *place, pf_str text)
{
    struct pf_ghexpr_site site;
    size_t from = 0, done = 0;
    if (!pf_ghexpr_next_site(text, &from, &site))
        return text;
    if (follow->depth == 0)
        follow->sites = 0;
    struct pf_buffer buffer = pf_buffer_new(follow->arena);
    do {
        const struct pf_ghexpr *expr = site.closed ? parse(follow, place, site.inner) : NULL;
        pf_buffer_add(&buffer, pf_str_slice(text, done, site.at));
        pf_buffer_add(&buffer, follow_one(follow, place, expr, site.inner, buffer.len));
        done = site.at + site.len;
    } while (pf_ghexpr_next_site(text, &from, &site));
    pf_buffer_add(&buffer, pf_str_slice(text, done, text.len));
    return pf_buffer_str(&buffer);
}

pf_str pf_follow_input(struct pf_follow *follow, const struct pf_deploy_place *place,
                       const char *name)
{
    const struct pf_node *value = pf_workflow_input(place->step, name);
    return pf_str_trim(pf_follow_text(follow, place, pf_node_text(value)));
}
