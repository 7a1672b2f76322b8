/* GitHub's line hashes, against the vectors of its own tests. */
#include "unit.h"

#include "base/buffer.h"
#include "report/linehash.h"

Suite *linehash_suite(void);

static void check(pf_str text, const char *const *expected)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_strs hashes = pf_line_hashes(arena, text);
    size_t count = 0;
    for (; expected[count] != NULL; count++) {
        ck_assert_uint_lt(count, hashes.count);
        ck_assert_pf_str_eq(hashes.items[count], pf_str_c(expected[count]));
    }
    ck_assert_uint_eq(hashes.count, count);
    pf_arena_free(arena);
}

START_TEST(an_empty_text_has_one_line)
{
    static const char *const expected[] = {"c129715d7a2bc9a3:1", NULL};
    check(PF_STR(""), expected);
}
END_TEST

START_TEST(white_space_does_not_count)
{
    static const char *const expected[] = {"271789c17abda88f:1", "54703d4cd895b18:1",
                                           "180aee12dab6264:1", "a23a3dc5e078b07b:1", NULL};
    check(PF_STR(" a\nb\n  \t\tc\n d"), expected);
}
END_TEST

START_TEST(line_ends_of_other_systems_are_the_same_lines)
{
    static const char *const expected[] = {"271789c17abda88f:1", "54703d4cd895b18:1",
                                           "180aee12dab6264:1", "a23a3dc5e078b07b:1", NULL};
    check(PF_STR(" a\r\nb\r  \t\tc\r\n d"), expected);
}
END_TEST

START_TEST(equal_lines_are_told_apart_by_their_number)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_buffer text = pf_buffer_new(arena);
    for (int i = 0; i < 300; i++)
        pf_buffer_add_c(&text, "x\n");
    struct pf_strs hashes = pf_line_hashes(arena, pf_buffer_str(&text));
    ck_assert_uint_eq(hashes.count, 301);
    ck_assert(pf_str_ends(hashes.items[0], PF_STR(":1")));
    ck_assert(pf_str_ends(hashes.items[100], PF_STR(":101")));
    pf_arena_free(arena);
}
END_TEST

Suite *linehash_suite(void)
{
    const TTest *const tests[] = {
        an_empty_text_has_one_line,
        white_space_does_not_count,
        line_ends_of_other_systems_are_the_same_lines,
        equal_lines_are_told_apart_by_their_number,
        NULL,
    };
    return pf_suite("linehash", tests);
}
