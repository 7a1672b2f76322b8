/* Safe opening: what may be read in a stranger's tree, and what not. */
#include "unit.h"

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *file_suite(void);

struct place {
    struct pf_arena *arena;
    char path[64];
    struct pf_root *root;
};

static void set_up(struct place *place)
{
    place->arena = pf_arena_new(NULL);
    snprintf(place->path, sizeof place->path, "/tmp/preflight-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(place->path));
    ck_assert_int_eq(chdir(place->path), 0);
    place->root = pf_root_open(place->arena, place->path, NULL);
    ck_assert_ptr_nonnull(place->root);
}

static void tear_down(struct place *place)
{
    pf_root_close(place->root);
    pf_arena_free(place->arena);
    ck_assert_int_eq(chdir("/"), 0);
    char command[128];
    static const char *const names[] = {"plain", "sub/inner", "fifo", "out", "up",   "loop",
                                        "in",    "big",       "null", "sub", "empty"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(command, sizeof command, "%s/%s", place->path, names[i]);
        remove(command);
    }
    rmdir(place->path);
}

static void write_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < size; i++)
        fputc('x', file);
    fclose(file);
}

static bool can_read(struct place *place, const char *path, size_t cap, struct pf_error *error)
{
    pf_str bytes;
    return pf_root_read(place->root, place->arena, pf_str_c(path), cap, &bytes, error);
}

START_TEST(a_file_of_the_cap_is_read_and_one_byte_more_is_not)
{
    struct place place;
    struct pf_error error;
    set_up(&place);
    write_file("plain", 100);
    write_file("empty", 0);
    ck_assert(can_read(&place, "plain", 100, &error));
    ck_assert(can_read(&place, "empty", 100, &error));
    ck_assert(!can_read(&place, "plain", 99, &error));
    ck_assert_int_eq(error.exit_status, PF_EXIT_INCOMPLETE);
    ck_assert_int_eq(error.number, EFBIG);
    tear_down(&place);
}
END_TEST

START_TEST(a_sparse_giant_is_refused_without_being_read)
{
    struct place place;
    struct pf_error error;
    set_up(&place);
    write_file("big", 0);
    ck_assert_int_eq(truncate("big", (off_t)10 * 1024 * 1024 * 1024), 0);
    ck_assert(!can_read(&place, "big", PF_FILE_CAP, &error));
    tear_down(&place);
}
END_TEST

START_TEST(links_are_followed_inside_and_refused_outside)
{
    struct place place;
    struct pf_error error;
    set_up(&place);
    ck_assert_int_eq(mkdir("sub", 0700), 0);
    write_file("sub/inner", 3);
    ck_assert_int_eq(symlink("sub/inner", "in"), 0);
    ck_assert_int_eq(symlink("/etc/passwd", "out"), 0);
    ck_assert_int_eq(symlink("../../../../../../../../etc/passwd", "up"), 0);
    ck_assert_int_eq(symlink("loop", "loop"), 0);
    ck_assert(can_read(&place, "in", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "out", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "up", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "loop", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "../etc/passwd", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "/etc/passwd", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "sub/../sub/inner", PF_FILE_CAP, &error));
    tear_down(&place);
}
END_TEST

START_TEST(fifos_devices_and_directories_are_no_files)
{
    struct place place;
    struct pf_error error;
    set_up(&place);
    ck_assert_int_eq(mkfifo("fifo", 0600), 0);
    ck_assert_int_eq(mkdir("sub", 0700), 0);
    ck_assert(!can_read(&place, "fifo", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "sub", PF_FILE_CAP, &error));
    ck_assert(!can_read(&place, "missing", PF_FILE_CAP, &error));
    pf_str bytes;
    ck_assert(!pf_file_read(place.arena, "/dev/zero", PF_FILE_CAP, &bytes, &error));
    tear_down(&place);
}
END_TEST

