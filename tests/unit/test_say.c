/* What is said: masked, escaped, for people or for programs, and never a command of the runner's.
 */
#include "unit.h"

#include "deploy/say.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

Suite *say_suite(void);

struct said {
    struct pf_arena *arena;
    struct pf_masker *masker;
    struct pf_say *say;
    int file;
};

static struct said said_new(bool json, bool on_github, bool terminal)
{
    struct said said = {.arena = pf_arena_new(NULL), .file = memfd_create("said", MFD_CLOEXEC)};
    struct pf_say_look look = {
        .json = json, .on_github = on_github, .terminal = terminal, .descriptor = said.file};
    said.masker = pf_masker_new(said.arena);
    pf_masker_add(said.masker, PF_STR("hunter2!"));
    said.say = pf_say_new(said.arena, &look, said.masker);
    return said;
}

static pf_str all_of(struct said *said)
{
    size_t size = (size_t)lseek(said->file, 0, SEEK_END);
    char *bytes = pf_arena_take(said->arena, size);
    ck_assert_int_eq(pread(said->file, bytes, size, 0), (ssize_t)size);
    return (pf_str){bytes, size};
}

static void said_free(struct said *said)
{
    close(said->file);
    pf_arena_free(said->arena);
}

START_TEST(results_stand_in_a_tree_below_their_step)
{
    struct said said = said_new(false, false, false);
    pf_say_step(said.say, "prepare", "what is needed");
    pf_say_enter(said.say, "programs");
    pf_say_result(said.say, PF_SAY_OK, PF_STR("git"), "2.39.5");
    pf_say_result(said.say, PF_SAY_NG, PF_STR("docker"), "not on PATH");
    pf_say_leave(said.say);
    pf_say_result(said.say, PF_SAY_SKIP, PF_STR("a subject that is too long for it"), "because");
    ck_assert_pf_str_eq(all_of(&said),
                        PF_STR("prepare: what is needed\n"
                               "  programs\n"
                               "    OK   git                     2.39.5\n"
                               "    NG   docker                  not on PATH\n"
                               "  SKIP a subject that is too long for it  because\n"));
    ck_assert_uint_eq(pf_say_wrong_count(said.say), 1);
    said_free(&said);
}
END_TEST

START_TEST(a_command_is_shown_as_a_shell_takes_it)
{
    struct said said = said_new(false, false, false);
    const char *const words[] = {"docker", "run", "it's", "", "a b", "hunter2!", NULL};
    pf_say_command(said.say, words, "changes nothing");
    ck_assert_pf_str_eq(all_of(&said),
                        PF_STR("$ docker run 'it'\\''s' '' 'a b' '***'\n    changes nothing\n"));
    said_free(&said);
}
END_TEST

START_TEST(a_childs_output_forges_neither_colours_nor_lines_nor_commands)
{
    struct said said = said_new(false, true, false);
    pf_say_heard_begin(said.say);
    pf_say_heard(said.say, PF_SPAWN_OUT, PF_STR("::set-output name=x::y\n\033[2JOK\rfake\n##[err"));
    pf_say_heard(said.say, PF_SPAWN_OUT, PF_STR("or]z hunt"));
    pf_say_heard(said.say, PF_SPAWN_OUT, PF_STR("er2!\nno end"));
    pf_say_heard_end(said.say);
    pf_str all = all_of(&said), first, token;
    pf_str_cut(all, '\n', &first, &all);
    ck_assert(pf_str_starts(first, PF_STR("::stop-commands::")));
    token = pf_str_slice(first, 17, first.len);
    ck_assert_uint_eq(token.len, 32);
    ck_assert_pf_str_eq(all, pf_arena_format(said.arena,
                                             "| ::set-output name=x::y\n"
                                             "| \\x1b[2JOK\\x0dfake\n"
                                             "| ##\\x5berror]z ***\n"
                                             "| no end\n"
                                             "::%.*s::\n",
                                             PF_ARG(token)));
    said_free(&said);
}
END_TEST

