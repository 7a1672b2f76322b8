/* `uses` of steps: its form, the action's inputs, actions that no longer run. */
#include "model/shape_inside.h"

#include "base/nearest.h"
#include "ghexpr/find.h"
#include "model/checkout.h"

/* Columns of rules/tables/github-actions.tsv. */
enum { COLUMN_ACTION, COLUMN_RUNTIME, COLUMN_FLAGS, COLUMN_INPUTS, COLUMN_OUTPUTS };

static bool is_local(pf_str uses)
{
    return pf_str_starts(uses, PF_STR("./")) || pf_str_starts(uses, PF_STR("../")) ||
           pf_str_starts(uses, PF_STR("$/"));
}

/* "{owner}/{repo}[/path]@{ref}" */
static bool is_remote(pf_str uses)
{
    pf_str name, ref, owner, rest, repository, path;
    if (!pf_str_cut(uses, '@', &name, &ref) || ref.len == 0 ||
        !pf_str_cut(name, '/', &owner, &rest))
        return false;
    pf_str_cut(rest, '/', &repository, &path);
    for (size_t i = 0; i < owner.len; i++)
        if (!pf_is_alnum(owner.data[i]) && owner.data[i] != '-' && owner.data[i] != '_' &&
            owner.data[i] != '.')
            return false;
    return owner.len > 0 && pf_is_alnum(owner.data[0]) && repository.len > 0;
}

/* A workflow where an action must stand. */
static bool is_workflow(pf_str uses)
{
    pf_str path, ref;
    pf_str_cut(uses, '@', &path, &ref);
    return (pf_str_ends(path, PF_STR(".yml")) || pf_str_ends(path, PF_STR(".yaml"))) &&
           pf_str_contains(path, PF_STR("/.github/workflows/"));
}

static void check_form(struct pf_shape *shape, const struct pf_workflow_step *step)
{
    pf_str uses = step->uses->text;
    if (is_workflow(uses)) {
        struct pf_workflow_problem *called =
            pf_shape_add(shape, PF_WORKFLOW_BAD_USES, step->uses->span, uses);
        called->detail = PF_STR("a workflow is called by a job, not by a step");
        called->expected = PF_STR("it as 'uses' of a job of its own");
        return;
    }
    if (uses.len == 0 || pf_ghexpr_has(uses) || is_local(uses) || is_remote(uses))
        return;
    bool is_docker = pf_str_starts(uses, PF_STR("docker://")) && uses.len > 9;
    if (is_docker)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_BAD_USES, step->uses->span, uses);
    problem->expected =
        PF_STR("'owner/repository@ref', './path/of/the/project' or 'docker://image:tag'");
    bool lacks_ref =
        pf_str_find_byte(uses, '@') == PF_STR_NONE && pf_str_find_byte(uses, '/') != PF_STR_NONE;
    if (lacks_ref)
        problem->detail = PF_STR("the ref behind '@' is missing");
}

/* The major of "v4", "v4.1.0": "v4". */
static pf_str major_of(pf_str ref)
{
    ptrdiff_t dot = pf_str_find_byte(ref, '.');
    return dot == PF_STR_NONE ? ref : pf_str_slice(ref, 0, (size_t)dot);
}

/* The ref of "owner/name@ref" in a table whose rows are grouped by what stands before the `@`. */
static pf_str ref_in(const struct pf_table *table, size_t row, pf_str name)
{
    pf_str cell = pf_table_cell(table, row, COLUMN_ACTION);
    return pf_str_slice(cell, name.len + 1, cell.len);
}

/* The row of the action at its version, or else at the major of it; PF_STR_NONE. */
static ptrdiff_t find_action(const struct pf_table *actions, const struct pf_workflow_step *step)
{
    pf_str major = major_of(step->version);
    ptrdiff_t found = PF_STR_NONE;
    size_t row, end = pf_table_rows(actions, step->action, &row);
    for (; row < end; row++) {
        pf_str ref = ref_in(actions, row, step->action);
        if (pf_str_eq(ref, step->version))
            return (ptrdiff_t)row;
        if (found == PF_STR_NONE && pf_str_eq(ref, major))
            found = (ptrdiff_t)row;
    }
    return found;
}

static bool has_flag(pf_str flags, const char *flag)
{
    return pf_str_contains(flags, pf_str_c(flag));
}

