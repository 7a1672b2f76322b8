/* Settings beyond the variables that they miss. */
#include "unit.h"

#include "base/buffer.h"
#include "model/outlook.h"
#include "project.h"

Suite *outlook_suite(void);

/* A module that needs V0, V1, … and sets LAST after them. */
static struct pf_outlook outlook_of(struct pf_arena *arena, unsigned needed)
{
    struct pf_buffer source = pf_buffer_new(arena);
    pf_buffer_add_c(&source, "import os\n");
    for (unsigned i = 0; i < needed; i++)
        pf_buffer_format(&source, "A%u = os.environ['V%u']\n", i, i);
    pf_buffer_add_c(&source, "LAST = 1\n");
    const struct pf_test_file files[] = {{"s.py", pf_arena_str(arena, pf_buffer_str(&source)).data},
                                         {NULL, NULL}};
    struct pf_wiring_options none = {0};
    const struct pf_wiring *wiring = pf_wiring_connect(arena, pf_test_project(arena, files), &none);
    static const struct pf_deployment deployment = {0};
    static const pf_str root[] = {PF_STR_INIT("")};
    struct pf_settings_options options =
        pf_outlook_options(arena, wiring, &deployment, PF_STR("s"));
    options.roots = root;
    options.root_count = 1;
    return pf_outlook_of(arena, &options);
}

START_TEST(sixty_four_missing_variables_are_assumed_and_one_more_ends_it)
{
    for (unsigned needed = 63; needed <= 65; needed++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_outlook outlook = outlook_of(arena, needed);
        ck_assert_ptr_nonnull(outlook.settings->raises);
        ck_assert_uint_eq(outlook.assumed.count, needed < 64 ? needed : 64);
        ck_assert_uint_eq(outlook.raise_count, needed);
        bool is_whole = pf_node_get(outlook.judged->values, "LAST") != NULL;
        ck_assert_int_eq(is_whole, needed <= 64);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_module_that_is_not_there_has_no_settings)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_settings_options nothing = {.module = PF_STR("")};
    ck_assert_ptr_null(pf_outlook_of(arena, &nothing).settings);
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_environment_is_changed_in_a_copy)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_node *given = pf_node_new(arena, PF_MAP, (pf_span){0});
    pf_node_put(arena, given, PF_STR("A"), (pf_span){0},
                pf_node_str(arena, PF_STR("1"), (pf_span){0}));
    const struct pf_node *two = pf_node_str(arena, PF_STR("2"), (pf_span){0});
    const struct pf_node *more = pf_outlook_environment(arena, given, PF_STR("B"), two);
    const struct pf_node *other = pf_outlook_environment(arena, given, PF_STR("A"), two);
    const struct pf_node *less = pf_outlook_environment(arena, given, PF_STR("A"), NULL);
    ck_assert_uint_eq(given->count, 1);
    ck_assert_uint_eq(more->count, 2);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(other, "A")), PF_STR("2"));
    ck_assert_uint_eq(less->count, 0);
    ck_assert_uint_eq(pf_outlook_environment(arena, NULL, PF_STR("A"), two)->count, 1);
    pf_arena_free(arena);
}
END_TEST

Suite *outlook_suite(void)
{
    const TTest *const tests[] = {
        sixty_four_missing_variables_are_assumed_and_one_more_ends_it,
        a_module_that_is_not_there_has_no_settings,
        an_environment_is_changed_in_a_copy,
        NULL,
    };
    return pf_suite("outlook", tests);
}
