/* Repositories that git itself made: what is read from their files is what git says. */
#include "unit.h"

#include "model/repository.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *repository_suite(void);

struct made {
    struct pf_arena *arena;
    char path[64];
};

static bool has_git(void)
{
    return system("git --version >/dev/null 2>&1") == 0;
}

/* An origin with three branches, and a clone of it whose refs are partly packed. */
static struct made make(void)
{
    static const char script[] =
        "export HOME=$PWD GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b "
        "GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b && exec >/dev/null 2>&1 && "
        "git init -q -b trunk origin && cd origin && git commit -q --allow-empty -m one && "
        "git branch dev && git branch feature/deep/x && cd .. && git clone -q origin clone && "
        "cd clone && git branch packed && git pack-refs --all && git branch loose && "
        "git checkout -q -b work/here && git commit -q --allow-empty -m two && mkdir -p a/b && "
        "git worktree add -q ../tree loose && cd .. && git init -q -b fresh unborn && "
        "git clone -q origin detached && git -C detached checkout -q --detach && "
        "git -C detached pack-refs --all && mkfifo origin/fifo";
    struct made made = {.arena = pf_arena_new(NULL)};
    snprintf(made.path, sizeof made.path, "/tmp/preflight-repository-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(made.path));
    char command[2048];
    snprintf(command, sizeof command, "cd %s && %s", made.path, script);
    ck_assert_int_eq(system(command), 0);
    return made;
}

static void end(struct made *made)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", made->path);
    ck_assert_int_eq(system(command), 0);
    pf_arena_free(made->arena);
}

/* What the command prints, line ends as spaces, trimmed. */
static pf_str git_says(const struct made *made, const char *folder, const char *arguments)
{
    char command[512];
    snprintf(command, sizeof command, "git -C %s/%s %s 2>/dev/null", made->path, folder, arguments);
    FILE *output = popen(command, "r");
    ck_assert_ptr_nonnull(output);
    char *text = pf_arena_take(made->arena, 4096);
    size_t len = fread(text, 1, 4096, output);
    pclose(output);
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\n')
            text[i] = ' ';
    return pf_str_trim((pf_str){text, len});
}

static const struct pf_git *read_folder(const struct made *made, const char *folder)
{
    pf_str path = pf_arena_format(made->arena, "%s/%s", made->path, folder);
    struct pf_project *project;
    ck_assert(pf_project_open(made->arena, path.data, &project, NULL));
    const struct pf_git *git = pf_repository_read(made->arena, project);
    pf_project_close(project);
    return git;
}

static pf_str joined(const struct made *made, const struct pf_strs *strs)
{
    return pf_arena_join(made->arena, strs->items, strs->count, PF_STR(" "));
}

START_TEST(git_says_the_same)
{
    static const char *const folders[] = {"origin", "clone",  "clone/a/b",
                                          "tree",   "unborn", "detached"};
    if (!has_git())
        return;
    struct made made = make();
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *folder = folders[i];
        const struct pf_git *git = read_folder(&made, folder);
        ck_assert_msg(git->found, "%s", folder);
        ck_assert_pf_str_eq(git->branch, git_says(&made, folder, "symbolic-ref -q --short HEAD"));
        pf_str head = git_says(&made, folder, "rev-parse -q --verify HEAD");
        ck_assert_pf_str_eq(git->head, head);
        ck_assert_pf_str_eq(
            joined(&made, &git->local_branches),
            git_says(&made, folder, "for-each-ref '--format=%(refname:lstrip=2)' refs/heads"));
        ck_assert_pf_str_eq(joined(&made, &git->remote_branches),
                            git_says(&made, folder,
                                     "for-each-ref '--format=%(refname:lstrip=3)' "
                                     "refs/remotes/origin | grep -v HEAD"));
        pf_str origin_head = git_says(&made, folder, "symbolic-ref -q refs/remotes/origin/HEAD");
        ck_assert_pf_str_eq(git->default_branch,
                            origin_head.len == 0 ? PF_STR("")
                                                 : pf_str_slice(origin_head, 20, origin_head.len));
        ck_assert_pf_str_eq(git->remote_url, git_says(&made, folder, "remote get-url origin"));
    }
    ck_assert_pf_str_eq(read_folder(&made, "clone")->default_branch, PF_STR("trunk"));
    ck_assert_pf_str_eq(read_folder(&made, "tree")->branch, PF_STR("loose"));
    end(&made);
}
END_TEST

