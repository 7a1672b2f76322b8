/* What aws printed and how it ended → done, refused, busy, or nobody knows. */
#include "unit.h"

#include "deploy/aws.h"
#include "deploy/remedy.h"

#include <errno.h>
#include <string.h>

Suite *aws_reply_suite(void);

#define ERROR(CODE)                                                                                \
    "\nAn error occurred (" CODE ") when calling the UpdateService operation: it says so\n"

static const struct {
    enum pf_spawn_end end;
    int status;
    const char *out, *err;
    enum pf_aws_kind kind;
    const char *said; /* in the message */
} rows[] = {
    {PF_SPAWN_EXITED, 0, "{\"service\": {}}", "", PF_AWS_DONE, ""},
    {PF_SPAWN_EXITED, 0, "", "", PF_AWS_NO_ANSWER, "no JSON"},
    {PF_SPAWN_EXITED, 0, "<html>", "", PF_AWS_NO_ANSWER, "no JSON"},
    {PF_SPAWN_EXITED, 0, "[]", "", PF_AWS_NO_ANSWER, "no JSON"},
    {PF_SPAWN_EXITED, 0, "{\"service\": {", "", PF_AWS_NO_ANSWER, "no JSON"},
    {PF_SPAWN_EXITED, 254, "", ERROR("ServiceNotFoundException"), PF_AWS_REFUSED,
     "no such service"},
    {PF_SPAWN_EXITED, 254, "", ERROR("ExpiredTokenException"), PF_AWS_REFUSED, "log in again"},
    {PF_SPAWN_EXITED, 254, "", ERROR("ThrottlingException"), PF_AWS_BUSY, "less often"},
    {PF_SPAWN_EXITED, 254, "", ERROR("ServerException"), PF_AWS_BUSY, "it says so"},
    {PF_SPAWN_EXITED, 253, "", "Unable to locate credentials.", PF_AWS_NOT_ASKED,
     "Unable to locate credentials"},
    {PF_SPAWN_EXITED, 252, "", "aws: error: argument command: Invalid choice", PF_AWS_NOT_ASKED,
     "does not take the call"},
    {PF_SPAWN_EXITED, 255, "", "Could not connect to the endpoint URL: \"http://x/\"",
     PF_AWS_NO_ANSWER, "Could not connect"},
    {PF_SPAWN_KILLED, 9, "", "", PF_AWS_NO_ANSWER, "killed"},
    {PF_SPAWN_LOST, 0, "", "", PF_AWS_NO_ANSWER, "killed"},
    {PF_SPAWN_TIMED_OUT, 0, "", "", PF_AWS_NO_ANSWER, "in time"},
    {PF_SPAWN_INTERRUPTED, 15, "", "", PF_AWS_INTERRUPTED, "interrupted"},
    {PF_SPAWN_NOT_STARTED, ENOENT, "", "not on PATH", PF_AWS_NOT_ASKED, "not on PATH"},
};

START_TEST(only_what_surely_did_not_happen_counts_as_refused)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_spawned done = {.end = rows[i].end,
                                  .status = rows[i].status,
                                  .out = pf_str_c(rows[i].out),
                                  .err = pf_str_c(rows[i].err)};
        struct pf_aws_reply reply = pf_aws_reply_of(arena, &done);
        ck_assert_msg(reply.kind == rows[i].kind, "row %zu: %.*s", i, PF_ARG(reply.message));
        ck_assert_msg(pf_str_contains(reply.message, pf_str_c(rows[i].said)), "row %zu: %.*s", i,
                      PF_ARG(reply.message));
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(a_reply_of_a_megabyte_is_read_and_one_byte_more_is_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *text = pf_arena_take(arena, PF_AWS_REPLY + 1);
    memset(text, ' ', PF_AWS_REPLY + 1);
    text[0] = '{';
    text[1] = '}';
    struct pf_spawned done = {.end = PF_SPAWN_EXITED, .out = {text, PF_AWS_REPLY}};
    ck_assert_int_eq(pf_aws_reply_of(arena, &done).kind, PF_AWS_DONE);
    done.out.len++;
    ck_assert_int_eq(pf_aws_reply_of(arena, &done).kind, PF_AWS_NO_ANSWER);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_million_brackets_are_refused_at_once)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *text = pf_arena_take(arena, 1000000);
    memset(text, '[', 1000000);
    struct pf_spawned done = {.end = PF_SPAWN_EXITED, .out = {text, 1000000}};
    ck_assert_int_eq(pf_aws_reply_of(arena, &done).kind, PF_AWS_NO_ANSWER);
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_input_is_one_object_whatever_its_values)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_pf_str_eq(
        pf_aws_input(arena, "cluster", "a\"b", "services[]", "file:///etc/passwd", NULL),
        PF_STR("{\"cluster\": \"a\\\"b\", \"services\": [\"file:///etc/passwd\"]}"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(reasons_and_exit_codes_have_remedies)
{
    ck_assert_ptr_nonnull(
        pf_remedy_stopped(PF_STR("CannotPullContainerError: pull image manifest …")));
    ck_assert_ptr_nonnull(pf_remedy_stopped(PF_STR("ResourceInitializationError: unable to pull")));
    ck_assert_ptr_null(pf_remedy_stopped(PF_STR("something else")));
    ck_assert_ptr_nonnull(pf_remedy_exit_code(137));
    ck_assert_ptr_nonnull(pf_remedy_exit_code(3));
    ck_assert_ptr_null(pf_remedy_exit_code(0));
}
END_TEST

Suite *aws_reply_suite(void)
{
    const TTest *const tests[] = {
        only_what_surely_did_not_happen_counts_as_refused,
        a_reply_of_a_megabyte_is_read_and_one_byte_more_is_not,
        a_million_brackets_are_refused_at_once,
        an_input_is_one_object_whatever_its_values,
        reasons_and_exit_codes_have_remedies,
        NULL,
    };
    return pf_suite("aws_reply", tests);
}
