/* The look at a whole document: its parts in turn, then the problems in the order of the file. */
#include "model/workflow_shape.h"

#include "base/nearest.h"
#include "ghexpr/find.h"
#include "model/shape_inside.h"

#include <stdlib.h>

const char *pf_workflow_problem_rule(enum pf_workflow_problem_kind kind)
{
    static const char *const rules[PF_WORKFLOW_PROBLEM_COUNT] = {
        [PF_WORKFLOW_UNKNOWN_KEY] = "GHA002",
        [PF_WORKFLOW_MISSING_KEY] = "GHA003",
        [PF_WORKFLOW_DUPLICATE_KEY] = "GHA004",
        [PF_WORKFLOW_EMPTY_SECTION] = "GHA005",
        [PF_WORKFLOW_WRONG_TYPE] = "GHA006",
        [PF_WORKFLOW_EXPRESSION_SYNTAX] = "GHA010",
        [PF_WORKFLOW_EXPRESSION_TYPE] = "GHA011",
        [PF_WORKFLOW_UNKNOWN_CONTEXT] = "GHA012",
        [PF_WORKFLOW_UNKNOWN_PROPERTY] = "GHA013",
        [PF_WORKFLOW_UNKNOWN_FUNCTION] = "GHA014",
        [PF_WORKFLOW_WRONG_ARGUMENTS] = "GHA015",
        [PF_WORKFLOW_CONTEXT_NOT_HERE] = "GHA016",
        [PF_WORKFLOW_FUNCTION_NOT_HERE] = "GHA017",
        [PF_WORKFLOW_NOT_WRITTEN] = "GHA018",
        [PF_WORKFLOW_STEP_UNKNOWN] = "GHA020",
        [PF_WORKFLOW_NEEDS_UNKNOWN] = "GHA021",
        [PF_WORKFLOW_NEEDS_CYCLE] = "GHA022",
        [PF_WORKFLOW_NEEDS_OUTPUT] = "GHA023",
        [PF_WORKFLOW_MATRIX_PROPERTY] = "GHA024",
        [PF_WORKFLOW_VALUE_NEVER] = "GHA025",
        [PF_WORKFLOW_UNKNOWN_EVENT] = "GHA030",
        [PF_WORKFLOW_BAD_ACTIVITY] = "GHA031",
        [PF_WORKFLOW_BAD_FILTER] = "GHA032",
        [PF_WORKFLOW_BAD_GLOB] = "GHA033",
        [PF_WORKFLOW_BAD_CRON] = "GHA034",
        [PF_WORKFLOW_BAD_DISPATCH] = "GHA035",
        [PF_WORKFLOW_UNKNOWN_RUNNER] = "GHA040",
        [PF_WORKFLOW_RUNNER_RETIRED] = "GHA040",
        [PF_WORKFLOW_CONFLICTING_RUNNERS] = "GHA041",
        [PF_WORKFLOW_BAD_USES] = "GHA050",
        [PF_WORKFLOW_INPUT_UNKNOWN] = "GHA051",
        [PF_WORKFLOW_INPUT_MISSING] = "GHA052",
        [PF_WORKFLOW_INPUT_DEPRECATED] = "GHA053",
        [PF_WORKFLOW_OUTPUT_UNKNOWN] = "GHA054",
        [PF_WORKFLOW_ACTION_INVALID] = "GHA055",
        [PF_WORKFLOW_CALL_INVALID] = "GHA056",
        [PF_WORKFLOW_BAD_SHELL] = "GHA060",
        [PF_WORKFLOW_DUPLICATE_ID] = "GHA061",
        [PF_WORKFLOW_BAD_ID] = "GHA062",
        [PF_WORKFLOW_LITERAL_CREDENTIALS] = "GHA063",
        [PF_WORKFLOW_BAD_ENV_NAME] = "GHA064",
        [PF_WORKFLOW_BAD_PERMISSION] = "GHA065",
        [PF_WORKFLOW_CONSTANT_CONDITION] = "GHA066",
        [PF_WORKFLOW_CONDITION_TEXT] = "GHA067",
        [PF_WORKFLOW_MATRIX_DUPLICATE] = "GHA068",
        [PF_WORKFLOW_MATRIX_EXCLUDE] = "GHA069",
        [PF_WORKFLOW_ANCHOR] = "GHA070",
        [PF_WORKFLOW_LIMIT] = "GHA071",
        [PF_WORKFLOW_FOLDED_SCRIPT] = "GHA072",
        [PF_WORKFLOW_SHELL_VARIABLE] = "GHA073",
        [PF_WORKFLOW_VERSION_NUMBER] = "GHA075",
        [PF_WORKFLOW_ACTION_OUTDATED] = "SEC013",
    };
    return rules[kind];
}

