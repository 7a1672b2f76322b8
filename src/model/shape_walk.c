/* Walks a document along the table of sections: keys, kinds, and the place of every expression. */
#include "model/shape_inside.h"

#include "base/index.h"
#include "ghexpr/find.h"

enum { MAX_DEPTH = 40 /* below it are values of a matrix, which have no shape */ };

struct walk {
    struct pf_shape *shape;
    struct pf_shape_place place;
    unsigned depth;
};

static const struct pf_shape_section *section_of(const struct pf_shape *shape, const char *name)
{
    return pf_index_get(&shape->tables->sections, pf_str_c(name));
}

/* "workflow" of "workflow", "job 'build'" where the section has a name of its own. */
static pf_str section_words(pf_str section)
{
    static const struct {
        pf_str section, words;
    } words[] = {
        {PF_STR_INIT("call"), PF_STR_INIT("job that calls a workflow")},
        {PF_STR_INIT("run-step"), PF_STR_INIT("step that runs a script")},
        {PF_STR_INIT("uses-step"), PF_STR_INIT("step that runs an action")},
        {PF_STR_INIT("action-run-step"), PF_STR_INIT("step that runs a script")},
        {PF_STR_INIT("action-uses-step"), PF_STR_INIT("step that runs an action")},
        {PF_STR_INIT("workflow-defaults"), PF_STR_INIT("defaults")},
        {PF_STR_INIT("job-defaults"), PF_STR_INIT("defaults")},
        {PF_STR_INIT("defaults-run"), PF_STR_INIT("run of defaults")},
        {PF_STR_INIT("dispatch-input"), PF_STR_INIT("input of workflow_dispatch")},
        {PF_STR_INIT("call-input"), PF_STR_INIT("input of workflow_call")},
        {PF_STR_INIT("call-secret"), PF_STR_INIT("secret of workflow_call")},
        {PF_STR_INIT("call-output"), PF_STR_INIT("output of workflow_call")},
        {PF_STR_INIT("docker-runs"), PF_STR_INIT("runs of a docker action")},
        {PF_STR_INIT("node-runs"), PF_STR_INIT("runs of a JavaScript action")},
        {PF_STR_INIT("composite-runs"), PF_STR_INIT("runs of a composite action")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq(words[i].section, section))
            return words[i].words;
    return section;
}

/* YAML 1.1's way of putting one mapping into another. */
static bool report_merge_key(struct walk *walk, const struct pf_node *value)
{
    if (!pf_str_eq(value->key->text, PF_STR("<<")))
        return false;
    struct pf_workflow_problem *problem =
        pf_shape_add(walk->shape, PF_WORKFLOW_ANCHOR, value->key->span, value->key->text);
    problem->detail = PF_STR("GitHub does not read YAML's merge key");
    return true;
}

/* Sections whose unknown keys GitHub passes over. */
static bool is_loose(pf_str section)
{
    static const pf_str sections[] = {PF_STR_INIT("action"), PF_STR_INIT("action-input"),
                                      PF_STR_INIT("dispatch"), PF_STR_INIT("dispatch-input")};
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (pf_str_eq(sections[i], section))
            return true;
    return false;
}

/* Comes back with the key that was meant, or "". */
static pf_str report_unknown(struct walk *walk, const struct pf_shape_section *section,
                             const struct pf_node *value)
{
    struct pf_shape *shape = walk->shape;
    if (report_merge_key(walk, value))
        return PF_STR("");
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_UNKNOWN_KEY, value->key->span, value->key->text);
    problem->where = section_words(section->name);
    problem->is_harmless = is_loose(section->name);
    struct pf_strs keys = {0};
    for (size_t i = 0; i < section->row_count; i++)
        *pf_pile_add(shape->arena, &keys) = section->rows[i].key;
    pf_shape_choices(shape, problem, &keys);
    return problem->suggestion;
}

/* A container's image is missed where the container starts, as GitHub says it. */
static pf_span place_to_miss(const struct pf_node *map, pf_str section)
{
    bool is_inside =
        pf_str_eq(section, PF_STR("container")) || pf_str_eq(section, PF_STR("service"));
    return map->key == NULL || is_inside ? map->span : map->key->span;
}

