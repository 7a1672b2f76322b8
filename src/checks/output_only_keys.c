/* Keys that describe-task-definition returns and register-task-definition refuses: one finding a
 * file, because such a file was dumped as a whole. */
#include "checks/facts.h"

#include "checks/yaml_member.h"
#include "model/taskdef.h"

static bool is_gone(const struct pf_shape_problems *problems, const struct pf_node *member)
{
    for (size_t i = 0; i < problems->count; i++)
        if (problems->items[i].kind == PF_SHAPE_OUTPUT_ONLY && problems->items[i].node == member)
            return true;
    return false;
}

static size_t end_of(const struct pf_node *node)
{
    return node->span.at + node->span.len;
}

/* Members `from` to `to` of a JSON object with the comma that parts them from what stays. */
static pf_span removed(const struct pf_node *map, size_t from, size_t to)
{
    size_t start = map->items[from]->key->span.at, end = end_of(map->items[to]);
    if (to + 1 < map->count)
        end = map->items[to + 1]->key->span.at;
    else if (from > 0)
        start = end_of(map->items[from - 1]);
    return pf_span_of(map->span.file, start, end - start);
}

/* In YAML each member goes with its lines; all of them, or none. */
static void fix_yaml(struct pf_report *report, const struct pf_node *map,
                     const struct pf_shape_problems *problems)
{
    pf_span lines;
    if (map->count == 0 || pf_span_text(map->span).data[0] == '{')
        return;
    for (size_t i = 0; i < map->count; i++)
        if (is_gone(problems, map->items[i]) && !pf_yaml_member_lines(map->items[i], &lines))
            return;
    for (size_t i = 0; i < map->count; i++)
        if (is_gone(problems, map->items[i]) && pf_yaml_member_lines(map->items[i], &lines))
            pf_report_fix(report, lines, PF_STR(""));
}

static void fix(struct pf_report *report, const struct pf_node *map,
                const struct pf_shape_problems *problems)
{
    if (map->span.file == NULL)
        return;
    if (!pf_str_ends(map->span.file->path, PF_STR(".json"))) {
        fix_yaml(report, map, problems);
        return;
    }
    for (size_t from = 0; from < map->count; from++) {
        size_t to = from;
        if (!is_gone(problems, map->items[from]))
            continue;
        while (to + 1 < map->count && is_gone(problems, map->items[to + 1]))
            to++;
        pf_report_fix(report, removed(map, from, to), PF_STR(""));
        from = to;
    }
}

static void judge(struct pf_check_context *context, const struct pf_node *root)
{
    struct pf_shape_problems problems = pf_taskdef_shape(context->arena, root);
    const struct pf_node *first = NULL;
    struct pf_strs names = {0};
    for (size_t i = 0; i < problems.count; i++) {
        if (problems.items[i].kind != PF_SHAPE_OUTPUT_ONLY)
            continue;
        if (first == NULL)
            first = problems.items[i].node;
        pf_strs_add_once(context->arena, &names, problems.items[i].name);
    }
    if (first == NULL)
        return;
    const char *message = names.count == 1 ? "one" : "several";
    if (pf_facts_goes_through_action(context, root, PF_STR("")))
        message = names.count == 1 ? "one-dropped" : "several-dropped";
    struct pf_report *report = pf_check_report(context, message, first->key->span);
    pf_report_argument(report, "names",
                       pf_arena_join(context->arena, names.items, names.count, PF_STR(", ")));
    pf_report_key(report, "output-only");
    fix(report, root, &problems);
}

void pf_check_output_only_keys(struct pf_check_context *context)
{
    struct pf_picture_root taskdefs = pf_check_root(context, "taskdef");
    for (size_t i = 0; i < taskdefs.count; i++)
        judge(context, taskdefs.nodes[i]);
}
