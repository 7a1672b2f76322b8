/* A container's variables, from image, task definition and render steps, in the order that wins. */
#include "model/supply.h"

#include "base/index.h"
#include "model/resolve.h"
#include "model/taskdef.h"

const char *pf_supplier_words(enum pf_supplier supplier)
{
    static const char *const words[] = {
        [PF_SUPPLIER_IMAGE] = "the Dockerfile's ENV",
        [PF_SUPPLIER_ENV_FILE] = "an environment file",
        [PF_SUPPLIER_ENVIRONMENT] = "the task definition's environment",
        [PF_SUPPLIER_SECRET] = "the task definition's secrets",
        [PF_SUPPLIER_RENDER] = "the render step's environment-variables",
        [PF_SUPPLIER_RENDER_SECRET] = "the render step's secrets",
        [PF_SUPPLIER_START] = "the start script",
    };
    return words[supplier];
}

static const struct pf_node *unknown_text(struct pf_arena *arena, pf_str reason, bool may_be_empty,
                                          pf_span span)
{
    return pf_node_any(arena, PF_KIND_BIT(PF_STRING), may_be_empty, reason, span);
}

static void add_image(struct pf_arena *arena, struct pf_supplies *supplies,
                      const struct pf_node *environment)
{
    for (size_t i = 0; pf_node_is(environment, PF_MAP) && i < environment->count; i++) {
        const struct pf_node *value = environment->items[i];
        *pf_pile_add(arena, supplies) = (struct pf_supply){.name = value->key->text,
                                                           .supplier = PF_SUPPLIER_IMAGE,
                                                           .value = value,
                                                           .span = value->key->span};
    }
}

/* {"name": …, "value": …}: without a value, or with null, the deploy action writes an empty one. */
static const struct pf_node *environment_value(struct pf_arena *arena, const struct pf_node *entry)
{
    const struct pf_node *value = pf_node_get(entry, "value");
    if (value == NULL || value->kind == PF_NULL)
        return pf_node_str(arena, PF_STR(""), pf_node_get(entry, "name")->span);
    if (!pf_node_is_scalar(value))
        return unknown_text(arena, PF_STR("its value in the task definition is no string"), true,
                            value->span);
    if (pf_taskdef_is_placeholder(value->text))
        return unknown_text(
            arena, pf_arena_format(arena, "the pipeline replaces '%.*s'", PF_ARG(value->text)),
            true, value->span);
    return pf_node_str(arena, value->text, value->span);
}

static const struct pf_node *secret_value(struct pf_arena *arena, const struct pf_node *entry)
{
    const struct pf_node *from = pf_node_get(entry, "valueFrom");
    pf_str reason = PF_STR("supplied by a secret");
    if (pf_node_is(from, PF_STRING) && from->text.len > 0)
        reason = pf_arena_format(arena, "supplied by the secret %.*s", PF_ARG(from->text));
    return unknown_text(arena, reason, false, from == NULL ? entry->span : from->span);
}

static void add_list(struct pf_arena *arena, struct pf_supplies *supplies,
                     const struct pf_node *list, enum pf_supplier supplier)
{
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++) {
        const struct pf_node *entry = list->items[i];
        const struct pf_node *name = pf_node_get(entry, "name");
        if (!pf_node_is(name, PF_STRING) || name->text.len == 0)
            continue;
        const struct pf_node *value = supplier == PF_SUPPLIER_SECRET
                                          ? secret_value(arena, entry)
                                          : environment_value(arena, entry);
        *pf_pile_add(arena, supplies) = (struct pf_supply){.name = name->text,
                                                           .supplier = supplier,
                                                           .value = value,
                                                           .written = entry,
                                                           .span = name->span};
    }
}

/* Where `name` stands in the scalar's bytes, searched from `*from` on; the whole scalar when the
 * text was written in a way that does not show it. */
static pf_span find_in_scalar(const struct pf_node *scalar, pf_str name, size_t *from)
{
    pf_str bytes = pf_span_text(scalar->span);
    pf_str rest = pf_str_slice(bytes, *from, bytes.len);
    ptrdiff_t at = pf_str_find(rest, name);
    if (scalar->span.file == NULL || at == PF_STR_NONE)
        return scalar->span;
    size_t start = *from + (size_t)at;
    *from = start + name.len;
    return pf_span_of(scalar->span.file, scalar->span.at + start, name.len);
}

/* What a `${{ }}` in a value of the render step stands for. */
static const struct pf_node *render_value(struct pf_arena *arena, const struct pf_deploy *deploy,
                                          const struct pf_deploy_render *render, pf_str text,
                                          pf_span span, enum pf_supplier supplier)
{
    if (supplier == PF_SUPPLIER_RENDER_SECRET)
        return unknown_text(arena,
                            pf_arena_format(arena, "supplied by the secret %.*s", PF_ARG(text)),
                            false, span);
    struct pf_node *value = pf_node_str(arena, text, span);
    if (!pf_str_contains(text, PF_STR("${{")))
        return value;
    return pf_resolve(arena, deploy->workflow, deploy->job, render->step, value);
}