/* `meant`: what a misspelt key should have been, which is told there. */
static void report_missing(struct walk *walk, const struct pf_shape_section *section,
                           const struct pf_node *map, pf_str meant)
{
    for (size_t i = 0; i < section->row_count; i++) {
        const struct pf_shape_row *row = &section->rows[i];
        if (!row->is_required || pf_str_eq(row->key, meant) ||
            pf_node_get_str(map, row->key) != NULL)
            continue;
        if (pf_node_get(map, "<<") != NULL)
            return; /* what it should bring in is the one thing to mend */
        struct pf_workflow_problem *problem = pf_shape_add(
            walk->shape, PF_WORKFLOW_MISSING_KEY, place_to_miss(map, section->name), row->key);
        problem->where = section_words(section->name);
        problem->is_harmless = row->is_harmless;
    }
}

enum { FEW_KEYS = 16 /* up to here comparing all is faster than hashing */ };

static const struct pf_node *find_among(const struct pf_node *map, size_t count, pf_str key)
{
    for (size_t i = 0; i < count; i++)
        if (pf_str_eq_nocase(map->items[i]->key->text, key))
            return map->items[i];
    return NULL;
}

/* Maps whose names GitHub compares without case; equal ones are the reader's to tell. */
static void report_twins(struct walk *walk, const struct pf_node *map)
{
    struct pf_arena *arena = walk->shape->arena;
    bool has_many = map->count > FEW_KEYS;
    struct pf_index seen = has_many ? pf_index_new(arena) : (struct pf_index){0};
    for (size_t i = 0; i < map->count; i++) {
        struct pf_node *item = map->items[i];
        pf_str key = has_many ? pf_arena_lower(arena, item->key->text) : item->key->text;
        const struct pf_node *first = has_many ? pf_index_get(&seen, key) : find_among(map, i, key);
        if (first == NULL && has_many)
            pf_index_put(&seen, key, item);
        else if (first != NULL && !pf_str_eq(first->key->text, item->key->text))
            pf_shape_add(walk->shape, PF_WORKFLOW_DUPLICATE_KEY, item->key->span, item->key->text)
                ->related = first->key->span;
    }
}

static void walk_value(struct walk *walk, const struct pf_node *value,
                       const struct pf_shape_type *type);

/* The row's scope and the key's path hold for what stands below. */
static void walk_key(struct walk *walk, const struct pf_node *value, const struct pf_shape_row *row)
{
    struct pf_shape_place outer = walk->place;
    struct pf_shape_path path = {outer.path, value->key->text};
    if (row->scope != NULL)
        walk->place.scope = row->scope;
    walk->place.path = &path;
    walk->place.is_condition = row->is_condition;
    walk_value(walk, value, row->type);
    walk->place = outer;
}

static void walk_section(struct walk *walk, const struct pf_node *map,
                         const struct pf_shape_section *section)
{
    pf_str meant = PF_STR("");
    if (pf_str_eq(section->name, PF_STR("matrix")))
        report_twins(walk, map);
    for (size_t i = 0; i < map->count; i++) {
        const struct pf_shape_row *row = pf_shape_find_row(section, map->items[i]->key->text);
        pf_str guess = PF_STR("");
        if (row == NULL)
            guess = report_unknown(walk, section, map->items[i]);
        else
            walk_key(walk, map->items[i], row);
        meant = guess.len > 0 ? guess : meant;
    }
    report_missing(walk, section, map, meant);
}

/* NULL where the mapping has none of the keys. */
static const struct pf_shape_section *variant_of(const struct pf_shape_type *type,
                                                 const struct pf_node *map)
{
    for (size_t i = 0; i < type->variant_count; i++) {
        pf_str key = type->variants[i].key;
        if (key.len == 0 || pf_node_get_str(map, key) != NULL)
            return type->variants[i].section;
    }
    return NULL;
}

static const struct pf_workflow_step *step_of(const struct pf_workflow_job *job,
                                              const struct pf_node *node)
{
    for (size_t i = 0; job != NULL && i < job->step_count; i++)
        if (job->steps[i].node == node)
            return &job->steps[i];
    return NULL;
}

/* Neither `run` nor `uses` nor another key that says what kind of step it is; a misspelt one is
 * told as that alone. */
