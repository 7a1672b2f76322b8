/* Walks a document along the table of sections: keys, kinds, and the place of every expression. */
#include "model/shape_inside.h"

#include "base/index.h"
#include "ghexpr/find.h"

/* Columns of rules/tables/github-shape.tsv, behind the section. */
enum { COLUMN_KEY = 1, COLUMN_TYPE, COLUMN_REQUIRED, COLUMN_CONTEXTS };

enum { MAX_DEPTH = 40 /* below it are values of a matrix, which have no shape */ };

struct walk {
    struct pf_shape *shape;
    struct pf_shape_place place;
    pf_str type; /* of the value looked at, with all its alternatives */
    unsigned depth;
};

static pf_str cell(const struct walk *walk, size_t row, size_t column)
{
    return pf_table_cell(&walk->shape->tables->shape, row, column);
}

/* The rows of a section. */
struct rows {
    size_t from, to;
};

static struct rows rows_of(const struct walk *walk, pf_str section)
{
    struct rows rows;
    rows.to = pf_table_rows(&walk->shape->tables->shape, section, &rows.from);
    return rows;
}

/* The row of `key` among those of a section, or of its `*`; PF_STR_NONE. */
static ptrdiff_t find_row(const struct walk *walk, struct rows rows, pf_str key)
{
    ptrdiff_t any = PF_STR_NONE;
    for (size_t row = rows.from; row < rows.to; row++) {
        if (pf_str_eq(cell(walk, row, COLUMN_KEY), key))
            return (ptrdiff_t)row;
        if (pf_str_eq(cell(walk, row, COLUMN_KEY), PF_STR("*")))
            any = (ptrdiff_t)row;
    }
    return any;
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

static void report_unknown(struct walk *walk, pf_str section, const struct pf_node *value)
{
    struct pf_shape *shape = walk->shape;
    if (report_merge_key(walk, value))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_UNKNOWN_KEY, value->key->span, value->key->text);
    problem->where = section_words(section);
    problem->is_harmless = is_loose(section);
    struct pf_strs keys = {0};
    size_t row, end = pf_table_rows(&shape->tables->shape, section, &row);
    for (; row < end; row++)
        *pf_pile_add(shape->arena, &keys) = cell(walk, row, COLUMN_KEY);
    pf_shape_choices(shape, problem, &keys);
}

/* A container's image is missed where the container starts, as GitHub says it. */
static pf_span place_to_miss(const struct pf_node *map, pf_str section)
{
    bool is_inside =
        pf_str_eq(section, PF_STR("container")) || pf_str_eq(section, PF_STR("service"));
    return map->key == NULL || is_inside ? map->span : map->key->span;
}

