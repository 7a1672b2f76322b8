/* What a container is started with: how many words of it are looked at. */
#include "unit.h"

#include "checks/argv.h"
#include "model/wiring.h"

Suite *argv_suite(void);

static struct pf_node *words(struct pf_arena *arena, size_t count)
{
    struct pf_node **items = PF_NEW_ARRAY(arena, struct pf_node *, count + 1);
    for (size_t i = 0; i < count; i++)
        items[i] = pf_node_str(arena, PF_STR("word"), (pf_span){0});
    struct pf_node *list = pf_node_new(arena, PF_SEQ, (pf_span){0});
    pf_node_set_items(arena, list, items, count);
    return list;
}

START_TEST(sixty_four_words_are_looked_at_and_no_more)
{
    for (size_t more = 0; more < 2; more++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_image image = {.entrypoint = words(arena, 1),
                                 .command = words(arena, PF_ARGV_WORDS - 1 + more)};
        struct pf_deployment deployment = {.image = &image};
        struct pf_argv argv;
        ck_assert(pf_argv_of(&deployment, &argv) == (more == 0));
        ck_assert_uint_eq(argv.count, PF_ARGV_WORDS);
        ck_assert_uint_eq(argv.command_at, 1);
        pf_arena_free(arena);
    }
}
END_TEST

Suite *argv_suite(void)
{
    const TTest *const tests[] = {sixty_four_words_are_looked_at_and_no_more, NULL};
    return pf_suite("argv", tests);
}