static void walk_unknown_step(struct walk *walk, const struct pf_node *step)
{
    const struct pf_shape_section *run = section_of(walk->shape, "run-step"),
                                  *uses = section_of(walk->shape, "uses-step");
    bool is_misspelt = false;
    for (size_t i = 0; i < step->count; i++) {
        pf_str key = step->items[i]->key->text;
        if (pf_shape_find_row(run, key) != NULL || pf_shape_find_row(uses, key) != NULL)
            continue;
        pf_str meant = report_unknown(walk, run, step->items[i]);
        is_misspelt = is_misspelt || pf_str_eq(meant, PF_STR("run"));
    }
    if (is_misspelt || pf_node_get(step, "<<") != NULL)
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(walk->shape, PF_WORKFLOW_MISSING_KEY, step->span, PF_STR("run"));
    problem->where = PF_STR("step");
    pf_shape_detail(walk->shape, problem, "a step needs 'run' or 'uses'");
}

static void walk_step(struct walk *walk, const struct pf_node *step,
                      const struct pf_shape_type *type)
{
    struct pf_shape_place outer = walk->place;
    const struct pf_shape_section *section = variant_of(type, step);
    walk->place.step = step_of(walk->place.job, step);
    if (section != NULL)
        walk_section(walk, step, section);
    else
        walk_unknown_step(walk, step);
    walk->place = outer;
}

static void walk_job(struct walk *walk, const struct pf_node *job, const struct pf_shape_type *type)
{
    struct pf_shape_place outer = walk->place;
    walk->place.job = pf_workflow_job_of(walk->shape->workflow, job->key->text);
    walk_section(walk, job, variant_of(type, job));
    walk->place = outer;
}

/* Does one alternative of a type fit the value's kind? */
static bool fits(const struct pf_node *value, const struct pf_shape_type *type)
{
    enum {
        NOTHING = PF_KIND_BIT(PF_NULL),
        NUMBER = PF_KIND_BIT(PF_INT) | PF_KIND_BIT(PF_REAL),
        FULL = PF_KIND_BIT(PF_BOOL) | NUMBER | PF_KIND_BIT(PF_STRING),
        MAP = PF_KIND_BIT(PF_MAP)
    };
    static const unsigned kinds[PF_SHAPE_KIND_COUNT] = {
        [PF_SHAPE_ANY] = ~0u,
        [PF_SHAPE_NULL] = NOTHING,
        [PF_SHAPE_BOOL] = PF_KIND_BIT(PF_BOOL),
        [PF_SHAPE_NUMBER] = NUMBER,
        [PF_SHAPE_STRING] = NOTHING | FULL,
        [PF_SHAPE_FULL_STRING] = FULL,
        [PF_SHAPE_SCALAR] = NOTHING | FULL,
        [PF_SHAPE_CHOICE] = NOTHING | FULL,
        [PF_SHAPE_LIST] = PF_KIND_BIT(PF_SEQ),
        [PF_SHAPE_MAP] = MAP,
        [PF_SHAPE_SECTION] = MAP,
        [PF_SHAPE_JOB] = MAP,
        [PF_SHAPE_STEP] = MAP,
    };
    return (kinds[type->kind] & PF_KIND_BIT(value->kind)) != 0;
}

static pf_str type_words(struct walk *walk, const struct pf_shape_type *type)
{
    static const pf_str words[PF_SHAPE_KIND_COUNT] = {
        [PF_SHAPE_NULL] = PF_STR_INIT("nothing"),
        [PF_SHAPE_BOOL] = PF_STR_INIT("true or false"),
        [PF_SHAPE_NUMBER] = PF_STR_INIT("a number"),
        [PF_SHAPE_STRING] = PF_STR_INIT("a string"),
        [PF_SHAPE_FULL_STRING] = PF_STR_INIT("a string"),
        [PF_SHAPE_SCALAR] = PF_STR_INIT("a string, number or boolean"),
        [PF_SHAPE_LIST] = PF_STR_INIT("a list"),
        [PF_SHAPE_MAP] = PF_STR_INIT("a mapping"),
        [PF_SHAPE_SECTION] = PF_STR_INIT("a mapping"),
        [PF_SHAPE_JOB] = PF_STR_INIT("a mapping"),
        [PF_SHAPE_STEP] = PF_STR_INIT("a mapping"),
    };
    if (type->kind != PF_SHAPE_CHOICE)
        return words[type->kind];
    struct pf_arena *arena = walk->shape->arena;
    pf_str list = pf_arena_join(arena, type->choices.items, type->choices.count, PF_STR(","));
    return pf_arena_format(arena, "one of %.*s", PF_ARG(list));
}

static const char *kind_words(const struct pf_node *value)
{
    static const char *const words[PF_KIND_COUNT] = {
        [PF_NULL] = "nothing",  [PF_BOOL] = "a boolean",  [PF_INT] = "a number",
        [PF_REAL] = "a number", [PF_STRING] = "a string", [PF_SEQ] = "a list",
        [PF_MAP] = "a mapping", [PF_ANY] = "unknown",     [PF_EITHER] = "unknown",
    };
    return words[value->kind];
}

