/* Variables put over variables, in the order in which they were named. */
#include "cli/environment.h"

#include "base/file.h"

static const pf_span nowhere = {0};

struct variables {
    struct pf_arena *arena;
    struct pf_nodes items;
};

static void take_away(struct variables *variables, pf_str name)
{
    size_t kept = 0;
    for (size_t i = 0; i < variables->items.count; i++)
        if (!pf_str_eq(pf_node_text(variables->items.items[i]->key), name))
            variables->items.items[kept++] = variables->items.items[i];
    variables->items.count = kept;
}

static void put(struct variables *variables, const struct pf_node *name,
                const struct pf_node *value)
{
    take_away(variables, name->text);
    *pf_pile_add(variables->arena, &variables->items) =
        pf_node_with_key(variables->arena, value, name);
}

/* `name` is a part of the file's bytes; nowhere without a file. */
static pf_span span_in(const struct pf_source *file, pf_str name)
{
    return file == NULL ? nowhere
                        : pf_span_of(file, (size_t)(name.data - file->bytes.data), name.len);
}

static bool put_pair(struct variables *variables, const struct pf_source *file, pf_str pair)
{
    pf_str name, value;
    bool has_value = pf_str_cut(pair, '=', &name, &value);
    if (name.len == 0)
        return false;
    pf_span place = span_in(file, name);
    put(variables, pf_node_str(variables->arena, name, place),
        has_value ? pf_node_str(variables->arena, value, place)
                  : pf_node_any(variables->arena, PF_KIND_BIT(PF_NULL), false, PF_STR("taken away"),
                                place));
    return true;
}

/* As `docker run --env-file`: no quotes, no expansion; # starts a remark at the line's start only.
 */
static bool put_file(struct variables *variables, pf_str path, struct pf_error *error)
{
    pf_str bytes, line;
    if (!pf_file_read(variables->arena, pf_arena_str(variables->arena, path).data, PF_FILE_CAP,
                      &bytes, error))
        return false;
    const struct pf_source *file = pf_source_new(variables->arena, path, bytes);
    bytes = file->bytes;
    for (unsigned number = 1; pf_str_next_line(&bytes, &line); number++) {
        pf_str text = pf_str_trim_left(line);
        if (text.len == 0 || text.data[0] == '#')
            continue;
        if (!put_pair(variables, file, text))
            return pf_error_set(error, PF_EXIT_USAGE, "%.*s:%u: no name before '='", PF_ARG(path),
                                number);
    }
    return true;
}

const struct pf_node *pf_environment_with(struct pf_arena *arena, const struct pf_node *base,
                                          const struct pf_strs *files, const struct pf_strs *pairs,
                                          struct pf_error *error)
{
    struct variables variables = {.arena = arena};
    for (size_t i = 0; base != NULL && i < base->count; i++)
        *pf_pile_add(arena, &variables.items) = base->items[i];
    for (size_t i = 0; i < files->count; i++)
        if (!put_file(&variables, files->items[i], error))
            return NULL;
    for (size_t i = 0; i < pairs->count; i++) {
        if (put_pair(&variables, NULL, pairs->items[i]))
            continue;
        pf_error_set(error, PF_EXIT_USAGE, "--env takes NAME=VALUE, not '%.*s'",
                     PF_ARG(pairs->items[i]));
        return NULL;
    }
    struct pf_node *environment = pf_node_new(arena, PF_MAP, nowhere);
    pf_node_set_items(arena, environment, variables.items.items, variables.items.count);
    return environment;
}