/* "name!" is required, "name~" deprecated; both signs may stand there. */
static void add_inputs(struct pf_shape *shape, struct pf_action_face *face, pf_str list)
{
    struct pf_strs items = pf_shape_split(shape->arena, list);
    for (size_t i = 0; i < items.count; i++) {
        pf_str name = items.items[i];
        bool is_required = false, is_deprecated = false;
        while (name.len > 0 && (pf_str_ends(name, PF_STR("!")) || pf_str_ends(name, PF_STR("~")))) {
            is_required |= pf_str_ends(name, PF_STR("!"));
            is_deprecated |= pf_str_ends(name, PF_STR("~"));
            name = pf_str_slice(name, 0, name.len - 1);
        }
        *pf_pile_add(shape->arena, &face->inputs) = name;
        if (is_required)
            *pf_pile_add(shape->arena, &face->required) = name;
        if (is_deprecated)
            *pf_pile_add(shape->arena, &face->deprecated) = name;
    }
}

static struct pf_action_face *read_face(struct pf_shape *shape, size_t row)
{
    const struct pf_table *actions = &shape->tables->actions;
    struct pf_action_face *face = PF_NEW(shape->arena, struct pf_action_face);
    pf_str flags = pf_table_cell(actions, row, COLUMN_FLAGS);
    face->is_known = true;
    add_inputs(shape, face, pf_table_cell(actions, row, COLUMN_INPUTS));
    face->outputs = pf_shape_split(shape->arena, pf_table_cell(actions, row, COLUMN_OUTPUTS));
    face->any_input = has_flag(flags, "inputs");
    /* A script of one's own may set any output. */
    face->any_output =
        has_flag(flags, "outputs") ||
        pf_str_starts(pf_table_cell(actions, row, COLUMN_ACTION), PF_STR("actions/github-script@"));
    return face;
}

static struct pf_action_face face_from_table(struct pf_shape *shape,
                                             const struct pf_workflow_step *step)
{
    struct pf_action_face face = {.name = step->uses->text};
    ptrdiff_t row = find_action(&shape->tables->actions, step);
    if (row == PF_STR_NONE)
        return face;
    struct pf_action_face **known = &shape->tables->faces[row];
    if (*known == NULL)
        *known = read_face(shape, (size_t)row);
    face = **known;
    face.name = step->uses->text;
    return face;
}

static const struct pf_node *local_root(struct pf_shape *shape, const struct pf_node *uses)
{
    static const char *const names[] = {"action.yml", "action.yaml"};
    pf_str folder;
    if (shape->project == NULL || uses == NULL || uses->text.len < 2 ||
        !pf_path_clean(shape->arena, pf_str_slice(uses->text, 2, uses->text.len), &folder))
        return NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct pf_project_file *file =
            pf_project_file(shape->project, pf_path_join(shape->arena, folder, pf_str_c(names[i])));
        if (file != NULL && pf_project_load(shape->project, file) && pf_node_is(file->root, PF_MAP))
            return file->root;
    }
    return NULL;
}

static bool is_true(const struct pf_node *node)
{
    return node != NULL && pf_str_eq_nocase(pf_node_text(node), PF_STR("true"));
}

/* A required input with a default need not be given. */
static void add_declared(struct pf_shape *shape, struct pf_action_face *face,
                         const struct pf_node *inputs)
{
    for (size_t i = 0; pf_node_is(inputs, PF_MAP) && i < inputs->count; i++) {
        const struct pf_node *input = inputs->items[i];
        *pf_pile_add(shape->arena, &face->inputs) = input->key->text;
        if (is_true(pf_node_get(input, "required")) && pf_node_get(input, "default") == NULL)
            *pf_pile_add(shape->arena, &face->required) = input->key->text;
        if (pf_node_get(input, "deprecationMessage") != NULL)
            *pf_pile_add(shape->arena, &face->deprecated) = input->key->text;
    }
}

static struct pf_action_face face_from_file(struct pf_shape *shape,
                                            const struct pf_workflow_step *step)
{
    struct pf_action_face face = {.name = step->uses->text};
    const struct pf_node *root = local_root(shape, step->uses);
    if (root == NULL)
        return face;
    const struct pf_node *outputs = pf_node_get(root, "outputs");
    pf_str using = pf_node_text(pf_node_get(pf_node_get(root, "runs"), "using"));
    face.is_known = true;
    add_declared(shape, &face, pf_node_get(root, "inputs"));
    for (size_t i = 0; pf_node_is(outputs, PF_MAP) && i < outputs->count; i++)
        *pf_pile_add(shape->arena, &face.outputs) = outputs->items[i]->key->text;
    face.any_output = !pf_str_eq(using, PF_STR("composite"));
    return face;
}

