/* A file of the commit → the input of RegisterTaskDefinition. */
#include "deploy/taskdef.h"

#include "base/file.h"
#include "base/table.h"
#include "deploy/grammar.h"
#include "model/taskdef.h"
#include "read/json.h"
#include "read/yaml.h"
#include "report/json.h"

struct writer {
    struct pf_json json;
    struct pf_table output_only; /* column 0: the key */
};

static const pf_span nowhere = {0};

static void write_node(struct writer *writer, const struct pf_node *node, bool is_top);

static bool is_left_out(const struct writer *writer, const struct pf_node *node, bool is_top)
{
    bool is_empty_tags =
        pf_str_eq(node->key->text, PF_STR("tags")) && node->kind == PF_SEQ && node->count == 0;
    return node->kind == PF_NULL ||
           (is_top && (is_empty_tags ||
                       pf_table_find(&writer->output_only, 0, node->key->text) != PF_STR_NONE));
}

static void write_map(struct writer *writer, const struct pf_node *map, bool is_top)
{
    pf_json_open(&writer->json, '{');
    for (size_t i = 0; i < map->count; i++) {
        if (is_left_out(writer, map->items[i], is_top))
            continue;
        pf_json_key_str(&writer->json, map->items[i]->key->text);
        write_node(writer, map->items[i], false);
    }
    pf_json_close(&writer->json, '}');
}

static void write_int(struct writer *writer, const struct pf_node *node)
{
    struct pf_arena *arena = writer->json.buffer->arena;
    pf_json_raw(&writer->json, pf_arena_format(arena, "%lld", (long long)node->as.integer));
}

static void write_node(struct writer *writer, const struct pf_node *node, bool is_top)
{
    switch (node->kind) {
    case PF_MAP:
        write_map(writer, node, is_top);
        break;
    case PF_SEQ:
        pf_json_open(&writer->json, '[');
        for (size_t i = 0; i < node->count; i++)
            if (node->items[i]->kind != PF_NULL)
                write_node(writer, node->items[i], false);
        pf_json_close(&writer->json, ']');
        break;
    case PF_BOOL:
        pf_json_bool(&writer->json, node->as.boolean);
        break;
    case PF_INT:
        write_int(writer, node);
        break;
    case PF_REAL:
        pf_json_real(&writer->json, node->as.real);
        break;
    case PF_STRING:
        pf_json_string(&writer->json, node->text);
        break;
    default:
        pf_json_null(&writer->json);
    }
}

void pf_taskdef_write(struct pf_arena *arena, const struct pf_node *root, struct pf_buffer *buffer)
{
    struct writer writer = {.json = pf_json_new(buffer, false),
                            .output_only =
                                pf_table_read(arena, "rules/tables/ecs-output-only.tsv")};
    write_node(&writer, root, true);
}

static const struct pf_node *read_file(struct pf_deploy_run *run, pf_str path,
                                       struct pf_error *error)
{
    struct pf_root *root = pf_root_open(run->arena, run->tree_folder.data, error);
    struct pf_faults faults = {0};
    pf_str bytes;
    if (root == NULL)
        return NULL;
    bool is_read = pf_root_read(root, run->arena, path, PF_FILE_CAP, &bytes, error);
    pf_root_close(root);
    if (!is_read)
        return NULL;
    const struct pf_source *source = pf_source_new(run->arena, path, bytes);
    const struct pf_node *document = pf_str_ends(path, PF_STR(".json"))
                                         ? pf_json_read(run->arena, source, &faults)
                                         : pf_yaml_read(run->arena, source, &faults);
    const struct pf_node *taskdef = pf_taskdef_root(document);
    if (taskdef == NULL || faults.count > 0) {
        pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "%.*s is no task definition that ECS takes",
                     PF_ARG(path));
        return NULL;
    }
    return taskdef;
}

/* The map with one member replaced or added; everything else is shared. */
static struct pf_node *with_member(struct pf_arena *arena, const struct pf_node *map,
                                   const char *key, const struct pf_node *value)
{
    struct pf_nodes items = {0};
    struct pf_node *copy = pf_node_with_key(arena, map, map->key);
    const struct pf_node *name = pf_node_str(arena, pf_str_c(key), nowhere);
    bool replaced = false;
    for (size_t i = 0; i < map->count; i++) {
        bool is_it = pf_str_eq(map->items[i]->key->text, pf_str_c(key));
        *pf_pile_add(arena, &items) =
            is_it ? pf_node_with_key(arena, value, map->items[i]->key) : map->items[i];
        replaced = replaced || is_it;
    }
    if (!replaced)
        *pf_pile_add(arena, &items) = pf_node_with_key(arena, value, name);
    pf_node_set_items(arena, copy, items.items, items.count);
    return copy;
}

