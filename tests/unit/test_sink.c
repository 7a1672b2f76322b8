/* Writing a report: whole, once, or an error. */
#include "unit.h"

#include "base/file.h"
#include "report/sink.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *sink_suite(void);

static pf_str content(struct pf_arena *arena, const char *path)
{
    pf_str bytes = {0};
    struct pf_error error;
    ck_assert_msg(pf_file_read(arena, path, 1 << 20, &bytes, &error), "%s", error.message);
    return bytes;
}

START_TEST(a_full_disk_is_an_error_not_a_success)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_sink sink = pf_sink_new(arena, false);
    struct pf_error error = {0};
    pf_sink_add(&sink, "report\n");
    ck_assert(!pf_sink_write_file(&sink, "/dev/full", &error));
    ck_assert_int_eq(error.exit_status, PF_EXIT_INCOMPLETE);
    ck_assert_pf_str_eq(pf_str_c(error.message),
                        PF_STR("cannot write the report to /dev/full: No space left on device"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_file_is_made_replaced_and_added_to)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char directory[] = "/tmp/preflight-sink-XXXXXX";
    ck_assert_ptr_nonnull(mkdtemp(directory));
    const char *path = pf_arena_format(arena, "%s/report", directory).data;
    struct pf_sink sink = pf_sink_new(arena, false);
    pf_sink_add(&sink, "first, and longer\n");
    ck_assert(pf_sink_write_file(&sink, path, NULL));
    ck_assert_int_eq(chmod(path, 0640), 0);
    pf_sink_add(&sink, "second\n");
    ck_assert(pf_sink_write_file(&sink, path, NULL));
    pf_sink_add(&sink, "third\n");
    ck_assert(pf_sink_append_file(&sink, path, NULL));
    ck_assert_pf_str_eq(content(arena, path), PF_STR("second\nthird\n"));
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert_uint_eq(status.st_mode & 0777, 0640);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(directory), 0);
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_folder_that_is_not_there_is_an_error)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_sink sink = pf_sink_new(arena, false);
    struct pf_error error = {0};
    pf_sink_add(&sink, "x");
    ck_assert(!pf_sink_write_file(&sink, "/nowhere/at/all", &error));
    ck_assert_pf_str_eq(pf_str_c(error.message),
                        PF_STR("cannot write /nowhere/at/all: No such file or directory"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(lines_stay_lines_and_everything_else_is_escaped)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_sink sink = pf_sink_new(arena, true);
    pf_sink_add(&sink, "[");
    pf_sink_lines(&sink, PF_STR("a\n::set-env::\033\n"));
    pf_sink_format(&sink, "%d]", 7);
    ck_assert_pf_str_eq(pf_buffer_str(&sink.buffer), PF_STR("[a\n\\x3a:set-env::\\x1b\n7]"));
    pf_arena_free(arena);
}
END_TEST

Suite *sink_suite(void)
{
    const TTest *const tests[] = {
        a_full_disk_is_an_error_not_a_success,
        a_file_is_made_replaced_and_added_to,
        a_folder_that_is_not_there_is_an_error,
        lines_stay_lines_and_everything_else_is_escaped,
        NULL,
    };
    return pf_suite("sink", tests);
}
