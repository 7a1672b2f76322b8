/* What one evaluation may use up, on the counters themselves: programs that use so much are slow.
 */
#include "unit.h"

#include "python/interp.h"

Suite *budget_suite(void);

static void check_fault(const struct pf_eval *ev, const char *message)
{
    ck_assert(ev->aborted == (message != NULL));
    ck_assert_uint_eq(ev->faults.count, message != NULL);
    if (message == NULL)
        return;
    ck_assert_int_eq(ev->faults.items[0].kind, PF_FAULT_LIMIT);
    ck_assert_pf_str_eq(ev->faults.items[0].message, pf_str_c(message));
}

START_TEST(a_million_steps_are_taken_and_no_more)
{
    struct pf_eval ev = {.arena = pf_arena_new(NULL), .steps = PF_EVAL_STEPS - 1};
    ck_assert(pf_step(&ev, NULL));
    check_fault(&ev, NULL);
    ck_assert(!pf_step(&ev, NULL));
    check_fault(&ev, "the settings take more than 1,000,000 steps to evaluate");
    pf_arena_free(ev.arena);
}
END_TEST

START_TEST(values_take_64_mib_and_no_more)
{
    struct pf_eval ev = {.arena = pf_arena_new(NULL)};
    pf_heap_charge(&ev, PF_EVAL_TOTAL);
    check_fault(&ev, NULL);
    pf_heap_charge(&ev, 1);
    check_fault(&ev, "the values of the settings take more than 64 MiB");
    pf_arena_free(ev.arena);
}
END_TEST

Suite *budget_suite(void)
{
    const TTest *const tests[] = {
        a_million_steps_are_taken_and_no_more,
        values_take_64_mib_and_no_more,
        NULL,
    };
    return pf_suite("budget", tests);
}
