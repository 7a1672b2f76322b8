/* Nodes: look-ups that chain, equality and truth with unknowns, join. */
#include "unit.h"

#include "tree/node.h"

Suite *node_suite(void);

static const pf_span nowhere = {0};

static struct pf_node *map_of(struct pf_arena *arena, pf_str key, struct pf_node *value)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, nowhere);
    pf_node_put(arena, map, key, nowhere, value);
    return map;
}

START_TEST(look_ups_chain_through_what_is_not_there)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *inner = map_of(arena, PF_STR("b"), pf_node_int(arena, 5, nowhere));
    struct pf_node *outer = map_of(arena, PF_STR("a"), inner);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(pf_node_get(outer, "a"), "b")), PF_STR("5"));
    ck_assert_ptr_null(pf_node_get(pf_node_get(pf_node_get(outer, "x"), "b"), "c"));
    ck_assert_ptr_null(pf_node_get(pf_node_get(pf_node_get(outer, "a"), "b"), "c"));
    ck_assert_ptr_null(pf_node_at(outer, 0));
    pf_arena_free(arena);
}
END_TEST

START_TEST(every_key_of_a_map_is_found_however_the_map_was_made)
{
    enum { MOST = 40 };
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *put = pf_node_new(arena, PF_MAP, nowhere);
    for (size_t count = 1; count <= MOST; count++) {
        pf_str key = pf_arena_format(arena, "k%zu", count % 7 == 0 ? count * 1000 : count);
        pf_node_put(arena, put, key, nowhere, pf_node_int(arena, (int64_t)count, nowhere));
        struct pf_node *set = pf_node_new(arena, PF_MAP, nowhere);
        pf_node_set_items(arena, set, put->items, put->count);
        for (size_t i = 0; i < count; i++) {
            pf_str known = put->items[i]->key->text;
            ck_assert_ptr_eq(pf_node_get_str(put, known), put->items[i]);
            ck_assert_ptr_eq(pf_node_get_str(set, known), put->items[i]);
        }
        ck_assert_ptr_null(pf_node_get(set, "k"));
        ck_assert_ptr_null(pf_node_get(set, "x1"));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(several_keys_at_once_give_the_first_value_of_each)
{
    static const pf_str keys[] = {PF_STR_INIT("b"), PF_STR_INIT("x"), PF_STR_INIT("a")};
    const struct pf_node *values[3];
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *first = pf_node_int(arena, 1, nowhere), *b = pf_node_int(arena, 2, nowhere);
    struct pf_node *map = map_of(arena, PF_STR("a"), first);
    pf_node_put(arena, map, PF_STR("a"), nowhere, pf_node_int(arena, 3, nowhere));
    pf_node_put(arena, map, PF_STR("b"), nowhere, b);
    pf_node_get_each(map, keys, 3, values);
    ck_assert_ptr_eq(values[0], b);
    ck_assert_ptr_null(values[1]);
    ck_assert_ptr_eq(values[2], first);
    pf_node_get_each(first, keys, 3, values);
    ck_assert_ptr_null(values[0]);
    pf_arena_free(arena);
}
END_TEST

START_TEST(zero_against_an_unknown_is_maybe_unless_its_kinds_exclude_it)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *zero = pf_node_int(arena, 0, nowhere);
    struct pf_node *any = pf_node_any(arena, PF_KINDS_ALL, true, PF_STR("a secret"), nowhere);
    struct pf_node *text = pf_node_any(arena, PF_KIND_BIT(PF_STRING), true, PF_STR(""), nowhere);
    ck_assert_int_eq(pf_node_equal(zero, any), PF_MAYBE);
    ck_assert_int_eq(pf_node_equal(text, zero), PF_NO);
    pf_arena_free(arena);
}
END_TEST

START_TEST(truth_is_pythons_truth)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_int_eq(pf_node_truth(pf_node_str(arena, PF_STR("0"), nowhere)), PF_YES);
    ck_assert_int_eq(pf_node_truth(pf_node_str(arena, PF_STR(""), nowhere)), PF_NO);
    ck_assert_int_eq(pf_node_truth(pf_node_new(arena, PF_SEQ, nowhere)), PF_NO);
    struct pf_node *set = pf_node_any(arena, PF_KIND_BIT(PF_STRING), false, PF_STR(""), nowhere);
    ck_assert_int_eq(pf_node_truth(set), PF_YES);
    set = pf_node_any(arena, PF_KIND_BIT(PF_STRING), true, PF_STR(""), nowhere);
    ck_assert_int_eq(pf_node_truth(set), PF_MAYBE);
    set = pf_node_any(arena, PF_KIND_BIT(PF_NULL), true, PF_STR(""), nowhere);
    ck_assert_int_eq(pf_node_truth(set), PF_NO);
    pf_arena_free(arena);
}
END_TEST

