/* Labels of runners: GitHub's own, the self-hosted presets, and pairs that no machine has. */
#include "model/shape_inside.h"

#include "base/nearest.h"
#include "ghexpr/find.h"

/* Presets of self-hosted machines, and what every one of them has. */
static const pf_str presets[] = {
    PF_STR_INIT("self-hosted"), PF_STR_INIT("linux"), PF_STR_INIT("macos"), PF_STR_INIT("windows"),
    PF_STR_INIT("x64"),         PF_STR_INIT("arm"),   PF_STR_INIT("arm64"),
};

static bool is_preset(pf_str label)
{
    for (size_t i = 0; i < sizeof presets / sizeof *presets; i++)
        if (pf_str_eq_nocase(presets[i], label))
            return true;
    return false;
}

/* "22.04", or "latest" with a slip in it; "latest-m" is what somebody calls a larger machine. */
static bool is_version(pf_str text)
{
    bool is_number = text.len > 0;
    if (pf_str_starts_nocase(text, PF_STR("latest-")))
        return false;
    for (size_t i = 0; i < text.len; i++)
        is_number = is_number && (pf_is_digit(text.data[i]) || text.data[i] == '.');
    return is_number || pf_nearest_distance(text, PF_STR("latest"), 2) <= 2;
}

/* A name as GitHub gives it to its own machines; others are somebody's own labels. */
static bool looks_hosted(pf_str label)
{
    static const pf_str heads[] = {PF_STR_INIT("ubuntu-"), PF_STR_INIT("macos-"),
                                   PF_STR_INIT("windows-")};
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        pf_str head = pf_str_slice(label, 0, heads[i].len);
        if (!pf_str_eq_nocase(head, heads[i]))
            continue;
        return is_version(pf_str_slice(label, heads[i].len, label.len));
    }
    return false;
}

/* Larger runners carry names such as ubuntu-22.04-16core, which their owners choose. */
static bool is_larger(pf_str label)
{
    return pf_str_contains(label, PF_STR("core")) || pf_str_contains(label, PF_STR("gpu")) ||
           pf_str_contains(label, PF_STR("xlarge")) || pf_str_contains(label, PF_STR("large")) ||
           pf_str_contains(label, PF_STR("cpu"));
}

static bool is_known(const struct pf_shape *shape, pf_str label)
{
    const struct pf_table *labels = &shape->tables->labels;
    for (size_t row = 0; row < labels->row_count; row++)
        if (pf_str_eq_nocase(pf_table_cell(labels, row, 0), label))
            return true;
    return false;
}

static bool is_retired(pf_str label)
{
    static const pf_str labels[] = {
        PF_STR_INIT("ubuntu-16.04"), PF_STR_INIT("ubuntu-18.04"), PF_STR_INIT("ubuntu-20.04"),
        PF_STR_INIT("macos-10.13"),  PF_STR_INIT("macos-10.14"),  PF_STR_INIT("macos-10.15"),
        PF_STR_INIT("macos-11"),     PF_STR_INIT("macos-11.0"),   PF_STR_INIT("macos-12"),
        PF_STR_INIT("macos-13"),     PF_STR_INIT("windows-2016"), PF_STR_INIT("windows-2019"),
    };
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (pf_str_eq_nocase(labels[i], label))
            return true;
    return false;
}

static void check_label(struct pf_shape *shape, const struct pf_workflow_job *job,
                        const struct pf_node *label)
{
    if (!pf_node_is(label, PF_STRING) || label->text.len == 0 || pf_ghexpr_has(label->text))
        return;
    pf_str text = label->text;
    if (is_known(shape, text) || is_preset(text) || !looks_hosted(text) || is_larger(text))
        return;
    if (is_retired(text)) {
        struct pf_workflow_problem *retired =
            pf_shape_add(shape, PF_WORKFLOW_RUNNER_RETIRED, label->span, text);
        retired->where = job->id;
        retired->detail = PF_STR("GitHub has shut it down");
        return;
    }
    struct pf_workflow_problem *problem =
        pf_shape_add(shape, PF_WORKFLOW_UNKNOWN_RUNNER, label->span, text);
    problem->where = job->id;
    struct pf_strs names = {0};
    for (size_t row = 0; row < shape->tables->labels.row_count; row++)
        *pf_pile_add(shape->arena, &names) = pf_table_cell(&shape->tables->labels, row, 0);
    pf_shape_choices(shape, problem, &names);
}

