/* What the file tells about each context: steps, needs, matrix, inputs, secrets and the rest. */
#include "model/shape_type.h"

#include "ghexpr/find.h"

static const struct pf_type *of(enum pf_type_kind kind)
{
    return pf_type_of_kind(kind);
}

/* Any name, each a string. */
static const struct pf_type *strings(void)
{
    static const struct pf_type type = {.kind = PF_TYPE_STRING},
                                object = {.kind = PF_TYPE_OBJECT, .item = &type};
    return &object;
}

static const struct pf_type *named_type(struct pf_arena *arena, pf_str name)
{
    if (pf_str_eq(name, PF_STR("string")))
        return of(PF_TYPE_STRING);
    if (pf_str_eq(name, PF_STR("number")))
        return of(PF_TYPE_NUMBER);
    if (pf_str_eq(name, PF_STR("boolean")))
        return of(PF_TYPE_BOOL);
    return pf_type_object(arena, of(PF_TYPE_ANY));
}

/* "services.*.ports.*" of the table: objects in objects, `*` for names of the file. */
static void add_path(struct pf_arena *arena, struct pf_type *object, pf_str path,
                     const struct pf_type *leaf)
{
    pf_str head, rest;
    bool has_more = pf_str_cut(path, '.', &head, &rest);
    if (!has_more) {
        pf_type_add(arena, object, head, leaf);
        return;
    }
    const struct pf_type *found = pf_type_member(object, head);
    bool is_new = found == NULL || found->kind != PF_TYPE_OBJECT;
    /* What stands behind a `*` is looked at as anything. */
    if (pf_str_starts(rest, PF_STR("*"))) {
        if (is_new)
            pf_type_add(arena, object, head, pf_type_object(arena, of(PF_TYPE_ANY)));
        return;
    }
    struct pf_type *inner = pf_type_object(arena, NULL);
    for (size_t i = 0; !is_new && i < found->members.count; i++)
        pf_type_add(arena, inner, found->members.items[i].name, found->members.items[i].type);
    add_path(arena, inner, rest, leaf);
    for (size_t i = 0; i < object->members.count; i++)
        if (pf_str_eq_nocase(object->members.items[i].name, head)) {
            object->members.items[i].type = inner;
            return;
        }
    pf_type_add(arena, object, head, inner);
}

struct pf_index pf_shape_properties(struct pf_arena *arena)
{
    struct pf_table table = pf_table_read(arena, "rules/tables/github-context-properties.tsv");
    struct pf_index contexts = pf_index_new(arena);
    for (size_t row = 0; row < table.row_count; row++) {
        pf_str context = pf_table_cell(&table, row, 0);
        struct pf_type *object = pf_index_get(&contexts, context);
        if (object == NULL) {
            object = pf_type_object(arena, NULL);
            pf_index_put(&contexts, context, object);
        }
        add_path(arena, object, pf_table_cell(&table, row, 1),
                 named_type(arena, pf_table_cell(&table, row, 2)));
    }
    return contexts;
}

static const struct pf_type *from_table(const struct pf_shape *shape, pf_str context)
{
    return pf_index_get(&shape->tables->properties, context);
}

static const struct pf_node *event_value(const struct pf_shape *shape, const char *event,
                                         bool *is_listened_to)
{
    const struct pf_node *on = pf_node_get(shape->root, "on");
    const struct pf_node *value = pf_node_get(on, event);
    *is_listened_to = value != NULL || pf_str_eq(pf_node_text(on), pf_str_c(event));
    for (size_t i = 0; pf_node_is(on, PF_SEQ) && i < on->count; i++)
        *is_listened_to |= pf_str_eq(pf_node_text(on->items[i]), pf_str_c(event));
    return value;
}

