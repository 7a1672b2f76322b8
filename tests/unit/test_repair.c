/* Fixes in the bytes of a file, and the diff that shows them. */
#include "unit.h"

#include "report/repair.h"

Suite *repair_suite(void);

static void add(struct pf_arena *arena, struct pf_findings *findings,
                const struct pf_source *source, const char *old, const char *new,
                enum pf_fix_safety safety)
{
    ptrdiff_t at = pf_str_find(source->bytes, pf_str_c(old));
    struct pf_fix *fix = PF_NEW(arena, struct pf_fix);
    *fix = (struct pf_fix){.safety = safety,
                           .span = pf_span_of(source, (size_t)at, pf_str_c(old).len),
                           .text = pf_str_c(new)};
    pf_findings_add(arena, findings, (struct pf_finding){.fix = fix});
}

START_TEST(fixes_change_their_bytes_and_nothing_else)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_source *source =
        pf_source_new(arena, PF_STR("a.yml"), PF_STR("a: 1 # one\r\nb: 2\n"));
    struct pf_findings findings = {0};
    add(arena, &findings, source, "2", "22", PF_FIX_SAFE);
    add(arena, &findings, source, "1", "11", PF_FIX_SAFE);
    struct pf_repairs repairs = pf_repairs_plan(arena, &findings, PF_FIX_SAFE);
    ck_assert_uint_eq(repairs.count, 1);
    ck_assert_uint_eq(repairs.items[0].count, 2);
    ck_assert_pf_str_eq(repairs.items[0].bytes, PF_STR("a: 11 # one\r\nb: 22\n"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(unsafe_suppressed_suggested_and_overlapping_fixes_are_left)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_source *source =
        pf_source_new(arena, PF_STR("a.yml"), PF_STR("one two three four"));
    struct pf_findings findings = {0};
    add(arena, &findings, source, "one", "1", PF_FIX_UNSAFE);
    add(arena, &findings, source, "two three", "2 3", PF_FIX_SAFE);
    add(arena, &findings, source, "three", "3", PF_FIX_SAFE);
    add(arena, &findings, source, "four", "4", PF_FIX_SAFE);
    findings.items[3]->suppressed = true;
    add(arena, &findings, source, "four", "IV", PF_FIX_SUGGESTION);
    struct pf_repairs safe = pf_repairs_plan(arena, &findings, PF_FIX_SAFE);
    struct pf_repairs all = pf_repairs_plan(arena, &findings, PF_FIX_UNSAFE);
    ck_assert_pf_str_eq(safe.items[0].bytes, PF_STR("one 2 3 four"));
    ck_assert_pf_str_eq(all.items[0].bytes, PF_STR("1 2 3 four"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(edits_of_one_fix_are_made_together_or_not_at_all)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_source *source =
        pf_source_new(arena, PF_STR("a.yml"), PF_STR("one two three four"));
    struct pf_findings findings = {0};
    struct pf_fix second = {.span = pf_span_of(source, 14, 4), .text = PF_STR("4")};
    struct pf_fix first = {.safety = PF_FIX_SAFE,
                           .span = pf_span_of(source, 4, 3),
                           .text = PF_STR("2"),
                           .next = &second};
    pf_findings_add(arena, &findings, (struct pf_finding){.fix = &first});
    struct pf_repairs repairs = pf_repairs_plan(arena, &findings, PF_FIX_SAFE);
    ck_assert_pf_str_eq(repairs.items[0].bytes, PF_STR("one 2 three 4"));
    ck_assert_uint_eq(repairs.items[0].count, 1);
    add(arena, &findings, source, "one two", "1 2", PF_FIX_SAFE);
    repairs = pf_repairs_plan(arena, &findings, PF_FIX_SAFE);
    ck_assert_pf_str_eq(repairs.items[0].bytes, PF_STR("1 2 three four"));
    pf_arena_free(arena);
}
END_TEST

START_TEST(the_diff_is_a_unified_one)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    const struct pf_source *source = pf_source_new(
        arena, PF_STR("a.txt"), PF_STR("1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\ntwelve"));
    struct pf_findings findings = {0};
    add(arena, &findings, source, "five", "5", PF_FIX_SAFE);
    add(arena, &findings, source, "twelve", "13", PF_FIX_SAFE);
    struct pf_repairs repairs = pf_repairs_plan(arena, &findings, PF_FIX_SAFE);
    struct pf_buffer diff = pf_buffer_new(arena);
    pf_repair_diff(&diff, &repairs.items[0], PF_STR("x"));
    ck_assert_pf_str_eq(pf_buffer_str(&diff),
                        PF_STR("--- x/a.txt\n+++ x/a.txt\n"
                               "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-five\n+5\n 6\n 7\n 8\n"
                               "@@ -10,4 +10,4 @@\n 10\n 11\n 12\n"
                               "-twelve\n\\ No newline at end of file\n"
                               "+13\n\\ No newline at end of file\n"));
    pf_arena_free(arena);
}
END_TEST

Suite *repair_suite(void)
{
    const TTest *const tests[] = {
        fixes_change_their_bytes_and_nothing_else,
        unsafe_suppressed_suggested_and_overlapping_fixes_are_left,
        edits_of_one_fix_are_made_together_or_not_at_all,
        the_diff_is_a_unified_one,
        NULL,
    };
    return pf_suite("repair", tests);
}