struct pf_action_face pf_shape_action_face(struct pf_shape *shape,
                                           const struct pf_workflow_step *step)
{
    if (step->uses == NULL)
        return (struct pf_action_face){0};
    return is_local(step->uses->text) ? face_from_file(shape, step) : face_from_table(shape, step);
}

/* Another repository, or this one in a folder, may have been put there before. */
static bool is_fetched_before(const struct pf_workflow_job *job,
                              const struct pf_workflow_step *step)
{
    for (size_t i = 0; i < job->step_count && job->steps[i].node != step->node; i++) {
        const struct pf_workflow_step *earlier = &job->steps[i];
        bool is_checkout = pf_str_eq(earlier->action, PF_STR("actions/checkout"));
        bool is_plain = is_checkout && pf_workflow_input(earlier, "path") == NULL &&
                        pf_workflow_input(earlier, "repository") == NULL &&
                        pf_workflow_input(earlier, "ref") == NULL;
        if (!is_plain && (is_checkout || earlier->run != NULL ||
                          pf_str_contains(earlier->action, PF_STR("artifact"))))
            return true;
    }
    return false;
}

static bool may_lack_action(struct pf_shape *shape, const struct pf_workflow_job *job,
                            const struct pf_workflow_step *step)
{
    return shape->project == NULL || shape->project->truncated || !is_local(step->uses->text) ||
           is_workflow(step->uses->text) || pf_ghexpr_has(step->uses->text) ||
           is_fetched_before(job, step);
}

/* The first of the files that make a folder an action; "" without one. */
static pf_str action_file(struct pf_shape *shape, pf_str folder)
{
    static const char *const names[] = {"action.yml", "action.yaml", "Dockerfile"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        pf_str path = pf_path_join(shape->arena, folder, pf_str_c(names[i]));
        if (pf_project_has_file(shape->project, path))
            return path;
    }
    return PF_STR("");
}

/* With such a problem in its action.yml an action does not start, whatever is given to it. */
static bool stops_action(const struct pf_workflow_problem *problem)
{
    static const bool stops[PF_WORKFLOW_PROBLEM_COUNT] = {
        [PF_WORKFLOW_UNKNOWN_KEY] = true,       [PF_WORKFLOW_MISSING_KEY] = true,
        [PF_WORKFLOW_DUPLICATE_KEY] = true,     [PF_WORKFLOW_EMPTY_SECTION] = true,
        [PF_WORKFLOW_WRONG_TYPE] = true,        [PF_WORKFLOW_EXPRESSION_SYNTAX] = true,
        [PF_WORKFLOW_UNKNOWN_CONTEXT] = true,   [PF_WORKFLOW_UNKNOWN_FUNCTION] = true,
        [PF_WORKFLOW_WRONG_ARGUMENTS] = true,   [PF_WORKFLOW_CONTEXT_NOT_HERE] = true,
        [PF_WORKFLOW_FUNCTION_NOT_HERE] = true, [PF_WORKFLOW_BAD_USES] = true,
        [PF_WORKFLOW_ACTION_INVALID] = true,
    };
    return stops[problem->kind];
}

/* One word at the step for all that is wrong in its action.yml, which is told there. */
static void check_action_file(struct pf_shape *shape, const struct pf_workflow_step *step,
                              pf_str path)
{
    const struct pf_workflow_problems *problems =
        shape->actions == NULL ? NULL : pf_index_get(shape->actions, path);
    const struct pf_workflow_problem *worst = NULL;
    for (size_t i = 0; problems != NULL && i < problems->count; i++)
        if (stops_action(&problems->items[i]) &&
            (worst == NULL || (worst->is_harmless && !problems->items[i].is_harmless)))
            worst = &problems->items[i];
    if (worst == NULL)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_ACTION_INVALID, step->uses->span, step->uses->text);
    problem->detail = PF_STR("its action.yml is not what GitHub reads");
    problem->related = worst->span;
    problem->is_harmless = worst->is_harmless;
}

