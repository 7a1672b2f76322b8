/* Words of docker's, and paths of a commit. */
#include "unit.h"

#include "deploy/git.h"
#include "deploy/image.h"

Suite *image_words_suite(void);

#define OTHER "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210"
#define HEX "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

START_TEST(the_digest_is_the_last_one_that_push_printed)
{
    static const struct {
        const char *printed, *digest;
    } rows[] = {
        {"The push refers to …\nabc: digest: sha256:" HEX " size: 528\n", "sha256:" HEX},
        {"digest: sha256:" HEX "\nabc: digest: sha256:" OTHER "\n", "sha256:" OTHER},
        {"digest: sha256:short size: 1\n", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_pf_str_eq(pf_image_digest(pf_str_c(rows[i].printed)), pf_str_c(rows[i].digest));
}
END_TEST

#define ID "ce013625030ba8dba906f756967f9e9ca394464a"

/* NUL ends an entry: literals are given with their length. */
START_TEST(a_listing_with_a_path_that_leads_out_is_refused)
{
    static const struct {
        pf_str listing;
        bool taken;
    } rows[] = {
        {PF_STR_INIT("100644 blob " ID "\ta/b.py\0"
                     "160000 commit " ID "\tlib\0"),
         true},
        {PF_STR_INIT("100644 blob " ID "\ta/../../b\0"), false},
        {PF_STR_INIT("100644 blob " ID "\t.git/config\0"), false},
        {PF_STR_INIT("100644 blob " ID "\ta/.GIT/hooks/x\0"), false},
        {PF_STR_INIT("100644 blob " ID "\t/etc/passwd\0"), false},
        {PF_STR_INIT("100644 blob " ID "\ta//b\0"), false},
        {PF_STR_INIT("100644 blob zz\ta\0"), false},
        {PF_STR_INIT("999999 blob " ID "\ta\0"), false},
        {PF_STR_INIT("100644 blob " ID "\ta"), false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_git_blobs blobs = {0};
        bool taken = pf_git_read_listing(arena, rows[i].listing, PF_STR(""), &blobs, NULL);
        ck_assert_msg(taken == rows[i].taken, "row %zu", i);
        if (taken)
            ck_assert_uint_eq(blobs.items[1].mode, 0160000);
        pf_arena_free(arena);
    }
}
END_TEST

START_TEST(twenty_thousand_files_are_taken_and_one_more_is_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t count = PF_GIT_FILES; count <= PF_GIT_FILES + 1; count++) {
        struct pf_buffer listing = pf_buffer_new(arena);
        struct pf_git_blobs blobs = {0};
        struct pf_error error = {0};
        for (size_t i = 0; i < count; i++) {
            pf_buffer_format(&listing, "100644 blob " ID "\tf%zu", i);
            pf_buffer_add_byte(&listing, '\0');
        }
        bool taken =
            pf_git_read_listing(arena, pf_buffer_str(&listing), PF_STR(""), &blobs, &error);
        ck_assert_int_eq(taken, count == PF_GIT_FILES);
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(only_what_a_push_of_the_commit_knows_is_filled_in)
{
    static const struct {
        const char *text, *filled; /* NULL: not to be known */
    } rows[] = {
        {"SENTRY_RELEASE=${{ github.sha }}", "SENTRY_RELEASE=abc"},
        {"${{github.ref_name}}-${{ github.sha }}!", "main-abc!"},
        {"plain", "plain"},
        {"${{ secrets.KEY }}", NULL},
        {"${{ github.sha", NULL},
        {"masked ***", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pf_arena *arena = pf_arena_new(NULL);
        struct pf_deploy_run run = {
            .arena = arena, .commit = PF_STR_INIT("abc"), .branch = PF_STR_INIT("main")};
        pf_str filled;
        bool known = pf_image_fill(&run, pf_str_c(rows[i].text), &filled);
        ck_assert_msg(known == (rows[i].filled != NULL), "row %zu", i);
        if (known)
            ck_assert_pf_str_eq(filled, pf_str_c(rows[i].filled));
        pf_arena_free(arena);
    }
}
END_TEST

Suite *image_words_suite(void)
{
    const TTest *const tests[] = {
        the_digest_is_the_last_one_that_push_printed,
        a_listing_with_a_path_that_leads_out_is_refused,
        twenty_thousand_files_are_taken_and_one_more_is_not,
        only_what_a_push_of_the_commit_knows_is_filled_in,
        NULL,
    };
    return pf_suite("image_words", tests);
}