START_TEST(a_links_real_path_is_told_while_it_stays_inside)
{
    struct place place;
    pf_str real;
    set_up(&place);
    ck_assert_int_eq(mkdir("sub", 0700), 0);
    write_file("sub/inner", 3);
    ck_assert_int_eq(symlink("sub/inner", "in"), 0);
    ck_assert_int_eq(symlink("/etc/passwd", "out"), 0);
    if (access("/proc/self/fd", R_OK) == 0) {
        ck_assert(pf_root_real(place.root, place.arena, PF_STR("in"), &real));
        ck_assert_pf_str_eq(real, PF_STR("sub/inner"));
        ck_assert(pf_root_real(place.root, place.arena, PF_STR(""), &real));
        ck_assert_pf_str_eq(real, PF_STR(""));
    }
    ck_assert(!pf_root_real(place.root, place.arena, PF_STR("out"), &real));
    ck_assert(!pf_root_real(place.root, place.arena, PF_STR("missing"), &real));
    tear_down(&place);
}
END_TEST

START_TEST(a_directory_lists_in_byte_order)
{
    struct place place;
    struct pf_file_entries entries;
    set_up(&place);
    write_file("plain", 1);
    write_file("big", 1);
    ck_assert_int_eq(mkdir("sub", 0700), 0);
    ck_assert(pf_root_list(place.root, place.arena, PF_STR(""), &entries, NULL));
    ck_assert_uint_eq(entries.count, 3);
    ck_assert_pf_str_eq(entries.items[0].name, PF_STR("big"));
    ck_assert_int_eq(entries.items[2].type, PF_FILE_DIRECTORY);
    enum pf_file_type type;
    ck_assert(pf_root_stat(place.root, PF_STR("plain"), &type));
    ck_assert_int_eq(type, PF_FILE_REGULAR);
    ck_assert(!pf_root_stat(place.root, PF_STR("nothing"), &type));
    tear_down(&place);
}
END_TEST

START_TEST(paths_are_cleaned_and_never_climb_out)
{
    static const struct {
        pf_str path, clean;
        bool inside;
    } cases[] = {
        {PF_STR_INIT("a/./b//../c"), PF_STR_INIT("a/c"), true},
        {PF_STR_INIT("./"), PF_STR_INIT(""), true},
        {PF_STR_INIT("a/.."), PF_STR_INIT(""), true},
        {PF_STR_INIT("a/../.."), PF_STR_INIT(""), false},
        {PF_STR_INIT("/a"), PF_STR_INIT(""), false},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pf_str clean = PF_STR("");
        ck_assert(pf_path_clean(arena, cases[i].path, &clean) == cases[i].inside);
        ck_assert_pf_str_eq(clean, cases[i].clean);
    }
    ck_assert_pf_str_eq(pf_path_directory(PF_STR("a/b/c.d")), PF_STR("a/b"));
    ck_assert_pf_str_eq(pf_path_base(PF_STR("a/b/c.d")), PF_STR("c.d"));
    ck_assert_pf_str_eq(pf_path_directory(PF_STR("c.d")), PF_STR(""));
    pf_arena_free(arena);
}
END_TEST

START_TEST(an_empty_file_costs_next_to_nothing)
{
    struct place place;
    set_up(&place);
    write_file("empty", 0);
    size_t before = pf_arena_size(place.arena);
    for (int i = 0; i < 1000; i++) {
        pf_str bytes = PF_STR("x");
        ck_assert(
            pf_root_read(place.root, place.arena, PF_STR("empty"), PF_FILE_CAP, &bytes, NULL));
        ck_assert_uint_eq(bytes.len, 0);
    }
    /* Under the address sanitizer each piece has a header of its own. */
    ck_assert_uint_lt(pf_arena_size(place.arena) - before, 128 * 1024);
    tear_down(&place);
}
END_TEST

Suite *file_suite(void)
{
    const TTest *const tests[] = {
        a_file_of_the_cap_is_read_and_one_byte_more_is_not,
        a_sparse_giant_is_refused_without_being_read,
        links_are_followed_inside_and_refused_outside,
        fifos_devices_and_directories_are_no_files,
        a_links_real_path_is_told_while_it_stays_inside,
        a_directory_lists_in_byte_order,
        paths_are_cleaned_and_never_climb_out,
        an_empty_file_costs_next_to_nothing,
        NULL,
    };
    return pf_suite("file", tests);
}