START_TEST(big_integers_are_equal_by_their_digits)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *a = pf_node_int(arena, INT64_MAX, nowhere);
    struct pf_node *b = pf_node_int(arena, INT64_MAX, nowhere);
    ck_assert_int_eq(pf_node_equal(a, b), PF_YES);
    b->text = PF_STR("92233720368547758070");
    ck_assert_int_eq(pf_node_equal(a, b), PF_NO);
    pf_arena_free(arena);
}
END_TEST

START_TEST(joining_equals_gives_one_and_differing_ones_both)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *yes = pf_node_bool(arena, true, nowhere);
    struct pf_node *no = pf_node_bool(arena, false, nowhere);
    ck_assert_int_eq(pf_node_join(arena, yes, yes)->kind, PF_BOOL);
    struct pf_node *both = pf_node_join(arena, yes, no);
    ck_assert_int_eq(both->kind, PF_EITHER);
    ck_assert_uint_eq(both->count, 2);
    ck_assert_int_eq(pf_node_truth(both), PF_MAYBE);
    ck_assert_int_eq(pf_node_equal(both, yes), PF_MAYBE);
    ck_assert_uint_eq(pf_node_join(arena, both, no)->count, 2);
    pf_arena_free(arena);
}
END_TEST

START_TEST(maps_join_key_by_key_and_keep_keys_of_one_side)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *a = map_of(arena, PF_STR("same"), pf_node_int(arena, 1, nowhere));
    struct pf_node *b = map_of(arena, PF_STR("same"), pf_node_int(arena, 1, nowhere));
    pf_node_put(arena, b, PF_STR("only"), nowhere, pf_node_int(arena, 2, nowhere));
    struct pf_node *joined = pf_node_join(arena, a, b);
    ck_assert_int_eq(joined->kind, PF_MAP);
    ck_assert_int_eq(pf_node_get(joined, "same")->kind, PF_INT);
    ck_assert_int_eq(pf_node_get(joined, "only")->kind, PF_EITHER);
    pf_arena_free(arena);
}
END_TEST

static struct pf_node *join_of_numbers(struct pf_arena *arena, int64_t count)
{
    struct pf_node *joined = pf_node_int(arena, 0, nowhere);
    for (int64_t i = 1; i < count; i++)
        joined = pf_node_join(arena, joined, pf_node_int(arena, i, nowhere));
    return joined;
}

START_TEST(one_arm_too_many_widens_to_an_unknown_of_their_kinds)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_uint_eq(join_of_numbers(arena, PF_JOIN_ARMS)->count, PF_JOIN_ARMS);
    struct pf_node *wide = join_of_numbers(arena, PF_JOIN_ARMS + 1);
    ck_assert_int_eq(wide->kind, PF_ANY);
    ck_assert_uint_eq(wide->as.any->kinds, PF_KIND_BIT(PF_INT));
    pf_arena_free(arena);
}
END_TEST

Suite *node_suite(void)
{
    const TTest *const tests[] = {
        look_ups_chain_through_what_is_not_there,
        every_key_of_a_map_is_found_however_the_map_was_made,
        several_keys_at_once_give_the_first_value_of_each,
        zero_against_an_unknown_is_maybe_unless_its_kinds_exclude_it,
        truth_is_pythons_truth,
        big_integers_are_equal_by_their_digits,
        joining_equals_gives_one_and_differing_ones_both,
        maps_join_key_by_key_and_keep_keys_of_one_side,
        one_arm_too_many_widens_to_an_unknown_of_their_kinds,
        NULL,
    };
    return pf_suite("node", tests);
}