/* NAME=value lines as the render action splits them: trimmed, cut at the first "=". */
static void add_lines(struct pf_arena *arena, struct pf_supplies *supplies,
                      const struct pf_deploy *deploy, const struct pf_deploy_render *render,
                      const struct pf_node *lines, enum pf_supplier supplier)
{
    if (!pf_node_is(lines, PF_STRING))
        return;
    size_t from = 0;
    pf_str rest = lines->text, line, name, text;
    while (pf_str_next_line(&rest, &line)) {
        if (!pf_str_cut(pf_str_trim(line), '=', &name, &text) || name.len == 0)
            continue;
        pf_span span = find_in_scalar(lines, name, &from);
        pf_span value_span = text.len > 0 ? find_in_scalar(lines, text, &from) : span;
        *pf_pile_add(arena, supplies) = (struct pf_supply){
            .name = name,
            .supplier = supplier,
            .value = render_value(arena, deploy, render, text, value_span, supplier),
            .written = lines,
            .span = span};
    }
}

/* ---- what a start script sets ---- */

static const struct pf_supply *latest(const struct pf_supplies *supplies, pf_str name)
{
    for (size_t i = supplies->count; i-- > 0;)
        if (pf_str_eq(supplies->items[i].name, name))
            return &supplies->items[i];
    return NULL;
}

/* "${NAME:-text}", "${NAME:=text}" and the same without the colon, of that very variable: its
 * text, where that holds no expansion. */
static bool is_own_default(const struct pf_start_assignment *assignment, pf_str *text)
{
    pf_str value = assignment->value;
    size_t from = 2 + assignment->name.len;
    if (!pf_str_starts(value, PF_STR("${")) || !pf_str_ends(value, PF_STR("}")) ||
        !pf_str_starts(pf_str_slice(value, 2, value.len), assignment->name) || value.len < from + 2)
        return false;
    from += value.data[from] == ':' ? 1 : 0;
    *text = pf_str_slice(value, from + 1, value.len - 1);
    return (value.data[from] == '-' || value.data[from] == '=') &&
           pf_str_find_byte(*text, '$') == PF_STR_NONE &&
           pf_str_find_byte(*text, '`') == PF_STR_NONE;
}

/* NULL where the variable stays what it is. */
static const struct pf_node *assigned_value(struct pf_arena *arena,
                                            const struct pf_start_assignment *assignment,
                                            const struct pf_supply *before, bool is_open)
{
    pf_str text;
    bool has_default = is_own_default(assignment, &text);
    bool is_given = before != NULL && pf_node_is(before->value, PF_STRING);
    bool is_empty = is_given ? before->value->text.len == 0 : before == NULL && !is_open;
    if (has_default && is_given && !is_empty)
        return NULL;
    if (has_default && is_empty && !assignment->conditional)
        return pf_node_str(arena, text, assignment->span);
    if (assignment->literal && !assignment->conditional)
        return pf_node_str(arena, assignment->value, assignment->span);
    unsigned kinds = PF_KIND_BIT(PF_STRING);
    if (assignment->conditional && before == NULL && !has_default)
        kinds |= PF_KIND_BIT(PF_NULL);
    return pf_node_any(arena, kinds, true, PF_STR("a start script sets it"), assignment->span);
}

/* A variable that the container was given stays one of its environment when a script changes it. */
static void add_start(struct pf_arena *arena, struct pf_supplies *supplies,
                      const struct pf_start *start, bool is_open)
{
    for (size_t i = 0; start != NULL && i < start->assignments.count; i++) {
        const struct pf_start_assignment *assignment = &start->assignments.items[i];
        const struct pf_supply *before = latest(supplies, assignment->name);
        if (!assignment->exported && before == NULL)
            continue;
        const struct pf_node *value = assigned_value(arena, assignment, before, is_open);
        if (value != NULL)
            *pf_pile_add(arena, supplies) = (struct pf_supply){.name = assignment->name,
                                                               .supplier = PF_SUPPLIER_START,
                                                               .value = value,
                                                               .span = assignment->span};
    }
}

static void mark_effective(struct pf_arena *arena, struct pf_supplies *supplies)
{
    struct pf_index seen = pf_index_new(arena);
    for (size_t i = supplies->count; i-- > 0;) {
        struct pf_supply *supply = &supplies->items[i];
        supply->effective = pf_index_get(&seen, supply->name) == NULL;
        pf_index_put(&seen, supply->name, supply);
    }
}