static void add_inputs(struct pf_shape *shape, struct pf_type *object, const struct pf_node *inputs)
{
    for (size_t i = 0; pf_node_is(inputs, PF_MAP) && i < inputs->count; i++) {
        pf_str type = pf_node_text(pf_node_get(inputs->items[i], "type"));
        const struct pf_type *known = pf_str_eq(type, PF_STR("number"))    ? of(PF_TYPE_NUMBER)
                                      : pf_str_eq(type, PF_STR("boolean")) ? of(PF_TYPE_BOOL)
                                                                           : of(PF_TYPE_STRING);
        pf_type_add(shape->arena, object, inputs->items[i]->key->text, known);
    }
}

static const struct pf_type *inputs_type(struct pf_shape *shape)
{
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    if (shape->workflow == NULL) {
        add_inputs(shape, object, pf_node_get(shape->root, "inputs"));
        return object;
    }
    bool is_listened_to;
    const struct pf_node *call = event_value(shape, "workflow_call", &is_listened_to);
    const struct pf_node *dispatch = event_value(shape, "workflow_dispatch", &is_listened_to);
    add_inputs(shape, object, pf_node_get(call, "inputs"));
    add_inputs(shape, object, pf_node_get(dispatch, "inputs"));
    return object;
}

/* A workflow that is only called gets the secrets it declares, or all of them by `inherit`. */
static const struct pf_type *secrets_type(struct pf_shape *shape)
{
    bool is_listened_to = false;
    const struct pf_node *call =
        shape->workflow == NULL ? NULL : event_value(shape, "workflow_call", &is_listened_to);
    const struct pf_node *on = pf_node_get(shape->root, "on");
    const struct pf_node *declared = pf_node_get(call, "secrets");
    bool is_only = pf_node_is(on, PF_MAP) && on->count == 1 && declared != NULL;
    if (!is_only)
        return strings();
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    pf_type_add(shape->arena, object, PF_STR("GITHUB_TOKEN"), of(PF_TYPE_STRING));
    pf_type_add(shape->arena, object, PF_STR("ACTIONS_STEP_DEBUG"), of(PF_TYPE_STRING));
    pf_type_add(shape->arena, object, PF_STR("ACTIONS_RUNNER_DEBUG"), of(PF_TYPE_STRING));
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++)
        pf_type_add(shape->arena, object, declared->items[i]->key->text, of(PF_TYPE_STRING));
    return object;
}

/* Inputs in the payload of workflow_dispatch are strings, whatever their types. */
static const struct pf_type *github_type(struct pf_shape *shape)
{
    const struct pf_type *known = from_table(shape, PF_STR("github"));
    bool is_listened_to = false;
    const struct pf_node *dispatch =
        shape->workflow == NULL ? NULL : event_value(shape, "workflow_dispatch", &is_listened_to);
    const struct pf_node *on = pf_node_get(shape->root, "on");
    bool is_only = pf_node_is(on, PF_MAP) && on->count == 1 && is_listened_to;
    if (!is_only)
        return known;
    const struct pf_node *declared = pf_node_get(dispatch, "inputs");
    struct pf_type *inputs = pf_type_object(shape->arena, NULL);
    for (size_t i = 0; pf_node_is(declared, PF_MAP) && i < declared->count; i++)
        pf_type_add(shape->arena, inputs, declared->items[i]->key->text, of(PF_TYPE_STRING));
    struct pf_type *event = pf_type_object(shape->arena, of(PF_TYPE_ANY));
    pf_type_add(shape->arena, event, PF_STR("inputs"), inputs);
    struct pf_type *github = pf_type_object(shape->arena, NULL);
    for (size_t i = 0; i < known->members.count; i++) {
        struct pf_type_member member = known->members.items[i];
        if (pf_str_eq(member.name, PF_STR("event")))
            member.type = event;
        *pf_pile_add(shape->arena, &github->members) = member;
    }
    return github;
}

static void add_output_names(struct pf_shape *shape, struct pf_type *object,
                             const struct pf_node *outputs)
{
    for (size_t i = 0; pf_node_is(outputs, PF_MAP) && i < outputs->count; i++)
        pf_type_add(shape->arena, object, outputs->items[i]->key->text, of(PF_TYPE_STRING));
}

