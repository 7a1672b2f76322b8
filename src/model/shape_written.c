/* Values that were meant otherwise than they are written: an expression without its braces, and a
 * script whose continued lines YAML has folded into one. */
#include "model/shape_type.h"

#include "ghexpr/find.h"

/* A value is taken as it stands here; elsewhere a word with points may be anything. */
static bool is_value(const struct pf_shape_path *path)
{
    static const pf_str own[] = {PF_STR_INIT("value"), PF_STR_INIT("environment"),
                                 PF_STR_INIT("url")};
    static const pf_str maps[] = {PF_STR_INIT("outputs"), PF_STR_INIT("with"), PF_STR_INIT("env"),
                                  PF_STR_INIT("secrets")};
    for (size_t i = 0; path != NULL && i < sizeof own / sizeof *own; i++)
        if (pf_str_eq(path->key, own[i]))
            return true;
    for (size_t i = 0; path != NULL && path->outer != NULL && i < sizeof maps / sizeof *maps; i++)
        if (pf_str_eq(path->outer->key, maps[i]))
            return true;
    return false;
}

static bool is_names(pf_str text)
{
    bool starts = true;
    for (size_t i = 0; i < text.len; i++) {
        bool is_point = text.data[i] == '.';
        if (!pf_is_name(text.data[i]) && text.data[i] != '-' && !is_point)
            return false;
        if (starts && (is_point || pf_is_digit(text.data[i])))
            return false;
        starts = is_point;
    }
    return text.len > 0 && !starts;
}

/* SCREAMING_CASE, as secrets and variables are named; "secrets.json" is a file. */
static bool is_screaming(pf_str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (!(name.data[i] >= 'A' && name.data[i] <= 'Z') && !pf_is_digit(name.data[i]) &&
            name.data[i] != '_')
            return false;
    return name.len > 1;
}

static bool has_need(const struct pf_workflow_job *job, pf_str id)
{
    for (size_t i = 0; job != NULL && i < job->needs.count; i++)
        if (pf_str_eq_nocase(job->needs.items[i], id))
            return true;
    return false;
}

/* Does the text name something that an expression could read at this place? */
static bool is_reference(struct pf_shape *shape, const struct pf_shape_place *place, pf_str text)
{
    pf_str head, rest, id, what;
    if (!is_names(text) || !pf_str_cut(text, '.', &head, &rest))
        return false;
    bool has_what = pf_str_cut(rest, '.', &id, &what);
    bool is_output = pf_str_starts(what, PF_STR("outputs."));
    if (pf_str_eq(head, PF_STR("steps")))
        return is_output && (place->job == NULL || pf_workflow_step_of(place->job, id) != NULL);
    if (pf_str_eq(head, PF_STR("needs")))
        return (is_output || pf_str_eq(what, PF_STR("result"))) && has_need(place->job, id);
    if (pf_str_eq(head, PF_STR("jobs")))
        return is_output && shape->workflow != NULL &&
               pf_workflow_job_of(shape->workflow, id) != NULL;
    if (pf_str_eq(head, PF_STR("secrets")) || pf_str_eq(head, PF_STR("vars")))
        return !has_what && is_screaming(id);
    bool is_declared = pf_str_eq(head, PF_STR("inputs")) || pf_str_eq(head, PF_STR("matrix")) ||
                       pf_str_eq(head, PF_STR("github"));
    if (!is_declared || has_what)
        return false;
    const struct pf_type *type = pf_shape_context_type(shape, place, head);
    for (size_t i = 0; i < type->members.count; i++)
        if (pf_str_eq_nocase(type->members.items[i].name, id))
            return true;
    return false;
}

void pf_shape_unwritten(struct pf_shape *shape, const struct pf_node *scalar,
                        const struct pf_shape_place *place)
{
    if (!pf_node_is(scalar, PF_STRING) || place->is_condition || !is_value(place->path) ||
        pf_ghexpr_has(scalar->text) || !is_reference(shape, place, pf_str_trim(scalar->text)))
        return;
    pf_shape_add(shape, PF_WORKFLOW_NOT_WRITTEN, scalar->span, pf_str_trim(scalar->text));
}

static size_t count_of(pf_str text, pf_str part)
{
    size_t count = 0;
    for (ptrdiff_t at = pf_str_find(text, part); at != PF_STR_NONE; at = pf_str_find(text, part)) {
        text = pf_str_slice(text, (size_t)at + part.len, text.len);
        count++;
    }
    return count;
}

void pf_shape_folded(struct pf_shape *shape, const struct pf_workflow_step *step)
{
    pf_str shell = pf_node_text(pf_node_get(step->node, "shell"));
    bool is_bash = shell.len == 0 || pf_str_starts(shell, PF_STR("bash")) ||
                   pf_str_starts(shell, PF_STR("sh"));
    if (step->run == NULL || !is_bash ||
        (step->run->style != PF_STYLE_PLAIN && step->run->style != PF_STYLE_FOLDED))
        return;
    pf_str option = PF_STR("\\ -");
    if (count_of(step->run->text, option) > count_of(pf_span_text(step->run->span), option))
        pf_shape_add(shape, PF_WORKFLOW_FOLDED_SCRIPT, step->run->span, PF_STR("run"));
}
