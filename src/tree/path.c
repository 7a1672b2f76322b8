/* Path steps over sets of nodes, with a budget of visits. */
#include "tree/path.h"

/* Readers stop at 100; evaluated settings at less. */
enum { MAX_DEPTH = 128 };

struct walk {
    struct pf_arena *arena;
    struct pf_set *to;
    struct pf_visits *visits;
    pf_str name;
};

void pf_set_add(struct pf_arena *arena, struct pf_set *set, const struct pf_node *node,
                enum pf_truth in)
{
    if (in != PF_NO)
        *pf_pile_add(arena, set) = (struct pf_member){node, in};
}

static bool visit(struct pf_visits *visits)
{
    if (visits->left == 0) {
        visits->exhausted = true;
        return false;
    }
    visits->left--;
    return true;
}

typedef void step_function(struct walk *walk, const struct pf_node *node, enum pf_truth in,
                           const void *argument);

/* What all steps do with unknowns: an EITHER's arms are possible, an ANY stays what it is. */
static void take_step(struct walk *walk, const struct pf_node *node, enum pf_truth in,
                      step_function *step, const void *argument)
{
    if (!visit(walk->visits))
        return;
    if (node->kind == PF_ANY)
        pf_set_add(walk->arena, walk->to, node, PF_MAYBE);
    else if (node->kind == PF_EITHER)
        for (size_t i = 0; i < node->count; i++)
            take_step(walk, node->items[i], PF_MAYBE, step, argument);
    else
        step(walk, node, in, argument);
}

static void step_all(struct walk *walk, const struct pf_set *from, step_function *step,
                     const void *argument)
{
    for (size_t i = 0; i < from->count; i++)
        take_step(walk, from->items[i].node, from->items[i].in, step, argument);
}

static void to_child(struct walk *walk, const struct pf_node *node, enum pf_truth in,
                     const void *argument)
{
    const pf_str *name = argument;
    const struct pf_node *child = pf_node_get_str(node, *name);
    if (child != NULL && visit(walk->visits))
        pf_set_add(walk->arena, walk->to, child, in);
}

static void to_each(struct walk *walk, const struct pf_node *node, enum pf_truth in,
                    const void *argument)
{
    (void)argument;
    for (size_t i = 0; i < node->count && visit(walk->visits); i++)
        pf_set_add(walk->arena, walk->to, node->items[i], in);
}

static void to_index(struct walk *walk, const struct pf_node *node, enum pf_truth in,
                     const void *argument)
{
    int64_t index = *(const int64_t *)argument;
    if (node->kind != PF_SEQ)
        return;
    if (index < 0)
        index += (int64_t)node->count;
    if (index >= 0 && (uint64_t)index < node->count && visit(walk->visits))
        pf_set_add(walk->arena, walk->to, node->items[index], in);
}

static void descend(struct walk *walk, const struct pf_node *node, enum pf_truth in, int depth)
{
    if (!visit(walk->visits) || depth > MAX_DEPTH)
        return;
    enum pf_truth inner = node->kind == PF_EITHER ? PF_MAYBE : in;
    for (size_t i = 0; i < node->count; i++) {
        const struct pf_node *item = node->items[i];
        bool named = item->key != NULL && pf_str_eq(item->key->text, walk->name);
        if (walk->name.len == 0 || named)
            pf_set_add(walk->arena, walk->to, item, inner);
        descend(walk, item, inner, depth + 1);
    }
}

void pf_path_child(struct pf_arena *arena, const struct pf_set *from, pf_str name,
                   struct pf_set *to, struct pf_visits *visits)
{
    struct walk walk = {.arena = arena, .to = to, .visits = visits};
    step_all(&walk, from, to_child, &name);
}

void pf_path_each(struct pf_arena *arena, const struct pf_set *from, struct pf_set *to,
                  struct pf_visits *visits)
{
    struct walk walk = {.arena = arena, .to = to, .visits = visits};
    step_all(&walk, from, to_each, NULL);
}

void pf_path_at(struct pf_arena *arena, const struct pf_set *from, int64_t index, struct pf_set *to,
                struct pf_visits *visits)
{
    struct walk walk = {.arena = arena, .to = to, .visits = visits};
    step_all(&walk, from, to_index, &index);
}

void pf_path_descend(struct pf_arena *arena, const struct pf_set *from, pf_str name,
                     struct pf_set *to, struct pf_visits *visits)
{
    struct walk walk = {.arena = arena, .to = to, .visits = visits, .name = name};
    for (size_t i = 0; i < from->count; i++) {
        const struct pf_member *member = &from->items[i];
        if (member->node->kind == PF_ANY)
            pf_set_add(arena, to, member->node, PF_MAYBE);
        else
            descend(&walk, member->node, member->in, 0);
    }
}
