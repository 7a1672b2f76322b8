/* A journal that was cut off, damaged, full, or read by somebody else. */
#include "unit.h"

#include "deploy/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

Suite *journal_suite(void);

struct place {
    struct pf_arena *arena;
    char folder[40];
    const char *path;
};

static struct place place_new(void)
{
    struct place place = {.arena = pf_arena_new(NULL), .folder = "/tmp/preflight-journal-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(place.folder));
    place.path = pf_arena_format(place.arena, "%s/journal", place.folder).data;
    return place;
}

static void place_free(struct place *place)
{
    unlink(place->path);
    unlink(pf_arena_format(place->arena, "%s.1", place->path).data);
    ck_assert_int_eq(rmdir(place->folder), 0);
    pf_arena_free(place->arena);
}

static struct pf_journal *opened(struct place *place)
{
    struct pf_journal *journal = NULL;
    struct pf_error error = {0};
    ck_assert_msg(pf_journal_open(place->arena, place->path, &journal, &error), "%s",
                  error.message);
    return journal;
}

static struct pf_journal *begun(struct place *place)
{
    struct pf_journal *journal = opened(place);
    ck_assert(pf_journal_begin(journal, NULL, "goal", "release", "commit", "abc", NULL));
    return journal;
}

static struct pf_journal *resumed(struct place *place)
{
    struct pf_journal *journal = opened(place);
    pf_journal_resume(journal);
    return journal;
}

START_TEST(the_crc_is_that_of_zlib)
{
    ck_assert_uint_eq(pf_journal_crc(PF_STR("123456789")), 0xcbf43926);
    ck_assert_uint_eq(pf_journal_crc(PF_STR("")), 0);
}
END_TEST

START_TEST(another_process_finds_how_each_effect_stands)
{
    struct place place = place_new();
    struct pf_journal *journal = begun(&place);
    pf_journal_add(journal, "before", "image-push", NULL, "image", "shop:1", NULL);
    pf_journal_add(journal, "after", "image-push", NULL, "result", "done", "digest", "d", NULL);
    pf_journal_add(journal, "before", "register", NULL, NULL);
    pf_journal_add(journal, "after", "register", NULL, "result", "failed", NULL);
    pf_journal_add(journal, "before", "update-service", NULL, "task_definition", "shop:7", NULL);
    pf_journal_close(journal);
    journal = resumed(&place);
    struct pf_effect image = pf_journal_effect(journal, "image-push");
    ck_assert_int_eq(image.state, PF_EFFECT_DONE);
    ck_assert_pf_str_eq(pf_node_text(pf_node_get(image.after, "digest")), PF_STR("d"));
    ck_assert_int_eq(pf_journal_effect(journal, "register").state, PF_EFFECT_NEVER);
    ck_assert_int_eq(pf_journal_effect(journal, "update-service").state, PF_EFFECT_BEGUN);
    ck_assert_int_eq(pf_journal_effect(journal, "git-push").state, PF_EFFECT_NEVER);
    ck_assert_pf_str_eq(pf_journal_text(journal, "task_definition"), PF_STR("shop:7"));
    struct pf_journal_last last = pf_journal_last(journal);
    ck_assert(last.exists && !last.ended);
    pf_journal_close(journal);
    place_free(&place);
}
END_TEST

START_TEST(a_new_deploy_knows_nothing_of_the_one_before)
{
    struct place place = place_new();
    struct pf_journal *journal = begun(&place);
    pf_journal_add(journal, "after", "image-push", NULL, "result", "done", NULL);
    pf_journal_add(journal, "end", NULL, NULL, "status", "0", NULL);
    ck_assert(pf_journal_last(journal).ended);
    ck_assert(pf_journal_begin(journal, NULL, "goal", "push", NULL));
    ck_assert_int_eq(pf_journal_effect(journal, "image-push").state, PF_EFFECT_NEVER);
    ck_assert(!pf_journal_last(journal).ended);
    pf_journal_close(journal);
    place_free(&place);
}
END_TEST

static size_t size_of(const char *path)
{
    struct stat status;
    ck_assert_int_eq(stat(path, &status), 0);
    return (size_t)status.st_size;
}

START_TEST(a_last_line_that_was_cut_anywhere_never_happened)
{
    struct place place = place_new();
    struct pf_journal *journal = begun(&place);
    size_t kept = size_of(place.path);
    pf_journal_add(journal, "before", "register", NULL, NULL);
    pf_journal_close(journal);
    for (size_t size = size_of(place.path) - 1; size > kept; size--) {
        ck_assert_int_eq(truncate(place.path, (off_t)size), 0);
        journal = resumed(&place);
        ck_assert_int_eq(pf_journal_effect(journal, "register").state, PF_EFFECT_NEVER);
        ck_assert(pf_journal_last(journal).exists);
        ck_assert_uint_eq(size_of(place.path), kept);
        ck_assert(pf_journal_add(journal, "before", "register", NULL, NULL));
        ck_assert_int_eq(pf_journal_effect(journal, "register").state, PF_EFFECT_BEGUN);
        pf_journal_close(journal);
    }
    place_free(&place);
}
END_TEST

static void flip(const char *path, off_t at)
{
    char byte;
    int file = open(path, O_RDWR);
    ck_assert_int_eq(pread(file, &byte, 1, at), 1);
    byte ^= 1;
    ck_assert_int_eq(pwrite(file, &byte, 1, at), 1);
    close(file);
}

START_TEST(one_wrong_bit_before_the_last_line_is_an_unknown_state)
{
    struct place place = place_new();
    struct pf_journal *journal = begun(&place);
    size_t first = size_of(place.path);
    pf_journal_add(journal, "before", "register", NULL, NULL);
    pf_journal_close(journal);
    for (size_t at = 0; at < first; at++) {
        struct pf_error error = {0};
        flip(place.path, (off_t)at);
        ck_assert_msg(!pf_journal_open(place.arena, place.path, &journal, &error), "byte %zu", at);
        ck_assert_int_eq(error.exit_status, PF_EXIT_DEPLOY_CHANGED);
        flip(place.path, (off_t)at);
    }
    place_free(&place);
}
END_TEST

/* A limit on the size of files stands for a full disk. */
START_TEST(a_line_that_does_not_fit_on_the_disk_leaves_nothing_behind)
{
    struct place place = place_new();
    struct pf_error error = {0};
    struct pf_journal *journal = begun(&place);
    size_t before = size_of(place.path);
    struct rlimit old, little = {.rlim_cur = before + 10, .rlim_max = RLIM_INFINITY};
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &old), 0);
    little.rlim_max = old.rlim_max;
    signal(SIGXFSZ, SIG_IGN);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &little), 0);
    bool added = pf_journal_add(journal, "before", "register", &error, NULL);
    setrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_DFL);
    ck_assert(!added);
    ck_assert_int_eq(error.exit_status, PF_EXIT_DEPLOY_UNCHANGED);
    ck_assert_uint_eq(size_of(place.path), before);
    ck_assert_int_eq(pf_journal_effect(journal, "register").state, PF_EFFECT_NEVER);
    pf_journal_close(journal);
    place_free(&place);
}
END_TEST

