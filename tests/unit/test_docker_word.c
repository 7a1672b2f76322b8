/* Words of Dockerfiles: how deep variables stand in the alternatives of others. */
#include "unit.h"

#include "base/buffer.h"
#include "read/docker_word.h"

Suite *docker_word_suite(void);

static enum pf_docker_found never_set(void *context, pf_str name, pf_str *value)
{
    (void)context, (void)name, (void)value;
    return PF_DOCKER_UNSET;
}

/* ${A:-${A:-…x…}} */
static pf_str nested(struct pf_arena *arena, size_t levels)
{
    struct pf_buffer word = pf_buffer_new(arena);
    for (size_t i = 0; i < levels; i++)
        pf_buffer_add_c(&word, "${A:-");
    pf_buffer_add_byte(&word, 'x');
    for (size_t i = 0; i < levels; i++)
        pf_buffer_add_byte(&word, '}');
    return pf_buffer_str(&word);
}

START_TEST(alternatives_are_followed_to_their_limit)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_docker_variables variables = {NULL, never_set};
    pf_str text;
    ck_assert_int_eq(
        pf_docker_fill(arena, nested(arena, PF_DOCKER_WORD_DEPTH), '\\', &variables, &text),
        PF_DOCKER_FILLED);
    ck_assert_pf_str_eq(text, PF_STR("x"));
    ck_assert_int_eq(
        pf_docker_fill(arena, nested(arena, PF_DOCKER_WORD_DEPTH + 1), '\\', &variables, &text),
        PF_DOCKER_OPEN);
    ck_assert_pf_str_eq(text, PF_STR("nested too deeply"));
    pf_arena_free(arena);
}
END_TEST

Suite *docker_word_suite(void)
{
    const TTest *const tests[] = {alternatives_are_followed_to_their_limit, NULL};
    return pf_suite("docker_word", tests);
}
