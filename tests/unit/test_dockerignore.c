/* What .dockerignore keeps out of an image. */
#include "unit.h"

#include "read/dockerignore.h"

Suite *dockerignore_suite(void);

static bool excludes(const char *patterns, const char *path)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_dockerignore ignore = pf_dockerignore_read(arena, pf_str_c(patterns));
    bool result = pf_dockerignore_excludes(&ignore, pf_str_c(path));
    pf_arena_free(arena);
    return result;
}

START_TEST(patterns_count_from_the_context_and_take_what_is_below)
{
    ck_assert(excludes(".env\n", ".env"));
    ck_assert(!excludes(".env\n", "shop/.env"));
    ck_assert(excludes("**/.env\n", "shop/deep/.env"));
    ck_assert(excludes("/docs/\n", "docs/index.md"));
    ck_assert(excludes("*.md\r\n", "README.md"));
    ck_assert(!excludes("*.md\n", "docs/index.md"));
    ck_assert(excludes("*/temp*\n", "a/temporary/x.txt"));
}
END_TEST

START_TEST(the_last_pattern_that_fits_decides)
{
    ck_assert(!excludes("*\n!shop\n", "shop/settings.py"));
    ck_assert(excludes("*\n!shop\nshop/.env\n", "shop/.env"));
    ck_assert(excludes("!.env\n.env\n", ".env"));
}
END_TEST

START_TEST(comments_stand_at_the_start_of_a_line_only)
{
    ck_assert(!excludes("# .env\n", ".env"));
    ck_assert(excludes(" .env \n", ".env"));
}
END_TEST

START_TEST(patterns_beyond_the_limit_are_left_out_and_told)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *text = PF_NEW_ARRAY(arena, char, 2 * (PF_DOCKERIGNORE_PATTERNS + 1));
    for (size_t i = 0; i <= PF_DOCKERIGNORE_PATTERNS; i++) {
        text[2 * i] = 'a';
        text[2 * i + 1] = '\n';
    }
    pf_str all = {text, (size_t)2 * (PF_DOCKERIGNORE_PATTERNS + 1)};
    ck_assert(pf_dockerignore_read(arena, all).truncated);
    ck_assert(!pf_dockerignore_read(arena, pf_str_slice(all, 2, all.len)).truncated);
    pf_arena_free(arena);
}
END_TEST

Suite *dockerignore_suite(void)
{
    const TTest *const tests[] = {
        patterns_count_from_the_context_and_take_what_is_below,
        the_last_pattern_that_fits_decides,
        comments_stand_at_the_start_of_a_line_only,
        patterns_beyond_the_limit_are_left_out_and_told,
        NULL,
    };
    return pf_suite("dockerignore", tests);
}
