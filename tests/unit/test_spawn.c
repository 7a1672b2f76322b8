/* Programs that end well, end badly, hang, ignore us, leave children, and print too much. */
#include "unit.h"

#include "deploy/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

Suite *spawn_suite(void);

enum { GONE_TRIES = 300 /* of 10 ms: a killed process disappears when it is reaped */ };

static const char *const no_environment[] = {"PATH=/usr/bin:/bin", NULL};

static struct pf_spawned shell_within(struct pf_arena *arena, const char *script, unsigned seconds)
{
    struct pf_signals signals = {.descriptor = -1};
    const char *const arguments[] = {"/bin/sh", "-c", script, NULL};
    struct pf_spawn spawn = {
        .arguments = arguments, .environment = no_environment, .limit_seconds = seconds};
    return pf_spawn_run(arena, &signals, &spawn);
}

static struct pf_spawned shell(struct pf_arena *arena, const char *script)
{
    return shell_within(arena, script, 30);
}

START_TEST(a_program_tells_its_status_and_both_its_streams)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_spawned done = shell(arena, "echo out; echo err >&2; exit 3");
    ck_assert_int_eq(done.end, PF_SPAWN_EXITED);
    ck_assert_int_eq(done.status, 3);
    ck_assert(!pf_spawned_well(&done));
    ck_assert_pf_str_eq(done.out, PF_STR("out\n"));
    ck_assert_pf_str_eq(done.err, PF_STR("err\n"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_program_sees_no_environment_but_the_one_it_is_given)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    setenv("PREFLIGHT_TEST_LEAK", "leaked", 1);
    struct pf_spawned done =
        shell(arena, "env | grep -v -e '^_=' -e '^PWD=' -e '^SHLVL='; ls -l /proc/self/fd | wc -l");
    unsetenv("PREFLIGHT_TEST_LEAK");
    /* 0, 1, 2, the folder that ls reads, and the line "total". */
    ck_assert_pf_str_eq(done.out, PF_STR("PATH=/usr/bin:/bin\n5\n"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(input_larger_than_a_pipe_arrives_whole)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_signals signals = {.descriptor = -1};
    const char *const arguments[] = {"/usr/bin/wc", "-c", NULL};
    char *input = pf_arena_take(arena, 1000000);
    memset(input, 'x', 1000000);
    struct pf_spawn spawn = {
        .arguments = arguments, .environment = no_environment, .input = {input, 1000000}};
    struct pf_spawned done = pf_spawn_run(arena, &signals, &spawn);
    ck_assert_pf_str_eq(done.out, PF_STR("1000000\n"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_program_that_does_not_read_its_input_is_no_trouble)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_signals signals = {.descriptor = -1};
    const char *const arguments[] = {"/bin/true", NULL};
    char *input = pf_arena_take(arena, 1000000);
    struct pf_spawn spawn = {
        .arguments = arguments, .environment = no_environment, .input = {input, 1000000}};
    signal(SIGPIPE, SIG_IGN);
    struct pf_spawned done = pf_spawn_run(arena, &signals, &spawn);
    ck_assert(pf_spawned_well(&done));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_missing_program_says_why)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_signals signals = {.descriptor = -1};
    const char *const arguments[] = {"/nonexistent/program", NULL};
    struct pf_spawn spawn = {.arguments = arguments, .environment = no_environment};
    struct pf_spawned done = pf_spawn_run(arena, &signals, &spawn);
    ck_assert_int_eq(done.end, PF_SPAWN_NOT_STARTED);
    ck_assert_int_eq(done.status, ENOENT);
    ck_assert_pf_str_eq(pf_spawned_text(arena, &done, &spawn),
                        PF_STR("cannot be started: No such file or directory"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_kept_descriptor_is_there_under_its_number)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_signals signals = {.descriptor = -1};
    int file = memfd_create("input", MFD_CLOEXEC);
    ck_assert_int_eq(write(file, "{}", 2), 2);
    const char *path = pf_arena_format(arena, "/dev/fd/%d", file).data;
    const char *const arguments[] = {"/bin/cat", path, NULL};
    struct pf_spawn spawn = {.arguments = arguments, .environment = no_environment, .keep = file};
    struct pf_spawned done = pf_spawn_run(arena, &signals, &spawn);
    close(file);
    ck_assert_pf_str_eq(done.out, PF_STR("{}"));
    pf_arena_free(arena);
}
END_TEST

static bool is_gone(pid_t pid)
{
    for (int i = 0; i < GONE_TRIES; i++) {
        if (kill(pid, 0) != 0 && errno == ESRCH)
            return true;
        struct timespec wait = {.tv_nsec = 10000000};
        nanosleep(&wait, NULL);
    }
    return false;
}

static pid_t pid_of(pf_str text)
{
    int64_t pid = 0;
    ck_assert_msg(pf_str_to_int(pf_str_trim(text), &pid), "'%.*s'", PF_ARG(text));
    return (pid_t)pid;
}

START_TEST(what_a_program_leaves_behind_is_killed)
{
    static const char *const leavers[] = {
        "sleep 100 & echo $!",        /* in its group */
        "setsid sleep 100 & echo $!", /* in a session of its own */
        "(setsid sh -c 'sleep 100 & echo $!; wait' &) ; sleep 0.2" /* a daemon */};
    for (size_t i = 0; i < sizeof leavers / sizeof *leavers; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_spawned done = shell(arena, leavers[i]);
        ck_assert(pf_spawned_well(&done));
        ck_assert_msg(is_gone(pid_of(done.out)), "%s", leavers[i]);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_hanging_program_is_ended_by_sigterm)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_spawned done = shell_within(arena, "echo $$; exec sleep 100", 1);
    ck_assert_int_eq(done.end, PF_SPAWN_TIMED_OUT);
    ck_assert(is_gone(pid_of(done.out)));
    pf_arena_free(arena);
}
END_TEST

START_TEST(one_that_ignores_sigterm_is_killed_after_the_grace)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    time_t before = time(NULL);
    struct pf_spawned done =
        shell_within(arena, "trap '' TERM; echo $$; while :; do sleep 0.1; done", 1);
    time_t took = time(NULL) - before;
    ck_assert_int_eq(done.end, PF_SPAWN_TIMED_OUT);
    ck_assert(is_gone(pid_of(done.out)));
    ck_assert_int_ge(took, PF_SPAWN_GRACE_SECONDS);
    ck_assert_int_le(took, PF_SPAWN_GRACE_SECONDS + 10);
    pf_arena_free(arena);
}
END_TEST

/* The parent of a run is killed: neither its program nor the program's child outlives it. */
START_TEST(the_whole_group_dies_with_its_parent_however_it_dies)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    int told[2];
    ck_assert_int_eq(pipe(told), 0);
    pid_t parent = fork();
    if (parent == 0) {
        dup2(told[1], STDERR_FILENO);
        fcntl(STDERR_FILENO, F_SETFD, 0);
        const char *script =
            pf_arena_format(arena,
                            "trap '' TERM HUP; sleep 100 & echo $$ $! > /proc/%ld/fd/2; wait",
                            (long)getpid())
                .data;
        shell(arena, script);
        _exit(0);
    }
    close(told[1]);
    char text[64];
    ssize_t len = read(told[0], text, sizeof text);
    ck_assert_int_gt(len, 0);
    ck_assert_int_eq(kill(parent, SIGKILL), 0);
    waitpid(parent, NULL, 0);
    pf_str program, child;
    pf_str_cut((pf_str){text, (size_t)len}, ' ', &program, &child);
    ck_assert(is_gone(pid_of(program)));
    ck_assert(is_gone(pid_of(child)));
    close(told[0]);
    pf_arena_free(arena);
}
END_TEST

static void count(void *context, enum pf_spawn_stream stream, pf_str bytes)
{
    (void)stream;
    *(size_t *)context += bytes.len;
}

START_TEST(more_output_than_is_kept_is_heard_whole_and_kept_at_its_end)
{
    static const struct {
        size_t bytes;
        bool cut;
    } cases[] = {{PF_SPAWN_KEEP - 1, false}, {PF_SPAWN_KEEP + 1, true}, {40000000, true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_signals signals = {.descriptor = -1};
        size_t heard = 0;
        const char *script =
            pf_arena_format(arena, "head -c %zu /dev/zero; echo end", cases[i].bytes - 4).data;
        const char *const arguments[] = {"/bin/sh", "-c", script, NULL};
        struct pf_spawn spawn = {.arguments = arguments,
                                 .environment = no_environment,
                                 .heard = count,
                                 .context = &heard};
        struct pf_spawned done = pf_spawn_run(arena, &signals, &spawn);
        ck_assert_uint_eq(heard, cases[i].bytes);
        ck_assert_int_eq(done.out_cut, cases[i].cut);
        ck_assert_uint_eq(done.out.len, cases[i].cut ? PF_SPAWN_KEEP : cases[i].bytes);
        ck_assert(pf_str_ends(done.out, PF_STR("\0\0end\n")));
        pf_arena_free(arena);
    }
}
END_TEST

Suite *spawn_suite(void)
{
    const TTest *const tests[] = {
        a_program_tells_its_status_and_both_its_streams,
        a_program_sees_no_environment_but_the_one_it_is_given,
        input_larger_than_a_pipe_arrives_whole,
        a_program_that_does_not_read_its_input_is_no_trouble,
        a_missing_program_says_why,
        a_kept_descriptor_is_there_under_its_number,
        what_a_program_leaves_behind_is_killed,
        a_hanging_program_is_ended_by_sigterm,
        one_that_ignores_sigterm_is_killed_after_the_grace,
        the_whole_group_dies_with_its_parent_however_it_dies,
        more_output_than_is_kept_is_heard_whole_and_kept_at_its_end,
        NULL,
    };
    return pf_suite("spawn", tests);
}