const struct pf_type *pf_shape_job_outputs(struct pf_shape *shape,
                                           const struct pf_workflow_job *job)
{
    const struct pf_node *outputs = pf_node_get(job->node, "outputs");
    if (job->uses != NULL) {
        const struct pf_node *root = pf_shape_called_root(shape, job);
        if (root == NULL)
            return strings();
        outputs = pf_node_get(pf_node_get(pf_node_get(root, "on"), "workflow_call"), "outputs");
    }
    bool is_open = outputs != NULL && outputs->kind != PF_MAP && outputs->kind != PF_NULL;
    struct pf_type *object = pf_type_object(shape->arena, is_open ? of(PF_TYPE_STRING) : NULL);
    add_output_names(shape, object, outputs);
    return object;
}

static const struct pf_type *job_type(struct pf_shape *shape, const struct pf_workflow_job *job)
{
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    pf_type_add(shape->arena, object, PF_STR("outputs"), pf_shape_job_outputs(shape, job));
    pf_type_add(shape->arena, object, PF_STR("result"), of(PF_TYPE_STRING));
    return object;
}

static const struct pf_type *needs_type(struct pf_shape *shape, const struct pf_workflow_job *job)
{
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    for (size_t i = 0; job != NULL && i < job->needs.count; i++) {
        const struct pf_workflow_job *other =
            pf_workflow_job_of(shape->workflow, job->needs.items[i]);
        pf_type_add(shape->arena, object, job->needs.items[i],
                    other == NULL ? of(PF_TYPE_ANY) : job_type(shape, other));
    }
    return object;
}

static const struct pf_type *jobs_type(struct pf_shape *shape)
{
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    for (size_t i = 0; i < shape->workflow->job_count; i++)
        pf_type_add(shape->arena, object, shape->workflow->jobs[i].id,
                    job_type(shape, &shape->workflow->jobs[i]));
    return object;
}

/* A row's expressions come to a type of their own. */
static const struct pf_type *matrix_value(struct pf_shape *shape,
                                          const struct pf_shape_place *place,
                                          const struct pf_node *value)
{
    if (pf_shape_is_expression(value))
        return pf_shape_scalar_type(shape, value, place);
    return pf_type_of_value(shape->arena, value);
}

/* A row of literal mappings: a name that none of them has is nothing in every leg. */
static bool is_row_of_maps(const struct pf_node *row)
{
    for (size_t i = 0; pf_node_is(row, PF_SEQ) && i < row->count; i++) {
        if (!pf_node_is(row->items[i], PF_MAP))
            return false;
        for (size_t j = 0; j < row->items[i]->count; j++)
            if (pf_ghexpr_has(row->items[i]->items[j]->key->text))
                return false;
    }
    return pf_node_is(row, PF_SEQ) && row->count > 0;
}

static const struct pf_type *
map_row_type(struct pf_shape *shape, const struct pf_shape_place *place, const struct pf_node *row)
{
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    for (size_t i = 0; i < row->count; i++)
        for (size_t j = 0; j < row->items[i]->count; j++) {
            const struct pf_node *member = row->items[i]->items[j];
            pf_type_add(shape->arena, object, member->key->text,
                        matrix_value(shape, place, member));
        }
    return object;
}

static const struct pf_type *row_type(struct pf_shape *shape, const struct pf_shape_place *place,
                                      const struct pf_node *row)
{
    if (is_row_of_maps(row))
        return map_row_type(shape, place, row);
    const struct pf_type *joined = NULL;
    for (size_t i = 0; pf_node_is(row, PF_SEQ) && i < row->count; i++) {
        const struct pf_type *item = matrix_value(shape, place, row->items[i]);
        joined = joined == NULL ? item : pf_type_join(shape->arena, joined, item);
    }
    return joined == NULL ? of(PF_TYPE_ANY) : joined;
}