/* Its key, or that of the list it stands in with all above it. */
static pf_str name_of(const struct walk *walk, const struct pf_node *value)
{
    return value->key == NULL ? pf_shape_path_text(walk->shape, walk->place.path)
                              : value->key->text;
}

static void report_type(struct walk *walk, const struct pf_node *value,
                        const struct pf_shape_type *type)
{
    struct pf_shape *shape = walk->shape;
    pf_str name = name_of(walk, value), words = PF_STR("");
    if (value->kind == PF_NULL &&
        (pf_shape_is_container(type) || type->kind == PF_SHAPE_FULL_STRING)) {
        pf_span span = value->key == NULL || value->span.len > 0 ? value->span : value->key->span;
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, span, name);
        return;
    }
    if (value->kind == PF_MAP && pf_shape_unwritten_map(shape, value))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, value->span, name);
    for (; type != NULL; type = type->other) {
        pf_str next = type_words(walk, type);
        words = words.len == 0
                    ? next
                    : pf_arena_format(shape->arena, "%.*s or %.*s", PF_ARG(words), PF_ARG(next));
    }
    problem->expected = words;
    problem->detail = pf_str_c(kind_words(value));
}

static bool is_branding(const struct pf_shape_path *path)
{
    return path->outer != NULL && path->outer->outer == NULL &&
           pf_str_eq(path->outer->key, PF_STR("branding"));
}

static void check_constant(struct walk *walk, const struct pf_node *value,
                           const struct pf_strs *choices)
{
    if (pf_ghexpr_has(value->text) || pf_strs_has(choices, value->text))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(walk->shape, PF_WORKFLOW_WRONG_TYPE, value->span, name_of(walk, value));
    problem->detail = pf_arena_format(walk->shape->arena, "'%.*s'", PF_ARG(value->text));
    /* Only the marketplace looks at an action's colours. */
    problem->is_harmless = is_branding(walk->place.path);
    pf_str name = problem->name;
    problem->name = value->text;
    pf_shape_choices(walk->shape, problem, choices);
    problem->name = name;
}

/* `type` is the alternative that fits, `place.type` all of them. */
static void check_scalar(struct walk *walk, const struct pf_node *value,
                         const struct pf_shape_type *type)
{
    if (type->kind == PF_SHAPE_CHOICE)
        check_constant(walk, value, &type->choices);
    if (type->kind == PF_SHAPE_FULL_STRING && value->text.len == 0 && value->kind == PF_STRING)
        pf_shape_add(walk->shape, PF_WORKFLOW_EMPTY_SECTION, value->span, name_of(walk, value));
    pf_shape_expressions(walk->shape, value, &walk->place);
    pf_shape_unwritten(walk->shape, value, &walk->place);
    pf_shape_number(walk->shape, value, &walk->place);
}

static void report_if_empty(struct walk *walk, const struct pf_node *value, bool is_refused)
{
    if (value->count > 0)
        return;
    pf_shape_add(walk->shape, PF_WORKFLOW_EMPTY_SECTION, value->span, name_of(walk, value))
        ->is_harmless = !is_refused;
}

/* "${{ insert }}" puts the members of its value in its place. */
static bool is_insert_key(const struct pf_node *key)
{
    if (!pf_shape_is_expression(key))
        return false;
    pf_str text = pf_str_trim(key->text);
    return pf_str_eq(pf_str_trim(pf_str_slice(text, 3, text.len - 2)), PF_STR("insert"));
}

static const struct pf_shape_type anything = {.kind = PF_SHAPE_ANY};

static void walk_map(struct walk *walk, const struct pf_node *map, const struct pf_shape_type *type)
{
    report_if_empty(walk, map, type->must_hold);
    report_twins(walk, map);
    struct pf_shape_place outer = walk->place;
    for (size_t i = 0; i < map->count; i++) {
        const struct pf_node *key = map->items[i]->key;
        bool is_insert = is_insert_key(key);
        if (report_merge_key(walk, map->items[i]))
            continue;
        struct pf_shape_path path = {outer.path, key->text};
        walk->place.path = &path;
        walk->place.is_condition = false;
        walk->place.type = &anything;
        if (!is_insert)
            pf_shape_expressions(walk->shape, key, &walk->place);
        walk_value(walk, map->items[i], is_insert ? &anything : type->item);
    }
    walk->place = outer;
}