START_TEST(a_link_is_no_journal)
{
    struct place place = place_new();
    struct pf_journal *journal;
    struct pf_error error = {0};
    ck_assert_int_eq(symlink("/dev/null", place.path), 0);
    ck_assert(!pf_journal_open(place.arena, place.path, &journal, &error));
    place_free(&place);
}
END_TEST

START_TEST(a_long_journal_is_put_aside_when_a_deploy_begins)
{
    struct place place = place_new();
    struct pf_journal *journal = begun(&place);
    char *text = pf_arena_take(place.arena, PF_JOURNAL_FULL + 1);
    memset(text, 'x', PF_JOURNAL_FULL);
    ck_assert(pf_journal_add(journal, "note", NULL, NULL, "text", text, NULL));
    ck_assert(pf_journal_begin(journal, NULL, "goal", "push", NULL));
    ck_assert_uint_lt(size_of(place.path), 1000);
    ck_assert_uint_gt(size_of(pf_arena_format(place.arena, "%s.1", place.path).data),
                      PF_JOURNAL_FULL);
    pf_journal_close(journal);
    place_free(&place);
}
END_TEST

START_TEST(a_file_longer_than_a_journal_can_be_is_not_read)
{
    static const char *const words[] = {"is damaged at byte 0", "is longer than a journal can be"};
    for (size_t more = 0; more < 2; more++) {
        struct place place = place_new();
        FILE *file = fopen(place.path, "w");
        ck_assert_ptr_nonnull(file);
        /* The line feed makes it a whole line, which is wrong, and no last one that was cut. */
        ck_assert_int_eq(fseek(file, (long)(PF_JOURNAL_CAP - 1 + more), SEEK_SET), 0);
        fputc('\n', file);
        fclose(file);
        ck_assert_int_eq(chmod(place.path, 0600), 0);
        struct pf_journal *journal;
        struct pf_error error = {0};
        ck_assert(!pf_journal_open(place.arena, place.path, &journal, &error));
        ck_assert_msg(strstr(error.message, words[more]) != NULL, "%s", error.message);
        place_free(&place);
    }
}
END_TEST

Suite *journal_suite(void)
{
    const TTest *const tests[] = {
        the_crc_is_that_of_zlib,
        another_process_finds_how_each_effect_stands,
        a_new_deploy_knows_nothing_of_the_one_before,
        a_last_line_that_was_cut_anywhere_never_happened,
        one_wrong_bit_before_the_last_line_is_an_unknown_state,
        a_line_that_does_not_fit_on_the_disk_leaves_nothing_behind,
        a_link_is_no_journal,
        a_long_journal_is_put_aside_when_a_deploy_begins,
        a_file_longer_than_a_journal_can_be_is_not_read,
        NULL,
    };
    return pf_suite("journal", tests);
}