struct pf_supplies pf_supplies_of(struct pf_arena *arena, const struct pf_node *container,
                                  const struct pf_deploy *deploy,
                                  const struct pf_node *image_environment,
                                  const struct pf_start *start, bool is_open)
{
    struct pf_supplies supplies = {0};
    add_image(arena, &supplies, image_environment);
    add_list(arena, &supplies, pf_node_get(container, "environment"), PF_SUPPLIER_ENVIRONMENT);
    add_list(arena, &supplies, pf_node_get(container, "secrets"), PF_SUPPLIER_SECRET);
    for (size_t i = 0; deploy != NULL && i < deploy->render_count; i++) {
        const struct pf_deploy_render *render = &deploy->renders[i];
        if (!pf_deploy_renders(render, container))
            continue;
        add_lines(arena, &supplies, deploy, render, render->environment_variables,
                  PF_SUPPLIER_RENDER);
        add_lines(arena, &supplies, deploy, render, render->secrets, PF_SUPPLIER_RENDER_SECRET);
    }
    add_start(arena, &supplies, start, is_open);
    mark_effective(arena, &supplies);
    return supplies;
}

pf_str pf_supplies_open_reason(struct pf_arena *arena, const struct pf_node *container,
                               const struct pf_deploy *deploy)
{
    if (container == NULL)
        return PF_STR("no task definition of this deployment is in the project");
    if (pf_node_is_given(pf_node_get(container, "environmentFiles")))
        return PF_STR("the container's environmentFiles are in S3");
    if (deploy == NULL)
        return PF_STR("");
    for (size_t i = 0; i < deploy->render_count; i++) {
        const struct pf_deploy_render *render = &deploy->renders[i];
        if (pf_node_is_given(render->env_files) && pf_deploy_renders(render, container))
            return PF_STR("the render step's env-files are in S3");
        const struct pf_node *lines = render->environment_variables;
        pf_str text = pf_str_trim(pf_node_text(lines));
        if (pf_str_starts(text, PF_STR("${{")) && !pf_str_contains(text, PF_STR("=")))
            return PF_STR("the render step's environment-variables come from an expression");
    }
    if (deploy->taskdef_changed)
        return pf_arena_format(arena, "a step of job '%.*s' edits the task definition",
                               PF_ARG(deploy->job->id));
    if (deploy->taskdef_made)
        return pf_arena_format(arena, "a step of job '%.*s' makes the task definition",
                               PF_ARG(deploy->job->id));
    if (deploy->chain_broken)
        return PF_STR("the deployed task definition comes from a step that cannot be followed");
    return PF_STR("");
}

const struct pf_supply *pf_supplies_get(const struct pf_supplies *supplies, pf_str name)
{
    for (size_t i = supplies->count; i-- > 0;)
        if (supplies->items[i].effective && pf_str_eq(supplies->items[i].name, name))
            return &supplies->items[i];
    return NULL;
}

/* Set by Docker or the ECS agent in every container, or in some of them. Source: the ECS developer
 * guide, "task metadata endpoint" and "task IAM role"; Docker's run reference. */
static const struct {
    pf_str name;
    bool always;
} set_by_platform[] = {
    {PF_STR_INIT("PATH"), true},
    {PF_STR_INIT("HOME"), true},
    {PF_STR_INIT("HOSTNAME"), true},
    {PF_STR_INIT("PWD"), false},
    {PF_STR_INIT("LANG"), false},
    {PF_STR_INIT("LC_ALL"), false},
    {PF_STR_INIT("TERM"), false},
    {PF_STR_INIT("USER"), false},
    {PF_STR_INIT("SHELL"), false},
    {PF_STR_INIT("GPG_KEY"), false},
    {PF_STR_INIT("PYTHON_VERSION"), false},
    {PF_STR_INIT("AWS_REGION"), false},
    {PF_STR_INIT("AWS_DEFAULT_REGION"), false},
    {PF_STR_INIT("AWS_EXECUTION_ENV"), false},
    {PF_STR_INIT("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"), false},
    {PF_STR_INIT("ECS_AGENT_URI"), false},
    {PF_STR_INIT("ECS_CONTAINER_METADATA_URI"), false},
    {PF_STR_INIT("ECS_CONTAINER_METADATA_URI_V4"), false},
};

const struct pf_node *pf_supplies_environment(struct pf_arena *arena,
                                              const struct pf_supplies *supplies)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    struct pf_nodes items = {0};
    for (size_t i = 0; i < supplies->count; i++) {
        const struct pf_supply *supply = &supplies->items[i];
        if (supply->effective)
            *pf_pile_add(arena, &items) = pf_node_with_key(
                arena, supply->value, pf_node_str(arena, supply->name, supply->span));
    }
    for (size_t i = 0; i < sizeof set_by_platform / sizeof *set_by_platform; i++) {
        pf_str name = set_by_platform[i].name;
        if (pf_supplies_get(supplies, name) != NULL)
            continue;
        unsigned kinds =
            PF_KIND_BIT(PF_STRING) | (set_by_platform[i].always ? 0 : PF_KIND_BIT(PF_NULL));
        const struct pf_node *value = pf_node_any(
            arena, kinds, false, PF_STR("set by the image's base or by ECS"), (pf_span){0});
        *pf_pile_add(arena, &items) =
            pf_node_with_key(arena, value, pf_node_str(arena, name, (pf_span){0}));
    }
    pf_node_set_items(arena, map, items.items, items.count);
    return map;
}
