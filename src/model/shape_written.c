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

/* Ways to write an expression that are none. */
static const struct form {
    pf_str open, close;
    const char *detail;
    bool is_ours; /* no other program writes so: any context counts */
} forms[] = {
    {PF_STR_INIT("$ {{"), PF_STR_INIT("}}"), "a blank stands between '$' and '{{'", true},
    {PF_STR_INIT("$[["), PF_STR_INIT("]]"), "its brackets are no braces", true},
    {PF_STR_INIT("${["), PF_STR_INIT("]}"), "its brackets are no braces", true},
    {PF_STR_INIT("$({{"), PF_STR_INIT("}}"), "a parenthesis stands between '$' and '{{'", true},
    {PF_STR_INIT("${"), PF_STR_INIT("}"), "its braces are single", false},
    {PF_STR_INIT("{{"), PF_STR_INIT("}}"), "no '$' stands before the braces", false},
};

static bool starts_with_context(pf_str text)
{
    static const pf_str contexts[] = {PF_STR_INIT("github."), PF_STR_INIT("secrets."),
                                      PF_STR_INIT("env."),    PF_STR_INIT("vars."),
                                      PF_STR_INIT("steps."),  PF_STR_INIT("needs."),
                                      PF_STR_INIT("matrix."), PF_STR_INIT("inputs.")};
    for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
        if (pf_str_starts(text, contexts[i]))
            return true;
    return false;
}

/* Scripts and templates have braces of their own: `${github.ref}` is JavaScript in one, and what an
 * action puts into a message that it sends. */
static bool may_be_code(const struct pf_node *scalar, pf_str key)
{
    static const pf_str words[] = {
        PF_STR_INIT("script"),  PF_STR_INIT("command"), PF_STR_INIT("cmd"),
        PF_STR_INIT("run"),     PF_STR_INIT("code"),    PF_STR_INIT("template"),
        PF_STR_INIT("message"), PF_STR_INIT("body"),    PF_STR_INIT("text"),
        PF_STR_INIT("title"),   PF_STR_INIT("content"), PF_STR_INIT("payload"),
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_find_nocase(key, words[i]) != PF_STR_NONE)
            return true;
    return pf_str_find_byte(scalar->text, '\n') != PF_STR_NONE ||
           pf_str_find_byte(scalar->text, '`') != PF_STR_NONE;
}

/* What stands at the beginning of `text` in that form, with its braces; "" where none does. */
static pf_str written_as(struct pf_shape *shape, const struct pf_shape_place *place,
                         const struct form *form, pf_str text)
{
    ptrdiff_t end = pf_str_starts(text, form->open) ? pf_str_find(text, form->close) : PF_STR_NONE;
    if (end == PF_STR_NONE)
        return PF_STR("");
    pf_str inside = pf_str_trim(pf_str_slice(text, form->open.len, (size_t)end));
    bool is_meant = form->is_ours
                        ? starts_with_context(inside)
                        : is_reference(shape, place, inside) ||
                              (is_names(inside) && pf_str_starts(inside, PF_STR("github.event.")));
    return is_meant ? pf_str_slice(text, 0, (size_t)end + form->close.len) : PF_STR("");
}

static void report_torn(struct pf_shape *shape, const struct pf_node *scalar,
                        const struct form *form, pf_str torn)
{
    size_t at = (size_t)(torn.data - scalar->text.data);
    pf_str inside = pf_str_trim(pf_str_slice(torn, form->open.len, torn.len - form->close.len));
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_NOT_WRITTEN, pf_ghexpr_span(scalar, at, torn.len), torn);
    problem->expected = pf_arena_format(shape->arena, "${{ %.*s }}", PF_ARG(inside));
    problem->detail = pf_str_c(form->detail);
}

/* `\${{ … }}`: the backslash stays. Inside a value it may part the names of a Windows path. */
static void look_for_escape(struct pf_shape *shape, const struct pf_node *scalar)
{
    struct pf_ghexpr_site site;
    size_t from = 0;
    if (!pf_str_starts(scalar->text, PF_STR("\\${{")) ||
        !pf_ghexpr_next_site(scalar->text, &from, &site) || site.at != 1 || !site.closed)
        return;
    pf_shape_add(shape, PF_WORKFLOW_NOT_WRITTEN, pf_ghexpr_span(scalar, 0, 1 + site.len),
                 pf_str_slice(scalar->text, 0, 1 + site.len))
        ->suggestion = pf_str_slice(scalar->text, 1, 1 + site.len);
}

/* The first value that was meant as an expression and is none. */
static void look_for_torn(struct pf_shape *shape, const struct pf_node *scalar,
                          const struct pf_shape_place *place)
{
    pf_str text = scalar->text;
    for (size_t at = 0; at + 1 < text.len; at++) {
        if (text.data[at] != '$' && text.data[at] != '{')
            continue;
        pf_str rest = pf_str_slice(text, at, text.len);
        if (pf_str_starts(rest, PF_STR("${{"))) {
            ptrdiff_t end = pf_str_find(rest, PF_STR("}}"));
            if (end == PF_STR_NONE)
                return;
            at += (size_t)end + 1;
            continue;
        }
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            pf_str torn = written_as(shape, place, &forms[i], rest);
            if (torn.len == 0 || (!forms[i].is_ours && may_be_code(scalar, place->path->key)))
                continue;
            report_torn(shape, scalar, &forms[i], torn);
            return;
        }
    }
}

/* `{{ secrets.X }}` without quotes is a map in a map to YAML. */
bool pf_shape_unwritten_map(struct pf_shape *shape, const struct pf_node *map)
{
    pf_str text = pf_span_text(map->span);
    if (!pf_str_starts(text, PF_STR("{{")) || !pf_str_ends(text, PF_STR("}}")))
        return false;
    pf_str inside = pf_str_trim(pf_str_slice(text, 2, text.len - 2));
    if (!starts_with_context(inside))
        return false;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_NOT_WRITTEN, map->span, text);
    problem->expected = pf_arena_format(shape->arena, "${{ %.*s }}", PF_ARG(inside));
    problem->detail = PF_STR("no '$' stands before the braces");
    return true;
}

/* Every form has a name with a point in it. */
void pf_shape_unwritten(struct pf_shape *shape, const struct pf_node *scalar,
                        const struct pf_shape_place *place)
{
    if (scalar->kind != PF_STRING || place->is_condition || !is_value(place->path) ||
        pf_str_find_byte(scalar->text, '.') == PF_STR_NONE)
        return;
    look_for_escape(shape, scalar);
    look_for_torn(shape, scalar, place);
    if (is_reference(shape, place, pf_str_trim(scalar->text)))
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
