/* Git's files in memory: what each form says, and what hostile ones do not. */
#include "unit.h"

#include "base/buffer.h"
#include "model/project_inside.h"
#include "model/repository.h"

#include <string.h>

Suite *git_suite(void);

#define ID "0123456789abcdef0123456789abcdef01234567"
#define ID2 "89abcdef0123456789abcdef0123456789abcdef"

struct text_file {
    const char *path, *text;
};

static const struct pf_git *read_files(struct pf_arena *arena, const struct text_file *files,
                                       size_t count)
{
    struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
    for (size_t i = 0; i < count; i++)
        pf_node_put(arena, map, pf_str_c(files[i].path), (pf_span){0},
                    pf_node_str(arena, pf_str_c(files[i].text), (pf_span){0}));
    return pf_repository_read(arena, pf_project_virtual(arena, map));
}

static pf_str joined(struct pf_arena *arena, const struct pf_strs *strs)
{
    return pf_arena_join(arena, strs->items, strs->count, PF_STR(" "));
}

START_TEST(a_clone_tells_its_branches_and_origin)
{
    static const struct text_file files[] = {
        {".git/HEAD", "ref: refs/heads/feature/x\n"},
        {".git/refs/heads/feature/x", ID "\n"},
        {".git/refs/remotes/origin/HEAD", "ref: refs/remotes/origin/main\n"},
        {".git/packed-refs",
         "# pack-refs with: peeled fully-peeled sorted\n" ID " refs/heads/main\n" ID
         " refs/heads/feature/x\n" ID " refs/remotes/origin/main\n" ID
         " refs/remotes/origin/HEAD\n" ID " refs/remotes/other/dev\n" ID " refs/headstrong\n" ID
         " refs/tags/v1\n^" ID2 "\n"},
        {".git/config", "[core]\n\tbare = false\n[remote \"other\"]\n\turl = x\n"
                        "[remote \"origin\"] ; ours\n\tfetch = +refs\n"
                        "\turl = \"https://me:s3cret@github.com/acme/shop.git\" # here\n"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_git *git = read_files(arena, files, sizeof files / sizeof *files);
    ck_assert(git->found);
    ck_assert_pf_str_eq(git->branch, PF_STR("feature/x"));
    ck_assert_pf_str_eq(git->head, PF_STR(ID));
    ck_assert_pf_str_eq(git->default_branch, PF_STR("main"));
    ck_assert_pf_str_eq(git->remote_url, PF_STR("https://github.com/acme/shop.git"));
    ck_assert_pf_str_eq(git->owner, PF_STR("acme"));
    ck_assert_pf_str_eq(git->name, PF_STR("shop"));
    ck_assert_pf_str_eq(joined(arena, &git->local_branches), PF_STR("feature/x main"));
    ck_assert_pf_str_eq(joined(arena, &git->remote_branches), PF_STR("main"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(no_repository_is_found_nowhere)
{
    static const struct text_file files[] = {{"README.md", "x"}};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_git *git = read_files(arena, files, 1);
    ck_assert(!git->found);
    ck_assert_pf_str_eq(git->branch, PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(heads_in_every_state_are_read)
{
    static const struct {
        const char *head, *branch, *id;
    } cases[] = {
        {ID "\n", "", ID},
        {"ref: refs/heads/main\n", "main", ID2},
        {"ref:refs/heads/main", "main", ID2},
        {"ref: refs/heads/unborn\n", "unborn", ""},
        {"ref: refs/heads/alias\n", "alias", ID2},
        {"ref: refs/heads/loop\n", "loop", ""},
        {"ref: refs/heads/.invalid\n", "", ""},
        {"ref: refs/heads/../../config\n", "", ""},
        {"ref: config\n", "", ""},
        {"ref: refs/heads/a b\n", "", ""},
        {"", "", ""},
        {"\0\xff\n", "", ""},
        {"0123", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_file files[] = {
            {".git/HEAD", cases[i].head},
            {".git/refs/heads/main", ID2 "\n"},
            {".git/refs/heads/alias", "ref: refs/heads/main\n"},
            {".git/refs/heads/loop", "ref: refs/heads/loop\n"},
        };
        struct pf_arena *arena = pf_arena_new(NULL);
        const struct pf_git *git = read_files(arena, files, 4);
        ck_assert(git->found);
        ck_assert_pf_str_eq(git->branch, pf_str_c(cases[i].branch));
        ck_assert_pf_str_eq(git->head, pf_str_c(cases[i].id));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(references_are_followed_five_times_and_no_more)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (int hops = PF_GIT_HOPS; hops <= PF_GIT_HOPS + 1; hops++) {
        struct pf_node *map = pf_node_new(arena, PF_MAP, (pf_span){0});
        pf_node_put(arena, map, PF_STR(".git/HEAD"), (pf_span){0},
                    pf_node_str(arena, PF_STR("ref: refs/heads/b1"), (pf_span){0}));
        for (int i = 1; i <= hops; i++) {
            pf_str text = pf_arena_format(arena, "ref: refs/heads/b%d", i + 1);
            pf_node_put(arena, map, pf_arena_format(arena, ".git/refs/heads/b%d", i), (pf_span){0},
                        pf_node_str(arena, i == hops ? PF_STR(ID) : text, (pf_span){0}));
        }
        const struct pf_git *git = pf_repository_read(arena, pf_project_virtual(arena, map));
        ck_assert_pf_str_eq(git->head, pf_str_c(hops == PF_GIT_HOPS ? ID : ""));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(remote_addresses_lose_their_credentials_and_tell_the_owner)
{
    static const struct {
        const char *url, *kept, *owner, *name;
    } cases[] = {
        {"git@github.com:acme/shop.git", "git@github.com:acme/shop.git", "acme", "shop"},
        {"ssh://git@github.com/acme/shop", "ssh://git@github.com/acme/shop", "acme", "shop"},
        {"https://github.com/acme/shop/", "https://github.com/acme/shop/", "acme", "shop"},
        {"https://GitHub.com/acme/shop.js.git", "https://GitHub.com/acme/shop.js.git", "acme",
         "shop.js"},
        {"https://ghp_token@github.com/a/b", "https://github.com/a/b", "a", "b"},
        {"https://u:p@w@example.com/a/b?token=x", "https://example.com/a/b", "", ""},
        {"ssh://deploy:pw@host/x.git", "ssh://host/x.git", "", ""},
        {"https://gitlab.com/acme/shop.git", "https://gitlab.com/acme/shop.git", "", ""},
        {"https://github.com/acme", "https://github.com/acme", "", ""},
        {"https://github.com/a/b/c", "https://github.com/a/b/c", "", ""},
        {"../shop.git", "../shop.git", "", ""},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        pf_str config = pf_arena_format(arena, "[Remote \"origin\"]\n\tURL = %s\n", cases[i].url);
        struct text_file files[] = {{".git/HEAD", ID}, {".git/config", config.data}};
        const struct pf_git *git = read_files(arena, files, 2);
        ck_assert_pf_str_eq(git->remote_url, pf_str_c(cases[i].kept));
        ck_assert_pf_str_eq(git->owner, pf_str_c(cases[i].owner));
        ck_assert_pf_str_eq(git->name, pf_str_c(cases[i].name));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_gitdir_in_the_tree_is_followed_and_one_elsewhere_is_not)
{
    static const struct text_file inside[] = {
        {".git", "gitdir: main.git/worktrees/x\n"},
        {"main.git/worktrees/x/HEAD", "ref: refs/heads/x\n"},
        {"main.git/worktrees/x/commondir", "../..\n"},
        {"main.git/refs/heads/x", ID "\n"},
        {"main.git/HEAD", "ref: refs/heads/main\n"},
    };
    static const struct text_file elsewhere[] = {{".git", "gitdir: secrets\n"},
                                                 {"secrets/HEAD", "ref: refs/heads/x\n"}};
    static const struct text_file outside[] = {{".git", "gitdir: /tmp/x/.git/worktrees/y\n"}};
    static const struct text_file away[] = {{".git", "gitdir: a.git\n"},
                                            {"a.git/HEAD", ID},
                                            {"a.git/commondir", "../other\n"},
                                            {"other/refs/heads/x", ID}};
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_git *git = read_files(arena, inside, 5);
    ck_assert_pf_str_eq(git->branch, PF_STR("x"));
    ck_assert_pf_str_eq(git->head, PF_STR(ID));
    git = read_files(arena, elsewhere, 2);
    ck_assert(git->found);
    ck_assert_pf_str_eq(git->branch, PF_STR(""));
    git = read_files(arena, outside, 1);
    ck_assert(git->found);
    ck_assert_pf_str_eq(git->branch, PF_STR(""));
    ck_assert_uint_eq(read_files(arena, away, 4)->local_branches.count, 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(branch_names_follow_gits_grammar)
{
    static const char *const good[] = {"main", "feature/x-1", "v1.2", "a@b", "ünï"};
    static const char *const bad[] = {"",   ".a", "a/.b", "a..b", "a b",  "a~1",  "a^",   "a:b",
                                      "a?", "a*", "a[",   "a\\b", "a/",   "/a",   "a//b", "a.lock",
                                      "a.", "@",  "a@{1", "-a",   "a\tb", "a\x7f"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(pf_git_is_branch_name(pf_str_c(good[i])), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!pf_git_is_branch_name(pf_str_c(bad[i])), "%s", bad[i]);
}
END_TEST

START_TEST(branches_are_listed_up_to_their_limit)
{
    for (size_t more = 0; more < 2; more++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_buffer packed = pf_buffer_new(arena);
        for (size_t i = 0; i < PF_GIT_REFS + more; i++)
            pf_buffer_format(&packed, ID " refs/heads/b%zu\n", i);
        pf_buffer_add_byte(&packed, '\0');
        struct text_file files[] = {{".git/HEAD", ID},
                                    {".git/packed-refs", pf_buffer_str(&packed).data}};
        const struct pf_git *git = read_files(arena, files, 2);
        ck_assert_uint_eq(git->local_branches.count, PF_GIT_REFS);
        ck_assert(git->truncated == (more == 1));
        pf_arena_free(arena);
    }
}
END_TEST

Suite *git_suite(void)
{
    const TTest *const tests[] = {
        a_clone_tells_its_branches_and_origin,
        no_repository_is_found_nowhere,
        heads_in_every_state_are_read,
        references_are_followed_five_times_and_no_more,
        remote_addresses_lose_their_credentials_and_tell_the_owner,
        a_gitdir_in_the_tree_is_followed_and_one_elsewhere_is_not,
        branch_names_follow_gits_grammar,
        branches_are_listed_up_to_their_limit,
        NULL,
    };
    return pf_suite("git", tests);
}
