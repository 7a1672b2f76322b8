/* A task definition's shape against the table of what RegisterTaskDefinition takes. */
#include "model/taskdef.h"

#include "base/nearest.h"
#include "base/table.h"

/* Columns of rules/tables/ecs-task-definition.tsv. */
enum {
    COLUMN_STRUCT,
    COLUMN_MEMBER,
    COLUMN_TYPE,
    COLUMN_REQUIRED,
    COLUMN_DEPRECATED,
    COLUMN_LEAST = 6,
    COLUMN_MOST
};

enum { MAX_DEPTH = 16 /* the model itself ends at six */ };

#define TOP_STRUCT PF_STR("RegisterTaskDefinitionRequest")

struct shape {
    struct pf_arena *arena;
    struct pf_table model;
    struct pf_table output_only;
    struct pf_shape_problems problems;
};

static struct pf_shape_problem *add(struct shape *shape, enum pf_shape_kind kind,
                                    const struct pf_node *node, pf_str where, pf_str name)
{
    struct pf_shape_problem *problem = pf_pile_add(shape->arena, &shape->problems);
    *problem = (struct pf_shape_problem){.kind = kind, .node = node, .where = where, .name = name};
    return problem;
}

static bool is_full(const struct shape *shape)
{
    return shape->problems.count >= PF_SHAPE_PROBLEMS;
}

static pf_str member_path(struct shape *shape, pf_str where, pf_str name)
{
    if (where.len == 0)
        return name;
    return pf_arena_format(shape->arena, "%.*s.%.*s", PF_ARG(where), PF_ARG(name));
}

/* The row of `name` in `owner`; PF_STR_NONE when the struct has no such member. */
static ptrdiff_t find_member(const struct shape *shape, pf_str owner, pf_str name)
{
    for (size_t row = 0; row < shape->model.row_count; row++)
        if (pf_str_eq(pf_table_cell(&shape->model, row, COLUMN_MEMBER), name) &&
            pf_str_eq(pf_table_cell(&shape->model, row, COLUMN_STRUCT), owner))
            return (ptrdiff_t)row;
    return PF_STR_NONE;
}

static pf_str nearest_member(struct shape *shape, pf_str owner, pf_str name)
{
    struct pf_strs names = {0};
    for (size_t row = 0; row < shape->model.row_count; row++)
        if (pf_str_eq(pf_table_cell(&shape->model, row, COLUMN_STRUCT), owner))
            *pf_pile_add(shape->arena, &names) = pf_table_cell(&shape->model, row, COLUMN_MEMBER);
    ptrdiff_t at = pf_nearest(name, names.items, names.count);
    return at == PF_STR_NONE ? PF_STR("") : names.items[at];
}

/* Slips that no edit distance finds, each from a real task definition. */
static pf_str known_slip(pf_str owner, pf_str name)
{
    static const struct {
        pf_str owner, name, meant;
    } slips[] = {
        {PF_STR_INIT("ContainerDefinition"), PF_STR_INIT("env"), PF_STR_INIT("environment")},
        {PF_STR_INIT("ContainerDefinition"), PF_STR_INIT("environmentVariables"),
         PF_STR_INIT("environment")},
        {PF_STR_INIT("ContainerDefinition"), PF_STR_INIT("ports"), PF_STR_INIT("portMappings")},
        {PF_STR_INIT("ContainerDefinition"), PF_STR_INIT("cmd"), PF_STR_INIT("command")},
        {PF_STR_INIT("KeyValuePair"), PF_STR_INIT("valueFrom"), PF_STR_INIT("value")},
        {PF_STR_INIT("Secret"), PF_STR_INIT("value"), PF_STR_INIT("valueFrom")},
    };
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
        if (pf_str_eq(slips[i].owner, owner) && pf_str_eq(slips[i].name, name))
            return slips[i].meant;
    return PF_STR("");
}