static bool add_include(struct pf_shape *shape, const struct pf_shape_place *place,
                        struct pf_type *object, const struct pf_node *include)
{
    if (include == NULL || include->kind == PF_NULL)
        return true;
    if (!pf_node_is(include, PF_SEQ))
        return false;
    for (size_t i = 0; i < include->count; i++) {
        const struct pf_node *leg = include->items[i];
        if (!pf_node_is(leg, PF_MAP))
            return false;
        for (size_t j = 0; j < leg->count; j++)
            pf_type_add(shape->arena, object, leg->items[j]->key->text,
                        matrix_value(shape, place, leg->items[j]));
    }
    return true;
}

static const struct pf_type *matrix_type(struct pf_shape *shape, const struct pf_shape_place *place)
{
    if (place->job == NULL)
        return of(PF_TYPE_ANY);
    const struct pf_node *strategy = pf_node_get(place->job->node, "strategy");
    const struct pf_node *matrix = pf_node_get(strategy, "matrix");
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    if (strategy == NULL || (strategy->kind == PF_MAP && matrix == NULL))
        return object;
    if (!pf_node_is(matrix, PF_MAP))
        return of(PF_TYPE_ANY);
    struct pf_shape_place inner = {0};
    for (size_t i = 0; i < matrix->count; i++) {
        pf_str key = matrix->items[i]->key->text;
        bool is_row = !pf_str_eq(key, PF_STR("include")) && !pf_str_eq(key, PF_STR("exclude"));
        if (pf_ghexpr_has(key))
            return of(PF_TYPE_ANY);
        if (is_row)
            pf_type_add(shape->arena, object, key, row_type(shape, &inner, matrix->items[i]));
    }
    bool is_closed = add_include(shape, &inner, object, pf_node_get(matrix, "include"));
    object->item = is_closed ? NULL : of(PF_TYPE_ANY);
    return object;
}

static const struct pf_type *step_outputs(struct pf_shape *shape,
                                          const struct pf_workflow_step *step)
{
    struct pf_action_face face = pf_shape_action_face(shape, step);
    if (!face.is_known || face.any_output)
        return strings();
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    for (size_t i = 0; i < face.outputs.count; i++)
        pf_type_add(shape->arena, object, face.outputs.items[i], of(PF_TYPE_STRING));
    return object;
}

static void add_step(struct pf_shape *shape, const struct pf_workflow_step *step)
{
    if (pf_ghexpr_has(step->id))
        shape->steps->item = of(PF_TYPE_ANY);
    if (step->id.len == 0)
        return;
    struct pf_type *result = pf_type_object(shape->arena, NULL);
    pf_type_add(shape->arena, result, PF_STR("outputs"), step_outputs(shape, step));
    pf_type_add(shape->arena, result, PF_STR("conclusion"), of(PF_TYPE_STRING));
    pf_type_add(shape->arena, result, PF_STR("outcome"), of(PF_TYPE_STRING));
    pf_type_add(shape->arena, shape->steps, step->id, result);
}

/* Steps are walked in their order, so the type grows with them and is made once. */
static const struct pf_type *steps_type(struct pf_shape *shape, const struct pf_shape_place *place)
{
    if (place->job == NULL)
        return of(PF_TYPE_ANY);
    size_t wanted = place->step == NULL ? place->job->step_count : place->step->index;
    if (shape->steps_of != place->job || wanted < shape->steps_passed) {
        shape->steps = pf_type_object(shape->arena, NULL);
        shape->steps_of = place->job;
        shape->steps_passed = 0;
    }
    for (; shape->steps_passed < wanted; shape->steps_passed++)
        add_step(shape, &place->job->steps[shape->steps_passed]);
    return shape->steps;
}