struct pf_workflow_problem *pf_shape_add(struct pf_shape *shape, enum pf_workflow_problem_kind kind,
                                         pf_span span, pf_str name)
{
    struct pf_workflow_problem *problem = shape->problems.count < PF_WORKFLOW_PROBLEMS
                                              ? pf_pile_add(shape->arena, &shape->problems)
                                              : PF_NEW(shape->arena, struct pf_workflow_problem);
    *problem = (struct pf_workflow_problem){.kind = kind, .span = span, .name = name};
    return problem;
}

void pf_shape_detail(struct pf_shape *shape, struct pf_workflow_problem *problem,
                     const char *format, ...)
{
    va_list args;
    va_start(args, format);
    problem->detail = pf_arena_vformat(shape->arena, format, args);
    va_end(args);
}

enum { CHOICES = 14 /* a longer list hides the one that is meant */ };

void pf_shape_choices(struct pf_shape *shape, struct pf_workflow_problem *problem,
                      const struct pf_strs *choices)
{
    ptrdiff_t nearest = pf_nearest(problem->name, choices->items, choices->count);
    problem->suggestion = nearest == PF_STR_NONE ? PF_STR("") : choices->items[nearest];
    if (choices->count == 0 || choices->count > CHOICES)
        return;
    struct pf_strs sorted = {0};
    for (size_t i = 0; i < choices->count; i++)
        *pf_pile_add(shape->arena, &sorted) =
            pf_arena_format(shape->arena, "'%.*s'", PF_ARG(choices->items[i]));
    pf_strs_sort(&sorted);
    pf_str joined = pf_arena_join(shape->arena, sorted.items, sorted.count, PF_STR(", "));
    problem->expected =
        sorted.count == 1 ? joined : pf_arena_format(shape->arena, "one of %.*s", PF_ARG(joined));
}

struct pf_strs pf_shape_split(struct pf_arena *arena, pf_str list)
{
    struct pf_strs items = {0};
    pf_str rest = list, one;
    for (bool more = list.len > 0; more;) {
        more = pf_str_cut(rest, ',', &one, &rest);
        *pf_pile_add(arena, &items) = one;
    }
    return items;
}

bool pf_shape_is_expression(const struct pf_node *node)
{
    return pf_node_is_scalar(node) && pf_ghexpr_is_alone(node->text);
}

bool pf_shape_has_expression(const struct pf_node *node)
{
    return pf_node_is_scalar(node) && pf_ghexpr_has(node->text);
}

pf_str pf_shape_path_text(struct pf_shape *shape, const struct pf_shape_path *path)
{
    struct pf_strs keys = {0};
    for (const struct pf_shape_path *one = path; one != NULL; one = one->outer)
        *pf_pile_add(shape->arena, &keys) = one->key;
    for (size_t i = 0; i < keys.count / 2; i++) {
        pf_str swapped = keys.items[i];
        keys.items[i] = keys.items[keys.count - 1 - i];
        keys.items[keys.count - 1 - i] = swapped;
    }
    return pf_arena_join(shape->arena, keys.items, keys.count, PF_STR("."));
}

static const struct pf_shape_tables *read_tables(struct pf_arena *arena)
{
    struct pf_shape_tables *tables = PF_NEW(arena, struct pf_shape_tables);
    *tables = (struct pf_shape_tables){
        .events = pf_table_read(arena, "rules/tables/github-events.tsv"),
        .permissions = pf_table_read(arena, "rules/tables/github-permissions.tsv"),
        .labels = pf_table_read(arena, "rules/tables/github-runner-labels.tsv"),
        .actions = pf_table_read(arena, "rules/tables/github-actions.tsv"),
        .outdated = pf_table_read(arena, "rules/tables/github-actions-outdated.tsv"),
        .properties = pf_shape_properties(arena),
        .values = pf_table_read(arena, "rules/tables/github-context-values.tsv"),
    };
    pf_table_group(arena, &tables->values, '.');
    pf_table_group(arena, &tables->actions, '@');
    pf_table_group(arena, &tables->outdated, '@');
    struct pf_index scopes = pf_shape_read_scopes(arena);
    tables->sections = pf_shape_read_sections(arena, &scopes);
    tables->faces = PF_NEW_ARRAY(arena, struct pf_action_face *, tables->actions.row_count);
    return tables;
}

static int by_place(const void *a, const void *b)
{
    const struct pf_workflow_problem *left = a, *right = b;
    int order = pf_span_compare(left->span, right->span);
    return order != 0 ? order : (left->kind > right->kind) - (left->kind < right->kind);
}