static void report_unknown_key(struct shape *shape, pf_str owner, const struct pf_node *value,
                               pf_str where)
{
    pf_str name = value->key->text;
    ptrdiff_t output =
        pf_str_eq(owner, TOP_STRUCT) ? pf_table_find(&shape->output_only, 0, name) : PF_STR_NONE;
    if (output != PF_STR_NONE) {
        pf_str removed = pf_table_cell(&shape->output_only, (size_t)output, 1);
        add(shape, PF_SHAPE_OUTPUT_ONLY, value, where, name)->removed_by_action =
            pf_str_eq(removed, PF_STR("yes"));
        return;
    }
    pf_str suggestion = known_slip(owner, name);
    if (suggestion.len == 0)
        suggestion = nearest_member(shape, owner, name);
    add(shape, PF_SHAPE_UNKNOWN_KEY, value, where, name)->suggestion = suggestion;
}

static pf_str type_words(pf_str type)
{
    static const struct {
        pf_str type, words;
    } words[] = {
        {PF_STR_INIT("str"), PF_STR_INIT("a string")},
        {PF_STR_INIT("int"), PF_STR_INIT("an integer")},
        {PF_STR_INIT("bool"), PF_STR_INIT("true or false")},
        {PF_STR_INIT("map<str>"), PF_STR_INIT("an object of strings")},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (pf_str_eq(words[i].type, type))
            return words[i].words;
    if (pf_str_starts(type, PF_STR("list<")))
        return PF_STR("a list");
    return pf_str_starts(type, PF_STR("@")) ? PF_STR("an object") : PF_STR("a string");
}

static bool is_scalar_of(const struct pf_node *value, pf_str type)
{
    if (value->kind == PF_STRING && pf_taskdef_is_placeholder(value->text))
        return true;
    if (pf_str_eq(type, PF_STR("int")))
        return value->kind == PF_INT;
    return pf_str_eq(type, PF_STR("bool")) ? value->kind == PF_BOOL : value->kind == PF_STRING;
}

/* Values that other programs know and ECS spells otherwise. */
static pf_str known_value(pf_str value)
{
    static const struct {
        pf_str value, meant;
    } slips[] = {
        {PF_STR_INIT("amd64"), PF_STR_INIT("X86_64")},
        {PF_STR_INIT("x64"), PF_STR_INIT("X86_64")},
        {PF_STR_INIT("x86-64"), PF_STR_INIT("X86_64")},
        {PF_STR_INIT("linux/amd64"), PF_STR_INIT("X86_64")},
        {PF_STR_INIT("aarch64"), PF_STR_INIT("ARM64")},
        {PF_STR_INIT("linux/arm64"), PF_STR_INIT("ARM64")},
        {PF_STR_INIT("vpc"), PF_STR_INIT("awsvpc")},
        {PF_STR_INIT("cloudwatch"), PF_STR_INIT("awslogs")},
        {PF_STR_INIT("service_started"), PF_STR_INIT("START")},
        {PF_STR_INIT("service_healthy"), PF_STR_INIT("HEALTHY")},
        {PF_STR_INIT("service_completed_successfully"), PF_STR_INIT("SUCCESS")},
    };
    for (size_t i = 0; i < sizeof slips / sizeof *slips; i++)
        if (pf_str_eq_nocase(slips[i].value, value))
            return slips[i].meant;
    return PF_STR("");
}

/* The one that is the same but for capitals, the known slip, or the nearest. */
static pf_str meant_value(const struct pf_strs *values, pf_str text)
{
    for (size_t i = 0; i < values->count; i++)
        if (pf_str_eq_nocase(values->items[i], text))
            return values->items[i];
    pf_str known = known_value(text);
    if (pf_strs_has(values, known))
        return known;
    ptrdiff_t nearest = pf_nearest(text, values->items, values->count);
    return nearest == PF_STR_NONE ? PF_STR("") : values->items[nearest];
}

static void check_enum(struct shape *shape, const struct pf_node *value, pf_str type, pf_str where)
{
    ptrdiff_t row = pf_table_find(&shape->model, COLUMN_STRUCT, type);
    if (row == PF_STR_NONE || pf_taskdef_is_placeholder(value->text))
        return;
    pf_str list = pf_table_cell(&shape->model, (size_t)row, COLUMN_MEMBER);
    struct pf_strs values = {0};
    pf_str rest = list;
    for (bool more = true; more;)
        more = pf_str_cut(rest, ',', pf_pile_add(shape->arena, &values), &rest);
    if (pf_strs_has(&values, value->text))
        return;
    pf_str name = value->key == NULL ? value->text : value->key->text;
    struct pf_shape_problem *problem = add(shape, PF_SHAPE_BAD_ENUM, value, where, name);
    pf_str joined = pf_arena_join(shape->arena, values.items, values.count, PF_STR(", "));
    problem->expected = pf_arena_format(shape->arena, "one of %.*s", PF_ARG(joined));
    problem->suggestion = meant_value(&values, value->text);
}

static void check_struct(struct shape *shape, const struct pf_node *map, pf_str owner, pf_str where,
                         int depth);

static void check_value(struct shape *shape, const struct pf_node *value, pf_str type, pf_str where,
                        int depth);

static void check_items(struct shape *shape, const struct pf_node *list, pf_str type, pf_str where,
                        int depth)
{
    for (size_t i = 0; i < list->count; i++) {
        pf_str item = pf_arena_format(shape->arena, "%.*s[%zu]", PF_ARG(where), i);
        check_value(shape, list->items[i], type, item, depth + 1);
    }
}

static void check_strings(struct shape *shape, const struct pf_node *map, pf_str where, int depth)
{
    for (size_t i = 0; i < map->count; i++)
        check_value(shape, map->items[i], PF_STR("str"),
                    member_path(shape, where, map->items[i]->key->text), depth + 1);
}

static void report_wrong_type(struct shape *shape, const struct pf_node *value, pf_str type,
                              pf_str where)
{
    pf_str name = value->key == NULL ? where : value->key->text;
    add(shape, PF_SHAPE_WRONG_TYPE, value, where, name)->expected = type_words(type);
}

static void check_value(struct shape *shape, const struct pf_node *value, pf_str type, pf_str where,
                        int depth)
{
    if (value->kind == PF_NULL || depth > MAX_DEPTH || is_full(shape))
        return;
    bool is_list = pf_str_starts(type, PF_STR("list<"));
    bool is_struct = pf_str_starts(type, PF_STR("@"));
    bool is_map = pf_str_starts(type, PF_STR("map<"));
    bool fits = is_list               ? value->kind == PF_SEQ
                : is_struct || is_map ? value->kind == PF_MAP
                                      : is_scalar_of(value, type);
    if (!fits)
        report_wrong_type(shape, value, type, where);
    else if (is_list)
        check_items(shape, value, pf_str_slice(type, 5, type.len - 1), where, depth);
    else if (is_struct)
        check_struct(shape, value, pf_str_slice(type, 1, type.len), where, depth + 1);
    else if (is_map)
        check_strings(shape, value, where, depth);
    else if (pf_str_starts(type, PF_STR("enum:")))
        check_enum(shape, value, type, where);
}

/* What the limits of a member count; false where the value is of another type. */
static bool measure_of(const struct pf_node *value, pf_str type, int64_t *measure,
                       const char **unit)
{
    enum pf_kind wanted = pf_str_eq(type, PF_STR("int"))         ? PF_INT
                          : pf_str_starts(type, PF_STR("list<")) ? PF_SEQ
                                                                 : PF_STRING;
    *unit = value->kind == PF_STRING ? " characters" : value->kind == PF_SEQ ? " items" : "";
    *measure = value->kind == PF_INT   ? value->as.integer
               : value->kind == PF_SEQ ? (int64_t)value->count
                                       : (int64_t)value->text.len;
    return value->kind == wanted &&
           (wanted != PF_STRING || !pf_taskdef_is_placeholder(value->text));
}

static void check_range(struct shape *shape, const struct pf_node *value, size_t row, pf_str where)
{
    pf_str least = pf_table_cell(&shape->model, row, COLUMN_LEAST);
    pf_str most = pf_table_cell(&shape->model, row, COLUMN_MOST);
    int64_t measure, from = INT64_MIN, to = INT64_MAX;
    const char *unit;
    bool has_least = pf_str_to_int(least, &from), has_most = pf_str_to_int(most, &to);
    pf_str type = pf_table_cell(&shape->model, row, COLUMN_TYPE);
    if ((!has_least && !has_most) || !measure_of(value, type, &measure, &unit) ||
        (measure >= from && measure <= to))
        return;
    struct pf_shape_problem *problem =
        add(shape, PF_SHAPE_OUT_OF_RANGE, value, where, value->key->text);
    if (has_least && has_most)
        problem->expected =
            pf_arena_format(shape->arena, "%.*s to %.*s%s", PF_ARG(least), PF_ARG(most), unit);
    else
        problem->expected =
            pf_arena_format(shape->arena, "at %s %.*s%s", has_least ? "least" : "most",
                            PF_ARG(has_least ? least : most), unit);
    problem->measure = pf_arena_format(shape->arena, "%lld%s", (long long)measure, unit);
}

static void check_member(struct shape *shape, const struct pf_node *value, pf_str owner,
                         pf_str where, int depth)
{
    if (is_full(shape))
        return;
    ptrdiff_t row = find_member(shape, owner, value->key->text);
    if (row == PF_STR_NONE) {
        report_unknown_key(shape, owner, value, where);
        return;
    }
    if (pf_str_eq(pf_table_cell(&shape->model, (size_t)row, COLUMN_DEPRECATED), PF_STR("1")))
        add(shape, PF_SHAPE_DEPRECATED, value, where, value->key->text);
    pf_str path = member_path(shape, where, value->key->text);
    check_value(shape, value, pf_table_cell(&shape->model, (size_t)row, COLUMN_TYPE), path, depth);
    check_range(shape, value, (size_t)row, path);
}

/* CloudFormation writes Family and ContainerDefinitions: told as unknown keys. */
static bool has_in_other_case(const struct pf_node *map, pf_str name)
{
    for (size_t i = 0; i < map->count; i++)
        if (pf_str_eq_nocase(map->items[i]->key->text, name) &&
            !pf_str_eq(map->items[i]->key->text, name))
            return true;
    return false;
}

static void check_required(struct shape *shape, const struct pf_node *map, pf_str owner,
                           pf_str where)
{
    for (size_t row = 0; row < shape->model.row_count; row++) {
        if (!pf_str_eq(pf_table_cell(&shape->model, row, COLUMN_STRUCT), owner) ||
            !pf_str_eq(pf_table_cell(&shape->model, row, COLUMN_REQUIRED), PF_STR("1")))
            continue;
        pf_str name = pf_table_cell(&shape->model, row, COLUMN_MEMBER);
        const struct pf_node *value = pf_node_get_str(map, name);
        if ((value == NULL || value->kind == PF_NULL) && !has_in_other_case(map, name))
            add(shape, PF_SHAPE_MISSING, map, where, name)->expected =
                type_words(pf_table_cell(&shape->model, row, COLUMN_TYPE));
    }
}

static void check_struct(struct shape *shape, const struct pf_node *map, pf_str owner, pf_str where,
                         int depth)
{
    check_required(shape, map, owner, where);
    for (size_t i = 0; i < map->count; i++)
        check_member(shape, map->items[i], owner, where, depth);
}

struct pf_shape_problems pf_taskdef_shape(struct pf_arena *arena, const struct pf_node *root)
{
    struct shape shape = {.arena = arena};
    shape.model = pf_table_read(arena, "rules/tables/ecs-task-definition.tsv");
    shape.output_only = pf_table_read(arena, "rules/tables/ecs-output-only.tsv");
    if (pf_node_is(root, PF_MAP))
        check_struct(&shape, root, TOP_STRUCT, PF_STR(""), 0);
    return shape.problems;
}