/* The services that the job starts; any where an expression makes them. */
static const struct pf_type *services_type(struct pf_shape *shape,
                                           const struct pf_workflow_job *job)
{
    const struct pf_node *services = pf_node_get(job->node, "services");
    bool is_open = services != NULL && services->kind != PF_MAP && services->kind != PF_NULL;
    struct pf_type *object = pf_type_object(shape->arena, is_open ? of(PF_TYPE_ANY) : NULL);
    for (size_t i = 0; pf_node_is(services, PF_MAP) && i < services->count; i++) {
        pf_str name = services->items[i]->key->text;
        pf_type_add(shape->arena, object, name, of(PF_TYPE_ANY));
        if (pf_ghexpr_has(name))
            object->item = of(PF_TYPE_ANY);
    }
    return object;
}

static const struct pf_type *job_context_type(struct pf_shape *shape,
                                              const struct pf_shape_place *place)
{
    const struct pf_type *known = from_table(shape, PF_STR("job"));
    if (place->job == NULL || shape->workflow == NULL)
        return known;
    struct pf_type *object = pf_type_object(shape->arena, NULL);
    for (size_t i = 0; i < known->members.count; i++) {
        pf_str name = known->members.items[i].name;
        bool is_services = pf_str_eq(name, PF_STR("services"));
        pf_type_add(shape->arena, object, name,
                    is_services ? services_type(shape, place->job) : known->members.items[i].type);
    }
    return object;
}

/* From NEEDS on they are those of one job. */
enum context { ENV, VARS, RUNNER, STRATEGY, SECRETS, GITHUB, INPUTS, JOBS, NEEDS, MATRIX, JOB };

static const struct pf_type *make_type(struct pf_shape *shape, const struct pf_shape_place *place,
                                       enum context context, pf_str name)
{
    switch (context) {
    case ENV:
    case VARS:
        return strings();
    case RUNNER:
    case STRATEGY:
        return from_table(shape, name);
    case JOB:
        return job_context_type(shape, place);
    case SECRETS:
        return secrets_type(shape);
    case GITHUB:
        return github_type(shape);
    case INPUTS:
        return inputs_type(shape);
    case MATRIX:
        return matrix_type(shape, place);
    case NEEDS:
        return shape->workflow == NULL ? of(PF_TYPE_ANY) : needs_type(shape, place->job);
    case JOBS:
        return shape->workflow == NULL ? of(PF_TYPE_ANY) : jobs_type(shape);
    }
    return of(PF_TYPE_ANY);
}

const struct pf_type *pf_shape_context_type(struct pf_shape *shape,
                                            const struct pf_shape_place *place, pf_str name)
{
    static const pf_str names[] = {
        [ENV] = PF_STR_INIT("env"),           [VARS] = PF_STR_INIT("vars"),
        [RUNNER] = PF_STR_INIT("runner"),     [JOB] = PF_STR_INIT("job"),
        [STRATEGY] = PF_STR_INIT("strategy"), [SECRETS] = PF_STR_INIT("secrets"),
        [GITHUB] = PF_STR_INIT("github"),     [INPUTS] = PF_STR_INIT("inputs"),
        [JOBS] = PF_STR_INIT("jobs"),         [NEEDS] = PF_STR_INIT("needs"),
        [MATRIX] = PF_STR_INIT("matrix"),
    };
    enum { COUNT = sizeof names / sizeof *names };
    size_t context = 0;
    while (context < COUNT && !pf_str_eq_nocase(names[context], name))
        context++;
    if (context == COUNT)
        return pf_str_eq_nocase(name, PF_STR("steps")) ? steps_type(shape, place) : of(PF_TYPE_ANY);
    if (shape->types[context] != NULL && (context < NEEDS || shape->types_of == place->job))
        return shape->types[context];
    /* Making one may ask for others, of another job. */
    const struct pf_type *type = make_type(shape, place, (enum context)context, names[context]);
    if (shape->types_of != place->job)
        shape->types[NEEDS] = shape->types[MATRIX] = shape->types[JOB] = NULL;
    shape->types_of = place->job;
    shape->types[context] = type;
    return type;
}