static void check_local(struct pf_shape *shape, const struct pf_workflow_job *job,
                        const struct pf_workflow_step *step)
{
    pf_str folder, uses = step->uses->text;
    if (may_lack_action(shape, job, step))
        return;
    bool is_inside = pf_path_clean(shape->arena, pf_str_slice(uses, 2, uses.len), &folder);
    pf_str path = is_inside ? action_file(shape, folder) : PF_STR("");
    if (path.len > 0 && pf_str_starts(uses, PF_STR("./")) &&
        pf_checkout_is_missing(job, step, path))
        pf_shape_add(shape, PF_WORKFLOW_ACTION_INVALID, step->uses->span, uses)->detail =
            PF_STR("no step before it checks the repository out");
    else if (path.len > 0)
        check_action_file(shape, step, path);
    if (!is_inside || path.len > 0)
        return;
    /* Workflows alone, without the repository around them, say nothing about its actions. */
    bool has_actions = pf_project_of_class(shape->project, PF_CLASS_ACTION).count > 0;
    if (!has_actions && !pf_project_has_directory(shape->project, folder))
        return;
    pf_shape_add(shape, PF_WORKFLOW_ACTION_INVALID, step->uses->span, uses)->detail =
        PF_STR("there is no action.yml in that folder");
}

static bool has_name(const struct pf_strs *names, pf_str name)
{
    for (size_t i = 0; i < names->count; i++)
        if (pf_str_eq_nocase(names->items[i], name))
            return true;
    return false;
}

static void check_given(struct pf_shape *shape, const struct pf_action_face *face,
                        const struct pf_node *given)
{
    static const pf_str for_containers[] = {PF_STR_INIT("entrypoint"), PF_STR_INIT("args")};
    pf_str name = given->key->text;
    if (has_name(&face->deprecated, name))
        pf_shape_add(shape, PF_WORKFLOW_INPUT_DEPRECATED, given->key->span, name)->where =
            face->name;
    for (size_t i = 0; i < sizeof for_containers / sizeof *for_containers; i++)
        if (!is_local(face->name) && pf_str_eq_nocase(name, for_containers[i]))
            return;
    if (face->any_input || has_name(&face->inputs, name) || pf_ghexpr_has(name))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_INPUT_UNKNOWN, given->key->span, name);
    problem->where = face->name;
    pf_shape_choices(shape, problem, &face->inputs);
}

static void check_inputs(struct pf_shape *shape, const struct pf_workflow_step *step)
{
    struct pf_action_face face = pf_shape_action_face(shape, step);
    const struct pf_node *with = pf_node_get(step->node, "with");
    bool is_open = with != NULL && (with->kind != PF_MAP || pf_shape_is_expression(with));
    if (!face.is_known || (is_open && with->kind != PF_NULL))
        return;
    bool has_insert = false;
    for (size_t i = 0; step->with != NULL && i < step->with->count; i++) {
        has_insert |= pf_ghexpr_has(step->with->items[i]->key->text);
        check_given(shape, &face, step->with->items[i]);
    }
    for (size_t i = 0; i < face.required.count && !has_insert; i++) {
        bool is_given = false;
        for (size_t j = 0; step->with != NULL && j < step->with->count; j++)
            is_given |= pf_str_eq_nocase(step->with->items[j]->key->text, face.required.items[i]);
        if (is_given)
            continue;
        struct pf_workflow_problem *problem = pf_shape_add(
            shape, PF_WORKFLOW_INPUT_MISSING, step->uses->span, face.required.items[i]);
        problem->where = face.name;
        problem->is_harmless = is_local(face.name); /* a script may do without */
    }
}

static void check_outdated(struct pf_shape *shape, const struct pf_workflow_step *step)
{
    bool is_commit = !pf_str_eq(step->version, step->ref); /* and the version it is of */
    pf_str ref = is_commit ? major_of(step->version) : step->ref;
    const struct pf_table *outdated = &shape->tables->outdated;
    size_t row, end = pf_table_rows(outdated, step->action, &row);
    while (row < end && !pf_str_eq_nocase(ref_in(outdated, row, step->action), ref))
        row++;
    if (row == end)
        return;
    pf_str parts[] = {step->action, ref};
    pf_shape_add(shape, PF_WORKFLOW_ACTION_OUTDATED, step->uses->span,
                 is_commit ? pf_arena_join(shape->arena, parts, 2, PF_STR("@"))
                           : pf_str_trim(step->uses->text));
}

void pf_shape_uses(struct pf_shape *shape)
{
    for (size_t i = 0; i < shape->workflow->job_count; i++) {
        const struct pf_workflow_job *job = &shape->workflow->jobs[i];
        for (size_t j = 0; j < job->step_count; j++) {
            if (job->steps[j].uses == NULL)
                continue;
            check_form(shape, &job->steps[j]);
            check_local(shape, job, &job->steps[j]);
            check_inputs(shape, &job->steps[j]);
            check_outdated(shape, &job->steps[j]);
        }
    }
}