START_TEST(events_are_one_object_a_line_with_step_and_time)
{
    struct said said = said_new(true, false, false);
    const char *const words[] = {"git", "push", NULL};
    pf_say_step(said.say, "push", "git push");
    pf_say_command(said.say, words, "");
    pf_say_result(said.say, PF_SAY_OK, PF_STR("hunter2!"), "\"quoted\"");
    pf_say_heard(said.say, PF_SPAWN_ERR, PF_STR("a\nb hunter2!\n"));
    pf_say_progress(said.say, "1 of 2");
    pf_say_progress(said.say, "1 of 2");
    pf_say_end(said.say, 5, "failed");
    static const char *const parts[] = {
        "{\"event\": \"step\", \"step\": \"push\", \"time\": \"20",
        "\"argv\": [\"git\", \"push\"], \"why\": \"\"}\n",
        "\"result\": \"ok\", \"subject\": \"***\", \"detail\": \"\\\"quoted\\\"\"}\n",
        "\"stream\": \"stderr\", \"text\": \"a\"}\n",
        "\"text\": \"b ***\"}\n",
        "\"text\": \"1 of 2\"}\n{\"event\": \"end\"",
        "\"status\": 5, \"text\": \"failed\"}\n",
    };
    pf_str all = all_of(&said);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        ck_assert_msg(pf_str_contains(all, pf_str_c(parts[i])), "%s in %.*s", parts[i],
                      PF_ARG(all));
    said_free(&said);
}
END_TEST

START_TEST(progress_is_one_line_on_a_terminal_and_new_lines_elsewhere)
{
    struct said on = said_new(false, false, true), off = said_new(false, false, false);
    struct said *both[] = {&on, &off};
    for (size_t i = 0; i < 2; i++) {
        pf_say_progress(both[i]->say, "1 of 2");
        pf_say_progress(both[i]->say, "1 of 2");
        pf_say_progress(both[i]->say, "2 of 2");
        pf_say_note(both[i]->say, "done");
    }
    ck_assert_pf_str_eq(all_of(&on), PF_STR("1 of 2\r\033[K2 of 2\r\033[Kdone\n"));
    ck_assert_pf_str_eq(all_of(&off), PF_STR("1 of 2\n2 of 2\ndone\n"));
    said_free(&on);
    said_free(&off);
}
END_TEST

START_TEST(eight_megabytes_of_a_child_are_shown_and_no_half_secret_after_them)
{
    for (size_t more = 0; more <= 1; more++) {
        struct said said = said_new(false, false, false);
        char *bytes = pf_arena_take(said.arena, PF_SAY_HEARD + more);
        memset(bytes, 'x', PF_SAY_HEARD + more);
        memcpy(bytes + PF_SAY_HEARD - 8, "\nhunter2!", more == 0 ? 8 : 9);
        pf_say_heard_begin(said.say);
        pf_say_heard(said.say, PF_SPAWN_OUT, (pf_str){bytes, PF_SAY_HEARD + more});
        pf_say_heard_end(said.say);
        pf_str all = all_of(&said);
        ck_assert(pf_str_ends(all, more == 0 ? PF_STR("x\n| hunter2\n")
                                             : PF_STR("x\n| … more than 8 MiB: the rest is not "
                                                      "shown\n")));
        said_free(&said);
    }
}
END_TEST

START_TEST(a_reader_that_went_away_ends_nothing)
{
    struct said said = said_new(false, false, false);
    int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
    struct pf_say_look look = {.descriptor = full};
    struct pf_say *say = pf_say_new(said.arena, &look, said.masker);
    pf_say_note(say, "nobody hears this");
    pf_say_note(say, "nor this");
    close(full);
    said_free(&said);
}
END_TEST

Suite *say_suite(void)
{
    const TTest *const tests[] = {
        results_stand_in_a_tree_below_their_step,
        a_command_is_shown_as_a_shell_takes_it,
        a_childs_output_forges_neither_colours_nor_lines_nor_commands,
        events_are_one_object_a_line_with_step_and_time,
        progress_is_one_line_on_a_terminal_and_new_lines_elsewhere,
        eight_megabytes_of_a_child_are_shown_and_no_half_secret_after_them,
        a_reader_that_went_away_ends_nothing,
        NULL,
    };
    return pf_suite("say", tests);
}