static void report_missing(struct walk *walk, pf_str section, struct rows rows,
                           const struct pf_node *map)
{
    struct pf_shape *shape = walk->shape;
    if (pf_node_get(map, "<<") != NULL)
        return; /* what it should bring in is the one thing to mend */
    for (size_t row = rows.from; row < rows.to; row++) {
        pf_str need = cell(walk, row, COLUMN_REQUIRED), key = cell(walk, row, COLUMN_KEY);
        if (need.len == 0 || pf_node_get_str(map, key) != NULL)
            continue;
        struct pf_workflow_problem *problem =
            pf_shape_add(shape, PF_WORKFLOW_MISSING_KEY, place_to_miss(map, section), key);
        problem->where = section_words(section);
        problem->is_harmless = pf_str_eq(need, PF_STR("~"));
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

static void walk_value(struct walk *walk, const struct pf_node *value, pf_str type);

static void walk_section(struct walk *walk, const struct pf_node *map, pf_str section);

/* `contexts` and the key's path hold for what stands below. */
static void walk_key(struct walk *walk, const struct pf_node *value, pf_str section, size_t row)
{
    struct pf_shape_place outer = walk->place;
    pf_str contexts = cell(walk, row, COLUMN_CONTEXTS);
    pf_str key = value->key->text;
    struct pf_shape_path path = {outer.path, key};
    if (contexts.len > 0)
        walk->place.contexts = contexts;
    walk->place.path = &path;
    walk->place.is_condition =
        pf_str_eq(key, PF_STR("if")) ||
        (pf_str_ends(key, PF_STR("-if")) && pf_str_ends(section, PF_STR("-runs")));
    walk_value(walk, value, cell(walk, row, COLUMN_TYPE));
    walk->place = outer;
}

static void walk_section(struct walk *walk, const struct pf_node *map, pf_str section)
{
    struct rows rows = rows_of(walk, section);
    report_missing(walk, section, rows, map);
    if (pf_str_eq(section, PF_STR("matrix")))
        report_twins(walk, map);
    for (size_t i = 0; i < map->count; i++) {
        ptrdiff_t row = find_row(walk, rows, map->items[i]->key->text);
        if (row == PF_STR_NONE)
            report_unknown(walk, section, map->items[i]);
        else
            walk_key(walk, map->items[i], section, (size_t)row);
    }
}

static pf_str step_section(const struct pf_node *step, bool is_action)
{
    static const struct {
        const char *key;
        pf_str section, in_action;
    } kinds[] = {
        {"uses", PF_STR_INIT("uses-step"), PF_STR_INIT("action-uses-step")},
        {"run", PF_STR_INIT("run-step"), PF_STR_INIT("action-run-step")},
        {"wait", PF_STR_INIT("wait-step"), PF_STR_INIT("")},
        {"wait-all", PF_STR_INIT("wait-all-step"), PF_STR_INIT("")},
        {"cancel", PF_STR_INIT("cancel-step"), PF_STR_INIT("")},
        {"parallel", PF_STR_INIT("parallel-step"), PF_STR_INIT("")},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (pf_node_get(step, kinds[i].key) != NULL)
            return is_action ? kinds[i].in_action : kinds[i].section;
    return PF_STR("");
}

static const struct pf_workflow_step *step_of(const struct pf_workflow_job *job,
                                              const struct pf_node *node)
{
    for (size_t i = 0; job != NULL && i < job->step_count; i++)
        if (job->steps[i].node == node)
            return &job->steps[i];
    return NULL;
}

/* Neither `run` nor `uses` nor another key that says what kind of step it is. */
static void walk_unknown_step(struct walk *walk, const struct pf_node *step)
{
    if (pf_node_get(step, "<<") == NULL) {
        struct pf_workflow_problem *problem =
            pf_shape_add(walk->shape, PF_WORKFLOW_MISSING_KEY, step->span, PF_STR("run"));
        problem->where = PF_STR("step");
        pf_shape_detail(walk->shape, problem, "a step needs 'run' or 'uses'");
    }
    struct rows run = rows_of(walk, PF_STR("run-step")), uses = rows_of(walk, PF_STR("uses-step"));
    for (size_t i = 0; i < step->count; i++)
        if (find_row(walk, run, step->items[i]->key->text) == PF_STR_NONE &&
            find_row(walk, uses, step->items[i]->key->text) == PF_STR_NONE)
            report_unknown(walk, PF_STR("run-step"), step->items[i]);
}

static void walk_step(struct walk *walk, const struct pf_node *step, bool is_action)
{
    struct pf_shape_place outer = walk->place;
    pf_str section = step_section(step, is_action);
    walk->place.step = step_of(walk->place.job, step);
    if (section.len > 0)
        walk_section(walk, step, section);
    else
        walk_unknown_step(walk, step);
    walk->place = outer;
}

static void walk_job(struct walk *walk, const struct pf_node *job)
{
    struct pf_shape_place outer = walk->place;
    walk->place.job = pf_workflow_job_of(walk->shape->workflow, job->key->text);
    bool is_call = pf_node_get(job, "uses") != NULL;
    walk_section(walk, job, is_call ? PF_STR("call") : PF_STR("job"));
    walk->place = outer;
}

static void walk_named(struct walk *walk, const struct pf_node *map, pf_str section)
{
    if (pf_str_eq(section, PF_STR("job")))
        walk_job(walk, map);
    else if (pf_str_eq(section, PF_STR("step")))
        walk_step(walk, map, false);
    else if (pf_str_eq(section, PF_STR("action-step")))
        walk_step(walk, map, true);
    else
        walk_section(walk, map, section);
}

static bool is_list(pf_str type)
{
    return pf_str_starts(type, PF_STR("seq:")) || pf_str_starts(type, PF_STR("seq!:"));
}

/* Does one alternative of a type fit the value's kind? */
static bool fits(const struct pf_node *value, pf_str type)
{
    enum pf_kind kind = value->kind;
    bool is_scalar = kind <= PF_STRING;
    if (pf_str_eq(type, PF_STR("any")) || kind == PF_ANY)
        return true;
    if (pf_str_eq(type, PF_STR("null")))
        return kind == PF_NULL;
    if (is_list(type))
        return kind == PF_SEQ;
    if (pf_str_starts(type, PF_STR("map")) || pf_str_starts(type, PF_STR("@")))
        return kind == PF_MAP;
    if (pf_str_eq(type, PF_STR("bool")))
        return kind == PF_BOOL;
    if (pf_str_eq(type, PF_STR("num")))
        return kind == PF_INT || kind == PF_REAL;
    if (pf_str_eq(type, PF_STR("str!")))
        return is_scalar && kind != PF_NULL;
    return is_scalar;
}

static pf_str type_words(struct walk *walk, pf_str type)
{
    static const struct {
        pf_str type, words;
    } words[] = {
        {PF_STR_INIT("str"), PF_STR_INIT("a string")},
        {PF_STR_INIT("str!"), PF_STR_INIT("a string")},
        {PF_STR_INIT("scalar"), PF_STR_INIT("a string, number or boolean")},
        {PF_STR_INIT("bool"), PF_STR_INIT("true or false")},
        {PF_STR_INIT("num"), PF_STR_INIT("a number")},
        {PF_STR_INIT("null"), PF_STR_INIT("nothing")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq(words[i].type, type))
            return words[i].words;
    if (is_list(type))
        return PF_STR("a list");
    if (!pf_str_starts(type, PF_STR("=")))
        return PF_STR("a mapping");
    return pf_arena_format(walk->shape->arena, "one of %.*s",
                           PF_ARG(pf_str_slice(type, 1, type.len)));
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

/* What a map holds is the rest of the type, alternatives included. */
static bool next_alternative(pf_str *rest, pf_str *one)
{
    if (!pf_str_starts(*rest, PF_STR("map")))
        return pf_str_cut(*rest, '|', one, rest);
    *one = *rest;
    *rest = PF_STR("");
    return false;
}

/* Its key, or that of the list it stands in with all above it. */
static pf_str name_of(const struct walk *walk, const struct pf_node *value)
{
    return value->key == NULL ? pf_shape_path_text(walk->shape, walk->place.path)
                              : value->key->text;
}

static void report_type(struct walk *walk, const struct pf_node *value, pf_str type)
{
    struct pf_shape *shape = walk->shape;
    pf_str name = name_of(walk, value);
    bool wants_more =
        pf_str_starts(type, PF_STR("@")) || pf_str_starts(type, PF_STR("map")) || is_list(type);
    if (value->kind == PF_NULL && (wants_more || pf_str_starts(type, PF_STR("str!")))) {
        pf_span span = value->key == NULL || value->span.len > 0 ? value->span : value->key->span;
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, span, name);
        return;
    }
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, value->span, name);
    pf_str rest = type, one, words = PF_STR("");
    for (bool more = true; more;) {
        more = next_alternative(&rest, &one);
        pf_str next = type_words(walk, one);
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

static void check_constant(struct walk *walk, const struct pf_node *value, pf_str list)
{
    struct pf_strs values = pf_shape_split(walk->shape, list);
    if (pf_strs_has(&values, value->text))
        return;
    struct pf_workflow_problem *problem =
        pf_shape_add(walk->shape, PF_WORKFLOW_WRONG_TYPE, value->span, name_of(walk, value));
    problem->detail = pf_arena_format(walk->shape->arena, "'%.*s'", PF_ARG(value->text));
    /* Only the marketplace looks at an action's colours. */
    problem->is_harmless = is_branding(walk->place.path);
    pf_str name = problem->name;
    problem->name = value->text;
    pf_shape_choices(walk->shape, problem, &values);
    problem->name = name;
}

static void check_scalar(struct walk *walk, const struct pf_node *value, pf_str type)
{
    if (pf_str_eq(type, PF_STR("any")))
        return;
    if (pf_str_starts(type, PF_STR("=")) && !pf_ghexpr_has(value->text))
        check_constant(walk, value, pf_str_slice(type, 1, type.len));
    if (pf_str_eq(type, PF_STR("str!")) && value->text.len == 0 && value->kind == PF_STRING)
        pf_shape_add(walk->shape, PF_WORKFLOW_EMPTY_SECTION, value->span, name_of(walk, value));
    walk->place.type = pf_shape_is_expression(value) ? walk->type : type;
    pf_shape_expressions(walk->shape, value, &walk->place);
    pf_shape_unwritten(walk->shape, value, &walk->place);
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
    pf_str text = pf_str_trim(key->text);
    return pf_shape_is_expression(key) &&
           pf_str_eq(pf_str_trim(pf_str_slice(text, 3, text.len - 2)), PF_STR("insert"));
}

static void walk_map(struct walk *walk, const struct pf_node *map, pf_str type)
{
    bool must_hold = pf_str_starts(type, PF_STR("map!:"));
    pf_str item_type = pf_str_slice(type, must_hold ? 5 : 4, type.len);
    report_if_empty(walk, map, must_hold);
    report_twins(walk, map);
    struct pf_shape_place outer = walk->place;
    for (size_t i = 0; i < map->count; i++) {
        pf_str key = map->items[i]->key->text;
        bool is_insert = is_insert_key(map->items[i]->key);
        if (report_merge_key(walk, map->items[i]))
            continue;
        struct pf_shape_path path = {outer.path, key};
        walk->place.path = &path;
        walk->place.is_condition = false;
        walk->place.type = PF_STR("any");
        if (!is_insert)
            pf_shape_expressions(walk->shape, map->items[i]->key, &walk->place);
        walk_value(walk, map->items[i], is_insert ? PF_STR("any") : item_type);
    }
    walk->place = outer;
}

static void walk_list(struct walk *walk, const struct pf_node *list, pf_str type)
{
    bool must_hold = pf_str_starts(type, PF_STR("seq!:"));
    pf_str item_type = pf_str_slice(type, must_hold ? 5 : 4, type.len);
    report_if_empty(walk, list, must_hold);
    for (size_t i = 0; i < list->count; i++)
        walk_value(walk, list->items[i], item_type);
}

/* Values of a matrix and the like: anything, with expressions at any depth. */
static void walk_anything(struct walk *walk, const struct pf_node *value)
{
    bool is_container = value->kind == PF_SEQ || value->kind == PF_MAP;
    if (!is_container) {
        walk->place.type = PF_STR("any");
        if (pf_node_is_scalar(value))
            pf_shape_expressions(walk->shape, value, &walk->place);
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

static void walk_alternative(struct walk *walk, const struct pf_node *value, pf_str type)
{
    if (pf_str_starts(type, PF_STR("@")))
        walk_named(walk, value, pf_str_slice(type, 1, type.len));
    else if (is_list(type))
        walk_list(walk, value, type);
    else if (pf_str_starts(type, PF_STR("map")))
        walk_map(walk, value, type);
    else if (pf_str_eq(type, PF_STR("any")))
        walk_anything(walk, value);
    else if (pf_node_is_scalar(value))
        check_scalar(walk, value, type);
}

/* The types that code reads: events and permissions have tables of their own. */
static bool walk_special(struct walk *walk, const struct pf_node *value, pf_str type)
{
    if (pf_str_eq(type, PF_STR("on")))
        return true;
    if (pf_str_eq(type, PF_STR("permissions"))) {
        pf_shape_permissions(walk->shape, value);
        return true;
    }
    if (!pf_str_eq(type, PF_STR("runs")))
        return false;
    pf_str using = pf_node_text(pf_node_get(value, "using"));
    if (!pf_node_is(value, PF_MAP))
        report_type(walk, value, PF_STR("@runs"));
    else if (pf_str_eq(using, PF_STR("docker")))
        walk_section(walk, value, PF_STR("docker-runs"));
    else if (pf_str_eq(using, PF_STR("composite")))
        walk_section(walk, value, PF_STR("composite-runs"));
    else if (pf_str_starts(using, PF_STR("node")))
        walk_section(walk, value, PF_STR("node-runs"));
    else if (pf_node_get(value, "using") == NULL)
        report_missing(walk, PF_STR("composite-runs"), rows_of(walk, PF_STR("composite-runs")),
                       value);
    return true;
}

static void walk_value(struct walk *walk, const struct pf_node *value, pf_str type)
{
    if (walk->depth >= MAX_DEPTH || value->kind == PF_ANY || walk_special(walk, value, type))
        return;
    walk->depth++;
    pf_str rest = type, one;
    bool more = true, is_done = false;
    while (more && !is_done) {
        more = next_alternative(&rest, &one);
        is_done = fits(value, one);
    }
    bool is_expression = pf_shape_is_expression(value);
    walk->type = type;
    if (is_done)
        walk_alternative(walk, value, one);
    else if (is_expression && (walk->place.contexts.len > 0 || pf_str_eq(type, PF_STR("bool")) ||
                               pf_str_eq(type, PF_STR("num"))))
        check_scalar(walk, value, type);
    else
        report_type(walk, value, type);
    walk->depth--;
}

void pf_shape_walk(struct pf_shape *shape, const struct pf_node *root, pf_str section)
{
    struct walk walk = {.shape = shape};
    walk_section(&walk, root, section);
}