START_TEST(a_head_that_is_a_fifo_or_leads_outside_tells_nothing)
{
    struct made made = {.arena = pf_arena_new(NULL)};
    snprintf(made.path, sizeof made.path, "/tmp/preflight-repository-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(made.path));
    char command[512];
    snprintf(command, sizeof command,
             "cd %s && mkdir -p a/.git b/.git c outside && mkfifo a/.git/HEAD && "
             "echo 'ref: refs/heads/x' > outside/HEAD && ln -s ../../outside/HEAD b/.git/HEAD && "
             "echo \"gitdir: $PWD/outside\" > c/.git",
             made.path);
    ck_assert_int_eq(system(command), 0);
    ck_assert_pf_str_eq(read_folder(&made, "a")->branch, PF_STR(""));
    ck_assert_pf_str_eq(read_folder(&made, "b")->branch, PF_STR(""));
    ck_assert_pf_str_eq(read_folder(&made, "c")->branch, PF_STR(""));
    end(&made);
}
END_TEST

static struct made empty_folder(const char *script)
{
    struct made made = {.arena = pf_arena_new(NULL)};
    snprintf(made.path, sizeof made.path, "/tmp/preflight-repository-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(made.path));
    char command[1024];
    snprintf(command, sizeof command, "cd %s && %s", made.path, script);
    ck_assert_int_eq(system(command), 0);
    return made;
}

START_TEST(a_repository_above_that_a_stranger_owns_is_none)
{
    if (geteuid() != 0)
        return;
    struct made made = empty_folder("mkdir -p .git/refs a && echo 'ref: refs/heads/x' > .git/HEAD");
    ck_assert(read_folder(&made, "a")->found);
    char command[128];
    snprintf(command, sizeof command, "chown -R 12345 %s/.git", made.path);
    ck_assert_int_eq(system(command), 0);
    ck_assert(!read_folder(&made, "a")->found);
    end(&made);
}
END_TEST

START_TEST(branches_have_sixteen_levels_of_directories)
{
    struct made made = empty_folder(
        "mkdir -p a/.git/refs/heads/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16 && cd a/.git && "
        "echo 'ref: refs/heads/x' > HEAD && cd refs/heads/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15 && "
        "echo x > last && echo x > 16/gone");
    const struct pf_git *git = read_folder(&made, "a");
    ck_assert_uint_eq(git->local_branches.count, 1);
    ck_assert(pf_str_ends(git->local_branches.items[0], PF_STR("/15/last")));
    end(&made);
}
END_TEST

START_TEST(a_repository_is_looked_for_sixty_four_directories_up)
{
    struct made made = empty_folder("mkdir -p .git && echo 'ref: refs/heads/x' > .git/HEAD && "
                                    "p=. && for i in $(seq 65); do p=$p/d; done && mkdir -p $p");
    char path[256];
    size_t len = 0;
    for (int i = 0; i < 64; i++)
        len += (size_t)snprintf(path + len, sizeof path - len, "d/");
    ck_assert(read_folder(&made, path)->found);
    snprintf(path + len, sizeof path - len, "d");
    ck_assert(!read_folder(&made, path)->found);
    end(&made);
}
END_TEST

Suite *repository_suite(void)
{
    const TTest *const tests[] = {
        git_says_the_same,
        a_head_that_is_a_fifo_or_leads_outside_tells_nothing,
        a_repository_above_that_a_stranger_owns_is_none,
        branches_have_sixteen_levels_of_directories,
        a_repository_is_looked_for_sixty_four_directories_up,
        NULL,
    };
    return pf_suite("repository", tests);
}
