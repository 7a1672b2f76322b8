/* Faults: what is kept of what is wrong with one file. */
#include "unit.h"

#include "tree/fault.h"

Suite *fault_suite(void);

static struct pf_faults faults_of(struct pf_arena *arena, int count)
{
    struct pf_faults faults = {0};
    for (int i = 1; i <= count; i++) {
        struct pf_fault *fault =
            pf_fault_add(arena, &faults, PF_FAULT_DUPLICATE_KEY, (pf_span){0}, "fault %d", i);
        ck_assert_int_eq(fault != NULL, i <= 100);
    }
    return faults;
}

START_TEST(a_hundred_faults_are_kept_and_of_more_it_is_said_once_that_they_are_not)
{
    struct pf_arena *arena = pf_arena_new(NULL);
    struct pf_faults whole = faults_of(arena, 100);
    ck_assert_uint_eq(whole.count, 100);
    ck_assert(!pf_faults_has(&whole, PF_FAULT_LIMIT));
    for (int count = 101; count <= 103; count++) {
        struct pf_faults cut = faults_of(arena, count);
        ck_assert_uint_eq(cut.count, 101);
        ck_assert_pf_str_eq(cut.items[99].message, PF_STR("fault 100"));
        ck_assert_int_eq(cut.items[100].kind, PF_FAULT_LIMIT);
    }
    pf_arena_free(arena);
}
END_TEST

Suite *fault_suite(void)
{
    const TTest *const tests[] = {
        a_hundred_faults_are_kept_and_of_more_it_is_said_once_that_they_are_not, NULL};
    return pf_suite("fault", tests);
}