/* "ubuntu" of "ubuntu-22.04"; "" for labels that name no system. */
static pf_str system_of(pf_str label)
{
    static const pf_str systems[] = {PF_STR_INIT("ubuntu"), PF_STR_INIT("linux"),
                                     PF_STR_INIT("macos"), PF_STR_INIT("windows")};
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if (pf_str_starts_nocase(label, systems[i]))
            return pf_str_eq(systems[i], PF_STR("ubuntu")) ? PF_STR("linux") : systems[i];
    return PF_STR("");
}

/* One machine has all labels of a list: two hosted images, or two systems, exclude each other. */
static void check_pair(struct pf_shape *shape, const struct pf_node *first,
                       const struct pf_node *second)
{
    pf_str a = pf_node_text(first), b = pf_node_text(second);
    bool is_open = pf_ghexpr_has(a) || pf_ghexpr_has(b);
    pf_str system_a = system_of(a), system_b = system_of(b);
    if (is_open || system_a.len == 0 || system_b.len == 0 || pf_str_eq_nocase(a, b))
        return;
    bool are_images = is_known(shape, a) && is_known(shape, b);
    bool are_versions = are_images && !pf_str_contains(a, PF_STR("latest")) &&
                        !pf_str_contains(b, PF_STR("latest"));
    if (pf_str_eq(system_a, system_b) && !are_versions)
        return;
    pf_shape_add(shape, PF_WORKFLOW_CONFLICTING_RUNNERS, second->span, b)->related = first->span;
}

static void check_labels(struct pf_shape *shape, const struct pf_workflow_job *job,
                         const struct pf_node *labels)
{
    if (!pf_node_is(labels, PF_SEQ)) {
        check_label(shape, job, labels);
        return;
    }
    enum { MAX_LABELS = 30 };
    for (size_t i = 0; i < labels->count && i < MAX_LABELS; i++) {
        check_label(shape, job, labels->items[i]);
        for (size_t j = 0; j < i; j++)
            check_pair(shape, labels->items[j], labels->items[i]);
    }
}

/* `runs-on: ${{ matrix.os }}`: the values of that row, and of `include`. */
static void check_row(struct pf_shape *shape, const struct pf_workflow_job *job, pf_str name)
{
    const struct pf_node *matrix = pf_node_get(pf_node_get(job->node, "strategy"), "matrix");
    const struct pf_node *row = pf_node_get_str(matrix, name);
    for (size_t i = 0; pf_node_is(row, PF_SEQ) && i < row->count; i++)
        check_labels(shape, job, row->items[i]);
    const struct pf_node *include = pf_node_get(matrix, "include");
    for (size_t i = 0; pf_node_is(include, PF_SEQ) && i < include->count; i++)
        check_label(shape, job, pf_node_get_str(include->items[i], name));
}

static void check_expression(struct pf_shape *shape, const struct pf_workflow_job *job,
                             const struct pf_node *label)
{
    pf_str text = pf_str_trim(pf_node_text(label));
    if (!pf_ghexpr_is_alone(text))
        return;
    pf_str inner = pf_str_trim(pf_str_slice(text, 3, text.len - 2));
    if (pf_str_starts(inner, PF_STR("matrix.")))
        check_row(shape, job, pf_str_slice(inner, 7, inner.len));
}

/* "organization/name" and "enterprise/name" say where a group is looked for. */
static void check_group(struct pf_shape *shape, const struct pf_node *group)
{
    static const pf_str prefixes[] = {PF_STR_INIT("organization"), PF_STR_INIT("enterprise"),
                                      PF_STR_INIT("org"), PF_STR_INIT("ent")};
    pf_str head, name;
    if (!pf_node_is(group, PF_STRING) || pf_ghexpr_has(group->text) ||
        !pf_str_cut(group->text, '/', &head, &name))
        return;
    bool is_known = false;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        is_known = is_known || pf_str_eq_nocase(prefixes[i], head);
    if (is_known && name.len > 0 && pf_str_find_byte(name, '/') == PF_STR_NONE)
        return;
    pf_shape_add(shape, PF_WORKFLOW_UNKNOWN_RUNNER, group->span, group->text)->detail =
        PF_STR("a group with a '/' in it starts with 'organization/' or 'enterprise/'");
}

void pf_shape_runners(struct pf_shape *shape)
{
    for (size_t i = 0; i < shape->workflow->job_count; i++) {
        const struct pf_workflow_job *job = &shape->workflow->jobs[i];
        const struct pf_node *labels = pf_node_get(job->node, "runs-on");
        check_group(shape, pf_node_get(labels, "group"));
        if (pf_node_is(labels, PF_MAP))
            labels = pf_node_get(labels, "labels");
        check_labels(shape, job, labels);
        check_expression(shape, job, labels);
        for (size_t j = 0; pf_node_is(labels, PF_SEQ) && j < labels->count; j++)
            check_expression(shape, job, labels->items[j]);
    }
}
