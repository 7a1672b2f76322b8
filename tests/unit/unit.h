/* What unit tests share: pf_str comparison and a suite from a list of tests. */
#ifndef PF_TESTS_UNIT_H
#define PF_TESTS_UNIT_H

#include "base/arena.h"

#include <check.h>

#define ck_assert_pf_str_eq(actual, expected)                                                      \
    do {                                                                                           \
        pf_str actual_ = (actual), expected_ = (expected);                                         \
        ck_assert_msg(pf_str_eq(actual_, expected_), "%s is '%.*s', expected '%.*s'", #actual,     \
                      PF_ARG(actual_), PF_ARG(expected_));                                         \
    } while (0)

/* A suite of one case from a NULL-terminated list: `return pf_suite("str", tests);` */
static inline Suite *pf_suite(const char *name, const TTest *const *tests)
{
    Suite *suite = suite_create(name);
    TCase *tests_case = tcase_create(name);
    tcase_set_timeout(tests_case, 60);
    for (; *tests != NULL; tests++)
        tcase_add_test(tests_case, *tests);
    suite_add_tcase(suite, tests_case);
    return suite;
}

#endif
