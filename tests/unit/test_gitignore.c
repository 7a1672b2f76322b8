/* Ignore patterns: by cases, and against git itself where it is installed. */
#include "unit.h"

#include "read/gitignore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Suite *gitignore_suite(void);

struct sample {
    const char *patterns;
    const char *path; /* ends in a slash: a directory */
    bool ignored;
};

static const struct sample samples[] = {
    {"*.pyc", "a/b/c.pyc", true},
    {"*.pyc", "a/b/c.py", false},
    {"/build", "build/", true},
    {"/build", "sub/build/", false},
    {"build/", "sub/build/", true},
    {"build/", "sub/build", false},
    {"doc/*.txt", "doc/a.txt", true},
    {"doc/*.txt", "doc/sub/a.txt", false},
    {"doc/*.txt", "x/doc/a.txt", false},
    {"**/logs", "a/b/logs", true},
    {"**/logs", "logs", true},
    {"logs/**", "logs/", false},
    {"logs/**", "logs/a/b", true},
    {"a/**/b", "a/b", true},
    {"a/**/b", "a/x/y/b", true},
    {"a/**/b", "a/x/y/c", false},
    {"a/**/b/**/c", "a/b/x/b/y/c", true},
    {"a**b", "axxb", true},
    {"a**b/", "a/b/", false},
    {"*\n!keep", "keep", false},
    {"*\n!keep", "other", true},
    {"!keep\nkeep", "keep", true},
    {"keep\n!keep\n", "sub/keep", false},
    {"dir\n!dir/inner", "dir/inner", true},
    {"# comment\n\\#file", "#file", true},
    {"\\!important", "!important", true},
    {"trailing   ", "trailing", true},
    {"space\\ ", "space ", true},
    {"space\\ ", "space", false},
    {"f?o", "fxo", true},
    {"f?o", "f/o", false},
    {"[abc]x", "bx", true},
    {"[!abc]x", "bx", false},
    {"[^abc]x", "dx", true},
    {"[a-c]x", "bx", true},
    {"[]]x", "]x", true},
    {"y[a-]x", "y-x", true},
    {"[[:digit:]]x", "7x", true},
    {"[[:digit:]]x", "ax", false},
    {"[\\]]x", "]x", true},
    {"[ab", "[ab", false},
    {"back\\*slash", "back*slash", true},
    {"back\\*slash", "backxslash", false},
    {"*a*a*b", "aaaaaaaaaaaaaaaaab", true},
    {"*a*a*b", "aaaaaaaaaaaaaaaaaa", false},
    {"crlf\r\nx\r\n", "crlf", true},
    {"\xEF\xBB\xBF"
     "bom",
     "bom", true},
    {"caf\xc3\xa9", "caf\xc3\xa9", true},
    {"/*\n!/src\n/src/*\n!/src/a", "src/a", false},
    {"/*\n!/src\n/src/*\n!/src/a", "src/b", true},
    {"", "x", false},
    {"/\n//\n!", "x", false},
    {"**", "a/b", true},
    {"**/", "a/", true},
    {"*/b", "a/b", true},
    {"*/b", "x/a/b", false},
    {".env*", ".env.local", true},
    {"a/", "a/b", true},
};
enum { SAMPLE_COUNT = sizeof samples / sizeof *samples };

static bool is_directory(const char *path)
{
    return path[strlen(path) - 1] == '/';
}

START_TEST(patterns_mean_what_gitignore_says)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < SAMPLE_COUNT; i++) {
        const struct sample *sample = &samples[i];
        struct pf_gitignore ignore = pf_gitignore_read(arena, pf_str_c(sample->patterns));
        bool directory = is_directory(sample->path);
        pf_str path = pf_str_c(sample->path);
        path.len -= directory;
        ck_assert_msg(pf_gitignore_ignores_below(&ignore, path, directory) == sample->ignored,
                      "'%s' against '%s'", sample->patterns, sample->path);
    }
    pf_arena_free(arena);
}
END_TEST

/* Each sample in a repository of its own making; answers what git's exit status says. */
static int ask_git(const char *folder, const struct sample *sample)
{
    char command[512];
    snprintf(command, sizeof command, "%s/.gitignore", folder);
    FILE *file = fopen(command, "w");
    ck_assert_ptr_nonnull(file);
    fputs(sample->patterns, file);
    fclose(file);
    snprintf(command, sizeof command,
             "cd %s && rm -rf work && mkdir -p work && mv .gitignore work/ && cd work && "
             "git init -q . && mkdir -p \"$(dirname '%s')\" && "
             "case '%s' in */) mkdir -p '%s';; *) : > '%s';; esac && "
             "path='%s' && git check-ignore -q --no-index -- \"${path%%/}\"",
             folder, sample->path, sample->path, sample->path, sample->path, sample->path);
    int status = system(command);
    return status < 0 ? -1 : status >> 8;
}

START_TEST(git_itself_says_the_same)
{
    if (system("git --version >/dev/null 2>&1") != 0)
        return;
    char folder[] = "/tmp/preflight-ignore-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        ck_assert_msg(ask_git(folder, &samples[i]) == (samples[i].ignored ? 0 : 1),
                      "git differs on '%s' against '%s'", samples[i].patterns, samples[i].path);
    char command[64];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    ck_assert_int_eq(system(command), 0);
}
END_TEST

static pf_str repeated(struct pf_arena *arena, const char *text, size_t count)
{
    struct pf_strs parts = {0};
    for (size_t i = 0; i < count; i++)
        *pf_pile_add(arena, &parts) = pf_str_c(text);
    return pf_arena_join(arena, parts.items, parts.count, PF_STR(""));
}

START_TEST(patterns_and_their_length_end_at_their_limits)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_gitignore fits = pf_gitignore_read(arena, repeated(arena, "x\n", PF_IGNORE_PATTERNS));
    ck_assert_uint_eq(fits.count, PF_IGNORE_PATTERNS);
    ck_assert(!fits.truncated);
    struct pf_gitignore more =
        pf_gitignore_read(arena, repeated(arena, "x\n", PF_IGNORE_PATTERNS + 1));
    ck_assert_uint_eq(more.count, PF_IGNORE_PATTERNS);
    ck_assert(more.truncated);
    ck_assert(!pf_gitignore_read(arena, repeated(arena, "x", PF_IGNORE_PATTERN_LENGTH)).truncated);
    ck_assert(
        pf_gitignore_read(arena, repeated(arena, "x", PF_IGNORE_PATTERN_LENGTH + 1)).truncated);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_pattern_of_many_stars_stays_quick)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    pf_str stars = repeated(arena, "*a", 400), path = repeated(arena, "a", 900);
    pf_str deep = repeated(arena, "**/a/", 150), directories = repeated(arena, "a/", 900);
    pf_str parts[] = {stars, PF_STR("b")};
    ck_assert(!pf_glob_fits(pf_arena_join(arena, parts, 2, PF_STR("")), path));
    pf_str more[] = {deep, PF_STR("b")};
    ck_assert(!pf_glob_fits(pf_arena_join(arena, more, 2, PF_STR("")), directories));
    pf_arena_free(arena);
}
END_TEST

Suite *gitignore_suite(void)
{
    const TTest *const tests[] = {
        patterns_mean_what_gitignore_says,
        git_itself_says_the_same,
        patterns_and_their_length_end_at_their_limits,
        a_pattern_of_many_stars_stays_quick,
        NULL,
    };
    return pf_suite("gitignore", tests);
}