/* {"name": NAME, KEY: VALUE} in the list of that member; an entry of the same name is replaced. */
static struct pf_node *with_pair(struct pf_arena *arena, const struct pf_node *container,
                                 const char *member, const char *key, pf_str name, pf_str value)
{
    const struct pf_node *list = pf_node_get(container, member);
    struct pf_node *seq = pf_node_new(arena, PF_SEQ, nowhere);
    for (size_t i = 0; pf_node_is(list, PF_SEQ) && i < list->count; i++)
        if (!pf_str_eq(pf_node_text(pf_node_get(list->items[i], "name")), name))
            pf_node_append(arena, seq, pf_node_with_key(arena, list->items[i], NULL));
    struct pf_node *pair = pf_node_new(arena, PF_MAP, nowhere);
    pf_node_put(arena, pair, PF_STR("name"), nowhere, pf_node_str(arena, name, nowhere));
    pf_node_put(arena, pair, pf_str_c(key), nowhere, pf_node_str(arena, value, nowhere));
    pf_node_append(arena, seq, pair);
    return with_member(arena, container, member, seq);
}

/* NAME=value lines of a render step, put where they belong. */
static bool add_lines(struct pf_deploy_run *run, pf_str lines, const char *member, const char *key,
                      struct pf_node **container, struct pf_error *error)
{
    for (pf_str line; pf_str_next_line(&lines, &line);) {
        pf_str name, value;
        line = pf_str_trim(line);
        if (line.len == 0)
            continue;
        if (!pf_str_cut(line, '=', &name, &value) ||
            !pf_grammar_is(PF_GRAMMAR_VARIABLE, pf_str_trim(name)))
            return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED,
                                "a render step's line is no NAME=value: '%.*s'", PF_ARG(line));
        pf_str filled;
        if (!pf_image_fill(run, pf_str_trim(value), &filled))
            return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED,
                                "the workflow gives %.*s a value that only GitHub knows; use the "
                                "step push",
                                PF_ARG(pf_str_trim(name)));
        *container = with_pair(run->arena, *container, member, key, pf_str_trim(name), filled);
    }
    return true;
}

/* The render steps name containers by comma, not trimmed, as the action takes them. */
static bool is_rendered(pf_str names, pf_str container)
{
    for (bool more = true; more;) {
        pf_str name;
        more = pf_str_cut(names, ',', &name, &names);
        if (pf_str_eq(pf_str_trim(name), container))
            return true;
    }
    return false;
}

static bool add_renders(struct pf_deploy_run *run, struct pf_node **container,
                        struct pf_error *error)
{
    const struct pf_node *renders = pf_node_get(run->deployment->deploy, "renders");
    for (size_t i = 0; pf_node_is(renders, PF_SEQ) && i < renders->count; i++) {
        const struct pf_node *render = renders->items[i];
        if (!is_rendered(pf_node_text(pf_node_get(render, "container")),
                         run->deployment->container))
            continue;
        if (pf_node_text(pf_node_get(render, "env_files")).len > 0)
            return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED,
                                "the workflow renders env-files; use the step push");
        if (!add_lines(run, pf_node_text(pf_node_get(render, "environment_variables")),
                       "environment", "value", container, error) ||
            !add_lines(run, pf_node_text(pf_node_get(render, "secrets")), "secrets", "valueFrom",
                       container, error))
            return false;
    }
    return true;
}

static struct pf_node *with_container(struct pf_arena *arena, const struct pf_node *taskdef,
                                      const struct pf_node *container)
{
    const struct pf_node *list = pf_node_get(taskdef, "containerDefinitions");
    struct pf_node *seq = pf_node_new(arena, PF_SEQ, nowhere);
    pf_str name = pf_node_text(pf_node_get(container, "name"));
    for (size_t i = 0; i < list->count; i++) {
        bool is_it = pf_str_eq(pf_node_text(pf_node_get(list->items[i], "name")), name);
        pf_node_append(arena, seq,
                       pf_node_with_key(arena, is_it ? container : list->items[i], NULL));
    }
    return with_member(arena, taskdef, "containerDefinitions", seq);
}

bool pf_taskdef_render(struct pf_deploy_run *run, const struct pf_release_image *image,
                       pf_str *json, struct pf_error *error)
{
    struct pf_arena *arena = run->arena;
    const struct pf_node *taskdef = read_file(run, run->deployment->task_definition, error);
    if (taskdef == NULL)
        return false;
    const struct pf_node *found = pf_taskdef_container_named(taskdef, run->deployment->container);
    if (found == NULL)
        return pf_error_set(error, PF_EXIT_DEPLOY_UNCHANGED, "%.*s has no container '%.*s'",
                            PF_ARG(run->deployment->task_definition),
                            PF_ARG(run->deployment->container));
    pf_str reference =
        pf_arena_format(arena, "%.*s@%.*s", PF_ARG(image->name), PF_ARG(image->digest));
    struct pf_node *container =
        with_member(arena, found, "image", pf_node_str(arena, reference, nowhere));
    if (!add_renders(run, &container, error))
        return false;
    struct pf_buffer buffer = pf_buffer_new(arena);
    pf_taskdef_write(arena, with_container(arena, taskdef, container), &buffer);
    *json = pf_buffer_str(&buffer);
    return true;
}
