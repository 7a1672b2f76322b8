/* GitHub's filter patterns, with the examples of its documentation. */
#include "unit.h"

#include "model/glob.h"

Suite *filter_suite(void);

START_TEST(patterns_match_as_the_documentation_says)
{
    static const struct {
        const char *pattern, *name;
        bool matches;
    } cases[] = {
        {"main", "main", true},
        {"main", "Main", false},
        {"main", "main2", false},
        {"*", "main", true},
        {"*", "feature/x", false},
        {"**", "feature/x/y", true},
        {"feature/*", "feature/your-branch", true},
        {"feature/*", "feature/a/b", false},
        {"feature/**", "feature/a/b", true},
        {"feature/**", "feature", false},
        {"*feature", "my-feature", true},
        {"v2*", "v2.0", true},
        {"v[12].[0-9]+.[0-9]+", "v1.10.1", true},
        {"v[12].[0-9]+.[0-9]+", "v3.0.0", false},
        {"v[12].[0-9]+.[0-9]+", "v1..1", false},
        {"*.jsx?", "page.js", true},
        {"*.jsx?", "page.jsx", true},
        {"*.jsx?", "page.jsxx", false},
        {"**/README.md", "README.md", true},
        {"**/README.md", "js/README.md", true},
        {"**/README.md", "js/a/README.md", true},
        {"**/README.md", "OTHER-README.md", false},
        {"docs/**/*.md", "docs/hello.md", true},
        {"docs/**/*.md", "docs/a/markdown/file.md", true},
        {"docs/**/*.md", "docs/a.txt", false},
        {"**/docs/**", "docs/hello.md", true},
        {"**/docs/**", "dir/docs/my-file.txt", true},
        {"**/*src/**", "a/src/app.js", true},
        {"**/*src/**", "my-src/code/js/app.js", true},
        {"**/*-post.md", "path/their-post.md", true},
        {"**/migrate-*.sql", "db/sept/migrate-v1.sql", true},
        {"**.js", "js/index.js", true},
        {"docs/*", "docs/sub/file.md", false},
        {"a+b", "aaab", true},
        {"a+b", "b", false},
        {"a\\*", "a*", true},
        {"a\\*", "ab", false},
        {"a.c", "abc", false},
        {"[ab", "[ab", true},
        {"releases/**-alpha", "releases/beta/3-alpha", true},
        {"refs/heads/main", "main", false},
        {"main ", "main", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        bool matches = pf_filter_match(arena, pf_str_c(cases[i].pattern), pf_str_c(cases[i].name));
        ck_assert_msg(matches == cases[i].matches, "%s on %s", cases[i].pattern, cases[i].name);
        pf_arena_free(arena);
    }
}
END_TEST

static struct pf_node *list_of(struct pf_arena *arena, const char *const *items)
{
    struct pf_node *list = pf_node_new(arena, PF_SEQ, (pf_span){0});
    for (; *items != NULL; items++)
        pf_node_append(arena, list, pf_node_str(arena, pf_str_c(*items), (pf_span){0}));
    return list;
}

START_TEST(the_last_match_of_a_list_counts)
{
    static const char *const lists[][4] = {
        {"releases/**", "!releases/**-alpha", NULL},
        {"releases/**", "!releases/**-alpha", "releases/x-alpha", NULL},
        {"!releases/**-alpha", NULL},
    };
    static const enum pf_truth passes[] = {PF_NO, PF_YES, PF_NO};
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++) {
        struct pf_filter_answer answer =
            pf_filter_list(arena, list_of(arena, lists[i]), PF_STR("releases/x-alpha"));
        ck_assert_int_eq(answer.passes, passes[i]);
        ck_assert_ptr_nonnull(answer.decider);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(any_match_of_an_ignore_list_excludes)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_node *list = list_of(arena, (const char *const[]){"docs/**", "*.md", NULL});
    ck_assert_int_eq(pf_filter_ignore(arena, list, PF_STR("README.md")).passes, PF_NO);
    ck_assert_int_eq(pf_filter_ignore(arena, list, PF_STR("app.py")).passes, PF_YES);
    ck_assert_ptr_null(pf_filter_ignore(arena, list, PF_STR("app.py")).decider);
    list = list_of(arena, (const char *const[]){"${{ vars.B }}", NULL});
    ck_assert_int_eq(pf_filter_list(arena, list, PF_STR("x")).passes, PF_MAYBE);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_pattern_that_cannot_match_is_told_with_its_place)
{
    static const struct {
        const char *pattern;
        bool is_path;
        ptrdiff_t at; /* -1: fine */
    } cases[] = {
        {"main", false, -1},
        {"release/**", false, -1},
        {"a b", false, 1},
        {"?x", false, 0},
        {"a++", false, 2},
        {"[a", false, 0},
        {"[z-a]", false, 0},
        {"x[]", false, 1},
        {"!", false, 0},
        {"", true, 0},
        {"./src/**", true, 0},
        {"a/../b", true, 1},
        {"src/", true, -1},
        {"!a b", true, -1},
        {"v^1", false, 1},
        {"!./x", true, 1},
        {"main/", false, 4},
        {"x\\", false, 1},
        {"[0-9]+.[a-z]?", false, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        size_t at = 0;
        pf_str problem =
            pf_filter_problem(arena, pf_str_c(cases[i].pattern), cases[i].is_path, &at);
        ck_assert_msg((problem.len == 0) == (cases[i].at < 0), "%s: '%.*s'", cases[i].pattern,
                      PF_ARG(problem));
        if (cases[i].at >= 0)
            ck_assert_msg(at == (size_t)cases[i].at, "%s at %zu", cases[i].pattern, at);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(many_stars_take_no_longer_than_their_number)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str stars[200], letters[2000];
    for (size_t i = 0; i < 200; i++)
        stars[i] = PF_STR("*a");
    for (size_t i = 0; i < 2000; i++)
        letters[i] = PF_STR("a");
    pf_str pattern = pf_arena_join(arena, stars, 200, PF_STR(""));
    pf_str name = pf_arena_join(arena, letters, 2000, PF_STR(""));
    ck_assert(pf_filter_match(arena, pattern, name));
    ck_assert(!pf_filter_match(arena, pf_arena_format(arena, "%.*sb", PF_ARG(pattern)), name));
    ck_assert(pf_filter_is_literal(PF_STR("main")) && !pf_filter_is_literal(PF_STR("!main")));
    pf_arena_free(arena);
}
END_TEST

Suite *filter_suite(void)
{
    const TTest *const tests[] = {
        patterns_match_as_the_documentation_says,
        the_last_match_of_a_list_counts,
        any_match_of_an_ignore_list_excludes,
        a_pattern_that_cannot_match_is_told_with_its_place,
        many_stars_take_no_longer_than_their_number,
        NULL,
    };
    return pf_suite("filter", tests);
}
