/* The parts of a task definition. */
#include "model/taskdef.h"

static bool holds_containers(const struct pf_node *map)
{
    return pf_node_get(map, "containerDefinitions") != NULL ||
           pf_node_get(map, "ContainerDefinitions") != NULL;
}

const struct pf_node *pf_taskdef_root(const struct pf_node *document)
{
    if (holds_containers(document))
        return document;
    const struct pf_node *wrapped = pf_node_get(document, "taskDefinition");
    return holds_containers(wrapped) ? wrapped : NULL;
}

/* Depth is bounded by what the reader builds. */
const struct pf_node *pf_taskdef_without_nulls(struct pf_arena *arena, const struct pf_node *node)
{
    if (node->kind != PF_MAP && node->kind != PF_SEQ)
        return node;
    struct pf_nodes kept = {0};
    for (size_t i = 0; i < node->count; i++) {
        const struct pf_node *item = node->items[i];
        if (node->kind == PF_SEQ || item->kind != PF_NULL)
            *pf_pile_add(arena, &kept) =
                pf_node_with_key(arena, pf_taskdef_without_nulls(arena, item), item->key);
    }
    struct pf_node *copy = pf_node_with_key(arena, node, node->key);
    pf_node_set_items(arena, copy, kept.items, kept.count);
    return copy;
}

size_t pf_taskdef_container_count(const struct pf_node *root)
{
    const struct pf_node *list = pf_node_get(root, "containerDefinitions");
    size_t count = 0;
    if (pf_node_is(list, PF_SEQ))
        for (size_t i = 0; i < list->count; i++)
            count += pf_node_is(list->items[i], PF_MAP);
    return count;
}

const struct pf_node *pf_taskdef_container(const struct pf_node *root, size_t index)
{
    const struct pf_node *list = pf_node_get(root, "containerDefinitions");
    if (!pf_node_is(list, PF_SEQ))
        return NULL;
    for (size_t i = 0; i < list->count; i++)
        if (pf_node_is(list->items[i], PF_MAP) && index-- == 0)
            return list->items[i];
    return NULL;
}

const struct pf_node *pf_taskdef_container_named(const struct pf_node *root, pf_str name)
{
    const struct pf_node *container;
    for (size_t i = 0; (container = pf_taskdef_container(root, i)) != NULL; i++)
        if (pf_str_eq(pf_node_text(pf_node_get(container, "name")), name))
            return container;
    return NULL;
}

bool pf_taskdef_is_essential(const struct pf_node *container)
{
    const struct pf_node *essential = pf_node_get(container, "essential");
    return !pf_node_is(essential, PF_BOOL) || essential->as.boolean;
}

bool pf_taskdef_is_for(const struct pf_node *root, const char *launch_type)
{
    const struct pf_node *types = pf_node_get(root, "requiresCompatibilities");
    for (size_t i = 0; pf_node_is(types, PF_SEQ) && i < types->count; i++)
        if (pf_str_eq(pf_node_text(types->items[i]), pf_str_c(launch_type)))
            return true;
    return false;
}

bool pf_taskdef_shares_loopback(const struct pf_node *root)
{
    const struct pf_node *mode = pf_node_get(root, "networkMode");
    if (mode == NULL || mode->kind == PF_NULL)
        return pf_taskdef_is_for(root, "FARGATE");
    return !pf_str_eq(pf_node_text(mode), PF_STR("bridge")) &&
           !pf_str_eq(pf_node_text(mode), PF_STR("none"));
}

enum { SHORTEST_NAME = 3 /* of a bare $VAR: a random key holds "$B&" and the like */ };

static bool holds_shell_variable(pf_str text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        size_t end = i + 1;
        while (end < text.len && pf_is_name(text.data[end]))
            end++;
        if (text.data[i] == '$' && (text.data[i + 1] == '{' || end - i > SHORTEST_NAME))
            return true;
    }
    return false;
}

/* "<IMAGE>", "arn:aws:iam::<ACCOUNT_ID>:role/x": angle brackets around letters. */
static bool holds_angle_name(pf_str text)
{
    ptrdiff_t open = pf_str_find_byte(text, '<');
    if (open == PF_STR_NONE)
        return false;
    pf_str rest = pf_str_slice(text, (size_t)open + 1, text.len);
    ptrdiff_t close = pf_str_find_byte(rest, '>');
    return close > 0 && pf_is_alpha(rest.data[0]);
}

static bool is_wrapped(pf_str text, pf_str mark)
{
    return text.len > 2 * mark.len && pf_str_starts(text, mark) && pf_str_ends(text, mark);
}

bool pf_taskdef_is_placeholder(pf_str text)
{
    text = pf_str_trim(text);
    return holds_shell_variable(text) || holds_angle_name(text) ||
           pf_str_contains(text, PF_STR("{{")) || pf_str_contains(text, PF_STR("<%")) ||
           is_wrapped(text, PF_STR("%")) || is_wrapped(text, PF_STR("@")) ||
           is_wrapped(text, PF_STR("__"));
}
