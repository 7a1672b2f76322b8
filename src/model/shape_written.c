/* Values that were meant otherwise than they are written: an expression without its braces, a
 * shell's variable where no shell is, and a script whose continued lines YAML has folded into one.
 */
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

/* "$ {{ github.sha }}": GitHub sees no expression there. Other templates have no such contexts. */
static pf_str torn_expression(pf_str text)
{
    static const pf_str contexts[] = {PF_STR_INIT("github."), PF_STR_INIT("secrets."),
                                      PF_STR_INIT("env."),    PF_STR_INIT("vars."),
                                      PF_STR_INIT("steps."),  PF_STR_INIT("needs."),
                                      PF_STR_INIT("matrix."), PF_STR_INIT("inputs.")};
    ptrdiff_t at = pf_str_find_byte(text, '$') == PF_STR_NONE ? PF_STR_NONE
                                                              : pf_str_find(text, PF_STR("$ {{"));
    if (at == PF_STR_NONE)
        return PF_STR("");
    pf_str torn = pf_str_slice(text, (size_t)at, text.len);
    ptrdiff_t end = pf_str_find(torn, PF_STR("}}"));
    pf_str inside = pf_str_trim_left(pf_str_slice(torn, 4, torn.len));
    for (size_t i = 0; end != PF_STR_NONE && i < sizeof contexts / sizeof *contexts; i++)
        if (pf_str_starts(inside, contexts[i]))
            return pf_str_slice(torn, 0, (size_t)end + 2);
    return PF_STR("");
}

static void report_torn(struct pf_shape *shape, const struct pf_node *scalar)
{
    pf_str torn = torn_expression(scalar->text);
    if (torn.len == 0)
        return;
    size_t at = (size_t)(torn.data - scalar->text.data);
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_NOT_WRITTEN, pf_ghexpr_span(scalar, at, torn.len), torn);
    pf_shape_detail(shape, problem, "a blank stands between '$' and '{{'");
}

void pf_shape_unwritten(struct pf_shape *shape, const struct pf_node *scalar,
                        const struct pf_shape_place *place)
{
    if (scalar->kind == PF_STRING && !place->is_condition && is_value(place->path))
        report_torn(shape, scalar);
    bool has_point = pf_str_find_byte(scalar->text, '.') != PF_STR_NONE;
    if (!has_point || scalar->kind != PF_STRING || place->is_condition || !is_value(place->path) ||
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
    if (step->run == NULL ||
        (step->run->style != PF_STYLE_PLAIN && step->run->style != PF_STYLE_FOLDED))
        return;
    pf_str shell = pf_node_text(pf_node_get(step->node, "shell"));
    bool is_bash = shell.len == 0 || pf_str_starts(shell, PF_STR("bash")) ||
                   pf_str_starts(shell, PF_STR("sh"));
    pf_str option = PF_STR("\\ -");
    if (is_bash &&
        count_of(step->run->text, option) > count_of(pf_span_text(step->run->span), option))
        pf_shape_add(shape, PF_WORKFLOW_FOLDED_SCRIPT, step->run->span, PF_STR("run"));
}

/* "$NAME" or "${NAME}", but not "${{"; "" without one. */
static pf_str variable_in(pf_str text)
{
    for (size_t at = 0; at + 1 < text.len; at++) {
        size_t from = at + (text.data[at + 1] == '{' ? 2 : 1), end = from;
        while (end < text.len && pf_is_name(text.data[end]))
            end++;
        bool is_braced = text.data[at + 1] == '{';
        bool is_closed = !is_braced || (end < text.len && text.data[end] == '}');
        if (text.data[at] == '$' && end > from && !pf_is_digit(text.data[from]) && is_closed)
            return pf_str_slice(text, at, end + (is_braced ? 1 : 0));
    }
    return PF_STR("");
}

void pf_shape_variables(struct pf_shape *shape, const struct pf_workflow_step *step)
{
    /* What these actions take is a name of something: no shell ever reads it. */
    static const pf_str owners[] = {PF_STR_INIT("aws-actions/"), PF_STR_INIT("docker/")};
    static const pf_str inputs[] = {
        PF_STR_INIT("image"),          PF_STR_INIT("task-definition"),
        PF_STR_INIT("container-name"), PF_STR_INIT("service"),
        PF_STR_INIT("cluster"),        PF_STR_INIT("aws-region"),
        PF_STR_INIT("tags"),           PF_STR_INIT("role-to-assume"),
        PF_STR_INIT("images"),         PF_STR_INIT("registry"),
        PF_STR_INIT("username"),       PF_STR_INIT("registries"),
        PF_STR_INIT("context"),        PF_STR_INIT("file"),
        PF_STR_INIT("platforms"),      PF_STR_INIT("aws-access-key-id"),
    };
    bool is_known = false;
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++)
        is_known = is_known || pf_str_starts(step->action, owners[i]);
    for (size_t i = 0; is_known && i < sizeof inputs / sizeof *inputs; i++) {
        const struct pf_node *value = NULL;
        for (size_t j = 0; step->with != NULL && j < step->with->count; j++)
            if (pf_str_eq_nocase(step->with->items[j]->key->text, inputs[i]))
                value = step->with->items[j];
        pf_str variable = variable_in(pf_node_text(value));
        if (!pf_node_is(value, PF_STRING) || variable.len == 0)
            continue;
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_SHELL_VARIABLE, value->span, variable);
        problem->where = value->key->text;
    }
}