static void walk_list(struct walk *walk, const struct pf_node *list,
                      const struct pf_shape_type *type)
{
    report_if_empty(walk, list, type->must_hold);
    for (size_t i = 0; i < list->count; i++)
        walk_value(walk, list->items[i], type->item);
}

/* Values of a matrix and the like: anything, with expressions at any depth. */
static void walk_anything(struct walk *walk, const struct pf_node *value)
{
    bool is_container = value->kind == PF_SEQ || value->kind == PF_MAP;
    if (!is_container) {
        walk->place.type = &anything;
        pf_shape_expressions(walk->shape, value, &walk->place);
        pf_shape_number(walk->shape, value, &walk->place);
        return;
    }
    for (size_t i = 0; i < value->count && walk->depth < MAX_DEPTH; i++) {
        walk->depth++;
        if (value->kind == PF_MAP)
            report_merge_key(walk, value->items[i]);
        walk_anything(walk, value->items[i]);
        walk->depth--;
    }
}

static void walk_runs(struct walk *walk, const struct pf_node *runs)
{
    static const struct pf_shape_type mapping = {.kind = PF_SHAPE_SECTION};
    const struct pf_node *using = pf_node_get(runs, "using");
    pf_str text = pf_node_text(using);
    if (!pf_node_is(runs, PF_MAP))
        report_type(walk, runs, &mapping);
    else if (pf_str_eq(text, PF_STR("docker")))
        walk_section(walk, runs, section_of(walk->shape, "docker-runs"));
    else if (pf_str_eq(text, PF_STR("composite")))
        walk_section(walk, runs, section_of(walk->shape, "composite-runs"));
    else if (pf_str_starts(text, PF_STR("node")))
        walk_section(walk, runs, section_of(walk->shape, "node-runs"));
    else if (using == NULL)
        report_missing(walk, section_of(walk->shape, "composite-runs"), runs, PF_STR(""));
}

/* A value that the alternative fits. */
static void walk_alternative(struct walk *walk, const struct pf_node *value,
                             const struct pf_shape_type *type)
{
    switch (type->kind) {
    case PF_SHAPE_ANY:
        walk_anything(walk, value);
        return;
    case PF_SHAPE_LIST:
        walk_list(walk, value, type);
        return;
    case PF_SHAPE_MAP:
        walk_map(walk, value, type);
        return;
    case PF_SHAPE_SECTION:
        walk_section(walk, value, type->section);
        return;
    case PF_SHAPE_JOB:
        walk_job(walk, value, type);
        return;
    case PF_SHAPE_STEP:
        walk_step(walk, value, type);
        return;
    default:
        check_scalar(walk, value, type);
        return;
    }
}

/* An expression may come to what the type asks for. */
static bool may_fit(const struct walk *walk, const struct pf_node *value,
                    const struct pf_shape_type *type)
{
    bool is_read =
        type->other == NULL && (type->kind == PF_SHAPE_BOOL || type->kind == PF_SHAPE_NUMBER);
    return (is_read || walk->place.scope != NULL) && pf_shape_is_expression(value);
}

static void walk_alternatives(struct walk *walk, const struct pf_node *value,
                              const struct pf_shape_type *type)
{
    const struct pf_shape_type *one = type;
    while (one != NULL && !fits(value, one))
        one = one->other;
    walk->place.type = type;
    if (one != NULL)
        walk_alternative(walk, value, one);
    else if (may_fit(walk, value, type))
        pf_shape_expressions(walk->shape, value, &walk->place);
    else
        report_type(walk, value, type);
}

static void walk_value(struct walk *walk, const struct pf_node *value,
                       const struct pf_shape_type *type)
{
    if (walk->depth >= MAX_DEPTH || value->kind == PF_ANY)
        return;
    if (type->kind == PF_SHAPE_PERMISSIONS) {
        pf_shape_permissions(walk->shape, value);
    } else if (type->kind == PF_SHAPE_RUNS) {
        walk_runs(walk, value);
    } else if (type->kind != PF_SHAPE_ON) { /* events have a table of their own */
        walk->depth++;
        walk_alternatives(walk, value, type);
        walk->depth--;
    }
}

void pf_shape_walk(struct pf_shape *shape, const struct pf_node *root, const char *section)
{
    struct walk walk = {.shape = shape};
    walk_section(&walk, root, section_of(shape, section));
}
