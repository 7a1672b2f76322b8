/* The hashes against the vectors of FIPS 180 and git's own ids. */
#include "unit.h"

#include "deploy/sha.h"

#include <string.h>

Suite *sha_suite(void);

START_TEST(the_hashes_are_those_of_the_standard)
{
    static const struct {
        const char *text, *sha1, *sha256;
    } rows[] = {
        {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "a9993e364706816aba3e25717850c26c9cd0d89d",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "84983e441c3bd26ebaae4aa1f95129e5e54670f1",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    struct pf_arena *arena = pf_arena_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ck_assert_pf_str_eq(pf_sha1_hex(arena, pf_str_c(rows[i].text)), pf_str_c(rows[i].sha1));
        ck_assert_pf_str_eq(pf_sha256_hex(arena, pf_str_c(rows[i].text)), pf_str_c(rows[i].sha256));
    }
    pf_arena_free(arena);
}
END_TEST

START_TEST(a_million_letters_have_the_hash_of_the_standard)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    char *text = pf_arena_take(arena, 1000000);
    memset(text, 'a', 1000000);
    ck_assert_pf_str_eq(pf_sha1_hex(arena, (pf_str){text, 1000000}),
                        PF_STR("34aa973cd4c4daa4f61eeb2bdbad27316534016f"));
    ck_assert_pf_str_eq(pf_sha256_hex(arena, (pf_str){text, 1000000}),
                        PF_STR("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    pf_arena_free(arena);
}
END_TEST

/* git hash-object, with both object formats. */
START_TEST(a_blob_has_the_id_that_git_gives_it)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    ck_assert_pf_str_eq(pf_sha_blob_id(arena, PF_STR("hello\n"), false),
                        PF_STR("ce013625030ba8dba906f756967f9e9ca394464a"));
    ck_assert_pf_str_eq(pf_sha_blob_id(arena, PF_STR("hello\n"), true),
                        PF_STR("2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4"));
    pf_arena_free(arena);
}
END_TEST

Suite *sha_suite(void)
{
    const TTest *const tests[] = {
        the_hashes_are_those_of_the_standard,
        a_million_letters_have_the_hash_of_the_standard,
        a_blob_has_the_id_that_git_gives_it,
        NULL,
    };
    return pf_suite("sha", tests);
}
