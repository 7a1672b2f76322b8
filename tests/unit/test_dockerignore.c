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

START_TEST(patterns_fit_as_docker_s_matcher_has_them)
{
    static const struct {
        const char *pattern, *path;
        bool fits;
    } cases[] = {
        {"**", "a/b", true},
        {"**/", "a", true},
        {"**/**", "a/b", true},
        {"a/**", "a", false},
        {"a/**", "a/b/c", true},
        {"**/a", "a", true},
        {"**/a", "b/c/a", true},
        {"**/a", "b/ca", false},
        {"**a", "b/ca", true},
        {"**.pyc", "b/c.pyc", true},
        {"**/*.pyc", "c.pyc", true},
        {"**/*.pyc", "b/c/d.pyc", true},
        {"a**/*.b", "a/c/d.b", true},
        {"a**b", "ac/b", true},
        {"a**b", "acb", false},
        {"a**b", "ab", true},
        {"**ab**c", "ab/abc", true},
        {"a/*.b", "a/c/d.b", false},
        {"a/*/c", "a/b/c", true},
        {"a/*/c", "a/c", false},
        {"*", "a", true},
        {"a[b-d]e", "ace", true},
        {"a[b-d]e", "aae", false},
        {"a[^b-d]e", "aze", true},
        {"a[!b]c", "a!c", true},
        {"a[!b]c", "axc", false},
        {"[\\]a]", "]", true},
        {"[x\\-]", "-", true},
        {"a?c", "abc", true},
        {"a?c", "a/c", false},
        {"a?c",
         "a\xE2\x98\xBA"
         "c",
         true},
        {"[a-\xCE\xB6]", "\xCE\xB1", true},
        {"a\\*b", "a*b", true},
        {"a\\*b", "axb", false},
        {"[", "[", false},
        {"a[", "a[", false},
        {"[]a]", "]", false},
        {"[a-]", "a", false},
        {"[z-a]", "b", false},
        {"\\", "\\", false},
        {"a\\", "a", false},
        {"a.b", "axb", false},
        {"a(b)c+", "a(b)c+", true},
        {".*", ".env", true},
        {"./a/../b", "b", true},
        {"../a", "a", false},
        {".", "a", false},
        {"/", "a", false},
        {"a*b*c*d", "axbxcxd", true},
        {"a*b*c*d", "axbxcx/d", false},
        {"!", "a", false},
        {"! a", "a", false},
        {"\xEF\xBB\xBF"
         "a",
         "a", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(excludes(cases[i].pattern, cases[i].path) == cases[i].fits, "%s and %s",
                      cases[i].pattern, cases[i].path);
}
END_TEST

START_TEST(a_path_longer_than_linux_opens_fits_nothing)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_dockerignore ignore = pf_dockerignore_read(arena, PF_STR("a*\n"));
    char *path = PF_NEW_ARRAY(arena, char, PF_DOCKERIGNORE_PATH + 1);
    for (size_t i = 0; i <= PF_DOCKERIGNORE_PATH; i++)
        path[i] = 'a';
    ck_assert(pf_dockerignore_excludes(&ignore, (pf_str){path, PF_DOCKERIGNORE_PATH}));
    ck_assert(!pf_dockerignore_excludes(&ignore, (pf_str){path, PF_DOCKERIGNORE_PATH + 1}));
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
        patterns_fit_as_docker_s_matcher_has_them,
        a_path_longer_than_linux_opens_fits_nothing,
        NULL,
    };
    return pf_suite("dockerignore", tests);
}
