/* Path steps over documents, unknowns and budgets. */
#include "unit.h"

#include "tree/path.h"

Suite *path_suite(void);

static const pf_span nowhere = {0};

/* {"a": [{"name": "x"}, {"name": "y", "a": 1}]} */
static struct pf_node *sample(struct pf_arena *arena)
{
    struct pf_node *root = pf_node_new(arena, PF_MAP, nowhere);
    struct pf_node *list = pf_node_new(arena, PF_SEQ, nowhere);
    struct pf_node *first = pf_node_new(arena, PF_MAP, nowhere);
    struct pf_node *second = pf_node_new(arena, PF_MAP, nowhere);
    pf_node_put(arena, first, PF_STR("name"), nowhere, pf_node_str(arena, PF_STR("x"), nowhere));
    pf_node_put(arena, second, PF_STR("name"), nowhere, pf_node_str(arena, PF_STR("y"), nowhere));
    pf_node_put(arena, second, PF_STR("a"), nowhere, pf_node_int(arena, 1, nowhere));
    pf_node_append(arena, list, first);
    pf_node_append(arena, list, second);
    pf_node_put(arena, root, PF_STR("a"), nowhere, list);
    return root;
}

static struct pf_set set_of(struct pf_arena *arena, const struct pf_node *node)
{
    struct pf_set set = {0};
    pf_set_add(arena, &set, node, PF_YES);
    return set;
}

START_TEST(child_each_and_index_walk_down)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_visits visits = {.left = PF_VISITS_PER_RULE};
    struct pf_set root = set_of(arena, sample(arena)), lists = {0}, items = {0}, names = {0};
    pf_path_child(arena, &root, PF_STR("a"), &lists, &visits);
    pf_path_each(arena, &lists, &items, &visits);
    pf_path_child(arena, &items, PF_STR("name"), &names, &visits);
    ck_assert_uint_eq(names.count, 2);
    ck_assert_pf_str_eq(names.items[1].node->text, PF_STR("y"));
    struct pf_set last = {0}, beyond = {0};
    pf_path_at(arena, &lists, -1, &last, &visits);
    pf_path_at(arena, &lists, 2, &beyond, &visits);
    ck_assert_ptr_eq(last.items[0].node, items.items[1].node);
    ck_assert_uint_eq(beyond.count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(descending_finds_a_key_at_every_depth_parents_first)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_visits visits = {.left = PF_VISITS_PER_RULE};
    struct pf_set root = set_of(arena, sample(arena)), found = {0}, all = {0};
    pf_path_descend(arena, &root, PF_STR("a"), &found, &visits);
    ck_assert_uint_eq(found.count, 2);
    ck_assert_int_eq(found.items[0].node->kind, PF_SEQ);
    ck_assert_int_eq(found.items[1].node->kind, PF_INT);
    pf_path_descend(arena, &root, PF_STR(""), &all, &visits);
    ck_assert_uint_eq(all.count, 6);
    pf_arena_free(arena);
}
END_TEST

START_TEST(steps_on_scalars_and_missing_keys_yield_nothing)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_visits visits = {.left = PF_VISITS_PER_RULE};
    struct pf_set scalar = set_of(arena, pf_node_int(arena, 1, nowhere)), found = {0};
    pf_path_child(arena, &scalar, PF_STR("a"), &found, &visits);
    pf_path_each(arena, &scalar, &found, &visits);
    pf_path_at(arena, &scalar, 0, &found, &visits);
    pf_path_descend(arena, &scalar, PF_STR("a"), &found, &visits);
    ck_assert_uint_eq(found.count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_step_into_an_unknown_is_that_unknown_and_possible)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_visits visits = {.left = PF_VISITS_PER_RULE};
    struct pf_node *any = pf_node_any(arena, PF_KINDS_ALL, true, PF_STR("a secret"), nowhere);
    struct pf_set set = set_of(arena, any), found = {0};
    pf_path_child(arena, &set, PF_STR("a"), &found, &visits);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_ptr_eq(found.items[0].node, any);
    ck_assert_int_eq(found.items[0].in, PF_MAYBE);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_arms_of_an_either_are_possible_members)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_visits visits = {.left = PF_VISITS_PER_RULE};
    struct pf_node *either =
        pf_node_join(arena, sample(arena), pf_node_str(arena, PF_STR("none"), nowhere));
    struct pf_set set = set_of(arena, either), found = {0};
    pf_path_child(arena, &set, PF_STR("a"), &found, &visits);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_int_eq(found.items[0].in, PF_MAYBE);
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_budget_ends_a_walk_and_says_so)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_set root = set_of(arena, sample(arena)), found = {0};
    struct pf_visits enough = {.left = 7}, short_of_one = {.left = 6};
    pf_path_descend(arena, &root, PF_STR(""), &found, &enough);
    ck_assert(!enough.exhausted);
    ck_assert_uint_eq(enough.left, 0);
    pf_path_descend(arena, &root, PF_STR(""), &found, &short_of_one);
    ck_assert(short_of_one.exhausted);
    pf_arena_free(arena);
}
END_TEST

Suite *path_suite(void)
{
    const TTest *const tests[] = {
        child_each_and_index_walk_down,
        descending_finds_a_key_at_every_depth_parents_first,
        steps_on_scalars_and_missing_keys_yield_nothing,
        a_step_into_an_unknown_is_that_unknown_and_possible,
        the_arms_of_an_either_are_possible_members,
        the_budget_ends_a_walk_and_says_so,
        NULL,
    };
    return pf_suite("path", tests);
}