/* An anchored part is looked at once for each alias; its problems stand in one place. */
static struct pf_workflow_problems settled(const struct pf_shape *shape)
{
    struct pf_workflow_problems all = shape->problems;
    if (all.count > 1)
        qsort(all.items, all.count, sizeof *all.items, by_place);
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct pf_workflow_problem *last = kept == 0 ? NULL : &all.items[kept - 1];
        bool is_twin = last != NULL && by_place(last, &all.items[i]) == 0 &&
                       pf_str_eq(last->name, all.items[i].name);
        if (!is_twin)
            all.items[kept++] = all.items[i];
    }
    all.count = kept;
    return all;
}

static struct pf_workflow_problems look_at_workflow(struct pf_shape *shape,
                                                    const struct pf_workflow *workflow)
{
    pf_stretch_fetch(&workflow->file->document);
    shape->workflow = workflow;
    shape->file = workflow->file;
    shape->root = workflow->root;
    shape->places = workflow->places;
    pf_shape_walk(shape, workflow->root, "workflow");
    pf_shape_events(shape);
    pf_shape_jobs(shape);
    pf_shape_matrices(shape);
    pf_shape_runners(shape);
    pf_shape_uses(shape);
    pf_shape_calls(shape);
    pf_shape_grants(shape);
    pf_shape_anchors(shape);
    return settled(shape);
}

static struct pf_workflow_problems look_at_action(struct pf_shape *shape,
                                                  const struct pf_project_file *file)
{
    shape->file = file;
    shape->root = file->root;
    shape->places = pf_ghexpr_places(shape->arena, file->source->bytes);
    /* Other programs have files of that name too. */
    bool is_action =
        pf_node_get(file->root, "runs") != NULL || pf_node_get(file->root, "description") != NULL;
    if (!pf_node_is(file->root, PF_MAP) || !is_action)
        return shape->problems;
    pf_shape_walk(shape, file->root, "action");
    pf_shape_action(shape, file->root);
    pf_shape_anchors(shape);
    return settled(shape);
}

/* What has no mapping at its root is no workflow; what could not be read is told as a fault. */
static struct pf_workflow_problems look_at_nothing(struct pf_shape *shape,
                                                   const struct pf_project_file *file)
{
    bool is_empty = file->root == NULL || file->root->kind == PF_NULL;
    if (file->source == NULL || (file->root == NULL && file->faults.count > 0) ||
        (!is_empty && file->root->kind == PF_ANY))
        return shape->problems;
    pf_span start = pf_span_of(file->source, 0, 0);
    pf_str name = PF_STR("workflow");
    if (is_empty)
        pf_shape_add(shape, PF_WORKFLOW_EMPTY_SECTION, start, name);
    else
        pf_shape_add(shape, PF_WORKFLOW_WRONG_TYPE, start, name)->expected = PF_STR("a mapping");
    return shape->problems;
}

/* The workflows that `pf_project_workflows` makes, and the files that hold none, in path order. */
static void add_workflows(struct pf_project *project, const struct pf_shape *start,
                          struct pf_workflow_shapes *shapes)
{
    const struct pf_workflows *workflows = pf_project_workflows(project);
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_WORKFLOW);
    for (size_t i = 0, next = 0; i < files.count; i++) {
        struct pf_shape shape = *start;
        bool is_read = next < workflows->count && workflows->items[next].file == files.items[i];
        struct pf_workflow_problems problems =
            is_read ? look_at_workflow(&shape, &workflows->items[next++])
                    : look_at_nothing(&shape, files.items[i]);
        *pf_pile_add(project->arena, shapes) = (struct pf_workflow_shape){files.items[i], problems};
    }
}

static void add_actions(struct pf_project *project, const struct pf_shape *start,
                        struct pf_workflow_shapes *shapes)
{
    struct pf_project_files files = pf_project_of_class(project, PF_CLASS_ACTION);
    for (size_t i = 0; i < files.count; i++) {
        struct pf_shape shape = *start;
        if (pf_project_load(project, files.items[i]))
            *pf_pile_add(project->arena, shapes) =
                (struct pf_workflow_shape){files.items[i], look_at_action(&shape, files.items[i])};
    }
}

const struct pf_workflow_shapes *pf_project_shapes(struct pf_project *project)
{
    if (project->shapes != NULL)
        return project->shapes;
    struct pf_arena *arena = project->arena;
    struct pf_workflow_shapes *shapes = PF_NEW(arena, struct pf_workflow_shapes), actions = {0};
    struct pf_index by_path = pf_index_new(arena);
    struct pf_shape start = {.arena = arena, .project = project, .tables = read_tables(arena)};
    add_actions(project, &start, &actions);
    for (size_t i = 0; i < actions.count; i++)
        pf_index_put(&by_path, actions.items[i].file->path, &actions.items[i].problems);
    start.actions = &by_path;
    add_workflows(project, &start, shapes);
    for (size_t i = 0; i < actions.count; i++)
        *pf_pile_add(arena, shapes) = actions.items[i];
    project->shapes = shapes;
    return shapes;
}
